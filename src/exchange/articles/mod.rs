//! Reading articles from files of all kinds, in any encoding, with what they say about themselves.

mod binary;
mod blocks;
mod columns;
mod content;
mod dates;
mod decode;
mod docx;
mod duplicate;
mod entries;
mod facts;
mod file_name;
mod header;
mod html;
mod html_facts;
mod html_scan;
mod html_text;
mod kind;
mod list;
mod markdown;
mod phrases;
mod problem;
mod properties;
mod read;
mod table;
#[cfg(test)]
mod testing;
mod title;
mod xml_walk;
mod zones;

pub use columns::{ColumnMap, ColumnRole};
pub use content::ReadArticle;
pub use duplicate::{DuplicateKey, is_duplicate};
pub use entries::{EntryProblem, ReadEntries, ReadEntry};
pub use kind::ArticleFormat;
pub use problem::{ArticleProblem, ArticleProblemKind};
pub use read::{ReadOptions, SIZE_LIMIT, read_articles, read_pasted};
pub use table::MetadataTable;
pub use zones::propose_zones;

/// Words in whatever encoding they are, with what an editor should know about it; `None` where they are none.
pub(super) fn decoded(bytes: &[u8]) -> Option<(String, Option<String>)> {
    decode::decode(bytes, decode::Declared::Nowhere).map(|found| (found.text, found.notice))
}
