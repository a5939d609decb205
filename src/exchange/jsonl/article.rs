//! A line with an article.

use super::fields::Fields;
use super::node::Node;
use super::parse::Ahead;
use super::place::Positions;
use super::problem::Extent;
use super::read::Reader;
use super::value::attributes_of;
use crate::edit::plan::NewText;
use crate::exchange::gather::is_other_text;
use crate::model::{Article, ArticleId, Date, Extra, Metadata, MetadataField, Project, Revision, Zone, ZoneKind};
use crate::store::text_file;
use crate::text::{Text, TextHash, clean};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Fields of an article that say nothing new where the article is there already.
const PASSED_OVER: [&str; 12] = [
    "title",
    "outlet",
    "author",
    "published",
    "accessed",
    "language",
    "url",
    "archived_url",
    "stories",
    "attributes",
    "zones",
    "revisions",
];

impl Reader<'_, '_> {
    /// Reads an article with all that is on it; `ahead` is what of it was read already.
    pub(super) fn article_line(&mut self, mut fields: Fields, ahead: Option<Ahead>) {
        let (given, foreign) = (fields.text("id"), fields.text("foreign_id"));
        let (cleaned, annotations) =
            ahead.map_or((None, Vec::new()), |ahead| (Some(ahead.positions), ahead.annotations));
        let raw = fields.take("text").map(|raw| (raw, cleaned));
        let hash = fields.text("text_hash");
        let Some((id, positions)) = self.which(&given, foreign, raw, &hash, &mut fields) else { return };
        if !given.is_empty() {
            self.file.articles.insert(given, id);
        }
        self.layers_of(id, &positions, annotations, &mut fields);
        self.suggestions_of(id, &positions, &mut fields);
        if let Some(article) = self.out.articles.last_mut().filter(|article| article.id == id) {
            article.extra.extend(fields.rest());
        }
        for what in fields.wrong() {
            self.part(what);
        }
    }

    /// The article with an address, of the project or read before, and its text. Addresses are compared without what
    /// stands behind `#` and without a slash at the end.
    pub(in crate::exchange) fn article_at(&self, address: &str) -> Option<(ArticleId, Text)> {
        let plain = |address: &str| address.split('#').next().unwrap_or_default().trim_end_matches('/').to_owned();
        let wanted = Some(plain(address)).filter(|address| !address.is_empty())?;
        let is_there =
            |a: &&Article| [&a.metadata.url, &a.metadata.archived_url].iter().any(|url| plain(url) == wanted);
        let there = self.cx.project.articles.values().map(AsRef::as_ref).chain(&self.out.articles).find(is_there)?;
        Some((there.id, there.text().clone()))
    }

    /// The article that a line means: one read before, one of the project, or a new one; with its text.
    fn which(
        &mut self,
        given: &str,
        foreign: String,
        raw: Option<(Node, Option<Positions>)>,
        hash: &str,
        fields: &mut Fields,
    ) -> Option<(ArticleId, Positions)> {
        let named = if given.is_empty() { "without an id".to_owned() } else { format!("{given:?}") };
        let raw = match raw {
            Some((Node::Words(raw), cleaned)) => Some((raw, cleaned)),
            Some(_) => {
                self.problem(Extent::Line, format!("the text of article {named} is no string; it was left out"));
                return None;
            }
            None => None,
        };
        let Some((raw, cleaned)) = raw else { return self.without_text(given, &named, hash, fields) };
        if !Positions::can_hold(&raw) {
            self.problem(Extent::Line, format!("article {named} is longer than any text here; it was left out"));
            return None;
        }
        let positions = cleaned.unwrap_or_else(|| Positions::cleaning(&raw));
        if let Some(id) = self.known(given, &positions.text, fields) {
            self.is_known(id, fields);
            return Some((id, positions));
        }
        let id = self.new_article(given, foreign, &positions, fields);
        Some((id, positions))
    }

