//! What the suggester `learned` learns from: the annotations of one annotator.

use super::Suggesters;
use crate::model::{AnnotatorName, Article, ArticleId, Codebook, LabelId, LabelRole, Layer, Project};
use crate::suggest::crf::{MOST_LESSONS, Model, english, evenly};
use crate::suggest::evaluate::{Answer, Case, Levels, Mark, Scope};
use crate::suggest::{ModelError, ModelSuggester};
use crate::text::TextSpan;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A suggester that learned from what this annotator marked; `None` where that is too little, or where `stop` rose.
pub(super) fn learned(
    project: &Project,
    annotator: &AnnotatorName,
    stop: &AtomicBool,
) -> Result<Option<ModelSuggester>, ModelError> {
    // Those that teach are chosen before texts are copied: there may be thousands.
    let chosen = evenly(&lessons(project, annotator), MOST_LESSONS);
    let cases: Vec<Case> = chosen.into_iter().map(|lesson| lesson.case(&project.codebook)).collect();
    if stop.load(Ordering::Relaxed) {
        return Ok(None);
    }
    let english = english()?;
    Model::learn(&english, &cases, stop).map(ModelSuggester::learned).transpose()
}

/// Parts that the articles are dealt into where each is judged by what the others taught.
const FOLDS: usize = 5;

/// What somebody's habits are by all of her articles but some, with the articles that may be judged by it: an article is
/// never judged by a model that has seen it. Empty where there are too few articles, or where `stop` rose.
pub fn judges(project: &Project, annotator: &AnnotatorName, stop: &AtomicBool) -> Vec<(Suggesters, Vec<ArticleId>)> {
    let lessons = lessons(project, annotator);
    let Ok(english) = english() else { return Vec::new() };
    let judge = |fold: usize| {
        let (others, judged) = dealt(&lessons, fold);
        let cases: Vec<Case> = others.into_iter().map(|lesson| lesson.case(&project.codebook)).collect();
        let model = Model::learn(&english, &cases, stop).and_then(|model| ModelSuggester::learned(model).ok())?;
        let mut suggesters = Suggesters::default();
        suggesters.add(Arc::new(model));
        Some((suggesters, judged.into_iter().map(|lesson| lesson.article.id).collect()))
    };
    (0..FOLDS).map(judge).collect::<Option<_>>().unwrap_or_default()
}

/// Those to learn from and those to judge by it.
fn dealt<T>(all: &[T], fold: usize) -> (Vec<&T>, Vec<&T>) {
    let others = all.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|(_, one)| one);
    (others.take(MOST_LESSONS).collect(), all.iter().skip(fold).step_by(FOLDS).collect())
}

/// An article that the annotator marked something in.
#[derive(Clone, Copy)]
struct Lesson<'a> {
    article: &'a Article,
    layer: &'a Layer,
}

fn lessons<'a>(project: &'a Project, annotator: &AnnotatorName) -> Vec<Lesson<'a>> {
    let own = project.layers.iter().filter(|(key, layer)| key.annotator == *annotator && !layer.annotations.is_empty());
    own.filter_map(|(key, layer)| Some(Lesson { article: project.articles.get(&key.article)?, layer })).collect()
}

impl Lesson<'_> {
    /// It as a labelled case.
    fn case(&self, codebook: &Codebook) -> Case {
        case(self.article, self.layer, codebook)
    }
}

fn case(article: &Article, layer: &Layer, codebook: &Codebook) -> Case {
    let text = article.text();
    let mut gold = Answer::default();
    for annotation in layer.annotations.values() {
        let name = match codebook.role(&annotation.label) {
            LabelRole::Claim => "claim",
            LabelRole::Source => "source",
            LabelRole::Event => "event",
            LabelRole::Other => continue,
        };
        if let Some(label) = LabelId::parse(name) {
            gold.marks.push(Mark { label, fragments: annotation.fragments().to_vec(), score: 1.0 });
        }
    }
    // In an article that is not finished, only what was read or marked says what is no claim.
    let scored = (!layer.done).then(|| {
        let worked = |paragraph: &&TextSpan| {
            layer.reading.keys().any(|read| read.overlaps(**paragraph))
                || gold.marks.iter().flat_map(|mark| &mark.fragments).any(|span| span.overlaps(**paragraph))
        };
        text.paragraphs().iter().filter(worked).copied().collect()
    });
    Case { text: text.as_str().to_owned(), gold, scope: Scope { labels: Vec::new(), scored, levels: Levels::Nested } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Annotation, IdMaker, LayerKey, Metadata, Place, Revision, default_codebook};
    use crate::text::Text;

    /// A project in which the annotator marked the claim and the source of each of so many articles.
    fn project(articles: usize) -> (Project, AnnotatorName) {
        let (mut ids, annotator) = (IdMaker::new(4), AnnotatorName::parse("ana").unwrap());
        let mut project = Project::new(ids.make(), "Test", default_codebook());
        for number in 0..articles {
            let said = format!("The mayor said that bridge number {number} is shut. It was built in 1950.\n");
            let article = Article {
                id: ids.make(),
                foreign_id: String::new(),
                metadata: Metadata::default(),
                attributes: Default::default(),
                stories: Default::default(),
                zones: Vec::new(),
                earlier: Vec::new(),
                current: Revision { text: Text::new(&said), file: format!("articles/{number}.txt"), since: None },
                extra: Default::default(),
            };
            let mut layer = Layer::new(article.text().hash());
            layer.done = true;
            let claim = said.find("bridge").unwrap();
            for (label, span) in
                [("source", TextSpan::of(0, 9)), ("claim", TextSpan::of(claim, said.find('.').unwrap()))]
            {
                let place = Place::At(vec![span]);
                let annotation = Annotation::new(ids.make(), LabelId::parse(label).unwrap(), place);
                layer.annotations.insert_mut(annotation.id, annotation.into());
            }
            let key = LayerKey { annotator: annotator.clone(), article: article.id };
            project.layers.insert_mut(key, layer.into());
            project.articles.insert_mut(article.id, article.into());
        }
        (project, annotator)
    }

    #[test]
    fn each_article_is_judged_once_by_what_the_others_taught() {
        let all: Vec<usize> = (0..14).collect();
        let mut judged: Vec<&usize> = Vec::new();
        for fold in 0..FOLDS {
            let (others, mine) = dealt(&all, fold);
            assert!(mine.len() <= 3 && others.len() + mine.len() == all.len());
            assert!(mine.iter().all(|one| !others.contains(one)), "none is judged by what it taught");
            judged.extend(mine);
        }
        judged.sort_unstable();
        assert_eq!(judged, all.iter().collect::<Vec<_>>());
        assert_eq!(dealt(&[(); 1_000], 0).0.len(), MOST_LESSONS);
    }

    #[test]
    fn nobody_judges_where_there_is_too_little_or_it_was_stopped() {
        let (few, annotator) = project(11);
        assert!(judges(&few, &annotator, &AtomicBool::new(false)).is_empty(), "nine are left to learn from");
        assert!(learned(&few, &annotator, &AtomicBool::new(false)).unwrap().is_some());
        let (enough, annotator) = project(14);
        assert!(judges(&enough, &annotator, &AtomicBool::new(true)).is_empty());
        assert!(learned(&enough, &annotator, &AtomicBool::new(true)).unwrap().is_none());
    }
}
