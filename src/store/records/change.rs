//! Changes in a journal: each record before and after, as it stands in files.

use super::annotation::{AnnotationRecord, RelationRecord, ranges_of};
use super::article::ArticleRecord;
use super::codebook::{AttributeRecord, LabelRecord, RelationTypeRecord};
use super::project::{FamilyRecord, InfoRecord, StoryRecord};
use super::thread::{ThreadRecord, ThreadRelationRecord};
use super::{Range, range_of, span_of};
use crate::edit::{Change, Swap};
use crate::model::{AnnotatorName, AttributeId, Id, LabelId, LayerKey, Rejection, RelationTypeId, Timestamp};
use crate::store::notation::{Put, put_field};
use crate::text::{Text, TextHash};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Texts by hash: what a layer's positions mean is always one of them.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Texts {
    known: BTreeMap<TextHash, Text>,
    /// What stands now where a text was changed from outside: by the hash that it had.
    changed: BTreeMap<TextHash, Text>,
    /// Which text is in which file.
    files: BTreeMap<String, TextHash>,
}

impl Texts {
    pub(in crate::store) fn add(&mut self, text: &Text) {
        self.known.entry(text.hash()).or_insert_with(|| text.clone());
    }

    /// Notes which text is in a file.
    pub(in crate::store) fn put_in(&mut self, file: &str, text: &Text) {
        self.add(text);
        self.files.insert(file.to_owned(), text.hash());
    }

    /// The text in a file, where that was read.
    pub(in crate::store) fn in_file(&self, file: &str) -> Option<TextHash> {
        self.files.get(file).copied()
    }

    /// Notes that another text stands where the one with this hash stood.
    pub(in crate::store) fn change(&mut self, was: TextHash, now: &Text) {
        self.changed.insert(was, now.clone());
    }

    /// What stands now where a text was changed from outside.
    pub(in crate::store) fn in_place_of(&self, hash: TextHash) -> Option<&Text> {
        self.changed.get(&hash)
    }

    pub(in crate::store) fn get(&self, hash: TextHash) -> Option<&Text> {
        self.known.get(&hash)
    }

    /// The text with a hash as files write it.
    pub(in crate::store) fn named(&self, written: &str) -> Option<&Text> {
        self.get(TextHash::parse(written)?)
    }
}

/// What positions in a layer mean: the text before the transaction and the one after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct LayerTexts {
    pub(in crate::store) before: TextHash,
    pub(in crate::store) after: TextHash,
}

/// What positions mean in each layer that a transaction touches.
pub(in crate::store) type TextsOfLayers = BTreeMap<LayerKey, LayerTexts>;

/// Whose layer on which article.
pub(super) type LayerName = (String, String);

macro_rules! changes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal { $($field:ident : $type:ty),* } $record:ty;)*) => {
        /// A change, as a journal holds it. Most changes are small, and those that hold a large record do so elsewhere.
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[serde(rename_all = "snake_case", deny_unknown_fields)]
        pub(in crate::store) enum ChangeRecord {$(
            $(#[$doc])*
            $variant {
                $(#[serde(default)]
                $field: $type,)*
                #[serde(default)]
                before: Option<$record>,
                #[serde(default)]
                after: Option<$record>,
            },
        )*}

        impl Put for ChangeRecord {
            fn put(&self, out: &mut String) {
                match self {$(
                    Self::$variant { $($field,)* before, after } => {
                        let mut first = true;
                        out.push_str(concat!($name, "("));
                        $(put_field(out, &mut first, stringify!($field), $field);)*
                        put_field(out, &mut first, "before", before);
                        put_field(out, &mut first, "after", after);
                        out.push(')');
                    }
                )*}
            }
        }
    };
}

