//! Annotations and relations.

use super::{AnnotationId, ArticleId, AttributeId, Attributes, LabelId, RelationId, RelationTypeId, ThreadId};
use crate::text::{Text, TextQuote, TextSpan};
use std::collections::{BTreeMap, BTreeSet};

/// Fields that another program's file had and this one does not know: name to JSON text. Kept and written back.
pub type Extra = BTreeMap<String, String>;

/// Where an annotation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At these fragments: at least one, in text order, apart by more than white space.
    At(Vec<TextSpan>),
    /// Its words cannot be found again for certain: an orphan, with the words that it had.
    Lost(Vec<TextQuote>),
}

impl Place {
    /// Fragments in text order; those that overlap or have only white space between them become one, empty ones go.
    pub fn at(text: &Text, spans: impl IntoIterator<Item = TextSpan>) -> Self {
        let mut spans: Vec<TextSpan> = spans.into_iter().filter(|s| !s.is_empty()).collect();
        spans.sort_unstable();
        let mut merged: Vec<TextSpan> = Vec::with_capacity(spans.len());
        for span in spans {
            match merged.last_mut() {
                Some(last)
                    if span.start() <= last.end()
                        || text.slice(TextSpan::new(last.end(), span.start())).trim().is_empty() =>
                {
                    *last = last.cover(span);
                }
                _ => merged.push(span),
            }
        }
        Self::At(merged)
    }

    /// The fragments; none for an orphan.
    pub fn fragments(&self) -> &[TextSpan] {
        match self {
            Self::At(spans) => spans,
            Self::Lost(_) => &[],
        }
    }
}

/// How an annotation came to be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum How {
    /// Made by hand.
    #[default]
    Hand,
    /// A suggestion accepted as it was.
    Accepted,
    /// A suggestion accepted and edited.
    Edited,
    /// Taken over from a reprint of the same text.
    Inherited,
    /// Read from another program's file.
    Imported,
}

impl How {
    /// All ways.
    pub const ALL: [Self; 5] = [Self::Hand, Self::Accepted, Self::Edited, Self::Inherited, Self::Imported];

    /// The way's name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Accepted => "accepted",
            Self::Edited => "edited",
            Self::Inherited => "inherited",
            Self::Imported => "imported",
        }
    }

    /// Reads a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.name() == name)
    }
}

/// How an annotation was made, and by which suggester.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// How it was made.
    pub how: How,
    /// The suggester or program that proposed it; else empty.
    pub by: String,
    /// The reprint it was inherited from.
    pub from: Option<ArticleId>,
    /// How sure the suggester was, in hundredths, where that is known.
    pub percent: Option<u8>,
}

/// Whether a mention speaks for the thread or against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkStance {
    /// The mention states it.
    #[default]
    For,
    /// The mention denies it.
    Against,
}

/// A label on one or more fragments of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// Names it.
    pub id: AnnotationId,
    /// The label, by id.
    pub label: LabelId,
    /// Where it stands.
    pub place: Place,
    /// Values of the label's attributes.
    pub attributes: Attributes,
    /// Those of them that the program worked out; an annotator's own value takes the mark away.
    pub computed: BTreeSet<AttributeId>,
    /// A note in free words.
    pub note: String,
    /// The annotator was not sure.
    pub unsure: bool,
    /// Threads that it is a mention of.
    pub threads: BTreeMap<ThreadId, LinkStance>,
    /// How it was made.
    pub provenance: Provenance,
    /// Its id in the corpus that it came from, where that has another form.
    pub foreign_id: String,
    /// Fields of another program's file, kept for its sake.
    pub extra: Extra,
}

impl Annotation {
    /// A new annotation made by hand, with nothing but its label and place.
    pub fn new(id: AnnotationId, label: LabelId, place: Place) -> Self {
        Self {
            id,
            label,
            place,
            attributes: Attributes::new(),
            computed: BTreeSet::new(),
            note: String::new(),
            unsure: false,
            threads: BTreeMap::new(),
            provenance: Provenance::default(),
            foreign_id: String::new(),
            extra: Extra::new(),
        }
    }

    /// The fragments in text order; none for an orphan.
    pub fn fragments(&self) -> &[TextSpan] {
        self.place.fragments()
    }

    /// From the start of the first fragment to the end of the last; `None` for an orphan.
    pub fn cover(&self) -> Option<TextSpan> {
        let fragments = self.fragments();
        Some(fragments.first()?.cover(*fragments.last()?))
    }

    /// Bytes in all fragments together: the innermost of several annotations is the shortest.
    pub fn covered_bytes(&self) -> usize {
        self.fragments().iter().map(|f| f.len()).sum()
    }

    /// As [`Annotation::words`], but no more than about this many bytes of them: for showing, not for keeping.
    pub fn first_words(&self, text: &Text, most: usize) -> String {
        let mut left = most;
        let mut parts: Vec<&str> = Vec::new();
        let fragments = self.fragments().iter().map(|span| text.slice(*span));
        let lost = match &self.place {
            Place::At(_) => &[][..],
            Place::Lost(quotes) => quotes,
        };
        for words in fragments.chain(lost.iter().map(|quote| quote.exact.as_str())) {
            parts.push(words.get(..words.floor_char_boundary(left)).unwrap_or_default());
            left = left.saturating_sub(words.len());
            if left == 0 {
                break;
            }
        }
        parts.join(" … ")
    }

    /// The words of all fragments, joined by an ellipsis; of an orphan, the words that it had.
    pub fn words(&self, text: &Text) -> String {
        match &self.place {
            Place::At(spans) => spans.iter().map(|s| text.slice(*s)).collect::<Vec<_>>().join(" … "),
            Place::Lost(quotes) => quotes.iter().map(|q| q.exact.as_str()).collect::<Vec<_>>().join(" … "),
        }
    }
}

/// Typed, from one annotation to another in the same layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// Names it.
    pub id: RelationId,
    /// Its type, by id.
    pub kind: RelationTypeId,
    /// Where it starts: the claim of *attributed to*, say.
    pub from: AnnotationId,
    /// Where it ends: the source of *attributed to*, say.
    pub to: AnnotationId,
    /// Its id in the corpus that it came from, where that has another form.
    pub foreign_id: String,
    /// Fields of another program's file, kept for its sake.
    pub extra: Extra,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_with_only_white_space_between_are_one() {
        let text = Text::new("one two, three");
        let place = Place::at(&text, [TextSpan::of(9, 14), TextSpan::of(4, 7), TextSpan::of(0, 3), TextSpan::of(5, 5)]);
        assert_eq!(place.fragments(), [TextSpan::of(0, 7), TextSpan::of(9, 14)]);
    }
}
