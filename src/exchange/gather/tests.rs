use super::*;
use crate::model::{AnnotatorName, IdMaker, Project, Timestamp, default_codebook};
use std::cell::Cell;
use std::fs;
use std::sync::atomic::Ordering;

fn read(inputs: &[PathBuf], input: Option<Input>, stop_after: usize) -> Gathered {
    let annotator = AnnotatorName::parse("me").unwrap();
    let mut ids = IdMaker::new(3);
    let project = Project::new(ids.make(), "x", default_codebook());
    let mut cx = PlanContext { project: &project, annotator: &annotator, now: Timestamp::default(), ids: &mut ids };
    let request = Request { inputs: inputs.to_vec(), input, ..Request::default() };
    let (stop, seen) = (AtomicBool::new(false), Cell::new(0));
    let progress = |at: Progress<'_>| {
        assert!(seen.get() <= at.done && at.done < at.files);
        seen.set(seen.get() + 1);
        stop.store(seen.get() > stop_after, Ordering::Relaxed);
    };
    gather(&mut cx, &request, &progress, &stop)
}

fn titles(gathered: &Gathered) -> Vec<String> {
    gathered.imported.articles.iter().map(|a| a.text().as_str().trim().to_owned()).collect()
}

#[test]
fn folders_are_walked_in_order_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("b/.git")).unwrap();
    fs::create_dir_all(at("c")).unwrap();
    for (name, words) in [
        ("b/2.txt", "The harbour reopened on Monday."),
        ("b/1.txt", "The ferry sank on Sunday, they said."),
        ("b/.git/3.txt", "Nobody reads this."),
        ("b/.hidden.txt", "Nor this."),
        ("z.txt", "The last article of all comes first."),
        ("b/again.txt", "The harbour reopened on Monday."),
        ("c/project.ron", "()"),
        ("c/4.txt", "A text of a project."),
        ("picture.png", "\u{89}PNG"),
        ("empty.txt", "  \n"),
    ] {
        fs::write(at(name), words).unwrap();
    }
    let gathered = read(&[folder.path().to_owned(), at("missing.txt"), at("z.txt")], None, 99);
    assert_eq!(
        titles(&gathered),
        [
            "The last article of all comes first.",
            "The ferry sank on Sunday, they said.",
            "The harbour reopened on Monday."
        ]
    );
    assert_eq!(gathered.duplicates.iter().map(|d| d.file.clone()).collect::<Vec<_>>(), [at("b/again.txt")]);
    assert_eq!(gathered.sources.len(), 3);
    let said: Vec<(PathBuf, Gravity)> = gathered.problems.iter().map(|p| (p.file.clone(), p.gravity)).collect();
    assert_eq!(
        said,
        [
            (at("picture.png"), Gravity::LeftOut),
            (at("c"), Gravity::LeftOut),
            (at("missing.txt"), Gravity::Failed),
            (at("empty.txt"), Gravity::LeftOut),
        ]
    );
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_are_followed_once() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("a")).unwrap();
    fs::write(folder.path().join("a/1.txt"), "The harbour reopened on Monday.").unwrap();
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/loop")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("nowhere"), folder.path().join("a/2.txt")).unwrap();
    let gathered = read(&[folder.path().to_owned()], None, 99);
    assert_eq!((gathered.imported.articles.len(), gathered.duplicates.len(), gathered.problems.len()), (1, 0, 1));
}

#[test]
fn a_table_speaks_for_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("in")).unwrap();
    fs::write(at("in/1.txt"), "The harbour reopened on Monday.").unwrap();
    fs::write(at("meta.csv"), "file,outlet,published\nin/1.txt,The Sample,2025-11-28\n").unwrap();
    let gathered = read(&[folder.path().to_owned()], None, 99);
    let metadata = &gathered.imported.articles[0].metadata;
    assert_eq!(metadata.outlet, "The Sample");
    assert_eq!(metadata.published.map(|d| d.to_string()).as_deref(), Some("2025-11-28"));
    assert_eq!(gathered.problems, []);
}

#[test]
fn what_was_read_before_a_stop_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..5 {
        fs::write(folder.path().join(format!("{i}.txt")), format!("Article number {i} of several.")).unwrap();
    }
    let gathered = read(&[folder.path().to_owned()], None, 2);
    assert!(gathered.was_stopped);
    assert_eq!(gathered.imported.articles.len(), 2);
}

