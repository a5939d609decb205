//! Projects made to harm: what is wrong is named, with the file; nothing is read or written outside; nothing waits.

use super::targets::Sample;
use byline::model::{AnnotatorName, Timestamp};
use byline::store::{Access, check, open, repair};
use std::ffi::OsString;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::time::Duration;

const TEXT: &str = "articles/plumbline-evening-art0000001.txt";
const LAYER: &str = "annotations/ana/art0000001.ron";
const SUGGESTIONS: &str = "suggestions/art0000001.ron";
const JOURNAL: &str = "journal/ana.ron";

/// Every kind of file that a project has.
const FILES: [&str; 7] = ["project.ron", "articles.ron", "threads/ana.ron", LAYER, TEXT, SUGGESTIONS, JOURNAL];

struct Home {
    _folder: tempfile::TempDir,
    sample: Sample,
    outside: PathBuf,
}

fn home() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let outside = folder.path().join("outside");
    fs::create_dir_all(&outside).unwrap();
    fs::write(outside.join("secret.txt"), "SECRET").unwrap();
    Home { sample: Sample::new(folder.path()), outside, _folder: folder }
}

/// The sample's project, whole.
fn fresh(home: &Home) -> PathBuf {
    let folder = home.sample.with("note.md", b"");
    fs::remove_file(folder.join("note.md")).unwrap();
    folder
}

fn put(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Everything that is said about a project, by the checks, while opening, and by a command.
fn said(folder: &Path) -> String {
    let (tell, told) = channel();
    let folder = folder.to_owned();
    // A thread with the stack of the program's workers; one that waits for ever is given up.
    let worker = std::thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let mut all = String::new();
        match check(&folder) {
            Ok(report) => report.problems.iter().for_each(|problem| all.push_str(&format!("{problem}\n"))),
            Err(error) => all.push_str(&format!("{error}\n")),
        }
        let ana = AnnotatorName::from_typed("ana").unwrap();
        match open(&folder, Some(&ana), Access::Edit) {
            Ok(mut loaded) => {
                loaded.problems.iter().for_each(|problem| all.push_str(&format!("{problem}\n")));
                all.push_str(loaded.store.read_only().unwrap_or_default());
                drop(loaded.store.checkpoint(&loaded.project, Timestamp::from_seconds(9)));
            }
            Err(error) => all.push_str(&format!("{error}\n")),
        }
        drop(repair(&folder));
        let words: [OsString; 4] = ["byline".into(), "search".into(), folder.into(), "the".into()];
        let (mut out, mut err) = (Vec::new(), Vec::new());
        byline::cli::run(words, &mut out, &mut err);
        all.push_str(&String::from_utf8_lossy(&[out, err].concat()));
        tell.send(all).unwrap();
    });
    drop(worker);
    told.recv_timeout(Duration::from_mins(2)).unwrap()
}

/// Something about a file is said, and it is the file's name that is said.
fn names(folder: &Path, file: &str, why: &str) {
    let said = said(folder);
    assert!(said.contains(file), "{file} {why} was not named in\n{said}");
}

#[test]
fn deep_nesting_is_refused_by_name() {
    let home = home();
    let deep = "[".repeat(100_000);
    let starts = [
        ("project.ron", "Project(format: 1, id: \"p000000000\", title: \"x\", later: "),
        ("articles.ron", "Articles(format: 1, articles: "),
        ("threads/ana.ron", "Threads(format: 1, annotator: \"ana\", threads: "),
        (LAYER, "Layer(format: 1, article: \"art0000001\", annotator: \"ana\", annotations: "),
        (JOURNAL, "Journal(format: 1, annotator: \"ana\")\nEdit(n: 1, changes: "),
    ];
    for (file, start) in starts {
        for nest in [deep.clone(), "(a:".repeat(100_000), "{\"a\":".repeat(100_000), "Some(".repeat(100_000)] {
            let folder = fresh(&home);
            put(&folder, file, format!("{start}{nest}\n\n"));
            names(&folder, file, &nest[..3]);
        }
    }
}

#[test]
fn huge_numbers_are_refused_by_name() {
    let home = home();
    let before = String::from_utf8(fs::read(fresh(&home).join(LAYER)).unwrap()).unwrap();
    let at = before.find("at: [").unwrap();
    let end = at + before[at..].find(']').unwrap();
    for place in [
        "(0, 18446744073709551615)",
        "(0, 18446744073709551616)",
        "(18446744073709551614, 18446744073709551615)",
        "(4294967295, 4294967296)",
        "(9, 3)",
        "(-1, 5)",
        "(0, 1e999)",
        "(0.5, 7)",
        "(0, 340282366920938463463374607431768211456)",
    ] {
        let folder = fresh(&home);
        put(&folder, LAYER, format!("{}at: [{place}{}", &before[..at], &before[end..]));
        names(&folder, LAYER, place);
    }
    for (file, from, to) in [
        ("articles.ron", "Articles(format: 1", "Articles(format: 99999999999999999999"),
        ("project.ron", "Project(format: 1", "Project(format: 4294967296"),
        (LAYER, "Layer(format: 1", "Layer(format: -1"),
    ] {
        let folder = fresh(&home);
        let text = fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.contains(from));
        put(&folder, file, text.replacen(from, to, 1));
        names(&folder, file, to);
    }
}

