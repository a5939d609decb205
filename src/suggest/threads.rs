//! Mentions of threads that are known from other articles: the same words, inflected, or with accents and titles dropped.

use super::rules::{is_credit, is_saying};
use super::{Document, Proposal, Proposals, Reason, Suggester};
use crate::model::{LabelId, Project, ThreadId};
use crate::review::ThreadIndex;
use crate::text::{TextSpan, fold};
use snowball_stemmers_rs::{Algorithm, Stemmer};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The name of the suggester.
pub const THREADS: &str = "threads";

/// Stems of a claim from which on the same words are the same claim.
const CLAIM_STEMS: usize = 4;

/// Wordings of one thread that are looked for, the first ones.
const MOST_WORDINGS: usize = 24;

/// Threads that a proposal is given, at most.
const MOST_RANKED: usize = 3;

/// Likeness from which on a thread is offered.
const FAINTEST: f64 = 0.35;

/// Words that stand before a name and do not belong to it (folded).
const TITLES: &str = " mr mr. mrs mrs. ms ms. dr dr. sir lady lord president former ex-president prime minister secretary senator \
    sen. rep. gov. governor mayor general chancellor king queen prince pope leader opposition the a an his her its their ";

/// A thread with one of its wordings.
#[derive(Clone, Debug)]
struct Wording {
    thread: usize,
    stems: Vec<Box<str>>,
}

/// Proposes mentions of known threads, and ranks threads for what others propose.
#[derive(Clone, Debug, Default)]
pub struct Threads {
    threads: Vec<(ThreadId, LabelId, String)>,
    wordings: Vec<Wording>,
    /// Wordings by their first stem, and by each of their stems.
    first: BTreeMap<Box<str>, Vec<usize>>,
    any: BTreeMap<Box<str>, Vec<usize>>,
}

impl Threads {
    /// The threads of a project with the words of their mentions, as far as `index` counts them.
    pub fn new(project: &Project, index: &ThreadIndex) -> Self {
        let mut known = Self::default();
        let stemmer = Stemmer::create(Algorithm::English);
        for id in index.ids() {
            let Some((_, thread)) = project.thread(id) else { continue };
            let mut words: BTreeSet<String> = BTreeSet::from([thread.title.clone()]);
            for mention in index.mentions(id).iter().take(MOST_WORDINGS) {
                let text = project.article(mention.key.article).map(|article| article.text());
                let annotation = project.annotation(&mention.key, mention.annotation);
                if let (Some(text), Some(annotation)) = (text, annotation) {
                    words.extend(annotation.place.fragments().iter().map(|f| text.slice(*f).to_owned()));
                }
            }
            known.add(id, &thread.label, &thread.title, words.iter().map(String::as_str), &stemmer);
        }
        known
    }

