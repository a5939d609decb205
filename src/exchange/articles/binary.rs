//! Telling files of other programs from text.

/// First bytes of files that are not text, and what to call them.
const SIGNATURES: [(&[u8], &str); 22] = [
    (b"%PDF-", "a PDF"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"\x1f\x8b\x08", "a compressed file"),
    (b"BZh9", "a compressed file"),
    (b"\xfd7zXZ\0", "a compressed file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\0", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"ID3\x03", "a sound"),
    (b"ID3\x04", "a sound"),
    (b"OggS\0", "a sound"),
    (b"wOF", "a font"),
];

/// What a file is by its first bytes, where that is not text.
pub(super) fn signature(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(packed(bytes));
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("a film, sound or picture");
    }
    let known = SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start));
    // RIFF alone could be a word.
    known.filter(|(start, _)| *start != b"RIFF" || bytes.get(4..12).is_some_and(|b| b.contains(&0))).map(|k| k.1)
}

/// What a ZIP file is by the names of its first entries.
fn packed(bytes: &[u8]) -> &'static str {
    let start = bytes.get(..4096).unwrap_or(bytes);
    let holds = |name: &[u8]| start.windows(name.len()).any(|w| w == name);
    if holds(b"word/") {
        "a Word document"
    } else if holds(b"application/vnd.oasis") {
        "an OpenDocument file"
    } else if holds(b"application/epub") {
        "an e-book"
    } else if holds(b"xl/") {
        "an Excel workbook"
    } else {
        "a ZIP archive"
    }
}

/// True where so much of a decoded text is control and replacement characters that it can't be text: more than 2 %.
pub(super) fn is_noise(text: &str) -> bool {
    let mut noise = 0_usize;
    let mut total = 0_usize;
    for c in text.chars() {
        total += 1;
        let control = c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}');
        noise += usize::from(control || c == '\u{fffd}');
    }
    noise * 50 > total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_programs_are_named() {
        assert_eq!(signature(b"%PDF-1.7\n%\xe2\xe3"), Some("a PDF"));
        assert_eq!(signature(b"PK\x03\x04\x14\0\x06\0word/document.xml"), Some("a Word document"));
        assert_eq!(signature(b"PK\x03\x04\x14\0\x06\0a.txt"), Some("a ZIP archive"));
        assert_eq!(signature(b"\0\0\0\x20ftypisom"), Some("a film, sound or picture"));
        for text in ["RIFFRAFF gathers at the gate", "MZ", "PK", "", "GIF files are back"] {
            assert_eq!(signature(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn a_stray_control_character_is_no_noise() {
        assert!(!is_noise(&format!("{}\0", "words ".repeat(20))));
        assert!(is_noise("a\0b\u{1}c\u{2}"));
    }
}
