//! Journals that no Byline wrote, with chains that fit: what is read from them, taken back and saved comes back.

use super::damage::{JOURNAL, LAYER, annotated, commit, key, small};
use super::*;
use crate::edit::Draft;
use crate::model::{ArticleId, violations};
use crate::store::chain::Tip;
use crate::store::folder::hash_of;
use crate::store::notation::Put;
use crate::store::records::{ArticleRecord, HeaderRecord, JOURNAL_FORMAT, Line};
use std::fs;

/// Another article, with more words than the first, and a layer of ana's and one of ben's on the first.
fn two() -> Project {
    let project = small();
    let mut article = (**project.article(key().article).unwrap()).clone();
    article.id = ArticleId::parse(OTHER).unwrap();
    article.current.text = crate::text::Text::new(format!("Before it. {}", article.text().as_str().repeat(3)));
    article.current.file = OTHER_TEXT.into();
    let mut draft = Draft::new(&project);
    draft.article(article.id, Some(article));
    let ben = crate::model::LayerKey { annotator: crate::model::AnnotatorName::parse("ben").unwrap(), ..key() };
    let mut layer = (**project.layer(&key()).unwrap()).clone();
    layer.done = true;
    let mut project = draft.finish("add an article", None).apply(&project).unwrap();
    project.layers.insert_mut(ben, Arc::new(layer));
    project
}

const OTHER: &str = "m3f9x2m7qa";
const OTHER_TEXT: &str = "articles/other-m3f9x2m7qa.txt";

fn record(project: &Project, id: &str) -> String {
    let mut out = String::new();
    ArticleRecord::of(project.article(ArticleId::parse(id).unwrap()).unwrap()).put(&mut out);
    out
}

/// What stands for what in the lines below.
fn filled(line: &str, home: &Home, project: &Project) -> String {
    let hash = |id: &str| project.article(ArticleId::parse(id).unwrap()).unwrap().text().hash().to_string();
    let base = hash_of(fs::read(home.path.join(LAYER)).ok().as_deref());
    let (first, other) = ("k3f9x2m7qa", OTHER);
    line.replace("{A}", &record(project, first))
        .replace("{B}", &record(project, other))
        .replace("{base}", &format!("base: [(\"{LAYER}\", \"{base}\")]"))
        .replace("{text}", &hash(first))
        .replace("{other}", &hash(other))
        .replace("{L}", "layer: (\"ana\", \"k3f9x2m7qa\")")
        .replace("{T}", &format!("texts: [(layer: (\"ana\", \"k3f9x2m7qa\"), text: \"{}\")]", hash(first)))
}

/// A journal of these lines, each tied to the one before; those that begin with `!` are put in as they are.
fn journal(lines: &[String]) -> String {
    let mut tip = Tip::default();
    let header = HeaderRecord { format: JOURNAL_FORMAT, annotator: "ana".into(), ..HeaderRecord::default() };
    let mut text = tip.tie(Line::Header(header));
    for line in lines {
        match line.strip_prefix('!') {
            Some(line) => text.extend([line, "\n"]),
            None => text.push_str(&tip.tie_again(line).unwrap()),
        }
    }
    text
}

