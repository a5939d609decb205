//! On whose word: who stands behind each shared claim, and what is missing.

use super::{Report, linked};
use crate::exchange::html::article::{facts, title};
use crate::exchange::html::escape::escaped;
use crate::exchange::html::many;
use crate::exchange::{ExportError, Pace};
use crate::model::{
    Annotation, AnnotationId, Article, ArticleId, AttributeId, AttributeValue, LabelRole, LayerKey, ThreadId,
};
use crate::review::{
    Credited, SourceId, Standing, asked_for_comment, claims_without_source, outlets_not_collected,
    sources_without_claim,
};
use std::io::{self, Write};

/// Most rows of the table; the claims in the most articles come first.
const MOST_CLAIMS: usize = 400;

/// Most entries of each list.
const MOST_LISTED: usize = 100;

/// Most sources that a cell names.
const MOST_NAMED: usize = 3;

/// Words that are repeated in lists, in bytes.
const MOST_WORDS: usize = 160;

impl Report<'_> {
    /// The table of claims with what each stands on, then the lists of what is missing.
    pub(super) fn write_sources(&self, sink: &mut dyn Write, pace: &mut Pace<'_>) -> Result<(), ExportError> {
        let claims: Vec<usize> = self.threads().filter(|number| self.is_claim(*number)).collect();
        if claims.is_empty() {
            return Ok(());
        }
        writeln!(sink, "<section class=\"report\" id=\"sources\">\n<h2>On whose word</h2>")?;
        writeln!(
            sink,
            "<p>Who stands behind each shared claim, by {}. Along “relays” the last source counts. Sources that nobody \
             has linked never merge by themselves, so each number of sources means “at least”.</p>",
            self.whose()
        )?;
        writeln!(
            sink,
            "<div class=\"wide\" role=\"region\" aria-label=\"On whose word\" tabindex=\"0\">\n<table class=\"sorts\">\n<thead><tr>"
        )?;
        let heads = [
            ("words", "Shared claim"),
            ("number", "Articles"),
            ("number", "Outlets"),
            ("number", "Independent sources"),
            ("number", "Named"),
            ("number", "No source"),
            ("words", "Falls without"),
            ("words", "Remark"),
        ];
        for (sort, head) in heads {
            writeln!(sink, "<th scope=\"col\" data-sort=\"{sort}\">{head}</th>")?;
        }
        writeln!(sink, "</tr></thead>\n<tbody>")?;
        for number in claims.iter().take(MOST_CLAIMS) {
            pace.breathe()?;
            self.claim(sink, *number)?;
        }
        writeln!(sink, "</tbody>\n</table>\n</div>")?;
        if let Some(more) = claims.len().checked_sub(MOST_CLAIMS).filter(|more| *more > 0) {
            writeln!(sink, "<p>{} in fewer articles are not in this table.</p>", many(more, "more claim"))?;
        }
        self.missing(sink)?;
        Ok(writeln!(sink, "</section>")?)
    }

    /// True where a shared claim is shown.
    pub(super) fn has_claims(&self) -> bool {
        self.threads().any(|number| self.is_claim(number))
    }

    fn is_claim(&self, number: usize) -> bool {
        let label = self.coverage.threads().get(number).map(|facts| &facts.label);
        label.is_some_and(|label| self.project.codebook.role(label) == LabelRole::Claim)
    }

    fn claim(&self, sink: &mut dyn Write, number: usize) -> io::Result<()> {
        let Some(known) = self.coverage.threads().get(number) else { return Ok(()) };
        let standing = self.attribution.standing(known.id);
        let (quotes, sources) = (format!("t-{}", known.id), format!("w-{}", known.id));
        let needed: Vec<String> = standing.falls_without().map(|source| self.source(source)).collect();
        let more = needed.len().saturating_sub(MOST_NAMED);
        let mut needed = needed.into_iter().take(MOST_NAMED).collect::<Vec<_>>().join(", ");
        if more > 0 {
            needed = format!("{needed} and {more} more");
        }
        let mut remarks = Vec::new();
        if standing.is_echo() {
            remarks.push("all from one source".to_owned());
        }
        if !standing.against.is_empty() {
            remarks.push(format!("{} against it", many(standing.against.len(), "mention")));
        }
        let figure =
            |count: usize, to: &str| format!("<td class=\"figure\" data-value=\"{count}\">{}</td>", linked(count, to));
        writeln!(
            sink,
            "<tr><th scope=\"row\"><a href=\"#{quotes}\" dir=\"auto\">{}</a></th>{}{}{}{}{}<td>{needed}</td><td>{}</td></tr>",
            escaped(&known.title),
            figure(standing.articles, &quotes),
            figure(standing.outlets, &quotes),
            figure(standing.at_least(), &sources),
            figure(standing.named(), &sources),
            figure(standing.unsourced.len(), &quotes),
            remarks.join("; ")
        )
    }

    /// A source by its name, as a link where it is shared.
    fn source(&self, source: &Credited) -> String {
        let title = escaped(&source.facts.title).into_owned();
        match &source.source {
            SourceId::Thread(id) if self.home(*id).is_some() => {
                format!("<a href=\"#t-{id}\" dir=\"auto\">{title}</a>")
            }
            _ => format!("<span dir=\"auto\">{title}</span>"),
        }
    }

    /// Under a shared claim: its sources, each with the words that credit it.
    pub(super) fn write_standing(&self, sink: &mut dyn Write, thread: ThreadId) -> io::Result<()> {
        let standing = self.attribution.standing(thread);
        if standing.sources.is_empty() && standing.unsourced.is_empty() {
            return Ok(());
        }
        write!(sink, "<div class=\"said\" id=\"w-{thread}\"><p>{}</p>", count_of(&standing))?;
        for source in &standing.sources {
            let mut about = Vec::new();
            about.extend(self.kind(&source.facts.kind));
            about.extend(
                source.facts.named.map(|named| if named { "named".to_owned() } else { "not named".to_owned() }),
            );
            if !source.facts.affiliation.is_empty() {
                about.push(escaped(&source.facts.affiliation).into_owned());
            }
            if source.depth > 0 {
                about.push(format!("through {}", many(source.depth, "other")));
            }
            if !source.ultimate {
                about.push("passes on what another said".to_owned());
            }
            let about = if about.is_empty() { String::new() } else { format!(" <i>{}</i>", about.join(", ")) };
            let quotes = self.places(source.quotes.iter().map(|(key, _, words)| (key, *words)));
            write!(sink, "<p><b>{}</b>{about}: {quotes}</p>", self.source(source))?;
        }
        write!(sink, "</div>")
    }

    /// The outlet as a link to the words.
    fn place(&self, key: &LayerKey, id: AnnotationId) -> String {
        let Some(article) = self.project.article(key.article) else { return String::new() };
        let about = about(article);
        if self.is_marked(key, id) {
            format!("<a href=\"#m-{}\">{about}</a>", self.names.name(key, id))
        } else {
            format!("<a href=\"#a-{}\">{about}</a>", article.id)
        }
    }

    /// The places of words, those of an article together.
    pub(super) fn places<'q>(&self, quotes: impl Iterator<Item = (&'q LayerKey, AnnotationId)>) -> String {
        let mut of: Vec<(ArticleId, Vec<String>)> = Vec::new();
        for (key, id) in quotes.take(MOST_LISTED) {
            let known = of.iter_mut().find(|(article, _)| *article == key.article);
            match known {
                Some((_, links)) if self.is_marked(key, id) => {
                    links.push(format!("<a href=\"#m-{}\">{}</a>", self.names.name(key, id), links.len() + 1));
                }
                Some(_) => {}
                None => of.push((key.article, vec![self.place(key, id)])),
            }
        }
        of.into_iter().map(|(_, links)| links.join(" ")).collect::<Vec<_>>().join(", ")
    }

    /// The name of a type of sources.
    fn kind(&self, kind: &str) -> Option<String> {
        let id = AttributeId::parse("type")?;
        let mut sources = self.project.codebook.ordered().into_iter().filter(|label| label.role == LabelRole::Source);
        let def = sources.find_map(|label| label.attribute(&id));
        let named = def.map(|def| def.show(&AttributeValue::text(kind)));
        (!kind.is_empty()).then(|| escaped(&named.unwrap_or_else(|| kind.to_owned())).into_owned())
    }

    /// Claims without sources, sources without claims, outlets that nobody collected, and who was asked.
    fn missing(&self, sink: &mut dyn Write) -> io::Result<()> {
        let claims = claims_without_source(&self.attribution);
        let claims = claims.iter().map(|claim| (self.words(&claim.key, claim.claim), escaped(claim.why.words())));
        list(sink, "Claims without a source", claims.map(|(words, why)| format!("{words} · {why}")).collect())?;
        let sources = sources_without_claim(&self.attribution);
        list(sink, "Sources without a claim", sources.iter().map(|(key, id)| self.words(key, *id)).collect())?;
        let cited = outlets_not_collected(&self.attribution).into_iter().map(|outlet| {
            let quotes = outlet.cited_by.iter().filter_map(|(_, quote)| quote.as_ref());
            let mut places = vec![self.places(quotes.map(|(key, id)| (key, *id)))];
            let quoted = |id: &ArticleId| outlet.cited_by.iter().any(|(at, quote)| at == id && quote.is_some());
            let others = outlet.cited_by.iter().filter(|(id, _)| !quoted(id)).take(MOST_LISTED);
            places.extend(
                others
                    .filter_map(|(id, _)| self.project.article(*id))
                    .map(|article| format!("<a href=\"#a-{}\">{}</a>", article.id, about(article))),
            );
            places.retain(|place| !place.is_empty());
            format!("<b dir=\"auto\">{}</b> in {}", escaped(&outlet.name), places.join(", "))
        });
        list(sink, "Outlets that are cited and not in the collection", cited.collect())?;
        let asked = asked_for_comment(&self.attribution).into_iter().map(|asked| {
            let quotes = self.places(asked.quotes.iter().map(|(key, id)| (key, *id)));
            let result = self.comment(&asked.result);
            format!("<b dir=\"auto\">{}</b>: {result} · {quotes}", escaped(&asked.title))
        });
        list(sink, "Who was asked for comment", asked.collect())
    }

    /// What came of asking, in words.
    fn comment(&self, result: &str) -> String {
        let id = AttributeId::parse("comment");
        let mut sources = self.project.codebook.ordered().into_iter().filter(|label| label.role == LabelRole::Source);
        let def = id.and_then(|id| sources.find_map(|label| label.attribute(&id)));
        let named = def.map_or_else(|| result.to_owned(), |def| def.show(&AttributeValue::text(result)));
        escaped(&named).into_owned()
    }

    /// The words of an annotation as a link, with outlet and date.
    pub(super) fn words(&self, key: &LayerKey, id: AnnotationId) -> String {
        let (Some(article), Some(annotation)) = (self.project.article(key.article), self.project.annotation(key, id))
        else {
            return String::new();
        };
        let shown = |annotation: &Annotation| {
            let more = if annotation.covered_bytes() > MOST_WORDS { " …" } else { "" };
            format!("<q dir=\"auto\">{}{more}</q>", escaped(&annotation.first_words(article.text(), MOST_WORDS)))
        };
        format!("{} {}", shown(annotation), self.place(key, id))
    }
}

