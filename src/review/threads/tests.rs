use crate::model::{
    AnnotatorName, Contradiction, LinkStance, Project, ThreadId, ThreadRelation, ThreadRelationKind, testing,
};
use crate::review::{Coding, ThreadIndex};
use std::collections::BTreeSet;
use std::sync::Arc;

fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

/// Mentions as a plain walk over everything finds them.
fn plain(project: &Project, coding: &Coding, index: &ThreadIndex, thread: ThreadId) -> BTreeSet<String> {
    let layers = project.layers.iter().filter(|(key, _)| coding.includes(&key.annotator));
    let all = layers.flat_map(|(key, layer)| layer.annotations.values().map(move |a| (key, a)));
    all.filter(|(_, a)| a.threads.keys().any(|t| index.canonical(*t) == thread))
        .map(|(key, a)| format!("{} {} {}", key.annotator, key.article, a.id))
        .collect()
}

#[test]
fn each_mention_is_under_its_thread() {
    for seed in 0..60 {
        let project = testing::random_project(seed);
        for coding in [Coding::All, Coding::One(ana()), Coding::Several(BTreeSet::from([ana()]))] {
            let index = ThreadIndex::new(&project, &coding);
            for thread in project.all_threads().map(|(_, thread)| thread.id) {
                let canonical = index.canonical(thread);
                assert!(index.members(canonical).contains(&thread), "seed {seed}");
                assert_eq!(index.canonical(canonical), canonical);
                let mentions = index.mentions(canonical);
                let shown: BTreeSet<String> = mentions
                    .iter()
                    .map(|m| format!("{} {} {}", m.key.annotator, m.key.article, m.annotation))
                    .collect();
                assert_eq!(shown, plain(&project, &coding, &index, canonical), "seed {seed}");
                assert_eq!(shown.len(), mentions.len(), "each once");
                let dates: Vec<_> = mentions
                    .iter()
                    .map(|m| project.article(m.key.article).unwrap().metadata.published)
                    .map(|date| (date.is_none(), date))
                    .collect();
                assert!(dates.is_sorted(), "seed {seed}: {dates:?}");
            }
        }
    }
}

#[test]
fn what_is_the_same_is_one_under_the_first_made() {
    let (mut project, all) = (0..)
        .map(testing::random_project)
        .find_map(|project| {
            let book = project.threads.get(&ana()).filter(|book| book.threads.size() == 3)?;
            let mut threads: Vec<_> = book.threads.values().map(|t| (t.made, t.id)).collect();
            threads.sort_unstable();
            Some((project.clone(), threads.into_iter().map(|(_, id)| id).collect::<Vec<_>>()))
        })
        .unwrap();
    let mut book = (**project.threads.get(&ana()).unwrap()).clone();
    let ids: Vec<_> = book.relations.keys().copied().collect();
    for id in ids {
        book.relations.remove_mut(&id);
    }
    let mut makes = crate::model::IdMaker::new(1);
    let mut state = |book: &mut crate::model::ThreadBook, kind, from, to| {
        let relation = ThreadRelation { id: makes.make(), kind, from, to, reason: String::new() };
        book.relations.insert_mut(relation.id, Arc::new(relation));
    };
    state(&mut book, ThreadRelationKind::SameAs, all[2], all[1]);
    state(&mut book, ThreadRelationKind::Contradicts(Contradiction::Tension), all[0], all[1]);
    project.threads.insert_mut(ana(), Arc::new(book.clone()));
    let index = ThreadIndex::new(&project, &Coding::One(ana()));
    assert_eq!((index.canonical(all[2]), index.canonical(all[0])), (all[1], all[0]));
    assert_eq!(index.members(all[1]), [all[1], all[2]]);
    assert!(index.members(all[2]).is_empty());
    let others = Coding::One(AnnotatorName::parse("ben").unwrap());
    let theirs = ThreadIndex::new(&project, &others);
    assert_eq!(theirs.canonical(all[2]), all[2], "what Ana states counts in Ana's coding");
    state(&mut book, ThreadRelationKind::SameAs, all[1], all[0]);
    project.threads.insert_mut(ana(), Arc::new(book));
    let index = ThreadIndex::new(&project, &Coding::All);
    assert!(all.iter().all(|id| index.canonical(*id) == all[0]));
}

#[test]
fn only_what_two_have_marked_is_agreed() {
    let mut agreed = 0;
    for seed in 0..200 {
        let mut project = testing::random_project(seed);
        let Some((key, layer)) = project.layers.iter().next().map(|(k, l)| (k.clone(), Arc::clone(l))) else {
            continue;
        };
        let zoe = crate::model::LayerKey { annotator: AnnotatorName::parse("zoe").unwrap(), article: key.article };
        project.layers.insert_mut(zoe.clone(), Arc::clone(&layer));
        let coded = Coding::Agreed.layers(&project, key.article);
        let of = |key: &crate::model::LayerKey| coded.iter().find(|c| c.key == key).unwrap();
        for annotation in layer.annotations.values() {
            let placed = !annotation.fragments().is_empty();
            assert_eq!((of(&key).counts(annotation.id), of(&zoe).counts(annotation.id)), (placed, placed));
            agreed += usize::from(placed);
        }
        project.layers.remove_mut(&zoe);
        let alone: Vec<_> = project.layers.keys().filter(|k| k.article == key.article).collect();
        if alone.len() == 1 {
            assert_eq!(Coding::Agreed.layers(&project, key.article)[0].annotations().count(), 0);
        }
    }
    assert!(agreed > 20, "{agreed}");
    assert_eq!(LinkStance::For.max(LinkStance::Against), LinkStance::Against);
}
