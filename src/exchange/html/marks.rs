//! Marks over a text: it is cut at every border, so that marks never cross, however annotations overlap.

use super::escape::escaped;
use crate::model::{Article, LabelId, Zone};
use crate::text::{ByteOffset, Text, TextSpan};
use std::io::{self, Write};

/// Most annotations that a mark names: under heaps of them a page would grow without bounds.
const MOST_NAMED: usize = 200;

/// An annotation as it lies over the text.
pub(super) struct Mark<'a> {
    /// What it is called in the page.
    pub(super) name: String,
    pub(super) label: &'a LabelId,
    /// What its label is called, for people who hear the page.
    pub(super) called: &'a str,
    /// Its sign and number: `C12`.
    pub(super) number: String,
    pub(super) fragments: &'a [TextSpan],
}

/// Writes a text in paragraphs with its marks. What lies between paragraphs stands there too, and is not shown.
pub(super) fn text(sink: &mut dyn Write, article: &Article, marks: &[Mark<'_>]) -> io::Result<()> {
    let text = article.text();
    let mut fragments: Vec<(TextSpan, usize)> = Vec::new();
    let mut cuts: Vec<ByteOffset> = Vec::new();
    for (number, mark) in marks.iter().enumerate() {
        for span in mark.fragments {
            fragments.push((*span, number));
            cuts.extend([span.start(), span.end()]);
        }
    }
    fragments.sort_unstable();
    cuts.extend(text.paragraphs().iter().flat_map(|span| [span.start(), span.end()]));
    cuts.sort_unstable();
    cuts.dedup();
    let mut layout = Layout { sink, text, zones: &article.zones, marks, active: Vec::new() };
    let mut paragraphs = text.paragraphs().iter().peekable();
    let mut fragments = fragments.into_iter().peekable();
    let mut end = None;
    for (at, next) in cuts.iter().zip(cuts.iter().skip(1)) {
        if end == Some(*at) {
            writeln!(layout.sink, "</p>")?;
            end = None;
        }
        if let Some(paragraph) = paragraphs.next_if(|paragraph| paragraph.start() == *at) {
            layout.open(*paragraph)?;
            end = Some(paragraph.end());
        }
        layout.active.retain(|(span, _)| span.end() > *at);
        while let Some((span, number)) = fragments.next_if(|(span, _)| span.start() == *at) {
            layout.active.push((span, number));
            layout.begins(span, number)?;
        }
        layout.piece(TextSpan::new(*at, *next))?;
    }
    if end.is_some() { writeln!(layout.sink, "</p>") } else { Ok(()) }
}

struct Layout<'a> {
    sink: &'a mut dyn Write,
    text: &'a Text,
    zones: &'a [Zone],
    marks: &'a [Mark<'a>],
    /// What lies over the place, outer before inner.
    active: Vec<(TextSpan, usize)>,
}

impl Layout<'_> {
    fn open(&mut self, paragraph: TextSpan) -> io::Result<()> {
        let next = self.zones.partition_point(|zone| zone.span.end() <= paragraph.start());
        match self.zones.get(next).filter(|zone| zone.span.overlaps(paragraph)) {
            Some(zone) => write!(self.sink, "<p class=\"z-{}\" dir=\"auto\">", zone.kind.name()),
            None => write!(self.sink, "<p dir=\"auto\">"),
        }
    }

    /// A number where an annotation begins; it leads to what is said about it.
    fn begins(&mut self, span: TextSpan, number: usize) -> io::Result<()> {
        let Some(mark) = self.marks.get(number).filter(|mark| mark.fragments.first() == Some(&span)) else {
            return Ok(());
        };
        let (name, called, shown) = (&mark.name, escaped(mark.called), escaped(&mark.number));
        write!(
            self.sink,
            "<a class=\"n k-{}\" id=\"m-{name}\" href=\"#{name}\" data-n=\"{shown}\" aria-label=\"{called} {shown}\"></a>",
            mark.label
        )
    }

    fn piece(&mut self, span: TextSpan) -> io::Result<()> {
        let words = escaped(self.text.slice(span));
        let over = self.active.iter().filter_map(|(_, number)| self.marks.get(*number));
        let Some(inner) = over.clone().next_back() else { return self.sink.write_all(words.as_bytes()) };
        let names: Vec<&str> = over.clone().take(MOST_NAMED).map(|mark| mark.name.as_str()).collect();
        let mut classes = format!("t-{}", inner.label);
        for (lane, mark) in ["a", "b", "c"].iter().zip(over.clone()) {
            classes += &format!(" {lane}-{}", mark.label);
        }
        write!(self.sink, "<mark data-span=\"{}\" class=\"{classes}\">{words}</mark>", names.join(" "))
    }
}
