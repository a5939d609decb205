//! The lines above the matrix: what is shown, whose coding counts, and what the signs mean.

use super::super::coding::{coding_choice, coding_of_view, coding_words};
use super::super::segments::choice;
use super::draw::legend_entry;
use super::{Cells, CoveragePage};
use crate::model::StoryId;
use crate::review::{Axis, CellState, ColumnOrder, Counting, Only, RowItem, RowOrder};
use crate::ui::View;
use crate::ui::theme::space;
use crate::ui::widgets::{count, muted_line};
use egui::{Button, RichText, TextEdit, Ui};

impl CoveragePage {
    pub(super) fn toolbar(&mut self, ui: &mut Ui, view: &View<'_>) {
        ui.horizontal_wrapped(|ui| {
            coding_choice(ui, view, &mut self.coding);
            words(ui, view, "Filter shared items", &mut self.rows.words);
            self.labels(ui, view);
            let shown = |only: &Only| {
                let words = match only {
                    Only::All => "All",
                    Only::Disputed => "Disputed somewhere",
                    Only::Once => "In one article",
                    Only::Several => "In several articles",
                    Only::Never => "In no article",
                };
                words.to_owned()
            };
            let all = [Only::All, Only::Disputed, Only::Once, Only::Several, Only::Never];
            choice(ui, "Which", &mut self.rows.only, &all, shown);
            let shown = |order: &RowOrder| {
                let words = match order {
                    RowOrder::MostArticles => "Most articles first",
                    RowOrder::Title => "By title",
                    RowOrder::KnownSince => "Known first, first",
                };
                words.to_owned()
            };
            let all = [RowOrder::MostArticles, RowOrder::Title, RowOrder::KnownSince];
            choice(ui, "Order of rows", &mut self.rows.order, &all, shown);
        });
        ui.horizontal_wrapped(|ui| self.across(ui, view));
        ui.horizontal_wrapped(|ui| {
            for state in CellState::ALL {
                legend_entry(ui, view.theme, state);
                ui.add_space(space::SMALL);
            }
        });
        self.counted(ui, view);
    }

    fn labels(&mut self, ui: &mut Ui, view: &View<'_>) {
        for label in view.project().codebook.offered() {
            let on = self.rows.labels.contains(&label.id);
            let text = RichText::new(&label.name).small().color(view.theme.label_text(label.color));
            let chip = ui.add(Button::selectable(on, text).frame_when_inactive(true).corner_radius(10));
            let chip = chip.on_hover_text(format!("Show only {}", label.name.to_lowercase()));
            if chip.accessible_name(format!("Only {}", label.name)).clicked() && !self.rows.labels.remove(&label.id) {
                self.rows.labels.insert(label.id.clone());
            }
        }
    }

    /// What the columns are.
    fn across(&mut self, ui: &mut Ui, view: &View<'_>) {
        let shown = |axis: &Axis| {
            let words = match axis {
                Axis::Articles => "By article",
                Axis::Outlets => "By outlet",
                Axis::Days => "By day",
            };
            words.to_owned()
        };
        choice(ui, "Columns", &mut self.columns.axis, &[Axis::Articles, Axis::Outlets, Axis::Days], shown);
        let shown = |counting: &Counting| match counting {
            Counting::Articles => "Every article counts".to_owned(),
            Counting::Families => "Reprints count once".to_owned(),
        };
        choice(ui, "Counting", &mut self.columns.counting, &[Counting::Articles, Counting::Families], shown);
        let shown = |order: &ColumnOrder| {
            let words = match order {
                ColumnOrder::Date => "By date",
                ColumnOrder::Outlet => "By outlet",
                ColumnOrder::Title => "By headline",
                ColumnOrder::MostMentions => "Most mentions first",
            };
            words.to_owned()
        };
        let all = [ColumnOrder::Date, ColumnOrder::Outlet, ColumnOrder::Title, ColumnOrder::MostMentions];
        choice(ui, "Order of columns", &mut self.columns.order, &all, shown);
        words(ui, view, "Filter articles", &mut self.columns.words);
        let stories = &view.project().stories;
        if !stories.is_empty() {
            let all: Vec<_> = std::iter::once(None).chain(stories.keys().copied().map(Some)).collect();
            let shown = |id: &Option<StoryId>| match id.as_ref() {
                None => "Every story".to_owned(),
                Some(id) => stories.get(id).map(|story| story.title.clone()).unwrap_or_default(),
            };
            choice(ui, "Story", &mut self.columns.story, &all, shown);
            self.rows.story = self.columns.story;
        }
        // Where there is room, they stand there anyway.
        if !self.roomy {
            let wide = ui.add(Button::selectable(self.cells == Cells::Wide, "Words in cells"));
            if wide.on_hover_text("Wider columns, with the words of each state").clicked() {
                self.cells = if self.cells == Cells::Wide { Cells::Fitting } else { Cells::Wide };
            }
        }
    }

    fn counted(&self, ui: &mut Ui, view: &View<'_>) {
        let Some(matrix) = &self.matrix else { return };
        let rows = matrix.rows().iter().filter(|row| matches!(row, RowItem::Thread(_))).count();
        let columns = matrix.columns().len();
        let across = match self.columns.axis {
            Axis::Articles => count(columns, "article", "articles"),
            Axis::Outlets => count(columns, "outlet", "outlets"),
            Axis::Days => count(columns, "day", "days"),
        };
        let coding = coding_of_view(view, self.coding.as_ref());
        let whose = coding_words(&coding, view.session.annotator());
        let more = if self.waiting { " …" } else { "" };
        let rows = count(rows, "shared item", "shared items");
        muted_line(ui, view.theme, format!("{rows} · {across} · {whose} counts{more}"));
    }
}

fn words(ui: &mut Ui, view: &View<'_>, name: &str, typed: &mut String) {
    let hint = RichText::new(name).color(view.theme.muted);
    ui.add(TextEdit::singleline(typed).hint_text(hint).desired_width(space::PAGE / 5.0)).accessible_name(name);
}
