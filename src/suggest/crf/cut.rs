//! An article cut into tokens for the model. It has its own cutting, apart from what the rules see: a model's weights mean
//! exactly the features that it was trained on.

use super::hash;

/// Where a token stands with respect to double quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::suggest) enum Quote {
    /// Outside.
    #[default]
    Out,
    /// Between two marks.
    In,
    /// The mark that opens.
    Opens,
    /// The mark that closes.
    Closes,
}

/// What kind of token it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::suggest) enum Kind {
    /// A word or number.
    #[default]
    Word,
    /// A run of line ends.
    Newline,
    /// A single other character.
    Mark,
}

/// A token.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::suggest) struct Token {
    /// First byte.
    pub(in crate::suggest) start: u32,
    /// One past the last byte.
    pub(in crate::suggest) end: u32,
    /// Number of its sentence in the text.
    pub(in crate::suggest) sentence: u32,
    /// What it is.
    pub(in crate::suggest) kind: Kind,
    /// Where it stands.
    pub(in crate::suggest) quote: Quote,
    /// Number of its quotation among those that are closed, from 1; 0 outside.
    pub(in crate::suggest) quotation: u32,
    /// Begins with a capital letter.
    pub(in crate::suggest) capital: bool,
    /// Hash of the word in lower case.
    pub(in crate::suggest) word: u32,
    /// Hashes of its last three and two letters and of its first three.
    pub(in crate::suggest) suffix: u32,
    pub(in crate::suggest) short_suffix: u32,
    pub(in crate::suggest) prefix: u32,
    /// Hash of the word without its endings.
    pub(in crate::suggest) stem: u32,
    /// Hash of its shape: X for capitals, x for small letters, 9 for digits, runs as one.
    pub(in crate::suggest) shape: u32,
}

/// An article's tokens, with where sentences and quotations begin and end (token numbers, half-open).
#[derive(Clone, Debug, Default)]
pub(in crate::suggest) struct Cut {
    pub(in crate::suggest) tokens: Vec<Token>,
    pub(in crate::suggest) sentences: Vec<(u32, u32)>,
    pub(in crate::suggest) quotations: Vec<(u32, u32)>,
}

impl Cut {
    /// Cuts a text.
    pub(in crate::suggest) fn new(text: &str) -> Self {
        let mut cut = Self { tokens: Vec::with_capacity(text.len() / 5), ..Self::default() };
        let mut at = 0;
        while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
            let end = at + token_length(text.get(at..).unwrap_or_default(), first);
            if first == '\n' || !first.is_whitespace() {
                let word = text.get(at..end).unwrap_or_default();
                match clitic(word) {
                    Some(cutting) => {
                        cut.push(text, at, at + cutting);
                        cut.push(text, at + cutting, end);
                    }
                    None => cut.push(text, at, end),
                }
            }
            at = end;
        }
        cut.find_quotations(text);
        cut.find_sentences(text);
        cut
    }

    fn push(&mut self, text: &str, start: usize, end: usize) {
        let word = text.get(start..end).unwrap_or_default();
        let first = word.chars().next().unwrap_or('\n');
        let kind = match first {
            '\n' => Kind::Newline,
            c if c.is_alphanumeric() || c == '\'' || c == '’' => Kind::Word,
            _ => Kind::Mark,
        };
        let mut token = Token { start: start as u32, end: end as u32, kind, ..Token::default() };
        token.capital = first.is_uppercase();
        if kind == Kind::Newline {
            token.word = hash::of_bytes(*b"\n");
            token.shape = token.word;
        } else {
            describe(&mut token, word);
        }
        self.tokens.push(token);
    }

    /// A quotation mark that never closes runs to the end of its paragraph.
    fn find_quotations(&mut self, text: &str) {
        let mut open: Option<usize> = None;
        let mut closed: Vec<(u32, u32)> = Vec::new();
        for (number, token) in self.tokens.iter_mut().enumerate() {
            let mark = match token.kind {
                Kind::Mark => text.get(token.start as usize..token.end as usize).unwrap_or_default(),
                _ => "",
            };
            let opens = matches!(mark, "“" | "«" | "„") || (mark == "\"" && open.is_none());
            let closes = matches!(mark, "”" | "»") || (mark == "\"" && open.is_some());
            if token.kind == Kind::Newline {
                open = None;
            } else if opens {
                open = Some(number);
                token.quote = Quote::Opens;
            } else if closes {
                token.quote = Quote::Closes;
                if let Some(start) = open.take() {
                    closed.push((start as u32, number as u32 + 1));
                }
            } else if open.is_some() {
                token.quote = Quote::In;
            }
        }
        for (number, (start, end)) in closed.iter().enumerate() {
            for token in self.tokens.iter_mut().take(*end as usize).skip(*start as usize) {
                token.quotation = number as u32 + 1;
            }
        }
        self.quotations = closed;
    }

    fn find_sentences(&mut self, text: &str) {
        let mut current = 0;
        let mut start = 0;
        let mut closing = false;
        for number in 0..self.tokens.len() {
            let word = |at: usize| {
                let token = self.tokens.get(at);
                token.map_or("\n", |t| text.get(t.start as usize..t.end as usize).unwrap_or_default())
            };
            let ends = match word(number) {
                w if w.starts_with('\n') => true,
                "." | "?" | "!" | "…" => {
                    closing = matches!(word(number + 1), "”" | "\"" | "’" | ")");
                    let previous = if number == 0 { "" } else { word(number - 1) };
                    let ends = word(number) != "." || !is_abbreviation(previous);
                    !closing && ends && begins(word(number + 1))
                }
                "”" | "\"" | "'" | "’" | ")" if closing => {
                    closing = matches!(word(number + 1), "”" | "\"" | "’" | ")");
                    !closing && begins(word(number + 1))
                }
                _ => {
                    closing = false;
                    false
                }
            };
            if let Some(token) = self.tokens.get_mut(number) {
                token.sentence = current;
            }
            if ends {
                self.sentences.push((start, number as u32 + 1));
                start = number as u32 + 1;
                current += 1;
            }
        }
        if (start as usize) < self.tokens.len() {
            self.sentences.push((start, self.tokens.len() as u32));
        }
    }
}

