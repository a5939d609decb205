//! Words of others as they may be shown: nothing in them moves the cursor, colors the terminal, or turns a line around.

use std::borrow::Cow;

/// Words with escapes such as `\\u{202e}` in the place of characters that act instead of being seen: control characters but
/// tab and line feed, and those that put or isolate a direction of writing. Joiners and marks of direction stay: scripts need
/// them.
///
/// ```
/// # use byline::text::shown;
/// assert_eq!(shown("photo\u{202e}gpj.exe"), "photo\\u{202e}gpj.exe");
/// assert_eq!(shown("קול אחד"), "קול אחד");
/// ```
pub fn shown(words: &str) -> Cow<'_, str> {
    if !words.contains(acts) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len() + 16);
    for c in words.chars() {
        if acts(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

fn acts(c: char) -> bool {
    let directs = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    directs || (c.is_control() && !matches!(c, '\t' | '\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_escaped_and_the_rest_stays() {
        assert!(matches!(shown("a\tb\nc 👩\u{200d}🚒 e\u{301} \u{200e}"), Cow::Borrowed(_)));
        assert_eq!(shown("\u{1b}[2Ja\r\u{0}\u{9b}"), "\\u{1b}[2Ja\\u{d}\\u{0}\\u{9b}");
        assert_eq!(shown("\u{2066}a\u{2069}"), "\\u{2066}a\\u{2069}");
    }
}
