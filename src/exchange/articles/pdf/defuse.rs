//! What a hostile PDF could do to the library, and is kept from doing.

use flate2::bufread::ZlibDecoder;
use pdf_extract::{Dictionary, Document, Object, ObjectId};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// Most that one stream, and all of them, may unpack to, in bytes.
const MOST_EACH: u64 = 200 << 20;
const MOST_ALL: u64 = 500 << 20;
/// Drawings in drawings that are followed.
const DEEPEST: usize = 4;
/// Folders in the tree of pages.
const DEEPEST_TREE: usize = 60;

/// Refuses a document whose streams unpack to more than any article has: the library unpacks without a limit.
///
/// # Errors
/// Says so.
pub(super) fn bounded(bytes: &[u8]) -> Result<(), String> {
    let mut all = 0;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let rest = bytes.get(at + 6..).unwrap_or_default();
        let rest = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        // The first byte of deflated streams; "endstream" is none.
        if rest.first().is_none_or(|byte| byte & 0x0f != 8) {
            continue;
        }
        let mut unpacked = ZlibDecoder::new(rest).take(MOST_EACH);
        all += std::io::copy(&mut unpacked, &mut std::io::sink()).unwrap_or(0);
        if unpacked.limit() == 0 || all > MOST_ALL {
            return Err(format!("its streams unpack to more than {} MB; it was not read", MOST_EACH / 1_000_000));
        }
    }
    Ok(())
}

/// Takes out pictures, and drawings that draw themselves, and refuses a tree of pages that leads back.
///
/// # Errors
/// Where the tree of pages has no end.
pub(super) fn defuse(document: &mut Document) -> Result<(), String> {
    for page in document.get_pages().values() {
        let mut parent = document.get_dictionary(*page).ok();
        let mut depth = 0;
        while let Some(above) = parent.and_then(|p| p.get(b"Parent").ok()).and_then(|p| p.as_reference().ok()) {
            depth += 1;
            if depth > DEEPEST_TREE {
                return Err("its pages hang in one another without an end".to_owned());
            }
            parent = document.get_dictionary(above).ok();
        }
    }
    let inner = drawings(document);
    let shallow = shallow(&inner);
    let bad: Vec<ObjectId> = document
        .objects
        .iter()
        .filter_map(|(id, object)| Some((*id, object.as_stream().ok()?)))
        .filter(|(id, stream)| match subtype(&stream.dict) {
            b"Image" => true,
            b"Form" => {
                let borrows = !stream.dict.has(b"Resources") && draws(stream);
                borrows || (inner.contains_key(id) && !shallow.contains(id))
            }
            _ => false,
        })
        .map(|(id, _)| id)
        .collect();
    for id in bad {
        if let Some(Object::Stream(stream)) = document.objects.get_mut(&id) {
            stream.dict.remove(b"Filter");
            stream.set_content(Vec::new());
        }
    }
    Ok(())
}

fn subtype(dictionary: &Dictionary) -> &[u8] {
    dictionary.get(b"Subtype").and_then(Object::as_name).unwrap_or_default()
}

/// True for a drawing that may draw others.
fn draws(stream: &pdf_extract::Stream) -> bool {
    let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    memchr::memmem::find(&content, b"Do").is_some()
}

/// The drawings that each drawing names.
fn drawings(document: &Document) -> BTreeMap<ObjectId, Vec<ObjectId>> {
    let dictionary = |object: &Object| -> Option<Dictionary> {
        match object {
            Object::Reference(id) => document.get_dictionary(*id).ok().cloned(),
            other => other.as_dict().ok().cloned(),
        }
    };
    let named = |stream: &pdf_extract::Stream| -> Option<Vec<ObjectId>> {
        let resources = dictionary(stream.dict.get(b"Resources").ok()?)?;
        let objects = dictionary(resources.get(b"XObject").ok()?)?;
        Some(objects.iter().filter_map(|(_, object)| object.as_reference().ok()).collect())
    };
    let streams = document.objects.iter().filter_map(|(id, object)| Some((*id, object.as_stream().ok()?)));
    streams.filter_map(|(id, stream)| Some((id, named(stream)?))).collect()
}

/// Drawings whose inner ones stand no deeper than that, and that do not draw themselves.
fn shallow(inner: &BTreeMap<ObjectId, Vec<ObjectId>>) -> BTreeSet<ObjectId> {
    let mut shallow = BTreeSet::new();
    for _ in 0..=DEEPEST {
        let is_known = |id: &ObjectId| shallow.contains(id) || !inner.contains_key(id);
        let more: Vec<ObjectId> =
            inner.iter().filter(|(_, others)| others.iter().all(is_known)).map(|(id, _)| *id).collect();
        shallow.extend(more);
    }
    shallow
}
