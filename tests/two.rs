//! Two processes at one project.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::support::Test;
use byline::model::AnnotatorName;
use byline::store::{self, Access, LockWatch, Standing};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Names the folder that the other process opens.
const FOLDER: &str = "BYLINE_TEST_FOLDER";

fn name(name: &str) -> AnnotatorName {
    AnnotatorName::parse(name).unwrap()
}

/// What the other process does: it opens the project for Ana, says so, and waits to be killed or let go.
#[test]
#[ignore = "only another test starts it"]
fn holds_a_project_open() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let loaded = store::open(Path::new(&folder), Some(&name("ana")), Access::Edit).unwrap();
    eprintln!("open {}", loaded.store.read_only().is_none());
    // Until the other end is closed.
    drop(std::io::stdin().read_to_end(&mut Vec::new()));
}

/// A process that has a project open for Ana.
fn held(folder: &Path) -> Child {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "two::holds_a_project_open", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert_eq!(said.into_iter().find(|line| line.starts_with("open")).as_deref(), Some("open true"));
    child
}

fn project() -> Test {
    let test = Test::new().file("one.txt", "The bridge fell on Sunday.\n").file("two.txt", "Nobody was hurt.\n");
    test.run("new P one.txt").done();
    test
}

#[test]
fn the_second_process_reads_only_until_the_first_is_killed() {
    let test = project();
    let folder = test.at("P");
    let mut first = held(&folder);
    let second = store::open(&folder, Some(&name("ana")), Access::Edit).unwrap();
    let holder = second.holder.clone().unwrap();
    assert!(holder.is_here && holder.process == first.id(), "{holder:?}");
    assert!(second.store.read_only().is_some());
    test.run("import P two.txt --annotator ana").failed().says("open in another window of this computer");
    test.run("import P two.txt --annotator ben").done();
    let mut watch = LockWatch::new(&folder, &name("ana"));
    assert!(matches!(watch.look(), Standing::Open(_)));
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(watch.look(), Standing::Free, "what a crash leaves keeps nobody out");
    let third = store::open(&folder, Some(&name("ana")), Access::Edit).unwrap();
    assert_eq!(third.store.read_only(), None);
    assert_eq!(third.left.map(|left| left.process), Some(holder.process), "and is told");
    assert_eq!(third.project.articles.size(), 2);
}

#[test]
fn whoever_closes_leaves_nothing_behind() {
    let test = project();
    let folder = test.at("P");
    let mut first = held(&folder);
    drop(first.stdin.take());
    assert!(first.wait().unwrap().success());
    let second = store::open(&folder, Some(&name("ana")), Access::Edit).unwrap();
    assert!(second.store.read_only().is_none() && second.left.is_none());
}

#[test]
fn a_check_says_what_repair_would_do_and_changes_nothing() {
    let test = project();
    let folder = test.at("P");
    std::fs::write(folder.join("annotations.ron.byline-new"), "half").unwrap();
    let text = std::fs::read_dir(folder.join("articles")).unwrap().flatten().next().unwrap().path();
    std::fs::rename(&text, text.with_file_name("moved.txt")).unwrap();
    let before = test.files("P");
    let found = test.run("check P --json").failed();
    let found = found.json();
    let problems = found.get("problems").and_then(|problems| problems.as_array()).unwrap();
    let repairs: Vec<&str> = problems.iter().filter_map(|problem| problem.get("repair")?.as_str()).collect();
    assert_eq!(repairs, ["put-back-text", "remove-leftover"]);
    test.run("check P").failed().says("--repair would put the text back");
    assert_eq!(test.files("P"), before);
    test.run("check P --repair").done().says("mended (put-back-text)");
    assert_eq!(test.read("P/journal/aside/1/annotations.ron.byline-new"), "half");
    assert_eq!(test.run("check P --json").done().json().get("ok"), Some(&true.into()));
}
