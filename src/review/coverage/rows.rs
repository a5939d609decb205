//! The rows of a matrix: threads under their labels.

use super::Coverage;
use crate::model::{Codebook, LabelId, StoryId};
use crate::text::fold;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Which threads are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Only {
    /// All.
    #[default]
    All,
    /// Those that a mention disputes.
    Disputed,
    /// Those that only one article mentions.
    Once,
    /// Those that several articles mention.
    Several,
    /// Those that nothing mentions.
    Never,
}

/// How threads follow each other under their label.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum RowOrder {
    /// Those in the most articles first.
    #[default]
    MostArticles,
    /// By title.
    Title,
    /// Those known first, first; the unknown last.
    KnownSince,
}

/// Which rows there are, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowView {
    /// How they follow each other.
    pub order: RowOrder,
    /// Which threads are shown.
    pub only: Only,
    /// Only threads with these words in their title.
    pub words: String,
    /// Only threads of these labels; all where it is empty.
    pub labels: BTreeSet<LabelId>,
    /// Only threads of this story.
    pub story: Option<StoryId>,
}

/// A row: the head of a group, or a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowItem {
    /// The threads of a label follow, so many.
    Label(LabelId, usize),
    /// A thread by its number.
    Thread(usize),
}

/// The rows that a view asks for: the labels in the codebook's order, under each its threads.
pub(super) fn rows(coverage: &Coverage, codebook: &Codebook, view: &RowView) -> Vec<RowItem> {
    let threads = coverage.threads();
    let words: Vec<String> = fold(&view.words).split_whitespace().map(str::to_owned).collect();
    let mut wanted: Vec<usize> = Vec::new();
    for (number, thread) in threads.iter().enumerate() {
        let is_wanted = match view.only {
            Only::All => true,
            Only::Disputed => thread.disputed,
            Only::Once => thread.articles() == 1,
            Only::Several => thread.articles() > 1,
            Only::Never => thread.articles() == 0,
        };
        let is_wanted = is_wanted
            && (view.labels.is_empty() || view.labels.contains(&thread.label))
            && view.story.is_none_or(|story| thread.story == Some(story))
            && words.iter().all(|word| thread.folded.contains(word));
        if is_wanted {
            wanted.push(number);
        }
    }
    let key = |number: &usize| threads.get(*number).map(|t| (t.folded.as_str(), t.articles(), t.since, t.id));
    wanted.sort_by(|a, b| {
        let (Some(a), Some(b)) = (key(a), key(b)) else { return a.cmp(b) };
        let order = match view.order {
            RowOrder::MostArticles => Reverse(a.1).cmp(&Reverse(b.1)),
            RowOrder::Title => std::cmp::Ordering::Equal,
            RowOrder::KnownSince => (a.2.is_none(), a.2).cmp(&(b.2.is_none(), b.2)),
        };
        order.then_with(|| (a.0, a.3).cmp(&(b.0, b.3)))
    });
    let mut labels: Vec<&LabelId> = codebook.ordered().into_iter().map(|label| &label.id).collect();
    let unknown: BTreeSet<&LabelId> =
        threads.iter().map(|t| &t.label).filter(|l| codebook.label(l).is_none()).collect();
    labels.extend(unknown);
    let mut rows = Vec::with_capacity(wanted.len() + labels.len());
    for label in labels {
        let of = |number: &usize| threads.get(*number).is_some_and(|thread| thread.label == *label);
        let start = rows.len();
        rows.extend(wanted.iter().copied().filter(of).map(RowItem::Thread));
        if rows.len() > start {
            rows.insert(start, RowItem::Label(label.clone(), rows.len() - start));
        }
    }
    rows
}
