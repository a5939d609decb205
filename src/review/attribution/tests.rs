use super::graph::Graph;
use super::*;
use crate::model::{
    Annotation, AnnotationId, AnnotatorName, Article, ArticleId, AttributeId, AttributeValue, Attributes, IdMaker,
    LabelId, Layer, LayerKey, LinkStance, Metadata, Place, Project, Relation, RelationTypeId, Revision, Thread,
    ThreadBook, ThreadId, Timestamp, default_codebook, testing,
};
use crate::review::{Coding, ThreadIndex};
use crate::text::{Text, TextSpan};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

struct Made {
    project: Project,
    ids: IdMaker,
}

impl Made {
    fn new() -> Self {
        let mut ids = IdMaker::new(21);
        Self { project: Project::new(ids.make(), "Test", default_codebook()), ids }
    }

    fn thread(&mut self, label: &str, title: &str, named: Option<bool>) -> ThreadId {
        let values = named.map(|named| (AttributeId::parse("named").unwrap(), AttributeValue::Flag(named)));
        let thread = Thread {
            id: self.ids.make(),
            label: LabelId::parse(label).unwrap(),
            title: title.into(),
            story: None,
            known_since: None,
            made: Timestamp::default(),
            attributes: values.into_iter().collect(),
            note: String::new(),
            foreign_id: String::new(),
            extra: BTreeMap::new(),
        };
        let id = thread.id;
        let mut book = self.project.threads.get(&ana()).map(|book| (**book).clone()).unwrap_or_default();
        book.threads.insert_mut(id, Arc::new(thread));
        self.project.threads.insert_mut(ana(), Arc::<ThreadBook>::new(book));
        id
    }

    /// An article; `[label|words|thread]` marked in this order, `(from, to)` credited, `relays` drawn.
    fn article(
        &mut self,
        outlet: &str,
        text: &str,
        marked: &[(&str, &str, Option<ThreadId>)],
        credited: &[(usize, usize)],
        relays: &[(usize, usize)],
    ) -> (LayerKey, Vec<AnnotationId>) {
        let id: ArticleId = self.ids.make();
        let words = Text::new(text);
        let mut layer = Layer::new(words.hash());
        let mut made = Vec::new();
        for (label, marked, thread) in marked {
            let start = text.find(marked).unwrap();
            let place = Place::at(&words, [TextSpan::of(start, start + marked.len())]);
            let mut annotation = Annotation::new(self.ids.make(), LabelId::parse(label).unwrap(), place);
            annotation.threads.extend(thread.map(|thread| (thread, LinkStance::For)));
            made.push(annotation.id);
            layer.annotations.insert_mut(annotation.id, Arc::new(annotation));
        }
        let arrows = [("attributed_to", credited), ("relays", relays)];
        for (kind, (from, to)) in arrows.into_iter().flat_map(|(kind, all)| all.iter().map(move |ends| (kind, ends))) {
            let relation = Relation {
                id: self.ids.make(),
                kind: RelationTypeId::parse(kind).unwrap(),
                from: made[*from],
                to: made[*to],
                foreign_id: String::new(),
                extra: BTreeMap::new(),
            };
            layer.relations.insert_mut(relation.id, Arc::new(relation));
        }
        let article = Article {
            id,
            foreign_id: String::new(),
            metadata: Metadata { outlet: outlet.into(), ..Metadata::default() },
            attributes: Attributes::new(),
            stories: BTreeSet::new(),
            zones: Vec::new(),
            earlier: Vec::new(),
            current: Revision { text: words, file: String::new(), since: None },
            extra: BTreeMap::new(),
        };
        self.project.articles.insert_mut(id, Arc::new(article));
        let key = LayerKey { annotator: ana(), article: id };
        self.project.layers.insert_mut(key.clone(), Arc::new(layer));
        (key, made)
    }

    fn set(&mut self, key: &LayerKey, id: AnnotationId, attribute: &str, value: AttributeValue) {
        let mut layer = (**self.project.layer(key).unwrap()).clone();
        let mut annotation = (**layer.annotations.get(&id).unwrap()).clone();
        annotation.attributes.insert(AttributeId::parse(attribute).unwrap(), value);
        layer.annotations.insert_mut(id, Arc::new(annotation));
        self.project.layers.insert_mut(key.clone(), Arc::new(layer));
    }

    fn attribution(&self, coding: &Coding) -> Attribution {
        Attribution::new(&self.project, coding, &ThreadIndex::new(&self.project, coding))
    }

    fn standing(&self, thread: ThreadId) -> Standing {
        self.attribution(&Coding::All).standing(thread)
    }
}

