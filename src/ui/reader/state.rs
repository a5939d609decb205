//! Caret, selection, current annotation and pending mode. Plain data: no drawing, no project.

use crate::edit::plan::Offer;
use crate::model::{AnnotationId, ArticleId, LabelId, LinkStance, RelationTypeId, Suggestion, SuggestionId, ThreadId};
use crate::session::SuggestionPreferences;
use crate::text::{ByteOffset, Grain, Text, TextSpan, snap};
use std::collections::BTreeMap;

/// An end of an annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Where a fragment starts.
    Start,
    /// Where a fragment ends.
    End,
}

/// What the next keys mean.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Reading and labelling.
    #[default]
    Normal,
    /// A selection and Enter adds a fragment to this annotation.
    AddFragment(AnnotationId),
    /// Enter (or the mouse's release) labels.
    Sticky(LabelId),
    /// Arrows that would fit the annotation just made; digits untick and tick, Enter draws the ticked ones.
    Offer {
        /// The arrows.
        offers: Vec<Offer>,
        /// Which of them are ticked.
        ticked: Vec<bool>,
        /// Where the mode came from: a sticky label stays after the offer.
        sticky: Option<LabelId>,
    },
    /// Annotations that could be the other end of an arrow, numbered on the text from 1.
    Relate {
        /// The annotation that the arrow is drawn from.
        origin: AnnotationId,
        /// Candidates in the order of their numbers, with the arrow's type and whether the origin is its start.
        candidates: Vec<(AnnotationId, RelationTypeId, bool)>,
        /// Digits typed so far.
        typed: String,
    },
    /// Arrows move an edge of the current annotation.
    Edge(Edge),
    /// Letters typed after `/`, and where the caret was.
    Jump {
        /// The letters.
        typed: String,
        /// Words in view that start with them, with the letters that pick each.
        targets: Vec<(String, TextSpan)>,
    },
    /// Attributes and note stand open beside the text; digits choose a value of the attribute at this place.
    Attributes {
        /// Which attribute of the label has the digits.
        at: usize,
    },
    /// What finishing the article would mark; Enter does it.
    Finish,
}

/// Whether a move keeps the selection's anchor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extend {
    /// The selection goes.
    No,
    /// The selection grows or shrinks.
    Yes,
}

/// The reader's state.
#[derive(Clone, Debug, Default)]
pub struct ReaderState {
    /// The article.
    pub article: Option<ArticleId>,
    /// The caret: raw, not snapped; bytes of the current text.
    pub caret: ByteOffset,
    /// The other end of the selection, raw; `None` without a selection.
    pub anchor: Option<ByteOffset>,
    /// What a selection snaps to.
    pub grain: Grain,
    /// The annotation that keys act on.
    pub current: Option<AnnotationId>,
    /// The suggestion that keys act on; never together with a current annotation.
    pub suggestion: Option<SuggestionId>,
    /// Suggestions that were looked at, the last one at the end: where going back leads.
    pub looked_at: Vec<(ArticleId, SuggestionId)>,
    /// The last suggestion on the article was passed, and nothing was picked since.
    pub is_through: bool,
    /// Whether suggestions are shown, which, and in what order: as the preferences have it.
    pub suggestions: SuggestionPreferences,
    /// What the next keys mean.
    pub mode: Mode,
    /// What jumping to a word goes back to: a fragment or sticky label that waits for its words.
    pub before_jump: Mode,
    /// The place that should come into view with the next frame.
    pub reveal: Option<ByteOffset>,
    /// Where the caret was in each article that was open.
    pub remembered: BTreeMap<ArticleId, ByteOffset>,
    /// The horizontal place that Up and Down keep to, in points from the text's left edge.
    pub column: Option<f32>,
    /// Words looked for in the article; empty when the find bar is closed.
    pub found: Vec<TextSpan>,
    /// The annotation that was current before the mouse began to select: Ctrl+drag adds a fragment to it.
    pub held: Option<AnnotationId>,
    /// The label that was given last, for repeating.
    pub last_label: Option<LabelId>,
    /// The link that was made last, where no label came after it, for repeating.
    pub last_link: Option<(ThreadId, LinkStance)>,
    /// Anchor and caret before each step of growing that is still shown: shrinking goes back over them.
    pub grown: Vec<(Option<ByteOffset>, ByteOffset)>,
    /// The raw selection that the program made to show a place; a jump leaves it behind.
    pub shown: Option<TextSpan>,
    /// The sticky label, which stays while something else is pending.
    pub sticky: Option<LabelId>,
    /// The fragment whose edge the arrows move, from 0; `None` for the outermost.
    pub edge_of: Option<usize>,
    /// The other annotators whose lanes are shown.
    pub shown_annotators: Vec<crate::model::AnnotatorName>,
}

