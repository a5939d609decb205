//! Pages that fill the middle of the window, and windows above it.

mod alike;
mod codebook;
mod export;
mod find;
mod fuzzy;
mod grid;
mod hits;
mod import;
mod keys;
mod new_project;
mod palette;
mod paste;
mod path;
mod picker;
mod preferences;
mod problems;
mod row_keys;
mod segments;
mod welcome;

pub use alike::{AlikePage, AlikeStart};
pub use codebook::CodebookPage;
pub use export::{ExportAnswer, ExportChoice, ExportPage, ExportQuestion, losses_line};
pub use find::FindPage;
pub use grid::GridPage;
pub use hits::{HitAnswer, HitQuestion, Looked};
pub use import::{ImportAnswers, ImportForm, ImportQuestions, UncertainFiles, UncertainTable};
pub use keys::KeysPage;
pub use new_project::NewProjectForm;
pub use palette::{ArticleFinder, Palette};
pub use paste::PasteForm;
pub use path::PathForm;
pub(crate) use path::from_typed;
pub use preferences::PreferencesPage;
pub use problems::ProblemsPage;
pub use segments::{SegmentAnswer, SegmentQuestion, SegmentsPage};
pub use welcome::WelcomePage;
