//! Keys played over a small article, with what they leave behind.

use super::*;
use crate::model::{AnnotatorName, Article, IdMaker, LabelId, Metadata, Project, Revision, default_codebook};
use crate::text::{Grain, Text};
use crate::ui::reader::{Edge, Extend, Mode};
use crate::ui::{KeyMap, Stroke};

/// No layout: lines and pages fall back on paragraphs.
pub(super) struct Blind;

impl Geometry for Blind {
    fn motion(&self, _: &ReaderState, _: Motion) -> Option<(ByteOffset, Option<f32>)> {
        None
    }
    fn visible(&self) -> Option<TextSpan> {
        None
    }
}

/// What a US keyboard sends for a chord.
pub(super) fn pressed(chord: &str) -> Vec<egui::Event> {
    let (held, key) = chord.rsplit_once('+').filter(|(_, key)| !key.is_empty()).unwrap_or(("", chord));
    let has = |name: &str| held.split('+').any(|part| part == name);
    let (command, shift, alt) = (has("Ctrl"), has("Shift"), has("Alt"));
    let modifiers = egui::Modifiers { alt, ctrl: command, shift, mac_cmd: false, command };
    let single = key.chars().count() == 1;
    let name = if single { key.to_uppercase() } else { key.replace("Esc", "Escape") };
    let egui_key = egui::Key::from_name(&name).unwrap_or_else(|| panic!("{chord} is no chord"));
    let text = if shift { key.to_uppercase() } else { key.to_owned() };
    let event =
        egui::Event::Key { key: egui_key, physical_key: Some(egui_key), pressed: true, repeat: false, modifiers };
    [event].into_iter().chain((single && !command).then_some(egui::Event::Text(text))).collect()
}

/// A session with one article, played by keys.
pub(super) struct Play {
    pub(super) state: ReaderState,
    pub(super) session: Session,
    pub(super) said: Option<String>,
}

impl Play {
    pub(super) fn new(content: &str) -> Self {
        let mut ids = IdMaker::new(1);
        let article = Article {
            id: ids.make(),
            foreign_id: String::new(),
            metadata: Metadata { title: "Prices".into(), outlet: "The Plain".into(), ..Metadata::default() },
            attributes: Default::default(),
            stories: Default::default(),
            zones: Vec::new(),
            earlier: Vec::new(),
            current: Revision { text: Text::new(content), file: "articles/prices.txt".into(), since: None },
            extra: Default::default(),
        };
        let id = article.id;
        let mut project = Project::new(ids.make(), "Test", default_codebook());
        project.articles = project.articles.insert(id, article.into());
        let session = Session::in_memory(project, AnnotatorName::parse("ana").unwrap(), ids);
        let mut state = ReaderState::default();
        state.open(id);
        Self { state, session, said: None }
    }

    /// Plays chords and typed characters, separated by spaces.
    pub(super) fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let map = KeyMap::new(&self.session.project().codebook, &Default::default());
            let mut scene = Scene { state: &mut self.state, session: &mut self.session, geometry: &Blind };
            let (stroke, _) = Stroke::first(&pressed(key)).unwrap();
            let outcome = typed_by(&mut scene, stroke).or_else(|| {
                let (_, action) = map.meant(stroke).unwrap_or_else(|| panic!("{key} does nothing"));
                act(&mut scene, action)
            });
            self.said = outcome.and_then(|o| o.said);
        }
        self
    }

    fn caret(&mut self, words: &str) -> &mut Self {
        let article = self.article();
        let at = article.text().as_str().find(words).unwrap_or_else(|| panic!("{words:?} is not there"));
        self.state.place(ByteOffset::new(at), Extend::No);
        self
    }

    pub(super) fn select(&mut self, words: &str) -> &mut Self {
        self.caret(words);
        let start = self.state.caret;
        self.state.anchor = Some(start);
        self.state.caret = ByteOffset::new(start.get() + words.len());
        self
    }

    pub(super) fn article(&self) -> Arc<Article> {
        self.session.project().article(self.state.article.unwrap()).unwrap().clone()
    }

    /// All annotations as `label:words`, and all arrows as `words>words`.
    fn told(&self) -> String {
        let article = self.article();
        let Some(layer) = self.session.project().layer(&self.session.key(article.id)) else { return String::new() };
        let words = |id| layer.annotations.get(id).map(|a| a.words(article.text())).unwrap_or_default();
        let mut all = layer.in_text_order();
        all.sort_by_key(|a| (a.cover().map(TextSpan::start), std::cmp::Reverse(a.covered_bytes()), a.label.clone()));
        let annotations = all.into_iter().map(|a| format!("{}:{}", a.label, a.words(article.text())));
        let mut arrows: Vec<String> =
            layer.relations.values().map(|r| format!("{}>{}", words(&r.from), words(&r.to))).collect();
        arrows.sort();
        annotations.chain(arrows).collect::<Vec<_>>().join(" | ")
    }
}

