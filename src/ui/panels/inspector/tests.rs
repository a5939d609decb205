use super::*;
use crate::edit::PlanContext;
use crate::model::{AnnotatorName, AttributeId, AttributeValue, IdMaker, LabelId, RelationTypeId, Timestamp};
use crate::session::Session;
use crate::text::{TextQuote, TextSpan};
use crate::ui::testing::{Stage, harness};
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

const TEXT: &str = "The harbour will close on Friday, the mayor said.";

/// A stage with a claim (current), its source and an event inside the claim.
pub(in crate::ui::panels) fn coded() -> (Stage, [AnnotationId; 3]) {
    let mut stage = Stage::new(&[("Harbour to close", "The Courier", "2025-11-28", TEXT)]);
    let article = stage.reader.article.unwrap();
    let made = [("claim", 0, 32), ("source", 34, 43), ("event", 17, 22)].map(|(label, start, end)| {
        let (label, spans) = (LabelId::parse(label).unwrap(), vec![TextSpan::of(start, end)]);
        stage.session.edit(EditRequest::Annotate { article, label, spans }).unwrap().unwrap()
    });
    let kind = RelationTypeId::parse("attributed_to").unwrap();
    stage.session.edit(EditRequest::Relate { article, kind, pairs: vec![(made[0], made[1])] }).unwrap();
    stage.reader.current = Some(made[0]);
    (stage, made)
}

/// The same project seen by Ben.
pub(in crate::ui::panels) fn as_ben(stage: &mut Stage) {
    let ben = AnnotatorName::parse("ben").unwrap();
    stage.session = Session::in_memory(stage.session.project().clone(), ben, IdMaker::new(77));
}

fn inspector(stage: Stage) -> Harness<'static, (Stage, Inspector)> {
    harness(stage, Inspector::default(), |panel, ui, view, out| {
        ui.set_width(340.0);
        panel.show(ui, view, out);
    })
}

fn current(stage: &Stage) -> Annotation {
    (**stage.view().current().unwrap()).clone()
}

fn value(stage: &Stage, attribute: &str) -> Option<AttributeValue> {
    current(stage).attributes.get(&AttributeId::parse(attribute).unwrap()).cloned()
}

#[test]
fn values_are_chosen_taken_away_and_made_ones_own() {
    let (stage, _) = coded();
    let mut window = inspector(stage);
    window.get_by_label("denial").click();
    window.run();
    window.state_mut().0.take();
    assert_eq!(value(&window.state().0, "act"), Some(AttributeValue::text("denial")));
    window.run();
    window.get_by_label("denial").click();
    window.run();
    window.state_mut().0.take();
    assert_eq!(value(&window.state().0, "act"), None);

    let voice = AttributeId::parse("voice").unwrap();
    assert!(current(&window.state().0).computed.contains(&voice), "worked out from the arrow");
    window.get_by_label("credited to a source").click();
    window.run();
    window.state_mut().0.take();
    assert_eq!(value(&window.state().0, "voice"), Some(AttributeValue::text("credited")));
    assert!(!current(&window.state().0).computed.contains(&voice), "it is her own now");
}

#[test]
fn a_note_is_a_draft_until_focus_leaves() {
    let (stage, [_, source, _]) = coded();
    let mut window = inspector(stage);
    window.get_by_label("Note").focus();
    window.run();
    window.get_by_label("Note").type_text("see page 2");
    window.run();
    assert!(window.state_mut().0.take().is_empty(), "nothing is saved while it is typed");
    // Another annotation becomes current before the field could say that it lost focus.
    let claim = window.state().0.reader.current;
    window.state_mut().0.reader.current = Some(source);
    window.run();
    window.run();
    let messages = window.state_mut().0.take();
    let saved = |m: &Message| matches!(m, Message::Edit(EditRequest::SetNote { id, note, .. }) if Some(*id) == claim && note == "see page 2");
    assert!(messages.iter().any(saved), "{messages:?}");
}

#[test]
fn arrows_lead_to_partners_and_can_be_deleted() {
    let (stage, [_, source, event]) = coded();
    let mut window = inspector(stage);
    window.get_by_label("attributed to from here: the mayor").click();
    window.run();
    window.get_by_label("about from here: close").click();
    window.run();
    let picked: Vec<_> = window.state_mut().0.take();
    assert!(
        matches!(picked.as_slice(), [Message::Pick(a), Message::Pick(b)] if (*a, *b) == (source, event)),
        "{picked:?}"
    );
    assert!(window.query_by_label("from its place").is_some());
    window.get_by_label("Delete the arrow").click();
    window.run();
    window.state_mut().0.take();
    window.run();
    assert!(window.query_by_label("attributed to from here: the mayor").is_none());
    window.get_by_label("Draw an arrow…").click();
    window.run();
    assert!(matches!(window.state_mut().0.take().as_slice(), [Message::Do(Action::Relate)]));
}

#[test]
fn another_label_unsure_and_deletion() {
    let (stage, _) = coded();
    let mut window = inspector(stage);
    window.get_by_label("Label").click();
    window.run();
    window.get_by_label("Event").click();
    window.run();
    window.state_mut().0.take();
    assert_eq!(current(&window.state().0).label.as_str(), "event");
    window.run();
    window.get_by_label("Unsure").click();
    window.run();
    window.state_mut().0.take();
    assert!(current(&window.state().0).unsure);
    window.run();
    window.get_by_label("When: words").focus();
    window.run();
    window.get_by_label("When: words").type_text("on Friday");
    window.key_press(Key::Enter);
    window.run();
    window.state_mut().0.take();
    let parts = std::collections::BTreeMap::from([("words".to_owned(), "on Friday".to_owned())]);
    assert_eq!(value(&window.state().0, "when"), Some(AttributeValue::Parts(parts)));
    window.get_by_label("Delete").scroll_to_me();
    window.run();
    window.get_by_label("Delete").click();
    window.run();
    window.state_mut().0.take();
    assert!(window.state().0.view().current().is_none());
}

