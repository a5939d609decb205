//! The sample projects: they hold together, keep their bytes, and have what the views and the reader are tried on.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![expect(clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use super::support::Test;
use byline::edit::{History, PlanContext, plan};
use byline::model::{
    Annotation, AnnotatorName, Article, ArticleId, AttributeValue, Attributes, Codebook, Date, FamilyKind, IdMaker,
    LabelId, Layer, LayerKey, LinkStance, Place, Project, Provenance, Thread, ThreadRelationKind, Timestamp, ZoneKind,
};
use byline::session::samples::{ALL, copy_to};
use byline::store::{self, Access, Check, Step};
use byline::text::TextSpan;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A copy of a sample in a test's folder, as `P`.
fn copied(id: &str) -> Test {
    let test = Test::new();
    copy_to(id, &test.at("P")).unwrap();
    test
}

/// The files of the copy by their names in it, without the journal.
fn files(test: &Test) -> BTreeMap<PathBuf, Vec<u8>> {
    let root = test.at("P");
    let inside = |(path, bytes): (PathBuf, Vec<u8>)| (path.strip_prefix(&root).unwrap().to_owned(), bytes);
    let all = test.files("P").into_iter().map(inside);
    all.filter(|(name, _)| !name.starts_with("journal") && name != Path::new(".lock")).collect()
}

fn read(folder: &Path) -> Project {
    let loaded = store::open(folder, None, Access::ReadOnly).unwrap();
    assert_eq!(loaded.problems, []);
    loaded.project
}

fn sample(id: &str) -> Project {
    read(&copied(id).at("P"))
}

fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

fn layer(project: &Project, annotator: &AnnotatorName, article: ArticleId) -> Option<Arc<Layer>> {
    project.layer(&LayerKey { annotator: annotator.clone(), article }).cloned()
}

/// Every annotation with its article.
fn annotations(project: &Project) -> Vec<(&Article, &Annotation)> {
    let pairs = project.layers.iter().flat_map(|(key, layer)| {
        let article = project.article(key.article).unwrap();
        layer.annotations.values().map(move |annotation| (&**article, &**annotation))
    });
    pairs.collect()
}

fn threads(project: &Project) -> Vec<&Thread> {
    project.all_threads().map(|(_, thread)| &**thread).collect()
}

#[test]
fn samples_pass_the_checks_and_keep_their_bytes() {
    for (id, title, _) in ALL {
        let test = copied(id);
        let before = files(&test);
        let report = store::check(&test.at("P")).unwrap();
        let found: Vec<Check> = report.problems.iter().map(|problem| problem.check).collect();
        let expected: &[Check] = if *id == "awkward_text" { &[Check::LostPlace] } else { &[] };
        assert_eq!(found, expected, "{id}: only the orphan is worth a notice: {:?}", report.problems);
        assert!(!report.has_errors());
        assert_eq!(read(&test.at("P")).info.title, *title);
        drop(store::open(&test.at("P"), Some(&ana()), Access::Edit).unwrap());
        assert!(files(&test) == before, "{id}: checking or opening changed a file");
    }
}

#[test]
fn a_copy_equals_the_sample() {
    let mut bytes = 0;
    for (id, _, _) in ALL {
        let test = copied(id);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_projects").join(id);
        let copy = files(&test);
        bytes += copy.values().map(Vec::len).sum::<usize>();
        for (name, copied) in &copy {
            let text = str::from_utf8(copied).unwrap();
            assert_eq!(&fs::read(root.join(name)).unwrap(), copied, "{id}/{}", name.display());
            assert!(!text.contains('\r') && !text.starts_with('\u{feff}'), "{id}/{}", name.display());
            let machine = ["/home/", "/Users/", "/tmp/", "C:\\"];
            assert!(!machine.iter().any(|path| text.contains(path)), "{id}/{}", name.display());
        }
        for name in ["project.ron", "articles.ron", ".gitignore", ".gitattributes"] {
            assert!(copy.contains_key(Path::new(name)), "{id}/{name}");
        }
    }
    assert!(bytes < 1 << 20, "the program carries {bytes} bytes of samples");
}

