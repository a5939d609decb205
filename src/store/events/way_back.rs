//! From now back to a point of a journal, as one step.

use super::super::StoreError;
use super::super::folder::Folder;
use super::super::journal::read_journal;
use super::super::layout::texts_of;
use super::super::records::{ChangeRecord, EditRecord, Line, Texts};
use super::super::replay::{gather_texts, transaction_of};
use super::{Point, detail};
use crate::edit::{Change, Swap, Transaction, squash};
use crate::model::{AnnotatorName, ArticleId, Project, Violation, violations};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// How much goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Everything that the annotator did since.
    Everything,
    /// What she did on one article.
    Article(ArticleId),
}

/// A step back, and what it replaces.
#[derive(Clone, Debug)]
pub struct WayBack {
    /// The step; it is nothing where everything is as it was.
    pub transaction: Transaction,
    /// What it replaces, in words, one line for each record.
    pub lines: Vec<String>,
    /// Articles that it changes something on.
    pub articles: usize,
}

/// The step that makes what an annotator did since a point of her journal undone, and what she took back since done: her
/// layers, her threads and what she changed of what everybody shares are as they were then. What others did stays.
///
/// # Errors
/// Where the journal can't be read that far, or something that was there is not any more; then nothing can be done.
pub fn way_back(
    folder: &Path,
    project: &Project,
    annotator: &AnnotatorName,
    point: Point,
    extent: Extent,
) -> Result<WayBack, StoreError> {
    let folder = Folder::new(folder);
    let journal = read_journal(&folder, annotator);
    let mut texts = Texts::default();
    let revisions = project.articles.values().flat_map(|article| texts_of(article));
    revisions.for_each(|revision| texts.put_in(&revision.file, &revision.text));
    gather_texts(&folder, &mut texts, &journal);
    let lines: Vec<Option<&Line>> = journal.lines.iter().map(|entry| entry.line.as_ref()).collect();
    let gone = || StoreError::OutOfStep("this point is not in the journal any more; read it again".into());
    let at = point.find(&lines).ok_or_else(gone)?;
    let mut reader = Reader { texts: &texts, project, current: BTreeMap::new(), edits: BTreeMap::new() };
    for line in lines.iter().flatten() {
        if let Line::Edit(edit) = line {
            reader.edits.insert(edit.n, edit);
        }
    }
    let mut changes: Vec<Change> = Vec::new();
    for line in lines.get(at + 1..).unwrap_or_default().iter().rev() {
        let step = match line {
            None => return Err(StoreError::OutOfStep("a line after this point can't be read".into())),
            Some(Line::Edit(edit)) => reader.read(edit.n)?.inverse(),
            Some(Line::Undo(step)) => reader.read(step.n)?,
            Some(Line::Redo(step)) => reader.read(step.n)?.inverse(),
            Some(Line::Header(_) | Line::Checkpoint(_) | Line::Mark(_)) => continue,
        };
        changes.extend(step.changes.into_iter().filter(|change| is_within(change, extent)));
    }
    let mut changes = squash(changes);
    mend(project, &mut changes);
    changes.retain(|change| !change.is_nothing());
    let transaction = Transaction { what: String::new(), changes, spot: None };
    check(project, &transaction)?;
    told(project, transaction, &texts)
}

struct Reader<'a> {
    texts: &'a Texts,
    project: &'a Project,
    current: BTreeMap<ArticleId, crate::text::Text>,
    edits: BTreeMap<u64, &'a EditRecord>,
}

impl Reader<'_> {
    fn read(&mut self, number: u64) -> Result<Transaction, StoreError> {
        let edit = self.edits.get(&number);
        let read = edit
            .and_then(|edit| transaction_of(edit, edit.changes.clone(), self.texts, self.project, &mut self.current));
        read.ok_or_else(|| StoreError::OutOfStep(format!("step {number} after this point can't be read")))
    }
}

fn is_within(change: &Change, extent: Extent) -> bool {
    match extent {
        Extent::Everything => true,
        Extent::Article(article) => match change {
            Change::Article(id, _) => *id == article,
            other => other.layer().is_some_and(|key| key.article == article),
        },
    }
}

/// Links to shared items that are not there any more stay away, and so do stories.
fn mend(project: &Project, changes: &mut [Change]) {
    let made = |change: &Change| match change {
        Change::Thread(_, id, Swap { after: Some(_), .. }) => Some(*id),
        _ => None,
    };
    let gone = |change: &Change| match change {
        Change::Thread(_, id, Swap { after: None, .. }) => Some(*id),
        _ => None,
    };
    let mut threads: BTreeSet<_> = project.all_threads().map(|(_, thread)| thread.id).collect();
    threads.extend(changes.iter().filter_map(made));
    for id in changes.iter().filter_map(gone) {
        threads.remove(&id);
    }
    let story = |change: &Change| match change {
        Change::Story(id, Swap { after: Some(_), .. }) => Some(*id),
        _ => None,
    };
    let mut stories: BTreeSet<_> = project.stories.keys().copied().collect();
    stories.extend(changes.iter().filter_map(story));
    for change in changes {
        match change {
            Change::Annotation(_, _, swap) => {
                if let Some(after) = &mut swap.after
                    && after.threads.keys().any(|id| !threads.contains(id))
                {
                    Arc::make_mut(after).threads.retain(|id, _| threads.contains(id));
                }
            }
            Change::Article(_, swap) => {
                if let Some(after) = &mut swap.after
                    && after.stories.iter().any(|id| !stories.contains(id))
                {
                    Arc::make_mut(after).stories.retain(|id| stories.contains(id));
                }
            }
            _ => {}
        }
    }
}

/// Refuses what would break the project.
fn check(project: &Project, transaction: &Transaction) -> Result<(), StoreError> {
    let after = transaction
        .apply(project)
        .map_err(|conflict| StoreError::OutOfStep(conflict.record + " was changed since by somebody else"))?;
    let before = violations(project);
    // A layer goes back whole, and others' layers are carried over by whoever takes the step: what can be missing is what
    // stands elsewhere.
    let is_missing = |violation: &Violation| {
        matches!(
            violation,
            Violation::UnknownArticle(_)
                | Violation::UnknownLabel(..)
                | Violation::UnknownThread(..)
                | Violation::DanglingThreadRelation(_)
        )
    };
    let broken = violations(&after).into_iter().find(|violation| is_missing(violation) && !before.contains(violation));
    broken.map_or(Ok(()), |violation| Err(StoreError::OutOfStep(violation.to_string())))
}

fn told(project: &Project, transaction: Transaction, texts: &Texts) -> Result<WayBack, StoreError> {
    let after = transaction.apply(project).map_err(|conflict| StoreError::OutOfStep(conflict.to_string()))?;
    let record = super::super::edit_line::edit_record(0, String::new(), Vec::new(), &transaction, &after, texts)?;
    let mut articles = BTreeSet::new();
    for change in &record.changes {
        articles.extend(detail::article_of(change));
    }
    let lines = detail::lines(&record.changes.iter().collect::<Vec<&ChangeRecord>>());
    Ok(WayBack { transaction, lines, articles: articles.len() })
}
