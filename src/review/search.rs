//! Finding words in one article, whatever their case and accents.

use crate::text::{ByteOffset, Folded, Text, TextSpan, fold, fold_mapped};

/// Every place of the words in a text, in order, apart from each other. Case, accents and the form of quotation marks
/// do not matter.
pub fn find_in(text: &Text, needle: &str) -> Vec<TextSpan> {
    if fold(needle).is_empty() { Vec::new() } else { find_folded(text, &fold_mapped(text.as_str()), needle) }
}

/// As [`find_in`] over a text that is folded already: folding costs more than finding.
pub fn find_folded(text: &Text, folded: &Folded, needle: &str) -> Vec<TextSpan> {
    let needle = fold(needle);
    if needle.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<TextSpan> = Vec::new();
    for (at, words) in folded.text.match_indices(&needle) {
        let start = folded.origin(at);
        let end = end_of(text, folded, at + words.len());
        // One character may fold to several, so that two places of the folded text are one of the original.
        if found.last().is_none_or(|last| last.end() <= start) {
            found.push(TextSpan::new(start, end));
        }
    }
    found
}

/// Where a place ends in the original: a character of which only the first part was found belongs to it whole.
fn end_of(text: &Text, folded: &Folded, end: usize) -> ByteOffset {
    let (last, next) = (folded.origin(end.saturating_sub(1)), folded.origin(end));
    if last < next {
        return next;
    }
    let rest = text.as_str().get(last.get()..).unwrap_or_default();
    ByteOffset::new(last.get() + rest.chars().next().map_or(0, char::len_utf8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str, needle: &str) -> Vec<String> {
        let text = Text::new(text);
        find_in(&text, needle).into_iter().map(|span| text.slice(span).to_owned()).collect()
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(words("Guaidó met GUAIDO. “Guaido\u{301}” left.", "guaido"), ["Guaidó", "GUAIDO", "Guaido\u{301}"]);
        assert_eq!(words("It’s here", "it's"), ["It’s"]);
        assert_eq!(words("the ﬁrst", "f"), ["ﬁ"]);
        assert_eq!(words("the ﬁrst", "FIR"), ["ﬁr"]);
        assert_eq!(words("aaa", "aa"), ["aa"]);
        assert_eq!(words("nothing", ""), Vec::<String>::new());
        assert_eq!(words("", "x"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn every_place_folds_to_something_that_holds_the_words(text in ".{0,60}", needle in ".{1,3}") {
            let text = Text::new(text);
            let mut end = 0;
            for span in find_in(&text, &needle) {
                prop_assert!(text.fits(span) && !span.is_empty());
                prop_assert!(span.start().get() >= end);
                prop_assert!(fold(text.slice(span)).contains(&fold(&needle)));
                end = span.end().get();
            }
        }
    }
}