#[test]
fn an_edit_taken_back_leaves_the_bytes_as_they_were() {
    for (id, _, _) in ALL {
        let test = copied(id);
        let before = files(&test);
        let (now, label) = (Timestamp::from_seconds(1_800_000_000), LabelId::parse("event").unwrap());
        let loaded = store::open(&test.at("P"), Some(&ana()), Access::Edit).unwrap();
        let (mut project, mut store) = (loaded.project, loaded.store);
        let (mut ids, mut history) = (IdMaker::new(7), History::default());
        let mut edits = 0;
        for article in project.clone().articles.values() {
            let Some(word) = article.text().paragraphs().last().copied() else { continue };
            let mut cx = PlanContext { project: &project, annotator: &ana(), now, ids: &mut ids };
            let (edit, _) = plan::annotate(&mut cx, article.id, &label, &[word], Provenance::default()).unwrap();
            project = edit.apply(&project).unwrap();
            store.append(Step::Do(&edit), now, &project).unwrap();
            history.commit(Arc::new(edit));
            edits += 1;
        }
        store.checkpoint(&project, now).unwrap();
        assert!(edits > 5 && files(&test) != before, "{id}");
        while let Some(undone) = history.undo(&project) {
            let (earlier, edit) = undone.unwrap();
            project = earlier;
            store.append(Step::Undo(&edit), now, &project).unwrap();
        }
        store.checkpoint(&project, now).unwrap();
        drop(store);
        assert!(files(&test) == before, "{id}");
        assert!(read(&test.at("P")) == sample(id), "{id}");
    }
}

#[test]
fn a_sample_goes_out_and_comes_back() {
    for (id, _, _) in ALL {
        let test = copied(id);
        test.run("export P --format jsonl --to 1.jsonl").done();
        test.run("new Q 1.jsonl --annotator zoe --title Other").done().says_nothing();
        test.run("export Q --format jsonl --to 2.jsonl").done();
        assert!(test.read("1.jsonl") == test.read("2.jsonl"), "{id}");
        let layers = |folder: &str| read(&test.at(folder)).layers;
        assert!(layers("P") == layers("Q"), "{id}");
    }
}

/// Values of choices that the codebook does not have.
fn unforeseen(codebook: &Codebook, project: &Project) -> Vec<String> {
    let of_label = |label: &LabelId, values: &Attributes| -> Vec<String> {
        let label = &codebook.labels[label];
        let defs = label.attributes.iter().chain(&label.thread_attributes);
        let choices: BTreeMap<_, _> = defs.map(|def| (&def.id, def.choices())).collect();
        let wrong = values.iter().filter(|(id, value)| {
            let known = choices.get(id);
            known.is_none_or(|known| !known.is_empty() && !known.iter().any(|c| value.as_text() == Some(&c.id)))
        });
        wrong.map(|(id, value)| format!("{id}: {value:?}")).collect()
    };
    let mut found: Vec<String> =
        annotations(project).iter().flat_map(|(_, a)| of_label(&a.label, &a.attributes)).collect();
    found.extend(threads(project).iter().flat_map(|thread| of_label(&thread.label, &thread.attributes)));
    let genre = codebook.article_attributes.values().map(|def| &def.1).find(|def| def.id.as_str() == "genre").unwrap();
    for article in project.articles.values() {
        let value = article.attributes.get(&genre.id).and_then(AttributeValue::as_text);
        if !genre.choices().iter().any(|choice| value == Some(&choice.id)) {
            found.push(format!("{}: {value:?}", article.metadata.title));
        }
    }
    found
}

#[test]
fn values_are_ones_that_the_codebook_offers() {
    for (id, _, _) in ALL {
        let project = sample(id);
        assert_eq!(unforeseen(&project.codebook, &project), Vec::<String>::new(), "{id}");
    }
}

