//! Proposed zones: what the paragraphs of a text are besides body.

use super::dates;
use super::list::{Bullet, bullet};
use super::phrases::{excerpted_outlet, is_boilerplate, is_byline, is_caption, is_section_name, word_count};
use super::title::without_suffix;
use crate::model::{Metadata, Zone, ZoneKind};
use crate::text::{Text, TextSpan, fold};

/// Section names are looked for in so many first paragraphs.
const FIRST: usize = 6;
/// Longest line whose words are looked at, in bytes; longer ones are body.
const LONGEST_LINE: usize = 2000;
/// Most words of a heading.
const LONGEST_HEADING: usize = 12;
/// Most paragraphs that an excerpt is taken to have.
const LONGEST_EXCERPT: usize = 4;

/// What one paragraph is; the outlet of an excerpt.
type Kind = Option<(ZoneKind, String)>;

/// Proposes zones for a text: runs of whole paragraphs of one kind, in text order, without overlap. An editor may
/// change them.
pub fn propose_zones(text: &Text, metadata: &Metadata) -> Vec<Zone> {
    zones_with(text, metadata, &[])
}

/// As [`propose_zones`], where the format of the file says what some paragraphs are.
pub(super) fn zones_with(text: &Text, metadata: &Metadata, known: &[Option<ZoneKind>]) -> Vec<Zone> {
    let lines: Vec<&str> = text.paragraphs().iter().map(|p| text.slice(*p).trim()).collect();
    let title = fold(without_suffix(&metadata.title, &metadata.outlet));
    let titles: Vec<bool> = lines.iter().map(|line| !title.is_empty() && repeats(line, &title, metadata)).collect();
    let is_repeated = titles.iter().filter(|t| **t).count() > 1;
    let mut kinds: Vec<Kind> = Vec::with_capacity(lines.len());
    for (i, (line, is_title)) in lines.iter().zip(titles).enumerate() {
        // A first sentence may have to serve as title, and is read as body all the same.
        let is_title = is_title && (is_repeated || !is_sentence(line));
        let known = known.get(i).copied().flatten();
        let kind = if is_title {
            Some(ZoneKind::Title)
        } else if line.len() > LONGEST_LINE {
            known
        } else if is_boilerplate(line) {
            Some(ZoneKind::Boilerplate)
        } else {
            known.or_else(|| by_words(line, i))
        };
        kinds.push(kind.map(|k| (k, String::new())));
    }
    lists(&lines, &mut kinds);
    excerpts(&lines, &mut kinds);
    headings(&lines, &mut kinds);
    merged(text.paragraphs(), kinds)
}

/// True for a line that is the title, with or without sections and outlet after it.
fn repeats(line: &str, title: &str, metadata: &Metadata) -> bool {
    // Folding a whole text for a short title would be waste.
    line.len() <= title.len() * 3 + 80
        && (fold(line) == *title || fold(without_suffix(line, &metadata.outlet)) == *title)
}

/// True for a line of more than ten words with a full stop that is not that of "U.S.".
fn is_sentence(line: &str) -> bool {
    let last = line.split_whitespace().next_back().and_then(|word| word.strip_suffix('.'));
    word_count(line) > 10 && last.is_some_and(|word| !word.contains('.'))
}

/// What the words of a line show it to be.
fn by_words(line: &str, number: usize) -> Option<ZoneKind> {
    if number < FIRST && is_section_name(line) {
        Some(ZoneKind::Heading)
    } else if is_caption(line) {
        Some(ZoneKind::Caption)
    } else if is_byline(line) || dates::is_date_line(line) {
        Some(ZoneKind::Byline)
    } else {
        None
    }
}

/// Lines with bullets; with dashes or numbers where two or more follow one another.
fn lists(lines: &[&str], kinds: &mut [Kind]) {
    let bullets: Vec<Option<Bullet>> = lines.iter().map(|line| bullet(line)).collect();
    let dashed = |i: Option<usize>| i.and_then(|i| bullets.get(i)).is_some_and(|b| *b == Some(Bullet::InRun));
    for (i, (bullet, kind)) in bullets.iter().zip(kinds).enumerate() {
        let in_run = dashed(i.checked_sub(1)) || dashed(i.checked_add(1));
        if kind.is_none() && (*bullet == Some(Bullet::Sure) || (*bullet == Some(Bullet::InRun) && in_run)) {
            *kind = Some((ZoneKind::List, String::new()));
        }
    }
}

/// Paragraphs with quoted words after a line that is an outlet and a colon.
fn excerpts(lines: &[&str], kinds: &mut [Kind]) {
    for (i, line) in lines.iter().enumerate() {
        let Some(outlet) = excerpted_outlet(line) else { continue };
        let quoted = |line: &&str| line.contains(['“', '"', '«', '„']);
        let length = lines.iter().skip(i + 1).take(LONGEST_EXCERPT).take_while(|l| quoted(l)).count();
        for kind in kinds.iter_mut().skip(i + 1).take(length).take_while(|kind| kind.is_none()) {
            *kind = Some((ZoneKind::Excerpt, outlet.to_owned()));
        }
    }
}

