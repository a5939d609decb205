//! The only place that reads the clock and the system's randomness; everything else is given values.

use crate::model::{IdMaker, Timestamp};
use std::time::{SystemTime, UNIX_EPOCH};

/// The time now.
#[expect(clippy::disallowed_methods, reason = "this is the clock's one home")]
pub fn now() -> Timestamp {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    Timestamp::from_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}

/// A maker of ids seeded from the system's randomness, or from the clock where the system has none to give.
pub fn new_ids() -> IdMaker {
    let mut seed = [0; 8];
    match getrandom::fill(&mut seed) {
        Ok(()) => IdMaker::new(u64::from_ne_bytes(seed)),
        Err(_) => IdMaker::new(now().seconds().unsigned_abs()),
    }
}

/// How long something takes; for what depends on a person's pace, never for what is shown of a machine's.
#[derive(Clone, Copy, Debug)]
pub struct Watch(std::time::Instant);

impl Watch {
    /// Starts to measure.
    #[expect(clippy::disallowed_methods, reason = "the clock's home")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Time since the start.
    pub fn elapsed(self) -> std::time::Duration {
        self.0.elapsed()
    }
}
