//! Attributes of a label, of its shared items, or of articles.

use super::Form;
use super::records::{Field, Home, Typed, defs, edit_def, edit_defs, list_of};
use crate::model::{AttributeDef, AttributeKind, Choice};
use crate::ui::Theme;
use crate::ui::fields::{FieldLook, card, form_line, row_with_end, sign_button};
use crate::ui::theme::space;
use crate::ui::widgets::{count, muted};
use egui::{CollapsingHeader, ComboBox, RichText, Ui};

/// The kinds with what the screen calls them.
fn kinds(list: &[Choice]) -> [(&'static str, AttributeKind); 6] {
    [
        ("One of some values", AttributeKind::Choice(list.to_vec())),
        ("Yes or no", AttributeKind::Flag),
        ("Words", AttributeKind::Text),
        ("Date", AttributeKind::Date),
        ("Number", AttributeKind::Number),
        ("Named parts", AttributeKind::Parts(list.to_vec())),
    ]
}

fn kind_name(kind: &AttributeKind) -> &'static str {
    let same = |other: &AttributeKind| std::mem::discriminant(other) == std::mem::discriminant(kind);
    kinds(&[]).into_iter().find(|(_, other)| same(other)).map_or("", |(name, _)| name)
}

/// All attributes of a home, with the archived ones under a fold and a field to add one.
pub(super) fn list(ui: &mut Ui, form: &mut Form<'_, '_>, home: &Home) {
    let all = defs(&form.view.project().codebook, home);
    for def in all.iter().filter(|def| !def.archived) {
        one(ui, form, home, def);
        ui.add_space(space::SMALL);
    }
    let archived: Vec<_> = all.iter().filter(|def| def.archived).collect();
    if !archived.is_empty() {
        let words = format!("Archived attributes ({})", archived.len());
        CollapsingHeader::new(RichText::new(words).color(form.view.theme.muted))
            .id_salt(("archived", format!("{home:?}")))
            .show(ui, |ui| {
                for def in archived {
                    one(ui, form, home, def);
                }
            });
    }
    let name = match home {
        Home::Label(_) => "Add an attribute…",
        Home::Shared(_) => "Add an attribute of the whole…",
        // Those of articles are added in the list at the left.
        Home::Article => return,
    };
    let look = FieldLook::line(name).hint(name).width(space::LIST);
    form.drafts.field(ui, look, "", &Typed::NewAttribute(home.clone()));
}

/// One attribute: name, kind, definition, values.
pub(super) fn one(ui: &mut Ui, form: &mut Form<'_, '_>, home: &Home, def: &AttributeDef) {
    let (view, uses) = (form.view, form.uses.attribute(home, &def.id));
    card(view.theme, view.theme.chrome).show(ui, |ui| {
        ui.set_width(ui.available_width());
        let mut asked = None;
        row_with_end(
            ui,
            |ui| asked = acts(ui, view.theme, home, def, uses),
            |ui| {
                let name = format!("Name of attribute {}", def.name);
                let target = Typed::Attribute(home.clone(), def.id.clone(), Field::Name);
                form.drafts.field(ui, FieldLook::line(&name).width(space::LIST * 0.7), &def.name, &target);
                kind(ui, form, home, def);
            },
        );
        if let Some(act) = asked {
            apply(form, home, def, uses, act);
        }
        if uses > 0 {
            let noun = if *home == Home::Article {
                ("article has it", "articles have it")
            } else {
                ("annotation has it", "annotations have it")
            };
            muted(ui, view.theme, count(uses, noun.0, noun.1));
        }
        let look = format!("Definition of attribute {}", def.name);
        let target = Typed::Attribute(home.clone(), def.id.clone(), Field::Definition);
        form.drafts.field(
            ui,
            FieldLook::lines(&look, 1).hint("What it means, for annotators"),
            &def.definition,
            &target,
        );
        let mut kind = def.kind.clone();
        if let Some(choices) = list_of(&mut kind) {
            values(ui, form, home, def, choices);
        }
    });
}

