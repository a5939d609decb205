//! Finding a command, and finding an article.

use super::fuzzy::{Rank, rank};
use super::picker::{Entry, Picker};
use crate::model::{ArticleId, Codebook};
use crate::text::fold;
use crate::ui::article_index::{ArticleIndex, Moment};
use crate::ui::theme::space;
use crate::ui::widgets::{Stay, muted, popup};
use crate::ui::{Action, KeyMap, Message, Outbox, Popup, Theme, View};
use std::collections::BTreeMap;

/// Finds a command by its name and runs it. Make a new one each time it opens.
#[derive(Debug, Default)]
pub struct Palette {
    picker: Picker,
}

struct Command {
    action: Action,
    text: String,
    folded: String,
    tooltip: String,
}

impl Palette {
    /// Draws the palette; `codebook` is that of the open project, where there is one. Closing it sends
    /// [`Message::Toggle`], and then what was chosen follows.
    pub fn show(
        &mut self,
        ctx: &egui::Context,
        codebook: Option<&Codebook>,
        keys: &KeyMap,
        theme: &Theme,
        out: &mut Outbox,
    ) {
        let (taken, stay) = popup(ctx, "Commands", space::PAGE * 0.75, |ui| {
            self.picker.line(ui, theme, "Find a command");
            let fitting = fitting(codebook, self.picker.query());
            if fitting.is_empty() {
                muted(ui, theme, "No command has these letters");
            }
            let entry = |place: usize| fitting.get(place).map_or_else(Entry::default, |c| c.entry(keys));
            let taken = self.picker.list(ui, theme, fitting.len(), entry)?;
            fitting.get(taken).map(|command| command.action.clone())
        });
        if taken.is_some() || stay == Stay::Close {
            out.push(Message::Toggle(Popup::Palette));
        }
        if let Some(action) = taken {
            out.act(action);
        }
    }
}

impl Command {
    fn new(action: Action, text: String) -> Self {
        let tooltip = action.info().tooltip;
        Self { folded: fold(&text), text, tooltip, action }
    }

    fn entry(&self, keys: &KeyMap) -> Entry {
        Entry { text: self.text.clone(), detail: keys.shortcut(&self.action), tooltip: self.tooltip.clone() }
    }
}

/// All commands that fit, the best first; with nothing typed, the labels and then the window's own.
fn fitting(codebook: Option<&Codebook>, query: &str) -> Vec<Command> {
    let query = fold(query);
    let labels = codebook.into_iter().flat_map(Codebook::offered).flat_map(|label| {
        let name = label.name.to_lowercase();
        [
            Command::new(Action::Label(label.id.clone()), format!("Label as {name}")),
            Command::new(Action::StickyLabel(label.id.clone()), format!("Keep labelling as {name}")),
        ]
    });
    // Moving by one character is what arrows are for: it comes last.
    let (moves, others): (Vec<_>, Vec<_>) = Action::fixed()
        .into_iter()
        .filter(|a| !matches!(a, Action::Palette | Action::Escape | Action::Confirm))
        .partition(|a| matches!(a, Action::Move(_) | Action::Extend(_)));
    let fixed = others.into_iter().chain(moves).map(|action| {
        let text = action.info().text;
        Command::new(action, text)
    });
    let mut ranked: Vec<(Rank, Command)> =
        labels.chain(fixed).filter_map(|c| Some((rank(&c.folded, &query)?, c))).collect();
    if !query.trim().is_empty() {
        ranked.sort_by_key(|(rank, _)| *rank);
    }
    ranked.into_iter().map(|(_, command)| command).collect()
}

/// Finds an article by title, outlet, author or date and opens it. Make a new one each time it opens.
#[derive(Debug, Default)]
pub struct ArticleFinder {
    picker: Picker,
    index: ArticleIndex,
    fitting: Option<(Moment, String, Vec<ArticleId>)>,
}

impl ArticleFinder {
    /// Draws the finder. Closing it sends [`Message::Toggle`], and then [`Message::OpenArticle`] follows.
    pub fn show(&mut self, ctx: &egui::Context, view: &View<'_>, out: &mut Outbox) {
        let theme = view.theme;
        let (taken, stay) = popup(ctx, "Articles", space::PAGE, |ui| {
            self.picker.line(ui, theme, "Find an article by title, outlet, author, date");
            self.search(view);
            let fitting = self.fitting.as_ref().map_or(&[][..], |(_, _, ids)| ids.as_slice());
            if fitting.is_empty() {
                muted(ui, theme, "No article fits");
            }
            let entry = |place: usize| fitting.get(place).map_or_else(Entry::default, |id| entry(view, *id));
            let taken = self.picker.list(ui, theme, fitting.len(), entry)?;
            fitting.get(taken).copied()
        });
        if taken.is_some() || stay == Stay::Close {
            out.push(Message::Toggle(Popup::Articles));
        }
        if let Some(id) = taken {
            out.push(Message::OpenArticle(id));
        }
    }

