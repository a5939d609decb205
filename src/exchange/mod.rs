//! Reading articles and annotations from other formats, and writing them. Readers take bytes and writers a sink; only
//! `gather` opens files, those of inputs.

pub mod articles;
pub mod export;
pub mod formats;
pub mod gather;
pub mod jsonl;
pub mod to_file;
