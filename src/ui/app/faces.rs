//! The face of the article: read on a worker where it is the system's, and given to egui once.

use super::App;
use super::jobs::Arrived;
use crate::session::ReadingFont;
use crate::ui::fonts::{self, SystemFace};

/// Which faces egui has, and which are on their way.
#[derive(Debug, Default)]
pub(super) struct Faces {
    /// What egui was given last.
    installed: Option<ReadingFont>,
    /// The family of the system that a worker reads.
    reading: Option<String>,
    /// What a worker has read, to be given to egui with the next frame.
    read: Option<SystemFace>,
    /// True once the system's families were asked for.
    listed: bool,
}

impl App {
    /// Follows the preferences: what is there at once, what must be read when a worker has read it.
    pub(super) fn apply_font(&mut self, ctx: &egui::Context) {
        let wanted = &self.preferences.reading_font;
        if self.faces.installed.as_ref() == Some(wanted) {
            if let Some(face) = self.faces.read.take() {
                fonts::install(ctx, wanted, Some(&face));
            }
            return;
        }
        self.faces.read = None;
        // A font of the system follows later; until then the text stands there in Byline's own.
        fonts::install(ctx, wanted, None);
        self.faces.installed = Some(wanted.clone());
        let ReadingFont::System(name) = wanted.clone() else {
            self.faces.reading = None;
            return;
        };
        self.faces.reading = Some(name.clone());
        self.spawn("reading a font", move |reporter| {
            let face = fonts::load(&name);
            reporter.send(Arrived::Face(name, face));
        });
    }

    /// Takes a family that a worker has read, unless another was chosen since.
    pub(super) fn take_face(&mut self, name: &str, face: Result<SystemFace, String>) {
        if self.faces.reading.as_deref() != Some(name) {
            return;
        }
        self.faces.reading = None;
        match face {
            Ok(face) => self.faces.read = Some(face),
            Err(error) => {
                let error = super::super::reader::logic::sentence(&error);
                self.say(format!("{error}; articles are set in {}", fonts::OWN));
            }
        }
    }

    /// Names the system's families for the preferences, once.
    pub(super) fn list_fonts(&mut self) {
        if !std::mem::replace(&mut self.faces.listed, true) {
            self.spawn("listing fonts", |reporter| reporter.send(Arrived::Fonts(fonts::system_families())));
        }
    }
}
