//! Finding words again, for certain or not at all.

use crate::text::{Relocation, Text, TextQuote, TextSpan};

/// The one place where a quote stands without doubt.
pub(super) fn certain_place(quote: &TextQuote, text: &Text, place: Option<TextSpan>) -> Option<TextSpan> {
    match quote.locate(text, place) {
        Relocation::Here => place,
        Relocation::Moved(span) => Some(span),
        Relocation::Doubtful(_) | Relocation::Lost => None,
    }
}

/// A span of one text in another, where the same words stand there without doubt.
pub(super) fn carry_over(span: TextSpan, meant: &Text, text: &Text) -> Option<TextSpan> {
    let quote = TextQuote::of(meant, span);
    let found = certain_place(&quote, text, None)?;
    (text.slice(found) == quote.exact).then_some(found)
}
