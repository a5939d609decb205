//! What `new` and `import` share: reading inputs, and telling what came of it.

use super::console::{Console, Failure, count};
use crate::edit::PlanContext;
use crate::exchange::articles::ColumnMap;
use crate::exchange::formats::{Input, format_named, readable_formats};
use crate::exchange::gather::{Gathered, Gravity, Request, gather};
use crate::exchange::jsonl::{CodebookPolicy, LabelPolicy, UnknownLabels};
use crate::model::{ArticleId, Codebook, LabelId};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// How inputs are read: what `new` and `import` take alike.
#[derive(Debug, clap::Args)]
pub(super) struct Reading {
    /// Read all inputs as this format (byline formats lists them)
    #[arg(long)]
    format: Option<String>,
    /// Which columns of tables of articles are which, as text=Body,title=Headline; the others are guessed
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    columns: Option<String>,
    /// A label of the inputs is LABEL here; with nothing after the =, its annotations are left out. May be given several times
    #[arg(long, value_name = "NAME=LABEL")]
    map: Vec<String>,
    /// What becomes of other labels that the project lacks
    #[arg(long, value_enum, default_value_t = Unknown::Add)]
    unknown: Unknown,
}

/// What becomes of labels that the project lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Unknown {
    /// They are added to the codebook
    Add,
    /// Their annotations are left out
    Skip,
}

impl Reading {
    /// What to read, and as what. Labels that `--map` leads to must be in the codebook, where one is given.
    pub(super) fn request(
        &self,
        inputs: &[PathBuf],
        policy: CodebookPolicy,
        codebook: Option<&Codebook>,
    ) -> Result<Request, Failure> {
        let others = match self.unknown {
            Unknown::Add => UnknownLabels::Added,
            Unknown::Skip => UnknownLabels::Skipped,
        };
        let labels = LabelPolicy { map: self.mapped(codebook)?, others };
        let input = input_named(self.format.as_deref())?;
        let columns = ColumnMap::parse(self.columns.as_deref().unwrap_or_default())
            .map_err(|error| Failure::usage(format!("--columns: {error}")))?;
        Ok(Request { inputs: inputs.to_vec(), input, codebook: policy, labels, columns, ..Request::default() })
    }

    fn mapped(&self, codebook: Option<&Codebook>) -> Result<BTreeMap<String, Option<LabelId>>, Failure> {
        let mut map = BTreeMap::new();
        for pair in &self.map {
            // A label's id has no equals sign; its name elsewhere may.
            let (name, label) = pair
                .rsplit_once('=')
                .filter(|(name, _)| !name.is_empty())
                .ok_or_else(|| Failure::usage(format!("--map takes NAME=LABEL, not {pair:?}")))?;
            let id = match label {
                "" => None,
                label => Some(known_label(label, codebook)?),
            };
            map.insert(name.to_owned(), id);
        }
        Ok(map)
    }
}

fn known_label(name: &str, codebook: Option<&Codebook>) -> Result<LabelId, Failure> {
    let id = LabelId::parse(name).ok_or_else(|| Failure::usage(format!("{name:?} cannot be a label's id")))?;
    match codebook {
        Some(codebook) if !codebook.labels.contains_key(&id) => {
            let names: Vec<&str> = codebook.labels.keys().map(LabelId::as_str).collect();
            Err(Failure::new(format!("the project has no label {name:?}; it has {}", names.join(", "))))
        }
        _ => Ok(id),
    }
}

/// What the inputs are read as, from `--format`.
fn input_named(format: Option<&str>) -> Result<Option<Input>, Failure> {
    let Some(name) = format else { return Ok(None) };
    let input = format_named(name).and_then(|format| format.input);
    let wrong = || {
        Failure::usage(format!(
            "no format that is read is called {name:?}; take one of {}",
            readable_formats().join(", ")
        ))
    };
    input.map(Some).ok_or_else(wrong)
}

/// Reads all inputs, and says what could not be read, what was there already, and what became of unknown labels.
pub(super) fn read_inputs(cx: &mut PlanContext<'_>, request: &Request, console: &mut Console<'_>) -> Gathered {
    let gathered = gather(cx, request, &|_| {}, &AtomicBool::new(false));
    for problem in &gathered.problems {
        let gravity = match problem.gravity {
            Gravity::Notice => "note",
            Gravity::LeftOut => "left out",
            Gravity::Failed => "could not be read",
        };
        console.say(format!("{gravity}: {problem}"));
    }
    for same_file in gathered.duplicates.chunk_by(|a, b| a.file == b.file) {
        let Some(first) = same_file.first() else { continue };
        let what = match same_file.len() {
            1 => format!("already there as article {}", first.of),
            many => format!("{many} articles are already there"),
        };
        console.say(format!("{what}: {}", first.file.display()));
    }
    for met in met_labels(request, &gathered) {
        let annotations = count(met.annotations, "annotation");
        console.say(match &met.became {
            Became::Added(id) => {
                format!("note: label {:?} ({annotations}) is new here and was added as {id}", met.name)
            }
            Became::Mapped(id) => format!("note: label {:?} ({annotations}) became {id}", met.name),
            Became::LeftOut => format!("left out: label {:?} ({annotations})", met.name),
        });
    }
    for name in request.labels.map.keys().filter(|name| !gathered.chosen_labels.contains_key(*name)) {
        console.say(format!("note: --map names a label that no annotation has: {name:?}"));
    }
    gathered
}

