//! Names of files for articles, and articles for names of files.

use super::export::Selection;
use crate::model::{Article, ArticleId, Id};
use crate::store::text_file;
use crate::text::TextHash;
use std::collections::{BTreeMap, BTreeSet};

/// Longest name that is taken over from another corpus, in bytes.
const LONGEST: usize = 100;

/// Names that Windows keeps for devices.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com1", "lpt1"];

/// A name for the file of each selected article, without an ending: the one that it had in the corpus that it came
/// from where that is plain and nobody else's, so that a corpus that comes and goes keeps its names; else outlet or
/// title, and id. No two differ in case alone.
pub(super) fn stems(selection: &Selection<'_>) -> BTreeMap<ArticleId, String> {
    let mut taken = BTreeSet::new();
    let mut name = |article: &Article| {
        let theirs = Some(article.foreign_id.clone()).filter(|name| is_plain(name));
        let stem = theirs.filter(|name| taken.insert(name.to_lowercase())).unwrap_or_else(|| own_stem(article));
        taken.insert(stem.to_lowercase());
        (article.id, stem)
    };
    selection.articles().map(|article| name(article)).collect()
}

fn own_stem(article: &Article) -> String {
    let file = text_file(&article.metadata, article.id, 1);
    let name = file.rsplit('/').next().unwrap_or_default();
    name.strip_suffix(".txt").unwrap_or(name).to_owned()
}

fn is_plain(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let first = name.chars().next().is_some_and(|c| c.is_ascii_alphanumeric());
    let device = name.split('.').next().unwrap_or_default().to_lowercase();
    first
        && name.len() <= LONGEST
        && name.chars().all(allowed)
        && !name.ends_with('.')
        && !RESERVED.contains(&device.as_str())
}

/// Id and foreign id for the article of a file: the id that its name ends with, else one that follows from name and
/// words, so that one article is one in the folders of several annotators and when it is read again.
pub(super) fn article_named(stem: &str, text: &str) -> (String, String) {
    match stem.rsplit('-').next().and_then(ArticleId::parse) {
        Some(id) if id.as_str() == stem => (stem.to_owned(), String::new()),
        Some(id) => (id.to_string(), stem.to_owned()),
        None => (id_of(&format!("{stem}\n{}", TextHash::of(text))), stem.to_owned()),
    }
}

/// An id that follows from words.
pub(super) fn id_of(words: &str) -> String {
    let hash = blake3::hash(words.as_bytes());
    let bits = hash.as_bytes().first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes));
    Id::from_bits(bits).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_other_corpora_are_kept_where_they_are_plain() {
        for plain in ["doc_001", "A-b.c", "7"] {
            assert!(is_plain(plain), "{plain}");
        }
        for wrong in ["", "../a", "a/b", ".a", "a b", "é", "con", "NUL.x", "a.", &"x".repeat(101)] {
            assert!(!is_plain(wrong), "{wrong}");
        }
    }

    #[test]
    fn articles_follow_from_names() {
        let own = article_named("axios-interview-k3f9x2m7qa", "x");
        assert_eq!(own, ("k3f9x2m7qa".into(), "axios-interview-k3f9x2m7qa".into()));
        assert_eq!(article_named("k3f9x2m7qa", "x"), ("k3f9x2m7qa".into(), String::new()));
        let theirs = article_named("doc1", "x");
        assert_eq!(theirs, article_named("doc1", "x"));
        assert!(ArticleId::parse(&theirs.0).is_some() && theirs.0 != article_named("doc1", "y").0);
    }
}
