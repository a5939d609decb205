//! `byline search PROJECT QUERY`

use super::console::{Console, Failure, Verdict, count};
use crate::model::{AnnotatorName, Date, LabelId, Project, StoryId};
use crate::review::{
    Boilerplate, Bounds, Folding, Form, Hit, Matcher, Order, Query, SearchIndex, Within, context, search, sort_hits,
};
use crate::store::{self, Access, Severity};
use crate::text::{TextQuote, fold};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

/// Hits that are looked for at most; a query with more is too wide to be read.
const MOST: usize = 1_000_000;
/// Code points of a line on each side of a hit.
const SIDE: usize = 40;
/// Code points of a title in a line.
const TITLE: usize = 32;

/// Find words in the articles of a project, with what stands before and after
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[command(after_help = "Example: byline search my-story \"prices rose\" --outlet \"The Courier\" --sort right\n\
    Case and accents do not matter (Guaido finds Guaidó) unless --exact is given.")]
pub(super) struct Arguments {
    /// The project's folder
    project: PathBuf,
    /// A word or a phrase
    query: String,
    /// The query is a regular expression
    #[arg(long)]
    regex: bool,
    /// Case and accents matter
    #[arg(long)]
    exact: bool,
    /// Whole words only
    #[arg(long)]
    word: bool,
    /// Only inside annotations with this label; may be given several times
    #[arg(long)]
    label: Vec<String>,
    /// Only inside annotations of this annotator; may be given several times
    #[arg(long)]
    annotator: Vec<String>,
    /// Only in articles of this outlet; may be given several times
    #[arg(long)]
    outlet: Vec<String>,
    /// Only in articles of this story, by id or title; may be given several times
    #[arg(long)]
    story: Vec<String>,
    /// Only in articles published on this day or later (2025-11-28, 2025-11 or 2025)
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Only in articles published on this day or earlier
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// In boilerplate, too
    #[arg(long)]
    boilerplate: bool,
    /// Print at most this many hits
    #[arg(long, default_value_t = 1000)]
    limit: usize,
    /// Sort by the words before, the words after, or by date, title and place
    #[arg(long, value_enum, default_value = "article")]
    sort: Sort,
    /// Print one JSON value
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Sort {
    Left,
    Right,
    Article,
}

pub(super) fn run(arguments: &Arguments, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let query = query(arguments);
    if query.is_empty() {
        return Err(Failure::usage("the query is empty; give a word to look for"));
    }
    let matcher = Matcher::new(&query).map_err(|error| Failure::usage(error.to_string()))?;
    let loaded = store::open(&arguments.project, None, Access::ReadOnly).map_err(Failure::because)?;
    for problem in loaded.problems.iter().filter(|p| p.severity() == Severity::Error) {
        console.say(format!("error: {problem}"));
    }
    let project = loaded.project;
    let within = within(arguments, &project)?;
    let (index, stop) = (SearchIndex::default(), AtomicBool::new(false));
    if matcher.needs_folded() {
        index.build(&project, &stop);
    }
    let found = search(&index, &project, &matcher, &within, MOST, &stop);
    let (mut hits, total) = (found.hits.clone(), found.hits.len());
    let order = match arguments.sort {
        Sort::Left => Order::Left,
        Sort::Right => Order::Right,
        Sort::Article => Order::Article,
    };
    sort_hits(&mut hits, order, &index, &project);
    hits.truncate(arguments.limit);
    let cut_off = found.more || hits.len() < total;
    if arguments.json {
        let hits: Vec<Value> = hits.iter().filter_map(|hit| hit_json(&project, *hit)).collect();
        console.print_json(&json!({ "total": total, "cut_off": cut_off, "hits": hits }));
        return Ok(Verdict::Done);
    }
    for line in hits.iter().filter_map(|hit| line(&project, *hit)) {
        console.print_words(&line);
    }
    let articles: BTreeSet<_> = found.hits.iter().map(|hit| hit.article).collect();
    let at_least = if found.more { "at least " } else { "" };
    let shown = if hits.len() < total { format!("; the first {} are shown", hits.len()) } else { String::new() };
    let places = format!("{at_least}{} in {}", count(total, "hit"), count(articles.len(), "article"));
    console.say(format!("{places}{shown}"));
    Ok(Verdict::Done)
}

fn query(arguments: &Arguments) -> Query {
    Query {
        words: arguments.query.clone(),
        form: if arguments.regex { Form::Regex } else { Form::Words },
        folding: if arguments.exact { Folding::Exact } else { Folding::Folded },
        bounds: if arguments.word { Bounds::WholeWords } else { Bounds::Anywhere },
    }
}

/// What the search is held to; a name that the project does not know is refused, so that a slip is not taken for an
/// empty result.
fn within(arguments: &Arguments, project: &Project) -> Result<Within, Failure> {
    let mut within = Within {
        from: date("--from", arguments.from.as_deref())?,
        to: date("--to", arguments.to.as_deref())?,
        boilerplate: if arguments.boilerplate { Boilerplate::Included } else { Boilerplate::LeftOut },
        ..Within::default()
    };
    let annotators = project.annotators();
    for name in &arguments.annotator {
        let annotator = AnnotatorName::from_typed(name).filter(|name| annotators.contains(name));
        let known = annotators.iter().map(AnnotatorName::as_str);
        within.annotators.insert(annotator.ok_or_else(|| unknown("annotator", name, known))?);
    }
    for name in &arguments.label {
        let label = LabelId::parse(name).filter(|label| project.codebook.labels.contains_key(label));
        let known = project.codebook.labels.keys().map(LabelId::as_str);
        within.labels.insert(label.ok_or_else(|| unknown("label", name, known))?);
    }
    for name in &arguments.story {
        let by_id = StoryId::parse(name).filter(|id| project.stories.contains_key(id));
        let is_called = |words: &str| !words.is_empty() && fold(words) == fold(name);
        let called = project.stories.values().find(|story| is_called(&story.title) || is_called(&story.foreign_id));
        let known = project.stories.values().map(|story| story.title.as_str());
        within.stories.insert(by_id.or(called.map(|story| story.id)).ok_or_else(|| unknown("story", name, known))?);
    }
    for name in &arguments.outlet {
        let known: BTreeSet<&str> = project.articles.values().map(|a| a.metadata.outlet.trim()).collect();
        if !known.iter().any(|outlet| fold(outlet) == fold(name.trim())) {
            return Err(unknown("outlet", name, known.into_iter().filter(|outlet| !outlet.is_empty()).take(20)));
        }
        within.outlets.insert(name.clone());
    }
    Ok(within)
}

fn date(option: &str, typed: Option<&str>) -> Result<Option<Date>, Failure> {
    let Some(typed) = typed else { return Ok(None) };
    let wrong = || Failure::usage(format!("{option} takes a date such as 2025-11-28, not {typed:?}"));
    Date::parse(typed).map(Some).ok_or_else(wrong)
}

fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let known: Vec<&str> = known.collect();
    let others = if known.is_empty() { String::new() } else { format!("; it has {}", known.join(", ")) };
    Failure::new(format!("the project has no {what} {name:?}{others}"))
}

