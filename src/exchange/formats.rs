//! Every format, in one table: commands, the window and the manual read it. A format is one file or folder beside this
//! one and one row here.

use super::articles::{self, ArticleFormat};
use super::brat;
use super::conll;
pub use super::format::{COMMON, Format, Head, Input, Output, Words};
use super::html;
use super::jsonl;
use super::refi;
use super::tables;

/// All formats, Byline's own first.
pub const FORMATS: &[Format] = &[
    jsonl::FORMAT,
    tables::CSV,
    tables::XLSX,
    super::hf::JSONL,
    super::hf::PARQUET,
    brat::FORMAT,
    html::FORMAT,
    conll::FORMAT,
    super::w3c::FORMAT,
    refi::FORMAT,
    refi::CODEBOOK,
    super::cas::JSON,
    super::cas::XMI,
    super::spacy::FORMAT,
    super::label_studio::FORMAT,
    super::doccano::FORMAT,
    super::graphml::FORMAT,
    super::claimreview::FORMAT,
    Format {
        name: "text",
        title: "Plain text",
        extensions: &["txt", "text"],
        reads: "one article a file: its words, what a header or the file's name says",
        limits: "annotations",
        input: Some(Input::Article(ArticleFormat::Text)),
        ..Format::BASE
    },
    Format {
        name: "markdown",
        title: "Markdown",
        extensions: &["md", "markdown"],
        reads: "one article a file: its words, front matter, headings and lists as parts",
        limits: "annotations, pictures, the addresses of links",
        input: Some(Input::Article(ArticleFormat::Markdown)),
        ..Format::BASE
    },
    Format {
        name: "web-page",
        title: "Web page",
        extensions: &["html", "htm", "xhtml"],
        reads: "one article a file: its readable words, and what its tags say",
        limits: "annotations, pictures, menus, the addresses of links",
        input: Some(Input::Article(ArticleFormat::Html)),
        ..Format::BASE
    },
    Format {
        name: "docx",
        title: "Word document",
        extensions: &["docx"],
        reads: "one article a file: its words without what was deleted, headings and lists as parts, notes, properties",
        limits: "annotations, comments, pictures",
        input: Some(Input::Article(ArticleFormat::Docx)),
        ..Format::BASE
    },
    Format {
        name: "odt",
        title: "OpenDocument text",
        extensions: &["odt"],
        reads: "one article a file: its words without what was deleted, headings and lists as parts, notes, properties",
        limits: "annotations, comments, pictures",
        input: Some(Input::Article(ArticleFormat::Odt)),
        ..Format::BASE
    },
    Format {
        name: "rtf",
        title: "Rich text",
        extensions: &["rtf"],
        reads: "one article a file: its words",
        limits: "annotations, pictures, headings, notes as such",
        input: Some(Input::Article(ArticleFormat::Rtf)),
        ..Format::BASE
    },
    Format {
        name: "epub",
        title: "Book or magazine",
        extensions: &["epub"],
        reads: "a chapter an article, in the order of reading; title, author, day of the book",
        limits: "annotations, pictures, the addresses of links",
        input: Some(Input::Article(ArticleFormat::Epub)),
        ..Format::BASE
    },
    Format {
        name: "pdf",
        title: "PDF",
        extensions: &["pdf"],
        reads: "one article a file: words put into columns and paragraphs, without running heads and page numbers; to be reviewed",
        limits: "annotations, pictures, tables as such, scanned pages",
        input: Some(Input::Article(ArticleFormat::Pdf)),
        ..Format::BASE
    },
    Format {
        name: "warc",
        title: "Web archive",
        extensions: &["warc", "gz"],
        reads: "a page an article: its readable words, what its tags say, address and day of access",
        limits: "annotations, pictures, menus, everything but pages",
        is_it: Some(articles::is_warc),
        input: Some(Input::Article(ArticleFormat::Warc)),
        ..Format::BASE
    },
    Format {
        name: "news-database",
        title: "Results of Nexis, Factiva, ProQuest",
        extensions: &["zip"],
        reads: "packages of articles; results in .docx, .rtf, .txt and .html are known by their contents",
        limits: "annotations, pictures, subject terms",
        input: Some(Input::Article(ArticleFormat::Zip)),
        ..Format::BASE
    },
    Format {
        name: "mhtml",
        title: "Web page in one file",
        extensions: &["mhtml", "mht"],
        reads: "one article a file: its readable words, what its tags say, its address, the day it was saved",
        limits: "annotations, pictures, menus, the addresses of links",
        input: Some(Input::Article(ArticleFormat::Mhtml)),
        ..Format::BASE
    },
    Format {
        name: "mail",
        title: "Mail or newsletter",
        extensions: &["eml"],
        reads: "one article a file: the words of its best part, subject, sender, day",
        limits: "annotations, pictures, attachments",
        input: Some(Input::Article(ArticleFormat::Mail)),
        ..Format::BASE
    },
    Format {
        name: "mbox",
        title: "Box of mails",
        extensions: &["mbox"],
        reads: "a mail an article, as from single mails",
        limits: "annotations, pictures, attachments",
        input: Some(Input::Article(ArticleFormat::MailBox)),
        ..Format::BASE
    },
    Format {
        name: "feed",
        title: "RSS, Atom or JSON Feed",
        extensions: &["rss", "atom", "xml", "json"],
        reads: "an entry an article: its content, else its summary; title, author, day, address",
        limits: "annotations, pictures, the addresses of links",
        is_it: Some(articles::is_feed),
        input: Some(Input::Article(ArticleFormat::Feed)),
        ..Format::BASE
    },
    Format {
        name: "table",
        title: "Table of articles",
        extensions: &["csv", "tsv", "json", "jsonl", "ndjson", "parquet"],
        reads: "a row an article, from CSV, TSV, JSON and JSON lines: columns by their names, or as --columns says",
        limits: "annotations, columns that nothing is made of",
        is_it: Some(articles::is_table),
        input: Some(Input::Article(ArticleFormat::Table)),
        ..Format::BASE
    },
    Format {
        name: "metadata",
        title: "Table of metadata",
        extensions: &["csv", "tsv"],
        is_it: Some(articles::is_metadata),
        reads: "title, outlet, date and the like of articles beside it, by file name",
        limits: "texts, annotations",
        input: Some(Input::Metadata),
        ..Format::BASE
    },
];

