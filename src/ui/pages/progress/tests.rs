//! Figures that open what stands behind them.

use super::*;
use crate::model::LabelId;
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::testing::{Answer, Stage, answered, settle};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, (Stage, ProgressPage)>;

fn shown(stage: Stage, page: ProgressPage) -> Window {
    answered(stage, page, ProgressPage::show, |page, answer, project| match answer {
        Answer::WorkedOut(answer) => page.arrived(answer, project),
        _ => panic!("not asked for"),
    })
}

#[test]
fn figures_open_their_quotes() {
    let mut stage = Stage::harbour();
    let article = stage.article("Harbour to close");
    let (label, spans) = (LabelId::parse("claim").unwrap(), vec![TextSpan::of(0, 22)]);
    stage.session.edit(EditRequest::Annotate { article, label, spans }).unwrap();
    let mut window = shown(stage, ProgressPage::default());
    settle(&mut window);
    window.get_by_label("Best read next");
    window.get_by_label("1 claim without a source").click();
    window.run();
    window.get_by_label("Open: The harbour will close").click();
    window.run();
    assert!(matches!(settle(&mut window)[..], [Message::GoTo(_), Message::Pick(_)]));
    window.get_by_label("Close the quotes").click();
    window.run();
    assert!(window.query_by_label("Open: The harbour will close").is_none());
    window.get_by_label("Not linked of Harbour to close: 1").click();
    window.run();
    window.get_by_label("Open: The harbour will close");
    window.get_by_label("1 annotation not linked").click();
    window.run();
    assert!(matches!(settle(&mut window)[..], [Message::Show(Page::Unlinked)]));
}
