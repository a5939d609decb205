//! Plans: pure functions that turn a request into a transaction, or refuse with a reason.
//!
//! Every plan reads the project and names its targets by id. It puts in all that follows: arrows that go with an
//! annotation, values that are worked out, zones that make room.

mod across;
mod adopt;
mod annotate;
mod articles;
mod attributes;
mod bulk;
mod codebook;
mod families;
mod import;
mod inherit;
mod metadata;
mod offers;
mod reading;
mod relate;
mod revise;
mod suggested;
#[cfg(test)]
mod tests;
mod threads;

pub use across::{EditAll, Targets, edit_all};
pub use adopt::adopt;
pub use annotate::{add_fragment, annotate, delete_annotations, duplicate, place_lost, relabel, set_fragments};
pub use articles::{
    add_articles, add_to_story, delete_story, put_story, remove_articles, remove_from_story, set_stories, set_zone,
};
pub use attributes::{set_attribute, set_note, set_unsure};
pub use bulk::{Places, annotate_many};
pub use codebook::{
    LabelUse, archive_label, label_uses, merge_labels, put_article_attribute, put_label, put_relation_type,
    reorder_label, restore_label,
};
pub use families::{add_reprints, leave_family, put_family, settle_reprints};
pub use import::{Imported, ImportedLayer, import_into, import_layers};
pub use inherit::inherit;
pub use metadata::{CellEdit, Column, rename_project, set_cells};
pub use offers::{Offer, offers};
pub use reading::{finish, mark_read, reopen, unmark_read, unread_paragraphs};
pub use relate::{relate, unrelate};
pub use revise::{NewText, revise};
pub use suggested::{Suggested, Take, accept, accept_all, reject, set_blind_share};
pub use threads::{
    LinkTo, Linked, MentionOf, delete_thread, link, link_mentions, merge_threads, move_threads, put_thread,
    put_thread_relation, relate_threads, remove_thread_relation, rename_thread, separate_thread, set_known_since,
    set_thread_attribute, set_thread_note, split_thread, title_of, unlink,
};

use super::Draft;
use crate::model::{AnnotationId, AnnotatorName, ArticleId, IdMaker, LayerKey, Project, Timestamp};

/// What a plan may look at besides its request: randomness and the clock are given, never taken.
#[derive(Debug)]
pub struct PlanContext<'a> {
    /// The project as it is.
    pub project: &'a Project,
    /// Who edits: plans touch her layers and threads only, and what everybody shares.
    pub annotator: &'a AnnotatorName,
    /// The time.
    pub now: Timestamp,
    /// Where new ids come from.
    pub ids: &'a mut IdMaker,
}

impl PlanContext<'_> {
    /// The annotator's layer on an article, whether or not it holds anything yet.
    pub fn key(&self, article: ArticleId) -> LayerKey {
        LayerKey { annotator: self.annotator.clone(), article }
    }

    fn draft(&self) -> Draft {
        Draft::new(self.project)
    }
}

/// Why a request can't be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The article is gone.
    #[error("this article is not in the project any more")]
    NoArticle(ArticleId),
    /// The annotation is gone, or is in somebody else's layer.
    #[error("this annotation is not in your coding any more")]
    NoAnnotation(AnnotationId),
    /// Nothing but white space and punctuation is selected.
    #[error("nothing is selected that could be labelled; select a word")]
    NothingSelected,
    /// The span does not fit the text.
    #[error("the selection does not fit the article's text; select it again")]
    BadSpan,
    /// The label is not in the codebook, or archived.
    #[error("label {0:?} is not in the codebook, or archived; choose another in the codebook")]
    NoLabel(String),
    /// The record is not there.
    #[error("{0} is not in the project any more")]
    Gone(String),
    /// The codebook does not allow this arrow.
    #[error("the codebook has no {kind:?} arrow from {from:?} to {to:?}")]
    RelationNotAllowed {
        /// The relation type.
        kind: String,
        /// The label at its start.
        from: String,
        /// The label at its end.
        to: String,
    },
    /// The arrow is there already.
    #[error("this arrow is there already")]
    RelationExists,
    /// A key is taken by another label.
    #[error("key {key:?} already belongs to label {owner:?}; choose another key")]
    KeyTaken {
        /// The key.
        key: char,
        /// The label that has it.
        owner: String,
    },
    /// A value is of the wrong form.
    #[error("{value:?} is not a {expected}")]
    BadValue {
        /// What was typed.
        value: String,
        /// What is expected, with an example.
        expected: &'static str,
    },
    /// A request makes no sense for a stated reason.
    #[error("{0}")]
    Refused(String),
}
