//! `byline evaluate CORPUS`

mod shown;

use super::console::{Console, Failure, Verdict};
use super::corpus;
use crate::model::LabelId;
use crate::session::clock::Watch;
use crate::session::{BEST_SCORE, OF_TEXTS, suggester_names, text_suggester, usual};
use crate::suggest::crf::{LEARNED, MODEL, Model, ModelSuggester, english};
use crate::suggest::evaluate::{Answer, Case, Mark, Report, Tally};
use crate::suggest::{ClaimSense, Document, EventSense, Guideline, Proposals, Suggester, combine_as, link};
use crate::text::TextSpan;
use serde_json::Value;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Articles of the learning curve.
const CURVE: [usize; 4] = [10, 25, 50, 100];

/// Score suggestions against a labelled corpus in Byline JSONL: precision, recall, F1, linking, calibration
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: byline evaluate news_dev.jsonl --curve news_train.jsonl\n\n\
    exact: the same words, outer punctuation and a leading \"that\" aside; overlap: half of the characters of both in common;\n\
    token: words. Events that only report (say, tell, report, claim, state, add) count neither way.")]
pub(super) struct Arguments {
    /// The corpus
    corpus: PathBuf,
    /// A model file in the place of the one that comes with the program
    #[arg(long)]
    model: Option<PathBuf>,
    /// The suggesters, with commas between: rules, model, deep
    #[arg(long, value_name = "NAMES")]
    with: Option<String>,
    /// Least score from 0 to 1; else the one that serves recall and precision best
    #[arg(long, value_name = "SCORE", value_parser = super::suggest::score)]
    min_score: Option<f64>,
    /// Also learn from the first 10, 25, 50 and 100 articles of this corpus alone, and score that
    #[arg(long, value_name = "CORPUS")]
    curve: Option<PathBuf>,
    /// Print one JSON value
    #[arg(long)]
    pub(super) json: bool,
}

/// What one set of suggesters reached.
struct Row {
    name: String,
    report: Report,
    tokens_per_second: f64,
    /// Bytes of the files that the suggesters were made from.
    model_bytes: usize,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let with = arguments.with.clone().unwrap_or_else(|| usual(OF_TEXTS));
    let names = suggester_names(&with, OF_TEXTS).map_err(|error| Failure::usage(error.to_string()))?;
    let cases = corpus::read(&arguments.corpus).map_err(Failure::new)?;
    let least = arguments.min_score.unwrap_or(BEST_SCORE);
    let mut known: Vec<Arc<dyn Suggester>> = Vec::new();
    for name in &names {
        match suggester(name, arguments) {
            Ok(suggester) => known.push(suggester),
            // The other suggesters go on.
            Err(what) => console.say(what),
        }
    }
    if known.is_empty() {
        return Err(Failure::new("no suggester is left to score"));
    }
    let mut rows = Vec::new();
    if known.len() > 1 {
        rows.push(score(&names.join("+"), &known, &cases, least));
    }
    for one in &known {
        rows.push(score(one.name(), std::slice::from_ref(one), &cases, least));
    }
    if let Some(path) = &arguments.curve {
        let articles = corpus::read(path).map_err(Failure::new)?;
        let english = english().map_err(Failure::because)?;
        for number in CURVE.into_iter().filter(|number| *number <= articles.len()) {
            console.say(format!("learning from {number} articles"));
            let shown = own_labels(articles.get(..number).unwrap_or_default());
            let Some(model) = Model::learn(&english, &shown, &AtomicBool::new(false)) else { continue };
            let learned: Arc<dyn Suggester> = Arc::new(ModelSuggester::learned(model).map_err(Failure::because)?);
            // What it proposes is chosen for the best F1 already.
            let least = arguments.min_score.unwrap_or(0.0);
            rows.push(score(&format!("{LEARNED} {number}"), &[learned], &cases, least));
        }
    }
    let value = rows.first().map_or(Value::Null, |first| shown::json(first, rows.get(1..).unwrap_or_default()));
    console.result(arguments.json, &value, shown::table(&rows).trim_end());
    Ok(Verdict::Done)
}

