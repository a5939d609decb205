//! Sentences, clauses and quotations.

use super::{ByteOffset, Text, TextSpan};
use unicode_segmentation::UnicodeSegmentation;

/// Bytes of a long paragraph that are looked at on each side of a place, at least.
const PART: usize = 4 * 1024;

/// Words of English, Spanish, French and German news after which a full stop does not end a sentence (lower case).
const ABBREVIATIONS: [&str; 50] = [
    "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "capt", "adm", "rev", "hon", "st",
    "jr", "sr", "vs", "etc", "inc", "ltd", "co", "corp", "no", "vol", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "approx", "dept", "est", "u.s", "u.k", "e.g", "i.e", "sra", "bzw", "ca", "mme",
];

/// True where the text ends in an abbreviation with its stop: "Mr.", "U.S.", a single capital letter.
pub(crate) fn ends_in_abbreviation(text: &str) -> bool {
    let Some(body) = text.trim_end().strip_suffix('.') else { return false };
    let word = body.rsplit(|c: char| c.is_whitespace() || "(“\"‘[—–-".contains(c)).next().unwrap_or_default();
    let letters = word.chars().count();
    (letters == 1 && word.chars().all(char::is_uppercase))
        || (word.contains('.') && word.split('.').all(|part| part.chars().count() == 1))
        || ABBREVIATIONS.contains(&word.to_lowercase().as_str())
}

/// The sentences of one paragraph, without the white space around them: Unicode sentence segmentation (UAX 29), joined
/// again after abbreviations.
pub fn sentences(text: &str, paragraph: TextSpan) -> Vec<TextSpan> {
    let base = paragraph.start().get();
    let mut found: Vec<TextSpan> = Vec::new();
    let mut joins = false;
    for (i, piece) in paragraph.slice(text).split_sentence_bound_indices() {
        let trimmed = piece.trim();
        if trimmed.is_empty() {
            continue;
        }
        let start = base + i + (piece.len() - piece.trim_start().len());
        let here = TextSpan::of(start, start + trimmed.len());
        match found.last_mut() {
            Some(last) if joins => *last = last.cover(here),
            _ => found.push(here),
        }
        joins = ends_in_abbreviation(trimmed);
    }
    found
}

/// The part of a paragraph around a place that sentences and quotations are looked for in: all of it, unless it is longer
/// than any paragraph of news. Places near each other have the same part.
pub(crate) fn part_around(text: &str, paragraph: TextSpan, at: ByteOffset) -> TextSpan {
    if paragraph.len() <= 4 * PART {
        return paragraph;
    }
    let inside = at.clamp(paragraph.start(), paragraph.end()).get() - paragraph.start().get();
    let block = inside / PART * PART;
    // At white space, where there is some.
    let edge = |inside: usize| {
        let at = text.floor_char_boundary(paragraph.start().get() + inside);
        let end = text.floor_char_boundary((at + PART / 8).min(paragraph.end().get()));
        at + text.get(at..end).and_then(|words| words.find(char::is_whitespace)).unwrap_or(0)
    };
    let start = if block < PART { paragraph.start().get() } else { edge(block - PART) };
    let end = if block + 2 * PART >= paragraph.len() { paragraph.end().get() } else { edge(block + 2 * PART) };
    TextSpan::of(start, end)
}

/// The paragraph with this number, or its part around a place.
fn near(text: &Text, paragraph: usize, at: ByteOffset) -> Option<TextSpan> {
    Some(part_around(text.as_str(), *text.paragraphs().get(paragraph)?, at))
}

/// The sentence at a place, or the nearest one in its paragraph.
pub fn sentence_at(text: &Text, at: ByteOffset) -> Option<TextSpan> {
    let all = sentences(text.as_str(), near(text, text.index().paragraph_at(at)?, at)?);
    let after = all.partition_point(|s| s.start() <= at);
    all.get(after.saturating_sub(1)).copied()
}

/// The start of the next sentence after `at`, or the end of the text.
pub fn next_sentence(text: &Text, at: ByteOffset) -> ByteOffset {
    let first = text.index().paragraph_at(at).unwrap_or(0);
    for number in [first, first + 1] {
        let Some(part) = near(text, number, at) else { continue };
        let next = sentences(text.as_str(), part).into_iter().map(TextSpan::start).find(|s| *s > at);
        // Where a part of a paragraph has no further start, its end is as good as one.
        let ends_here = text.paragraphs().get(number).is_none_or(|p| part.end() >= p.end());
        if let Some(next) = next.or_else(|| (!ends_here && part.end() > at).then_some(part.end())) {
            return next;
        }
    }
    ByteOffset::new(text.len())
}

/// The start of the sentence that `at` is in, or of the one before it; else the start of the text.
pub fn previous_sentence(text: &Text, at: ByteOffset) -> ByteOffset {
    let here = text.index().paragraph_at(at).unwrap_or(0);
    for number in [Some(here), here.checked_sub(1)].into_iter().flatten() {
        // From the start of a part one looks into the part before it.
        let before = ByteOffset::new(at.get().saturating_sub(1));
        let Some(part) = near(text, number, before) else { continue };
        let starts = sentences(text.as_str(), part).into_iter().map(TextSpan::start);
        if let Some(start) = starts.take_while(|s| *s < at).last() {
            return start;
        }
    }
    ByteOffset::ZERO
}

