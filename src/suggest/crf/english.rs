//! What the program knows of English before anything was labelled: words that are used alike, and parts of speech. It comes
//! with the program (`assets/model/english.bin`; its card tells from where) and serves all models.

use super::codec::{Reader, Writer};
use super::cut::Cut;
use super::file::{Kind, ModelError, opened, sealed};
use super::lexicon::Table;
use super::tagger::Tagger;
use std::collections::BTreeMap;

/// What the file is.
const FILE: Kind = Kind { magic: *b"BYEN", version: 1 };

/// Groups of words, and the tagger.
#[derive(Clone, Debug, PartialEq)]
pub struct English {
    pub(super) groups: Table<(u16, u16)>,
    pub(super) tagger: Tagger,
}

impl English {
    /// Reads the file.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut input = opened(bytes, FILE)?;
        Self::parts(&mut input).map_err(|_| ModelError::Damaged)
    }

    fn parts(input: &mut Reader<'_>) -> Result<Self, super::codec::Broken> {
        let mut words = BTreeMap::new();
        let mut word = 0_u32;
        for _ in 0..input.length()? {
            word = word.wrapping_add(input.number()?);
            words.insert(word, (input.number()? as u16, input.number()? as u16));
        }
        Ok(Self { groups: Table::new(&words), tagger: Tagger::read(input)? })
    }

    /// Writes the file.
    pub fn write(&self) -> Vec<u8> {
        let mut out = Writer::default();
        let words = self.groups.sorted();
        out.number(words.len() as u32);
        let mut before = 0;
        for (word, (narrow, wide)) in words {
            out.number(word - before);
            before = word;
            out.number(u32::from(narrow));
            out.number(u32::from(wide));
        }
        self.tagger.write(&mut out);
        sealed(FILE, out)
    }

    pub(super) fn tags(&self, cut: &Cut) -> Vec<u8> {
        self.tagger.tags(cut, &self.groups)
    }
}
