//! Quotations of a paragraph, whatever marks it uses and however broken they are.

use super::tokens::{Token, TokenKind};
use crate::text::TextSpan;

/// Words up to which a quotation may be scare quotes.
const SCARE_WORDS: usize = 4;

/// Words in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// With the marks.
    pub outer: TextSpan,
    /// Between the marks.
    pub inner: TextSpan,
    /// Few words that are no utterance by their form: scare quotes, a nickname, a title.
    pub scare: bool,
    /// False where the closing mark is missing: the quotation then runs to the end of its paragraph, or to the next one.
    pub closed: bool,
    /// How many quotations it stands in.
    pub depth: u8,
}

/// A family of marks: one closes what another of the same family opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Angle,
    AngleSingle,
    Corner,
}

/// Which way a mark looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

fn family(c: char) -> Option<(Family, Side)> {
    Some(match c {
        // English opens by the last one, German closes.
        '„' | '‟' | '❝' | '“' => (Family::Double, Side::Opens),
        '”' | '❞' | '〞' => (Family::Double, Side::Closes),
        '"' | '＂' => (Family::Double, Side::Either),
        '‘' | '‚' | '‛' => (Family::Single, Side::Opens),
        '’' => (Family::Single, Side::Closes),
        '\'' => (Family::Single, Side::Either),
        // French opens by the left one, German books by the right one.
        '«' | '»' => (Family::Angle, Side::Either),
        '‹' | '›' => (Family::AngleSingle, Side::Either),
        '「' | '『' => (Family::Corner, Side::Opens),
        '」' | '』' => (Family::Corner, Side::Closes),
        _ => return None,
    })
}

/// A mark that has not been closed yet.
struct Open {
    family: Family,
    mark: char,
    outer: usize,
    inner: usize,
}

/// The quotations of a paragraph, the outer before the inner, in text order.
pub(super) fn quotations(text: &str, paragraph: TextSpan) -> Vec<Quotation> {
    let words = paragraph.slice(text);
    let base = paragraph.start().get();
    // Almost all paragraphs without marks end here.
    if !words.contains(['"', '\'', '‘', '‚', '“', '”', '„', '«', '»', '‹', '›', '「', '『', '＂', '‟', '❝'])
    {
        return Vec::new();
    }
    let mut open: Vec<Open> = Vec::new();
    let mut found = Vec::new();
    let mut before = ' ';
    for (at, c) in words.char_indices() {
        let previous = std::mem::replace(&mut before, c);
        let Some((kind, side)) = family(c) else { continue };
        let next = words.get(at + c.len_utf8()..).and_then(|t| t.chars().next()).unwrap_or(' ');
        let depth = open.iter().rposition(|o| o.family == kind);
        match turn(kind, side, c, (previous, next), depth.and_then(|d| open.get(d)).map(|o| o.mark)) {
            Turn::Nothing => {}
            Turn::Closes => {
                let Some(depth) = depth else { continue };
                if kind == Family::Single && is_possessive(words, at, c, previous, next) {
                    continue;
                }
                for (level, mark) in open.drain(depth..).enumerate() {
                    let closed = level == 0;
                    if closed || mark.family != Family::Single {
                        found.push(quotation(
                            base,
                            &mark,
                            at,
                            at + c.len_utf8() * usize::from(closed),
                            closed,
                            depth + level,
                        ));
                    }
                }
            }
            Turn::Opens => {
                // A second opening mark of a family: the first one was never closed.
                if let Some(depth) = depth.filter(|_| kind != Family::Corner) {
                    for (level, mark) in open.drain(depth..).enumerate().filter(|(_, m)| m.family != Family::Single) {
                        found.push(quotation(base, &mark, at, at, false, depth + level));
                    }
                }
                open.push(Open { family: kind, mark: c, outer: at, inner: at + c.len_utf8() });
            }
        }
    }
    for (depth, mark) in open.iter().enumerate().filter(|(_, m)| m.family != Family::Single) {
        found.push(quotation(base, mark, words.len(), words.len(), false, depth));
    }
    found.retain(|q| !q.inner.slice(text).trim().is_empty());
    found.sort_by_key(|q| q.outer);
    found
}

fn quotation(base: usize, mark: &Open, inner_end: usize, outer_end: usize, closed: bool, depth: usize) -> Quotation {
    Quotation {
        outer: TextSpan::of(base + mark.outer, base + outer_end),
        inner: TextSpan::of(base + mark.inner, base + inner_end),
        scare: false,
        closed,
        depth: u8::try_from(depth).unwrap_or(u8::MAX),
    }
}

enum Turn {
    Opens,
    Closes,
    Nothing,
}

/// What a mark does, by its neighbours and by the open mark of its family.
fn turn(kind: Family, side: Side, c: char, (previous, next): (char, char), open: Option<char>) -> Turn {
    let gap_before = previous.is_whitespace() || "([{—–-/:".contains(previous) || family(previous).is_some();
    let word_after = next.is_alphanumeric() || "$€£#@([…".contains(next) || family(next).is_some();
    let starts = gap_before && word_after && !(previous.is_whitespace() && next.is_whitespace());
    if kind == Family::Single {
        return match (side, open) {
            (Side::Opens, _) if starts => Turn::Opens,
            (Side::Either, None) if starts && next.is_alphanumeric() => Turn::Opens,
            (_, Some(_)) if !next.is_alphanumeric() && !previous.is_whitespace() => Turn::Closes,
            _ => Turn::Nothing,
        };
    }
    let opens = match (side, open) {
        (Side::Opens, None) => !previous.is_alphanumeric() || word_after,
        // German closes by the mark that English opens with; so do careless texts.
        (Side::Opens, Some(mark)) => !(mark == '„' && c == '“') && (previous.is_whitespace() || next.is_alphanumeric()),
        (Side::Closes, None) => starts,
        (Side::Either, None) => !previous.is_alphanumeric() || next.is_alphanumeric(),
        (Side::Either, Some(mark)) if mark == c || kind == Family::Double => {
            previous.is_whitespace() && next.is_alphanumeric()
        }
        (Side::Closes | Side::Either, Some(_)) => false,
    };
    match (opens, open) {
        (true, _) => Turn::Opens,
        (false, Some(_)) => Turn::Closes,
        (false, None) => Turn::Nothing,
    }
}

