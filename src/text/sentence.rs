//! Sentences, clauses and quotations.

use super::{ByteOffset, Text, TextSpan};
use unicode_segmentation::UnicodeSegmentation;

/// Words of English, Spanish, French and German news after which a full stop does not end a sentence (lower case).
const ABBREVIATIONS: [&str; 50] = [
    "mr", "mrs", "ms", "dr", "prof", "sen", "rep", "gov", "gen", "col", "lt", "sgt", "capt", "adm", "rev", "hon", "st",
    "jr", "sr", "vs", "etc", "inc", "ltd", "co", "corp", "no", "vol", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "approx", "dept", "est", "u.s", "u.k", "e.g", "i.e", "sra", "bzw", "ca", "mme",
];

/// True where the text ends in an abbreviation with its stop: "Mr.", "U.S.", a single capital letter.
pub(super) fn ends_in_abbreviation(text: &str) -> bool {
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

/// The sentence at a place, or the nearest one in its paragraph.
pub fn sentence_at(text: &Text, at: ByteOffset) -> Option<TextSpan> {
    let paragraph = *text.paragraphs().get(text.index().paragraph_at(at)?)?;
    let all = sentences(text.as_str(), paragraph);
    let after = all.partition_point(|s| s.start() <= at);
    all.get(after.saturating_sub(1)).copied()
}

/// The start of the next sentence after `at`, or the end of the text.
pub fn next_sentence(text: &Text, at: ByteOffset) -> ByteOffset {
    let first = text.index().paragraph_at(at).unwrap_or(0);
    let starts = text.paragraphs().iter().skip(first).take(2).flat_map(|p| sentences(text.as_str(), *p));
    starts.map(TextSpan::start).find(|s| *s > at).unwrap_or(ByteOffset::new(text.len()))
}

/// The start of the sentence that `at` is in, or of the one before it; else the start of the text.
pub fn previous_sentence(text: &Text, at: ByteOffset) -> ByteOffset {
    let here = text.index().paragraph_at(at).unwrap_or(0);
    let near = text.paragraphs().iter().skip(here.saturating_sub(1)).take(2);
    let starts = near.flat_map(|p| sentences(text.as_str(), *p)).map(TextSpan::start);
    starts.take_while(|s| *s < at).last().unwrap_or(ByteOffset::ZERO)
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
}
