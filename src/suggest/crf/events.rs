//! Features for events: the word, its stem and neighbours.

use super::atoms::{Atom, Atoms};
use super::hash::{Feature, both, filled};

const EDGE: u32 = 0x0E0E_0E0E;

/// Puts the features of a token into `out`.
pub(super) fn of(atoms: &Atoms, repeats: u32, at: usize, out: &mut Vec<Feature>) {
    out.clear();
    let Some(here) = atoms.at(at) else { return };
    let edge = Atom { word: EDGE, stem: EDGE, shape: EDGE, suffix: EDGE, tag: 99, ..Atom::default() };
    let around = |far: isize| atoms.around(at, far).unwrap_or(&edge);
    let [before2, before, after, after2] = [-2, -1, 1, 2].map(around);
    let mut put = |template: u32, value: u32| out.push(filled(0x9000 + template, value));
    put(0, 0);
    put(1, here.word);
    put(2, here.stem);
    put(3, here.shape);
    put(4, here.first);
    put(5, here.suffix);
    put(6, here.short_suffix);
    put(7, here.prefix);
    put(8, here.tag);
    put(9, here.narrow);
    put(10, here.wide);
    put(11, both(here.first, here.tag));
    put(12, both(here.narrow, here.tag));
    put(13, both(here.stem, here.tag));
    put(14, both(here.suffix, here.tag));
    put(15, both(here.wide, both(here.tag, here.first)));
    for (n, far) in [-3_isize, -2, -1, 1, 2, 3].into_iter().enumerate() {
        let (n, near) = (n as u32, around(far));
        put(20 + n, near.word);
        put(30 + n, near.tag);
        put(40 + n, near.wide);
        put(50 + n, near.first);
        if far.abs() <= 2 {
            put(60 + n, near.shape);
            put(70 + n, near.suffix);
            put(80 + n, both(near.tag, here.tag));
            put(90 + n, near.narrow);
        }
    }
    put(100, both(before.word, here.stem));
    put(101, both(here.stem, after.word));
    put(102, both(before.word, here.suffix));
    put(103, both(here.suffix, after.word));
    put(104, both(before.word, after.word));
    put(105, both(both(before.tag, here.tag), after.tag));
    put(106, both(both(before2.tag, before.tag), here.tag));
    put(107, both(both(here.tag, after.tag), after2.tag));
    put(108, both(both(before.tag, here.first), after.tag));
    put(109, both(before.wide, here.wide));
    put(110, both(here.wide, after.wide));
    put(111, both(before.word, here.tag));
    put(112, both(here.tag, after.word));
    put(113, both(before.word, here.first));
    put(114, both(here.first, after.word));
    put(115, both(before2.word, both(before.word, here.tag)));
    put(116, both(repeats.min(3), here.tag));
    put(117, both(repeats.min(3), here.first));
}
