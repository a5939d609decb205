use super::FORMAT;
use crate::exchange::jsonl::LabelPolicy;
use crate::exchange::testing::{Files, empty, read_into, said, with, written};
use crate::model::testing::random_project;
use crate::model::{Annotation, Article, Layer, Place, Project, Revision};
use proptest::prelude::*;
use std::io::{Cursor, Read, Write};
use std::sync::Arc;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What of a random project the format holds.
fn held(seed: u64) -> Project {
    let mut project = random_project(seed);
    let mut layers = crate::model::Map::new_sync();
    for (key, layer) in &project.layers {
        let mut kept = Layer { rejected: Layer::new(layer.text).rejected, ..(**layer).clone() };
        for lost in layer.annotations.values().filter(|a| matches!(a.place, Place::Lost(_))) {
            kept.annotations.remove_mut(&lost.id);
        }
        for relation in layer.relations.values() {
            if !kept.annotations.contains_key(&relation.from) || !kept.annotations.contains_key(&relation.to) {
                kept.relations.remove_mut(&relation.id);
            }
        }
        if !kept.is_empty() {
            layers.insert_mut(key.clone(), Arc::new(kept));
        }
    }
    project.layers = layers;
    project.threads = project
        .threads
        .iter()
        .filter(|(_, book)| !book.threads.is_empty())
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    project.suggestions = crate::model::Map::new_sync();
    project
}

/// An empty project of the same name and id: GUIDs follow from these.
fn namesake(project: &Project) -> Project {
    let mut start = empty();
    start.info = project.info.clone();
    start
}

fn qdpx(files: &[(&str, &[u8])]) -> Files {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    Files::from([("p.qdpx".to_owned(), writer.finish().unwrap().into_inner())])
}

/// A project of another program: users, nested codes, one source.
fn foreign(origin: &str, text: &[u8], selections: &str) -> Files {
    let xml = format!(
        r##"<?xml version="1.0"?><Project xmlns="urn:QDA-XML:project:1.0" name="x" origin="{origin}"><Users>
        <User guid="{{00000000-0000-0000-0000-00000000000A}}" name="Ana"/></Users><CodeBook><Codes>
        <Code guid="c1" name="Media bias" isCodable="true" color="#F0a"><Description>What leans.</Description>
        <NewThing/><Code guid="c2" name="Framing" isCodable="true"/></Code><Code guid="c3" name="Framing" isCodable="true"/>
        </Codes></CodeBook><Variables><Variable guid="v1" name="Date" typeOfVariable="Date"/>
        <Variable guid="v2" name="Desk" typeOfVariable="Text"/></Variables>
        <Sources><TextSource guid="s1" name="Story" plainTextPath="internal://S1.txt">{selections}
        <VariableValue><VariableRef targetGUID="v1"/><DateValue>2025-11-28</DateValue></VariableValue>
        <VariableValue><VariableRef targetGUID="v2"/><TextValue>foreign</TextValue></VariableValue>
        </TextSource><PictureSource guid="p1"/></Sources>
        <Notes><Note guid="n1"><PlainTextContent>look again</PlainTextContent></Note></Notes>
        <Links><Link guid="l1" name="contradicts" originGUID="a1" targetGUID="a2"/></Links></Project>"##
    );
    qdpx(&[("project.qde", xml.as_bytes()), ("Sources/s1.TXT", text), ("../climbs.txt", b"x")])
}

fn selection(guid: &str, name: &str, start: usize, end: usize, codes: &[&str]) -> String {
    let codings: String = codes
        .iter()
        .map(|code| format!("<Coding guid='{guid}{code}'><CodeRef targetGUID='{code}'/></Coding>"))
        .collect();
    format!(
        "<PlainTextSelection guid='{guid}' name='{name}' startPosition='{start}' endPosition='{end}' \
         creatingUser='00000000-0000-0000-0000-00000000000a'>{codings}<NoteRef targetGUID='n1'/></PlainTextSelection>"
    )
}