fn hit_json(project: &Project, hit: Hit) -> Option<Value> {
    let article = project.article(hit.article)?;
    let quote = TextQuote::of(article.text(), hit.span);
    let (start, end) = article.text().chars_of(hit.span);
    let mut value = json!({
        "article": hit.article.to_string(),
        "range": [start.get(), end.get()],
        "quote": quote.exact,
        "before": quote.before,
        "after": quote.after,
    });
    if let Some(fields) = value.as_object_mut() {
        let metadata = &article.metadata;
        let published = metadata.published.map(|date| date.to_string()).unwrap_or_default();
        let known = [("title", metadata.title.clone()), ("outlet", metadata.outlet.clone()), ("published", published)];
        fields.extend(known.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k.to_owned(), v.into())));
    }
    Some(value)
}

/// `Title…  120-127  … words before [the hit] words after …`, with the hits below each other.
fn line(project: &Project, hit: Hit) -> Option<String> {
    let article = project.article(hit.article)?;
    let (start, end) = article.text().chars_of(hit.span);
    let (left, right) = context(article.text(), hit.span, SIDE);
    let title = one_line(&article.display_title());
    let title =
        if title.chars().count() > TITLE { title.chars().take(TITLE - 1).chain(['…']).collect() } else { title };
    let range = format!("{start}-{end}");
    let words = one_line(article.text().slice(hit.span));
    Some(format!("{title:<TITLE$}  {range:>13}  {:>SIDE$}[{words}]{}\n", one_line(left), one_line(right)))
}

/// Control characters, which a terminal would act on, and line ends become spaces.
fn one_line(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
