use super::*;
use crate::model::{AttributeKind, MarkScope};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::testing::{Stage, harness};
use crate::ui::{KeyMap, Message};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::collections::BTreeMap;

type Window = Harness<'static, (Stage, CodebookPage)>;

fn page() -> Window {
    let mut stage = Stage::harbour();
    let article = stage.reader.article.unwrap();
    for (label, start, end) in [("claim", 0, 27), ("event", 17, 22)] {
        let (label, spans) = (LabelId::parse(label).unwrap(), vec![TextSpan::of(start, end)]);
        stage.session.edit(EditRequest::Annotate { article, label, spans }).unwrap();
    }
    harness(stage, CodebookPage::default(), CodebookPage::show)
}

fn label(window: &Window, id: &str) -> Option<Label> {
    let id = LabelId::parse(id).unwrap();
    window.state().0.session.project().codebook.label(&id).map(|label| (**label).clone())
}

/// Replaces the words of a field, with Enter.
fn retype(window: &mut Window, name: &str, text: &str) {
    window.get_by_label(name).focus();
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.get_by_label(name).type_text(text);
    window.key_press(Key::Enter);
    window.run();
}

fn click(window: &mut Window, name: &str) {
    // Through the accessibility tree, which reaches what is scrolled out of view.
    window.get_by_label(name).click_accesskit();
    window.run_ok();
}

fn take(window: &mut Window) -> Vec<Message> {
    let messages = window.state_mut().0.take();
    window.run_ok();
    messages
}

#[test]
fn a_label_is_added_with_a_free_color_and_letter() {
    let mut window = page();
    retype(&mut window, "Add a label…", "Place of work");
    assert_eq!(take(&mut window).len(), 1, "one edit");
    let made = label(&window, "place_of_work").unwrap();
    assert_eq!((made.name.as_str(), made.key), ("Place of work", Some('l')), "p picks the previous annotation");
    let codebook = &window.state().0.session.project().codebook;
    assert!(codebook.labels.values().filter(|l| l.color == made.color).count() == 1);
    assert_eq!(window.state().1.picked.label, Some(made.id), "the new one is chosen");
    retype(&mut window, "Add a label…", "Place of work");
    take(&mut window);
    assert!(label(&window, "place_of_work_2").is_some(), "ids are unique");
    retype(&mut window, "Add a label…", "主张");
    take(&mut window);
    assert_eq!(label(&window, "label").map(|l| l.name), Some("主张".into()), "any script has a name");
}

#[test]
fn name_scope_color_and_parent_are_changed() {
    let mut window = page();
    retype(&mut window, "Name", "Statement");
    take(&mut window);
    click(&mut window, "What matters here");
    take(&mut window);
    click(&mut window, "Color #7d2855");
    take(&mut window);
    click(&mut window, "A kind of");
    let inside = window.get_all_by_label("Quoted source").last().unwrap();
    inside.click_accesskit();
    window.run_ok();
    take(&mut window);
    let changed = label(&window, "claim").unwrap();
    assert_eq!((changed.name.as_str(), changed.scope), ("Statement", MarkScope::WhatMatters));
    assert_eq!((changed.color.to_string().as_str(), changed.parent), ("#7d2855", LabelId::parse("source")));
}

#[test]
fn keys_that_others_have_are_refused_and_clashes_with_actions_are_said() {
    let mut window = page();
    retype(&mut window, "Key", "s");
    assert!(take(&mut window).is_empty(), "nothing is sent");
    assert!(window.query_by_label("s belongs to the label Quoted source; choose another letter").is_some());
    retype(&mut window, "Key", "7");
    assert!(take(&mut window).is_empty());
    assert!(window.query_by_label("A label's key is a letter").is_some());
    retype(&mut window, "Key", "M");
    take(&mut window);
    assert_eq!(label(&window, "claim").unwrap().key, Some('m'));
    let stage = &mut window.state_mut().0;
    stage.keys = KeyMap::new(&stage.session.project().codebook, &BTreeMap::new());
    window.run();
    let said = "m belongs to “Paragraph is read”, so the label has no key; choose another letter";
    assert!(window.query_by_label(said).is_some());
}

