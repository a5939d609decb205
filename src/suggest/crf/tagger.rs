//! Parts of speech: a small tagger that goes from left to right, each choice made by a sum of weights.

use super::codec::{Broken, Reader, Writer};
use super::cut::{Cut, Kind, Token};
use super::hash::{Feature, both, filled};
use super::lattice::Scores;
use super::lexicon::Table;
use super::rows::Rows;

/// How many tags there may be.
pub(super) const TAGS: usize = 32;

/// The tag of the edges of a text.
pub(super) const EDGE: u32 = 77;

/// Features of a token, the tags of the two before it given.
pub(super) fn features(
    tokens: &[Token],
    groups: &Table<(u16, u16)>,
    at: usize,
    [before, before2]: [u32; 2],
    out: &mut Vec<Feature>,
) {
    out.clear();
    let Some(here) = tokens.get(at) else { return };
    let near = |far: isize| at.checked_add_signed(far).and_then(|at| tokens.get(at));
    let word = |far: isize| near(far).map_or(EDGE, |t| t.word);
    let (narrow, wide) = groups.get(here.word);
    let mut put = |template: u32, value: u32| out.push(filled(0x5000 + template, value));
    put(0, 0);
    put(1, here.word);
    put(2, here.suffix);
    put(3, here.short_suffix);
    put(4, here.shape);
    put(5, u32::from(narrow));
    put(6, u32::from(wide));
    put(7, before);
    put(8, both(before, before2));
    put(9, both(before, here.word));
    put(10, both(before, here.suffix));
    put(11, word(-1));
    put(12, word(1));
    put(13, near(1).map_or(EDGE, |t| t.suffix));
    put(14, near(-1).map_or(EDGE, |t| t.suffix));
    put(15, word(2));
    put(16, both(u32::from(here.capital), both(before, here.shape)));
    put(17, both(u32::from(groups.get(word(1)).1), both(before, here.suffix)));
    put(18, both(here.word, word(1)));
    put(19, here.prefix);
}

/// The weights.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tagger(pub(super) Rows<TAGS>);

impl Tagger {
    /// The tag of each token; 0 for a run of line ends.
    pub(super) fn tags(&self, cut: &Cut, groups: &Table<(u16, u16)>) -> Vec<u8> {
        let mut tags = Vec::with_capacity(cut.tokens.len());
        let mut features_here = Vec::with_capacity(24);
        let mut before = [EDGE; 2];
        for (at, token) in cut.tokens.iter().enumerate() {
            let tag = if token.kind == Kind::Newline {
                0
            } else {
                features(&cut.tokens, groups, at, before, &mut features_here);
                best(&self.0.sum(&features_here))
            };
            before = [u32::from(tag), before[0]];
            tags.push(tag);
        }
        tags
    }

    pub(super) fn write(&self, out: &mut Writer) {
        self.0.write(out);
    }

    pub(super) fn read(input: &mut Reader<'_>) -> Result<Self, Broken> {
        Rows::read(input).map(Self)
    }
}

/// The label with the highest score.
pub(super) fn best(scores: &Scores<TAGS>) -> u8 {
    let start = (0_u8, f32::MIN);
    let pick =
        |best: (u8, f32), (label, score): (usize, &f32)| if *score > best.1 { (label as u8, *score) } else { best };
    scores.iter().enumerate().fold(start, pick).0
}
