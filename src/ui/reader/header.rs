//! What stands above the text: title, outlet, author, date, address, progress, stories.

use super::style::Metrics;
use crate::model::Article;
use crate::review::{Progress, ProgressState};
use crate::ui::pages::TextsTab;
use crate::ui::theme::space;
use crate::ui::{Message, Outbox, View, widgets};
use egui::{Hyperlink, Label, RichText, Role, Ui, WidgetInfo};

/// Draws the header in a column of its own; gives its height, in points.
pub(super) fn show(
    ui: &mut Ui,
    view: &View<'_>,
    article: &Article,
    metrics: &Metrics,
    progress: &Progress,
    out: &mut Outbox,
) -> f32 {
    let top = ui.min_rect().top();
    let (theme, metadata) = (view.theme, &article.metadata);
    ui.set_width(metrics.column);
    ui.add_space(space::SECTION);
    if !starts_with_title(article) {
        let title = RichText::new(article.display_title()).font(metrics.title()).color(theme.text);
        let heading = ui.add(Label::new(title).wrap());
        heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, article.display_title()));
    }
    let date = metadata.published.map(|date| date.to_string()).unwrap_or_default();
    let printed: Vec<&str> =
        [metadata.outlet.as_str(), &metadata.author, &date].into_iter().filter(|part| !part.is_empty()).collect();
    if !printed.is_empty() {
        widgets::muted(ui, theme, printed.join(" · "));
    }
    for (name, address) in [("", &metadata.url), ("archived: ", &metadata.archived_url)] {
        if !address.is_empty() {
            let words = format!("{name}{}", super::words::shortened(bare(address), 72));
            let link = Hyperlink::from_label_and_url(RichText::new(words).small(), address).open_in_new_tab(true);
            ui.add(link).on_hover_text(address);
        }
    }
    if let Some(words) = crate::ui::pages::texts_words(article) {
        let link = ui.link(RichText::new(words).small()).on_hover_text("What changed between them");
        if link.clicked() {
            out.push(Message::ShowTexts(TextsTab::Compare));
        }
    }
    let stories: Vec<&str> = article
        .stories
        .iter()
        .filter_map(|id| view.project().stories.get(id))
        .map(|story| story.title.as_str())
        .collect();
    let mut line = progress_words(progress);
    if !stories.is_empty() {
        line = format!("{line} · {}", stories.join(" · "));
    }
    ui.add(Label::new(RichText::new(line).small().color(theme.muted)).wrap());
    ui.add_space(space::MEDIUM);
    let rule = ui.available_rect_before_wrap();
    ui.painter().hline(rule.left()..=rule.left() + metrics.column, rule.top(), egui::Stroke::new(1.0, theme.line));
    ui.add_space(space::LARGE);
    ui.min_rect().bottom() - top
}

/// True where the text itself begins with the title, so that it need not stand there twice.
fn starts_with_title(article: &Article) -> bool {
    let Some(first) = article.text().paragraphs().first().copied() else { return false };
    article.text().slice(first).trim() == article.metadata.title.trim()
}

/// The address without what every address has.
fn bare(address: &str) -> &str {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    rest.strip_prefix("www.").unwrap_or(rest).trim_end_matches('/')
}

/// "7 of 12 paragraphs read · done".
fn progress_words(progress: &Progress) -> String {
    let read = match progress.counted {
        0 => "no paragraphs to read".to_owned(),
        1 => format!("{} of 1 paragraph read", progress.read),
        counted => format!("{} of {counted} paragraphs read", progress.read),
    };
    if progress.state == ProgressState::Done { format!("{read} · done") } else { read }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_in_words() {
        let progress = Progress { state: ProgressState::Done, read: 7, counted: 12, annotations: 3 };
        assert_eq!(progress_words(&progress), "7 of 12 paragraphs read · done");
        assert_eq!(bare("https://www.example.org/a/"), "example.org/a");
    }
}
