//! A frame of the reader costs what is on the screen: 10 MB with 20,000 annotations against 200 KB with 400, in the
//! whole window, without a display. Logic, panels, layout and tessellation count; what other threads do does not.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "a bench prints its table")]
#![expect(clippy::disallowed_methods, reason = "benches measure")]

mod acts;
mod clock;
mod desk;
#[expect(dead_code, reason = "each bench needs a part of what they share")]
#[path = "../support/mod.rs"]
mod support;

use acts::Act;
use desk::Desk;
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
    let folder = |name: &str, (bytes, annotations)| {
        let folder = home.path().join(name);
        drop(byline::store::create(&folder, &desk::project(bytes, annotations), &corpus::ana()).unwrap());
        folder
    };
    let (small, large) = (folder("small", SMALL), folder("large", LARGE));
    let (mut small, mut large) = (Desk::open(&small, home.path()), Desk::open(&large, home.path()));
    let mut lines = Vec::new();
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
    for (name, value, limit) in lines {
        bars::bar(&name, value, limit);
    }
}
