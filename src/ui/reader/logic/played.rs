//! The sample articles labelled by keys alone, as somebody would who knows the keys: what comes of it is the layer that
//! is stored, and a claim with its source and arrow takes few keys.

mod player;
mod screen;

use crate::model::{Annotation, AnnotationId, AnnotatorName, Layer, Project, Relation};
use crate::text::Text;
use crate::ui::reader::Extend;
use player::Player;
use screen::ROWS;
use std::collections::{BTreeMap, BTreeSet};

/// Labels everything that a layer has on these annotations, in text order, with its arrows.
fn play(player: &mut Player, layer: &Layer, annotations: &[&Annotation]) {
    let mut made: BTreeMap<AnnotationId, AnnotationId> = BTreeMap::new();
    let mut left: Vec<Relation> = layer.relations.values().map(|r| (**r).clone()).collect();
    let known: BTreeSet<AnnotationId> = annotations.iter().map(|a| a.id).collect();
    left.retain(|r| known.contains(&r.from) && known.contains(&r.to));
    for annotation in annotations {
        let id = player.label(annotation.fragments(), &annotation.label);
        made.insert(annotation.id, id);
        let (ready, rest): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|r| made.contains_key(&r.from) && made.contains_key(&r.to));
        left = rest;
        let mut ready: Vec<Relation> =
            ready.into_iter().map(|r| Relation { from: made[&r.from], to: made[&r.to], ..r }).collect();
        let attributed = ready.iter().filter(|r| r.kind.as_str() == "attributed_to").map(|r| (r.from, r.to)).collect();
        let drawn = player.answer(&attributed);
        ready.retain(|r| r.kind.as_str() != "attributed_to" || !drawn.contains(&(r.from, r.to)));
        for relation in ready {
            if !player.relate(&relation) {
                player.pick(relation.from);
                if !player.relate(&relation) {
                    // From below, what is above comes into view with it.
                    player.pick(relation.to);
                    assert!(player.relate(&relation), "no number for {relation:?}");
                }
            }
        }
    }
}

/// Labels and fragments, and arrows by what they join.
fn told(layer: &Layer, text: &Text) -> Vec<String> {
    let words = |id: &AnnotationId| {
        let a = &layer.annotations.get(id).unwrap();
        format!("{} {:?} {:?}", a.label, a.fragments().iter().map(|f| f.range()).collect::<Vec<_>>(), a.words(text))
    };
    let mut all: Vec<String> = layer.annotations.keys().map(words).collect();
    all.extend(layer.relations.values().map(|r| format!("{} – {} – {}", words(&r.from), r.kind, words(&r.to))));
    all.sort();
    all
}

fn sample() -> Project {
    let home = tempfile::tempdir().unwrap();
    let folder = crate::session::samples::copy("caracas_call", home.path()).unwrap();
    let loaded = crate::store::open(&folder, None, crate::store::Access::ReadOnly).unwrap();
    assert_eq!(loaded.problems, []);
    loaded.project
}

#[expect(clippy::print_stdout, reason = "the counts are worth reading")]
#[test]
fn whole_articles_by_keys_alone_leave_the_stored_layers() {
    let project = sample();
    let mut said = Vec::new();
    for (key, layer) in &project.layers {
        let mut player = Player::new(&project, key);
        let annotations: Vec<&Annotation> = layer.in_text_order().into_iter().map(|a| &**a).collect();
        play(&mut player, layer, &annotations);
        let made = player.session.project().layer(key).unwrap();
        let (made, stored) = (told(made, &player.text), told(layer, &player.text));
        let missing: Vec<_> = stored.iter().filter(|line| !made.contains(line)).collect();
        let extra: Vec<_> = made.iter().filter(|line| !stored.contains(line)).collect();
        assert_eq!((missing, extra), (Vec::new(), Vec::new()), "{} on {}", key.annotator, key.article);
        said.push(format!(
            "{} {}: {} keys for {} annotations and {} arrows",
            key.annotator,
            key.article,
            player.pressed,
            annotations.len(),
            layer.relations.size()
        ));
    }
    println!("{}", said.join("\n"));
    assert_eq!(said.len(), 11, "Ana's nine articles, and Ben's two");
}

#[expect(clippy::print_stdout, reason = "the counts are worth reading")]
#[test]
fn a_claim_its_source_and_the_arrow_take_few_keys() {
    let project = sample();
    let ana = AnnotatorName::parse("ana").unwrap();
    let mut counts: Vec<(usize, String)> = Vec::new();
    for (key, layer) in project.layers.iter().filter(|(key, _)| key.annotator == ana) {
        let text = project.article(key.article).unwrap().text().clone();
        let paragraph = |a: &Annotation| text.index().paragraph_at(a.cover().unwrap().start());
        for claim in layer.annotations.values().filter(|a| a.label.as_str() == "claim") {
            let sources =
                layer.relations_of(claim.id).filter(|r| r.from == claim.id && r.kind.as_str() == "attributed_to");
            let sources: Vec<&Annotation> = sources.map(|r| &**layer.annotations.get(&r.to).unwrap()).collect();
            let [source] = sources.as_slice() else { continue };
            if paragraph(claim) != paragraph(source) {
                continue;
            }
            let mut player = Player::new(&project, key);
            let start = text.paragraphs()[paragraph(claim).unwrap()].start();
            player.state.place(start, Extend::No);
            player.screen.top.set(player.screen.row(start).saturating_sub(ROWS / 3));
            let mut both: Vec<&Annotation> = vec![claim, source];
            both.sort_by_key(|a| a.cover().map(|c| (c.start(), std::cmp::Reverse(c.end()))));
            play(&mut player, layer, &both);
            let made = player.session.project().layer(key).unwrap();
            assert_eq!((made.annotations.size(), made.relations.size()), (2, 1));
            counts.push((player.pressed, claim.words(&text)));
        }
    }
    counts.sort();
    let median = counts[counts.len() / 2].0;
    for (keys, claim) in &counts {
        println!("{keys:3}  {claim}");
    }
    println!("{} claims: median {median} keys, most {}", counts.len(), counts.last().unwrap().0);
    assert!(counts.len() >= 50 && median <= 14, "{} claims, median {median}", counts.len());
}
