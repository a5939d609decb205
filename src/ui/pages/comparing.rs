//! What the pages that compare articles ask a worker, and what it answers.

use super::families::{FamilyLists, InheritForm};
use super::sides::{Marks, marks};
use super::timeline::Lanes;
use crate::model::{ArticleId, LayerKey, Project};
use crate::review::{Coding, Sides, ThreadIndex, Timeline, find_reprints, inheritable, seen_by, sides};
use crate::ui::article_index::Moment;
use std::collections::BTreeSet;
use std::sync::atomic::AtomicBool;

/// Something to work out over articles, from a state of the project.
#[derive(Clone, Debug, PartialEq)]
pub struct CompareQuestion {
    pub(super) moment: Moment,
    pub(super) what: Compared,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Compared {
    /// Events, articles and claims by date.
    Timeline(Coding),
    /// A part of articles side by side.
    Sides(Coding, Vec<ArticleId>, usize),
    /// Families, conflicts, headlines.
    Families(Coding),
    /// Reprints in all texts.
    Reprints,
    /// What an article can inherit from a layer on another.
    Inherit(LayerKey, ArticleId),
}

/// The answer to a question.
#[derive(Debug)]
pub struct CompareAnswer {
    pub(super) question: CompareQuestion,
    pub(super) found: Found,
}

#[derive(Debug)]
pub(super) enum Found {
    Timeline(Lanes),
    Sides(Sides, Marks),
    Families(FamilyLists),
    Reprints(Vec<BTreeSet<ArticleId>>),
    Inherit(InheritForm),
}

impl CompareQuestion {
    /// Works the answer out. Raising `stop` ends a search for reprints soon.
    pub fn answer(
        self,
        project: &Project,
        annotator: &crate::model::AnnotatorName,
        stop: &AtomicBool,
    ) -> CompareAnswer {
        let project = &seen_by(project, annotator);
        let threads = |coding: &Coding| ThreadIndex::new(project, coding);
        let found = match &self.what {
            Compared::Timeline(coding) => {
                Found::Timeline(Lanes::new(project, &Timeline::new(project, coding, &threads(coding))))
            }
            Compared::Sides(coding, articles, part) => {
                let sides = sides(project, articles, coding, &threads(coding), *part);
                let marks = marks(project, coding, &sides);
                Found::Sides(sides, marks)
            }
            Compared::Families(coding) => Found::Families(FamilyLists::new(project, coding, &threads(coding))),
            Compared::Reprints => Found::Reprints(find_reprints(project, stop)),
            Compared::Inherit(from, to) => {
                let places = inheritable(project, from, *to, annotator);
                Found::Inherit(InheritForm::new(project, from, *to, places))
            }
        };
        CompareAnswer { question: self, found }
    }
}

impl CompareAnswer {
    /// True where the timeline asked.
    pub fn is_for_timeline(&self) -> bool {
        matches!(self.question.what, Compared::Timeline(_))
    }

    /// True where the page of columns asked.
    pub fn is_for_sides(&self) -> bool {
        matches!(self.question.what, Compared::Sides(..))
    }
}
