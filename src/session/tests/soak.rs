//! A process that labels at random through the session is killed at random moments. Whatever it had shown as saved must
//! be there, and nothing half done. `BYLINE_SOAK_KILLS=1000 cargo test --lib soak -- --nocapture` goes on for longer.

use super::{article, is_saved, project, until};
use crate::edit::{PlanContext, Transaction};
use crate::model::{AnnotationId, AnnotatorName, ArticleId, IdMaker, LabelId, Project};
use crate::session::{EditRequest, Session, clock};
use crate::store::{self, Access, Check, Severity};
use crate::text::TextSpan;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use unicode_segmentation::UnicodeSegmentation;

/// Where the child finds its folder and seed, and what its lines begin with.
const CHILD: &str = "BYLINE_SOAK_CHILD";
const MARK: &str = "soak: ";

const WORDS: &str = "The minister said that prices will fall. “Nobody believes it,” a union wrote.\n\nThe vote is on \
    Monday; the opposition denied it would walk out. 😀 Über 200 people came.\n\nIt was raining.\n";

/// Most annotations on one article, so that the thousandth kill meets a project like the first.
const MOST: usize = 40;

/// What came of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    kills: usize,
    /// Edits that the child had shown as saved when it was killed.
    acknowledged: usize,
    /// Edits that were there though it had not come to show them.
    beyond: usize,
    /// Kills after which a temporary file or a torn line was found.
    cut_off: usize,
    lost: usize,
}

/// Choices that follow from a seed.
struct Dice(IdMaker);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        let id: crate::model::Id = self.0.make();
        id.as_str().bytes().skip(1).fold(0_usize, |sum, b| sum.wrapping_mul(31).wrapping_add(b as usize)) % n.max(1)
    }

    fn one<T: Clone>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len())).cloned()
    }
}

/// A state in a few digits: everything that the child edits.
fn digest(project: &Project) -> String {
    blake3::hash(state(project).as_bytes()).to_hex().chars().take(16).collect()
}

/// It in words; maps are told in their order, since equal ones may be built differently.
fn state(project: &Project) -> String {
    let articles: Vec<_> = project.articles.values().map(|a| (a.id, &a.metadata, a.text().hash())).collect();
    let stories: Vec<_> = project.stories.values().collect();
    let layer = |(key, layer): (&crate::model::LayerKey, &Arc<crate::model::Layer>)| {
        let annotations: Vec<_> = layer.annotations.values().collect();
        let reading: Vec<_> = layer.reading.iter().collect();
        format!("{key:?} {:?} {} {annotations:#?} {reading:?}", layer.text, layer.done)
    };
    let layers: Vec<String> = project.layers.iter().map(layer).collect();
    format!("{:#?} {stories:#?} {articles:#?} {}", project.info, layers.join("\n"))
}

fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

/// Something an annotator does, on articles that there are.
fn request(dice: &mut Dice, project: &Project) -> Option<EditRequest> {
    let articles: Vec<ArticleId> = project.articles.keys().copied().collect();
    let article = dice.one(&articles)?;
    let text = project.article(article)?.text().clone();
    let layer = project.layer(&crate::model::LayerKey { annotator: ana(), article });
    let ids: Vec<AnnotationId> = layer.map(|l| l.annotations.keys().copied().collect()).unwrap_or_default();
    let label = LabelId::parse(["claim", "source", "event"][dice.below(3)])?;
    let paragraph = dice.one(text.paragraphs())?;
    Some(match dice.below(if ids.len() < MOST { 14 } else { 9 }) {
        0 | 1 => EditRequest::DeleteAnnotations { article, ids: vec![dice.one(&ids)?] },
        2 => EditRequest::Relabel { article, ids: vec![dice.one(&ids)?], label },
        3 => EditRequest::SetNote { article, id: dice.one(&ids)?, note: format!("note \"{}\"\n", dice.below(99)) },
        4 => EditRequest::SetUnsure {
            article,
            ids: ids.iter().copied().filter(|_| dice.below(2) == 0).collect(),
            unsure: dice.below(2) == 0,
        },
        5 => EditRequest::MarkRead { article, paragraphs: vec![paragraph] },
        6 => EditRequest::UnmarkRead { article, paragraphs: text.paragraphs().to_vec() },
        7 => match dice.below(8) {
            0 if articles.len() < 6 => {
                let words = format!("{WORDS}{}", dice.below(1_000));
                EditRequest::AddArticles(
                    vec![super::article(dice.0.make(), &words)]
                        .into_iter()
                        .map(|mut a| {
                            a.current.file = store::text_file(&a.metadata, a.id, 1);
                            a
                        })
                        .collect(),
                )
            }
            0 => EditRequest::RemoveArticles(vec![article]),
            1 | 2 => EditRequest::RenameProject(format!("Title {}", dice.below(1_000))),
            _ => EditRequest::Finish { article },
        },
        8 => EditRequest::PutStory {
            id: project.stories.keys().next().copied(),
            title: format!("Story {}", dice.below(9)),
            note: String::new(),
        },
        _ => {
            let words: Vec<(usize, &str)> = text.as_str().split_word_bound_indices().collect();
            let (from, to) = (dice.below(words.len()), dice.below(8));
            let start = words.get(from)?.0;
            let (last, word) = words.get(from + to)?;
            EditRequest::Annotate { article, label, spans: vec![TextSpan::of(start, last + word.len())] }
        }
    })
}

