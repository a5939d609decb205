//! Rich text (RTF), read by hand: the libraries for it lose words around special characters.

use super::SIZE_LIMIT;
use super::blocks::Blocks;
use super::content::Content;
use super::entries::Out;
use super::facts::Facts;
use super::news;
use super::problem::ArticleProblemKind;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::BTreeMap;

/// Deepest groups that are followed; what is deeper is read as if it stood there.
const DEEPEST: usize = 10_000;

/// Groups that hold no words of the text.
const UNSHOWN: [&str; 29] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "object",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "fldinst",
    "xmlnstbl",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "nonshppict",
    "bkmkstart",
    "bkmkend",
    "revtbl",
    "pntext",
];

/// Reads a document.
pub(super) fn read(bytes: &[u8], out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if !start.starts_with(b"{\\rtf") {
        return Err(ArticleProblemKind::Unreadable("no rich text: it does not begin with {\\rtf".to_owned()));
    }
    let words = words_of(start);
    let mut blocks = Blocks::default();
    blocks.push(None, &words);
    if let Some(results) = news::of_blocks(&blocks) {
        news::give(results, out);
    } else {
        out.whole(Content::of_blocks(blocks, Facts::default()));
    }
    Ok(())
}

/// What a group sets for the words in it.
#[derive(Clone, Copy)]
struct Group {
    shown: bool,
    /// Characters after a `\u` that stand for it in old programs.
    skip: usize,
    encoding: &'static Encoding,
    in_fonts: bool,
}

struct Reader {
    words: String,
    group: Group,
    outer: Vec<Group>,
    /// Bytes that are not decoded yet, all in the encoding of the group.
    bytes: Vec<u8>,
    /// The first half of a character beyond the first 65,536.
    half: Option<u16>,
    /// Characters to be left out after a `\u`.
    to_skip: usize,
    fonts: BTreeMap<i32, &'static Encoding>,
    font: i32,
    page: &'static Encoding,
}

fn words_of(bytes: &[u8]) -> String {
    let group = Group { shown: true, skip: 1, encoding: WINDOWS_1252, in_fonts: false };
    let mut reader = Reader {
        words: String::new(),
        group,
        outer: Vec::new(),
        bytes: Vec::new(),
        half: None,
        to_skip: 0,
        fonts: BTreeMap::new(),
        font: 0,
        page: WINDOWS_1252,
    };
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        at += 1;
        match byte {
            b'{' => reader.open(),
            b'}' => reader.close(),
            b'\\' => at = reader.control(bytes, at),
            b'\r' | b'\n' => {}
            _ if reader.to_skip > 0 => reader.to_skip -= 1,
            _ if reader.group.shown => reader.byte(byte),
            _ => {}
        }
        if reader.words.len() > SIZE_LIMIT {
            break;
        }
    }
    reader.decode();
    reader.words
}

impl Reader {
    fn open(&mut self) {
        self.decode();
        self.to_skip = 0;
        if self.outer.len() < DEEPEST {
            self.outer.push(self.group);
        }
    }

    fn close(&mut self) {
        self.decode();
        self.to_skip = 0;
        if let Some(group) = self.outer.pop() {
            self.group = group;
        }
    }

    fn byte(&mut self, byte: u8) {
        self.half = None;
        self.bytes.push(byte);
    }

    /// Decodes the bytes that wait.
    fn decode(&mut self) {
        if !self.bytes.is_empty() {
            let (words, _) = self.group.encoding.decode_without_bom_handling(&self.bytes);
            self.words.push_str(&words);
            self.bytes.clear();
        }
    }

    fn push(&mut self, words: &str) {
        if self.group.shown {
            self.decode();
            self.words.push_str(words);
        }
    }

    /// What stands after a backslash; gives the place after it.
    fn control(&mut self, bytes: &[u8], at: usize) -> usize {
        let Some(first) = bytes.get(at).copied() else { return at };
        if !first.is_ascii_alphabetic() {
            return self.symbol(first, bytes, at + 1);
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let length = rest.iter().take(40).take_while(|b| b.is_ascii_alphabetic()).count();
        let word = std::str::from_utf8(rest.get(..length).unwrap_or_default()).unwrap_or_default();
        let number = rest.get(length..).unwrap_or_default();
        let sign = usize::from(number.first() == Some(&b'-'));
        let digits = number.iter().skip(sign).take(10).take_while(|b| b.is_ascii_digit()).count();
        let written = if digits > 0 { number.get(..sign + digits).unwrap_or_default() } else { &[] };
        let value: Option<i32> = std::str::from_utf8(written).ok().and_then(|n| n.parse().ok());
        let mut next = at + length + written.len();
        if bytes.get(next) == Some(&b' ') {
            next += 1;
        }
        if word == "bin" {
            return next.saturating_add(value.and_then(|n| usize::try_from(n).ok()).unwrap_or(0));
        }
        self.word(word, value);
        next
    }

    fn symbol(&mut self, symbol: u8, bytes: &[u8], at: usize) -> usize {
        match symbol {
            b'\'' => {
                let digits = bytes.get(at..at + 2).and_then(|d| std::str::from_utf8(d).ok());
                let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) else { return at };
                if self.to_skip > 0 {
                    self.to_skip -= 1;
                } else if self.group.shown {
                    self.byte(byte);
                }
                return at + 2;
            }
            // A group that a program may not know; those with words are not so marked, but for a few.
            b'*' => self.group.shown = false,
            b'~' => self.push("\u{a0}"),
            b'_' => self.push("\u{2011}"),
            b'-' => self.push("\u{ad}"),
            b'\\' | b'{' | b'}' => {
                if self.to_skip > 0 {
                    self.to_skip -= 1;
                } else if self.group.shown {
                    self.byte(symbol);
                }
            }
            b'\r' | b'\n' => self.push("\n"),
            _ => {}
        }
        at
    }

