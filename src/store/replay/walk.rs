//! A journal, line by line: which steps stand, and what came after each file was last written.

use super::super::chain::LAST;
use super::super::journal::Journal;
use super::super::layout::FileKey;
use super::super::notation::take_unknown;
use super::super::records::{ChangeRecord, EditRecord, Line, Texts};
use crate::edit::{Change, Spot, Transaction};
use crate::model::{ArticleId, Project};
use crate::text::{CharOffset, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What came after a file was last written.
#[derive(Default)]
pub(super) struct Chain {
    pub(super) hash: Option<String>,
    /// Hashes with which it was written before.
    pub(super) earlier: BTreeSet<String>,
    pub(super) pending: Vec<Change>,
    /// A change that can't be read: nothing after it can be replayed.
    pub(super) broken: bool,
}

/// A journal, walked through.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) edits: BTreeMap<u64, Option<Arc<Transaction>>>,
    pub(super) done: Vec<u64>,
    pub(super) undone: Vec<u64>,
    pub(super) chains: BTreeMap<FileKey, Chain>,
    pub(super) next: u64,
    /// Lines are missing, were changed or can't be read: what follows is taken as far as it fits.
    pub(super) is_broken: bool,
    /// Changes in all chains.
    pending: usize,
    /// What was done so far, in nanoseconds as good as they can be guessed.
    effort: usize,
    /// It takes more room or time than any journal of Byline's: nothing was walked through any further.
    pub(super) is_too_much: bool,
}

/// Most changes that wait for their files; after an import of 10,000 articles with 200,000 annotations that was undone
/// and made again five times it is as many.
const MOST_PENDING: usize = 2_000_000;

/// Most effort of a walk.
const MOST_EFFORT: usize = 4_000_000_000;

/// What it takes to copy a change, and to look one up; looking at a number takes one.
const COPY: usize = 60;
const LOOK_UP: usize = 100;

/// Walks through a journal. The records of its edits are turned into steps, and are not in it any more then.
pub(super) fn walk(journal: &mut Journal, texts: &Texts, project: &Project) -> Walk {
    let mut walk = Walk { is_broken: journal.is_broken(), ..Walk::default() };
    // Positions of a spot mean the article's text: the one in the project, or the one that the journal speaks of.
    let mut current: BTreeMap<ArticleId, Text> = BTreeMap::new();
    for entry in &mut journal.lines {
        if walk.is_too_much {
            break;
        }
        let is_doubtful = entry.is_doubtful();
        if entry.fit.is_err() {
            walk.done.clear();
            walk.undone.clear();
        }
        match &mut entry.line {
            None | Some(Line::Header(_) | Line::Mark(_)) => {}
            // There would be no number for the next one.
            Some(Line::Edit(edit)) if edit.n > LAST && edit.n != walk.next => {
                walk.bases(&edit.base);
                walk.step(None);
            }
            Some(Line::Edit(edit)) => {
                walk.bases(&edit.base);
                let changes = std::mem::take(&mut edit.changes);
                let transaction = transaction_of(edit, changes, texts, project, &mut current).map(Arc::new);
                walk.step(transaction.as_deref());
                walk.edits.insert(edit.n, transaction);
                walk.next = walk.next.max(edit.n.saturating_add(1));
                walk.undone.clear();
                walk.done.push(edit.n);
            }
            Some(Line::Undo(step)) => {
                walk.bases(&step.base);
                let looks = take_out(&mut walk.done, step.n);
                walk.spend(looks);
                walk.undone.push(step.n);
                let undone = walk.edits.get(&step.n).cloned().flatten();
                let inverse = undone.filter(|t| walk.has_room(t)).map(|t| t.inverse());
                walk.step(inverse.as_ref());
            }
            Some(Line::Redo(step)) => {
                walk.bases(&step.base);
                let looks = take_out(&mut walk.undone, step.n);
                walk.spend(looks);
                walk.done.push(step.n);
                let again = walk.edits.get(&step.n).cloned().flatten();
                walk.step(again.as_deref());
            }
            // A checkpoint puts edits behind it: only one that stands as and where it was written may do that.
            Some(Line::Checkpoint(_)) if is_doubtful => {}
            Some(Line::Checkpoint(record)) => {
                for (name, hash) in &record.files {
                    if let Some(key) = FileKey::parse(name) {
                        walk.written(key, hash);
                    }
                }
            }
        }
        if is_doubtful {
            walk.done.clear();
            walk.undone.clear();
        }
    }
    if walk.is_too_much { Walk { is_too_much: true, next: walk.next, ..Walk::default() } } else { walk }
}