/// True where a sentence may begin with this word.
fn begins(word: &str) -> bool {
    word.chars().next().is_none_or(|c| c.is_uppercase() || c.is_numeric() || "“\"'‘(«".contains(c))
}

/// Words after which a full stop does not end a sentence.
const ABBREVIATIONS: [&str; 38] = [
    "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "lt", "col", "st", "jr", "sr", "u.s", "u.n", "u.k", "d.c",
    "a.m", "p.m", "no", "inc", "corp", "co", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "rev", "prof", "sgt",
    "capt", "maj", "vs", "reps", "sens",
];

fn is_abbreviation(word: &str) -> bool {
    let mut chars = word.chars();
    let single = chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none();
    single || (word.len() <= 4 && ABBREVIATIONS.contains(&word.to_ascii_lowercase().as_str()))
}

/// Bytes of the token at the start of `rest`, or of the blank there.
fn token_length(rest: &str, first: char) -> usize {
    if first == '\n' {
        return rest.find(|c| c != '\n').unwrap_or(rest.len());
    }
    if !first.is_alphanumeric() {
        return first.len_utf8();
    }
    let mut chars = rest.char_indices().peekable();
    let mut digit = false;
    while let Some((at, c)) = chars.next() {
        if c.is_alphanumeric() {
            digit = c.is_ascii_digit();
            continue;
        }
        let next = chars.peek().map(|(_, next)| *next);
        let inner = matches!(c, '.' | '\'' | '’' | '-') && next.is_some_and(char::is_alphanumeric);
        let thousands = c == ',' && digit && next.is_some_and(|next| next.is_ascii_digit());
        if !(inner || thousands) {
            let possessive = matches!(c, '\'' | '’') && rest.get(..at).is_some_and(|word| word.ends_with('s'));
            return if possessive { at + c.len_utf8() } else { at };
        }
    }
    rest.len()
}

/// Where a word's clitic begins: "Trump|'s", "do|n't".
fn clitic(word: &str) -> Option<usize> {
    let at = word.rfind(['\'', '’'])?;
    let tail = word.get(at..)?.trim_start_matches(['\'', '’']);
    if tail.eq_ignore_ascii_case("t") && word.get(..at)?.ends_with(['n', 'N']) {
        return Some(at - 1).filter(|at| *at > 0);
    }
    let known = ["s", "re", "ve", "ll", "d", "m", ""].iter().any(|clitic| tail.eq_ignore_ascii_case(clitic));
    (known && at > 0).then_some(at)
}

