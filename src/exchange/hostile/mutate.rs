//! Changes of bytes that break readers.

/// Numbers that follow from a seed (`SplitMix64`: Steele, Lea and Flood 2014).
#[derive(Debug)]
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 3) as usize % limit.max(1)
    }

    fn range(&mut self, length: usize) -> (usize, usize) {
        let start = self.below(length + 1);
        let most = if self.below(3) == 0 { length } else { 40 };
        (start, (start + self.below(most + 1)).min(length))
    }
}

/// Numbers at which counting goes wrong.
const NUMBERS: [&str; 10] = [
    "-1",
    "0",
    "4294967295",
    "4294967296",
    "2147483648",
    "9223372036854775807",
    "18446744073709551615",
    "99999999999999999999999",
    "1e309",
    "0.5",
];

/// Words at which parsing goes wrong.
const WORDS: [&str; 22] = [
    "\"", "\\", "{", "}", "[", "]", "<", ">", "&", "\0", "\n", "\r\n", "\t", ",", ";", "null", "\u{feff}", "\u{2028}",
    "😀", "e\u{301}", "../", "]]>",
];

/// One change.
pub(super) fn mutated(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let length = out.len();
    match dice.below(14) {
        0 => out.truncate(dice.below(length + 1)),
        1 => {
            for _ in 0..=dice.below(8) {
                if let Some(byte) = out.get_mut(dice.below(length)) {
                    *byte ^= 1 << (dice.0 % 8);
                }
            }
        }
        2 | 3 => swap_number(&mut out, dice),
        4 => {
            let (start, end) = line(&out, dice);
            let twice = out[start..end].to_vec();
            out.splice(start..start, twice);
        }
        5 => {
            let (start, end) = line(&out, dice);
            out.drain(start..end);
        }
        6 => {
            let (start, end) = dice.range(length);
            let chunk: Vec<u8> = out.drain(start..end).collect();
            let at = dice.below(out.len() + 1);
            out.splice(at..at, chunk);
        }
        7 => {
            let (start, end) = dice.range(length);
            out.drain(start..end);
        }
        8 | 9 => {
            let at = dice.below(length + 1);
            out.splice(at..at, WORDS[dice.below(WORDS.len())].bytes());
        }
        10 => {
            let nest = ["[", "{\"a\":", "<a>", "<div>", "(", "- ", "> ", "\"", "<blockquote><ul><li>"][dice.below(9)];
            let at = dice.below(length + 1);
            out.splice(at..at, nest.repeat(3000).bytes());
        }
        11 => {
            let words = String::from_utf8_lossy(bytes);
            out = match dice.below(3) {
                0 => [0xff, 0xfe].into_iter().chain(words.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
                1 => words.chars().map(|c| c as u32 as u8).collect(),
                _ => words.replace('\n', "\r\n").into_bytes(),
            };
        }
        12 => {
            let at = dice.below(length + 1);
            out.splice(at..at, [0xff, 0xc3, 0x28, 0xed, 0xa0, 0x80]);
        }
        _ => {
            let at = dice.below(length + 1);
            let long = [",", "a", " ", "\n", "0"][dice.below(5)].repeat(20_000);
            out.splice(at..at, long.bytes());
        }
    }
    out
}

/// Puts another number in the place of a run of digits.
fn swap_number(out: &mut Vec<u8>, dice: &mut Dice) {
    let starts: Vec<usize> =
        (0..out.len()).filter(|i| out[*i].is_ascii_digit() && (*i == 0 || !out[*i - 1].is_ascii_digit())).collect();
    let Some(start) = starts.get(dice.below(starts.len())).copied() else { return };
    let length = out[start..].iter().take_while(|b| b.is_ascii_digit()).count();
    out.splice(start..start + length, NUMBERS[dice.below(NUMBERS.len())].bytes());
}

/// A whole line.
fn line(out: &[u8], dice: &mut Dice) -> (usize, usize) {
    let at = dice.below(out.len());
    let start = out[..at].iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
    let end = out[at..].iter().position(|b| *b == b'\n').map_or(out.len(), |i| at + i + 1);
    (start, end)
}
