//! The one cleaning of a text, at import, before any offset exists.

use std::borrow::Cow;

/// Makes every line end `\n` (CRLF, CR, U+0085, U+2028, U+2029, VT, FF) and takes U+FEFF and the control characters
/// (general category Cc) but tab away. Joiners, bidi marks and soft hyphens (Cf) stay; nothing is Unicode-normalized.
pub fn clean(text: &str) -> Cow<'_, str> {
    if !text.chars().any(must_go) {
        return Cow::Borrowed(text);
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                cleaned.push('\n');
            }
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => cleaned.push('\n'),
            c if must_go(c) => {}
            c => cleaned.push(c),
        }
    }
    Cow::Owned(cleaned)
}

fn must_go(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}') || (c.is_control() && c != '\n' && c != '\t')
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn line_ends_and_controls() {
        assert_eq!(
            clean("\u{feff}a\r\nb\rc\u{85}d\u{2028}e\u{2029}f\u{b}g\u{c}h\0\u{1b}i\tj"),
            "a\nb\nc\nd\ne\nf\ng\nhi\tj"
        );
        assert_eq!(clean("soft\u{ad}hyphen \u{200d}\u{200f}e\u{301}"), "soft\u{ad}hyphen \u{200d}\u{200f}e\u{301}");
        assert_eq!(clean("\r\r\n\n"), "\n\n\n");
    }

    proptest::proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in "(?s).{0,200}") {
            let once = clean(&text).into_owned();
            let twice = clean(&once).into_owned();
            proptest::prop_assert_eq!(twice, once);
        }
    }
}
