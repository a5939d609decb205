//! The codebook: labels, types of arrows, attributes of articles.

mod arrows;
mod attributes;
mod label;
mod records;
#[cfg(test)]
mod tests;

use super::super::{Outbox, View};
use crate::edit::Change;
use crate::edit::plan::LabelUse;
use crate::model::{AttributeId, Codebook, Color, Label, LabelId, RelationTypeId};
use crate::ui::article_index::Moment;
use crate::ui::fields::{Chosen, Drafts, FieldLook, list_row, value_button};
use crate::ui::theme::space;
use crate::ui::widgets::{empty_state, heading, muted};
use egui::{CollapsingHeader, Panel, RichText, ScrollArea, Ui};
use records::{Added, Field, Home, Typed, Uses, defs, send};
use std::sync::Arc;

/// What the list at the left shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Labels,
    Arrows,
    Article,
}

/// What is chosen, and what waits for an answer.
#[derive(Debug, Default)]
struct Picked {
    label: Option<LabelId>,
    arrow: Option<RelationTypeId>,
    attribute: Option<AttributeId>,
    /// A merge that waits for a yes: from, into.
    merging: Option<(LabelId, LabelId)>,
    /// A color that is being chosen in the picker.
    color: Option<(LabelId, [u8; 3])>,
    /// What was just added: it is chosen once it is there.
    added: Option<Added>,
    /// Why a key was not taken.
    refused: Option<(LabelId, String)>,
}

/// What the editors need.
struct Form<'a, 'v> {
    view: &'a View<'v>,
    drafts: &'a mut Drafts<Typed>,
    uses: &'a Uses,
    out: &'a mut Outbox,
}

/// The page of the codebook.
#[derive(Debug)]
pub struct CodebookPage {
    part: Part,
    picked: Picked,
    drafts: Drafts<Typed>,
    uses: Option<(Moment, Uses)>,
}

/// True where a change can make a part of the codebook more or less used.
fn is_counted(change: &Change) -> bool {
    matches!(change, Change::Annotation(..) | Change::Relation(..) | Change::Thread(..) | Change::Article(..))
}

impl Default for CodebookPage {
    fn default() -> Self {
        Self { part: Part::default(), picked: Picked::default(), drafts: Drafts::new("codebook"), uses: None }
    }
}

impl CodebookPage {
    /// Sends what is being typed; to be called when the page goes away.
    pub fn flush(&mut self, view: &View<'_>, out: &mut Outbox) {
        let typed = self.drafts.flushed();
        self.send(view, typed, out);
    }

