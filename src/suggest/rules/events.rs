//! Triggers of events.

use super::super::{Document, Proposals};
use crate::model::LabelId;
use std::ops::Range;

pub(super) fn events(_document: &Document<'_>, _tokens: Range<usize>, _label: &LabelId, _proposals: &mut Proposals) {}
