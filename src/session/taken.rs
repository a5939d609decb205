//! After somebody else has taken a project over: it is read only here, and what was not saved by then is kept until it is
//! made again or saved elsewhere.

use super::writer::{Done, Writer};
use super::{SaveStatus, Session};
use crate::edit::Transaction;
use crate::store::{Holder, Standing};
use std::collections::VecDeque;
use std::sync::Arc;

/// Edits that the writer has not reported as saved, with their numbers, the oldest first.
#[derive(Debug, Default)]
pub(super) struct OnTheWay(VecDeque<(u64, Done)>);

impl OnTheWay {
    pub(super) fn send(&mut self, number: u64, done: Done) {
        self.0.push_back((number, done));
    }

    /// Everything up to this number is on disk.
    pub(super) fn arrive(&mut self, number: u64) {
        while self.0.front().is_some_and(|(sent, _)| *sent <= number) {
            self.0.pop_front();
        }
    }

    /// Steps that lead to the same; one that was taken back at once is none.
    fn steps(&self) -> Vec<Arc<Transaction>> {
        let mut steps: Vec<Arc<Transaction>> = Vec::new();
        for (_, done) in &self.0 {
            match done {
                Done::Undid(step) => {
                    if steps.pop_if(|last| Arc::ptr_eq(last, step)).is_none() {
                        let what = format!("undo {}", step.what);
                        steps.push(Arc::new(Transaction { what, ..step.inverse() }));
                    }
                }
                Done::Did(step) | Done::Redid(step) => steps.push(Arc::clone(step)),
            }
        }
        steps
    }
}

impl Session {
    /// The project is somebody else's now.
    pub(super) fn taken_over(&mut self, holder: Holder) {
        if self.recovery.taken.is_some() {
            return;
        }
        self.status = SaveStatus::ReadOnly(format!("it was taken over {holder}"));
        self.recovery.taken = Some(holder.clone());
        self.recovery.standing = Some(Standing::Open(holder));
        // Its lock of the system is what others look at.
        self.writer.as_ref().into_iter().for_each(Writer::let_go);
    }

    /// What was done here and is on no disk, since somebody else has taken the project over: steps to be made again.
    pub fn left_over(&self) -> Vec<Arc<Transaction>> {
        if self.recovery.taken.is_some() { self.on_the_way.steps() } else { Vec::new() }
    }

    /// Makes steps again that were left over in another session; gives those that do not fit what is there now, each with
    /// the record that somebody changed since.
    pub fn make_again(&mut self, steps: &[Arc<Transaction>]) -> Vec<(Arc<Transaction>, String)> {
        let again = |step: &Arc<Transaction>| {
            let error = self.commit((**step).clone()).err()?;
            Some((Arc::clone(step), error.to_string()))
        };
        steps.iter().filter_map(again).collect()
    }
}
