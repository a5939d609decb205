//! Reading projects and codebooks, ours and other programs'.

use super::node::{Node, records};
use super::shared::Shared;
use super::source;
use crate::exchange::archive::Archive;
use crate::exchange::gather::Source;
use crate::exchange::jsonl::{At, Extent, Reader};
use std::collections::BTreeSet;

/// Largest package that is read, in bytes.
const LARGEST: u64 = 2 << 30;

/// Largest project in a package, unpacked, in bytes.
const LARGEST_PROJECT: u64 = 1 << 30;

/// Largest text of one source, in bytes.
const LARGEST_TEXT: u64 = 256 << 20;

/// Reads a project.
pub(super) fn project(source: &Source<'_>, reader: &mut Reader<'_, '_>, go_on: &mut dyn FnMut() -> bool) {
    if let Err(why) = read_project(source, reader, go_on) {
        reader.say(At::File, Extent::File, why);
    }
}

/// Reads a codebook: its codes become labels.
pub(super) fn codebook(source: &Source<'_>, reader: &mut Reader<'_, '_>, _: &mut dyn FnMut() -> bool) {
    let words = source.bytes(LARGEST_PROJECT).and_then(|bytes| in_utf8(&bytes));
    let xml = match words {
        Ok(xml) => xml,
        Err(why) => return reader.say(At::File, Extent::File, format!("the codebook {why}")),
    };
    let mut shared = Shared::of(&xml, None);
    if let Some(first) = shared.first_record() {
        reader.record(At::File, first);
        reader.add_codebook();
    }
    if let Some(why) = &shared.problem {
        reader.say(At::File, Extent::File, format!("{why}; codes from there on were not read"));
    } else if shared.sets > 0 {
        reader.say(At::File, Extent::Part, format!("{} sets have no place here; they were left out", shared.sets));
    }
}

fn read_project(
    source: &Source<'_>,
    reader: &mut Reader<'_, '_>,
    go_on: &mut dyn FnMut() -> bool,
) -> Result<(), String> {
    let bytes = source.bytes(LARGEST)?;
    let mut archive = Archive::open(&bytes)?;
    for name in archive.outside() {
        reader.say(At::Entry(name), Extent::Part, "leads out of the package; it was left out");
    }
    let names = archive.names();
    let entry = names.iter().find(|name| name.to_lowercase().ends_with(".qde"));
    let entry = entry.ok_or("there is no project.qde in it; it is no REFI-QDA project")?.clone();
    let xml = in_utf8(&archive.bytes(&entry, LARGEST_PROJECT)?).map_err(|why| format!("{entry} {why}"))?;
    let mut shared = Shared::of(&xml, Some(&mut archive));
    if let Some(first) = shared.first_record()
        && !reader.record(At::Entry(entry.clone()), first)
    {
        return Ok(());
    }
    let mut texts = Texts { source, archive: &mut archive, names: &names };
    let (mut used, mut others) = (BTreeSet::new(), 0_usize);
    let read = records(&xml, &mut |node| {
        let is_text = node.name == "TextSource";
        if !is_text && node.name != "PDFSource" {
            others += usize::from(["PictureSource", "AudioSource", "VideoSource"].contains(&node.name.as_str()));
            return true;
        }
        if !go_on() {
            return false;
        }
        let name = node.attribute("name").to_owned();
        let named = At::Entry(if name.is_empty() { node.guid("guid") } else { name.clone() });
        let inner = if is_text { Some(&node) } else { node.all("Representation").next() };
        let Some(inner) = inner else {
            reader.say(named, Extent::Line, "a PDF without its text; it was left out");
            return true;
        };
        match texts.of(inner) {
            Ok(raw) => {
                let read = source::read(inner, &name, &raw, &shared, &mut used);
                reader.record(named.clone(), read.record);
                for what in read.said {
                    reader.say(named.clone(), Extent::Part, what);
                }
            }
            Err(why) => reader.say(named, Extent::Line, format!("{why}; the article was left out")),
        }
        true
    });
    if let Err(why) = read {
        reader.say(At::Entry(entry.clone()), Extent::File, format!("{why}; what follows was not read"));
    }
    let links = shared.unused_links(&used);
    let left_out = [
        (others, "pictures and recordings have no text here; they were left out"),
        (shared.sets, "sets have no place here; they were left out"),
        (links, "links between codes, sources or articles have no place here; they were left out"),
    ];
    for (count, what) in left_out.into_iter().filter(|(count, _)| *count > 0) {
        reader.say(At::Entry(entry.clone()), Extent::Part, format!("{count} {what}"));
    }
    Ok(())
}

/// Words of XML, which may have a byte order mark, in UTF-8 or UTF-16.
fn in_utf8(bytes: &[u8]) -> Result<String, String> {
    let words = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            let (words, _, is_wrong) = encoding_rs::UTF_16LE.decode(bytes);
            (!is_wrong).then(|| words.into_owned())
        }
        _ => std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok().map(str::to_owned),
    };
    words.ok_or_else(|| "is neither UTF-8 nor UTF-16; it was not read".to_owned())
}

/// Where the texts of sources lie.
struct Texts<'t, 'a> {
    source: &'t Source<'t>,
    archive: &'t mut Archive<'a>,
    names: &'t [String],
}

impl Texts<'_, '_> {
    /// The plain text of a source.
    fn of(&mut self, node: &Node) -> Result<String, String> {
        let path = node.attribute("plainTextPath");
        if let Some(content) = node.all("PlainTextContent").next() {
            return Ok(content.words.clone());
        }
        if path.is_empty() {
            let rich = node.attribute("richTextPath");
            let what = if rich.is_empty() { "no text at all" } else { "only a formatted text, no plain one" };
            return Err(format!("it has {what}"));
        }
        let bytes = if let Some(name) = path.strip_prefix("internal://") {
            let wanted = [format!("sources/{name}"), name.to_owned()].map(|name| name.to_lowercase());
            let entry = self.names.iter().find(|name| wanted.contains(&name.to_lowercase()));
            let entry = entry.ok_or_else(|| format!("its text {path:?} is not in the package"))?;
            self.archive.bytes(entry, LARGEST_TEXT)?
        } else {
            let name = path.strip_prefix("relative://").unwrap_or(path).trim_start_matches('/');
            let is_absolute = path.starts_with("absolute:") || path.starts_with('/') || path.contains(":\\");
            let beside = if is_absolute { None } else { self.source.beside(name, LARGEST_TEXT) };
            beside.ok_or_else(|| format!("its text {path:?} lies outside the package"))??
        };
        // The byte order mark stays: with some programs, positions count it.
        match bytes.as_slice() {
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => in_utf8(&bytes).map_err(|why| format!("its text {path:?} {why}")),
            _ => String::from_utf8(bytes).map_err(|_| format!("its text {path:?} is not UTF-8")),
        }
    }
}
