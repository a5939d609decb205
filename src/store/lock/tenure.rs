//! Whether a lock is held still, for whoever looks from another thread.

use super::{Holder, Life};
use std::sync::Arc;

/// Tells whether a lock that this process took is held still.
#[derive(Clone, Debug)]
pub struct Tenure(Arc<Life>);

impl Tenure {
    pub(super) fn of(life: &Arc<Life>) -> Self {
        Self(Arc::clone(life))
    }

    /// Looks whether somebody else has taken over; nothing is saved from here then.
    pub fn taken_by(&self) -> Option<Holder> {
        self.0.other()
    }
}
