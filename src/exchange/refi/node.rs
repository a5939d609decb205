//! The records of a project or codebook, one by one: memory holds one of them at a time. No entity is expanded but the
//! five of XML, and a document that declares any is refused.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Elements in elements that are read; deeper ones are left out.
const DEEPEST: usize = 100;

/// Attributes of one element that are read.
const MOST_ATTRIBUTES: usize = 40;

/// Elements that are records.
const RECORDS: [&str; 12] = [
    "User",
    "Code",
    "Variable",
    "Case",
    "TextSource",
    "PDFSource",
    "PictureSource",
    "AudioSource",
    "VideoSource",
    "Note",
    "Link",
    "Set",
];

/// An element with all in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
    /// The words that stand in it itself.
    pub(super) words: String,
}

impl Node {
    fn of(start: &BytesStart<'_>) -> Result<Self, String> {
        let name = start.local_name().as_ref().to_owned();
        let mut node = Self { name, ..Self::default() };
        // The check for doubles takes quadratic time; of two the first counts.
        for attribute in start.attributes().with_checks(false).take(MOST_ATTRIBUTES) {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
            node.attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
        }
        Ok(node)
    }

    /// An attribute; empty where it is not there.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// An attribute that is a GUID, in one way of writing it.
    pub(super) fn guid(&self, name: &str) -> String {
        self.attribute(name).trim().trim_matches(['{', '}']).to_ascii_lowercase()
    }

    /// Children of a name.
    pub(super) fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The words of the first child of a name.
    pub(super) fn words_of(&self, name: &str) -> &str {
        self.children.iter().find(|child| child.name == name).map_or("", |child| &child.words)
    }
}

/// Goes over the records of a document: `visit` gets the root without what is in it, then each record, and says
/// whether to go on.
///
/// # Errors
/// Says what is wrong with the document and where; records before that were given.
pub(super) fn records(xml: &str, visit: &mut dyn FnMut(Node) -> bool) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<Node> = Vec::new();
    let (mut left_out, mut around, mut has_root) = (0_usize, 0_usize, false);
    loop {
        let at = reader.buffer_position();
        let wrong = |what: &str| format!("byte {at}: {what}");
        match reader.read_event().map_err(|error| wrong(&error.to_string()))? {
            Event::Start(start) => {
                let is_record = RECORDS.contains(&start.local_name().as_ref());
                if left_out > 0 || open.len() >= DEEPEST {
                    left_out += 1;
                } else if !open.is_empty() || is_record {
                    open.push(Node::of(&start).map_err(|error| wrong(&error))?);
                } else {
                    around += 1;
                    if !has_root && !visit(Node::of(&start).map_err(|error| wrong(&error))?) {
                        return Ok(());
                    }
                    has_root = true;
                }
            }
            Event::End(_) if left_out > 0 => left_out -= 1,
            Event::End(_) => {
                let Some(node) = open.pop() else {
                    around = around.saturating_sub(1);
                    continue;
                };
                match open.last_mut() {
                    Some(parent) => parent.children.push(node),
                    None if !visit(node) => return Ok(()),
                    None => {}
                }
            }
            Event::Text(words) => add(&mut open, left_out, &words.xml10_content()),
            Event::CData(words) => add(&mut open, left_out, &words.xml10_content()),
            Event::GeneralRef(reference) => {
                let character = reference.resolve_char_ref().map_err(|error| wrong(&error.to_string()))?;
                match character {
                    Some(character) => add(&mut open, left_out, character.encode_utf8(&mut [0; 4])),
                    None => match quick_xml::escape::resolve_xml_entity(&reference.into_inner()) {
                        Some(words) => add(&mut open, left_out, words),
                        None => return Err(wrong("an entity of its own, which is never expanded")),
                    },
                }
            }
            Event::DocType(_) => return Err(wrong("it declares a document type, which is refused for safety")),
            Event::Eof if open.is_empty() && around == 0 && has_root => return Ok(()),
            Event::Eof => return Err(wrong("it ends in the middle")),
            _ => {}
        }
    }
}

fn add(open: &mut [Node], left_out: usize, words: &str) {
    if let Some(node) = open.last_mut().filter(|_| left_out == 0) {
        node.words.push_str(words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(xml: &str) -> (Vec<String>, Result<(), String>) {
        let mut names = Vec::new();
        let result = records(xml, &mut |node| {
            names.push(format!("{} {}{}", node.name, node.attribute("name"), node.words_of("Description")));
            true
        });
        (names, result)
    }

    #[test]
    fn records_come_one_by_one_and_the_good_part_is_kept() {
        let xml = "<Project name='p'><X><Code name='a&#10;b'><Description>x &amp; <![CDATA[<y>]]></Description></Code>\
                   </X><New/><User name='u'/><Code name='cut'";
        let (names, result) = names(xml);
        assert_eq!(names, ["Project p", "Code a\nbx & <y>", "User u"]);
        assert!(result.is_err());
    }

    #[test]
    fn entities_and_depth_are_bounded() {
        let bomb = "<!DOCTYPE p [<!ENTITY a 'lol'><!ENTITY b '&a;&a;'>]><Project><Code name='&b;'/></Project>";
        assert!(names(bomb).1.is_err_and(|why| why.contains("document type")));
        assert!(names("<Project><Code><Description>&b;</Description></Code></Project>").1.is_err());
        assert!(names("<Project><Code name='&b;'/></Project>").1.is_err());
        assert!(names("").1.is_err() && names("words").1.is_err());
        let deep = format!("<Project>{}{}</Project>", "<Code>".repeat(100_000), "</Code>".repeat(100_000));
        assert_eq!(names(&deep), (vec!["Project ".to_owned(), "Code ".to_owned()], Ok(())));
    }
}
