use super::*;
use crate::ui::panels::inspector::tests::{as_ben, coded};
use crate::ui::testing::{Stage, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

fn list(stage: Stage) -> Harness<'static, (Stage, AnnotationList)> {
    harness(stage, AnnotationList::default(), |panel, ui, view, out| {
        ui.set_width(340.0);
        ui.set_height(500.0);
        panel.show(ui, view, out);
    })
}

#[test]
fn rows_pick_and_the_current_one_is_marked() {
    let (stage, [_, source, _]) = coded();
    let mut window = list(stage);
    let claim = window.get_by_label("Claim: The harbour will close on Friday");
    assert_eq!(claim.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True));
    window.get_by_label("Quoted source: the mayor").click();
    window.run();
    assert!(matches!(window.state_mut().0.take().as_slice(), [Message::Pick(id)] if *id == source));
}

#[test]
fn labels_and_words_filter() {
    let (stage, _) = coded();
    let mut window = list(stage);
    window.get_by_label("Only Event").click();
    window.run();
    assert!(window.query_by_label("Event: close").is_some());
    assert!(window.query_by_label("Quoted source: the mayor").is_none());
    window.get_by_label("Find in annotations").focus();
    window.run();
    window.get_by_label("Find in annotations").type_text("MAYOR");
    window.run();
    assert!(window.query_by_label("Nothing fits the filter").is_some());
    window.get_by_label("Clear the filter").click();
    window.run();
    assert!(
        window.query_by_label("Event: close").is_some() && window.query_by_label("Quoted source: the mayor").is_some()
    );
}

#[test]
fn others_are_shown_on_request_looked_at_and_copied() {
    let (mut stage, [claim, ..]) = coded();
    as_ben(&mut stage);
    stage.reader.current = None;
    let mut window = list(stage);
    assert!(window.query_by_label("Event: close").is_none());
    window.get_by_label("Ana's coding (3)").click();
    window.run();
    let asked = window.state_mut().0.take();
    let ana = match asked.as_slice() {
        [Message::ShowAnnotator { name, shown: true }] => name.clone(),
        other => panic!("{other:?}"),
    };
    window.state_mut().0.reader.shown_annotators.push(ana.clone());
    window.run();
    window.get_by_label("Claim: The harbour will close on Friday").click();
    window.run();
    let asked = window.state_mut().0.take();
    assert!(matches!(asked.as_slice(), [Message::LookAt { annotator, id }] if *annotator == ana && *id == claim));
    window.get_by_label("Copy all of Ana's coding into my coding").click();
    window.run();
    window.state_mut().0.take();
    assert_eq!(window.state().0.view().layer().map(|l| (l.annotations.size(), l.relations.size())), Some((3, 1)));
}

#[test]
fn blind_coding_hides_others() {
    let (mut stage, _) = coded();
    as_ben(&mut stage);
    let mut info = (*stage.session.project().info).clone();
    let draw = crate::model::BlindDraw {
        articles: stage.reader.article.into_iter().collect(),
        annotators: [stage.session.annotator().clone()].into(),
        seed: 1,
    };
    info.blind_draw = Some(draw);
    let mut draft = crate::edit::Draft::new(stage.session.project());
    draft.info(info);
    stage.session.commit(draft.finish("draw", None)).unwrap();
    let window = list(stage);
    assert!(window.query_by_label("Ana's coding (3)").is_none());
}

#[test]
fn an_empty_list_says_what_to_do() {
    let window = list(Stage::harbour());
    assert!(window.query_by_label("Nothing is labelled yet").is_some());
}

#[test]
fn only_rows_in_view_are_drawn_and_the_current_one_comes_into_view() {
    let words: Vec<String> = (0..400).map(|i| format!("word{i:03}")).collect();
    let mut stage = Stage::new(&[("Long", "The Courier", "2025-11-28", &words.join(" "))]);
    let article = stage.reader.article.unwrap();
    let label = LabelId::parse("event").unwrap();
    let mut last = None;
    for i in 0..400 {
        let spans = vec![crate::text::TextSpan::of(i * 8, i * 8 + 7)];
        last = stage.session.edit(EditRequest::Annotate { article, label: label.clone(), spans }).unwrap();
    }
    let mut window = list(stage);
    assert!(window.query_by_label("Event: word000").is_some());
    assert!(window.query_all_by_label_contains("Event: word").count() < 40);
    window.state_mut().0.reader.current = last;
    window.run();
    assert!(window.query_by_label("Event: word399").is_some());
}

#[test]
fn the_field_takes_the_keyboard_before_anything_is_labelled() {
    let mut window = list(Stage::harbour());
    window.state_mut().1.focus();
    window.run();
    assert!(window.get_by_label("Find in annotations").is_focused());
}
