//! From the bytes of a file to its articles.

use super::columns::ColumnMap;
use super::content::{Content, ReadArticle};
use super::decode::{Declared, decode};
use super::entries::{Out, ReadEntries};
use super::facts::{Facts, Field};
use super::kind::ArticleFormat;
use super::problem::{ArticleProblem, ArticleProblemKind};
use super::table::MetadataTable;
use super::{binary, docx, epub, feed, header, html, mail, markdown, news, odt, packages, pdf, rows, rtf, warc};
use crate::model::MetadataField;
use crate::text::clean;
use std::fmt;

/// An article of so many bytes or more is refused: 50 MB.
pub const SIZE_LIMIT: usize = 50_000_000;

/// How a file is read.
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// What it is; `None` goes by its name.
    pub format: Option<ArticleFormat>,
    /// A table of metadata that may have a row for it.
    pub table: Option<&'a MetadataTable>,
    /// Which columns of a table of articles are which; others are guessed.
    pub columns: &'a ColumnMap,
    /// Asked before each article whether to go on.
    pub go_on: &'a dyn Fn() -> bool,
}

impl fmt::Debug for ReadOptions<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReadOptions").field("format", &self.format).finish_non_exhaustive()
    }
}

/// Reads a file of one or more articles. Metadata comes from the table, then the file itself (front matter, header,
/// tags), then its name where it is one article; the title else from its first line. A part that cannot be read does
/// not stop the rest.
///
/// # Errors
/// Says what is wrong with a file that has no articles at all; its name is `file_name`.
pub fn read_articles(file_name: &str, bytes: &[u8], options: ReadOptions<'_>) -> Result<ReadEntries, ArticleProblem> {
    let Some(format) = options.format.or_else(|| ArticleFormat::of(file_name)) else {
        let ending = file_name.rsplit_once('.').map_or("", |(_, ending)| ending);
        return Err(ArticleProblemKind::UnknownKind(format!(".{ending}")).of(file_name));
    };
    let limit = format.size_limit();
    if bytes.len() >= limit {
        return Err(ArticleProblemKind::TooLarge { bytes: bytes.len(), limit }.of(file_name));
    }
    let mut out = Out::new(file_name, options.table, options.go_on);
    read_as(format, bytes, options.columns, &mut out).map_err(|kind| kind.of(file_name))?;
    let read = out.finish();
    // A file that is one article and has no words is said as such.
    match read.problems.as_slice() {
        [only] if read.articles.is_empty() && only.entry.is_empty() && read.notices.is_empty() => {
            let empty = ArticleProblemKind::Empty;
            let kind =
                if only.what == empty.to_string() { empty } else { ArticleProblemKind::Unreadable(only.what.clone()) };
            Err(kind.of(file_name))
        }
        _ => Ok(read),
    }
}

/// Reads pasted words as an article: a header at their start is taken off, the title and zones are proposed.
pub fn read_pasted(text: &str) -> ReadArticle {
    plain(&clean(text)).finish(Facts::default())
}

/// Reads a file of a kind.
pub(super) fn read_as(
    format: ArticleFormat,
    bytes: &[u8],
    columns: &ColumnMap,
    out: &mut Out<'_>,
) -> Result<(), ArticleProblemKind> {
    match format {
        ArticleFormat::Odt => odt::read(bytes, out),
        ArticleFormat::Mhtml => mail::read_page(bytes, out),
        ArticleFormat::Mail => mail::read_mail(bytes, out),
        ArticleFormat::MailBox => mail::read_box(bytes, out),
        ArticleFormat::Feed => feed::read(bytes, out),
        ArticleFormat::Pdf => pdf::read(bytes, out),
        ArticleFormat::Rtf => rtf::read(bytes, out),
        ArticleFormat::Epub => epub::read(bytes, out),
        ArticleFormat::Warc => warc::read(bytes, out),
        ArticleFormat::Zip => packages::read(bytes, columns, out),
        ArticleFormat::Table => rows::read(bytes, columns, out),
        ArticleFormat::Docx => docx::read(bytes, out),
        ArticleFormat::Text | ArticleFormat::Markdown | ArticleFormat::Html => written(format, bytes, out),
    }
}

/// A file that is text.
fn written(format: ArticleFormat, bytes: &[u8], out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    if let Some(what) = binary::signature(bytes) {
        return Err(ArticleProblemKind::Binary(what));
    }
    let declared = if format == ArticleFormat::Html { Declared::InMeta } else { Declared::Nowhere };
    let decoded = decode(bytes, declared).ok_or(ArticleProblemKind::Binary("a file of another program, or damaged"))?;
    let cleaned = clean(&decoded.text);
    if let Some(results) = results_of(format, &cleaned) {
        if let Some(notice) = decoded.notice {
            out.notice(notice);
        }
        news::give(results, out);
        return Ok(());
    }
    let mut content = match format {
        ArticleFormat::Markdown => formatted(&cleaned),
        ArticleFormat::Html => page(&cleaned),
        _ => plain(&cleaned),
    };
    content.facts.notices.extend(decoded.notice);
    out.whole(content);
    Ok(())
}

/// What a database of news gave, where a file is that.
fn results_of(format: ArticleFormat, cleaned: &str) -> Option<news::Results> {
    match format {
        ArticleFormat::Html if news::may_be_page(cleaned) => news::of_blocks(&html::fragment(cleaned)),
        ArticleFormat::Text => news::recognize(cleaned),
        _ => None,
    }
}

/// A web page, its source cleaned.
pub(super) fn page(cleaned: &str) -> Content {
    let (blocks, facts) = html::read(cleaned);
    Content::of_blocks(blocks, facts)
}

/// Plain text, cleaned.
pub(super) fn plain(cleaned: &str) -> Content {
    let (mut facts, text) = header::split(cleaned);
    let start: String = text.trim_start().chars().take(15).flat_map(char::to_lowercase).collect();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        facts.notices.push("this looks like a web page; name it .html to have its readable text".to_owned());
    }
    Content { text: text.to_owned(), facts, ..Content::default() }
}

fn formatted(cleaned: &str) -> Content {
    let (mut facts, text) = header::split(cleaned);
    let page = markdown::read(text);
    facts.set(Field::Grid(MetadataField::Title), &page.title);
    Content::of_blocks(page.blocks, facts)
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
