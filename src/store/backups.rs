//! Earlier versions of small files, and bytes that were set aside.
//!
//! `journal/backups/2026-11-21T14/NAME` is a file as it was before it was first replaced in that hour (of UTC); a file
//! that is replaced by name keeps its old bytes under that second name, so this costs no copy where the disk knows such
//! links. Kept are the sets of the last hours in which something was written and one a day before that, and of those as
//! many as fit into a fixed size. `journal/aside/N/NAME` are bytes that a repair or another's version would have cost;
//! nothing of that is ever removed by Byline.

use super::StoreError;
use super::folder::Folder;
use crate::model::Timestamp;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const BACKUPS: &str = "journal/backups";
const ASIDE: &str = "journal/aside";

/// Largest file that is kept, in bytes.
const LARGEST: u64 = 8 << 20;

/// Sets of hours that are kept.
const HOURS: usize = 24;

/// Days before those of which one set is kept.
const DAYS: usize = 14;

/// Most that all sets take, in bytes; the newest set is kept whatever it takes.
const MOST_BYTES: u64 = 64 << 20;

/// A file as it was at an earlier time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The hour before whose first change it was so: `2026-11-21T14`, in UTC.
    pub hour: String,
    /// Where the old bytes are, relative to the project's folder.
    pub file: String,
}

/// Keeps files as they are before they are replaced, once an hour. A disk that refuses costs a backup, never a save.
pub(super) fn keep(folder: &Folder, names: impl IntoIterator<Item = String>, when: Timestamp) {
    // A project whose folder went away is not made again as an empty one.
    if !folder.path("journal").is_ok_and(|journal| journal.is_dir()) {
        return;
    }
    let hour: String = when.to_string().chars().take(13).collect();
    let is_new = folder.path(&format!("{BACKUPS}/{hour}")).is_ok_and(|set| !set.exists());
    let mut kept = 0;
    for name in names {
        let (Ok(path), Ok(to)) = (folder.path(&name), folder.path(&format!("{BACKUPS}/{hour}/{name}"))) else {
            continue;
        };
        let is_small = fs::metadata(&path).is_ok_and(|meta| meta.is_file() && meta.len() <= LARGEST);
        if !is_small || to.exists() {
            continue;
        }
        let made = to.parent().map_or(Ok(()), fs::create_dir_all);
        let linked = made.and_then(|()| fs::hard_link(&path, &to).or_else(|_| fs::copy(&path, &to).map(drop)));
        kept += usize::from(linked.is_ok());
    }
    if is_new && kept > 0 {
        prune(folder);
    }
}

/// Versions of a file, the newest first.
pub(super) fn versions(folder: &Folder, name: &str) -> Vec<Version> {
    let mut hours = folder.list(BACKUPS).unwrap_or_default();
    hours.reverse();
    let version = |hour: String| {
        let file = format!("{BACKUPS}/{hour}/{name}");
        folder.path(&file).is_ok_and(|path| path.is_file()).then_some(Version { hour, file })
    };
    hours.into_iter().filter_map(version).collect()
}

/// Takes away sets that are too many or too much.
fn prune(folder: &Folder) {
    let mut hours = folder.list(BACKUPS).unwrap_or_default();
    hours.retain(|hour| is_hour(hour));
    hours.reverse();
    let kept: BTreeSet<&String> = chosen(&hours).into_iter().collect();
    let mut bytes = 0;
    for hour in &hours {
        let Ok(path) = folder.path(&format!("{BACKUPS}/{hour}")) else { continue };
        bytes += size_of(&path);
        let is_newest = hours.first() == Some(hour);
        if !is_newest && (!kept.contains(hour) || bytes > MOST_BYTES) {
            bytes = bytes.saturating_sub(size_of(&path));
            drop(fs::remove_dir_all(path));
        }
    }
}

/// What Byline calls a set; nothing else in the folder is touched.
fn is_hour(name: &str) -> bool {
    name.len() == 13 && Timestamp::parse(&format!("{name}:00:00Z")).is_some()
}

/// Of hours, the newest first, those that are kept: the last ones, and before them the first of each day, which has the
/// day's files as they were in the morning.
fn chosen(hours: &[String]) -> Vec<&String> {
    let mut kept: Vec<&String> = hours.iter().take(HOURS).collect();
    let mut days: Vec<&String> = Vec::new();
    for hour in hours.iter().skip(HOURS) {
        let day = |hour: &String| hour.chars().take(10).collect::<String>();
        match days.last_mut() {
            Some(last) if day(last) == day(hour) => *last = hour,
            _ => days.push(hour),
        }
    }
    kept.extend(days.into_iter().take(DAYS));
    kept
}

