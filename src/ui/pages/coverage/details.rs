//! What stands behind a square: the quotes, or the nearest passages of an article that lacks it.

use super::super::mentions::open;
use super::super::reviewed::quoted;
use super::draw::paint_state;
use super::{CoveragePage, Picked};
use crate::model::LinkStance;
use crate::review::{Cell, CellState, Column, Matrix};
use crate::ui::theme::space;
use crate::ui::widgets::{muted, quiet_button, section};
use crate::ui::{Outbox, View};
use egui::{Label, Rect, RichText, ScrollArea, Sense, Ui, Vec2, vec2};

impl CoveragePage {
    pub(super) fn details(&mut self, ui: &mut Ui, view: &View<'_>, matrix: &Matrix, out: &mut Outbox) {
        let Some(picked) = self.picked else { return };
        let coverage = matrix.coverage();
        let Some(thread) = coverage.thread_number(picked.thread) else { return };
        let title = coverage.threads().get(thread).map(|thread| thread.title.clone()).unwrap_or_default();
        ui.horizontal(|ui| {
            muted(ui, view.theme, "Behind the square");
            if quiet_button(ui, "Close").clicked() {
                self.picked = None;
                self.cursor = None;
            }
        });
        ui.add(Label::new(RichText::new(title).strong().color(view.theme.text)).wrap());
        let column = self.cursor.and_then(|(_, column)| matrix.columns().get(column));
        let only = column.and_then(Column::only_article);
        let looked_into = picked.article.and_then(|id| coverage.article_number(id));
        ui.add_space(space::SMALL);
        match (looked_into.or(only), column) {
            (Some(article), _) => {
                if only.is_none() && quiet_button(ui, "Back to all articles").clicked() {
                    self.picked = Some(Picked { article: None, ..picked });
                }
                ScrollArea::vertical().id_salt("behind").auto_shrink(false).show(ui, |ui| {
                    self.article(ui, view, matrix, thread, article, out);
                });
            }
            (None, Some(column)) => self.articles(ui, view, matrix, thread, column),
            (None, None) => drop(muted(ui, view.theme, "Its column is not shown any more")),
        }
    }

    /// The articles of a column with their states; those that mention it first.
    fn articles(&mut self, ui: &mut Ui, view: &View<'_>, matrix: &Matrix, thread: usize, column: &Column) {
        let coverage = matrix.coverage();
        let mut all: Vec<(CellState, usize)> =
            column.articles().map(|article| (coverage.state(thread, article), article)).collect();
        all.sort_unstable();
        section(ui, view.theme, if column.title.is_empty() { "Not known" } else { &column.title });
        ScrollArea::vertical().id_salt("articles behind").auto_shrink(false).show_rows(
            ui,
            space::LINE,
            all.len(),
            |ui, range| {
                for (state, article) in all.get(range).unwrap_or_default() {
                    let Some(facts) = coverage.articles().get(*article) else { continue };
                    let clicked = ui.horizontal(|ui| {
                        sign(ui, view, *state);
                        quiet_button(ui, &facts.title).on_hover_text(state.meaning()).clicked()
                    });
                    if clicked.inner
                        && let Some(picked) = &mut self.picked
                    {
                        picked.article = Some(facts.id);
                    }
                }
            },
        );
    }

    /// One article: the quotes, or what comes nearest.
    fn article(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        matrix: &Matrix,
        thread: usize,
        article: usize,
        out: &mut Outbox,
    ) {
        let coverage = matrix.coverage();
        let cell = coverage.cell(thread, article);
        let Some(facts) = coverage.articles().get(article) else { return };
        let date = facts.published.map_or("date unknown".to_owned(), |date| date.to_string());
        let outlet = if facts.outlet.is_empty() { "Outlet unknown" } else { &facts.outlet };
        ui.add(Label::new(&facts.title).wrap());
        muted(ui, view.theme, format!("{outlet}, {date}"));
        said(ui, view, &cell);
        ui.add_space(space::SMALL);
        for mention in cell.mentions {
            let words = quoted(view, &mention.key, mention.annotation);
            ui.add(Label::new(format!("“{words}”")).wrap());
            ui.horizontal(|ui| {
                let against = mention.stance == LinkStance::Against;
                muted(ui, view.theme, if against { "linked against it" } else { "linked for it" });
                let name = format!("Open “{}”", words.chars().take(40).collect::<String>());
                if ui.button("Open").accessible_name(name).clicked() {
                    open(view, &mention.key, mention.annotation, out);
                }
            });
            ui.add_space(space::SMALL);
        }
        if !cell.state.is_mention()
            && let Some(picked) = self.picked
            && let Some(known) = view.project().article(facts.id)
        {
            self.nearest(ui, view, matrix, picked, (known, cell.state), out);
        }
    }
}

/// The state in words, and why.
fn said(ui: &mut Ui, view: &View<'_>, cell: &Cell<'_>) {
    ui.horizontal_wrapped(|ui| {
        sign(ui, view, cell.state);
        ui.label(RichText::new(cell.state.words()).strong());
        for state in &cell.also {
            muted(ui, view.theme, format!("also {}", state.words()));
        }
    });
    muted(ui, view.theme, cell.state.meaning());
    if !cell.why.is_empty() {
        muted(ui, view.theme, &cell.why);
    }
}

fn sign(ui: &mut Ui, view: &View<'_>, state: CellState) {
    let (rect, _) = ui.allocate_exact_size(vec2(space::BADGE, space::LINE), Sense::hover());
    let square = Rect::from_center_size(rect.center(), Vec2::splat(space::BADGE));
    paint_state(ui, view.theme, square, state, &state.sign().to_string());
}
