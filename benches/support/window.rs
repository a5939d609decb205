//! The window, drawn without a display: logic, layout and tessellation, no pixels.

use super::bars::worked;
use byline::model::ArticleId;
use byline::session::{Preferences, SaveStatus};
use byline::ui::App;
use egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, vec2};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Size of the window, in points.
pub const SIZE: egui::Vec2 = vec2(1440.0, 900.0);

/// A key pressed and released.
pub fn key(key: Key, modifiers: Modifiers) -> Vec<Event> {
    [true, false].map(|pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }).into()
}

/// A window and its context.
pub struct Window {
    /// What eframe would drive.
    pub app: App,
    ctx: Context,
    time: f64,
    /// A worker has something for the window.
    woken: Receiver<()>,
}

impl Window {
    /// A window without a project, whose preferences lie in a folder.
    pub fn new(config: &Path) -> Self {
        let preferences = Preferences { annotator: "ana".into(), ..Preferences::default() };
        let (sender, woken) = channel();
        let wake = Arc::new(move || sender.send(()).unwrap_or_default());
        let app = App::new(preferences, None, wake).with_config(config.to_owned());
        Self { app, ctx: Context::default(), time: 0.0, woken }
    }

    /// A frame with these events; gives the processor time that it took.
    pub fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SIZE)),
            time: Some(self.time),
            focused: true,
            events,
            ..RawInput::default()
        };
        let (app, ctx) = (&mut self.app, self.ctx.clone());
        worked(|| {
            app.logic(&ctx);
            let mut output = ctx.run_ui(input, |ui| app.ui(ui));
            let (shapes, pixels) = (std::mem::take(&mut output.shapes), output.pixels_per_point);
            std::hint::black_box(ctx.tessellate(shapes, pixels).len());
            output.drop_without_applying_deltas();
        })
    }

    /// Opens a project and waits until it is there.
    pub fn open(&mut self, folder: &Path) {
        self.app.open_at_start(folder.to_owned());
        self.settle(1);
        while !self.is_whole() {
            self.wait();
            self.settle(1);
        }
        self.settle(30);
    }

    /// Waits until a worker asks for a frame, as the window does.
    pub fn wait(&self) {
        self.woken.recv_timeout(Duration::from_mins(1)).unwrap();
    }

    /// Frames without events.
    pub fn settle(&mut self, frames: usize) {
        for _ in 0..frames {
            self.frame(Vec::new());
        }
    }

    /// True where a project is open and wholly read.
    pub fn is_whole(&self) -> bool {
        self.app.session().is_some_and(|session| *session.status() != SaveStatus::Opening)
    }

    /// The article in the reader.
    pub fn article(&self) -> Option<ArticleId> {
        self.app.reader().article
    }
}
