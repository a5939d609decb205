//! A window with a project open, driven frame by frame.

use crate::support::bars;
use crate::support::corpus::{self, Dice, Words};
use byline::model::{Annotation, ArticleId, IdMaker, LabelId, Layer, LayerKey, Place, Project, default_codebook};
use byline::session::{Preferences, SaveStatus};
use byline::text::{Text, TextSpan};
use byline::ui::{App, Message};
use egui::{Context, Event, Pos2, RawInput, Rect, Vec2, pos2, vec2};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Size of the window, in points.
pub const SIZE: Vec2 = vec2(1440.0, 900.0);

/// A project of a short note and one article of this size, which comes after it in the list.
pub fn project(bytes: usize, annotations: usize) -> Project {
    let (words, mut dice, mut ids) = (Words::new(), Dice::new(7), IdMaker::new(7));
    let mut project = Project::new(ids.make(), "Made up", default_codebook());
    for (number, (bytes, annotations)) in [(600, 4), (bytes, annotations)].into_iter().enumerate() {
        let (article, layer) = corpus::article(&words, &mut dice, &mut ids, number, bytes, annotations);
        project.layers.insert_mut(LayerKey { annotator: corpus::ana(), article: article.id }, Arc::new(layer));
        project.articles.insert_mut(article.id, Arc::new(article));
    }
    project
}

/// A project of a short note and an article with this text and these claims.
pub fn odd_project(text: String, claims: impl IntoIterator<Item = TextSpan>) -> Project {
    let (words, mut dice, mut ids) = (Words::new(), Dice::new(7), IdMaker::new(7));
    let mut project = Project::new(ids.make(), "Odd", default_codebook());
    let (short, _) = corpus::article(&words, &mut dice, &mut ids, 0, 600, 0);
    let (mut long, _) = corpus::article(&words, &mut dice, &mut ids, 1, 600, 0);
    let text = Text::new(text);
    let mut layer = Layer::new(text.hash());
    for claim in claims {
        let place = Place::at(&text, [claim]);
        let annotation = Annotation::new(ids.make(), LabelId::parse("claim").unwrap(), place);
        layer.annotations.insert_mut(annotation.id, Arc::new(annotation));
    }
    long.current.text = text;
    project.layers.insert_mut(LayerKey { annotator: corpus::ana(), article: long.id }, Arc::new(layer));
    for article in [short, long] {
        project.articles.insert_mut(article.id, Arc::new(article));
    }
    project
}

/// A window without a display.
pub struct Desk {
    /// What eframe would drive.
    pub app: App,
    /// The article under test.
    pub article: ArticleId,
    /// Size of the window, in points.
    pub size: Vec2,
    ctx: Context,
    time: f64,
    /// Shapes of the last frame, for telling whether something was left out.
    pub shapes: usize,
}

impl Desk {
    /// Opens a project and its longest article.
    pub fn open(folder: &Path, config: &Path) -> Self {
        let mut desk = Self::closed(folder, config);
        desk.show();
        desk.settle(20);
        desk
    }

    /// Opens a project, with its shortest article in the reader.
    pub fn closed(folder: &Path, config: &Path) -> Self {
        let preferences = Preferences { annotator: "ana".into(), ..Preferences::default() };
        let mut app = App::new(preferences, None, Arc::new(|| {})).with_config(config.to_owned());
        app.open_at_start(folder.to_owned());
        let (ctx, article) = (Context::default(), byline::model::Id::from_bits(0));
        let mut desk = Self { app, article: ArticleId(article), size: SIZE, ctx, time: 0.0, shapes: 0 };
        while desk.app.session().is_none_or(|session| *session.status() == SaveStatus::Opening) {
            desk.frame(Vec::new());
            std::thread::sleep(Duration::from_millis(5));
        }
        let articles = &desk.app.session().unwrap().project().articles;
        let by_length = |longest: bool| {
            let all = articles.values().map(|a| (a.text().len(), a.id));
            if longest { all.max() } else { all.min() }.unwrap().1
        };
        let (short, long) = (by_length(false), by_length(true));
        desk.article = long;
        desk.app.send(Message::OpenArticle(short));
        desk.settle(5);
        desk
    }

    /// Opens the article; gives the time until it was drawn.
    pub fn show(&mut self) -> Duration {
        self.app.send(Message::OpenArticle(self.article));
        let mut taken = self.frame(Vec::new());
        while self.app.reader().article != Some(self.article) {
            taken += self.frame(Vec::new());
        }
        taken
    }

    /// A frame with these events; gives its processor time.
    pub fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(self.time),
            focused: true,
            events,
            ..RawInput::default()
        };
        let (app, ctx) = (&mut self.app, self.ctx.clone());
        let (mut output, mut input) = (None, Some(input));
        let taken = bars::worked(|| {
            app.logic(&ctx);
            let mut drawn = ctx.run_ui(input.take().unwrap_or_default(), |ui| app.ui(ui));
            let shapes = std::mem::take(&mut drawn.shapes);
            self.shapes = shapes.len();
            std::hint::black_box(ctx.tessellate(shapes, drawn.pixels_per_point).len());
            output = Some(drawn);
        });
        if let Some(output) = output {
            output.drop_without_applying_deltas();
        }
        taken
    }

    /// Frames without events.
    pub fn settle(&mut self, frames: usize) {
        for _ in 0..frames {
            self.frame(Vec::new());
        }
    }

    /// Makes any annotation current.
    pub fn pick(&mut self, dice: &mut Dice) {
        let session = self.app.session().unwrap();
        let layer = session.project().layer(&session.key(self.article)).unwrap();
        let id = *layer.annotations.keys().nth(dice.below(layer.annotations.size())).unwrap();
        self.app.send(Message::Pick(id));
    }

    /// Brings the middle of the article into view.
    pub fn go_to_middle(&mut self) {
        let session = self.app.session().unwrap();
        let text = session.project().article(self.article).unwrap().text();
        let middle = text.paragraphs().get(text.paragraphs().len() / 2).map(|p| p.start()).unwrap_or_default();
        let spot = byline::edit::Spot { article: self.article, span: TextSpan::caret(middle) };
        self.app.send(Message::GoTo(spot));
        for _ in 0..10 {
            self.frame(Vec::new());
        }
    }

    /// A place in the middle of the words.
    pub fn center(&self) -> Pos2 {
        pos2(self.size.x * 0.5, self.size.y * 0.5)
    }
}
