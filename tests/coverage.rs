//! `byline coverage` on the sample project, checked against its layers by hand.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::support::Test;
use byline::session::samples::copy_to;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn sample() -> Test {
    let test = Test::new();
    copy_to("caracas_call", &test.at("P")).unwrap();
    test
}

fn coverage(test: &Test, arguments: &str) -> Value {
    test.run(&format!("coverage P --json {arguments}")).done().says_nothing().json()
}

/// A thread without its id, label and title.
fn thread(coverage: &Value, title: &str) -> Value {
    let threads = coverage["threads"].as_array().unwrap();
    let mut thread = threads.iter().find(|thread| thread["title"] == title).unwrap().clone();
    let fields = thread.as_object_mut().unwrap();
    assert!(fields["label"] == "claim" && fields["id"].is_string());
    for known in ["id", "label", "title"] {
        fields.remove(known);
    }
    thread
}

fn cell(article: &str, state: &str, also: &[&str], annotations: &[&str], why: &str) -> Value {
    json!({ "article": article, "state": state, "also": also, "annotations": annotations, "why": why })
}

/// The articles by date: the first two are those of 2019 and 2020, in the other story alone.
const FERRYWICK: &str = "ne9smnwd71";
const LODESTONE: &str = "jyec62mpdg";
const IRONBARK: &str = "ytz4dgnp8t";
const PLUMBLINE: &str = "r3gg3c0wfr";
const CANDLEWRIGHT: &str = "xr9n3zq6x8";

/// Ana has read the Nightjar, the Courier, the Daily and the Monitor and found nothing, which is the default here;
/// Maduro's denials in the Ironbark and the Plumbline are linked against it, the Plumbline credits it to the State
/// Department as well; one claim of the Candlewright is not linked to anything.
#[test]
fn the_accusations_are_disputed() {
    let found = coverage(&sample(), "--annotator ana");
    let expected = json!({
        "story": "bz6rjbbnnv",
        "default_state": "absent",
        "cells": [
            cell(FERRYWICK, "out_of_scope", &[], &[], ""),
            cell(LODESTONE, "out_of_scope", &[], &[], ""),
            cell(IRONBARK, "disputed", &[], &["fs11m2p8nw"], "linked against"),
            cell(PLUMBLINE, "disputed", &["attributed"], &["e6fn4m4199", "gyyhgethqk"], "linked against"),
            cell(CANDLEWRIGHT, "unlinked", &[], &[], "1 of label claim without a link"),
        ],
        "sources": {
            "at_least": 1, "named": 1, "unnamed": 0,
            "ultimate": [{ "thread": "h2yk7eaepa", "title": "State Department", "named": true }],
        },
        "echo": false,
        "contradicts": [],
    });
    assert_eq!(thread(&found, "The criminal accusations against Maduro and his government are true"), expected);
    assert_eq!(found["layers"], json!(["ana"]));
}

/// Made a week after the first four articles were read, so they are stale; three outlets have it from the government in
/// Caracas alone; it sits badly with the purpose that Washington gives.
#[test]
fn the_oil_was_not_looked_for_at_first_and_is_an_echo() {
    let expected = json!({
        "story": "bz6rjbbnnv",
        "default_state": "stale",
        "cells": [
            cell(FERRYWICK, "out_of_scope", &[], &[], ""),
            cell(LODESTONE, "out_of_scope", &[], &[], ""),
            cell(IRONBARK, "attributed", &[], &["wkv6dxb086"], ""),
            cell(PLUMBLINE, "attributed", &[], &["nxkmpxbq1t", "cj40n51b03"], ""),
            cell(CANDLEWRIGHT, "attributed", &[], &["gnvxzsatjd"], ""),
        ],
        "sources": {
            "at_least": 1, "named": 1, "unnamed": 0,
            "ultimate": [{ "thread": "zt3wa713j0", "title": "The Venezuelan government", "named": true }],
        },
        "echo": true,
        "contradicts": [{
            "thread": "dnbt18mhc3",
            "strength": "tension",
            "reason": "Two purposes for the same ships; they could both be at work.",
        }],
    });
    let found = coverage(&sample(), "--annotator ana");
    assert_eq!(thread(&found, "The pressure on Venezuela is about its oil and its government"), expected);
}

/// Guaidó relays an unnamed official, in both articles; the Ferrywick also says it in its own voice. It cannot be so
/// together with Maduro's having approved.
#[test]
fn the_approach_rests_on_one_unnamed_official() {
    let expected = json!({
        "story": "enar20c78g",
        "default_state": "out_of_scope",
        "cells": [
            cell(FERRYWICK, "attributed", &["stated"], &["cnnswhg6a4", "qz3558029b", "jxpr8pae4m"], ""),
            cell(LODESTONE, "unlinked", &[], &[], "9 of label claim without a link"),
            cell(CANDLEWRIGHT, "attributed", &[], &["pdf9xgbksb"], ""),
        ],
        "sources": {
            "at_least": 1, "named": 0, "unnamed": 1,
            "ultimate": [{ "thread": "xf1brqy5qr", "title": "Senior American official (as Guaidó has it)", "named": false }],
        },
        "echo": true,
        "contradicts": [{
            "thread": "xeavfxm3gm",
            "strength": "incompatible",
            "reason": "Either he approved the contacts or they were made without his knowledge.",
        }],
    });
    let found = coverage(&sample(), "--annotator ana");
    assert_eq!(thread(&found, "The approach was made behind Maduro’s back"), expected);
}

