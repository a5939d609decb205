//! The window: panels read a [`View`] and push [`Message`]s; the app applies them once, after the panels.

mod action;
mod app;
pub(crate) mod article_index;
mod fields;
pub mod fonts;
mod keys;
mod message;
mod motion;
pub mod pages;
pub mod panels;
pub mod reader;
mod search_line;
#[cfg(test)]
pub(crate) mod testing;
pub mod theme;
mod view;
pub mod widgets;

pub use action::{Action, ActionInfo, SuggestionAction};
pub use app::App;
pub use keys::{Chord, KeyMap, Stroke};
pub use message::{Message, Outbox, Page, Paste, PathQuestion, Popup};
pub use motion::Motion;
pub use theme::Theme;
pub use view::View;