/// What the child does until it is killed: says each state before it makes it so, and what is shown as saved.
fn child(folder: &Path, seed: u64) {
    let mut out = std::io::stdout().lock();
    let mut say =
        |line: String| out.write_all(format!("{MARK}{line}\n").as_bytes()).and_then(|()| out.flush()).unwrap();
    let (wake, woken) = channel();
    let wake = std::sync::Mutex::new(wake);
    let wake = Arc::new(move || {
        let _ = wake.lock().unwrap().send(());
    });
    let mut session = Session::open(folder, &ana(), wake).unwrap().session;
    let mut dice = Dice(IdMaker::new(seed));
    say(format!("did 0 {}", digest(session.project())));
    for number in 1.. {
        step(&mut session, &mut dice, &mut |after| {
            if let Some(folder) = std::env::var_os("BYLINE_SOAK_DUMP") {
                drop(
                    std::fs::File::create(Path::new(&folder).join(number.to_string()))
                        .unwrap()
                        .write_all(state(after).as_bytes()),
                );
            }
            say(format!("did {number} {}", digest(after)));
        });
        // Often the next one comes before the last is saved; sometimes long enough after it that the files follow.
        if dice.below(3) > 0 {
            while !is_saved(session.status()) {
                let _ = woken.recv_timeout(Duration::from_millis(50));
                session.poll();
            }
            say(format!("saved {number}"));
            if dice.below(4) == 0 {
                std::thread::sleep(Duration::from_millis(dice.below(12) as u64));
            }
        }
    }
}

/// Makes one step of any kind; tells the state after it first.
fn step(session: &mut Session, dice: &mut Dice, tell: &mut dyn FnMut(&Project)) {
    loop {
        match dice.below(9) {
            0 | 1 => {
                let Some(last) = session.history().next_undo() else { continue };
                tell(&last.inverse().apply(session.project()).unwrap());
                session.undo().unwrap();
            }
            2 => {
                let Some(last) = session.history().next_redo() else { continue };
                tell(&last.apply(session.project()).unwrap());
                session.redo().unwrap();
            }
            _ => {
                let Some(request) = request(dice, session.project()) else { continue };
                let (now, mut ids) = (clock::now(), IdMaker::new(dice.below(usize::MAX) as u64));
                let annotator = ana();
                let mut cx = PlanContext { project: session.project(), annotator: &annotator, now, ids: &mut ids };
                let Ok(planned) = request.plan(&mut cx) else { continue };
                let transaction: Transaction = planned.transaction;
                if transaction.is_empty() {
                    continue;
                }
                tell(&transaction.apply(session.project()).unwrap());
                session.commit(transaction).unwrap();
            }
        }
        return;
    }
}

/// Not a test of its own: what [`killed_at_random_moments`] starts and kills.
#[test]
fn child_of_the_soak() {
    let Ok(told) = std::env::var(CHILD) else { return };
    let (seed, folder) = told.split_once(' ').unwrap();
    child(Path::new(folder), seed.parse().unwrap());
}

fn start(folder: &Path, seed: u64) -> (std::process::Child, Receiver<String>) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["session::tests::soak::child_of_the_soak", "--exact", "--test-threads=1"]);
    command.env(CHILD, format!("{seed} {}", folder.display())).env("BYLINE_FLUSH", "1");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let (lines, heard) = channel();
    let output = BufReader::new(child.stdout.take().unwrap());
    std::thread::Builder::new()
        .name("listener".into())
        .spawn(move || {
            // A last line without its end was cut off with the child.
            let whole = output.split(b'\n').map_while(Result::ok).filter_map(|line| String::from_utf8(line).ok());
            for line in whole {
                let Some(line) = line.strip_prefix(MARK) else { continue };
                drop(lines.send(line.to_owned()));
            }
        })
        .unwrap();
    (child, heard)
}

/// One life of the child: the states that it told, and the last that it showed as saved.
fn life(folder: &Path, seed: u64, dice: &mut Dice) -> (BTreeMap<usize, String>, usize) {
    let (mut child, heard) = start(folder, seed);
    let (mut states, mut saved) = (BTreeMap::new(), 0);
    let mut take = |line: &str, states: &mut BTreeMap<usize, String>| {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["did", number, digest] if digest.len() == 16 => {
                drop(states.insert(number.parse().unwrap(), (*digest).to_owned()));
            }
            ["saved", number] => saved = number.parse().unwrap(),
            _ => {}
        }
    };
    let lines = dice.below(60);
    for _ in 0..lines {
        match heard.recv_timeout(Duration::from_secs(20)) {
            Ok(line) => take(&line, &mut states),
            Err(_) => break,
        }
    }
    std::thread::sleep(Duration::from_micros(dice.below(9_000) as u64));
    child.kill().unwrap();
    child.wait().unwrap();
    while let Ok(line) = heard.recv() {
        take(&line, &mut states);
    }
    (states, saved)
}

