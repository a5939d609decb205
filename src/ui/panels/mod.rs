//! The panels around the article.

mod articles;
mod articles_list;
mod find;
mod status;
mod top;

pub use articles::ArticlesPanel;
pub use articles_list::{Order, Sort};
pub use find::{FindBar, FindStep};
pub use status::StatusLine;
pub use top::TopBar;