/// True for the apostrophe of "the workers’ demand", where the quotation closes later in the paragraph.
fn is_possessive(words: &str, at: usize, c: char, previous: char, next: char) -> bool {
    let rest = words.get(at + c.len_utf8()..).unwrap_or_default();
    let letter_follows = rest.trim_start().chars().next().is_some_and(char::is_lowercase);
    if !(previous == 's' && next == ' ' && letter_follows) {
        return false;
    }
    let near = rest.get(..rest.floor_char_boundary(200)).unwrap_or_default();
    let mut before = ' ';
    for (i, other) in near.char_indices() {
        let after = near.get(i + other.len_utf8()..).and_then(|t| t.chars().next()).unwrap_or(' ');
        if "‘“\"".contains(other) {
            return false;
        }
        if other == c && !before.is_whitespace() && !after.is_alphanumeric() {
            return true;
        }
        before = other;
    }
    false
}

/// True where the form of the quoted words says that nobody is quoted: few words without a stop or comma at their end, or a
/// title with its capitals.
pub(super) fn is_scare(text: &str, quotation: &Quotation, tokens: &[Token]) -> bool {
    let words: Vec<&str> = tokens
        .iter()
        .filter(|t| t.kind != TokenKind::Mark && t.kind != TokenKind::Clitic)
        .map(|t| t.span.slice(text))
        .collect();
    let stopped = |words: &str| words.trim_end().ends_with([',', '.', '!', '?', '…', ';']);
    let after = text.get(quotation.outer.end().get()..).unwrap_or_default();
    let before = text.get(..quotation.outer.start().get()).unwrap_or_default().trim_end();
    let inner = quotation.inner.slice(text);
    let introduced = before.ends_with([',', ':']);
    let ends_sentence = after.trim_start_matches(['.', '?', '!']).len() < after.len() || after.trim().is_empty();
    let comma_inside = inner.trim_end().ends_with(',');
    if words.len() <= SCARE_WORDS && !(introduced && ends_sentence) {
        let sentence = inner.chars().next().is_some_and(char::is_uppercase) && stopped(inner);
        return !(sentence || comma_inside && words.len() > 2);
    }
    let capital = |word: &&&str| word.chars().next().is_some_and(char::is_uppercase);
    let long = words.iter().filter(|word| word.chars().count() > 3);
    let (capitals, all) = (long.clone().filter(capital).count(), long.count());
    words.len() <= 10 && all >= 2 && capitals * 10 >= all * 8 && !stopped(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outer(text: &str) -> Vec<&str> {
        quotations(text, TextSpan::of(0, text.len())).iter().map(|q| q.outer.slice(text)).collect()
    }

    #[test]
    fn marks_of_several_habits() {
        assert_eq!(outer("“It is over,” he said. “Go.”"), ["“It is over,”", "“Go.”"]);
        assert_eq!(outer("\"It is over,\" he said. \"Go.\""), ["\"It is over,\"", "\"Go.\""]);
        assert_eq!(outer("Er sagte: „Es ist aus.“ Dann „nichts”."), ["„Es ist aus.“", "„nichts”"]);
        assert_eq!(outer("« C’est fini », dit-il, »aus«."), ["« C’est fini »", "»aus«"]);
        assert_eq!(
            outer("'It is over,' he said, and 'it's the workers' turn'."),
            ["'It is over,'", "'it's the workers' turn'"]
        );
        assert_eq!(outer("”It is over”, he said."), ["”It is over”"]);
        assert_eq!(outer("“He said ‘no’ twice.”"), ["“He said ‘no’ twice.”", "‘no’"]);
    }

    #[test]
    fn apostrophes_open_nothing() {
        assert_eq!(outer("the workers’ demand, the boss’s ‘90s car and Bolton‘s book"), [] as [&str; 0]);
        assert_eq!(outer("the players' and fans' anger; rock 'n' roll"), ["'n'"]);
    }

    #[test]
    fn what_never_closes_ends_with_its_paragraph_or_at_the_next_quotation() {
        let text = "He said “it is over. And “it is late,” she said. “So";
        let found = quotations(text, TextSpan::of(0, text.len()));
        let shown: Vec<_> = found.iter().map(|q| (q.inner.slice(text).trim(), q.closed)).collect();
        assert_eq!(shown, [("it is over. And", false), ("it is late,", true), ("So", false)]);
        assert_eq!(outer("his book “The Room of Tides“ is out"), ["“The Room of Tides“"]);
        assert_eq!(outer("a 6\" pipe"), [] as [&str; 0]);
    }

    proptest::proptest! {
        #[test]
        fn quotations_lie_inside_on_boundaries(text in "[a-z .,“”„‘’'\"«»]{0,60}") {
            for q in quotations(&text, TextSpan::of(0, text.len())) {
                proptest::prop_assert!(text.get(q.outer.range()).is_some() && text.get(q.inner.range()).is_some());
                proptest::prop_assert!(q.outer.contains_span(q.inner) && !q.inner.is_empty());
            }
        }
    }
}
