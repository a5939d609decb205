//! What suggesters return.

use super::Document;
use crate::model::{Attributes, LabelId, ThreadId};
use crate::text::TextSpan;
use std::fmt;

/// Why something is proposed, in words for a reader: lower case, no final stop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reason(String);

impl Reason {
    /// A reason in words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This reason, and the other one where it says something else.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        if other.0.is_empty() || self.0.contains(&other.0) {
            self
        } else if self.0.is_empty() {
            other.clone()
        } else {
            Self(format!("{}; {}", self.0, other.0))
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A proposed annotation, before it has an id.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// The label.
    pub label: LabelId,
    /// The fragments, in text order; at least one.
    pub fragments: Vec<TextSpan>,
    /// How likely it is that an analyst would keep it, 0 to 1.
    pub score: f64,
    /// The suggester that proposed it; of several, the surest.
    pub by: &'static str,
    /// The other suggesters that propose the same.
    pub also: Vec<&'static str>,
    /// Why.
    pub reason: Reason,
    /// Values of the label's attributes, where they are clear.
    pub attributes: Attributes,
    /// The word or words of saying that gave it away, which the window lights.
    pub cue: Option<TextSpan>,
    /// Threads that it may be a mention of, the likeliest first, each with its score from 0 to 1.
    pub threads: Vec<(ThreadId, f64)>,
}

impl Proposal {
    /// A proposal of one fragment without attributes.
    pub fn new(label: LabelId, span: TextSpan, score: f64, by: &'static str, reason: Reason) -> Self {
        Self {
            label,
            fragments: vec![span],
            score,
            by,
            also: Vec::new(),
            reason,
            attributes: Attributes::new(),
            cue: None,
            threads: Vec::new(),
        }
    }

    /// The run from the start of the first fragment to the end of the last.
    pub fn cover(&self) -> TextSpan {
        let mut spans = self.fragments.iter().copied();
        let first = spans.next().unwrap_or(TextSpan::of(0, 0));
        spans.fold(first, TextSpan::cover)
    }
}

/// A proposed relation *attributed to*, between two proposals of one list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ProposedLink {
    /// Number of the claim in [`Proposals::items`].
    pub claim: usize,
    /// Number of the source in [`Proposals::items`].
    pub source: usize,
    /// How likely it is right, given that both are, 0 to 1.
    pub score: f64,
    /// The suggester that proposed it.
    pub by: &'static str,
}

/// What one suggester, or several together, propose for an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposals {
    /// Annotations.
    pub items: Vec<Proposal>,
    /// Who the claims among them are credited to; nested ones too.
    pub links: Vec<ProposedLink>,
}

/// Something that proposes annotations.
pub trait Suggester: Send + Sync {
    /// Its name, in files and on the screen.
    fn name(&self) -> &'static str;

    /// What it proposes for an article, in text order.
    fn propose(&self, document: &Document<'_>) -> Proposals;

    /// Bytes of the files that it was made from, as they are on a disk; 0 where it has none.
    fn model_bytes(&self) -> usize {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_told_once() {
        let both = Reason::new("after “said”").and(&Reason::new("in quotation marks"));
        assert_eq!(both.as_str(), "after “said”; in quotation marks");
        assert_eq!(both.clone().and(&Reason::new("after “said”")), both);
        assert_eq!(Reason::default().and(&both), both);
    }
}
