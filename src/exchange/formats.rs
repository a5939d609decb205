//! Every format, in one table: commands, the window and the manual read it. A format is one file or folder beside this
//! one and one row here.

use super::articles::ArticleFormat;
use super::export::ExportOptions;
use super::jsonl;
use crate::model::Project;
use std::io::{self, Write};

/// Writes a project into one file, and gives back what that could not hold, in words.
pub type FileWriter = fn(&Project, &ExportOptions, &mut dyn Write) -> io::Result<Vec<String>>;

/// How a format is written.
#[derive(Clone, Copy, Debug)]
pub enum Output {
    /// It is only read.
    None,
    /// As one file.
    File(FileWriter),
}

/// How a format is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file is one article.
    Article(ArticleFormat),
    /// A table of metadata beside articles.
    Metadata,
    /// Byline JSONL.
    Jsonl,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// What `--format` takes.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// Ends of its files' names, lower case, without the point.
    pub extensions: &'static [&'static str],
    /// What is read from it; empty where it is only written.
    pub reads: &'static str,
    /// What is written into it; empty where it is only read.
    pub writes: &'static str,
    /// What is lost on the way there or back.
    pub cannot_hold: &'static str,
    /// How it is read, where it is.
    pub input: Option<Input>,
    /// How it is written.
    pub output: Output,
}

/// All formats, Byline's own first.
pub const FORMATS: &[Format] = &[
    Format {
        name: "jsonl",
        title: "Byline JSONL",
        extensions: &["jsonl", "ndjson"],
        reads: "articles with all that is on them, codebook, stories, threads, families",
        writes: "the same; one article a line, offsets in code points",
        cannot_hold: "rejected suggestions, settings, the project's title, the undo history",
        input: Some(Input::Jsonl),
        output: Output::File(jsonl::write),
    },
    Format {
        name: "text",
        title: "Plain text",
        extensions: &["txt", "text"],
        reads: "one article a file: its words, what a header or the file's name says",
        writes: "",
        cannot_hold: "annotations",
        input: Some(Input::Article(ArticleFormat::Text)),
        output: Output::None,
    },
    Format {
        name: "markdown",
        title: "Markdown",
        extensions: &["md", "markdown"],
        reads: "one article a file: its words, front matter, headings and lists as parts",
        writes: "",
        cannot_hold: "annotations, pictures, the addresses of links",
        input: Some(Input::Article(ArticleFormat::Markdown)),
        output: Output::None,
    },
    Format {
        name: "web-page",
        title: "Web page",
        extensions: &["html", "htm", "xhtml"],
        reads: "one article a file: its readable words, and what its tags say",
        writes: "",
        cannot_hold: "annotations, pictures, menus, the addresses of links",
        input: Some(Input::Article(ArticleFormat::Html)),
        output: Output::None,
    },
    Format {
        name: "metadata",
        title: "Table of metadata",
        extensions: &["csv", "tsv"],
        reads: "title, outlet, date and the like of articles beside it, by file name",
        writes: "",
        cannot_hold: "texts, annotations",
        input: Some(Input::Metadata),
        output: Output::None,
    },
];

/// The format of this name.
pub fn format_named(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The format that the end of a file's name tells of.
pub fn format_of(file_name: &str) -> Option<&'static Format> {
    let (_, extension) = file_name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    FORMATS.iter().find(|format| format.input.is_some() && format.extensions.contains(&extension.as_str()))
}

/// Names of the formats that are read, for messages.
pub fn readable_formats() -> Vec<&'static str> {
    FORMATS.iter().filter(|format| format.input.is_some()).map(|format| format.name).collect()
}

/// Names of the formats that are written, for messages.
pub fn writable_formats() -> Vec<&'static str> {
    FORMATS.iter().filter(|format| !matches!(format.output, Output::None)).map(|format| format.name).collect()
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
            assert_eq!(format.writes.is_empty(), matches!(format.output, Output::None), "{}", format.name);
            assert!(!format.cannot_hold.is_empty() && !format.title.is_empty(), "{}", format.name);
        }
        assert_eq!(format_of("a.b.HTML").map(|f| f.name), Some("web-page"));
        assert!(format_of("noending").is_none() && format_named("jsonl").is_some());
    }

    #[test]
    fn endings_agree_with_the_reader_of_articles() {
        for format in FORMATS {
            if let Some(Input::Article(kind)) = format.input {
                for extension in format.extensions {
                    assert_eq!(ArticleFormat::of(&format!("x.{extension}")), Some(kind), "{extension}");
                }
            }
        }
    }
}
