//! All annotations of the project as a table: filter, sort, group, tick, and change what is ticked as one step.

mod columns;
mod draw;
mod keys;
#[cfg(test)]
mod tests;
mod ticks;
mod toolbar;

use crate::edit::Spot;
use crate::edit::plan::EditAll;
use crate::model::{AnnotationId, AnnotatorName, Project};
use crate::review::{
    Segment, SegmentFilter, SegmentGroup, SegmentIndex, SegmentList, SegmentOrder, SegmentRow, list_segments,
};
use crate::session::EditRequest;
use crate::ui::article_index::Moment;
use crate::ui::theme::space;
use crate::ui::widgets::empty_state;
use crate::ui::{Message, Outbox, View};
pub(super) use draw::{ground, paint_tick};
use egui::{EventFilter, Response, Sense, Ui};
use ticks::Ticks;
pub(super) use toolbar::choice;

/// What the table shows: worked out on a worker, from a state of the project.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentQuestion {
    moment: Moment,
    filter: SegmentFilter,
    order: SegmentOrder,
    group: SegmentGroup,
}

/// The answer to a question.
#[derive(Debug)]
pub struct SegmentAnswer {
    question: SegmentQuestion,
    index: SegmentIndex,
    list: SegmentList,
    /// Ids of what is listed, sorted.
    listed: Vec<AnnotationId>,
}

impl SegmentQuestion {
    /// Works the answer out; `known` is the index of an earlier one.
    pub fn answer(self, project: &Project, reader: &AnnotatorName, known: &SegmentIndex) -> SegmentAnswer {
        let index = known.updated(project, reader);
        let list = list_segments(&index, project, &self.filter, self.order, self.group);
        let segments = list.rows.iter().filter_map(SegmentRow::segment);
        let mut listed: Vec<AnnotationId> = segments.map(|(_, s)| s.annotation.id).collect();
        listed.sort_unstable();
        SegmentAnswer { question: self, index, list, listed }
    }
}

/// The table of all annotations: filter, order, groups, what is ticked, and the row that the keyboard is on.
#[derive(Debug, Default)]
pub struct SegmentsPage {
    filter: SegmentFilter,
    order: SegmentOrder,
    group: SegmentGroup,
    index: SegmentIndex,
    list: SegmentList,
    answered: Option<SegmentQuestion>,
    waiting: bool,
    ticks: Ticks,
    cursor: usize,
    reveal: bool,
    wants_focus: bool,
    /// What is typed to find a shared item in its menu.
    thread_filter: String,
}

/// What the pointer did in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pointer {
    /// The box was clicked.
    Ticked(usize),
    /// The row was clicked.
    Row(usize),
    /// It was clicked twice.
    Opened(usize),
    /// A column's name was clicked.
    Header(usize),
}