    fn word(&mut self, word: &str, value: Option<i32>) {
        let number = value.unwrap_or(0);
        match word {
            "fonttbl" => (self.group.shown, self.group.in_fonts) = (false, true),
            word if UNSHOWN.contains(&word) => self.group.shown = false,
            "v" => self.group.shown = self.group.shown && value == Some(0),
            "deleted" if value != Some(0) => self.group.shown = false,
            "par" | "line" | "sect" | "page" | "row" | "column" => self.push("\n"),
            "tab" | "cell" | "nestcell" => self.push("\t"),
            "emdash" => self.push("—"),
            "endash" => self.push("–"),
            "lquote" => self.push("‘"),
            "rquote" => self.push("’"),
            "ldblquote" => self.push("“"),
            "rdblquote" => self.push("”"),
            "bullet" => self.push("•"),
            "emspace" | "enspace" | "qmspace" => self.push(" "),
            "uc" => self.group.skip = usize::try_from(number).unwrap_or(1).min(16),
            "u" => self.unicode(number),
            "ansicpg" => {
                self.page = code_page(number).unwrap_or(WINDOWS_1252);
                self.set_encoding(self.page);
            }
            "mac" => {
                self.page = encoding_rs::MACINTOSH;
                self.set_encoding(self.page);
            }
            "f" if self.group.in_fonts => self.font = number,
            "fcharset" if self.group.in_fonts => {
                if let Some(encoding) = charset(number) {
                    self.fonts.insert(self.font, encoding);
                }
            }
            "f" => self.set_encoding(self.fonts.get(&number).copied().unwrap_or(self.page)),
            "plain" => self.set_encoding(self.page),
            _ => {}
        }
    }

    fn set_encoding(&mut self, encoding: &'static Encoding) {
        self.decode();
        self.group.encoding = encoding;
    }

    /// A character by its number; those beyond the first 65,536 come in two halves.
    fn unicode(&mut self, number: i32) {
        self.to_skip = self.group.skip;
        let unit = number.cast_unsigned() as u16;
        if !self.group.shown {
            return;
        }
        self.decode();
        let first = self.half.take();
        if (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
            return;
        }
        let units = [first.unwrap_or(unit), unit];
        let units = if first.is_some() { units.as_slice() } else { units.get(1..).unwrap_or_default() };
        self.words.extend(char::decode_utf16(units.iter().copied()).map(|c| c.unwrap_or('\u{fffd}')));
    }
}

/// The encoding of a code page of Windows.
fn code_page(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        65001 => "utf-8".to_owned(),
        10000 => "macintosh".to_owned(),
        874 | 1250..=1258 => format!("windows-{number}"),
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of a font's characters.
fn charset(number: i32) -> Option<&'static Encoding> {
    code_page(match number {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::exchange::articles::testing::{read_all, read_one};
    use proptest::prelude::*;

    #[test]
    fn words_as_they_are_shown() {
        let rtf = br"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Arial;}{\f1\fcharset204 Arial Cyr;}}{\colortbl;\red0;}{\info{\title No}}{\*\generator None;}
{\header Top}\pard a \ldblquote b\rdblquote  c\par d\'e9 \u8220?x\u8221? \u-10179?\u-8704?\uc2\u233\'3f\'3f.\line {\f1 \'cf\'f0}\~e\_f {\v hidden}{\deleted gone}g\{\\\}\tab h{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}{\pict 0102}\par}";
        let article = read_one("a.rtf", rtf);
        assert_eq!(
            article.text.as_str(),
            "a \u{201c}b\u{201d} c\nd\u{e9} \u{201c}x\u{201d} \u{1f600}\u{e9}.\n\u{41f}\u{440}\u{a0}e\u{2011}f g{\\}\thlink"
        );
        assert!(read_all("a.rtf", b"words").is_err());
        for hostile in [
            "{\\rtf1 ",
            "{\\rtf1 \\bin99999999999 x",
            "{\\rtf1\\u",
            "{\\rtf1\\'",
            "{\\rtf1\\'e",
            "{\\rtf1\\u-99999999999999 x}",
        ] {
            let _ = read_all("a.rtf", hostile.as_bytes());
        }
        let deep = format!("{{\\rtf1 words {}", "{".repeat(200_000));
        assert_eq!(read_one("a.rtf", deep.as_bytes()).text.as_str(), "words");
    }

    proptest! {
        #[test]
        fn nothing_crashes_the_reader(parts in proptest::collection::vec(prop_oneof![
            Just("{".to_owned()), Just("}".to_owned()), Just("\\u".to_owned()), Just("\\'".to_owned()), Just("\\uc0 ".to_owned()),
            Just("\\*".to_owned()), Just("\\bin3 ".to_owned()), "[a-z0-9\\\\ -]{0,6}", "\\PC{0,3}",
        ], 0..30)) {
            let _ = read_all("a.rtf", format!("{{\\rtf1 {}", parts.concat()).as_bytes());
        }
    }
}
