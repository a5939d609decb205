//! Linking mentions to a thread as one step: words are labelled on the way, and the thread is made where there is none.

use super::title_of;
use crate::edit::computed::recompute;
use crate::edit::plan::annotate::{own, place};
use crate::edit::plan::{PlanContext, PlanError};
use crate::edit::{Draft, Spot, Transaction};
use crate::model::{
    Annotation, AnnotationId, ArticleId, Attributes, Extra, LabelId, LinkStance, Place, StoryId, Thread, ThreadId,
};
use crate::text::TextSpan;
use std::collections::BTreeSet;

/// What is to be a mention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MentionOf {
    /// An annotation of the annotator's own.
    Annotation(ArticleId, AnnotationId),
    /// Words that get the thread's label on the way; one that is there on exactly these words already is taken.
    Words(ArticleId, Vec<TextSpan>),
}

impl MentionOf {
    /// The article.
    pub fn article(&self) -> ArticleId {
        match self {
            Self::Annotation(article, _) | Self::Words(article, _) => *article,
        }
    }
}

/// The thread that mentions are linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTo {
    /// One that is there, anybody's.
    Thread(ThreadId),
    /// A new one of the annotator's own; it belongs to the story that all the mentions' articles share, where that is
    /// one.
    New {
        /// The label of its mentions.
        label: LabelId,
        /// What it is called.
        title: String,
    },
}

/// What linking made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The thread.
    pub thread: ThreadId,
    /// The annotations that were linked, in the order of the request.
    pub mentions: Vec<(ArticleId, AnnotationId)>,
}

/// Links mentions to a thread as one step, for or against.
///
/// # Errors
/// Where an article, annotation or the thread is gone, an annotation has another label than the thread, a new thread
/// has no title, or nothing would change; then nothing is changed at all.
pub fn link_mentions(
    cx: &mut PlanContext<'_>,
    mentions: &[MentionOf],
    to: &LinkTo,
    stance: LinkStance,
) -> Result<(Transaction, Linked), PlanError> {
    let mut draft = cx.draft();
    let (thread, label, title) = target(cx, &mut draft, mentions, to)?;
    let (mut linked, mut changed, mut spot) = (Vec::new(), 0_usize, None);
    for mention in mentions {
        let article = mention.article();
        let mut annotation = mentioned(cx, &draft, mention, &label)?;
        if annotation.label != label {
            return Err(PlanError::Refused(format!(
                "{title:?} takes mentions with its own label, {}; change the label first, or choose another",
                label_name(cx, &label)
            )));
        }
        changed += usize::from(annotation.threads.insert(thread, stance) != Some(stance));
        linked.push((article, annotation.id));
        spot = spot.or(annotation.cover().map(|span| Spot { article, span }));
        draft.annotation(&cx.key(article), annotation.id, Some(annotation));
    }
    if changed == 0 {
        return Err(PlanError::Refused("this is linked there already".into()));
    }
    let what = match changed {
        1 => format!("link to {title:?}"),
        n => format!("link {n} mentions to {title:?}"),
    };
    Ok((draft.finish(what, spot), Linked { thread, mentions: linked }))
}

/// The thread with its label and title; a new one is put into the draft.
fn target(
    cx: &mut PlanContext<'_>,
    draft: &mut Draft,
    mentions: &[MentionOf],
    to: &LinkTo,
) -> Result<(ThreadId, LabelId, String), PlanError> {
    match to {
        LinkTo::Thread(id) => {
            let known = cx.project.thread(*id).ok_or_else(|| PlanError::Gone("this shared item".into()))?;
            Ok((*id, known.1.label.clone(), known.1.title.clone()))
        }
        LinkTo::New { label, title } => {
            let title = title_of(title);
            if title.is_empty() {
                return Err(PlanError::Refused("a shared claim, source or event needs a title; type one".into()));
            }
            let story = shared_story(cx, mentions.iter().map(MentionOf::article));
            let thread = new_thread(cx, label, &title, story);
            let id = thread.id;
            draft.thread(cx.annotator, id, Some(thread));
            Ok((id, label.clone(), title))
        }
    }
}

/// The annotation that is to be linked: as it is, or made on the words.
fn mentioned(
    cx: &mut PlanContext<'_>,
    draft: &Draft,
    mention: &MentionOf,
    label: &LabelId,
) -> Result<Annotation, PlanError> {
    match mention {
        MentionOf::Annotation(article, id) => {
            let key = cx.key(*article);
            let in_draft = draft.project().annotation(&key, *id).map(|a| (**a).clone());
            in_draft.map_or_else(|| own(cx, &key, *id).map(|a| (*a).clone()), Ok)
        }
        MentionOf::Words(article, spans) => {
            let offered = cx.project.codebook.label(label).filter(|l| !l.archived);
            offered.ok_or_else(|| PlanError::NoLabel(label.to_string()))?;
            let place = place(cx, *article, spans)?;
            let key = cx.key(*article);
            let there = draft.project().layer(&key).and_then(|layer| {
                let mut all = layer.annotations.values();
                all.find(|a| a.label == *label && a.place == place).map(|a| (**a).clone())
            });
            Ok(there.unwrap_or_else(|| made(cx, draft, *article, label, place)))
        }
    }
}

fn made(cx: &mut PlanContext<'_>, draft: &Draft, article: ArticleId, label: &LabelId, place: Place) -> Annotation {
    let mut annotation = Annotation::new(cx.ids.make(), label.clone(), place);
    recompute(draft.project(), &cx.key(article), &mut annotation);
    annotation
}

fn label_name(cx: &PlanContext<'_>, label: &LabelId) -> String {
    cx.project.codebook.label(label).map_or(label.to_string(), |l| l.name.to_lowercase())
}

/// The one story that all these articles are in; `None` where there is none, or several.
pub(super) fn shared_story(cx: &PlanContext<'_>, articles: impl Iterator<Item = ArticleId>) -> Option<StoryId> {
    let mut shared: Option<BTreeSet<StoryId>> = None;
    for article in articles.filter_map(|id| cx.project.article(id)) {
        shared = Some(match shared {
            Some(known) => known.intersection(&article.stories).copied().collect(),
            None => article.stories.clone(),
        });
    }
    let shared = shared.unwrap_or_default();
    shared.first().copied().filter(|_| shared.len() == 1)
}

/// A thread without anything but a label, a title, and perhaps a story.
pub(super) fn new_thread(cx: &mut PlanContext<'_>, label: &LabelId, title: &str, story: Option<StoryId>) -> Thread {
    Thread {
        id: cx.ids.make(),
        label: label.clone(),
        title: title.to_owned(),
        story,
        known_since: None,
        made: cx.now,
        attributes: Attributes::new(),
        note: String::new(),
        foreign_id: String::new(),
        extra: Extra::new(),
    }
}