    /// A line without a text is about an article that is there already.
    fn without_text(
        &mut self,
        given: &str,
        named: &str,
        hash: &str,
        fields: &mut Fields,
    ) -> Option<(ArticleId, Positions)> {
        let project = self.cx.project;
        let read = self.file.articles.get(given).copied().or_else(|| ArticleId::parse(given));
        let by_foreign = || project.articles.values().find(|a| !given.is_empty() && a.foreign_id == given);
        let article = read.and_then(|id| project.article(id)).or_else(by_foreign);
        let text = match article {
            Some(article) => Some((article.id, article.text().clone())),
            None => read.and_then(|id| self.out.articles.iter().find(|a| a.id == id)).map(|a| (a.id, a.text().clone())),
        };
        let Some((id, text)) = text else {
            self.problem(
                Extent::Line,
                format!("article {named} has no text and is not in the project; it was left out"),
            );
            return None;
        };
        if TextHash::parse(hash).is_some_and(|hash| hash != text.hash()) {
            self.problem(
                Extent::Line,
                format!("positions on article {named} mean another text than the project has; the line was left out"),
            );
            return None;
        }
        self.is_known(id, fields);
        Some((id, Positions::of(&text)))
    }

    /// An article that is there keeps what is known about it: the line's own is passed over.
    fn is_known(&mut self, id: ArticleId, fields: &mut Fields) {
        if self.cx.project.article(id).is_some() {
            self.file.report.known_articles.insert(id);
        }
        for name in PASSED_OVER {
            fields.take(name);
        }
    }

    /// An article of the project, or of this import, with the same id and text, be it another program's id; else one of
    /// the project with the same text and no metadata that speaks against it.
    fn known(&mut self, given: &str, text: &Text, fields: &mut Fields) -> Option<ArticleId> {
        let project = self.cx.project;
        if let Some(id) = self.file.articles.get(given).copied().or_else(|| ArticleId::parse(given)) {
            let is_read = self.taken.contains(&id.0);
            let read = if is_read { self.out.articles.iter().rev().find(|a| a.id == id) } else { None };
            let given_now = self.out.texts.iter().find(|new| new.article == id).map(|new| &new.text);
            let there = read.map(Article::text).or(given_now).or_else(|| project.article(id).map(|a| a.text()));
            let is_first = given_now.is_none();
            if let Some(there) = there {
                if there == text {
                    return Some(id);
                }
                if !is_read && is_first && self.takes_text(id, text) {
                    return Some(id);
                }
                self.taken.insert(id.0);
                self.part(format!("article {given:?} is there with another text; this one was given a new id"));
                return None;
            }
        }
        if let Some(id) = self.foreign.get(given).copied() {
            let read = self.out.articles.iter().rev().find(|a| a.id == id);
            if read.is_some_and(|article| article.text() == text) {
                return Some(id);
            }
        }
        let called = |a: &Article| !given.is_empty() && a.foreign_id == given;
        let same = self.by_text.get_or_insert_with(|| by_text(project)).get(&text.hash());
        let best = same
            .into_iter()
            .flatten()
            .filter_map(|id| project.article(*id))
            .filter(|a| !self.file.matched.contains(&a.id))
            .filter(|a| fields.agrees("outlet", &a.metadata.outlet) && fields.agrees("url", &a.metadata.url))
            .filter(|a| fields.agrees("published", &a.metadata.get(MetadataField::Published)))
            .max_by_key(|a| (called(a), std::cmp::Reverse(a.id)));
        let id = best?.id;
        self.file.matched.insert(id);
        Some(id)
    }

    /// Takes the text as another one of an article of the project, where it can be; both are kept.
    fn takes_text(&mut self, id: ArticleId, text: &Text) -> bool {
        let article = self.cx.project.article(id);
        let fits = article.is_some_and(|article| {
            !article.earlier.iter().any(|revision| revision.text == *text) && is_other_text(article, text)
        });
        if fits {
            self.out.texts.push(NewText { article: id, text: text.clone(), accessed: None });
            self.file.report.revised_articles.insert(id);
        }
        fits
    }

