//! Mails and newsletters (`.eml`, `.mbox`), and web pages saved as one file (`.mhtml`).

use super::content::Content;
use super::entries::Out;
use super::facts::{Facts, Field};
use super::problem::ArticleProblemKind;
use super::{html, read, wrapped};
use crate::model::MetadataField::{Accessed, Author, Language, Outlet, Published, Title, Url};
use crate::text::clean;
use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a mail.
pub(super) fn read_mail(bytes: &[u8], out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    out.whole(mail(bytes).map_err(ArticleProblemKind::Unreadable)?);
    Ok(())
}

/// Reads a box of mails.
pub(super) fn read_box(bytes: &[u8], out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    if !bytes.starts_with(b"From ") {
        return Err(ArticleProblemKind::Unreadable("no box of mails: it does not begin with \"From \"".to_owned()));
    }
    for (number, message) in (1..).zip(MessageIterator::new(bytes).flatten()) {
        if !out.goes_on() {
            break;
        }
        let entry = format!("mail {number}");
        match mail(message.contents()) {
            Ok(content) => out.article(&entry, content),
            Err(why) => out.problem(&entry, why),
        }
    }
    Ok(())
}

/// Reads a saved page.
pub(super) fn read_page(bytes: &[u8], out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    let content =
        with_message(bytes, saved_page).and_then(|content| content.ok_or_else(|| "no page is saved in it".to_owned()));
    out.whole(content.map_err(ArticleProblemKind::Unreadable)?);
    Ok(())
}

/// Parses a message; a slip of the library is a problem of the file.
fn with_message<T>(bytes: &[u8], then: impl FnOnce(&Message<'_>) -> T) -> Result<T, String> {
    let parsed = catch_unwind(AssertUnwindSafe(|| MessageParser::default().parse(bytes)));
    let message = parsed.ok().flatten().filter(|message| !message.headers().is_empty());
    message.as_ref().map(then).ok_or_else(|| "no mail, or a damaged one: it has no headers".to_owned())
}

fn mail(bytes: &[u8]) -> Result<Content, String> {
    with_message(bytes, |message| {
        let mut content = body_of(message);
        content.facts.fill(facts_of(message));
        content.foreign_id = message.message_id().unwrap_or_default().to_owned();
        content
    })
}

/// The best part: the page of a newsletter, else its plain words.
fn body_of(message: &Message<'_>) -> Content {
    let page = message.html_bodies().find_map(page_of);
    if let Some(page) = page {
        let facts = Facts::default();
        let blocks = html::fragment(&clean(page));
        if !blocks.text.is_empty() {
            return Content::of_blocks(blocks, facts);
        }
    }
    let mut words = String::new();
    for part in message.text_bodies() {
        if let PartType::Text(text) = &part.body {
            let text = if is_flowed(part) { wrapped::unflowed(&clean(text)) } else { wrapped::joined(&clean(text)) };
            words.push_str(text.trim_matches('\n'));
            words.push('\n');
        }
    }
    Content { text: words.trim_end().to_owned(), ..Content::default() }
}

fn page_of<'m>(part: &'m MessagePart<'_>) -> Option<&'m str> {
    match &part.body {
        PartType::Html(page) if !page.trim().is_empty() => Some(page),
        _ => None,
    }
}

fn is_flowed(part: &MessagePart<'_>) -> bool {
    let format = part.content_type().and_then(|kind| kind.attribute("format"));
    format.is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
}

fn facts_of(message: &Message<'_>) -> Facts {
    let mut facts = Facts::default();
    facts.set(Field::Grid(Title), message.subject().unwrap_or_default());
    facts.set(Field::Grid(Published), &day_of(message));
    let from = message.from().and_then(|from| from.first());
    let name = from.and_then(|from| from.name().or(from.address())).unwrap_or_default();
    // A list sends a newsletter, a person a letter.
    let is_list =
        !matches!(message.list_unsubscribe(), HeaderValue::Empty) || !matches!(message.list_id(), HeaderValue::Empty);
    facts.set(Field::Grid(if is_list { Outlet } else { Author }), name);
    if let HeaderValue::Text(language) = message.root_part().content_language() {
        facts.set(Field::Grid(Language), language);
    }
    facts
}

/// The day of a message where it was sent, as `2025-11-28`.
fn day_of(message: &Message<'_>) -> String {
    message.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)).unwrap_or_default()
}

/// The first page of a file that holds a page with its pictures.
fn saved_page(message: &Message<'_>) -> Option<Content> {
    let part = message.parts.iter().find(|part| page_of(part).is_some())?;
    let mut content = read::page(&clean(page_of(part)?));
    let mut facts = Facts::default();
    let location = message.header("Snapshot-Content-Location").and_then(HeaderValue::as_text);
    let address =
        part.content_location().or(location).filter(|address| address.starts_with("http")).unwrap_or_default();
    facts.set(Field::Grid(Url), address);
    facts.set(Field::Grid(Accessed), &day_of(message));
    facts.set(Field::Grid(Title), message.subject().unwrap_or_default());
    content.facts.fill(facts);
    Some(content)
}

#[cfg(test)]
#[path = "mail_tests.rs"]
mod tests;
