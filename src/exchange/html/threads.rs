//! Threads at the end of a page: what is known about each, and where it is mentioned.

use super::article::{attributes, facts, title};
use super::escape::escaped;
use super::many;
use crate::exchange::export::Selection;
use crate::model::{Annotation, AnnotatorName, Article, LinkStance, Thread, ThreadId, ThreadRelation};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Mentions of threads, by thread, in the order of the page.
#[derive(Default)]
pub(super) struct Mentions {
    articles: Vec<String>,
    /// Number of the article, name and number of the mention, and its stance.
    by_thread: BTreeMap<ThreadId, Vec<(usize, String, String, LinkStance)>>,
    last: Option<crate::model::ArticleId>,
}

impl Mentions {
    /// Notes what an annotation mentions.
    pub(super) fn add(&mut self, article: &Article, annotation: &Annotation, called: Option<&(String, String)>) {
        let Some((name, number)) = called else { return };
        for (id, stance) in &annotation.threads {
            if self.last != Some(article.id) {
                self.last = Some(article.id);
                let outlet = facts(article);
                self.articles.push(if outlet.is_empty() { title(article) } else { outlet });
            }
            let mention = (self.articles.len() - 1, name.clone(), number.clone(), *stance);
            self.by_thread.entry(*id).or_default().push(mention);
        }
    }

    /// Writes all threads of the selection.
    pub(super) fn write(&self, sink: &mut dyn Write, selection: &Selection<'_>) -> io::Result<()> {
        if selection.threads().next().is_none() {
            return Ok(());
        }
        let stated = Stated::of(selection);
        writeln!(sink, "<section class=\"threads list\">\n<h2>The same across articles</h2>\n<ol>")?;
        for (by, thread) in selection.threads() {
            self.thread(sink, selection, selection.name(by.as_str()), thread, &stated)?;
        }
        writeln!(sink, "</ol>\n</section>")
    }

    fn thread(
        &self,
        sink: &mut dyn Write,
        selection: &Selection<'_>,
        by: &str,
        thread: &Thread,
        stated: &Stated<'_>,
    ) -> io::Result<()> {
        let project = selection.project();
        let label = project.codebook.label(&thread.label);
        let label_name = label.map_or(thread.label.as_str(), |label| &label.name);
        write!(
            sink,
            "<li id=\"t-{}\"><b class=\"chip k-{}\">{}</b> <b dir=\"auto\">{}</b>",
            thread.id,
            thread.label,
            escaped(label_name),
            escaped(&thread.title)
        )?;
        let mentions = self.by_thread.get(&thread.id).map(Vec::as_slice).unwrap_or_default();
        let mut known = vec![many(mentions.len(), "mention")];
        let story = thread.story.and_then(|id| project.stories.get(&id));
        known.extend(story.map(|story| format!("story: {}", escaped(&story.title))));
        known.extend(thread.known_since.map(|date| format!("known since {date}")));
        let defs = label.map(|label| label.thread_attributes.as_slice()).unwrap_or_default();
        known.extend(attributes(&thread.attributes, &BTreeSet::new(), defs));
        known.push(format!("by {}", escaped(by)));
        write!(sink, "<p>{}</p>", known.join(" · "))?;
        if !thread.note.is_empty() {
            write!(sink, "<p class=\"note\" dir=\"auto\">{}</p>", escaped(&thread.note))?;
        }
        stated.write(sink, selection, thread.id)?;
        for mentions in mentions.chunk_by(|a, b| a.0 == b.0) {
            let article = mentions.first().and_then(|mention| self.articles.get(mention.0));
            let link = |(_, name, number, stance): &(usize, String, String, LinkStance)| {
                let against = if *stance == LinkStance::Against { " (against)" } else { "" };
                format!("<a href=\"#{name}\">{}</a>{against}", escaped(number))
            };
            let links: Vec<String> = mentions.iter().map(link).collect();
            write!(sink, "<p>{} {}</p>", article.map_or("", String::as_str), links.join(" "))?;
        }
        writeln!(sink, "</li>")
    }
}

/// What annotators state about threads, by the first of the two.
struct Stated<'a>(BTreeMap<ThreadId, Vec<(&'a AnnotatorName, &'a ThreadRelation, &'a Thread)>>);

impl<'a> Stated<'a> {
    fn of(selection: &Selection<'a>) -> Self {
        let threads: BTreeMap<ThreadId, &Thread> = selection.threads().map(|(_, t)| (t.id, t.as_ref())).collect();
        let mut stated = BTreeMap::<_, Vec<_>>::new();
        for (by, book) in selection.project().threads.iter().filter(|(by, _)| selection.passes_annotator(by)) {
            for relation in book.relations.values().filter(|relation| threads.contains_key(&relation.from)) {
                if let Some(other) = threads.get(&relation.to) {
                    stated.entry(relation.from).or_default().push((by, relation.as_ref(), *other));
                }
            }
        }
        Self(stated)
    }

    fn write(&self, sink: &mut dyn Write, selection: &Selection<'_>, id: ThreadId) -> io::Result<()> {
        for (by, relation, other) in self.0.get(&id).into_iter().flatten() {
            let kind = relation.kind.name().replace('_', " ");
            let reason = if relation.reason.is_empty() { String::new() } else { format!(": {}", relation.reason) };
            write!(
                sink,
                "<p>{kind} <a href=\"#t-{}\" dir=\"auto\">{}</a>{} <i>({})</i></p>",
                other.id,
                escaped(&other.title),
                escaped(&reason),
                escaped(selection.name(by.as_str()))
            )?;
        }
        Ok(())
    }
}
