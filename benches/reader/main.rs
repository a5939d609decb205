//! A frame of the reader costs what is on the screen: 10 MB with 20,000 annotations against 200 KB with 400, in the
//! whole window, without a display. Logic, panels, layout and tessellation count; what other threads do does not.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "a bench prints its table")]
#![expect(clippy::disallowed_methods, reason = "benches measure")]

mod acts;
mod desk;
mod odd;
#[expect(dead_code, reason = "each bench needs a part of what they share")]
#[path = "../support/mod.rs"]
mod support;

use acts::Act;
use desk::Desk;
use std::path::Path;
use std::time::Duration;
use support::{bars, corpus};

/// Bytes and annotations of the two articles: the same density.
const LARGE: (usize, usize) = (10_000_000, 20_000);
const SMALL: (usize, usize) = (200_000, 400);

/// What two sizes took in one repeat: median and 95th percentile of a frame.
#[derive(Clone, Copy, Debug)]
struct Taken {
    median: Duration,
    p95: Duration,
}

impl Taken {
    fn of(mut frames: Vec<Duration>) -> Self {
        Self { median: bars::quantile(&mut frames, 0.5), p95: bars::quantile(&mut frames, 0.95) }
    }

    fn best(self, other: Self) -> Self {
        Self { median: self.median.min(other.median), p95: self.p95.min(other.p95) }
    }
}

fn main() {
    let home = tempfile::tempdir().unwrap();
    let scale = bars::calibration();
    let mut lines = Vec::new();
    // `--odd` leaves the rest out.
    if std::env::args().all(|argument| argument != "--odd") {
        frames(home.path(), scale, &mut lines);
    }
    println!("odd texts and layers: the longest frame");
    for (name, longest) in odd::longest_frames(home.path()) {
        println!("  {name:<32}{:>10.2} ms", bars::milliseconds(longest));
        lines.push((format!("reader_{name}_longest_ms"), bars::milliseconds(longest), 50.0 * scale));
    }
    for (name, value, limit) in lines {
        bars::bar(&name, value, limit);
    }
}

/// The frames of both articles, opening the larger one, and what its layout takes.
fn frames(home: &Path, scale: f64, lines: &mut Vec<(String, f64, f64)>) {
    let folder = |name: &str, (bytes, annotations)| {
        let folder = home.join(name);
        drop(byline::store::create(&folder, &desk::project(bytes, annotations), &corpus::ana()).unwrap());
        folder
    };
    let (small, large) = (folder("small", SMALL), folder("large", LARGE));
    let (mut small, mut large) = (Desk::open(&small, home), Desk::open(&large, home));
    println!("a frame's processor time, {} frames each, best of {} repeats", acts::FRAMES, bars::REPEATS);
    println!("  {:<14}{:>14}{:>10}{:>14}{:>10}{:>8}", "", "200 KB median", "p95", "10 MB median", "p95", "ratio");
    for act in Act::ALL {
        let mut best: [Option<Taken>; 2] = [None, None];
        for _ in 0..bars::REPEATS {
            for (best, desk) in best.iter_mut().zip([&mut small, &mut large]) {
                act.run(desk);
                let taken = Taken::of(act.run(desk));
                *best = Some(best.map_or(taken, |best| best.best(taken)));
            }
        }
        let [Some(a), Some(b)] = best else { continue };
        let ratio = b.median.as_secs_f64() / a.median.as_secs_f64();
        let ms = bars::milliseconds;
        let row = [ms(a.median), ms(a.p95), ms(b.median), ms(b.p95)].map(|v| format!("{v:.3}"));
        println!("  {:<14}{:>14}{:>10}{:>14}{:>10}{ratio:>8.3}", act.name(), row[0], row[1], row[2], row[3]);
        lines.push((format!("reader_{}_ratio", act.name()), ratio, 1.25));
        lines.push((format!("reader_{}_p95_ms", act.name()), ms(b.p95), 8.0 * scale));
    }
    let (mut opened, mut whole) = (Duration::MAX, true);
    for _ in 0..bars::REPEATS {
        let mut desk = Desk::closed(&home.join("large"), home);
        opened = opened.min(desk.show());
        let at_once = desk.shapes;
        desk.settle(30);
        // What the first frame shows is all that later ones show.
        whole &= at_once * 100 >= desk.shapes * 95;
    }
    assert!(whole, "the first frame shows every span");
    let bytes = large.app.layout_bytes();
    println!("  click on the 10 MB article until its spans are drawn {:>8.2} ms", bars::milliseconds(opened));
    println!("  layouts of the 10 MB article, its neighbours and the screen {:>8.2} MB", bytes as f64 / 1e6);
    lines.push(("reader_open_ms".into(), bars::milliseconds(opened), 150.0 * scale));
    lines.push(("reader_layout_mb".into(), bytes as f64 / 1e6, 32.0));
}
