//! The whole window, driven without a display: keys, the mouse, and the names that a screen reader hears.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

mod comfort;
mod coverage;
mod exporting;
mod finding;
mod hands;
mod importing;
mod keyboard;
mod linking;
mod mouse;
mod names;
mod pages;
mod saving;
mod suggesting;

use byline::exchange::Pace;
use byline::exchange::export::{ExportOptions, Selection};
use byline::model::{AnnotatorName, Article, ArticleId, Date, IdMaker, Metadata, Project, Revision, default_codebook};
use byline::session::{Preferences, SaveStatus};
use byline::store;
use byline::text::Text;
use byline::ui::App;
use egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect};
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, Node};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Frames that a test waits for a worker at most; 10 ms lie between two.
const PATIENCE: usize = 3_000;

/// A folder of the test's own: a project, and the preferences.
struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// Makes a project with articles as `(title, text)`; the list at the left has them in this order.
    fn new(articles: &[(&str, &str)]) -> Self {
        let home = Self { folder: tempfile::tempdir().unwrap() };
        let mut ids = IdMaker::new(7);
        let mut project = Project::new(ids.make(), "Bridges", default_codebook());
        for (number, (title, text)) in articles.iter().enumerate() {
            let id: ArticleId = ids.make();
            let metadata = Metadata {
                title: (*title).into(),
                outlet: "The Plain".into(),
                published: Date::parse(&format!("2025-11-{:02}", number + 1)),
                ..Metadata::default()
            };
            let file = store::text_file(&metadata, id, 1);
            let article = Article {
                id,
                foreign_id: String::new(),
                metadata,
                attributes: Default::default(),
                stories: Default::default(),
                zones: Vec::new(),
                earlier: Vec::new(),
                current: Revision { text: Text::new(*text), file, since: None },
                extra: Default::default(),
            };
            project.articles.insert_mut(id, Arc::new(article));
        }
        store::create(&home.project(), &project, &ana()).unwrap();
        home
    }

    fn project(&self) -> PathBuf {
        self.folder.path().join("bridges")
    }

    fn config(&self) -> PathBuf {
        self.folder.path().join("config")
    }

    /// A window without a project.
    fn welcome(&self) -> Window {
        let preferences = Preferences { annotator: "ana".into(), ..Preferences::default() };
        Window::new(App::new(preferences, None, Arc::new(|| {})).with_config(self.config()))
    }

    /// A window with the project open.
    fn open(&self) -> Window {
        self.open_for("ana")
    }

    /// A window of somebody's.
    fn open_for(&self, annotator: &str) -> Window {
        let preferences = Preferences { annotator: annotator.into(), ..Preferences::default() };
        let mut app = App::new(preferences, None, Arc::new(|| {})).with_config(self.config());
        app.open_at_start(self.project());
        let mut window = Window::new(app);
        window.wait("the project is open", |app| app.session().is_some());
        window
    }
}

fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

/// The window of a running Byline.
struct Window {
    harness: Harness<'static, App>,
}

impl Window {
    fn new(app: App) -> Self {
        let harness = Harness::builder()
            .with_size([1440.0, 900.0])
            .with_step_dt(1.0 / 60.0)
            .with_max_steps(200)
            .allow_missing_glyphs()
            .build_ui_state(
                |ui: &mut egui::Ui, app: &mut App| {
                    app.logic(ui.ctx());
                    app.ui(ui);
                },
                app,
            );
        Self { harness }
    }

    fn app(&self) -> &App {
        self.harness.state()
    }

