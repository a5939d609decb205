//! Bullets and numbers at the start of lines.

/// How a line of a list begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bullet {
    /// A mark that is nothing else: one line is a list.
    Sure,
    /// A dash, which opens speech in many languages, or a number: only a run of them is a list.
    InRun,
}

/// The bullet or number that a line begins with.
pub(super) fn bullet(line: &str) -> Option<Bullet> {
    let mut chars = line.chars();
    let first = chars.next()?;
    let spaced = chars.next().is_some_and(char::is_whitespace) && chars.any(|c| !c.is_whitespace());
    match first {
        '•' | '‣' | '▪' | '●' | '◦' | '■' | '➤' => Some(Bullet::Sure),
        '-' | '*' | '·' if spaced => Some(Bullet::Sure),
        '–' | '—' if spaced => Some(Bullet::InRun),
        '0'..='9' => {
            let after = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let digits = line.len() - after.len();
            let marked = after.strip_prefix(['.', ')']).is_some_and(|rest| rest.starts_with(' '));
            (digits <= 2 && marked).then_some(Bullet::InRun)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets() {
        for line in ["• one", "•one", "- one", "* one"] {
            assert_eq!(bullet(line), Some(Bullet::Sure), "{line}");
        }
        for line in ["– one", "1. one", "12) one"] {
            assert_eq!(bullet(line), Some(Bullet::InRun), "{line}");
        }
        for line in ["-one", "-", "", "1.5 million", "2025. A year", "– "] {
            assert_eq!(bullet(line), None, "{line}");
        }
    }
}
