//! Random edits on random text: everything can be undone, nothing breaks an invariant.

use super::*;
use crate::model::{
    AnnotationId, AnnotatorName, Article, ArticleId, IdMaker, LabelId, LayerKey, Metadata, Project, Provenance,
    RelationTypeId, Revision, Timestamp, ZoneKind, default_codebook, violations,
};
use crate::text::{ByteOffset, Text, TextSpan};
use proptest::prelude::*;
use std::sync::Arc;

/// One act, with numbers that pick among what is there.
#[derive(Clone, Debug)]
enum Act {
    Annotate { label: u8, from: u16, to: u16 },
    Fragment { pick: u8, from: u16, to: u16 },
    Move { pick: u8, from: u16, to: u16 },
    Relabel { pick: u8, label: u8 },
    Delete { pick: u8 },
    Duplicate { pick: u8 },
    Relate { from: u8, to: u8 },
    Note { pick: u8 },
    Read { paragraph: u8 },
    Finish,
    Zone { from: u16, kind: u8 },
    Merge { from: u8, into: u8 },
    Archive { label: u8 },
    Undo,
    Redo,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let place = || (any::<u16>(), any::<u16>());
    let act = prop_oneof![
        6 => (any::<u8>(), place()).prop_map(|(label, (from, to))| Act::Annotate { label, from, to }),
        2 => (any::<u8>(), place()).prop_map(|(pick, (from, to))| Act::Fragment { pick, from, to }),
        2 => (any::<u8>(), place()).prop_map(|(pick, (from, to))| Act::Move { pick, from, to }),
        2 => (any::<u8>(), any::<u8>()).prop_map(|(pick, label)| Act::Relabel { pick, label }),
        2 => any::<u8>().prop_map(|pick| Act::Delete { pick }),
        1 => any::<u8>().prop_map(|pick| Act::Duplicate { pick }),
        4 => (any::<u8>(), any::<u8>()).prop_map(|(from, to)| Act::Relate { from, to }),
        1 => any::<u8>().prop_map(|pick| Act::Note { pick }),
        2 => any::<u8>().prop_map(|paragraph| Act::Read { paragraph }),
        1 => Just(Act::Finish),
        1 => (any::<u16>(), any::<u8>()).prop_map(|(from, kind)| Act::Zone { from, kind }),
        1 => (any::<u8>(), any::<u8>()).prop_map(|(from, into)| Act::Merge { from, into }),
        1 => any::<u8>().prop_map(|label| Act::Archive { label }),
        2 => Just(Act::Undo),
        1 => Just(Act::Redo),
    ];
    prop::collection::vec(act, 1..40)
}

/// A project, its history, and what is needed to plan.
pub(super) struct World {
    pub(super) project: Project,
    pub(super) history: History,
    pub(super) ids: IdMaker,
    pub(super) annotator: AnnotatorName,
    pub(super) article: ArticleId,
}

impl World {
    pub(super) fn new(content: &str) -> Self {
        let mut ids = IdMaker::new(3);
        let id: ArticleId = ids.make();
        let article = Article {
            id,
            foreign_id: String::new(),
            metadata: Metadata::default(),
            attributes: Default::default(),
            stories: Default::default(),
            zones: Vec::new(),
            earlier: Vec::new(),
            current: Revision { text: Text::new(content), file: "articles/a.txt".into(), since: None },
            extra: Default::default(),
        };
        let mut project = Project::new(ids.make(), "Random", default_codebook());
        project.articles.insert_mut(id, Arc::new(article));
        let annotator = AnnotatorName::parse("ana").unwrap();
        Self { project, history: History::default(), ids, annotator, article: id }
    }