    /// Draws frames until something holds; a worker may take its time.
    #[track_caller]
    fn wait(&mut self, what: &str, holds: impl Fn(&App) -> bool) {
        for _ in 0..PATIENCE {
            self.harness.step();
            if holds(self.app()) {
                self.harness.run();
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("waited in vain until {what}: {:?}", self.app());
    }

    #[track_caller]
    fn wait_saved(&mut self) {
        self.wait("everything is saved", |app| app.session().unwrap().status() == &SaveStatus::Saved);
        self.has("Saved");
    }

    /// Presses keys, as a keyboard sends them: `Ctrl+Shift+Right c / w e Enter`.
    #[track_caller]
    fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split(' ') {
            let events = pressed(key);
            self.harness.input_mut().events.extend(events);
            self.harness.step();
            self.harness.run();
        }
        self
    }

    /// Types into whatever has the keyboard.
    fn types(&mut self, text: &str) -> &mut Self {
        self.harness.event(Event::Text(text.into()));
        self.harness.run();
        self
    }

    /// The one widget with this name.
    #[track_caller]
    fn find<'w>(&'w self, name: &'w str) -> Node<'w> {
        self.harness.get_by_label(name)
    }

    /// Fails where no widget has this name.
    #[track_caller]
    fn has(&self, name: &str) {
        assert!(self.harness.query_all_by_label(name).next().is_some(), "nothing is called {name:?}");
    }

    #[track_caller]
    fn lacks(&self, name: &str) {
        assert!(self.harness.query_all_by_label(name).next().is_none(), "something is called {name:?}");
    }

    /// Whether a name has these words in it.
    fn says(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    #[track_caller]
    fn click(&mut self, name: &str) -> &mut Self {
        self.find(name).click();
        self.settle()
    }

    /// Scrolls a widget into view and clicks it.
    #[track_caller]
    fn reach(&mut self, name: &str) -> &mut Self {
        self.find(name).scroll_to_me();
        self.settle();
        self.click(name)
    }

    /// Clicks the widget in front, where several have the name.
    #[track_caller]
    fn click_last(&mut self, name: &str) -> &mut Self {
        self.harness.get_all_by_label(name).last().unwrap().click();
        self.settle()
    }

    /// Long enough that the next click is one of its own.
    fn settle(&mut self) -> &mut Self {
        self.harness.run();
        self.harness.run_steps(40);
        self.harness.run();
        self
    }

    #[track_caller]
    fn place(&self, name: &str) -> Rect {
        self.find(name).rect()
    }

    fn button(&mut self, pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
        self.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
    }

    /// Clicks several times in a row.
    fn clicks(&mut self, pos: Pos2, times: usize) -> &mut Self {
        self.harness.hover_at(pos);
        for _ in 0..times {
            self.button(pos, PointerButton::Primary, true, Modifiers::NONE);
            self.button(pos, PointerButton::Primary, false, Modifiers::NONE);
        }
        self.settle()
    }

    fn right_click(&mut self, pos: Pos2) -> &mut Self {
        self.harness.hover_at(pos);
        self.button(pos, PointerButton::Secondary, true, Modifiers::NONE);
        self.button(pos, PointerButton::Secondary, false, Modifiers::NONE);
        self.settle()
    }

    /// Presses, moves and lets go, with keys held down.
    fn drag(&mut self, from: Pos2, to: Pos2, modifiers: Modifiers) -> &mut Self {
        self.harness.event(Event::ModifiersChanged(modifiers));
        self.harness.hover_at(from);
        self.button(from, PointerButton::Primary, true, modifiers);
        for part in [0.3, 0.7, 1.0] {
            self.harness.hover_at(from + (to - from) * part);
        }
        self.button(to, PointerButton::Primary, false, modifiers);
        self.harness.event(Event::ModifiersChanged(Modifiers::NONE));
        self.settle()
    }

    /// Drops a file or folder on the window.
    fn drop_file(&mut self, path: PathBuf) {
        self.harness.input_mut().dropped_files.push(Arc::new(Dropped(path)));
        self.harness.step();
    }

    /// The title of the article in the reader.
    fn article(&self) -> String {
        let (app, id) = (self.app(), self.app().reader().article.unwrap());
        app.session().unwrap().project().article(id).unwrap().display_title()
    }

    /// Ana's annotations on the open article, as `label:words` in text order.
    fn told(&self) -> Vec<String> {
        let session = self.app().session().unwrap();
        let article = session.project().article(self.app().reader().article.unwrap()).unwrap();
        let layer = session.project().layer(&session.key(article.id));
        let all = layer.map(|layer| layer.in_text_order()).unwrap_or_default();
        all.iter().map(|a| format!("{}:{}", a.label, a.words(article.text()))).collect()
    }

    /// Chooses the face of the article, as the preferences do.
    fn set_font(&mut self, font: byline::session::ReadingFont) {
        self.harness.state_mut().prefer(|preferences| preferences.reading_font = font);
        self.harness.run();
    }

    /// Waits until something on the screen has these words in its name.
    #[track_caller]
    fn wait_words(&mut self, words: &str) {
        for _ in 0..PATIENCE {
            self.harness.step();
            if self.says(words) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("waited in vain for {words:?}");
    }

    /// Closes the window as its close button does.
    fn close(mut self) {
        self.harness.state_mut().close();
    }
}

/// A file that the mouse lets go over the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("a window test drops names only".into())
    }
}

/// What a keyboard sends for a chord, all in one frame.
fn pressed(chord: &str) -> Vec<Event> {
    let mut modifiers = Modifiers::NONE;
    let mut rest = chord;
    loop {
        if let Some(after) = rest.strip_prefix("Ctrl+") {
            (modifiers.ctrl, modifiers.command, rest) = (true, true, after);
        } else if let Some(after) = rest.strip_prefix("Shift+") {
            (modifiers.shift, rest) = (true, after);
        } else if let Some(after) = rest.strip_prefix("Alt+") {
            (modifiers.alt, rest) = (true, after);
        } else {
            break;
        }
    }
    let single = rest.chars().count() == 1;
    let name = if single { rest.to_uppercase() } else { rest.replace("Esc", "Escape") };
    let key = Key::from_name(&name);
    let physical_key = key.filter(|_| single && rest.chars().all(|c| c.is_ascii_digit()));
    let event = |pressed| key.map(|key| Event::Key { key, physical_key, pressed, repeat: false, modifiers });
    let types = single && !modifiers.ctrl && !modifiers.alt;
    let text = if modifiers.shift { rest.to_uppercase() } else { rest.to_owned() };
    let mut events = vec![Event::ModifiersChanged(modifiers)];
    events.extend(event(true));
    events.extend(types.then_some(Event::Text(text)));
    events.extend(event(false));
    events.push(Event::ModifiersChanged(Modifiers::NONE));
    events
}

/// The articles of a saved project, as Byline JSONL has them.
fn exported(project: &Path) -> Vec<Value> {
    let loaded = store::open(project, Some(&ana()), store::Access::ReadOnly).unwrap();
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    let mut bytes = Vec::new();
    let options = ExportOptions::default();
    let selection = Selection::new(&loaded.project, &options);
    byline::exchange::jsonl::write(&selection, &mut bytes, &mut Pace::new(0, &mut |_, _| true)).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).filter(|v: &Value| v.get("text").is_some()).collect()
}

/// The exported article with this title.
fn exported_article(project: &Path, title: &str) -> Value {
    exported(project).into_iter().find(|article| article["title"] == title).unwrap()
}

/// The words of an exported annotation, its fragments with " … " between.
fn exported_words(article: &Value, annotation: &Value) -> String {
    let text: Vec<char> = article["text"].as_str().unwrap().chars().collect();
    let at = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let ranges = annotation["ranges"].as_array().unwrap();
    let words = ranges.iter().map(|range| text[at(&range[0])..at(&range[1])].iter().collect::<String>());
    words.collect::<Vec<_>>().join(" … ")
}

/// All annotations of an exported article as `label:words`, sorted.
fn exported_labels(article: &Value) -> Vec<String> {
    let annotations = article["annotations"].as_array().cloned().unwrap_or_default();
    let told = annotations.iter().map(|a| format!("{}:{}", a["label"].as_str().unwrap(), exported_words(article, a)));
    let mut all: Vec<String> = told.collect();
    all.sort();
    all
}
