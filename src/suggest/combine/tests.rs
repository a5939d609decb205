//! Proposals of several suggesters become one list.

use super::*;
use crate::suggest::Reason;

fn proposal(label: &str, by: &'static str, score: f64, spans: &[(usize, usize)]) -> Proposal {
    let mut proposal =
        Proposal::new(LabelId::parse(label).unwrap(), TextSpan::of(0, 0), score, by, Reason::new(format!("by {by}")));
    proposal.fragments = spans.iter().map(|(a, b)| TextSpan::of(*a, *b)).collect();
    proposal
}

fn part(items: Vec<Proposal>, links: &[(usize, usize)]) -> Proposals {
    let links =
        links.iter().map(|(claim, source)| ProposedLink { claim: *claim, source: *source, score: 0.9, by: "rules" });
    Proposals { items, links: links.collect() }
}

const TEXT: &str = "The mayor said that the bridge is shut, and Ana Fry left.";

#[test]
fn the_same_place_is_one_proposal_with_the_reasons_of_all() {
    let document = Document::new(TEXT, &[], Some("en"));
    let rules = part(
        vec![proposal("claim", "rules", 0.6, &[(20, 38)]), proposal("source", "rules", 0.7, &[(0, 9)])],
        &[(0, 1)],
    );
    let model =
        part(vec![proposal("claim", "model", 0.8, &[(15, 39)]), proposal("event", "model", 0.5, &[(52, 56)])], &[]);
    let all = combine(&document, vec![rules, model]);
    let shown: Vec<(&str, &str)> = all.items.iter().map(|i| (i.label.as_str(), i.cover().slice(TEXT))).collect();
    assert_eq!(shown, [("source", "The mayor"), ("claim", "the bridge is shut"), ("event", "left")]);
    let claim = &all.items[1];
    assert_eq!((claim.by, claim.also.as_slice()), ("model", ["rules"].as_slice()));
    assert!(claim.score > 0.8 && claim.score < 1.0 && claim.reason.as_str() == "by model; by rules");
    assert_eq!(all.links.iter().map(|l| (l.claim, l.source)).collect::<Vec<_>>(), [(1, 0)]);
}

#[test]
fn what_crosses_a_surer_one_goes_and_what_lies_inside_stays() {
    let document = Document::new(TEXT, &[], Some("en"));
    let rules = part(vec![proposal("claim", "rules", 0.9, &[(20, 38)])], &[]);
    let model =
        part(vec![proposal("claim", "model", 0.5, &[(31, 56)]), proposal("claim", "model", 0.4, &[(24, 30)])], &[]);
    let all = combine(&document, vec![rules, model]);
    let shown: Vec<&str> = all.items.iter().map(|i| i.cover().slice(TEXT)).collect();
    assert_eq!(shown, ["the bridge is shut", "bridge"]);
}

#[test]
fn a_claim_in_a_claim_is_not_taken_for_the_outer_one() {
    let text = "The Tide wrote that Fry said the old bridge over the river is shut for good.";
    let at = |words: &str| (text.find(words).unwrap(), text.find(words).unwrap() + words.len());
    let document = Document::new(text, &[], Some("en"));
    let outer = at("Fry said the old bridge over the river is shut for good");
    let inner = at("the old bridge over the river is shut for good");
    let rules = part(vec![proposal("claim", "rules", 0.7, &[outer]), proposal("claim", "rules", 0.8, &[inner])], &[]);
    let model = part(vec![proposal("claim", "model", 0.9, &[outer])], &[]);
    let all = combine(&document, vec![rules, model]);
    assert_eq!(all.items.iter().map(|i| (i.by, i.also.len())).collect::<Vec<_>>(), [("model", 1), ("rules", 0)]);
}

#[test]
fn events_of_the_model_are_weighed_by_the_codebook() {
    let document = Document::new(TEXT, &[], Some("en"));
    let parts = || {
        let rules = part(vec![proposal("event", "rules", 0.6, &[(52, 56)])], &[]);
        let model =
            part(vec![proposal("event", "model", 0.9, &[(52, 56)]), proposal("event", "model", 0.9, &[(10, 14)])], &[]);
        vec![rules, model]
    };
    let kept = |sense| {
        let all = combine_as(&document, parts(), Guideline { events: sense, ..Guideline::default() }).items;
        all.iter().filter(|i| i.score > 0.45).map(|i| i.cover().slice(TEXT)).collect::<Vec<_>>()
    };
    assert_eq!(kept(EventSense::Codebook), ["left"]);
    assert_eq!(kept(EventSense::EveryVerb), ["said", "left"]);
}

