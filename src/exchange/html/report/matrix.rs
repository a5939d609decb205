//! The matrix of coverage: shared claims, sources and events by articles, or by outlets where there are many articles.

use super::{MOST_COLUMNS, Report, linked};
use crate::exchange::html::escape::escaped;
use crate::exchange::html::many;
use crate::exchange::{ExportError, Pace};
use crate::model::LabelId;
use crate::review::{CellState, Column, Reported, RowItem};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Most rows under one label; those in the most articles come first.
const MOST_ROWS: usize = 200;

/// What stands for a state, beside its color.
pub(super) fn sign(state: CellState) -> &'static str {
    match state {
        CellState::Disputed => "✕",
        CellState::Attributed => "●",
        CellState::Stated => "○",
        CellState::OutOfScope => "·",
        CellState::Earlier => "‹",
        CellState::Unread => "?",
        CellState::Unlinked => "~",
        CellState::Stale => "↻",
        CellState::Absent => "–",
    }
}

/// The state that a mention makes.
pub(super) fn state_of(reported: Reported) -> CellState {
    match reported {
        Reported::Disputed(_) => CellState::Disputed,
        Reported::Attributed => CellState::Attributed,
        Reported::Stated => CellState::Stated,
    }
}

impl Report<'_> {
    pub(super) fn write_matrix(&self, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
        let columns = self.matrix.columns();
        let (by, shown) = if columns.iter().all(|column| column.only_article().is_some()) {
            ("articles", columns.len())
        } else {
            ("outlets", columns.len().min(MOST_COLUMNS))
        };
        writeln!(sink, "<section class=\"report\" id=\"coverage\">\n<h2>Who says what</h2>")?;
        writeln!(
            sink,
            "<p>What is shared across articles, by {by}. It counts {}. A sign leads to the quotes, or to the article where \
             they are missing.</p>",
            self.whose()
        )?;
        legend(sink)?;
        writeln!(
            sink,
            "<div class=\"wide\" role=\"region\" aria-label=\"Who says what\" tabindex=\"0\">\n<table class=\"sorts matrix\">"
        )?;
        writeln!(
            sink,
            "<thead><tr><th scope=\"col\" data-sort=\"words\">Shared</th><th scope=\"col\" data-sort=\"number\">Articles</th>"
        )?;
        if self.has_reprints() {
            writeln!(sink, "<th scope=\"col\" data-sort=\"number\">Without reprints</th>")?;
        }
        for column in columns.iter().take(shown) {
            self.head(sink, column)?;
        }
        writeln!(sink, "</tr></thead>")?;
        self.rows(sink, pace, shown)?;
        writeln!(sink, "</table>\n</div>")?;
        let more = columns.len() - shown;
        if more > 0 {
            writeln!(sink, "<p>{} are not shown.</p>", many(more, "more outlet"))?;
        }
        Ok(writeln!(sink, "</section>")?)
    }

    fn head(&self, sink: &mut dyn Write, column: &Column) -> io::Result<()> {
        let only = column.only_article().and_then(|number| self.coverage.articles().get(number));
        let Some(article) = only else {
            let title = if column.title.is_empty() { "No outlet" } else { &column.title };
            let (title, about) = (escaped(title), escaped(&column.about));
            return writeln!(
                sink,
                "<th scope=\"col\"><span><b dir=\"auto\">{title}</b> <small>{about}</small></span></th>"
            );
        };
        let outlet = if article.outlet.is_empty() { &article.title } else { &article.outlet };
        let date = article.published.map(|date| date.to_string()).unwrap_or_default();
        writeln!(
            sink,
            "<th scope=\"col\"><a href=\"#a-{}\" title=\"{}\"><b dir=\"auto\">{}</b> <small>{date}</small></a></th>",
            article.id,
            escaped(&article.title),
            escaped(outlet)
        )
    }

    fn rows(&self, sink: &mut dyn Write, pace: &mut Pace<'_>, columns: usize) -> Result<(), ExportError> {
        let (mut is_open, mut left) = (false, 0);
        for (row, item) in self.matrix.rows().iter().enumerate() {
            match item {
                RowItem::Label(label, count) => {
                    if is_open {
                        writeln!(sink, "</tbody>")?;
                    }
                    (is_open, left) = (true, MOST_ROWS);
                    self.group(sink, label, *count, columns)?;
                }
                RowItem::Thread(thread) if left > 0 => {
                    pace.breathe()?;
                    left -= 1;
                    self.row(sink, row, *thread, columns)?;
                }
                RowItem::Thread(_) => {}
            }
        }
        if is_open {
            writeln!(sink, "</tbody>")?;
        }
        Ok(())
    }

    /// The head of the rows of a label.
    fn group(&self, sink: &mut dyn Write, label: &LabelId, count: usize, columns: usize) -> io::Result<()> {
        let name = self.project.codebook.label(label).map_or(label.as_str(), |label| &label.name);
        let shown = if count > MOST_ROWS { format!(", the {MOST_ROWS} in the most articles") } else { String::new() };
        writeln!(
            sink,
            "<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{}\"><b class=\"chip k-{label}\">{}</b> {} <small>{count}{shown}</small></th></tr>",
            columns + if self.has_reprints() { 3 } else { 2 },
            escaped(&super::super::article::sign(name)),
            escaped(name)
        )
    }

    fn row(&self, sink: &mut dyn Write, row: usize, thread: usize, columns: usize) -> io::Result<()> {
        let Some(facts) = self.coverage.threads().get(thread) else { return Ok(()) };
        let (id, title) = (facts.id, escaped(&facts.title));
        let counts = self.coverage.counts(thread);
        let of = |holds: fn(CellState) -> bool| -> usize {
            let states = CellState::ALL.iter().zip(counts).filter(|(state, _)| holds(**state));
            states.map(|(_, count)| count).sum()
        };
        let (mentioning, missing) = (of(CellState::is_mention), of(CellState::is_missing));
        write!(
            sink,
            "<tr><th scope=\"row\"><a href=\"#t-{id}\" dir=\"auto\">{title}</a></th><td class=\"figure\" data-value=\"{mentioning}\">{} of {}</td>",
            linked(mentioning, &format!("t-{id}")),
            mentioning + missing
        )?;
        if self.has_reprints() {
            let (mentioning, of) = self.families_of(thread);
            write!(sink, "<td class=\"figure\" data-value=\"{mentioning}\">{mentioning} of {of}</td>")?;
        }
        for column in 0..columns {
            self.cell(sink, row, thread, column)?;
        }
        writeln!(sink, "</tr>")
    }

    /// True where some of the articles are reprints of others.
    fn has_reprints(&self) -> bool {
        (0..self.coverage.articles().len()).any(|article| self.coverage.reprint_of(article) != article)
    }

    /// How many articles mention a thread, and how many could, each counted once with its reprints.
    fn families_of(&self, thread: usize) -> (usize, usize) {
        let (mut mentioning, mut could) = (BTreeSet::new(), BTreeSet::new());
        for article in 0..self.coverage.articles().len() {
            let state = self.coverage.state(thread, article);
            if state.is_mention() {
                mentioning.insert(self.coverage.reprint_of(article));
            }
            if state.is_mention() || state.is_missing() {
                could.insert(self.coverage.reprint_of(article));
            }
        }
        (mentioning.len(), could.len())
    }

    fn cell(&self, sink: &mut dyn Write, row: usize, thread: usize, column: usize) -> io::Result<()> {
        let facts = self.coverage.threads().get(thread);
        let square = self.matrix.square(row, column);
        let (Some(facts), Some(square), Some(at)) = (facts, square, self.matrix.columns().get(column)) else {
            return write!(sink, "<td></td>");
        };
        let (state, sign) = (square.state, sign(square.state));
        let article = at.only_article().and_then(|number| Some((number, self.coverage.articles().get(number)?.id)));
        let Some((number, article)) = article else {
            let shown = match square.of {
                0 => sign.to_owned(),
                of => format!("{} of {of}", square.mentioning),
            };
            let link = if square.mentioning > 0 { format!("<a href=\"#t-{}\">{shown}</a>", facts.id) } else { shown };
            return write!(sink, "<td class=\"s-{} figure\" title=\"{}\">{link}</td>", state.name(), state.words());
        };
        let cell = self.coverage.cell(thread, number);
        let mut about = state.words().to_owned();
        for also in &cell.also {
            about = format!("{about}, also {}", also.words());
        }
        if cell.mentions.len() > 1 {
            about = format!("{about}; {} mentions", cell.mentions.len());
        }
        if !cell.why.is_empty() {
            about = format!("{about}: {}", escaped(&cell.why));
        }
        write!(sink, "<td class=\"s-{}\" title=\"{about}\">", state.name())?;
        match state {
            _ if state.is_mention() => {
                write!(sink, "<a href=\"#q-{}-{article}\" aria-label=\"{about}\">{sign}</a></td>", facts.id)
            }
            CellState::OutOfScope | CellState::Earlier => {
                write!(sink, "<span role=\"img\" aria-label=\"{about}\">{sign}</span></td>")
            }
            _ => write!(sink, "<a href=\"#a-{article}\" aria-label=\"{about}\">{sign}</a></td>"),
        }
    }
}

/// What the signs mean, in words.
fn legend(sink: &mut dyn Write) -> io::Result<()> {
    writeln!(sink, "<dl class=\"signs\">")?;
    for state in CellState::ALL {
        writeln!(
            sink,
            "<div><dt><b class=\"s-{}\">{}</b> {}</dt><dd>{}</dd></div>",
            state.name(),
            sign(state),
            state.words(),
            escaped(state.meaning())
        )?;
    }
    writeln!(sink, "</dl>")
}