#[test]
fn json_lines_are_told_apart_by_their_contents() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let annotation = r#"{"label": "claim", "ranges": [[0, 3]]}"#;
    fs::write(at("a.jsonl"), format!("{{\"text\": \"one\", \"annotations\": [{annotation}]}}\n{{oops\n")).unwrap();
    fs::write(at("b.jsonl"), r#"{"text": "two", "data": [[0, 1, "X"]]}"#).unwrap();
    fs::write(at("c.txt"), "The harbour reopened on Monday.").unwrap();
    let gathered = read(&[at("a.jsonl"), at("b.jsonl"), at("c.txt")], None, 99);
    assert_eq!(titles(&gathered), ["The harbour reopened on Monday.", "one"]);
    assert_eq!((gathered.annotations, gathered.imported.layers.len()), (1, 1));
    let said: Vec<String> = gathered.problems.iter().map(|p| p.what.clone()).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].contains("--format"), "{said:?}");
    assert!(said[1].starts_with("line 2, column 2: not JSON"), "{said:?}");
    assert!(gathered.has_failures());
    let forced = read(&[at("b.jsonl")], Some(Input::Jsonl), 99);
    assert_eq!(titles(&forced), ["two"]);
}

#[test]
fn what_a_file_is_can_be_said_for_each() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("spans.jsonl"), "{\"text\": \"The harbour reopened.\", \"spans\": [], \"label\": []}\n").unwrap();
    fs::write(at("note.txt"), "The ferry sank on Sunday, they said.").unwrap();
    let gathered = read(&[folder.path().to_owned()], None, 99);
    let [unread] = gathered.uncertain.as_slice() else { panic!("{:?}", gathered.uncertain) };
    assert_eq!(unread.file, at("spans.jsonl"));
    assert!(unread.candidates.iter().any(|format| format.name == "jsonl"));
    assert_eq!(gathered.imported.articles.len(), 1);
    let annotator = AnnotatorName::parse("me").unwrap();
    let mut ids = IdMaker::new(3);
    let project = Project::new(ids.make(), "x", default_codebook());
    let mut cx = PlanContext { project: &project, annotator: &annotator, now: Timestamp::default(), ids: &mut ids };
    let formats = BTreeMap::from([(at("spans.jsonl"), Some(Input::Jsonl)), (at("note.txt"), None)]);
    let request = Request { inputs: vec![folder.path().to_owned()], formats, ..Request::default() };
    let gathered = gather(&mut cx, &request, &|_| {}, &AtomicBool::new(false));
    assert_eq!(titles(&gathered), ["The harbour reopened."]);
    assert!(gathered.uncertain.is_empty() && gathered.sources == [at("spans.jsonl")]);
}

#[test]
fn many_articles_of_one_file_pass_the_duplicate_check() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("Page_files")).unwrap();
    fs::write(at("Page_files/frame.html"), "<p>A frame of the page.").unwrap();
    fs::write(at("page.html"), "<title>Talks</title><p>The talks failed.").unwrap();
    let table = "id,body,headline,outlet\n1,The harbour reopened on Monday.,a,X\n2,,b,X\n3,The harbour reopened on Monday.,a,X\n4,Another text.,c,X\n";
    fs::write(at("table.csv"), table).unwrap();
    fs::write(at("other.csv"), "Wort,Kopf\nThe words of a column.,d\n").unwrap();
    let gathered = read(&[folder.path().to_owned()], None, 99);
    assert_eq!(titles(&gathered), ["Talks\nThe talks failed.", "The harbour reopened on Monday.", "Another text."]);
    assert_eq!(gathered.duplicates.len(), 1);
    assert_eq!(gathered.imported.articles[1].foreign_id, "1");
    let said: Vec<String> = gathered.problems.iter().map(|p| p.what.clone()).collect();
    assert!(said.iter().any(|what| what == "row 3: empty: there are no words in it"), "{said:?}");
    assert!(said.iter().any(|what| what.contains("not certain")), "{said:?}");
    assert_eq!(preview_table(&at("other.csv")).unwrap().columns, ["Wort", "Kopf"]);
}