#[test]
fn a_broken_claim_is_told_whole_and_a_claim_without_a_source_gets_one() {
    let text = "“The bridge,” the mayor said, “is shut.”";
    let at = |words: &str| (text.find(words).unwrap(), text.find(words).unwrap() + words.len());
    let document = Document::new(text, &[], Some("en"));
    let model = part(
        vec![
            proposal("claim", "model", 0.8, &[at("“The bridge,”")]),
            proposal("source", "model", 0.8, &[at("the mayor")]),
        ],
        &[],
    );
    let rules = part(vec![proposal("claim", "rules", 0.6, &[at("“The bridge,”"), at("“is shut.”")])], &[]);
    let all = combine(&document, vec![model, rules]);
    assert_eq!((all.items.len(), all.items[0].fragments.len()), (2, 2));
    assert_eq!(all.links.len(), 1);
}

#[test]
fn what_the_deep_suggester_finds_likely_has_its_edges() {
    let document = Document::new(TEXT, &[], Some("en"));
    let rules =
        || part(vec![proposal("claim", "rules", 0.9, &[(20, 34)]), proposal("event", "rules", 0.8, &[(52, 56)])], &[]);
    let with =
        |score: f64| combine(&document, vec![rules(), part(vec![proposal("claim", "deep", score, &[(20, 38)])], &[])]);
    let sure = with(0.6);
    let claim = &sure.items[0];
    assert_eq!(
        (claim.cover().slice(TEXT), claim.by, claim.also.as_slice()),
        ("the bridge is shut", "deep", ["rules"].as_slice())
    );
    assert!(claim.score > 0.6);
    assert!((sure.items[1].score - 0.8).abs() < 1e-9, "events of the codebook are left to rules");
    assert_eq!(with(0.3).items[0].cover().slice(TEXT), "the bridge is", "what it doubts itself does not win");
}

#[test]
fn what_one_side_alone_sees_is_doubted_beside_the_deep_suggester() {
    let document = Document::new(TEXT, &[], Some("en"));
    let parts = || {
        let inner = [proposal("claim", "rules", 0.9, &[(20, 38)]), proposal("claim", "rules", 0.9, &[(44, 57)])];
        let deep = [
            proposal("claim", "deep", 0.9, &[(0, 38)]),
            proposal("source", "deep", 0.9, &[(44, 51)]),
            proposal("event", "deep", 0.9, &[(10, 14)]),
        ];
        vec![part(inner.to_vec(), &[]), part(deep.to_vec(), &[])]
    };
    let scores = |guideline| -> Vec<i64> {
        let all = combine_as(&document, parts(), guideline).items;
        all.iter().map(|item| (item.score * 1000.0).round() as i64).collect()
    };
    // In the order of the text: what it alone sees, its event, the claim in a claim, which keeps its score, a claim that it
    // does not see, and a source of its own.
    assert_eq!(scores(Guideline::default()), [720, 270, 900, 720, 720]);
    let news = Guideline { events: EventSense::EveryVerb, claims: ClaimSense::Quotation };
    assert_eq!(scores(news), [855, 900, 900, 270, 765]);
    // A claim that two of the others see is doubted less than one of theirs alone.
    let agreed = || {
        let [rules, deep] = [0, 1].map(|at| parts().swap_remove(at));
        vec![rules, part(vec![proposal("claim", "model", 0.9, &[(44, 57)])], &[]), deep]
    };
    let last = |guideline| {
        let all = combine_as(&document, agreed(), guideline).items;
        let claim = all.into_iter().rfind(|item| item.label.as_str() == "claim").unwrap();
        (claim.also.len(), (claim.score * 1000.0).round() as i64)
    };
    // 1 − 0.1 · (1 − 0.45 · 0.9) is 0.9405.
    assert_eq!((last(news), last(Guideline::default())), ((1, 658), (1, 752)));
    let alone = combine(&document, parts().into_iter().skip(1).collect()).items;
    assert_eq!(alone.iter().map(|item| item.score).collect::<Vec<_>>(), [0.9; 3], "alone it is taken at its word");
}

#[test]
fn events_that_the_deep_suggester_does_not_see_are_doubted_where_every_verb_is_one() {
    let document = Document::new(TEXT, &[], Some("en"));
    let score = |guideline| {
        let rules = part(vec![proposal("event", "rules", 0.9, &[(52, 56)])], &[]);
        let deep = part(vec![proposal("source", "deep", 0.9, &[(0, 9)])], &[]);
        let all = combine_as(&document, vec![rules, deep], guideline).items;
        (all.last().unwrap().score * 1000.0).round() as i64
    };
    assert_eq!(score(Guideline::default()), 900);
    assert_eq!(score(Guideline { events: EventSense::EveryVerb, ..Guideline::default() }), 540);
}

