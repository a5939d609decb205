//! Lines of a stream, none longer than a limit.

use std::io::{self, BufRead};

/// Longest line that is read, in bytes: several times the largest text that a project takes.
pub const LONGEST_LINE: usize = 256 << 20;

/// One line of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::exchange) enum Line {
    /// Its bytes, without the line end.
    Bytes(Vec<u8>),
    /// Longer than the limit; it was passed over.
    TooLong,
}

/// Reads the next line, or passes over one that is longer than `limit` bytes; `None` at the end.
pub(in crate::exchange) fn next_line(input: &mut dyn BufRead, limit: usize) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    loop {
        let buffer = match input.fill_buf() {
            Ok(buffer) => buffer,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if buffer.is_empty() {
            return Ok((length > 0).then(|| finished(bytes, length, limit)));
        }
        let newline = memchr::memchr(b'\n', buffer);
        let part = buffer.get(..newline.unwrap_or(buffer.len())).unwrap_or_default();
        // One more than the part where the line end is there, so that an empty line is a line too.
        length += part.len() + usize::from(newline.is_some());
        if length <= limit {
            bytes.extend_from_slice(part);
        } else {
            bytes = Vec::new();
        }
        let used = newline.map_or(buffer.len(), |at| at + 1);
        input.consume(used);
        if newline.is_some() {
            return Ok(Some(finished(bytes, length, limit)));
        }
    }
}

fn finished(mut bytes: Vec<u8>, length: usize, limit: usize) -> Line {
    if length > limit {
        return Line::TooLong;
    }
    bytes.pop_if(|last| *last == b'\r');
    Line::Bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_passed_over() {
        let mut input = io::BufReader::with_capacity(3, &b"ab\r\n\n0123456789\nlast"[..]);
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut input, 8).unwrap() {
            lines.push(line);
        }
        let bytes = |text: &str| Line::Bytes(text.as_bytes().to_vec());
        assert_eq!(lines, [bytes("ab"), bytes(""), Line::TooLong, bytes("last")]);
    }
}