    /// With nothing typed the articles come as the list has them; else titles that fit best come first.
    fn search(&mut self, view: &View<'_>) {
        let query = fold(self.picker.query());
        let moment = Moment::of(view.session);
        if self.fitting.as_ref().is_some_and(|(m, q, _)| *m == moment && *q == query) {
            return;
        }
        self.index.update(view.session);
        let mut place: BTreeMap<ArticleId, usize> = view.listed.iter().enumerate().map(|(i, id)| (*id, i)).collect();
        for id in view.project().articles.keys() {
            let last = place.len();
            place.entry(*id).or_insert(last);
        }
        // A title that fits by its letters is found even where the words are not whole.
        let fits = |(id, place): (ArticleId, usize)| {
            let by_title = rank(self.index.title(id), &query);
            let by_words = self.index.holds(id, &query).then_some(2);
            let best = by_title.map(|r| r.0).into_iter().chain(by_words).min()?;
            Some(((if query.is_empty() { 0 } else { best }, place), id))
        };
        let mut fitting: Vec<_> = place.into_iter().filter_map(fits).collect();
        fitting.sort_unstable();
        self.fitting = Some((moment, query, fitting.into_iter().map(|(_, id)| id).collect()));
    }
}

fn entry(view: &View<'_>, id: ArticleId) -> Entry {
    let Some(article) = view.project().article(id) else { return Entry::default() };
    let date = article.metadata.published.map(|d| d.to_string()).unwrap_or_default();
    let parts = [article.metadata.outlet.as_str(), date.as_str()];
    let detail = parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ");
    Entry { text: article.display_title(), detail, tooltip: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LabelId;
    use crate::ui::testing::{Stage, harness};
    use egui::Key;
    use egui_kittest::kittest::Queryable as _;

    fn show_palette(palette: &mut Palette, ui: &mut egui::Ui, view: &View<'_>, out: &mut Outbox) {
        palette.show(ui.ctx(), Some(&view.project().codebook), view.keys, view.theme, out);
    }

    fn show_finder(finder: &mut ArticleFinder, ui: &mut egui::Ui, view: &View<'_>, out: &mut Outbox) {
        finder.show(ui.ctx(), view, out);
    }

    #[test]
    fn a_command_is_found_and_run() {
        let mut window = harness(Stage::harbour(), Palette::default(), show_palette);
        window.get_by_label("Find a command").type_text("label claim");
        window.run();
        window.get_by_label("Label as claim");
        window.key_press(Key::Enter);
        window.run();
        let claim = LabelId::parse("claim").unwrap();
        let messages = window.state_mut().0.take();
        assert!(
            matches!(&messages[..2], [Message::Toggle(Popup::Palette), Message::Do(Action::Label(id))] if *id == claim),
            "{messages:?}"
        );
    }

    #[test]
    fn arrows_choose_and_escape_closes() {
        let mut window = harness(Stage::harbour(), Palette::default(), show_palette);
        window.get_by_label("Find a command").type_text("next a");
        window.run();
        window.key_press(Key::ArrowDown);
        window.key_press(Key::Enter);
        window.run();
        let messages = window.state_mut().0.take();
        assert!(matches!(messages[1], Message::Do(Action::NextAnnotation)), "{messages:?}");
        window.key_press(Key::Escape);
        window.run();
        assert!(matches!(window.state_mut().0.take()[0], Message::Toggle(Popup::Palette)));
    }

    #[test]
    fn an_article_is_found_whatever_its_accents() {
        let mut window = harness(Stage::harbour(), ArticleFinder::default(), show_finder);
        window.get_by_label_contains("Find an article").type_text("elan dock");
        window.run();
        assert!(window.query_by_label("Boats stay").is_none());
        window.get_by_label("Élan at the docks").click();
        window.run();
        let wanted = window.state().0.article("Élan at the docks");
        let messages = window.state_mut().0.take();
        assert!(
            matches!(messages[..2], [Message::Toggle(Popup::Articles), Message::OpenArticle(id)] if id == wanted),
            "{messages:?}"
        );
    }
}
