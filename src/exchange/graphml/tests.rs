use crate::exchange::export::ExportOptions;
use crate::exchange::jsonl::LabelPolicy;
use crate::exchange::testing::{Files, empty, read_into, written};
use crate::model::Project;
use crate::model::testing::random_project;
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::BTreeSet;

fn made(project: &Project) -> String {
    let (files, _) = written("graphml", project, &ExportOptions::default());
    String::from_utf8(files["out.graphml"].clone()).unwrap()
}

#[test]
fn a_small_project() {
    let small = include_bytes!("../../../tests/golden/tables/project.jsonl").to_vec();
    let files = Files::from([("a.jsonl".to_owned(), small)]);
    let (project, _) = read_into(&empty(), &files, Some("jsonl"), LabelPolicy::default());
    assert_eq!(made(&project), include_str!("../../../tests/golden/network.graphml"));
}

#[test]
fn an_empty_network_is_said() {
    let (_, summary) = written("graphml", &empty(), &ExportOptions::default());
    assert!(summary.losses.iter().any(|loss| loss.to_string().contains("the network is empty")));
}

proptest! {
    #[test]
    fn keys_are_declared_ids_are_one_and_edges_end_at_nodes(seed in 0..300_u64) {
        let xml = made(&random_project(seed));
        let mut reader = Reader::from_str(&xml);
        let (mut ids, mut keys, mut ends, mut used) = (BTreeSet::new(), BTreeSet::new(), Vec::new(), Vec::new());
        loop {
            let event = reader.read_event().unwrap();
            let (Event::Start(tag) | Event::Empty(tag)) = &event else {
                if matches!(event, Event::Eof) {
                    break;
                }
                continue;
            };
            for attribute in tag.attributes() {
                let attribute = attribute.unwrap();
                let value = attribute.value.to_string();
                match (tag.name().as_ref(), attribute.key.as_ref()) {
                    ("node" | "edge" | "graph", "id") => prop_assert!(ids.insert(value)),
                    ("key", "id") => prop_assert!(keys.insert(value)),
                    ("edge", "source" | "target") => ends.push(value),
                    ("data", "key") => used.push(value),
                    _ => {}
                }
            }
        }
        prop_assert!(ends.iter().all(|end| end.starts_with('n') && ids.contains(end)));
        prop_assert!(used.iter().all(|key| keys.contains(key)));
    }
}
