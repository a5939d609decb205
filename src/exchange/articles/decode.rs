//! Bytes to text, in whatever encoding they are.

use super::binary::is_noise;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Decoded words, before cleaning.
pub(super) struct Decoded {
    pub(super) text: String,
    /// What an editor should know about the decoding.
    pub(super) notice: Option<String>,
}

/// Where an encoding may be declared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Declared {
    /// Nowhere but in a byte order mark.
    Nowhere,
    /// In an HTML `meta` tag.
    InMeta,
}

/// How far into a page its encoding is looked for, in bytes; browsers read 1,024.
const META_REACH: usize = 8192;

/// Decodes by byte order mark, zero bytes of UTF-16, `meta` tag, validity as UTF-8, and else a guess. `None` where the
/// bytes are no text in any encoding.
pub(super) fn decode(bytes: &[u8], declared: Declared) -> Option<Decoded> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default());
        let notice =
            damaged.then(|| format!("some bytes are not {}, as its mark says; they read “\u{fffd}”", encoding.name()));
        return accept(text.into_owned(), notice);
    }
    if let Some(text) = utf16_without_mark(bytes) {
        return accept(text, None);
    }
    let meta = if declared == Declared::InMeta { meta_encoding(bytes) } else { None };
    if let Ok(text) = std::str::from_utf8(bytes)
        && (meta.is_none_or(|m| m == UTF_8) || !text.is_ascii())
    {
        let notice = meta.filter(|m| *m != UTF_8).map(|m| format!("the page says {}, but it is UTF-8", m.name()));
        return accept(text.to_owned(), notice);
    }
    if let Some(encoding) = meta.filter(|m| *m != UTF_8) {
        let (text, damaged) = encoding.decode_without_bom_handling(bytes);
        if !damaged {
            return accept(text.into_owned(), None);
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Allow);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    accept(text.into_owned(), Some(format!("encoding guessed: {}", encoding.name())))
}

/// Decodes by a label from elsewhere, such as the header of an answer; `None` where it is unknown or cannot be right.
pub(super) fn decode_as(bytes: &[u8], label: &str) -> Option<Decoded> {
    if Encoding::for_bom(bytes).is_some() {
        return decode(bytes, Declared::Nowhere);
    }
    let encoding = Encoding::for_label_no_replacement(label.as_bytes())?;
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    if damaged { None } else { accept(text.into_owned(), None) }
}

fn accept(text: String, notice: Option<String>) -> Option<Decoded> {
    (!is_noise(&text)).then_some(Decoded { text, notice })
}

/// Reads UTF-16 that has no byte order mark: zero bytes stand at even places only, or at odd ones only.
fn utf16_without_mark(bytes: &[u8]) -> Option<String> {
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let (encoding, most, least) = if even > odd { (UTF_16BE, even, odd) } else { (UTF_16LE, odd, even) };
    // Even a text in another script has a space or line end for every hundred characters or so.
    if !bytes.len().is_multiple_of(2) || most * 200 < bytes.len() || least * 20 > most {
        return None;
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let letters = text.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()).count();
    (letters * 2 > text.chars().count()).then(|| text.into_owned())
}

/// The encoding that a page declares in a `meta` tag; UTF-16 there means UTF-8, as for browsers.
fn meta_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..META_REACH).unwrap_or(bytes).to_ascii_lowercase();
    let find = |from: usize, word: &[u8]| {
        let rest = start.get(from..)?;
        rest.windows(word.len()).position(|w| w == word).map(|at| from + at)
    };
    let mut from = 0;
    while let Some(tag) = find(from, b"<meta") {
        let end = find(tag, b">").unwrap_or(start.len());
        if let Some(at) = find(tag, b"charset").filter(|at| *at < end) {
            let value = start.get(at + b"charset".len()..end).unwrap_or_default();
            let value = value.trim_ascii_start().strip_prefix(b"=").unwrap_or_default().trim_ascii_start();
            let label: Vec<u8> = value
                .iter()
                .copied()
                .skip_while(|b| matches!(b, b'"' | b'\''))
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.'))
                .collect();
            let encoding = Encoding::for_label_no_replacement(&label);
            return encoding.map(|e| if e == UTF_16LE || e == UTF_16BE { UTF_8 } else { e });
        }
        from = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], declared: Declared) -> String {
        decode(bytes, declared).map(|d| d.text).unwrap_or_default()
    }

    #[test]
    fn marks_and_utf16() {
        let words = "El alcalde Guaidó habló.\nNada más.";
        let little: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&little, Declared::Nowhere), words);
        assert_eq!(text(&big, Declared::Nowhere), words);
        assert_eq!(text(&[b"\xff\xfe", little.as_slice()].concat(), Declared::Nowhere), words);
        assert_eq!(text(&[b"\xfe\xff", big.as_slice()].concat(), Declared::Nowhere), words);
        assert_eq!(text(&[b"\xef\xbb\xbf", words.as_bytes()].concat(), Declared::Nowhere), words);
        let cyrillic = "Президент сказал, что встреча будет.\nБольше ничего не известно.";
        let bytes: Vec<u8> = cyrillic.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&bytes, Declared::Nowhere), cyrillic);
    }

    #[test]
    fn legacy_encodings_are_guessed_and_said() {
        let bytes = b"\x93We\x92re not done,\x94 the caf\xe9 owner said \x96 twice.";
        let decoded = decode(bytes, Declared::Nowhere).unwrap();
        assert_eq!(decoded.text, "“We’re not done,” the café owner said – twice.");
        assert_eq!(decoded.notice.as_deref(), Some("encoding guessed: windows-1252"));
    }

    #[test]
    fn a_page_declares_its_encoding() {
        let page = |head: &str, body: &[u8]| [head.as_bytes(), body].concat();
        let cyrillic = b"\xcf\xf0\xe8\xe2\xe5\xf2";
        for head in [
            "<meta charset=windows-1251>",
            "<META name=a><meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>",
        ] {
            assert!(text(&page(head, cyrillic), Declared::InMeta).ends_with("Привет"), "{head}");
        }
        assert!(text(&page("<meta charset=latin1>", "café".as_bytes()), Declared::InMeta).ends_with("café"));
        assert!(text(&page("<meta charset=utf-8>", b"caf\xe9"), Declared::InMeta).ends_with("café"));
        assert!(text(&page("<meta charset=utf-16le>", "café".as_bytes()), Declared::InMeta).ends_with("café"));
    }

    #[test]
    fn noise_is_refused() {
        let noise: Vec<u8> = (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert!(decode(&noise, Declared::Nowhere).is_none());
        assert!(decode(&[0; 400], Declared::Nowhere).is_none());
    }
}