#[test]
fn links_out_of_the_project_are_refused_by_name() {
    let home = home();
    for file in FILES {
        let folder = fresh(&home);
        let outside = home.outside.join("file");
        // What the link leads to would be read well.
        fs::write(&outside, fs::read(folder.join(file)).unwrap_or_else(|_| b"SECRET".to_vec())).unwrap();
        let before = fs::read(&outside).unwrap();
        drop(fs::remove_file(folder.join(file)));
        fs::create_dir_all(folder.join(file).parent().unwrap()).unwrap();
        symlink(&outside, folder.join(file)).unwrap();
        names(&folder, file, "as a link");
        assert_eq!(fs::read(&outside).unwrap(), before, "{file}: something outside was written");
    }
    for name in ["articles", "annotations", "annotations/ana", "threads", "journal", "suggestions"] {
        let folder = fresh(&home);
        let outside = home.outside.join("folder");
        drop(fs::remove_dir_all(&outside));
        fs::create_dir_all(&outside).unwrap();
        fs::create_dir_all(folder.join(name)).unwrap();
        fs::remove_dir_all(folder.join(name)).unwrap();
        symlink(&outside, folder.join(name)).unwrap();
        names(&folder, name, "as a link to a folder");
        assert_eq!(fs::read_dir(&outside).unwrap().count(), 0, "{name}: something outside was written");
    }
}

#[test]
fn names_that_climb_are_refused_by_name() {
    let home = home();
    let before = fs::read_to_string(fresh(&home).join("articles.ron")).unwrap();
    for name in [
        "../outside/secret.txt",
        "articles/../../outside/secret.txt",
        "/etc/passwd",
        "articles/../project.ron",
        "articles\\\\..\\\\..\\\\outside\\\\secret.txt",
        "C:\\\\secret.txt",
        "project.ron",
        "articles/",
        "articles/./../../outside/secret.txt",
    ] {
        let folder = fresh(&home);
        put(&folder, "articles.ron", before.replacen(TEXT, name, 1));
        let said = said(&folder);
        assert!(!said.contains("SECRET"), "{name}: words from outside\n{said}");
        let shown = name.replace("\\\\", "\\");
        assert!(said.contains(name) || said.contains(&shown), "{name} was not named in\n{said}");
    }
}

#[test]
fn what_is_no_file_is_refused_by_name_and_never_waited_for() {
    let home = home();
    let others = [".byline-new"].map(|end| format!("{LAYER}{end}"));
    for file in FILES
        .into_iter()
        .chain(["journal/ana.lock", "journal/ana.open", ".lock"])
        .chain(others.iter().map(String::as_str))
    {
        for kind in ["folder", "pipe", "socket"] {
            let folder = fresh(&home);
            let path = folder.join(file);
            drop(fs::remove_file(&path));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            match kind {
                "folder" => fs::create_dir(&path).unwrap(),
                "pipe" => pipe(&path),
                _ => drop(UnixListener::bind(&path).unwrap()),
            }
            let said = said(&folder);
            // Those are met only where something is written.
            let is_met = !file.ends_with(".byline-new") && file != ".lock";
            assert!(!is_met || said.contains(file), "{file} as a {kind} was not named in\n{said}");
        }
    }
}

#[cfg(target_os = "linux")]
fn pipe(path: &Path) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

#[cfg(not(target_os = "linux"))]
fn pipe(path: &Path) {
    fs::create_dir(path).unwrap();
}

#[test]
fn files_of_gigabytes_are_refused_without_being_read() {
    let home = home();
    for file in FILES {
        let folder = fresh(&home);
        put(&folder, file, b"Layer(format: 1");
        // It has no words behind its beginning, and takes no place on the disk.
        File::options().write(true).open(folder.join(file)).unwrap().set_len(2 << 30).unwrap();
        let said = said(&folder);
        let is_said = said.lines().any(|line| line.contains(file) && line.contains("larger than"));
        assert!(is_said, "{file} of 2 GB was not named in\n{said}");
    }
}

#[test]
fn names_that_act_are_shown_escaped() {
    let home = home();
    let folder = fresh(&home);
    put(&folder, "annotations/an\u{202e}a/art0000001.ron", "x");
    put(&folder, "annotations/ana/\u{1b}[2Jred.ron", "x");
    put(&folder, "threads/b\u{2066}en\n.ron", "x");
    let articles = fs::read_to_string(folder.join("articles.ron")).unwrap();
    let titled = articles.replacen("title: \"", "title: \"\\u{1b}]0;owned\\u{7}\\u{202e}", 1);
    assert_ne!(titled, articles);
    put(&folder, "articles.ron", titled);
    let said = said(&folder);
    for acts in ['\u{1b}', '\u{7}', '\u{202e}', '\u{2066}'] {
        assert!(!said.contains(acts), "{acts:?} in\n{said:?}");
    }
    for shown in ["an\\u{202e}a", "\\u{1b}[2Jred.ron", "b\\u{2066}en"] {
        assert!(said.contains(shown), "{shown} was not said in\n{said}");
    }
}

#[test]
fn names_that_differ_in_case_only_are_said() {
    let home = home();
    let folder = fresh(&home);
    let articles = fs::read_to_string(folder.join("articles.ron")).unwrap();
    let other = articles.match_indices("file: \"").nth(1).unwrap().0 + 7;
    let end = other + articles[other..].find('"').unwrap();
    let upper = TEXT.replace("plumbline", "Plumbline");
    put(&folder, &upper, "Other words.\n");
    put(&folder, "articles.ron", format!("{}{upper}{}", &articles[..other], &articles[end..]));
    let said = said(&folder);
    assert!(said.contains(&upper) && said.contains("the same file on some systems"), "{said}");
    // People's names on disk are in lower case, and others are no layers.
    let folder = fresh(&home);
    put(&folder, "annotations/Ana/art0000001.ron", fs::read(folder.join(LAYER)).unwrap());
    names(&folder, "annotations/Ana/art0000001.ron", "beside annotations/ana");
}
