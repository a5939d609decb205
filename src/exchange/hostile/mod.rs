//! Hostile input for every format that is read: whatever a file holds, nothing panics, no invariant breaks, the rest of
//! the import goes on, and nothing is written. The table of formats is gone through, so that a new one is covered.

mod mutate;
mod seeds;

use super::formats::{FORMATS, Format};
use super::jsonl::LabelPolicy;
use super::testing::{Files, empty, read_folder, said};
use crate::exchange::gather::Gathered;
use mutate::Dice;
use proptest::prelude::*;
use seeds::{Seed, package, seeds, unpacked};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// A good article in a folder of its own: it is read whatever becomes of the others.
const GOOD: &str = r#"{"id": "g00d000000", "text": "The harbour reopened on Monday.", "annotations": []}"#;

static SEEDS: LazyLock<Vec<Seed>> = LazyLock::new(|| FORMATS.iter().flat_map(seeds).collect());

fn put(root: &Path, files: &Files) {
    for (name, bytes) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn listed(folder: &Path, all: &mut BTreeSet<(String, u64)>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let meta = entry.metadata().unwrap();
        all.insert((entry.path().display().to_string(), if meta.is_file() { meta.len() } else { 0 }));
        if meta.is_dir() {
            listed(&entry.path(), all);
        }
    }
}

/// Reads files as a format, then with a good article beside them as what their names say.
fn survive(format: &Format, files: &Files) -> Gathered {
    let home = tempfile::tempdir().unwrap();
    let input = home.path().join("a/b/in");
    put(&input.join("bad"), files);
    fs::create_dir_all(input.join("good")).unwrap();
    fs::write(input.join("good/good.jsonl"), GOOD).unwrap();
    let mut before = BTreeSet::new();
    listed(home.path(), &mut before);
    let (after, _) = read_folder(&empty(), &input, None, LabelPolicy::default());
    let is_good = |text: &str| text == "The harbour reopened on Monday.";
    assert!(after.articles.values().any(|a| is_good(a.text().as_str())), "{}: the good article was lost", format.name);
    let (_, gathered) = read_folder(&empty(), &input.join("bad"), Some(format.name), LabelPolicy::default());
    let mut listing = BTreeSet::new();
    listed(home.path(), &mut listing);
    assert_eq!(before, listing, "{}: something was written", format.name);
    gathered
}

/// Changes one file of a seed: its bytes, or an entry of a package.
fn changed(seed: &Seed, dice: &mut Dice) -> Files {
    let mut files = seed.files.clone();
    let names: Vec<String> = files.keys().cloned().collect();
    let name = &names[dice.below(names.len())];
    let bytes = files[name].clone();
    let new = match unpacked(&bytes) {
        Some(mut entries) if !entries.is_empty() && dice.below(4) > 0 => {
            let number = dice.below(entries.len());
            for _ in 0..=dice.below(3) {
                let entry = &entries[number].1;
                entries[number].1 = mutate::mutated(entry, dice);
            }
            package(&entries)
        }
        _ => (0..=dice.below(3)).fold(bytes, |bytes, _| mutate::mutated(&bytes, dice)),
    };
    files.insert(name.clone(), new);
    files
}

/// The seeds themselves are read: a mutation then reaches what lies deep.
#[test]
fn every_format_has_a_seed_that_is_read() {
    for format in FORMATS.iter().filter(|format| format.input.is_some()) {
        let mine: Vec<&Seed> = SEEDS.iter().filter(|seed| seed.format.name == format.name).collect();
        assert!(!mine.is_empty(), "{} has no seed", format.name);
        let read = mine.iter().any(|seed| {
            let gathered = survive(format, &seed.files);
            gathered.files > 0 && !gathered.has_failures()
        });
        assert!(read, "no seed of {} is read", format.name);
    }
}

/// Writes the seeds where the environment says, for the fuzz targets: several files of one seed after one another.
#[test]
fn seeds_are_written_where_they_are_asked_for() {
    let Some(folder) = std::env::var_os("BYLINE_SEEDS").map(std::path::PathBuf::from) else { return };
    for (number, seed) in SEEDS.iter().enumerate() {
        let mut bytes = Vec::new();
        for (name, file) in &seed.files {
            let name = name.rsplit('/').next().unwrap_or(name);
            bytes.extend(format!("%%% {name}\n").into_bytes());
            bytes.extend(file);
            bytes.extend(if file.ends_with(b"\n") { b"".as_slice() } else { b"\n" });
        }
        let only = seed.files.values().next().filter(|_| seed.files.len() == 1);
        put(&folder.join(seed.format.name), &Files::from([(format!("{number}"), only.cloned().unwrap_or(bytes))]));
    }
}

