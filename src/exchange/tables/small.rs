//! Whether an article's rows are small for certain, without making them: most are, and need no second look.

use super::book::Book;
use super::view::{LayerView, View};
use crate::model::{Annotation, Article, AttributeValue, Attributes, Extra, FamilyKind, Project};

/// How much longer words may become in a cell: escapes of JSON (`\u001f` for a character).
const GROWTH: usize = 6;

/// True where no cell of an article's rows can be longer than this, in bytes. False says nothing.
pub(super) fn is_small(book: &Book<'_, '_>, view: &View<'_>, most: usize) -> bool {
    // Fragments are apart by a character at least, and get an ellipsis between them: at most 2.5 times the text.
    let article = view.article;
    let texts = std::iter::once(&article.current).chain(&article.earlier).map(|revision| revision.text.len());
    texts.max().unwrap_or_default() * 3 <= most
        && of_article(book, article) * GROWTH <= most
        && view.layers.iter().all(|layer| of_layer(book.project(), layer) <= most)
}

/// All words about an article, in bytes.
fn of_article(book: &Book<'_, '_>, article: &Article) -> usize {
    let data = &article.metadata;
    let metadata = [&data.title, &data.outlet, &data.author, &data.language, &data.url, &data.archived_url];
    let stories =
        article.stories.iter().filter_map(|id| book.project().stories.get(id)).map(|story| story.title.len() + 15);
    let kinds = [FamilyKind::Reprint, FamilyKind::Rewrite];
    let families: usize = kinds.iter().map(|kind| book.families_of(article.id, *kind).count()).sum();
    metadata.iter().map(|words| words.len()).sum::<usize>()
        + stories.sum::<usize>()
        + article.zones.iter().map(|zone| zone.outlet.len()).max().unwrap_or_default()
        + families * 11
        + of_attributes(&article.attributes)
        + of_extra(&article.extra)
        + article.foreign_id.len()
}

/// More than any cell about a layer's annotations has, in bytes: all that a statement may name is in it once, and so is
/// all that is said about any one annotation.
fn of_layer(project: &Project, layer: &LayerView<'_>) -> usize {
    let annotations = layer.index.placed().iter().chain(layer.index.lost());
    let arrows = layer.layer.relations.values().map(|r| (of_extra(&r.extra) + r.foreign_id.len()) * GROWTH);
    annotations.map(|annotation| of_annotation(project, annotation)).sum::<usize>() + arrows.max().unwrap_or_default()
}

fn of_annotation(project: &Project, annotation: &Annotation) -> usize {
    let lost = match &annotation.place {
        crate::model::Place::Lost(quotes) => quotes.iter().map(|quote| quote.exact.len() + 5).sum(),
        crate::model::Place::At(_) => 0,
    };
    let threads = annotation.threads.keys().map(|id| {
        let thread = project.thread(*id).map(|(_, thread)| thread);
        thread.map_or(0, |thread| (thread.title.len() + of_attributes(&thread.attributes)).max(10) + 3)
    });
    let about = of_attributes(&annotation.attributes) + of_extra(&annotation.extra) + annotation.foreign_id.len();
    annotation.covered_bytes()
        + annotation.fragments().len() * 5
        + lost
        + threads.sum::<usize>()
        + annotation.note.len()
        + annotation.provenance.by.len()
        + about * GROWTH
        + 3
}

fn of_attributes(attributes: &Attributes) -> usize {
    let value = |value: &AttributeValue| match value {
        AttributeValue::Flag(_) => 5,
        AttributeValue::Text(words) => words.len(),
        AttributeValue::List(list) => list.iter().map(|words| words.len() + 3).sum(),
        AttributeValue::Parts(parts) => parts.iter().map(|(part, words)| part.len() + words.len() + 6).sum(),
    };
    // With marks of JSON and the name around each.
    attributes.iter().map(|(id, held)| id.as_str().len() + value(held) + 10).sum()
}

fn of_extra(extra: &Extra) -> usize {
    extra.iter().map(|(name, value)| name.len() + value.len() + 10).sum()
}
