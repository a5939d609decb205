//! Dividing articles into parts for training and testing, so that no two parts share a text.

use super::problem::ExportError;
use crate::model::{ArticleId, Project};
use std::collections::{BTreeMap, BTreeSet};

/// Names of the parts, in the order of the shares.
pub(super) const PARTS: [&str; 3] = ["train", "dev", "test"];

/// Shares of the parts in percent, from `80,10,10` or `90,10`.
pub(super) fn shares(written: &str) -> Result<Vec<u32>, ExportError> {
    let shares: Option<Vec<u32>> = written.split(',').map(|share| share.trim().parse().ok()).collect();
    shares
        .filter(|shares| (2..=PARTS.len()).contains(&shares.len()))
        .filter(|shares| shares.iter().try_fold(0_u32, |sum, share| sum.checked_add(*share)) == Some(100))
        .ok_or_else(|| {
            let what = format!("split takes two or three shares that make 100, such as 80,10,10, not {written:?}");
            ExportError::Setting(what)
        })
}

/// Divides articles by the shares. Articles of one family, reprints and rewrites alike, and articles with the same text
/// stay together; the larger groups are placed first, each where most is missing, equal ones in an order that the seed
/// shuffles. The same articles, families and seed give the same parts.
pub(super) fn split(
    project: &Project,
    articles: &BTreeSet<ArticleId>,
    shares: &[u32],
    seed: &str,
) -> Vec<BTreeSet<ArticleId>> {
    let mut groups = groups(project, articles);
    groups.sort_by_cached_key(|group| {
        let first = group.first().map(ArticleId::to_string).unwrap_or_default();
        (std::cmp::Reverse(group.len()), *blake3::hash(format!("{seed}/{first}").as_bytes()).as_bytes())
    });
    let mut parts: Vec<BTreeSet<ArticleId>> = vec![BTreeSet::new(); shares.len()];
    let total = articles.len();
    for group in groups {
        // Percent of an article that a part lacks (signed: it may have too much); of equal ones the first.
        let lack = |at: usize, part: &BTreeSet<ArticleId>| {
            let share = shares.get(at).copied().unwrap_or_default() as usize;
            (share * total).cast_signed() - (part.len() * 100).cast_signed()
        };
        let best = parts.iter().enumerate().max_by_key(|(at, part)| (lack(*at, part), std::cmp::Reverse(*at)));
        let best = best.map(|(at, _)| at).unwrap_or_default();
        if let Some(part) = parts.get_mut(best) {
            part.extend(group);
        }
    }
    parts
}

/// Articles that must stay together, each group in order of ids.
fn groups(project: &Project, articles: &BTreeSet<ArticleId>) -> Vec<Vec<ArticleId>> {
    let mut parent: BTreeMap<ArticleId, ArticleId> = articles.iter().map(|id| (*id, *id)).collect();
    let mut by_text: BTreeMap<[u8; 32], ArticleId> = BTreeMap::new();
    for id in articles {
        let Some(article) = project.article(*id) else { continue };
        let hash = *blake3::hash(article.text().as_str().as_bytes()).as_bytes();
        let first = *by_text.entry(hash).or_insert(*id);
        join(&mut parent, first, *id);
    }
    for family in project.families.values() {
        let mut members = family.articles.iter().filter(|id| articles.contains(id));
        if let Some(first) = members.next() {
            for other in members {
                join(&mut parent, *first, *other);
            }
        }
    }
    let mut groups: BTreeMap<ArticleId, Vec<ArticleId>> = BTreeMap::new();
    for id in articles {
        let root = root(&mut parent, *id);
        groups.entry(root).or_default().push(*id);
    }
    groups.into_values().collect()
}

fn root(parent: &mut BTreeMap<ArticleId, ArticleId>, mut id: ArticleId) -> ArticleId {
    while let Some(up) = parent.get(&id).copied().filter(|up| *up != id) {
        // Halves the way for the next one that asks.
        let higher = parent.get(&up).copied().unwrap_or(up);
        parent.insert(id, higher);
        id = up;
    }
    id
}

fn join(parent: &mut BTreeMap<ArticleId, ArticleId>, a: ArticleId, b: ArticleId) {
    let (a, b) = (root(parent, a), root(parent, b));
    if a != b {
        parent.insert(a.max(b), a.min(b));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::random_project;
    use proptest::prelude::*;

    #[test]
    fn shares_make_a_hundred() {
        assert_eq!(shares("80, 10,10").unwrap(), [80, 10, 10]);
        assert_eq!(shares("90,10").unwrap(), [90, 10]);
        for wrong in ["", "100", "50,40", "50,50,0,0", "a,b", "4294967295,101", "-10,110"] {
            assert!(shares(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn families_are_never_parted(seed in 0..200_u64, words in "[a-c]{0,2}") {
            let project = random_project(seed);
            let articles: BTreeSet<ArticleId> = project.articles.keys().copied().collect();
            let parts = split(&project, &articles, &[80, 10, 10], &words);
            prop_assert_eq!(parts.iter().map(BTreeSet::len).sum::<usize>(), articles.len());
            prop_assert_eq!(parts.iter().flatten().copied().collect::<BTreeSet<_>>(), articles.clone());
            for family in project.families.values() {
                let with = parts.iter().filter(|part| family.articles.iter().any(|id| part.contains(id)));
                prop_assert!(with.count() <= 1);
            }
            prop_assert_eq!(split(&project, &articles, &[80, 10, 10], &words), parts);
        }
    }
}
