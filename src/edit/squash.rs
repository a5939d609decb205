//! Several steps as one.

use super::Change;
use std::collections::BTreeMap;

impl Change {
    /// Names the record, apart from every other one.
    fn target(&self) -> String {
        match self {
            Self::Info(_) => "info".into(),
            Self::Label(id, _) => format!("label {id}"),
            Self::RelationType(id, _) => format!("type {id}"),
            Self::ArticleAttribute(id, _) => format!("attribute {id}"),
            Self::Story(id, _) => format!("story {id}"),
            Self::Family(id, _) => format!("family {id}"),
            Self::Article(id, _) => format!("article {id}"),
            Self::LayerText(key, _) => format!("text {} {}", key.annotator, key.article),
            Self::Done(key, _) => format!("done {} {}", key.annotator, key.article),
            Self::Annotation(key, id, _) => format!("annotation {} {} {id}", key.annotator, key.article),
            Self::Relation(key, id, _) => format!("relation {} {} {id}", key.annotator, key.article),
            Self::Reading(key, at, _) => format!("reading {} {} {at:?}", key.annotator, key.article),
            Self::Rejected(key, what, _) => format!("rejected {} {} {what:?}", key.annotator, key.article),
            Self::Thread(by, id, _) => format!("thread {by} {id}"),
            Self::ThreadRelation(by, id, _) => format!("statement {by} {id}"),
        }
    }

    /// Takes over what a later change of the same record leaves there.
    fn then(&mut self, later: Self) {
        match (self, later) {
            (Self::Info(a), Self::Info(b)) => a.after = b.after,
            (Self::Label(_, a), Self::Label(_, b)) => a.after = b.after,
            (Self::RelationType(_, a), Self::RelationType(_, b)) => a.after = b.after,
            (Self::ArticleAttribute(_, a), Self::ArticleAttribute(_, b)) => a.after = b.after,
            (Self::Story(_, a), Self::Story(_, b)) => a.after = b.after,
            (Self::Family(_, a), Self::Family(_, b)) => a.after = b.after,
            (Self::Article(_, a), Self::Article(_, b)) => a.after = b.after,
            (Self::LayerText(_, a), Self::LayerText(_, b)) => a.after = b.after,
            (Self::Done(_, a), Self::Done(_, b)) => a.after = b.after,
            (Self::Annotation(_, _, a), Self::Annotation(_, _, b)) => a.after = b.after,
            (Self::Relation(_, _, a), Self::Relation(_, _, b)) => a.after = b.after,
            (Self::Reading(_, _, a), Self::Reading(_, _, b)) | (Self::Rejected(_, _, a), Self::Rejected(_, _, b)) => {
                a.after = b.after;
            }
            (Self::Thread(_, _, a), Self::Thread(_, _, b)) => a.after = b.after,
            (Self::ThreadRelation(_, _, a), Self::ThreadRelation(_, _, b)) => a.after = b.after,
            // Changes of one target are of one kind.
            _ => {}
        }
    }

    /// True where it leaves what it finds.
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Info(s) => s.before == s.after,
            Self::Label(_, s) => s.before == s.after,
            Self::RelationType(_, s) => s.before == s.after,
            Self::ArticleAttribute(_, s) => s.before == s.after,
            Self::Story(_, s) => s.before == s.after,
            Self::Family(_, s) => s.before == s.after,
            Self::Article(_, s) => s.before == s.after,
            Self::LayerText(_, s) => s.before == s.after,
            Self::Done(_, s) => s.before == s.after,
            Self::Annotation(_, _, s) => s.before == s.after,
            Self::Relation(_, _, s) => s.before == s.after,
            Self::Reading(_, _, s) | Self::Rejected(_, _, s) => s.before == s.after,
            Self::Thread(_, _, s) => s.before == s.after,
            Self::ThreadRelation(_, _, s) => s.before == s.after,
        }
    }
}

/// Changes one after the other as one change for each record, in the order in which records are first met; those that
/// come to nothing are left out.
pub fn squash(changes: impl IntoIterator<Item = Change>) -> Vec<Change> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut all: Vec<Change> = Vec::new();
    for change in changes {
        let target = change.target();
        if let Some(first) = places.get(&target).and_then(|at| all.get_mut(*at)) {
            first.then(change);
        } else {
            places.insert(target, all.len());
            all.push(change);
        }
    }
    all.retain(|change| !change.is_nothing());
    // A text comes before what stands on it, and an article before its layers; what goes with an article goes before it.
    all.sort_by_key(order);
    all
}

/// Articles that come first, then their layers' texts, then all else, then articles that go.
fn order(change: &Change) -> u8 {
    match change {
        Change::Article(_, swap) if swap.after.is_some() => 0,
        Change::LayerText(..) => 1,
        Change::Article(..) => 3,
        _ => 2,
    }
}
