//! The panels around the article.

mod annotations;
mod articles;
mod articles_list;
mod find;
mod inspector;
mod status;
mod top;

pub use annotations::AnnotationList;
pub use articles::ArticlesPanel;
pub use articles_list::{Order, Sort};
pub use find::{FindBar, FindStep};
pub use inspector::{AttributesCard, Inspector};
pub use status::{StatusLine, Underway};
pub use top::TopBar;
