//! The mouse on the text: one hit test, clicks that go outward, drags that select, handles that move edges.

use super::Mode;
use super::handle::{Grasped, moved_edge};
use super::hot::{Handle, Hot, SuggestedAt, byte_at, laid_at, next_outward};
use super::paint::Sheet;
use crate::model::{AnnotationId, SuggestionId};
use crate::session::EditRequest;
use crate::text::{ByteOffset, Grain, Text, TextSpan, snap};
use crate::ui::{Message, Outbox};
use egui::{CursorIcon, PointerButton, Pos2, Response, Ui};

/// Longest time between two clicks that belong together, in seconds.
const BETWEEN_CLICKS: f64 = 0.4;
/// Farthest that clicks which belong together are apart, in points.
const SAME_PLACE: f32 = 6.0;
/// How fast the text scrolls while a drag is past its edge, in points a second for each point past it.
const PULL: f32 = 12.0;

/// What a drag does.
#[derive(Clone, Debug, Default)]
enum Drag {
    #[default]
    None,
    /// Selects from the anchor; whole units where it began with several clicks.
    Select { anchor: ByteOffset, clicks: u32, sent: Option<(ByteOffset, ByteOffset)> },
    /// Moves an end of a fragment; `spans` are the fragments if it were let go now.
    Handle { of: Grasped, handle: Handle, spans: Vec<TextSpan> },
}

/// What the mouse did last.
#[derive(Clone, Debug, Default)]
pub(super) struct Pointer {
    drag: Drag,
    last_click: Option<(f64, Pos2, u32)>,
    last_pick: Option<(Pos2, AnnotationId)>,
    /// The raw selection that the mouse made, or the annotation that it picked: the floating bar is for those.
    pub(super) selected: Option<TextSpan>,
    /// The annotation that the mouse picked last.
    pub(super) picked: Option<AnnotationId>,
    /// Where the context menu was opened.
    pub(super) menu_at: Option<ByteOffset>,
    /// When several clicks that make a sticky label act, in seconds: a further click would select more.
    due: Option<f64>,
    /// The pointer has moved since the last key: only then does it show what it rests on.
    pub(super) has_moved: bool,
    /// Annotations behind the "+n" that was clicked, with its place.
    pub(super) list: Option<(Pos2, Vec<AnnotationId>)>,
}

/// What the pointer is over.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Over {
    /// The innermost annotation, or the one whose bar it is.
    pub(super) annotation: Option<AnnotationId>,
    /// The suggestion, where there is no annotation of one's own, or whose bar it is.
    pub(super) suggestion: Option<SuggestionId>,
    /// Somebody else's, where there is none of one's own.
    pub(super) others: Vec<(usize, AnnotationId)>,
}

impl Pointer {
    /// The fragments of what is grasped if the handle were let go now.
    pub(super) fn preview(&self) -> Option<&[TextSpan]> {
        match &self.drag {
            Drag::Handle { spans, .. } => Some(spans),
            _ => None,
        }
    }

    /// True while the mouse selects or moves an end.
    pub(super) fn is_dragging(&self) -> bool {
        !matches!(self.drag, Drag::None)
    }

    /// Takes in what the mouse did since the last frame; gives how far the text should scroll, in points.
    pub(super) fn handle(
        &mut self,
        ui: &Ui,
        response: &Response,
        sheet: &Sheet<'_>,
        hot: &Hot,
        out: &mut Outbox,
    ) -> f32 {
        self.note_movement(ui);
        self.act_when_due(ui, sheet, out);
        if response.clicked_by(PointerButton::Primary)
            && let Some(pos) = response.interact_pointer_pos()
        {
            take_focus(response);
            self.click(ui, pos, sheet, hot, out);
        }
        if response.secondary_clicked()
            && let Some(pos) = response.interact_pointer_pos()
        {
            take_focus(response);
            self.right_click(pos, sheet, hot, out);
        }
        if response.drag_started_by(PointerButton::Primary) {
            take_focus(response);
            self.start_drag(ui, sheet, hot);
        }
        let mut scroll = 0.0;
        if response.dragged_by(PointerButton::Primary)
            && let Some(pos) = response.interact_pointer_pos()
        {
            self.drag_to(pos, sheet, out);
            scroll = pull(ui, pos, sheet);
        }
        if response.drag_stopped() {
            // The last way of the pointer may have come with the release.
            if let Some(pos) = response.interact_pointer_pos() {
                self.drag_to(pos, sheet, out);
            }
            self.end_drag(ui, sheet, out);
        }
        self.cursor(ui, response, hot);
        scroll
    }

