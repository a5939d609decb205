//! The frame of a model file: what it is, its version, and a check sum.

use super::codec::{Reader, Writer};
use thiserror::Error;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// Marks the file.
    pub(super) magic: [u8; 4],
    /// The version that this program writes and reads: it changes with the features, the cutting into tokens and the layout.
    pub(super) version: u8,
}

/// Bytes of the check sum (BLAKE3, cut short: it finds damage, not forgery).
const SUM: usize = 16;

/// Why a model cannot be used.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ModelError {
    /// There is none.
    #[error("the file of the suggestion model is missing; the other suggesters go on")]
    Missing,
    /// It is not a model.
    #[error("this is not a model of Byline; train one with byline train, or leave --model out")]
    NotAModel,
    /// Another version of the program made it.
    #[error("the model has version {found}, and this program reads version {known}; train it again with byline train")]
    Version {
        /// Its version.
        found: u8,
        /// The one that is read.
        known: u8,
    },
    /// It was cut short or changed.
    #[error("the model is damaged or cut short; copy or train it again")]
    Damaged,
}

/// Bytes of a file.
pub(super) fn sealed(kind: Kind, body: Writer) -> Vec<u8> {
    let mut out = Writer::default();
    out.raw(&kind.magic);
    out.byte(kind.version);
    out.raw(&body.bytes());
    let mut bytes = out.bytes();
    let sum = blake3::hash(&bytes);
    bytes.extend(sum.as_bytes().iter().take(SUM));
    bytes
}

/// What stands in a file, once its frame is found to be right.
pub(super) fn opened(bytes: &[u8], kind: Kind) -> Result<Reader<'_>, ModelError> {
    let Some((found, rest)) = bytes.split_first_chunk::<4>() else {
        return Err(if bytes.is_empty() { ModelError::Missing } else { ModelError::NotAModel });
    };
    if *found != kind.magic {
        return Err(ModelError::NotAModel);
    }
    let found = *rest.first().ok_or(ModelError::Damaged)?;
    if found != kind.version {
        return Err(ModelError::Version { found, known: kind.version });
    }
    let (body, sum) = bytes.split_at_checked(bytes.len().saturating_sub(SUM)).ok_or(ModelError::Damaged)?;
    let whole = blake3::hash(body).as_bytes().starts_with(sum) && sum.len() == SUM;
    if whole { Ok(Reader::new(body.get(5..).unwrap_or_default())) } else { Err(ModelError::Damaged) }
}