#[test]
fn the_call_has_what_a_newsroom_has() {
    let project = sample("caracas_call");
    let all = annotations(&project);
    assert!(project.articles.size() >= 6 && all.len() >= 150);
    assert!(project.layers.values().map(|layer| layer.relations.size()).sum::<usize>() >= 40);
    let split = |label: &str| all.iter().filter(|(_, a)| a.label.as_str() == label && a.fragments().len() > 1).count();
    assert!(split("claim") >= 3);
    let ben = AnnotatorName::parse("ben").unwrap();
    assert_eq!(project.annotators(), BTreeSet::from([ana(), ben.clone()]));
    let coded = |by: &AnnotatorName| project.articles.keys().filter(|id| layer(&project, by, **id).is_some()).count();
    assert_eq!((coded(&ana()), coded(&ben)), (project.articles.size(), 2));
    assert!(project.layers.values().any(|layer| !layer.reading.is_empty()));
    let kinds: BTreeSet<FamilyKind> = project.families.values().map(|family| family.kind).collect();
    assert_eq!(kinds, BTreeSet::from([FamilyKind::Reprint, FamilyKind::Rewrite]));
    let zones: BTreeSet<ZoneKind> = project.articles.values().flat_map(|a| &a.zones).map(|zone| zone.kind).collect();
    for kind in [ZoneKind::Title, ZoneKind::Caption, ZoneKind::List, ZoneKind::Boilerplate] {
        assert!(zones.contains(&kind), "{}", kind.name());
    }
}

/// The parts of a claim thread's verdict, by name.
fn verdicts(project: &Project) -> Vec<BTreeMap<String, String>> {
    let of_claims = threads(project).into_iter().filter(|thread| thread.label.as_str() == "claim");
    let verdict =
        |thread: &Thread| thread.attributes.iter().find(|(id, _)| id.as_str() == "verdict").map(|(_, v)| v.clone());
    let parts = |value| if let AttributeValue::Parts(parts) = value { Some(parts) } else { None };
    of_claims.filter_map(verdict).filter_map(parts).collect()
}

#[test]
fn threads_contradict_and_one_has_a_verdict() {
    let project = sample("caracas_call");
    let relations = project.threads.values().flat_map(|book| book.relations.values());
    let contradicting: BTreeSet<_> =
        relations.filter(|r| matches!(r.kind, ThreadRelationKind::Contradicts(_))).map(|r| r.from).collect();
    assert!(threads(&project).len() >= 12 && contradicting.len() >= 3);
    for id in ["caracas_call", "awkward_text"] {
        let verdicts = verdicts(&sample(id));
        assert_eq!(verdicts.len(), 1, "{id}");
        for part in ["rating", "reasoning", "evidence", "address"] {
            assert!(!verdicts[0][part].is_empty(), "{id}: {part}");
        }
        assert!(verdicts[0]["address"].starts_with("https://example.org/"), "{id}");
    }
}

/// An article of the thread's story without a mention of it by ana.
fn silent<'a>(project: &'a Project, thread: &Thread) -> Vec<(&'a Article, Arc<Layer>)> {
    let story = thread.story;
    let in_scope = project.articles.values().filter(|a| story.is_none_or(|story| a.stories.contains(&story)));
    let coded = in_scope.filter_map(|a| Some((&**a, layer(project, &ana(), a.id)?)));
    coded.filter(|(_, layer)| !layer.annotations.values().any(|a| a.threads.contains_key(&thread.id))).collect()
}

/// When the thread could first be known: what it says itself, or else the day of its earliest mention by ana.
fn known_since(project: &Project, thread: &Thread) -> Option<Date> {
    let mentions = project.articles.values().filter(|article| {
        let layer = layer(project, &ana(), article.id);
        layer.is_some_and(|layer| layer.annotations.values().any(|a| a.threads.contains_key(&thread.id)))
    });
    thread.known_since.or_else(|| mentions.filter_map(|article| article.metadata.published).min())
}

