//! What an annotation, or words that are none yet, say: their stems, the people in them, and the day.

use super::terms::{Term, Terms, names};
use crate::model::{Annotation, AnnotatorName, Article, Codebook, Date, LabelRole, Layer, Project, ThreadId};
use crate::review::{Mention, ThreadIndex};
use crate::text::{ByteOffset, TextSpan, sentence_at};

/// Most bytes of a mention whose words are compared: a claim is a sentence or two.
const MOST: usize = 1_500;

/// Shares of words and of people in how alike two mentions are; where neither names anybody, words are all.
const WORDS: f32 = 0.75;

/// The share of the likeness that dates can take away.
const DATES: f32 = 0.15;

/// Days after which half of that share is gone: news of a week is one story, more often than not.
const HALF_LIFE: f32 = 14.0;

/// What is compared: numbers of words and of people, sorted, each once, and the day of publication.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    pub(in crate::review) stems: Vec<Term>,
    pub(in crate::review) people: Vec<Term>,
    pub(in crate::review) date: Option<Date>,
}

impl Evidence {
    /// Of words in an article; people are those of the sentences around the words too, unless the words name a source,
    /// which is not like another for standing beside it.
    pub(in crate::review) fn of_spans(
        terms: &mut Terms,
        article: &Article,
        spans: &[TextSpan],
        role: LabelRole,
    ) -> Self {
        let text = article.text();
        let content = text.as_str();
        let mut evidence = Self { date: article.metadata.published, ..Self::default() };
        for span in spans {
            let end = text.floor(ByteOffset::new(span.start().get() + span.len().min(MOST)));
            let cut = TextSpan::new(span.start(), end);
            evidence.stems.extend(terms.stems(content, cut, &article.metadata.language));
            let sentence = sentence_at(text, span.start()).filter(|_| role != LabelRole::Source).unwrap_or(cut);
            evidence.people.extend(names(content, sentence).iter().map(|name| terms.name(name)));
        }
        evidence.sorted()
    }

    /// Of an annotation; the sources that it is credited to count as people, shared sources most of all.
    pub(in crate::review) fn of_annotation(
        terms: &mut Terms,
        threads: &ThreadIndex,
        codebook: &Codebook,
        (article, layer): (&Article, &Layer),
        annotation: &Annotation,
    ) -> Self {
        let role = codebook.role(&annotation.label);
        let mut evidence = Self::of_spans(terms, article, annotation.fragments(), role);
        for relation in layer.relations_of(annotation.id).filter(|r| r.from == annotation.id) {
            let Some(source) = layer.annotations.get(&relation.to) else { continue };
            if relation.kind.as_str() != "attributed_to" {
                continue;
            }
            let shared = source.threads.keys().map(|id| threads.canonical(*id));
            evidence.people.extend(shared.map(|id: ThreadId| terms.name(&format!("#{id}"))));
            let text = article.text();
            for span in source.fragments() {
                evidence.people.extend(names(text.as_str(), *span).iter().map(|name| terms.name(name)));
            }
        }
        evidence.sorted()
    }

    /// Of words that stand in no article: a title, or what is typed.
    pub(in crate::review) fn of_words(terms: &mut Terms, words: &str) -> Self {
        let span = TextSpan::of(0, words.len());
        let people = names(words, span).iter().map(|name| terms.name(name)).collect();
        Self { stems: terms.stems(words, span, ""), people, date: None }.sorted()
    }

    fn sorted(mut self) -> Self {
        for all in [&mut self.stems, &mut self.people] {
            all.sort_unstable();
            all.dedup();
        }
        self
    }

    /// How alike two are, from 0 to 1.
    pub(in crate::review) fn likeness(&self, other: &Self, weights: &Weights) -> f32 {
        let words = weights.shared(&self.stems, &other.stems);
        let alike = match (self.people.is_empty(), other.people.is_empty()) {
            (false, false) => WORDS * words + (1.0 - WORDS) * weights.shared(&self.people, &other.people),
            _ => words,
        };
        let close = match (self.date, other.date) {
            (Some(a), Some(b)) => 0.5_f32.powf(a.days_apart(b) as f32 / HALF_LIFE),
            _ => 0.5,
        };
        alike * (1.0 - DATES + DATES * close)
    }
}

/// How much each word counts: the rarer, the more.
#[derive(Clone, Debug, Default)]
pub(in crate::review) struct Weights(Vec<f32>);

impl Weights {
    /// Weights by how many of all the things compared hold each word.
    pub(in crate::review) fn of<'a>(terms: &Terms, all: impl Iterator<Item = &'a Evidence>) -> Self {
        let mut counts = vec![0_u32; terms.len()];
        let mut total = 0_u32;
        for evidence in all {
            total += 1;
            for term in evidence.stems.iter().chain(&evidence.people) {
                if let Some(count) = counts.get_mut(*term as usize) {
                    *count += 1;
                }
            }
        }
        Self(counts.into_iter().map(|count| (1.0 + total as f32 / (1 + count) as f32).ln()).collect())
    }

    /// The weight of a word; one that was never seen is as rare as can be.
    pub(in crate::review) fn of_term(&self, term: Term) -> f32 {
        self.0.get(term as usize).copied().unwrap_or(1.0)
    }

    /// The weight of what both hold, as a share of what the two hold on average (Dice 1945), from 0 to 1.
    fn shared(&self, a: &[Term], b: &[Term]) -> f32 {
        let sum = |terms: &[Term]| terms.iter().map(|term| self.of_term(*term)).sum::<f32>();
        let all = sum(a) + sum(b);
        if all <= 0.0 {
            return 0.0;
        }
        let (mut shared, mut rest) = (0.0, b);
        for term in a {
            let at = rest.partition_point(|other| other < term);
            rest = rest.get(at..).unwrap_or_default();
            if rest.first() == Some(term) {
                shared += self.of_term(*term);
            }
        }
        2.0 * shared / all
    }
}

/// The sentence around the start of an annotation, on one line; the annotation's own words where it lost its place.
pub fn sentence_around(article: &Article, annotation: &Annotation) -> String {
    let text = article.text();
    let sentence = annotation.cover().and_then(|cover| sentence_at(text, cover.start()));
    let words = sentence.map_or_else(|| annotation.first_words(text, MOST), |span| text.slice(span).to_owned());
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The outlet of an article, or a word that says that it is not known.
pub fn outlet_of(article: &Article) -> &str {
    let outlet = article.metadata.outlet.as_str();
    if outlet.is_empty() { "outlet not known" } else { outlet }
}

/// The day of publication of an article, or a word that says that it is not known.
pub fn date_of(article: &Article) -> String {
    article.metadata.published.map_or_else(|| "date not known".to_owned(), |date| date.to_string())
}

/// Mentions of a thread that a reader may see: not those on an article that both code without seeing the other's.
pub(in crate::review) fn visible<'a>(
    project: &'a Project,
    reader: &'a AnnotatorName,
    threads: &'a ThreadIndex,
    thread: ThreadId,
) -> impl Iterator<Item = &'a Mention> {
    threads.mentions(thread).iter().filter(|mention| !project.is_blind(reader, &mention.key))
}
