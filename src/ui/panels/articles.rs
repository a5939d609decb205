//! The list of articles at the left.

use super::articles_list::{Listing, Order, Query, Sort};
use crate::model::{Article, ArticleId};
use crate::review::{Progress, ProgressState};
use crate::session::Session;
use crate::ui::article_index::ArticleIndex;
use crate::ui::theme::space;
use crate::ui::widgets::{action_button, count, empty_state, muted_line, paint_line, paint_share};
use crate::ui::{Action, Message, Outbox, View};
use egui::{
    ComboBox, EventFilter, FontId, Key, Modifiers, Rect, Response, RichText, ScrollArea, Sense, TextEdit, TextStyle,
    Ui, pos2, vec2,
};
use std::sync::Arc;

/// The list of articles: filter, order, and where its own cursor stands.
#[derive(Debug, Default)]
pub struct ArticlesPanel {
    query: Query,
    listing: Listing,
    cursor: Option<ArticleId>,
    opened: Option<ArticleId>,
    reveal: bool,
    wants_focus: bool,
    offset: f32,
    height: f32,
}

impl ArticlesPanel {
    /// The ids as the list shows them: its filter and order decide what is next and previous.
    pub fn listed(&mut self, session: &Session) -> Arc<[ArticleId]> {
        self.listing.ids(session, &self.query)
    }

    /// Takes the words of all articles, read elsewhere.
    pub(in crate::ui) fn know(&mut self, index: ArticleIndex) {
        self.listing.know(index);
    }

    /// Gives the list the keyboard with the next frame, as F6 does.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }

    /// Draws the list.
    pub fn show(&mut self, ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
        if view.project().articles.is_empty() {
            empty_state(ui, view.theme, "No articles yet", "Add files, a folder, or paste one");
            ui.vertical_centered(|ui| add_buttons(ui, view, out));
            return;
        }
        let ids = self.listed(view.session);
        self.filter_line(ui, view);
        self.order_line(ui, view);
        ui.add_space(space::SMALL);
        egui::Panel::bottom("foot of the articles").frame(egui::Frame::new()).show_separator_line(false).show(
            ui,
            |ui| {
                ui.add_space(space::SMALL);
                muted_line(ui, view.theme, shown_of(ids.len(), view.project().articles.size()));
                ui.horizontal_wrapped(|ui| add_buttons(ui, view, out));
            },
        );
        if ids.is_empty() {
            empty_state(ui, view.theme, "No article fits", "Change the filter or the story");
        } else {
            self.rows(ui, view, &ids, out);
        }
    }

