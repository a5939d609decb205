//! Sentences that changed, side by side.

use super::question::Compared;
use crate::edit::Spot;
use crate::model::{Article, LayerKey, Place};
use crate::review::{ChangeKind, SentenceChange, words_line};
use crate::text::{Text, TextSpan};
use crate::ui::reader::words::{label_color, label_name};
use crate::ui::theme::{mix, space};
use crate::ui::widgets::{coding_of, muted};
use crate::ui::{Message, Outbox, Theme, View};
use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, Frame, Label, RichText, Sense, Stroke, TextStyle, Ui};

/// Most changes that are drawn; a text that was rewritten whole is not compared sentence by sentence.
const MOST: usize = 300;

/// Share of a color behind words.
const TINT: f32 = 0.18;

/// All changes; a click on one goes to its place where the newer text is the current one.
pub(super) fn changes(
    ui: &mut Ui,
    view: &View<'_>,
    article: &Article,
    compared: &Compared,
    is_current: bool,
    out: &mut Outbox,
) {
    for (number, change) in compared.report.changes.iter().take(MOST).enumerate() {
        let goes_to = change.new.filter(|_| is_current);
        if one(ui, view, article, compared, change, number, goes_to.is_some(), out)
            && let Some(span) = goes_to
        {
            out.push(Message::GoTo(Spot { article: article.id, span }));
        }
        ui.add_space(space::MEDIUM);
    }
    let rest = compared.report.changes.len().saturating_sub(MOST);
    if rest > 0 {
        muted(ui, view.theme, format!("and {rest} more; byline revisions lists them all"));
    }
}

fn color(theme: &Theme, kind: ChangeKind) -> Color32 {
    match kind {
        ChangeKind::Added => theme.good,
        ChangeKind::Removed => theme.danger,
        ChangeKind::Softened => theme.warning,
        ChangeKind::Firmed => theme.accent,
        ChangeKind::Reworded => theme.muted,
    }
}

/// What happened to a sentence, as the screen names it.
pub(super) fn capital(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "Added",
        ChangeKind::Removed => "Removed",
        ChangeKind::Softened => "Softened",
        ChangeKind::Firmed => "Made firmer",
        ChangeKind::Reworded => "Reworded",
    }
}

#[expect(clippy::too_many_arguments, reason = "one row of one list")]
fn one(
    ui: &mut Ui,
    view: &View<'_>,
    article: &Article,
    compared: &Compared,
    change: &SentenceChange,
    number: usize,
    can_go: bool,
    out: &mut Outbox,
) -> bool {
    let theme = view.theme;
    let mut clicked = false;
    Frame::new().stroke(Stroke::new(1.0, theme.line)).corner_radius(space::SMALL).inner_margin(space::MEDIUM).show(
        ui,
        |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_wrapped(|ui| {
                let line = words_line(&compared.new, change);
                let head = RichText::new(capital(change.kind)).strong().color(color(theme, change.kind));
                let head = ui.add(Label::new(head).sense(if can_go { Sense::CLICK } else { Sense::HOVER }));
                let start =
                    change.new.map(|span| compared.new.slice(span)).or(change.old.map(|span| compared.old.slice(span)));
                let start: String = start.unwrap_or_default().chars().take(60).collect();
                let name = format!("Change {}: {}: {start}", number + 1, change.kind.name());
                head.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, can_go, &name));
                clicked =
                    head.on_hover_text(if can_go { "Go there" } else { "This text is not the current one" }).clicked();
                if !line.is_empty() {
                    muted(ui, theme, line);
                }
            });
            let halves = |ui: &mut Ui, text: &Text, span: Option<TextSpan>, side: Side| match span {
                None => drop(muted(ui, theme, "–")),
                Some(span) => drop(ui.add(Label::new(marked(ui, theme, text, span, change, side)).wrap())),
            };
            ui.columns(2, |columns| {
                if let [left, right] = columns {
                    halves(left, &compared.old, change.old, Side::Old);
                    halves(right, &compared.new, change.new, Side::New);
                }
            });
            for (annotator, id) in &change.annotations {
                let key = LayerKey { annotator: annotator.clone(), article: article.id };
                let Some(annotation) = view.project().annotation(&key, *id) else { continue };
                let codebook = &view.project().codebook;
                ui.horizontal(|ui| {
                    let shade = theme.label_text(label_color(codebook, &annotation.label));
                    ui.label(RichText::new(label_name(codebook, &annotation.label)).color(shade));
                    if annotator != view.session.annotator() {
                        muted(ui, theme, coding_of(annotator));
                    }
                    let lost = matches!(annotation.place, Place::Lost(_));
                    let words = annotation.first_words(article.text(), 160);
                    let words = if lost { format!("lost its place: “{words}”") } else { format!("“{words}”") };
                    let shown = RichText::new(words).color(if lost { theme.warning } else { theme.text });
                    let label = ui.add(Label::new(shown).truncate().sense(Sense::CLICK));
                    if label.clicked() && annotator == view.session.annotator() {
                        out.push(Message::Pick(*id));
                    }
                });
            }
        },
    );
    clicked
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

/// The words of a sentence; those that went are struck through, those that came are underlined.
fn marked(ui: &Ui, theme: &Theme, text: &Text, span: TextSpan, change: &SentenceChange, side: Side) -> LayoutJob {
    let font = TextStyle::Body.resolve(ui.style());
    let plain = TextFormat { font_id: font, color: theme.text, ..TextFormat::default() };
    let (shade, sign) = match side {
        Side::Old => (theme.danger, TextFormat { strikethrough: Stroke::new(1.0, theme.danger), ..plain.clone() }),
        Side::New => (theme.good, TextFormat { underline: Stroke::new(1.0, theme.good), ..plain.clone() }),
    };
    let strong = TextFormat { background: mix(theme.page, shade, TINT), ..sign };
    let mut job = LayoutJob::default();
    let mut at = span.start();
    let words = change.words.iter().map(|pair| if side == Side::Old { pair.old } else { pair.new });
    for words in words.filter_map(|words| words.intersection(span)).filter(|words| !words.is_empty()) {
        if words.start() > at {
            job.append(text.slice(TextSpan::new(at, words.start())), 0.0, plain.clone());
        }
        if words.end() > at {
            job.append(text.slice(TextSpan::new(words.start().max(at), words.end())), 0.0, strong.clone());
            at = words.end();
        }
    }
    job.append(text.slice(TextSpan::new(at, span.end().max(at))), 0.0, plain);
    job
}
