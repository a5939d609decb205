//! `t` and `.`: what is linked, and what is repeated.

use super::tests::{Blind, Play};
use super::*;
use crate::edit::plan::LinkTo;
use crate::model::{LabelId, LinkStance, ThreadId};
use crate::ui::reader::Mode;

const TEXT: &str = "Prices fall, Ana said. Prices will fall. Bread is dear.";

/// Links what `t` would link, to a new thread or one that is there.
fn link_to(play: &mut Play, to: LinkTo) {
    let to_link = to_link(&play.state, &play.session).unwrap();
    let mut scene = Scene { state: &mut play.state, session: &mut play.session, geometry: &Blind };
    let outcome = link(&mut scene, vec![to_link.mention], to, LinkStance::For);
    play.said = outcome.said;
}

fn claim(title: &str) -> LinkTo {
    LinkTo::New { label: LabelId::parse("claim").unwrap(), title: title.into() }
}

fn mentions(play: &Play, thread: ThreadId) -> Vec<String> {
    let article = play.article();
    let layer = play.session.project().layer(&play.session.key(article.id)).unwrap();
    let linked = layer.in_text_order().into_iter().filter(|a| a.threads.contains_key(&thread));
    linked.map(|a| a.words(article.text())).collect()
}

fn only_thread(play: &Play) -> ThreadId {
    play.session.project().all_threads().next().unwrap().1.id
}

#[test]
fn a_selection_is_labelled_and_linked_and_the_link_repeated() {
    let mut play = Play::new(TEXT);
    play.select("Prices fall");
    link_to(&mut play, claim("Prices fall"));
    assert_eq!(play.said.as_deref(), Some("Made “Prices fall” and linked"));
    let thread = only_thread(&play);
    assert!(play.state.current.is_some(), "what was made is current");
    play.select("Prices will fall").keys(".");
    assert_eq!(mentions(&play, thread), ["Prices fall", "Prices will fall"]);
    assert_eq!(play.said.as_deref(), Some("Linked to “Prices fall”"));
    assert_eq!(play.session.history().done().len(), 2, "two actions, two steps");
    play.select("Bread is dear").keys("c").select("Ana").keys(".");
    assert_eq!(mentions(&play, thread).len(), 2, "a label came after it, and is what is repeated");
}

#[test]
fn the_current_annotation_is_linked_and_others_are_not() {
    let mut play = Play::new(TEXT);
    play.select("Prices fall").keys("c");
    let found = to_link(&play.state, &play.session).unwrap();
    assert_eq!((found.words.as_str(), found.label.unwrap().as_str()), ("Prices fall", "claim"));
    link_to(&mut play, claim("Prices fall"));
    let thread = only_thread(&play);
    assert_eq!(mentions(&play, thread), ["Prices fall"]);
    play.keys(".");
    assert_eq!(play.said.as_deref(), Some("This is linked there already"));
    play.select("Ana").keys("s");
    link_to(&mut play, LinkTo::Thread(thread));
    assert!(play.said.as_deref().is_some_and(|said| said.contains("its own label")), "{:?}", play.said);
}

#[test]
fn arrows_are_offered_for_words_that_were_labelled_on_the_way() {
    let mut play = Play::new(TEXT);
    play.select("Ana").keys("s").select("Prices fall");
    link_to(&mut play, claim("Prices fall"));
    assert!(matches!(play.state.mode, Mode::Offer { .. }), "{:?}", play.state.mode);
    let empty = Play::new("   ");
    assert!(to_link(&empty.state, &empty.session).is_err());
}