changes! {
    Info = "info" {} Box<InfoRecord>;
    Label = "label" { id: String } Box<LabelRecord>;
    RelationType = "relation_type" { id: String } Box<RelationTypeRecord>;
    ArticleAttribute = "article_attribute" { id: String } Box<AttributeRecord>;
    Story = "story" { id: String } Box<StoryRecord>;
    Family = "family" { id: String } Box<FamilyRecord>;
    Article = "article" { id: String } Box<ArticleRecord>;
    LayerText = "layer_text" { layer: LayerName } String;
    Done = "done" { layer: LayerName } bool;
    Annotation = "annotation" { layer: LayerName, id: String } Box<AnnotationRecord>;
    Relation = "relation" { layer: LayerName, id: String } Box<RelationRecord>;
    Reading = "reading" { layer: LayerName, paragraph: Range } String;
    Rejected = "rejected" { layer: LayerName, label: String, at: Vec<Range>, by: String, percent: u32 } String;
    Thread = "thread" { by: String, id: String } Box<ThreadRecord>;
    ThreadRelation = "thread_relation" { by: String, id: String } Box<ThreadRelationRecord>;
}

fn layer_name(key: &LayerKey) -> LayerName {
    (key.annotator.to_string(), key.article.to_string())
}

/// Both sides of a swap through a function; the side says whether it is the one before.
fn both<T, R>(swap: &Swap<Option<Arc<T>>>, record: impl Fn(&T) -> R) -> (Option<Box<R>>, Option<Box<R>>) {
    let record = |value| Box::new(record(value));
    (swap.before.as_deref().map(record), swap.after.as_deref().map(record))
}

impl ChangeRecord {
    /// A change on disk; `None` where a text that its positions mean is not at hand.
    pub(in crate::store) fn of(change: &Change, layers: &TextsOfLayers, texts: &Texts) -> Option<Self> {
        let before_of = |key: &LayerKey| texts.get(layers.get(key)?.before);
        let after_of = |key: &LayerKey| texts.get(layers.get(key)?.after);
        let times =
            |swap: &Swap<Option<Timestamp>>| (swap.before.map(|t| t.to_string()), swap.after.map(|t| t.to_string()));
        Some(match change {
            Change::Info(s) => {
                let (before, after) = (InfoRecord::of(&s.before), InfoRecord::of(&s.after));
                Self::Info { before: Some(Box::new(before)), after: Some(Box::new(after)) }
            }
            Change::Label(id, s) => {
                let (before, after) = both(s, LabelRecord::of);
                Self::Label { id: id.to_string(), before, after }
            }
            Change::RelationType(id, s) => {
                let (before, after) = both(s, RelationTypeRecord::of);
                Self::RelationType { id: id.to_string(), before, after }
            }
            Change::ArticleAttribute(id, s) => {
                let (before, after) = both(s, |a| AttributeRecord { order: Some(a.0), ..AttributeRecord::of(&a.1) });
                Self::ArticleAttribute { id: id.to_string(), before, after }
            }
            Change::Story(id, s) => {
                let (before, after) = both(s, StoryRecord::of);
                Self::Story { id: id.to_string(), before, after }
            }
            Change::Family(id, s) => {
                let (before, after) = both(s, FamilyRecord::of);
                Self::Family { id: id.to_string(), before, after }
            }
            Change::Article(id, s) => {
                let (before, after) = both(s, ArticleRecord::of);
                Self::Article { id: id.to_string(), before, after }
            }
            Change::LayerText(key, s) => Self::LayerText {
                layer: layer_name(key),
                before: Some(s.before.to_string()),
                after: Some(s.after.to_string()),
            },
            Change::Done(key, s) => Self::Done { layer: layer_name(key), before: Some(s.before), after: Some(s.after) },
            Change::Annotation(key, id, s) => {
                let (was, now) = (before_of(key)?, after_of(key)?);
                Self::Annotation {
                    layer: layer_name(key),
                    id: id.to_string(),
                    before: s.before.as_deref().map(|a| Box::new(AnnotationRecord::of(a, was))),
                    after: s.after.as_deref().map(|a| Box::new(AnnotationRecord::of(a, now))),
                }
            }
            Change::Relation(key, id, s) => {
                let (before, after) = both(s, RelationRecord::of);
                Self::Relation { layer: layer_name(key), id: id.to_string(), before, after }
            }
            Change::Reading(key, at, s) => {
                let (before, after) = times(s);
                let text = if s.after.is_some() { after_of(key)? } else { before_of(key)? };
                Self::Reading { layer: layer_name(key), paragraph: range_of(text, *at), before, after }
            }
            Change::Rejected(key, what, s) => {
                let (before, after) = times(s);
                let text = if s.after.is_some() { after_of(key)? } else { before_of(key)? };
                let at = ranges_of(text, &what.fragments);
                let (label, by, percent) = (what.label.to_string(), what.by.clone(), what.percent.into());
                Self::Rejected { layer: layer_name(key), label, at, by, percent, before, after }
            }
            Change::Thread(by, id, s) => {
                let (before, after) = both(s, ThreadRecord::of);
                Self::Thread { by: by.to_string(), id: id.to_string(), before, after }
            }
            Change::ThreadRelation(by, id, s) => {
                let (before, after) = both(s, ThreadRelationRecord::of);
                Self::ThreadRelation { by: by.to_string(), id: id.to_string(), before, after }
            }
        })
    }

