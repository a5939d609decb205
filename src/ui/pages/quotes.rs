//! The quotes behind a figure: each opens its article.

use super::mentions::open;
use crate::model::{AnnotationId, LayerKey};
use crate::review::{date_of, outlet_of, sentence_around};
use crate::ui::fields::{row_with_end, sign_button};
use crate::ui::theme::space;
use crate::ui::widgets::{coding_of, count, muted, section};
use crate::ui::{Outbox, View};
use egui::{RichText, ScrollArea, Sense, Ui};

/// Height of a quote: two lines and what stands above them, in points.
const HEIGHT: f32 = 64.0;

/// A list of quotes with what they stand behind.
#[derive(Debug, Default)]
pub(crate) struct Quotes {
    title: String,
    all: Vec<(LayerKey, AnnotationId)>,
    open: bool,
}

impl Quotes {
    /// Shows these.
    pub(crate) fn set(&mut self, title: impl Into<String>, all: Vec<(LayerKey, AnnotationId)>) {
        (self.title, self.all, self.open) = (title.into(), all, true);
    }

    /// True while some are shown.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// Draws the list.
    pub(crate) fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let (mut closed, title) = (false, self.title.clone());
        row_with_end(
            ui,
            |ui| closed = sign_button(ui, view.theme, "×", "Close the quotes").clicked(),
            |ui| {
                section(ui, view.theme, title);
            },
        );
        self.open &= !closed;
        muted(ui, view.theme, count(self.all.len(), "quote", "quotes"));
        ScrollArea::vertical().id_salt("quotes").auto_shrink(false).show_rows(
            ui,
            HEIGHT,
            self.all.len(),
            |ui, range| {
                for (key, id) in self.all.get(range).unwrap_or_default() {
                    quote(ui, view, key, *id, out);
                }
            },
        );
    }
}

fn quote(ui: &mut Ui, view: &View<'_>, key: &LayerKey, id: AnnotationId, out: &mut Outbox) {
    let size = egui::vec2(ui.available_width(), HEIGHT);
    ui.allocate_ui(size, |ui| {
        ui.set_min_size(size);
        let (Some(article), Some(annotation)) =
            (view.project().article(key.article), view.project().annotation(key, id))
        else {
            muted(ui, view.theme, "Gone since");
            return;
        };
        let whose = if key.annotator == *view.session.annotator() {
            String::new()
        } else {
            format!(" · {}", coding_of(&key.annotator))
        };
        let place = format!("{} · {}{whose}", outlet_of(article), date_of(article));
        ui.label(RichText::new(place).small().color(view.theme.muted));
        let sentence = sentence_around(article, annotation);
        let mut job = egui::text::LayoutJob::simple(
            sentence.clone(),
            egui::TextStyle::Body.resolve(ui.style()),
            view.theme.text,
            ui.available_width() - space::MEDIUM,
        );
        job.wrap.max_rows = 2;
        let response = ui.add(egui::Label::new(job).sense(Sense::click()));
        let words = annotation.first_words(article.text(), 200);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, format!("Open: {words}")));
        if response.on_hover_text(sentence).clicked() {
            open(view, key, id, out);
        }
    });
}
