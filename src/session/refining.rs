//! What a slower suggester finds takes the place of what a quicker one showed, without anything jumping under the cursor:
//! a suggestion that stays keeps its name, and the one that is being looked at stays as it is.

use crate::model::{IdMaker, SuggestedRelation, Suggestion, SuggestionId, SuggestionSet, is_one_place};
use crate::text::TextSpan;
use std::collections::{BTreeMap, BTreeSet};

/// `new` in the place of `shown`. `within` is the part of the text that `new` is about; what is shown elsewhere stays.
/// `picked` is being looked at, and stays with the sources that come along with it.
pub fn refined(
    shown: &SuggestionSet,
    new: &SuggestionSet,
    within: Option<TextSpan>,
    picked: Option<SuggestionId>,
) -> SuggestionSet {
    if shown.text != new.text || shown.article != new.article {
        return new.clone();
    }
    let stays = staying(shown, picked);
    let elsewhere = |suggestion: &Suggestion| {
        within.is_some_and(|within| suggestion.cover().is_none_or(|cover| !within.overlaps(cover)))
    };
    let kept: Vec<&Suggestion> =
        shown.suggestions.iter().filter(|one| stays.contains(&one.id) || elsewhere(one)).collect();
    let mut names = Names::new(shown, new, &kept);
    let mut suggestions: Vec<Suggestion> = kept.iter().map(|one| (*one).clone()).collect();
    for one in &new.suggestions {
        if let Some(id) = names.name(one) {
            suggestions.push(Suggestion { id, ..one.clone() });
        }
    }
    suggestions.sort_by(|a, b| a.cover().cmp(&b.cover()).then_with(|| a.label.cmp(&b.label)));
    let relations = relations(shown, new, &kept, &names.of);
    SuggestionSet { article: new.article, text: new.text, made: new.made.clone(), suggestions, relations }
}

/// The one that is looked at, and the sources that come along.
fn staying(shown: &SuggestionSet, picked: Option<SuggestionId>) -> BTreeSet<SuggestionId> {
    let Some(picked) = picked.filter(|id| shown.get(*id).is_some()) else { return BTreeSet::new() };
    let along = shown.relations.iter().filter(|relation| relation.from == picked).map(|relation| relation.to);
    along.chain([picked]).collect()
}

/// Names of new suggestions: those of the shown ones that they stand for, else new ones.
struct Names<'a> {
    shown: &'a SuggestionSet,
    new: &'a SuggestionSet,
    kept: &'a [&'a Suggestion],
    taken: BTreeSet<SuggestionId>,
    fresh: IdMaker,
    /// What each new one is called now.
    of: BTreeMap<SuggestionId, SuggestionId>,
}

fn says_the_same(a: &Suggestion, b: &Suggestion) -> bool {
    a.label == b.label && is_one_place(&a.fragments, &b.fragments)
}

