//! Which article says what: the state of each cell of threads by articles, and the matrix made of them.

mod cells;
mod columns;
mod facts;
mod matrix;
mod nearest;
mod rows;
mod state;
#[cfg(test)]
mod tests;

pub use cells::{Cell, Coverage};
pub use columns::{Axis, Column, ColumnOrder, ColumnView, Counting};
pub use facts::{ArticleFacts, ThreadFacts};
pub use matrix::{Matrix, Square};
pub use nearest::{Passage, nearest_passages};
pub use rows::{Only, RowItem, RowOrder, RowView};
pub use state::CellState;