/// Titles of those who stand behind it, and of those without whom it falls.
fn who(standing: &Standing) -> (Vec<&str>, BTreeSet<&str>) {
    let needed = standing.falls_without().map(|source| source.facts.title.as_str()).collect();
    (standing.ultimate().map(|source| source.facts.title.as_str()).collect(), needed)
}

const TEXT: &str = "The Post, citing two officials, said prices fell.";

#[test]
fn the_last_one_along_relays_counts() {
    let mut made = Made::new();
    let claim = made.thread("claim", "Prices fell", None);
    let post = made.thread("source", "The Post", Some(true));
    let marks =
        [("claim", "prices fell", Some(claim)), ("source", "The Post", Some(post)), ("source", "two officials", None)];
    made.article("The Quay", TEXT, &marks, &[(0, 1)], &[(1, 2)]);
    let standing = made.standing(claim);
    assert_eq!(who(&standing), (vec!["two officials"], BTreeSet::from(["The Post", "two officials"])));
    assert_eq!((standing.at_least(), standing.named(), standing.is_echo()), (1, 0, false), "one outlet is no echo");
    let depths: Vec<_> = standing.sources.iter().map(|s| (s.facts.title.as_str(), s.depth)).collect();
    assert_eq!(depths, [("two officials", 1), ("The Post", 0)]);
    // Another outlet credits the one that passes it on: still from the same two.
    let marks = [("claim", "prices fell", Some(claim)), ("source", "The Post", Some(post))];
    made.article("The Cape", "The Post said prices fell.", &marks, &[(0, 1)], &[]);
    let standing = made.standing(claim);
    assert_eq!((standing.at_least(), standing.is_echo(), standing.outlets), (1, true, 2));
    // Other unnamed officials may be the same or not: they are not taken to be.
    let marks = [("claim", "prices fell", Some(claim)), ("source", "two officials", None)];
    made.article("The Shore", "Prices, well: prices fell, two officials said.", &marks, &[(0, 1)], &[]);
    let standing = made.standing(claim);
    assert_eq!((standing.at_least(), standing.is_echo()), (2, false));
    assert_eq!(who(&standing).1, BTreeSet::new());
    assert!(standing.sources.iter().all(|source| !source.quotes.is_empty()), "every figure opens its quotes");
}

#[test]
fn an_article_on_its_own_word_is_no_echo() {
    let mut made = Made::new();
    let claim = made.thread("claim", "Prices fell", None);
    let post = made.thread("source", "The Post", Some(true));
    let marks = [("claim", "prices fell", Some(claim)), ("source", "The Post", Some(post))];
    for outlet in ["The Quay", "The Cape"] {
        made.article(outlet, "The Post said prices fell.", &marks, &[(0, 1)], &[]);
    }
    assert!(made.standing(claim).is_echo());
    assert_eq!(made.standing(claim).named(), 1);
    let (key, ids) = made.article("The Shore", "prices fell", &[("claim", "prices fell", Some(claim))], &[], &[]);
    let standing = made.standing(claim);
    assert_eq!((standing.is_echo(), standing.unsourced.clone(), standing.articles), (false, vec![key.article], 3));
    assert_eq!(standing.falls_without().count(), 0, "somebody else says so, too");
    made.set(&key, ids[0], "act", AttributeValue::text("denial"));
    let standing = made.standing(claim);
    assert_eq!((standing.is_echo(), standing.against), (true, vec![(key, ids[0])]), "who denies it does not back it");
}

#[test]
fn a_source_inside_the_claim_is_relayed_for_that_claim_only() {
    let mut made = Made::new();
    let outer = made.thread("claim", "The clerk told the minister", None);
    let other = made.thread("claim", "Rain", None);
    let text = "The minister said that a clerk told him prices fell. It would rain, the minister added.";
    let marks = [
        ("claim", "a clerk told him prices fell", Some(outer)),
        ("source", "The minister", None),
        ("claim", "prices fell", None),
        ("source", "a clerk", None),
        ("claim", "It would rain", Some(other)),
    ];
    made.article("The Quay", text, &marks, &[(0, 1), (2, 3), (4, 1)], &[]);
    assert_eq!(who(&made.standing(outer)).0, ["a clerk"]);
    assert_eq!(who(&made.standing(other)).0, ["The minister"]);
    let marks = [marks[0], marks[1], ("claim", "prices fell", Some(other)), marks[3]];
    let articles: Vec<_> = made.project.articles.keys().copied().collect();
    for article in articles {
        made.project.layers.remove_mut(&LayerKey { annotator: ana(), article });
    }
    made.article("The Cape", text, &marks, &[(0, 1), (2, 3)], &[]);
    assert_eq!(who(&made.standing(outer)).0, ["The minister"], "what lies inside is about something else");
}

