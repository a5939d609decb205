//! What Byline proposes: suggesters behind one trait. They read a prepared article and return proposals; accepting one is an
//! edit, and none of this is ever mixed with annotations.
//!
//! Pure: no input and output, no clock, no randomness. The same text gives the same answer on every machine.

mod attributes;
mod combine;
pub mod crf;
#[cfg(feature = "deep")]
mod deep;
mod document;
pub mod evaluate;
mod language;
mod link;
mod proposal;
mod quotations;
mod rules;
mod skip;
mod stems;
mod threads;
mod tokens;
mod words;

pub use combine::{ClaimSense, EventSense, Guideline, combine, combine_as};
pub use crf::{LEARNED, MODEL, Model, ModelError, ModelSuggester};
#[cfg(feature = "deep")]
pub use deep::{DEEP, DeepError, DeepModel, DeepSuggester};
pub use document::{Document, Paragraph, Sentence};
pub use language::Language;
pub use link::{LinkChoice, LinkFeature, link, link_features};
pub use proposal::{Proposal, Proposals, ProposedLink, Reason, Suggester};
pub use quotations::Quotation;
pub use rules::{RULES, Rules};
pub use skip::Skip;
pub use threads::{THREADS, Threads};
pub use tokens::{Quoted, Token, TokenKind};
