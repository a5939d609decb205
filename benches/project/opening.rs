//! Opening against reading the same files, and the memory that a project takes.

use super::support::bars::{REPEATS, bar, milliseconds, timed};
use super::support::corpus::ana;
use super::support::window::Window;
use byline::model::{IdMaker, Project, default_codebook};
use byline::session::Session;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The argument that makes this program open a project, say what memory it has, and end.
pub const CHILD: &str = "--memory-of";

/// Most memory above an empty project, in megabytes of 10,000 articles; larger projects have as much for each article.
const MEMORY: f64 = 300.0;

/// Longest frame that does not seem to stand still, in milliseconds.
const FRAME: f64 = 50.0;

/// Opens a project as the window does and prints what the system says that this program takes, in kilobytes.
pub fn child(folder: &Path) {
    let opened = Session::open(folder, &ana(), Arc::new(|| {})).unwrap();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    };
    println!("{} {}", field("VmRSS:").unwrap_or(0), field("VmHWM:").unwrap_or(0));
    black_box(opened.session.project().articles.size());
}

/// What a program of its own takes with a project open, now and at most, in megabytes; 0 where the system does not say.
fn memory(folder: &Path) -> (f64, f64) {
    let output = std::process::Command::new(std::env::current_exe().unwrap()).arg(CHILD).arg(folder).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut numbers = text.split_whitespace().map(|n| n.parse::<f64>().unwrap() / 1024.0);
    (numbers.next().unwrap(), numbers.next().unwrap())
}

/// Reads every file below a folder, one after the other; gives how many there are, and their bytes.
fn read_all(folder: &Path) -> (usize, usize) {
    let mut found = (0, 0);
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path: PathBuf = entry.path();
        let (files, bytes) = if entry.file_type().unwrap().is_dir() {
            read_all(&path)
        } else {
            (1, black_box(fs::read(path).unwrap()).len())
        };
        found = (found.0 + files, found.1 + bytes);
    }
    found
}

/// Times of one opening in the window, from the request.
#[derive(Clone)]
struct Opening {
    /// The list and the first article are on the screen.
    first: Duration,
    /// Everything is there.
    whole: Duration,
    /// The longest frame until then.
    longest: Duration,
}

impl Opening {
    fn best(&self, other: &Self) -> Self {
        Self {
            first: self.first.min(other.first),
            whole: self.whole.min(other.whole),
            longest: self.longest.min(other.longest),
        }
    }
}

fn open(folder: &Path, config: &Path) -> Opening {
    let mut window = Window::new(config);
    window.settle(3);
    let start = Instant::now();
    window.app.open_at_start(folder.to_owned());
    let (mut first, mut longest) = (None, window.frame(Vec::new()));
    while !window.is_whole() {
        window.wait();
        longest = longest.max(window.frame(Vec::new()));
        // The frame after the one that chose the article shows it.
        if first.is_none() && window.article().is_some() {
            longest = longest.max(window.frame(Vec::new()));
            first = Some(start.elapsed());
        }
    }
    let whole = start.elapsed();
    longest = longest.max(window.frame(Vec::new()));
    let opening = Opening { first: first.unwrap_or_else(|| start.elapsed()), whole, longest };
    window.app.close();
    opening
}

/// Prints the table and the bars of a project.
pub fn bench(folder: &Path, home: &Path, name: &str, scale: f64) {
    let config = home.join("config");
    let mut best: Option<(Duration, Opening)> = None;
    let (files, bytes) = read_all(folder);
    for _ in 0..REPEATS {
        let read = timed(|| assert_eq!(read_all(folder), (files, bytes)));
        let opening = open(folder, &config);
        best = Some(best.map_or((read, opening.clone()), |(before, known)| (before.min(read), known.best(&opening))));
    }
    let (read, opening) = best.unwrap();
    let empty = home.join(format!("empty {name}"));
    let project = Project::new(IdMaker::new(1).make(), "Empty", default_codebook());
    drop(byline::store::create(&empty, &project, &ana()).unwrap());
    let ((least, _), (now, most)) = (memory(&empty), memory(folder));
    println!("opening {name}: {files} files, {bytes} bytes");
    for (what, time) in [
        ("warm read, one thread", read),
        ("list and first article", opening.first),
        ("everything", opening.whole),
        ("longest frame meanwhile", opening.longest),
    ] {
        println!("  {what:<32}{:>10.1} ms", milliseconds(time));
    }
    println!(
        "  {:<32}{:>10.1} MB, {:.1} MB at most on the way",
        "memory above an empty project",
        now - least,
        most - least
    );
    bar(&format!("open_first_{name}"), opening.first.as_secs_f64() / read.as_secs_f64(), 3.0);
    bar(&format!("open_rest_{name}_s"), (opening.whole.saturating_sub(opening.first)).as_secs_f64(), 2.0 * scale);
    bar(&format!("open_frame_{name}_ms"), milliseconds(opening.longest), FRAME * scale);
    let share = if name == "50k" { 5.0 } else { 1.0 };
    bar(&format!("memory_{name}_mb"), now - least, MEMORY * share);
}
