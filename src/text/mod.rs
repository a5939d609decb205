//! Text and places in it: offsets, spans, paragraphs, words, sentences, folding, and finding quoted words again.
//!
//! Inside the program a position is a [`ByteOffset`] on a character boundary. In files, commands and exports it counts
//! Unicode code points ([`CharOffset`]) or UTF-16 units ([`Utf16Offset`]); [`Text`] converts at that edge.

mod align;
mod candidates;
mod clause;
mod clean;
mod content;
mod fold;
mod grain;
mod index;
mod offset;
mod quote;
mod segment;
mod sentence;
mod shown;
mod span;
mod trim;

pub use align::{Alignment, Carried, Pair};
pub use candidates::{Candidate, candidates};
pub use clause::{next_clause, previous_clause};
pub use clean::{CleanMap, clean, clean_mapped};
pub use content::{Text, TextHash};
pub use fold::{Folded, fold, fold_mapped, is_spaceless, is_word_char};
pub use grain::{Grain, grow, shrink, snap, step, with_partner};
pub use index::TextIndex;
pub use offset::{ByteOffset, CharOffset, Utf16Offset};
pub use quote::{CONTEXT_CHARS, Relocation, TextQuote};
pub use segment::{
    is_grapheme_boundary, next_grapheme, next_word, previous_grapheme, previous_word, snap_to_grapheme, word_at, words,
};
pub use sentence::{clause_at, next_sentence, previous_sentence, sentence_at, sentences};
pub(crate) use sentence::{ends_in_abbreviation, part_around, quotations};
pub use shown::shown;
pub use span::TextSpan;
pub use trim::trim;
