//! The quotes behind every figure: under each shared claim, source and event its mentions, word for word.

use super::Report;
use super::matrix::{sign, state_of};
use crate::exchange::html::article::{attributes, facts, title};
use crate::exchange::html::escape::escaped;
use crate::exchange::html::many;
use crate::exchange::{ExportError, Pace};
use crate::model::{AnnotatorName, Thread, ThreadId, ThreadRelation, ThreadRelationKind};
use crate::review::{Mention, Reported};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Words of a mention that are repeated, in bytes.
const MOST_WORDS: usize = 300;

/// What is stated about threads, by the first of the two.
type Stated<'r> = BTreeMap<ThreadId, Vec<(&'r AnnotatorName, &'r ThreadRelation)>>;

impl Report<'_> {
    /// Writes all threads with their mentions.
    pub(in crate::exchange::html) fn write_quotes(
        &self,
        sink: &mut dyn Write,
        pace: &mut Pace<'_>,
    ) -> Result<(), ExportError> {
        let books = self.project.threads.iter().filter(|(by, _)| self.selection.passes_annotator(by));
        let mut stated = Stated::new();
        for (by, relation) in books.flat_map(|(by, book)| book.relations.values().map(move |relation| (by, relation))) {
            stated.entry(relation.from).or_default().push((by, relation));
        }
        writeln!(sink, "<section class=\"threads list\" id=\"shared\">\n<h2>The same across articles</h2>\n<ol>")?;
        for number in self.threads() {
            pace.breathe()?;
            self.thread(sink, number, &stated)?;
        }
        Ok(writeln!(sink, "</ol>\n</section>")?)
    }

    fn thread(&self, sink: &mut dyn Write, number: usize, stated: &Stated<'_>) -> io::Result<()> {
        let Some(known) = self.coverage.threads().get(number) else { return Ok(()) };
        let index = self.coverage.index();
        let label = self.project.codebook.label(&known.label);
        let mentions = index.mentions(known.id);
        write!(
            sink,
            "<li id=\"t-{}\"><b class=\"chip k-{}\">{}</b> <b dir=\"auto\">{}</b>",
            known.id,
            known.label,
            escaped(label.map_or(known.label.as_str(), |label| &label.name)),
            escaped(&known.title)
        )?;
        let mut about = vec![many(mentions.len(), "mention")];
        let story = known.story.and_then(|id| self.project.stories.get(&id));
        about.extend(story.map(|story| format!("story: {}", escaped(&story.title))));
        about.extend(known.since.map(|date| format!("known since {date}")));
        if let Some((by, thread)) = self.project.thread(known.id) {
            self.said_of(sink, by, thread, about)?;
        }
        for member in index.members(known.id).iter().filter(|id| **id != known.id) {
            let Some((by, thread)) = self.project.thread(*member) else { continue };
            write!(sink, "<p id=\"t-{member}\">the same as <b dir=\"auto\">{}</b></p>", escaped(&thread.title))?;
            self.said_of(sink, by, thread, Vec::new())?;
        }
        for member in index.members(known.id) {
            self.stated(sink, stated.get(member).map(Vec::as_slice).unwrap_or_default())?;
        }
        for of_article in mentions.chunk_by(|a, b| a.key.article == b.key.article) {
            self.of_article(sink, known.id, of_article)?;
        }
        self.write_standing(sink, known.id)?;
        writeln!(sink, "</li>")
    }

    /// What its maker says of a thread.
    fn said_of(&self, sink: &mut dyn Write, by: &AnnotatorName, thread: &Thread, about: Vec<String>) -> io::Result<()> {
        let label = self.project.codebook.label(&thread.label);
        let defs = label.map(|label| label.thread_attributes.as_slice()).unwrap_or_default();
        let mut about = about;
        about.extend(attributes(&thread.attributes, &BTreeSet::new(), defs));
        about.push(format!("by {}", self.called(by)));
        write!(sink, "<p>{}</p>", about.join(" · "))?;
        if !thread.note.is_empty() {
            write!(sink, "<p class=\"note\" dir=\"auto\">{}</p>", escaped(&thread.note))?;
        }
        Ok(())
    }

    /// What is stated about it and others.
    fn stated(&self, sink: &mut dyn Write, stated: &[(&AnnotatorName, &ThreadRelation)]) -> io::Result<()> {
        for (by, relation) in stated.iter().filter(|(_, relation)| relation.kind != ThreadRelationKind::SameAs) {
            let Some((_, other)) = self.project.thread(relation.to).filter(|(_, t)| self.home(t.id).is_some()) else {
                continue;
            };
            let kind = relation.kind.name().replace('_', " ");
            let reason = if relation.reason.is_empty() { String::new() } else { format!(": {}", relation.reason) };
            write!(
                sink,
                "<p>{kind} <a href=\"#t-{}\" dir=\"auto\">{}</a>{} <i>({})</i></p>",
                other.id,
                escaped(&other.title),
                escaped(&reason),
                self.called(by)
            )?;
        }
        Ok(())
    }

    /// The mentions in one article.
    fn of_article(&self, sink: &mut dyn Write, thread: ThreadId, of: &[Mention]) -> io::Result<()> {
        let Some(article) = of.first().and_then(|mention| self.project.article(mention.key.article)) else {
            return Ok(());
        };
        let about = facts(article);
        let about = if about.is_empty() { title(article) } else { about };
        write!(sink, "<div class=\"said\" id=\"q-{thread}-{0}\"><p><a href=\"#a-{0}\">{about}</a></p>", article.id)?;
        // Words that several people marked stand there once.
        let place = |mention: &Mention| self.project.annotation(&mention.key, mention.annotation).map(|a| &a.place);
        for same in of.chunk_by(|a, b| a.reported == b.reported && place(a) == place(b)) {
            self.quote(sink, same)?;
        }
        write!(sink, "</div>")
    }

    /// Words with how they are reported, and by whom they were marked.
    fn quote(&self, sink: &mut dyn Write, same: &[Mention]) -> io::Result<()> {
        let Some(first) = same.first() else { return Ok(()) };
        let Some(annotation) = self.project.annotation(&first.key, first.annotation) else { return Ok(()) };
        let Some(article) = self.project.article(first.key.article) else { return Ok(()) };
        let state = state_of(first.reported);
        let how = match first.reported {
            Reported::Disputed(dispute) => format!("disputed: {}", dispute.words()),
            _ => state.words().to_owned(),
        };
        let words = annotation.first_words(article.text(), MOST_WORDS);
        let more = if annotation.covered_bytes() > MOST_WORDS { " …" } else { "" };
        let words = format!("<q dir=\"auto\">{}{more}</q>", escaped(&words));
        let words = if self.is_marked(&first.key, first.annotation) {
            format!("<a href=\"#m-{}\">{words}</a>", self.names.name(&first.key, first.annotation))
        } else {
            format!("{words} (its place is lost)")
        };
        let by: BTreeSet<String> = same.iter().map(|mention| self.called(&mention.key.annotator)).collect();
        let by = by.into_iter().collect::<Vec<_>>().join(", ");
        write!(
            sink,
            "<p><b class=\"s-{}\" role=\"img\" aria-label=\"{how}\" title=\"{how}\">{}</b> {words} <i>{by}</i></p>",
            state.name(),
            sign(state)
        )
    }
}
