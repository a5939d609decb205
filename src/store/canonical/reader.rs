//! The words of RON in the form that Byline writes it.

use super::Unusual;
use std::borrow::Cow;

/// What is left of the text.
pub(super) struct Reader<'de> {
    pub(super) rest: &'de str,
    /// Bytes of memory that what is read may still take; `None` once it took more.
    pub(super) left: Option<usize>,
}

impl<'de> Reader<'de> {
    /// Takes room for what is read.
    pub(super) fn charge(&mut self, bytes: usize) -> Result<(), Unusual> {
        self.left = self.left.and_then(|left| left.checked_sub(bytes));
        self.left.map(drop).ok_or(Unusual)
    }

    pub(super) fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\t', '\r']);
    }

    /// The next character that is no space, and stays.
    pub(super) fn peek(&mut self) -> Option<u8> {
        self.space();
        self.rest.as_bytes().first().copied()
    }

    /// Takes a character where it is the next one.
    pub(super) fn takes(&mut self, c: char) -> bool {
        self.space();
        let rest = self.rest.strip_prefix(c);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    pub(super) fn expect(&mut self, c: char) -> Result<(), Unusual> {
        if self.takes(c) { Ok(()) } else { Err(Unusual) }
    }

    /// Takes as many characters as fit.
    pub(super) fn take_while(&mut self, fits: impl Fn(u8) -> bool) -> &'de str {
        let end = self.rest.bytes().position(|b| !fits(b)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        taken
    }

    pub(super) fn identifier(&mut self) -> Result<&'de str, Unusual> {
        self.space();
        let name = self.take_while(|b| b.is_ascii_alphanumeric() || b == b'_');
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) { Err(Unusual) } else { Ok(name) }
    }

    /// A number as it is written; nothing that belongs to it may follow.
    pub(super) fn number(&mut self) -> Result<&'de str, Unusual> {
        self.space();
        let digits = self.take_while(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'));
        match self.rest.as_bytes().first() {
            Some(b',' | b')' | b']' | b'}' | b' ' | b'\n') | None => Ok(digits),
            Some(_) => Err(Unusual),
        }
    }

    pub(super) fn string(&mut self) -> Result<Cow<'de, str>, Unusual> {
        self.expect('"')?;
        let plain = self.take_while(|b| b != b'"' && b != b'\\');
        if let Some(rest) = self.rest.strip_prefix('"') {
            self.rest = rest;
            return Ok(Cow::Borrowed(plain));
        }
        let mut words = plain.to_owned();
        loop {
            words.push_str(self.take_while(|b| b != b'"' && b != b'\\'));
            let mut next = self.rest.chars();
            match next.next() {
                Some('"') => {
                    self.rest = next.as_str();
                    return Ok(Cow::Owned(words));
                }
                Some('\\') => {
                    let escaped = next.next();
                    self.rest = next.as_str();
                    words.push(match escaped {
                        Some(c @ ('"' | '\\')) => c,
                        Some('n') => '\n',
                        Some('t') => '\t',
                        Some('r') => '\r',
                        Some('u') => self.code_point()?,
                        _ => return Err(Unusual),
                    });
                }
                _ => return Err(Unusual),
            }
        }
    }

    /// The character of `{2028}`.
    fn code_point(&mut self) -> Result<char, Unusual> {
        let (digits, rest) = self.rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).ok_or(Unusual)?;
        let fits = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let code = fits.then(|| u32::from_str_radix(digits, 16).ok()).flatten();
        self.rest = rest;
        code.and_then(char::from_u32).ok_or(Unusual)
    }

    /// An identifier, perhaps with values in parentheses, as it is written; who takes it looks at those.
    pub(super) fn word(&mut self) -> Result<&'de str, Unusual> {
        self.space();
        let from = self.rest;
        self.identifier()?;
        let mut open = 0_usize;
        while open > 0 || self.rest.starts_with('(') {
            match self.peek() {
                Some(b'"') => drop(self.string()?),
                Some(b'(' | b'[' | b'{') => {
                    self.rest = self.rest.get(1..).unwrap_or_default();
                    open += 1;
                }
                Some(b')' | b']' | b'}') => {
                    self.rest = self.rest.get(1..).unwrap_or_default();
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                Some(b',' | b':') => self.rest = self.rest.get(1..).unwrap_or_default(),
                _ => drop(self.take_value()?),
            }
        }
        from.get(..from.len() - self.rest.len()).ok_or(Unusual)
    }

    /// A number or an identifier.
    fn take_value(&mut self) -> Result<&'de str, Unusual> {
        let taken = self.take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
        if taken.is_empty() { Err(Unusual) } else { Ok(taken) }
    }
}
