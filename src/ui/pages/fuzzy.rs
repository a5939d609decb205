//! How well typed letters fit a name.

use std::cmp::Reverse;

/// A rank: better ones are smaller.
pub(crate) type Rank = (u8, Reverse<usize>, usize);

/// How well a query fits a name, both folded: words that start with it first, then words that hold it, then letters in
/// order; `None` where it does not fit. Of names that fit alike, the shorter one comes first.
pub(crate) fn rank(name: &str, query: &str) -> Option<Rank> {
    let query = query.trim();
    let length = name.len();
    if query.is_empty() || name.starts_with(query) {
        return Some((0, Reverse(0), length));
    }
    let mut words = query.split_whitespace();
    let starts = |part: &str| name.split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(part));
    if words.clone().all(starts) {
        return Some((1, Reverse(0), length));
    }
    if words.all(|part| name.contains(part)) {
        return Some((2, Reverse(0), length));
    }
    longest_run_in_order(name, query).map(|run| (3, Reverse(run), length))
}

/// The longest run of neighbours when the letters are taken in order, as early as possible; `None` where some are not
/// there.
fn longest_run_in_order(name: &str, query: &str) -> Option<usize> {
    let mut letters = name.chars();
    let (mut run, mut longest) = (0, 0);
    for wanted in query.chars().filter(|c| !c.is_whitespace()) {
        match letters.position(|c| c == wanted)? {
            0 => run += 1,
            _ => run = 1,
        }
        longest = longest.max(run);
    }
    Some(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_fits_come_first() {
        let names =
            ["undo", "find next", "paste an article…", "next annotation", "next article", "shrink the selection"];
        let best = |query: &str| {
            let mut fitting: Vec<_> = names.iter().filter_map(|n| Some((rank(n, query)?, *n))).collect();
            fitting.sort_unstable();
            fitting.into_iter().map(|(_, n)| n).collect::<Vec<_>>()
        };
        assert_eq!(best("next")[..3], ["next article", "next annotation", "find next"]);
        assert_eq!(best("next art"), ["next article"]);
        assert_eq!(best("nart"), ["next article", "paste an article…"]);
        assert_eq!(best("art"), ["next article", "paste an article…"]);
        assert_eq!(best("xyz"), Vec::<&str>::new());
        assert_eq!(best("").len(), names.len());
    }
}
