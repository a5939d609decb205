//! Words as numbers: folded, stemmed by the language of their article, without the words that say nothing.

use crate::text::{TextSpan, fold, words};
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::collections::BTreeMap;

/// Words that say nothing about what a claim is about (folded): articles, pronouns, prepositions, forms of "be", "have" and
/// "say" of English, Spanish, French and German.
const EMPTY: &str = " a about after again all also an and any are as at be been before being but by can could did do does \
    for from had has have he her here hers him his how i if in into is it its just me more most my no not of off on once \
    one only or other our out over said same say says she should so some such than that the their them then there these \
    they this those through to too under until up very was we were what when where which while who whom whose why will \
    with would you your mr mrs ms \
    al con de del el en es esta fue ha han la las lo los mas no o para pero por que se segun ser sin sobre su sus un una y \
    au aux avec ce cette dans des du elle est et il ils le les mais ne ou par pas plus pour qui sa ses son sont sur une \
    auf aus bei das dass dem den der des die ein eine einem einen einer er es fur hat hatte ihr im ist mit nach nicht \
    oder sei sich sie sind so und vom von vor war wie wird wurde zu zum zur ";

/// A word as a number.
pub(in crate::review) type Term = u32;

/// Numbers of words, the same for as long as this is kept.
#[derive(Clone, Debug, Default)]
pub(in crate::review) struct Terms {
    numbers: BTreeMap<Box<str>, Term>,
    /// The number of a word as it is written, by the language that stems it; none for one that says nothing.
    known: BTreeMap<(&'static str, Box<str>), Option<Term>>,
}

impl Terms {
    /// The numbers of the words of a run, sorted, each once.
    pub(in crate::review) fn stems(&mut self, text: &str, span: TextSpan, language: &str) -> Vec<Term> {
        let code = code_of(language);
        let mut found: Vec<Term> = words(text, span).filter_map(|word| self.stem(word.slice(text), code)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    fn stem(&mut self, word: &str, code: &'static str) -> Option<Term> {
        let lower = word.to_lowercase();
        let key = (code, lower.into_boxed_str());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        // "Trump's" is Trump.
        let bare = key.1.trim_end_matches("'s").trim_end_matches("’s");
        let folded = fold(bare);
        let term = (!is_empty_word(&folded)).then(|| match algorithm(code) {
            // Stemmers know their language's accents; folding comes after.
            Some(algorithm) => fold(&Stemmer::create(algorithm).stem(bare)),
            None => folded,
        });
        let number = term.map(|term| self.number(&term));
        self.known.insert(key, number);
        number
    }

    /// The number of a name, which no stem has.
    pub(in crate::review) fn name(&mut self, name: &str) -> Term {
        self.number(&format!("@{name}"))
    }

    fn number(&mut self, word: &str) -> Term {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.numbers.len() as Term;
        self.numbers.insert(word.into(), number);
        number
    }

    /// One more than the greatest number.
    pub(in crate::review) fn len(&self) -> usize {
        self.numbers.len()
    }
}

fn is_empty_word(folded: &str) -> bool {
    EMPTY.split(' ').any(|word| word == folded)
}

/// The language of a BCP 47 tag, as far as it can be stemmed; English where nothing is said.
fn code_of(language: &str) -> &'static str {
    let primary = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    if primary.is_empty() {
        return "en";
    }
    LANGUAGES.iter().map(|(code, _)| *code).find(|code| *code == primary).unwrap_or("")
}

/// Languages of news that Snowball stems well; the others are folded only.
const LANGUAGES: [(&str, Algorithm); 15] = [
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fr", Algorithm::French),
    ("de", Algorithm::German),
    ("it", Algorithm::Italian),
    ("pt", Algorithm::Portuguese),
    ("nl", Algorithm::Dutch),
    ("sv", Algorithm::Swedish),
    ("da", Algorithm::Danish),
    ("no", Algorithm::Norwegian),
    ("fi", Algorithm::Finnish),
    ("ru", Algorithm::Russian),
    ("tr", Algorithm::Turkish),
    ("ro", Algorithm::Romanian),
    ("hu", Algorithm::Hungarian),
];

fn algorithm(code: &str) -> Option<Algorithm> {
    LANGUAGES.iter().find(|(known, _)| *known == code).map(|(_, algorithm)| *algorithm)
}

/// Folded words of a sentence that begin with a capital: people, places, bodies. Its first word counts only where the next
/// one has a capital too, or where it is written in capitals.
pub(in crate::review) fn names(text: &str, sentence: TextSpan) -> Vec<String> {
    let all: Vec<&str> = words(text, sentence).map(|word| word.slice(text)).collect();
    let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let shouted = |word: &str| word.chars().count() > 1 && word.chars().all(|c| !c.is_lowercase());
    let next: BTreeMap<usize, bool> = all.iter().enumerate().map(|(at, word)| (at, capital(word))).collect();
    let counts =
        |at: usize, word: &str| capital(word) && (at > 0 || shouted(word) || next.get(&1).copied().unwrap_or_default());
    let found = all.iter().enumerate().filter(|(at, word)| counts(*at, word));
    let folded = found.map(|(_, word)| fold(word.trim_end_matches("’s").trim_end_matches("'s")));
    folded.filter(|word| !is_empty_word(word)).collect()
}
