//! One article of a page: what is known about it, its text with marks, and what is said in them.

use super::escape::{escaped, lang, link};
use super::marks::{Mark, text};
use super::person;
use super::report::{Names, Report};
use crate::exchange::export::{Coded, Selection};
use crate::model::{
    Annotation, AnnotationId, Article, AttributeDef, AttributeId, AttributeValue, Attributes, How, LinkStance,
    MetadataField, Relation, Thread, ThreadId,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Words of an annotation that are repeated beside the text, in bytes.
const MOST_WORDS: usize = 400;

/// What is shared by all articles of a page.
pub(super) struct Shown<'a> {
    selection: &'a Selection<'a>,
    threads: BTreeMap<ThreadId, &'a Thread>,
    report: Option<&'a Report<'a>>,
    names: &'a Names,
}

/// Where and what an annotation is called in the page: its name, and its sign with number.
type Called = BTreeMap<AnnotationId, (String, String)>;

/// Arrows by where they start.
type Arrows<'a> = BTreeMap<AnnotationId, Vec<&'a Relation>>;

impl<'a> Shown<'a> {
    pub(super) fn new(selection: &'a Selection<'a>, names: &'a Names, report: Option<&'a Report<'a>>) -> Self {
        let threads = selection.threads().map(|(_, thread)| (thread.id, thread.as_ref())).collect();
        Self { selection, threads, report, names }
    }

    /// Writes an article.
    pub(super) fn article(&self, sink: &mut dyn Write, article: &Article) -> io::Result<()> {
        let layers = self.selection.coded(article);
        let (mut marks, mut called) = (Vec::new(), Vec::new());
        for coded in &layers {
            called.push(self.marks(coded, &mut marks));
        }
        let lang = lang(&article.metadata.language);
        writeln!(sink, "<article id=\"a-{}\"{lang}>\n<h2 dir=\"auto\">{}</h2>", article.id, title(article))?;
        self.about(sink, article)?;
        writeln!(sink, "<div class=\"both\">\n<div class=\"text\">")?;
        text(sink, article, &marks)?;
        writeln!(sink, "</div>\n<div class=\"list\">")?;
        for (coded, called) in layers.iter().zip(&called).filter(|(coded, _)| !coded.annotations.is_empty()) {
            writeln!(sink, "<h3>{}’s coding</h3>\n<ol>", escaped(&person(&coded.annotator)))?;
            let mut arrows = Arrows::new();
            for relation in &coded.relations {
                arrows.entry(relation.from).or_default().push(relation);
            }
            for annotation in &coded.annotations {
                self.item(sink, article, annotation, called, &arrows)?;
            }
            writeln!(sink, "</ol>")?;
        }
        writeln!(sink, "</div>\n</div>\n</article>")
    }

    /// Adds the marks of one annotator's coding, and gives what they are called.
    fn marks<'m>(&self, coded: &Coded<'m>, marks: &mut Vec<Mark<'m>>) -> Called
    where
        'a: 'm,
    {
        let codebook = &self.selection.project().codebook;
        let mut called = Called::new();
        for annotation in &coded.annotations {
            let label = codebook.label(&annotation.label).map_or(annotation.label.as_str(), |label| &label.name);
            let number = format!("{}{}", sign(label), marks.len() + 1);
            let id = annotation.id;
            let name = self.names.name(coded.key, id).into_owned();
            called.insert(id, (name.clone(), number.clone()));
            let fragments = annotation.fragments();
            marks.push(Mark { name, label: &annotation.label, called: label, number, fragments });
        }
        called
    }

    /// What is known about an article.
    fn about(&self, sink: &mut dyn Write, article: &Article) -> io::Result<()> {
        let mut facts: Vec<(String, String)> = Vec::new();
        for field in MetadataField::ALL.into_iter().filter(|field| *field != MetadataField::Title) {
            let value = article.metadata.get(field);
            if !value.is_empty() {
                facts.push((field.name().to_owned(), link(&value)));
            }
        }
        let project = self.selection.project();
        for (id, value) in &article.attributes {
            let def = project.codebook.article_attributes.get(id).map(|entry| &entry.1);
            facts.push(shown(id, value, def));
        }
        let stories: Vec<_> = article.stories.iter().filter_map(|id| project.stories.get(id)).collect();
        if !stories.is_empty() {
            let titles: Vec<_> = stories.iter().map(|story| escaped(&story.title)).collect();
            facts.push(("Stories".to_owned(), titles.join(", ")));
        }
        facts.retain(|(_, value)| !value.is_empty());
        if facts.is_empty() {
            return Ok(());
        }
        writeln!(sink, "<dl class=\"facts\">")?;
        for (name, value) in facts {
            writeln!(sink, "<div><dt>{}</dt><dd dir=\"auto\">{value}</dd></div>", escaped(&name))?;
        }
        writeln!(sink, "</dl>")
    }

