use super::*;
use crate::edit::plan::{self, Imported};
use crate::edit::{PlanContext, PlanError, Transaction};
use crate::model::{
    AnnotatorName, Article, ArticleId, Attributes, Extra, FamilyKind, How, IdMaker, LabelId, LayerKey, Metadata,
    Project, Provenance, RelationTypeId, Revision, ThreadId, Timestamp, Zone, ZoneKind, default_codebook,
};
use crate::text::{Text, TextSpan};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

fn article(ids: &mut IdMaker, text: &str) -> Article {
    Article {
        id: ids.make(),
        foreign_id: String::new(),
        metadata: Metadata::default(),
        attributes: Attributes::new(),
        stories: BTreeSet::new(),
        zones: Vec::new(),
        earlier: Vec::new(),
        current: Revision { text: Text::new(text), file: String::new(), since: None },
        extra: Extra::new(),
    }
}

fn project(ids: &mut IdMaker, texts: &[&str]) -> (Project, Vec<ArticleId>) {
    let mut project = Project::new(ids.make(), "Test", default_codebook());
    let mut made = Vec::new();
    for text in texts {
        let article = article(ids, text);
        made.push(article.id);
        project.articles.insert_mut(article.id, Arc::new(article));
    }
    (project, made)
}

fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

fn planned(
    project: &Project,
    ids: &mut IdMaker,
    plan: impl FnOnce(&mut PlanContext<'_>) -> Result<Transaction, PlanError>,
) -> Result<Project, PlanError> {
    let (annotator, now) = (ana(), Timestamp::default());
    let mut cx = PlanContext { project, annotator: &annotator, now, ids };
    plan(&mut cx).map(|transaction| transaction.apply(project).unwrap())
}

/// Words that follow from a seed, no two seeds with a run of five in common.
fn report(seed: usize, words: usize) -> String {
    (0..words).map(|i| format!("w{seed}x{i}")).collect::<Vec<_>>().join(" ")
}

fn found(project: &Project) -> Vec<BTreeSet<ArticleId>> {
    find_reprints(project, &AtomicBool::new(false))
}

fn set<const N: usize>(ids: [ArticleId; N]) -> BTreeSet<ArticleId> {
    ids.into()
}

const WIRE: &str = "The harbour board met on Monday and said the old crane would stay where it is until the spring. \
    A spokeswoman for the board told reporters that two offers had come in, and that neither was good enough. \
    “We will not sell it for scrap,” she said, adding that the town had a say in it as well.";

#[test]
fn a_reprint_is_found_and_a_rewrite_is_not() {
    let edited = format!(
        "{}\n\nThe crane was built a hundred years ago, and is painted green.",
        WIRE.replace("on Monday", "this week").replace('“', "\"")
    );
    let rewrite = "Until spring, nothing happens to the crane at the harbour. Offers for it were too low, a spokeswoman of \
        the board let it be known this week, and scrap dealers will not get it. The town is to be asked before anything is \
        decided about the machine, which has stood on the quay for as long as anybody there remembers.";
    let (project, articles) = project(&mut IdMaker::new(1), &[WIRE, rewrite, &edited.to_uppercase(), &report(1, 80)]);
    assert_eq!(found(&project), [set([articles[0], articles[2]])]);
    let all = |i: usize| project.article(articles[i]).unwrap();
    assert!(shared(all(0), all(2)).contained() > 0.8 && shared(all(0), all(1)).contained() < 0.05);
}

#[test]
fn boilerplate_and_digests_tie_nothing() {
    let mut ids = IdMaker::new(2);
    let footer = report(9, 60);
    let (first, second) = (format!("{}\n{footer}", report(1, 30)), format!("{}\n{footer}", report(2, 30)));
    let (mut project, articles) = project(&mut ids, &[&first, &second]);
    assert_eq!(found(&project).len(), 1, "with the footer they are alike");
    for id in &articles {
        let mut article = (**project.article(*id).unwrap()).clone();
        let span = article.text().paragraphs()[1];
        article.zones = vec![Zone { kind: ZoneKind::Boilerplate, span, outlet: String::new() }];
        project.articles.insert_mut(*id, Arc::new(article));
    }
    assert_eq!(found(&project), [] as [BTreeSet<ArticleId>; 0]);
    let parts: Vec<String> = (1..=6).map(|seed| report(seed, 60)).collect();
    let texts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let digest = parts.join("\n");
    let (project, _) = self::project(&mut ids, &[&texts[..], &[&digest]].concat());
    assert_eq!(found(&project), [] as [BTreeSet<ArticleId>; 0], "what stands in a digest is not one family");
}

#[test]
fn what_was_set_by_hand_survives() {
    let mut ids = IdMaker::new(3);
    let (project, a) =
        project(&mut ids, &[WIRE, &format!("{WIRE} One more."), &format!("Two more. {WIRE}"), &report(4, 50)]);
    let groups = found(&project);
    assert_eq!(groups, [set([a[0], a[1], a[2]])]);
    let added = planned(&project, &mut ids, |cx| plan::add_reprints(cx, &groups)).unwrap();
    let families = |p: &Project| p.families.values().map(|f| f.articles.clone()).collect::<BTreeSet<_>>();
    assert_eq!(families(&added), [set([a[0], a[1], a[2]])].into());
    assert!(planned(&added, &mut ids, |cx| plan::add_reprints(cx, &groups)).is_err(), "nothing new");
    let out = planned(&added, &mut ids, |cx| plan::leave_family(cx, FamilyKind::Reprint, &set([a[2]]))).unwrap();
    assert_eq!(families(&out), [set([a[0], a[1]])].into());
    assert!(planned(&out, &mut ids, |cx| plan::add_reprints(cx, &groups)).is_err(), "taken out by hand");
    let by_hand = set([a[2], a[3]]);
    let other = planned(&added, &mut ids, |cx| plan::put_family(cx, FamilyKind::Reprint, &by_hand).map(|(t, _)| t));
    let other = other.unwrap();
    assert_eq!(families(&other), [set([a[0], a[1]]), by_hand.clone()].into());
    assert!(planned(&other, &mut ids, |cx| plan::add_reprints(cx, &groups)).is_err(), "both families stay");
    let back = planned(&out, &mut ids, |cx| plan::put_family(cx, FamilyKind::Reprint, &groups[0]).map(|(t, _)| t));
    let back = back.unwrap();
    assert_eq!((families(&back), back.info.settings.len()), ([groups[0].clone()].into(), 0));
    let gone = planned(&out, &mut ids, |cx| plan::leave_family(cx, FamilyKind::Reprint, &set([a[0]]))).unwrap();
    assert_eq!(families(&gone), [].into());
    assert!(planned(&gone, &mut ids, |cx| plan::add_reprints(cx, &groups)).is_err(), "one alone is no family");
}

#[test]
fn an_import_joins_what_is_there() {
    let mut ids = IdMaker::new(4);
    let (project, a) = project(&mut ids, &[WIRE, &format!("{WIRE} One more."), &report(4, 50)]);
    let new = [article(&mut ids, &format!("Again: {WIRE}")), article(&mut ids, &report(4, 60))];
    let (third, other) = (new[0].id, new[1].id);
    let imported = Imported { articles: new.into(), ..Imported::default() };
    let stop = AtomicBool::new(false);
    let made = reprints_of_import(&project, &imported, &mut ids, &stop);
    let sets: BTreeSet<_> = made.iter().map(|f| f.articles.clone()).collect();
    assert_eq!(sets, [set([a[0], a[1], third]), set([a[2], other])].into(), "each tie has a new article in it");
    let family =
        planned(&project, &mut ids, |cx| plan::put_family(cx, FamilyKind::Reprint, &set([a[0], a[2]])).map(|(t, _)| t));
    let project = family.unwrap();
    let made = reprints_of_import(&project, &imported, &mut ids, &stop);
    let after =
        planned(&project, &mut ids, |cx| plan::import_layers(cx, Imported { families: made, ..imported })).unwrap();
    let families: Vec<_> = after.families.values().map(|f| f.articles.clone()).collect();
    assert_eq!(families.len(), 1);
    assert!(families[0].is_superset(&set([a[0], a[2]])), "the family that was set by hand grew: {families:?}");
}

fn annotate(project: &Project, ids: &mut IdMaker, article: ArticleId, label: &str, words: &str) -> Project {
    let text = project.article(article).unwrap().text().as_str().to_owned();
    let start = text.find(words).unwrap();
    let label = LabelId::parse(label).unwrap();
    let span = TextSpan::of(start, start + words.len());
    planned(project, ids, |cx| plan::annotate(cx, article, &label, &[span], Provenance::default()).map(|(t, _)| t))
        .unwrap()
}

#[test]
fn labels_are_inherited_at_the_aligned_places() {
    let mut ids = IdMaker::new(5);
    let reprint =
        format!("Harbour news, all of it.\n{}", WIRE.replace("on Monday", "this week").replace("scrap", "parts"));
    let (project, a) = project(&mut ids, &[WIRE, &reprint]);
    let project =
        annotate(&project, &mut ids, a[0], "claim", "two offers had come in, and that neither was good enough");
    let project = annotate(&project, &mut ids, a[0], "source", "A spokeswoman for the board");
    let project = annotate(&project, &mut ids, a[0], "claim", "“We will not sell it for scrap,”");
    let project = annotate(&project, &mut ids, a[0], "event", "stay");
    let project = annotate(&project, &mut ids, a[0], "event", "Monday");
    let key = LayerKey { annotator: ana(), article: a[0] };
    let annotations = project.layer(&key).unwrap().in_text_order();
    let of = |label: &str| annotations.iter().find(|x| x.label.as_str() == label).unwrap().id;
    let kind = RelationTypeId::parse("attributed_to").unwrap();
    let pairs = [(of("claim"), of("source"))];
    let project = planned(&project, &mut ids, |cx| plan::relate(cx, a[0], &kind, &pairs)).unwrap();
    let offered = inheritable(&project, &key, a[1], &ana());
    let text = project.article(a[1]).unwrap().text();
    let words: Vec<(&str, AlignedWords)> = offered.iter().map(|o| (text.slice(o.fragments[0]), o.wording)).collect();
    assert_eq!(
        words,
        [
            ("stay", AlignedWords::Same),
            ("A spokeswoman for the board", AlignedWords::Same),
            ("two offers had come in, and that neither was good enough", AlignedWords::Same),
        ],
        "neither the day that was changed nor the quote whose end was"
    );
    let places: Vec<_> = offered.iter().map(|o| (o.annotation, o.fragments.clone())).collect();
    let after = planned(&project, &mut ids, |cx| plan::inherit(cx, &key, a[1], &places).map(|(t, _)| t)).unwrap();
    let there = after.layer(&LayerKey { annotator: ana(), article: a[1] }).unwrap();
    assert!(there.annotations.values().all(|x| x.provenance.how == How::Inherited && x.provenance.from == Some(a[0])));
    assert_eq!((there.annotations.size(), there.relations.size()), (3, 1));
    let voice = |x: &crate::model::Annotation| {
        x.attributes.iter().any(|(id, v)| id.as_str() == "voice" && v.as_text() == Some("credited"))
    };
    assert!(there.annotations.values().any(|x| voice(x)), "worked out from the arrow");
    assert_eq!(inheritable(&after, &key, a[1], &ana()), [], "what is there is not offered again");
    assert!(planned(&after, &mut ids, |cx| plan::inherit(cx, &key, a[1], &places).map(|(t, _)| t)).is_err());
}

#[test]
fn rewrites_bring_the_same_claims_in_the_same_order() {
    let mut ids = IdMaker::new(6);
    let (project, a) = project(&mut ids, &["a", "b", "c", "d"]);
    let t: Vec<ThreadId> = (0..6).map(|_| ids.make()).collect();
    let mut claims: BTreeMap<ArticleId, Vec<ThreadId>> = BTreeMap::new();
    claims.insert(a[0], vec![t[0], t[1], t[2], t[3]]);
    claims.insert(a[1], vec![t[0], t[5], t[1], t[3]]);
    claims.insert(a[2], vec![t[3], t[2], t[1], t[0]]);
    claims.insert(a[3], vec![t[0], t[1]]);
    let offers = offered_rewrites(&project, &claims);
    let pair = set([a[0], a[1]]);
    assert_eq!(offers.iter().map(|o| BTreeSet::from(o.articles)).collect::<Vec<_>>(), std::slice::from_ref(&pair));
    assert_eq!((&offers[0].claims[..], offers[0].of), (&[t[0], t[1], t[3]][..], 4));
    let told =
        planned(&project, &mut ids, |cx| plan::put_family(cx, FamilyKind::Rewrite, &pair).map(|(t, _)| t)).unwrap();
    assert_eq!(offered_rewrites(&told, &claims), [], "they are rewrites already");
    claims.insert(a[3], vec![t[0], t[1], t[2], t[3]]);
    assert!(!offered_rewrites(&told, &claims).is_empty());
    let copies = set([a[0], a[3]]);
    let put = |cx: &mut PlanContext<'_>| plan::put_family(cx, FamilyKind::Reprint, &copies).map(|(t, _)| t);
    let reprinted = planned(&told, &mut ids, put).unwrap();
    assert_eq!(offered_rewrites(&reprinted, &claims), [], "a reprint of one is no news");
}

/// Words from few, so that runs repeat.
fn some_words(most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec("[a-e]", 0..most).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn runs_have_the_same_words_on_both_sides(first in some_words(60), second in some_words(60)) {
        let mut ids = IdMaker::new(7);
        let (first, second) = (article(&mut ids, &first), article(&mut ids, &second));
        let mut end = 0;
        for block in blocks(&first, &second) {
            prop_assert_eq!(first.text().slice(block.first), second.text().slice(block.second));
            prop_assert!(block.first.start().get() >= end && block.first.len() >= 9, "in order, five words at least");
            end = block.first.end().get();
        }
        let whole = blocks(&first, &first);
        let expected = usize::from(first.text().as_str().split(' ').filter(|w| !w.is_empty()).count() >= 5);
        prop_assert_eq!(whole.len(), expected, "a text is one run of itself");
    }

    #[test]
    fn families_do_not_hang_on_order_and_hold_only_what_shares_text(
        picks in proptest::collection::vec((0_usize..4, 0_usize..12), 2..8), seed in 1_u64..1000,
    ) {
        let texts: Vec<String> = picks.iter().map(|(of, cut)| {
            report(*of, 60).split(' ').skip(*cut).collect::<Vec<_>>().join(" ")
        }).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (project, articles) = project(&mut IdMaker::new(seed), &texts);
        let mut expected: BTreeMap<usize, BTreeSet<ArticleId>> = BTreeMap::new();
        for ((of, _), id) in picks.iter().zip(&articles) {
            expected.entry(*of).or_default().insert(*id);
        }
        let expected: BTreeSet<_> = expected.into_values().filter(|group| group.len() > 1).collect();
        prop_assert_eq!(found(&project).into_iter().collect::<BTreeSet<_>>(), expected);
    }
}
