//! What XML 1.0 can carry.

use std::borrow::Cow;

/// Words without the characters that XML 1.0 forbids (control characters but tab and line ends, U+FFFE, U+FFFF). The
/// texts of articles hold none of them but the last two; notes and titles may.
pub(super) fn allowed(words: &str) -> Cow<'_, str> {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r') || !(c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}'));
    if words.chars().all(is_allowed) {
        Cow::Borrowed(words)
    } else {
        Cow::Owned(words.chars().filter(|c| is_allowed(*c)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_go() {
        assert_eq!(allowed("a\u{0}b\u{1b}c\t\n\u{ffff}é😀"), "abc\t\né😀");
        assert!(matches!(allowed("as it is"), Cow::Borrowed(_)));
    }
}