    fn filter_line(&mut self, ui: &mut Ui, view: &View<'_>) {
        let hint = RichText::new("Filter by title, outlet, author, date").color(view.theme.muted);
        let edit = TextEdit::singleline(&mut self.query.filter).hint_text(hint).desired_width(f32::INFINITY);
        let response = ui.add(edit).accessible_name("Filter articles");
        if response.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowDown)) {
            self.wants_focus = true;
        }
    }

    fn order_line(&mut self, ui: &mut Ui, view: &View<'_>) {
        ui.horizontal_wrapped(|ui| {
            let sort = self.query.sort.name();
            let sorts = ComboBox::from_id_salt("sort").selected_text(sort).width(0.0).show_ui(ui, |ui| {
                for sort in Sort::ALL {
                    ui.selectable_value(&mut self.query.sort, sort, sort.name());
                }
            });
            sorts.response.accessible_name("Sort articles by");
            let (arrow, name) = match self.query.order {
                Order::Up => ("⬇", "First to last"),
                Order::Down => ("⬆", "Last to first"),
            };
            if ui.button(arrow).on_hover_text(name).accessible_name("Turn the order around").clicked() {
                self.query.order = if self.query.order == Order::Up { Order::Down } else { Order::Up };
            }
            self.story_filter(ui, view);
        });
    }

    fn story_filter(&mut self, ui: &mut Ui, view: &View<'_>) {
        let stories = &view.project().stories;
        if stories.is_empty() {
            return;
        }
        let chosen = self.query.story.and_then(|id| stories.get(&id)).map_or("All stories", |s| s.title.as_str());
        let combo = ComboBox::from_id_salt("story").selected_text(chosen).truncate().show_ui(ui, |ui| {
            ui.selectable_value(&mut self.query.story, None, "All stories");
            for (id, story) in stories {
                ui.selectable_value(&mut self.query.story, Some(*id), &story.title);
            }
        });
        combo.response.accessible_name("Show articles of the story");
    }

    fn rows(&mut self, ui: &mut Ui, view: &View<'_>, ids: &Arc<[ArticleId]>, out: &mut Outbox) {
        let list =
            ui.interact(ui.available_rect_before_wrap(), ui.scope_id().with("list"), Sense::focusable_noninteractive());
        list.widget_info(|| egui::WidgetInfo::labeled(egui::Role::List, true, "Articles"));
        if std::mem::take(&mut self.wants_focus) {
            list.request_focus();
            // The arrows are the list's only from the frame after that on.
            ui.ctx().request_repaint();
        }
        let row_height = row_height(ui);
        if view.reader.article != self.opened {
            self.opened = view.reader.article;
            self.cursor = self.opened;
            self.reveal = true;
        }
        if list.has_focus() {
            self.keys(ui, &list, ids, rows_in(self.height, row_height), out);
        }
        let mut scroll = ScrollArea::vertical().auto_shrink([false, false]);
        if std::mem::take(&mut self.reveal)
            && let Some(place) = self.cursor.and_then(|id| ids.iter().position(|i| *i == id))
        {
            scroll = scroll.vertical_scroll_offset(self.offset_for(place, row_height));
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let shown = scroll.show_rows(ui, row_height, ids.len(), |ui, range| {
            for id in ids.get(range).unwrap_or_default() {
                let Some(article) = view.project().article(*id) else { continue };
                let progress = self.listing.progress(view.session, *id);
                let at_cursor = list.has_focus() && self.cursor == Some(*id);
                if row(ui, view, article, &progress, at_cursor, row_height).clicked() {
                    self.cursor = Some(*id);
                    out.push(Message::OpenArticle(*id));
                }
            }
        });
        let (offset, height) = (shown.state.clamped_offset().y, shown.inner_rect.height());
        // In another height the row of the cursor stays in view; the first frame may not know the window's yet.
        if (height - self.height).abs() > 1.0 {
            self.reveal = true;
            ui.ctx().request_repaint();
        }
        (self.offset, self.height) = (offset, height);
    }

    /// The scroll offset that brings a row into view and moves as little as possible.
    fn offset_for(&self, place: usize, row_height: f32) -> f32 {
        let top = place as f32 * row_height;
        // Before the first frame the height is not known: the row comes to the top.
        let lowest = (top + row_height - self.height.max(row_height)).max(0.0);
        self.offset.clamp(lowest, top)
    }

    fn keys(&mut self, ui: &Ui, list: &Response, ids: &Arc<[ArticleId]>, page: usize, out: &mut Outbox) {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|m| m.set_focus_lock_filter(list.id, filter));
        let pressed = |key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key));
        let before = self.cursor.and_then(|id| ids.iter().position(|i| *i == id));
        let bottom = ids.len().saturating_sub(1);
        let mut next = before;
        for _ in 0..pressed(Key::ArrowDown) {
            next = Some(next.map_or(0, |n| (n + 1).min(bottom)));
        }
        for _ in 0..pressed(Key::ArrowUp) {
            next = Some(next.map_or(bottom, |n| n.saturating_sub(1)));
        }
        for (key, to) in [
            (Key::PageDown, next.unwrap_or(0).saturating_add(page.max(1)).min(bottom)),
            (Key::PageUp, next.unwrap_or(0).saturating_sub(page.max(1))),
            (Key::Home, 0),
            (Key::End, bottom),
        ] {
            if pressed(key) > 0 {
                next = Some(to);
            }
        }
        if next != before {
            self.cursor = next.and_then(|n| ids.get(n)).copied();
            self.reveal = true;
        }
        if pressed(Key::Enter) > 0
            && let Some(id) = self.cursor
        {
            out.push(Message::OpenArticle(id));
        }
    }
}

