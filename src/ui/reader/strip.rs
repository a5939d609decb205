//! The strip at the reader's foot: what the mode is and what the keys do, the grain, the place.

use super::words::{label_name, relation_name, short_words};
use super::{Edge, Mode};
use crate::edit::plan::unread_paragraphs;
use crate::model::{AnnotationId, Article};
use crate::text::Grain;
use crate::ui::theme::space;
use crate::ui::widgets::{capitalized, count, quiet_button, tooltip};
use crate::ui::{Action, Message, Outbox, View};
use egui::{Align, Button, Frame, Label, Layout, Margin, Panel, RichText, Stroke, Ui, WidgetInfo};

/// Points above and below what stands in the pill of a mode, its line among them.
const PILL_EDGE: f32 = 3.0;

/// What the strip says, and the buttons that do what its keys do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Says {
    words: String,
    /// Words that a click ticks and unticks, with whether they are ticked: the arrows of an offer.
    ticks: Vec<(String, bool)>,
    /// What stands after the ticks.
    tail: &'static str,
    /// The button for Enter.
    enter: Option<&'static str>,
    /// The button for Esc.
    esc: Option<&'static str>,
}

/// Draws the strip at the foot of the panel.
pub(super) fn show(ui: &mut Ui, view: &View<'_>, article: &Article, out: &mut Outbox) {
    if view.preferences.focus_mode && view.reader.mode == Mode::Normal {
        return;
    }
    let frame =
        Frame::new().fill(view.theme.page).inner_margin(Margin::symmetric(space::MEDIUM as i8, space::SMALL as i8));
    let strip = Panel::bottom("reader strip").resizable(false).show_separator_line(false).frame(frame).show(ui, |ui| {
        // As high as with the pill of a mode, so that the text above stays where it is.
        ui.set_min_height(ui.spacing().interact_size.y + 2.0 * PILL_EDGE);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let is_calm = view.reader.mode == Mode::Normal;
            // The hint is worth more than a click saved.
            let wide = is_calm && ui.available_width() > space::PAGE;
            position(ui, view, article);
            grain(ui, view, wide, out);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| mode(ui, view, article, out));
        });
    });
    let edge = strip.response.rect;
    ui.painter().hline(edge.x_range(), edge.top(), Stroke::new(1.0, view.theme.line));
}

/// "3 of 12": the paragraph that the caret is in.
fn position(ui: &mut Ui, view: &View<'_>, article: &Article) {
    let text = article.text();
    let Some(here) = text.index().paragraph_at(view.reader.caret) else { return };
    let all = text.paragraphs().len();
    let words = format!("¶ {} of {all}", here + 1);
    ui.label(RichText::new(words).small().color(view.theme.muted)).on_hover_text("The paragraph that the caret is in");
}

/// What a selection snaps to: all four side by side where there is room, else a menu.
fn grain(ui: &mut Ui, view: &View<'_>, wide: bool, out: &mut Outbox) {
    let current = view.reader.grain;
    let choose = |ui: &mut Ui, grain: Grain, out: &mut Outbox| {
        let action = Action::SetGrain(grain);
        let words = RichText::new(grain_name(grain)).small();
        if ui.selectable_label(current == grain, words).on_hover_text(tooltip(view.keys, &action)).clicked() {
            out.act(action);
            ui.close();
        }
    };
    if wide {
        for grain in Grain::ALL.into_iter().rev() {
            choose(ui, grain, out);
        }
    } else {
        let words = RichText::new(grain_name(current)).small().color(view.theme.muted);
        let menu = ui.menu_button(words, |ui| Grain::ALL.into_iter().for_each(|grain| choose(ui, grain, out)));
        menu.response.on_hover_text("What a selection snaps to");
    }
}

fn grain_name(grain: Grain) -> &'static str {
    match grain {
        Grain::Character => "Character",
        Grain::Word => "Word",
        Grain::Sentence => "Sentence",
        Grain::Paragraph => "Paragraph",
    }
}

fn mode(ui: &mut Ui, view: &View<'_>, article: &Article, out: &mut Outbox) {
    let says = says(view, article);
    let theme = view.theme;
    if view.reader.mode == Mode::Normal {
        let words = RichText::new(says.words).small().color(theme.muted);
        ui.add(Label::new(words).truncate());
        return;
    }
    let pill = Frame::new()
        .fill(theme.raised)
        .stroke(Stroke::new(1.0, theme.accent))
        .corner_radius(space::MEDIUM)
        .inner_margin(Margin::symmetric(space::MEDIUM as i8, (PILL_EDGE - 1.0) as i8));
    pill.show(ui, |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let esc = says.esc.filter(|_| quiet_button_fits(ui));
            for (words, action) in [(esc, Action::Escape), (says.enter, Action::Confirm)] {
                let Some(words) = words else { continue };
                if quiet_button(ui, words).on_hover_text(tooltip(view.keys, &action)).clicked() {
                    out.act(action);
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = space::SMALL;
                let line = ui.add(Label::new(RichText::new(says.words).color(theme.text)).truncate());
                ui.ctx().accesskit_node_builder(line.id, |node| node.set_live(egui::accesskit::Live::Polite));
                ticks(ui, &says.ticks, out);
                if !says.tail.is_empty() && ui.available_width() > 3.0 * space::ROW {
                    ui.add(Label::new(RichText::new(says.tail).small().color(theme.muted)).truncate());
                }
            });
        });
    });
}

