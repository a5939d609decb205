//! Lines of a standoff file: what each says, and words that fit into one.

use std::collections::BTreeMap;

/// An annotation: `T1⇥Label 0 5;7 9⇥words`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entity {
    pub(super) line: u64,
    pub(super) id: String,
    pub(super) label: String,
    pub(super) spans: Vec<(usize, usize)>,
    /// The words as the file has them; empty where it has none.
    pub(super) words: String,
}

/// An arrow: `R1⇥type Arg1:T1 Arg2:T2`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Arrow {
    pub(super) line: u64,
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) ends: (String, String),
}

/// Something about an annotation or arrow: an attribute with its value, a reference with its title, a note with its
/// type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct About {
    pub(super) line: u64,
    /// What it is about: the id of another line.
    pub(super) of: String,
    pub(super) name: String,
    pub(super) value: String,
}

/// All that a standoff file says.
#[derive(Debug, Default)]
pub(super) struct Standoff {
    pub(super) entities: Vec<Entity>,
    pub(super) arrows: Vec<Arrow>,
    pub(super) attributes: Vec<About>,
    pub(super) references: Vec<About>,
    pub(super) notes: Vec<About>,
    /// Events by id, with the annotation that is their trigger.
    pub(super) events: BTreeMap<String, String>,
    /// Lines of events and of what is equivalent: how many, and the first.
    pub(super) passed_over: BTreeMap<&'static str, (usize, u64)>,
    /// Lines that are none of brat's, with why.
    pub(super) wrong: Vec<(u64, String)>,
}

/// Reads all lines. brat ends lines at `\n`; a `\r` before it goes.
pub(super) fn standoff(content: &str) -> Standoff {
    let mut found = Standoff::default();
    for (number, line) in (1..).zip(content.split('\n')) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if !line.trim().is_empty() && found.take(number, line).is_none() {
            let shown: String = line.chars().take(60).collect();
            found.wrong.push((number, format!("{shown:?} is no line of brat's; it was left out")));
        }
    }
    found
}

impl Standoff {
    fn take(&mut self, line: u64, words: &str) -> Option<()> {
        let (id, rest) = words.split_once('\t')?;
        let (head, tail) = rest.split_once('\t').unwrap_or((rest, ""));
        let id = id.to_owned();
        match id.chars().next()? {
            'T' => {
                let (label, spans) = head.split_once(' ')?;
                let spans = spans.split(';').map(span).collect::<Option<Vec<_>>>()?;
                self.entities.push(Entity { line, id, label: label.to_owned(), spans, words: tail.to_owned() });
            }
            'R' => {
                let mut parts = head.split_whitespace();
                let kind = parts.next()?.to_owned();
                let mut end = || Some(parts.next()?.split_once(':')?.1.to_owned());
                self.arrows.push(Arrow { line, id, kind, ends: (end()?, end()?) });
            }
            'A' | 'M' => {
                let mut parts = head.splitn(3, ' ');
                let (name, of) = (parts.next()?.to_owned(), parts.next()?.to_owned());
                self.attributes.push(About { line, of, name, value: parts.next().unwrap_or_default().to_owned() });
            }
            'N' => {
                let mut parts = head.split_whitespace().skip(1);
                let (of, name) = (parts.next()?.to_owned(), parts.next()?.to_owned());
                self.references.push(About { line, of, name, value: tail.to_owned() });
            }
            '#' => {
                let (name, of) = head.split_once(' ')?;
                self.notes.push(About { line, of: of.to_owned(), name: name.to_owned(), value: tail.to_owned() });
            }
            'E' => {
                let (_, trigger) = head.split_whitespace().next()?.split_once(':')?;
                self.events.insert(id, trigger.to_owned());
                self.pass_over("event (E line)", line);
            }
            '*' => self.pass_over("equivalence (* line)", line),
            _ => return None,
        }
        Some(())
    }

    fn pass_over(&mut self, what: &'static str, line: u64) {
        self.passed_over.entry(what).or_insert((0, line)).0 += 1;
    }

    /// What a line is about: of an event, the annotation that is its trigger.
    pub(super) fn meant<'s>(&'s self, of: &'s str) -> &'s str {
        self.events.get(of).map_or(of, String::as_str)
    }
}

fn span(written: &str) -> Option<(usize, usize)> {
    let (start, end) = written.trim().split_once(' ')?;
    Some((start.parse().ok()?, end.trim().parse().ok()?))
}

/// True for a character at which some reader of standoff ends a line or a column (Python's `splitlines`, tabs).
fn breaks(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Words as one line: runs of white space and of what would break it are one space.
pub(super) fn one_line(words: &str) -> String {
    words.split(|c: char| c.is_whitespace() || breaks(c)).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// JSON as one line for every reader: what it leaves raw and some of them break at is escaped.
pub(super) fn one_line_json(json: &serde_json::Value) -> String {
    let written = json.to_string();
    if !written.chars().any(breaks) {
        return written;
    }
    // Characters that break lines stand in JSON's strings only, where an escape means the same.
    let escape = |c: char| if breaks(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() };
    written.chars().map(escape).collect()
}

/// True for a value that brat's attributes hold: one word.
pub(super) fn is_word(value: &str) -> bool {
    !value.is_empty() && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_is_read() {
        let found = standoff(concat!(
            "T1\tClaim 0 5;7 9\tsome words\r\nT2\tSource 10 12\r\n\nR1\tby Arg1:T1 Arg2:T2\t\nA1\tmode T1 in direct\nM1\tNegation E1\n",
            "N1\tReference T1 Wiki:12\tA title\n#1\tAnnotatorNotes T1\ta\tb\nE1\tAttack:T2 Theme:T1\n*\tEquiv T1 T2\n",
            "T3\tClaim x 5\tw\nT4\tClaim\tw\nR2\tby Arg1:T1\nX1\tfoo\nno tab\nT5\tClaim 5 99999999999999999999999\tw",
        ));
        assert_eq!(found.entities.len(), 2);
        assert_eq!(found.entities[0].spans, [(0, 5), (7, 9)]);
        assert_eq!((found.entities[0].words.as_str(), found.entities[1].words.as_str()), ("some words", ""));
        assert_eq!(found.arrows[0].ends, ("T1".into(), "T2".into()));
        assert_eq!((found.attributes[0].value.as_str(), found.attributes[1].value.as_str()), ("in direct", ""));
        assert_eq!((found.references[0].name.as_str(), found.references[0].value.as_str()), ("Wiki:12", "A title"));
        assert_eq!(found.notes[0].value, "a\tb");
        assert_eq!((found.meant("E1"), found.meant("T9")), ("T2", "T9"));
        assert_eq!(found.wrong.iter().map(|w| w.0).collect::<Vec<_>>(), [11, 12, 13, 14, 15, 16]);
    }

    #[test]
    fn nothing_breaks_a_line() {
        let hostile = "a\nb\u{85}c\u{2028}d\te\u{1c}f \"g\"";
        assert_eq!(one_line(hostile), "a b c d e f \"g\"");
        let json = one_line_json(&serde_json::json!({ "note": hostile }));
        assert!(!json.chars().any(breaks), "{json}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["note"], hostile);
        assert!(is_word("no_1-x") && !is_word("a b") && !is_word("") && !is_word("a|b"));
    }
}
