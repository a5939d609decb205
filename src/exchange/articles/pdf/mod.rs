//! PDF: words by their places on the page, put into lines, columns and paragraphs, without running headers and footers.

mod defuse;
mod furniture;
mod glyphs;
mod layout;
mod paragraphs;
#[cfg(test)]
mod tests;

use super::content::Content;
use super::docx::is_junk_title;
use super::entries::Out;
use super::facts::{Facts, Field};
use super::problem::ArticleProblemKind;
use crate::model::MetadataField::{Accessed, Author, Title, Url};
use glyphs::{Collector, Page};
use pdf_extract::{Dictionary, Document, Object};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// Most pages that are read.
const MOST_PAGES: u32 = 2000;
/// How often a slow file is asked about, and how often at most.
const TICK: Duration = Duration::from_millis(100);
const MOST_TICKS: usize = 600;
/// How often one page, or the document before its first one, is asked about: ten seconds.
const MOST_STILL: usize = 100;
/// Stack of the thread that reads, in bytes: the library calls itself for what stands in one another.
const STACK: usize = 64 << 20;

/// What the reading thread tells.
enum Told {
    /// What the document says about itself, and its number of pages.
    Begun(Facts, u32),
    Page(Page),
    /// A page that cannot be read.
    Bad(u32),
}

/// Reads a document.
pub(super) fn read(bytes: &[u8], out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    let unreadable = |why: &str| ArticleProblemKind::Unreadable(why.to_owned());
    if !bytes.get(..1024.min(bytes.len())).unwrap_or_default().windows(5).any(|w| w == b"%PDF-") {
        return Err(unreadable("no PDF: it does not begin with %PDF-"));
    }
    defuse::bounded(bytes).map_err(ArticleProblemKind::Unreadable)?;
    let stop = Arc::new(AtomicBool::new(false));
    let (tell, told) = channel();
    let (owned, stopped) = (bytes.to_vec(), Arc::clone(&stop));
    let worker = thread::Builder::new().name("pdf".to_owned()).stack_size(STACK);
    let worker = worker.spawn(move || {
        // The library ends a thread over an odd file; that is a problem of the file.
        let end = catch_unwind(AssertUnwindSafe(|| tell_pages(&owned, &tell, &stopped)));
        end.unwrap_or_else(|_| Err("damaged, or of an odd make".to_owned()))
    });
    let worker = worker.map_err(|error| ArticleProblemKind::Unreadable(error.to_string()))?;
    let heard = listen(&told, &stop, out);
    // One that was given up goes on to the end of its page by itself.
    let end = if heard.given_up { Ok(()) } else { worker.join().unwrap_or_else(|_| Err("damaged".to_owned())) };
    if let Err(why) = end {
        if heard.pages.is_empty() {
            return Err(ArticleProblemKind::Unreadable(why));
        }
        out.problem("", why);
    }
    let content = content_of(&heard);
    if content.is_empty() {
        let why = if heard.bad.is_empty() && !heard.given_up {
            "no text in it: it seems to be scanned; have its words recognized (OCR) first"
        } else {
            "no text could be read; print it to a new PDF, or save its text"
        };
        return Err(unreadable(why));
    }
    for page in &heard.bad {
        out.problem(&format!("page {page}"), "cannot be read");
    }
    if heard.given_up {
        out.problem("", format!("took too long; {} of {} pages were read", heard.pages.len(), heard.count));
    } else if heard.count > MOST_PAGES {
        out.problem("", format!("only the first {MOST_PAGES} of {} pages were read", heard.count));
    }
    out.whole(content);
    Ok(())
}

#[derive(Default)]
struct Heard {
    facts: Facts,
    count: u32,
    pages: Vec<Page>,
    bad: Vec<u32>,
    given_up: bool,
}

