//! Bars, repeats, and how fast the machine is while the bench runs.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Repeats of which the best counts.
pub const REPEATS: usize = 3;

/// What [`calibration`] takes on the machine that absolute limits were written for, with nothing else running: two
/// cores of a server at about 3 GHz, in milliseconds.
const REFERENCE: f64 = 120.0;

/// How much slower than the machine that absolute limits were written for this one is now; never below 1, so that a fast
/// machine does not raise its own bars.
pub fn calibration() -> f64 {
    let taken = (0..REPEATS).map(|_| timed(work)).min().unwrap_or_default();
    let scale = (milliseconds(taken) / REFERENCE).max(1.0);
    println!("calibration: {:.0} ms, absolute limits times {scale:.2}", milliseconds(taken));
    scale
}

/// A fixed amount of arithmetic, sorting and small allocations.
fn work() {
    let mut dice = super::corpus::Dice::new(1);
    let mut numbers: Vec<u64> = (0..1_000_000).map(|_| dice.next()).collect();
    numbers.sort_unstable();
    let words: std::collections::BTreeMap<String, u64> =
        numbers.iter().step_by(16).map(|n| (format!("{:x}", n.rotate_left(17)), *n)).collect();
    black_box(words.len());
}

/// How long something takes.
pub fn timed(act: impl FnOnce()) -> Duration {
    let start = Instant::now();
    act();
    start.elapsed()
}

/// Processor time of this thread so far, where the system says it to the nanosecond: what else the machine does, and how
/// long this thread waits for it, is not in it.
fn processor_time() -> Option<Duration> {
    // The system brings its books up to date when a thread offers its turn.
    std::thread::yield_now();
    let written = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(written.split_whitespace().next()?.parse().ok()?))
}

/// Processor time that something takes on this thread; the time on the clock where the system does not say.
pub fn worked(act: impl FnOnce()) -> Duration {
    let before = processor_time();
    let taken = timed(act);
    before.and_then(|before| processor_time()?.checked_sub(before)).unwrap_or(taken)
}

/// The value that a share of all is not above: 0.5 the median, 0.95 the 95th percentile.
#[expect(clippy::cast_sign_loss, reason = "a share of a number is not negative")]
pub fn quantile(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    let at = ((times.len() as f64 * share).ceil() as usize).max(1) - 1;
    times.get(at).copied().unwrap_or_default()
}

/// A duration in milliseconds.
pub fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}

/// Prints a bar: whether a value is within its limit.
pub fn bar(name: &str, value: f64, limit: f64) {
    println!("bar {name} {value:.3} {limit:.3} {}", if value <= limit { "ok" } else { "short" });
}