const NEWS: &str = "The minister said prices will fall next year. A bank doubted that.\nNobody else spoke.";

#[test]
fn claim_source_and_arrow_by_keys_alone() {
    let mut play = Play::new(NEWS);
    play.keys("Shift+Right Shift+Right s")
        .caret("prices")
        .keys("Ctrl+Shift+Right Ctrl+Shift+Right Ctrl+Shift+Right c Enter");
    assert_eq!(play.told(), "source:The minister | claim:prices will fall | prices will fall>The minister");
    let layer = play.session.project().layers.values().next().unwrap().clone();
    let claim = layer.annotations.values().find(|a| a.label.as_str() == "claim").unwrap();
    let values: Vec<_> = claim.attributes.iter().map(|(k, v)| format!("{k}={}", v.as_text().unwrap())).collect();
    assert_eq!(values, ["mode=indirect", "voice=credited"], "worked out by the program");
    assert_eq!(claim.computed.len(), 2);
}

#[test]
fn a_label_key_labels_the_word_or_changes_the_current_annotation() {
    let mut play = Play::new(NEWS);
    play.caret("bank").keys("e");
    assert_eq!(play.told(), "event:bank");
    play.keys("s");
    assert_eq!(play.told(), "source:bank", "it was just made, so it is current");
    play.keys("Right Left c");
    assert_eq!(play.told(), "claim:bank | source:bank", "the caret moved, so the word is labelled");
    play.keys("Delete");
    assert_eq!(play.told(), "source:bank");
    play.keys("Tab Ctrl+D e");
    assert_eq!(play.told(), "event:bank | source:bank");
}

#[test]
fn fragments_and_their_merging() {
    let mut play = Play::new("“Prices fall,” she said, “and rise.”");
    play.select("Prices fall").keys("c +").select("and rise").keys("Enter");
    assert_eq!(play.told(), "claim:Prices fall … and rise");
    assert_eq!(play.state.mode, Mode::Normal);
    play.keys("Ctrl+Z");
}

#[test]
fn sticky_labels_until_escape() {
    let mut play = Play::new(NEWS);
    play.keys("Shift+e").select("prices").keys("Enter").select("bank").keys("Enter");
    assert_eq!(play.told(), "event:prices | event:bank");
    play.select("bank").keys("Enter");
    assert_eq!(play.told(), "event:prices | event:bank", "it never takes a label off, nor doubles one");
    play.keys("Esc");
    assert_eq!(play.state.mode, Mode::Normal);
}

#[test]
fn a_new_source_is_offered_the_claims_around_it() {
    let mut play = Play::new("“Prices fall,” said Ann, “and wages rise.” Then she left.");
    play.select("Prices fall").keys("c").select("and wages rise").keys("c").caret("Ann").keys("s");
    let Mode::Offer { offers, ticked, .. } = &play.state.mode else { panic!("{:?}", play.state.mode) };
    assert_eq!((offers.len(), ticked.as_slice()), (2, [true, true].as_slice()));
    play.keys("2 Enter");
    assert_eq!(play.told().matches('>').count(), 1, "{}", play.told());
    play.keys("r 1");
    assert_eq!(play.told().matches('>').count(), 2, "{}", play.told());
}

#[test]
fn an_offer_is_dismissed_by_any_other_action() {
    let mut play = Play::new(NEWS);
    play.select("The minister").keys("s").select("prices will fall").keys("c");
    assert!(matches!(play.state.mode, Mode::Offer { .. }));
    play.keys("Right");
    assert_eq!(play.state.mode, Mode::Normal);
    assert_eq!(play.told(), "source:The minister | claim:prices will fall");
}

#[test]
fn edges_by_keys() {
    let mut play = Play::new(NEWS);
    play.select("prices will").keys("c ] Right Right Left");
    assert_eq!(play.told(), "claim:prices will fall");
    play.keys("[ Left Enter");
    assert_eq!((play.told().as_str(), &play.state.mode), ("claim:said prices will fall", &Mode::Normal));
    play.keys("Tab [");
    assert_eq!(play.state.mode, Mode::Edge(Edge::Start));
}

