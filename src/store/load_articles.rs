//! Reading articles with their texts, layers and suggestions, on several threads.

use super::folder::Folder;
use super::layout::{FileKey, suggestions_name};
use super::load::{Found, Parsed, keep_if_noted, parse};
use super::notation::take_unknown;
use super::records::{Anchoring, ArticleRecord, LayerFile, SuggestionsFile};
use super::{Check, Problem, StoreError};
use crate::model::{AnnotationId, AnnotatorName, Article, ArticleId, Layer, LayerKey, SuggestionSet};
use crate::text::Text;
use std::collections::BTreeMap;

/// One article with all that is about it.
#[derive(Default)]
pub(super) struct Item {
    pub(super) article: Option<Article>,
    pub(super) texts: Vec<Text>,
    pub(super) layers: Vec<(LayerKey, Option<Layer>, Found)>,
    pub(super) suggestions: Option<SuggestionSet>,
    pub(super) problems: Vec<Problem>,
    /// What is not understood in the article's record.
    pub(super) unknown: Vec<String>,
}

/// Reads texts, layers and suggestions, articles shared out among threads.
pub(super) fn load_articles(
    folder: &Folder,
    records: Vec<ArticleRecord>,
    layers: &BTreeMap<ArticleId, Vec<AnnotatorName>>,
) -> Vec<Item> {
    // More threads than this wait for the disk, not for each other.
    let threads = std::thread::available_parallelism().map_or(1, usize::from).clamp(1, 8);
    if threads == 1 || records.len() < 16 {
        return records.into_iter().map(|record| load_article(folder, record, layers)).collect();
    }
    let size = records.len().div_ceil(threads * 4);
    let mut chunks: Vec<Vec<ArticleRecord>> = Vec::new();
    for record in records {
        match chunks.last_mut() {
            Some(chunk) if chunk.len() < size => chunk.push(record),
            _ => chunks.push(vec![record]),
        }
    }
    let queue = std::sync::Mutex::new(chunks.into_iter().enumerate());
    let work = || {
        let mut done = Vec::new();
        loop {
            let next = queue.lock().ok().and_then(|mut queue| queue.next());
            let Some((i, chunk)) = next else { return done };
            done.push((i, chunk.into_iter().map(|r| load_article(folder, r, layers)).collect::<Vec<_>>()));
        }
    };
    let mut parts: Vec<(usize, Vec<Item>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    parts.sort_by_key(|(i, _)| *i);
    parts.into_iter().flat_map(|(_, items)| items).collect()
}

fn load_article(folder: &Folder, record: ArticleRecord, layers: &BTreeMap<ArticleId, Vec<AnnotatorName>>) -> Item {
    let mut item = Item::default();
    let place = format!("article {}", record.id);
    let Some(text) = load_text(folder, &record.file, &record.hash, &place, &mut item.problems) else { return item };
    let mut earlier = Vec::new();
    for revision in &record.revisions {
        match load_text(folder, &revision.file, &revision.hash, &place, &mut item.problems) {
            Some(text) => earlier.push(text),
            None => return item,
        }
    }
    item.texts = std::iter::once(text.clone()).chain(earlier.iter().cloned()).collect();
    take_unknown();
    item.article = record.read(text.clone(), earlier, None);
    item.unknown = take_unknown();
    let Some(id) = item.article.as_ref().map(|article| article.id) else { return item };
    for annotator in layers.get(&id).into_iter().flatten() {
        let key = LayerKey { annotator: annotator.clone(), article: id };
        let (layer, found) = load_layer(folder, &key, &text, &item.texts, &mut item.problems);
        item.layers.push((key, layer, found));
    }
    item.suggestions = load_suggestions(folder, id, &text);
    item
}

/// The words of a file; `None`, and a problem, where it can't be read.
fn load_text(folder: &Folder, file: &str, hash: &str, place: &str, problems: &mut Vec<Problem>) -> Option<Text> {
    let mut problem = |check, message: String| -> Option<Text> {
        problems.push(Problem::new(check, file, message).at(place));
        None
    };
    let bytes = match folder.read(file) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            let message = "the text is not there, and its article is not shown; put the file back from a copy";
            return problem(Check::MissingText, message.into());
        }
        Err(error @ StoreError::OutsidePath(_)) => return problem(Check::OutsidePath, error.to_string()),
        Err(error) => return problem(Check::Unreadable, error.to_string()),
    };
    let Ok(content) = String::from_utf8(bytes) else {
        return problem(Check::Unreadable, "the text is not UTF-8; put the file back from a copy".into());
    };
    let text = Text::new(content);
    if text.hash().to_string() != hash {
        let message = "the text was changed from outside; annotations are looked for by their words";
        let _: Option<Text> = problem(Check::ChangedText, message.into());
    }
    Some(text)
}

fn load_layer(
    folder: &Folder,
    key: &LayerKey,
    text: &Text,
    texts: &[Text],
    problems: &mut Vec<Problem>,
) -> (Option<Layer>, Found) {
    let name = FileKey::Layer(key.clone()).name();
    let parsed: Parsed<LayerFile> = parse(folder, &name);
    let mut found = parsed.found;
    problems.extend(parsed.problem);
    let Some(file) = parsed.record else { return (None, found) };
    if file.annotator != key.annotator.as_str() || file.article != key.article.as_str() {
        let message = format!(
            "says that it is {:?}'s layer on article {:?}; it was not read; put it where it belongs",
            file.annotator, file.article
        );
        problems.push(Problem::new(Check::StrayFile, name, message));
        found.kept = Some("it is another layer than its place says".into());
        return (None, found);
    }
    let meant = texts.iter().find(|t| t.hash().to_string() == file.text);
    let (layer, anchoring) = file.read(text, meant);
    keep_if_noted(&name, &mut found, problems);
    report_anchoring(&name, &anchoring, problems);
    (Some(layer), found)
}

fn report_anchoring(name: &str, anchoring: &Anchoring, problems: &mut Vec<Problem>) {
    for id in &anchoring.moved {
        let message = "its words stand elsewhere in the text now; the new place is taken with your next edit here";
        problems.push(Problem::new(Check::MovedPlace, name, message).at(format!("annotation {id}")));
    }
    for id in &anchoring.lost {
        problems.push(lost_place(name, *id));
    }
    if anchoring.dropped > 0 {
        let message = format!(
            "{} marks of reading or rejection are about words that the text does not have any more",
            anchoring.dropped
        );
        problems.push(Problem::new(Check::LostMark, name, message));
    }
}

/// That an annotation of a layer is an orphan.
pub(super) fn lost_place(layer: &str, id: AnnotationId) -> Problem {
    let message = "its words can't be found again for certain; place it anew";
    Problem::new(Check::LostPlace, layer, message).at(format!("annotation {id}"))
}

/// Suggestions are derived: what can't be read, or is about another text, is left out without a word.
fn load_suggestions(folder: &Folder, article: ArticleId, text: &Text) -> Option<SuggestionSet> {
    let parsed: Parsed<SuggestionsFile> = parse(folder, &suggestions_name(article));
    let set = parsed.record?.read(article, text);
    take_unknown();
    set
}