    fn new_article(&mut self, given: &str, foreign: String, positions: &Positions, fields: &mut Fields) -> ArticleId {
        let (id, foreign_id) = self.id::<ArticleId>(given, foreign);
        if !given.is_empty() && foreign_id == given {
            self.foreign.insert(foreign_id.clone(), id);
        }
        let (metadata, mut extra, mut wrong) = metadata_of(fields);
        let attributes = attributes_of(fields.object("attributes"), &mut wrong);
        self.need_article_attributes(&attributes);
        let stories: BTreeSet<_> = fields.texts("stories").iter().map(|name| self.story_named(name)).collect();
        let zones = zones_of(fields.list("zones"), positions, &mut wrong);
        let earlier: Vec<Text> = fields.texts("revisions").iter().map(|text| Text::new(clean(text))).collect();
        for what in wrong {
            self.part(what);
        }
        let count = earlier.len();
        let file = |number| text_file(&metadata, id, number);
        let revision = |(i, text)| Revision { text, file: file(i + 1), since: None };
        let article = Article {
            id,
            foreign_id,
            earlier: earlier.into_iter().enumerate().map(revision).collect(),
            current: Revision { text: positions.text.clone(), file: file(count + 1), since: None },
            metadata,
            attributes,
            stories,
            zones,
            extra: std::mem::take(&mut extra),
        };
        self.out.articles.push(article);
        self.with_families += usize::from(self.file.tells_families);
        self.file.report.articles.push(id);
        id
    }
}

/// Articles by the hash of their text.
fn by_text(project: &Project) -> BTreeMap<TextHash, Vec<ArticleId>> {
    let mut by_text: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for article in project.articles.values() {
        by_text.entry(article.text().hash()).or_default().push(article.id);
    }
    by_text
}

/// The metadata of a line. A date that is none, or more than one, is kept in the words of the file.
fn metadata_of(fields: &mut Fields) -> (Metadata, Extra, Vec<String>) {
    let (mut extra, mut wrong) = (Extra::new(), Vec::new());
    let mut words = |name: &str| {
        let words = fields.text(name);
        // One line, as the grid of metadata has it; otherwise as written.
        if words.contains(char::is_control) { words.split_whitespace().collect::<Vec<_>>().join(" ") } else { words }
    };
    let mut date = |name: &str, written: &str| {
        let date = Date::parse(written);
        if date.map(|d| d.to_string()).unwrap_or_default() != written {
            extra.insert(format!("{name}_as_written"), Value::from(written).to_string());
            if date.is_none() {
                wrong.push(format!("{name} is {written:?}, no date such as 2025-11-28; it was kept aside"));
            }
        }
        date
    };
    let metadata = Metadata {
        title: words("title"),
        outlet: words("outlet"),
        author: words("author"),
        published: date("published", &words("published")),
        accessed: date("accessed", &words("accessed")),
        language: words("language"),
        url: words("url"),
        archived_url: words("archived_url"),
    };
    (metadata, extra, wrong)
}

/// Zones in text order; one that does not fit, or overlaps one before it, is said and left out.
fn zones_of(list: Vec<Node>, positions: &Positions, wrong: &mut Vec<String>) -> Vec<Zone> {
    let mut zones: Vec<Zone> = Vec::new();
    for value in list {
        match zone_of(&value, positions) {
            Some(zone) => zones.push(zone),
            None => wrong.push(format!("zone {value} does not fit, or is of no known kind; it was left out")),
        }
    }
    zones.sort_by_key(|zone| zone.span);
    let mut end = crate::text::ByteOffset::ZERO;
    zones.retain(|zone| {
        let fits = zone.span.start() >= end;
        if fits {
            end = zone.span.end();
        } else {
            wrong.push(format!("a {} overlaps another part of the article; it was left out", zone.kind.name()));
        }
        fits
    });
    zones
}

fn zone_of(value: &Node, positions: &Positions) -> Option<Zone> {
    let (kind, start, end, outlet) = match value.as_list()? {
        [kind, start, end] => (kind, start, end, ""),
        [kind, start, end, outlet] => (kind, start, end, outlet.as_str()?),
        _ => return None,
    };
    let kind = ZoneKind::parse(kind.as_str()?)?;
    Some(Zone { kind, span: positions.span(start, end)?, outlet: outlet.to_owned() })
}
