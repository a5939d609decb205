//! Edits as the window and the commands ask for them: one variant for each plan.

use crate::edit::plan::{self, CellEdit, EditAll, LinkTo, MentionOf, NewText, Places, Suggested, Take, Targets};
use crate::edit::{PlanContext, PlanError, Transaction};
use crate::model::{
    AnnotationId, AnnotatorName, Article, ArticleId, AttributeDef, AttributeId, AttributeValue, Date, FamilyKind,
    Label, LabelId, LayerKey, LinkStance, Provenance, RelationId, RelationType, RelationTypeId, StoryId, Thread,
    ThreadId, ThreadRelation, ThreadRelationId, ThreadRelationKind, ZoneKind,
};
use crate::text::TextSpan;
use std::collections::BTreeSet;

/// A planned edit: the transaction, and the annotation that is current afterwards where one was made.
#[derive(Clone, Debug)]
pub struct Planned {
    /// What is to be committed.
    pub transaction: Transaction,
    /// The annotation just made.
    pub made: Option<AnnotationId>,
}

/// A request for an edit; targets are named by id. Each stands for the plan of the same name.
#[derive(Clone, Debug)]
#[expect(
    missing_docs,
    reason = "each variant and field is the parameter of the plan of the same name, documented there"
)]
pub enum EditRequest {
    Annotate { article: ArticleId, label: LabelId, spans: Vec<TextSpan> },
    AnnotateMany { places: Places, label: LabelId, like: Option<(ArticleId, AnnotationId)> },
    Relabel { article: ArticleId, ids: Vec<AnnotationId>, label: LabelId },
    DeleteAnnotations { article: ArticleId, ids: Vec<AnnotationId> },
    Duplicate { article: ArticleId, id: AnnotationId },
    Adopt { article: ArticleId, annotator: AnnotatorName, ids: Vec<AnnotationId> },
    SetFragments { article: ArticleId, id: AnnotationId, spans: Vec<TextSpan> },
    AddFragment { article: ArticleId, id: AnnotationId, span: TextSpan },
    PlaceLost { article: ArticleId, id: AnnotationId, spans: Vec<TextSpan> },
    Accept { article: ArticleId, take: Take },
    AcceptAll(Suggested),
    Reject(Suggested),
    SetBlindShare(u8),
    SetAttribute { article: ArticleId, ids: Vec<AnnotationId>, attribute: AttributeId, value: Option<AttributeValue> },
    SetNote { article: ArticleId, id: AnnotationId, note: String },
    SetUnsure { article: ArticleId, ids: Vec<AnnotationId>, unsure: bool },
    Relate { article: ArticleId, kind: RelationTypeId, pairs: Vec<(AnnotationId, AnnotationId)> },
    Unrelate { article: ArticleId, ids: Vec<RelationId> },
    MarkRead { article: ArticleId, paragraphs: Vec<TextSpan> },
    UnmarkRead { article: ArticleId, paragraphs: Vec<TextSpan> },
    Finish { article: ArticleId },
    Reopen { article: ArticleId },
    EditAll { targets: Targets, edit: EditAll },
    SetCells(Vec<CellEdit>),
    RenameProject(String),
    AddArticles(Vec<Article>),
    RemoveArticles(Vec<ArticleId>),
    Revise(NewText),
    SetZone { article: ArticleId, span: TextSpan, kind: ZoneKind, outlet: String },
    PutStory { id: Option<StoryId>, title: String, note: String },
    AddToStory { articles: Vec<ArticleId>, story: Option<StoryId>, title: String },
    RemoveFromStory { articles: Vec<ArticleId>, story: StoryId },
    DeleteStory(StoryId),
    SetStories { articles: Vec<ArticleId>, stories: BTreeSet<StoryId> },
    PutFamily { kind: FamilyKind, articles: BTreeSet<ArticleId> },
    LeaveFamily { kind: FamilyKind, articles: BTreeSet<ArticleId> },
    AddReprints(Vec<BTreeSet<ArticleId>>),
    Inherit { from: LayerKey, to: ArticleId, places: Vec<(AnnotationId, Vec<TextSpan>)> },
    PutLabel(Box<Label>),
    ArchiveLabel(LabelId),
    RestoreLabel(LabelId),
    MergeLabels { from: LabelId, into: LabelId },
    ReorderLabel { id: LabelId, place: usize },
    PutRelationType(RelationType),
    PutArticleAttribute(AttributeDef),
    PutThread(Box<Thread>),
    DeleteThread(ThreadId),
    Link { article: ArticleId, id: AnnotationId, thread: ThreadId, stance: LinkStance },
    Unlink { article: ArticleId, id: AnnotationId, thread: ThreadId },
    LinkMentions { mentions: Vec<MentionOf>, to: LinkTo, stance: LinkStance },
    RenameThread { thread: ThreadId, title: String },
    MoveThreads { threads: Vec<ThreadId>, story: Option<StoryId> },
    SetThreadAttribute { thread: ThreadId, attribute: AttributeId, value: Option<AttributeValue> },
    SetThreadNote { thread: ThreadId, note: String },
    SetKnownSince { thread: ThreadId, since: Option<Date> },
    MergeThreads(Vec<ThreadId>),
    SeparateThread(ThreadId),
    SplitThread { thread: ThreadId, mentions: Vec<(ArticleId, AnnotationId)>, title: String },
    RelateThreads { from: ThreadId, to: ThreadId, kind: ThreadRelationKind, reason: String },
    PutThreadRelation(ThreadRelation),
    RemoveThreadRelation(ThreadRelationId),
}

