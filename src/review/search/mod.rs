//! Finding words in the articles of a project: words, phrases or regular expressions, with case and accents folded or
//! not, within labels, annotators, outlets, stories and dates; and the places with the same words as an annotation.
//!
//! An exact search reads the texts as they are. A folded one reads folded copies that a [`SearchIndex`] keeps, which
//! takes about as much memory as the texts; what is not there yet is folded on the way, so that a search is right
//! before the index is ready, and slower. Nothing is kept before the first folded search.

mod alike;
mod concordance;
mod filter;
mod index;
mod matcher;
mod query;
mod run;
mod saying;
#[cfg(test)]
mod tests;

pub use alike::{Alike, AlikePlace, Likeness, alike, rule as alike_rule};
pub use concordance::{Order, context, sort as sort_hits};
pub use filter::{Boilerplate, Within};
pub use index::SearchIndex;
pub use matcher::Matcher;
pub use query::{Bounds, Folding, Form, Query, QueryError};
pub use run::{Found, Hit, search};
pub use saying::says;