/// Outlet and date, else the title.
pub(super) fn about(article: &Article) -> String {
    let known = facts(article);
    if known.is_empty() { title(article) } else { known }
}

/// How many stand behind it, in words.
fn count_of(standing: &Standing) -> String {
    let mut words = match standing.at_least() {
        0 => "On nobody’s word".to_owned(),
        count => {
            let named = match standing.named() {
                0 => "none known to be named".to_owned(),
                named => format!("{named} named"),
            };
            format!("On the word of at least {}, {named}", many(count, "source"))
        }
    };
    if standing.is_echo() {
        words.push_str("; all from one source");
    }
    if !standing.unsourced.is_empty() {
        words = format!("{words}; {} without a source", many(standing.unsourced.len(), "article"));
    }
    words
}

/// A list under its head, as far as it is not too long.
pub(super) fn list(sink: &mut dyn Write, head: &str, entries: Vec<String>) -> io::Result<()> {
    writeln!(sink, "<h3>{head} <small>{}</small></h3>", entries.len())?;
    if entries.is_empty() {
        return writeln!(sink, "<p>None.</p>");
    }
    let more = entries.len().saturating_sub(MOST_LISTED);
    writeln!(sink, "<ol>")?;
    for entry in entries.into_iter().take(MOST_LISTED) {
        writeln!(sink, "<li>{entry}</li>")?;
    }
    writeln!(sink, "</ol>")?;
    if more > 0 { writeln!(sink, "<p>And {more} more.</p>") } else { Ok(()) }
}
