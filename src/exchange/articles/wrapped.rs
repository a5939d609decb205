//! Texts whose lines were broken to a width: mails, and the files of old databases.

/// Lines of such a text are at most so long, in characters.
const WIDEST: usize = 100;

/// A line that is shorter than this share of the longest ends its paragraph, in percent.
const SHORT: usize = 60;

/// Joins the lines of paragraphs, where blank lines stand between paragraphs and lines are broken to a width; any other
/// text stays as it is.
pub(super) fn joined(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    let width = |line: &str| line.chars().count();
    let longest = lines.iter().map(|line| width(line)).max().unwrap_or_default();
    // Lines that another line follows: those of a broken paragraph are nearly full.
    let followed: Vec<usize> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [line, next] if !line.trim().is_empty() && !next.trim().is_empty() => Some(width(line)),
            _ => None,
        })
        .collect();
    let full = followed.iter().filter(|width| **width * 100 >= longest * SHORT).count();
    if !(40..=WIDEST).contains(&longest) || full * 10 < followed.len() * 7 || followed.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut open = false;
    for line in lines {
        let is_short = width(line) * 100 < longest * SHORT;
        if line.trim().is_empty() {
            if open {
                out.push('\n');
            }
            open = false;
            continue;
        }
        if open {
            out.push(' ');
            out.push_str(line.trim_start());
        } else {
            out.push_str(line);
        }
        open = !is_short;
        if is_short {
            out.push('\n');
        }
    }
    out
}

/// Joins lines that end with a blank to the next (RFC 3676).
pub(super) fn unflowed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split('\n') {
        let line = line.strip_prefix(' ').unwrap_or(line);
        out.push_str(line);
        if !line.ends_with(' ') || line == "-- " {
            out.push('\n');
        }
    }
    out.pop();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_joined() {
        let broken = "The talks failed on Monday, two officials said, and no date was\nnamed for the next ones. Nobody knows why that is so, and\nnobody asked.\n\nA second paragraph of this text begins here and goes on to the\nnext line.\n";
        assert_eq!(
            joined(broken),
            "The talks failed on Monday, two officials said, and no date was named for the next ones. Nobody knows why that is so, and nobody asked.\nA second paragraph of this text begins here and goes on to the next line.\n"
        );
        for kept in [
            "One line.\nAnother line.",
            "",
            &"x".repeat(300),
            "A poem\nhas lines\nof its own\nand they are long enough for this test\n",
        ] {
            assert_eq!(joined(kept), kept);
        }
        assert_eq!(unflowed("a \nb\n\n c"), "a b\n\nc");
    }
}
