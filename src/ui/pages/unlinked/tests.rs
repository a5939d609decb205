//! What the groups ask for.

use super::*;
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::testing::{Answer, Stage, answered, settle};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, (Stage, UnlinkedPage)>;

fn mark(stage: &mut Stage, title: &str, words: &str) -> AnnotationId {
    let article = stage.article(title);
    let start = stage.session.project().article(article).unwrap().text().as_str().find(words).unwrap();
    let (label, spans) = (LabelId::parse("claim").unwrap(), vec![TextSpan::of(start, start + words.len())]);
    stage.session.edit(EditRequest::Annotate { article, label, spans }).unwrap().unwrap()
}

fn shown(stage: Stage, page: UnlinkedPage) -> Window {
    answered(stage, page, UnlinkedPage::show, |page, answer, _| match answer {
        Answer::WorkedOut(answer) => page.arrived(answer),
        _ => panic!("not asked for"),
    })
}

#[test]
fn a_group_is_linked_without_what_was_unticked() {
    let mut stage = Stage::new(&[
        ("One", "The Courier", "2025-11-28", "The ferry stops in March, he said.\n"),
        ("Two", "Evening Post", "2025-11-29", "Ferries stop in March, she said.\n"),
        ("Three", "Morning News", "2025-11-30", "The ferry will stop in March, it wrote. Nobody knows the mayor.\n"),
    ]);
    mark(&mut stage, "One", "The ferry stops in March");
    let two = mark(&mut stage, "Two", "Ferries stop in March");
    mark(&mut stage, "Three", "The ferry will stop in March");
    mark(&mut stage, "Three", "Nobody knows the mayor");
    let mut window = shown(stage, UnlinkedPage::default());
    settle(&mut window);
    window.get_by_label_contains("3 look the same");
    window.get_by_label("Look like nothing else: 1");
    window.get_by_label("Tick: Ferries stop in March").click();
    window.run();
    window.get_by_label("Make one of: The ferry stops in March").click();
    window.run();
    let messages = settle(&mut window);
    let [Message::Link { mentions, to: LinkTo::New { title, .. }, .. }] = &messages[..] else { panic!("{messages:?}") };
    assert_eq!(title, "The ferry stops in March");
    assert_eq!(mentions.len(), 2);
    assert!(mentions.iter().all(|m| !matches!(m, MentionOf::Annotation(_, id) if *id == two)));
    window.get_by_label("Same as: The ferry stops in March").click();
    window.run();
    assert!(matches!(&settle(&mut window)[..], [Message::ChooseThread(chosen)] if chosen.len() == 2));
}

#[test]
fn an_empty_queue_says_so() {
    let mut window = shown(Stage::harbour(), UnlinkedPage::default());
    settle(&mut window);
    window.get_by_label("Everything in your coding is linked");
}
