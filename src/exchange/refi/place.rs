//! Where selections stand: programs count in code points or UTF-16, with or without a byte order mark, a CRLF as one
//! or two. The words that a selection is named by tell which; else the program that wrote the file.

use crate::exchange::unit::OffsetUnit;
use crate::exchange::xml::allowed;
use crate::text::{Text, TextSpan};

/// How many selections are looked at to tell the unit.
const LOOKED_AT: usize = 1000;

/// A selection as it stands in the file.
#[derive(Clone, Debug)]
pub(super) struct Range {
    pub(super) start: Option<usize>,
    pub(super) end: Option<usize>,
    /// Usually the words, whole or cut off.
    pub(super) name: String,
}

/// A text in the form that positions mean, and where each selection stands in it, in code points.
#[derive(Debug)]
pub(super) struct Placed {
    pub(super) text: String,
    pub(super) ranges: Vec<Option<(usize, usize)>>,
}

/// One way to count.
struct Way {
    text: Text,
    unit: OffsetUnit,
}

/// Finds how positions count, and places all selections. One whose words are plainly others than its name has no
/// place, where most others' are the same.
pub(super) fn place(raw: &str, origin: &str, known: Option<OffsetUnit>, ranges: &[Range]) -> Placed {
    let ways = ways(raw, origin, known);
    let has_origin = known.is_some() || preferred(origin).is_some();
    let mut best: Option<((usize, usize, usize), Way)> = None;
    let alone = ways.len() == 1;
    for way in ways {
        let score = if alone { (0, 0, 0) } else { score(&way, ranges, has_origin) };
        if best.as_ref().is_none_or(|(highest, _)| score > *highest) {
            best = Some((score, way));
        }
    }
    let Some((_, way)) = best else { return Placed { text: String::new(), ranges: Vec::new() } };
    let spans: Vec<Option<TextSpan>> = ranges.iter().map(|range| way.span(range)).collect();
    let named = ranges.iter().zip(&spans).filter_map(|(range, span)| span.map(|span| way.is_named(range, span)));
    let (mut same, mut other) = (0, 0);
    for is_same in named.flatten() {
        if is_same { same += 1 } else { other += 1 }
    }
    let names_count = same > 0 && same >= other;
    let placed = |(range, span): (&Range, Option<TextSpan>)| {
        let span = span?;
        if names_count && way.is_named(range, span) == Some(false) {
            return None;
        }
        let (start, end) = way.text.chars_of(span);
        Some((start.get(), end.get()))
    };
    let ranges = ranges.iter().zip(spans).map(placed).collect();
    Placed { text: way.text.as_str().to_owned(), ranges }
}

/// What a program is known to do: its unit, and whether a CRLF counts as one.
fn preferred(origin: &str) -> Option<(OffsetUnit, bool)> {
    let origin = origin.to_lowercase();
    let is = |name: &str| origin.contains(name);
    match () {
        () if is("nvivo") => Some((OffsetUnit::Utf16, false)),
        () if is("atlas") || is("maxqda") => Some((OffsetUnit::CodePoints, true)),
        () if is("qualcoder") || is("byline") => Some((OffsetUnit::CodePoints, false)),
        () => None,
    }
}

/// All ways that differ for a text, the likeliest first.
fn ways(raw: &str, origin: &str, known: Option<OffsetUnit>) -> Vec<Way> {
    let (unit, is_one) = preferred(origin).unwrap_or_default();
    let unit = known.unwrap_or(unit);
    let bare = raw.strip_prefix('\u{feff}').unwrap_or(raw);
    let mut texts = vec![bare.to_owned()];
    if raw.contains("\r\n") {
        texts.push(bare.replace("\r\n", "\n"));
        if is_one {
            texts.reverse();
        }
    }
    if bare.len() < raw.len() {
        let marked: Vec<String> = texts.iter().map(|text| format!("\u{feff}{text}")).collect();
        texts.extend(marked);
    }
    let is_astral = raw.chars().any(|c| c.len_utf16() > 1);
    let other = match unit {
        OffsetUnit::CodePoints => OffsetUnit::Utf16,
        OffsetUnit::Utf16 => OffsetUnit::CodePoints,
    };
    let mut ways = Vec::new();
    for text in texts {
        let text = Text::new(text);
        if is_astral && known.is_none() {
            ways.push(Way { text: text.clone(), unit });
            ways.push(Way { text, unit: other });
        } else {
            ways.push(Way { text, unit });
        }
    }
    ways
}

