//! What happens to files that were damaged, changed from outside, or come from a later version.

use super::*;
use crate::model::{
    Annotation, AnnotationId, Article, ArticleId, LabelId, LayerKey, Metadata, Place, ProjectId, Revision,
    default_codebook,
};
use crate::text::{Text, TextSpan};
use std::fs;

const WORDS: &str =
    "At two meetings. “I would maybe think about that,” he said, “I’ve turned them down.”\nThe end 😀.\n";

pub(super) fn key() -> LayerKey {
    LayerKey { annotator: ana(), article: ArticleId::parse("k3f9x2m7qa").unwrap() }
}

/// One article with one annotation on "maybe think" and another on "The end".
pub(super) fn small() -> Project {
    let id = key().article;
    let mut project = Project::new(ProjectId::parse("p000000000").unwrap(), "Small", default_codebook());
    let metadata = Metadata { outlet: "Le Monde".into(), ..Metadata::default() };
    let text = Text::new(WORDS);
    let current = Revision { text: text.clone(), file: text_file(&metadata, id, 1), since: None };
    let article = Article {
        id,
        foreign_id: String::new(),
        metadata,
        attributes: std::collections::BTreeMap::new(),
        stories: std::collections::BTreeSet::new(),
        zones: Vec::new(),
        earlier: Vec::new(),
        current,
        extra: std::collections::BTreeMap::new(),
    };
    project.articles.insert_mut(id, Arc::new(article));
    for (name, words) in [("c7w2p0d4xe", "maybe think"), ("e7w2p0d4xe", "The end")] {
        project = annotated(&project, name, words).apply(&project).unwrap();
    }
    project
}

fn span(words: &str) -> TextSpan {
    let start = WORDS.find(words).unwrap();
    TextSpan::of(start, start + words.len())
}

pub(super) fn annotated(project: &Project, name: &str, words: &str) -> crate::edit::Transaction {
    let id = AnnotationId::parse(name).unwrap();
    let label = LabelId::parse("claim").unwrap();
    let mut draft = crate::edit::Draft::new(project);
    draft.annotation(&key(), id, Some(Annotation::new(id, label, Place::At(vec![span(words)]))));
    draft.finish("label claim", None)
}

pub(super) fn commit(loaded: &mut Loaded, transaction: crate::edit::Transaction) {
    let next = transaction.apply(&loaded.project).unwrap();
    loaded.store.append(Step::Do(&transaction), noon(), &next).unwrap();
    loaded.history.commit(Arc::new(transaction));
    loaded.project = next;
}

pub(super) fn checks(loaded: &Loaded) -> Vec<Check> {
    loaded.problems.iter().map(|p| p.check).collect()
}