#[test]
fn overlaps_from_the_innermost_outward() {
    let mut play = Play::new(NEWS);
    play.select("prices will fall next year")
        .keys("c")
        .select("prices will fall")
        .keys("c")
        .caret("prices")
        .keys("e")
        .caret("prices");
    let mut seen = Vec::new();
    for _ in 0..4 {
        play.keys("Tab");
        let article = play.article();
        let current =
            play.session.project().annotation(&play.session.key(article.id), play.state.current.unwrap()).unwrap();
        seen.push(current.words(article.text()));
    }
    assert_eq!(seen, ["prices", "prices will fall", "prices will fall next year", "prices"]);
}

#[test]
fn reading_and_finishing() {
    let mut play = Play::new(NEWS);
    play.keys("m");
    assert_eq!(play.state.caret.get(), NEWS.find("Nobody").unwrap());
    play.keys("Shift+p");
    assert_eq!(play.said.as_deref(), Some("Nothing unread above"));
    play.keys("Ctrl+Enter");
    assert_eq!(play.state.mode, Mode::Finish);
    play.keys("Enter");
    let layer = play.session.project().layers.values().next().unwrap();
    assert!(layer.done);
    assert_eq!(layer.reading.size(), 2);
}

#[test]
fn attributes_by_digits() {
    let mut play = Play::new(NEWS);
    play.select("prices will fall").keys("c Enter 2");
    assert_eq!(play.state.mode, Mode::Attributes { at: 1 });
    play.keys("Down 4 Esc");
    let layer = play.session.project().layers.values().next().unwrap().clone();
    let claim = layer.annotations.values().next().unwrap();
    let value = |id: &str| {
        claim
            .attributes
            .get(&crate::model::AttributeId::parse(id).unwrap())
            .and_then(|v| v.as_text())
            .map(str::to_owned)
    };
    assert_eq!((value("voice").as_deref(), value("act").as_deref()), (Some("own"), Some("promise")));
    assert_eq!(claim.computed.len(), 1, "only the mode is worked out still");
    assert_eq!(play.state.mode, Mode::Normal);
}

#[test]
fn jumping_to_words() {
    let mut play = Play::new(NEWS);
    play.keys("/ n o");
    assert_eq!(play.state.caret.get(), NEWS.find("Nobody").unwrap(), "a single word is left");
    play.keys("c + / b Shift+Right Enter");
    assert_eq!(play.told(), "claim:bank … Nobody", "a fragment waits for the words jumped to");
    play.keys("Shift+e / x / f / s Esc");
    assert_eq!(play.state.mode, Mode::Sticky(LabelId::parse("event").unwrap()));
    play.keys("Esc / s 2");
    assert_eq!(play.state.caret.get(), NEWS.rfind("spoke").unwrap());
}

#[test]
fn growing_by_keys() {
    let mut play = Play::new(NEWS);
    play.caret("will").keys("Ctrl+Shift+Up Ctrl+Shift+Up e");
    assert_eq!(play.told(), "event:The minister said prices will fall next year");
    play.caret("bank").keys("Ctrl+Shift+Up Ctrl+Shift+Up Ctrl+Shift+Down e");
    assert!(play.told().contains("event:bank"), "{}", play.told());
}

#[test]
fn selecting_by_grain() {
    let mut play = Play::new(NEWS);
    play.caret("minister").keys("3 Shift+Right c");
    assert_eq!(play.told(), "claim:The minister said prices will fall next year");
    assert_eq!(play.state.grain, Grain::Sentence);
}

#[test]
fn copies_carry_their_reference() {
    let play = Play::new(NEWS);
    let article = play.article();
    assert_eq!(reference(&article, TextSpan::of(4, 12)), "“minister” (The Plain, “Prices”, paragraph 1)");
}

#[test]
fn undo_brings_everything_back() {
    let mut play = Play::new(NEWS);
    let before = play.session.project().clone();
    play.select("The minister").keys("s").select("prices will fall").keys("c Enter Delete");
    while play.session.undo().unwrap().is_some() {}
    assert_eq!(*play.session.project(), before);
    while play.session.redo().unwrap().is_some() {}
    assert_eq!(play.told(), "source:The minister");
}

#[test]
fn a_backward_drag_leaves_the_caret_at_the_pointer() {
    let mut state = ReaderState { current: None, ..ReaderState::default() };
    state.select(ByteOffset::new(20), ByteOffset::new(4));
    assert_eq!((state.caret.get(), state.anchor), (4, Some(ByteOffset::new(20))));
    assert_eq!(state.raw_selection(), Some(TextSpan::of(4, 20)));
}

