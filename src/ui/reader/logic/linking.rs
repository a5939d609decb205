//! `t`: what would be linked, linking it, and the last link again.

use super::super::state::Extend;
use super::{Outcome, Scene, offers};
use crate::edit::Change;
use crate::edit::plan::{LinkTo, MentionOf};
use crate::model::{Article, LabelId, LinkStance, ThreadId};
use crate::session::{EditRequest, Session};
use crate::text::TextSpan;
use crate::ui::reader::ReaderState;

/// What `t` would link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToLink {
    /// The annotation, or the words that are to become one.
    pub mention: MentionOf,
    /// The annotation's label; `None` for words.
    pub label: Option<LabelId>,
    /// Its words.
    pub words: String,
}

/// What `t` would link: the current annotation, or without one (or with a selection) the words as a label key takes them.
///
/// # Errors
/// Where there is nothing to link, in words.
pub fn to_link(state: &ReaderState, session: &Session) -> Result<ToLink, &'static str> {
    let project = session.project();
    let article = state.article.and_then(|id| project.article(id)).ok_or("Open an article first")?;
    if state.raw_selection().is_none()
        && let Some(id) = state.current
    {
        let annotation = project.annotation(&session.key(article.id), id);
        let annotation = annotation.ok_or("This is in another's coding; copy it into yours first")?;
        return Ok(ToLink {
            mention: MentionOf::Annotation(article.id, id),
            label: Some(annotation.label.clone()),
            words: annotation.first_words(article.text(), 400),
        });
    }
    let span = state.target(article.text()).ok_or("Nothing is selected that could be linked; select words")?;
    Ok(ToLink {
        mention: MentionOf::Words(article.id, vec![span]),
        label: None,
        words: article.text().slice(span).to_owned(),
    })
}

/// Links mentions; a single one on the open article becomes current, and arrows are offered where it was made on the way.
pub fn link(scene: &mut Scene<'_>, mentions: Vec<MentionOf>, to: LinkTo, stance: LinkStance) -> Outcome {
    let words = match mentions.as_slice() {
        [MentionOf::Words(article, spans)] if scene.state.article == Some(*article) => spans.last().copied(),
        _ => None,
    };
    let many = mentions.len();
    let known = if let LinkTo::Thread(id) = &to { Some(*id) } else { None };
    let made = match scene.edit(EditRequest::LinkMentions { mentions, to, stance }) {
        Ok(made) => made,
        Err(outcome) => return outcome,
    };
    let thread = known.or_else(|| made_last(scene.session));
    scene.state.last_link = thread.map(|thread| (thread, stance));
    if let (Some(span), Some(id), Some(article)) = (words, made, scene.state.article) {
        scene.state.place(span.end(), Extend::No);
        scene.state.current = Some(id);
        offers::offer(scene, article, id);
    }
    let title = thread.and_then(|id| scene.session.project().thread(id)).map(|(_, t)| t.title.clone());
    let title = title.unwrap_or_default();
    let against = if stance == LinkStance::Against { ", against it" } else { "" };
    let what = match (known, many) {
        (Some(_), 1) => format!("Linked to “{title}”{against}"),
        (Some(_), n) => format!("{n} mentions linked to “{title}”{against}"),
        (None, 1) => format!("Made “{title}” and linked{against}"),
        (None, n) => format!("Made “{title}” and linked {n} mentions{against}"),
    };
    Outcome::say(what)
}

/// The thread that the last step made.
fn made_last(session: &Session) -> Option<ThreadId> {
    let step = session.history().next_undo()?;
    step.changes.iter().find_map(|change| match change {
        Change::Thread(_, id, swap) if swap.before.is_none() => Some(*id),
        _ => None,
    })
}

/// The last link again: on the current annotation, or on the words that a label key would label.
pub(super) fn repeat(scene: &mut Scene<'_>, thread: ThreadId, stance: LinkStance) -> Outcome {
    match to_link(scene.state, scene.session) {
        Ok(to) => link(scene, vec![to.mention], LinkTo::Thread(thread), stance),
        Err(why) => Outcome::say(why),
    }
}

/// Where the words of a mention on this article stand, for the title that is proposed.
pub fn sentence_of(article: &Article, span: TextSpan) -> String {
    let sentence = crate::text::sentence_at(article.text(), span.start()).unwrap_or(span);
    article.text().slice(sentence).split_whitespace().collect::<Vec<_>>().join(" ")
}