    /// What an annotation says.
    fn item(
        &self,
        sink: &mut dyn Write,
        article: &Article,
        annotation: &Annotation,
        called: &Called,
        arrows: &Arrows<'_>,
    ) -> io::Result<()> {
        let Some((name, number)) = called.get(&annotation.id) else { return Ok(()) };
        let label = self.selection.project().codebook.label(&annotation.label);
        let label_name = label.map_or(annotation.label.as_str(), |label| &label.name);
        let words = annotation.first_words(article.text(), MOST_WORDS);
        let more = if annotation.covered_bytes() > MOST_WORDS { " …" } else { "" };
        write!(
            sink,
            "<li id=\"{name}\"><a class=\"chip k-{}\" href=\"#m-{name}\">{}</a> <i>{}</i> <span dir=\"auto\">{}{more}</span>",
            annotation.label,
            escaped(number),
            escaped(label_name),
            escaped(&words)
        )?;
        let defs = label.map(|label| label.attributes.as_slice()).unwrap_or_default();
        let mut facts = attributes(&annotation.attributes, &annotation.computed, defs);
        if annotation.unsure {
            facts.push("unsure".to_owned());
        }
        facts.extend(made(self.selection, annotation));
        if !facts.is_empty() {
            write!(sink, "<p>{}</p>", facts.join(" · "))?;
        }
        for (id, stance) in &annotation.threads {
            let title = self.threads.get(id).map_or(id.as_str(), |thread| &thread.title);
            let against = if *stance == LinkStance::Against { " (against)" } else { "" };
            let title = escaped(title);
            if self.report.is_some_and(|report| report.home(*id).is_some()) {
                write!(sink, "<p>= <a href=\"#t-{id}\" dir=\"auto\">{title}</a>{against}</p>")?;
            } else {
                write!(sink, "<p>= <b dir=\"auto\">{title}</b>{against}</p>")?;
            }
        }
        for relation in arrows.get(&annotation.id).into_iter().flatten() {
            let Some((to, to_number)) = called.get(&relation.to) else { continue };
            let kind = self.selection.project().codebook.relation_types.get(&relation.kind);
            let kind = kind.map_or(relation.kind.as_str(), |kind| &kind.name);
            write!(sink, "<p>{} → <a href=\"#{to}\">{}</a></p>", escaped(kind), escaped(to_number))?;
        }
        if !annotation.note.is_empty() {
            write!(sink, "<p class=\"note\" dir=\"auto\">{}</p>", escaped(&annotation.note))?;
        }
        writeln!(sink, "</li>")
    }
}

/// An article's title, or what stands for one.
pub(super) fn title(article: &Article) -> String {
    match article.metadata.title.trim() {
        "" => format!("Article {}", article.id),
        title => escaped(title).into_owned(),
    }
}

/// Outlet and date.
pub(super) fn facts(article: &Article) -> String {
    let fields = [MetadataField::Outlet, MetadataField::Published];
    let facts: Vec<String> =
        fields.iter().map(|field| article.metadata.get(*field)).filter(|v| !v.is_empty()).collect();
    escaped(&facts.join(", ")).into_owned()
}

/// The sign of a label: the first letter of its name.
pub(super) fn sign(name: &str) -> String {
    let letter = name.chars().find(|c| c.is_alphanumeric());
    letter.map(|c| c.to_uppercase().to_string()).unwrap_or_default()
}

/// Attributes with their values; those that the program worked out say so.
pub(super) fn attributes(values: &Attributes, computed: &BTreeSet<AttributeId>, defs: &[AttributeDef]) -> Vec<String> {
    let one = |(id, value): (&AttributeId, &AttributeValue)| {
        let (name, value) = shown(id, value, defs.iter().find(|def| def.id == *id));
        let worked_out = if computed.contains(id) { " (worked out)" } else { "" };
        format!("{}: <b dir=\"auto\">{value}</b>{worked_out}", escaped(&name))
    };
    values.iter().map(one).collect()
}

fn shown(id: &AttributeId, value: &AttributeValue, def: Option<&AttributeDef>) -> (String, String) {
    let plain = AttributeDef {
        id: id.clone(),
        name: id.to_string(),
        definition: String::new(),
        kind: crate::model::AttributeKind::Text,
        archived: false,
    };
    let def = def.unwrap_or(&plain);
    (def.name.clone(), escaped(&def.show(value)).into_owned())
}

/// How an annotation was made, where not by hand.
fn made(selection: &Selection<'_>, annotation: &Annotation) -> Option<String> {
    let how = match annotation.provenance.how {
        How::Hand => return None,
        How::Accepted => "accepted as suggested",
        How::Edited => "suggested, accepted and edited",
        How::Inherited => "inherited from a reprint",
        How::Imported => "imported",
    };
    let by = selection.name(&annotation.provenance.by);
    Some(if by.is_empty() { how.to_owned() } else { format!("{how}, by {}", escaped(by)) })
}
