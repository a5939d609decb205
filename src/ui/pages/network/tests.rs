//! Clicks on the drawing.

use super::*;
use crate::edit::plan::{LinkTo, MentionOf};
use crate::model::{LabelId, LinkStance, RelationTypeId};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::testing::{Answer, Stage, answered, settle};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, (Stage, NetworkPage)>;

fn shown(stage: Stage, page: NetworkPage) -> Window {
    answered(stage, page, NetworkPage::show, |page, answer, _| match answer {
        Answer::WorkedOut(answer) => page.arrived(answer),
        _ => panic!("not asked for"),
    })
}

fn shared(stage: &mut Stage, words: &str, label: &str) -> crate::model::AnnotationId {
    let article = stage.article("Harbour to close");
    let start = stage.session.project().article(article).unwrap().text().as_str().find(words).unwrap();
    let mentions = vec![MentionOf::Words(article, vec![TextSpan::of(start, start + words.len())])];
    let to = LinkTo::New { label: LabelId::parse(label).unwrap(), title: words.into() };
    stage.session.edit(EditRequest::LinkMentions { mentions, to, stance: LinkStance::For }).unwrap().unwrap()
}

#[test]
fn nodes_open_their_quotes_and_their_thread() {
    let mut stage = Stage::harbour();
    let article = stage.article("Harbour to close");
    let claim = shared(&mut stage, "The harbour will close", "claim");
    let mayor = shared(&mut stage, "The mayor", "source");
    let kind = RelationTypeId::parse("attributed_to").unwrap();
    stage.session.edit(EditRequest::Relate { article, kind, pairs: vec![(claim, mayor)] }).unwrap();
    let mut window = shown(stage, NetworkPage::default());
    settle(&mut window);
    window.get_by_label("outlet The Courier: 1 quote");
    window.get_by_label("source The mayor: 1 quote").click();
    window.run();
    window.get_by_label("Open: The mayor").click();
    window.run();
    assert!(matches!(settle(&mut window)[..], [Message::GoTo(_), Message::Pick(id)] if id == mayor));
    window.get_by_label("Open the shared item").click();
    window.run();
    assert!(matches!(settle(&mut window)[..], [Message::ShowThread(_)]));
    window.get_by_label("Outlets").click();
    window.run();
    settle(&mut window);
    assert!(window.query_by_label("outlet The Courier: 1 quote").is_none());
    window.get_by_label("claim The harbour will close: 1 quote");
}

#[test]
fn zooming_keeps_what_is_under_the_pointer() {
    let mut page = NetworkPage { pan: Vec2::new(5.0, 7.0), ..NetworkPage::default() };
    let (point, place) = (Vec2::new(40.0, -20.0), Vec2::new(35.0, -27.0));
    assert_eq!(page.pan + place * page.zoom, point);
    page.zoom_by(2.0, point);
    assert!((page.pan + place * page.zoom - point).length() < 1e-3);
    page.zoom_by(1e9, point);
    assert!(page.zoom <= ZOOM.1);
}