/// Takes back so many steps, perhaps makes one, saves, and looks whether it comes back.
fn after(what: &str, lines: &[&str], steps: usize, and_one: bool) {
    let home = home(&two());
    let lines: Vec<String> = lines.iter().map(|line| filled(line, &home, &two())).collect();
    fs::write(home.path.join(JOURNAL), journal(&lines)).unwrap();
    let mut loaded = open_it(&home.path);
    assert_eq!(loaded.store.read_only(), None, "{what}");
    // Layers that a step does not touch follow a text in the session, which is not here.
    let is_of_text = |loaded: &Loaded| {
        loaded.history.next_undo().is_some_and(|step| step.changes.iter().any(crate::edit::Change::is_of_text))
    };
    for _ in 0..steps {
        if is_of_text(&loaded) {
            break;
        }
        let Some(Ok((next, step))) = loaded.history.undo(&loaded.project) else { break };
        if loaded.store.append(Step::Undo(&step), noon(), &next).is_err() {
            break;
        }
        loaded.project = next;
    }
    if and_one {
        let one = annotated(&loaded.project, "d000000009", "two");
        commit(&mut loaded, one);
        let two = annotated(&loaded.project, "d000000008", "two");
        commit(&mut loaded, two);
    }
    assert_eq!(violations(&loaded.project), [], "{what}, {steps} steps back: {:?}", loaded.problems);
    loaded.store.checkpoint(&loaded.project, noon()).unwrap_or_else(|error| panic!("{what}: {error}"));
    let (saved, problems) = (loaded.project.clone(), std::mem::take(&mut loaded.problems));
    drop(loaded);
    let again = open_it(&home.path);
    assert_eq!(again.project.layers, saved.layers, "{what}, {steps} steps back: {problems:?}, {:?}", again.problems);
    assert_eq!(again.project, saved, "{what}, {steps} steps back: {problems:?}, {:?}", again.problems);
}

#[track_caller]
fn comes_back(what: &str, lines: &[&str]) {
    for steps in [0, 1, 20] {
        after(what, lines, steps, false);
        after(what, lines, steps, true);
    }
}

/// An edit of the first layer by one change.
fn edit(change: &str) -> String {
    format!("Edit(n: 1, when: \"2026-11-21T12:00:00Z\", what: \"x\", {{base}}, {{T}}, changes: [{change}])")
}

macro_rules! each_comes_back {
    ($($name:ident $change:expr;)*) => {$(
        #[test]
        fn $name() {
            comes_back(stringify!($name), &[&edit($change)]);
        }
    )*};
}