/// Takes a number out of a stack: the last one, in a journal that Byline wrote. Gives how many it looked at.
fn take_out(stack: &mut Vec<u64>, number: u64) -> usize {
    if stack.pop_if(|last| *last == number).is_some() {
        return 1;
    }
    stack.retain(|n| *n != number);
    stack.len()
}

impl Walk {
    fn spend(&mut self, effort: usize) {
        self.effort = self.effort.saturating_add(effort);
        self.is_too_much |= self.effort > MOST_EFFORT;
    }

    /// True where the changes of a step may wait, too.
    fn has_room(&mut self, step: &Transaction) -> bool {
        self.spend(COPY.saturating_mul(step.changes.len()));
        self.is_too_much |= self.pending + step.changes.len() > MOST_PENDING;
        !self.is_too_much
    }

    /// Files as they were found at this line: what came before does not lead here.
    fn bases(&mut self, bases: &[(String, String)]) {
        for (name, hash) in bases {
            let Some(key) = FileKey::parse(name) else { continue };
            let touches = |n: &u64| {
                let transaction = self.edits.get(n).and_then(Option::as_ref);
                transaction.is_none_or(|t| t.changes.iter().any(|c| FileKey::of(c) == key))
            };
            // Most files are met here for the first time: no step has touched them yet.
            if self.chains.contains_key(&key) {
                let changes = |n: &u64| self.edits.get(n).and_then(Option::as_ref).map_or(0, |t| t.changes.len());
                let looks: usize = self.done.iter().chain(&self.undone).map(|n| LOOK_UP + changes(n)).sum();
                self.effort = self.effort.saturating_add(LOOK_UP.saturating_mul(looks) / 10);
                self.done.retain(|n| !touches(n));
                self.undone.retain(|n| !touches(n));
            }
            self.written(key, hash);
            self.spend(LOOK_UP);
            if self.is_too_much {
                return;
            }
        }
    }

    /// The journal says with which hash a file was found or written: what follows begins there.
    fn written(&mut self, key: FileKey, hash: &str) {
        let mut earlier = BTreeSet::new();
        if let Some(before) = self.chains.remove(&key) {
            self.pending -= before.pending.len();
            earlier = before.earlier;
            earlier.extend(before.hash.filter(|before| before != hash && !before.is_empty()));
        }
        self.chains.insert(key, Chain { hash: Some(hash.to_owned()), earlier, ..Chain::default() });
    }

    fn step(&mut self, transaction: Option<&Transaction>) {
        match transaction {
            Some(transaction) if !self.has_room(transaction) => {}
            Some(transaction) => {
                self.pending += transaction.changes.len();
                for change in &transaction.changes {
                    self.chains.entry(FileKey::of(change)).or_default().pending.push(change.clone());
                }
            }
            // Where its edit is missing, what follows is looked at record by record.
            None if self.is_broken => {}
            // Which files an edit touches that can't be read is not known for certain.
            None => self.chains.values_mut().for_each(|chain| chain.broken = true),
        }
    }
}

/// The step that a line with these changes says, over the texts that its positions mean; `None` where it can't be read.
pub(in crate::store) fn transaction_of(
    edit: &EditRecord,
    changes: Vec<ChangeRecord>,
    texts: &Texts,
    project: &Project,
    current: &mut BTreeMap<ArticleId, Text>,
) -> Option<Transaction> {
    let layers = edit.layer_texts()?;
    let changes: Option<Vec<Change>> = changes.into_iter().map(|record| record.read(&layers, texts)).collect();
    let changes = changes.filter(|_| take_unknown().is_empty())?;
    for change in &changes {
        if let Change::Article(id, swap) = change
            && let Some(article) = swap.after.as_ref().or(swap.before.as_ref())
        {
            current.insert(*id, article.text().clone());
        }
    }
    let spot = edit.spot.as_ref().and_then(|(id, (start, end))| {
        let article = ArticleId::parse(id)?;
        let text = current.get(&article).or_else(|| project.article(article).map(|a| a.text()))?;
        let span = text.span_of_chars(CharOffset::new(*start as usize), CharOffset::new(*end as usize))?;
        Some(Spot { article, span })
    });
    Some(Transaction { what: edit.what.clone(), changes, spot })
}
