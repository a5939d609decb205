//! Reading articles with their texts, layers and suggestions, on several threads.

use super::error::Listed;
use super::folder::Folder;
use super::layout::{FileKey, suggestions_name, texts_of};
use super::load::{Found, LINE_ENDS, Parsed, keep_if_noted, parse};
use super::notation::take_unknown;
use super::records::{Anchoring, ArticleRecord, LayerFile, SuggestionsFile};
use super::{Check, Problem, StoreError};
use crate::model::{AnnotationId, AnnotatorName, Article, ArticleId, Layer, LayerKey, SuggestionSet};
use crate::text::{Text, TextHash};
use std::collections::{BTreeMap, BTreeSet};

/// One article with all that is about it.
#[derive(Default)]
pub(super) struct Item {
    pub(super) article: Option<Article>,
    pub(super) texts: Vec<Text>,
    /// Texts that were changed from outside, by the hash that they had.
    pub(super) changed: Vec<(TextHash, Text)>,
    pub(super) problems: Vec<Problem>,
    /// What is not understood in the article's record.
    pub(super) unknown: Vec<String>,
}

/// What the files beside an article's text hold.
pub(super) struct Coded {
    pub(super) layers: Vec<(LayerKey, Option<Layer>, Found)>,
    pub(super) suggestions: Option<SuggestionSet>,
    pub(super) problems: Vec<Problem>,
}

/// Which files there are beside the texts.
pub(super) struct Beside<'a> {
    /// Annotators with a layer on each article.
    pub(super) layers: &'a BTreeMap<ArticleId, Vec<AnnotatorName>>,
    /// Articles with suggestions.
    pub(super) suggested: BTreeSet<ArticleId>,
    pub(super) detail: Detail<'a>,
}

/// How much of what is beside the texts is kept in memory.
#[derive(Clone, Copy, Debug)]
pub(super) enum Detail<'a> {
    /// All of it.
    Everything,
    /// What is needed to suggest: the layers of these annotators, of the others' those annotations that are linked, and of
    /// suggestions what they were made of and by.
    ToSuggest(&'a BTreeSet<AnnotatorName>),
}

impl Detail<'_> {
    /// Threads that read files: where memory counts it is one, since what each frees is kept for it.
    pub(super) fn threads(self) -> usize {
        match self {
            Self::Everything => most_threads(),
            Self::ToSuggest(_) => 1,
        }
    }

    /// A layer without what is not kept.
    fn of_layer(self, mut layer: Layer, annotator: &AnnotatorName) -> Layer {
        if let Self::ToSuggest(whole) = self
            && !whole.contains(annotator)
        {
            let linked = layer.annotations.iter().filter(|(_, annotation)| !annotation.threads.is_empty());
            let linked = linked.map(|(id, annotation)| (*id, annotation.clone())).collect();
            layer = Layer { annotations: linked, ..Layer::new(layer.text) };
        }
        layer
    }

    fn of_suggestions(self, set: SuggestionSet) -> SuggestionSet {
        match self {
            Self::Everything => set,
            Self::ToSuggest(_) => SuggestionSet { suggestions: Vec::new(), relations: Vec::new(), ..set },
        }
    }
}

/// Threads that read files: more wait for the disk, not for each other.
fn most_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).clamp(1, 8)
}

/// Does the same with all of them, shared out among threads; the results come in their order.
pub(super) fn shared_out<T: Send, R: Send>(all: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    shared_among(all, most_threads(), work)
}

