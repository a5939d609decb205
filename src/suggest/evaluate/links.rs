//! Claim to source, end to end, and fragments joined.

use super::matching::{one_to_one, overlap, paired};
use super::{Answer, Mark};
use crate::model::LabelId;
use crate::text::TextSpan;
use std::collections::BTreeSet;

/// For each proposed mark of one label the mark of the corpus that it is paired with: by all their characters together.
fn whole_marks(text: &str, gold: &[Mark], proposed: &[Mark], counting: &[bool], label: &LabelId) -> Vec<Option<usize>> {
    let ours = proposed.iter().enumerate().zip(counting).filter(|((_, mark), counts)| **counts && mark.label == *label);
    let mut pairs = Vec::new();
    for ((p, mark), _) in ours {
        for (g, other) in gold.iter().enumerate().filter(|(_, other)| other.label == *label) {
            let share = share_of_all(text, &mark.fragments, &other.fragments);
            if share >= 0.5 {
                pairs.push((share, p, g));
            }
        }
    }
    one_to_one(pairs, proposed.len())
}

/// Intersection over union of characters of two lists of fragments.
fn share_of_all(text: &str, a: &[TextSpan], b: &[TextSpan]) -> f64 {
    if let ([one], [other]) = (a, b) {
        return overlap(text, *one, *other);
    }
    let chars = |span: TextSpan| span.slice(text).chars().count();
    let both: usize = a.iter().flat_map(|x| b.iter().filter_map(|y| x.intersection(*y))).map(chars).sum();
    let all: usize = a.iter().chain(b).map(|span| chars(*span)).sum();
    both as f64 / (all - both).max(1) as f64
}

/// Links proposed, links in the corpus, and links in both: claim and source each paired with the corpus's.
pub(super) fn attributed(
    text: &str,
    gold: &Answer,
    proposed: &Answer,
    counting: &[bool],
    [claim, source]: [&LabelId; 2],
) -> [usize; 3] {
    let claims = whole_marks(text, &gold.marks, &proposed.marks, counting, claim);
    let sources = whole_marks(text, &gold.marks, &proposed.marks, counting, source);
    let known: BTreeSet<(usize, usize)> = gold.links.iter().copied().collect();
    let count = |number: usize| counting.get(number) == Some(&true);
    let ours: BTreeSet<(usize, usize)> =
        proposed.links.iter().copied().filter(|(from, to)| count(*from) && count(*to)).collect();
    let partner = |side: &[Option<usize>], number: usize| side.get(number).copied().flatten();
    let right = ours.iter().filter(|(from, to)| {
        let pair = partner(&claims, *from).zip(partner(&sources, *to));
        pair.is_some_and(|pair| known.contains(&pair))
    });
    [ours.len(), known.len(), right.count()]
}

/// Marks of several fragments: proposed, in the corpus, and those of the corpus whose fragments a proposal joins right.
pub(super) fn joined(text: &str, gold: &[&Mark], proposed: &[&Mark]) -> [usize; 3] {
    let several = |marks: &[&Mark]| marks.iter().filter(|mark| mark.fragments.len() > 1).count();
    let right = gold.iter().filter(|mark| mark.fragments.len() > 1).filter(|mark| {
        proposed.iter().filter(|p| p.fragments.len() == mark.fragments.len()).any(|p| {
            let pairs = paired(text, &mark.fragments, &p.fragments);
            pairs.iter().enumerate().all(|(number, pair)| *pair == Some(number))
        })
    });
    [several(proposed), several(gold), right.count()]
}