/// The quotation or clause around a span inside its sentence: the innermost balanced quotation that holds it, else the
/// run between commas, semicolons, colons and dashes.
pub fn clause_at(text: &Text, span: TextSpan) -> Option<TextSpan> {
    let sentence = sentence_at(text, span.start())?;
    if !sentence.contains_span(span) {
        return None;
    }
    let content = text.as_str();
    if let Some(quotation) = quotations(content, sentence)
        .into_iter()
        .filter(|q| q.contains_span(span) && *q != span)
        .min_by_key(|q| q.len())
    {
        return Some(quotation);
    }
    let is_break = |c: char| ",;:—–".contains(c);
    let before = content.get(sentence.start().get()..span.start().get())?;
    let after = content.get(span.end().get()..sentence.end().get())?;
    let start = before.char_indices().rev().find(|(_, c)| is_break(*c)).map_or(0, |(i, c)| i + c.len_utf8());
    let end = after.find(is_break).unwrap_or(after.len());
    Some(TextSpan::of(sentence.start().get() + start, span.end().get() + end))
}

/// Balanced quotations inside a span, marks included. A straight mark opens and closes by turns.
pub(crate) fn quotations(text: &str, span: TextSpan) -> Vec<TextSpan> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut found = Vec::new();
    for (i, c) in span.slice(text).char_indices() {
        let at = span.start().get() + i;
        if let Some(depth) = open.iter().rposition(|(closing, _)| *closing == c) {
            if let Some((_, start)) = open.drain(depth..).next() {
                found.push(TextSpan::of(start, at + c.len_utf8()));
            }
        } else if let Some(closing) = closing_of(c) {
            open.push((closing, at));
        }
    }
    found
}

/// The mark that closes a quotation opened by `c`.
fn closing_of(c: char) -> Option<char> {
    Some(match c {
        '“' => '”',
        '„' => '“',
        '‘' => '’',
        '«' => '»',
        '‹' => '›',
        '「' => '」',
        '『' => '』',
        '"' => '"',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(content: &str) -> Vec<&str> {
        sentences(content, TextSpan::of(0, content.len())).iter().map(|s| s.slice(content)).collect()
    }

    #[test]
    fn sentences_survive_abbreviations() {
        assert_eq!(
            split("Mr. Gray left the U.S. Senate. “It is over.” He said no more … Mr. X would. Then J. Doe spoke."),
            ["Mr. Gray left the U.S. Senate.", "“It is over.”", "He said no more … Mr. X would.", "Then J. Doe spoke."]
        );
    }

    #[test]
    fn steps_cross_paragraphs() {
        let text = Text::new("One. Two.\n\nThree.");
        let next = |at| next_sentence(&text, ByteOffset::new(at)).get();
        let previous = |at| previous_sentence(&text, ByteOffset::new(at)).get();
        assert_eq!((next(0), next(5), next(11)), (5, 11, 17));
        assert_eq!((previous(17), previous(11), previous(7), previous(0)), (11, 5, 5, 0));
    }

    #[test]
    fn clause_prefers_the_quotation() {
        let text = Text::new("He said “prices will fall”, and left, late.");
        let at = text.as_str().find("will").unwrap_or(0);
        let clause = clause_at(&text, TextSpan::of(at, at + 4));
        assert_eq!(clause.map(|c| text.slice(c)), Some("“prices will fall”"));
        let at = text.as_str().find("left").unwrap_or(0);
        assert_eq!(clause_at(&text, TextSpan::of(at, at + 4)).map(|c| text.slice(c)), Some(" and left"));
    }

    #[test]
    fn an_endless_paragraph_has_the_sentences_of_a_short_one() {
        let one = "Mr. Gray said “it is over, really” again. ";
        let text = Text::new(one.repeat(2_000));
        for number in [0, 7, 97, 390, 1_500, 1_999] {
            let start = number * one.len();
            for at in [start, start + 9, start + one.len() - 3] {
                let sentence = sentence_at(&text, ByteOffset::new(at)).unwrap();
                assert_eq!(text.slice(sentence), one.trim(), "at {at}");
                let clause = clause_at(&text, TextSpan::of(start + 20, start + 22)).unwrap();
                assert_eq!(text.slice(clause), "“it is over, really”");
                assert_eq!(
                    next_sentence(&text, ByteOffset::new(at)).get(),
                    (start + one.len()).min(text.len()).max(at)
                );
                let previous = if at == start { start.saturating_sub(one.len()) } else { start };
                assert_eq!(previous_sentence(&text, ByteOffset::new(at)).get(), previous, "at {at}");
            }
        }
    }

    #[test]
    fn words_without_a_stop_are_cut_somewhere() {
        let text = Text::new("word ".repeat(40_000));
        let mut at = ByteOffset::ZERO;
        let mut steps = 0;
        while at.get() < text.len() {
            let next = next_sentence(&text, at);
            assert!(next > at && next.get() - at.get() <= 4 * PART);
            (at, steps) = (next, steps + 1);
        }
        while at > ByteOffset::ZERO {
            let previous = previous_sentence(&text, at);
            assert!(previous < at && at.get() - previous.get() <= 4 * PART);
            at = previous;
        }
        assert!(steps < 100);
    }
}
