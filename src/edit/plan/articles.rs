//! Articles as a whole: adding, removing, parts, stories.

use super::families::forget;
use super::{PlanContext, PlanError};
use crate::edit::{Draft, Spot, Transaction};
use crate::model::{Article, ArticleId, Family, Story, StoryId, Thread, Zone, ZoneKind};
use crate::text::TextSpan;
use std::collections::BTreeSet;

/// Adds articles as one step.
///
/// # Errors
/// Refused where an id is taken.
pub fn add_articles(cx: &PlanContext<'_>, articles: Vec<Article>) -> Result<Transaction, PlanError> {
    let mut draft = cx.draft();
    let what = match articles.as_slice() {
        [one] => format!("add article {:?}", one.display_title()),
        many => format!("add {} articles", many.len()),
    };
    for article in articles {
        if draft.project().articles.contains_key(&article.id) {
            return Err(PlanError::Refused(format!("article id {} is in the project already", article.id)));
        }
        draft.article(article.id, Some(article));
    }
    Ok(draft.finish(what, None))
}

/// Takes articles out of the project, with the annotator's own layers on them; refused where others have coded them.
///
/// # Errors
/// Where one is gone, or somebody else has a layer on it.
pub fn remove_articles(cx: &PlanContext<'_>, ids: &[ArticleId]) -> Result<Transaction, PlanError> {
    let mut draft = cx.draft();
    for id in ids {
        let article = cx.project.article(*id).ok_or(PlanError::NoArticle(*id))?;
        if let Some((key, _)) = cx.project.layers_of(*id).find(|(key, _)| key.annotator != *cx.annotator) {
            return Err(PlanError::Refused(format!(
                "{} has coded {:?}; it can be removed when that layer is gone",
                key.annotator,
                article.display_title()
            )));
        }
        clear_layer(cx, &mut draft, *id);
        for family in cx.project.families.values().filter(|f| f.articles.contains(id)) {
            let rest: BTreeSet<ArticleId> = family.articles.iter().copied().filter(|a| !ids.contains(a)).collect();
            draft.family(family.id, (rest.len() > 1).then(|| Family { articles: rest, ..(**family).clone() }));
        }
        draft.article(*id, None);
    }
    forget(&mut draft, ids);
    let what = if ids.len() == 1 { "remove an article".to_owned() } else { format!("remove {} articles", ids.len()) };
    Ok(draft.finish(what, None))
}

fn clear_layer(cx: &PlanContext<'_>, draft: &mut Draft, article: ArticleId) {
    let key = cx.key(article);
    let Some(layer) = cx.project.layer(&key) else { return };
    for id in layer.relations.keys() {
        draft.relation(&key, *id, None);
    }
    for id in layer.annotations.keys() {
        draft.annotation(&key, *id, None);
    }
    for paragraph in layer.reading.keys() {
        draft.reading(&key, *paragraph, None);
    }
    for what in layer.rejected.keys() {
        draft.rejected(&key, what.clone(), None);
    }
    draft.done(&key, false);
}

/// Says what a run of paragraphs is; parts around it make room. `outlet` is for an excerpt.
///
/// # Errors
/// Where the article is gone or the span touches no paragraph.
pub fn set_zone(
    cx: &PlanContext<'_>,
    article: ArticleId,
    span: TextSpan,
    kind: ZoneKind,
    outlet: &str,
) -> Result<Transaction, PlanError> {
    let before = cx.project.article(article).ok_or(PlanError::NoArticle(article))?;
    let text = before.text();
    let first = text.index().paragraphs_in(span);
    let touched =
        if first.is_empty() { text.index().paragraph_at(span.start()).map_or(0..0, |p| p..p + 1) } else { first };
    let touched = text.paragraphs().get(touched).unwrap_or_default();
    let (Some(start), Some(end)) = (touched.first(), touched.last()) else { return Err(PlanError::BadSpan) };
    let whole = start.cover(*end);
    // Each paragraph by itself first, then runs of the same kind grow together again.
    let mut zones: Vec<Zone> = Vec::new();
    for paragraph in text.paragraphs() {
        let named = before.zones.iter().find(|z| z.span.overlaps(*paragraph));
        let (kind, outlet) = match named {
            _ if whole.contains_span(*paragraph) => (kind, outlet),
            Some(zone) => (zone.kind, zone.outlet.as_str()),
            None => (ZoneKind::Body, ""),
        };
        match zones.last_mut() {
            Some(last) if last.kind == kind && last.outlet == outlet => last.span = last.span.cover(*paragraph),
            _ => zones.push(Zone { kind, span: *paragraph, outlet: outlet.into() }),
        }
    }
    zones.retain(|zone| zone.kind != ZoneKind::Body);
    let mut draft = cx.draft();
    draft.article(article, Some(Article { zones, ..(**before).clone() }));
    Ok(draft.finish(format!("mark as {}", kind.name()), Some(Spot { article, span: whole })))
}

