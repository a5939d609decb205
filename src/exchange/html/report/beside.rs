//! What reading the articles beside each other shows: reprints and rewrites, values of events that differ, and headlines
//! that say more than their texts.

use super::sources::{about, list};
use super::{Report, coding};
use crate::exchange::html::article::title;
use crate::exchange::html::escape::escaped;
use crate::exchange::html::many;
use crate::model::{ArticleId, FamilyKind};
use crate::review::{Agreement, EventField, EventValues, Mention, Stronger, event_values, late_sources, overstated};
use std::io::{self, Write};

impl Report<'_> {
    /// Writes the section.
    pub(super) fn write_beside(&self, sink: &mut dyn Write) -> io::Result<()> {
        writeln!(sink, "<section class=\"report\" id=\"beside\">\n<h2>Beside each other</h2>")?;
        writeln!(
            sink,
            "<p>Reprints, values that differ, and headlines against their texts. It counts {}.</p>",
            self.whose()
        )?;
        self.families(sink)?;
        self.conflicts(sink)?;
        self.headlines(sink)?;
        writeln!(sink, "</section>")
    }

    fn families(&self, sink: &mut dyn Write) -> io::Result<()> {
        for (kind, head) in [
            (FamilyKind::Reprint, "Reprints: articles that share their text"),
            (FamilyKind::Rewrite, "Rewrites: articles that retell the same report"),
        ] {
            let of_kind = self.project.families.values().filter(|family| family.kind == kind);
            let entries = of_kind.filter_map(|family| {
                let mut articles: Vec<ArticleId> =
                    family.articles.iter().copied().filter(|id| self.project.article(*id).is_some()).collect();
                articles.sort_by_key(|id| self.coverage.article_number(*id));
                let links: Vec<String> = articles.iter().filter_map(|id| self.article_link(*id)).collect();
                (links.len() > 1).then(|| links.join("; "))
            });
            list(sink, head, entries.collect())?;
        }
        Ok(())
    }

    fn article_link(&self, id: ArticleId) -> Option<String> {
        let article = self.project.article(id)?;
        Some(format!("<a href=\"#a-{id}\">{}</a>, {}", title(article), about(article)))
    }

    /// Values of events that differ; how many agree is said.
    fn conflicts(&self, sink: &mut dyn Write) -> io::Result<()> {
        let all: Vec<EventValues> = event_values(&self.project, self.coverage.index())
            .into_iter()
            .filter(|one| self.home(one.thread).is_some())
            .collect();
        let (agreeing, differing): (Vec<_>, Vec<_>) = all.iter().partition(|one| one.agreement == Agreement::Agreeing);
        list(sink, "Values of events that differ", differing.into_iter().map(|one| self.conflict(one)).collect())?;
        match agreeing.len() {
            0 => Ok(()),
            1 => writeln!(sink, "<p>Where else values can be compared, they agree: once.</p>"),
            many => writeln!(sink, "<p>Where else values can be compared, they agree: {many} times.</p>"),
        }
    }

    fn conflict(&self, one: &EventValues) -> String {
        let event = self.project.thread(one.thread).map(|(_, thread)| escaped(&thread.title)).unwrap_or_default();
        // A number's unit stands in its values.
        let precision = if one.field == EventField::Date { one.precision.as_str() } else { "" };
        let parts = [one.agreement.name(), one.field.name(), precision, &one.phase];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let places = |mentions: &[Mention]| self.places(mentions.iter().map(|m| (&m.key, m.annotation)));
        let values = one
            .values
            .iter()
            .map(|stated| format!("<b dir=\"auto\">{}</b> in {}", escaped(&stated.value), places(&stated.mentions)));
        format!(
            "<a href=\"#t-{}\" dir=\"auto\">{event}</a> ({}): {}",
            one.thread,
            escaped(&parts.join(", ")),
            values.collect::<Vec<_>>().join("; ")
        )
    }

    fn headlines(&self, sink: &mut dyn Write) -> io::Result<()> {
        let index = self.coverage.index();
        let stronger = overstated(&self.project, index).into_iter().filter(|one| self.home(one.thread).is_some());
        let stronger = stronger.map(|one| {
            let how: Vec<String> = one.how.iter().map(Stronger::words).collect();
            let (title, text) = (self.words(&one.key, one.title), self.words(&one.key, one.text));
            format!("{}: title {title}, text {text}", escaped(&how.join("; ")))
        });
        list(sink, "Headlines that say more than their texts", stronger.collect())?;
        let late = late_sources(&self.project, &coding(self.selection), index).into_iter().filter(|one| {
            self.project.annotation(&one.key, one.claim).is_some_and(|claim| self.selection.passes_label(&claim.label))
        });
        let late = late.map(|one| {
            let (claim, source) = (self.words(&one.key, one.claim), self.words(&one.key, one.source));
            format!("{claim}: {} later {source}", many(one.paragraphs, "paragraph"))
        });
        list(sink, "Claims whose source comes only later", late.collect())
    }
}