/// Short lines without closing punctuation before a paragraph of sentences.
fn headings(lines: &[&str], kinds: &mut [Kind]) {
    let closed = |line: &str| {
        line.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']'])
            .ends_with(['.', '!', '?', '…', ':', '。', '！', '？'])
    };
    let open = lines.iter().zip(&*kinds).filter(|(line, kind)| kind.is_none() && !closed(line)).count();
    // Poems, transcripts and tables have such lines throughout.
    if open * 2 > lines.len() {
        return;
    }
    let is_text = |i: usize, kinds: &[Kind]| {
        let line = lines.get(i).copied().unwrap_or_default();
        let body = kinds.get(i).is_some_and(|k| matches!(k, None | Some((ZoneKind::List, _))));
        body && (closed(line) || word_count(line) > LONGEST_HEADING)
    };
    for (i, line) in lines.iter().enumerate().skip(1) {
        let short = line.len() <= LONGEST_LINE && (1..=LONGEST_HEADING).contains(&word_count(line));
        let question = short && line.ends_with('?') && word_count(line) <= 8 && !line.contains(['“', '"', '«', '.']);
        let ends_open = !line.ends_with([',', ';', '-', '–', '—', '"', '”', '»', ')', ']', '’', '\''])
            && (!closed(line) || question);
        let starts = line
            .starts_with(|c: char| !c.is_lowercase() && (c.is_alphanumeric() || matches!(c, '¿' | '‘' | '“' | '"')));
        if short
            && ends_open
            && starts
            && is_text(i + 1, kinds)
            && let Some(kind @ None) = kinds.get_mut(i)
        {
            *kind = Some((ZoneKind::Heading, String::new()));
        }
    }
}

/// Runs of paragraphs of one kind.
fn merged(paragraphs: &[TextSpan], kinds: Vec<Kind>) -> Vec<Zone> {
    let mut zones: Vec<Zone> = Vec::new();
    let mut adjacent = false;
    for (paragraph, kind) in paragraphs.iter().zip(kinds) {
        let Some((kind, outlet)) = kind.filter(|(kind, _)| *kind != ZoneKind::Body) else {
            adjacent = false;
            continue;
        };
        match zones.last_mut().filter(|zone| adjacent && zone.kind == kind && zone.outlet == outlet) {
            Some(zone) => zone.span = zone.span.cover(*paragraph),
            None => zones.push(Zone { kind, span: *paragraph, outlet }),
        }
        adjacent = true;
    }
    zones
}

#[cfg(test)]
mod tests {
    use super::*;
    use ZoneKind::{Boilerplate, Byline, Caption, Excerpt, Heading, List, Title};

    fn zones(text: &str, title: &str) -> Vec<(ZoneKind, String)> {
        let text = Text::new(text);
        let metadata = Metadata { title: title.into(), ..Metadata::default() };
        propose_zones(&text, &metadata).iter().map(|z| (z.kind, text.slice(z.span).to_owned())).collect()
    }

    #[test]
    fn a_page_copied_whole() {
        let text = "World & Politics\n\nTalks Fail\n\nTalks fail | World\nThe leaders in May. (AP Photo/Ana Ruiz)\nBy Ana Ruiz\nNov. 28, 2025\n\n\
                    The talks failed on Monday, two officials said.\n\nExample Times:\n\n“We tried,” one said.\n\nAnother said “no”.\n\n\
                    Nobody else spoke.\n\nWhat comes next\n\nThe council meets again in May to hear both sides.\n- One item\n- Another item.\n\n\n\
                    Read more: The bridge\n\nComments (0)";
        let expected = [
            (Heading, "World & Politics"),
            (Title, "Talks Fail\n\nTalks fail | World"),
            (Caption, "The leaders in May. (AP Photo/Ana Ruiz)"),
            (Byline, "By Ana Ruiz\nNov. 28, 2025"),
            (Excerpt, "“We tried,” one said.\n\nAnother said “no”."),
            (Heading, "What comes next"),
            (List, "- One item\n- Another item."),
            (Boilerplate, "Read more: The bridge\n\nComments (0)"),
        ];
        let found = zones(text, "Talks fail");
        assert_eq!(found.iter().map(|(kind, words)| (*kind, words.as_str())).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn an_excerpt_names_its_outlet() {
        let text = Text::new("Before it.\nExample Times:\n“We tried.”\nAfter it.");
        let zones = propose_zones(&text, &Metadata::default());
        assert_eq!(zones.iter().map(|z| z.outlet.as_str()).collect::<Vec<_>>(), ["Example Times"]);
    }

    #[test]
    fn a_first_sentence_is_no_headline() {
        let sentence = "The leaders of both sides may be losing interest in the talks on the bridge.";
        assert_eq!(zones(&format!("{sentence}\nMore of it."), sentence), []);
        let headline = "Leaders of both sides lose interest in talks on the bridge in the U.S.";
        assert_eq!(zones(&format!("{headline}\nMore of it."), headline), [(Title, headline.to_owned())]);
    }

    #[test]
    fn plain_texts_have_none() {
        assert_eq!(zones("One sentence here.\nAnd another one there.", ""), []);
        assert_eq!(zones("A line\nof a poem\nthat goes on\nwithout an end", ""), []);
        assert_eq!(zones("– Speech opens so in French.\nHe went on for long.", ""), []);
        assert_eq!(zones("", ""), []);
    }
}
