//! The system's file dialogs. They are made here, on the main thread, and waited for on a worker.

use super::super::message::PathQuestion;
use crate::exchange::formats::FORMATS;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::time::Duration;

/// Nobody answers a dialog faster than this: the system had none to show.
pub(super) const AT_ONCE: Duration = Duration::from_millis(500);

/// What a dialog proposes.
#[derive(Clone, Debug, Default)]
pub(super) struct Proposal {
    /// The name of a file to write.
    pub(super) name: String,
    /// The folder to begin in.
    pub(super) folder: PathBuf,
}

/// Shows a dialog; what was chosen comes with the future, nothing where it was closed.
pub(super) fn ask(question: PathQuestion, proposal: &Proposal) -> Pin<Box<dyn Future<Output = Vec<PathBuf>> + Send>> {
    let dialog = rfd::AsyncFileDialog::new();
    let one = |handle: Option<rfd::FileHandle>| handle.map(|h| h.path().to_owned()).into_iter().collect();
    match question {
        PathQuestion::OpenProject => {
            let answer = dialog.set_title("Open a project's folder").pick_folder();
            Box::pin(async move { one(answer.await) })
        }
        PathQuestion::ImportFolder => {
            let answer = dialog.set_title("Add all articles of a folder").pick_folder();
            Box::pin(async move { one(answer.await) })
        }
        PathQuestion::ImportFiles | PathQuestion::NewProjectInputs => {
            let dialog =
                dialog.set_title("Choose articles").add_filter("Articles and annotated articles", &readable_endings());
            let answer = dialog.add_filter("All files", &["*"]).pick_files();
            Box::pin(async move { answer.await.unwrap_or_default().iter().map(|h| h.path().to_owned()).collect() })
        }
        PathQuestion::NewProjectFolder | PathQuestion::SaveProjectAs => {
            let answer = dialog.set_title("Name the project's folder").set_file_name("my_project").save_file();
            Box::pin(async move { one(answer.await) })
        }
        PathQuestion::ExportFile => {
            let dialog = dialog.set_title("Choose the file to write").set_directory(&proposal.folder);
            let answer = dialog.set_file_name(&proposal.name).save_file();
            Box::pin(async move { one(answer.await) })
        }
        PathQuestion::ExportFolder => {
            let dialog = dialog.set_title("Choose the folder to put the export into");
            let answer = dialog.set_directory(&proposal.folder).pick_folder();
            Box::pin(async move { one(answer.await) })
        }
        PathQuestion::ExportJsonl => {
            let answer = dialog.set_title("Export as Byline JSONL").set_file_name("project.jsonl").save_file();
            Box::pin(async move { one(answer.await) })
        }
    }
}

/// Ends of the names of all files that are read.
fn readable_endings() -> Vec<&'static str> {
    let read = FORMATS.iter().filter(|format| format.input.is_some());
    let mut endings: Vec<&str> = read.flat_map(|format| format.extensions.iter().copied()).collect();
    endings.sort_unstable();
    endings.dedup();
    endings
}
