#![expect(clippy::string_slice, reason = "the naive search may stop its test")]

use super::*;
use crate::model::{
    Annotation, AnnotatorName, Article, ArticleId, Date, IdMaker, LabelId, Layer, LayerKey, Metadata, Place, Project,
    Revision, Zone, ZoneKind, default_codebook,
};
use crate::text::{Text, TextSpan, fold};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

fn article(ids: &mut IdMaker, text: &str, outlet: &str, published: &str) -> Article {
    Article {
        id: ids.make(),
        foreign_id: String::new(),
        metadata: Metadata { outlet: outlet.into(), published: Date::parse(published), ..Metadata::default() },
        attributes: BTreeMap::new(),
        stories: BTreeSet::new(),
        zones: Vec::new(),
        earlier: Vec::new(),
        current: Revision { text: Text::new(text), file: String::new(), since: None },
        extra: BTreeMap::new(),
    }
}

/// A project of `(text, outlet, published)`; ids in that order.
fn project(articles: &[(&str, &str, &str)]) -> (Project, Vec<ArticleId>) {
    let mut ids = IdMaker::new(3);
    let mut project = Project::new(ids.make(), "Test", default_codebook());
    let mut made = Vec::new();
    for (text, outlet, published) in articles {
        let article = article(&mut ids, text, outlet, published);
        made.push(article.id);
        project.articles.insert_mut(article.id, Arc::new(article));
    }
    (project, made)
}

fn label_words(project: &mut Project, article: ArticleId, by: &str, label: &str, words: &str) {
    let text = project.article(article).unwrap().text().clone();
    let start = text.as_str().find(words).unwrap();
    let key = LayerKey { annotator: AnnotatorName::parse(by).unwrap(), article };
    let mut layer = project.layer(&key).map_or_else(|| Layer::new(text.hash()), |layer| (**layer).clone());
    let place = Place::at(&text, [TextSpan::of(start, start + words.len())]);
    let id = IdMaker::new(layer.annotations.size() as u64 + 100).make();
    layer.annotations.insert_mut(id, Arc::new(Annotation::new(id, LabelId::parse(label).unwrap(), place)));
    project.layers.insert_mut(key, Arc::new(layer));
}

fn run_all(project: &Project, query: &Query, within: &Within, limit: usize) -> Found {
    let matcher = Matcher::new(query).unwrap();
    search(&SearchIndex::default(), project, &matcher, within, limit, &AtomicBool::new(false))
}

fn found(project: &Project, query: &Query, within: &Within) -> Vec<String> {
    let hits = run_all(project, query, within, usize::MAX).hits;
    hits.into_iter().map(|hit| project.article(hit.article).unwrap().text().slice(hit.span).to_owned()).collect()
}

fn words_in(text: &str, query: &Query) -> Vec<String> {
    found(&project(&[(text, "", "")]).0, query, &Within::default())
}

fn exact(words: &str) -> Query {
    Query { folding: Folding::Exact, ..Query::words(words) }
}

fn whole(words: &str) -> Query {
    Query { bounds: Bounds::WholeWords, ..Query::words(words) }
}

fn pattern(words: &str) -> Query {
    Query { form: Form::Regex, ..Query::words(words) }
}

#[test]
fn case_and_accents_matter_only_where_asked() {
    let text = "Guaidó met GUAIDO. “Guaido\u{301}” left.";
    assert_eq!(words_in(text, &Query::words("guaido")), ["Guaidó", "GUAIDO", "Guaido\u{301}"]);
    assert_eq!(words_in(text, &Query::words("GUAIDÓ")), ["Guaidó", "GUAIDO", "Guaido\u{301}"]);
    assert_eq!(words_in(text, &exact("Guaidó")), ["Guaidó"]);
    assert_eq!(words_in("It’s here", &Query::words("it's")), ["It’s"]);
    assert_eq!(words_in("the ﬁrst", &Query::words("f")), ["ﬁ"]);
    assert_eq!(words_in("the ﬁrst", &Query::words("FIR")), ["ﬁr"]);
    assert_eq!(words_in("aaa", &Query::words("aa")), ["aa"]);
    assert_eq!(words_in("Strasse STRASSE Straße", &Query::words("straße")), ["Strasse", "STRASSE", "Straße"]);
    assert_eq!(words_in("İstanbul ıssız ISSIZ", &Query::words("istanbul")), ["İstanbul"]);
    assert_eq!(words_in("İstanbul ıssız ISSIZ", &Query::words("issiz")), ["ıssız", "ISSIZ"]);
    assert_eq!(words_in("Мир и мир", &Query::words("мир")), ["Мир", "мир"]);
    assert_eq!(words_in("so\u{ad}ft and soft", &Query::words("soft")), ["so\u{ad}ft", "soft"]);
    for nothing in ["", "  ", "\u{ad}"] {
        assert_eq!(words_in("a  b", &Query::words(nothing)), Vec::<String>::new());
    }
}

