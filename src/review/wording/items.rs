//! The words of a mention that can change what it says, each with a key by which they are compared.

use super::WordingKind;
use super::lexicon::{day, hedge, month, needs_number, number, saying, scale};
use crate::model::{Annotation, Article};
use crate::text::{TextSpan, fold, sentence_at, words};
use std::collections::BTreeSet;

/// Most bytes of a sentence that are looked at before and after a mention.
const AROUND: usize = 600;

/// Words with what they say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) kind: WordingKind,
    pub(super) span: TextSpan,
    /// What they say, whatever way it is written.
    pub(super) key: String,
}

impl Item {
    /// Whether two say the same: a name is the same as a part of it.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        if self.kind != other.kind {
            return false;
        }
        if self.kind != WordingKind::Name {
            return self.key == other.key;
        }
        let parts = |key: &str| key.split(' ').map(str::to_owned).collect::<BTreeSet<String>>();
        let (a, b) = (parts(&self.key), parts(&other.key));
        a.is_subset(&b) || b.is_subset(&a)
    }
}

/// A word as it stands and folded.
struct Word<'a> {
    span: TextSpan,
    written: &'a str,
    folded: String,
}

/// What is to be shown of a mention, and its items in text order. Numbers, names and dates are those of the mention itself;
/// hedges and verbs of saying those of the sentence around it, where they stand.
pub(super) fn items_of(article: &Article, annotation: &Annotation) -> (Vec<TextSpan>, Vec<Item>) {
    let (text, fragments) = (article.text(), annotation.fragments());
    let Some(cover) = annotation.cover() else { return (Vec::new(), Vec::new()) };
    let mut context = cover;
    for at in [cover.start(), cover.end()] {
        let sentence =
            sentence_at(text, at).filter(|sentence| sentence.overlaps(cover) && sentence.len() <= 2 * AROUND);
        context = sentence.map_or(context, |sentence| context.cover(sentence));
    }
    let own = |span: TextSpan| fragments.iter().any(|fragment| fragment.overlaps(span));
    (vec![context], items_in(text.as_str(), context, &own))
}

/// The items of a span; numbers, names and dates only where `own` says so.
pub(super) fn items_in(content: &str, context: TextSpan, own: &dyn Fn(TextSpan) -> bool) -> Vec<Item> {
    let all: Vec<Word<'_>> = words(content, context)
        .map(|span| Word { span, written: span.slice(content), folded: fold(span.slice(content)) })
        .collect();
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(rest) = all.get(at..).filter(|rest| !rest.is_empty()) {
        let (used, item) = first(rest, at == 0);
        if let Some((kind, span, key)) = item {
            let around = matches!(kind, WordingKind::Hedge | WordingKind::Saying);
            if around || own(span) {
                items.push(Item { kind, span, key });
            }
        }
        at += used;
    }
    items
}

type Found = Option<(WordingKind, TextSpan, String)>;

/// What a run of words begins with, and how many words that takes.
fn first(rest: &[Word<'_>], opens_sentence: bool) -> (usize, Found) {
    let Some(word) = rest.first() else { return (1, None) };
    let span_of = |count: usize| rest.get(count.saturating_sub(1)).map_or(word.span, |last| word.span.cover(last.span));
    if let Some((used, key)) = date(rest) {
        return (used, Some((WordingKind::Date, span_of(used), key)));
    }
    if let Some((used, key)) = amount(rest) {
        return (used, Some((WordingKind::Number, span_of(used), key)));
    }
    let folded: Vec<&str> = rest.iter().take(4).map(|w| w.folded.as_str()).collect();
    let counts = |(used, key): &(usize, &str)| !needs_number(key) || rest.get(*used..).and_then(amount).is_some();
    if let Some((used, key)) = hedge(&folded).filter(counts) {
        return (used, Some((WordingKind::Hedge, span_of(used), key.to_owned())));
    }
    if let Some(verb) = saying(&word.folded) {
        return (1, Some((WordingKind::Saying, word.span, verb.to_owned())));
    }
    let run = rest.iter().take_while(|w| is_name(w)).count();
    // A single capital at the start of a sentence says nothing.
    if run == 0 || (run == 1 && opens_sentence) {
        return (1, None);
    }
    let key = rest.iter().take(run).map(|w| w.folded.trim_end_matches("'s")).collect::<Vec<_>>().join(" ");
    (run, Some((WordingKind::Name, span_of(run), key)))
}

fn is_name(word: &Word<'_>) -> bool {
    let capital = word.written.chars().next().is_some_and(char::is_uppercase);
    capital && word.folded != "i" && saying(&word.folded).is_none() && number(&word.folded).is_none()
}

/// A day with its month, a month, a weekday, "yesterday", a year.
fn date(rest: &[Word<'_>]) -> Option<(usize, String)> {
    let at = |i: usize| rest.get(i);
    let month_at = |i: usize| at(i).and_then(|w| month(w.folded.trim_end_matches('.'), w.written));
    let day_at = |i: usize| at(i).and_then(|w| day_number(&w.folded));
    let year_at = |i: usize| at(i).filter(|w| is_year(&w.folded)).map(|w| w.folded.clone());
    let (used, mut key) = match (month_at(0), day_at(0)) {
        (Some(month), _) => match day_at(1) {
            Some(day) => (2, format!("{month:02}-{day:02}")),
            None => (1, format!("{month:02}")),
        },
        (None, Some(day)) => (2, format!("{:02}-{day:02}", month_at(1)?)),
        (None, None) => {
            let word = at(0)?;
            let key = day(&word.folded).map(str::to_owned).or_else(|| year_at(0))?;
            return Some((1, key));
        }
    };
    let Some(year) = year_at(used) else { return Some((used, key)) };
    key.insert_str(0, &format!("{year}-"));
    Some((used + 1, key))
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u16>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// "28", "28th".
fn day_number(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    digits.parse::<u8>().ok().filter(|day| (1..=31).contains(day))
}

/// A number with what belongs to it: "40,000", "$40m", "four percent", "dozens".
fn amount(rest: &[Word<'_>]) -> Option<(usize, String)> {
    let first = rest.first()?;
    let plain: String = first.folded.chars().filter(|c| *c != ',').collect();
    let (sign, digits) = match plain.strip_prefix('$') {
        Some(digits) => ("$", digits),
        None => ("", plain.as_str()),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(digits.len());
    let (value, tail) = digits.split_at_checked(end)?;
    let (mut key, mut used) = if value.is_empty() {
        let word = first.folded.as_str();
        // "One" is a pronoun more often than a number.
        let value =
            number(word).filter(|_| word != "one" || rest.get(1).is_some_and(|w| scale(&w.folded).is_some()))?;
        (value.to_owned(), 1)
    } else {
        let tail = if tail == "%" { "%" } else { scale(tail).unwrap_or_default() };
        (format!("{sign}{}{tail}", value.trim_end_matches('.')), 1)
    };
    while let Some(more) = rest.get(used).and_then(|w| scale(&w.folded)) {
        key.push_str(more);
        used += 1;
    }
    Some((used, key))
}
