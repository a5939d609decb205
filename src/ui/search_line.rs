//! What the two places to search from share: the switches beside the line of words.

use super::Theme;
use crate::review::{Bounds, Folding, Form, Query};
use egui::{Button, Response, RichText, TextEdit, Ui};

/// The switches of a query: case and accents, whole words, regular expression. True where one was changed.
pub(crate) fn switches(ui: &mut Ui, theme: &Theme, query: &mut Query) -> bool {
    let mut changed = false;
    let folding = query.folding == Folding::Exact;
    if switch(ui, theme, folding, RichText::new("Aa"), "Match case and accents").clicked() {
        query.folding = if folding { Folding::Folded } else { Folding::Exact };
        changed = true;
    }
    let bounds = query.bounds == Bounds::WholeWords;
    if switch(ui, theme, bounds, RichText::new("ab").underline(), "Whole words").clicked() {
        query.bounds = if bounds { Bounds::Anywhere } else { Bounds::WholeWords };
        changed = true;
    }
    let form = query.form == Form::Regex;
    if switch(ui, theme, form, RichText::new(".*"), "Regular expression").clicked() {
        query.form = if form { Form::Words } else { Form::Regex };
        changed = true;
    }
    changed
}

fn switch(ui: &mut Ui, theme: &Theme, on: bool, sign: RichText, name: &str) -> Response {
    let sign = sign.color(if on { theme.text } else { theme.muted });
    let response = ui.add(Button::selectable(on, sign)).on_hover_text(name).accessible_name(name);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_toggled(on.into()));
    response
}

/// Selects what a line of text holds, so that typing replaces it.
pub(crate) fn select_all(ui: &Ui, field: &Response, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    let mut state = TextEdit::load_state(ui.ctx(), field.id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ui.ctx(), field.id);
}