#[test]
fn whole_words_stand_alone() {
    assert_eq!(words_in("Iran, Iranian, iran's, pre-Iran, Iran", &whole("iran")).len(), 4);
    assert_eq!(words_in("xa a a", &whole("a a")), ["a a"], "a place that is none does not hide the next");
    assert_eq!(words_in("Guaidos Guaidó\u{301}", &whole("guaido")), ["Guaidó\u{301}"]);
    assert_eq!(words_in("$40 and $400 and US$40", &whole("$40")), ["$40", "$40"]);
    assert_eq!(words_in("ﬁsh ﬁ", &whole("f")), Vec::<String>::new());
    assert_eq!(words_in("中国东部", &whole("中国")), ["中国"], "no spaces between words");
    assert_eq!(words_in("Guaido\u{301} Guaido", &Query { folding: Folding::Exact, ..whole("Guaido") }), ["Guaido"]);
}

#[test]
fn regular_expressions() {
    assert_eq!(words_in("Prices fell 4% and rose 12 %.", &pattern(r"\d+ ?%")), ["4%", "12 %"]);
    assert_eq!(words_in("Guaidó, GUAIDO", &pattern("guaidó")), ["Guaidó", "GUAIDO"], "folded as words are");
    assert_eq!(words_in("Nicolás\nMaduro", &pattern(r"^\w+$")), ["Nicolás", "Maduro"]);
    assert_eq!(words_in("ein–aus und… so", &pattern("[–…]")), ["–", "…"]);
    let word = Query { bounds: Bounds::WholeWords, ..pattern("min|ministers?") };
    assert_eq!(words_in("minister ministers mining", &word), ["minister", "ministers"]);
    let exact = Query { folding: Folding::Exact, ..pattern("[A-Z]{2,}") };
    assert_eq!(words_in("The UN and Nato", &exact), ["UN"]);
    assert_eq!(words_in("abc", &pattern("x*")), Vec::<String>::new(), "nothing is no place");
}

#[test]
fn a_bad_expression_says_what_and_where() {
    let said = |words: &str| Matcher::new(&pattern(words)).unwrap_err().to_string();
    assert_eq!(said("é(ab"), "unclosed group at character 2 of the regular expression \"é(ab\"");
    assert!(said("a{2,1}").contains("at character 2 "), "{}", said("a{2,1}"));
    assert!(said(r"\p{Nope}").starts_with("Unicode property not found"), "{}", said(r"\p{Nope}"));
    assert!(said("(a{1000}){1000}").contains("repeats too much"), "{}", said("(a{1000}){1000}"));
}

#[test]
fn searches_are_held_to_articles_and_annotations() {
    let (mut project, ids) = project(&[
        ("Prices rose. The bank: prices rose again.", "The Quay", "2025-11-28"),
        ("Prices fell. Subscribe: prices!", "El Día", "2025-12-01"),
        ("Old prices.", "The Quay", ""),
    ]);
    let mut second = (**project.article(ids[1]).unwrap()).clone();
    second.zones = vec![Zone { kind: ZoneKind::Boilerplate, span: TextSpan::of(13, 31), outlet: String::new() }];
    project.articles.insert_mut(ids[1], Arc::new(second));
    label_words(&mut project, ids[0], "ana", "claim", "prices rose again");
    label_words(&mut project, ids[0], "ben", "event", "Prices rose");
    let count = |within: &Within| found(&project, &Query::words("prices"), within).len();
    let all = Within::default;
    assert_eq!(count(&all()), 4, "boilerplate is left out");
    assert_eq!(count(&Within { boilerplate: Boilerplate::Included, ..all() }), 5);
    assert_eq!(count(&Within { outlets: BTreeSet::from(["el dia".into()]), ..all() }), 1);
    assert_eq!(count(&Within { from: Date::parse("2025-11-29"), ..all() }), 1);
    assert_eq!(count(&Within { from: Date::parse("2025-11"), to: Date::parse("2025-11-28"), ..all() }), 2);
    assert_eq!(count(&Within { labels: BTreeSet::from([LabelId::parse("claim").unwrap()]), ..all() }), 1);
    assert_eq!(count(&Within { annotators: BTreeSet::from([AnnotatorName::parse("ben").unwrap()]), ..all() }), 1);
    let both = Within {
        labels: BTreeSet::from([LabelId::parse("claim").unwrap()]),
        annotators: BTreeSet::from([AnnotatorName::parse("ben").unwrap()]),
        ..all()
    };
    assert_eq!(count(&both), 0);
}

