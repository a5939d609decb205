//! One thread on the page: what clicks and fields ask for.

use super::*;
use crate::edit::plan::{LinkTo, MentionOf};
use crate::model::LinkStance;
use crate::text::TextSpan;
use crate::ui::testing::{Answer, Stage, answered, settle};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, (Stage, ThreadsPage)>;

fn claim() -> LabelId {
    LabelId::parse("claim").unwrap()
}

fn link(stage: &mut Stage, title: &str, words: &str, to: LinkTo) -> ThreadId {
    let article = stage.article(title);
    let start = stage.session.project().article(article).unwrap().text().as_str().find(words).unwrap();
    let mentions = vec![MentionOf::Words(article, vec![TextSpan::of(start, start + words.len())])];
    let request = EditRequest::LinkMentions { mentions, to, stance: LinkStance::For };
    let id = stage.session.edit(request).unwrap().unwrap();
    *stage.session.project().annotation(&stage.session.key(article), id).unwrap().threads.keys().next().unwrap()
}

/// A page with two threads; the first has two mentions, of which the later one has another number.
fn window() -> (Window, ThreadId, ThreadId) {
    let mut stage = Stage::new(&[
        ("Boats sink", "The Courier", "2025-11-28", "Reportedly 40 boats sank, the port said.\n"),
        ("More boats", "Evening Post", "2025-11-30", "60 boats sank, the port said. The port was empty.\n"),
    ]);
    let new = |title: &str| LinkTo::New { label: claim(), title: title.into() };
    let sank = link(&mut stage, "Boats sink", "40 boats sank", new("Boats sank"));
    link(&mut stage, "More boats", "60 boats sank", LinkTo::Thread(sank));
    let empty = link(&mut stage, "More boats", "The port was empty", new("The port was empty"));
    let page = ThreadsPage { shown: Some(sank), ..ThreadsPage::default() };
    let mut window = shown(stage, page);
    settle(&mut window);
    (window, sank, empty)
}

fn shown(stage: Stage, page: ThreadsPage) -> Window {
    answered(stage, page, ThreadsPage::show, |page, answer, project| match answer {
        Answer::WorkedOut(answer) => page.arrived(answer, project),
        _ => panic!("not asked for"),
    })
}

#[test]
fn mentions_stand_in_order_with_what_changed() {
    let (mut window, ..) = window();
    window.get_by_label("Changed: number “40” → “60”; hedge “Reportedly” dropped");
    let first = window.get_by_label("Open: 40 boats sank").rect();
    let second = window.get_by_label("Open: 60 boats sank");
    assert!(first.bottom() < second.rect().top());
    second.click();
    window.run();
    let messages = settle(&mut window);
    assert!(matches!(messages[..], [Message::GoTo(_), Message::Pick(_)]), "{messages:?}");
}

#[test]
fn ticked_mentions_are_split_off() {
    let (mut window, sank, _) = window();
    window.get_by_label("Tick the mention in Evening Post, 2025-11-30").click();
    window.run();
    window.get_by_label("Title of the split shared item").click();
    window.run();
    window.get_by_label("Title of the split shared item").type_text("Sixty sank");
    window.run();
    window.get_by_label("Split into a new one").click();
    window.run();
    settle(&mut window);
    let (stage, page) = window.state();
    let titles: Vec<_> = stage.session.project().all_threads().map(|(_, t)| t.title.clone()).collect();
    assert!(titles.contains(&"Sixty sank".to_owned()), "{titles:?}");
    assert_eq!(page.index.mentions(sank).len(), 1);
}

#[test]
fn another_is_picked_from_the_list() {
    let (mut window, sank, empty) = window();
    window.get_by_label("Contradicts…").click();
    window.run();
    window.get_by_label("Reason").click();
    window.run();
    window.get_by_label("Reason").type_text("no boats, no port");
    window.run();
    window.get_by_label("The port was empty").click();
    window.run();
    settle(&mut window);
    let book = window.state().0.session.project().threads.values().next().unwrap().clone();
    let stated: Vec<_> = book.relations.values().map(|r| (r.from, r.to, r.reason.clone())).collect();
    assert_eq!(stated, [(sank, empty, "no boats, no port".to_owned())]);
    window.get_by_label("because no boats, no port");
    window.get_by_label("Take back: contradicts The port was empty").click();
    window.run();
    settle(&mut window);
    window.get_by_label("Same as another…").click();
    window.run();
    window.get_by_label("The port was empty").click();
    window.run();
    settle(&mut window);
    assert_eq!(window.state().1.index.members(window.state().1.index.canonical(empty)).len(), 2);
}

#[test]
fn title_verdict_and_evidence_are_typed() {
    let (mut window, sank, _) = window();
    window.get_by_label("Title of the shared item").click();
    window.run();
    window.get_by_label("Title of the shared item").type_text("!");
    window.run();
    window.get_by_label("Verdict: rating").click();
    window.run();
    settle(&mut window);
    window.get_by_label("Verdict: rating").type_text("true");
    window.run();
    window.get_by_label("Verdict: evidence").click();
    window.run();
    settle(&mut window);
    let (_, thread) = window.state().0.session.project().thread(sank).unwrap();
    assert!(thread.title.contains('!'), "{}", thread.title);
    let verdict = thread.attributes.get(&AttributeId::parse("verdict").unwrap());
    let parts = crate::model::AttributeValue::Parts([("rating".into(), "true".into())].into());
    assert_eq!(verdict, Some(&parts));
}
