//! How values stand in a file.

use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn strings_are_escaped_character_by_character(
        text in r#"([a-z "\\]|\PC|[\x00-\x1f\x7f-\xc0\u{2020}-\u{2030}\u{fefe}\u{feff}]){0,40}"#,
    ) {
        let (mut written, mut expected) = (String::new(), String::from("\""));
        put_str(&text, &mut written);
        text.chars().for_each(|c| put_char(c, &mut expected));
        expected.push('"');
        prop_assert_eq!(&written, &expected);
        let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
        prop_assert!(!written.contains(breaks));
    }
}
