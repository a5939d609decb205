//! What all suggesters see of one article, prepared once.

use super::crf::Prepared;
use super::quotations::{Quotation, is_scare, quotations};
use super::skip::{Skip, Skips};
use super::stems::Stems;
use super::tokens::{Quoted, Token, TokenKind, tokenize};
use super::{Language, Proposals};
use crate::model::{Zone, ZoneKind};
use crate::text::{ByteOffset, TextIndex, TextSpan, sentences};
use std::ops::Range;
use std::sync::OnceLock;

/// A sentence of a paragraph.
#[derive(Clone, Debug)]
pub struct Sentence {
    /// Where it stands, without the white space around it.
    pub span: TextSpan,
    /// Number of its paragraph.
    pub paragraph: u32,
    /// Numbers of its tokens.
    pub tokens: Range<usize>,
}

/// A run without line breaks.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// Where it stands.
    pub span: TextSpan,
    /// What it is; body where no zone says so.
    pub zone: ZoneKind,
    /// Why nothing is proposed in it; `None` where it counts.
    pub skip: Option<Skip>,
    /// Numbers of its tokens.
    pub tokens: Range<usize>,
    /// Numbers of its sentences.
    pub sentences: Range<usize>,
}

/// An article cut into paragraphs, sentences and tokens, with its quotations and language.
#[derive(Clone, Debug)]
pub struct Document<'a> {
    text: &'a str,
    language: Language,
    tokens: Vec<Token>,
    /// Lower-case forms of the tokens, one after another, and where each ends.
    lower: String,
    lower_ends: Vec<u32>,
    sentences: Vec<Sentence>,
    paragraphs: Vec<Paragraph>,
    quotations: Vec<Quotation>,
    /// What rules say of claims and sources: worked out once, as several ask.
    reported: OnceLock<Proposals>,
    stems: OnceLock<Stems>,
    prepared: OnceLock<Prepared>,
}

impl<'a> Document<'a> {
    /// Prepares a text. `zones` are the article's parts, in text order; `language` is what its metadata say (a BCP 47 tag).
    pub fn new(text: &'a str, zones: &[Zone], language: Option<&str>) -> Self {
        let mut document = Self {
            text,
            language: Language::of(text, language),
            tokens: Vec::with_capacity(text.len() / 5),
            lower: String::with_capacity(text.len()),
            lower_ends: Vec::with_capacity(text.len() / 5),
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            quotations: Vec::new(),
            reported: OnceLock::new(),
            stems: OnceLock::new(),
            prepared: OnceLock::new(),
        };
        let mut skips = Skips::default();
        for span in TextIndex::new(text).paragraphs() {
            let after = zones.partition_point(|zone| zone.span.end() <= span.start());
            let zone =
                zones.get(after).filter(|zone| zone.span.overlaps(*span)).map_or(ZoneKind::Body, |zone| zone.kind);
            document.add_paragraph(*span, zone, skips.of(span.slice(text), zone));
        }
        document
    }

    fn add_paragraph(&mut self, span: TextSpan, zone: ZoneKind, skip: Option<Skip>) {
        let paragraph = self.paragraphs.len() as u32;
        let (first_token, first_sentence) = (self.tokens.len(), self.sentences.len());
        for sentence in joined(self.text, sentences(self.text, span)) {
            self.add_sentence(sentence, paragraph);
        }
        let from = self.quotations.len();
        self.quotations.extend(quotations(self.text, span));
        for at in from..self.quotations.len() {
            self.mark_quoted(at);
        }
        self.paragraphs.push(Paragraph {
            span,
            zone,
            skip,
            tokens: first_token..self.tokens.len(),
            sentences: first_sentence..self.sentences.len(),
        });
    }

    fn add_sentence(&mut self, span: TextSpan, paragraph: u32) {
        let (text, sentence, first) = (self.text, self.sentences.len() as u32, self.tokens.len());
        let (tokens, lower, ends) = (&mut self.tokens, &mut self.lower, &mut self.lower_ends);
        tokenize(text, span, |span, kind| {
            tokens.push(Token { span, sentence, paragraph, quoted: Quoted::Outside, kind });
            let word = span.slice(text);
            if word.is_ascii() {
                lower.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            } else {
                lower.extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
            }
            ends.push(lower.len() as u32);
        });
        self.sentences.push(Sentence { span, paragraph, tokens: first..self.tokens.len() });
    }

