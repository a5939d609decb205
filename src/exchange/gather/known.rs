//! Which article of the project one that was read is: the same, or the same with another text.

use crate::exchange::articles::{DuplicateKey, ReadArticle};
use crate::model::{Article, ArticleId, Date, Metadata, Project};
use crate::text::{Alignment, Text, fold};
use std::collections::{BTreeMap, BTreeSet};

/// What an article that was read is to the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// It is there, with this text or with this one as an earlier one.
    There(ArticleId),
    /// It is there with another text.
    OtherText(ArticleId),
    /// It is new.
    New,
}

/// Articles by what they can be known by. Of names that several articles have none counts.
#[derive(Debug, Default)]
pub(super) struct Known {
    keys: BTreeMap<DuplicateKey, ArticleId>,
    addresses: BTreeMap<String, Option<ArticleId>>,
    foreign: BTreeMap<String, Option<ArticleId>>,
    heads: BTreeMap<(String, String, Option<Date>), Option<ArticleId>>,
    /// Those that have another text from now on.
    revised: BTreeSet<ArticleId>,
}

impl Known {
    /// The articles of a project.
    pub(super) fn of(project: &Project) -> Self {
        let mut known = Self::default();
        for article in project.articles.values() {
            let revisions = article.earlier.iter().chain([&article.current]);
            for revision in revisions {
                known.keys.insert(DuplicateKey::of(&revision.text, &article.metadata), article.id);
            }
            let address = DuplicateKey::of(article.text(), &article.metadata).address().to_owned();
            note(&mut known.addresses, address, article.id);
            note(&mut known.foreign, article.foreign_id.clone(), article.id);
            let head = head(&article.metadata);
            let lone = known.heads.entry(head).or_insert(Some(article.id));
            *lone = lone.filter(|id| *id == article.id);
        }
        known
    }

    /// What an article that was read is. One whose text is another one counts as that article from now on.
    pub(super) fn place(&mut self, read: &ReadArticle, project: &Project) -> Match {
        let key = DuplicateKey::of(&read.text, &read.metadata);
        if let Some(id) = self.keys.get(&key) {
            return Match::There(*id);
        }
        let lone = |found: Option<&Option<ArticleId>>| found.copied().flatten();
        let by_name = (!read.foreign_id.is_empty()).then(|| lone(self.foreign.get(&read.foreign_id))).flatten();
        let by_address = || (!key.address().is_empty()).then(|| lone(self.addresses.get(key.address()))).flatten();
        let by_head =
            || (!read.metadata.title.is_empty()).then(|| lone(self.heads.get(&head(&read.metadata)))).flatten();
        let found = by_name.or_else(by_address).or_else(by_head);
        let found = found.filter(|id| !self.revised.contains(id)).and_then(|id| project.article(id));
        match found.filter(|article| is_other_text(article, &read.text)) {
            Some(article) => {
                self.revised.insert(article.id);
                self.keys.insert(key, article.id);
                Match::OtherText(article.id)
            }
            None => Match::New,
        }
    }

    /// Notes an article that is added.
    pub(super) fn add(&mut self, article: &Article) {
        self.keys.insert(DuplicateKey::of(article.text(), &article.metadata), article.id);
    }
}

fn note(names: &mut BTreeMap<String, Option<ArticleId>>, name: String, id: ArticleId) {
    if !name.is_empty() {
        names.entry(name).and_modify(|lone| *lone = None).or_insert(Some(id));
    }
}

fn head(metadata: &Metadata) -> (String, String, Option<Date>) {
    (fold(metadata.title.trim()), fold(metadata.outlet.trim()), metadata.published)
}

/// True where a text can be another one of an article: half of the shorter of the two is in both.
pub(in crate::exchange) fn is_other_text(article: &Article, text: &Text) -> bool {
    let shorter = article.text().len().min(text.len());
    shorter > 0 && Alignment::new(article.text(), text).shared() * 2 >= shorter
}
