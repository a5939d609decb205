//! The window: panels read a [`View`] and push [`Message`]s; the app applies them once, after the panels.

mod action;
mod app;
mod keys;
mod message;
mod pages;
mod panels;
pub mod reader;
pub mod theme;
mod view;
mod widgets;

pub use action::{Action, ActionInfo, Motion};
pub use app::App;
pub use keys::{Chord, KeyMap};
pub use message::{Message, Outbox, Page, Paste};
pub use theme::Theme;
pub use view::View;