#[test]
fn a_lost_place_takes_the_selected_words() {
    let (mut stage, [claim, ..]) = coded();
    let key = stage.session.key(stage.reader.article.unwrap());
    let mut lost = current(&stage);
    let quote = TextQuote { exact: "the port shuts".into(), ..TextQuote::default() };
    lost.place = Place::Lost(vec![quote]);
    let mut draft = crate::edit::Draft::new(stage.session.project());
    draft.annotation(&key, claim, Some(lost));
    stage.session.commit(draft.finish("lose a place", None)).unwrap();
    let mut window = inspector(stage);
    assert!(window.query_by_label("the port shuts").is_some());
    assert!(window.get_by_label("Place here").accesskit_node().is_disabled(), "nothing is selected");
    // Selecting words makes no annotation current, and the lost one stays in view.
    let reader = &mut window.state_mut().0.reader;
    (reader.current, reader.anchor, reader.caret) =
        (None, Some(TextSpan::of(0, 16).start()), TextSpan::of(0, 16).end());
    window.run();
    window.get_by_label("Place here").click();
    window.run();
    let messages = window.state_mut().0.take();
    assert!(messages.iter().any(|m| matches!(m, Message::Pick(id) if *id == claim)));
    let placed = window.state().0.session.project().annotation(&key, claim).unwrap().fragments().to_vec();
    assert_eq!(placed, [TextSpan::of(0, 16)]);
}

#[test]
fn anothers_annotation_is_read_only_and_can_be_copied() {
    let (mut stage, [claim, ..]) = coded();
    as_ben(&mut stage);
    let mut window = inspector(stage);
    assert!(window.query_by_label("Ana's coding").is_some());
    for absent in ["denial", "Note", "Delete", "Unsure", "Delete the arrow", "Draw an arrow…"] {
        assert!(window.query_by_label(absent).is_none(), "{absent}");
    }
    window.get_by_label("Copy into my coding").click();
    window.run();
    window.state_mut().0.take();
    let stage = &window.state().0;
    let own = stage.view().layer().unwrap().annotations.values().next().unwrap().clone();
    assert_eq!((own.provenance.by.as_str(), own.id == claim), ("ana", false));
}

#[test]
fn without_a_current_annotation_the_article_is_described() {
    let (mut stage, _) = coded();
    stage.reader.current = None;
    let mut window = inspector(stage);
    window.get_by_label("analysis").click();
    window.run();
    window.get_by_label("Topic").focus();
    window.run();
    window.get_by_label("Topic").type_text("harbour");
    window.key_press(Key::Enter);
    window.run();
    window.state_mut().0.take();
    let stage = &window.state().0;
    let held: Vec<_> = stage.view().article().unwrap().attributes.values().cloned().collect();
    assert_eq!(held, [AttributeValue::text("analysis"), AttributeValue::text("harbour")]);
    assert!(window.query_by_label("Next annotation").is_some(), "keys to begin with");
}

#[test]
fn the_card_gives_digits_to_one_attribute_and_focus_to_words() {
    let (mut stage, [.., event]) = coded();
    stage.reader.current = Some(event);
    stage.reader.mode = Mode::Attributes { at: 0 };
    let mut window = harness(stage, (AttributesCard::default(), 0_usize), |(card, at), ui, view, out| {
        ui.set_width(340.0);
        card.show(ui, view, *at, out);
    });
    assert!(window.query_by_label("planned").is_some() && window.query_by_label("Where").is_none());
    window.state_mut().1.1 = 2;
    window.run();
    assert!(window.get_by_label("Where").is_focused());
    window.get_by_label("Where").type_text("the harbour");
    window.run();
    window.key_press(Key::Enter);
    window.run();
    let messages = window.state_mut().0.take();
    assert!(messages.iter().any(|m| matches!(m, Message::Do(Action::Confirm))), "{messages:?}");
    assert_eq!(value(&window.state().0, "where"), Some(AttributeValue::text("the harbour")));
    window.state_mut().1.1 = 4;
    window.run();
    window.get_by_label("Note").type_text("twice");
    window.run();
    window.key_press(Key::Tab);
    window.run();
    window.state_mut().0.take();
    assert_eq!(current(&window.state().0).note, "twice");
}

#[test]
fn what_is_foreseen_nowhere_is_kept_until_taken_away() {
    let (mut stage, [claim, ..]) = coded();
    let (article, ids) = (stage.reader.article.unwrap(), vec![claim]);
    let attribute = AttributeId::parse("polarity").unwrap();
    let request = EditRequest::SetAttribute { article, ids, attribute, value: Some(AttributeValue::text("positive")) };
    let project = stage.session.project().clone();
    let annotator = stage.session.annotator().clone();
    let mut ids = IdMaker::new(8);
    let mut cx =
        PlanContext { project: &project, annotator: &annotator, now: Timestamp::from_seconds(0), ids: &mut ids };
    stage.session.commit(request.plan(&mut cx).unwrap().transaction).unwrap();
    let mut window = inspector(stage);
    assert!(window.query_by_label("polarity: positive").is_some());
    window.get_by_label("Take polarity away").click();
    window.run();
    window.state_mut().0.take();
    assert_eq!(value(&window.state().0, "polarity"), None);
}
