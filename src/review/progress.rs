//! How far an annotator is with an article.

use crate::model::{Article, Layer, LayerKey, Project, ZoneKind};
use crate::text::TextSpan;

/// Where an article stands for one annotator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProgressState {
    /// Nothing was read, marked or finished.
    #[default]
    ToDo,
    /// Something was read or marked.
    InProgress,
    /// The annotator has finished it.
    Done,
}

impl ProgressState {
    /// What the screen shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::ToDo => "to do",
            Self::InProgress => "in progress",
            Self::Done => "done",
        }
    }
}

/// How far an annotator is with an article. Orders by state, then by the share that is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Where it stands.
    pub state: ProgressState,
    /// Paragraphs read, boilerplate left out.
    pub read: usize,
    /// Paragraphs that count: all but boilerplate.
    pub counted: usize,
    /// Annotations of the annotator's own.
    pub annotations: usize,
}

impl Progress {
    /// The share of counted paragraphs that are read, from 0 to 1; an article without any is all read once it is done.
    pub fn share(&self) -> f32 {
        match (self.counted, self.state) {
            (0, ProgressState::Done) => 1.0,
            (0, _) => 0.0,
            (counted, _) => self.read as f32 / counted as f32,
        }
    }

    /// As it is once the layer's annotations have changed, and what was read has not.
    #[must_use]
    pub fn with_layer(self, layer: Option<&Layer>) -> Self {
        let state = match layer {
            Some(layer) if layer.done => ProgressState::Done,
            Some(layer) if has_begun(layer) => ProgressState::InProgress,
            _ => ProgressState::ToDo,
        };
        Self { state, annotations: layer.map_or(0, |l| l.annotations.size()), ..self }
    }

    /// A key that sorts articles by state and then by the share read, in thousandths.
    pub fn rank(&self) -> (ProgressState, usize) {
        let thousandths = (self.read * 1000).checked_div(self.counted).unwrap_or(0);
        (self.state, thousandths)
    }
}

/// How far the layer's annotator is with its article; nothing for an article that is gone.
pub fn progress(project: &Project, key: &LayerKey) -> Progress {
    let Some(article) = project.article(key.article) else { return Progress::default() };
    let layer = project.layer(key);
    let mut progress = Progress::default();
    // Both are in text order: one walk along them.
    let mut read = layer.into_iter().flat_map(|layer| layer.reading.keys()).peekable();
    for paragraph in counted(article) {
        progress.counted += 1;
        while read.next_if(|span| **span < paragraph).is_some() {}
        progress.read += usize::from(read.next_if(|span| **span == paragraph).is_some());
    }
    progress.with_layer(layer.map(|layer| &**layer))
}

fn has_begun(layer: &Layer) -> bool {
    !layer.annotations.is_empty() || !layer.reading.is_empty()
}

/// As [`Article::counted_paragraphs`], in one walk along paragraphs and zones: both are in text order.
pub(super) fn counted(article: &Article) -> impl Iterator<Item = TextSpan> {
    let mut zones = article.zones.iter().peekable();
    article.text().paragraphs().iter().copied().filter(move |paragraph| {
        while zones.next_if(|zone| zone.span.end() <= paragraph.start()).is_some() {}
        zones.peek().is_none_or(|z| z.kind != ZoneKind::Boilerplate || !z.span.overlaps(*paragraph))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::PlanContext;
    use crate::edit::plan;
    use crate::model::{
        AnnotatorName, Article, ArticleId, IdMaker, LabelId, Metadata, Provenance, Revision, Timestamp, Zone,
        default_codebook,
    };
    use crate::text::Text;
    use std::sync::Arc;

    fn project(text: &str, boilerplate: Option<TextSpan>) -> (Project, LayerKey) {
        let mut ids = IdMaker::new(3);
        let id: ArticleId = ids.make();
        let zone = |span| Zone { kind: ZoneKind::Boilerplate, span, outlet: String::new() };
        let article = Article {
            id,
            foreign_id: String::new(),
            metadata: Metadata::default(),
            attributes: std::collections::BTreeMap::new(),
            stories: std::collections::BTreeSet::new(),
            zones: boilerplate.into_iter().map(zone).collect(),
            earlier: Vec::new(),
            current: Revision { text: Text::new(text), file: "articles/a.txt".into(), since: None },
            extra: std::collections::BTreeMap::new(),
        };
        let mut project = Project::new(ids.make(), "Test", default_codebook());
        project.articles.insert_mut(id, Arc::new(article));
        (project, LayerKey { annotator: AnnotatorName::parse("ana").unwrap(), article: id })
    }

    fn after(
        project: &Project,
        key: &LayerKey,
        plan: impl FnOnce(&mut PlanContext<'_>) -> crate::edit::Transaction,
    ) -> Project {
        let (annotator, now) = (key.annotator.clone(), Timestamp::default());
        let mut cx = PlanContext { project, annotator: &annotator, now, ids: &mut IdMaker::new(9) };
        plan(&mut cx).apply(project).unwrap()
    }

    #[test]
    fn boilerplate_does_not_count_and_finishing_reads_the_rest() {
        let (project, key) = project("One.\nTwo.\nSubscribe now!\n", Some(TextSpan::of(10, 24)));
        let begin = progress(&project, &key);
        assert_eq!(begin, Progress { state: ProgressState::ToDo, read: 0, counted: 2, annotations: 0 });
        let label = LabelId::parse("claim").unwrap();
        let marked = after(&project, &key, |cx| {
            plan::annotate(cx, key.article, &label, &[TextSpan::of(0, 3)], Provenance::default()).unwrap().0
        });
        let marked_progress = progress(&marked, &key);
        assert_eq!((marked_progress.state, marked_progress.annotations), (ProgressState::InProgress, 1));
        let first = TextSpan::of(0, 4);
        let read = after(&marked, &key, |cx| plan::mark_read(cx, key.article, &[first]).unwrap());
        assert!((progress(&read, &key).share() - 0.5).abs() < 1e-6);
        let done = progress(&after(&read, &key, |cx| plan::finish(cx, key.article).unwrap()), &key);
        assert_eq!((done.state, done.read, done.counted), (ProgressState::Done, 2, 2));
        assert!(done.rank() > marked_progress.rank());
    }

    #[test]
    fn the_walk_agrees_with_the_article() {
        let text = "A.\n\nB.\nC.\nD.\n";
        for span in [TextSpan::of(0, 2), TextSpan::of(4, 9), TextSpan::of(10, 12), TextSpan::of(0, 12)] {
            let (project, key) = project(text, Some(span));
            let article = project.article(key.article).unwrap();
            assert_eq!(counted(article).collect::<Vec<_>>(), article.counted_paragraphs().collect::<Vec<_>>());
        }
    }
}
