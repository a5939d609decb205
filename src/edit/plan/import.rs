//! Layers and threads that come from another program's file.

use super::families::joined;
use super::revise::{NewText, revise_in};
use super::{PlanContext, PlanError};
use crate::edit::{Draft, Transaction};
use crate::model::{
    Annotation, AnnotatorName, Article, AttributeDef, Family, Label, LayerKey, Project, Relation, RelationType, Story,
    Thread, ThreadRelation, Timestamp,
};
use crate::text::TextSpan;

/// What one annotator has put on one article, as read from a file.
#[derive(Clone, Debug)]
pub struct ImportedLayer {
    /// Whose it is, and on which article.
    pub key: LayerKey,
    /// Annotations, places meaning the article's current text.
    pub annotations: Vec<Annotation>,
    /// Relations between them.
    pub relations: Vec<Relation>,
    /// Paragraphs read, with the time.
    pub reading: Vec<(TextSpan, Timestamp)>,
    /// Whether she has finished.
    pub done: bool,
}

/// Everything that an import brings, as one step: labels and stories that are missing, articles, layers, threads.
///
/// This plan is the only one that writes other people's layers: an import brings them along as they were.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Labels to add.
    pub labels: Vec<Label>,
    /// Types of arrows to add.
    pub relation_types: Vec<RelationType>,
    /// Attributes of articles to add, with their place in the order.
    pub article_attributes: Vec<(u32, AttributeDef)>,
    /// Stories to add.
    pub stories: Vec<Story>,
    /// Families to add; articles of one that is there join it.
    pub families: Vec<Family>,
    /// Articles to add.
    pub articles: Vec<Article>,
    /// Other texts of articles that the project has.
    pub texts: Vec<NewText>,
    /// Layers to add to.
    pub layers: Vec<ImportedLayer>,
    /// Threads to add, by maker.
    pub threads: Vec<(AnnotatorName, Thread)>,
    /// Statements to add, by maker.
    pub thread_relations: Vec<(AnnotatorName, ThreadRelation)>,
}

/// Adds all that an import brings; a record whose id is taken is refused, so that nothing is overwritten.
///
/// # Errors
/// Refused where an id is taken, or an article of a layer is not there.
pub fn import_layers(cx: &PlanContext<'_>, imported: Imported) -> Result<Transaction, PlanError> {
    import_into(cx, imported).map(|(transaction, _)| transaction)
}

/// As [`import_layers`], with the project as it is afterwards.
///
/// # Errors
/// As [`import_layers`].
pub fn import_into(cx: &PlanContext<'_>, imported: Imported) -> Result<(Transaction, Project), PlanError> {
    let mut draft = cx.draft();
    let counts = (imported.articles.len(), imported.layers.iter().map(|l| l.annotations.len()).sum::<usize>());
    for label in imported.labels {
        draft.label(label.id.clone(), Some(label));
    }
    for kind in imported.relation_types {
        draft.relation_type(kind.id.clone(), Some(kind));
    }
    for (order, def) in imported.article_attributes {
        draft.article_attribute(def.id.clone(), Some((order, def)));
    }
    for story in imported.stories {
        draft.story(story.id, Some(story));
    }
    for article in imported.articles {
        let taken = draft.project().articles.contains_key(&article.id);
        refuse_if(taken, || format!("article id {} is in the project already", article.id))?;
        draft.article(article.id, Some(article));
    }
    let texts = imported.texts.len();
    for text in &imported.texts {
        revise_in(cx, &mut draft, text)?;
    }
    for family in imported.families {
        let family = joined(draft.project(), family);
        draft.family(family.id, Some(family));
    }
    for (by, thread) in imported.threads {
        let taken = draft.project().thread(thread.id).is_some();
        refuse_if(taken, || format!("thread id {} is in the project already", thread.id))?;
        draft.thread(&by, thread.id, Some(thread));
    }
    for (by, relation) in imported.thread_relations {
        draft.thread_relation(&by, relation.id, Some(relation));
    }
    for layer in imported.layers {
        put_layer(&mut draft, layer)?;
    }
    let new_texts = match texts {
        0 => String::new(),
        1 => "another text of an article".to_owned(),
        n => format!("other texts of {n} articles"),
    };
    let what = match (counts, texts) {
        ((0, 0), 1..) => format!("import {new_texts}"),
        (_, 0) => format!("import {} articles with {} annotations", counts.0, counts.1),
        _ => format!("import {} articles with {} annotations, and {new_texts}", counts.0, counts.1),
    };
    Ok(draft.finish_with_project(what))
}

fn put_layer(draft: &mut Draft, layer: ImportedLayer) -> Result<(), PlanError> {
    let key = layer.key;
    let article = draft.project().article(key.article).ok_or(PlanError::NoArticle(key.article))?;
    let text = article.text().hash();
    draft.in_layer(&key, text, |draft| {
        for annotation in layer.annotations {
            let taken = draft.layer().annotations.contains_key(&annotation.id);
            refuse_if(taken, || format!("annotation id {} is in the project already", annotation.id))?;
            draft.annotation(annotation);
        }
        for relation in layer.relations {
            let ends = [relation.from, relation.to];
            let dangling = ends.iter().any(|end| !draft.layer().annotations.contains_key(end));
            refuse_if(dangling, || format!("arrow {} has an end that is not there", relation.id))?;
            draft.relation(relation);
        }
        for (paragraph, when) in layer.reading {
            draft.reading(paragraph, when);
        }
        if layer.done {
            draft.done();
        }
        Ok(())
    })
}

fn refuse_if(refused: bool, why: impl FnOnce() -> String) -> Result<(), PlanError> {
    if refused { Err(PlanError::Refused(why())) } else { Ok(()) }
}
