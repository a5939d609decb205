//! The matrix: rows and columns as a view asks for them, and what stands where they meet.

use super::columns::{self, Column, ColumnView};
use super::rows::{self, RowItem, RowView};
use super::{CellState, Coverage};
use crate::model::Codebook;

/// Rows and columns of a coverage. What stands where they meet is worked out when it is asked for.
#[derive(Clone, Debug)]
pub struct Matrix {
    coverage: Coverage,
    rows: Vec<RowItem>,
    columns: Vec<Column>,
}

/// Where a row and a column meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Square {
    /// The state of the one article, or the strongest of several: mentions first.
    pub state: CellState,
    /// How many mention it, of those counted as one each.
    pub mentioning: usize,
    /// How many could: those that are in its scope and not earlier than it.
    pub of: usize,
    /// How many are in each state, in the order of [`CellState::ALL`].
    pub counts: [usize; 9],
}

impl Matrix {
    /// The matrix that views ask for.
    pub fn new(coverage: &Coverage, codebook: &Codebook, rows: &RowView, columns: &ColumnView) -> Self {
        Self {
            coverage: coverage.clone(),
            rows: rows::rows(coverage, codebook, rows),
            columns: columns::columns(coverage, columns),
        }
    }

    /// What the cells follow from.
    pub fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// The rows.
    pub fn rows(&self) -> &[RowItem] {
        &self.rows
    }

    /// The columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// What stands where a row of a thread and a column meet; `None` for the head of a group.
    pub fn square(&self, row: usize, column: usize) -> Option<Square> {
        let Some(RowItem::Thread(thread)) = self.rows.get(row) else { return None };
        let column = self.columns.get(column)?;
        let mut square = Square { state: CellState::Absent, mentioning: 0, of: 0, counts: [0; 9] };
        let mut strongest = None;
        for unit in &column.units {
            let states = unit.iter().map(|article| self.coverage.state(*thread, *article));
            let Some(state) = states.min_by_key(|state| strength(*state)) else { continue };
            square.mentioning += usize::from(state.is_mention());
            square.of += usize::from(state.is_mention() || state.is_missing());
            if let Some(count) = square.counts.get_mut(state.number()) {
                *count += 1;
            }
            strongest = strongest.into_iter().chain([state]).min_by_key(|state| strength(*state));
        }
        square.state = strongest?;
        Some(square)
    }
}

/// Of several articles, one that could mention it says more than one that could not.
fn strength(state: CellState) -> (bool, CellState) {
    (matches!(state, CellState::OutOfScope | CellState::Earlier), state)
}