/// Bytes of all files below a folder.
fn size_of(path: &Path) -> u64 {
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let size = |entry: fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => size_of(&entry.path()),
        Ok(kind) if kind.is_file() => entry.metadata().map_or(0, |meta| meta.len()),
        _ => 0,
    };
    entries.map(size).sum()
}

/// Copies files to a place of their own before something else comes in their place; gives that place.
///
/// # Errors
/// Where the system refuses: then they must not be replaced.
pub(super) fn set_aside<'a>(
    folder: &Folder,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<Option<String>, StoreError> {
    let mut files = Vec::new();
    for name in names {
        if let Some(bytes) = folder.read(name)? {
            files.push((name, bytes));
        }
    }
    if files.is_empty() {
        return Ok(None);
    }
    let taken = folder.list(ASIDE)?.iter().filter_map(|name| name.parse::<u32>().ok()).max().unwrap_or(0);
    let place = format!("{ASIDE}/{}", taken.saturating_add(1));
    let files: Vec<_> = files.iter().map(|(name, bytes)| (format!("{place}/{name}"), bytes.as_slice())).collect();
    folder.replace_all(&files)?;
    Ok(Some(place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_seconds(1_790_000_000 / 3_600 * 3_600 + hour * 3_600 + 42)
    }

    #[test]
    fn a_version_an_hour_is_kept_then_one_a_day_and_all_together_no_more_than_so_much() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::new(home.path());
        let name = "annotations/ana/k3f9x2m7qa.ron";
        for hour in 0..24 * 30 {
            folder.replace(name, format!("{hour}").as_bytes()).unwrap();
            fs::create_dir_all(home.path().join("journal")).unwrap();
            keep(&folder, [name.to_owned()], at(hour));
            folder.replace(name, format!("{hour} and a half").as_bytes()).unwrap();
            keep(&folder, [name.to_owned()], at(hour));
        }
        let versions = versions(&folder, name);
        assert_eq!(versions.len(), HOURS + DAYS);
        let words = |version: &Version| String::from_utf8(folder.read(&version.file).unwrap().unwrap()).unwrap();
        assert_eq!(words(&versions[0]), "719", "as it was before the hour's first change");
        assert_eq!(words(&versions[23]), "696");
        let days: BTreeMap<&str, usize> = versions[24..].iter().fold(BTreeMap::new(), |mut days, version| {
            *days.entry(version.hour.get(..10).unwrap()).or_default() += 1;
            days
        });
        assert!(days.len() == DAYS && days.values().all(|n| *n == 1), "{days:?}");
    }

    #[test]
    fn the_oldest_go_when_they_take_too_much_and_large_files_are_left_out() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::new(home.path());
        fs::create_dir_all(home.path().join("journal")).unwrap();
        for hour in 0..12 {
            for (name, bytes) in [("project.ron", LARGEST), ("articles.ron", LARGEST + 1)] {
                drop(fs::remove_file(home.path().join(name)));
                fs::File::create(home.path().join(name)).unwrap().set_len(bytes).unwrap();
            }
            keep(&folder, ["project.ron".to_owned(), "articles.ron".to_owned()], at(hour));
        }
        let size = size_of(&home.path().join(BACKUPS));
        assert!(size <= MOST_BYTES && size > MOST_BYTES / 2, "{size}");
        assert!(versions(&folder, "articles.ron").is_empty());
        assert!(versions(&folder, "project.ron").first().is_some_and(|v| at(11).to_string().starts_with(&v.hour)));
    }

    #[test]
    fn what_is_set_aside_twice_is_there_twice() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::new(home.path());
        for words in ["one", "two"] {
            folder.replace("project.ron", words.as_bytes()).unwrap();
            let place = set_aside(&folder, ["project.ron", "gone.ron"]).unwrap().unwrap();
            assert_eq!(folder.read(&format!("{place}/project.ron")).unwrap().unwrap(), words.as_bytes());
        }
        assert_eq!(folder.list(ASIDE).unwrap(), ["1", "2"]);
        assert_eq!(set_aside(&folder, ["gone.ron"]).unwrap(), None);
    }
}
