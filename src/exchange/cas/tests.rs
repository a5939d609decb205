use crate::exchange::formats::{Head, recognize};
use crate::exchange::jsonl::LabelPolicy;
use crate::exchange::spacy::tests::shown;
use crate::exchange::testing::{Files, empty, read_into, said, with, written};
use crate::model::Project;
use crate::model::testing::random_project;
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(name: &str, file: &str) -> (Project, Vec<String>) {
    let files = Files::from([(name.to_owned(), file.as_bytes().to_vec())]);
    let (project, gathered) = read_into(&empty(), &files, Some("cas-json"), LabelPolicy::default());
    (project, said(&gathered))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_is_read(seed: u64) {
        let first = written("cas-json", &random_project(seed), &with(&[])).0;
        let (again, gathered) = read_into(&empty(), &first, Some("cas-json"), LabelPolicy::default());
        prop_assert_eq!(said(&gathered), Vec::<String>::new());
        let second = written("cas-json", &again, &with(&[])).0;
        let text = |bytes: &Vec<u8>| String::from_utf8(bytes.clone()).unwrap();
        for ((a, one), (b, other)) in first.iter().zip(&second) {
            prop_assert_eq!(a, b);
            for (one, other) in text(one).lines().zip(text(other).lines()).filter(|(l, _)| !l.starts_with("{\"%TYPES")) {
                prop_assert_eq!(one, other);
            }
        }
        prop_assert_eq!(first.len(), second.len());
    }

    #[test]
    fn xmi_holds_what_json_holds(seed: u64) {
        let project = random_project(seed);
        let (json, xmi) = (written("cas-json", &project, &with(&[])).0, written("cas-xmi", &project, &with(&[])).0);
        prop_assert_eq!(xmi.len(), json.len() + 1);
        for (name, bytes) in &json {
            let value: Value = serde_json::from_slice(bytes).unwrap();
            let xml = String::from_utf8(xmi[&name.replace(".json", ".xmi")].clone()).unwrap();
            let mut reader = quick_xml::Reader::from_str(&xml);
            let (mut structures, mut text) = (0, String::new());
            loop {
                match reader.read_event().unwrap() {
                    quick_xml::events::Event::Empty(tag) => {
                        structures += usize::from(tag.try_get_attribute("sofa").unwrap().is_some());
                        if let Some(words) = tag.try_get_attribute("sofaString").unwrap() {
                            text = quick_xml::escape::unescape(&words.value).unwrap().into_owned();
                            prop_assert!(!words.value.contains(['\n', '\t', '\r']));
                        }
                    }
                    quick_xml::events::Event::Eof => break,
                    _ => {}
                }
            }
            let all = value["%FEATURE_STRUCTURES"].as_array().unwrap();
            // The text itself is no structure here, and the view is one there.
            prop_assert_eq!(structures, all.len() - 1 + 1);
            prop_assert_eq!(text.as_str(), all[0]["sofaString"].as_str().unwrap());
        }
    }
}

#[test]
fn layers_of_inception_are_read() {
    let kind = |parent: &str| json!({ "%SUPER_TYPE": parent });
    let token = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
    let entity = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
    let file = json!({
        "%TYPES": {
            token: kind("uima.tcas.Annotation"), entity: kind("uima.tcas.Annotation"),
            "webanno.custom.Claim": kind("webanno.custom.Base"), "webanno.custom.Base": kind("uima.tcas.Annotation"),
            "webanno.custom.Says": kind("uima.tcas.Annotation"), "round.A": kind("round.B"), "round.B": kind("round.A"),
        },
        "%FEATURE_STRUCTURES": [
            { "%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": "😀 Anna said\r\nso." },
            { "%ID": 2, "%TYPE": token, "@sofa": 1, "begin": 3, "end": 7 },
            { "%ID": 3, "%TYPE": entity, "@sofa": 1, "begin": 3, "end": 7, "value": "PER", "identifier": "Q1" },
            { "%ID": 4, "%TYPE": "webanno.custom.Claim", "@sofa": 1, "begin": 14, "end": 16, "sure": true, "^x": 1 },
            { "%ID": 5, "%TYPE": "webanno.custom.Says", "@sofa": 1, "begin": 3, "end": 7, "@Governor": 4, "@Dependent": 3 },
            { "%ID": 6, "%TYPE": "webanno.custom.Says", "@sofa": 1, "begin": 3, "end": 7, "@Governor": 4, "@Dependent": 99 },
            { "%ID": 7, "%TYPE": "webanno.custom.Claim", "@sofa": 1, "begin": 1, "end": 7 },
            { "%ID": 8, "%TYPE": "webanno.custom.Claim", "@sofa": 1, "begin": 3, "end": 700 },
            { "%ID": 4, "%TYPE": "webanno.custom.Claim", "@sofa": 1, "begin": 3, "end": 4 },
            { "%ID": 9, "%TYPE": "round.A", "@sofa": 1, "begin": 3, "end": 4 },
            { "%ID": 10, "%TYPE": "webanno.custom.Claim", "@sofa": 77, "begin": 3, "end": 4 },
            { "%ID": 11, "%TYPE": "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData", "@sofa": 1,
              "begin": 0, "end": 17, "documentTitle": "a.txt", "documentId": "d1", "language": "en" },
            7,
        ],
        "%VIEWS": { "_InitialView": { "%SOFA": 1, "%MEMBERS": [2, 3, 4] } },
    });
    let (project, said) = read("a.txt/bo.json", &file.to_string());
    let found = shown(&project);
    for expected in ["per \"Anna\" bo", "claim \"so\" bo", "says \"so\" \"Anna\""] {
        assert!(found.contains(&expected.to_owned()), "{expected}: {found:?}");
    }
    assert_eq!(found.len(), 3, "{found:?}");
    let article = project.articles.values().next().unwrap();
    assert_eq!((article.metadata.title.as_str(), article.foreign_id.as_str()), ("a.txt", "d1"));
    for part in ["1 to 7", "3 to 700", "no annotation", "twice", "no number", "another view"] {
        assert!(said.iter().any(|what| what.contains(part)), "{part}: {said:#?}");
    }
}

#[test]
fn damaged_files_are_said() {
    for (file, part) in [
        ("{\"%TYPES\": {", "damaged"),
        ("{\"%TYPES\": {}}", "no list"),
        ("{\"%FEATURE_STRUCTURES\": []}", "no text"),
        ("[1]", "no CAS"),
        ("{\"%FEATURE_STRUCTURES\": [{\"%ID\": 1, \"%TYPE\": \"uima.cas.Sofa\", \"sofaURI\": \"x\"}]}", "no text"),
    ] {
        let (project, said) = read("a.json", file);
        assert!(project.articles.is_empty());
        assert!(said.iter().any(|what| what.contains(part)), "{part}: {said:?}");
    }
    let is = |start: &str| recognize(&Head { name: "a.json", start: start.as_bytes() }).map(|f| f.name).ok();
    assert_eq!(is("{\"%TYPES\": {\"a\": {"), Some("cas-json"));
}