fn kind(ui: &mut Ui, form: &mut Form<'_, '_>, home: &Home, def: &AttributeDef) {
    let mut current = def.kind.clone();
    let kept = list_of(&mut current).map(|list| list.clone()).unwrap_or_default();
    let salt = format!("{home:?} {:?}", def.id);
    let combo = ComboBox::from_id_salt(("kind", salt)).selected_text(kind_name(&def.kind)).show_ui(ui, |ui| {
        for (name, kind) in kinds(&kept) {
            let chosen = kind_name(&def.kind) == name;
            if ui.selectable_label(chosen, name).clicked() && !chosen {
                edit_def(form.view, home, &def.id, form.out, |def| def.kind = kind);
            }
        }
    });
    combo.response.accessible_name(format!("Kind of attribute {}", def.name));
}

/// What can be done with a whole attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Act {
    Up,
    Down,
    Remove,
    Restore,
}

fn acts(ui: &mut Ui, theme: &Theme, home: &Home, def: &AttributeDef, uses: usize) -> Option<Act> {
    if def.archived {
        let button = ui.button("Restore").on_hover_text("Offer it again");
        return button.accessible_name(format!("Restore attribute {}", def.name)).clicked().then_some(Act::Restore);
    }
    let mut asked = None;
    let deleted = uses == 0 && *home != Home::Article;
    let words = if deleted { "Delete" } else { "Archive" };
    let why = if deleted {
        "Nothing has it".to_owned()
    } else {
        "What has it keeps it; it is not offered any more".to_owned()
    };
    let button = ui.button(words).on_hover_text(why).accessible_name(format!("{words} attribute {}", def.name));
    if button.clicked() {
        asked = Some(Act::Remove);
    }
    if *home != Home::Article {
        for (sign, act, words) in [("⬇", Act::Down, "down"), ("⬆", Act::Up, "up")] {
            if sign_button(ui, theme, sign, &format!("Move attribute {} {words}", def.name)).clicked() {
                asked = Some(act);
            }
        }
    }
    asked
}

fn apply(form: &mut Form<'_, '_>, home: &Home, def: &AttributeDef, uses: usize, act: Act) {
    edit_defs(form.view, home, form.out, |defs| {
        let Some(at) = defs.iter().position(|other| other.id == def.id) else { return };
        match act {
            Act::Up => swap(defs, at, at.checked_sub(1)),
            Act::Down => swap(defs, at, at.checked_add(1)),
            Act::Remove if uses == 0 && *home != Home::Article => {
                defs.remove(at);
            }
            Act::Remove | Act::Restore => {
                if let Some(def) = defs.get_mut(at) {
                    def.archived = act == Act::Remove;
                }
            }
        }
    });
}

/// Exchanges two places where both are there.
fn swap<T>(list: &mut [T], at: usize, other: Option<usize>) {
    if let Some(other) = other.filter(|other| *other < list.len()) {
        list.swap(at, other);
    }
}

/// The values of a choice, or the parts of a structured value.
fn values(ui: &mut Ui, form: &mut Form<'_, '_>, home: &Home, def: &AttributeDef, list: &[Choice]) {
    let theme = form.view.theme;
    let what = if matches!(def.kind, AttributeKind::Parts(_)) { "Parts" } else { "Values" };
    form_line(ui, theme, what, |ui, _| {
        for (at, choice) in list.iter().enumerate() {
            let used = form.uses.choice(home, &def.id, &choice.id);
            let (mut removed, mut moved) = (false, false);
            row_with_end(
                ui,
                |ui| {
                    let kept = if used > 0 { format!(" ({used} keep it)") } else { String::new() };
                    removed = sign_button(ui, theme, "×", &format!("Remove value {}{kept}", choice.name)).clicked();
                    moved = sign_button(ui, theme, "⬆", &format!("Move value {} up", choice.name)).clicked();
                },
                |ui| {
                    let name = format!("Value {} of {}", at + 1, def.name);
                    let target = Typed::Choice(home.clone(), def.id.clone(), choice.id.clone());
                    form.drafts.field(ui, FieldLook::line(&name).width(ui.available_width()), &choice.name, &target);
                },
            );
            if removed || moved {
                edit_def(form.view, home, &def.id, form.out, |def| {
                    let Some(list) = list_of(&mut def.kind) else { return };
                    if removed {
                        list.retain(|other| other.id != choice.id);
                    } else {
                        swap(list, at, at.checked_sub(1));
                    }
                });
            }
        }
        let name = format!("Add to {}…", def.name);
        let look = FieldLook::line(&name).hint("Add…").width(space::LIST * 0.7);
        form.drafts.field(ui, look, "", &Typed::NewChoice(home.clone(), def.id.clone()));
    });
}
