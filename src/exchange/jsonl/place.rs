//! Ranges in code points of the text as the file has it, moved into the cleaned text.

use super::node::Node;
use crate::model::Place;
use crate::text::{CharOffset, CleanMap, Text, TextQuote, TextSpan, clean, clean_mapped};

/// An article's text and how positions of the file get there.
#[derive(Clone, Debug)]
pub(super) struct Positions {
    pub(super) text: Text,
    map: CleanMap,
}

impl Positions {
    /// False for a text that is longer than any text here.
    pub(super) fn can_hold(raw: &str) -> bool {
        raw.len() <= u32::MAX as usize / 2
    }

    /// Cleans a text as the file has it.
    pub(super) fn cleaning(raw: &str) -> Self {
        let (cleaned, map) = clean_mapped(raw);
        Self { text: Text::new(cleaned), map }
    }

    /// Positions that mean a text of the project.
    pub(super) fn of(text: &Text) -> Self {
        Self { text: text.clone(), map: CleanMap::default() }
    }

    /// A run from its ends in code points of the file's text; `None` where it holds nothing or does not fit.
    pub(super) fn span(&self, start: &Node, end: &Node) -> Option<TextSpan> {
        let offset = |value: &Node| {
            let number = value.as_number()?.as_u64().and_then(|n| u32::try_from(n).ok())?;
            Some(self.map.map(CharOffset::new(number as usize)))
        };
        self.text.span_of_chars(offset(start)?, offset(end)?).filter(|span| !span.is_empty())
    }

    /// As [`Self::span`], from `[start, end]`.
    pub(super) fn pair(&self, value: &Node) -> Option<TextSpan> {
        match value.as_list()? {
            [start, end] => self.span(start, end),
            _ => None,
        }
    }

    /// The place of an annotation, or why it has none. Ranges win where all of them fit and, where the file quotes
    /// the words, those are the words; else the quotes make an orphan.
    pub(super) fn place(&self, ranges: &[Node], quotes: &Quotes) -> Result<Place, String> {
        let spans: Option<Vec<TextSpan>> = ranges.iter().map(|range| self.pair(range)).collect();
        let spans = spans.filter(|spans| !spans.is_empty());
        if let Some(spans) = spans {
            let agree = quotes.exact.is_empty()
                || (quotes.exact.len() == spans.len()
                    && quotes.exact.iter().zip(&spans).all(|(quote, span)| clean(quote) == self.text.slice(*span)));
            if agree {
                return Ok(Place::at(&self.text, spans));
            }
        }
        match quotes.lost() {
            Some(lost) => Ok(lost),
            None if ranges.is_empty() => Err("has neither ranges nor a quote".into()),
            None => {
                let shown: Vec<String> = ranges.iter().map(ToString::to_string).collect();
                let length = self.text.as_str().chars().count();
                Err(format!("has ranges that do not fit the text of {length} characters ({})", shown.join(" ")))
            }
        }
    }
}

/// The words that a file quotes for an annotation.
#[derive(Clone, Debug, Default)]
pub(super) struct Quotes {
    pub(super) exact: Vec<String>,
    pub(super) before: String,
    pub(super) after: String,
}

impl Quotes {
    fn lost(&self) -> Option<Place> {
        let count = self.exact.len();
        let quote = |(i, exact): (usize, &String)| TextQuote {
            exact: exact.clone(),
            before: if i == 0 { self.before.clone() } else { String::new() },
            after: if i + 1 == count { self.after.clone() } else { String::new() },
        };
        let quotes: Vec<TextQuote> = self.exact.iter().enumerate().map(quote).collect();
        (!quotes.is_empty()).then_some(Place::Lost(quotes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn ranges_follow_the_cleaned_text() {
        let at = Positions::cleaning("\u{feff}Ein\r\nWort 😀, sagte\u{7} sie");
        assert_eq!(at.text.as_str(), "Ein\nWort 😀, sagte sie");
        let words = |range: Value| at.pair(&range.into()).map(|span| at.text.slice(span));
        assert_eq!(words(json!([6, 10])), Some("Wort"));
        assert_eq!(words(json!([11, 12])), Some("😀"));
        assert_eq!(words(json!([14, 20])), Some("sagte"), "the control character shrank to nothing");
        for wrong in [json!([0, 1]), json!([3, 2]), json!([0, 99]), json!([-1, 3]), json!([1.5, 3]), json!(7)] {
            assert_eq!(words(wrong.clone()), None, "{wrong}");
        }
    }

    #[test]
    fn a_doubtful_place_is_an_orphan() {
        let at = Positions::cleaning("one two three");
        let quotes = Quotes { exact: vec!["four".into()], ..Quotes::default() };
        assert!(matches!(at.place(&[json!([4, 7]).into()], &quotes), Ok(Place::Lost(_))), "the words are others");
        assert!(matches!(at.place(&[json!([4, 99]).into()], &quotes), Ok(Place::Lost(_))));
        assert!(at.place(&[json!([4, 99]).into()], &Quotes::default()).is_err());
        let same = Quotes { exact: vec!["two".into()], ..Quotes::default() };
        assert!(matches!(at.place(&[json!([4, 7]).into()], &same), Ok(Place::At(_))));
    }
}