#[test]
fn cells_of_every_kind_can_come_about() {
    let project = sample("caracas_call");
    let against = |(_, a): &(&Article, &Annotation)| a.threads.values().any(|stance| *stance == LinkStance::Against);
    assert!(annotations(&project).iter().any(against), "disputed");
    assert!(project.articles.values().any(|article| article.stories.len() == 2), "in the scope of both stories");
    let unread = |article: &Article, layer: &Layer| {
        article.counted_paragraphs().any(|paragraph| !layer.reading.contains_key(&paragraph))
    };
    let (mut not_read, mut stale, mut earlier, mut unlinked, mut absent) = (0, 0, 0, 0, 0);
    let before = |a: Option<Date>, b: Option<Date>| matches!((a, b), (Some(a), Some(b)) if a.is_before(b));
    for thread in threads(&project) {
        let since = known_since(&project, thread);
        for (article, layer) in silent(&project, thread) {
            let has_unlinked = layer.annotations.values().any(|a| a.label == thread.label && a.threads.is_empty());
            let read_before = layer.reading.values().any(|when| *when < thread.made);
            match () {
                () if before(article.metadata.published, since) => earlier += 1,
                () if unread(article, &layer) => not_read += 1,
                () if has_unlinked => unlinked += 1,
                () if read_before => stale += 1,
                () => absent += 1,
            }
        }
    }
    let counts = [earlier, not_read, unlinked, stale, absent];
    assert!(counts.iter().all(|count| *count > 0), "earlier, unread, unlinked, stale, absent: {counts:?}");
}

/// Words as `\w+` finds them.
fn words(text: &str) -> usize {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).count()
}

#[test]
fn quotations_are_short() {
    let mut found = 0;
    for article in sample("caracas_call").articles.values() {
        for line in article.text().as_str().lines() {
            let mut rest = line;
            while let Some((_, opened)) = rest.split_once(['“', '"']) {
                let (quoted, after) = opened.split_once(['”', '"']).unwrap_or_else(|| panic!("not closed: {line}"));
                assert!(words(quoted) <= 7, "{quoted}");
                rest = after;
                found += 1;
            }
        }
    }
    assert!(found >= 10);
}

/// The longest chain of annotations that lie in each other, and how many pairs cross.
fn nesting_and_crossings(layer: &Layer) -> (usize, usize) {
    let mut covers: Vec<TextSpan> = layer.annotations.values().filter_map(|a| a.cover()).collect();
    covers.sort_by_key(|cover| (cover.start(), std::cmp::Reverse(cover.end())));
    let mut depths: Vec<usize> = Vec::new();
    let mut crossings = 0;
    for (i, inner) in covers.iter().enumerate() {
        let outer = covers[..i].iter().zip(&depths).filter(|(outer, _)| outer.contains_span(*inner));
        depths.push(1 + outer.map(|(_, depth)| *depth).max().unwrap_or(0));
        crossings += covers[..i].iter().filter(|outer| outer.overlaps(*inner) && outer.end() < inner.end()).count();
    }
    (depths.into_iter().max().unwrap_or(0), crossings)
}

#[test]
fn awkward_text_is_awkward() {
    let project = sample("awkward_text");
    let texts: Vec<&str> = project.articles.values().map(|article| article.text().as_str()).collect();
    assert!(texts.iter().any(|text| text.is_empty()), "an empty article");
    let longest = |article: &Arc<Article>| article.text().paragraphs().iter().map(|p| p.len()).max().unwrap_or(0);
    assert!(project.articles.values().map(longest).max() >= Some(200_000), "a very long paragraph");
    let some = |wanted: fn(char) -> bool| texts.iter().any(|text| text.chars().any(wanted));
    assert!(some(|c| c == '\u{200d}') && some(|c| c == '👩'), "joined emoji");
    assert!(some(|c| ('\u{5d0}'..='\u{5ea}').contains(&c)) && some(|c| ('\u{620}'..='\u{64a}').contains(&c)));
    assert!(some(|c| c == '\u{301}'), "combining marks");
    let shapes: Vec<(usize, usize)> = project.layers.values().map(|layer| nesting_and_crossings(layer)).collect();
    assert!(shapes.iter().any(|(depth, _)| *depth >= 10), "{shapes:?}");
    assert!(shapes.iter().any(|(_, crossings)| *crossings >= 3), "{shapes:?}");
    let all = annotations(&project);
    assert!(all.iter().any(|(_, a)| a.label.as_str() == "claim" && a.fragments().len() == 3), "three fragments");
    assert_eq!(all.iter().filter(|(_, a)| matches!(a.place, Place::Lost(_))).count(), 1, "one orphan");
}
