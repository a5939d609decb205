//! Files that version control left with two versions in them.

use super::notation::read;
use super::records::{ArticlesFile, LayerFile, ThreadsFile};
use std::collections::{BTreeMap, BTreeSet};

/// How a merge marks where each version begins and ends, as git, Mercurial and Subversion do.
const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// The versions in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Versions {
    /// Before the line in the middle.
    pub(super) ours: String,
    /// After it.
    pub(super) theirs: String,
    /// What both come from, where the merge left that, too.
    base: Option<String>,
    /// The first and last marked line, from 1.
    pub(super) lines: (usize, usize),
}

/// The versions in a text; `None` where it has no marks, or they do not fit together.
pub(super) fn versions_in(text: &str) -> Option<Versions> {
    let is = |line: &str, mark: usize| {
        MARKS.get(mark).is_some_and(|mark| line.trim_end() == *mark || line.starts_with(&format!("{mark} ")))
    };
    if !text.lines().any(|line| is(line, 0)) {
        return None;
    }
    let (mut ours, mut theirs, mut base) = (String::new(), String::new(), String::new());
    let (mut has_base, mut at, mut first, mut last) = (false, None, 0, 0);
    for (number, line) in text.lines().enumerate().map(|(n, line)| (n + 1, line)) {
        let next = (0..MARKS.len()).find(|mark| is(line, *mark));
        match (at, next) {
            (None, Some(0)) => {
                at = Some(0);
                first = if first == 0 { number } else { first };
            }
            (Some(0), Some(1)) => (at, has_base) = (Some(1), true),
            (Some(0 | 1), Some(2)) => at = Some(2),
            (Some(2), Some(3)) => (at, last) = (None, number),
            (_, Some(_)) => return None,
            (None, None) => [&mut ours, &mut theirs, &mut base].into_iter().for_each(|side| side.extend([line, "\n"])),
            (Some(0), None) => ours.extend([line, "\n"]),
            (Some(1), None) => base.extend([line, "\n"]),
            (Some(_), None) => theirs.extend([line, "\n"]),
        }
    }
    at.is_none().then_some(Versions { ours, theirs, base: has_base.then_some(base), lines: (first, last) })
}

/// A file of records that can be put together from two versions.
pub(super) trait Together: serde::de::DeserializeOwned + Clone {
    /// Puts two versions together; `None` where they are not of one thing.
    fn together(base: Option<Self>, ours: Self, theirs: Self, clashes: &mut Vec<String>) -> Option<Self>;
}

/// Puts the versions together where each can be read and no record was changed in both.
///
/// # Errors
/// What stands in the way, in words.
pub(super) fn put_together<T: Together>(versions: &Versions) -> Result<T, String> {
    let side = |text: &str, which: &str| match read::<T>(text) {
        Ok((file, unknown)) if unknown.is_empty() => Ok(file),
        Ok((_, unknown)) => {
            Err(format!("the {which} version has what this version of Byline does not know ({})", unknown.join(", ")))
        }
        Err(error) => Err(format!("the {which} version by itself can't be read ({})", error.message)),
    };
    let base = versions.base.as_deref().and_then(|text| side(text, "common").ok());
    let (ours, theirs) = (side(&versions.ours, "first")?, side(&versions.theirs, "second")?);
    let mut clashes = Vec::new();
    let Some(merged) = T::together(base, ours, theirs, &mut clashes) else {
        return Err("the two versions are not of the same thing".into());
    };
    if clashes.is_empty() { Ok(merged) } else { Err(format!("{} is another in each version", clashes.join(", "))) }
}

impl Together for LayerFile {
    fn together(base: Option<Self>, mut ours: Self, theirs: Self, clashes: &mut Vec<String>) -> Option<Self> {
        if (&ours.article, &ours.annotator, &ours.text) != (&theirs.article, &theirs.annotator, &theirs.text) {
            return None;
        }
        let base = base.as_ref();
        ours.done = match base {
            Some(base) if base.done == ours.done => theirs.done,
            Some(_) => ours.done,
            // Whoever finished it has not seen what the other did.
            None => ours.done && theirs.done,
        };
        let of = base.map(|b| b.annotations.as_slice());
        ours.annotations = records(of, ours.annotations, theirs.annotations, |r| r.id.clone(), "annotation", clashes);
        let of = base.map(|b| b.relations.as_slice());
        ours.relations = records(of, ours.relations, theirs.relations, |r| r.id.clone(), "arrow", clashes);
        // Two times at which a paragraph was read are no quarrel.
        let of = base.map(|b| b.reading.as_slice());
        let paragraph = |(start, end): (u32, u32)| format!("{start:010} {end:010}");
        ours.reading = records(of, ours.reading, theirs.reading, |r| paragraph(r.paragraph), "", &mut Vec::new());
        let of = base.map(|b| b.rejected.as_slice());
        let what = |r: &super::records::RejectedRecord| format!("{:?} {} {}", r.at, r.label, r.by);
        ours.rejected = records(of, ours.rejected, theirs.rejected, what, "", &mut Vec::new());
        Some(ours)
    }
}

