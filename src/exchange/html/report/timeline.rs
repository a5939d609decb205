//! What happened when, and how each claim went from outlet to outlet: a chart, then a table with the days in between.

use super::Report;
use super::matrix::{sign, state_of};
use super::scale::Scale;
use crate::exchange::html::article::{facts, title};
use crate::exchange::html::escape::escaped;
use crate::exchange::html::many;
use crate::model::Date;
use crate::review::{Appearance, CellState, Spread, TimelineEvent};
use std::io::{self, Write};

/// Width of the chart, in its own units.
const WIDTH: f64 = 1200.0;

/// What names take at its left.
const LEFT: f64 = 330.0;

/// Where its days end.
const RIGHT: f64 = 1080.0;

/// Where stands what has no date.
const UNKNOWN: f64 = 1140.0;

/// Height of a row.
const ROW: f64 = 22.0;

/// What the names of days take above.
const TOP: f64 = 34.0;

/// Distance between names of days, at least.
const TICK: f64 = 76.0;

/// Most rows of the chart for events, and for claims.
const MOST_ROWS: usize = 40;

/// Most rows of the table.
const MOST_CLAIMS: usize = 400;

/// Most characters of a name in the chart.
const NAME: usize = 46;

impl Report<'_> {
    /// Writes the chart and the table; nothing where nothing has a date.
    pub(super) fn write_timeline(&self, sink: &mut dyn Write) -> io::Result<()> {
        if self.timeline.days().is_none() {
            return Ok(());
        }
        let claims: Vec<&Spread> = self.timeline.claims.iter().filter(|s| self.home(s.thread).is_some()).collect();
        let shared = |event: &&TimelineEvent| event.thread.is_some_and(|id| self.home(id).is_some());
        let events: Vec<&TimelineEvent> = self.timeline.events.iter().filter(shared).collect();
        let (some_events, some_claims) = (first(&events), first(&claims));
        writeln!(sink, "<section class=\"report\" id=\"timeline\">\n<h2>When</h2>")?;
        writeln!(
            sink,
            "<p>Shared events by the dates that are given for them, and shared claims by the days on which outlets first \
             had them; by {}. The signs are those above. What has no date stands at the \
             right. Spans in which nothing lies are cut short.</p>",
            self.whose()
        )?;
        writeln!(sink, "<div class=\"wide whole\" role=\"region\" aria-label=\"Timeline\" tabindex=\"0\">")?;
        self.chart(sink, some_events, some_claims)?;
        writeln!(sink, "</div>")?;
        let more = (events.len() - some_events.len(), claims.len() - some_claims.len());
        if more != (0, 0) {
            let more = [(more.0, "event"), (more.1, "claim")].into_iter().filter(|(count, _)| *count > 0);
            let more: Vec<String> = more.map(|(count, noun)| many(count, noun)).collect();
            writeln!(sink, "<p>Not in the chart: {} more.</p>", more.join(" and "))?;
        }
        self.lags(sink, &claims)?;
        writeln!(sink, "</section>")
    }

    fn chart(&self, sink: &mut dyn Write, events: &[&TimelineEvent], claims: &[&Spread]) -> io::Result<()> {
        let of_events = events.iter().filter_map(|event| event.days()).flat_map(|(first, last)| [first, last]);
        let of_claims = claims.iter().flat_map(|spread| spread.outlets.iter().filter_map(|one| one.published));
        let of_articles = self.timeline.articles.iter().filter_map(|(_, published)| *published);
        let scale = Scale::of(of_events.chain(of_claims).chain(of_articles), LEFT, RIGHT);
        let rows = events.len() + claims.len() + 1;
        let height = TOP + ROW * rows as f64 + 8.0;
        writeln!(
            sink,
            "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {height}\" aria-label=\"Timeline of shared events and claims\">"
        )?;
        axis(sink, &scale, height)?;
        let mut y = TOP + ROW / 2.0;
        name(sink, y, "Articles", None)?;
        for (id, published) in &self.timeline.articles {
            let about = self.project.article(*id).map(|article| format!("{}, {}", title(article), facts(article)));
            let x = published.and_then(|date| scale.at(date)).unwrap_or(UNKNOWN);
            let (top, bottom) = (y - 6.0, y + 6.0);
            writeln!(
                sink,
                "<a href=\"#a-{id}\"><title>{}</title><path class=\"tick\" d=\"M{x:.1} {top:.1}V{bottom:.1}\"/></a>",
                about.unwrap_or_default()
            )?;
        }
        for event in events {
            y += ROW;
            self.event(sink, &scale, y, event)?;
        }
        for spread in claims {
            y += ROW;
            self.spread(sink, &scale, y, spread)?;
        }
        writeln!(sink, "</svg>")
    }

    fn event(&self, sink: &mut dyn Write, scale: &Scale, y: f64, event: &TimelineEvent) -> io::Result<()> {
        let Some(thread) = event.thread.and_then(|id| self.home(id)) else { return Ok(()) };
        name(sink, y, &event.title, Some(&format!("t-{thread}")))?;
        let days = event.days().and_then(|(a, b)| Some((scale.at(a)?, scale.at(b)?)));
        let (from, to) = days.unwrap_or((UNKNOWN, UNKNOWN));
        let value = event.dates.first().map_or("date not known", |date| date.value.as_str());
        writeln!(
            sink,
            "<a href=\"#t-{thread}\"><title>{}: {}</title><rect class=\"event k-event\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"10\" rx=\"2\"/></a>",
            escaped(&event.title),
            escaped(value),
            from - 5.0,
            y - 5.0,
            to - from + 10.0
        )
    }

    fn spread(&self, sink: &mut dyn Write, scale: &Scale, y: f64, spread: &Spread) -> io::Result<()> {
        name(sink, y, &self.title_of(spread), Some(&format!("t-{}", spread.thread)))?;
        let places = || spread.outlets.iter().filter_map(|one| scale.at(one.published?));
        if let (Some(first), Some(last)) = (places().reduce(f64::min), places().reduce(f64::max)) {
            writeln!(sink, "<path class=\"way\" d=\"M{first:.1} {y:.1}H{last:.1}\"/>")?;
        }
        for appearance in &spread.outlets {
            let x = appearance.published.and_then(|date| scale.at(date)).unwrap_or(UNKNOWN);
            let state = state_of(appearance.mention.reported);
            let shape = match state {
                CellState::Disputed => format!(
                    "<path class=\"mark\" d=\"M{0:.1} {2:.1}L{1:.1} {3:.1}M{0:.1} {3:.1}L{1:.1} {2:.1}\"/>",
                    x - 4.5,
                    x + 4.5,
                    y - 4.5,
                    y + 4.5
                ),
                _ => format!("<circle class=\"mark\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>"),
            };
            writeln!(
                sink,
                "<a href=\"#q-{}-{}\" class=\"s-{}\"><title>{}: {} ({})</title>{shape}</a>",
                spread.thread,
                appearance.article,
                state.name(),
                escaped(outlet_of(appearance)),
                when(appearance.published),
                state.words()
            )?;
        }
        Ok(())
    }

    fn title_of(&self, spread: &Spread) -> String {
        self.project.thread(spread.thread).map(|(_, thread)| thread.title.clone()).unwrap_or_default()
    }

    /// The table: where each claim came first, and how many days later elsewhere.
    fn lags(&self, sink: &mut dyn Write, claims: &[&Spread]) -> io::Result<()> {
        if claims.is_empty() {
            return Ok(());
        }
        writeln!(
            sink,
            "<h3>Where each claim came first</h3>\n<div class=\"wide\" role=\"region\" aria-label=\"Where each claim came first\" tabindex=\"0\">"
        )?;
        writeln!(
            sink,
            "<table class=\"sorts\">\n<thead><tr><th scope=\"col\" data-sort=\"words\">Shared claim</th><th scope=\"col\" data-sort=\"words\">First on</th><th scope=\"col\" data-sort=\"words\">First in</th><th scope=\"col\" data-sort=\"number\">Outlets</th><th scope=\"col\">Days later in others</th></tr></thead>\n<tbody>"
        )?;
        for spread in claims.iter().take(MOST_CLAIMS) {
            let is_first = |one: &&Appearance| one.lag == Some(0);
            let link = |one: &Appearance| {
                let outlet = escaped(outlet_of(one));
                let sign = sign(state_of(one.mention.reported));
                format!("<a href=\"#q-{}-{}\" dir=\"auto\">{outlet}</a> {sign}", spread.thread, one.article)
            };
            let firsts: Vec<String> = spread.outlets.iter().filter(is_first).map(link).collect();
            let later = spread.outlets.iter().filter(|one| !is_first(one)).map(|one| match one.lag {
                Some(days) => format!("{} {days:+}", link(one)),
                None => format!("{} ({})", link(one), when(one.published)),
            });
            let later: Vec<String> = later.collect();
            let perhaps = if spread.is_uncertain && spread.first.is_some() {
                " <small>or earlier: not all dates are known</small>"
            } else {
                ""
            };
            writeln!(
                sink,
                "<tr><th scope=\"row\"><a href=\"#t-{}\" dir=\"auto\">{}</a></th><td class=\"figure\">{}{perhaps}</td><td>{}</td><td class=\"figure\"><a href=\"#t-{}\">{}</a></td><td>{}</td></tr>",
                spread.thread,
                escaped(&self.title_of(spread)),
                when(spread.first),
                firsts.join(", "),
                spread.thread,
                spread.outlets.len(),
                later.join(", ")
            )?;
        }
        writeln!(sink, "</tbody>\n</table>\n</div>")?;
        let more = claims.len().saturating_sub(MOST_CLAIMS);
        if more > 0 { writeln!(sink, "<p>And {}.</p>", many(more, "more claim")) } else { Ok(()) }
    }
}