    /// Keys and the wheel change what is under a pointer that stands still.
    fn note_movement(&mut self, ui: &Ui) {
        let (moved, other) = ui.input(|i| {
            let other = i.events.iter().any(|e| matches!(e, egui::Event::Key { .. } | egui::Event::MouseWheel { .. }));
            (i.pointer.delta() != egui::Vec2::ZERO, other || i.pointer.any_pressed())
        });
        self.has_moved = (self.has_moved || moved) && !other;
    }

    /// The annotations that a sticky label or a pending fragment makes of several clicks: one, of the last.
    fn act_when_due(&mut self, ui: &Ui, sheet: &Sheet<'_>, out: &mut Outbox) {
        let Some(due) = self.due else { return };
        let time = ui.input(|i| i.time);
        if self.selected.is_none() || sheet.view.reader.raw_selection() != self.selected {
            self.due = None;
        } else if time >= due && !ui.input(|i| i.pointer.any_down()) {
            self.due = None;
            out.push(Message::Released { add_fragment: false });
        } else {
            ui.request_repaint_after(std::time::Duration::from_secs_f64((due - time).max(0.01)));
        }
    }

    /// How many clicks a press at this time and place would make.
    fn clicks(&self, time: f64, pos: Pos2) -> u32 {
        match self.last_click {
            Some((then, there, count)) if time - then < BETWEEN_CLICKS && there.distance(pos) < SAME_PLACE => {
                count % 4 + 1
            }
            _ => 1,
        }
    }

    fn click(&mut self, ui: &Ui, pos: Pos2, sheet: &Sheet<'_>, hot: &Hot, out: &mut Outbox) {
        let (time, modifiers) = ui.input(|i| (i.time, i.modifiers));
        let text = sheet.document.text();
        let clicks = (self.clicks(time, pos) + released_at(ui, pos).saturating_sub(1) - 1) % 4 + 1;
        self.last_click = Some((time, pos, clicks));
        if clicks == 1 {
            self.due = None;
        }
        if let Some(ids) = hot.more_at(pos) {
            self.list = Some((pos, ids.to_vec()));
            return;
        }
        let Some(at) = byte_at(sheet.laid, text.as_str(), pos) else { return };
        if modifiers.shift {
            self.selected = Some(TextSpan::new(sheet.view.reader.anchor.unwrap_or(sheet.view.reader.caret), at));
            out.push(Message::Caret { at, extend: true });
            out.push(Message::Released { add_fragment: false });
        } else if clicks == 1 {
            self.plain_click(pos, at, sheet, hot, out);
        } else if let Some(span) = unit(text, under(sheet, pos).unwrap_or(at), clicks) {
            self.select(span.start(), span.end(), out);
            if acts_on_release(&sheet.view.reader.mode) && !modifiers.command && clicks < 4 {
                self.due = Some(time + BETWEEN_CLICKS);
            } else {
                self.due = None;
                out.push(Message::Released { add_fragment: modifiers.command });
            }
        }
    }

    /// The caret goes where the click was; an annotation there becomes current, or the next one outward.
    fn plain_click(&mut self, pos: Pos2, at: ByteOffset, sheet: &Sheet<'_>, hot: &Hot, out: &mut Outbox) {
        self.selected = None;
        if let (Some(id), Mode::Offer { offers, .. }) = (hot.badge_at(pos), &sheet.view.reader.mode)
            && let Some(at) = offers.iter().position(|offer| offer.from == id || offer.to == id)
        {
            out.push(Message::ToggleOffer(at));
            return;
        }
        let exact = hot.badge_at(pos).or_else(|| hot.bar_at(pos));
        let here = match exact {
            Some(id) => vec![id],
            None => annotations_at(sheet, pos),
        };
        if let Mode::Relate { candidates, .. } = &sheet.view.reader.mode
            && let Some(id) = here.iter().find(|id| candidates.iter().any(|c| c.0 == **id))
        {
            out.push(Message::Pick(*id));
            return;
        }
        let last = self.last_pick.filter(|(there, _)| there.distance(pos) < SAME_PLACE).map(|(_, id)| id);
        self.picked = next_outward(&here, last.filter(|id| sheet.view.reader.current == Some(*id)));
        self.last_pick = self.picked.map(|id| (pos, id));
        if exact.is_none() {
            out.push(Message::Caret { at, extend: false });
        }
        let over = over(sheet, hot, pos);
        if let Some(id) = over.suggestion.filter(|_| matches!(sheet.view.reader.mode, Mode::Normal)) {
            self.picked = None;
            out.push(Message::PickSuggestion(id));
        } else if let Some(id) = self.picked {
            out.push(Message::Pick(id));
        } else if let Some((number, id)) = over.others.first()
            && let Some((annotator, _)) = sheet.others.get(*number)
        {
            out.push(Message::LookAt { annotator: annotator.clone(), id: *id });
        }
    }

