//! Marks beside the scroll bar: where one's own annotations lie in the article, and what was found.

use super::document::Document;
use super::words::{accessible_name, label_color, label_name};
use crate::model::{AnnotationId, Layer};
use crate::text::{ByteOffset, TextSpan};
use crate::ui::View;
use crate::ui::widgets::count;
use egui::{Color32, Mesh, Rect, Sense, Shape, Ui, WidgetInfo, pos2, vec2};
use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

/// Height of a mark, in points: annotations whose marks would touch share one.
const ROW: f32 = 3.0;
/// Width of the strip that the marks are in, in points.
const WIDTH: f32 = 7.0;
/// Width of the marks of what was found, at the strip's left, in points.
const FOUND: f32 = 3.0;
/// Labels that one mark shows side by side.
const COLORS: usize = 3;
/// Annotations that are put in place in one frame: with more, the marks of a large layer follow over several.
const A_FRAME: usize = 500;
/// Points that the estimated height of the whole text may be off on the strip before the marks are placed anew.
const OFF: f64 = 1.5;

/// What lies in one row of the strip.
#[derive(Clone, Debug, Default)]
struct Row {
    /// Annotations by their label's place in the codebook.
    labels: BTreeMap<usize, usize>,
    /// The first of them.
    first: Option<(ByteOffset, AnnotationId)>,
    /// The first place found.
    found: Option<ByteOffset>,
    /// Places found.
    hits: usize,
}

/// What the marks were placed from.
#[derive(Clone, Debug)]
struct Placed {
    layer: Option<Arc<Layer>>,
    found: (usize, Option<ByteOffset>, Option<ByteOffset>),
    track: Rect,
    page: Page,
    dark: bool,
    codebook: usize,
}

/// The heights that places are taken from, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Page {
    /// Above the text.
    header: f64,
    /// Everything that is scrolled.
    whole: f64,
}

/// The marks beside the scroll bar.
#[derive(Default)]
pub(super) struct Overview {
    from: Option<Placed>,
    rows: Vec<Row>,
    /// Rows that are being filled, and the annotation that comes next.
    filling: Option<(Vec<Row>, Option<AnnotationId>)>,
    mesh: Option<Arc<Mesh>>,
    /// Sizes of the last frame: while they change with every frame, nothing is placed.
    sizes: Option<(Rect, Page)>,
    waits: bool,
}

impl Page {
    /// The heights of a document with what stands above and below it, in points.
    pub(super) fn of(document: &Document, header: f64, foot: f64) -> Self {
        Self { header, whole: header + document.height() + foot }
    }
}

impl Overview {
    /// Draws the marks at the right of `frame`; where one is clicked, gives how far to scroll, in points.
    pub(super) fn go(
        &mut self,
        ui: &Ui,
        view: &View<'_>,
        document: &mut Document,
        frame: Rect,
        page: Page,
    ) -> Option<f64> {
        // All of a short article is on the screen: there is nowhere to go.
        let fits = page.whole <= f64::from(frame.height());
        let at = if fits { None } else { self.show(ui, view, document, frame, page) }?;
        let (top, _) = document.row_of(ui.ctx(), at)?;
        ui.ctx().request_repaint();
        Some(page.header + top - f64::from(frame.height()) / 3.0)
    }

