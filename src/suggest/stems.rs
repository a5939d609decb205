//! The words of an article without accents and endings, each worked out once however often it occurs.

use super::{Document, Token};
use crate::text::fold;
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::collections::BTreeMap;

/// Words that stand before a name and do not belong to it (folded).
const TITLES: [&str; 38] = [
    "mr",
    "mr.",
    "mrs",
    "mrs.",
    "ms",
    "ms.",
    "dr",
    "dr.",
    "sir",
    "lady",
    "lord",
    "president",
    "former",
    "ex-president",
    "prime",
    "minister",
    "secretary",
    "senator",
    "sen.",
    "rep.",
    "gov.",
    "governor",
    "mayor",
    "general",
    "chancellor",
    "king",
    "queen",
    "prince",
    "pope",
    "leader",
    "opposition",
    "the",
    "a",
    "an",
    "his",
    "her",
    "its",
    "their",
];

/// The stems of an article.
#[derive(Clone, Debug, Default)]
pub(super) struct Stems {
    /// For each token the number of its stem; `None` for titles, articles and marks.
    of: Vec<Option<u32>>,
    all: Vec<Box<str>>,
}

impl Stems {
    /// Works them out. Words of another language than English stay as they are, folded.
    pub(super) fn new(document: &Document<'_>) -> Self {
        let stemmer = document.language().is_english().then(|| Stemmer::create(Algorithm::English));
        let mut stems = Self { of: Vec::with_capacity(document.tokens().len()), all: Vec::new() };
        let (mut by_word, mut by_stem) = (BTreeMap::<&str, Option<u32>>::new(), BTreeMap::<Box<str>, u32>::new());
        for (at, token) in document.tokens().iter().enumerate() {
            let number = if Token::is_word(token) {
                let number = |stem: Box<str>| {
                    *by_stem.entry(stem).or_insert_with_key(|stem| {
                        stems.all.push(stem.clone());
                        stems.all.len() as u32 - 1
                    })
                };
                let word = document.lower(at);
                *by_word.entry(word).or_insert_with(|| stem(word, stemmer.as_ref()).map(number))
            } else {
                None
            };
            stems.of.push(number);
        }
        stems
    }

    /// The number of a token's stem.
    pub(super) fn of(&self, token: usize) -> Option<u32> {
        self.of.get(token).copied().flatten()
    }

    /// All stems by their numbers, each once.
    pub(super) fn all(&self) -> &[Box<str>] {
        &self.all
    }
}

fn stem(lower: &str, stemmer: Option<&Stemmer>) -> Option<Box<str>> {
    let folded = fold(lower);
    if folded.is_empty() || TITLES.contains(&folded.as_str()) {
        return None;
    }
    Some(match stemmer {
        Some(stemmer) => stemmer.stem(&folded).into(),
        None => folded.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_fold_to_one_stem_share_its_number() {
        let document = Document::new("President José strikes, the STRIKE of Jose.", &[], Some("en"));
        let stems = Stems::new(&document);
        let of: Vec<Option<u32>> = (0..document.tokens().len()).map(|at| stems.of(at)).collect();
        assert_eq!(of, [None, Some(0), Some(1), None, None, Some(1), Some(2), Some(0), None]);
        assert_eq!(stems.all().iter().map(AsRef::as_ref).collect::<Vec<&str>>(), ["jose", "strike", "of"]);
    }
}