fn add_buttons(ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
    for action in [Action::ImportFiles, Action::ImportFolder, Action::PasteArticle] {
        if action_button(ui, view.keys, &action).clicked() {
            out.act(action);
        }
    }
}

fn shown_of(listed: usize, all: usize) -> String {
    if listed == all {
        count(all, "article", "articles")
    } else {
        format!("{listed} of {}", count(all, "article", "articles"))
    }
}

/// Whole rows in a height, both in points.
#[expect(clippy::cast_sign_loss, reason = "neither is negative")]
fn rows_in(height: f32, row_height: f32) -> usize {
    (height / row_height) as usize
}

fn row_height(ui: &Ui) -> f32 {
    2.0 * ui.text_style_height(&TextStyle::Body) + ui.text_style_height(&TextStyle::Small) + 2.0 * space::MEDIUM
}

/// One article: title on two lines at most, outlet and date, how far it is.
fn row(ui: &mut Ui, view: &View<'_>, article: &Article, progress: &Progress, at_cursor: bool, height: f32) -> Response {
    let theme = view.theme;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(article.id.as_str()), Sense::CLICK);
    let title = article.display_title();
    let open = view.reader.article == Some(article.id);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListItem, true, open, &title));
    let about = details(article, progress);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(about.as_str()));
    let ground = if open { Some(theme.selection) } else { (response.hovered() || at_cursor).then_some(theme.raised) };
    if let Some(ground) = ground {
        ui.painter().rect_filled(rect, space::SMALL, ground);
    }
    if at_cursor {
        let stroke = egui::Stroke::new(1.0, theme.accent);
        ui.painter().rect_stroke(rect, space::SMALL, stroke, egui::StrokeKind::Inside);
    }
    let cut = row_contents(ui, view, rect.shrink(space::MEDIUM), &title, article, progress);
    if cut { response.on_hover_text(format!("{title}\n{about}")) } else { response.on_hover_text(about) }
}

/// Paints the words and the bar; true where something was cut.
fn row_contents(ui: &mut Ui, view: &View<'_>, rect: Rect, title: &str, article: &Article, progress: &Progress) -> bool {
    let theme = view.theme;
    let small = TextStyle::Small.resolve(ui.style());
    // On the colour of the open article muted words would be hard to read.
    let open = view.reader.article == Some(article.id);
    let is_done = progress.state == ProgressState::Done;
    let weight = if is_done && !open { theme.muted } else { theme.text };
    let quiet = if open { theme.text } else { theme.muted };
    let mut job =
        egui::text::LayoutJob::simple(title.to_owned(), TextStyle::Body.resolve(ui.style()), weight, rect.width());
    job.wrap.max_rows = 2;
    let galley = ui.painter().layout_job(job);
    let line = ui.text_style_height(&TextStyle::Small);
    let top = rect.center().y - 0.5 * (galley.size().y + line);
    let below =
        Rect::from_min_max(pos2(rect.left(), top + galley.size().y), pos2(rect.right(), top + galley.size().y + line));
    let cut = galley.elided;
    ui.painter().galley(pos2(rect.left(), top), galley, weight);
    let right = progress_mark(ui, view, below, progress, &small);
    let words = outlet_and_date(article);
    let words_rect = below.with_max_x(right - space::MEDIUM);
    paint_line(ui, words_rect, &words, small, quiet) || cut
}