/// A label of the inputs that the project lacks, or that `--map` names.
struct Met<'g> {
    name: &'g str,
    annotations: usize,
    became: Became,
}

enum Became {
    Added(LabelId),
    Mapped(LabelId),
    LeftOut,
}

fn met_labels<'g>(request: &Request, gathered: &'g Gathered) -> Vec<Met<'g>> {
    let chosen = gathered.chosen_labels.iter().map(|(name, annotations)| {
        let label = request.labels.map.get(name).cloned().flatten();
        Met { name, annotations: *annotations, became: label.map_or(Became::LeftOut, Became::Mapped) }
    });
    let others = gathered.unknown_labels.iter().map(|(name, annotations)| {
        let id = LabelId::parse(name).or_else(|| LabelId::from_typed(name));
        let added = id.filter(|_| request.labels.others == UnknownLabels::Added);
        Met { name, annotations: *annotations, became: added.map_or(Became::LeftOut, Became::Added) }
    });
    chosen.chain(others).collect()
}

/// What was read, as the one JSON value of a command.
pub(super) fn summary(project: &Path, request: &Request, gathered: &Gathered) -> Map<String, Value> {
    let articles: Vec<Value> = gathered
        .imported
        .articles
        .iter()
        .zip(&gathered.sources)
        .map(|(a, file)| json!({ "id": a.id.as_str(), "title": a.display_title(), "file": file.display().to_string() }))
        .collect();
    let duplicates: Vec<Value> = gathered
        .duplicates
        .iter()
        .map(|d| json!({ "file": d.file.display().to_string(), "article": d.of.as_str() }))
        .collect();
    let revised: Vec<Value> = gathered
        .revised
        .iter()
        .map(|d| json!({ "file": d.file.display().to_string(), "article": d.of.as_str() }))
        .collect();
    let problems: Vec<Value> = gathered
        .problems
        .iter()
        .map(|p| {
            let gravity = match p.gravity {
                Gravity::Notice => "notice",
                Gravity::LeftOut => "left_out",
                Gravity::Failed => "failed",
            };
            json!({ "file": p.file.display().to_string(), "problem": p.what, "gravity": gravity })
        })
        .collect();
    let labels = met_labels(request, gathered).into_iter().map(|met| {
        let (how, label) = match met.became {
            Became::Added(id) => ("added", id.to_string()),
            Became::Mapped(id) => ("mapped", id.to_string()),
            Became::LeftOut => ("left_out", String::new()),
        };
        json!({ "name": met.name, "annotations": met.annotations, "became": how, "label": label })
    });
    let mut map = Map::new();
    map.insert("project".into(), project.display().to_string().into());
    map.insert("articles".into(), articles.into());
    map.insert("annotations".into(), gathered.annotations.into());
    map.insert("known_annotations".into(), gathered.known_annotations.into());
    map.insert("skipped_annotations".into(), gathered.skipped_annotations.into());
    map.insert("labels".into(), labels.collect::<Vec<_>>().into());
    let families = gathered.imported.families.iter().map(|family| {
        let articles: Vec<&str> = family.articles.iter().map(ArticleId::as_str).collect();
        json!({ "kind": family.kind.name(), "articles": articles })
    });
    map.insert("families".into(), families.collect::<Vec<_>>().into());
    map.insert("duplicates".into(), duplicates.into());
    map.insert("revised".into(), revised.into());
    map.insert("problems".into(), problems.into());
    map
}

/// What was read, in words: "3 articles, 12 annotations".
pub(super) fn in_words(gathered: &Gathered) -> String {
    let mut words = count(gathered.imported.articles.len(), "article");
    if gathered.annotations > 0 {
        words = format!("{words}, {}", count(gathered.annotations, "annotation"));
    }
    if gathered.imported.articles.is_empty() && !gathered.imported.labels.is_empty() {
        words = format!("{words}, {}", count(gathered.imported.labels.len(), "label"));
    }
    if gathered.skipped_annotations > 0 {
        words = format!("{words}; {} left out", count(gathered.skipped_annotations, "annotation"));
    }
    let reprints = gathered.reprint_families();
    if reprints > 0 {
        let families = if reprints == 1 { "1 family".to_owned() } else { format!("{reprints} families") };
        words = format!("{words}; {families} of reprints");
    }
    if !gathered.revised.is_empty() {
        words = format!("{words}; {} with another text", count(gathered.revised.len(), "article"));
    }
    if !gathered.duplicates.is_empty() {
        words = format!("{words}; {} already there", gathered.duplicates.len());
    }
    words
}