pub(super) fn change(home: &Home, name: &str, from: &str, to: &str) {
    let path = home.path.join(name);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{name} has no {from:?}:\n{text}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

pub(super) const LAYER: &str = "annotations/ana/k3f9x2m7qa.ron";
pub(super) const TEXT: &str = "articles/le-monde-k3f9x2m7qa.txt";
pub(super) const JOURNAL: &str = "journal/ana.ron";

fn place(loaded: &Loaded, name: &str) -> Place {
    loaded.project.annotation(&key(), AnnotationId::parse(name).unwrap()).unwrap().place.clone()
}

#[test]
fn a_torn_last_line_is_left_out_and_cut_off_at_the_next_append() {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    let one = annotated(&loaded.project, "c000000001", "he said");
    commit(&mut loaded, one);
    let saved = loaded.project.clone();
    drop(loaded);
    let path = home.path.join(JOURNAL);
    let mut bytes = fs::read(&path).unwrap();
    let whole = bytes.len();
    bytes.extend_from_slice(b"Edit(n: 2, when: \"2026-11");
    fs::write(&path, &bytes).unwrap();
    let mut loaded = open_it(&home.path);
    assert_eq!(checks(&loaded), [Check::TornLine]);
    assert_eq!(loaded.project, saved);
    let two = annotated(&loaded.project, "c000000002", "down");
    commit(&mut loaded, two);
    drop(loaded);
    let text = fs::read(&path).unwrap();
    assert_eq!(text[..whole], bytes[..whole]);
    assert_eq!(open_it(&home.path).problems, []);
}

#[test]
fn a_file_changed_from_outside_wins_and_undo_stops_there() {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    let one = annotated(&loaded.project, "c000000001", "he said");
    commit(&mut loaded, one);
    loaded.store.checkpoint(&loaded.project, noon()).unwrap();
    drop(loaded);
    change(&home, LAYER, "id: \"c000000001\", label: \"claim\"", "id: \"c000000001\", label: \"event\"");
    let mut loaded = open_it(&home.path);
    assert_eq!(checks(&loaded), [Check::ChangedFile]);
    assert!(loaded.history.next_undo().is_none());
    let two = annotated(&loaded.project, "c000000002", "down");
    commit(&mut loaded, two);
    let saved = loaded.project.clone();
    drop(loaded);
    let loaded = open_it(&home.path);
    assert_eq!((loaded.project, loaded.problems), (saved, Vec::new()));
    assert_eq!(loaded.history.done().len(), 1, "what came before the change from outside stays out of reach");
}

#[test]
fn a_file_written_before_its_checkpoint_line_goes_on_from_there() {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    for (name, words) in [("c000000001", "he said"), ("c000000002", "down"), ("c000000003", "two")] {
        let one = annotated(&loaded.project, name, words);
        commit(&mut loaded, one);
        if name == "c000000002" {
            // Written, but the journal was cut off before it could say so.
            let journal = fs::read(home.path.join(JOURNAL)).unwrap();
            loaded.store.checkpoint(&loaded.project, noon()).unwrap();
            let after = loaded.project.clone();
            drop(loaded);
            fs::write(home.path.join(JOURNAL), journal).unwrap();
            loaded = open_it(&home.path);
            assert_eq!((&loaded.project, loaded.problems.as_slice()), (&after, [].as_slice()));
        }
    }
    let saved = loaded.project.clone();
    drop(loaded);
    let loaded = open_it(&home.path);
    assert_eq!((&loaded.project, loaded.problems.as_slice()), (&saved, [].as_slice()));
    assert_eq!(loaded.history.done().len(), 3);
}

#[test]
fn words_that_moved_are_proposed_and_words_that_went_are_kept_as_lost() {
    let home = home(&small());
    let layer = fs::read(home.path.join(LAYER)).unwrap();
    change(&home, TEXT, "At two", "Update. At two");
    change(&home, TEXT, "The end 😀", "Finis");
    let mut loaded = open_it(&home.path);
    assert_eq!(checks(&loaded), [Check::ChangedText, Check::MovedPlace, Check::LostPlace]);
    let moved = span("maybe think");
    assert_eq!(
        place(&loaded, "c7w2p0d4xe"),
        Place::At(vec![TextSpan::of(moved.start().get() + 8, moved.end().get() + 8)])
    );
    assert!(matches!(place(&loaded, "e7w2p0d4xe"), Place::Lost(quotes) if quotes[0].exact == "The end"));
    assert_eq!(fs::read(home.path.join(LAYER)).unwrap(), layer, "opening changes nothing");
    // The next edit takes the proposal over, and the orphan comes back as it was.
    let mut draft = crate::edit::Draft::new(&loaded.project);
    draft.done(&key(), true);
    commit(&mut loaded, draft.finish("finish", None));
    loaded.store.checkpoint(&loaded.project, noon()).unwrap();
    let saved = loaded.project.clone();
    drop(loaded);
    let again = open_it(&home.path);
    assert_eq!(again.project, saved);
    assert!(fs::read_to_string(home.path.join(LAYER)).unwrap().contains("at: [], quote: [\"The end\"], before: \""));
    drop(again);
    let report = repair(&home.path).unwrap();
    assert_eq!(report.repaired.iter().map(|p| p.check).collect::<Vec<_>>(), [Check::ChangedText]);
    assert!(!report.has_errors(), "{:?}", report.problems);
}

#[test]
fn what_is_not_understood_is_shown_and_kept() {
    for (from, to) in [
        ("label: \"claim\"", "label: \"claim\", mood: Some([1, (a: \"b\")])"),
        ("),\n ],", ", provenance: dreamt(by: \"model\", at: 3)),\n ],"),
        ("Layer(format: 1", "Layer(format: 1, weather: fine"),
    ] {
        let home = home(&small());
        change(&home, LAYER, from, to);
        let before = files_in(&home.path);
        let mut loaded = open_it(&home.path);
        assert_eq!(checks(&loaded), [Check::UnknownFields], "{to}");
        assert_eq!(loaded.project, small());
        let one = annotated(&loaded.project, "c000000001", "he said");
        let next = one.apply(&loaded.project).unwrap();
        let refused = loaded.store.append(Step::Do(&one), noon(), &next);
        assert!(matches!(refused, Err(StoreError::KeptFile { .. })), "{refused:?}");
        // Other files can still be edited.
        let rename = crate::edit::plan::rename_project;
        let mut ids = crate::model::IdMaker::new(1);
        let cx = crate::edit::PlanContext { project: &loaded.project, annotator: &ana(), now: noon(), ids: &mut ids };
        let renamed = rename(&cx, "Another").unwrap();
        commit(&mut loaded, renamed);
        loaded.store.checkpoint(&loaded.project, noon()).unwrap();
        let after = files_in(&home.path);
        assert_eq!(after[LAYER], before[LAYER]);
        assert_ne!(after["project.ron"], before["project.ron"]);
    }
}

#[test]
fn a_format_from_the_future_is_refused_and_left_as_it_was() {
    let home = home(&small());
    change(&home, LAYER, "format: 1", "format: 2");
    let before = files_in(&home.path);
    let loaded = open_it(&home.path);
    assert_eq!(checks(&loaded), [Check::FutureFormat]);
    assert!(loaded.project.layers.is_empty());
    drop(loaded);
    change(&home, "project.ron", "format: 1", "format: 7000000000");
    assert!(matches!(open(&home.path, Some(&ana()), Access::Edit), Err(StoreError::FutureFormat { .. })));
    assert_eq!(files_in(&home.path)[LAYER], before[LAYER]);
}

#[test]
fn one_bad_file_closes_no_other() {
    for bad in ["project.ron", "articles.ron", LAYER] {
        let home = home(&small());
        for junk in
            ["", "Layer(format: 1, article: ", "\u{0}\u{0}", &format!("X(format: 1, a: {})", "[".repeat(100_000))]
        {
            fs::write(home.path.join(bad), junk).unwrap();
            let loaded = open_it(&home.path);
            assert!(loaded.problems.iter().any(|p| p.file == bad), "{bad}: {:?}", loaded.problems);
            assert_eq!(fs::read_to_string(home.path.join(bad)).unwrap(), junk);
            assert_eq!(loaded.project.articles.is_empty(), bad == "articles.ron");
        }
    }
    let home = home(&small());
    change(&home, LAYER, "label: \"claim\"", "label: claim\"");
    let loaded = open_it(&home.path);
    assert!(loaded.problems[0].place.starts_with("line 3, column"), "{:?}", loaded.problems);
}

#[test]
fn no_name_leads_out_of_the_folder() {
    for out in ["../secret.txt", "/etc/hostname", "articles/../../secret.txt", "C:\\x.txt"] {
        let home = home(&small());
        fs::write(home.path.parent().unwrap().join("secret.txt"), WORDS).unwrap();
        change(&home, "articles.ron", TEXT, &out.replace('\\', "\\\\"));
        let loaded = open_it(&home.path);
        assert!(checks(&loaded).contains(&Check::OutsidePath), "{:?}", loaded.problems);
        assert!(loaded.project.articles.is_empty());
    }
    let mut project = small();
    let article = project.article(key().article).unwrap();
    let escaped = Article {
        current: Revision { file: "articles/../../x.txt".into(), ..article.current.clone() },
        ..(**article).clone()
    };
    project.articles.insert_mut(escaped.id, Arc::new(escaped));
    let folder = tempfile::tempdir().unwrap();
    let refused = create(&folder.path().join("new"), &project, &ana());
    assert!(matches!(refused, Err(StoreError::OutsidePath(_))), "{refused:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing half-made is left");
}

#[cfg(unix)]
#[test]
fn links_in_the_folder_are_not_followed() {
    let home = home(&small());
    let outside = home.path.parent().unwrap().join("outside");
    fs::rename(home.path.join("articles"), &outside).unwrap();
    std::os::unix::fs::symlink(&outside, home.path.join("articles")).unwrap();
    let loaded = open_it(&home.path);
    assert!(checks(&loaded).contains(&Check::OutsidePath));
    assert!(loaded.project.articles.is_empty());
}

#[test]
fn a_second_window_of_the_same_annotator_reads_only() {
    let home = home(&small());
    let first = open_it(&home.path);
    assert!(first.store.read_only().is_none());
    let second = open_it(&home.path);
    assert_eq!(checks(&second), [Check::Locked]);
    let ben = crate::model::AnnotatorName::parse("ben").unwrap();
    assert!(open(&home.path, Some(&ben), Access::Edit).unwrap().store.read_only().is_none());
    drop((first, second));
    assert!(open_it(&home.path).store.read_only().is_none());
}

#[test]
fn two_annotators_change_the_shared_files_at_the_same_time() {
    let home = home(&small());
    let ben = crate::model::AnnotatorName::parse("ben").unwrap();
    let mut hers = open_it(&home.path);
    let mut his = open(&home.path, Some(&ben), Access::Edit).unwrap();
    let mut dice = Dice::new(5);
    let story = |dice: &mut Dice, project: &Project, title: &str| {
        let id = dice.id();
        let story = crate::model::Story { id, title: title.into(), note: String::new(), foreign_id: String::new() };
        let mut draft = crate::edit::Draft::new(project);
        draft.story(id, Some(story));
        draft.finish("add a story", None)
    };
    let (one, two) = (story(&mut dice, &hers.project, "Hers"), story(&mut dice, &his.project, "His"));
    commit(&mut hers, one);
    commit(&mut his, two);
    assert_eq!(hers.store.checkpoint(&hers.project, noon()).unwrap(), Merged::Nothing);
    assert_eq!(his.store.checkpoint(&his.project, noon()).unwrap(), Merged::Others);
    let three = story(&mut dice, &his.project, "His again");
    commit(&mut his, three);
    assert_eq!(his.store.checkpoint(&his.project, noon()).unwrap(), Merged::Others);
    drop((hers, his));
    let loaded = open_it(&home.path);
    assert_eq!(loaded.problems, []);
    assert_eq!(loaded.project.stories.size(), 3);
    assert_eq!(loaded.history.done().len(), 1);
}

#[test]
fn the_example_of_the_design_reads_and_writes_as_it_stands() {
    // The example's positions count from a text that is not shown: one is made that has those words there.
    let mut text: Vec<char> = format!("{}meetings. “", "x".repeat(109)).chars().collect();
    text.extend("I would maybe think about that".chars());
    text.resize(207, 'y');
    text.extend("I’ve turned them down.”\n".chars());
    let text = Text::new(text.into_iter().collect::<String>());
    let hash = text.hash();
    let written = format!(
        r#"Layer(format: 1, article: "k3f9x2m7qa", annotator: "ana", text: "{hash}", done: true,
 annotations: [
  (id: "c7w2p0d4xe", label: "claim", at: [(120, 150), (207, 228)], quote: ["I would maybe think about that", "I’ve turned them down"], before: "xxxxxxxxxxxxxxxxxxxxxmeetings. “", after: ".”\n", attributes: {{"mode": "direct", "voice": "credited"}}, threads: [("t4n8r1v6zs", for)], provenance: accepted("model")),
 ],
 relations: [
  (id: "r2k8m4y1wq", type: "attributed_to", from: "c7w2p0d4xe", to: "s9b3h5j7vf"),
 ],
 reading: [
  (paragraph: (0, 118), when: "2026-11-21T09:14:05Z"),
 ],
)
"#
    );
    // On the page the record is wrapped, and short lists stand on one line.
    let wrapped = written
        .replace(r#"\n", attributes"#, "\\n\",\n   attributes")
        .replace("relations: [\n  (", "relations: [ (")
        .replace("\"),\n ],\n reading", "\") ],\n reading");
    for form in [&written, &wrapped] {
        let (file, unknown) = notation::read::<records::LayerFile>(form).unwrap();
        assert_eq!(unknown, Vec::<String>::new());
        let (layer, anchoring) = file.read(&text, Some(&text));
        assert!(anchoring.moved.is_empty() && anchoring.lost.is_empty());
        assert_eq!(records::LayerFile::render(&key(), &layer, &text), written);
    }
}

#[test]
fn safe_repairs_keep_a_copy_and_leave_a_clean_project() {
    let home = home(&small());
    let mut loaded = open_it(&home.path);
    let one = annotated(&loaded.project, "c000000001", "he said");
    commit(&mut loaded, one);
    loaded.store.checkpoint(&loaded.project, noon()).unwrap();
    drop(loaded);
    let relation = r#"(id: "r2k8m4y1wq", type: "attributed_to", from: "c7w2p0d4xe", to: "s9b3h5j7vf")"#;
    change(&home, LAYER, " ],\n)", &format!(" ],\n relations: [\n  {relation},\n ],\n)"));
    fs::write(home.path.join("articles/x.txt.byline-new"), "half").unwrap();
    let journal = fs::read(home.path.join(JOURNAL)).unwrap();
    fs::write(home.path.join(JOURNAL), [&journal, b"Undo(n".as_slice()].concat()).unwrap();
    let before = fs::read(home.path.join(LAYER)).unwrap();
    let found = check(&home.path).unwrap();
    assert_eq!(
        found.problems.iter().map(|p| (p.check, p.severity())).collect::<Vec<_>>(),
        [
            (Check::DanglingLink, Severity::Error),
            (Check::ChangedFile, Severity::Notice),
            (Check::Leftover, Severity::Notice),
            (Check::Behind, Severity::Notice),
            (Check::TornLine, Severity::Notice),
        ]
    );
    // The layer waits for its journal's torn line; then it is mended too.
    let report = repair(&home.path).unwrap();
    assert_eq!(report.repaired.len(), 2, "{report:?}");
    let report = repair(&home.path).unwrap();
    assert_eq!((report.problems, report.annotations), (Vec::new(), 3));
    assert_eq!(fs::read(home.path.join("journal/aside/2").join(LAYER)).unwrap(), before);
    assert_eq!(fs::read(home.path.join(JOURNAL)).unwrap(), journal);
}