/// The one article of a project, and its annotations in text order as label and words.
fn coded(project: &Project) -> (Arc<Article>, Vec<(String, String)>) {
    let article = project.articles.values().next().unwrap().clone();
    let mut found: Vec<&Annotation> =
        project.layers.values().flat_map(|layer| layer.annotations.values()).map(AsRef::as_ref).collect();
    found.sort_by_key(|a| (a.cover(), a.label.clone()));
    let words = found.iter().map(|a| (a.label.to_string(), a.words(article.text()))).collect();
    (article, words)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_is_written_comes_back(seed: u64, is_utf16: bool) {
        let project = held(seed);
        let options = with(&[("offsets", if is_utf16 { "utf-16" } else { "code-points" })]);
        let (files, _) = written("refi-qda", &project, &options);
        let (back, gathered) = read_into(&namesake(&project), &files, None, LabelPolicy::default());
        prop_assert_eq!(said(&gathered), Vec::<String>::new());
        let mut expected = project.clone();
        let articles = project.articles.values().map(|article| {
            let file = back.articles.get(&article.id).map(|a| a.current.file.clone()).unwrap_or_default();
            let current = Revision { file, ..article.current.clone() };
            (article.id, Arc::new(Article { earlier: Vec::new(), current, ..(**article).clone() }))
        });
        expected.articles = articles.collect();
        let lines = |project: &Project| {
            let (files, _) = written("jsonl", project, &with(&[]));
            let text = String::from_utf8(files["out.jsonl"].clone()).unwrap();
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        };
        for (back, expected) in lines(&back).iter().zip(&lines(&expected)) {
            prop_assert_eq!(back, expected);
        }
        let (again, _) = written("refi-qda", &back, &options);
        prop_assert_eq!(&files, &again);
    }

    #[test]
    fn codebooks_come_back(seed: u64) {
        let project = random_project(seed);
        let (files, _) = written("refi-qdc", &project, &with(&[]));
        let (back, gathered) = read_into(&namesake(&project), &files, None, LabelPolicy::default());
        prop_assert_eq!(said(&gathered), Vec::<String>::new());
        prop_assert_eq!(&back.codebook, &project.codebook);
        let (again, _) = written("refi-qdc", &back, &with(&[]));
        prop_assert_eq!(&files, &again);
    }
}

