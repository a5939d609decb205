//! How the lines look; only those on the screen are drawn.

use super::super::mentions::{open, quote, quotes, whence};
use super::Tab;
use super::lists::{Does, Line, Tone};
use crate::ui::theme::space;
use crate::ui::widgets::{muted_line, quiet_button, sides};
use crate::ui::{Message, Outbox, View};
use egui::{Align, Button, Layout, RichText, ScrollArea, Sense, Stroke, TextStyle, Ui, UiBuilder, vec2};

/// Bytes of a quote that is shown.
const QUOTE: usize = 240;

/// Draws a list; gives what a button is to do.
pub(super) fn lines(ui: &mut Ui, view: &View<'_>, tab: Tab, lines: &[Line], out: &mut Outbox) -> Option<Does> {
    let height = ui.spacing().interact_size.y.max(ui.text_style_height(&TextStyle::Body)) + space::MEDIUM;
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut done = None;
    ScrollArea::vertical().id_salt(("families", tab.name())).auto_shrink(false).show_rows(
        ui,
        height,
        lines.len(),
        |ui, range| {
            let first = range.start;
            for (at, line) in lines.get(range).unwrap_or_default().iter().enumerate() {
                ui.push_id(first + at, |ui| {
                    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
                    let inner = rect.shrink2(vec2(0.0, space::SMALL));
                    let layout = Layout::left_to_right(Align::Center);
                    let mut child = ui.new_child(UiBuilder::new().max_rect(inner).layout(layout));
                    done = self::line(&mut child, view, line, out).or(done.take());
                    if line.is_head() {
                        ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, view.theme.line));
                    }
                });
            }
        },
    );
    done
}

fn line(ui: &mut Ui, view: &View<'_>, line: &Line, out: &mut Outbox) -> Option<Does> {
    let mut done = None;
    match line {
        Line::Head { title, tone, detail, acts } => {
            let color = match tone {
                Tone::Plain => view.theme.muted,
                Tone::Warning => view.theme.warning,
                Tone::Danger => view.theme.danger,
            };
            sides(
                ui,
                out,
                |ui, _| {
                    let title = RichText::new(title).strong().color(view.theme.text);
                    ui.add(egui::Label::new(title).truncate());
                    ui.add(egui::Label::new(RichText::new(detail).color(color)).truncate());
                },
                |ui, _| {
                    for act in acts.iter().rev() {
                        if ui.button(act.name).on_hover_text(&act.about).clicked() {
                            done = Some(act.does.clone());
                        }
                    }
                },
            );
        }
        Line::Article { id, detail, acts } => {
            let article = view.project().article(*id)?;
            sides(
                ui,
                out,
                |ui, out| {
                    ui.add_space(space::LARGE);
                    let words = format!("{} · {}", whence(view.project(), *id), article.display_title());
                    let link = ui.add(Button::new(words).frame_when_inactive(false).truncate());
                    if link.on_hover_text("Open the article").clicked() {
                        out.push(Message::OpenArticle(*id));
                    }
                    muted_line(ui, view.theme, detail);
                },
                |ui, _| {
                    for act in acts.iter().rev() {
                        let button = quiet_button(ui, act.name).on_hover_text(&act.about);
                        let name = format!("{} {}", act.name, article.display_title());
                        if button.accessible_name(name).clicked() {
                            done = Some(act.does.clone());
                        }
                    }
                },
            );
        }
        Line::Quote { what, key, id } => {
            ui.add_space(space::LARGE);
            ui.allocate_ui(vec2(space::ROW + space::LARGE, space::LINE), |ui| muted_line(ui, view.theme, *what));
            let words = quote(view.project(), key, *id, QUOTE);
            let link = ui.add(Button::new(words).frame_when_inactive(false).truncate());
            if link.on_hover_text("Open it in the article").clicked() {
                open(view, key, *id, out);
            }
        }
        Line::Value { value, mentions } => {
            ui.add_space(space::LARGE);
            ui.label(RichText::new(value).color(view.theme.text));
            quotes(ui, view, mentions, value, out);
            if let Some((key, id)) = mentions.first() {
                let words =
                    format!("{} · {}", quote(view.project(), key, *id, QUOTE), whence(view.project(), key.article));
                muted_line(ui, view.theme, words);
            }
        }
    }
    done
}