each_comes_back! {
    usual "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [(0, 2)]))";
    annotation_under_another_id
        "annotation({L}, id: \"d000000001\", after: (id: \"d000000002\", label: \"claim\", at: [(0, 2)]))";
    relation_under_another_id
        "relation({L}, id: \"r000000001\", after: (id: \"r000000002\", type: \"attributed_to\", from: \"c7w2p0d4xe\", to: \"e7w2p0d4xe\"))";
    empty_fragment "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [(3, 3)]))";
    fragments_out_of_order
        "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [(9, 12), (0, 2)]))";
    fragments_that_overlap
        "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [(0, 5), (3, 9)]))";
    fragments_that_touch
        "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [(0, 3), (3, 9)]))";
    lost_without_words "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [], before: \"x\"))";
    lost_with_words
        "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [], quote: [\"two\", \"x\"], before: \"At\", after: \"y\", between: [(\"a\", \"\"), (\"b\", \"c\")]))";
    control_characters
        "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [(0, 2)], note: \"\\u{0}\\u{1b}\\r\\n<<<<<<< \\u{2028}\\u{feff}\u{7f}\"))";
    provenance_like_a_score
        "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [(0, 2)], provenance: inherited(\"k3f9x2m7qa\", \"83%\", \"\")))";
    attributes_of_every_kind
        "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [(0, 2)], attributes: {\"a\": {}, \"b\": [], \"c\": \"\", \"d\": false, \"e\": {\"\": \"\"}}, computed: [\"a\", \"zz\"], extra: {\"\": \"\"}))";
    score_beyond_all "rejected({L}, label: \"claim\", at: [(0, 2)], by: \"m\", percent: 200, after: \"2026-11-21T12:00:00Z\")";
    rejected_nowhere "rejected({L}, label: \"claim\", at: [], by: \"m\", percent: 20, after: \"2026-11-21T12:00:00Z\")";
    rejected_out_of_order
        "rejected({L}, label: \"claim\", at: [(5, 9), (2, 2)], by: \"m\", percent: 20, after: \"2026-11-21T12:00:00Z\")";
    read_nothing "reading({L}, paragraph: (3, 3), after: \"1960-11-21T12:00:00.5Z\")";
    done_twice "done({L}, after: true), done({L}, before: true, after: true)";
    done_from_nowhere "done({L}, before: true)";
    another_text_alone "layer_text({L}, before: \"{text}\", after: \"{other}\")";
    no_text_at_all
        "layer_text({L}, before: \"{text}\", after: \"blake3:0000000000000000000000000000000000000000000000000000000000000000\")";
    layer_of_no_article
        "annotation(layer: (\"ana\", \"zzzzzzzzz9\"), id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [], quote: [\"x\"]))";
    article_taken_away_from_under_its_layers "article(id: \"k3f9x2m7qa\", before: {A})";
    article_under_another_id "article(id: \"n3f9x2m7qa\", after: {A})";
    article_with_another_text "article(id: \"k3f9x2m7qa\", before: {A}, after: (id: \"k3f9x2m7qa\", file: \"articles/other-m3f9x2m7qa.txt\", hash: \"{other}\"))";
    article_without_a_file "article(id: \"n3f9x2m7qa\", after: (id: \"n3f9x2m7qa\", file: \"articles/none.txt\", hash: \"{text}\"))";
    article_in_no_text_file "article(id: \"n3f9x2m7qa\", after: (id: \"n3f9x2m7qa\", file: \"project.ron\", hash: \"{text}\"))";
    article_in_a_file_of_another_text
        "article(id: \"n3f9x2m7qa\", after: (id: \"n3f9x2m7qa\", file: \"articles/other-m3f9x2m7qa.txt\", hash: \"{text}\"))";
    article_that_is_taken_away_without_ever_having_been
        "article(id: \"n3f9x2m7qa\", before: (id: \"n3f9x2m7qa\", file: \"articles/none.txt\", hash: \"{text}\"))";
    article_that_came_and_went
        "article(id: \"n3f9x2m7qa\", after: (id: \"n3f9x2m7qa\", file: \"articles/none.txt\", hash: \"{text}\")), article(id: \"n3f9x2m7qa\", before: (id: \"n3f9x2m7qa\", file: \"articles/none.txt\", hash: \"{text}\"))";
    label_under_another_id
        "label(id: \"zeal\", after: (id: \"zest\", name: \"Zest\", color: \"#336699\"))";
    story_under_another_id "story(id: \"s000000001\", after: (id: \"s000000002\", title: \"x\"))";
    thread_under_another_id
        "thread(by: \"ana\", id: \"t000000001\", after: (id: \"t000000002\", label: \"claim\", title: \"x\", made: \"2026-11-21T12:00:00Z\"))";
}

/// An annotation on the second article's words, in a layer of the first's, which is shorter.
#[test]
fn places_in_another_text() {
    let change = "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [(200, 210)])), \
                  reading({L}, paragraph: (100, 210), after: \"2026-11-21T12:00:00Z\"), \
                  rejected({L}, label: \"claim\", at: [(201, 211)], percent: 20, after: \"2026-11-21T12:00:00Z\")";
    comes_back("places in another text", &[&edit(change).replace("{T}", "texts: [({L}, text: \"{other}\")]")]);
}

#[test]
fn places_in_another_text_in_a_step_that_a_file_holds_already() {
    let change = "annotation({L}, id: \"c7w2p0d4xe\", before: (id: \"c7w2p0d4xe\", label: \"claim\", at: [(200, 210)]), \
                  after: (id: \"c7w2p0d4xe\", label: \"claim\", at: [(18, 29)], quote: [\"maybe think\"]))";
    let first =
        edit(change).replace("{base}", "base: []").replace("{T}", "texts: [({L}, text: \"{text}\", was: \"{other}\")]");
    let written = "Checkpoint(when: \"2026-11-21T12:00:00Z\", files: [{files}])";
    let home = home(&two());
    let base = filled("{base}", &home, &two());
    let files = base.strip_prefix("base: [").unwrap().strip_suffix(']').unwrap();
    comes_back("a step that a file holds", &[&first, &written.replace("{files}", files)]);
}