#[test]
fn other_programs_projects_are_read() {
    let text = "\u{feff}😀 One leans.\r\nTwo leans too.";
    let selections = [
        selection("a1", "One leans", 3, 12, &["c1"]),
        selection("a2", "Two leans", 15, 24, &["c2", "c3"]),
        selection("a3", "gone", 900, 904, &["c1"]),
        selection("a4", "too", 25, 28, &[]),
        selection("a5", "too", 25, 28, &["c9"]),
    ];
    let files = foreign("NVivo", text.as_bytes(), &selections.concat());
    let (project, gathered) = read_into(&empty(), &files, None, LabelPolicy::default());
    let (article, words) = coded(&project);
    assert_eq!(article.text().as_str(), "😀 One leans.\nTwo leans too.");
    let expected =
        [("media_bias", "gone"), ("media_bias", "One leans"), ("framing", "Two leans"), ("framing_2", "Two leans")];
    assert_eq!(words, expected.map(|(label, words)| (label.to_owned(), words.to_owned())));
    let label = |id: &str| project.codebook.labels.values().find(|l| l.id.as_str() == id).unwrap().clone();
    assert_eq!(
        (label("media_bias").color.to_string().as_str(), label("media_bias").definition.as_str()),
        ("#ff00aa", "What leans.")
    );
    assert_eq!(label("framing").parent.as_ref().map(crate::model::LabelId::as_str), Some("media_bias"));
    let metadata = &article.metadata;
    assert_eq!((metadata.title.as_str(), metadata.published.unwrap().to_string().as_str()), ("Story", "2025-11-28"));
    assert_eq!(article.attributes.len(), 1);
    let layer = project.layers.values().next().unwrap();
    assert!(layer.annotations.values().all(|a| a.note == "look again"));
    assert_eq!(layer.relations.size(), 1);
    let said = said(&gathered).join("\n");
    for part in ["leads out of the package", "1 pictures", "1 selections have no code", "1 codings are of codes"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn broken_projects_say_what_is_wrong_and_keep_the_rest() {
    let is_said = |files: &Files, words: &str| {
        let (_, gathered) = read_into(&empty(), files, None, LabelPolicy::default());
        let said = said(&gathered).join("\n");
        assert!(said.contains(words), "{words}: {said}");
        gathered.annotations
    };
    is_said(&qdpx(&[("readme.txt", b"x")]), "no REFI-QDA project");
    is_said(&Files::from([("p.qdpx".to_owned(), b"PK\x03\x04 cut".to_vec())]), "damaged");
    let bomb = b"<!DOCTYPE p [<!ENTITY a 'lol'><!ENTITY b '&a;&a;'>]><Project origin='&b;'/>";
    is_said(&qdpx(&[("project.qde", bomb)]), "document type");
    let one = selection("a1", "One", 0, 3, &["c1"]);
    is_said(&foreign("x", b"\xff\xfe\xff", &one), "neither UTF-8 nor UTF-16");
    let climbing = foreign("x", b"One", &one);
    let whole = ZipArchive::new(Cursor::new(climbing["p.qdpx"].clone())).map(|mut zip| {
        let mut words = String::new();
        zip.by_name("project.qde").unwrap().read_to_string(&mut words).unwrap();
        words
    });
    let whole = whole.unwrap();
    for path in ["relative://../../secret.txt", "relative:///etc/passwd", "/etc/passwd", "absolute://etc", "C:\\x"] {
        let words = whole.replace("internal://S1.txt", path);
        is_said(&qdpx(&[("project.qde", words.as_bytes())]), "outside the package");
    }
    let rich = whole.replace("plainTextPath=\"internal://S1.txt\"", "richTextPath=\"internal://S1.docx\"");
    is_said(&qdpx(&[("project.qde", rich.as_bytes())]), "only a formatted text");
    let cut = whole.split("<PictureSource").next().unwrap();
    let read =
        is_said(&qdpx(&[("project.qde", cut.as_bytes()), ("sources/s1.txt", b"One")]), "what follows was not read");
    assert_eq!(read, 1, "the good part is kept");
}

#[test]
fn equal_projects_write_equal_bytes_and_the_parts_are_where_they_belong() {
    let project = held(7);
    let (files, _) = written("refi-qda", &project, &with(&[]));
    assert_eq!(files, written("refi-qda", &project, &with(&[])).0);
    let mut zip = ZipArchive::new(Cursor::new(files["out.qdpx"].clone())).unwrap();
    let names: Vec<String> = (0..zip.len()).map(|i| zip.by_index(i).unwrap().name().unwrap().into_owned()).collect();
    assert_eq!(names[0], "project.qde");
    assert!(names[1..].iter().all(|name| name.starts_with("sources/") && name.strip_suffix(".txt").is_some()));
    assert_eq!(names.len(), project.articles.size() + 2);
    assert!(FORMAT.is_written());
}

/// A small project in files that a person can read; `BYLINE_GOLDEN=1` writes them anew.
#[test]
fn the_small_project_is_written_as_it_should_be() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/refi");
    let seed = Files::from([("a.jsonl".to_owned(), std::fs::read(folder.join("project.jsonl")).unwrap())]);
    let (project, gathered) = read_into(&empty(), &seed, None, LabelPolicy::default());
    assert_eq!(said(&gathered), Vec::<String>::new());
    for (setting, name) in [("code-points", "project.qde"), ("utf-16", "project-utf-16.qde"), ("", "codebook.qdc")] {
        let xml = if setting.is_empty() {
            written("refi-qdc", &project, &with(&[])).0["out.qdc"].clone()
        } else {
            let (files, _) = written("refi-qda", &project, &with(&[("offsets", setting)]));
            let mut zip = ZipArchive::new(Cursor::new(files["out.qdpx"].clone())).unwrap();
            let mut xml = Vec::new();
            zip.by_name("project.qde").unwrap().read_to_end(&mut xml).unwrap();
            xml
        };
        let xml = String::from_utf8(xml).unwrap().replace(env!("CARGO_PKG_VERSION"), "VERSION");
        if std::env::var_os("BYLINE_GOLDEN").is_some() {
            std::fs::write(folder.join(name), &xml).unwrap();
        }
        assert_eq!(xml, std::fs::read_to_string(folder.join(name)).unwrap(), "{name}");
    }
}