/// The bar of paragraphs read, or a word for the ends of the way, and the number of annotations; gives the left edge.
fn progress_mark(ui: &Ui, view: &View<'_>, line: Rect, progress: &Progress, font: &FontId) -> f32 {
    let theme = view.theme;
    let mut right = line.right();
    let painted = |words: String, color, right: f32| {
        ui.painter().text(pos2(right, line.center().y), egui::Align2::RIGHT_CENTER, words, font.clone(), color).left()
    };
    if progress.annotations > 0 {
        right = painted(progress.annotations.to_string(), theme.muted, right) - space::MEDIUM;
    }
    match progress.state {
        ProgressState::ToDo => right + space::MEDIUM,
        ProgressState::Done => painted("done".into(), theme.good, right),
        ProgressState::InProgress => {
            let width = 2.0 * space::SECTION;
            let at = Rect::from_min_max(
                pos2(right - width, line.center().y - space::SMALL / 2.0),
                pos2(right, line.center().y + space::SMALL / 2.0),
            );
            // Painted, not placed: a widget here would move the next row.
            paint_share(ui, theme, at, progress.share());
            at.left()
        }
    }
}

fn outlet_and_date(article: &Article) -> String {
    let date = article.metadata.published.map(|d| d.to_string()).unwrap_or_default();
    let parts = [article.metadata.outlet.as_str(), date.as_str()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn read_of(progress: &Progress) -> String {
    format!("{} of {} read", progress.read, count(progress.counted, "paragraph", "paragraphs"))
}

fn details(article: &Article, progress: &Progress) -> String {
    let annotations = count(progress.annotations, "annotation", "annotations");
    let about = [outlet_and_date(article), format!("{}: {}", progress.state.name(), read_of(progress)), annotations];
    about.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::{Stage, harness};
    use egui_kittest::kittest::Queryable as _;

    #[test]
    fn a_click_opens_and_the_filter_narrows() {
        let mut window = harness(Stage::harbour(), ArticlesPanel::default(), ArticlesPanel::show);
        window.get_by_label("Boats stay").click();
        window.run();
        let boats = window.state().0.article("Boats stay");
        assert!(matches!(window.state_mut().0.take()[..], [Message::OpenArticle(id)] if id == boats));
        window.get_by_label("Filter articles").click();
        window.run();
        window.get_by_label("Filter articles").type_text("élan");
        window.run();
        assert!(window.query_by_label("Boats stay").is_none());
        window.get_by_label("Élan at the docks");
        window.get_by_label("1 of 3 articles");
    }

    #[test]
    fn arrows_move_and_enter_opens() {
        let mut window = harness(Stage::harbour(), ArticlesPanel::default(), ArticlesPanel::show);
        window.state_mut().1.focus();
        window.run();
        // The list is by date, and the open article stands second.
        window.key_press(Key::ArrowDown);
        window.run();
        window.key_press(Key::Enter);
        window.run();
        let boats = window.state().0.article("Boats stay");
        assert!(matches!(window.state_mut().0.take()[..], [Message::OpenArticle(id)] if id == boats));
        window.key_press(Key::Home);
        window.key_press(Key::Enter);
        window.run();
        let first = window.state().0.article("Élan at the docks");
        assert!(matches!(window.state_mut().0.take()[..], [Message::OpenArticle(id)] if id == first));
    }

    #[test]
    fn an_empty_project_says_what_to_do() {
        let mut window = harness(Stage::new(&[]), ArticlesPanel::default(), ArticlesPanel::show);
        window.get_by_label("No articles yet");
        window.get_by_label("Add files…").click();
        window.run();
        assert!(matches!(window.state_mut().0.take()[..], [Message::Do(Action::ImportFiles)]));
    }

    #[test]
    fn many_articles_cost_only_what_is_on_screen() {
        let titles: Vec<String> = (0..2000).map(|i| format!("Article {i:04}")).collect();
        let articles: Vec<_> = titles.iter().map(|t| (t.as_str(), "", "", "Text.\n")).collect();
        let mut stage = Stage::new(&articles);
        stage.reader.article = Some(stage.article("Article 1500"));
        let mut panel = ArticlesPanel::default();
        panel.query.sort = Sort::Title;
        let window = harness(stage, panel, ArticlesPanel::show);
        let rows = window.query_all_by_label_contains("Article ").count();
        assert!(rows < 40, "{rows} rows were drawn");
        window.get_by_label("Article 1500");
    }
}
