//! The matrix of shared claims, sources and events by articles, outlets or days.

mod details;
mod draw;
mod keys;
mod nearest;
#[cfg(test)]
mod tests;
mod toolbar;

pub use nearest::{NearestAnswer, NearestQuestion};

use super::coding::coding_of_view;
use super::reviewed::{KnownReview, ReviewQuestion};
use crate::model::{ArticleId, Project, ThreadId};
use crate::review::{Coding, ColumnView, Matrix, RowItem, RowView, Square};
use crate::ui::article_index::Moment;
use crate::ui::theme::space;
use crate::ui::widgets::empty_state;
use crate::ui::{Message, Outbox, View};
use egui::{EventFilter, Panel, Sense, Ui, Vec2};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Squares that are remembered at most: far more than a screen shows.
const MOST_SQUARES: usize = 20_000;

/// Width of the details at the right, in points: at first and at most.
const DETAILS: (f32, f32) = (320.0, 520.0);

/// What the matrix shows: worked out on a worker.
#[derive(Clone, Debug, PartialEq)]
pub struct CoverageQuestion {
    moment: Moment,
    coding: Coding,
    rows: RowView,
    columns: ColumnView,
}

/// The answer to a question.
#[derive(Debug)]
pub struct CoverageAnswer {
    question: CoverageQuestion,
    matrix: Matrix,
}

impl CoverageQuestion {
    pub(super) fn answer(self, project: &Project, known: &mut KnownReview) -> CoverageAnswer {
        let coverage = known.coverage(&self.moment, project, &self.coding);
        let matrix = Matrix::new(&coverage, &project.codebook, &self.rows, &self.columns);
        CoverageAnswer { question: self, matrix }
    }
}

/// How much room a column has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Cells {
    /// A sign, and its words where there is room for them.
    #[default]
    Fitting,
    /// A sign and its words.
    Wide,
}

/// What was clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clicked {
    /// A square by row and column.
    Square(usize, usize),
    /// The title of a thread.
    Title(ThreadId),
}

/// The square that the details are about, by what stands there, so that it stays as rows and columns come and go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Picked {
    thread: ThreadId,
    /// The first article of the column.
    column: ArticleId,
    /// One article of several that was looked into.
    article: Option<ArticleId>,
}

/// The matrix: what is shown, and where the keyboard is.
#[derive(Debug, Default)]
pub struct CoveragePage {
    coding: Option<Coding>,
    rows: RowView,
    columns: ColumnView,
    cells: Cells,
    matrix: Option<Arc<Matrix>>,
    answered: Option<CoverageQuestion>,
    waiting: bool,
    squares: BTreeMap<(usize, usize), Option<Square>>,
    picked: Option<Picked>,
    /// The row and column of what is picked.
    cursor: Option<(usize, usize)>,
    offset: Vec2,
    reveal: bool,
    /// Where the article behind the square comes nearest, and what was asked for that.
    near: Option<NearestAnswer>,
    near_asked: Option<NearestQuestion>,
    /// Columns have room for words without being asked to.
    roomy: bool,
}

impl CoveragePage {
    /// Takes in what a worker found; what is picked stays picked.
    pub fn arrived(&mut self, answer: CoverageAnswer) {
        self.waiting = false;
        self.answered = Some(answer.question);
        self.squares.clear();
        self.matrix = Some(Arc::new(answer.matrix));
        self.cursor = self.picked.and_then(|picked| self.place_of(picked));
    }

    /// Draws the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        self.ask(view, out);
        self.toolbar(ui, view);
        ui.add_space(space::SMALL);
        let Some(matrix) = self.matrix.clone() else {
            empty_state(ui, view.theme, "Working out who says what…", "");
            return;
        };
        if matrix.rows().is_empty() || matrix.columns().is_empty() {
            let none = matrix.coverage().threads().is_empty();
            let (title, what) = match (self.waiting, none) {
                (true, _) => ("Working out who says what…", ""),
                (false, true) => (
                    "Nothing is shared between articles yet",
                    "Label a claim, a source or an event, and press t to say that it is the same as another",
                ),
                (false, false) => ("Nothing fits", "Change the filters"),
            };
            empty_state(ui, view.theme, title, what);
            return;
        }
        if self.picked.is_some() {
            let frame = egui::Frame::NONE.inner_margin(egui::Margin { left: 12, ..egui::Margin::ZERO });
            Panel::right("coverage details")
                .frame(frame)
                .default_size(DETAILS.0)
                .max_size(DETAILS.1)
                .resizable(true)
                .show(ui, |ui| self.details(ui, view, &matrix, out));
        }
        egui::CentralPanel::default().frame(egui::Frame::NONE).show(ui, |ui| {
            let area = ui.available_rect_before_wrap();
            let ground = ui.interact(area, ui.scope_id().with("matrix"), Sense::focusable_noninteractive());
            ground.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Table, true, "Coverage"));
            if ground.has_focus() {
                let all = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
                ui.memory_mut(|m| m.set_focus_lock_filter(ground.id, all));
                self.keys(ui, view, &matrix, out);
            }
            match self.draw(ui, view, &matrix, &ground) {
                Some(Clicked::Square(row, column)) => {
                    self.pick(&matrix, row, column);
                    ground.request_focus();
                }
                Some(Clicked::Title(thread)) => out.push(Message::ShowThread(thread)),
                None => {}
            }
        });
    }

    /// Asks for what should be shown, one question at a time; the last one wins.
    fn ask(&mut self, view: &View<'_>, out: &mut Outbox) {
        let coding = coding_of_view(view, self.coding.as_ref());
        let (rows, columns) = (self.rows.clone(), self.columns.clone());
        let question = CoverageQuestion { moment: Moment::of(view.session), coding, rows, columns };
        if !self.waiting && self.answered.as_ref() != Some(&question) {
            self.waiting = true;
            out.push(Message::Review(Box::new(ReviewQuestion::Coverage(question))));
        }
    }

    fn pick(&mut self, matrix: &Matrix, row: usize, column: usize) {
        let coverage = matrix.coverage();
        let Some(RowItem::Thread(thread)) = matrix.rows().get(row) else { return };
        let Some(thread) = coverage.threads().get(*thread).map(|thread| thread.id) else { return };
        let first = matrix.columns().get(column).and_then(|column| column.articles().next());
        let Some(column_id) = first.and_then(|at| coverage.articles().get(at)).map(|a| a.id) else { return };
        self.picked = Some(Picked { thread, column: column_id, article: None });
        self.cursor = Some((row, column));
    }

    fn place_of(&self, picked: Picked) -> Option<(usize, usize)> {
        let matrix = self.matrix.as_ref()?;
        let coverage = matrix.coverage();
        let (thread, article) = (coverage.thread_number(picked.thread)?, coverage.article_number(picked.column)?);
        let row = matrix.rows().iter().position(|row| *row == RowItem::Thread(thread))?;
        let column = matrix.columns().iter().position(|column| column.articles().any(|at| at == article))?;
        Some((row, column))
    }

    /// What stands where a row and a column meet; worked out once.
    fn square(&mut self, matrix: &Matrix, row: usize, column: usize) -> Option<Square> {
        if self.squares.len() > MOST_SQUARES {
            self.squares.clear();
        }
        *self.squares.entry((row, column)).or_insert_with(|| matrix.square(row, column))
    }
}