    /// The change; `None` where it can't be understood, a record has another id than the change names, or a text is missing.
    pub(in crate::store) fn read(self, layers: &TextsOfLayers, texts: &Texts) -> Option<Change> {
        Some(match self {
            Self::Info { before, after } => {
                Change::Info(Swap::new(Arc::new(before?.read()?), Arc::new(after?.read()?)))
            }
            Self::Label { id, before, after } => {
                let id = LabelId::parse(&id)?;
                let swap = swap(before, after, |r| LabelRecord::read(r).filter(|label| label.id == id))?;
                Change::Label(id, swap)
            }
            Self::RelationType { id, before, after } => {
                let id = RelationTypeId::parse(&id)?;
                let swap = swap(before, after, |r| RelationTypeRecord::read(r).filter(|kind| kind.id == id))?;
                Change::RelationType(id, swap)
            }
            Self::ArticleAttribute { id, before, after } => {
                let id = AttributeId::parse(&id)?;
                let read = |r: AttributeRecord| {
                    Some((r.order.unwrap_or_default(), r.read().filter(|attribute| attribute.id == id)?))
                };
                let swap = swap(before, after, read)?;
                Change::ArticleAttribute(id, swap)
            }
            Self::Story { id, before, after } => {
                let id = Id::parse(&id)?.into();
                Change::Story(id, swap(before, after, |r| StoryRecord::read(r).filter(|story| story.id == id))?)
            }
            Self::Family { id, before, after } => {
                let id = Id::parse(&id)?.into();
                Change::Family(id, swap(before, after, |r| FamilyRecord::read(r).filter(|family| family.id == id))?)
            }
            Self::Article { id, before, after } => {
                let id = Id::parse(&id)?.into();
                let read = |r: ArticleRecord| {
                    let text = texts.named(&r.hash)?.clone();
                    let earlier: Option<Vec<Text>> =
                        r.revisions.iter().map(|r| texts.named(&r.hash).cloned()).collect();
                    r.read(text, earlier?, None).filter(|article| article.id == id)
                };
                Change::Article(id, swap(before, after, read)?)
            }
            Self::LayerText { layer, before, after } => {
                Change::LayerText(key_of(&layer)?, Swap::new(TextHash::parse(&before?)?, TextHash::parse(&after?)?))
            }
            Self::Done { layer, before, after } => {
                Change::Done(key_of(&layer)?, Swap::new(before.unwrap_or_default(), after.unwrap_or_default()))
            }
            Self::Annotation { layer, id, before, after } => {
                let key = key_of(&layer)?;
                let meant = layers.get(&key)?;
                let id = Id::parse(&id)?.into();
                let read = |r: AnnotationRecord, hash: TextHash| {
                    let annotation = match texts.get(hash) {
                        Some(text) => r.read_exact(text),
                        None => r.read_anchored(texts.in_place_of(hash)?, None).map(|(annotation, _)| annotation),
                    };
                    annotation.filter(|annotation| annotation.id == id)
                };
                let before = side(before, |r| read(r, meant.before))?;
                let after = side(after, |r| read(r, meant.after))?;
                Change::Annotation(key, id, Swap::new(before, after))
            }
            Self::Relation { layer, id, before, after } => {
                let id = Id::parse(&id)?.into();
                let swap = swap(before, after, |r| RelationRecord::read(r).filter(|relation| relation.id == id))?;
                Change::Relation(key_of(&layer)?, id, swap)
            }
            Self::Reading { layer, paragraph, before, after } => {
                let key = key_of(&layer)?;
                let text = side_text(&key, after.is_some(), layers, texts)?;
                Change::Reading(key, span_of(text, paragraph)?, times(before.as_deref(), after.as_deref())?)
            }
            Self::Rejected { layer, label, at, by, percent, before, after } => {
                let key = key_of(&layer)?;
                let text = side_text(&key, after.is_some(), layers, texts)?;
                let fragments = at.iter().map(|range| span_of(text, *range)).collect::<Option<_>>()?;
                let percent = u8::try_from(percent).ok().filter(|percent| *percent <= 100)?;
                let what = Rejection { label: LabelId::parse(&label)?, fragments, by, percent };
                Change::Rejected(key, what, times(before.as_deref(), after.as_deref())?)
            }
            Self::Thread { by, id, before, after } => {
                let id = Id::parse(&id)?.into();
                let swap = swap(before, after, |r| ThreadRecord::read(r).filter(|thread| thread.id == id))?;
                Change::Thread(AnnotatorName::parse(&by)?, id, swap)
            }
            Self::ThreadRelation { by, id, before, after } => {
                let id = Id::parse(&id)?.into();
                let read = |r| ThreadRelationRecord::read(r).filter(|statement| statement.id == id);
                Change::ThreadRelation(AnnotatorName::parse(&by)?, id, swap(before, after, read)?)
            }
        })
    }
}