/// Takes pages as they come, for so long.
fn listen(told: &Receiver<Told>, stop: &AtomicBool, out: &mut Out<'_>) -> Heard {
    let mut heard = Heard::default();
    let (mut ticks, mut still) = (0, 0);
    loop {
        let news = told.recv_timeout(TICK);
        still = if news.is_ok() { 0 } else { still + 1 };
        match news {
            Ok(Told::Begun(facts, count)) => (heard.facts, heard.count) = (facts, count),
            Ok(Told::Page(page)) => heard.pages.push(page),
            Ok(Told::Bad(page)) => heard.bad.push(page),
            Err(RecvTimeoutError::Disconnected) => return heard,
            Err(RecvTimeoutError::Timeout) => {
                ticks += 1;
                if ticks > MOST_TICKS || still > MOST_STILL || !out.goes_on() {
                    stop.store(true, Ordering::Relaxed);
                    heard.given_up = true;
                    return heard;
                }
            }
        }
    }
}

/// Loads a document and tells its pages one by one.
fn tell_pages(bytes: &[u8], tell: &Sender<Told>, stop: &AtomicBool) -> Result<(), String> {
    let mut document = Document::load_mem(bytes).map_err(|error| format!("no PDF, or damaged: {error}"))?;
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err("locked with a password; save a copy without it".to_owned());
    }
    defuse::defuse(&mut document)?;
    let count = document.get_pages().len() as u32;
    let gone = |_| "nobody listens".to_owned();
    tell.send(Told::Begun(facts_of(&document), count)).map_err(gone)?;
    for number in 1..=count.min(MOST_PAGES) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let read = catch_unwind(AssertUnwindSafe(|| {
            let mut collector = Collector::new(stop);
            let end = pdf_extract::output_doc_page(&document, &mut collector, number);
            (collector.page, end.is_ok())
        }));
        let said = match read {
            Ok((page, true)) => Told::Page(page),
            Ok((page, false)) if !page.glyphs.is_empty() => Told::Page(page),
            _ => Told::Bad(number),
        };
        tell.send(said).map_err(gone)?;
    }
    Ok(())
}

/// The words of all pages.
fn content_of(heard: &Heard) -> Content {
    let mut pages: Vec<Vec<layout::Line>> = heard.pages.iter().map(layout::lines_of).collect();
    let removed = furniture::remove(&mut pages, &heard.pages);
    let (blocks, title) = paragraphs::join(&pages);
    let mut facts = heard.facts.clone();
    // The foot of a printed page says where it is from.
    let is_address = |word: &&str| word.starts_with("https://") || word.starts_with("http://");
    let address =
        removed.iter().flat_map(|line| line.split_whitespace()).find(|word| is_address(word) && !word.ends_with('…'));
    facts.set(Field::Grid(Url), address.unwrap_or_default());
    if let Some(title) = title {
        facts.metadata.title.clear();
        facts.set(Field::Grid(Title), &title);
    }
    facts.notices.push("read from a PDF: please look through its paragraphs, columns and hyphens".to_owned());
    Content::of_blocks(blocks, facts)
}

/// What the document says about itself; the day it was made says nothing of when the article was published.
fn facts_of(document: &Document) -> Facts {
    let mut facts = Facts::default();
    let info = document.trailer.get(b"Info").ok().and_then(|info| match info {
        Object::Reference(id) => document.get_dictionary(*id).ok(),
        Object::Dictionary(info) => Some(info),
        _ => None,
    });
    let Some(info) = info else { return facts };
    let title = words_of(info, b"Title");
    if !is_junk_title(&title) && title.contains(' ') {
        facts.set(Field::Grid(Title), &title);
    }
    let author = words_of(info, b"Author");
    // So some programs call everybody.
    facts.set(Field::Grid(Author), if author.starts_with('(') { "" } else { &author });
    let made = words_of(info, b"CreationDate");
    let digits = made.trim_start_matches("D:");
    facts.set(
        Field::Grid(Accessed),
        digits.get(..8).filter(|d| d.bytes().all(|b| b.is_ascii_digit())).unwrap_or_default(),
    );
    facts
}

/// A string of a dictionary: UTF-16 with its mark, UTF-8 with its, else as good as Latin.
fn words_of(info: &Dictionary, key: &[u8]) -> String {
    let Ok(bytes) = info.get(key).and_then(Object::as_str) else { return String::new() };
    if bytes.starts_with(b"\xfe\xff") || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xef\xbb\xbf") {
        return encoding_rs::UTF_8.decode(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(words) => words.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}
