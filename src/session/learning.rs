//! What the suggester `learned` learns from: the annotations of one annotator.

use crate::model::{AnnotatorName, Article, Codebook, LabelId, LabelRole, Layer, Project};
use crate::suggest::crf::{Model, english};
use crate::suggest::evaluate::{Answer, Case, Levels, Mark, Scope};
use crate::suggest::{ModelError, ModelSuggester};
use crate::text::TextSpan;
use std::sync::atomic::{AtomicBool, Ordering};

/// A suggester that learned from what this annotator marked; `None` where that is too little, or where `stop` rose.
pub(super) fn learned(
    project: &Project,
    annotator: &AnnotatorName,
    stop: &AtomicBool,
) -> Result<Option<ModelSuggester>, ModelError> {
    let cases = lessons(project, annotator);
    if stop.load(Ordering::Relaxed) {
        return Ok(None);
    }
    let english = english()?;
    Model::learn(&english, &cases, &mut |_| {}).map(ModelSuggester::learned).transpose()
}

/// The articles that the annotator marked something in, as labelled cases.
fn lessons(project: &Project, annotator: &AnnotatorName) -> Vec<Case> {
    let own = project.layers.iter().filter(|(key, layer)| key.annotator == *annotator && !layer.annotations.is_empty());
    let with_article = own.filter_map(|(key, layer)| Some((project.articles.get(&key.article)?, layer)));
    with_article.map(|(article, layer)| lesson(article, layer, &project.codebook)).collect()
}

fn lesson(article: &Article, layer: &Layer, codebook: &Codebook) -> Case {
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
