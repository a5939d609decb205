//! The suggester `deep`.

use super::chain::{Chain, Finding, Place};
use super::model::{DeepModel, Pass};
use super::pieces::Pieces;
use crate::suggest::crf::{Found, chunks, gather};
use crate::suggest::{Document, Proposals, Suggester};
use crate::text::TextSpan;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Name of the suggester.
pub const DEEP: &str = "deep";

/// Share of a claim's characters above which what is found from its first word on is the claim itself, in tenths. What begins
/// later comes after a source of its own.
const WHOLE: usize = 8;

/// Proposes what a deep model finds.
#[derive(Clone, Debug)]
pub struct DeepSuggester {
    model: Arc<DeepModel>,
    threads: usize,
    prepare: fn(),
    stop: Arc<AtomicBool>,
}

impl DeepSuggester {
    /// Reads with one thread.
    pub fn new(model: Arc<DeepModel>) -> Self {
        Self { model, threads: 1, prepare: || {}, stop: Arc::default() }
    }

    /// Reads with this many threads.
    #[must_use]
    pub fn with_threads(self, threads: usize) -> Self {
        Self { threads: threads.max(1), ..self }
    }

    /// Each thread does this before anything else: takes a low priority, say.
    #[must_use]
    pub fn with_preparation(self, prepare: fn()) -> Self {
        Self { prepare, ..self }
    }

    /// Stops between two windows when `stop` rises; what it proposes then is nothing.
    #[must_use]
    pub fn with_stop(self, stop: Arc<AtomicBool>) -> Self {
        Self { stop, ..self }
    }

    fn pass(&self) -> Pass<'_> {
        Pass { stop: &self.stop, threads: self.threads, prepare: self.prepare }
    }

    /// What there is in a part of a text; `None` where it was stopped.
    fn read(&self, document: &Document<'_>, chunk: TextSpan, proposals: &mut Proposals) -> Option<()> {
        let pieces = [self.model.pieces(chunk.slice(document.text()))];
        let found = self.model.find(&pieces, Place::Article, self.pass())?;
        let first = proposals.items.len();
        for (chain, finding) in self.model.chains.iter().zip(found.into_iter().flatten()) {
            put(document, chunk, chain, finding, proposals);
        }
        self.look_into(document, first..proposals.items.len(), proposals)
    }

    /// Reads the words of claims for themselves: what somebody is said to have said that another one said.
    fn look_into(&self, document: &Document<'_>, items: Range<usize>, proposals: &mut Proposals) -> Option<()> {
        let nested = self.model.nested;
        let claims = proposals.items.get(items).unwrap_or_default().iter();
        let claims = claims.filter(|item| item.label.as_str() == "claim" && item.score >= nested.min_score);
        let spans = claims.flat_map(|item| &item.fragments).map(|span| without_quotes(document.text(), *span));
        let texts: Vec<(TextSpan, Pieces)> = spans
            .map(|span| (span, self.model.pieces(span.slice(document.text()))))
            .filter(|(_, pieces)| pieces.len() >= nested.min_tokens)
            .collect();
        let (spans, pieces): (Vec<TextSpan>, Vec<Pieces>) = texts.into_iter().unzip();
        let all = self.model.find(&pieces, Place::Claim, self.pass())?;
        let chains = || self.model.chains.iter().filter(|chain| chain.nests());
        for (span, findings) in spans.into_iter().zip(all) {
            for (chain, mut finding) in chains().zip(findings) {
                let words = span.slice(document.text());
                finding.found.retain(|one| !is_itself(words, one));
                put(document, span, chain, finding, proposals);
            }
        }
        Some(())
    }
}

fn put(document: &Document<'_>, chunk: TextSpan, chain: &Chain, finding: Finding, proposals: &mut Proposals) {
    let kinds: Vec<&str> = chain.kinds.iter().map(String::as_str).collect();
    gather(document, chunk, (DEEP, &kinds), (finding.found, finding.cues), proposals);
}

/// True where a claim found among a claim's words is that claim itself: it begins with its first and has most of them.
fn is_itself(words: &str, one: &Found) -> bool {
    let own = words.get(one.start..one.end).map_or(0, |part| part.chars().count());
    one.kind == 0 && one.start == 0 && own > words.chars().count() * WHOLE / 10
}

/// A claim's words without the quotation marks around them.
fn without_quotes(text: &str, span: TextSpan) -> TextSpan {
    let words = span.slice(text);
    let inner = |opens: char, closes: char| words.strip_prefix(opens)?.strip_suffix(closes);
    match [('“', '”'), ('"', '"')].into_iter().find_map(|(opens, closes)| inner(opens, closes)) {
        Some(inner) => {
            let start = span.start().get() + (words.len() - inner.len()) / 2;
            TextSpan::of(start, start + inner.len())
        }
        None => span,
    }
}

impl Suggester for DeepSuggester {
    fn name(&self) -> &'static str {
        DEEP
    }

    fn propose(&self, document: &Document<'_>) -> Proposals {
        let mut proposals = Proposals::default();
        if !document.language().is_english() {
            return proposals;
        }
        for chunk in chunks(document.text()) {
            if self.read(document, chunk, &mut proposals).is_none() {
                return Proposals::default();
            }
        }
        proposals
    }

    fn model_bytes(&self) -> usize {
        self.model.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_read_without_its_quotation_marks() {
        let text = "She said “the bridge is shut” and \"it fell\".";
        let of = |words: &str| {
            let start = text.find(words).unwrap();
            without_quotes(text, TextSpan::of(start, start + words.len())).slice(text)
        };
        assert_eq!(of("“the bridge is shut”"), "the bridge is shut");
        assert_eq!(of("\"it fell\""), "it fell");
        assert_eq!(of("the bridge"), "the bridge");
        assert_eq!(of("bridge is shut” and"), "bridge is shut” and");
    }

    #[test]
    fn a_claim_is_not_found_inside_of_itself() {
        let words = "ten words";
        let found = |kind, start, end| Found { kind, start, end, sentence: 0, score: 0.9 };
        assert!(is_itself(words, &found(0, 0, 9)) && is_itself(words, &found(0, 0, 8)));
        assert!(!is_itself(words, &found(0, 0, 7)), "much shorter");
        assert!(!is_itself(words, &found(0, 4, 9)) && !is_itself(words, &found(1, 0, 9)), "later, or a source");
    }
}
