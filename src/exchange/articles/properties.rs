//! What office documents and books say about themselves, in the words of Dublin Core.

use super::docx::is_junk_title;
use super::facts::{Facts, Field};
use super::xml_walk::{Piece, Way, walk};
use crate::model::MetadataField::{Accessed, Author, Language, Title};

/// Programs that write their own name where the author should be.
const NO_AUTHORS: [&str; 6] = ["python-docx", "un-named", "user", "admin", "administrator", "microsoft office user"];

/// Reads `core.xml` or `meta.xml`. The day a document was made is the day its words were taken over: it says nothing
/// of when the article was published.
pub(super) fn read(xml: &str) -> Facts {
    let mut facts = Facts::default();
    let (mut depth_name, mut words) = (String::new(), String::new());
    let end = walk(xml, &mut |piece| {
        match piece {
            Piece::Open(name, _) => {
                depth_name = name.to_owned();
                words.clear();
            }
            Piece::Words(more) => words.push_str(more),
            Piece::Close(name) if name == depth_name => set(&mut facts, name, words.trim()),
            Piece::Close(_) => {}
        }
        Way::Into
    });
    // Properties that are cut say less; the words are elsewhere.
    drop(end);
    if facts.metadata != crate::model::Metadata::default() {
        facts.notices.push("some metadata come from the document's properties, please check them".to_owned());
    }
    facts
}

fn set(facts: &mut Facts, name: &str, words: &str) {
    match name {
        "title" if !is_junk_title(words) => facts.set(Field::Grid(Title), words),
        "creator" | "initial-creator" if !NO_AUTHORS.contains(&words.to_lowercase().as_str()) => {
            facts.set(Field::Grid(Author), words);
        }
        "created" | "creation-date" => facts.set(Field::Grid(Accessed), words),
        "language" => facts.set(Field::Grid(Language), words),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read() {
        let facts = read(
            "<cp:coreProperties><dc:title>Talks fail</dc:title><dc:creator>Ana Ruiz</dc:creator><dcterms:created>2025-11-28T10:00:00Z</dcterms:created><dc:language>en_us</dc:language></cp:coreProperties>",
        );
        assert_eq!((facts.metadata.title.as_str(), facts.metadata.author.as_str()), ("Talks fail", "Ana Ruiz"));
        assert_eq!(facts.metadata.accessed.map(|d| d.to_string()).as_deref(), Some("2025-11-28"));
        assert_eq!((facts.metadata.published, facts.metadata.language.as_str()), (None, "en-US"));
        for junk in ["Document1", "Microsoft Word - a.doc", "", "python-docx"] {
            let facts = read(&format!("<c><title>{junk}</title><creator>python-docx</creator>"));
            assert_eq!(facts.metadata.author, "");
            assert_eq!(facts.metadata.title, if junk == "python-docx" { junk } else { "" });
        }
    }
}
