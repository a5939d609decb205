//! Records as they stand in files, apart from the model, and the way from one to the other.

mod annotation;
mod article;
mod change;
mod codebook;
mod journal;
mod layer;
mod open;
mod project;
mod suggestion;
mod thread;
mod value;

pub(super) use annotation::AnnotationRecord;
pub(super) use article::{ArticleRecord, ArticlesFile};
pub(super) use change::{ChangeRecord, LayerTexts, Texts, TextsOfLayers};
pub(super) use journal::{CheckpointRecord, EditRecord, HeaderRecord, JOURNAL_FORMAT, Line, MarkRecord, StepRecord};
pub(super) use layer::{Anchoring, LayerFile, RejectedRecord};
pub(super) use open::OpenRecord;
pub(super) use project::ProjectFile;
pub(super) use suggestion::SuggestionsFile;
pub(super) use thread::{ThreadRelationRecord, ThreadsFile};

use super::notation::{Put, note_unknown};
use crate::model::{AttributeId, Date, Id, LabelId, RelationTypeId, Timestamp};
use crate::text::{CharOffset, Text, TextSpan};
use std::cell::RefCell;

/// The format of every file that this version writes; a higher one is refused.
pub(super) const FORMAT: u32 = 1;

/// A run of text in code points, half-open.
pub(super) type Range = (u32, u32);

/// A span as files write it.
pub(super) fn range_of(text: &Text, span: TextSpan) -> Range {
    let (start, end) = text.chars_of(span);
    (start.get() as u32, end.get() as u32)
}

/// The span of a range; `None` where it does not fit the text.
pub(super) fn span_of(text: &Text, (start, end): Range) -> Option<TextSpan> {
    text.span_of_chars(CharOffset::new(start as usize), CharOffset::new(end as usize))
}

/// Where an annotation stands: written even where it is empty, which says that its place is lost.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Ranges(pub(super) Vec<Range>);

impl Put for Ranges {
    fn put(&self, out: &mut String) {
        self.0.put(out);
    }
}

/// Reads an id or name; where it has not the agreed form, that is noted and the record can't be taken over.
pub(super) fn known<T>(parsed: Option<T>, what: &str, written: &str) -> Option<T> {
    if parsed.is_none() {
        note_unknown(format!("{what} {written:?}"));
    }
    parsed
}

/// Reads an id that may be left out.
pub(super) fn optional_id<T: From<Id>>(written: &str, what: &str) -> Option<T> {
    if written.is_empty() { None } else { known(Id::parse(written).map(T::from), what, written) }
}

/// Reads a date that may be left out.
pub(super) fn optional_date(written: &str) -> Option<Date> {
    if written.is_empty() { None } else { known(Date::parse(written), "date", written) }
}

/// Reads a time; the start of time where it is none.
pub(super) fn time(written: &str) -> Timestamp {
    known(Timestamp::parse(written), "time", written).unwrap_or_default()
}

/// Most names of a kind that are kept; a codebook has fewer.
const MOST_NAMES: usize = 64;

macro_rules! shared_names {
    ($($(#[$doc:meta])* $reader:ident $list:ident $name:ident)*) => {
        thread_local! {
            $(static $list: RefCell<Vec<$name>> = const { RefCell::new(Vec::new()) };)*
        }
        $(
            $(#[$doc])*
            pub(super) fn $reader(written: &str) -> Option<$name> {
                $list.with_borrow_mut(|list| {
                    if let Some(known) = list.iter().find(|known| known.as_str() == written) {
                        return Some(known.clone());
                    }
                    let name = $name::parse(written)?;
                    if list.len() < MOST_NAMES {
                        list.push(name.clone());
                    }
                    Some(name)
                })
            }
        )*
    };
}

// A project cites a few names hundreds of thousands of times: what a thread reads shares one copy of each.
shared_names! {
    /// Reads a label's id.
    label_id LABELS LabelId
    /// Reads an attribute's id.
    attribute_id ATTRIBUTES AttributeId
    /// Reads the id of a type of relation.
    relation_type_id RELATION_TYPES RelationTypeId
}
