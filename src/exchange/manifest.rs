//! What an export says about itself.

use super::export::{ExportOptions, Names, Selection, Texts};
use super::format::Format;
use super::jsonl;
use super::loss::Loss;
use super::pace::Pace;
use crate::model::Project;
use serde_json::{Value, json};

/// Name of the manifest in a folder; what a file's is called ends with `.manifest.json`.
pub(super) const NAME: &str = "manifest.json";

/// One file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) hash: String,
}

/// The hash of a project: of all that Byline JSONL holds of it.
fn project_hash(project: &Project) -> String {
    let options = ExportOptions::default();
    let mut hasher = blake3::Hasher::new();
    // A hasher takes everything and this pace never stops, so it cannot fail.
    drop(jsonl::write(&Selection::new(project, &options), &mut hasher, &mut Pace::new(0, &mut |_, _| true)));
    format!("blake3:{}", hasher.finalize())
}

/// The manifest: nothing in it depends on when or where it was written.
pub(super) fn manifest(
    selection: &Selection<'_>,
    format: &Format,
    counts: (usize, usize),
    losses: &[Loss],
    files: &[Written],
) -> Vec<u8> {
    let (project, options) = (selection.project(), selection.options());
    let codebook = jsonl::codebook_json(&project.codebook).to_string();
    let named = |names: Vec<String>| if names.is_empty() { json!("all") } else { json!(names) };
    let annotators = options.annotators.iter().map(|name| selection.name(name.as_str()).to_owned()).collect();
    let file = |f: &Written| json!({ "name": f.name, "bytes": f.bytes, "hash": f.hash });
    // An anonymous export does not carry a hash from which a guess of the names could be proved.
    let hash = match options.names {
        Names::Kept => json!(project_hash(project)),
        Names::Anonymous => json!(""),
    };
    let value = json!({
        "program": "Byline", "version": env!("CARGO_PKG_VERSION"), "format": format.name,
        "project": { "id": project.info.id.to_string(), "title": project.info.title, "hash": hash },
        "codebook": {
            "hash": format!("blake3:{}", blake3::hash(codebook.as_bytes())),
            "labels": project.codebook.ordered().iter().map(|l| l.id.to_string()).collect::<Vec<_>>(),
        },
        "articles": counts.0, "annotations": counts.1,
        "annotators": named(annotators),
        "labels": named(options.labels.iter().map(ToString::to_string).collect()),
        "texts": options.texts == Texts::Kept, "anonymous": options.names == Names::Anonymous,
        "settings": options.settings,
        "losses": losses.iter().map(|l| Value::from(l.to_string())).collect::<Vec<_>>(),
        "files": files.iter().map(file).collect::<Vec<_>>(),
    });
    let mut bytes = serde_json::to_vec_pretty(&value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// True for the contents of a manifest that Byline wrote.
pub(super) fn is_ours(contents: &[u8]) -> bool {
    serde_json::from_slice::<Value>(contents).is_ok_and(|value| value.get("program") == Some(&json!("Byline")))
}
