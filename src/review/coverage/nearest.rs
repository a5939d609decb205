//! Where an article comes nearest to a thread that it does not mention.

use crate::model::{AnnotationId, Article, LabelId, LayerKey, Project, ThreadId};
use crate::review::coding::{Coded, Coding};
use crate::review::likeness::{Evidence, Terms, Weights};
use crate::review::progress::counted;
use crate::review::threads::ThreadIndex;
use crate::text::{TextSpan, sentences};

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
    /// Likeness of stemmed words, people and dates, as beside shared items in a list: from 0 to 1.
    pub likeness: f32,
}

/// The passages of an article that are most like a thread's title and mentions, the nearest first: annotations of its
/// label that are not linked to it, and sentences of paragraphs that were not read since the thread was made, for there
/// somebody has looked. Those with nothing in common are left out.
pub fn nearest_passages(
    project: &Project,
    coding: &Coding,
    index: &ThreadIndex,
    thread: ThreadId,
    article: &Article,
    most: usize,
) -> Vec<Passage> {
    let thread = index.canonical(thread);
    let Some((_, known)) = project.thread(thread) else { return Vec::new() };
    let mut terms = Terms::default();
    let wanted = wanted(project, index, thread, &known.title, &mut terms);
    let layers = coding.layers(project, article.id);
    let mut found = unlinked(&layers, index, thread, &known.label);
    let looked_at = |paragraph: TextSpan| {
        let times = layers.iter().filter_map(|coded| coded.layer.reading.get(&paragraph));
        times.filter(|time| **time >= known.made).count() >= coding.readers()
    };
    found.extend(free_sentences(article, &found, &looked_at));
    let role = project.codebook.role(&known.label);
    let said: Vec<Evidence> =
        found.iter().map(|passage| Evidence::of_spans(&mut terms, article, &[passage.span], role)).collect();
    // A word that stands in many passages says little about one of them.
    let weights = Weights::of(&terms, said.iter().chain(&wanted));
    for (passage, said) in found.iter_mut().zip(&said) {
        passage.likeness = wanted.iter().map(|wanted| said.likeness(wanted, &weights)).fold(0.0, f32::max);
    }
    found.retain(|passage| passage.likeness > 0.0);
    found.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.span.cmp(&b.span)));
    found.truncate(most);
    found
}

/// What the title and the first mentions say.
fn wanted(project: &Project, index: &ThreadIndex, thread: ThreadId, title: &str, terms: &mut Terms) -> Vec<Evidence> {
    let mut wanted = vec![Evidence::of_words(terms, title)];
    for mention in index.mentions(thread).iter().take(MENTIONS) {
        let (Some(article), Some(layer)) = (project.article(mention.key.article), project.layer(&mention.key)) else {
            continue;
        };
        let Some(annotation) = layer.annotations.get(&mention.annotation) else { continue };
        wanted.push(Evidence::of_annotation(terms, index, &project.codebook, (article, layer), annotation));
    }
    wanted
}

/// Annotations of a label that are not linked to the thread.
fn unlinked(layers: &[Coded<'_>], index: &ThreadIndex, thread: ThreadId, label: &LabelId) -> Vec<Passage> {
    let mut found = Vec::new();
    for coded in layers {
        for annotation in coded.annotations().filter(|a| a.label == *label) {
            let linked = annotation.threads.keys().any(|id| index.canonical(*id) == thread);
            if let Some(span) = annotation.cover().filter(|_| !linked) {
                let annotation = Some((coded.key.clone(), annotation.id));
                found.push(Passage { span, annotation, likeness: 0.0 });
            }
        }
    }
    found
}

/// Sentences outside boilerplate that no passage found so far lies in, of paragraphs that nobody looked at.
fn free_sentences(article: &Article, found: &[Passage], looked_at: &dyn Fn(TextSpan) -> bool) -> Vec<Passage> {
    let text = article.text();
    let taken = |span: TextSpan| found.iter().any(|passage| passage.span.overlaps(span));
    let mut free = Vec::new();
    let mut bytes = 0;
    for paragraph in counted(article).filter(|paragraph| !looked_at(*paragraph)) {
        bytes += paragraph.len();
        if bytes > LONGEST {
            break;
        }
        for span in sentences(text.as_str(), paragraph) {
            if !taken(span) && !text.slice(span).trim().is_empty() {
                free.push(Passage { span, annotation: None, likeness: 0.0 });
            }
        }
    }
    free
}