fn first<T>(all: &[T]) -> &[T] {
    all.get(..MOST_ROWS.min(all.len())).unwrap_or(all)
}

fn outlet_of(appearance: &Appearance) -> &str {
    if appearance.outlet.is_empty() { "no outlet" } else { &appearance.outlet }
}

fn when(date: Option<Date>) -> String {
    date.map_or_else(|| "date not known".to_owned(), |date| date.to_string())
}

/// The days along the top, and where spans are cut short.
fn axis(sink: &mut dyn Write, scale: &Scale, height: f64) -> io::Result<()> {
    for (day, x) in scale.ticks(TICK) {
        writeln!(
            sink,
            "<path class=\"grid\" d=\"M{x:.1} 22V{height:.1}\"/><text class=\"day\" x=\"{x:.1}\" y=\"14\">{day}</text>"
        )?;
    }
    for (x, days) in &scale.cuts {
        writeln!(
            sink,
            "<g><title>{}</title><path class=\"cut\" d=\"M{x:.1} 18V{height:.1}\"/></g>",
            many(days.unsigned_abs() as usize, "day")
        )?;
    }
    writeln!(sink, "<text class=\"day\" x=\"{UNKNOWN}\" y=\"14\">date not known</text>")
}

/// The name of a row, cut where it is long.
fn name(sink: &mut dyn Write, y: f64, words: &str, to: Option<&str>) -> io::Result<()> {
    let short: String = words.chars().take(NAME).collect();
    let short = if short.len() < words.len() { format!("{}…", short.trim_end()) } else { short };
    let text = format!("<text x=\"0\" y=\"{:.1}\">{}</text>", y + 4.0, escaped(&short));
    match to {
        Some(to) => writeln!(sink, "<a href=\"#{to}\"><title>{}</title>{text}</a>", escaped(words)),
        None => writeln!(sink, "{text}"),
    }
}
