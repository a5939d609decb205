//! Metadata of all articles, as a table that is edited like a spreadsheet.

mod block;
mod draw;
mod keys;
mod table;
#[cfg(test)]
mod tests;
mod toolbar;

use crate::edit::PlanContext;
use crate::edit::plan::{CellEdit, set_cells};
use crate::model::{ArticleId, IdMaker, Timestamp};
use crate::session::EditRequest;
use crate::ui::panels::Order;
use crate::ui::theme::space;
use crate::ui::widgets::empty_state;
use crate::ui::{Outbox, View};
pub(super) use block::write as write_cells;
use block::{Block, Cell};
use egui::{EventFilter, Key, Modifiers, Response, Sense, Ui};
use table::Table;

/// Metadata of all articles: filter, order, the selected block, and the cell that is being typed into.
#[derive(Debug, Default)]
pub struct GridPage {
    filter: String,
    sort: Option<(usize, Order)>,
    table: Table,
    block: Option<Block>,
    draft: Option<Draft>,
    refused: Option<String>,
    removing: Vec<ArticleId>,
    new_story: String,
    reveal: bool,
    /// The pointer was pressed in a cell and is still down.
    dragging: bool,
    wants_focus: bool,
}

/// A cell that is being typed into.
#[derive(Debug)]
struct Draft {
    cell: Cell,
    article: ArticleId,
    text: String,
    begun: bool,
}

/// What a cell begins with when it is typed into.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Start {
    /// What stands in it.
    FromCell,
    /// What was typed.
    With(String),
}

/// A key that ends the typing, and where the cursor goes then.
type End = (Modifiers, Key, fn(Cell) -> Cell);

/// What the pointer did in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pointer {
    Pressed(Cell),
    Opened(Cell),
    Over(Cell),
    Row(usize),
    Header(usize),
}

