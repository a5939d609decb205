//! The tables that CSV and spreadsheets share: what they are, and their rows.
//!
//! All tables are filled in one walk over the articles, a row at a time, so that none of them is ever whole in memory.

mod annotations;
mod articles;
mod attributes;
mod book;
mod codebook;
mod csv_folder;
mod recipes;
mod small;
mod statements;
mod table;
#[cfg(test)]
mod tests;
mod threads;
mod view;
mod xlsx;

pub(super) use csv_folder::FORMAT as CSV;
pub(super) use xlsx::FORMAT as XLSX;