impl EditRequest {
    /// Turns the request into a transaction.
    ///
    /// # Errors
    /// What the plan refuses, and why.
    pub fn plan(self, cx: &mut PlanContext<'_>) -> Result<Planned, PlanError> {
        let mut made = None;
        let transaction = match self {
            Self::Annotate { article, label, spans } => {
                let (transaction, id) = plan::annotate(cx, article, &label, &spans, Provenance::default())?;
                made = Some(id);
                transaction
            }
            Self::AnnotateMany { places, label, like } => plan::annotate_many(cx, &places, &label, like)?,
            Self::Duplicate { article, id } => {
                let (transaction, id) = plan::duplicate(cx, article, id)?;
                made = Some(id);
                transaction
            }
            Self::Adopt { article, annotator, ids } => {
                let (transaction, ids) = plan::adopt(cx, &LayerKey { annotator, article }, &ids)?;
                made = ids.first().copied().filter(|_| ids.len() == 1);
                transaction
            }
            Self::Accept { article, take } => {
                let (transaction, id) = plan::accept(cx, article, &take)?;
                made = Some(id);
                transaction
            }
            Self::AcceptAll(scope) => plan::accept_all(cx, &scope)?.0,
            Self::Reject(scope) => plan::reject(cx, &scope)?,
            Self::Inherit { from, to, places } => plan::inherit(cx, &from, to, &places)?.0,
            Self::Relabel { article, ids, label } => plan::relabel(cx, article, &ids, &label)?,
            Self::DeleteAnnotations { article, ids } => plan::delete_annotations(cx, article, &ids)?,
            Self::SetFragments { article, id, spans } => plan::set_fragments(cx, article, id, &spans)?,
            Self::AddFragment { article, id, span } => plan::add_fragment(cx, article, id, span)?,
            Self::PlaceLost { article, id, spans } => plan::place_lost(cx, article, id, &spans)?,
            Self::SetAttribute { article, ids, attribute, value } => {
                plan::set_attribute(cx, article, &ids, &attribute, value.as_ref())?
            }
            Self::SetNote { article, id, note } => plan::set_note(cx, article, id, &note)?,
            Self::SetUnsure { article, ids, unsure } => plan::set_unsure(cx, article, &ids, unsure)?,
            Self::Relate { article, kind, pairs } => plan::relate(cx, article, &kind, &pairs)?,
            Self::Unrelate { article, ids } => plan::unrelate(cx, article, &ids)?,
            Self::MarkRead { article, paragraphs } => plan::mark_read(cx, article, &paragraphs)?,
            Self::UnmarkRead { article, paragraphs } => plan::unmark_read(cx, article, &paragraphs)?,
            Self::Finish { article } => plan::finish(cx, article)?,
            Self::Reopen { article } => plan::reopen(cx, article)?,
            Self::LinkMentions { mentions, to, stance } => {
                let (transaction, linked) = plan::link_mentions(cx, &mentions, &to, stance)?;
                made = linked.mentions.first().map(|(_, id)| *id).filter(|_| linked.mentions.len() == 1);
                transaction
            }
            other => other.plan_project(cx)?,
        };
        Ok(Planned { transaction, made })
    }

