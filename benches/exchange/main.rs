//! An export costs what it writes, and an import what it reads: 10,000 made-up articles with 200,000 annotations in every
//! format of the table. `--project FOLDER` takes a project of your own instead, `--format NAME` one format.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "a bench prints its table")]
#![expect(clippy::disallowed_methods, reason = "benches measure")]

#[path = "../support/bars.rs"]
#[expect(dead_code, reason = "other benches use more of it")]
mod bars;
#[path = "../support/corpus.rs"]
mod corpus;
mod formats;
mod jsonl;
mod memory;

use std::path::PathBuf;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str| arguments.iter().position(|a| a == name).and_then(|at| arguments.get(at + 1)).cloned();
    if let Some(at) = arguments.iter().position(|a| a == memory::CHILD) {
        memory::child(arguments.get(at + 1..).unwrap());
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let scale = bars::calibration();
    let folder = after("--project").map_or_else(
        || {
            let folder = home.path().join("project");
            drop(byline::store::create(&folder, &corpus::project(10_000), &corpus::ana()).unwrap());
            folder
        },
        PathBuf::from,
    );
    let project = byline::store::open(&folder, None, byline::store::Access::ReadOnly).unwrap().project;
    println!("{} articles, {} layers", project.articles.size(), project.layers.size());
    let only = after("--format");
    if only.as_deref().is_none_or(|name| name == "jsonl") {
        jsonl::bench(&project, home.path(), scale);
    }
    formats::bench(&project, &folder, home.path(), only.as_deref(), scale);
}