#[test]
fn attributes_and_their_values_are_edited() {
    let mut window = page();
    retype(&mut window, "Add an attribute…", "Tense");
    take(&mut window);
    retype(&mut window, "Add to Tense…", "past");
    take(&mut window);
    retype(&mut window, "Add to Tense…", "present");
    take(&mut window);
    retype(&mut window, "Value 1 of Tense", "in the past");
    take(&mut window);
    click(&mut window, "Move value present up");
    take(&mut window);
    let claim = label(&window, "claim").unwrap();
    let tense = claim.attributes.last().unwrap();
    let values: Vec<_> = tense.choices().iter().map(|c| (c.id.as_str(), c.name.as_str())).collect();
    assert_eq!((tense.id.as_str(), values), ("tense", vec![("present", "present"), ("past", "in the past")]));
    click(&mut window, "Move attribute Tense up");
    take(&mut window);
    assert_eq!(label(&window, "claim").unwrap().attributes[3].id.as_str(), "tense");
    click(&mut window, "Delete attribute Tense");
    take(&mut window);
    assert_eq!(label(&window, "claim").unwrap().attributes.len(), 4, "nothing had it");
    click(&mut window, "Archive attribute Mode");
    take(&mut window);
    assert!(label(&window, "claim").unwrap().attributes.iter().any(|a| a.id.as_str() == "mode" && a.archived));
    click(&mut window, "Kind of attribute Voice");
    window.get_by_label("Words").click_accesskit();
    window.run_ok();
    take(&mut window);
    assert_eq!(label(&window, "claim").unwrap().attributes[0].kind, AttributeKind::Text);
}

#[test]
fn merging_says_what_it_touches_and_waits_for_a_yes() {
    let mut window = page();
    click(&mut window, "Merge into…");
    let inside = window.get_all_by_label("Event").last().unwrap();
    inside.click_accesskit();
    window.run_ok();
    assert!(take(&mut window).is_empty(), "nothing happens before the yes");
    assert!(window.query_by_label("Moves 1 annotation of yours; the old label is archived").is_some());
    click(&mut window, "Merge");
    assert_eq!(take(&mut window).len(), 1);
    assert!(label(&window, "claim").unwrap().archived);
    assert!(window.query_by_label("2 annotations of yours").is_some(), "the other label is shown");
    click(&mut window, "Archived (1)");
    click(&mut window, "Claim");
    click(&mut window, "Restore");
    take(&mut window);
    assert!(!label(&window, "claim").unwrap().archived);
}

#[test]
fn labels_move_and_unused_ones_are_deleted() {
    let mut window = page();
    click(&mut window, "Move down");
    take(&mut window);
    let codebook = &window.state().0.session.project().codebook;
    let order: Vec<_> = codebook.ordered().iter().map(|l| l.id.to_string()).collect();
    assert_eq!(order, ["source", "claim", "event"]);
    retype(&mut window, "Add a label…", "Mistake");
    take(&mut window);
    click(&mut window, "Delete");
    take(&mut window);
    assert!(label(&window, "mistake").is_none());
}

#[test]
fn arrow_types_and_article_attributes() {
    let mut window = page();
    click(&mut window, "Arrow types");
    retype(&mut window, "Add an arrow type…", "causes");
    take(&mut window);
    click(&mut window, "From Event");
    take(&mut window);
    click(&mut window, "To Event");
    take(&mut window);
    let id = RelationTypeId::parse("causes").unwrap();
    let kind = window.state().0.session.project().codebook.relation_types[&id].clone();
    let event = LabelId::parse("event").unwrap();
    assert_eq!((kind.from.clone(), kind.to.clone()), (vec![event.clone()], vec![event]));
    click(&mut window, "Archive");
    take(&mut window);
    assert!(window.state().0.session.project().codebook.relation_types[&id].archived);

    click(&mut window, "Article attributes");
    retype(&mut window, "Add an article attribute…", "Desk");
    take(&mut window);
    retype(&mut window, "Add to Desk…", "foreign");
    take(&mut window);
    click(&mut window, "Archive attribute Desk");
    take(&mut window);
    let desk =
        window.state().0.session.project().codebook.article_attributes[&AttributeId::parse("desk").unwrap()].clone();
    assert!(desk.1.archived && desk.1.choices().len() == 1);
}

#[test]
fn nothing_is_cut_off_in_a_narrow_window() {
    let window = page();
    for name in ["Definition", "Archive attribute Mode", "Value 1 of Voice"] {
        let right = window.get_by_label(name).rect().right();
        assert!(right <= 1024.0, "{name} ends at {right}");
    }
}
