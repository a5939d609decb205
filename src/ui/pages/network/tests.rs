//! Clicks on the drawing.

use super::*;
use crate::edit::plan::{LinkTo, MentionOf};
use crate::model::{LabelId, LinkStance, RelationTypeId};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::pages::KnownThreads;
use crate::ui::testing::{Stage, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::sync::atomic::AtomicBool;

type Window = Harness<'static, (Stage, NetworkPage)>;

fn answer(window: &mut Window) -> Vec<Message> {
    let mut others = Vec::new();
    for _ in 0..3 {
        let (stage, page) = window.state_mut();
        for message in stage.take() {
            match message {
                Message::WorkOut(question) => {
                    let (project, annotator) = (stage.session.project(), stage.session.annotator());
                    let stop = AtomicBool::new(false);
                    page.arrived(question.answer(project, annotator, &KnownThreads::default(), &stop));
                }
                other => others.push(other),
            }
        }
        window.run();
    }
    others
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
    let mut window = harness(stage, NetworkPage::default(), NetworkPage::show);
    answer(&mut window);
    window.get_by_label("outlet The Courier: 1 quote");
    window.get_by_label("source The mayor: 1 quote").click();
    window.run();
    window.get_by_label("Open: The mayor").click();
    window.run();
    assert!(matches!(answer(&mut window)[..], [Message::GoTo(_), Message::Pick(id)] if id == mayor));
    window.get_by_label("Open the shared item").click();
    window.run();
    assert!(matches!(answer(&mut window)[..], [Message::ShowThread(_)]));
    window.get_by_label("Outlets").click();
    window.run();
    answer(&mut window);
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
