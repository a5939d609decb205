//! The fuzz targets over their seeds and a few changes of each; hours of it run apart (`fuzz/README.md`).

use super::targets::{Sample, Target, targets};
use super::{mutate, package};
use byline::edit::Draft;
use byline::model::{Annotation, AnnotationId, AnnotatorName, LabelId, LayerKey, Place, Timestamp};
use byline::session::Preferences;
use byline::store::{self, Access, Loaded, Step};
use byline::text::TextSpan;
use mutate::Dice;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many changes of each seed are tried; the environment asks for more.
fn changes() -> usize {
    std::env::var("BYLINE_HOSTILE_CHANGES").ok().and_then(|n| n.parse().ok()).unwrap_or(2)
}

fn seeds(target: &Target) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target.name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{error}: {}", folder.display()));
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

fn changed(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let Some(mut entries) = package::unpacked(bytes) else { return mutate::mutated(bytes, dice) };
    let number = dice.below(entries.len());
    if let Some((_, bytes)) = entries.get_mut(number) {
        *bytes = mutate::mutated(bytes, dice);
    }
    package::packed(&entries)
}

#[test]
fn no_reader_falls_over_seeds_or_changes_of_them() {
    let home = tempfile::tempdir().unwrap();
    let sample = Sample::new(home.path());
    for (number, target) in targets().iter().enumerate() {
        let mut dice = Dice(number as u64);
        let seeds = seeds(target);
        assert!(!seeds.is_empty(), "{} has no seed", target.name);
        for seed in seeds {
            let bytes = fs::read(seed).unwrap();
            target.run(&sample, &bytes);
            for _ in 0..changes() {
                target.run(&sample, &changed(&bytes, &mut dice));
            }
        }
    }
}

/// Writes seeds where the environment says: files of a small project, a journal of a few steps, preferences, a model.
/// Those of formats are written by `exchange::hostile`.
#[test]
fn seeds_of_own_files_are_written_where_they_are_asked_for() {
    let Some(folder) = std::env::var_os("BYLINE_SEEDS").map(PathBuf::from) else { return };
    let home = tempfile::tempdir().unwrap();
    let sample = Sample::new(home.path());
    let put = |target: &str, name: &str, bytes: &[u8]| {
        fs::create_dir_all(folder.join(target)).unwrap();
        fs::write(folder.join(target).join(name), bytes).unwrap();
    };
    for target in targets() {
        if let Some(bytes) = sample.file(&target) {
            put(target.name, "sample", bytes);
        }
    }
    put("journal", "steps", &journal(&home.path().join("base")));
    // What the rules propose.
    let words = ["byline", "suggest", "--with", "rules"].map(OsString::from);
    let base = home.path().join("base");
    byline::cli::run(words.into_iter().chain([base.clone().into()]), &mut Vec::new(), &mut Vec::new());
    put("suggestions", "rules", &fs::read(base.join("suggestions/art0000001.ron")).unwrap());
    Preferences::default().save(home.path()).unwrap();
    put("preferences", "default", &fs::read(home.path().join("preferences.ron")).unwrap());
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    for (ending, file) in [
        ("jsonl", "tables/project.jsonl"),
        ("jsonl", "programs/spacy.jsonl"),
        ("jsonl", "programs/doccano.jsonl"),
        ("json", "programs/tasks.json"),
        ("json", "programs/art0000001.ana.json"),
        ("jsonld", "w3c/plumbline-evening-art0000001.jsonld"),
        ("csv", "tables/articles.csv"),
        ("txt", "articles/nexis_uni.txt"),
        ("txt", "articles/factiva.txt"),
        ("txt", "articles/proquest.txt"),
        ("html", "articles/factiva.html"),
    ] {
        let bytes = fs::read(golden.join(file)).unwrap();
        put("guessed", &file.replace('/', "-"), &[ending.as_bytes(), b"\n", &bytes].concat());
    }
    // Written by pyarrow; `exchange::hostile` writes the others.
    put("parquet", "table", &fs::read(golden.join("articles/table.parquet")).unwrap());
    put("pasted", "nexis", &fs::read(golden.join("articles/nexis_old.txt")).unwrap());
    let model = home.path().join("model");
    let words = ["byline", "train", golden.join("tables/project.jsonl").to_str().unwrap(), "--to"].map(OsString::from);
    let mut said = Vec::new();
    byline::cli::run(words.into_iter().chain([model.clone().into()]), &mut Vec::new(), &mut said);
    let model = fs::read(model).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&said)));
    put("model", "small", &model[..model.len() - 16]);
}

/// A journal of steps, some undone and one redone, with a checkpoint between.
fn journal(folder: &Path) -> Vec<u8> {
    let (ana, now) = (AnnotatorName::from_typed("ana").unwrap(), Timestamp::from_seconds(9));
    let Loaded { mut project, mut history, mut store, .. } = store::open(folder, Some(&ana), Access::Edit).unwrap();
    let article = *project.articles.keys().next().unwrap();
    let key = LayerKey { annotator: ana, article };
    for (number, (start, end)) in [(0, 6), (12, 19), (3, 6), (0, 19)].into_iter().enumerate() {
        let id = AnnotationId::parse(&format!("c00000000{number}")).unwrap();
        let place = Place::At(vec![TextSpan::of(start, end)]);
        let mut draft = Draft::new(&project);
        draft.annotation(&key, id, Some(Annotation::new(id, LabelId::parse("claim").unwrap(), place)));
        let step = Arc::new(draft.finish("label claim", None));
        project = step.apply(&project).unwrap();
        store.append(Step::Do(&step), now, &project).unwrap();
        history.commit(step);
        if number == 1 {
            store.checkpoint(&project, now).unwrap();
        }
    }
    let (next, step) = history.undo(&project).unwrap().unwrap();
    store.append(Step::Undo(&step), now, &next).unwrap();
    let (next, step) = history.redo(&next).unwrap().unwrap();
    store.append(Step::Redo(&step), now, &next).unwrap();
    fs::read(folder.join("journal/ana.ron")).unwrap()
}
