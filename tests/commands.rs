//! The commands, run as a newsroom's script runs them.

use super::support::Test;
use serde_json::{Value, json};

const HARBOUR: &str = "Harbour reopens after the storm\n\nThe harbour reopened on Monday, the mayor said.\n";
const FERRY: &str = "Ferry sinks off the cape\n\nThe ferry sank on Sunday, two people aboard said.\n";

/// A file with a codebook-less first line, two annotators, a foreign label and an orphan.
const CODED: &str = concat!(
    r#"{"byline": 1, "stories": [{"id": "S1", "title": "The storm"}], "threads": [{"id": "T1", "label": "claim", "title": "It reopened", "annotator": "ana"}]}"#,
    "\n",
    r#"{"id": "doc-1", "text": "The harbour\r\nreopened, he said 🌉.", "outlet": "The Sample", "published": "2025-11-28", "stories": ["S1"], "topic": 7, "annotations": ["#,
    r#"{"id": "a", "label": "claim", "ranges": [[0, 21]], "threads": [["T1", "for"]], "annotator": "ana"}, {"id": "b", "label": "source", "ranges": [[23, 25]], "annotator": "ana"},"#,
    r#"{"id": "c", "label": "cue", "ranges": [[26, 30]], "annotator": "ben"}, {"id": "d", "label": "event", "ranges": [], "quote": ["gone"], "before": "x"}],"#,
    r#" "relations": [{"type": "attributed_to", "from": "a", "to": "b", "annotator": "ana"}], "done": ["ben"]}"#,
    "\n",
);