    fn right_click(&mut self, pos: Pos2, sheet: &Sheet<'_>, hot: &Hot, out: &mut Outbox) {
        let Some(at) = byte_at(sheet.laid, sheet.document.text().as_str(), pos) else { return };
        self.menu_at = Some(at);
        if sheet.selection.is_some_and(|span| span.touches(at)) {
            return;
        }
        let exact = hot.bar_at(pos);
        let current = sheet.view.reader.current;
        let here = exact.map_or_else(|| annotations_at(sheet, pos), |id| vec![id]);
        if current.is_some_and(|id| here.contains(&id)) {
            return;
        }
        out.push(Message::Caret { at, extend: false });
        if let Some(id) = here.first() {
            out.push(Message::Pick(*id));
        }
    }

    fn start_drag(&mut self, ui: &Ui, sheet: &Sheet<'_>, hot: &Hot) {
        let (origin, time, modifiers) = ui.input(|i| (i.pointer.press_origin(), i.time, i.modifiers));
        let Some(origin) = origin else { return };
        let state = sheet.view.reader;
        if let (Some(handle), Some((of, _, fragments))) = (hot.handle_at(origin), sheet.in_hand()) {
            self.drag = Drag::Handle { of, handle, spans: fragments.to_vec() };
            return;
        }
        let Some(at) = byte_at(sheet.laid, sheet.document.text().as_str(), origin) else { return };
        self.due = None;
        let anchor = if modifiers.shift { state.anchor.unwrap_or(state.caret) } else { at };
        self.drag = Drag::Select { anchor, clicks: self.clicks(time, origin), sent: None };
    }

    fn drag_to(&mut self, pos: Pos2, sheet: &Sheet<'_>, out: &mut Outbox) {
        let text = sheet.document.text();
        let Some(at) = byte_at(sheet.laid, text.as_str(), pos) else { return };
        match &mut self.drag {
            Drag::None => {}
            Drag::Select { anchor, clicks, sent } => {
                let ends = match (*clicks, unit(text, *anchor, *clicks), unit(text, at, *clicks)) {
                    (2.., Some(a), Some(b)) if at < *anchor => (a.cover(b).end(), a.cover(b).start()),
                    (2.., Some(a), Some(b)) => (a.cover(b).start(), a.cover(b).end()),
                    _ => (*anchor, at),
                };
                if *sent != Some(ends) && !(ends.0 == ends.1 && sent.is_none()) {
                    *sent = Some(ends);
                    self.select(ends.0, ends.1, out);
                }
            }
            Drag::Handle { of, handle, spans } => {
                let in_hand = sheet.in_hand().filter(|(other, ..)| other == of);
                let Some(old) = in_hand.and_then(|(.., fragments)| fragments.get(handle.fragment)) else { return };
                let moved = moved_edge(text, *old, handle.edge, at, sheet.view.reader.grain);
                if let (Some(slot), Some(moved)) = (spans.get_mut(handle.fragment), moved) {
                    *slot = moved;
                }
            }
        }
    }

    fn end_drag(&mut self, ui: &Ui, sheet: &Sheet<'_>, out: &mut Outbox) {
        match std::mem::take(&mut self.drag) {
            Drag::Select { sent: Some(_), .. } => {
                out.push(Message::Released { add_fragment: ui.input(|i| i.modifiers.command) });
            }
            Drag::Handle { of, spans, .. } => {
                let changed = sheet.in_hand().is_some_and(|(other, _, old)| other == of && old != spans);
                match (of, sheet.view.reader.article.filter(|_| changed)) {
                    (Grasped::Annotation(id), Some(article)) => {
                        out.edit(EditRequest::SetFragments { article, id, spans });
                    }
                    (Grasped::Suggestion(id), Some(_)) => out.push(Message::AcceptWith { id, spans }),
                    (_, None) => {}
                }
            }
            _ => {}
        }
    }

