//! The fuzz targets over their seeds and a few changes of each; hours of it run apart (`fuzz/README.md`).

use super::targets::{Sample, Target, targets};
use super::{mutate, package};
use byline::edit::plan::{self, NewText};
use byline::edit::{Draft, PlanContext, Transaction};
use byline::model::{
    Annotation, AnnotationId, AnnotatorName, ArticleId, IdMaker, LabelId, LayerKey, Place, Rejection, RelationId,
    Timestamp,
};
use byline::session::Preferences;
use byline::store::{self, Access, Loaded, Step};
use byline::text::{Text, TextSpan};
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
    let other = home.path().join("other");
    drop(Sample::new(&other));
    put("journal", "kinds", &journal_of_all_kinds(&other.join("base")));
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

/// Makes a step and saves it.
fn make(loaded: &mut Loaded, change: impl Fn(&mut Draft)) {
    let mut draft = Draft::new(&loaded.project);
    change(&mut draft);
    commit(loaded, draft.finish("a step", None));
}

fn commit(loaded: &mut Loaded, step: Transaction) {
    loaded.project = step.apply(&loaded.project).unwrap();
    loaded.store.append(Step::Do(&step), Timestamp::from_seconds(9), &loaded.project).unwrap();
    loaded.history.commit(Arc::new(step));
}

/// A journal with a change of each kind, a name for a point, and a text that changes.
fn journal_of_all_kinds(folder: &Path) -> Vec<u8> {
    let (ana, now) = (AnnotatorName::from_typed("ana").unwrap(), Timestamp::from_seconds(9));
    let mut loaded = store::open(folder, Some(&ana), Access::Edit).unwrap();
    let project = loaded.project.clone();
    let key = LayerKey { annotator: ana.clone(), article: ArticleId::parse("art0000001").unwrap() };
    let article = project.article(key.article).unwrap();
    let layer = project.layer(&key).unwrap();
    let paragraph = article.text().paragraphs()[0];
    let claim = LabelId::parse("claim").unwrap();
    make(&mut loaded, |draft| draft.done(&key, true));
    make(&mut loaded, |draft| draft.reading(&key, paragraph, Some(now)));
    let rejection = Rejection { label: claim.clone(), fragments: vec![paragraph], by: "rules".into(), percent: 40 };
    make(&mut loaded, |draft| draft.rejected(&key, rejection.clone(), Some(now)));
    let mut note = (**layer.annotations.values().next().unwrap()).clone();
    note.note = "A \"note\"\n".into();
    note.place = Place::At(vec![TextSpan::of(0, 6), TextSpan::of(12, 19)]);
    make(&mut loaded, |draft| draft.annotation(&key, note.id, Some(note.clone())));
    let mut relation = (**layer.relations.values().next().unwrap()).clone();
    relation.id = RelationId::parse("r000000001").unwrap();
    make(&mut loaded, |draft| draft.relation(&key, relation.id, Some(relation.clone())));
    let mut story = (**project.stories.values().next().unwrap()).clone();
    story.title.push('!');
    make(&mut loaded, |draft| draft.story(story.id, Some(story.clone())));
    let mut thread = (**project.threads.get(&ana).unwrap().threads.values().next().unwrap()).clone();
    thread.note.clear();
    make(&mut loaded, |draft| draft.thread(&ana, thread.id, Some(thread.clone())));
    let mut label = project.codebook.label(&claim).unwrap().as_ref().clone();
    label.archived = true;
    make(&mut loaded, |draft| draft.label(claim.clone(), Some(label.clone())));
    let mut other = (**project.article(ArticleId::parse("art0000002").unwrap()).unwrap()).clone();
    other.metadata.title = "Renamed".into();
    make(&mut loaded, |draft| draft.article(other.id, Some(other.clone())));
    loaded.store.mark("lunch", now).unwrap();
    loaded.store.checkpoint(&loaded.project, now).unwrap();
    let words = article.text().as_str().replace("will fall", "may fall a little");
    let new = NewText { article: key.article, text: Text::new(words), accessed: None };
    let mut ids = IdMaker::new(3);
    let cx = PlanContext { project: &loaded.project, annotator: &ana, now, ids: &mut ids };
    let step = plan::revise(&cx, &new).unwrap().0;
    commit(&mut loaded, step);
    let (next, step) = loaded.history.undo(&loaded.project).unwrap().unwrap();
    loaded.store.append(Step::Undo(&step), now, &next).unwrap();
    fs::read(folder.join("journal/ana.ron")).unwrap()
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