    fn show(&mut self, ui: &Ui, view: &View<'_>, document: &Document, frame: Rect, page: Page) -> Option<ByteOffset> {
        let bar = ui.spacing().scroll.bar_width + 1.0;
        let track = Rect::from_min_max(pos2(frame.right() - bar - WIDTH, frame.top()), frame.max - vec2(bar, 0.0));
        self.follow(view, document, track, page);
        if self.filling.is_some() || self.waits {
            ui.ctx().request_repaint();
        }
        let mesh = self.mesh.clone()?;
        ui.painter().add(Shape::Mesh(mesh));
        let response = ui.interact(track, egui::Id::unique("article overview"), Sense::CLICK);
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Meter, true, "Annotations in the article"));
        let row = self.row_at(response.hover_pos()?.y - track.top())?;
        let at = row.first.map(|(at, _)| at).or(row.found);
        let words = row.words(view, document);
        let clicked = response.clicked();
        response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(words);
        at.filter(|_| clicked)
    }

    /// The row with marks that is nearest to a distance from the top, at most a row away.
    fn row_at(&self, y: f32) -> Option<&Row> {
        let at = row_number(f64::from(y));
        let near = [Some(at), at.checked_sub(1), Some(at + 1)];
        near.into_iter().flatten().filter_map(|i| self.rows.get(i)).find(|row| !row.is_empty())
    }

    /// Places the marks anew where something they depend on has changed.
    fn follow(&mut self, view: &View<'_>, document: &Document, track: Rect, page: Page) {
        let found = &view.reader.found;
        let now = Placed {
            layer: view.layer().cloned(),
            found: (found.len(), found.first().map(|span| span.start()), found.last().map(|span| span.end())),
            track,
            page,
            dark: view.theme.dark,
            codebook: Arc::as_ptr(&view.project().codebook) as usize,
        };
        let is_settled = self.sizes.replace((track, page)) == Some((track, page)) || self.from.is_none();
        self.waits = false;
        if !self.from.as_ref().is_some_and(|old| old.is_like(&now)) {
            // While a layer's next state is placed, the marks of the last one stay.
            let is_other = self.from.as_ref().is_none_or(|old| old.track != now.track);
            if is_other {
                self.rows.clear();
                self.mesh = None;
            }
            if !is_settled {
                (self.filling, self.waits) = (None, true);
                return;
            }
            let mut rows = vec![Row::default(); row_number(f64::from(track.height())) + 1];
            for span in found {
                let at = span.start();
                if let Some(row) = rows.get_mut(place(document, page, track, at)) {
                    row.found.get_or_insert(at);
                    row.hits += 1;
                }
            }
            self.filling = Some((rows, None));
            self.from = Some(now);
        }
        self.fill(view, document);
    }

    /// Puts some more annotations in their rows; shows the rows once all are there.
    fn fill(&mut self, view: &View<'_>, document: &Document) {
        let (Some((rows, next)), Some(from)) = (&mut self.filling, &self.from) else { return };
        let labels = view.project().codebook.ordered();
        let (mut last, mut taken) = (*next, 0);
        if let Some(layer) = from.layer.as_ref().filter(|layer| layer.text == document.text().hash()) {
            let start = next.map_or(Bound::Unbounded, Bound::Excluded);
            for (id, annotation) in layer.annotations.range((start, Bound::Unbounded)).take(A_FRAME) {
                (last, taken) = (Some(*id), taken + 1);
                let Some(at) = annotation.cover().map(TextSpan::start) else { continue };
                let label = labels.iter().position(|label| label.id == annotation.label).unwrap_or(usize::MAX);
                let Some(row) = rows.get_mut(place(document, from.page, from.track, at)) else { continue };
                *row.labels.entry(label).or_default() += 1;
                row.first = Some(row.first.map_or((at, *id), |first| first.min((at, *id))));
            }
        }
        if taken == A_FRAME {
            *next = last;
            return;
        }
        self.rows = std::mem::take(rows);
        self.filling = None;
        let colors = |label: usize| {
            let id = labels.get(label).map(|label| &label.id);
            id.map_or(view.theme.muted, |id| view.theme.label_line(label_color(&view.project().codebook, id)))
        };
        self.mesh = self.drawn(view, colors);
    }

    /// All marks as one shape; nothing where there are none.
    fn drawn(&self, view: &View<'_>, color: impl Fn(usize) -> Color32) -> Option<Arc<Mesh>> {
        let track = self.from.as_ref()?.track;
        let mut mesh = Mesh::default();
        for (i, row) in self.rows.iter().enumerate() {
            let top = track.top() + i as f32 * ROW;
            let mark = |left: f32, right: f32| Rect::from_x_y_ranges(left..=right, top..=top + ROW - 1.0);
            if row.hits > 0 {
                mesh.add_colored_rect(mark(track.left() - FOUND - 1.0, track.left() - 1.0), view.theme.warning);
            }
            let shown = row.labels.len().min(COLORS);
            for (n, label) in row.labels.keys().take(shown).enumerate() {
                let width = track.width() / shown as f32;
                let left = track.left() + n as f32 * width;
                mesh.add_colored_rect(mark(left, left + width), color(*label));
            }
        }
        (!mesh.is_empty()).then(|| Arc::new(mesh))
    }
}

impl Placed {
    /// True where marks placed from this are still right.
    fn is_like(&self, now: &Self) -> bool {
        let same_layer = match (&self.layer, &now.layer) {
            (Some(old), Some(new)) => Arc::ptr_eq(old, new),
            (None, None) => true,
            _ => false,
        };
        let off = (self.page.whole - now.page.whole).abs() / now.page.whole.max(1.0) * f64::from(now.track.height());
        same_layer
            && off < OFF
            && (self.track, self.dark, self.codebook) == (now.track, now.dark, now.codebook)
            && self.found == now.found
    }
}

impl Row {
    fn is_empty(&self) -> bool {
        self.first.is_none() && self.found.is_none()
    }

    /// What the pointer shows: one annotation by its words, several by their labels.
    fn words(&self, view: &View<'_>, document: &Document) -> String {
        let codebook = &view.project().codebook;
        let annotations: usize = self.labels.values().sum();
        let mut lines = Vec::new();
        if let (1, Some((_, id))) = (annotations, self.first) {
            let annotation = view.layer().and_then(|layer| layer.annotations.get(&id));
            lines.extend(annotation.map(|annotation| accessible_name(annotation, codebook, document.text())));
        } else {
            let labels = codebook.ordered();
            for (label, n) in &self.labels {
                let name = labels.get(*label).map_or_else(|| "Unknown".into(), |label| label_name(codebook, &label.id));
                lines.push(format!("{name}: {n}"));
            }
        }
        if self.hits > 0 {
            lines.push(count(self.hits, "place found", "places found"));
        }
        lines.join("\n")
    }
}

/// The row of the strip that a place of the text falls in, by the heights as they are known or guessed now.
fn place(document: &Document, page: Page, track: Rect, at: ByteOffset) -> usize {
    let Some((number, piece)) = document.piece_at(at).and_then(|n| Some((n, document.pieces.get(n)?))) else {
        return 0;
    };
    let (top, bottom) = (document.top(number), document.top(number + 1));
    let inside = (at.get().saturating_sub(piece.span.start().get())) as f64 / piece.span.len().max(1) as f64;
    let y = (page.header + top + inside * (bottom - top)) / page.whole.max(1.0) * f64::from(track.height());
    row_number(y)
}

/// The row at a distance from the top of the strip, in points.
#[expect(clippy::cast_sign_loss, reason = "not below 0")]
fn row_number(y: f64) -> usize {
    (y / f64::from(ROW)).max(0.0) as usize
}

#[cfg(test)]
impl Overview {
    /// Annotations in each row that has any, from the top.
    pub(super) fn rows_for_tests(&self) -> Vec<(usize, usize)> {
        let rows = self.rows.iter().enumerate();
        rows.map(|(i, row)| (i, row.labels.values().sum())).filter(|(_, n)| *n > 0).collect()
    }

    /// The part of the window that the marks are in.
    pub(super) fn track_for_tests(&self) -> Option<Rect> {
        self.from.as_ref().map(|from| from.track)
    }
}