/// How many mutations of each format's files a run tries; the environment asks for more.
fn cases() -> u32 {
    std::env::var("BYLINE_HOSTILE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(250)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 64, ..ProptestConfig::default() })]
    #[test]
    fn no_change_of_a_file_breaks_the_import(which: prop::sample::Index, seed: u64) {
        let start = which.get(&SEEDS);
        survive(start.format, &changed(start, &mut Dice(seed)));
    }
}

/// Every kind of content under every format: a picture named as a table, a page named as a mail.
#[test]
fn contents_of_another_format_are_no_harm() {
    let contents: Vec<Vec<u8>> = vec![
        Vec::new(),
        b"\0".repeat(1000),
        b"\xff\xfe".to_vec(),
        b"\xef\xbb\xbf".to_vec(),
        b"{}".to_vec(),
        b"[]".to_vec(),
        b"[{}, [], null, 1e999, \"\\ud800\"]".to_vec(),
        b"null\n1\n\"x\"\n".to_vec(),
        b"<a/>".to_vec(),
        b"PK\x05\x06".iter().copied().chain([0; 18]).collect(),
        b"%PDF-1.7\n".to_vec(),
    ];
    for format in FORMATS.iter().filter(|format| format.input.is_some()) {
        for (number, content) in contents.iter().enumerate() {
            let name = format!("x{number}.{}", format.extensions[0]);
            survive(format, &Files::from([(name, content.clone())]));
        }
    }
}

/// What lies in a package: bombs, names that climb, entries without number.
#[test]
fn hostile_packages_stay_in_bounds() {
    let zeros = vec![b' '; 80 << 20];
    let packages = SEEDS.iter().filter(|seed| seed.files.values().any(|bytes| unpacked(bytes).is_some()));
    let mut tried = BTreeSet::new();
    for seed in packages {
        if !tried.insert(seed.format.name) {
            continue;
        }
        let (name, bytes) = seed.files.iter().find(|(_, bytes)| unpacked(bytes).is_some()).unwrap();
        let entries = unpacked(bytes).unwrap();
        let mut climbing = entries.clone();
        for path in ["../../climbed.txt", "/tmp/climbed.txt", "C:\\climbed.txt", "a/../../climbed", "..\\climbed"] {
            climbing.push((path.to_owned(), b"x".to_vec()));
        }
        let read = survive(seed.format, &Files::from([(name.clone(), package(&climbing))]));
        assert!(!said(&read).is_empty() || read.files > 0);
        let bomb: Vec<(String, Vec<u8>)> =
            entries.iter().map(|(name, _)| (name.clone(), zeros.clone())).take(4).collect();
        survive(seed.format, &Files::from([(name.clone(), package(&bomb))]));
    }
}

/// An XML document that would grow, in every place where a format has XML.
#[test]
fn entities_are_never_expanded() {
    let laughs: String = (1..30).map(|n| format!("<!ENTITY l{n} \"&l{};&l{};\">", n - 1, n - 1)).collect();
    let bomb = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY l0 \"lol\">{laughs}\
         <!ENTITY out SYSTEM \"file:///etc/passwd\">]><x name=\"&l29;\">&l29;&out;</x>"
    );
    for seed in SEEDS.iter() {
        for (name, bytes) in &seed.files {
            let mut files = seed.files.clone();
            if let Some(entries) = unpacked(bytes) {
                let swapped: Vec<(String, Vec<u8>)> =
                    entries.iter().map(|(n, _)| (n.clone(), bomb.clone().into_bytes())).collect();
                files.insert(name.clone(), package(&swapped));
            } else if bytes.trim_ascii_start().starts_with(b"<") {
                files.insert(name.clone(), bomb.clone().into_bytes());
            } else {
                continue;
            }
            survive(seed.format, &files);
        }
    }
}

/// Very long lines, and very many columns; the environment asks for the ten million that were promised.
#[test]
fn lines_without_end_stay_in_bounds() {
    let columns = std::env::var("BYLINE_HOSTILE_COLUMNS").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000);
    for format in FORMATS.iter().filter(|format| format.input.is_some()) {
        let extension = format.extensions[0];
        for (number, cell) in
            ["a,", "\"a\",", "a\t", "[1,2],", "{\"a\":1},", "a ", "<b>a</b>", "a: b; "].iter().enumerate()
        {
            let mut line = cell.repeat(columns);
            line.push_str("z\n1,2\n");
            survive(format, &Files::from([(format!("x{number}.{extension}"), line.into_bytes())]));
        }
    }
}
