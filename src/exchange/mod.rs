//! Reading articles and annotations from other formats, and writing them. Nothing here opens a file: readers take bytes.

pub mod articles;
pub mod export;
pub mod jsonl;
pub mod text_file;
