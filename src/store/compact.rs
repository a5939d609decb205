//! A journal that has grown is written anew without what is behind it: the lines that say which files were written when.
//! One line at the end says it for all files. Every edit, undo and redo stays byte for byte, with its time and number, so
//! that undo and the history reach as far as before; the lines are tied into a new chain, whose header says what the old
//! one ended in.
//!
//! It happens after a checkpoint, when nobody waits for anything, and as every file is replaced: written beside, flushed,
//! renamed. A process that is killed leaves the one or the other, and both say the same.

use super::chain::Tip;
use super::records::{CheckpointRecord, HeaderRecord, JOURNAL_FORMAT, Line};
use crate::model::AnnotatorName;

/// Bytes that have to go with it for a journal to be written anew: so a line is rewritten a few times in its life at most.
const WORTH: u64 = if cfg!(test) { 1_000 } else { 1 << 20 };

/// And the share of the journal that they have to be: one in so many.
const SHARE: u64 = 5;

/// How lines begin that say what was written, and that say whose journal it is.
const CHECKPOINT: &str = "Checkpoint(";
const HEADER: &str = "Journal(";

/// True where writing a journal anew is worth it.
pub(super) fn is_worth(idle: u64, length: u64) -> bool {
    idle >= WORTH && idle >= length / SHARE
}

/// Bytes in lines that say which files were written; the one that a compacted journal has for all of them stays.
pub(super) fn idle_bytes(bytes: &[u8]) -> u64 {
    let is_checkpoint = |line: &&[u8]| line.starts_with(CHECKPOINT.as_bytes());
    let idle: usize = bytes.split_inclusive(|b| *b == b'\n').filter(is_checkpoint).map(<[u8]>::len).sum();
    let first = bytes.split_inclusive(|b| *b == b'\n').find(is_checkpoint).map_or(0, <[u8]>::len);
    let header = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
    let is_compacted = header.windows(COMPACTED.len()).any(|part| part == COMPACTED.as_bytes());
    (idle - if is_compacted { first } else { 0 }) as u64
}

/// What a header says that was written by [`compact`].
const COMPACTED: &str = ", compacted: (";

/// The same journal without them, and its last line; `None` where a line can't be made out.
pub(super) fn compact(
    text: &str,
    annotator: &AnnotatorName,
    when: &str,
    files: Vec<(String, String)>,
) -> Option<(String, Tip)> {
    let last = text.lines().next_back().and_then(super::chain::split).map(|(_, digits)| digits.to_owned());
    let compacted = Some((text.lines().count() as u64, last.unwrap_or_default()));
    let (annotator, when) = (annotator.to_string(), when.to_owned());
    let header =
        HeaderRecord { format: JOURNAL_FORMAT, annotator, when: when.clone(), compacted, ..HeaderRecord::default() };
    let mut tip = Tip::default();
    let mut written = tip.tie(Line::Header(header));
    for line in text.lines().filter(|line| !line.starts_with(CHECKPOINT) && !line.starts_with(HEADER)) {
        written.push_str(&tip.tie_again(line)?);
    }
    written.push_str(&tip.tie(Line::Checkpoint(CheckpointRecord { when, files, ..CheckpointRecord::default() })));
    Some((written, tip))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::ana;

    #[test]
    fn what_was_edited_stays_and_what_was_written_is_said_once() {
        let old = "Journal(format: 1, annotator: \"ana\")\nEdit(n: 1, when: \"a\", changes: [])\n\
                   Checkpoint(when: \"b\", files: [(\"project.ron\", \"x\")])\nUndo(n: 1, when: \"c\")\n\
                   Checkpoint(when: \"d\", files: [(\"project.ron\", \"y\")])\n";
        let files = vec![("project.ron".to_owned(), "y".to_owned())];
        let (text, tip) = compact(old, &ana(), "e", files.clone()).unwrap();
        let said: Vec<&str> = text.lines().map(|line| line.split(", chain:").next().unwrap()).collect();
        assert_eq!(
            said,
            [
                "Journal(format: 2, annotator: \"ana\", seq: 1, when: \"e\", compacted: (5, \"\")",
                "Edit(seq: 2, n: 1, when: \"a\", changes: []",
                "Undo(seq: 3, n: 1, when: \"c\"",
                "Checkpoint(seq: 4, when: \"e\", files: [(\"project.ron\", \"y\")]",
            ]
        );
        let mut follower = Tip::before_chain(0, &[]);
        for (number, line) in text.lines().enumerate() {
            assert_eq!(follower.follow(line, number as u64 + 1), Ok(()), "{line}");
        }
        assert_eq!(follower, tip);
        // Once more changes nothing but the header.
        let (again, _) = compact(&text, &ana(), "e", files).unwrap();
        assert!(again.starts_with("Journal(format: 2, annotator: \"ana\", seq: 1, when: \"e\", compacted: (4, \""));
        assert_eq!(
            said[1..],
            again.lines().map(|line| line.split(", chain:").next().unwrap()).collect::<Vec<_>>()[1..]
        );
        assert_eq!((idle_bytes(text.as_bytes()), idle_bytes(old.as_bytes())), (0, 106));
    }
}
