//! Pieces of layout: paragraphs, and parts of paragraphs that are too long to be laid out at once.

use crate::model::{Article, ZoneKind};
use crate::text::{ByteOffset, TextSpan, is_grapheme_boundary};

/// Longest paragraph that is one piece, in bytes.
const LONGEST: usize = 8 * 1024;

/// Longest piece of a longer paragraph, in bytes.
const CUT: usize = 4 * 1024;

/// Characters of a grapheme cluster that is kept whole where it would be cut.
const MOST_CHARS: usize = 48;

/// A run that is laid out at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// Its place in the text.
    pub(super) span: TextSpan,
    /// The number of its paragraph.
    pub(super) paragraph: usize,
    /// What the paragraph is.
    pub(super) zone: ZoneKind,
    /// The number of the article's zone that it is in.
    pub(super) zone_number: Option<usize>,
    /// It starts its paragraph.
    pub(super) first: bool,
    /// It ends its paragraph.
    pub(super) last: bool,
    /// It starts its zone.
    pub(super) opens_zone: bool,
}

/// All pieces of an article, in text order.
pub(super) fn pieces(article: &Article) -> Vec<Piece> {
    let text = article.text();
    let mut found = Vec::with_capacity(text.paragraphs().len());
    let mut zone_number = 0;
    let mut previous = None;
    for (paragraph, span) in text.paragraphs().iter().enumerate() {
        while article.zones.get(zone_number).is_some_and(|zone| zone.span.end() <= span.start()) {
            zone_number += 1;
        }
        let here = article.zones.get(zone_number).filter(|zone| zone.span.overlaps(*span));
        let number = here.map(|_| zone_number);
        let zone = here.map_or(ZoneKind::Body, |zone| zone.kind);
        let parts = cut(text.as_str(), *span);
        let count = parts.len();
        for (i, part) in parts.into_iter().enumerate() {
            let (first, last) = (i == 0, i + 1 == count);
            let opens_zone = first && number != previous;
            found.push(Piece { span: part, paragraph, zone, zone_number: number, first, last, opens_zone });
        }
        previous = number;
    }
    found
}

/// Cuts a long paragraph after white space, or where there is none between grapheme clusters.
fn cut(text: &str, paragraph: TextSpan) -> Vec<TextSpan> {
    if paragraph.len() <= LONGEST {
        return vec![paragraph];
    }
    let mut parts = Vec::with_capacity(paragraph.len() / CUT + 1);
    let mut start = paragraph.start().get();
    let end = paragraph.end().get();
    while end - start > CUT {
        let limit = text.floor_char_boundary(start + CUT);
        let half = text.floor_char_boundary(start + CUT / 2);
        let space = text.get(half..limit).and_then(|t| t.char_indices().rev().find(|(_, c)| c.is_whitespace()));
        let at = match space {
            Some((i, c)) => half + i + c.len_utf8(),
            // A cluster of more characters is cut inside: it can't be read anyway.
            None => between_clusters(text, limit).unwrap_or(limit),
        };
        parts.push(TextSpan::of(start, at));
        start = at;
    }
    parts.push(TextSpan::of(start, end));
    parts
}

/// The place between grapheme clusters that is nearest before another, where there is one within some characters.
fn between_clusters(text: &str, limit: usize) -> Option<usize> {
    let before = text.get(..limit)?.char_indices().rev().map(|(at, _)| at);
    std::iter::once(limit).chain(before).take(MOST_CHARS).find(|at| is_grapheme_boundary(text, ByteOffset::new(*at)))
}

/// The number of the piece that holds a place, its end included where no other starts there; else the nearest before.
pub(super) fn piece_at(pieces: &[Piece], at: ByteOffset) -> Option<usize> {
    let after = pieces.partition_point(|piece| piece.span.start() <= at);
    (!pieces.is_empty()).then(|| after.saturating_sub(1))
}

/// True where the words hold Hebrew, Arabic or another script that runs from right to left.
pub(super) fn runs_right_to_left(words: &str) -> bool {
    // No such letter starts with a byte below 0xD6.
    words.bytes().any(|b| b >= 0xD6)
        && words.chars().any(|c| {
            matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}')
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::snap_to_grapheme;

    fn rejoined(content: &str) -> Vec<TextSpan> {
        let parts = cut(content, TextSpan::of(0, content.len()));
        let joined: String = parts.iter().map(|p| p.slice(content)).collect();
        assert_eq!(joined, content);
        assert!(parts.iter().all(|p| p.len() <= LONGEST && !p.is_empty()));
        parts
    }

    #[test]
    fn long_paragraphs_are_cut_at_words() {
        let content = "Many words stand here. ".repeat(9_000);
        let parts = rejoined(&content);
        assert!(parts.len() > 40);
        assert!(parts.iter().all(|p| p.slice(&content).ends_with(' ')), "every cut follows white space");
    }

    #[test]
    fn runs_without_spaces_are_cut_between_clusters() {
        let content = "e\u{301}👩‍👩‍👧".repeat(2_000);
        let parts = rejoined(&content);
        assert!(parts.iter().all(|p| snap_to_grapheme(&content, p.start()) == p.start()));
        rejoined(&"字".repeat(9_000));
        rejoined(&format!("a{}", "\u{301}".repeat(9_000)));
    }

    #[test]
    fn scripts_from_right_to_left() {
        assert!(runs_right_to_left("He said שלום to all") && runs_right_to_left("مرحبا"));
        assert!(!runs_right_to_left("Résumé, Ελληνικά, 日本, 😀, Հայ"));
    }
}