    /// Shows the page.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        let moment = Moment::of(view.session);
        // Counting takes a while in a large project: edits of the codebook itself leave the counts as they are.
        let counts = |known: &Moment| {
            *known == moment || known.changes_until(view.session).is_some_and(|mut all| !all.any(is_counted))
        };
        let known = self.uses.take().filter(|(known, _)| counts(known));
        let uses = known.map_or_else(|| Uses::of(view.project()), |(_, uses)| uses);
        self.choose_added(&view.project().codebook);
        heading(ui, view.theme, "Codebook");
        ui.horizontal(|ui| {
            for (name, part) in
                [("Labels", Part::Labels), ("Arrow types", Part::Arrows), ("Article attributes", Part::Article)]
            {
                let chosen = if self.part == part { Chosen::Yes } else { Chosen::No };
                if value_button(ui, view.theme, name, None, chosen).clicked() {
                    self.part = part;
                }
            }
        });
        ui.add_space(space::MEDIUM);
        let frame = egui::Frame::new();
        Panel::left("codebook list").resizable(false).exact_size(space::LIST).frame(frame).show(ui, |ui| {
            ScrollArea::vertical()
                .id_salt("codebook list")
                .auto_shrink(false)
                .show(ui, |ui| self.list(ui, view, &uses));
        });
        let margin = egui::Margin { left: space::LARGE as i8, ..egui::Margin::ZERO };
        egui::CentralPanel::default().frame(frame.inner_margin(margin)).show(ui, |ui| {
            ScrollArea::vertical().id_salt("codebook form").auto_shrink(false).show(ui, |ui| {
                ui.set_max_width((ui.available_width() - space::MEDIUM).min(space::PAGE));
                let form = Form { view, drafts: &mut self.drafts, uses: &uses, out };
                editor(ui, form, self.part, &mut self.picked);
                ui.add_space(space::SECTION);
            });
        });
        self.uses = Some((moment, uses));
        let typed = self.drafts.settled(ui);
        self.send(view, typed, out);
    }

    fn send(&mut self, view: &View<'_>, typed: Vec<(Typed, String)>, out: &mut Outbox) {
        for (target, text) in typed {
            if let (Typed::Label(id, Field::Key), Some(key)) = (&target, text.trim().chars().next()) {
                self.picked.refused = label::refusal(&view.project().codebook, id, key).map(|why| (id.clone(), why));
                if self.picked.refused.is_some() {
                    continue;
                }
            }
            if let Typed::Label(id, Field::Color) = &target
                && Color::parse(text.trim()).is_none()
            {
                out.push(crate::ui::Message::Say(format!("{text:?} is no color; write {}", color_of(view, id))));
                continue;
            }
            self.picked.added = send(view, target, &text, out).or(self.picked.added.take());
        }
    }

    /// Chooses what was just added, once the edit has been made.
    fn choose_added(&mut self, codebook: &Codebook) {
        match self.picked.added.take() {
            Some(Added::Label(id)) if codebook.labels.contains_key(&id) => self.picked.label = Some(id),
            Some(Added::Arrow(id)) if codebook.relation_types.contains_key(&id) => self.picked.arrow = Some(id),
            Some(Added::ArticleAttribute(id)) if codebook.article_attributes.contains_key(&id) => {
                self.picked.attribute = Some(id);
            }
            waiting => self.picked.added = waiting,
        }
    }

    fn list(&mut self, ui: &mut Ui, view: &View<'_>, uses: &Uses) {
        ui.set_max_width(space::LIST - space::MEDIUM);
        ui.spacing_mut().item_spacing.y = space::SMALL / 2.0;
        let codebook = &view.project().codebook;
        let (target, words) = match self.part {
            Part::Labels => {
                self.labels(ui, view, codebook, uses);
                (Typed::NewLabel, "Add a label…")
            }
            Part::Arrows => {
                self.arrows(ui, view, codebook, uses);
                (Typed::NewArrow, "Add an arrow type…")
            }
            Part::Article => {
                self.article(ui, view, codebook, uses);
                (Typed::NewAttribute(Home::Article), "Add an article attribute…")
            }
        };
        ui.add_space(space::MEDIUM);
        self.drafts.field(ui, FieldLook::line(words).hint(words), "", &target);
    }

    fn labels(&mut self, ui: &mut Ui, view: &View<'_>, codebook: &Codebook, uses: &Uses) {
        let all = codebook.ordered();
        if self.picked.label.as_ref().is_none_or(|id| codebook.label(id).is_none()) {
            self.picked.label = all.first().map(|label| label.id.clone());
        }
        let mut row = |ui: &mut Ui, label: &Arc<Label>| {
            let chosen = chosen(self.picked.label.as_ref() == Some(&label.id));
            let total = uses.labels.get(&label.id).map_or(0, LabelUse::total);
            if list_row(ui, view.theme, Some(label), &label.name, &total.to_string(), chosen).clicked() {
                self.picked.label = Some(label.id.clone());
            }
        };
        for label in all.iter().filter(|label| !label.archived) {
            row(ui, label);
        }
        let archived: Vec<_> = all.iter().filter(|label| label.archived).collect();
        fold(ui, view, archived.len(), |ui| archived.iter().for_each(|label| row(ui, label)));
    }

    fn arrows(&mut self, ui: &mut Ui, view: &View<'_>, codebook: &Codebook, uses: &Uses) {
        let mut all: Vec<_> = codebook.relation_types.values().collect();
        all.sort_unstable_by_key(|kind| (kind.archived, kind.order, kind.id.clone()));
        if self.picked.arrow.as_ref().is_none_or(|id| !codebook.relation_types.contains_key(id)) {
            self.picked.arrow = all.first().map(|kind| kind.id.clone());
        }
        let mut row = |ui: &mut Ui, id: &RelationTypeId, name: &str| {
            let chosen = chosen(self.picked.arrow.as_ref() == Some(id));
            if list_row(ui, view.theme, None, name, &uses.arrow(id).to_string(), chosen).clicked() {
                self.picked.arrow = Some(id.clone());
            }
        };
        let (archived, offered): (Vec<_>, Vec<_>) = all.into_iter().partition(|kind| kind.archived);
        for kind in &offered {
            row(ui, &kind.id, &kind.name);
        }
        fold(ui, view, archived.len(), |ui| archived.iter().for_each(|kind| row(ui, &kind.id, &kind.name)));
    }

    fn article(&mut self, ui: &mut Ui, view: &View<'_>, codebook: &Codebook, uses: &Uses) {
        let all = defs(codebook, &Home::Article);
        if self.picked.attribute.as_ref().is_none_or(|id| !codebook.article_attributes.contains_key(id)) {
            self.picked.attribute = all.first().map(|def| def.id.clone());
        }
        let mut row = |ui: &mut Ui, id: &AttributeId, name: &str| {
            let chosen = chosen(self.picked.attribute.as_ref() == Some(id));
            let right = uses.attribute(&Home::Article, id).to_string();
            if list_row(ui, view.theme, None, name, &right, chosen).clicked() {
                self.picked.attribute = Some(id.clone());
            }
        };
        let (archived, offered): (Vec<_>, Vec<_>) = all.into_iter().partition(|def| def.archived);
        for def in &offered {
            row(ui, &def.id, &def.name);
        }
        fold(ui, view, archived.len(), |ui| archived.iter().for_each(|def| row(ui, &def.id, &def.name)));
    }
}

