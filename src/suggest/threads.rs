//! Mentions of threads that are known from other articles: the same words, inflected, or with accents and titles dropped.

use super::rules::{is_credit, is_saying};
use super::stems::Stems;
use super::{Document, Proposal, Proposals, Reason, Suggester};
use crate::model::{LabelId, Project, ThreadId};
use crate::review::ThreadIndex;
use crate::text::TextSpan;
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

/// The number of a stem that occurs in wordings.
type Known = u32;

/// What a stem is worth that no wording has.
const UNKNOWN: f64 = 2.0;

/// A thread with one of its wordings.
#[derive(Clone, Debug)]
struct Wording {
    thread: usize,
    stems: Vec<Known>,
    /// What its stems are worth, each once.
    worth: f64,
}

/// A stem that occurs in wordings.
#[derive(Clone, Debug, Default)]
struct Stem {
    /// Numbers of the wordings that begin with it, and of all that have it.
    first: Vec<usize>,
    any: Vec<usize>,
    /// The rarer, the more.
    worth: f64,
}

/// Proposes mentions of known threads, and ranks threads for what others propose.
#[derive(Clone, Debug, Default)]
pub struct Threads {
    threads: Vec<(ThreadId, LabelId, String)>,
    wordings: Vec<Wording>,
    known: BTreeMap<Box<str>, Known>,
    stems: Vec<Stem>,
}

impl Threads {
    /// The threads of a project with the words of their mentions, as far as `index` counts them.
    pub fn new(project: &Project, index: &ThreadIndex) -> Self {
        let mut known = Self::default();
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
            known.add(id, &thread.label, &thread.title, words.iter().map(String::as_str));
        }
        known.weigh();
        known
    }

    fn add<'w>(&mut self, id: ThreadId, label: &LabelId, title: &str, words: impl Iterator<Item = &'w str>) {
        let thread = self.threads.len();
        self.threads.push((id, label.clone(), title.to_owned()));
        let mut seen = BTreeSet::new();
        for wording in words {
            let document = Document::new(wording, &[], None);
            let all = document.stems();
            let words = (0..document.tokens().len()).filter_map(|at| all.all().get(all.of(at)? as usize));
            let stems: Vec<Known> = words.map(|stem| self.number(stem)).collect();
            let Some(first) = stems.first().filter(|_| seen.insert(stems.clone())) else { continue };
            let number = self.wordings.len();
            if let Some(first) = self.stems.get_mut(*first as usize) {
                first.first.push(number);
            }
            for stem in distinct(&stems) {
                if let Some(stem) = self.stems.get_mut(stem as usize) {
                    stem.any.push(number);
                }
            }
            self.wordings.push(Wording { thread, stems, worth: 0.0 });
        }
    }

    fn number(&mut self, stem: &str) -> Known {
        if let Some(known) = self.known.get(stem) {
            return *known;
        }
        let number = self.stems.len() as Known;
        self.known.insert(stem.into(), number);
        self.stems.push(Stem::default());
        number
    }

    /// Works out what stems and wordings are worth, once all are there.
    fn weigh(&mut self) {
        for stem in &mut self.stems {
            stem.worth = 1.0 / (1.0 + stem.any.len() as f64).ln().max(1.0 / UNKNOWN);
        }
        let worth = |stem: Known| self.stems.get(stem as usize).map_or(UNKNOWN, |stem| stem.worth);
        for wording in &mut self.wordings {
            wording.worth = distinct(&wording.stems).into_iter().map(worth).sum();
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
        let (stems, known) = (document.stems(), self.known_of(document.stems()));
        let mut common = vec![0.0; self.wordings.len()];
        for item in &mut proposals.items {
            let tokens = item.fragments.iter().flat_map(|f| document.tokens_in(*f));
            let own = distinct(&tokens.filter_map(|at| stems.of(at)).collect::<Vec<_>>());
            let own: Vec<Option<Known>> = own.into_iter().map(|stem| known.get(stem as usize).copied()?).collect();
            for (thread, score) in self.alike(&item.label, &own, &mut common) {
                if !item.threads.iter().any(|(known, _)| *known == thread) {
                    item.threads.push((thread, score));
                }
            }
            item.threads.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            item.threads.truncate(MOST_RANKED);
        }
    }

    /// For each stem of a document its number here.
    fn known_of(&self, stems: &Stems) -> Vec<Option<Known>> {
        stems.all().iter().map(|stem| self.known.get(stem).copied()).collect()
    }

    /// Threads of a label by how many stems they share (Dice's coefficient over the rarer words). `stems` are all that the
    /// words have, each once; `common` is room for a number for each wording, all 0 before and after.
    fn alike(&self, label: &LabelId, stems: &[Option<Known>], common: &mut [f64]) -> Vec<(ThreadId, f64)> {
        let (mut own, mut met) = (0.0, Vec::new());
        for stem in stems {
            let Some(stem) = stem.and_then(|stem| self.stems.get(stem as usize)) else {
                own += UNKNOWN;
                continue;
            };
            own += stem.worth;
            for number in &stem.any {
                if let Some(sum) = common.get_mut(*number) {
                    if *sum == 0.0 {
                        met.push(*number);
                    }
                    *sum += stem.worth;
                }
            }
        }
        let mut best: BTreeMap<usize, f64> = BTreeMap::new();
        for number in met {
            let common = common.get_mut(number).map_or(0.0, std::mem::take);
            let Some(wording) = self.wordings.get(number) else { continue };
            let score = 2.0 * common / (own + wording.worth).max(f64::EPSILON);
            if score < FAINTEST || self.threads.get(wording.thread).is_none_or(|(_, of, _)| of != label) {
                continue;
            }
            let slot = best.entry(wording.thread).or_default();
            *slot = slot.max(score.min(1.0));
        }
        let mut found: Vec<(ThreadId, f64)> =
            best.into_iter().filter_map(|(thread, score)| Some((self.threads.get(thread)?.0, score))).collect();
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found.truncate(MOST_RANKED);
        found
    }

    /// The longest wordings that begin at a stem, one a thread's label.
    fn matches(&self, stems: &[(usize, Option<Known>)], from: usize) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        let Some(first) = stems.get(from).and_then(|(_, stem)| self.stems.get((*stem)? as usize)) else { return found };
        for number in &first.first {
            let Some(wording) = self.wordings.get(*number) else { continue };
            let here = stems.get(from..from + wording.stems.len()).unwrap_or_default();
            if !here.is_empty() && here.iter().map(|(_, stem)| *stem).eq(wording.stems.iter().copied().map(Some)) {
                found.push((wording.thread, here.len()));
            }
        }
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        found
    }
}

/// Numbers in order, each once.
fn distinct(numbers: &[u32]) -> Vec<u32> {
    let mut found = numbers.to_vec();
    found.sort_unstable();
    found.dedup();
    found
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
        let (all, known) = (document.stems(), self.known_of(document.stems()));
        for paragraph in document.paragraphs().iter().filter(|p| p.skip.is_none()) {
            let words = paragraph.tokens.clone().filter_map(|at| Some((at, all.of(at)?)));
            let stems: Vec<(usize, Option<Known>)> =
                words.map(|(at, stem)| (at, known.get(stem as usize).copied().flatten())).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::IdMaker;

    fn known(threads: &[(&str, &str)]) -> Threads {
        let (mut ids, mut all) = (IdMaker::new(1), Threads::default());
        for (label, title) in threads {
            all.add(ids.make(), &LabelId::parse(label).unwrap(), title, std::iter::once(*title));
        }
        all.weigh();
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
