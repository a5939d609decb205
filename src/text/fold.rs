//! Folding of case and accents, so that "Guaido" finds "Guaidó".

use super::{ByteOffset, TextSpan};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text that knows where each of its characters came from. Takes about as many bytes as the original, and 8
/// more where the folding of a character has another length.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// The folded words.
    text: String,
    /// Where the way back jumps: from each folded place on, places follow the original one byte for byte.
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    folded: u32,
    origin: u32,
}

impl Folded {
    /// The folded words.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Bytes of memory that it takes.
    pub fn memory(&self) -> usize {
        self.text.capacity() + self.steps.capacity() * size_of::<Step>()
    }

    /// The place in the original text of a character of the folded one, or of its end.
    pub fn origin(&self, folded: usize) -> ByteOffset {
        let after = self.steps.partition_point(|step| step.folded as usize <= folded);
        let step = after.checked_sub(1).and_then(|last| self.steps.get(last));
        let step = step.copied().unwrap_or(Step { folded: 0, origin: 0 });
        ByteOffset::new(step.origin as usize + (folded - step.folded as usize))
    }

    /// The run of the original, `text`, that a run of folded bytes came from; a character of which only a part is in
    /// the run belongs to it whole, and so do the combining marks that follow it.
    pub fn span(&self, text: &str, folded: std::ops::Range<usize>) -> TextSpan {
        let start = self.origin(folded.start);
        if folded.is_empty() {
            return TextSpan::caret(start);
        }
        let last = self.origin(self.text.floor_char_boundary(folded.end - 1)).get();
        let mut rest = text.get(last..).unwrap_or_default().chars();
        let whole = rest.next().map_or(0, char::len_utf8);
        // Most texts are plain here: one look at the next byte tells.
        let marks = match text.as_bytes().get(last + whole) {
            Some(byte) if byte.is_ascii() => 0,
            _ => rest.take_while(|c| is_combining_mark(*c)).map(char::len_utf8).sum(),
        };
        TextSpan::new(start, ByteOffset::new(last + whole + marks))
    }
}

/// Letters that Unicode does not take apart, and that people write without their strokes.
fn plain_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ħ' | 'Ħ' => "h",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

/// One character without case and accents; typographic quotation marks and dashes become their plain forms.
fn fold_char(c: char) -> impl Iterator<Item = char> {
    let plain = match c {
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' | '‹' | '›' => '\'',
        '–' | '—' | '‒' | '―' => '-',
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        c => c,
    };
    let known = plain_letters(plain);
    let other = known.is_none().then_some(plain);
    let folded = other
        .into_iter()
        .nfkd()
        .filter(|c| !is_combining_mark(*c) && !is_ignorable(*c))
        .flat_map(char::to_lowercase)
        .flat_map(|c| plain_letters(c).map_or_else(|| Letters::One(Some(c)), |s| Letters::Some(s.chars())));
    known.unwrap_or_default().chars().chain(folded)
}

/// A character, or some.
enum Letters {
    One(Option<char>),
    Some(std::str::Chars<'static>),
}

impl Iterator for Letters {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::One(c) => c.take(),
            Self::Some(chars) => chars.next(),
        }
    }
}

/// Invisible characters that a search must not trip over.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{202a}'..='\u{202e}')
}

/// How a character folds.
#[derive(Clone, Copy)]
enum Folding {
    Nothing,
    One(char),
    Several,
}

/// Foldings of all characters below U+3000: Latin, Greek, Cyrillic, Arabic, punctuation, but no ideographs.
static KNOWN: LazyLock<Vec<Folding>> = LazyLock::new(|| {
    let folding = |code| {
        let mut folded = char::from_u32(code).into_iter().flat_map(fold_char);
        match (folded.next(), folded.next()) {
            (None, _) => Folding::Nothing,
            (Some(c), None) => Folding::One(c),
            (Some(_), Some(_)) => Folding::Several,
        }
    };
    (0..0x3000).map(folding).collect()
});

/// Text without case, accents, typographic marks and invisible characters.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let known: &[Folding] = &KNOWN;
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match known.get(c as usize) {
            Some(Folding::Nothing) => {}
            Some(Folding::One(c)) => folded.push(*c),
            _ => folded.extend(fold_char(c)),
        }
    }
    folded
}

