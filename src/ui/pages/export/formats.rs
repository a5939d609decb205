//! The list of formats: by what they are for; one stop for Tab, the arrows go through it.

use super::ExportPage;
use crate::exchange::formats::{FORMATS, Format};
use crate::ui::View;
use crate::ui::fields::small_heading;
use crate::ui::theme::space;
use crate::ui::widgets::paint_line;
use egui::{Align2, CornerRadius, EventFilter, Id, Key, Modifiers, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2};

/// What a format is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Tables,
    Corpora,
    Programs,
    People,
}

impl Group {
    const ALL: [Self; 4] = [Self::Tables, Self::Corpora, Self::Programs, Self::People];

    fn name(self) -> &'static str {
        match self {
            Self::Tables => "Byline and tables",
            Self::Corpora => "Corpora and learning",
            Self::Programs => "Other programs",
            Self::People => "For people",
        }
    }

    fn of(format: &Format) -> Self {
        match format.name {
            "jsonl" | "csv" | "xlsx" => Self::Tables,
            "brat" | "conll" | "hf" | "hf-parquet" | "w3c" | "cas-json" | "cas-xmi" => Self::Corpora,
            "html" | "claimreview" => Self::People,
            _ => Self::Programs,
        }
    }
}

/// False for a format that this program was built without.
fn is_built_in(format: &Format) -> bool {
    format.name != "hf-parquet" || cfg!(feature = "parquet")
}

/// The formats that are written, in the order of the list.
pub(super) fn listed() -> Vec<&'static Format> {
    let written = || FORMATS.iter().filter(|format| format.is_written() && is_built_in(format));
    let of = |group: Group| written().filter(move |format| Group::of(format) == group);
    Group::ALL.into_iter().flat_map(of).collect()
}

fn row_id(format: &Format) -> Id {
    Id::unique(("export format", format.name))
}

impl ExportPage {
    /// Draws the list.
    pub(super) fn formats(&mut self, ui: &mut Ui, view: &View<'_>) {
        let listed = listed();
        let mut wanted = None;
        let scroll = ScrollArea::vertical().id_salt("export formats").auto_shrink(false);
        scroll.show(ui, |ui| {
            for group in Group::ALL {
                let mut members = listed.iter().filter(|format| Group::of(format) == group).peekable();
                if members.peek().is_none() {
                    continue;
                }
                small_heading(ui, view.theme, group.name());
                for format in members {
                    if self.row(ui, view, format) {
                        wanted = Some(*format);
                    }
                }
            }
            ui.add_space(space::MEDIUM);
        });
        if std::mem::take(&mut self.wants_focus)
            && let Some(format) = self.format()
        {
            ui.memory_mut(|memory| memory.request_focus(row_id(format)));
        }
        if let Some(step) = self.step(ui, &listed) {
            wanted = Some(step);
        }
        if let Some(format) = wanted {
            self.choose(format);
            ui.memory_mut(|memory| memory.request_focus(row_id(format)));
            self.reveal = true;
        }
    }

    /// Draws a format; true where it was clicked.
    fn row(&mut self, ui: &mut Ui, view: &View<'_>, format: &Format) -> bool {
        let chosen = format.name == self.choice.format;
        let (_, rect) = ui.allocate_space(Vec2::new(ui.available_width() - space::MEDIUM, space::LINE));
        let sense = if chosen { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(rect, row_id(format), sense);
        let (theme, about) = (view.theme, if format.is_folder() { "folder" } else { "" });
        let name = if format.is_folder() { format!("{}, a folder", format.title) } else { format.title.to_owned() };
        response.widget_info(|| egui::WidgetInfo::selected(egui::Role::RadioButton, true, chosen, &name));
        if chosen && std::mem::take(&mut self.reveal) {
            ui.scroll_to_rect(rect, None);
        }
        if ui.is_rect_visible(rect) {
            if chosen || response.hovered() {
                let fill = if chosen { theme.selection } else { theme.raised };
                ui.painter().rect_filled(rect, CornerRadius::same(4), fill);
            }
            if response.has_focus() {
                let stroke = Stroke::new(1.0, theme.accent);
                ui.painter().rect_stroke(rect, CornerRadius::same(4), stroke, StrokeKind::Inside);
            }
            let mut room = rect.shrink2(Vec2::new(space::MEDIUM, 0.0));
            let small = egui::TextStyle::Small.resolve(ui.style());
            let drawn = ui.painter().text(room.right_center(), Align2::RIGHT_CENTER, about, small, theme.muted);
            room.set_right(drawn.left() - space::SMALL);
            let body = egui::TextStyle::Body.resolve(ui.style());
            paint_line(ui, room, format.title, body, theme.text);
        }
        response.on_hover_text(format!("Holds {}", format.writes)).clicked()
    }

    /// The format that an arrow goes to while the chosen one has the keyboard.
    fn step(&self, ui: &Ui, listed: &[&'static Format]) -> Option<&'static Format> {
        let at = listed.iter().position(|format| format.name == self.choice.format)?;
        let id = listed.get(at).map(|format| row_id(format))?;
        if !ui.memory(|memory| memory.has_focus(id)) {
            return None;
        }
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        let pressed = |key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key)).cast_signed();
        let by = pressed(Key::ArrowDown) - pressed(Key::ArrowUp);
        let last = listed.len().saturating_sub(1);
        (by != 0).then(|| listed.get(at.saturating_add_signed(by).min(last)).copied())?
    }
}