fn key_of((annotator, article): &LayerName) -> Option<LayerKey> {
    Some(LayerKey { annotator: AnnotatorName::parse(annotator)?, article: Id::parse(article)?.into() })
}

fn side_text<'a>(key: &LayerKey, is_set: bool, layers: &TextsOfLayers, texts: &'a Texts) -> Option<&'a Text> {
    let meant = layers.get(key)?;
    texts.get(if is_set { meant.after } else { meant.before })
}

/// One side: absent, or read; `None` where it can't be read.
#[expect(clippy::option_option, reason = "absent is one thing, not understood another")]
fn side<R, T>(record: Option<Box<R>>, read: impl Fn(R) -> Option<T>) -> Option<Option<Arc<T>>> {
    match record {
        None => Some(None),
        Some(record) => read(*record).map(|value| Some(Arc::new(value))),
    }
}

fn swap<R, T>(
    before: Option<Box<R>>,
    after: Option<Box<R>>,
    read: impl Fn(R) -> Option<T>,
) -> Option<Swap<Option<Arc<T>>>> {
    Some(Swap { before: side(before, &read)?, after: side(after, &read)? })
}

fn times(before: Option<&str>, after: Option<&str>) -> Option<Swap<Option<Timestamp>>> {
    let read = |written: Option<&str>| match written {
        None => Some(None),
        Some(written) => Timestamp::parse(written).map(Some),
    };
    Some(Swap { before: read(before)?, after: read(after)? })
}
