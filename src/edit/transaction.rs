//! One undo step.

use super::{Change, Conflict};
use crate::model::{ArticleId, LayerKey, Project};
use crate::text::TextSpan;
use std::collections::BTreeSet;

/// A place in an article: where the analyst was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The article.
    pub article: ArticleId,
    /// The selection there, or an empty span for the caret; bytes of the current text.
    pub span: TextSpan,
}

/// Changes that are made together, undone together and saved together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// What it does, as the undo entry says it: "label claim", say.
    pub what: String,
    /// The changes, in order; a later one may stand on an earlier one.
    pub changes: Vec<Change>,
    /// Where the analyst was; undo and redo bring her back there.
    pub spot: Option<Spot>,
}

impl Transaction {
    /// The project after all changes.
    ///
    /// # Errors
    /// [`Conflict`] at the first record that is not what its change expects; then nothing is changed.
    pub fn apply(&self, project: &Project) -> Result<Project, Conflict> {
        let mut next = project.clone();
        self.changes.iter().try_for_each(|change| change.apply_to(&mut next)).map(|()| next)
    }

    /// The transaction that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self {
            what: self.what.clone(),
            changes: self.changes.iter().rev().map(Change::inverse).collect(),
            spot: self.spot,
        }
    }

    /// True where there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The layers that it changes.
    pub fn layers(&self) -> BTreeSet<&LayerKey> {
        self.changes.iter().filter_map(Change::layer).collect()
    }
}
