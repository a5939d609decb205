//! Figures that open what stands behind them.

use super::*;
use crate::model::LabelId;
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::pages::KnownThreads;
use crate::ui::testing::{Stage, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::sync::atomic::AtomicBool;

type Window = Harness<'static, (Stage, ProgressPage)>;

fn answer(window: &mut Window) -> Vec<Message> {
    let mut others = Vec::new();
    for _ in 0..3 {
        let (stage, page) = window.state_mut();
        for message in stage.take() {
            match message {
                Message::WorkOut(question) => {
                    let (project, annotator) = (stage.session.project(), stage.session.annotator());
                    let stop = AtomicBool::new(false);
                    page.arrived(question.answer(project, annotator, &KnownThreads::default(), &stop), project);
                }
                other => others.push(other),
            }
        }
        window.run();
    }
    others
}

#[test]
fn figures_open_their_quotes() {
    let mut stage = Stage::harbour();
    let article = stage.article("Harbour to close");
    let (label, spans) = (LabelId::parse("claim").unwrap(), vec![TextSpan::of(0, 22)]);
    stage.session.edit(EditRequest::Annotate { article, label, spans }).unwrap();
    let mut window = harness(stage, ProgressPage::default(), ProgressPage::show);
    answer(&mut window);
    window.get_by_label("Best read next");
    window.get_by_label("1 claim without a source").click();
    window.run();
    window.get_by_label("Open: The harbour will close").click();
    window.run();
    assert!(matches!(answer(&mut window)[..], [Message::GoTo(_), Message::Pick(_)]));
    window.get_by_label("Close the quotes").click();
    window.run();
    assert!(window.query_by_label("Open: The harbour will close").is_none());
    window.get_by_label("Not linked of Harbour to close: 1").click();
    window.run();
    window.get_by_label("Open: The harbour will close");
    window.get_by_label("1 annotation not linked").click();
    window.run();
    assert!(matches!(answer(&mut window)[..], [Message::Show(Page::Unlinked)]));
}
