//! A project of any size opens as fast as its files are read, and its window never waits: 10,000 made-up articles with
//! 200,000 annotations; with `--xl` also 50,000 with 1,000,000, once;
//! with `--finding` only the searches.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "a bench prints its table")]
#![expect(clippy::disallowed_methods, reason = "benches measure")]

mod editing;
mod finding;
mod opening;
#[path = "../support/mod.rs"]
mod support;
mod table;
mod typing;

use std::path::Path;
use support::{bars, corpus};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|a| a == opening::CHILD) {
        opening::child(Path::new(arguments.get(at + 1).unwrap()));
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let scale = bars::calibration();
    if arguments.iter().any(|a| a == "--finding") {
        finding::bench(&corpus::project(10_000), scale);
        return;
    }
    let folder = home.path().join("10000");
    drop(byline::store::create(&folder, &corpus::project(10_000), &corpus::ana()).unwrap());
    opening::bench(&folder, home.path(), "10k", scale);
    typing::bench(&folder, home.path(), scale);
    table::bench(&folder, home.path(), scale);
    editing::bench(home.path());
    finding::bench(&corpus::project(10_000), scale);
    if arguments.iter().any(|a| a == "--xl") {
        let folder = home.path().join("50000");
        drop(byline::store::create(&folder, &corpus::project(50_000), &corpus::ana()).unwrap());
        opening::bench(&folder, home.path(), "50k", scale);
    }
}