impl GridPage {
    /// Gives the table the keyboard with the next frame.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        if view.project().articles.is_empty() {
            empty_state(ui, view.theme, "No articles yet", "Add files, a folder, or paste one from the File menu");
            return;
        }
        self.table.update(view.session, &self.filter, self.sort);
        let (rows, columns) = self.size();
        self.block = self.block.and_then(|block| block.within(rows, columns));
        self.follow_draft();
        self.toolbar(ui, view, out);
        ui.add_space(space::SMALL);
        if rows == 0 {
            empty_state(ui, view.theme, "No article fits", "Change the filter");
            return;
        }
        let ground = ui.interact(
            ui.available_rect_before_wrap(),
            ui.scope_id().with("table"),
            Sense::focusable_noninteractive(),
        );
        ground.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Table, true, "Article details"));
        if std::mem::take(&mut self.wants_focus) {
            ground.request_focus();
            // Arrows and Tab are the table's only from the frame after that on.
            ui.ctx().request_repaint();
        }
        if ground.has_focus() && self.draft.is_none() {
            let all = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: false };
            ui.memory_mut(|m| m.set_focus_lock_filter(ground.id, all));
            self.keys(ui, view, out);
        }
        self.draft_keys(ui, view, out);
        let pointer = self.draw(ui, view, &ground);
        self.point(ui, view, &ground, pointer, out);
        self.left_draft(ui, view, out);
    }

    /// Rows and columns.
    fn size(&self) -> (usize, usize) {
        (self.table.rows().len(), self.table.columns().len())
    }

    /// The article of a draft may stand in another row by now; one that is gone takes the draft along.
    fn follow_draft(&mut self) {
        if let Some(draft) = &mut self.draft {
            match self.table.rows().iter().position(|id| *id == draft.article) {
                Some(row) => draft.cell.row = row,
                None => self.draft = None,
            }
        }
    }

    fn start_typing(&mut self, view: &View<'_>, start: Start) {
        let Some(cell) = self.block.map(|b| b.cursor) else { return };
        let editable = self.table.columns().get(cell.column).is_some_and(|c| c.column.is_some());
        let Some(article) = self.table.rows().get(cell.row).copied().filter(|_| editable) else { return };
        let text = match start {
            Start::FromCell => self.table.text(view.project(), cell.row, cell.column),
            Start::With(text) => text,
        };
        self.block = Some(Block::at(cell));
        self.draft = Some(Draft { cell, article, text, begun: false });
        self.refused = None;
        self.reveal = true;
    }

    /// Sends edits as one step, or says why not; true where nothing stands in the way.
    fn commit(&mut self, view: &View<'_>, edits: Vec<CellEdit>, out: &mut Outbox) -> bool {
        self.refused = None;
        if edits.is_empty() {
            return true;
        }
        // The plan is asked first, so that what was typed can stay where it refuses; it makes no ids and needs no time.
        let (project, annotator) = (view.project(), view.session.annotator());
        let cx = PlanContext { project, annotator, now: Timestamp::default(), ids: &mut IdMaker::new(0) };
        match set_cells(&cx, &edits) {
            Ok(_) => out.edit(EditRequest::SetCells(edits)),
            Err(refusal) => self.refused = Some(format!("Not changed: {refusal}")),
        }
        self.refused.is_none()
    }

    /// Keeps what was typed; the draft stays where it is refused.
    fn keep_draft(&mut self, view: &View<'_>, out: &mut Outbox) -> bool {
        let Some(draft) = &self.draft else { return true };
        let edit = self.table.edit(view.project(), draft.cell.row, draft.cell.column, &draft.text);
        let kept = self.commit(view, edit.into_iter().collect(), out);
        if kept {
            self.draft = None;
        }
        kept
    }

    /// Enter, Tab and Esc end the typing.
    fn draft_keys(&mut self, ui: &Ui, view: &View<'_>, out: &mut Outbox) {
        if self.draft.as_ref().is_none_or(|d| !d.begun) {
            return;
        }
        let pressed = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        if pressed(Modifiers::NONE, Key::Escape) {
            (self.draft, self.refused, self.wants_focus) = (None, None, true);
            return;
        }
        let ends: [End; 4] = [
            (Modifiers::SHIFT, Key::Enter, |c| Cell { row: c.row.saturating_sub(1), ..c }),
            (Modifiers::NONE, Key::Enter, |c| Cell { row: c.row + 1, ..c }),
            (Modifiers::SHIFT, Key::Tab, |c| Cell { column: c.column.saturating_sub(1), ..c }),
            (Modifiers::NONE, Key::Tab, |c| Cell { column: c.column + 1, ..c }),
        ];
        for (modifiers, key, step) in ends {
            if pressed(modifiers, key) {
                if self.keep_draft(view, out) {
                    self.go(false, step);
                    self.wants_focus = true;
                }
                return;
            }
        }
    }

    /// A draft that lost the keyboard is kept, as any text that is left.
    fn left_draft(&mut self, ui: &Ui, view: &View<'_>, out: &mut Outbox) {
        let left = self.draft.as_ref().is_some_and(|d| d.begun) && !ui.memory(|m| m.has_focus(draft_id(ui)));
        if left && self.refused.is_none() {
            self.keep_draft(view, out);
        }
    }

    fn point(&mut self, ui: &Ui, view: &View<'_>, ground: &Response, pointer: Option<Pointer>, out: &mut Outbox) {
        if !ui.input(|i| i.pointer.primary_down()) && std::mem::take(&mut self.dragging) && self.draft.is_none() {
            // egui takes the keyboard from the table at a press and at a click, which a cell on it has.
            ground.request_focus();
        }
        let (rows, columns) = self.size();
        match pointer {
            Some(Pointer::Header(column)) => {
                let order = match self.sort {
                    Some((sorted, Order::Up)) if sorted == column => Order::Down,
                    _ => Order::Up,
                };
                self.sort = Some((column, order));
            }
            // What is typed must be right, or given up with Esc, before another cell is picked.
            Some(Pointer::Pressed(_) | Pointer::Row(_)) if !self.keep_draft(view, out) => {
                if let Some(draft) = &mut self.draft {
                    draft.begun = false;
                }
            }
            Some(Pointer::Row(row)) => {
                let whole = Block { anchor: Cell { row, column: 0 }, cursor: Cell { row, column: columns } };
                self.block = whole.within(rows, columns);
                self.wants_focus = true;
            }
            Some(Pointer::Pressed(cell)) => {
                let shift = ui.input(|i| i.modifiers.shift);
                self.block = Some(match self.block {
                    Some(block) if shift => block.extended(cell),
                    _ => Block::at(cell),
                });
                self.dragging = true;
                ground.request_focus();
            }
            Some(Pointer::Opened(cell)) if self.draft.is_none() => {
                self.block = Some(Block::at(cell));
                self.start_typing(view, Start::FromCell);
            }
            Some(Pointer::Over(cell)) if self.dragging => {
                self.block = self.block.map(|block| block.extended(cell));
            }
            Some(Pointer::Over(_) | Pointer::Opened(_)) | None => {}
        }
    }
}

fn draft_id(ui: &Ui) -> egui::Id {
    ui.scope_id().with("draft")
}
