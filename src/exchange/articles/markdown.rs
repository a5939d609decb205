//! Readable text of Markdown.

use super::blocks::{Blocks, Stretch};
use crate::model::ZoneKind;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// What was read: the blocks, and the first heading of the first level.
pub(super) struct Page {
    pub(super) blocks: Blocks,
    pub(super) title: String,
}

/// Where the reader is in the nesting of blocks.
#[derive(Default)]
struct Reader {
    page: Blocks,
    stretch: Stretch,
    title: String,
    /// The next number of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    heading: Option<HeadingLevel>,
    /// How many pictures are open: their words are a caption.
    pictures: usize,
    in_code: bool,
    in_html: bool,
}

/// Headings, paragraphs and list items as lines of plain words; links as their words; the words of a picture as caption.
pub(super) fn read(source: &str) -> Page {
    let mut reader = Reader::default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    for event in Parser::new_ext(source, options) {
        reader.take(event);
    }
    reader.flush();
    Page { blocks: reader.page, title: reader.title }
}

impl Reader {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Text(words) if self.in_html => self.html(&words),
            Event::Text(words) if self.in_code => self.stretch.push_raw(&words),
            Event::Text(words) | Event::Code(words) | Event::InlineMath(words) | Event::DisplayMath(words) => {
                self.stretch.push(&words);
            }
            Event::Html(tags) => self.html(&tags),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => self.stretch.push_raw("\n"),
            Event::SoftBreak => self.stretch.push(" "),
            Event::HardBreak => self.stretch.push_raw("\n"),
            Event::Rule => {
                self.flush();
            }
            Event::InlineHtml(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(*level);
            }
            Tag::List(start) => {
                self.flush();
                self.lists.push(*start);
            }
            Tag::Item => {
                self.flush();
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let marker = format!("{number}. ");
                        *number = number.saturating_add(1);
                        marker
                    }
                    _ => "• ".to_owned(),
                };
                self.stretch.push_raw(&marker);
            }
            Tag::Image { .. } => {
                self.flush();
                self.pictures += 1;
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.in_code = true;
            }
            Tag::HtmlBlock => {
                self.flush();
                self.in_html = true;
            }
            Tag::TableCell if !self.stretch.is_blank() => self.stretch.push_raw("\t"),
            // The first paragraph of an item goes on after its mark.
            Tag::Paragraph if !self.lists.is_empty() => {}
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::Table(_) | Tag::FootnoteDefinition(_) => {
                self.flush();
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                let words = self.flush();
                if level == HeadingLevel::H1 && self.title.is_empty() {
                    self.title = words;
                }
                self.heading = None;
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Image => {
                self.flush();
                self.pictures = self.pictures.saturating_sub(1);
            }
            TagEnd::CodeBlock => {
                self.flush();
                self.in_code = false;
            }
            TagEnd::HtmlBlock => {
                self.flush();
                self.in_html = false;
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::TableHead | TagEnd::TableRow => {
                self.flush();
            }
            _ => {}
        }
    }

    /// Ends a block; its words.
    fn flush(&mut self) -> String {
        let words = self.stretch.take();
        // A list item without words is no paragraph.
        if !words.trim_matches(['•', ' ']).is_empty() {
            self.page.push(self.kind(), &words);
        }
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn kind(&self) -> Option<ZoneKind> {
        match self.heading {
            _ if self.pictures > 0 => Some(ZoneKind::Caption),
            Some(_) => Some(ZoneKind::Heading),
            None if !self.lists.is_empty() => Some(ZoneKind::List),
            None => None,
        }
    }

    /// The words between the tags of a piece of HTML.
    fn html(&mut self, html: &str) {
        let words = super::html_scan::without_tags(html);
        self.stretch.push_raw(&words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ZoneKind::{Caption, Heading, List};

    #[test]
    fn plain_words_with_zones() {
        let page = read(
            "# The *big* talk\n\nFirst line\nsame [paragraph](http://example.org).\n\n![A picture](a.png)\n\n## Why\n\n\
             - one\n- two\n  goes on\n\n3. three\n4. four\n\n> Quoted `code`.\n\n<div>Raw <b>words</b></div>\n\nEnd&amp;.\\\nLast.",
        );
        let lines: Vec<_> =
            page.blocks.text.lines().zip(&page.blocks.kinds).map(|(line, kind)| (line, *kind)).collect();
        let expected = [
            ("The big talk", Some(Heading)),
            ("First line same paragraph.", None),
            ("A picture", Some(Caption)),
            ("Why", Some(Heading)),
            ("• one", Some(List)),
            ("• two goes on", Some(List)),
            ("3. three", Some(List)),
            ("4. four", Some(List)),
            ("Quoted code.", None),
            ("Raw words", None),
            ("End&.", None),
            ("Last.", None),
        ];
        assert_eq!(lines, expected);
        assert_eq!(page.title, "The big talk");
    }

    #[test]
    fn deep_nesting_ends() {
        let source = format!("{}deep", "> ".repeat(20_000));
        assert!(read(&source).blocks.text.contains("deep"));
        assert!(read(&"[".repeat(20_000)).blocks.text.contains('['));
    }
}