/// The suggester of this name; why not, in words, where there is none.
fn suggester(name: &str, arguments: &Arguments) -> Result<Arc<dyn Suggester>, String> {
    let Some(path) = arguments.model.as_ref().filter(|_| name == MODEL) else {
        return text_suggester(name, std::thread::available_parallelism().map_or(1, NonZero::get));
    };
    let place = |what: String| format!("{what}: {}", path.display());
    let bytes = std::fs::read(path).map_err(|error| place(error.to_string()))?;
    let model = ModelSuggester::from_bytes(&bytes).map_err(|error| place(error.to_string()))?;
    Ok(Arc::new(model))
}

/// Cases with the labels of our codebook only: what a project would hold.
fn own_labels(cases: &[Case]) -> Vec<Case> {
    let mut cases = cases.to_vec();
    for case in &mut cases {
        case.gold.marks.retain(|mark| ["claim", "source", "event"].contains(&mark.label.as_str()));
        case.gold.links.clear();
    }
    cases
}

/// What these suggesters together reach.
fn score(name: &str, suggesters: &[Arc<dyn Suggester>], cases: &[Case], least: f64) -> Row {
    let ids = ["claim", "source", "event"].map(LabelId::parse);
    let [Some(claim), Some(source), Some(event)] = ids else {
        return Row { name: name.into(), report: Report::default(), tokens_per_second: 0.0, model_bytes: 0 };
    };
    // Corpora of nothing but events mark nearly every verb; those without them, quotations whole.
    let only_events = cases.iter().all(|case| case.scope.labels.len() == 1 && case.scope.labels.contains(&event));
    let without = cases.iter().all(|case| !case.scope.labels.is_empty() && !case.scope.labels.contains(&event));
    let guideline = Guideline {
        events: if only_events { EventSense::EveryVerb } else { EventSense::Codebook },
        claims: if without { ClaimSense::Quotation } else { ClaimSense::Sentence },
    };
    let mut tally = Tally::new([claim.clone(), source.clone(), event.clone()]);
    let (mut tokens, mut seconds) = (0_usize, 0.0);
    for case in cases {
        let watch = Watch::start();
        let document = Document::new(&case.text, &[], Some("en"));
        let found = combine_as(&document, suggesters.iter().map(|one| one.propose(&document)).collect(), guideline);
        seconds += watch.elapsed().as_secs_f64();
        tokens += document.tokens().len();
        tally.add(case, &answer(&found), |_| least);
        if !case.gold.links.is_empty() {
            tally.add_linking(&case.gold, &linked(&document, &case.gold, [&claim, &source]));
        }
    }
    Row {
        name: name.into(),
        report: tally.report(),
        tokens_per_second: tokens as f64 / f64::max(seconds, 1e-9),
        model_bytes: suggesters.iter().map(|one| one.model_bytes()).sum(),
    }
}

/// Proposals in the form that is scored.
fn answer(found: &Proposals) -> Answer {
    let mark = |item: &crate::suggest::Proposal| Mark {
        label: item.label.clone(),
        fragments: item.fragments.clone(),
        score: item.score,
    };
    Answer {
        marks: found.items.iter().map(mark).collect(),
        links: found.links.iter().map(|link| (link.claim, link.source)).collect(),
    }
}

/// The source that each claim of the corpus is linked to, the corpus's own spans given.
fn linked<'a>(
    document: &Document<'_>,
    gold: &'a Answer,
    [claim, source]: [&LabelId; 2],
) -> std::collections::BTreeMap<usize, usize> {
    let of = |label: &LabelId| -> Vec<(usize, &'a [TextSpan])> {
        let all = gold.marks.iter().enumerate().filter(|(_, mark)| mark.label == *label);
        all.map(|(number, mark)| (number, mark.fragments.as_slice())).collect()
    };
    let (claims, sources) = (of(claim), of(source));
    let spans =
        |marks: &[(usize, &'a [TextSpan])]| -> Vec<&'a [TextSpan]> { marks.iter().map(|(_, spans)| *spans).collect() };
    let (claim_list, source_list) = (spans(&claims), spans(&sources));
    let chosen = link(document, &claim_list, &source_list);
    let pair = |((number, _), choice): (&(usize, &'a [TextSpan]), Option<crate::suggest::LinkChoice>)| {
        Some((*number, sources.get(choice?.source)?.0))
    };
    claims.iter().zip(chosen).filter_map(pair).collect()
}
