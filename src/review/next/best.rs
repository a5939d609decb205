//! Which article is best read next: by what is not read in it, and by how many names stand there that were not read of yet.

use super::{ArticleProgress, ProjectProgress, counted};
use crate::model::{AnnotatorName, Article, ArticleId, FamilyKind, LayerKey, Project};
use crate::review::parts::in_parts;
use crate::review::{ProgressState, ThreadIndex};
use crate::text::{TextSpan, fold, words};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

/// Most articles that are proposed.
const MOST: usize = 20;

/// Most bytes of an article that are looked at.
const LOOKED_AT: usize = 20_000;

/// Names of a reason.
const NAMED: usize = 3;

/// What is left of an article's worth where an article of its family is done.
const REPRINT: f32 = 0.2;

/// An article worth reading next.
#[derive(Clone, Debug, PartialEq)]
pub struct NextArticle {
    /// The article.
    pub article: ArticleId,
    /// How much it is worth, against the others only.
    pub worth: f32,
    /// Why, in words: "12 of 14 paragraphs not read; 2 names that you have not read about: Lund, Holm".
    pub reason: String,
}

/// A name as it was first written, and in how many articles it stands.
type Names = BTreeMap<String, String>;

/// Articles that are best read next, the best first; ends early, with nothing, once `stop` is set.
pub fn next_articles(
    project: &Project,
    annotator: &AnnotatorName,
    threads: &ThreadIndex,
    so_far: &ProjectProgress,
    stop: &AtomicBool,
) -> Vec<NextArticle> {
    let looked = in_parts(&so_far.articles, |part| looked_through(project, annotator, part, stop));
    let (mut read, mut unread) = (BTreeSet::new(), Vec::new());
    for (names, left) in looked {
        read.extend(names);
        unread.extend(left);
    }
    if stop.load(Ordering::Relaxed) {
        return Vec::new();
    }
    let known = known_names(project, threads);
    let done: BTreeSet<ArticleId> =
        so_far.articles.iter().filter(|one| one.progress.state == ProgressState::Done).map(|one| one.article).collect();
    let with_done = project.families.values().filter(|family| !family.articles.is_disjoint(&done));
    let families: BTreeMap<ArticleId, FamilyKind> =
        with_done.flat_map(|family| family.articles.iter().map(|article| (*article, family.kind))).collect();
    let mut all: Vec<NextArticle> = unread.iter().map(|one| judged(one, &read, &known, &families)).collect();
    all.sort_by(|a, b| b.worth.total_cmp(&a.worth).then(a.article.cmp(&b.article)));
    all.truncate(MOST);
    all
}

/// An article with the names in what is not read of it, how many paragraphs that is, and how many there are.
type Left<'a> = (&'a Article, Names, usize, usize);

/// Names in what is read of some articles, and those of them of which something is left.
fn looked_through<'a>(
    project: &'a Project,
    annotator: &AnnotatorName,
    articles: &[ArticleProgress],
    stop: &AtomicBool,
) -> (BTreeSet<String>, Vec<Left<'a>>) {
    let (mut read, mut unread) = (BTreeSet::new(), Vec::new());
    for one in articles.iter().take_while(|_| !stop.load(Ordering::Relaxed)) {
        let Some(article) = project.article(one.article) else { continue };
        let key = LayerKey { annotator: annotator.clone(), article: one.article };
        let layer = project.layer(&key);
        let is_read = |p: &TextSpan| layer.is_some_and(|layer| layer.reading.contains_key(p));
        let (seen, left): (Vec<TextSpan>, Vec<TextSpan>) = counted(project, one.article).into_iter().partition(is_read);
        read.extend(names(article, &seen).into_keys());
        if !left.is_empty() && one.progress.state != ProgressState::Done {
            unread.push((&**article, names(article, &left), left.len(), one.progress.counted));
        }
    }
    (read, unread)
}

fn judged(
    (article, names, left, counted): &Left<'_>,
    read: &BTreeSet<String>,
    known: &BTreeSet<String>,
    families: &BTreeMap<ArticleId, FamilyKind>,
) -> NextArticle {
    let new: Vec<&String> =
        names.iter().filter(|(name, _)| !read.contains(*name)).map(|(_, as_written)| as_written).collect();
    let shared: Vec<&String> =
        names.iter().filter(|(name, _)| known.contains(*name)).map(|(_, as_written)| as_written).collect();
    let share = *left as f32 / (*counted).max(1) as f32;
    let mut worth = share * (1.0 + (1.0 + new.len() as f32).ln() + 0.5 * (1.0 + shared.len() as f32).ln());
    let mut reasons = vec![if left == counted {
        "nothing of it is read".to_owned()
    } else {
        format!("{left} of {counted} paragraphs not read")
    }];
    if !new.is_empty() {
        reasons.push(format!("{} that you have not read about: {}", of(new.len(), "name"), such(&new)));
    }
    if !shared.is_empty() {
        reasons.push(format!(
            "{} of your shared claims, sources and events: {}",
            of(shared.len(), "name"),
            such(&shared)
        ));
    }
    if let Some(kind) = families.get(&article.id) {
        worth *= REPRINT;
        let kind = kind.name();
        reasons.push(format!("but it is a {kind} of one that is done"));
    }
    NextArticle { article: article.id, worth, reason: reasons.join("; ") }
}

fn of(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

fn such(names: &[&String]) -> String {
    let more = if names.len() > NAMED { " …" } else { "" };
    let first: Vec<&str> = names.iter().take(NAMED).map(|name| name.as_str()).collect();
    format!("{}{more}", first.join(", "))
}

/// Names of the threads: of their titles and their mentions' words.
fn known_names(project: &Project, threads: &ThreadIndex) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    for id in threads.ids() {
        if let Some((_, thread)) = project.thread(id) {
            collect(&thread.title, TextSpan::of(0, thread.title.len()), &mut |folded, _| {
                known.insert(folded);
            });
        }
        for mention in threads.mentions(id) {
            let Some(article) = project.article(mention.key.article) else { continue };
            let Some(annotation) = project.annotation(&mention.key, mention.annotation) else { continue };
            for span in annotation.fragments() {
                collect(article.text().as_str(), *span, &mut |folded, _| {
                    known.insert(folded);
                });
            }
        }
    }
    known
}

/// Names in paragraphs of an article.
fn names(article: &Article, paragraphs: &[TextSpan]) -> Names {
    let (mut found, mut looked_at) = (Names::new(), 0);
    for paragraph in paragraphs {
        looked_at += paragraph.len();
        if looked_at > LOOKED_AT {
            break;
        }
        collect(article.text().as_str(), *paragraph, &mut |folded, written| {
            found.entry(folded).or_insert_with(|| written.to_owned());
        });
    }
    found
}

/// Words with a capital that open no sentence.
fn collect(text: &str, span: TextSpan, found: &mut dyn FnMut(String, &str)) {
    let mut end_before = span.start().get();
    for (at, word) in words(text, span).enumerate() {
        let written = word.slice(text);
        let between = text.get(end_before..word.start().get()).unwrap_or_default();
        let opens = at == 0 || between.contains(['.', '!', '?', '“', '"', '«', '„', ':', '\n']);
        end_before = word.end().get();
        let capital = written.chars().next().is_some_and(char::is_uppercase) && written.chars().count() > 1;
        if capital && !opens {
            let bare = written.trim_end_matches("’s").trim_end_matches("'s");
            found(fold(bare), bare);
        }
    }
}
