//! Reading articles: text, Markdown and web pages, in any encoding, with what they say about themselves.

mod binary;
mod blocks;
mod dates;
mod decode;
mod duplicate;
mod facts;
mod file_name;
mod header;
mod html;
mod html_facts;
mod html_scan;
mod html_text;
mod list;
mod markdown;
mod phrases;
mod problem;
mod read;
mod table;
mod title;
mod zones;

pub use duplicate::{DuplicateKey, is_duplicate};
pub use problem::{ArticleProblem, ArticleProblemKind};
pub use read::{ArticleFormat, ReadArticle, SIZE_LIMIT, read_article, read_pasted};
pub use table::MetadataTable;
pub use zones::propose_zones;
