//! Small projects put together record by record, for tests of what is computed over articles.

use super::{Coding, ThreadIndex, Timeline};
use crate::model::{
    Annotation, AnnotationId, AnnotatorName, Article, ArticleId, AttributeId, AttributeValue, Attributes, Date, Extra,
    IdMaker, LabelId, Layer, LayerKey, LinkStance, Metadata, Place, Project, Relation, RelationTypeId, Revision,
    Thread, ThreadId, Timestamp, Zone, ZoneKind, default_codebook,
};
use crate::text::{Text, TextSpan};
use std::sync::Arc;

/// A project of Ana's.
pub(super) struct Scene {
    pub(super) project: Project,
    ids: IdMaker,
}

impl Scene {
    pub(super) fn new() -> Self {
        let mut ids = IdMaker::new(21);
        Self { project: Project::new(ids.make(), "Test", default_codebook()), ids }
    }

    /// An article; a date that cannot be read is none. A first line that ends in `#` is its title.
    pub(super) fn article(&mut self, text: &str, outlet: &str, published: &str) -> ArticleId {
        let id: ArticleId = self.ids.make();
        let text = Text::new(text);
        let first = text.paragraphs().first().copied().filter(|first| text.slice(*first).ends_with('#'));
        let zone = |span| Zone { kind: ZoneKind::Title, span, outlet: String::new() };
        let article = Article {
            id,
            foreign_id: String::new(),
            metadata: Metadata { outlet: outlet.into(), published: Date::parse(published), ..Metadata::default() },
            attributes: Attributes::new(),
            stories: std::collections::BTreeSet::new(),
            zones: first.into_iter().map(zone).collect(),
            earlier: Vec::new(),
            current: Revision { text, file: String::new(), since: None },
            extra: Extra::new(),
        };
        self.project.articles.insert_mut(id, Arc::new(article));
        id
    }

    pub(super) fn thread(&mut self, label: &str, title: &str) -> ThreadId {
        let id: ThreadId = self.ids.make();
        let thread = Thread {
            id,
            label: LabelId::parse(label).unwrap(),
            title: title.into(),
            story: None,
            known_since: None,
            made: Timestamp::default(),
            attributes: Attributes::new(),
            note: String::new(),
            foreign_id: String::new(),
            extra: Extra::new(),
        };
        let mut book = self.project.threads.get(&ana()).map(|book| (**book).clone()).unwrap_or_default();
        book.threads.insert_mut(id, Arc::new(thread));
        self.project.threads.insert_mut(ana(), Arc::new(book));
        id
    }

    /// Labels the last place of these words.
    pub(super) fn mention(
        &mut self,
        article: ArticleId,
        label: &str,
        words: &str,
        of: Option<ThreadId>,
    ) -> AnnotationId {
        let text = self.project.article(article).unwrap().text().clone();
        let start = text.as_str().rfind(words).unwrap();
        let place = Place::at(&text, [TextSpan::of(start, start + words.len())]);
        let mut annotation = Annotation::new(self.ids.make(), LabelId::parse(label).unwrap(), place);
        annotation.threads = of.into_iter().map(|thread| (thread, LinkStance::For)).collect();
        let id = annotation.id;
        self.layer(article, |layer| layer.annotations.insert_mut(id, Arc::new(annotation)));
        id
    }

    pub(super) fn set(&mut self, article: ArticleId, id: AnnotationId, attribute: &str, value: AttributeValue) {
        let mut annotation = (**self.project.annotation(&key(article), id).unwrap()).clone();
        annotation.attributes.insert(AttributeId::parse(attribute).unwrap(), value);
        self.layer(article, |layer| layer.annotations.insert_mut(id, Arc::new(annotation)));
    }

    /// Draws *attributed to* from a claim to a source.
    pub(super) fn credit(&mut self, article: ArticleId, from: AnnotationId, to: AnnotationId) {
        let kind = RelationTypeId::parse("attributed_to").unwrap();
        let relation = Relation { id: self.ids.make(), kind, from, to, foreign_id: String::new(), extra: Extra::new() };
        self.layer(article, |layer| layer.relations.insert_mut(relation.id, Arc::new(relation)));
    }

    /// Ana has read a paragraph.
    pub(super) fn read(&mut self, article: ArticleId, paragraph: TextSpan) {
        self.layer(article, |layer| layer.reading.insert_mut(paragraph, Timestamp::from_seconds(1)));
    }

    fn layer(&mut self, article: ArticleId, edit: impl FnOnce(&mut Layer)) {
        let known = self.project.layer(&key(article)).map(|layer| (**layer).clone());
        let mut layer = known.unwrap_or_else(|| Layer::new(self.project.article(article).unwrap().text().hash()));
        edit(&mut layer);
        self.project.layers.insert_mut(key(article), Arc::new(layer));
    }

    pub(super) fn threads(&self) -> ThreadIndex {
        ThreadIndex::new(&self.project, &Coding::All)
    }

    pub(super) fn timeline(&self) -> Timeline {
        Timeline::new(&self.project, &Coding::All, &self.threads())
    }
}

pub(super) fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

pub(super) fn key(article: ArticleId) -> LayerKey {
    LayerKey { annotator: ana(), article }
}