    fn add<'w>(
        &mut self,
        id: ThreadId,
        label: &LabelId,
        title: &str,
        words: impl Iterator<Item = &'w str>,
        stemmer: &Stemmer,
    ) {
        let thread = self.threads.len();
        self.threads.push((id, label.clone(), title.to_owned()));
        let mut seen = BTreeSet::new();
        for wording in words {
            let document = Document::new(wording, &[], None);
            let stems = stems_of(&document, 0..document.tokens().len(), stemmer);
            let stems: Vec<Box<str>> = stems.into_iter().map(|(_, stem)| stem).collect();
            let Some(first) = stems.first().filter(|_| seen.insert(stems.clone())) else { continue };
            let number = self.wordings.len();
            self.first.entry(first.clone()).or_default().push(number);
            for stem in stems.iter().collect::<BTreeSet<_>>() {
                self.any.entry(stem.clone()).or_default().push(number);
            }
            self.wordings.push(Wording { thread, stems });
        }
    }

    /// True where no thread is known.
    pub fn is_empty(&self) -> bool {
        self.threads.is_empty()
    }

    /// Gives each proposal the threads that it may be a mention of, the likeliest first.
    pub fn rank(&self, document: &Document<'_>, proposals: &mut Proposals) {
        if self.is_empty() {
            return;
        }
        let stemmer = Stemmer::create(Algorithm::English);
        for item in &mut proposals.items {
            let tokens = item.fragments.iter().flat_map(|f| document.tokens_in(*f));
            let stems: BTreeSet<Box<str>> =
                tokens.flat_map(|at| stems_of(document, at..at + 1, &stemmer)).map(|(_, stem)| stem).collect();
            for (thread, score) in self.alike(&item.label, &stems) {
                if !item.threads.iter().any(|(known, _)| *known == thread) {
                    item.threads.push((thread, score));
                }
            }
            item.threads.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            item.threads.truncate(MOST_RANKED);
        }
    }

    /// Threads of a label by how many stems they share (Dice's coefficient over the rarer words).
    fn alike(&self, label: &LabelId, stems: &BTreeSet<Box<str>>) -> Vec<(ThreadId, f64)> {
        let weight = |stem: &str| 1.0 / (1.0 + self.any.get(stem).map_or(0, Vec::len) as f64).ln().max(0.5);
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for stem in stems {
            for number in self.any.get(stem).into_iter().flatten() {
                *shared.entry(*number).or_default() += weight(stem);
            }
        }
        let own: f64 = stems.iter().map(|s| weight(s)).sum();
        let mut best: BTreeMap<usize, f64> = BTreeMap::new();
        for (number, common) in shared {
            let Some(wording) = self.wordings.get(number) else { continue };
            if self.threads.get(wording.thread).is_none_or(|(_, of, _)| of != label) {
                continue;
            }
            let other: f64 = wording.stems.iter().collect::<BTreeSet<_>>().iter().map(|s| weight(s)).sum();
            let score = 2.0 * common / (own + other).max(f64::EPSILON);
            let slot = best.entry(wording.thread).or_default();
            *slot = slot.max(score.min(1.0));
        }
        let mut found: Vec<(ThreadId, f64)> = best
            .into_iter()
            .filter(|(_, score)| *score >= FAINTEST)
            .filter_map(|(thread, score)| Some((self.threads.get(thread)?.0, score)))
            .collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(MOST_RANKED);
        found
    }

    /// The longest wordings that begin at a stem, one a thread's label.
    fn matches(&self, stems: &[(usize, Box<str>)], from: usize) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        let Some((_, first)) = stems.get(from) else { return found };
        for number in self.first.get(first).into_iter().flatten() {
            let Some(wording) = self.wordings.get(*number) else { continue };
            let here = stems.get(from..from + wording.stems.len()).unwrap_or_default();
            if !here.is_empty() && here.iter().map(|(_, s)| s).eq(wording.stems.iter()) {
                found.push((wording.thread, here.len()));
            }
        }
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        found
    }
}

impl Suggester for Threads {
    fn name(&self) -> &'static str {
        THREADS
    }

    fn propose(&self, document: &Document<'_>) -> Proposals {
        let mut proposals = Proposals::default();
        if self.is_empty() {
            return proposals;
        }
        let stemmer = Stemmer::create(Algorithm::English);
        for paragraph in document.paragraphs().iter().filter(|p| p.skip.is_none()) {
            let stems = stems_of(document, paragraph.tokens.clone(), &stemmer);
            let mut taken: BTreeMap<&LabelId, usize> = BTreeMap::new();
            for from in 0..stems.len() {
                for (thread, length) in self.matches(&stems, from) {
                    let Some((id, label, title)) = self.threads.get(thread) else { continue };
                    let (Some(first), Some(last)) = (stems.get(from), stems.get(from + length - 1)) else { continue };
                    let tokens = first.0..last.0 + 1;
                    if taken.get(label).is_some_and(|end| *end > tokens.start) {
                        continue;
                    }
                    let Some(score) = score(document, label, tokens.clone(), length) else { continue };
                    let Some(span) = document.span_of(tokens.clone()) else { continue };
                    taken.insert(label, tokens.end);
                    proposals.items.push(mention(label, span, score, *id, title));
                }
            }
        }
        proposals
    }
}

