//! XMI. The text stands in an attribute, where readers turn line ends and tabs into spaces unless they are character
//! references.

use super::build::{Cas, FIRST, Feature, Structure};
use super::types::{Types, VIEW};
use std::io::Write;

/// Writes a CAS; its types stand in a file of their own.
pub(super) fn render(_: &Types, cas: &Cas<'_>, out: &mut Vec<u8>) {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" \
         xmlns:cas=\"http:///uima/cas.ecore\" xmlns:c=\"http:///custom.ecore\" \
         xmlns:m=\"http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore\" \
         xmlns:s=\"http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore\" xmi:version=\"2.0\">\n\
         <cas:NULL xmi:id=\"0\"/>\n";
    push(out, head);
    for (number, structure) in cas.structures.iter().enumerate() {
        one(out, number + FIRST, structure);
    }
    push(out, "<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"");
    push(out, VIEW);
    push(out, "\" mimeType=\"text/plain\" sofaString=\"");
    words(out, cas.text);
    push(out, "\"/>\n<cas:View sofa=\"1\" members=\"");
    for id in FIRST..FIRST + cas.structures.len() {
        if id > FIRST {
            push(out, " ");
        }
        number(out, id);
    }
    push(out, "\"/>\n</xmi:XMI>\n");
}

fn push(out: &mut Vec<u8>, words: &str) {
    out.extend_from_slice(words.as_bytes());
}

fn number(out: &mut Vec<u8>, number: usize) {
    // A vector takes all bytes.
    drop(write!(out, "{number}"));
}

/// Words in an attribute. What XML cannot carry becomes U+FFFD, as long in UTF-16, so that positions stay.
fn words(out: &mut Vec<u8>, words: &str) {
    let mut rest = words;
    let is_special = |c: char| matches!(c, '&' | '<' | '>' | '"' | '\u{fffe}' | '\u{ffff}') || (c < ' ');
    while let Some(at) = rest.find(is_special) {
        let (plain, others) = rest.split_at(at);
        push(out, plain);
        let mut chars = others.chars();
        match chars.next() {
            Some('&') => push(out, "&amp;"),
            Some('<') => push(out, "&lt;"),
            Some('>') => push(out, "&gt;"),
            Some('"') => push(out, "&quot;"),
            Some(c @ ('\n' | '\r' | '\t')) => {
                push(out, "&#");
                number(out, c as usize);
                push(out, ";");
            }
            _ => push(out, "\u{fffd}"),
        }
        rest = chars.as_str();
    }
    push(out, rest);
}

fn one(out: &mut Vec<u8>, id: usize, structure: &Structure) {
    push(out, "<");
    push(out, structure.kind.element());
    push(out, " xmi:id=\"");
    number(out, id);
    push(out, "\" sofa=\"1\"");
    if let Some((begin, end)) = structure.place {
        push(out, " begin=\"");
        number(out, begin);
        push(out, "\" end=\"");
        number(out, end);
        push(out, "\"");
    }
    for (name, feature) in &structure.features {
        push(out, " ");
        push(out, name);
        push(out, "=\"");
        match feature {
            Feature::Words(value) => words(out, value),
            Feature::Number(n) | Feature::Ref(n) => number(out, *n),
            Feature::Flag(flag) => push(out, if *flag { "true" } else { "false" }),
        }
        push(out, "\"");
    }
    push(out, "/>\n");
}