impl ReaderState {
    /// The raw selection; `None` where it is empty.
    pub fn raw_selection(&self) -> Option<TextSpan> {
        let span = TextSpan::new(self.anchor?, self.caret);
        (!span.is_empty()).then_some(span)
    }

    /// The selection as it is shown and labelled: snapped to the grain and trimmed; `None` without one.
    pub fn selection(&self, text: &Text) -> Option<TextSpan> {
        snap(text, self.raw_selection()?, self.grain)
    }

    /// What a label key would label: the selection, or the word at the caret.
    pub fn target(&self, text: &Text) -> Option<TextSpan> {
        match self.raw_selection() {
            Some(raw) => snap(text, raw, self.grain),
            None => snap(text, TextSpan::caret(self.caret), Grain::Word),
        }
    }

    /// Puts the caret somewhere; without `extend` the selection goes, and with any move the current annotation.
    pub fn place(&mut self, at: ByteOffset, extend: Extend) {
        match extend {
            Extend::No => self.anchor = None,
            Extend::Yes => self.anchor = self.anchor.or(Some(self.caret)),
        }
        self.held = self.current.take().or(self.held);
        if extend == Extend::No {
            self.held = None;
        }
        self.suggestion = None;
        self.is_through = false;
        self.caret = at;
        self.column = None;
        self.grown.clear();
        self.shown = None;
    }

    /// Notes a label for repeating, which takes the place of a link.
    pub fn note_label(&mut self, label: &LabelId) {
        self.last_label = Some(label.clone());
        self.last_link = None;
    }

    /// Selects from one place to another, as the mouse does; Ctrl+drag still knows what was current before.
    pub fn select(&mut self, anchor: ByteOffset, caret: ByteOffset) {
        self.place(caret, Extend::Yes);
        self.anchor = Some(anchor);
    }

    /// What the next keys mean when nothing is pending any more.
    pub fn rest(&self) -> Mode {
        self.sticky.clone().map_or(Mode::Normal, Mode::Sticky)
    }

    /// Notes the sticky label before something else is pending.
    pub fn remember_sticky(&mut self) {
        if let Mode::Sticky(label) | Mode::Offer { sticky: Some(label), .. } = &self.mode {
            self.sticky = Some(label.clone());
        }
    }

    /// Makes an annotation current, with the caret at its start and nothing selected.
    pub fn pick(&mut self, annotation: &crate::model::Annotation) {
        if let Some(cover) = annotation.cover() {
            self.place(cover.start(), Extend::No);
            self.reveal = Some(cover.start());
        }
        self.current = Some(annotation.id);
    }

    /// Makes a suggestion the one that keys act on, with the caret at its start and nothing selected.
    pub fn pick_suggestion(&mut self, suggestion: &Suggestion) {
        if let Some(cover) = suggestion.cover() {
            self.place(cover.start(), Extend::No);
            self.reveal = Some(cover.start());
        }
        self.held = None;
        self.suggestion = Some(suggestion.id);
        let here = self.article.map(|article| (article, suggestion.id));
        if here != self.looked_at.last().copied() {
            self.looked_at.extend(here);
        }
    }

    /// Brings caret, selection and what was found into a text that may be another one than they were made for.
    pub fn fit(&mut self, text: &Text) {
        self.caret = text.floor(self.caret);
        self.anchor = self.anchor.map(|anchor| text.floor(anchor));
        if self.found.last().is_some_and(|span| !text.fits(*span)) {
            self.found.clear();
        }
    }

    /// Opens an article where the caret last was, or at its start.
    pub fn open(&mut self, article: ArticleId) {
        if let Some(old) = self.article {
            self.remembered.insert(old, self.caret);
        }
        let caret = self.remembered.get(&article).copied().unwrap_or_default();
        self.remember_sticky();
        *self = Self {
            article: Some(article),
            caret,
            reveal: Some(caret),
            mode: self.rest(),
            sticky: self.sticky.take(),
            grain: self.grain,
            last_label: self.last_label.take(),
            last_link: self.last_link.take(),
            remembered: std::mem::take(&mut self.remembered),
            shown_annotators: std::mem::take(&mut self.shown_annotators),
            looked_at: std::mem::take(&mut self.looked_at),
            suggestions: std::mem::take(&mut self.suggestions),
            ..Self::default()
        };
    }
}
