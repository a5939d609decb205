//! The eframe shell around the window.

use crate::session::Preferences;
use crate::ui::App;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

/// The window at its first start, in points.
const SIZE: [f32; 2] = [1440.0, 900.0];

/// Smallest window, in points.
const SMALLEST: [f32; 2] = [900.0, 600.0];

/// What eframe drives.
struct Shell(App);

impl eframe::App for Shell {
    fn logic(&mut self, ctx: &egui::Context, _: &mut eframe::Frame) {
        self.0.logic(ctx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _: &mut eframe::Frame) {
        self.0.ui(ui);
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.0.quit();
    }
}

/// Opens the window, on a project where one is named, and stays until it is closed.
pub fn run(project: Option<PathBuf>) -> ExitCode {
    let viewport = egui::ViewportBuilder::default()
        .with_title("Byline")
        .with_app_id("byline")
        .with_inner_size(SIZE)
        .with_min_inner_size(SMALLEST)
        .with_drag_and_drop(true);
    let options = eframe::NativeOptions { viewport, ..eframe::NativeOptions::default() };
    let started = eframe::run_native(
        "Byline",
        options,
        Box::new(move |cc| {
            let ctx = cc.egui_ctx.clone();
            let (preferences, notice) = Preferences::load();
            let mut app = App::new(preferences, notice, Arc::new(move || ctx.request_repaint()));
            if let Some(project) = project {
                app.open_at_start(project);
            }
            Ok(Box::new(Shell(app)))
        }),
    );
    match started {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let text = format!(
                "byline: the window could not be opened: {error}; the commands work without one (byline --help)\n"
            );
            drop(std::io::Write::write_all(&mut std::io::stderr(), text.as_bytes()));
            ExitCode::FAILURE
        }
    }
}
