//! Features for claims, sources and words of saying: surface only, each computed in one pass over the tokens.

use super::atoms::{Atom, Atoms};
use super::cut::{Cut, Kind, Quote};
use super::hash::{Feature, both, filled};
use super::hints::Hint;

/// What stands for a place before the first or after the last token.
const EDGE: u32 = 0x0E0E_0E0E;

/// A distance as one of seven steps.
fn step(distance: usize) -> u32 {
    match distance {
        0..=2 => distance as u32,
        3 | 4 => 3,
        5..=9 => 4,
        10..=19 => 5,
        _ => 6,
    }
}

/// What holds for a whole sentence.
#[derive(Clone, Copy, Debug, Default)]
struct SentenceFacts {
    first: usize,
    end: usize,
    cues: u32,
    quotes: u32,
    /// A word of saying among the last six tokens.
    cue_late: bool,
    /// A word of saying among the first six tokens.
    cue_early: bool,
    /// Begins a paragraph.
    opens: bool,
    /// Number of the paragraph: 0 the headline, 1 the first after it, 2 all others.
    place: u32,
}

/// What the features of one article need to know besides its atoms.
pub(super) struct Speech<'a> {
    cut: &'a Cut,
    atoms: &'a Atoms,
    hints: &'a [Hint],
    sentences: Vec<SentenceFacts>,
    left: Vec<u32>,
    right: Vec<u32>,
    commas: Vec<u8>,
}

const NONE: u32 = u32::MAX;

impl<'a> Speech<'a> {
    pub(super) fn new(cut: &'a Cut, atoms: &'a Atoms, hints: &'a [Hint]) -> Self {
        let (left, right, commas) = (Vec::new(), Vec::new(), Vec::new());
        let mut speech = Self { cut, atoms, hints, sentences: Vec::new(), left, right, commas };
        speech.find_sentences();
        speech.find_cues();
        speech
    }

    fn is_cue(&self, at: usize) -> bool {
        let outside = self.cut.tokens.get(at).is_some_and(|t| t.quote == Quote::Out);
        outside && self.atoms.at(at).is_some_and(Atom::says)
    }

    fn find_sentences(&mut self) {
        let mut paragraph = 0;
        let mut opens = true;
        for (first, end) in &self.cut.sentences {
            let (first, end) = (*first as usize, *end as usize);
            let mut facts = SentenceFacts { first, end, opens, place: paragraph.min(2), ..SentenceFacts::default() };
            for at in first..end {
                if self.is_cue(at) {
                    facts.cues += 1;
                    facts.cue_late |= at + 7 > end;
                    facts.cue_early |= at < first + 6;
                }
                facts.quotes |= u32::from(self.cut.tokens.get(at).is_some_and(|t| t.quote != Quote::Out));
            }
            opens = self.cut.tokens.get(end - 1).is_some_and(|t| t.kind == Kind::Newline);
            paragraph += u32::from(opens);
            self.sentences.push(facts);
        }
    }

    fn find_cues(&mut self) {
        let tokens = self.cut.tokens.len();
        self.left = vec![NONE; tokens];
        self.right = vec![NONE; tokens];
        self.commas = vec![0; tokens];
        for sentence in &self.sentences {
            let (mut last, mut commas) = (NONE, 0_u8);
            for at in sentence.first..sentence.end {
                set(&mut self.left, at, last);
                set(&mut self.commas, at, commas);
                if self.is_cue(at) {
                    (last, commas) = (at as u32, 0);
                } else if self.atoms.at(at).is_some_and(|a| a.comma) {
                    commas = commas.saturating_add(1);
                }
            }
            let mut next = NONE;
            for at in (sentence.first..sentence.end).rev() {
                set(&mut self.right, at, next);
                if self.is_cue(at) {
                    next = at as u32;
                }
            }
        }
    }

    /// Puts the features of a token into `out`.
    pub(super) fn of(&self, at: usize, out: &mut Vec<Feature>) {
        out.clear();
        let Some(here) = self.atoms.at(at) else { return };
        let mut put = |template: u32, value: u32| out.push(filled(template, value));
        put(0, 0);
        self.window(at, here, &mut put);
        self.quotation(at, here, &mut put);
        self.cues(at, here, &mut put);
        self.sentence(at, here, &mut put);
        self.hinted(at, here, &mut put);
    }