#[test]
fn hits_come_in_reading_order_with_an_honest_end() {
    let (project, ids) = project(&[("b b", "", ""), ("b", "", "2025-02"), ("b b", "", "2025-01")]);
    let all = run_all(&project, &Query::words("b"), &Within::default(), 5);
    assert_eq!((all.hits.len(), all.more), (5, false));
    let order: Vec<ArticleId> = all.hits.iter().map(|hit| hit.article).collect();
    assert_eq!(order, [ids[2], ids[2], ids[1], ids[0], ids[0]]);
    let some = run_all(&project, &Query::words("b"), &Within::default(), 4);
    assert_eq!((some.hits.as_slice(), some.more), (&all.hits[..4], true));
    let matcher = Matcher::new(&Query::words("b")).unwrap();
    let stop = AtomicBool::new(true);
    let stopped = search(&SearchIndex::default(), &project, &matcher, &Within::default(), 9, &stop);
    assert!(stopped.stopped && stopped.hits.is_empty());
}

#[test]
fn the_index_keeps_what_did_not_change() {
    let (mut project, ids) = project(&[("One text.", "", ""), ("Two texts.", "", "")]);
    let index = SearchIndex::default();
    index.build(&project, &AtomicBool::new(false));
    assert_eq!((index.folded(), index.memory() > 10), (2, true));
    let mut changed = (**project.article(ids[0]).unwrap()).clone();
    changed.current.text = Text::new("Another wording.");
    project.articles.insert_mut(ids[0], Arc::new(changed));
    let mut renamed = (**project.article(ids[1]).unwrap()).clone();
    renamed.metadata.title = "Two".into();
    project.articles.insert_mut(ids[1], Arc::new(renamed));
    let search_for = |words: &str| {
        let matcher = Matcher::new(&exact(words)).unwrap();
        search(&index, &project, &matcher, &Within::default(), 9, &AtomicBool::new(false)).hits.len()
    };
    assert_eq!((search_for("One"), search_for("wording"), search_for("Two")), (0, 1, 1));
    assert_eq!(index.folded(), 1, "the text with a new title is the same text");
}

#[test]
fn lines_sort_by_their_neighbours() {
    let text = "old boats rust\nNew boats sail\nÉlan boats Écrase\nboats";
    let (project, _) = project(&[(text, "", "")]);
    let index = SearchIndex::default();
    let lines = |order: Order| {
        let mut hits = run_all(&project, &Query::words("boats"), &Within::default(), 9).hits;
        sort_hits(&mut hits, order, &index, &project);
        let line = |hit: &Hit| context(project.article(hit.article).unwrap().text(), hit.span, 5).0.to_owned();
        hits.iter().map(line).collect::<Vec<_>>()
    };
    assert_eq!(lines(Order::Article), ["old ", "New ", "Élan ", ""]);
    assert_eq!(lines(Order::Left), ["", "Élan ", "New ", "old "]);
    assert_eq!(lines(Order::Right), ["", "Élan ", "old ", "New "]);
    let here = Text::new("x\nthe boats sail on\ny");
    assert_eq!(context(&here, TextSpan::of(6, 11), 3), ("he ", " sa"));
    assert_eq!(context(&here, TextSpan::of(6, 11), 30), ("the ", " sail on"));
}

fn likenesses(label: &str, words: &str, texts: &[&str], labelled: &[&str]) -> Vec<Likeness> {
    let articles: Vec<_> = texts.iter().map(|text| (*text, "", "")).collect();
    let (mut project, ids) = project(&articles);
    for words in labelled {
        label_words(&mut project, ids[0], "ana", label, words);
    }
    let (ana, label) = (AnnotatorName::parse("ana").unwrap(), LabelId::parse(label).unwrap());
    let stop = AtomicBool::new(false);
    let all = alike(&SearchIndex::default(), &project, &ana, (words, &label), 99, &stop);
    all.places.iter().map(|place| place.likeness).collect()
}

