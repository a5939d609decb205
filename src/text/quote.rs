//! Finding quoted words again in a text that may have changed.

use super::{ByteOffset, Text, TextSpan};

/// Code points of context kept on each side of an annotation, as the W3C text quote selector's users keep (Hypothesis
/// keeps 32).
pub const CONTEXT_CHARS: usize = 32;

/// Longest part of a text that a changed quote is compared against, in code points.
const FUZZY_LIMIT: usize = 400;

/// Least likeness, 0 to 1, for a changed quote to count as found; below it the place is lost.
pub(super) const LIKE_ENOUGH: f64 = 0.75;

/// Exact words with a little context: what an annotation's fragment looked like when it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextQuote {
    /// The exact words.
    pub exact: String,
    /// Up to [`CONTEXT_CHARS`] code points before them.
    pub before: String,
    /// Up to [`CONTEXT_CHARS`] code points after them.
    pub after: String,
}

/// Where a quote stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relocation {
    /// At the place given.
    Here,
    /// At another place, without doubt.
    Moved(TextSpan),
    /// At one of several places that are equally likely.
    Doubtful(Vec<TextSpan>),
    /// Nowhere.
    Lost,
}

impl TextQuote {
    /// The quote of a span.
    pub fn of(text: &Text, span: TextSpan) -> Self {
        let content = text.as_str();
        let before = content.get(..span.start().get()).unwrap_or_default();
        let after = content.get(span.end().get()..).unwrap_or_default();
        Self { exact: text.slice(span).into(), before: last_chars(before).into(), after: first_chars(after).into() }
    }

    /// Looks for the quote: first at `place`, then everywhere, then for words that changed a little between contexts
    /// that did not. A place is taken only where it is clearly the best one.
    pub fn locate(&self, text: &Text, place: Option<TextSpan>) -> Relocation {
        if let Some(place) = place
            && !self.exact.is_empty()
            && text.slice(place) == self.exact
        {
            return Relocation::Here;
        }
        match self.locate_exact_near(text, place) {
            Relocation::Lost if !self.exact.is_empty() => self.locate_changed(text),
            found => found,
        }
    }

    /// As [`Self::locate`], for the exact words alone and without a first guess.
    pub(super) fn locate_exact(&self, text: &Text) -> Relocation {
        self.locate_exact_near(text, None)
    }

    fn locate_exact_near(&self, text: &Text, place: Option<TextSpan>) -> Relocation {
        if self.exact.is_empty() {
            return Relocation::Lost;
        }
        let hits: Vec<TextSpan> =
            text.as_str().match_indices(&self.exact).map(|(i, words)| TextSpan::of(i, i + words.len())).collect();
        match hits.as_slice() {
            [] => Relocation::Lost,
            [only] if self.trusts_lone_hit(text, *only) => Relocation::Moved(*only),
            _ => self.choose(text, hits, place.map(TextSpan::start)),
        }
    }

    /// A single occurrence counts where the words are long enough to be themselves, or some context agrees.
    fn trusts_lone_hit(&self, text: &Text, hit: TextSpan) -> bool {
        self.exact.chars().count() >= CONTEXT_CHARS / 2 || self.context_score(text, hit) > 0
    }

    fn choose(&self, text: &Text, mut hits: Vec<TextSpan>, place: Option<ByteOffset>) -> Relocation {
        let distance = |hit: &TextSpan| place.map_or(0, |p| p.get().abs_diff(hit.start().get()));
        hits.sort_by_key(|hit| (std::cmp::Reverse(self.context_score(text, *hit)), distance(hit)));
        let scores: Vec<usize> = hits.iter().take(2).map(|hit| self.context_score(text, *hit)).collect();
        match scores.as_slice() {
            // At least four characters of context must agree, and more of them than at any other place.
            [best, second] if *best >= 4 && best > second => {
                hits.first().map_or(Relocation::Lost, |h| Relocation::Moved(*h))
            }
            _ => Relocation::Doubtful(hits.into_iter().take(9).collect()),
        }
    }

    /// Code points of context that agree on both sides of a place, counted outward from the words.
    pub fn context_score(&self, text: &Text, hit: TextSpan) -> usize {
        let content = text.as_str();
        let before = content.get(..hit.start().get()).unwrap_or_default();
        let after = content.get(hit.end().get()..).unwrap_or_default();
        let left = before.chars().rev().zip(self.before.chars().rev()).take_while(|(a, b)| a == b).count();
        let right = after.chars().zip(self.after.chars()).take_while(|(a, b)| a == b).count();
        left + right
    }

