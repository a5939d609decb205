//! How far a long piece of work is, and whether it goes on.

use super::problem::ExportError;

/// Counts steps of a writer, tells somebody, and hears whether to stop.
pub struct Pace<'a> {
    done: usize,
    total: usize,
    report: &'a mut dyn FnMut(usize, usize) -> bool,
}

impl<'a> Pace<'a> {
    /// A pace of so many steps; `report` gets what is done and the total, and says whether to go on.
    pub fn new(total: usize, report: &'a mut dyn FnMut(usize, usize) -> bool) -> Self {
        Self { done: 0, total, report }
    }

    /// One article is written (by a format that goes over the articles several times: once each time; what is done is
    /// then never told to be more than the total).
    ///
    /// # Errors
    /// [`ExportError::Stopped`] where the work is not wanted any more.
    pub fn step(&mut self) -> Result<(), ExportError> {
        self.done += 1;
        self.breathe()
    }

    /// Asks whether to go on, in the middle of a long step.
    ///
    /// # Errors
    /// As [`Self::step`].
    pub fn breathe(&mut self) -> Result<(), ExportError> {
        if (self.report)(self.done.min(self.total), self.total) { Ok(()) } else { Err(ExportError::Stopped) }
    }
}

impl std::fmt::Debug for Pace<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pace({} of {})", self.done, self.total)
    }
}
