use super::*;
use crate::model::{LabelId, Place};
use crate::text::{Text, TextSpan};
use crate::ui::testing::{Stage, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

const OLD: &str = "The harbour will close on Friday, the mayor said to reporters.\nReportedly nobody was asked about it before.\nFerries stop at noon and will not come back.";
const NEW: &str = "The harbour may close on Friday, the mayor said to reporters.\nFishermen were asked.\nFerries stop at noon and will not come back.";

fn revised() -> Stage {
    let mut stage = Stage::new(&[("Harbour", "The Courier", "2025-11-28", OLD)]);
    let article = stage.article("Harbour");
    for words in ["The harbour will close on Friday", "nobody was asked about it", "Ferries stop at noon"] {
        let start = OLD.find(words).unwrap();
        let spans = vec![TextSpan::of(start, start + words.len())];
        stage.session.edit(EditRequest::Annotate { article, label: LabelId::parse("claim").unwrap(), spans }).unwrap();
    }
    let text = Text::new(NEW);
    stage.session.edit(EditRequest::Revise(NewText { article, text, accessed: None })).unwrap();
    stage
}

/// The page in a window whose questions are answered at once.
fn window(stage: Stage, tab: TextsTab) -> Harness<'static, (Stage, TextsPage)> {
    let mut page = TextsPage::default();
    page.open(tab);
    harness(stage, page, |page, ui, view, out| {
        let mut asked = Outbox::default();
        page.show(ui, view, &mut asked);
        for message in asked.take() {
            match message {
                Message::AskTexts(question) => {
                    page.arrived(question.answer(view.project(), view.session.annotator()));
                    ui.ctx().request_repaint();
                }
                other => out.push(other),
            }
        }
    })
}

fn layer_words(stage: &Stage) -> Vec<String> {
    let article = stage.article("Harbour");
    let project = stage.session.project();
    let layer = project.layer(&stage.session.key(article)).unwrap();
    let text = project.article(article).unwrap().text().clone();
    layer.annotations.values().filter(|a| matches!(a.place, Place::At(_))).map(|a| a.words(&text)).collect()
}

#[test]
fn what_changed_is_listed_with_the_annotations_on_it() {
    let mut window = window(revised(), TextsTab::Compare);
    window.run();
    assert!(window.query_all_by_label_contains("1 softened").next().is_some());
    assert!(window.query_by_label_contains("lost its place").is_some());
    let change = window.get_by_label_contains("Change 1: softened");
    change.click();
    window.run();
    let messages = window.state_mut().0.take();
    assert!(messages.iter().any(|m| matches!(m, Message::GoTo(_))), "{messages:?}");
}

#[test]
fn the_older_text_can_be_used_again() {
    let mut window = window(revised(), TextsTab::Compare);
    window.run();
    window.get_by_label("Use the older text again").click();
    window.run();
    window.state_mut().0.take();
    window.run();
    let stage = &window.state().0;
    let article = stage.session.project().article(stage.article("Harbour")).unwrap();
    assert_eq!((article.text().as_str(), article.earlier.len()), (OLD, 2));
    assert_eq!(layer_words(stage).len(), 3, "the lost one was found again");
}

#[test]
fn a_digit_takes_a_place_for_a_lost_annotation() {
    let mut stage = revised();
    let article = stage.article("Harbour");
    assert_eq!(stage.session.index(&stage.session.key(article)).lost().len(), 1);
    let text = Text::new(NEW.replace("Fishermen were asked.", "Nobody ever was asked a thing about it."));
    stage.session.edit(EditRequest::Revise(NewText { article, text, accessed: None })).unwrap();
    let mut window = window(stage, TextsTab::Lost);
    window.run();
    assert!(window.query_by_label_contains("Take place 1").is_some());
    window.event(egui::Event::Text("1".into()));
    window.run();
    window.state_mut().0.take();
    let stage = &window.state().0;
    assert_eq!(stage.session.index(&stage.session.key(article)).lost().len(), 0);
    assert!(layer_words(stage).iter().any(|words| words.contains("asked")));
}

#[test]
fn a_correction_says_what_moves_before_it_is_kept() {
    let stage = Stage::new(&[("Harbour", "The Courier", "2025-11-28", "The harbour will close.")]);
    let mut window = window(stage, TextsTab::Correct);
    window.run();
    assert!(window.query_by_label("Nothing is changed yet").is_some());
    window.get_by_label("The article's text").focus();
    window.run();
    window.get_by_label("The article's text").type_text(" Said the mayor.");
    for _ in 0..30 {
        window.step();
    }
    window.run();
    assert!(window.query_by_label_contains("annotations stay in place").is_some());
    window.get_by_label("Keep this text").click();
    window.run();
    let messages = window.state_mut().0.take();
    assert!(messages.iter().any(|m| matches!(m, Message::ShowTexts(TextsTab::Compare))), "{messages:?}");
    let stage = &window.state().0;
    let article = stage.session.project().article(stage.article("Harbour")).unwrap();
    assert_eq!(article.earlier.len(), 1);
    assert!(article.text().as_str().contains("Said the mayor."));
}