#[test]
fn a_link_that_several_see_is_told_once() {
    let document = Document::new(TEXT, &[], Some("en"));
    let both = |by| {
        let items = vec![proposal("claim", by, 0.8, &[(20, 38)]), proposal("source", by, 0.8, &[(0, 9)])];
        part(items, &[(0, 1)])
    };
    assert_eq!(combine(&document, vec![both("rules"), both("model")]).links.len(), 1);
}

#[test]
fn fragments_that_the_deep_suggester_reads_apart_become_one_claim_with_its_edges() {
    let text = "“The bridge,” the mayor said, “is shut.”";
    let at = |words: &str| (text.find(words).unwrap(), text.find(words).unwrap() + words.len());
    let document = Document::new(text, &[], Some("en"));
    let (first, last, source) = (at("“The bridge,”"), at("is shut"), at("the mayor"));
    let deep = part(
        vec![
            proposal("claim", "deep", 0.9, &[first]),
            proposal("claim", "deep", 0.8, &[last]),
            proposal("source", "deep", 0.9, &[source]),
        ],
        &[],
    );
    let rules = part(
        vec![proposal("claim", "rules", 0.6, &[first, at("“is shut.”")]), proposal("source", "rules", 0.6, &[source])],
        &[(0, 1)],
    );
    let all = combine(&document, vec![rules, deep]);
    let claims: Vec<_> = all.items.iter().filter(|item| item.label.as_str() == "claim").collect();
    assert_eq!(claims.len(), 1, "{claims:?}");
    assert_eq!(claims[0].fragments.iter().map(|f| f.slice(text)).collect::<Vec<_>>(), ["“The bridge,”", "is shut"]);
    assert_eq!(all.links.len(), 1);
    let link = all.links[0];
    assert_eq!(
        (all.items[link.claim].label.as_str(), all.items[link.source].cover().slice(text)),
        ("claim", "the mayor")
    );
}

#[test]
fn a_quotation_of_two_sentences_is_two_claims_of_one_source() {
    let text = "“The bridge,” the mayor said, “is shut. It will open in May.”";
    let at = |words: &str| (text.find(words).unwrap(), text.find(words).unwrap() + words.len());
    let document = Document::new(text, &[], Some("en"));
    let rest = at("“is shut. It will open in May.”");
    let part = |by| {
        let claim = proposal("claim", by, 0.8, &[at("“The bridge,”"), rest]);
        vec![part(vec![claim, proposal("source", by, 0.8, &[at("the mayor")])], &[(0, 1)])]
    };
    let shown = |all: &Proposals| -> Vec<String> {
        let claims = all.items.iter().filter(|item| item.label.as_str() == "claim");
        claims.map(|c| c.fragments.iter().map(|f| f.slice(text)).collect::<Vec<_>>().join(" … ")).collect()
    };
    let all = combine(&document, part("rules"));
    assert_eq!(shown(&all), ["“The bridge,” … is shut", "It will open in May"]);
    assert_eq!(all.links.len(), 2, "both are the mayor's");
    assert!(all.links.iter().all(|link| all.items[link.source].label.as_str() == "source"));
    let whole = Guideline { claims: ClaimSense::Quotation, ..Guideline::default() };
    assert_eq!(shown(&combine_as(&document, part("rules"), whole)).len(), 1);
    assert_eq!(shown(&combine(&document, part("learned"))).len(), 1, "as her own coding has it");
}

#[test]
fn the_words_of_a_proposal_tell_its_attributes() {
    let text = "“The bridge is shut,” officials said. Ana Fry added that the crane “fell twice” in May.";
    let document = Document::new(text, &[], Some("en"));
    let at = |words: &str| {
        let start = text.find(words).unwrap();
        (start, start + words.len())
    };
    let items = vec![
        proposal("claim", "model", 0.9, &[at("“The bridge is shut,”")]),
        proposal("source", "model", 0.9, &[at("officials")]),
        proposal("source", "model", 0.9, &[at("Ana Fry")]),
        proposal("claim", "model", 0.9, &[at("the crane “fell twice” in May")]),
    ];
    let all = combine(&document, vec![part(items, &[])]);
    let of =
        |at: usize, id: &str| all.items[at].attributes.get(&crate::model::AttributeId::parse(id).unwrap()).cloned();
    let word = |value: &str| Some(crate::model::AttributeValue::text(value));
    assert_eq!((of(0, "mode"), of(3, "mode")), (word("direct"), word("mixed")));
    assert_eq!((of(1, "type"), of(2, "type")), (word("group"), None));
    let named = |named| Some(crate::model::AttributeValue::Flag(named));
    assert_eq!((of(1, "named"), of(2, "named")), (named(false), named(true)));
}