impl SegmentsPage {
    /// Gives the table the keyboard with the next frame.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Takes in what a worker found; the row that the keyboard is on stays with its annotation.
    pub fn arrived(&mut self, answer: SegmentAnswer) {
        self.waiting = false;
        let at = self.list.rows.get(self.cursor).and_then(SegmentRow::segment).map(|(_, s)| s.annotation.id);
        (self.index, self.list, self.answered) = (answer.index, answer.list, Some(answer.question));
        self.ticks.keep_only(&answer.listed);
        let is_it = |row: &SegmentRow| row.segment().is_some_and(|(_, s)| Some(s.annotation.id) == at);
        if let Some(place) = self.list.rows.iter().position(is_it) {
            self.cursor = place;
        }
        self.cursor = self.cursor.min(self.list.rows.len().saturating_sub(1));
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        self.ask(view, out);
        self.toolbar(ui, view, out);
        ui.add_space(space::SMALL);
        if self.list.rows.is_empty() {
            self.empty(ui, view);
            return;
        }
        let area = ui.available_rect_before_wrap();
        let ground = ui.interact(area, ui.scope_id().with("table"), Sense::focusable_noninteractive());
        ground.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Table, true, "All annotations"));
        if std::mem::take(&mut self.wants_focus) {
            ground.request_focus();
            // Arrows are the table's only from the frame after that on.
            ui.ctx().request_repaint();
        }
        if ground.has_focus() {
            let all = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
            ui.memory_mut(|m| m.set_focus_lock_filter(ground.id, all));
            self.keys(ui, view, out);
        }
        if let Some(pointer) = self.draw(ui, view, &ground) {
            self.point(ui, view, &ground, pointer, out);
        }
    }

    /// Asks for what should be shown, one question at a time; the last one wins.
    fn ask(&mut self, view: &View<'_>, out: &mut Outbox) {
        let (filter, order, group) = (self.filter.clone(), self.order, self.group);
        let question = SegmentQuestion { moment: Moment::of(view.session), filter, order, group };
        if !self.waiting && self.answered.as_ref() != Some(&question) {
            self.waiting = true;
            out.push(Message::ListSegments(Box::new(question), self.index.clone()));
        }
    }

    fn empty(&self, ui: &mut Ui, view: &View<'_>) {
        let (title, what) = match (self.waiting, self.list.all) {
            (true, _) => ("Collecting the annotations…", ""),
            (false, 0) => ("Nothing is labelled yet", "Open an article, select words, and press the key of a label"),
            (false, _) => ("No annotation fits", "Change the filter"),
        };
        empty_state(ui, view.theme, title, what);
    }

    fn point(&mut self, ui: &Ui, view: &View<'_>, ground: &Response, pointer: Pointer, out: &mut Outbox) {
        match pointer {
            Pointer::Header(column) => self.sort_by(column),
            Pointer::Opened(row) => {
                self.cursor = row;
                self.open(view, out);
                return;
            }
            Pointer::Ticked(row) | Pointer::Row(row) if ui.input(|i| i.modifiers.shift) => self.tick_through(row),
            Pointer::Ticked(row) => {
                self.cursor = row;
                self.toggle();
            }
            Pointer::Row(row) => self.cursor = row,
        }
        ground.request_focus();
    }

    /// Ticks from the row that the keyboard is on through another, which the keyboard is on then.
    fn tick_through(&mut self, row: usize) {
        let (first, last) = (self.cursor.min(row), self.cursor.max(row));
        for row in self.list.rows.get(first..=last).unwrap_or_default() {
            self.ticks.tick(row);
        }
        self.cursor = row;
    }

    /// Ticks or unticks the row; a heading stands for all below it.
    fn toggle(&mut self) {
        let below = match self.list.rows.get(self.cursor) {
            Some(SegmentRow::Heading(_, below)) => *below,
            _ => 0,
        };
        let first = if below == 0 { self.cursor } else { self.cursor + 1 };
        let rows = self.list.rows.get(first..first + below.max(1)).unwrap_or_default();
        let all_ticked = rows.iter().all(|row| self.ticks.has(row));
        for row in rows {
            if all_ticked { self.ticks.untick(row) } else { self.ticks.tick(row) }
        }
    }

    /// The annotation of a row as it is now: it may have changed since the list was made, or be gone.
    fn current<'a>(&'a self, view: &'a View<'_>, row: usize) -> Option<(&'a crate::review::Block, &'a Segment)> {
        let (block, segment) = self.list.rows.get(row)?.segment()?;
        view.project().annotation(&block.key, segment.annotation.id)?;
        Some((block, segment))
    }

    /// Opens the article at the row's annotation.
    fn open(&self, view: &View<'_>, out: &mut Outbox) {
        let Some((block, segment)) = self.current(view, self.cursor) else { return };
        let (article, id) = (block.key.article, segment.annotation.id);
        match segment.annotation.cover() {
            Some(span) => out.push(Message::GoTo(Spot { article, span })),
            None => out.push(Message::OpenArticle(article)),
        }
        out.push(if block.key.annotator == *view.session.annotator() {
            Message::Pick(id)
        } else {
            Message::LookAt { annotator: block.key.annotator.clone(), id }
        });
    }

    /// Changes what is ticked and one's own; without ticks, the row that the keyboard is on.
    fn edit(&self, view: &View<'_>, edit: EditAll, out: &mut Outbox) {
        let mut targets = self.ticks.of(view.session.annotator());
        if self.ticks.is_empty()
            && let Some((block, segment)) = self.current(view, self.cursor)
            && block.key.annotator == *view.session.annotator()
        {
            targets.insert(block.key.article, [segment.annotation.id].into());
        }
        if targets.is_empty() {
            out.push(Message::Say("These are not in your coding; open one to copy it there".into()));
        } else {
            out.edit(EditRequest::EditAll { targets, edit });
        }
    }

    fn sort_by(&mut self, column: usize) {
        use crate::review::Direction;
        let Some(sort) = columns::COLUMNS.get(column).and_then(|c| c.sort) else { return };
        self.order = match self.order {
            (known, Direction::Up) if known == sort => (sort, Direction::Down),
            _ => (sort, Direction::Up),
        };
    }
}

/// The words of an annotation, on one line.
fn words_of(block: &crate::review::Block, annotation: &crate::model::Annotation) -> String {
    annotation.words(block.article.text()).split_whitespace().collect::<Vec<_>>().join(" ")
}