    /// What rules see here: they know clauses that no window of words shows, and hold in news of any guideline.
    fn hinted(&self, at: usize, here: &Atom, put: &mut impl FnMut(u32, u32)) {
        let hint = |at: Option<usize>| at.and_then(|at| self.hints.get(at)).copied().unwrap_or_default();
        let (hint, before, after) = (hint(Some(at)), hint(at.checked_sub(1)), hint(Some(at + 1)));
        put(160, hint.claim);
        put(161, hint.source);
        put(162, hint.cue);
        put(163, both(hint.inner, u32::from(hint.claim > 0)));
        put(164, both(before.claim, hint.claim));
        put(165, both(hint.claim, after.claim));
        put(166, both(before.source, hint.source));
        put(167, both(hint.source, after.source));
        put(168, both(both(hint.claim, hint.source), here.tag));
        put(169, both(both(before.claim & Hint::PLACE, hint.claim), after.claim & Hint::PLACE));
        put(170, both(both(hint.claim, hint.source), here.word));
        put(171, both(before.cue, after.cue));
    }

    fn window(&self, at: usize, here: &Atom, put: &mut impl FnMut(u32, u32)) {
        put(1, here.word);
        put(2, here.shape);
        put(3, here.suffix);
        put(4, here.short_suffix);
        put(5, here.prefix);
        for (n, far) in [-3_isize, -2, -1, 1, 2, 3].into_iter().enumerate() {
            let n = n as u32;
            let Some(near) = self.atoms.around(at, far) else {
                put(10 + n, EDGE);
                continue;
            };
            put(10 + n, near.word);
            put(50 + n, near.tag);
            put(60 + n, near.narrow);
            if far.abs() <= 2 {
                put(20 + n, near.shape);
                put(30 + n, near.suffix);
                if near.first > 1 {
                    put(40 + n, near.first);
                }
                put(70 + n, both(near.tag, here.tag));
            }
        }
        let edge = Atom { word: EDGE, shape: EDGE, tag: 99, ..Atom::default() };
        let [before2, before, after, after2] = [-2, -1, 1, 2].map(|far| self.atoms.around(at, far).unwrap_or(&edge));
        put(80, both(before.word, here.word));
        put(81, both(here.word, after.word));
        put(82, both(both(before.shape, here.shape), after.shape));
        put(83, both(both(before.tag, here.tag), after.tag));
        put(84, both(both(before2.tag, before.tag), here.tag));
        put(85, both(both(here.tag, after.tag), after2.tag));
        put(86, both(before.word, here.tag));
        put(87, both(here.tag, after.word));
        put(88, here.tag);
        put(89, here.narrow);
        put(96, here.wide);
        put(97, both(both(before.wide, here.wide), after.wide));
        put(98, both(before.wide, here.tag));
        put(90, both(before.wide, here.wide));
        put(91, both(here.wide, after.wide));
        put(92, both(before2.word, before.word));
        put(93, both(after.word, after2.word));
        if here.first > 1 {
            put(94, here.first);
        }
        if here.second > 1 {
            put(95, here.second);
        }
    }

    fn quotation(&self, at: usize, here: &Atom, put: &mut impl FnMut(u32, u32)) {
        let Some(token) = self.cut.tokens.get(at) else { return };
        let state = token.quote as u32;
        let quote = |at: Option<usize>| at.and_then(|at| self.cut.tokens.get(at)).map_or(9, |t| t.quote as u32);
        let (before, after) = (quote(at.checked_sub(1)), quote(Some(at + 1)));
        put(100, state);
        put(101, before);
        put(102, after);
        put(103, state * 100 + before * 10 + after);
        put(104, both(state, here.tag));
        let span = (token.quotation as usize).checked_sub(1).and_then(|number| self.cut.quotations.get(number));
        let Some((start, end)) = span else { return };
        let (start, end) = (*start as usize, *end as usize);
        let length = step(end - start - 2);
        put(110, length);
        let edge = Atom { word: EDGE, tag: 99, ..Atom::default() };
        let near = |at: Option<usize>| at.and_then(|at| self.atoms.at(at)).unwrap_or(&edge);
        let (outside, last, next) = (near(start.checked_sub(1)), near(Some(end.saturating_sub(2))), near(Some(end)));
        put(111, both(length, outside.tag));
        put(112, both(length, last.tag));
        put(113, both(length, next.tag));
        put(114, both(outside.tag, both(last.tag, next.tag)));
        put(115, both(outside.word, state));
        put(116, both(next.word, state));
        put(117, both(near(Some(end + 1)).tag, next.tag));
        put(118, both(u32::from(near(Some(start + 1)).capital), both(last.tag, outside.tag)));
    }

