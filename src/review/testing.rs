//! A small project made step by step, for tests of what is computed over articles.

use crate::edit::plan::{self, LinkTo, MentionOf};
use crate::edit::{PlanContext, PlanError, Transaction};
use crate::model::{
    AnnotationId, AnnotatorName, Article, ArticleId, Date, IdMaker, LabelId, LayerKey, LinkStance, Metadata, Project,
    Provenance, RelationTypeId, Revision, ThreadId, Timestamp, default_codebook,
};
use crate::text::{Text, TextSpan};
use std::sync::Arc;

/// A project, and what is needed to edit it.
pub(crate) struct Desk {
    pub(crate) project: Project,
    pub(crate) annotator: AnnotatorName,
    pub(crate) ids: IdMaker,
}

pub(crate) fn label(id: &str) -> LabelId {
    LabelId::parse(id).unwrap()
}

impl Desk {
    /// An empty project of Ana's.
    pub(crate) fn new() -> Self {
        let mut ids = IdMaker::new(11);
        let project = Project::new(ids.make(), "Test", default_codebook());
        Self { project, annotator: AnnotatorName::parse("ana").unwrap(), ids }
    }

    /// Adds an article; a date that cannot be read is none.
    pub(crate) fn article(&mut self, outlet: &str, date: &str, text: &str) -> ArticleId {
        let id: ArticleId = self.ids.make();
        let metadata = Metadata {
            title: text.lines().next().unwrap_or_default().into(),
            outlet: outlet.into(),
            published: Date::parse(date),
            ..Metadata::default()
        };
        let article = Article {
            id,
            foreign_id: String::new(),
            metadata,
            attributes: Default::default(),
            stories: Default::default(),
            zones: Vec::new(),
            earlier: Vec::new(),
            current: Revision { text: Text::new(text), file: String::new(), since: None },
            extra: Default::default(),
        };
        self.project.articles.insert_mut(id, Arc::new(article));
        id
    }

    /// Plans an edit and makes it.
    pub(crate) fn edit<T>(
        &mut self,
        plan: impl FnOnce(&mut PlanContext<'_>) -> Result<(Transaction, T), PlanError>,
    ) -> Result<T, PlanError> {
        let (project, annotator) = (self.project.clone(), self.annotator.clone());
        let now = Timestamp::from_seconds(1_000_000 + i64::from(u32::try_from(project.all_threads().count()).unwrap()));
        let mut cx = PlanContext { project: &project, annotator: &annotator, now, ids: &mut self.ids };
        let (transaction, made) = plan(&mut cx)?;
        self.project = transaction.apply(&project).unwrap();
        Ok(made)
    }

    /// Labels words.
    pub(crate) fn mark(&mut self, article: ArticleId, words: &str, as_label: &str) -> AnnotationId {
        let span = self.span(article, words);
        self.edit(|cx| plan::annotate(cx, article, &label(as_label), &[span], Provenance::default())).unwrap()
    }

    /// Where words first stand.
    pub(crate) fn span(&self, article: ArticleId, words: &str) -> TextSpan {
        let text = self.project.article(article).unwrap().text().as_str();
        let start = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {text:?}"));
        TextSpan::of(start, start + words.len())
    }

    /// Makes a thread of a mention.
    pub(crate) fn thread(&mut self, article: ArticleId, mention: AnnotationId, title: &str) -> ThreadId {
        let key = self.key(article);
        let label = self.project.annotation(&key, mention).unwrap().label.clone();
        let to = LinkTo::New { label, title: title.into() };
        self.edit(|cx| plan::link_mentions(cx, &[MentionOf::Annotation(article, mention)], &to, LinkStance::For))
            .unwrap()
            .thread
    }

    /// Links a mention.
    pub(crate) fn link(&mut self, article: ArticleId, mention: AnnotationId, thread: ThreadId) {
        let mentions = [MentionOf::Annotation(article, mention)];
        self.edit(|cx| plan::link_mentions(cx, &mentions, &LinkTo::Thread(thread), LinkStance::For)).unwrap();
    }

    /// Credits a claim to a source.
    pub(crate) fn credit(&mut self, article: ArticleId, claim: AnnotationId, source: AnnotationId) {
        let kind = RelationTypeId::parse("attributed_to").unwrap();
        self.edit(|cx| Ok((plan::relate(cx, article, &kind, &[(claim, source)])?, ()))).unwrap();
    }

    /// The annotator's layer on an article.
    pub(crate) fn key(&self, article: ArticleId) -> LayerKey {
        LayerKey { annotator: self.annotator.clone(), article }
    }
}