/// Fills in the hashes of a word.
fn describe(token: &mut Token, word: &str) {
    let mut lower = [0_u8; 40];
    let mut length = 0;
    let mut put = |byte: u8| {
        if let Some(slot) = lower.get_mut(length) {
            *slot = byte;
            length += 1;
        }
    };
    if word.is_ascii() {
        word.bytes().for_each(|byte| put(byte.to_ascii_lowercase()));
    } else {
        let mut buffer = [0; 4];
        for c in word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }) {
            c.encode_utf8(&mut buffer).bytes().for_each(&mut put);
        }
    }
    let lower = lower.get(..length).unwrap_or_default();
    token.word = hash::of_bytes(lower.iter().copied());
    let last = |n: usize| lower.get(length.saturating_sub(n)..).unwrap_or_default().iter().copied();
    token.suffix = hash::of_bytes(last(3));
    token.short_suffix = hash::of_bytes(last(2));
    token.prefix = hash::of_bytes(lower.iter().copied().take(3));
    token.stem = hash::of_bytes(stem(lower));
    token.shape = shape(word);
}

/// Endings that are taken off, and what takes their place.
const ENDINGS: [(&[u8], &[u8]); 9] = [
    (b"ies", b"y"),
    (b"ied", b"y"),
    (b"ings", b""),
    (b"ing", b""),
    (b"ers", b""),
    (b"ed", b""),
    (b"es", b""),
    (b"s", b""),
    (b"e", b""),
];

/// The bytes of a word in lower case without its ending, roughly.
fn stem(word: &[u8]) -> impl Iterator<Item = u8> {
    let cut = ENDINGS.iter().find_map(|(ending, instead)| Some((word.strip_suffix(*ending)?, *instead)));
    let (body, instead) = cut.filter(|(body, _)| body.len() >= 3).unwrap_or((word, b""));
    let doubled = instead.is_empty() && body.len() > 4 && body.last() == body.get(body.len() - 2);
    let body = body.get(..body.len() - usize::from(doubled)).unwrap_or(body);
    body.iter().chain(instead).copied()
}

/// Hash of a word's shape: the first six runs.
fn shape(word: &str) -> u32 {
    let mut runs = [0_u8; 6];
    let mut length = 0_usize;
    for c in word.chars() {
        let class = match c {
            c if c.is_uppercase() => b'X',
            c if c.is_alphabetic() => b'x',
            c if c.is_numeric() => b'9',
            '’' | '\'' => b'\'',
            c => c as u32 as u8,
        };
        if length > 0 && runs.get(length - 1) == Some(&class) {
            continue;
        }
        let Some(slot) = runs.get_mut(length) else { break };
        *slot = class;
        length += 1;
    }
    hash::of_bytes(runs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        Cut::new(text).tokens.iter().map(|t| text.get(t.start as usize..t.end as usize).unwrap()).collect()
    }

    #[test]
    fn words_clitics_and_numbers() {
        let text = "Mr. Trump’s aides didn't pay $5,000.\n\n“No,” they’ll say.";
        let expected = [
            "Mr", ".", "Trump", "’s", "aides", "did", "n't", "pay", "$", "5,000", ".", "\n\n", "“", "No", ",", "”",
            "they", "’ll", "say", ".",
        ];
        assert_eq!(words(text), expected);
        assert_eq!(words("the workers’ U.S.-led co-op"), ["the", "workers", "’", "U.S", ".", "-", "led", "co-op"]);
    }

    #[test]
    fn sentences_and_quotations() {
        let cut = Cut::new("Mr. Ray said “it broke. It is old.” He left.\n“Never closed\nNext");
        let sentences: Vec<u32> = cut.tokens.iter().map(|t| t.sentence).collect();
        assert_eq!(cut.sentences.len(), 5, "{sentences:?}");
        assert_eq!(cut.quotations, [(4, 13)]);
        assert_eq!(cut.tokens.last().map(|t| t.quote), Some(Quote::Out));
    }

    proptest::proptest! {
        #[test]
        fn tokens_are_in_order_and_on_boundaries(text in "(?s)[\\PC\n.“”\"’ A-Za-z']{0,80}") {
            let mut before = 0;
            for token in Cut::new(&text).tokens {
                proptest::prop_assert!(before <= token.start && token.start < token.end);
                proptest::prop_assert!(text.get(token.start as usize..token.end as usize).is_some());
                before = token.end;
            }
        }
    }
}
