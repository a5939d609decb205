//! Writing XML piece by piece.

use crate::exchange::xml::allowed;
use std::io::{self, Write};

/// A sink of XML: elements are opened and closed by name, words are escaped here.
pub(super) struct Xml<'w> {
    sink: &'w mut dyn Write,
}

/// Words as the value of an attribute: white space other than a blank is kept by references.
fn attribute(words: &str) -> String {
    escaped(words, |c| match c {
        '\t' => Some("&#9;"),
        '\n' => Some("&#10;"),
        '"' => Some("&quot;"),
        _ => None,
    })
}

fn escaped(words: &str, more: impl Fn(char) -> Option<&'static str>) -> String {
    let mut out = String::with_capacity(words.len() + 16);
    for c in allowed(words).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            _ => match more(c) {
                Some(reference) => out.push_str(reference),
                None => out.push(c),
            },
        }
    }
    out
}

impl<'w> Xml<'w> {
    /// Begins a document with its declaration.
    pub(super) fn new(sink: &'w mut dyn Write) -> io::Result<Self> {
        sink.write_all(b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n")?;
        Ok(Self { sink })
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) -> io::Result<()> {
        write!(self.sink, "<{name}")?;
        for (key, value) in attributes {
            write!(self.sink, " {key}=\"{}\"", attribute(value))?;
        }
        self.sink.write_all(end.as_bytes())
    }

    pub(super) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.tag(name, attributes, ">\n")
    }

    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        writeln!(self.sink, "</{name}>")
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.tag(name, attributes, "/>\n")
    }

    /// An element with nothing but words; none where there are no words.
    pub(super) fn words(&mut self, name: &str, words: &str) -> io::Result<()> {
        if words.is_empty() {
            return Ok(());
        }
        writeln!(self.sink, "<{name}>{}</{name}>", escaped(words, |_| None))
    }
}