    fn select(&mut self, anchor: ByteOffset, caret: ByteOffset, out: &mut Outbox) {
        self.selected = Some(TextSpan::new(anchor, caret));
        self.picked = None;
        out.push(Message::Select { anchor, caret });
    }

    fn cursor(&self, ui: &Ui, response: &Response, hot: &Hot) {
        let Some(pos) = response.hover_pos() else { return };
        let icon = if matches!(self.drag, Drag::Handle { .. }) || hot.handle_at(pos).is_some() {
            CursorIcon::ResizeHorizontal
        } else if hot.bar_at(pos).or(hot.badge_at(pos)).is_some()
            || hot.suggestion_at(pos, SuggestedAt::Bar).is_some()
            || hot.more_at(pos).is_some()
        {
            CursorIcon::PointingHand
        } else {
            CursorIcon::Text
        };
        ui.set_cursor_icon(icon);
    }
}

/// How often the button was let go at a place in this frame: a slow frame may hold all of a double click.
fn released_at(ui: &Ui, place: Pos2) -> u32 {
    let released = |event: &egui::Event| {
        matches!(event, egui::Event::PointerButton { pos, button: PointerButton::Primary, pressed: false, .. }
            if pos.distance(place) < SAME_PLACE)
    };
    ui.input(|i| i.events.iter().filter(|event| released(event)).count()) as u32
}

/// Takes focus where it is elsewhere: asking again would let go of the keys that the reader has locked.
fn take_focus(response: &Response) {
    if !response.has_focus() {
        response.request_focus();
    }
}

/// True where the mouse's release labels or adds a fragment by itself.
fn acts_on_release(mode: &Mode) -> bool {
    matches!(mode, Mode::Sticky(_) | Mode::Offer { sticky: Some(_), .. } | Mode::AddFragment(_))
}

/// What the pointer is over at a place.
pub(super) fn over(sheet: &Sheet<'_>, hot: &Hot, pos: Pos2) -> Over {
    if let (None, Some(id)) = (hot.bar_at(pos), hot.suggestion_at(pos, SuggestedAt::Bar)) {
        return Over { suggestion: Some(id), ..Over::default() };
    }
    let annotation = hot.bar_at(pos).or_else(|| annotations_at(sheet, pos).first().copied());
    let suggestion = hot.suggestion_at(pos, SuggestedAt::Words).filter(|_| annotation.is_none());
    let mut others = Vec::new();
    if let (None, Some((piece, at))) = (annotation, char_at(sheet, pos)) {
        for (number, (_, marks)) in sheet.others.iter().enumerate() {
            others.extend(marks.at(piece, at).iter().map(|annotation| (number, annotation.id)));
        }
    }
    Over { annotation, suggestion, others }
}

/// The character under a place, with the number of its piece.
fn char_at(sheet: &Sheet<'_>, pos: Pos2) -> Option<(usize, ByteOffset)> {
    let laid = laid_at(sheet.laid, pos.y)?;
    Some((laid.piece, laid.char_under(pos)?))
}

fn under(sheet: &Sheet<'_>, pos: Pos2) -> Option<ByteOffset> {
    char_at(sheet, pos).map(|(_, at)| at)
}

/// The annotator's own annotations over the character at a place, the innermost first.
fn annotations_at(sheet: &Sheet<'_>, pos: Pos2) -> Vec<AnnotationId> {
    let Some((piece, at)) = char_at(sheet, pos) else { return Vec::new() };
    sheet.marks.at(piece, at).iter().map(|annotation| annotation.id).collect()
}

/// What several clicks at a place select: word, sentence, paragraph.
fn unit(text: &Text, at: ByteOffset, clicks: u32) -> Option<TextSpan> {
    let grain = match clicks {
        1 => return None,
        2 => Grain::Word,
        3 => Grain::Sentence,
        _ => Grain::Paragraph,
    };
    snap(text, TextSpan::caret(at), grain)
}

/// How far the text should scroll while a drag is past its upper or lower edge.
fn pull(ui: &Ui, pos: Pos2, sheet: &Sheet<'_>) -> f32 {
    let past = (pos.y - sheet.frame.bottom()).max(0.0) + (pos.y - sheet.frame.top()).min(0.0);
    if past == 0.0 {
        return 0.0;
    }
    ui.request_repaint();
    past * PULL * ui.input(|i| i.stable_dt).min(0.1)
}
