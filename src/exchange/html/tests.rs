//! Tests of the page as a reader of HTML sees it.

use super::report::{HASH, SCRIPT};
use crate::exchange::testing::{with, written};
use crate::model::testing::random_project;
use crate::model::{Article, ArticleId, Project};
use crate::review::{Coding, Coverage};
use crate::text::Text;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn page(project: &Project) -> String {
    let (files, _) = written("html", project, &with(&[]));
    String::from_utf8(files["out.html"].clone()).unwrap()
}

fn unescaped(words: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    pairs.iter().fold(words.to_owned(), |words, (from, to)| words.replace(from, to))
}

/// The words under the marks of each annotation.
fn covered(page: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::<String, String>::new();
    for mark in page.split("<mark data-span=\"").skip(1) {
        let (ids, rest) = mark.split_once('"').unwrap();
        let words = rest.split_once('>').unwrap().1.split_once("</mark>").unwrap().0;
        for id in ids.split(' ') {
            found.entry(id.to_owned()).or_default().push_str(&unescaped(words));
        }
    }
    found
}

#[test]
fn every_annotation_covers_its_words() {
    for seed in 0..80 {
        let project = random_project(seed);
        let page = page(&project);
        let mut expected = BTreeMap::new();
        for (key, layer) in &project.layers {
            let text = project.article(key.article).unwrap().text();
            for annotation in layer.annotations.values().filter(|a| !a.fragments().is_empty()) {
                let words: String = annotation.fragments().iter().map(|span| text.slice(*span)).collect();
                expected.insert(annotation.id.to_string(), words);
            }
        }
        assert_eq!(covered(&page), expected, "seed {seed}");
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "seed {seed}: an id names two elements");
        for link in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(&link), "seed {seed}: {link} leads nowhere");
        }
    }
}

#[test]
fn nothing_runs_and_nothing_is_loaded() {
    let mut project =
        (0..999).map(random_project).find(|p| p.layers.size() > 2 && p.all_threads().next().is_some()).unwrap();
    let evil = "</title><script>alert(1)</script>\" onload=\"x' & \u{0}";
    Arc::make_mut(&mut project.info).title = evil.to_owned();
    let id: ArticleId = *project.articles.keys().next().unwrap();
    let article: &Article = project.articles.get(&id).unwrap();
    let mut article = article.clone();
    article.metadata.title = evil.to_owned();
    article.metadata.url = "javascript:alert(1)".to_owned();
    article.metadata.language = "\"><img src=x>".to_owned();
    article.current.text = Text::new(format!("{evil}\n{}", article.text().as_str()));
    project.articles.insert_mut(id, Arc::new(article));
    for layer in project.layers.clone().keys() {
        project.layers.remove_mut(layer);
    }
    let books: Vec<_> = project.threads.iter().map(|(by, book)| (by.clone(), book.clone())).collect();
    for (by, book) in books {
        let mut book = book.as_ref().clone();
        let ids: Vec<_> = book.threads.keys().copied().collect();
        for id in ids {
            let mut thread = book.threads.get(&id).unwrap().as_ref().clone();
            (thread.title, thread.note) = (evil.to_owned(), evil.to_owned());
            book.threads.insert_mut(id, Arc::new(thread));
        }
        project.threads.insert_mut(by, Arc::new(book));
    }
    let page = page(&project);
    let script = format!("<script>{SCRIPT}</script>");
    assert_eq!(page.matches(&script).count(), 1, "there are threads, so there is a report");
    assert!(page.contains(&format!("; script-src 'sha256-{HASH}'\">")));
    let page = page.replace(&script, "");
    for wrong in ["<script", "onload=\"", "<img", "href=\"javascript", "\u{0}", " src=\"", "@import", "url("] {
        assert!(!page.contains(wrong), "{wrong}");
    }
    assert!(page.contains("default-src 'none'") && page.contains("&lt;script&gt;alert(1)"));
    for link in page.split("href=\"").skip(1) {
        assert!(link.starts_with('#') || link.starts_with("http"), "{link}");
    }
}

#[test]
fn figures_of_the_matrix_are_those_of_the_coverage() {
    let mut rows = 0;
    for seed in 0..40 {
        let project = random_project(seed);
        let coverage = Coverage::new(&project, &Coding::All);
        let page = page(&project);
        for (number, thread) in coverage.threads().iter().enumerate() {
            let row = page.split(&format!("<tr><th scope=\"row\"><a href=\"#t-{}\"", thread.id)).nth(1).unwrap();
            let row = row.split("</tr>").next().unwrap();
            let mentioning = coverage.mentioning(number).count();
            assert!(row.contains(&format!("data-value=\"{mentioning}\"")), "seed {seed}: {row}");
            let quotes = row.matches(&format!("href=\"#q-{}-", thread.id)).count();
            assert_eq!(quotes, mentioning, "seed {seed}: each sign leads to its quotes");
            assert_eq!(row.matches("<td class=\"s-").count(), project.articles.size());
            rows += 1;
        }
    }
    assert!(rows > 40);
}

#[test]
fn a_report_is_about_what_is_chosen() {
    let project = (0..999).map(random_project).find(|p| p.layers.size() > 2 && p.all_threads().count() > 1).unwrap();
    let one = *project.articles.keys().next().unwrap();
    let mut options = with(&[]);
    options.articles.insert(one);
    let (files, _) = written("html", &project, &options);
    let page = String::from_utf8(files["out.html"].clone()).unwrap();
    for other in project.articles.keys().filter(|id| **id != one) {
        assert!(!page.contains(other.as_str()), "{other} was not chosen");
    }
    let plain = Project::new(project.info.id, "Bare", crate::model::default_codebook());
    let bare = self::page(&plain);
    assert!(!bare.contains("<script") && !bare.contains("script-src"), "no threads: nothing to sort");
}

#[test]
fn equal_projects_write_equal_pages() {
    assert_eq!(page(&random_project(7)), page(&random_project(7)));
}

#[test]
fn a_small_project_is_written_as_kept() {
    crate::exchange::testing::check_golden("html", &["out.html"]);
}

#[test]
fn families_are_lost_only_where_there_is_no_report() {
    let lost = |project: &Project| {
        let (_, summary) = written("html", project, &with(&[]));
        summary.losses.iter().any(|loss| loss.to_string().contains("famil"))
    };
    let all = (0..80).map(random_project);
    let project =
        all.into_iter().find(|p| p.families.size() > 0 && p.threads.values().any(|book| book.threads.size() > 0));
    let mut project = project.unwrap();
    assert!(!lost(&project));
    project.threads = Default::default();
    let layers = project.layers.iter().map(|(key, layer)| {
        let mut layer = (**layer).clone();
        layer.annotations = layer
            .annotations
            .iter()
            .map(|(id, a)| (*id, Arc::new(crate::model::Annotation { threads: BTreeMap::default(), ..(**a).clone() })))
            .collect();
        (key.clone(), Arc::new(layer))
    });
    project.layers = layers.collect();
    assert!(lost(&project));
}
