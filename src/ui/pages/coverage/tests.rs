use super::*;
use crate::edit::plan::{LinkTo, MentionOf};
use crate::model::{LabelId, LinkStance};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::pages::ReviewFound;
use crate::ui::testing::{Answer, Stage, answered, settle};
use egui::Key;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, (Stage, CoveragePage)>;

/// "The harbour will close" is a shared claim of one article; another one has been read and says nothing of it.
fn stage() -> Stage {
    let mut stage = Stage::harbour();
    share(&mut stage);
    stage
}

fn share(stage: &mut Stage) {
    let article = stage.article("Harbour to close");
    let mentions = vec![MentionOf::Words(article, vec![TextSpan::of(0, 22)])];
    let to = LinkTo::New { label: LabelId::parse("claim").unwrap(), title: "The harbour closes".into() };
    stage.session.edit(EditRequest::LinkMentions { mentions, to, stance: LinkStance::For }).unwrap();
}

fn window(stage: Stage) -> Window {
    answered(stage, CoveragePage::default(), CoveragePage::show, |page, answer, _| match answer {
        Answer::Reviewed(ReviewFound::Coverage(answer)) => page.arrived(answer),
        Answer::Reviewed(ReviewFound::Nearest(answer)) => page.nearest_found(answer),
        _ => panic!("not asked for"),
    })
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
fn all_that_is_read_makes_it_absent() {
    let mut window = window(stage());
    window.get_by_label("not read: The harbour closes in The Courier · 2025-12-01 · Boats stay").click();
    settle(&mut window);
    window.get_by_label("Not in it: mark its one paragraph as read").click();
    settle(&mut window);
    window.get_by_label("absent: The harbour closes in The Courier · 2025-12-01 · Boats stay");
    assert!(window.query_by_label("Not in it: mark its one paragraph as read").is_none());
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

#[test]
fn none_of_these_marks_what_it_names_and_the_next_come_up() {
    let lines: Vec<String> = (1..=5).map(|at| format!("The harbour at number {at} is large.")).collect();
    let mut stage = Stage::new(&[
        ("Harbour to close", "The Courier", "2025-11-28", "The harbour will close.\nThe mayor said so.\n"),
        ("Boats stay", "The Courier", "2025-12-01", &lines.join("\n")),
    ]);
    share(&mut stage);
    let mut window = window(stage);
    window.get_by_label("not read: The harbour closes in The Courier · 2025-12-01 · Boats stay").click();
    settle(&mut window);
    window.get_by_label("Not in it: mark all 5 paragraphs as read");
    window.get_by_label("None of these: mark 3 paragraphs as read").click();
    settle(&mut window);
    let stage = &window.state().0;
    let key = stage.session.key(stage.article("Boats stay"));
    assert_eq!(stage.session.project().layer(&key).unwrap().reading.size(), 3);
    window.get_by_label("None of these: mark 2 paragraphs as read").click();
    settle(&mut window);
    window.get_by_label("absent: The harbour closes in The Courier · 2025-12-01 · Boats stay");
}

#[test]
fn a_title_leads_to_its_page() {
    let mut window = window(stage());
    window.get_by_label("The harbour closes").click();
    let messages = settle(&mut window);
    assert!(matches!(messages[..], [Message::ShowThread(_)]), "{messages:?}");
}
