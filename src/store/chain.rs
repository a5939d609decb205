//! The chain that ties each line of a journal to the line before.
//!
//! A line ends in `, chain: "…")`. The 16 digits are the start of the BLAKE3 hash of the digits of the line before and of
//! all that stands in this line before the comma. So a line also shows by itself that it was written to its end. The
//! first line of a chain, a header, is tied to the hash of all bytes before it in the file: none in a new journal; in
//! one of format 1, which had no chain, every line that it held by then.
//!
//! 64 bits are enough against accidents, merges and edits by hand. Against forgery no length would be: there is no secret
//! in it, and whoever changes a line can work the rest of the chain out anew.

use super::records::Line;

/// The last number that a line or an edit may have without being the next one: so there always is a next one.
pub(super) const LAST: u64 = 1 << 53;

/// Digits of a hash in a chain.
const DIGITS: usize = 16;

/// What stands before the digits, and after them.
const OPENING: &str = ", chain: \"";
const CLOSING: &str = "\")";

/// The end of a chain: what the next line is tied to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tip {
    /// The number of the last line.
    pub(super) seq: u64,
    /// Its digits; before a chain has begun, those of all bytes before it.
    pub(super) digits: String,
    /// Whether there is a chain yet.
    pub(super) has_begun: bool,
}

impl Default for Tip {
    fn default() -> Self {
        Self::before_chain(0, &[])
    }
}

/// How a line fails to fit the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Break {
    /// It is the next line by its number, and not as it was written.
    Changed,
    /// So many lines are missing before it.
    Missing(u64),
    /// Its number was passed already: it was moved or put in.
    OutOfOrder,
    /// It has no place in any chain.
    Unchained,
    /// It can't be read.
    Unreadable,
}

impl Tip {
    /// Where a chain begins, after so many lines that have none.
    pub(super) fn before_chain(lines: u64, bytes: &[u8]) -> Self {
        Self { seq: lines, digits: digits_of(blake3::hash(bytes)), has_begun: false }
    }

    /// Ties a line to the chain: numbers it and gives it as it is written, its end included. The tip is then this line.
    pub(super) fn tie(&mut self, mut line: Line) -> String {
        self.seq = self.seq.saturating_add(1);
        line.number(self.seq);
        let mut text = line.render();
        text.truncate(text.trim_end().len().saturating_sub(1));
        self.close(text)
    }

    /// Ties a line of another chain, or of none, to this one: what it says stays as it is, byte for byte.
    pub(super) fn tie_again(&mut self, text: &str) -> Option<String> {
        let body = split(text).map(|(body, _)| body).or_else(|| text.strip_suffix(')'))?;
        let (name, fields) = body.split_once('(')?;
        let fields = match fields.strip_prefix("seq: ") {
            Some(numbered) => numbered.split_once(", ")?.1,
            None => fields,
        };
        self.seq = self.seq.saturating_add(1);
        Some(self.close(format!("{name}(seq: {}, {fields}", self.seq)))
    }

    /// Ends a line with its digits.
    fn close(&mut self, mut text: String) -> String {
        self.digits = link(&self.digits, &text);
        self.has_begun = true;
        text.extend([OPENING, &self.digits, CLOSING, "\n"]);
        text
    }

    /// Moves on to a line as it was read, without its end, and says how it fails to fit.
    pub(super) fn follow(&mut self, text: &str, seq: u64) -> Result<(), Break> {
        let Some((body, digits)) = split(text) else { return Err(Break::Unchained) };
        let fits = link(&self.digits, body) == digits;
        let fit = match seq.checked_sub(self.seq) {
            Some(1) if fits => Ok(()),
            Some(1) => Err(Break::Changed),
            None | Some(0) => return Err(Break::OutOfOrder),
            Some(_) if seq > LAST => return Err(Break::Unchained),
            Some(step) => Err(Break::Missing(step - 1)),
        };
        // What follows is tied to the digits that this line was given, whatever became of its words.
        *self = Self { seq, digits: digits.to_owned(), has_begun: true };
        fit
    }
}

/// A line's words and its digits.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_suffix(CLOSING)?;
    let (rest, digits) = rest.split_at_checked(rest.len().checked_sub(DIGITS)?)?;
    let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    digits.bytes().all(is_digit).then_some((rest.strip_suffix(OPENING)?, digits))
}

fn link(before: &str, body: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(before.as_bytes()).update(body.as_bytes());
    digits_of(hasher.finalize())
}

fn digits_of(hash: blake3::Hash) -> String {
    let mut digits = hash.to_hex().to_string();
    digits.truncate(DIGITS);
    digits
}
