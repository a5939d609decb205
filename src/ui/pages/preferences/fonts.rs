//! The choice of the face that articles are set in.

use crate::session::ReadingFont;
use crate::text::fold;
use crate::ui::fonts::{INTERFACE, OWN};
use crate::ui::pages::picker::{Entry, Picker};
use crate::ui::theme::space;
use crate::ui::widgets::muted;
use crate::ui::{Message, Outbox, View};
use egui::{Popup, PopupCloseBehavior, Ui, WidgetInfo};

/// The button that names the face, and the list under it.
#[derive(Debug, Default)]
pub(super) struct FontChoice {
    /// The families of the system; `None` until they are known.
    families: Option<Vec<String>>,
    picker: Picker,
    /// The families that fit what was typed, by their places.
    fitting: Option<(String, Vec<usize>)>,
}

impl FontChoice {
    /// Takes the names of the system's fonts.
    pub(super) fn set_families(&mut self, families: Vec<String>) {
        self.families = Some(families);
        self.fitting = None;
    }

    /// Shows the choice; gives the face that was picked.
    pub(super) fn show(
        &mut self,
        ui: &mut Ui,
        view: &View<'_>,
        now: &ReadingFont,
        out: &mut Outbox,
    ) -> Option<ReadingFont> {
        let name = name_of(now);
        let button = ui.button(format!("{name}…"));
        button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, format!("Font of the article: {name}")));
        if button.clicked() {
            self.picker = Picker::default();
            out.push(Message::ListFonts);
        }
        let popup = Popup::from_toggle_button_response(&button)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
            .width(space::LIST)
            .show(|ui| {
                let picked = self.list(ui, view);
                if picked.is_some() {
                    ui.close();
                }
                picked
            });
        popup.and_then(|shown| shown.inner)
    }

    fn list(&mut self, ui: &mut Ui, view: &View<'_>) -> Option<ReadingFont> {
        ui.set_width(space::LIST);
        // The list grows once the names are known; its room is there from the start.
        ui.set_min_height(space::LIST);
        self.picker.line(ui, view.theme, "Find a font");
        let own = [ReadingFont::Serif, ReadingFont::Sans];
        let families = self.families.as_deref().unwrap_or_default();
        let wanted = fold(self.picker.query().trim());
        if self.fitting.as_ref().is_none_or(|(query, _)| *query != wanted) {
            let own_names = own.iter().map(name_of);
            let all = own_names.chain(families.iter().cloned()).enumerate();
            let fitting = all.filter(|(_, name)| fold(name).contains(&wanted)).map(|(place, _)| place).collect();
            self.fitting = Some((wanted, fitting));
        }
        let fitting = self.fitting.as_ref().map_or(&[][..], |(_, fitting)| fitting.as_slice());
        let font_at = |row: usize| {
            let place = *fitting.get(row)?;
            let system = || place.checked_sub(own.len()).and_then(|i| families.get(i)).cloned();
            own.get(place).cloned().or_else(|| system().map(ReadingFont::System))
        };
        let entry = |row: usize| {
            let font = font_at(row).unwrap_or_default();
            let detail = if matches!(font, ReadingFont::System(_)) { "" } else { "comes with Byline" };
            Entry { text: name_of(&font), detail: detail.into(), ..Entry::default() }
        };
        let taken = self.picker.list(ui, view.theme, fitting.len(), entry);
        if self.families.is_none() {
            muted(ui, view.theme, "Reading the names of the system's fonts…");
        } else if fitting.is_empty() {
            muted(ui, view.theme, "No font of this name on this computer");
        }
        taken.and_then(font_at)
    }
}

/// What the screen calls a face.
fn name_of(font: &ReadingFont) -> String {
    match font {
        ReadingFont::Serif => OWN.into(),
        ReadingFont::Sans => INTERFACE.into(),
        ReadingFont::System(name) => name.clone(),
    }
}