/// As [`shared_out`], among so many.
pub(super) fn shared_among<T: Send, R: Send>(all: Vec<T>, threads: usize, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    if threads == 1 || all.len() < 16 {
        return all.into_iter().map(work).collect();
    }
    let size = all.len().div_ceil(threads * 8);
    let mut chunks: Vec<Vec<T>> = Vec::new();
    for item in all {
        match chunks.last_mut() {
            Some(chunk) if chunk.len() < size => chunk.push(item),
            _ => chunks.push(vec![item]),
        }
    }
    let queue = std::sync::Mutex::new(chunks.into_iter().enumerate());
    let take = || {
        let mut done = Vec::new();
        loop {
            let next = queue.lock().ok().and_then(|mut queue| queue.next());
            let Some((i, chunk)) = next else { return done };
            done.push((i, chunk.into_iter().map(&work).collect::<Vec<_>>()));
        }
    };
    let mut parts: Vec<(usize, Vec<R>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(take)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    parts.sort_by_key(|(i, _)| *i);
    parts.into_iter().flat_map(|(_, items)| items).collect()
}

/// Reads an article's texts.
pub(super) fn load_article(folder: &Folder, record: ArticleRecord) -> Item {
    let mut item = Item::default();
    let place = format!("article {}", record.id);
    let Some(text) = load_text(folder, &record.file, &record.hash, &place, &mut item.problems) else { return item };
    item.changed
        .extend(TextHash::parse(&record.hash).filter(|hash| *hash != text.hash()).map(|hash| (hash, text.clone())));
    let mut earlier = Vec::new();
    for revision in &record.revisions {
        match load_text(folder, &revision.file, &revision.hash, &place, &mut item.problems) {
            Some(text) => earlier.push(text),
            None => return item,
        }
    }
    item.texts = std::iter::once(text.clone()).chain(earlier.iter().cloned()).collect();
    take_unknown();
    item.article = record.read(text, earlier, None);
    item.unknown = take_unknown();
    item
}

/// Reads the layers and suggestions of an article.
pub(super) fn load_coded(folder: &Folder, article: &Article, beside: &Beside<'_>) -> Coded {
    let mut coded = Coded { layers: Vec::new(), suggestions: None, problems: Vec::new() };
    let text = article.text();
    for annotator in beside.layers.get(&article.id).into_iter().flatten() {
        let key = LayerKey { annotator: annotator.clone(), article: article.id };
        let (layer, found) = load_layer(folder, &key, article, &mut coded.problems);
        let layer = layer.map(|layer| beside.detail.of_layer(layer, annotator));
        coded.layers.push((key, layer, found));
    }
    if beside.suggested.contains(&article.id) {
        let set = load_suggestions(folder, article.id, text, &mut coded.problems);
        coded.suggestions = set.map(|set| beside.detail.of_suggestions(set));
    }
    coded
}

/// The words of a file; `None`, and a problem, where it can't be read.
fn load_text(folder: &Folder, file: &str, hash: &str, place: &str, problems: &mut Vec<Problem>) -> Option<Text> {
    let mut problem = |check, message: String| -> Option<Text> {
        problems.push(Problem::new(check, file, message).at(place));
        None
    };
    if !is_text_file(file) {
        let message = "an article's text is a file in articles/ that ends in .txt; this one is not read; name it so";
        return problem(Check::OutsidePath, message.into());
    }
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
    if TextHash::parse(hash) == Some(text.hash()) {
        return Some(text);
    }
    let plain = text.as_str().contains('\r').then(|| Text::new(text.as_str().replace("\r\n", "\n")));
    if let Some(plain) = plain.filter(|plain| TextHash::parse(hash) == Some(plain.hash())) {
        let _: Option<Text> = problem(Check::LineEnds, LINE_ENDS.into());
        return Some(plain);
    }
    let message = "the text was changed from outside; annotations were looked for by their words. To keep both texts, put \
                   the old file back and bring the new one in as a revision of the article";
    let _: Option<Text> = problem(Check::ChangedText, message.into());
    Some(text)
}

/// True for a name that an article's text may have: no other file of the project is one.
pub(super) fn is_text_file(name: &str) -> bool {
    name.strip_prefix("articles/").and_then(|rest| rest.strip_suffix(".txt")).is_some_and(|stem| !stem.is_empty())
}

/// An annotator's layer on an article, and its file as it was found.
pub(super) fn load_layer(
    folder: &Folder,
    key: &LayerKey,
    article: &Article,
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
    let hash = TextHash::parse(&file.text);
    let meant = texts_of(article).map(|revision| &revision.text).find(|text| Some(text.hash()) == hash);
    let (layer, anchoring) = file.read(article.text(), meant);
    keep_if_noted(&name, &mut found, problems);
    report_anchoring(&name, &anchoring, problems);
    (Some(layer), found)
}

fn report_anchoring(name: &str, anchoring: &Anchoring, problems: &mut Vec<Problem>) {
    let mut moved = Listed::new(Check::MovedPlace, name);
    for id in &anchoring.moved {
        let message = "its words stand elsewhere in the text now; the new place is taken with your next edit here";
        moved.add(problems, || Problem::new(Check::MovedPlace, name, message).at(format!("annotation {id}")));
    }
    moved.finish(problems);
    lost_places(name, anchoring.lost.iter().copied(), problems);
    if anchoring.dropped > 0 {
        let message = format!(
            "{} marks of reading or rejection are about words that the text does not have any more",
            anchoring.dropped
        );
        problems.push(Problem::new(Check::LostMark, name, message));
    }
}

/// That annotations of a layer are orphans.
pub(super) fn lost_places(layer: &str, lost: impl Iterator<Item = AnnotationId>, problems: &mut Vec<Problem>) {
    let mut listed = Listed::new(Check::LostPlace, layer);
    for id in lost {
        let message = "its words can't be found again for certain; place it anew";
        listed.add(problems, || Problem::new(Check::LostPlace, layer, message).at(format!("annotation {id}")));
    }
    listed.finish(problems);
}

/// Suggestions are derived: what can't be read, or is about another text, is left out without a word; what nobody but a
/// stranger puts there is said.
fn load_suggestions(
    folder: &Folder,
    article: ArticleId,
    text: &Text,
    problems: &mut Vec<Problem>,
) -> Option<SuggestionSet> {
    let parsed: Parsed<SuggestionsFile> = parse(folder, &suggestions_name(article));
    // It could not even be opened: a link, a pipe, a file of gigabytes.
    problems.extend(parsed.problem.filter(|_| parsed.found.hash.is_empty()));
    let set = parsed.record?.read(article, text);
    take_unknown();
    set
}
