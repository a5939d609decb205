use super::*;
use crate::edit::plan::{LinkTo, MentionOf};
use crate::model::{LabelId, LinkStance};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::testing::{Stage, harness};
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, (Stage, CoveragePage)>;

/// "The harbour will close" is a shared claim of one article; another one has been read and says nothing of it.
fn stage() -> Stage {
    let mut stage = Stage::harbour();
    let article = stage.article("Harbour to close");
    let mentions = vec![MentionOf::Words(article, vec![TextSpan::of(0, 22)])];
    let to = LinkTo::New { label: LabelId::parse("claim").unwrap(), title: "The harbour closes".into() };
    stage.session.edit(EditRequest::LinkMentions { mentions, to, stance: LinkStance::For }).unwrap();
    stage
}

/// The page in a window whose questions are answered at once, as the app's worker does later.
fn window(stage: Stage) -> Window {
    let show = |page: &mut CoveragePage, ui: &mut Ui, view: &View<'_>, out: &mut Outbox| {
        let mut asked = Outbox::default();
        page.show(ui, view, &mut asked);
        for message in asked.take() {
            match message {
                Message::Review(question) => {
                    let answer = question.answer(view.project(), view.session.annotator(), &KnownReview::default());
                    if let super::super::ReviewFound::Coverage(answer) = answer.found {
                        page.arrived(answer);
                    }
                    ui.ctx().request_repaint();
                }
                other => out.push(other),
            }
        }
    };
    let mut window = harness(stage, CoveragePage::default(), show);
    window.run();
    window
}

fn settle(window: &mut Window) -> Vec<Message> {
    window.run();
    let messages = window.state_mut().0.take();
    window.run();
    messages
}

#[test]
fn a_square_opens_its_quotes() {
    let mut window = window(stage());
    window.get_by_label("The harbour closes");
    window.get_by_label("1 shared item · 3 articles · My coding counts");
    window.get_by_label("stated: The harbour closes in The Courier · 2025-11-28 · Harbour to close").click();
    settle(&mut window);
    window.get_by_label("“The harbour will close”");
    window.get_by_label("Open “The harbour will close”").click();
    let messages = settle(&mut window);
    assert!(matches!(messages[..], [Message::GoTo(spot), Message::Pick(_)] if spot.span == TextSpan::of(0, 22)));
}

#[test]
fn a_missing_square_offers_the_nearest_passages() {
    let mut window = window(stage());
    window.get_by_label("not read: The harbour closes in The Courier · 2025-12-01 · Boats stay").click();
    settle(&mut window);
    window.get_by_label("Link “Boats stay in the harbour.”").click();
    settle(&mut window);
    window.get_by_label("stated: The harbour closes in The Courier · 2025-12-01 · Boats stay");
    window.get_by_label("“Boats stay in the harbour”");
    let stage = &window.state().0;
    let mentions = stage.session.project().layers.values().flat_map(|layer| layer.annotations.values());
    assert_eq!(mentions.filter(|mention| !mention.threads.is_empty()).count(), 2);
}

#[test]
fn none_of_these_makes_it_absent() {
    let mut window = window(stage());
    window.get_by_label("not read: The harbour closes in The Courier · 2025-12-01 · Boats stay").click();
    settle(&mut window);
    window.get_by_label("None of these").click();
    settle(&mut window);
    window.get_by_label("absent: The harbour closes in The Courier · 2025-12-01 · Boats stay");
    assert!(window.query_by_label("None of these").is_none());
}

#[test]
fn outlets_say_how_many_of_theirs() {
    let mut window = window(stage());
    let page = &mut window.state_mut().1;
    page.columns.axis = crate::review::Axis::Outlets;
    page.cells = Cells::Wide;
    settle(&mut window);
    window.get_by_label("1 of 2: The harbour closes in The Courier").click();
    settle(&mut window);
    window.get_by_label("Boats stay").click();
    settle(&mut window);
    window.get_by_label("Nearest passages");
    window.get_by_label("Back to all articles").click();
    settle(&mut window);
    window.get_by_label("Harbour to close");
}

#[test]
fn arrows_go_from_square_to_square() {
    let mut window = window(stage());
    window.get_by_label("stated: The harbour closes in The Courier · 2025-11-28 · Harbour to close").click();
    settle(&mut window);
    window.key_press(Key::ArrowRight);
    settle(&mut window);
    window.get_by_label("Boats stay");
    window.key_press(Key::ArrowLeft);
    window.key_press(Key::Enter);
    let messages = settle(&mut window);
    assert!(matches!(messages[..], [Message::GoTo(_), Message::Pick(_)]), "{messages:?}");
}

#[test]
fn a_filter_hides_and_says_so() {
    let mut window = window(stage());
    window.state_mut().1.rows.words = "ferry".into();
    settle(&mut window);
    window.get_by_label("Nothing fits");
    window.state_mut().1.rows.words.clear();
    settle(&mut window);
    window.get_by_label("The harbour closes");
    for state in crate::review::CellState::ALL {
        window.get_by_label(state.words());
    }
}
