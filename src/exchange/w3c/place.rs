//! Where an annotation stands: its quote decides, its position breaks ties.

use super::body::{each, words};
use crate::exchange::OffsetUnit;
use crate::text::{Relocation, Text, TextQuote, TextSpan};
use serde_json::Value;

/// What the selectors of one target say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Selected {
    /// The file or address that it is on.
    pub(super) source: String,
    pub(super) quote: Option<TextQuote>,
    pub(super) position: Option<(usize, usize)>,
}

/// Reads a target; `uri` is what it is on where it does not say.
pub(super) fn selected(target: &Value, uri: &str) -> Selected {
    let source = target.get("source").and_then(|s| s.as_str().or_else(|| s.get("id").and_then(Value::as_str)));
    let mut found = Selected { source: source.unwrap_or(uri).to_owned(), ..Selected::default() };
    for selector in each(target.get("selector")) {
        // A selector may only say where to look further.
        let mut inner = Some(selector);
        while let Some(selector) = inner {
            match words(selector, "type") {
                "TextQuoteSelector" => {
                    let field = |name: &str| selector.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                    let quote = TextQuote { exact: field("exact"), before: field("prefix"), after: field("suffix") };
                    found.quote = Some(quote).filter(|quote| !quote.exact.is_empty());
                }
                "TextPositionSelector" => {
                    let number = |name: &str| selector.get(name)?.as_u64().and_then(|n| usize::try_from(n).ok());
                    found.position = number("start").zip(number("end"));
                }
                _ => {}
            }
            inner = selector.get("refinedBy");
        }
    }
    found
}

/// The unit in which more of the positions have the words of their quotes, or, where as many have, more of the context
/// around them: code points where both are as good.
pub(super) fn unit(text: &Text, all: &[Selected]) -> OffsetUnit {
    let right = |unit: OffsetUnit| {
        let quoted = all.iter().filter_map(|one| Some((one.quote.as_ref()?, one.position?)));
        let scores = quoted.filter_map(|(quote, (start, end))| {
            let span = unit.span(text, start, end).filter(|span| text.slice(*span) == quote.exact)?;
            Some((1, quote.context_score(text, span)))
        });
        scores.fold((0, 0), |sum: (usize, usize), one| (sum.0 + one.0, sum.1 + one.1))
    };
    if right(OffsetUnit::Utf16) > right(OffsetUnit::CodePoints) { OffsetUnit::Utf16 } else { OffsetUnit::CodePoints }
}

/// Where it stands; `None` where that is not certain.
pub(super) fn place(text: &Text, one: &Selected, unit: OffsetUnit) -> Option<TextSpan> {
    let hint = one.position.and_then(|(start, end)| unit.span(text, start, end));
    let Some(quote) = &one.quote else { return hint.filter(|span| !span.is_empty()) };
    match quote.locate(text, hint) {
        Relocation::Here => hint,
        Relocation::Moved(span) => Some(span),
        Relocation::Doubtful(places) => nearest(&places, hint?),
        Relocation::Lost => None,
    }
}

/// The place that is by far the nearest: at most half as far as any other.
fn nearest(places: &[TextSpan], hint: TextSpan) -> Option<TextSpan> {
    let distance = |span: &TextSpan| span.start().get().abs_diff(hint.start().get());
    let mut places: Vec<TextSpan> = places.to_vec();
    places.sort_by_key(distance);
    let next = places.get(1).map_or(usize::MAX, distance);
    places.first().copied().filter(|first| distance(first) < next / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn one(exact: &str, position: Option<(usize, usize)>) -> Selected {
        let quote = TextQuote { exact: exact.into(), ..TextQuote::default() };
        Selected { source: String::new(), quote: Some(quote), position }
    }

    #[test]
    fn the_quote_decides_and_the_position_breaks_ties() {
        let text = Text::new("😀 rain and more of it, then again rain and the sun");
        let at = |start: usize, end: usize| Some(TextSpan::of(start, end));
        assert_eq!(place(&text, &one("rain", Some((2, 6))), OffsetUnit::CodePoints), at(5, 9));
        assert_eq!(place(&text, &one("rain", Some((3, 7))), OffsetUnit::Utf16), at(5, 9));
        assert_eq!(place(&text, &one("rain", Some((4, 8))), OffsetUnit::CodePoints), at(5, 9), "near one of two");
        assert_eq!(place(&text, &one("rain", Some((18, 22))), OffsetUnit::CodePoints), None, "between the two");
        assert_eq!(place(&text, &one("rain", None), OffsetUnit::CodePoints), None);
        assert_eq!(place(&text, &one("snow", Some((2, 6))), OffsetUnit::CodePoints), None);
        let unquoted = Selected { quote: None, ..one("", Some((2, 6))) };
        assert_eq!(place(&text, &unquoted, OffsetUnit::CodePoints), at(5, 9));
        assert_eq!(unit(&text, &[one("rain", Some((3, 7))), one("sun", Some((48, 51)))]), OffsetUnit::Utf16);
        assert_eq!(unit(&text, &[one("rain", Some((3, 7)))]), OffsetUnit::Utf16, "both fit the text, one its words");
        assert_eq!(unit(&text, &[one("rain", Some((2, 6)))]), OffsetUnit::CodePoints);
        let twice = Text::new("😀 tt");
        let first = TextQuote { exact: "t".into(), before: "😀 ".into(), after: "t".into() };
        let first = Selected { quote: Some(first), ..one("", Some((3, 4))) };
        assert_eq!(unit(&twice, &[first]), OffsetUnit::Utf16, "the words stand at both, the context at one");
    }

    #[test]
    fn selectors_of_several_programs() {
        let target = json!({ "source": { "id": "a.txt" }, "selector": { "type": "FragmentSelector", "refinedBy":
            { "type": "TextQuoteSelector", "exact": "x", "refinedBy": { "type": "TextPositionSelector", "start": 1, "end": 2 } } } });
        let found = selected(&target, "");
        assert_eq!(
            (found.source.as_str(), found.position, found.quote.map(|q| q.exact)),
            ("a.txt", Some((1, 2)), Some("x".into()))
        );
        assert_eq!(selected(&json!({ "selector": [] }), "https://a.example/").source, "https://a.example/");
    }
}
