//! Where an article comes nearest to a thread that it does not mention.

use crate::model::{AnnotationId, Article, LabelId, LayerKey, Project, ThreadId, ZoneKind};
use crate::review::coding::Coding;
use crate::review::threads::ThreadIndex;
use crate::text::{TextSpan, fold, sentences, words};
use std::collections::{BTreeMap, BTreeSet};

/// Letters by which words of one stem are taken to be alike.
const STEM: usize = 6;

/// Mentions of a thread whose words are compared: the first ones say what it is about.
const MENTIONS: usize = 40;

/// The longest text of which every sentence is compared, in bytes.
const LONGEST: usize = 1 << 20;

/// A passage of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Where it is.
    pub span: TextSpan,
    /// The annotation there that could be linked, and whose it is.
    pub annotation: Option<(LayerKey, AnnotationId)>,
    /// Words in common, the rarer the more: from 0 to 1.
    pub likeness: f64,
}

/// The passages of an article that are most like a thread's title and mentions, the nearest first: annotations of its
/// label that are not linked to it, and sentences. Those without a word in common are left out.
pub fn nearest_passages(
    project: &Project,
    coding: &Coding,
    index: &ThreadIndex,
    thread: ThreadId,
    article: &Article,
    most: usize,
) -> Vec<Passage> {
    let Some((_, known)) = project.thread(thread) else { return Vec::new() };
    let wanted = wanted(project, index, thread, &known.title);
    let mut found = unlinked(project, coding, index, thread, &known.label, article);
    found.extend(free_sentences(article, &found));
    let stems: Vec<BTreeSet<String>> = found.iter().map(|p| stems(article.text().slice(p.span))).collect();
    // A word that stands in many passages says little about one of them.
    let mut often: BTreeMap<&str, usize> = BTreeMap::new();
    for stem in stems.iter().flatten() {
        *often.entry(stem).or_default() += 1;
    }
    let weight = |stem: &String| {
        let share = often.get(stem.as_str()).copied().unwrap_or(1) as f64 / found.len().max(1) as f64;
        (1.0 - share).max(0.05)
    };
    let whole: f64 = wanted.iter().map(weight).sum::<f64>().max(f64::MIN_POSITIVE);
    let likeness: Vec<f64> = stems
        .iter()
        .map(|stems| {
            let common: f64 = stems.intersection(&wanted).map(weight).sum();
            let own: f64 = stems.iter().map(weight).sum::<f64>().max(f64::MIN_POSITIVE);
            common / (whole * own).sqrt()
        })
        .collect();
    for (passage, likeness) in found.iter_mut().zip(likeness) {
        passage.likeness = likeness.min(1.0);
    }
    found.retain(|passage| passage.likeness > 0.0);
    found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.span.cmp(&b.span)));
    found.truncate(most);
    found
}

/// Stems of the title, and those that at least two mentions have in common.
fn wanted(project: &Project, index: &ThreadIndex, thread: ThreadId, title: &str) -> BTreeSet<String> {
    let mut wanted = stems(title);
    let mut often: BTreeMap<String, usize> = BTreeMap::new();
    for mention in index.mentions(index.canonical(thread)).iter().take(MENTIONS) {
        let (Some(article), Some(annotation)) =
            (project.article(mention.key.article), project.annotation(&mention.key, mention.annotation))
        else {
            continue;
        };
        for stem in stems(&annotation.words(article.text())) {
            *often.entry(stem).or_default() += 1;
        }
    }
    wanted.extend(often.into_iter().filter(|(_, count)| *count > 1).map(|(stem, _)| stem));
    wanted
}

/// Annotations of a label that are not linked to the thread.
fn unlinked(
    project: &Project,
    coding: &Coding,
    index: &ThreadIndex,
    thread: ThreadId,
    label: &LabelId,
    article: &Article,
) -> Vec<Passage> {
    let mut found = Vec::new();
    let canonical = index.canonical(thread);
    for coded in coding.layers(project, article.id) {
        for annotation in coded.annotations().filter(|a| a.label == *label) {
            let linked = annotation.threads.keys().any(|id| index.canonical(*id) == canonical);
            if let Some(span) = annotation.cover().filter(|_| !linked) {
                let annotation = Some((coded.key.clone(), annotation.id));
                found.push(Passage { span, annotation, likeness: 0.0 });
            }
        }
    }
    found
}

/// Sentences outside boilerplate that no passage found so far lies in.
fn free_sentences(article: &Article, found: &[Passage]) -> Vec<Passage> {
    let text = article.text();
    let taken = |span: TextSpan| found.iter().any(|passage| passage.span.overlaps(span));
    let mut free = Vec::new();
    let mut bytes = 0;
    for paragraph in text.paragraphs().iter().filter(|p| article.zone_of(**p) != ZoneKind::Boilerplate) {
        bytes += paragraph.len();
        if bytes > LONGEST {
            break;
        }
        for span in sentences(text.as_str(), *paragraph) {
            if !taken(span) && !text.slice(span).trim().is_empty() {
                free.push(Passage { span, annotation: None, likeness: 0.0 });
            }
        }
    }
    free
}

/// The beginnings of the words of two letters or more, folded.
fn stems(words_of: &str) -> BTreeSet<String> {
    let folded = fold(words_of);
    let all = words(&folded, TextSpan::of(0, folded.len())).map(|span| span.slice(&folded));
    let counted = all.filter(|word| word.chars().filter(|c| c.is_alphanumeric()).count() > 1);
    counted.map(|word| word.chars().take(STEM).collect()).collect()
}
