//! What can be undone and redone, for one annotator.

use super::{Conflict, Transaction, sound};
use crate::model::Project;
use std::sync::Arc;

/// The stacks of undo and redo. Cloning shares the transactions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    done: Vec<Arc<Transaction>>,
    undone: Vec<Arc<Transaction>>,
}

impl History {
    /// The stacks as a journal has them, the oldest transaction first in each.
    pub fn restore(done: Vec<Arc<Transaction>>, undone: Vec<Arc<Transaction>>) -> Self {
        Self { done, undone }
    }

    /// Notes a transaction that was just applied; what was undone before can't be redone any more.
    pub fn commit(&mut self, transaction: Arc<Transaction>) {
        self.undone.clear();
        self.done.push(transaction);
    }

    /// Takes the last transaction back: the project before it, and the transaction, which says where to go.
    /// `None` where there is nothing to undo.
    ///
    /// # Errors
    /// [`Conflict`] where a record was changed since by somebody else, or would be left without what it stands on; then
    /// nothing is changed.
    pub fn undo(&mut self, project: &Project) -> Option<Result<(Project, Arc<Transaction>), Conflict>> {
        let transaction = Arc::clone(self.done.last()?);
        let undone = transaction.inverse().apply(project);
        Some(undone.and_then(|project| sound::check(&project, &transaction).map(|()| project)).map(|project| {
            self.done.pop();
            self.undone.push(Arc::clone(&transaction));
            (project, transaction)
        }))
    }

    /// Makes the last undone transaction again. `None` where there is nothing to redo.
    ///
    /// # Errors
    /// As [`Self::undo`].
    pub fn redo(&mut self, project: &Project) -> Option<Result<(Project, Arc<Transaction>), Conflict>> {
        let transaction = Arc::clone(self.undone.last()?);
        let redone = transaction.apply(project);
        Some(redone.and_then(|project| sound::check(&project, &transaction).map(|()| project)).map(|project| {
            self.undone.pop();
            self.done.push(Arc::clone(&transaction));
            (project, transaction)
        }))
    }

    /// What undo would take back.
    pub fn next_undo(&self) -> Option<&Arc<Transaction>> {
        self.done.last()
    }

    /// What redo would make again.
    pub fn next_redo(&self) -> Option<&Arc<Transaction>> {
        self.undone.last()
    }

    /// Transactions that can be undone, the oldest first.
    pub fn done(&self) -> &[Arc<Transaction>] {
        &self.done
    }

    /// Forgets everything: a file was changed from outside and undo stops there.
    pub fn clear(&mut self) {
        self.done.clear();
        self.undone.clear();
    }
}