#[test]
fn all_alike_ticks_what_is_likely() {
    use Likeness::{Labelled, Likely, NothingSaid, OneWord, Overlaps};
    let text = "Guaidó said so. President Guaido went home. “Yes”, GUAIDÓ’s aide said. Guaidos said.";
    assert_eq!(likenesses("source", "Guaidó", &[text], &["Guaidó"]), [Labelled, NothingSaid, Likely]);
    assert_eq!(likenesses("source", "Guaidó", &[text], &["President Guaido"]), [Likely, Overlaps, Likely]);
    assert_eq!(likenesses("event", "strike", &["The strike. A strike."], &[]), [OneWord, OneWord]);
    assert_eq!(likenesses("event", "air strikes", &["The air strikes. Air Strikes"], &[]), [Likely, Likely]);
    let far = "Guaidó left. He was tired. The mayor said so.";
    assert_eq!(likenesses("source", "Guaidó", &[far], &[]), [NothingSaid], "another sentence does not count");
}

/// Every place of the folded words, found with one step back for each byte.
fn naive(text: &str, query: &Query) -> Vec<TextSpan> {
    let (mut plain, mut origin) = (String::new(), Vec::new());
    for (at, c) in text.char_indices() {
        let piece = if query.folding == Folding::Folded { fold(&c.to_string()) } else { c.to_string() };
        plain.push_str(&piece);
        origin.resize(plain.len(), (at, at + c.len_utf8()));
    }
    let needle = if query.folding == Folding::Folded { fold(&query.words) } else { query.words.clone() };
    let (mut spans, mut from): (Vec<TextSpan>, usize) = (Vec::new(), 0);
    let joined = |a: Option<char>, b: Option<char>| {
        a.zip(b).is_some_and(|(a, b)| {
            [a, b].iter().all(|c| crate::text::is_word_char(*c) && !crate::text::is_spaceless(*c))
        })
    };
    while let Some(start) = plain[from..].find(&needle).map(|at| from + at) {
        let end = start + needle.len();
        let split = joined(plain[..start].chars().next_back(), needle.chars().next())
            || joined(needle.chars().next_back(), plain[end..].chars().next());
        if query.bounds == Bounds::WholeWords && split {
            from = start + plain[start..].chars().next().unwrap().len_utf8();
            continue;
        }
        from = end;
        let marks: usize = match query.folding {
            Folding::Folded => {
                let is_mark = |c: &char| unicode_normalization::char::is_combining_mark(*c);
                text[origin[end - 1].1..].chars().take_while(is_mark).map(char::len_utf8).sum()
            }
            Folding::Exact => 0,
        };
        let span = TextSpan::of(origin[start].0, origin[end - 1].1 + marks);
        if spans.last().is_none_or(|last| last.end() <= span.start()) {
            spans.push(span);
        }
    }
    spans
}

fn any_query() -> impl Strategy<Value = Query> {
    let folding = prop_oneof![Just(Folding::Folded), Just(Folding::Exact)];
    let bounds = prop_oneof![Just(Bounds::Anywhere), Just(Bounds::WholeWords)];
    ("[abAéEßsﬁfiİı \u{301}’]{1,3}", folding, bounds)
        .prop_map(|(words, folding, bounds)| Query { words, form: Form::Words, folding, bounds })
        .prop_filter("something to look for", |query| !query.is_empty())
}

proptest! {
    #[test]
    fn the_engine_finds_what_a_naive_one_finds(text in "[abABéÉe\u{301}ßsSﬁfiİıI \n’中]{0,40}", query in any_query()) {
        let matcher = Matcher::new(&query).unwrap();
        let folded = crate::text::fold_mapped(&text);
        let mut spans = Vec::new();
        let flow = matcher.each_in(&text, Some(&folded), |span| { spans.push(span); ControlFlow::Continue(()) });
        prop_assert!(flow.is_continue());
        prop_assert_eq!(&spans, &naive(&text, &query));
        prop_assert!(spans.iter().all(|span| text.get(span.range()).is_some() && !span.is_empty()));
    }

    #[test]
    fn a_word_as_an_expression_finds_the_same(text in "[abABéÉ .(]{0,40}", words in "[abé.(]{1,3}") {
        let query = Query::words(words.clone());
        let expression = Query { form: Form::Regex, words: regex::escape(&words), ..query.clone() };
        prop_assert_eq!(words_in(&text, &query), words_in(&text, &expression));
    }

    #[test]
    fn any_expression_is_refused_or_ends(text in ".{0,30}", words in "[ab(){}\\[\\]|*+?\\\\^$.0-9,é…-]{0,8}") {
        let query = pattern(&words);
        for query in [query.clone(), Query { bounds: Bounds::WholeWords, ..query }] {
            if Matcher::new(&query).is_ok() {
                words_in(&text, &query);
            }
        }
    }
}
