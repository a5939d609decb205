//! Where words that were lost may stand: the likeliest places, for somebody to choose from.

use super::{Text, TextQuote, TextSpan, fold, sentences, words};
use std::collections::BTreeMap;

/// A place that lost words may stand at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where.
    pub span: TextSpan,
    /// How like it is, in hundredths: words that both have, and what stands around them.
    pub percent: u8,
}

/// Most candidates that are worth reading.
const MOST: usize = 6;

/// Least share of words in common, in hundredths.
const LEAST: usize = 34;

/// Most words of a sentence, or of a quote, that are looked at.
const LONGEST: usize = 160;

/// Places in a text that may be those of lost words, the likeliest first: the same words elsewhere, and runs of words of
/// one sentence that share most with them.
pub fn candidates(quote: &TextQuote, text: &Text) -> Vec<Candidate> {
    let wanted = counted(&quote.exact);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Candidate> = Vec::new();
    for (i, hit) in text.as_str().match_indices(quote.exact.as_str()).take(200) {
        let span = TextSpan::of(i, i + hit.len());
        found.push(Candidate { span, percent: percent(100, around(quote, text, span)) });
    }
    for paragraph in text.paragraphs() {
        // A paragraph without a third of the words has no sentence with it.
        for sentence in sentences(text.as_str(), *paragraph) {
            let Some((span, share)) = best_run(text, sentence, &wanted) else { continue };
            if share >= LEAST && !found.iter().any(|known| known.span.overlaps(span)) {
                found.push(Candidate { span, percent: percent(share, around(quote, text, span)) });
            }
        }
    }
    found.sort_by_key(|c| (std::cmp::Reverse(c.percent), c.span));
    found.truncate(MOST);
    found
}

/// Nine parts words, one part what stands around them.
fn percent(words: usize, context: usize) -> u8 {
    u8::try_from((words * 9 + context) / 10).unwrap_or(100)
}

/// How much of the context stands around a place, in hundredths.
fn around(quote: &TextQuote, text: &Text, span: TextSpan) -> usize {
    let full = quote.before.chars().count() + quote.after.chars().count();
    (quote.context_score(text, span) * 100).checked_div(full).unwrap_or_default().min(100)
}

fn counted(exact: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for span in words(exact, TextSpan::of(0, exact.len())).take(LONGEST) {
        *counts.entry(fold(span.slice(exact))).or_default() += 1;
    }
    counts
}

/// What a word weighs: short ones stand everywhere.
fn weight(word: &str) -> usize {
    match word.chars().count() {
        0..=3 => 1,
        letters => letters,
    }
}

/// The run of words of a sentence that has most of the wanted words and least of others, with twice the shared words over
/// all of both, in hundredths.
fn best_run(text: &Text, sentence: TextSpan, wanted: &BTreeMap<String, usize>) -> Option<(TextSpan, usize)> {
    let all: Vec<(TextSpan, String)> =
        words(text.as_str(), sentence).take(LONGEST).map(|span| (span, fold(text.slice(span)))).collect();
    let total: usize = wanted.iter().map(|(word, count)| weight(word) * count).sum();
    let shared: usize = all.iter().filter(|(_, word)| wanted.contains_key(word)).map(|(_, word)| weight(word)).sum();
    if shared * 200 < LEAST * total {
        return None;
    }
    let mut best: Option<(TextSpan, usize)> = None;
    for (from, (first, word)) in all.iter().enumerate() {
        if !wanted.contains_key(word) {
            continue;
        }
        let mut left = wanted.clone();
        let (mut hits, mut run) = (0, 0);
        for (last, word) in all.iter().skip(from) {
            run += weight(word);
            let Some(open) = left.get_mut(word).filter(|open| **open > 0) else { continue };
            *open -= 1;
            hits += weight(word);
            let share = hits * 200 / (total + run);
            // Half of what was said at least: a word alone stands everywhere.
            if hits * 2 >= total && best.is_none_or(|(_, most)| share > most) {
                best = Some((first.cover(*last), share));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(content: &str, words: &str) -> TextQuote {
        let start = content.find(words).unwrap();
        TextQuote::of(&Text::new(content), TextSpan::of(start, start + words.len()))
    }

    #[test]
    fn the_same_words_come_first_and_likely_ones_after_them() {
        let lost = quote("The minister said that prices will fall in May. He left.", "prices will fall in May");
        let text = Text::new(
            "The bank said that rents will rise.\nPrices, the minister said, could fall in late May.\nElsewhere prices will fall in May too.",
        );
        let found = candidates(&lost, &text);
        let words: Vec<&str> = found.iter().map(|c| text.slice(c.span)).collect();
        assert_eq!(words.first(), Some(&"prices will fall in May"));
        assert!(
            words.iter().any(|w| w.starts_with("fall in late May") || w.starts_with("Prices, the minister")),
            "{words:?}"
        );
        assert!(found.windows(2).all(|pair| pair[0].percent >= pair[1].percent));
        assert!(!words.iter().any(|w| w.contains("rents")), "{words:?}");
    }

    #[test]
    fn the_likeliest_comes_first_wherever_it_stands() {
        let lost = quote("The minister said that prices will fall in May.", "prices will fall in May");
        let text = Text::new("Prices will rise in May.\nElsewhere prices will surely fall in May.");
        let found = candidates(&lost, &text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(text.slice(found[0].span).contains("surely fall") && found[0].percent > found[1].percent, "{found:?}");
    }

    #[test]
    fn nothing_like_it_gives_nothing() {
        let lost = quote("The minister said that prices will fall.", "prices will fall");
        assert_eq!(candidates(&lost, &Text::new("Rain in the north.")), []);
        assert_eq!(candidates(&TextQuote::default(), &Text::new("Rain")), []);
    }
}
