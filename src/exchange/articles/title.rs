//! The headline, where only the text can tell.

use super::phrases::{is_boilerplate, is_byline, is_caption, is_section_name, word_count};
use super::{dates, list};
use crate::text::{Text, fold, sentences};

/// Most words of a headline.
const LONGEST: usize = 20;
/// Longest line that is looked at, in bytes.
const LONGEST_LINE: usize = 2000;
/// How many lines may come before the headline: section names, dates and the like.
const LINES_BEFORE: usize = 5;

/// The first line that can be a headline: not a section name, date, byline, caption or invitation, and of at most 20
/// words. `None` where the first such line is body.
pub(super) fn guess(text: &Text, outlet: &str) -> Option<String> {
    let short = |line: &str| line.len() <= LONGEST_LINE;
    let lines = text.paragraphs().iter().map(|p| (*p, text.slice(*p).trim()));
    let passed = |line: &str| {
        is_section_name(line)
            || is_boilerplate(line)
            || is_byline(line)
            || is_caption(line)
            || dates::is_date_line(line)
    };
    let (span, line) = lines.take(LINES_BEFORE + 1).find(|(_, line)| !short(line) || !passed(line))?;
    let is_body = !short(line)
        || word_count(line) > LONGEST
        || list::bullet(line).is_some()
        || line.ends_with([':', ';', ','])
        || (word_count(line) > LONGEST / 2 && line.ends_with('.') && sentences(text.as_str(), span).len() > 1);
    let title = without_suffix(line, outlet);
    (!is_body && !title.is_empty()).then(|| title.to_owned())
}

/// A headline without what follows it in the titles of pages: section names and the outlet after ` | `, ` - `, ` – `.
pub(super) fn without_suffix<'a>(line: &'a str, outlet: &str) -> &'a str {
    let mut kept = line.trim();
    let is_outlet = |part: &str| !outlet.is_empty() && fold(part) == fold(outlet);
    loop {
        let cut = [" | ", " - ", " – ", " — ", " :: ", " « "].iter().filter_map(|s| Some((kept.rfind(s)?, *s))).max();
        let Some((at, separator)) = cut else { return kept };
        let (Some(head), Some(part)) = (kept.get(..at), kept.get(at + separator.len()..)) else { return kept };
        // After a bar, a short part is the outlet, whoever it is.
        let named = separator == " | " && word_count(part) <= 4 && word_count(head) > word_count(part).max(2);
        if head.trim().is_empty() || !(is_section_name(part) || is_outlet(part) || named) {
            return kept;
        }
        kept = head.trim();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(text: &str) -> Option<String> {
        guess(&Text::new(text), "")
    }

    #[test]
    fn first_lines() {
        assert_eq!(title("\n\nTalks fail\n\nThe talks failed.").as_deref(), Some("Talks fail"));
        assert_eq!(title("News & Politics\n\nTalks fail again\nBody.").as_deref(), Some("Talks fail again"));
        assert_eq!(
            title("28 November 2025\nBy Ana Ruiz\nTalks fail | US | News\nBody.").as_deref(),
            Some("Talks fail")
        );
        assert_eq!(title(&format!("{}\nBody.", "word ".repeat(20))).map(|t| t.len()), Some(99));
        assert_eq!(title(&format!("{}\nTalks fail", "word ".repeat(21))), None);
        assert_eq!(title("The talks failed on Monday in the capital. Nobody knows why they did.\nMore."), None);
        assert_eq!(title("- a bullet\nMore."), None);
        assert_eq!(title("Politics"), None);
        assert_eq!(title(""), None);
    }

    #[test]
    fn suffixes() {
        for (line, outlet, expected) in [
            ("Leaders talk | US | News", "", "Leaders talk"),
            ("Leaders talk again - The Example", "The Example", "Leaders talk again"),
            ("Leaders talk - by phone", "", "Leaders talk - by phone"),
            ("Leaders talk for hours | Example Times", "", "Leaders talk for hours"),
            ("Win | Lose", "", "Win | Lose"),
            ("News | News", "", "News"),
        ] {
            assert_eq!(without_suffix(line, outlet), expected);
        }
        assert_eq!(word_count("总统说会谈将继续"), 4);
    }
}
