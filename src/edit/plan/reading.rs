//! Reading state: paragraphs and whole articles.

use super::{PlanContext, PlanError};
use crate::edit::{Spot, Transaction};
use crate::model::{ArticleId, LayerKey, Project};
use crate::text::TextSpan;

/// Paragraphs outside boilerplate that an annotator has not read.
pub fn unread_paragraphs(project: &Project, key: &LayerKey) -> Vec<TextSpan> {
    let Some(article) = project.article(key.article) else { return Vec::new() };
    let layer = project.layer(key);
    let is_read = |p: &TextSpan| layer.is_some_and(|layer| layer.reading.contains_key(p));
    article.counted_paragraphs().filter(|p| !is_read(p)).collect()
}

/// Marks paragraphs as read now.
///
/// # Errors
/// Where the article is gone or a span is not one of its paragraphs.
pub fn mark_read(cx: &PlanContext<'_>, article: ArticleId, paragraphs: &[TextSpan]) -> Result<Transaction, PlanError> {
    set(cx, article, paragraphs, "mark as read", Some(cx.now))
}

/// Takes the mark away.
///
/// # Errors
/// As [`mark_read`].
pub fn unmark_read(
    cx: &PlanContext<'_>,
    article: ArticleId,
    paragraphs: &[TextSpan],
) -> Result<Transaction, PlanError> {
    set(cx, article, paragraphs, "mark as not read", None)
}

fn set(
    cx: &PlanContext<'_>,
    article: ArticleId,
    paragraphs: &[TextSpan],
    what: &str,
    when: Option<crate::model::Timestamp>,
) -> Result<Transaction, PlanError> {
    let text = cx.project.article(article).ok_or(PlanError::NoArticle(article))?.text();
    let mut draft = cx.draft();
    for paragraph in paragraphs {
        text.paragraphs().binary_search(paragraph).map_err(|_| PlanError::BadSpan)?;
        draft.reading(&cx.key(article), *paragraph, when);
    }
    let spot = paragraphs.first().map(|p| Spot { article, span: TextSpan::caret(p.start()) });
    Ok(draft.finish(what, spot))
}

/// Finishes an article: marks what is unread outside boilerplate as read, and the article as done.
///
/// # Errors
/// Where the article is gone.
pub fn finish(cx: &PlanContext<'_>, article: ArticleId) -> Result<Transaction, PlanError> {
    let key = cx.key(article);
    cx.project.article(article).ok_or(PlanError::NoArticle(article))?;
    let unread = unread_paragraphs(cx.project, &key);
    let mut draft = cx.draft();
    for paragraph in &unread {
        draft.reading(&key, *paragraph, Some(cx.now));
    }
    draft.done(&key, true);
    let spot = unread.first().map_or(TextSpan::of(0, 0), |p| TextSpan::caret(p.start()));
    Ok(draft.finish("finish the article", Some(Spot { article, span: spot })))
}

/// Opens a finished article again; what was read stays read.
///
/// # Errors
/// Where the article is gone.
pub fn reopen(cx: &PlanContext<'_>, article: ArticleId) -> Result<Transaction, PlanError> {
    cx.project.article(article).ok_or(PlanError::NoArticle(article))?;
    let mut draft = cx.draft();
    draft.done(&cx.key(article), false);
    Ok(draft.finish("reopen the article", Some(Spot { article, span: TextSpan::of(0, 0) })))
}