#[test]
fn offers_are_ticked_by_their_place() {
    let mut play = Play::new("“Prices fall,” said Ann, “and wages rise.”");
    play.select("Prices fall").keys("c").select("and wages rise").keys("c").caret("Ann").keys("s");
    toggle_offer(&mut play.state, 0);
    toggle_offer(&mut play.state, 7);
    play.keys("Enter");
    assert_eq!(play.told().matches('>').count(), 1, "{}", play.told());
}

#[test]
fn what_is_pending_ends_with_the_annotation_that_it_is_about() {
    for pending in ["[", "r", "Enter", "+"] {
        let mut play = Play::new(NEWS);
        play.select("The minister").keys("s").select("prices will fall").keys("c Esc").keys(pending);
        assert_ne!(play.state.mode, Mode::Normal, "{pending}");
        let id = play.state.current.or(play.state.held).unwrap();
        let article = play.article().id;
        play.session.edit(crate::session::EditRequest::DeleteAnnotations { article, ids: vec![id] }).unwrap();
        play.keys("Right");
        assert_eq!((&play.state.mode, play.state.current), (&Mode::Normal, None), "{pending}");
    }
}

#[test]
fn a_label_key_after_the_current_annotation_is_gone_labels_the_word() {
    let mut play = Play::new(NEWS);
    play.caret("bank").keys("e");
    let (article, id) = (play.article().id, play.state.current.unwrap());
    play.session.edit(crate::session::EditRequest::DeleteAnnotations { article, ids: vec![id] }).unwrap();
    play.keys("c");
    assert_eq!(play.told(), "claim:bank");
}

#[test]
fn a_sticky_label_outlives_undo_an_offer_and_another_article() {
    let mut play = Play::new(NEWS);
    play.select("The minister").keys("s Shift+c").select("prices will fall").keys("Enter");
    assert!(matches!(play.state.mode, Mode::Offer { sticky: Some(_), .. }), "{:?}", play.state.mode);
    play.state.open(play.session.project().articles.keys().next().copied().unwrap());
    assert!(matches!(play.state.mode, Mode::Sticky(_)));
    let (_, spot) = play.session.undo().unwrap().unwrap();
    go_to(&mut play.state, &play.session, spot.unwrap());
    assert!(matches!(play.state.mode, Mode::Sticky(_)));
    play.keys("Esc");
    assert_eq!(play.state.mode, Mode::Normal);
}

#[test]
fn the_rest_of_a_word_that_was_jumped_to_is_no_command() {
    let mut play = Play::new(NEWS);
    play.keys("/ n o");
    play.keys("b");
    assert!(matches!(play.state.mode, Mode::Jump { .. }), "“nob…” is still the word");
    play.keys("c");
    assert_eq!(play.told(), "claim:Nobody", "no word goes on so: it is the key of a claim");
    assert_eq!(play.state.mode, Mode::Normal);
}

#[test]
fn letters_of_a_jump_without_a_match_are_never_commands() {
    let mut play = Play::new(NEWS);
    play.select("prices").keys("c / x c s");
    assert!(
        matches!(&play.state.mode, Mode::Jump { typed, targets } if typed == "xcs" && targets.is_empty()),
        "{:?}",
        play.state.mode
    );
    assert_eq!(play.told(), "claim:prices", "c and s were letters");
    play.keys("Backspace Backspace Backspace b");
    assert_eq!(play.state.caret.get(), NEWS.find("bank").unwrap());
}

#[test]
fn a_new_label_says_which_arrows_went() {
    let mut play = Play::new(NEWS);
    play.select("The minister").keys("s").select("prices will fall").keys("c Enter e");
    assert_eq!(play.said.as_deref(), Some("Its arrow does not fit the new label and is gone; Ctrl+Z brings it back"));
}

#[test]
fn a_nested_claim_is_not_offered_the_source_of_the_outer_one() {
    let mut play = Play::new("The paper said the minister promised a cut.");
    play.select("The paper").keys("s").select("the minister promised a cut").keys("c Enter");
    play.select("a cut").keys("c");
    assert_eq!(play.state.mode, Mode::Normal, "the paper speaks for the outer claim only");
    play.select("the minister").keys("s Enter");
    assert!(play.told().ends_with("a cut>the minister | the minister promised a cut>The paper"), "{}", play.told());
}