/// As [`fold`], with a way back to the original.
pub fn fold_mapped(text: &str) -> Folded {
    let known: &[Folding] = &KNOWN;
    let mut making = Making { text: String::with_capacity(text.len()), steps: Vec::new(), lead: 0 };
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.bytes().position(|byte| !byte.is_ascii()).unwrap_or(rest.len());
        making.push_ascii(rest.get(..plain).unwrap_or_default(), at);
        at += plain;
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        match known.get(c as usize) {
            Some(Folding::Nothing) => {}
            Some(Folding::One(folded)) => making.push(*folded, at),
            _ => fold_char(c).for_each(|folded| making.push(folded, at)),
        }
        at += c.len_utf8();
    }
    making.step(text.len());
    making.text.shrink_to_fit();
    making.steps.shrink_to_fit();
    Folded { text: making.text, steps: making.steps }
}

struct Making {
    text: String,
    steps: Vec<Step>,
    /// How far the original is ahead of the folded text, in bytes; wraps around where it is behind.
    lead: usize,
}

impl Making {
    /// Notes where the next folded character comes from, unless that follows.
    fn step(&mut self, origin: usize) {
        let lead = origin.wrapping_sub(self.text.len());
        if lead != self.lead {
            self.lead = lead;
            self.steps.push(Step { folded: self.text.len() as u32, origin: origin as u32 });
        }
    }

    fn push(&mut self, folded: char, origin: usize) {
        self.step(origin);
        self.text.push(folded);
    }

    fn push_ascii(&mut self, plain: &str, origin: usize) {
        if !plain.is_empty() {
            self.step(origin);
            let start = self.text.len();
            self.text.push_str(plain);
            if let Some(new) = self.text.get_mut(start..) {
                new.make_ascii_lowercase();
            }
        }
    }
}

/// True for a character that is part of a word: a letter, digit, underscore or combining mark.
pub fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_combining_mark(c)
}

/// True for a character of a script that puts no spaces between words, so that a word may begin or end at it anywhere:
/// Thai, Lao, Burmese, Khmer, kana and ideographs.
pub fn is_spaceless(c: char) -> bool {
    matches!(c as u32,
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x3400..=0x9fff
        | 0xf900..=0xfaff | 0xff66..=0xff9f | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_case_and_marks() {
        assert_eq!(fold("Nicolás GUAIDÓ’s “ﬁrst”"), "nicolas guaido's \"first\"");
        assert_eq!(fold("Straße ŁÓDŹ Ærø İstanbul ıssız ΟΔΟΣ οδος"), "strasse lodz aero istanbul issiz οδοσ οδοσ");
        let mapped = fold_mapped("Élan vital");
        let at = mapped.as_str().find("vital").unwrap_or(0);
        assert_eq!(mapped.origin(at).get(), "Élan ".len());
        assert_eq!(mapped.origin(mapped.as_str().len()).get(), "Élan vital".len());
    }

    #[test]
    fn plain_text_needs_no_way_back() {
        let mapped = fold_mapped("Plain Words, мир");
        assert_eq!((mapped.as_str(), mapped.steps.len()), ("plain words, мир", 0));
    }

    proptest! {
        #[test]
        fn every_character_knows_where_it_came_from(text in "(\\PC|[ßﬁéÉİıﷺ…½\u{301}\u{ad} a]){0,40}") {
            let folded = fold_mapped(&text);
            prop_assert_eq!(folded.as_str(), fold(&text));
            prop_assert_eq!(folded.as_str(), text.chars().flat_map(fold_char).collect::<String>());
            let origins: Vec<usize> = text.char_indices().flat_map(|(i, c)| fold_char(c).map(move |_| i)).collect();
            for ((at, c), origin) in folded.as_str().char_indices().zip(origins) {
                prop_assert_eq!(folded.origin(at).get(), origin);
                let span = folded.span(&text, at..at + c.len_utf8());
                prop_assert_eq!(span.start().get(), origin);
                prop_assert!(!span.is_empty() && text.get(span.range()).is_some());
            }
            prop_assert_eq!(folded.origin(folded.as_str().len()).get(), text.len());
        }
    }
}
