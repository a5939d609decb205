//! What stands behind a figure: the quotes of mentions, and opening one.

use crate::edit::Spot;
use crate::model::{AnnotationId, ArticleId, LayerKey, Project};
use crate::ui::widgets::count;
use crate::ui::{Message, Outbox, View};
use egui::{Button, ScrollArea, Ui};

/// Bytes of a quote that a menu shows.
const QUOTE: usize = 90;

/// Height of a menu of quotes, at most, in points.
const MENU: f32 = 320.0;

/// The words of an annotation on one line.
pub(super) fn quote(project: &Project, key: &LayerKey, id: AnnotationId, most: usize) -> String {
    let (Some(article), Some(annotation)) = (project.article(key.article), project.annotation(key, id)) else {
        return "gone since".into();
    };
    let words = annotation.first_words(article.text(), most);
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.len() + 3 >= most { format!("“{words}…”") } else { format!("“{words}”") }
}

/// Outlet and date of an article, or its title where there is no outlet.
pub(super) fn whence(project: &Project, article: ArticleId) -> String {
    let Some(article) = project.article(article) else { return String::new() };
    let meta = &article.metadata;
    let outlet = if meta.outlet.is_empty() { article.display_title() } else { meta.outlet.clone() };
    let date = meta.published.map_or("no date".to_owned(), |date| date.to_string());
    format!("{outlet}, {date}")
}

/// Opens an article at an annotation.
pub(super) fn open(view: &View<'_>, key: &LayerKey, id: AnnotationId, out: &mut Outbox) {
    let Some(annotation) = view.project().annotation(key, id) else {
        out.push(Message::Say("This annotation is gone since".into()));
        return;
    };
    match annotation.cover() {
        Some(span) => out.push(Message::GoTo(Spot { article: key.article, span })),
        None => out.push(Message::OpenArticle(key.article)),
    }
    out.push(if key.annotator == *view.session.annotator() {
        Message::Pick(id)
    } else {
        Message::LookAt { annotator: key.annotator.clone(), id }
    });
}

/// A figure that opens its quotes: a click on one opens it in its article.
pub(super) fn quotes(
    ui: &mut Ui,
    view: &View<'_>,
    mentions: &[(LayerKey, AnnotationId)],
    name: &str,
    out: &mut Outbox,
) {
    let shown = count(mentions.len(), "mention", "mentions");
    let menu = ui.menu_button(&shown, |ui| {
        ScrollArea::vertical().max_height(MENU).show(ui, |ui| {
            for (key, id) in mentions {
                let words = quote(view.project(), key, *id, QUOTE);
                let line = format!("{words} · {}", whence(view.project(), key.article));
                if ui.add(Button::new(line).frame_when_inactive(false)).clicked() {
                    open(view, key, *id, out);
                    ui.close();
                }
            }
        });
    });
    menu.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{shown}: {name}")));
}
