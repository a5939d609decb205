//! Suggestions: annotations that Byline proposes, kept apart from annotations.

use super::{ArticleId, Attributes, LabelId, RelationTypeId, SuggestionId, ThreadId};
use crate::text::{TextHash, TextSpan};

/// A proposed annotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Names it.
    pub id: SuggestionId,
    /// The proposed label.
    pub label: LabelId,
    /// The proposed fragments, in text order.
    pub fragments: Vec<TextSpan>,
    /// How sure the suggester is, 0 to 1.
    pub score: f64,
    /// The suggester's name.
    pub by: String,
    /// Why it was proposed, for a reader.
    pub reason: String,
    /// Proposed values.
    pub attributes: Attributes,
    /// The words that gave it away: a verb of saying, say.
    pub cue: Option<TextSpan>,
    /// Threads that it may be a mention of, the likeliest first, each with its score from 0 to 1.
    pub threads: Vec<(ThreadId, f64)>,
}

/// Least score of a thread that accepting a suggestion links to by itself.
const LINKED_FROM: f64 = 0.5;

impl Suggestion {
    /// A suggestion with nothing but its label, place, score and suggester.
    pub fn new(id: SuggestionId, label: LabelId, fragments: Vec<TextSpan>, score: f64, by: &str) -> Self {
        Self {
            id,
            label,
            fragments,
            score,
            by: by.into(),
            reason: String::new(),
            attributes: Attributes::new(),
            cue: None,
            threads: Vec::new(),
        }
    }

    /// From the start of the first fragment to the end of the last; `None` without fragments.
    pub fn cover(&self) -> Option<TextSpan> {
        Some(self.fragments.first()?.cover(*self.fragments.last()?))
    }

    /// The thread that accepting it links to: the likeliest, where it is likely enough.
    pub fn thread(&self) -> Option<ThreadId> {
        self.threads.first().filter(|(_, score)| *score >= LINKED_FROM).map(|(id, _)| *id)
    }

    /// The score in hundredths.
    #[expect(clippy::cast_sign_loss, reason = "it is put between 0 and 100 first")]
    pub fn percent(&self) -> u8 {
        (self.score * 100.0).round().clamp(0.0, 100.0) as u8
    }
}

/// Least share of the bytes that two places cover which they must have in common to count as one place: the "overlap" of
/// `byline evaluate` (intersection over union, as PASCAL VOC has it).
const ALIKE: f64 = 0.5;

/// How much two places have in common: the bytes that both cover by those that either covers, 0 to 1. Both lists are in
/// text order, and fragments of one list do not overlap.
fn likeness(a: &[TextSpan], b: &[TextSpan]) -> f64 {
    if a == b {
        return 1.0;
    }
    let bytes = |spans: &[TextSpan]| spans.iter().map(|span| span.len()).sum::<usize>();
    let pairs = a.iter().flat_map(|a| b.iter().filter_map(|b| a.intersection(*b)));
    let shared: usize = pairs.map(TextSpan::len).sum();
    let union = bytes(a) + bytes(b) - shared.min(bytes(a));
    if union == 0 { 0.0 } else { shared as f64 / union as f64 }
}

/// True where two annotations with one label say the same: half of the words that either covers are in both. Both lists
/// are in text order, and fragments of one list do not overlap.
pub fn is_one_place(a: &[TextSpan], b: &[TextSpan]) -> bool {
    likeness(a, b) >= ALIKE
}

/// Which suggestions of a set a place stands for: the one that is most like it, or several that are equally so. A claim
/// within a claim often shares most of its words; who has decided on one of them has not decided on the other.
#[derive(Clone, Debug, Default)]
pub struct Meant {
    likeness: f64,
    /// By their numbers in the set.
    numbers: Vec<usize>,
}

impl Meant {
    /// Takes one more suggestion into account, by its number and the two places.
    pub fn weigh(&mut self, number: usize, suggested: &[TextSpan], place: &[TextSpan]) {
        let likeness = likeness(suggested, place);
        if likeness < ALIKE || likeness < self.likeness {
            return;
        }
        if likeness > self.likeness {
            self.likeness = likeness;
            self.numbers.clear();
        }
        self.numbers.push(number);
    }

    /// The numbers of the suggestions that are meant.
    pub fn numbers(&self) -> &[usize] {
        &self.numbers
    }
}

impl SuggestionSet {
    /// A suggestion by id.
    pub fn get(&self, id: SuggestionId) -> Option<&Suggestion> {
        self.suggestions.iter().find(|suggestion| suggestion.id == id)
    }

    /// True where a place with the suggestion's label stands for this suggestion, and for no other of the set more.
    pub fn is_meant(&self, suggestion: &Suggestion, place: &[TextSpan]) -> bool {
        let own = likeness(&suggestion.fragments, place);
        let same_label = || self.suggestions.iter().filter(|other| other.label == suggestion.label);
        own >= ALIKE && (own >= 1.0 || !same_label().any(|other| likeness(&other.fragments, place) > own))
    }
}

/// A proposed relation between two suggestions.
#[derive(Clone, Debug, PartialEq)]
pub struct SuggestedRelation {
    /// The type.
    pub kind: RelationTypeId,
    /// Where it starts.
    pub from: SuggestionId,
    /// Where it ends.
    pub to: SuggestionId,
    /// How sure the suggester is, 0 to 1.
    pub score: f64,
    /// The suggester's name.
    pub by: String,
}

/// All suggestions for one article; derived, and may be thrown away.
#[derive(Clone, Debug, PartialEq)]
pub struct SuggestionSet {
    /// The article.
    pub article: ArticleId,
    /// The text that positions mean.
    pub text: TextHash,
    /// What made them: suggesters with their versions, in words; others would make others.
    pub made: String,
    /// Proposed annotations in text order.
    pub suggestions: Vec<Suggestion>,
    /// Proposed relations.
    pub relations: Vec<SuggestedRelation>,
}