    fn cues(&self, at: usize, here: &Atom, put: &mut impl FnMut(u32, u32)) {
        let state = self.cut.tokens.get(at).map_or(0, |t| t.quote as u32);
        let commas = u32::from(self.commas.get(at).copied().unwrap_or(0).min(2));
        let left = self.left.get(at).copied().unwrap_or(NONE);
        if left == NONE {
            put(120, state);
        } else if let Some(cue) = self.atoms.at(left as usize) {
            let far = step(at - left as usize);
            let next = self.atoms.at(left as usize + 1).map_or(EDGE, |a| a.word);
            let next_tag = self.atoms.at(left as usize + 1).map_or(99, |a| a.tag);
            put(121, far);
            put(122, cue.word);
            put(123, state);
            put(124, next);
            put(125, both(commas, both(next_tag, cue.tag)));
            put(126, both(far, both(commas, next_tag)));
            put(127, both(cue.word, commas));
            put(128, both(here.tag, both(commas, next_tag)));
            put(129, both(cue.word, next));
            put(119, both(cue.narrow, both(commas, next_tag)));
        }
        let right = self.right.get(at).copied().unwrap_or(NONE);
        if right == NONE {
            put(130, state);
        } else if let Some(cue) = self.atoms.at(right as usize) {
            let far = right as usize - at;
            put(131, step(far));
            put(132, cue.word);
            put(133, state);
            put(134, both(cue.tag, step(far)));
            put(139, both(cue.narrow, step(far)));
            let before = self.atoms.around(right as usize, -1).map_or(99, |a| a.tag);
            put(135, both(before, step(far)));
            if far <= 6 {
                let between = (at + 1..right as usize).filter_map(|at| self.atoms.at(at));
                put(136, between.clone().fold(1, |sum, atom| both(sum, atom.tag)));
                put(137, between.fold(1, |sum, atom| both(sum, atom.shape)));
            }
        }
        put(138, both(u32::from(left == NONE), both(u32::from(right == NONE), state)));
    }

    fn sentence(&self, at: usize, here: &Atom, put: &mut impl FnMut(u32, u32)) {
        let number = self.cut.tokens.get(at).map_or(0, |t| t.sentence as usize);
        let Some(facts) = self.sentences.get(number) else { return };
        let state = self.cut.tokens.get(at).map_or(0, |t| t.quote as u32);
        put(140, both(facts.cues.min(2) * 2 + facts.quotes, state));
        put(141, step(at - facts.first));
        put(142, step(facts.end - 1 - at));
        let near = |far: isize| number.checked_add_signed(far).and_then(|n| self.sentences.get(n));
        let kind = |facts: Option<&SentenceFacts>| facts.map_or(9, |f| f.cues.min(1) * 2 + f.quotes);
        let (previous, next) = (kind(near(-1)), kind(near(1)));
        put(143, both(previous, u32::from(facts.opens)));
        put(144, next);
        let first = self.atoms.at(facts.first);
        put(145, first.map_or(EDGE, |a| a.word));
        put(146, both(u32::from(facts.cue_late) * 2 + u32::from(facts.cue_early), state));
        put(147, both(facts.place, u32::from(facts.opens)));
        put(148, both(first.map_or(0, |a| a.tag), both(facts.cues.min(2), previous)));
        if at == facts.first {
            put(149, previous);
            put(150, both(here.word, u32::from(facts.cue_late)));
        }
        put(151, both(here.tag, both(step(at - facts.first), u32::from(facts.cue_late))));
    }
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}
