//! How much memory what a file says may take. Three bytes of a file can say a record of hundreds, so a file of a few
//! megabytes could take all memory there is; nothing that Byline writes comes near that.

use std::cell::Cell;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;

/// Bytes of memory for each byte of a file. The shortest annotation that says anything takes 11, and one with a map of a
/// single entry for each attribute and whatever else it can have takes 25.
const TIMES: usize = 40;

/// Bytes of memory that what any file says may take.
const LEAST: usize = 64 << 10;

/// Most bytes of memory that what one file says may take: a layer of some 200,000 annotations with attributes.
const MOST: usize = 384 << 20;

/// Longest text that is read by the whole language, in bytes: that counts records only, and no words and lists.
const LONGEST_UNUSUAL: usize = 48 << 20;

/// Bytes of memory that what all lines of a journal say may take: so many, or so many for each byte of it. Steps with two
/// annotations, their attributes and an arrow take some ten for each.
const LEAST_OF_JOURNAL: usize = 600 << 20;
const TIMES_OF_JOURNAL: usize = 12;

/// What a line takes besides what it says.
const LINE: usize = 600;

/// What is said of a journal that goes beyond.
pub(super) const TOO_MUCH_OF_JOURNAL: &str =
    "says more than any journal of Byline's, and would take all memory; put it back from a copy";

/// What is left of the memory that a journal's lines may take, on whichever threads they are read.
#[derive(Debug)]
pub(super) struct JournalLeft(AtomicUsize);

impl JournalLeft {
    /// Before the first line of a journal of so many bytes.
    pub(super) fn new(bytes: usize) -> Self {
        Self(AtomicUsize::new(LEAST_OF_JOURNAL.max(TIMES_OF_JOURNAL.saturating_mul(bytes))))
    }

    /// Takes room for a line of so many bytes that was just read; `false` where there is none, also for those after it.
    pub(super) fn take(&self, bytes: usize) -> bool {
        let cost = spent().saturating_add(bytes).saturating_add(LINE);
        let has_room = self.0.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(cost)).is_ok();
        if !has_room {
            self.0.store(0, Relaxed);
        }
        has_room
    }

    /// True where there was not room for every line.
    pub(super) fn is_gone(&self) -> bool {
        self.0.load(Relaxed) == 0
    }
}

/// What is said of a file that goes beyond.
pub(super) const TOO_MUCH: &str = "it says more records than a file of its length can hold, and would take all memory";

/// What is said of a long file that is not in the form that Byline writes.
pub(super) const TOO_LONG: &str = "it is longer than 48 megabytes, and not in the form that Byline writes";

/// Bytes of memory that what a text says may take.
pub(super) fn of(text: &str) -> usize {
    text.len().saturating_mul(TIMES).saturating_add(LEAST).min(MOST)
}

/// True where a text may be read by the whole language.
pub(super) fn is_short(text: &str) -> bool {
    text.len() <= LONGEST_UNUSUAL
}

thread_local! {
    /// What the last text that was read here took.
    static SPENT: Cell<usize> = const { Cell::new(0) };
    /// What is left for the text that is read by the whole language; everything where none is.
    static LEFT: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// Reads with so much memory for records.
pub(super) fn within<T>(bytes: usize, read: impl FnOnce() -> T) -> T {
    let _before = Before(LEFT.replace(bytes));
    let result = read();
    note(bytes - LEFT.get().min(bytes));
    result
}

/// Puts back what was left before, also where a reader panics.
struct Before(usize);

impl Drop for Before {
    fn drop(&mut self) {
        LEFT.set(self.0);
    }
}

/// Notes what a text took that was just read.
pub(super) fn note(spent: usize) {
    SPENT.set(spent);
}

/// What the last text took that was read on this thread.
pub(super) fn spent() -> usize {
    SPENT.get()
}

/// Takes room for a record of so many bytes, and for its words and maps; `Err` says that there is none.
pub(super) fn take(record: usize) -> Result<(), &'static str> {
    let left = LEFT.get();
    if left == usize::MAX {
        return Ok(());
    }
    LEFT.set(left.checked_sub(2 * record).ok_or(TOO_MUCH)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::canonical::{self, Unread};
    use super::super::notation::{read, read_any_form};
    use super::super::records::{ArticlesFile, LayerFile, Line, SuggestionsFile, ThreadsFile};
    use serde::de::DeserializeOwned;

    const MANY: usize = 200_000;

    fn refused<T: DeserializeOwned>(text: &str) {
        for read in [read::<T>, read_any_form::<T>] {
            let error = read(text).err().unwrap_or_else(|| panic!("{} bytes are read", text.len()));
            assert!(error.message.contains("more records than"), "{error:?}");
            assert!(error.at.1 > 1, "{error:?}");
        }
    }

    #[test]
    fn empty_records_are_refused_in_every_list() {
        let list = |name: &str, list: &str| format!("{name}(format: 1, {list}: [{}])", "(),".repeat(MANY));
        for name in ["annotations", "relations"] {
            refused::<LayerFile>(&list("Layer", name));
        }
        refused::<ArticlesFile>(&list("Articles", "articles"));
        refused::<ThreadsFile>(&list("Threads", "threads"));
        refused::<SuggestionsFile>(&list("Suggestions", "suggestions"));
    }

    #[test]
    fn a_reader_that_panics_leaves_no_bound_behind() {
        let panics = || super::within(10, || panic!("a library"));
        assert!(std::panic::catch_unwind(panics).is_err());
        assert_eq!(super::take(1_000), Ok(()), "nothing is read now");
    }

    #[test]
    fn where_one_line_of_a_journal_has_no_room_those_after_it_have_none() {
        let left = super::JournalLeft(super::AtomicUsize::new(3 * super::LINE));
        super::note(10);
        assert!(left.take(10) && left.take(10) && !left.is_gone());
        super::note(2 * super::LINE);
        assert!(!left.take(10) && left.is_gone());
        super::note(0);
        assert!(!left.take(0));
    }

    #[test]
    fn maps_are_counted_in_the_usual_form() {
        let refused = |annotations: String| {
            let text = format!("Layer(format: 1, annotations: [{annotations}])");
            matches!(canonical::read::<LayerFile>(&text), Err(Unread::TooMuch(_)))
        };
        assert!(refused("(extra:{\"a\":\"b\"}),".repeat(MANY)));
    }

    #[test]
    fn what_byline_writes_at_its_shortest_is_read() {
        let record = |at: usize| format!("  (id: \"c{at:09}\", label: \"a\", at: [(0, 1)]),\n");
        let records: String = (0..20_000).map(record).collect();
        let text = format!("Layer(format: 1,\n annotations: [\n{records} ],\n)\n");
        for read in [read::<LayerFile>, read_any_form::<LayerFile>] {
            assert_eq!(read(&text).unwrap().0.annotations.len(), 20_000);
        }
    }

    #[test]
    fn a_line_about_many_articles_is_read() {
        let line = |change: &str| format!("Edit(n: 1, changes: [{}])", format!("{change},").repeat(MANY));
        let read = Line::read(&line("done(layer: (\"ana\", \"k3f9x2m7qa\"), after: true)"));
        assert!(matches!(read, Ok(Some((Line::Edit(edit), _))) if edit.changes.len() == MANY));
    }
}
