//! Going through XML piece by piece. Entities are never expanded but those of the standard, so no file can grow.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// A piece of a document; names are local ones.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// An element begins.
    Open(&'a str, &'a BytesStart<'a>),
    /// An element ends that was gone into.
    Close(&'a str),
    /// Words between tags.
    Words(&'a str),
}

/// Whether to go into an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Into,
    Past,
}

/// Shows all pieces in order; an answer to anything but an opening means nothing.
///
/// # Errors
/// Says where the document breaks off; what came before was shown.
pub(super) fn walk(xml: &str, visit: &mut dyn FnMut(Piece<'_>) -> Way) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().allow_dangling_amp = true;
    // Elements inside one that is passed by, and all that are open.
    let (mut past, mut open) = (0_usize, 0_usize);
    loop {
        let event = reader
            .read_event()
            .map_err(|error| format!("the XML breaks off at byte {}: {error}", reader.error_position()))?;
        match &event {
            Event::Start(_) => open += 1,
            Event::End(_) => open = open.saturating_sub(1),
            _ => {}
        }
        match event {
            Event::Start(_) if past > 0 => past += 1,
            Event::End(_) if past > 0 => past -= 1,
            Event::Start(start) => {
                if visit(Piece::Open(start.local_name().as_ref(), &start)) == Way::Past {
                    past = 1;
                }
            }
            Event::End(end) => {
                visit(Piece::Close(end.local_name().as_ref()));
            }
            Event::Eof if open > 0 => return Err("the XML breaks off: it is cut".to_owned()),
            Event::Eof => return Ok(()),
            _ if past > 0 => {}
            Event::Empty(start) => {
                let name = start.local_name();
                if visit(Piece::Open(name.as_ref(), &start)) == Way::Into {
                    visit(Piece::Close(name.as_ref()));
                }
            }
            Event::Text(words) => {
                visit(Piece::Words(&words.xml10_content()));
            }
            Event::CData(words) => {
                visit(Piece::Words(&words.xml10_content()));
            }
            Event::GeneralRef(reference) => {
                visit(Piece::Words(&resolved(&reference)));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
}

/// What a reference stands for; one that only the document itself declares stays as it is written.
fn resolved(reference: &BytesRef<'_>) -> String {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return character.to_string();
    }
    let name = reference.xml10_content();
    match quick_xml::escape::resolve_predefined_entity(&name) {
        Some(words) => words.to_owned(),
        None if name == "nbsp" => "\u{a0}".to_owned(),
        None => format!("&{name};"),
    }
}

/// The value of an attribute, by its local name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = start.attributes();
    let found = all.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
    found.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok().map(std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(xml: &str) -> (String, Result<(), String>) {
        let mut all = String::new();
        let end = walk(xml, &mut |piece| {
            match piece {
                Piece::Words(words) => all.push_str(words),
                Piece::Open("skip", _) => return Way::Past,
                Piece::Open("a", start) => all.push_str(&attribute(start, "k").unwrap_or_default()),
                _ => {}
            }
            Way::Into
        });
        (all, end)
    }

    #[test]
    fn words_and_attributes() {
        let (all, end) =
            words("<x:r><x:a y:k='1&amp;2'/>a&#233;&lt;<![CDATA[<b>]]><skip>n<skip/>o</skip>&nbsp;&what;</x:r>");
        assert_eq!(all, "1&2aé<<b>\u{a0}&what;");
        assert_eq!(end, Ok(()));
    }

    #[test]
    fn laughs_stay_few_and_cuts_are_said() {
        let mut bomb = "<!DOCTYPE r [<!ENTITY a0 'ha'>".to_owned();
        for i in 1..30 {
            bomb.push_str(&format!("<!ENTITY a{i} '&a{0};&a{0};&a{0};&a{0};&a{0};'>", i - 1));
        }
        let (all, end) = words(&format!("{bomb}]><r>&a29;</r>"));
        assert_eq!((all.as_str(), end), ("&a29;", Ok(())));
        let (all, end) = words("<r>good <b>part</c>");
        assert!(all == "good part" && end.unwrap_err().contains("at byte"));
        assert!(words(&"<a>".repeat(200_000)).1.is_err());
    }
}