fn lines(file: &str) -> Vec<Value> {
    file.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

#[test]
fn a_folder_becomes_a_project_and_json_lines() {
    let test = Test::new()
        .file("in/2025-11-28_the-sample_harbour.txt", HARBOUR)
        .file("in/more/ferry.md", format!("---\noutlet: The Quay\n---\n# {FERRY}"))
        .file("in/copy.txt", FERRY)
        .file("in/again.txt", FERRY)
        .file("in/.hidden.txt", "Nobody reads this.")
        .file("in/photo.jpg", b"\xff\xd8\xff\xe0")
        .file("in/list.csv", "file,outlet,language\ncopy.txt,The Cape,en\n");
    let ran = test.run("new P in --json").done().says("photo.jpg");
    let made = ran.json();
    assert_eq!(made["articles"].as_array().map(Vec::len), Some(4), "{made}");
    assert_eq!(made["duplicates"], json!([]), "another outlet makes a reprint: {made}");
    let checked = test.run("check P --json").done().json();
    assert_eq!((&checked["ok"], &checked["articles"]), (&json!(true), &json!(4)));
    test.run("export P --format jsonl --to out.jsonl").done();
    let written = lines(&test.read("out.jsonl"));
    assert_eq!(written.len(), 5);
    let outlets: Vec<&str> = written.iter().filter_map(|a| a["outlet"].as_str()).collect();
    assert!(["The Quay", "The Cape"].iter().all(|outlet| outlets.contains(outlet)), "{outlets:?}");
    assert!(!test.read("out.jsonl").contains("null"));
    test.run("import P in --json").done().says("already there");
    test.run("export P --format jsonl --to again.jsonl").done();
    assert_eq!(test.read("out.jsonl"), test.read("again.jsonl"), "reading the same again adds nothing");
}

#[test]
fn reprints_are_found_as_articles_come_in() {
    let wire = "The harbour board met on Monday and said the old crane would stay where it is until the spring. A \
        spokeswoman for the board told reporters that two offers had come in, and that neither was good enough.";
    let test = Test::new()
        .file("one.txt", format!("Crane stays\n\n{wire}\n"))
        .file("two.txt", format!("Old crane to stay\n\n{wire} That is all.\n"))
        .file("three.txt", format!("From the wire: no sale\n\n{}\n", wire.to_uppercase()));
    let made = test.run("new P one.txt two.txt --json").done().json();
    assert_eq!(made["families"][0]["kind"], json!("reprint"), "{made}");
    let grown = test.run("import P three.txt --json").done().json();
    assert_eq!(grown["families"][0]["articles"].as_array().map(Vec::len), Some(3), "{grown}");
    test.run("check P").done();
    test.run("export P --format jsonl --to out.jsonl").done();
    let first = lines(&test.read("out.jsonl")).remove(0);
    assert_eq!(first["families"].as_array().map(Vec::len), Some(1), "{first}");
    // A whole project that moves brings the families that it has, and no others.
    let file = test.read("out.jsonl");
    let (_, articles) = file.split_once('\n').unwrap();
    let test = test.file("none.jsonl", format!("{}\n{articles}", json!({"byline": 1}))).file("bare.jsonl", articles);
    let families = |ran: Value| ran["families"].as_array().map(Vec::len);
    assert_eq!(families(test.run("new Q none.jsonl --json").done().json()), Some(0));
    assert_eq!(families(test.run("new R bare.jsonl --json").done().json()), Some(1));
}

#[test]
fn coding_comes_in_and_goes_out() {
    let test = Test::new().file("coded.jsonl", CODED).file("harbour.txt", HARBOUR);
    let made = test.run("new P coded.jsonl --json").done().json();
    assert_eq!((&made["annotations"], made["articles"].as_array().map(Vec::len)), (&json!(4), Some(1)));
    assert!(test.read("P/project.ron").contains("\"coded\""), "the title is the file's name");
    test.run("check P").done();
    test.run("export P --format jsonl --to 1.jsonl").done();
    test.run("new Q 1.jsonl").done().says_nothing();
    test.run("export Q --format jsonl --to 2.jsonl").done();
    assert_eq!(test.read("1.jsonl"), test.read("2.jsonl"));
    let article = &lines(&test.read("1.jsonl"))[1];
    assert_eq!(article["foreign_id"], "doc-1");
    assert_eq!((&article["text"], &article["topic"]), (&json!("The harbour\nreopened, he said 🌉."), &json!(7)));
    let annotations = article["annotations"].as_array().unwrap();
    let of = |id: &str| annotations.iter().find(|a| a["foreign_id"] == id).unwrap();
    assert_eq!(of("a")["ranges"], json!([[0, 20]]), "the line end shrank by one");
    assert_eq!((&of("c")["label"], &of("c")["annotator"]), (&json!("cue"), &json!("ben")));
    assert_eq!((&of("d")["ranges"], &of("d")["quote"]), (&json!([]), &json!(["gone"])));
    assert_eq!(article["done"], json!(["ben"]));
    // The same file once more brings nothing new; an article does.
    let again = test.run("import P coded.jsonl harbour.txt --json").done().json();
    assert_eq!((&again["annotations"], &again["known_annotations"]), (&json!(0), &json!(4)));
    assert_eq!(again["articles"].as_array().map(Vec::len), Some(1));
    test.run("check P").done();
}

#[test]
fn a_part_is_exported() {
    let test = Test::new().file("coded.jsonl", CODED);
    test.run("new P coded.jsonl").done();
    test.run("export P --format jsonl --to ben.jsonl --annotator ben --no-text --anonymous")
        .done()
        .says("texts are left out");
    let ben = lines(&test.read("ben.jsonl"));
    assert_eq!(ben[1]["annotations"].as_array().map(Vec::len), Some(1));
    assert_eq!((&ben[1]["annotations"][0]["annotator"], &ben[1]["text"]), (&json!("annotator2"), &Value::Null));
    test.run("export P --format jsonl --to claims.jsonl --label claim").done();
    let claims = lines(&test.read("claims.jsonl"));
    assert_eq!((claims[1]["annotations"].as_array().map(Vec::len), &claims[1]["relations"]), (Some(1), &Value::Null));
    test.run("export P --format jsonl --to x --annotator carl").failed().says("no annotator \"carl\"; it has ana, ben");
    test.run("export P --format jsonl --to x --label clam").failed().says("no label \"clam\"");
    test.run("export P --format jsonl --to x --article doc-1").failed().says("no article \"doc-1\"");
    assert!(!test.at("x").exists());
}

#[test]
fn what_is_lost_is_said_before_and_after() {
    let test = Test::new().file("coded.jsonl", CODED);
    test.run("new P coded.jsonl").done();
    let ran = test.run("export P --format jsonl --to out.jsonl --no-text --json").done();
    let said = "texts are left out; titles, notes and the words of lost places are kept";
    let value = ran.says(&format!("note: {said}")).json();
    assert!(value["losses"].as_array().is_some_and(|all| all.contains(&json!(said))), "{value}");
    assert_eq!(value["files"][0]["name"], "out.jsonl");
    let ran = test.run("export P --format jsonl --to again.jsonl --no-text").done();
    assert!(ran.out.contains("wrote 1 article") && ran.out.contains(said), "{}", ran.out);
    let left = std::fs::read_dir(test.at(".")).unwrap().flatten().filter(|e| e.path().is_file()).count();
    assert_eq!(left, 3, "nothing else is left beside them");
}

#[test]
fn settings_are_checked_before_anything_is_opened() {
    let test = Test::new().file("in/a.txt", HARBOUR).file("in/b.txt", FERRY);
    test.run("new P in").done();
    test.run("export nowhere --format jsonl --to x --set colour=red")
        .misused()
        .says("no setting \"colour\"; it takes split");
    test.run("export nowhere --format jsonl --to x --set split=80,30").misused().says("make 100");
    test.run("export nowhere --format jsonl --to x --set split").misused().says("KEY=VALUE");
    test.run("export nowhere --format jsonl --to x --set manifest=maybe").misused().says("true or false");
    let parts = test.run("export P --format jsonl --to parts --set split=50,50 --json").done().json();
    assert_eq!(parts["parts"], json!([{"name": "train", "articles": 1}, {"name": "dev", "articles": 1}]));
    let words = test.run("export P --format jsonl --to again --set split=50,50").done().out;
    assert!(words.contains("train: 1 article") && words.contains("dev: 1 article"), "{words}");
    assert_eq!(test.files("parts").len(), 3, "two parts and a manifest");
    assert!(test.run("export --help").done().out.contains("split="));
}

#[test]
fn unknown_labels_are_mapped_added_or_left_out() {
    let test = Test::new().file("coded.jsonl", CODED);
    let labels = |arguments: &str| {
        test.run(&format!("new P {arguments} --force --json")).done();
        test.run("export P --format jsonl --to out.jsonl --force").done();
        let out = lines(&test.read("out.jsonl"));
        let all = out[1]["annotations"].as_array().cloned().unwrap_or_default();
        all.iter().map(|a| a["label"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(labels("coded.jsonl").iter().filter(|label| *label == "cue").count(), 1);
    assert_eq!(labels("coded.jsonl --map cue=event").iter().filter(|label| *label == "event").count(), 2);
    assert_eq!(labels("coded.jsonl --map cue=").len(), 3);
    assert_eq!(labels("coded.jsonl --unknown skip").len(), 3);
    let ran = test.run("new Q coded.jsonl --map cue=event --map nothing=claim --json").done();
    let value = ran.says("label \"cue\" (1 annotation) became event").json();
    assert_eq!(value["labels"], json!([{"name": "cue", "annotations": 1, "became": "mapped", "label": "event"}]));
    let ran = test.run("new R coded.jsonl --map nothing=claim").done().says("no annotation has: \"nothing\"");
    let ran = ran.says("label \"cue\" (1 annotation) is new here and was added as cue");
    assert!(ran.out.contains("4 annotations"), "{}", ran.out);
    test.run("import R coded.jsonl --map cue=clam").failed().says("no label \"clam\"; it has");
    test.run("import nowhere coded.jsonl --map cue").misused().says("NAME=LABEL");
    test.run("import R coded.jsonl --unknown perhaps").misused().says("add");
}

#[test]
fn columns_of_tables_are_named() {
    let table = format!("Headline,Where,Words\n\"Harbour\",The Sample,\"{HARBOUR}\"\n\"Ferry\",The Quay,\"{FERRY}\"\n");
    let test = Test::new().file("table.csv", table);
    test.run("new P table.csv --columns text=Words,title=Headline,outlet=Where").done();
    test.run("export P --format jsonl --to out.jsonl").done();
    let out = lines(&test.read("out.jsonl"));
    let of = |field: &str| out.iter().filter_map(|line| line[field].as_str().map(str::to_owned)).collect::<Vec<_>>();
    assert_eq!((of("title").len(), of("outlet").len()), (2, 2), "{out:?}");
    assert!(of("title").contains(&"Ferry".to_owned()) && of("outlet").contains(&"The Quay".to_owned()));
    test.run("new Q table.csv --columns Words").misused().says("--columns: \"Words\" is not like text=Body");
    test.run("new Q table.csv --columns mood=Words").misused().says("take one of text");
}

#[test]
fn words_are_found_with_what_stands_around_them() {
    let test = Test::new().file("coded.jsonl", CODED).file("2025-12-01_the-quay_harbour.txt", HARBOUR);
    test.run("new P coded.jsonl 2025-12-01_the-quay_harbour.txt").done();
    let found = test.run("search P HÁRBOUR --json").done().says_nothing().json();
    assert_eq!((&found["total"], &found["cut_off"]), (&json!(3), &json!(false)));
    let first = &found["hits"][0];
    assert_eq!((&first["range"], &first["quote"]), (&json!([4, 11]), &json!("harbour")));
    assert_eq!((&first["before"], &first["after"]), (&json!("The "), &json!("\nreopened, he said 🌉.")));
    assert_eq!((&first["outlet"], &first["published"]), (&json!("The Sample"), &json!("2025-11-28")));
    let total = |arguments: &str| test.run(&format!("search P {arguments} --json")).done().json()["total"].clone();
    assert_eq!(total("harbour --exact"), 2);
    assert_eq!(total("harb --word"), 0, "no hit is no failure");
    assert_eq!(total("(mon|sun)day --regex"), 1);
    assert_eq!(total("harbour --label claim --annotator ana"), 1);
    assert_eq!(total("harbour --annotator ben"), 0);
    assert_eq!(total("harbour --story S1 --regex"), 1);
    assert_eq!(total("reopened --from 2025-12"), 1);
    assert_eq!(total("reopened --to 2025-11-28"), 1);
}

#[test]
fn hits_are_lines_in_the_order_asked_for() {
    let test = Test::new().file("a.txt", "Ships\n\nold ships rest\nbig ships sail\n");
    test.run("new P a.txt").done();
    let lines = |arguments: &str| test.run(&format!("search P ships {arguments}")).done().out;
    let of = |all: &str, words: &str| all.lines().position(|line| line.contains(words));
    let (left, right) = (lines("--sort left"), lines("--sort right"));
    assert_eq!((of(&left, "big [ships] sail"), of(&left, "old [ships] rest")), (Some(1), Some(2)), "{left}");
    assert_eq!((of(&right, "[ships] rest"), of(&right, "[ships] sail")), (Some(1), Some(2)), "{right}");
    test.run("search P ships --limit 2").done().says("3 hits in 1 article; the first 2 are shown");
    let cut = test.run("search P ships --limit 2 --json").done().json();
    assert_eq!(
        (&cut["total"], &cut["cut_off"], cut["hits"].as_array().map(Vec::len)),
        (&json!(3), &json!(true), Some(2))
    );
    test.run("search P nowhere").done().says("0 hits in 0 articles");
    test.run("search P (ab --regex").misused().says("unclosed group at character 1");
    test.run("search P ships --from yesterday").misused().says("2025-11-28");
    test.run("search P ships --label clam").failed().says("no label \"clam\"; it has");
    test.run("search P ships --outlet Nowhere").failed().says("no outlet \"Nowhere\"");
    test.run("search nowhere ships").failed().says("nowhere");
}

#[test]
fn targets_that_exist_are_refused_without_force() {
    let test = Test::new().file("a.txt", HARBOUR).file("b.txt", FERRY).file("other/keep.txt", "Not a project.");
    test.run("new P a.txt").done();
    let before = test.files("P");
    test.run("new P b.txt").failed().says("--force");
    test.run("new P P/articles --force").failed().says("input lies in the project");
    test.run("new other b.txt --force").failed().says("is no project");
    test.run("new P missing.txt --force").failed().says("missing.txt");
    assert_eq!(test.files("P"), before, "a refused command changes nothing");
    test.run("new P b.txt --force").done();
    test.run("export P --format jsonl --to out").done();
    assert!(test.read("out").contains("ferry") && !test.read("out").contains("harbour"));
    test.run("export P --format jsonl --to out").failed().says("--force");
    test.run("export P --format jsonl --to out --force").done();
    assert_eq!(test.read("other/keep.txt"), "Not a project.");
}

#[test]
fn nothing_read_leaves_no_project() {
    let test =
        Test::new().file("empty.txt", " \n").file("picture.png", b"\x89PNG\r\n\x1a\n").file("bad.jsonl", "{oops\n");
    let ran = test.run("new P empty.txt picture.png bad.jsonl missing.txt --json").failed();
    for name in ["empty.txt", "picture.png", "bad.jsonl", "missing.txt"] {
        assert!(ran.err.contains(name), "{name}: {}", ran.err);
    }
    assert!(ran.err.contains("line 1, column 2") && ran.json()["error"].is_string());
    assert!(!test.at("P").exists());
    let left: Vec<_> = std::fs::read_dir(test.at(".")).unwrap().flatten().map(|e| e.file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

#[test]
fn bad_inputs_are_said_and_the_rest_goes_on() {
    let test =
        Test::new().file("a.txt", HARBOUR).file("bad.jsonl", "{\"text\": \"one\"}\n{oops\n[]\n{\"text\": \"two\"}\n");
    let ran = test.run("new P a.txt missing.txt --json").failed().says("missing.txt");
    assert_eq!(ran.json()["articles"].as_array().map(Vec::len), Some(1), "the other one was read");
    let ran = test.run("import P bad.jsonl --json").done().says("line 2, column 2: not JSON").says("line 3");
    assert_eq!(ran.json()["articles"].as_array().map(Vec::len), Some(2));
}

#[test]
fn errors_in_a_project_are_found() {
    let test = Test::new().file("a.txt", HARBOUR);
    test.run("new P a.txt").done();
    let words = std::fs::read_dir(test.at("P/articles")).unwrap().flatten().next().unwrap().path();
    std::fs::write(words, HARBOUR.replace("Monday", "Sunday")).unwrap();
    let ran = test.run("check P --json").failed();
    assert_eq!(ran.json()["ok"], json!(false));
    let problems = ran.json()["problems"].as_array().cloned().unwrap_or_default();
    assert!(problems.iter().any(|p| p["severity"] == "error"), "{problems:?}");
    test.run("check P --repair").done().says("mended");
    test.run("check P").done();
    test.run("check nowhere").failed().says("nowhere");
}

#[test]
fn usage_is_helped() {
    let test = Test::new();
    assert!(test.run("--help").done().says_nothing().out.contains("byline new my-story"));
    assert!(test.run("export --help").done().out.contains("Example: byline export"));
    test.run("new").misused();
    test.run("exprot P").misused();
    test.run("exprot").misused().says("exprot");
    test.run("export P --format nothing --to x").misused().says("jsonl");
    test.run("import P x --format nothing").misused().says("jsonl");
    test.run("export P --format jsonl --to x").failed();
    test.run("import P x.txt --json").failed();
    let formats = test.run("formats --json").done().json();
    assert_eq!(formats[0]["name"], "jsonl");
    let words = test.run("formats").done().out;
    assert!(words.contains("Byline JSONL") && words.contains("writes       a file: "), "{words}");
    assert!(words.contains("--set        split="), "{words}");
    let written: Vec<&Value> = formats.as_array().unwrap().iter().filter(|f| f["makes"] != "").collect();
    assert!(written.iter().all(|f| f["settings"].is_array() && f["writes"] != ""), "{written:?}");
}