/// Adds or changes a story; `None` as id makes a new one.
///
/// # Errors
/// Refused without a title.
pub fn put_story(
    cx: &mut PlanContext<'_>,
    id: Option<StoryId>,
    title: &str,
    note: &str,
) -> Result<(Transaction, StoryId), PlanError> {
    if title.trim().is_empty() {
        return Err(PlanError::Refused("a story needs a title; type one".into()));
    }
    let id = id.unwrap_or_else(|| cx.ids.make());
    let foreign_id = cx.project.stories.get(&id).map(|s| s.foreign_id.clone()).unwrap_or_default();
    let mut draft = cx.draft();
    draft.story(id, Some(Story { id, title: title.trim().into(), note: note.into(), foreign_id }));
    Ok((draft.finish("change a story", None), id))
}

/// Sets the stories of articles.
///
/// # Errors
/// Where an article or story is gone.
pub fn set_stories(
    cx: &PlanContext<'_>,
    articles: &[ArticleId],
    stories: &BTreeSet<StoryId>,
) -> Result<Transaction, PlanError> {
    if stories.iter().any(|story| !cx.project.stories.contains_key(story)) {
        return Err(PlanError::Gone("the story".into()));
    }
    let mut draft = cx.draft();
    for id in articles {
        let article = cx.project.article(*id).ok_or(PlanError::NoArticle(*id))?;
        draft.article(*id, Some(Article { stories: stories.clone(), ..(**article).clone() }));
    }
    Ok(draft.finish("set the story", None))
}

/// Puts articles into a story, beside those that they are in already. The story is made with this title where the
/// project has none of that id; `None` as id makes a new one.
///
/// # Errors
/// Where an article is gone, or a new story has no title.
pub fn add_to_story(
    cx: &mut PlanContext<'_>,
    articles: &[ArticleId],
    story: Option<StoryId>,
    title: &str,
) -> Result<Transaction, PlanError> {
    let id = story.unwrap_or_else(|| cx.ids.make());
    let mut draft = cx.draft();
    if !cx.project.stories.contains_key(&id) {
        if title.trim().is_empty() {
            return Err(PlanError::Refused("a story needs a title; type one".into()));
        }
        let (title, note, foreign_id) = (title.trim().into(), String::new(), String::new());
        draft.story(id, Some(Story { id, title, note, foreign_id }));
    }
    edit_stories(cx, draft, articles, |stories| stories.insert(id))
}

/// Takes articles out of a story.
///
/// # Errors
/// Where an article is gone.
pub fn remove_from_story(
    cx: &PlanContext<'_>,
    articles: &[ArticleId],
    story: StoryId,
) -> Result<Transaction, PlanError> {
    edit_stories(cx, cx.draft(), articles, |stories| stories.remove(&story))
}

/// Deletes a story: its articles and one's own shared items stay, and belong to it no more.
///
/// # Errors
/// Where it is gone, or somebody else's shared items belong to it.
pub fn delete_story(cx: &PlanContext<'_>, story: StoryId) -> Result<Transaction, PlanError> {
    let known = cx.project.stories.get(&story).ok_or_else(|| PlanError::Gone("the story".into()))?;
    let mut draft = cx.draft();
    for article in cx.project.articles.values().filter(|article| article.stories.contains(&story)) {
        let mut after = (**article).clone();
        after.stories.remove(&story);
        draft.article(article.id, Some(after));
    }
    for (owner, thread) in cx.project.all_threads().filter(|(_, thread)| thread.story == Some(story)) {
        if owner != cx.annotator {
            let (title, item) = (&known.title, &thread.title);
            return Err(PlanError::Refused(format!("{owner}'s {item:?} belongs to {title:?}; it stays")));
        }
        draft.thread(cx.annotator, thread.id, Some(Thread { story: None, ..(**thread).clone() }));
    }
    draft.story(story, None);
    Ok(draft.finish(format!("delete the story {:?}", known.title), None))
}

fn edit_stories(
    cx: &PlanContext<'_>,
    mut draft: Draft,
    articles: &[ArticleId],
    edit: impl Fn(&mut BTreeSet<StoryId>) -> bool,
) -> Result<Transaction, PlanError> {
    for id in articles {
        let mut after = (**cx.project.article(*id).ok_or(PlanError::NoArticle(*id))?).clone();
        edit(&mut after.stories);
        draft.article(*id, Some(after));
    }
    Ok(draft.finish("set the story", None))
}