fn chosen(on: bool) -> Chosen {
    if on { Chosen::Yes } else { Chosen::No }
}

fn color_of(view: &View<'_>, id: &LabelId) -> String {
    view.project().codebook.label(id).map_or("#b45309".into(), |label| format!("it as {}", label.color))
}

/// Archived rows, under a fold.
fn fold(ui: &mut Ui, view: &View<'_>, count: usize, rows: impl FnOnce(&mut Ui)) {
    if count > 0 {
        let words = RichText::new(format!("Archived ({count})")).color(view.theme.muted);
        CollapsingHeader::new(words).id_salt("archived").show_unindented(ui, rows);
    }
}

/// The form of what is chosen.
fn editor(ui: &mut Ui, mut form: Form<'_, '_>, part: Part, picked: &mut Picked) {
    let codebook = Arc::clone(&form.view.project().codebook);
    let theme = form.view.theme;
    match part {
        Part::Labels => match picked.label.as_ref().and_then(|id| codebook.label(id)) {
            Some(label) => {
                ui.push_id(label.id.as_str(), |ui| label::editor(ui, &mut form, picked, label));
            }
            None => empty_state(ui, theme, "No labels yet", "Type the name of the first one at the left"),
        },
        Part::Arrows => match picked.arrow.as_ref().and_then(|id| codebook.relation_types.get(id)) {
            Some(kind) => {
                ui.push_id(kind.id.as_str(), |ui| arrows::editor(ui, &mut form, kind));
            }
            None => empty_state(ui, theme, "No arrow types yet", "Type the name of the first one at the left"),
        },
        Part::Article => match picked.attribute.as_ref().and_then(|id| codebook.article_attributes.get(id)) {
            Some(def) => {
                heading(ui, theme, &def.1.name);
                muted(ui, theme, "Every article can have a value; they are columns of the article details");
                ui.push_id(def.1.id.as_str(), |ui| attributes::one(ui, &mut form, &Home::Article, &def.1));
            }
            None => empty_state(ui, theme, "No article attributes yet", "Type the name of the first one at the left"),
        },
    }
}