/// What an onlooker and the annotator find after a kill has to be the same, whole, and at least what was saved.
fn look(at: &Path, states: &BTreeMap<usize, String>, saved: usize, tally: &mut Tally) -> String {
    let reader = store::open(at, None, Access::ReadOnly).unwrap();
    let mine = store::open(at, Some(&ana()), Access::Edit).unwrap();
    assert_eq!(mine.store.read_only(), None, "the lock of a killed process is free");
    assert_eq!(digest(&reader.project), digest(&mine.project));
    let found = digest(&mine.project);
    let place = states.range(saved..).find(|(_, digest)| **digest == found).map(|(number, _)| *number);
    let Some(place) = place else {
        tally.lost += 1;
        if let Some(folder) = std::env::var_os("BYLINE_SOAK_DUMP") {
            let found = state(&mine.project);
            std::fs::File::create(Path::new(&folder).join("found")).unwrap().write_all(found.as_bytes()).unwrap();
            std::fs::copy(at.join("journal/ana.ron"), Path::new(&folder).join("journal")).unwrap();
        }
        let older = states.iter().rfind(|(_, digest)| **digest == found);
        panic!("saved up to {saved}, told up to {:?}; found {older:?}: {tally:?}", states.keys().next_back());
    };
    tally.kills += 1;
    tally.acknowledged += saved;
    tally.beyond += place - saved;
    drop((reader, mine));
    let report = store::check(at).unwrap();
    let errors: Vec<_> = report.problems.iter().filter(|p| p.severity() == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}");
    tally.cut_off += usize::from(report.problems.iter().any(|p| matches!(p.check, Check::Leftover | Check::TornLine)));
    found
}

/// The project's own files, as text, without the journal's, temporary ones and texts of articles that were added.
fn records(folder: &Path) -> BTreeMap<String, String> {
    let names = ["project.ron", "articles.ron"].map(str::to_owned);
    let layers = std::fs::read_dir(folder.join("annotations/ana")).into_iter().flatten();
    let layers = layers.map(|entry| format!("annotations/ana/{}", entry.unwrap().file_name().to_string_lossy()));
    let names = names
        .into_iter()
        .chain(layers.filter(|name| Path::new(name).extension().is_some_and(|ending| ending == "ron")));
    names.map(|name| (name.clone(), std::fs::read_to_string(folder.join(name)).unwrap())).collect()
}

fn undo_all(folder: &Path) {
    let mut session = Session::open(folder, &ana(), Arc::new(|| {})).unwrap().session;
    while session.undo().unwrap().is_some() {}
    until(&mut session, is_saved);
    session.close();
}

fn soak(kills: usize, seed: u64) -> Tally {
    let home = tempfile::tempdir().unwrap();
    let (mut tally, mut dice) = (Tally::default(), Dice(IdMaker::new(seed)));
    while tally.kills < kills {
        // A new project now and then, so that undoing everything does not become the whole of it.
        let folder = home.path().join(format!("project-{}", tally.kills));
        let mut first = project();
        for number in 0..2 {
            let article = article(dice.0.make(), &format!("{WORDS}{number}"));
            let file = store::text_file(&article.metadata, article.id, 1);
            let current = crate::model::Revision { file, ..article.current.clone() };
            first.articles.insert_mut(article.id, crate::model::Article { current, ..article }.into());
        }
        drop(store::create(&folder, &first, &ana()).unwrap());
        let bytes = records(&folder);
        let mut last = digest(&first);
        for _ in 0..(kills - tally.kills).min(20) {
            let child_seed = dice.below(usize::MAX) as u64;
            let (mut states, saved) = life(&folder, child_seed, &mut dice);
            // Killed before it could say anything: nothing may have changed.
            let opened = states.entry(0).or_insert_with(|| last.clone());
            assert_eq!(*opened, last, "what one process left the next one finds");
            last = look(&folder, &states, saved, &mut tally);
        }
        undo_all(&folder);
        assert_eq!(records(&folder), bytes, "undoing everything gives the first bytes: {tally:?}");
        std::fs::remove_dir_all(&folder).unwrap();
    }
    tally
}

#[test]
fn killed_at_random_moments() {
    let kills = std::env::var("BYLINE_SOAK_KILLS").map_or(10, |kills| kills.parse().unwrap());
    let seed = std::env::var("BYLINE_SOAK_SEED").map_or(7, |seed| seed.parse().unwrap());
    let tally = soak(kills, seed);
    assert_eq!((tally.kills, tally.lost), (kills, 0));
    // The count is what the long run is for.
    eprintln!("{tally:?}");
}
