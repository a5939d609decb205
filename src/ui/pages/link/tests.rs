//! The window in which a thread is chosen: what Enter takes, and what it makes.

use super::*;
use crate::model::{AnnotationId, ArticleId, ThreadId};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::testing::{Stage, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::sync::atomic::AtomicBool;

type Window = Harness<'static, (Stage, LinkForm)>;

fn label(id: &str) -> LabelId {
    LabelId::parse(id).unwrap()
}

fn mark(stage: &mut Stage, title: &str, words: &str) -> (ArticleId, AnnotationId) {
    let article = stage.article(title);
    let start = stage.session.project().article(article).unwrap().text().as_str().find(words).unwrap();
    let spans = vec![TextSpan::of(start, start + words.len())];
    let request = EditRequest::Annotate { article, label: label("claim"), spans };
    (article, stage.session.edit(request).unwrap().unwrap())
}

fn thread(stage: &mut Stage, mention: (ArticleId, AnnotationId), title: &str) -> ThreadId {
    let to = LinkTo::New { label: label("claim"), title: title.into() };
    let mentions = vec![MentionOf::Annotation(mention.0, mention.1)];
    stage.session.edit(EditRequest::LinkMentions { mentions, to, stance: LinkStance::For }).unwrap();
    let annotation = stage.session.project().annotation(&stage.session.key(mention.0), mention.1).unwrap();
    *annotation.threads.keys().next().unwrap()
}

/// A window for a claim; others have threads.
fn window(words: &str) -> (Window, ThreadId) {
    let mut stage = Stage::new(&[
        ("Harbour to close", "The Courier", "2025-11-28", "The harbour will close.\nThe mayor said so.\n"),
        ("Élan at the docks", "Evening Post", "2025-11-27", "Workers cheered.\n"),
        ("Boats stay", "The Courier", "2025-12-01", "The harbour is closing. A market needs roofs.\n"),
    ]);
    let first = mark(&mut stage, "Harbour to close", "The harbour will close");
    let closes = thread(&mut stage, first, "The harbour closes");
    let cheer = mark(&mut stage, "Élan at the docks", "Workers cheered");
    thread(&mut stage, cheer, "Workers cheer");
    let (article, id) = mark(&mut stage, "Boats stay", words);
    let start = LinkStart {
        mentions: vec![MentionOf::Annotation(article, id)],
        label: Some(label("claim")),
        words: words.into(),
        title: title_of(words),
    };
    (harness(stage, LinkForm::new(start), |form, ui, view, out| form.show(ui.ctx(), view, out)), closes)
}

/// Answers what was asked, as the worker does; gives the other messages.
fn answer(window: &mut Window) -> Vec<Message> {
    let mut others = Vec::new();
    for _ in 0..4 {
        let (stage, form) = window.state_mut();
        for message in stage.take() {
            match message {
                Message::WorkOut(question) => {
                    let stop = AtomicBool::new(false);
                    let (project, annotator) = (stage.session.project(), stage.session.annotator());
                    form.arrived(question.answer(project, annotator, &KnownThreads::default(), &stop));
                }
                other => others.push(other),
            }
        }
        window.run();
    }
    others
}

fn linked(messages: &[Message]) -> (LinkTo, LinkStance) {
    match messages {
        [Message::Toggle(Popup::Link), Message::Link { to, stance, .. }] => (to.clone(), *stance),
        other => panic!("{other:?}"),
    }
}

#[test]
fn enter_links_to_what_is_likely() {
    let (mut window, closes) = window("The harbour is closing");
    // Pressed before the worker has answered: what it brings is what Enter means.
    window.key_press(Key::Enter);
    window.run();
    assert_eq!(linked(&answer(&mut window)), (LinkTo::Thread(closes), LinkStance::For));
}

#[test]
fn what_is_typed_decides_and_shift_enter_is_against() {
    let (mut window, closes) = window("A market needs roofs");
    answer(&mut window);
    window.get_by_label("The harbour closes");
    window.get_by_label("Find by words, or type the title of a new one").type_text("clos");
    window.run();
    assert_eq!(answer(&mut window).len(), 0);
    assert!(window.query_by_label("Workers cheer").is_none());
    window.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    window.run();
    assert_eq!(linked(&answer(&mut window)), (LinkTo::Thread(closes), LinkStance::Against));
}

#[test]
fn nothing_alike_makes_a_new_one_with_the_words_as_title() {
    let (mut window, _) = window("A market needs roofs");
    answer(&mut window);
    window.get_by_label("New shared claim: A market needs roofs");
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run();
    let new = LinkTo::New { label: label("claim"), title: "A market needs roofs".into() };
    assert_eq!(linked(&answer(&mut window)), (new, LinkStance::For));
}

#[test]
fn the_proposed_title_is_edited_in_the_line() {
    let (mut window, _) = window("A market needs roofs");
    answer(&mut window);
    window.key_press(Key::Tab);
    window.run();
    window.get_by_label("Find by words, or type the title of a new one").type_text("Roofs are needed.");
    window.run();
    answer(&mut window);
    window.get_by_label("New shared claim: Roofs are needed");
    window.get_by_label("Against").click();
    window.run();
    window.get_by_label("Link").click();
    window.run();
    let new = LinkTo::New { label: label("claim"), title: "Roofs are needed".into() };
    assert_eq!(linked(&answer(&mut window)), (new, LinkStance::Against));
}
