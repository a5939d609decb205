//! Reading articles and annotations from other formats, and writing them. Readers take bytes and writers a sink; only
//! `gather` opens files, those of inputs, and only `target` and `folder` make files, those of exports.

mod ahead;
mod archive;
pub mod articles;
mod brat;
mod carry;
mod cas;
mod claimreview;
mod conll;
mod doccano;
pub mod export;
mod folder;
mod format;
pub mod formats;
pub mod gather;
mod glance;
mod graphml;
mod hf;
#[cfg(test)]
mod hostile;
mod html;
pub mod jsonl;
mod label_studio;
mod loss;
mod manifest;
mod pace;
mod problem;
#[cfg(test)]
mod programs;
mod refi;
mod setting;
mod spacy;
mod split;
mod stem;
mod tables;
pub mod target;
#[cfg(test)]
pub(crate) mod testing;
mod tokens;
mod unit;
mod w3c;
mod xml;

pub use folder::Folder;
pub use loss::{Counts, Feature, Loss};
pub use pace::Pace;
pub use problem::ExportError;
pub use setting::{Setting, Values};
pub use unit::OffsetUnit;