/// The format of this name.
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Formats that are read and whose files' names end like this one.
pub fn formats_of(file_name: &str) -> Vec<&'static Format> {
    let Some((_, extension)) = file_name.rsplit_once('.') else { return Vec::new() };
    let extension = extension.to_ascii_lowercase();
    let fits = |format: &&Format| format.input.is_some() && format.extensions.contains(&extension.as_str());
    FORMATS.iter().filter(fits).collect()
}

/// The one format that a file's name and beginning tell of; else those that it may be, which may be none.
///
/// # Errors
/// Gives the candidates where it is not certain.
pub fn recognize(head: &Head<'_>) -> Result<&'static Format, Vec<&'static Format>> {
    let candidates = formats_of(head.name);
    let sure: Vec<&'static Format> =
        candidates.iter().filter(|format| format.is_it.is_none_or(|is_it| is_it(head))).copied().collect();
    match sure.as_slice() {
        [one] => Ok(one),
        _ => Err(candidates),
    }
}

/// Names of the formats that are read, for messages.
pub fn readable_formats() -> Vec<&'static str> {
    FORMATS.iter().filter(|format| format.input.is_some()).map(|format| format.name).collect()
}

/// Names of the formats that are written, for messages.
pub fn writable_formats() -> Vec<&'static str> {
    FORMATS.iter().filter(|format| format.is_written()).map(|format| format.name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_table_is_whole() {
        let names: BTreeSet<&str> = FORMATS.iter().map(|f| f.name).collect();
        assert_eq!(names.len(), FORMATS.len());
        for format in FORMATS {
            assert_eq!(format.reads.is_empty(), format.input.is_none(), "{}", format.name);
            assert_eq!(format.writes.is_empty(), !format.is_written(), "{}", format.name);
            assert!(!format.cannot_hold().is_empty() && !format.title.is_empty(), "{}", format.name);
            let keys: BTreeSet<&str> = format.all_settings().map(|setting| setting.key).collect();
            assert_eq!(keys.len(), format.all_settings().count(), "{}: a setting is there twice", format.name);
        }
        assert!(formats_of("noending").is_empty() && format_named("jsonl").is_some());
        let head = |name| Head { name, start: b"" };
        assert_eq!(recognize(&head("a.b.md")).map(|f| f.name).ok(), Some("markdown"));
    }

    #[test]
    fn endings_agree_with_the_reader_of_articles() {
        for format in FORMATS {
            if let (Some(Input::Article(kind)), None) = (format.input, format.is_it) {
                for extension in format.extensions {
                    assert_eq!(ArticleFormat::of(&format!("x.{extension}")), Some(kind), "{extension}");
                }
            }
        }
    }
}
