//! Folding of case and accents, so that "Guaido" finds "Guaidó".

use super::ByteOffset;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text that knows where each of its bytes came from.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    /// The folded words.
    pub text: String,
    /// For each byte of `text` and its end, the byte offset in the original.
    origin: Vec<ByteOffset>,
}

impl Folded {
    /// The place in the original text of a byte of the folded one.
    pub fn origin(&self, folded: usize) -> ByteOffset {
        self.origin.get(folded).or(self.origin.last()).copied().unwrap_or_default()
    }
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
    std::iter::once(plain).nfkd().filter(|c| !is_combining_mark(*c) && !is_ignorable(*c)).flat_map(char::to_lowercase)
}

/// Invisible characters that a search must not trip over.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{202a}'..='\u{202e}')
}

/// Text without case, accents, typographic marks and invisible characters.
pub fn fold(text: &str) -> String {
    text.chars().flat_map(fold_char).collect()
}

/// As [`fold`], with a way back to the original.
pub fn fold_mapped(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len() + 1) };
    for (i, c) in text.char_indices() {
        for plain in fold_char(c) {
            folded.text.push(plain);
            folded.origin.resize(folded.text.len(), ByteOffset::new(i));
        }
    }
    folded.origin.push(ByteOffset::new(text.len()));
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_marks() {
        assert_eq!(fold("Nicolás GUAIDÓ’s “ﬁrst”"), "nicolas guaido's \"first\"");
        let mapped = fold_mapped("Élan vital");
        let at = mapped.text.find("vital").unwrap_or(0);
        assert_eq!(mapped.origin(at).get(), "Élan ".len());
        assert_eq!(mapped.origin(mapped.text.len()).get(), "Élan vital".len());
    }
}