impl Together for ThreadsFile {
    fn together(base: Option<Self>, mut ours: Self, theirs: Self, clashes: &mut Vec<String>) -> Option<Self> {
        if ours.annotator != theirs.annotator {
            return None;
        }
        let of = base.as_ref().map(|b| b.threads.as_slice());
        ours.threads = records(of, ours.threads, theirs.threads, |r| r.id.clone(), "shared record", clashes);
        let of = base.as_ref().map(|b| b.relations.as_slice());
        ours.relations = records(of, ours.relations, theirs.relations, |r| r.id.clone(), "statement", clashes);
        Some(ours)
    }
}

impl Together for ArticlesFile {
    fn together(base: Option<Self>, mut ours: Self, theirs: Self, clashes: &mut Vec<String>) -> Option<Self> {
        let of = base.as_ref().map(|b| b.articles.as_slice());
        ours.articles = records(of, ours.articles, theirs.articles, |r| r.id.clone(), "article", clashes);
        Some(ours)
    }
}

/// Records of two versions by id. Where both changed one, that is a clash, and ours stays; one that is in one version
/// alone stays where nothing tells that the other removed it.
fn records<T: PartialEq + Clone>(
    base: Option<&[T]>,
    ours: Vec<T>,
    theirs: Vec<T>,
    id: impl Fn(&T) -> String,
    what: &str,
    clashes: &mut Vec<String>,
) -> Vec<T> {
    let map = |records: Vec<T>| -> BTreeMap<String, T> { records.into_iter().map(|r| (id(&r), r)).collect() };
    let base = base.map(|base| map(base.to_vec()));
    let (ours, theirs) = (map(ours), map(theirs));
    let ids: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    let mut merged = Vec::with_capacity(ids.len());
    for id in ids {
        let before = base.as_ref().map(|base| base.get(id));
        let (one, other) = (ours.get(id), theirs.get(id));
        let kept = match (one, other) {
            (Some(one), Some(other)) if one == other => Some(one),
            (_, other) if before == Some(one) => other,
            (one, _) if before == Some(other) => one,
            (Some(one), Some(_)) => {
                clashes.push(format!("{what} {id}").trim().to_owned());
                Some(one)
            }
            // Changed in one version and removed in the other: nothing is lost by keeping it.
            (one, other) => one.or(other),
        };
        merged.extend(kept.cloned());
    }
    merged
}

/// What is wrong with a file that has two versions in it, in words.
pub(super) fn in_words(versions: &Versions) -> String {
    let (first, last) = versions.lines;
    format!(
        "has two versions in it, as a merge left them (lines {first} to {last}); it is left as it is until they are put together"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(rows: &str) -> String {
        format!(
            "Layer(format: 1, article: \"k3f9x2m7qa\", annotator: \"ana\", text: \"blake3:00\",\n annotations: [\n{rows} ],\n)\n"
        )
    }

    fn row(id: &str, label: &str) -> String {
        format!("  (id: \"{id}\", label: \"{label}\", at: [(0, 1)], quote: [\"a\"]),\n")
    }

    #[track_caller]
    fn together(rows: &str) -> Result<Vec<String>, String> {
        let versions = versions_in(&layer(rows)).unwrap();
        let file: LayerFile = put_together(&versions)?;
        Ok(file.annotations.iter().map(|a| format!("{} {}", a.id, a.label)).collect())
    }

    #[test]
    fn what_each_side_added_is_kept_and_what_both_changed_is_named() {
        let (a, b, c) = (row("a", "claim"), row("b", "claim"), row("c", "claim"));
        let marked = |ours: &str, theirs: &str| format!("{a}<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> other\n");
        assert_eq!(together(&marked(&b, &c)).unwrap(), ["a claim", "b claim", "c claim"]);
        assert_eq!(together(&marked("", &c)).unwrap(), ["a claim", "c claim"]);
        assert_eq!(together(&marked(&b, &row("b", "event"))).unwrap_err(), "annotation b is another in each version");
        let with_base = |ours: &str, base: &str, theirs: &str| {
            format!("{a}<<<<<<< HEAD\n{ours}||||||| 1f3\n{base}=======\n{theirs}>>>>>>> other\n")
        };
        assert_eq!(together(&with_base(&row("b", "event"), &b, &b)).unwrap(), ["a claim", "b event"]);
        assert_eq!(together(&with_base(&b, &b, "")).unwrap(), ["a claim"], "removed by one, untouched by the other");
        assert_eq!(together(&with_base(&row("b", "event"), &b, "")).unwrap(), ["a claim", "b event"]);
    }

    #[test]
    fn marks_that_do_not_fit_together_are_no_versions() {
        assert_eq!(versions_in("a\nb\n"), None);
        for text in
            ["<<<<<<< a\nb\n", "<<<<<<< a\n<<<<<<< a\n=======\n>>>>>>> b\n", "<<<<<<< a\nb\n>>>>>>> c\n", "=======\n"]
        {
            assert_eq!(versions_in(text), None, "{text:?}");
        }
        let found = versions_in("x\n<<<<<<< a\n1\n=======\n2\n>>>>>>> b\ny\n").unwrap();
        assert_eq!((found.ours.as_str(), found.theirs.as_str(), found.lines), ("x\n1\ny\n", "x\n2\ny\n", (2, 6)));
    }
}