#[test]
fn a_file_that_was_chosen_and_tells_nothing_may_be_anything() {
    let folder = tempfile::tempdir().unwrap();
    let odd = folder.path().join("notes.q17");
    fs::write(&odd, "The harbour reopened.").unwrap();
    let gathered = read(std::slice::from_ref(&odd), None, 99);
    let [unread] = gathered.uncertain.as_slice() else { panic!("{:?}", gathered.uncertain) };
    let has = |name: &str| unread.candidates.iter().any(|format| format.name == name);
    assert!(unread.file == odd && has("text") && has("brat") && !has("conll"), "what is read, and only that");
    let walked = read(&[folder.path().to_owned()], None, 99);
    assert!(walked.uncertain.is_empty(), "what lies in a folder by chance is left alone");
}

#[test]
fn each_table_can_have_columns_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.csv"), "body,summary\nThe ferry sank.,Ferry\n").unwrap();
    fs::write(at("b.csv"), "summary,words,text\nThe harbour reopened.,x,y\n").unwrap();
    let annotator = AnnotatorName::parse("me").unwrap();
    let mut ids = IdMaker::new(3);
    let project = Project::new(ids.make(), "x", default_codebook());
    let mut cx = PlanContext { project: &project, annotator: &annotator, now: Timestamp::default(), ids: &mut ids };
    let table_columns = BTreeMap::from([(at("b.csv"), ColumnMap::parse("text=summary").unwrap())]);
    let request = Request { inputs: vec![folder.path().to_owned()], table_columns, ..Request::default() };
    let gathered = gather(&mut cx, &request, &|_| {}, &AtomicBool::new(false));
    assert_eq!(titles(&gathered), ["The ferry sank.", "The harbour reopened."], "{:?}", gathered.problems);
}

const FIRST: &str = "The council said on Monday that the bridge will close in March. Forty cables show rust.";

fn project_with(files: &[(&str, &str)], at: &Path) -> Project {
    for (name, words) in files {
        fs::write(at.join(name), words).unwrap();
    }
    let annotator = AnnotatorName::parse("me").unwrap();
    let mut ids = IdMaker::new(3);
    let project = Project::new(ids.make(), "x", default_codebook());
    let mut cx = PlanContext { project: &project, annotator: &annotator, now: Timestamp::default(), ids: &mut ids };
    let request = Request { inputs: vec![at.to_owned()], ..Request::default() };
    let gathered = gather(&mut cx, &request, &|_| {}, &AtomicBool::new(false));
    crate::edit::plan::import_into(&cx, gathered.imported).unwrap().1
}

fn add(project: &Project, at: &Path) -> (Gathered, Project) {
    let annotator = AnnotatorName::parse("me").unwrap();
    let mut ids = IdMaker::new(9);
    let mut cx = PlanContext { project, annotator: &annotator, now: Timestamp::default(), ids: &mut ids };
    let request = Request { inputs: vec![at.to_owned()], ..Request::default() };
    let mut gathered = gather(&mut cx, &request, &|_| {}, &AtomicBool::new(false));
    let imported = std::mem::take(&mut gathered.imported);
    let after = crate::edit::plan::import_into(&cx, imported).unwrap().1;
    (gathered, after)
}

#[test]
fn an_article_read_again_with_another_text_keeps_both() {
    let folder = tempfile::tempdir().unwrap();
    let page =
        |text: &str| format!("---\ntitle: Bridge\nurl: https://www.example.org/bridge\noutlet: Post\n---\n{text}\n");
    let project =
        project_with(&[("bridge.txt", &page(FIRST)), ("other.txt", "Something else was said.")], folder.path());
    assert_eq!(project.articles.size(), 2);
    let changed = FIRST.replace("will close", "may close");
    fs::write(folder.path().join("bridge.txt"), page(&changed)).unwrap();
    let (gathered, after) = add(&project, folder.path());
    assert_eq!((gathered.revised.len(), gathered.duplicates.len(), after.articles.size()), (1, 1, 2));
    let article = after.article(gathered.revised[0].of).unwrap();
    assert_eq!(article.text().as_str().trim(), changed);
    assert_eq!(article.earlier[0].text.as_str().trim(), FIRST);
    // The first text again is no third one, and a page with other words at the same address is another article.
    fs::write(folder.path().join("bridge.txt"), page(FIRST)).unwrap();
    let (gathered, again) = add(&after, folder.path());
    assert_eq!((gathered.revised.len(), gathered.duplicates.len(), again), (0, 2, after.clone()));
    fs::write(folder.path().join("bridge.txt"), page("Nothing of the kind stands here any more; rain fell.")).unwrap();
    let (gathered, again) = add(&after, folder.path());
    assert_eq!((gathered.revised.len(), again.articles.size()), (0, 3));
}
