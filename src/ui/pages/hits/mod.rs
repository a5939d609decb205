//! Places in the texts as lines of a concordance: ticked, labelled, opened. The find page and all alike share it.

mod draw;
mod keys;
mod question;

pub use question::{HitAnswer, HitQuestion, Looked};

use crate::edit::Spot;
use crate::edit::plan::Places;
use crate::model::{AnnotationId, ArticleId, LabelId};
use crate::review::{Hit, Likeness, Order};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::{Message, Outbox, View};
use egui::{EventFilter, Sense, Ui};
use std::collections::BTreeSet;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HitRow {
    /// Where it is.
    pub(crate) hit: Hit,
    /// The annotator's own labels on exactly these words.
    pub(crate) labels: Vec<LabelId>,
    /// For all alike, how likely it is meant.
    pub(crate) likeness: Option<Likeness>,
}

impl HitRow {
    fn key(&self) -> (ArticleId, TextSpan) {
        (self.hit.article, self.hit.span)
    }

    /// False where there is nothing left to do.
    fn can_be_ticked(&self) -> bool {
        self.likeness != Some(Likeness::Labelled)
    }
}

/// What was asked for in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HitAct {
    /// Enter.
    Confirm,
    /// Open the article at the line.
    Open,
    /// The key of a label.
    Label(LabelId),
    /// The name of a column.
    Sort(Order),
}

/// What the pointer did in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pointer {
    Ticked(usize),
    Row(usize),
    Opened(usize),
    Header(Order),
}

/// The lines, which of them are ticked, and the one that the keyboard is on.
#[derive(Debug, Default)]
pub(super) struct HitTable {
    rows: Vec<HitRow>,
    ticks: BTreeSet<(ArticleId, TextSpan)>,
    cursor: usize,
    reveal: bool,
    wants_focus: bool,
}

impl HitTable {
    pub(super) fn rows(&self) -> &[HitRow] {
        &self.rows
    }

    /// The place that the keyboard is on.
    pub(super) fn at(&self) -> Option<Hit> {
        self.rows.get(self.cursor).map(|row| row.hit)
    }

    /// How many lines are ticked.
    pub(super) fn ticked(&self) -> usize {
        self.ticks.len()
    }

    /// Gives the list the keyboard with the next frame.
    pub(super) fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Does not take the keyboard after all.
    pub(super) fn keep_off(&mut self) {
        self.wants_focus = false;
    }

    /// Takes in other lines; ticks stay on those that are still listed, and the keyboard on its line.
    pub(super) fn fill(&mut self, rows: Vec<HitRow>) {
        let at = self.rows.get(self.cursor).map(HitRow::key);
        self.rows = rows;
        if !self.ticks.is_empty() {
            let listed: BTreeSet<_> = self.rows.iter().filter(|row| row.can_be_ticked()).map(HitRow::key).collect();
            self.ticks.retain(|key| listed.contains(key));
        }
        self.cursor = at.and_then(|at| self.rows.iter().position(|row| row.key() == at)).unwrap_or(0);
        self.reveal = true;
    }

    /// Ticks the lines that a rule names, and no others.
    pub(super) fn tick_where(&mut self, rule: impl Fn(&HitRow) -> bool) {
        let fitting = self.rows.iter().filter(|row| row.can_be_ticked() && rule(row));
        self.ticks = fitting.map(HitRow::key).collect();
    }

    /// Ticks everything, or where that is so already, nothing.
    pub(super) fn tick_all(&mut self) {
        let all = self.rows.iter().filter(|row| row.can_be_ticked()).count();
        if self.ticks.len() == all { self.ticks.clear() } else { self.tick_where(|_| true) }
    }

    fn is_ticked(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| self.ticks.contains(&row.key()))
    }

    fn toggle(&mut self) {
        let Some(row) = self.rows.get(self.cursor).filter(|row| row.can_be_ticked()) else { return };
        let key = row.key();
        if !self.ticks.remove(&key) {
            self.ticks.insert(key);
        }
    }

    /// Ticks from the line that the keyboard is on through another, which the keyboard is on then.
    fn tick_through(&mut self, row: usize) {
        let (first, last) = (self.cursor.min(row), self.cursor.max(row));
        let through = self.rows.get(first..=last).unwrap_or_default();
        self.ticks.extend(through.iter().filter(|row| row.can_be_ticked()).map(HitRow::key));
        self.cursor = row;
    }

    /// Draws the list; gives what was asked for in it. `order` is what it is sorted by.
    pub(super) fn show(&mut self, ui: &mut Ui, view: &View<'_>, name: &str, order: Order) -> Option<HitAct> {
        let area = ui.available_rect_before_wrap();
        let ground = ui.interact(area, ui.scope_id().with("hits"), Sense::focusable_noninteractive());
        ground.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Table, true, name));
        if std::mem::take(&mut self.wants_focus) {
            ground.request_focus();
            // Arrows are the list's only from the frame after that on.
            ui.ctx().request_repaint();
        }
        let mut act = None;
        if ground.has_focus() {
            let all = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
            ui.memory_mut(|m| m.set_focus_lock_filter(ground.id, all));
            act = self.keys(ui, view);
        }
        match self.draw(ui, view, order, ground.has_focus()) {
            None => return act,
            Some(Pointer::Header(order)) => act = Some(HitAct::Sort(order)),
            Some(Pointer::Opened(row)) => {
                self.cursor = row;
                return Some(HitAct::Open);
            }
            Some(Pointer::Ticked(row) | Pointer::Row(row)) if ui.input(|i| i.modifiers.shift) => {
                self.tick_through(row);
            }
            Some(Pointer::Ticked(row)) => {
                self.cursor = row;
                self.toggle();
            }
            Some(Pointer::Row(row)) => self.cursor = row,
        }
        ground.request_focus();
        act
    }

    /// Opens the article at the line that the keyboard is on.
    pub(super) fn open(&self, out: &mut Outbox) {
        if let Some(HitRow { hit, .. }) = self.rows.get(self.cursor) {
            out.push(Message::GoTo(Spot { article: hit.article, span: hit.span }));
        }
    }

    /// Labels what is ticked, or without ticks the line that the keyboard is on, as one step; true where there was
    /// something to label.
    pub(super) fn label(
        &self,
        view: &View<'_>,
        label: &LabelId,
        like: Option<(ArticleId, AnnotationId)>,
        out: &mut Outbox,
    ) -> bool {
        let only = self.ticks.is_empty().then_some(self.cursor);
        let meant = self.rows.iter().enumerate().filter(|(place, row)| match only {
            Some(only) => *place == only,
            None => self.ticks.contains(&row.key()),
        });
        let (mut places, mut known) = (Places::new(), 0_usize);
        for (_, row) in meant {
            if row.labels.contains(label) || !row.can_be_ticked() {
                known += 1;
            } else {
                places.entry(row.hit.article).or_default().insert(row.hit.span);
            }
        }
        if places.is_empty() {
            let name = view.project().codebook.label(label).map_or(String::new(), |l| l.name.to_lowercase());
            let said = match known {
                0 => "Tick a place first: Space".to_owned(),
                1 => format!("This place is labelled {name} already"),
                _ => format!("These places are labelled {name} already"),
            };
            out.push(Message::Say(said));
            return false;
        }
        out.edit(EditRequest::AnnotateMany { places, label: label.clone(), like });
        true
    }
}
