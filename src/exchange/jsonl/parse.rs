//! Lines read ahead and parsed on all cores, in bounded memory.

use super::annotation::ReadAnnotation;
use super::fields::Fields;
use super::lines::{LONGEST_LINE, Line, next_line};
use super::node::Node;
use super::place::Positions;
use crate::exchange::ahead::in_turn;
use std::io::{self, BufRead};

/// Most lines that one thread parses before they are taken.
const MOST_LINES: usize = 64;

/// Bytes of lines after which they go to a thread.
const ENOUGH_BYTES: u64 = 1 << 20;

/// What a line is.
pub(super) enum Parsed {
    /// White space.
    Blank,
    /// Longer than [`LONGEST_LINE`].
    TooLong,
    /// No JSON: the column where that shows, from 1, and what is wrong.
    NoJson { column: Option<u64>, what: String },
    /// A value of another kind than an object: which.
    NoObject(&'static str),
    /// A record; of an article with a text some is read already.
    Record(Fields, Option<Ahead>),
}

/// What of an article is read without regard to the project.
pub(super) struct Ahead {
    /// Its text, cleaned.
    pub(super) positions: Positions,
    /// Its annotations, where all of them are objects; the record has them no more.
    pub(super) annotations: Vec<ReadAnnotation>,
}

/// Why reading ended before the end of the file.
pub(super) enum Stop {
    /// Whoever took the lines wants no more.
    Asked,
    /// The file cannot be read any further.
    Failed(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// Reads lines to the end of a file and hands each over with its size in bytes, in order.
pub(super) fn parse_lines(
    input: &mut dyn BufRead,
    mut take: impl FnMut((u64, Parsed)) -> Result<(), Stop>,
) -> Result<(), Stop> {
    let mut failure = None;
    let batches = std::iter::from_fn(|| if failure.is_some() { None } else { next_batch(input, &mut failure) });
    let parse_all = |lines: Vec<Line>| lines.iter().map(|line| (size(line), parse(line))).collect::<Vec<_>>();
    in_turn(batches, parse_all, |parsed| parsed.into_iter().try_for_each(&mut take))?;
    failure.map_or(Ok(()), |error| Err(Stop::Failed(error)))
}

/// The next lines; nothing at the end of the file. What ends the reading early is left in `failure`.
fn next_batch(input: &mut dyn BufRead, failure: &mut Option<io::Error>) -> Option<Vec<Line>> {
    let (mut lines, mut bytes) = (Vec::new(), 0);
    while lines.len() < MOST_LINES && bytes < ENOUGH_BYTES {
        match next_line(input, LONGEST_LINE) {
            Ok(Some(line)) => {
                bytes += size(&line);
                lines.push(line);
            }
            Ok(None) => break,
            Err(error) => {
                *failure = Some(error);
                break;
            }
        }
    }
    (!lines.is_empty()).then_some(lines)
}

fn size(line: &Line) -> u64 {
    match line {
        Line::Bytes(bytes) => bytes.len() as u64 + 1,
        Line::TooLong => 0,
    }
}

fn parse(line: &Line) -> Parsed {
    let Line::Bytes(bytes) = line else { return Parsed::TooLong };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.trim_ascii().is_empty() {
        return Parsed::Blank;
    }
    let mut fields = match serde_json::from_slice::<Node>(bytes).map(Fields::of) {
        Ok(Ok(fields)) => fields,
        Ok(Err(kind)) => return Parsed::NoObject(kind),
        Err(error) => return no_json(bytes, &error),
    };
    let text = fields.words("text").filter(|text| Positions::can_hold(text));
    let positions = text.map(Positions::cleaning);
    let ahead = positions.map(|positions| {
        let annotations = fields.all_objects("annotations").into_iter();
        Ahead { annotations: annotations.map(|fields| ReadAnnotation::of(fields, &positions)).collect(), positions }
    });
    Parsed::Record(fields, ahead)
}

fn no_json(bytes: &[u8], error: &serde_json::Error) -> Parsed {
    let column = Some(error.column() as u64).filter(|column| *column > 0);
    let what = if std::str::from_utf8(bytes).is_err() {
        "not UTF-8; save the file as UTF-8; the line was left out".to_owned()
    } else {
        // serde_json ends its message with a place of its own, in a line that is always 1.
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        format!("not JSON: {message}; the line was left out")
    };
    Parsed::NoJson { column, what }
}