fn mention(label: &LabelId, span: TextSpan, score: f64, id: ThreadId, title: &str) -> Proposal {
    let short: String = title.chars().take(60).collect();
    let mut proposal =
        Proposal::new(label.clone(), span, score, THREADS, Reason::new(format!("the words of “{short}”")));
    proposal.threads.push((id, 0.9));
    proposal
}

/// How likely the words are a mention; `None` where they only happen to be the same.
fn score(document: &Document<'_>, label: &LabelId, tokens: Range<usize>, stems: usize) -> Option<f64> {
    match label.as_str() {
        "claim" => (stems >= CLAIM_STEMS).then_some(0.6),
        // A name that credits nothing is no source.
        "source" => {
            let behind = (tokens.end..tokens.end + 3).any(|at| is_saying(document.lower(at)));
            let before = tokens.start.checked_sub(1).is_some_and(|at| is_saying(document.lower(at)));
            (behind || before || is_credit(document, tokens.start)).then_some(0.6)
        }
        _ => Some(if stems > 1 { 0.6 } else { 0.4 }),
    }
}

/// The stems of a run with the number of their token; titles, articles and marks left out.
fn stems_of(document: &Document<'_>, tokens: Range<usize>, stemmer: &Stemmer) -> Vec<(usize, Box<str>)> {
    let english = document.language().is_english();
    let words = tokens.filter(|at| document.tokens().get(*at).is_some_and(super::Token::is_word));
    let stems = words.filter_map(|at| {
        let folded = fold(document.lower(at));
        let title = TITLES.split(' ').any(|title| title == folded);
        (!title && !folded.is_empty()).then(|| {
            let stem = if english { stemmer.stem(&folded).into() } else { folded };
            (at, stem.into_boxed_str())
        })
    });
    stems.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IdMaker;

    fn known(threads: &[(&str, &str)]) -> Threads {
        let (mut ids, mut all) = (IdMaker::new(1), Threads::default());
        for (label, title) in threads {
            all.add(
                ids.make(),
                &LabelId::parse(label).unwrap(),
                title,
                std::iter::once(*title),
                &Stemmer::create(Algorithm::English),
            );
        }
        all
    }

    fn proposed<'t>(threads: &Threads, text: &'t str) -> Vec<(String, &'t str)> {
        let found = threads.propose(&Document::new(text, &[], Some("en")));
        found.items.iter().map(|i| (i.label.to_string(), i.cover().slice(text))).collect()
    }

    #[test]
    fn known_words_are_found_inflected_and_without_accents_and_titles() {
        let threads = known(&[
            ("source", "Mayor José Fry"),
            ("event", "harbour strikes"),
            ("claim", "the bridge is closed until May"),
        ]);
        let text = "Jose Fry said the harbour strike goes on. Fry left. José Fry was there. President José Fry’s port: the bridge is closed until May.";
        assert_eq!(
            proposed(&threads, text),
            [
                ("source".to_owned(), "Jose Fry"),
                ("event".to_owned(), "harbour strike"),
                ("claim".to_owned(), "bridge is closed until May"),
            ]
        );
        assert_eq!(proposed(&known(&[]), text), []);
    }

    #[test]
    fn threads_are_ranked_for_what_others_propose() {
        let threads =
            known(&[("claim", "the bridge is closed until May"), ("claim", "prices rise"), ("source", "bridge")]);
        let text = "She said the old bridge stays closed until May.";
        let document = Document::new(text, &[], Some("en"));
        let span = TextSpan::of(9, text.len() - 1);
        let item = Proposal::new(LabelId::parse("claim").unwrap(), span, 0.8, "rules", Reason::default());
        let mut proposals = Proposals { items: vec![item], links: Vec::new() };
        threads.rank(&document, &mut proposals);
        assert_eq!(proposals.items[0].threads.len(), 1);
        assert!(proposals.items[0].threads[0].1 > 0.5);
    }
}