    /// Words that changed between contexts that did not: the run between the only place of each.
    fn locate_changed(&self, text: &Text) -> Relocation {
        let content = text.as_str();
        let Some(start) = only_place(content, &self.before).map(|at| at + self.before.len()) else {
            return Relocation::Lost;
        };
        let Some(length) = content.get(start..).and_then(|rest| rest.find(&self.after)) else {
            return Relocation::Lost;
        };
        let span = TextSpan::of(start, start + length);
        let likeness = if self.after.trim().is_empty() { 0.0 } else { likeness(&self.exact, text.slice(span)) };
        if span.is_empty() || likeness < LIKE_ENOUGH { Relocation::Lost } else { Relocation::Moved(span) }
    }
}

fn only_place(content: &str, words: &str) -> Option<usize> {
    let mut places = (!words.trim().is_empty()).then(|| content.match_indices(words))?;
    let (first, _) = places.next()?;
    places.next().is_none().then_some(first)
}

fn last_chars(text: &str) -> &str {
    let start = text.char_indices().rev().nth(CONTEXT_CHARS - 1).map_or(0, |(i, _)| i);
    text.get(start..).unwrap_or_default()
}

fn first_chars(text: &str) -> &str {
    let end = text.char_indices().nth(CONTEXT_CHARS).map_or(text.len(), |(i, _)| i);
    text.get(..end).unwrap_or_default()
}

/// One minus the edit distance (Levenshtein, in code points) over the longer length; 0 for very long runs.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longest = a.len().max(b.len());
    if longest == 0 || longest > FUZZY_LIMIT {
        return 0.0;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, to) in row.iter_mut().skip(1).zip(&b) {
            let best = (diagonal + usize::from(from != to)).min(left + 1).min(*cell + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    1.0 - row.last().copied().unwrap_or(longest) as f64 / longest as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quote(content: &str, words: &str) -> (TextQuote, TextSpan) {
        let start = content.find(words).unwrap_or(0);
        let span = TextSpan::of(start, start + words.len());
        (TextQuote::of(&Text::new(content), span), span)
    }

    #[test]
    fn finds_moved_words_and_refuses_to_guess() {
        let (quoted, span) = quote("The minister said prices will fall. The bank disagreed.", "prices will fall");
        let moved = Text::new("Updated. The minister said prices will fall. The bank disagreed.");
        assert_eq!(quoted.locate(&moved, Some(span)), Relocation::Moved(TextSpan::of(27, 43)));
        let twice = Text::new("prices will fall or prices will fall");
        assert!(matches!(quoted.locate(&twice, Some(span)), Relocation::Doubtful(places) if places.len() == 2));
        assert_eq!(quoted.locate(&Text::new("Something else."), Some(span)), Relocation::Lost);
        let changed = Text::new("The minister said prices would fall. The bank disagreed.");
        assert_eq!(quoted.locate(&changed, Some(span)), Relocation::Moved(TextSpan::of(18, 35)));
        assert_eq!(quoted.locate(&moved, Some(TextSpan::of(27, 43))), Relocation::Here);
    }

    #[test]
    fn places_that_agree_equally_well_are_doubtful_however_near_one_is() {
        let quoted = TextQuote { exact: "he said no".into(), before: "Then ".into(), after: " again".into() };
        let twice = Text::new("Then he said no again. Then he said no again.");
        let near = Some(TextSpan::of(4, 14));
        assert!(matches!(quoted.locate(&twice, near), Relocation::Doubtful(places) if places.len() == 2));
        let once = Text::new("Then he said no again. Later he said no more.");
        assert_eq!(quoted.locate(&once, Some(TextSpan::of(30, 40))), Relocation::Moved(TextSpan::of(5, 15)));
    }

    #[test]
    fn a_short_word_alone_without_context_is_doubtful() {
        let (quoted, span) = quote("He spoke of talks in May.", "talks");
        let elsewhere = Text::new("Nothing came of the peace-talks");
        assert!(matches!(quoted.locate(&elsewhere, Some(span)), Relocation::Doubtful(_)));
    }

    #[test]
    fn likeness_is_edit_distance() {
        assert!((likeness("kitten", "sitting") - (1.0 - 3.0 / 7.0)).abs() < 1e-9);
        assert!((likeness("", "abc")).abs() < 1e-9);
    }
}