impl<'a> Names<'a> {
    fn new(shown: &'a SuggestionSet, new: &'a SuggestionSet, kept: &'a [&'a Suggestion]) -> Self {
        // Other than those of the first answer, which begin with the article's own seed.
        let seed = shown.suggestions.iter().fold(0x5851_F42D_4C95_7F2D_u64, |seed, one| {
            one.id.as_str().bytes().fold(seed, |seed, byte| (seed ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
        });
        let taken = kept.iter().map(|one| one.id).collect();
        Self { shown, new, kept, taken, fresh: IdMaker::new(seed), of: BTreeMap::new() }
    }

    /// The name of a new one; `None` where one that stays says the same.
    fn name(&mut self, new: &Suggestion) -> Option<SuggestionId> {
        let stands = |one: &&&Suggestion| one.label == new.label && self.new.is_meant(new, &one.fragments);
        if let Some(same) = self.kept.iter().find(stands) {
            self.of.insert(new.id, same.id);
            return None;
        }
        let free = |one: &&Suggestion| !self.taken.contains(&one.id);
        let same = |one: &&Suggestion| one.label == new.label && one.fragments == new.fragments;
        let all = || self.shown.suggestions.iter().filter(free);
        let known = all().find(same).or_else(|| all().find(|one| says_the_same(one, new))).map(|one| one.id);
        let id = known.unwrap_or_else(|| self.unused());
        self.taken.insert(id);
        self.of.insert(new.id, id);
        Some(id)
    }

    fn unused(&mut self) -> SuggestionId {
        loop {
            let id: SuggestionId = self.fresh.make();
            if self.shown.get(id).is_none() && !self.taken.contains(&id) {
                return id;
            }
        }
    }
}

/// Relations of the new ones by their names now, and those among what stays.
fn relations(
    shown: &SuggestionSet,
    new: &SuggestionSet,
    kept: &[&Suggestion],
    of: &BTreeMap<SuggestionId, SuggestionId>,
) -> Vec<SuggestedRelation> {
    let stays: BTreeSet<SuggestionId> = kept.iter().map(|one| one.id).collect();
    let both = |relation: &&SuggestedRelation| stays.contains(&relation.from) && stays.contains(&relation.to);
    let mut found: Vec<SuggestedRelation> = shown.relations.iter().filter(both).cloned().collect();
    for relation in &new.relations {
        let (Some(from), Some(to)) = (of.get(&relation.from), of.get(&relation.to)) else { continue };
        // The sources of one that stays stay, too.
        if !stays.contains(from) || !found.iter().any(|known| known.from == *from) {
            found.push(SuggestedRelation { from: *from, to: *to, ..relation.clone() });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{LabelId, RelationTypeId};
    use crate::text::TextHash;

    fn set(from: u64, of: &[(&str, usize, usize)], relations: &[(usize, usize)]) -> SuggestionSet {
        let mut ids = IdMaker::new(from);
        let one = |(label, start, end): &(&str, usize, usize), id| {
            Suggestion::new(id, LabelId::parse(label).unwrap(), vec![TextSpan::of(*start, *end)], 0.8, "rules")
        };
        let suggestions: Vec<Suggestion> = of.iter().map(|one_of| one(one_of, ids.make())).collect();
        let relation = |(from, to): &(usize, usize)| SuggestedRelation {
            kind: RelationTypeId::parse("attributed_to").unwrap(),
            from: suggestions[*from].id,
            to: suggestions[*to].id,
            score: 0.9,
            by: "rules".into(),
        };
        let relations = relations.iter().map(relation).collect();
        SuggestionSet {
            article: IdMaker::new(1).make(),
            text: TextHash::of("x"),
            made: "m".into(),
            suggestions,
            relations,
        }
    }

    fn places(set: &SuggestionSet) -> Vec<(usize, usize)> {
        set.suggestions.iter().filter_map(Suggestion::cover).map(|c| (c.start().get(), c.end().get())).collect()
    }

    #[test]
    fn what_stays_keeps_its_name_and_what_is_looked_at_its_place() {
        let shown = set(1, &[("claim", 0, 20), ("source", 24, 30), ("claim", 40, 60)], &[(0, 1)]);
        let new = set(1, &[("source", 24, 30), ("claim", 41, 62), ("event", 50, 55)], &[(1, 0)]);
        let now = refined(&shown, &new, None, None);
        assert_eq!(places(&now), [(24, 30), (41, 62), (50, 55)]);
        assert_eq!(now.suggestions[0].id, shown.suggestions[1].id);
        assert_eq!(now.suggestions[1].id, shown.suggestions[2].id, "much the same place, moved a little");
        assert!(shown.get(now.suggestions[2].id).is_none(), "a new one has a new name");
        assert_eq!((now.relations[0].from, now.relations[0].to), (now.suggestions[1].id, now.suggestions[0].id));
        let picked = shown.suggestions[0].id;
        let now = refined(&shown, &new, None, Some(picked));
        assert_eq!(places(&now), [(0, 20), (24, 30), (41, 62), (50, 55)]);
        assert_eq!(now.get(picked), shown.get(picked));
        assert_eq!(now.relations.len(), 2, "its source comes along, and that of the other is new");
        let picked = shown.suggestions[2].id;
        let now = refined(&shown, &new, None, Some(picked));
        assert_eq!(now.get(picked).and_then(Suggestion::cover), Some(TextSpan::of(40, 60)), "it does not move");
        assert_eq!(refined(&now, &now, None, Some(picked)), now);
    }

    #[test]
    fn what_a_part_is_not_about_stays() {
        let shown = set(1, &[("claim", 0, 20), ("claim", 40, 60), ("claim", 80, 90)], &[]);
        let new = set(3, &[("claim", 30, 35)], &[]);
        assert_eq!(places(&refined(&shown, &new, Some(TextSpan::of(25, 70)), None)), [(0, 20), (30, 35), (80, 90)]);
        let other = SuggestionSet { text: TextHash::of("y"), ..new.clone() };
        assert_eq!(refined(&shown, &other, None, None), other);
    }
}
