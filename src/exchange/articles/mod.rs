//! Reading articles from files of all kinds, in any encoding, with what they say about themselves.

mod binary;
mod blocks;
mod columns;
mod content;
mod dates;
mod decode;
mod delimited;
mod docx;
mod duplicate;
mod entries;
mod epub;
mod facts;
mod feed;
mod file_name;
mod header;
mod html;
mod html_facts;
mod html_scan;
mod html_text;
mod json_rows;
mod kind;
mod list;
mod mail;
mod markdown;
mod news;
mod odt;
mod packages;
#[cfg(feature = "parquet")]
mod parquet_rows;
mod pdf;
mod phrases;
mod preview;
mod problem;
mod properties;
mod read;
mod rows;
mod rtf;
mod table;
#[cfg(test)]
mod testing;
mod title;
mod warc;
mod wrapped;
mod xml_walk;
mod zones;

pub use columns::{ColumnMap, ColumnRole};
pub use content::ReadArticle;
pub use duplicate::{DuplicateKey, is_duplicate};
pub use entries::{EntryProblem, ReadEntries, ReadEntry};
pub(super) use feed::is_feed;
pub use kind::ArticleFormat;
pub use preview::TablePreview;
pub use problem::{ArticleProblem, ArticleProblemKind};
pub use read::{ReadOptions, SIZE_LIMIT, read_articles, read_pasted};
pub(super) use rows::{has_column, is_metadata, is_table};
pub use table::MetadataTable;
pub(super) use warc::is_warc;
pub use zones::propose_zones;

/// Words in whatever encoding they are, with what an editor should know about it; `None` where they are none.
pub(super) fn decoded(bytes: &[u8]) -> Option<(String, Option<String>)> {
    decode::decode(bytes, decode::Declared::Nowhere).map(|found| (found.text, found.notice))
}