/// The sample speaks: each state, an omission between articles that have it, an echo that seven outlets make of two
/// unnamed people, contradictions of both strengths, a reprint and a rewrite.
#[test]
fn the_sample_shows_everything() {
    let test = sample();
    let found = coverage(&test, "--annotator ana");
    let threads = found["threads"].as_array().unwrap();
    assert_eq!(threads.len(), 70, "Ben's event is the same as one of Ana's");
    let name = |value: &Value| value.as_str().unwrap().to_owned();
    let mut states: BTreeSet<String> = threads.iter().map(|thread| name(&thread["default_state"])).collect();
    for cells in threads.iter().map(|thread| thread["cells"].as_array().unwrap()) {
        states.extend(cells.iter().map(|cell| name(&cell["state"])));
    }
    assert_eq!(states.len(), 9, "{states:?}");
    let meeting = thread(&found, "They discussed meeting in the United States");
    let two = "Two people familiar with the call (The New York Times)";
    assert_eq!((&meeting["echo"], &meeting["sources"]["ultimate"][0]["title"]), (&json!(true), &json!(two)));
    assert_eq!(meeting["sources"]["at_least"], 1, "the newspaper only passes it on");
    let call = thread(&found, "Trump and Maduro spoke by telephone in November 2025");
    assert_eq!((&call["echo"], &call["sources"]["at_least"]), (&json!(false), &json!(2)));
    let strengths: BTreeSet<String> = threads
        .iter()
        .flat_map(|thread| thread["contradicts"].as_array().unwrap())
        .map(|other| name(&other["strength"]))
        .collect();
    assert_eq!(strengths.len(), 2);
    let kinds: Vec<&Value> = found["families"].as_array().unwrap().iter().map(|family| &family["kind"]).collect();
    assert!(kinds.contains(&&json!("reprint")) && kinds.contains(&&json!("rewrite")));
    let offramp = thread(&found, "Talking directly could lead away from the use of force");
    let daily = offramp["cells"].as_array().unwrap().iter().find(|cell| cell["article"] == "ygvrkdmz6f");
    let state = daily.map_or(&offramp["default_state"], |cell| &cell["state"]);
    assert_eq!(state, "absent", "the reprint leaves out what the Courier has");
}

#[test]
fn whose_coding_counts_is_chosen_and_said() {
    let test = sample();
    let layers = |arguments: &str| coverage(&test, arguments)["layers"].clone();
    assert_eq!(layers(""), json!(["ana", "ben"]), "nobody is known: all");
    assert_eq!(layers("--annotator ana --annotator ben"), json!(["ana", "ben"]));
    assert_eq!(layers("--annotator agreed"), json!(["agreed"]));
    let test = test.file(".config/preferences.ron", "(annotator: \"ben\")");
    assert_eq!(coverage(&test, "")["layers"], json!(["ben"]), "mine");
    assert_eq!(coverage(&test, "--annotator all")["layers"], json!(["ana", "ben"]));
    test.run("coverage P --annotator carl").failed().says("no annotator \"carl\"; it has ana, ben");
    test.run("coverage P --annotator all --annotator ana").misused().says("stands alone");
    let text = test.run("coverage P --annotator agreed").done().out;
    assert!(text.starts_with("Coding counted: agreed (ana, ben)"), "{text}");
}

#[test]
fn tables_are_printed() {
    let test = sample();
    let csv = test.run("coverage P --annotator ana --csv --by outlet --families").done().out;
    let rows: Vec<&str> = csv.lines().collect();
    assert_eq!(rows.len(), 71, "{csv}");
    assert!(rows[0].starts_with("thread_id,label,title,story,known_since,Ferrywick Observer,"), "{}", rows[0]);
    let csv = test.run("coverage P --annotator ana --csv --by day").done().out;
    let meeting = csv.lines().find(|row| row.contains("They discussed meeting")).unwrap();
    assert!(meeting.contains(",2 of 2,"), "two articles of one day: {meeting}");
    let csv = test.run("coverage P --annotator ana --csv --table attribution").done().out;
    let meeting: Vec<&str> = csv.lines().filter(|row| row.contains("They discussed meeting")).collect();
    assert_eq!(meeting.len(), 2, "those two, and the newspaper that passes them on: {meeting:?}");
    assert!(meeting.iter().all(|row| row.contains(",7,7,1,0,true,0,")), "{meeting:?}");
    let text = test.run("coverage P --annotator ana").done().out;
    for words in
        ["at least 1 independent source, 0 named: all from one source, an echo", "not linked", "Claim: 33 shared"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}