/// How well a way fits: names that are the words, positions that fit, and where nothing is known of the program, ends
/// at the borders of words.
fn score(way: &Way, ranges: &[Range], has_origin: bool) -> (usize, usize, usize) {
    let (mut names, mut fits, mut borders) = (0, 0, 0);
    for range in ranges.iter().take(LOOKED_AT) {
        let Some(span) = way.span(range) else { continue };
        fits += 1;
        names += usize::from(way.is_named(range, span) == Some(true));
        if !has_origin {
            let text = way.text.as_str();
            let inside = |at: usize| {
                let before = text.get(..at).and_then(|s| s.chars().next_back());
                let after = text.get(at..).and_then(|s| s.chars().next());
                [before, after].iter().all(|c| c.is_some_and(char::is_alphanumeric))
            };
            borders += usize::from(!inside(span.start().get())) + usize::from(!inside(span.end().get()));
        }
    }
    (names, fits, borders)
}

impl Way {
    fn span(&self, range: &Range) -> Option<TextSpan> {
        self.unit.span(&self.text, range.start?, range.end?).filter(|span| !span.is_empty())
    }

    /// Whether a selection is named by its words, perhaps cut off; `None` where it has no name.
    fn is_named(&self, range: &Range, span: TextSpan) -> Option<bool> {
        let name = range.name.trim_end_matches(['…', '.']);
        let mut name = name.split_whitespace().peekable();
        name.peek()?;
        let words = allowed(self.text.slice(span));
        let mut words = words.split_whitespace();
        while let Some(of_name) = name.next() {
            let Some(word) = words.next() else { return Some(false) };
            let is_last = name.peek().is_none();
            if !(word == of_name || is_last && word.starts_with(of_name)) {
                return Some(false);
            }
        }
        Some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(raw: &str, origin: &str, ranges: &[(usize, usize, &str)]) -> Vec<Option<String>> {
        let range = |(start, end, name): &(usize, usize, &str)| Range {
            start: Some(*start),
            end: Some(*end),
            name: (*name).to_owned(),
        };
        let ranges: Vec<Range> = ranges.iter().map(range).collect();
        let placed = place(raw, origin, None, &ranges);
        let chars: Vec<char> = placed.text.chars().collect();
        placed.ranges.iter().map(|r| r.map(|(start, end)| chars[start..end].iter().collect())).collect()
    }

    #[test]
    fn names_tell_the_unit() {
        let raw = "\u{feff}😀 one\r\ntwo three";
        let two = Some("two".to_owned());
        assert_eq!(words(raw, "", &[(7, 10, "two")]), vec![two.clone()], "code points, CRLF as two");
        assert_eq!(words(raw, "NVivo", &[(8, 11, "two")]), vec![two.clone()], "UTF-16");
        assert_eq!(words(raw, "NVivo", &[(8, 11, "")]), vec![two.clone()], "UTF-16 by the program alone");
        assert_eq!(words(raw, "ATLAS.ti", &[(6, 9, "")]), vec![two.clone()], "CRLF as one");
        assert_eq!(words(raw, "QualCoder", &[(6, 9, "two")]), vec![two.clone()], "names before the program");
        assert_eq!(words(raw, "", &[(8, 11, "two"), (12, 17, "thr…")]), [two.clone(), Some("three".into())]);
        assert_eq!(words(raw, "", &[(9, 12, "two"), (3, 6, "one")]), [None, Some("one".into())], "one is elsewhere");
        assert_eq!(words(raw, "", &[(99, 100, "two")]), [None]);
    }
}