    /// Requests about the project as a whole.
    fn plan_project(self, cx: &mut PlanContext<'_>) -> Result<Transaction, PlanError> {
        match self {
            Self::SetBlindShare(percent) => Ok(plan::set_blind_share(cx, percent)),
            Self::EditAll { targets, edit } => plan::edit_all(cx, &targets, &edit),
            Self::SetCells(edits) => plan::set_cells(cx, &edits),
            Self::RenameProject(title) => plan::rename_project(cx, &title),
            Self::AddArticles(articles) => plan::add_articles(cx, articles),
            Self::RemoveArticles(ids) => plan::remove_articles(cx, &ids),
            Self::Revise(new) => plan::revise(cx, &new).map(|(transaction, _)| transaction),
            Self::SetZone { article, span, kind, outlet } => plan::set_zone(cx, article, span, kind, &outlet),
            Self::PutStory { id, title, note } => plan::put_story(cx, id, &title, &note).map(|(t, _)| t),
            Self::AddToStory { articles, story, title } => plan::add_to_story(cx, &articles, story, &title),
            Self::RemoveFromStory { articles, story } => plan::remove_from_story(cx, &articles, story),
            Self::DeleteStory(story) => plan::delete_story(cx, story),
            Self::SetStories { articles, stories } => plan::set_stories(cx, &articles, &stories),
            Self::PutFamily { kind, articles } => plan::put_family(cx, kind, &articles).map(|(t, _)| t),
            Self::LeaveFamily { kind, articles } => plan::leave_family(cx, kind, &articles),
            Self::AddReprints(found) => plan::add_reprints(cx, &found),
            Self::PutLabel(label) => plan::put_label(cx, *label),
            Self::ArchiveLabel(id) => plan::archive_label(cx, &id),
            Self::RestoreLabel(id) => plan::restore_label(cx, &id),
            Self::MergeLabels { from, into } => plan::merge_labels(cx, &from, &into),
            Self::ReorderLabel { id, place } => plan::reorder_label(cx, &id, place),
            Self::PutRelationType(kind) => plan::put_relation_type(cx, kind),
            Self::PutArticleAttribute(def) => plan::put_article_attribute(cx, def),
            Self::PutThread(thread) => plan::put_thread(cx, *thread),
            Self::DeleteThread(id) => plan::delete_thread(cx, id),
            Self::Link { article, id, thread, stance } => plan::link(cx, article, id, thread, stance),
            Self::Unlink { article, id, thread } => plan::unlink(cx, article, id, thread),
            Self::RenameThread { thread, title } => plan::rename_thread(cx, thread, &title),
            Self::MoveThreads { threads, story } => plan::move_threads(cx, &threads, story),
            Self::SetThreadAttribute { thread, attribute, value } => {
                plan::set_thread_attribute(cx, thread, &attribute, value)
            }
            Self::SetThreadNote { thread, note } => plan::set_thread_note(cx, thread, &note),
            Self::SetKnownSince { thread, since } => plan::set_known_since(cx, thread, since),
            Self::MergeThreads(threads) => plan::merge_threads(cx, &threads),
            Self::SeparateThread(thread) => plan::separate_thread(cx, thread),
            Self::SplitThread { thread, mentions, title } => {
                plan::split_thread(cx, thread, &mentions, &title).map(|(transaction, _)| transaction)
            }
            Self::RelateThreads { from, to, kind, reason } => plan::relate_threads(cx, from, to, kind, &reason),
            Self::PutThreadRelation(relation) => plan::put_thread_relation(cx, relation),
            Self::RemoveThreadRelation(id) => plan::remove_thread_relation(cx, id),
            _ => Err(PlanError::Refused("this request belongs to an article".into())),
        }
    }
}
