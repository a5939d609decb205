//! Pages that fill the middle of the window, and windows above it.

mod fuzzy;
mod new_project;
mod palette;
mod paste;
mod picker;
mod welcome;

pub use new_project::NewProjectForm;
pub use palette::{ArticleFinder, Palette};
pub use paste::PasteForm;
pub use welcome::WelcomePage;
