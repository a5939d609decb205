use super::*;
use crate::model::{LabelId, Project};
use crate::text::TextSpan;
use crate::ui::Outbox;
use crate::ui::testing::{Stage, harness};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

type Window = Harness<'static, (Stage, SegmentsPage)>;

/// "boats" twice and "harbour" once, in two articles.
fn stage() -> Stage {
    let mut stage = Stage::harbour();
    for (title, words, label) in
        [("Boats stay", "Boats", "source"), ("Boats stay", "boats", "source"), ("Harbour to close", "harbour", "event")]
    {
        let article = stage.article(title);
        let start = stage.session.project().article(article).unwrap().text().as_str().find(words).unwrap();
        let (label, spans) = (LabelId::parse(label).unwrap(), vec![TextSpan::of(start, start + words.len())]);
        stage.session.edit(EditRequest::Annotate { article, label, spans }).unwrap();
    }
    stage
}

/// The page in a window whose questions are answered at once, as the app's worker does later.
fn window(stage: Stage) -> Window {
    let show = |page: &mut SegmentsPage, ui: &mut Ui, view: &View<'_>, out: &mut Outbox| {
        let mut asked = Outbox::default();
        page.show(ui, view, &mut asked);
        for message in asked.take() {
            match message {
                Message::ListSegments(question, index) => {
                    page.arrived(question.answer(view.project(), view.session.annotator(), &index));
                    ui.ctx().request_repaint();
                }
                other => out.push(other),
            }
        }
    };
    let mut page = SegmentsPage::default();
    page.focus();
    let mut window = harness(stage, page, show);
    window.run();
    window
}

fn labels(project: &Project) -> Vec<String> {
    let layers = project.layers.values();
    let mut labels: Vec<String> =
        layers.flat_map(|layer| layer.annotations.values()).map(|a| a.label.to_string()).collect();
    labels.sort();
    labels
}

fn settle(window: &mut Window) -> Vec<Message> {
    window.run();
    let messages = window.state_mut().0.take();
    window.run();
    messages
}

#[test]
fn ticked_rows_get_another_label_as_one_step() {
    let mut window = window(stage());
    window.get_by_label("3 annotations");
    window.get_by_label("Tick Quoted source: boats").click();
    window.run();
    window.get_by_label("Tick Quoted source: Boats").click();
    window.run();
    window.get_by_label("3 annotations · 2 ticked");
    window.event(egui::Event::Text("C".into()));
    settle(&mut window);
    let session = &mut window.state_mut().0.session;
    assert_eq!(labels(session.project()), ["claim", "claim", "event"]);
    session.undo().unwrap();
    assert_eq!(labels(session.project()), ["event", "source", "source"]);
}

#[test]
fn what_the_filter_hides_is_not_changed() {
    let mut window = window(stage());
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.run();
    window.get_by_label("3 annotations · 3 ticked");
    window.get_by_label("Filter annotations").click();
    window.run();
    window.get_by_label("Filter annotations").type_text("harb CLOSE");
    window.run();
    window.run();
    window.get_by_label("1 of 3 annotations · 1 ticked");
    window.get_by_label("Delete").click();
    settle(&mut window);
    assert_eq!(labels(window.state().0.session.project()), ["source", "source"]);
    window.get_by_label("No annotation fits");
}

#[test]
fn keys_move_tick_and_open() {
    let mut window = window(stage());
    window.key_press(Key::ArrowDown);
    window.run();
    window.key_press(Key::Space);
    window.run();
    window.get_by_label("3 annotations · 1 ticked");
    window.key_press(Key::End);
    window.run();
    window.key_press(Key::Enter);
    let messages = settle(&mut window);
    let stage = &window.state().0;
    let wanted = stage.article("Harbour to close");
    assert!(matches!(messages[..], [Message::GoTo(Spot { article, .. }), Message::Pick(_)] if article == wanted));
}

#[test]
fn groups_have_headings_that_tick_all_below() {
    let mut page_window = window(stage());
    page_window.state_mut().1.group = SegmentGroup::Label;
    page_window.run();
    page_window.run();
    let page = &page_window.state().1;
    let headings: Vec<_> = page.list.rows.iter().filter(|row| matches!(row, SegmentRow::Heading(..))).collect();
    assert_eq!((headings.len(), page.list.rows.len()), (2, 5));
    page_window.key_press(Key::Home);
    page_window.run();
    page_window.key_press(Key::Space);
    page_window.run();
    page_window.get_by_label("3 annotations · 2 ticked");
}

#[test]
fn a_column_sorts_up_and_down() {
    let mut window = window(stage());
    let first = |window: &Window| {
        let (block, segment) = window.state().1.list.rows[0].segment().unwrap();
        words_of(block, &segment.annotation)
    };
    for expected in ["Boats", "harbour"] {
        window.get_by_label("Words").click();
        window.run();
        window.run();
        assert_eq!(first(&window), expected);
    }
    let cell = window.get_by_label("Outlet of harbour");
    assert_eq!(cell.accesskit_node().value().as_deref(), Some("The Courier"));
}