#[test]
fn numbers_at_the_end_of_all_numbers() {
    let usual = "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [(0, 2)]))";
    let last = edit(usual).replace("n: 1", "n: 18446744073709551615");
    comes_back("the last number", &[&last]);
    comes_back("one number twice", &[&edit(usual), &edit(&usual.replace("d00", "d01")).replace("{base}, ", "")]);
    comes_back("undone without a step", &[&edit(usual), "Undo(n: 7, when: \"2026-11-21T12:00:00Z\")"]);
    let step = |name: &str| format!("{name}(n: 1, when: \"2026-11-21T12:00:00Z\")");
    for steps in [["Redo", "Redo"], ["Undo", "Undo"], ["Redo", "Undo"], ["Undo", "Redo"]] {
        comes_back("steps in a strange order", &[&edit(usual), &step(steps[0]), &step(steps[1])]);
    }
}

#[test]
fn a_line_out_of_the_chain_that_says_it_is_the_last() {
    let usual = "annotation({L}, id: \"d000000001\", after: (id: \"d000000001\", label: \"claim\", at: [(0, 2)]))";
    let second = edit(&usual.replace("d00", "d01")).replace("{base}, ", "").replace("n: 1", "n: 2");
    for number in ["999", "18446744073709551615"] {
        let strange = format!("!{}", edit(usual).replace("n: 1", &format!("seq: {number}, n: 1")));
        comes_back("a line out of the chain", &[&strange, &second]);
        let digits = strange.strip_suffix(')').unwrap().to_owned() + ", chain: \"0123456789abcdef\")";
        comes_back("a line with digits out of the chain", &[&digits, &second]);
        let of_another_kind = format!("!Undo(seq: {number}, n: 2, when: \"\")");
        comes_back("an undo out of the chain", &[&edit(usual), &second, &of_another_kind]);
    }
}

/// What an unknown label in each of many annotations comes to.
#[test]
fn of_very_many_problems_of_a_kind_the_first_are_listed_and_all_are_counted() {
    let home = home(&two());
    let path = home.path.join(LAYER);
    let text = fs::read_to_string(&path).unwrap();
    let (before, after) = text.split_once(" annotations: [\n").unwrap();
    let of = |number: u32| {
        let lost =
            if number.is_multiple_of(2) { ", at: [], quote: [\"gone\"]" } else { ", at: [(0, 2)], quote: [\"At\"]" };
        format!("  (id: \"d{number:09}\", label: \"nobody\"{lost}),\n")
    };
    let many: String = (0..350).map(of).collect();
    fs::write(&path, format!("{before} annotations: [\n{many}{after}")).unwrap();
    let report = check(&home.path).unwrap();
    for (check, count) in [(Check::UnknownTarget, 350), (Check::LostPlace, 175)] {
        let found: Vec<&Problem> = report.problems.iter().filter(|problem| problem.check == check).collect();
        assert_eq!(found.iter().map(|problem| problem.count()).sum::<usize>(), count, "{check:?}");
        assert_eq!((found.len(), found.last().unwrap().more), (101, count - 100), "{check:?}");
        assert!(found.last().unwrap().to_string().contains(&format!("{} more of the kind", count - 100)));
    }
}

/// Steps of thousands of changes that are taken back again and again say little and take much.
#[test]
fn a_journal_that_takes_back_many_changes_very_often_is_refused() {
    let home = home(&two());
    let change = "done(layer: (\"ana\", \"k3f9x2m7qa\")),".repeat(10_000);
    let steps = "Undo(n: 1, when: \"2026-11-21T12:00:00Z\")\n".repeat(300);
    let text = format!("Journal(format: 1, annotator: \"ana\")\nEdit(n: 1, changes: [{change}])\n{steps}");
    fs::write(home.path.join(JOURNAL), text).unwrap();
    let loaded = open_it(&home.path);
    assert!(loaded.store.read_only().is_some_and(|why| why.contains("journal/ana.ron says the same steps so often")));
    assert_eq!(damage::checks(&loaded), [Check::Unreadable]);
    assert_eq!(loaded.project, two(), "the files are as they are");
}