    /// Plans and commits, as a session does.
    pub(super) fn edit(
        &mut self,
        plan: impl FnOnce(&mut PlanContext<'_>) -> Result<Transaction, PlanError>,
    ) -> Result<(), PlanError> {
        let (project, annotator) = (self.project.clone(), self.annotator.clone());
        let now = Timestamp::from_seconds(1_000_000);
        let transaction = plan(&mut PlanContext { project: &project, annotator: &annotator, now, ids: &mut self.ids })?;
        self.project = transaction.apply(&self.project).expect("a plan fits the project it was made for");
        self.history.commit(Arc::new(transaction));
        Ok(())
    }

    pub(super) fn key(&self) -> LayerKey {
        LayerKey { annotator: self.annotator.clone(), article: self.article }
    }

    fn span(&self, from: u16, to: u16) -> TextSpan {
        let text = self.project.article(self.article).unwrap().text();
        let place = |n: u16| text.floor(ByteOffset::new(usize::from(n) % (text.len() + 1)));
        TextSpan::new(place(from), place(to))
    }

    fn label(&self, pick: u8) -> LabelId {
        let all: Vec<_> = self.project.codebook.labels.keys().cloned().collect();
        all[usize::from(pick) % all.len()].clone()
    }

    fn picked(&self, pick: u8) -> Option<AnnotationId> {
        let layer = self.project.layer(&self.key())?;
        layer.annotations.keys().nth(usize::from(pick) % layer.annotations.size().max(1)).copied()
    }

    fn plan(&mut self, act: &Act) -> Option<Result<Transaction, PlanError>> {
        let article = self.article;
        let (project, annotator) = (self.project.clone(), self.annotator.clone());
        let (span, label) = match act {
            Act::Annotate { label, from, to } => (self.span(*from, *to), self.label(*label)),
            Act::Fragment { from, to, .. } | Act::Move { from, to, .. } => (self.span(*from, *to), self.label(0)),
            Act::Zone { from, .. } => (self.span(*from, *from), self.label(0)),
            Act::Relabel { label, .. } | Act::Archive { label } => (TextSpan::of(0, 0), self.label(*label)),
            Act::Merge { from, .. } => (TextSpan::of(0, 0), self.label(*from)),
            _ => (TextSpan::of(0, 0), self.label(0)),
        };
        let picked = |pick: u8| self.picked(pick);
        let ids = match act {
            Act::Fragment { pick, .. }
            | Act::Move { pick, .. }
            | Act::Relabel { pick, .. }
            | Act::Delete { pick }
            | Act::Duplicate { pick }
            | Act::Note { pick } => (picked(*pick)?, None),
            Act::Relate { from, to } => (picked(*from)?, picked(*to)),
            _ => (AnnotationId(crate::model::Id::from_bits(0)), None),
        };
        let into = if let Act::Merge { into, .. } = act { Some(self.label(*into)) } else { None };
        let mut cx = PlanContext {
            project: &project,
            annotator: &annotator,
            now: Timestamp::from_seconds(1_000_000),
            ids: &mut self.ids,
        };
        Some(match act {
            Act::Annotate { .. } => {
                plan::annotate(&mut cx, article, &label, &[span], Provenance::default()).map(|(t, _)| t)
            }
            Act::Fragment { .. } => plan::add_fragment(&cx, article, ids.0, span),
            Act::Move { .. } => plan::set_fragments(&cx, article, ids.0, &[span]),
            Act::Relabel { .. } => plan::relabel(&cx, article, &[ids.0], &label),
            Act::Delete { .. } => plan::delete_annotations(&cx, article, &[ids.0]),
            Act::Duplicate { .. } => plan::duplicate(&mut cx, article, ids.0).map(|(t, _)| t),
            Act::Relate { .. } => {
                let kinds: Vec<RelationTypeId> = project.codebook.relation_types.keys().cloned().collect();
                let fits = kinds.iter().find_map(|kind| plan::relate(&mut cx, article, kind, &[(ids.0, ids.1?)]).ok());
                fits.ok_or(PlanError::RelationExists)
            }
            Act::Note { .. } => plan::set_note(&cx, article, ids.0, "noted"),
            Act::Read { paragraph } => {
                let all = project.article(article)?.text().paragraphs();
                plan::mark_read(&cx, article, &[*all.get(usize::from(*paragraph) % all.len().max(1))?])
            }
            Act::Finish => plan::finish(&cx, article),
            Act::Zone { kind, .. } => plan::set_zone(&cx, article, span, ZoneKind::ALL[usize::from(*kind) % 9], ""),
            Act::Merge { .. } => plan::merge_labels(&cx, &label, &into?),
            Act::Archive { .. } => plan::archive_label(&cx, &label),
            Act::Undo | Act::Redo => return None,
        })
    }

    fn act(&mut self, act: &Act) {
        let moved = match act {
            Act::Undo => self.history.undo(&self.project),
            Act::Redo => self.history.redo(&self.project),
            act => {
                if let Some(Ok(transaction)) = self.plan(act)
                    && !transaction.is_empty()
                {
                    self.project = transaction.apply(&self.project).expect("a plan fits the project it was made for");
                    self.history.commit(Arc::new(transaction));
                }
                return;
            }
        };
        if let Some(moved) = moved {
            self.project = moved.expect("nobody else edits here").0;
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn everything_can_be_undone_and_nothing_breaks(content in "(?s)[\\PC\n “”,.]{0,120}", acts in acts()) {
        let mut world = World::new(&content);
        let start = world.project.clone();
        for act in &acts {
            world.act(act);
            prop_assert_eq!(violations(&world.project), vec![], "after {:?}", act);
        }
        let end = world.project.clone();
        let steps = world.history.done().len();
        while let Some(undone) = world.history.undo(&world.project) {
            world.project = undone.unwrap().0;
            prop_assert_eq!(violations(&world.project), vec![]);
        }
        prop_assert_eq!(&world.project, &start);
        for _ in 0..steps {
            world.project = world.history.redo(&world.project).unwrap().unwrap().0;
        }
        prop_assert_eq!(&world.project, &end);
    }
}

fn annotated() -> (World, AnnotationId, AnnotationId) {
    let mut world = World::new("Ann said prices fall.");
    for act in [
        Act::Annotate { label: 0, from: 9, to: 20 },
        Act::Annotate { label: 2, from: 0, to: 3 },
        Act::Relate { from: 0, to: 1 },
        Act::Relate { from: 1, to: 0 },
    ] {
        world.act(&act);
    }
    let layer = world.project.layer(&world.key()).unwrap();
    let with = |label: &str| layer.annotations.values().find(|a| a.label.as_str() == label).unwrap().id;
    let found = (with("claim"), with("source"));
    (world, found.0, found.1)
}

#[test]
fn deleting_an_annotation_takes_its_arrows_along_and_undo_brings_them_back() {
    let (mut world, claim, source) = annotated();
    assert_eq!(world.project.layer(&world.key()).unwrap().relations.size(), 1);
    let before = world.project.clone();
    let mut ids = IdMaker::new(9);
    let cx = PlanContext { project: &before, annotator: &world.annotator, now: Timestamp::default(), ids: &mut ids };
    let transaction = plan::delete_annotations(&cx, world.article, &[source]).unwrap();
    assert_eq!(transaction.what, "delete quoted source with its arrow");
    world.project = transaction.apply(&world.project).unwrap();
    let layer = world.project.layer(&world.key()).unwrap();
    assert!(layer.relations.is_empty());
    assert!(
        !layer
            .annotations
            .get(&claim)
            .unwrap()
            .attributes
            .contains_key(&crate::model::AttributeId::parse("voice").unwrap()),
        "no longer credited"
    );
    world.history.commit(Arc::new(transaction));
    assert_eq!(world.history.undo(&world.project).unwrap().unwrap().0, before);
}

#[test]
fn undo_refuses_what_somebody_else_changed_since() {
    let (mut world, claim, _) = annotated();
    let mut ids = IdMaker::new(9);
    let project = world.project.clone();
    let cx = PlanContext { project: &project, annotator: &world.annotator, now: Timestamp::default(), ids: &mut ids };
    let mine = plan::set_note(&cx, world.article, claim, "mine").unwrap();
    world.project = mine.apply(&world.project).unwrap();
    world.history.commit(Arc::new(mine));
    let project = world.project.clone();
    let cx = PlanContext { project: &project, annotator: &world.annotator, now: Timestamp::default(), ids: &mut ids };
    world.project = plan::set_note(&cx, world.article, claim, "theirs").unwrap().apply(&world.project).unwrap();
    let before = world.project.clone();
    let refused = world.history.undo(&world.project).unwrap().unwrap_err();
    assert!(refused.to_string().contains(claim.as_str()), "{refused}");
    assert_eq!(world.project, before);
    assert!(world.history.next_undo().is_some(), "it can be undone once the record is back");
}
