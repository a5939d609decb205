//! The panels around the article.

mod annotations;
mod articles;
mod articles_list;
mod find;
mod inspector;
mod standing;
mod status;
mod suggestion;
mod suggestions;
mod top;

pub use annotations::AnnotationList;
pub use articles::ArticlesPanel;
pub use articles_list::{Order, Sort};
pub use find::{FindBar, FindStep};
pub use inspector::{AttributesCard, Inspector};
pub(crate) use standing::{bar, bar_frame};
pub use status::{StatusLine, Underway};
pub(crate) use suggestion::{suggestion_card, suggestion_words};
pub use suggestions::{SuggestionBar, stepped};
pub use top::TopBar;
