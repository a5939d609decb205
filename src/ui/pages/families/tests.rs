use super::*;
use crate::model::{FamilyKind, LabelId};
use crate::text::TextSpan;
use crate::ui::testing::{Stage, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::sync::atomic::AtomicBool;

type Window = Harness<'static, (Stage, FamiliesPage)>;

const WIRE: &str = "The harbour board met on Monday and said the old crane would stay where it is until the spring. \
    A spokeswoman for the board told reporters that two offers had come in, and that neither was good enough.";

fn stage() -> Stage {
    let again = format!("From the wire.\n{WIRE}");
    Stage::new(&[
        ("Crane stays", "The Courier", "2025-11-28", WIRE),
        ("Crane to stay", "Evening Post", "2025-11-29", &again),
        ("Boats", "The Courier", "2025-12-01", "Boats stay in the harbour."),
    ])
}

/// The page in a window whose questions are answered at once, as the app's worker does later.
fn window(stage: Stage) -> Window {
    let show = |page: &mut FamiliesPage, ui: &mut Ui, view: &View<'_>, out: &mut Outbox| {
        let mut asked = Outbox::default();
        page.show(ui, view, &mut asked);
        for message in asked.take() {
            match message {
                Message::Compare(question) => {
                    let answer = question.answer(view.project(), view.session.annotator(), &AtomicBool::new(false));
                    page.arrived(answer, out);
                    ui.ctx().request_repaint();
                }
                other => out.push(other),
            }
        }
    };
    harness(stage, FamiliesPage::default(), show)
}

fn settle(window: &mut Window) -> Vec<Message> {
    window.run();
    let messages = window.state_mut().0.take();
    window.run();
    messages
}

fn click(window: &mut Window, name: &str) -> Vec<Message> {
    window.get_by_label(name).click();
    settle(window)
}

#[test]
fn reprints_are_found_and_taken_out_again() {
    let mut window = window(stage());
    click(&mut window, "Find reprints");
    settle(&mut window);
    let families = |window: &Window| window.state().0.session.project().families.size();
    assert_eq!(families(&window), 1);
    assert!(window.query_by_label("2 articles in families").is_some());
    click(&mut window, "Take out Crane to stay");
    assert_eq!(families(&window), 0);
    let project = window.state().0.session.project();
    assert!(project.info.settings.len() == 2, "both stand alone now");
}

#[test]
fn labels_are_inherited_from_the_window() {
    let mut stage = stage();
    let article = stage.article("Crane stays");
    let start = WIRE.find("two offers").unwrap();
    let spans = vec![TextSpan::of(start, start + "two offers had come in".len())];
    stage.session.edit(EditRequest::Annotate { article, label: LabelId::parse("claim").unwrap(), spans }).unwrap();
    let articles = [article, stage.article("Crane to stay")].into();
    stage.session.edit(EditRequest::PutFamily { kind: FamilyKind::Reprint, articles }).unwrap();
    let mut window = window(stage);
    click(&mut window, "Inherit… Crane to stay");
    assert!(window.query_by_label_contains("two offers had come in").is_some());
    click(&mut window, "Label 1 place");
    let stage = &window.state().0;
    let layer = stage.session.project().layer(&stage.session.key(stage.article("Crane to stay"))).unwrap();
    assert!(layer.annotations.values().all(|a| a.provenance.from == Some(article)));
    assert_eq!(layer.annotations.size(), 1);
}

#[test]
fn a_family_opens_side_by_side() {
    let mut stage = stage();
    let articles = [stage.article("Crane stays"), stage.article("Boats")].into();
    stage.session.edit(EditRequest::PutFamily { kind: FamilyKind::Rewrite, articles }).unwrap();
    let mut window = window(stage);
    click(&mut window, "Rewrites");
    let messages = click(&mut window, "Side by side");
    assert!(matches!(&messages[..], [Message::SideBySide(articles)] if articles.len() == 2), "{messages:?}");
    click(&mut window, "Headlines");
    assert!(window.query_by_label("No headline says more than its text").is_some());
}