    /// Tells whether a quotation is one of speech, and marks its tokens.
    fn mark_quoted(&mut self, at: usize) {
        let Some(mut quotation) = self.quotations.get(at).copied() else { return };
        let outer = self.tokens_in(quotation.outer);
        let inner = self.tokens_in(quotation.inner);
        quotation.scare = is_scare(self.text, &quotation, self.tokens.get(inner.clone()).unwrap_or_default());
        for (number, token) in self.tokens.iter_mut().enumerate().take(outer.end).skip(outer.start) {
            token.quoted = match token.quoted {
                _ if !inner.contains(&number) => Quoted::Mark,
                Quoted::Inside => Quoted::Inside,
                _ if quotation.scare => Quoted::Scare,
                _ => Quoted::Inside,
            };
        }
        if let Some(slot) = self.quotations.get_mut(at) {
            *slot = quotation;
        }
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The language, as detected.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Words and marks in text order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// Sentences in text order.
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// Paragraphs in text order, those to skip included.
    pub fn paragraphs(&self) -> &[Paragraph] {
        &self.paragraphs
    }

    /// Quotations in text order, an outer one before those in it.
    pub fn quotations(&self) -> &[Quotation] {
        &self.quotations
    }

    /// The claims and sources that rules see, in text order.
    pub(super) fn reported(&self) -> &Proposals {
        self.reported.get_or_init(|| super::rules::reported(self))
    }

    /// The whole of it cut and tagged for chains: made by the first one that asks.
    pub(super) fn prepared(&self, make: impl FnOnce() -> Prepared) -> &Prepared {
        self.prepared.get_or_init(make)
    }

    /// The stems of its words.
    pub(super) fn stems(&self) -> &Stems {
        self.stems.get_or_init(|| Stems::new(self))
    }

    /// A token as it is written; empty past the end.
    pub fn word(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |t| t.span.slice(self.text))
    }

    /// A token in lower case, with a plain apostrophe; empty past the end.
    pub fn lower(&self, token: usize) -> &str {
        let start = token.checked_sub(1).and_then(|before| self.lower_ends.get(before)).copied().unwrap_or(0);
        let end = self.lower_ends.get(token).copied().unwrap_or(start);
        self.lower.get(start as usize..end as usize).unwrap_or_default()
    }

    /// Numbers of the tokens that share a byte with a span.
    pub fn tokens_in(&self, span: TextSpan) -> Range<usize> {
        let first = self.tokens.partition_point(|t| t.span.end() <= span.start());
        let last = self.tokens.partition_point(|t| t.span.start() < span.end());
        first..last.max(first)
    }

    /// The span from the start of the first token of a range to the end of its last; `None` for an empty range.
    pub fn span_of(&self, tokens: Range<usize>) -> Option<TextSpan> {
        let first = self.tokens.get(tokens.start)?;
        let last = self.tokens.get(tokens.end.checked_sub(1)?)?;
        (tokens.start < tokens.end).then(|| first.span.cover(last.span))
    }

    /// Number of the paragraph that holds a place, or of the nearest one before it, or of the first.
    pub fn paragraph_at(&self, at: ByteOffset) -> usize {
        self.paragraphs.partition_point(|p| p.span.start() <= at).saturating_sub(1)
    }

    /// True where the token's paragraph counts.
    pub fn counts(&self, token: usize) -> bool {
        let paragraph = self.tokens.get(token).and_then(|t| self.paragraphs.get(t.paragraph as usize));
        paragraph.is_some_and(|p| p.skip.is_none())
    }
}

/// Sentences, joined where the second begins in lower case: “Why?” asked the mayor.
fn joined(text: &str, sentences: Vec<TextSpan>) -> Vec<TextSpan> {
    let mut found: Vec<TextSpan> = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        match found.last_mut() {
            Some(last) if sentence.slice(text).chars().next().is_some_and(char::is_lowercase) => {
                *last = last.cover(sentence);
            }
            _ => found.push(sentence),
        }
    }
    found
}

/// True for the kinds of tokens that are words.
impl Token {
    /// True for a word or number, false for marks and clitics.
    pub fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_cut_once() {
        let text = "Harbour closed, says mayor Ray\n\nHarbour closed, says mayor Ray\nMr. Ray said “the crane is broken. It’s old.” “Why?” asked Ana.\n";
        let document = Document::new(text, &[], Some("en"));
        assert_eq!(
            document.paragraphs().iter().map(|p| p.skip).collect::<Vec<_>>(),
            [None, Some(Skip::Repeated), None]
        );
        let of: Vec<&str> = document.sentences().iter().map(|s| s.span.slice(text)).collect();
        assert_eq!(of[2..], ["Mr. Ray said “the crane is broken.", "It’s old.”", "“Why?” asked Ana."]);
        let crane = document.tokens().iter().position(|t| t.span.slice(text) == "crane").unwrap();
        assert_eq!(document.tokens()[crane].quoted, Quoted::Inside);
        assert_eq!((document.word(crane + 4), document.lower(crane + 4)), ("It", "it"));
        assert_eq!(document.lower(crane + 5), "'s");
        assert!(document.counts(crane) && !document.counts(7));
        let span = document.span_of(crane..crane + 2).unwrap();
        assert_eq!((span.slice(text), document.tokens_in(span)), ("crane is", crane..crane + 2));
        assert_eq!(document.span_of(3..3), None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_can_be_cut(text in "(?s)[\\PC\n.“”\"’ A-Za-z]{0,80}") {
            let document = Document::new(&text, &[], None);
            for (number, token) in document.tokens().iter().enumerate() {
                proptest::prop_assert_eq!(document.word(number), token.span.slice(&text));
                let sentence = &document.sentences()[token.sentence as usize];
                proptest::prop_assert!(sentence.tokens.contains(&number) && sentence.span.contains_span(token.span));
            }
        }
    }
}