/// The arrows of an offer, each ticked and unticked by a click as by its digit; what does not fit is on the text.
fn ticks(ui: &mut Ui, ticks: &[(String, bool)], out: &mut Outbox) {
    for (at, (words, ticked)) in ticks.iter().enumerate() {
        if ui.available_width() < 2.0 * space::ROW {
            ui.label("…").on_hover_text("More arrows are numbered on the text");
            return;
        }
        let mark = if *ticked { "☑" } else { "☐" };
        let button = Button::new(format!("{mark} {} {words}", at + 1)).truncate().frame_when_inactive(false);
        let response = ui.add(button).on_hover_text(format!("Draw this arrow or not ({})", at + 1));
        response.widget_info(|| WidgetInfo::selected(egui::Role::CheckBox, true, *ticked, format!("Arrow: {words}")));
        if response.clicked() {
            out.push(Message::ToggleOffer(at));
        }
    }
}

fn quiet_button_fits(ui: &Ui) -> bool {
    ui.available_width() > 4.0 * space::ROW
}

/// What the mode is and what the keys do.
fn says(view: &View<'_>, article: &Article) -> Says {
    let codebook = &view.project().codebook;
    let words_of = |id: AnnotationId, most| {
        let annotation = view.layer().and_then(|layer| layer.annotations.get(&id));
        annotation.map(|a| short_words(a, article.text(), most)).unwrap_or_default()
    };
    match &view.reader.mode {
        Mode::Normal => Says { words: hint(view), ..Says::default() },
        Mode::AddFragment(id) => {
            let annotation = view.layer().and_then(|layer| layer.annotations.get(id));
            let label = annotation.map_or("annotation".into(), |a| label_name(codebook, &a.label).to_lowercase());
            let words = format!("Adding a fragment to this {label}: select, Enter · Esc leaves");
            Says { words, enter: Some("Add"), esc: Some("Leave"), ..Says::default() }
        }
        Mode::Sticky(label) => {
            let words = format!("Labelling every selection as {} · Esc leaves", label_name(codebook, label));
            Says { words, enter: None, esc: Some("Leave"), ..Says::default() }
        }
        Mode::Offer { offers, ticked, .. } => {
            let most = if offers.len() == 1 { 36 } else { 20 };
            let part = |(i, offer): (usize, &crate::edit::plan::Offer)| {
                let starts = view.reader.current == Some(offer.from);
                let partner = words_of(if starts { offer.to } else { offer.from }, most);
                (partner, ticked.get(i).copied().unwrap_or(true))
            };
            let kind = offers.first().map(|offer| (relation_name(codebook, &offer.kind), offer.from));
            let lead = match kind {
                Some((name, from)) if view.reader.current == Some(from) => capitalized(&name),
                Some((name, _)) => format!("{} this", capitalized(&name)),
                None => String::new(),
            };
            let ticks = offers.iter().enumerate().map(part).collect();
            let tail = "Enter draws, Esc skips";
            Says { words: format!("{lead}:"), ticks, tail, enter: Some("Draw"), esc: Some("Skip") }
        }
        Mode::Relate { origin, typed, .. } => {
            let origin = words_of(*origin, 32);
            let typed = if typed.is_empty() { String::new() } else { format!(" {typed}…") };
            let words = format!("Arrow from “{origin}”: type or click a number{typed} · Esc leaves");
            Says { words, enter: None, esc: Some("Leave"), ..Says::default() }
        }
        Mode::Edge(edge) => {
            let which = if *edge == Edge::Start { "start" } else { "end" };
            let grain = grain_name(view.reader.grain).to_lowercase();
            let words = format!("Moving the {which}: arrows by {grain}, Enter · Esc leaves");
            Says { words, enter: Some("Done"), esc: None, ..Says::default() }
        }
        Mode::Jump { typed, targets } => {
            let found = match targets.len() {
                0 if typed.is_empty() => ", its first letters".to_owned(),
                0 => " · no word in view begins so, Backspace takes a letter back".to_owned(),
                1 => " · found".to_owned(),
                many => format!(" · {many} words: type its number, or more letters"),
            };
            let extends = view.reader.raw_selection().is_some_and(|raw| view.reader.shown != Some(raw));
            let lead = if extends { "Select up to a word" } else { "Jump to a word" };
            let words = format!("{lead}: /{typed}{found} · Esc leaves");
            Says { words, esc: Some("Leave"), ..Says::default() }
        }
        Mode::Attributes { .. } => Says {
            words: "Attributes: digits choose, arrows go on · Esc leaves".into(),
            enter: None,
            esc: Some("Leave"),
            ..Says::default()
        },
        Mode::Finish => {
            Says { words: finish_words(view, article), enter: Some("Finish"), esc: Some("Leave"), ..Says::default() }
        }
    }
}

/// "Marks 5 paragraphs as read and the article as done. Enter".
fn finish_words(view: &View<'_>, article: &Article) -> String {
    match unread_paragraphs(view.project(), &view.session.key(article.id)).len() {
        0 => "Marks the article as done. Enter".into(),
        unread => format!("Marks {} as read and the article as done. Enter", count(unread, "paragraph", "paragraphs")),
    }
}

/// The label keys, while nothing is pending.
fn hint(view: &View<'_>) -> String {
    if view.reader.suggestion.is_some() {
        return "a accept · x reject · Space later · Backspace back · [ ] change its words · Esc leave".into();
    }
    let labels = view.project().codebook.offered().filter_map(|label| Some(format!("{} {}", label.key?, label.name)));
    let labels: Vec<String> = labels.take(6).collect();
    if labels.is_empty() {
        "Labels are made in the codebook".into()
    } else {
        format!("Select, then {}", labels.join(" · "))
    }
}