#[test]
fn two_annotators_on_the_same_words_mean_one_source() {
    let mut made = Made::new();
    let claim = made.thread("claim", "Prices fell", None);
    let marks = [("claim", "prices fell", Some(claim)), ("source", "two officials", None)];
    let (key, _) = made.article("The Quay", "two officials said prices fell.", &marks, &[(0, 1)], &[]);
    let layer = Arc::clone(made.project.layer(&key).unwrap());
    let ben = LayerKey { annotator: AnnotatorName::parse("ben").unwrap(), ..key };
    made.project.layers.insert_mut(ben.clone(), layer);
    assert_eq!(made.standing(claim).at_least(), 1);
    assert_eq!(made.attribution(&Coding::One(ben.annotator)).standing(claim).at_least(), 1);
    assert_eq!(made.attribution(&Coding::Agreed).standing(claim).at_least(), 1);
}

fn id(number: u64) -> SourceId {
    SourceId::Thread(ThreadId(crate::model::Id::from_bits(number)))
}

#[test]
fn circles_have_an_end() {
    let mut graph = Graph::default();
    graph.credit(&id(1));
    graph.pass(&id(1), &id(2));
    graph.pass(&id(2), &id(1));
    assert_eq!(graph.ultimate().len(), 1);
    graph.pass(&id(2), &id(3));
    assert_eq!(graph.ultimate(), BTreeSet::from([&id(3)]));
    assert_eq!(graph.needed().len(), 3);
    graph.pass(&id(2), &id(2));
    graph.credit(&id(4));
    assert_eq!((graph.ultimate().len(), graph.needed().len()), (2, 0));
    assert_eq!(graph.depths().get(&id(3)), Some(&2));
}

#[test]
fn what_is_missing_is_listed() {
    let mut made = Made::new();
    let text =
        "The Daily Echo wrote that it rained. It is said to snow. It is hot. The mayor declined to speak. A clerk.";
    let marks = [
        ("claim", "it rained", None),
        ("source", "The Daily Echo", None),
        ("claim", "to snow", None),
        ("claim", "It is hot", None),
        ("source", "The mayor", None),
        ("source", "A clerk", None),
    ];
    let (key, ids) = made.article("The Quay", text, &marks, &[(0, 1)], &[]);
    made.set(&key, ids[2], "voice", AttributeValue::text("reportedly"));
    made.set(&key, ids[3], "voice", AttributeValue::text("own"));
    made.set(&key, ids[4], "comment", AttributeValue::text("declined"));
    made.set(&key, ids[1], "type", AttributeValue::text("outlet"));
    let attribution = made.attribution(&Coding::All);
    let unsourced: Vec<_> = claims_without_source(&attribution).into_iter().map(|c| (c.claim, c.why)).collect();
    assert_eq!(unsourced, [(ids[2], Unsourced::Reportedly)]);
    assert_eq!(sources_without_claim(&attribution), [(key.clone(), ids[5])]);
    let asked = asked_for_comment(&attribution);
    assert_eq!(
        asked.iter().map(|a| (a.title.as_str(), a.result.as_str())).collect::<Vec<_>>(),
        [("The mayor", "declined")]
    );
    let outlets = outlets_not_collected(&attribution);
    assert_eq!(outlets[0].cited_by, [(key.article, Some((key.clone(), ids[1])))]);
    made.article("daily echo", "More.", &[], &[], &[]);
    assert_eq!(outlets_not_collected(&made.attribution(&Coding::All)), []);
}

#[test]
fn any_project_has_standings() {
    for seed in 0..60 {
        let project = testing::random_project(seed);
        for coding in [Coding::All, Coding::Agreed, Coding::One(ana())] {
            let attribution = Attribution::new(&project, &coding, &ThreadIndex::new(&project, &coding));
            for thread in attribution.claims() {
                let standing = attribution.standing(thread);
                assert_eq!(standing.at_least() == 0, standing.sources.is_empty(), "seed {seed}");
                assert!(standing.sources.iter().all(|source| source.ultimate || !source.passes_on.is_empty()));
            }
            let lists = (claims_without_source(&attribution), sources_without_claim(&attribution));
            assert!(lists.0.len() + lists.1.len() <= project.layers.values().map(|l| l.annotations.size()).sum());
            asked_for_comment(&attribution);
            outlets_not_collected(&attribution);
        }
    }
}
