//! `articles.ron`: one article a line.

use super::value::{Values, attributes_of, values_of};
use super::{FORMAT, Range, known, optional_date, range_of, span_of, time};
use crate::model::{Article, ArticleId, Extra, Metadata, Revision, StoryId, Timestamp, Zone, ZoneKind};
use crate::store::anchor::carry_over;
use crate::store::notation::{FileText, Word, note_unknown, record};
use crate::text::Text;

record! {
    /// The whole file.
    ArticlesFile = "Articles" {
        format: u32,
        articles: Vec<ArticleRecord>,
    }
}

record! {
    /// One article.
    ArticleRecord = "Article" {
        id: String,
        file: String,
        hash: String,
        title: String,
        outlet: String,
        author: String,
        published: String,
        accessed: String,
        language: String,
        url: String,
        archived_url: String,
        attributes: Values,
        stories: Vec<String>,
        zones: Vec<ZoneRecord>,
        revisions: Vec<RevisionRecord>,
        /// Since when the text is the current one; left out for the text that the article came with.
        since: String,
        foreign_id: String,
        extra: Extra,
    }
}

record! {
    /// A part of an article.
    ZoneRecord = "Zone" {
        kind: Word,
        at: Range,
        outlet: String,
    }
}

record! {
    /// An earlier text.
    RevisionRecord = "Revision" {
        file: String,
        hash: String,
        since: String,
    }
}

impl ArticlesFile {
    /// The whole file, from records ordered by id.
    pub(in crate::store) fn render(records: &[ArticleRecord]) -> String {
        let mut file = FileText::new("Articles", FORMAT);
        file.rows("articles", records);
        file.finish()
    }
}

impl ArticleRecord {
    pub(in crate::store) fn of(article: &Article) -> Self {
        let text = article.text();
        let Metadata { title, outlet, author, published, accessed, language, url, archived_url } =
            article.metadata.clone();
        let date = |date: Option<crate::model::Date>| date.map(|d| d.to_string()).unwrap_or_default();
        Self {
            id: article.id.to_string(),
            file: article.current.file.clone(),
            hash: text.hash().to_string(),
            title,
            outlet,
            author,
            published: date(published),
            accessed: date(accessed),
            language,
            url,
            archived_url,
            attributes: values_of(&article.attributes),
            stories: article.stories.iter().map(ToString::to_string).collect(),
            zones: article.zones.iter().map(|zone| ZoneRecord::of(zone, text)).collect(),
            revisions: article
                .earlier
                .iter()
                .map(|r| RevisionRecord {
                    file: r.file.clone(),
                    hash: r.text.hash().to_string(),
                    since: written(r.since),
                })
                .collect(),
            since: written(article.current.since),
            foreign_id: article.foreign_id.clone(),
            extra: article.extra.clone(),
        }
    }

    /// The article, with its texts. `meant` is the text that zones mean where it is not the current one.
    pub(in crate::store) fn read(self, text: Text, earlier: Vec<Text>, meant: Option<&Text>) -> Option<Article> {
        let id = known(ArticleId::parse(&self.id), "article id", &self.id)?;
        let stories = self.stories.iter().filter_map(|id| known(StoryId::parse(id), "story id", id)).collect();
        let metadata = Metadata {
            title: self.title,
            outlet: self.outlet,
            author: self.author,
            published: optional_date(&self.published),
            accessed: optional_date(&self.accessed),
            language: self.language,
            url: self.url,
            archived_url: self.archived_url,
        };
        let meant = meant.unwrap_or(&text);
        let zones = self.zones.into_iter().filter_map(|zone| zone.read(&text, meant)).collect();
        let earlier = self
            .revisions
            .into_iter()
            .zip(earlier)
            .map(|(r, text)| Revision { text, since: moment(&r.since), file: r.file })
            .collect();
        Some(Article {
            id,
            foreign_id: self.foreign_id,
            metadata,
            attributes: attributes_of(self.attributes),
            stories,
            zones,
            earlier,
            current: Revision { text, file: self.file, since: moment(&self.since) },
            extra: self.extra,
        })
    }
}

fn written(since: Option<Timestamp>) -> String {
    since.map(|when| when.to_string()).unwrap_or_default()
}

fn moment(written: &str) -> Option<Timestamp> {
    (!written.is_empty()).then(|| time(written))
}

impl ZoneRecord {
    fn of(zone: &Zone, text: &Text) -> Self {
        Self { kind: Word::new(zone.kind.name()), at: range_of(text, zone.span), outlet: zone.outlet.clone() }
    }

    fn read(self, text: &Text, meant: &Text) -> Option<Zone> {
        let kind = known(ZoneKind::parse(&self.kind.name), "part of the article", &self.kind.name)?;
        let found = span_of(meant, self.at);
        let span = if meant == text { found } else { found.and_then(|span| carry_over(span, meant, text)) };
        if span.is_none() {
            note_unknown(format!("part {} at {:?}, which is not in the text", kind.name(), self.at));
        }
        Some(Zone { kind, span: span?, outlet: self.outlet })
    }
}
