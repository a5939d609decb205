//! Suggestions: annotations that Byline proposes, kept apart from annotations.

use super::{ArticleId, Attributes, LabelId, RelationTypeId, SuggestionId};
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
    /// Proposed annotations in text order.
    pub suggestions: Vec<Suggestion>,
    /// Proposed relations.
    pub relations: Vec<SuggestedRelation>,
}
