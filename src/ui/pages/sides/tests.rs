use super::*;
use crate::ui::testing::{Answer, Stage, answered, settle};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, (Stage, SidesPage)>;

fn window(stage: Stage, articles: &[ArticleId]) -> Window {
    let mut page = SidesPage::default();
    page.open(articles);
    answered(stage, page, SidesPage::show, |page, answer, _| match answer {
        Answer::Compared(answer) => page.arrived(answer),
        _ => panic!("not asked for"),
    })
}

#[test]
fn what_stands_in_one_stands_out_and_any_column_is_labelled() {
    let stage = Stage::new(&[
        ("One", "A", "2025-11-28", "Scrap dealers bid for the harbour steel.\nNobody asked the town."),
        ("Two", "B", "2025-11-29", "Scrap dealers again bid for harbour steel."),
    ]);
    let articles = [stage.article("One"), stage.article("Two")];
    let mut window = window(stage, &articles);
    assert!(window.query_by_label("Column 1, only here: Nobody asked the town.").is_some());
    let second = window.get_by_label("Column 2, Scrap dealers again bid for harbour steel.").rect();
    let from = second.left_top() + egui::vec2(space::LARGE + 2.0, space::MEDIUM + 8.0);
    window.hover_at(from);
    window.run();
    window.drag_at(from);
    window.run();
    window.hover_at(from + egui::vec2(60.0, 0.0));
    window.run();
    window.drop_at(from + egui::vec2(60.0, 0.0));
    window.run();
    window.get_by_label("Label as Claim").click();
    window.run();
    window.state_mut().0.take();
    let stage = &window.state().0;
    let layer = stage.session.project().layer(&stage.session.key(articles[1])).expect("the second column is labelled");
    let words =
        layer.annotations.values().next().unwrap().words(stage.session.project().article(articles[1]).unwrap().text());
    assert!(words.starts_with("Scrap"), "{words}");
}

#[test]
fn columns_can_be_marked_as_rewrites() {
    let stage = Stage::harbour();
    let articles = [stage.article("Boats stay"), stage.article("Harbour to close")];
    let mut window = window(stage, &articles);
    window.get_by_label("Mark as rewrites").click();
    window.run();
    window.state_mut().0.take();
    let project = window.state().0.session.project();
    assert!(project.families.values().any(|f| f.kind == FamilyKind::Rewrite && f.articles.len() == 2));
}

#[test]
fn keys_select_and_label_in_the_column_that_has_the_focus() {
    let stage = Stage::new(&[
        ("One", "A", "2025-11-28", "Scrap dealers bid for the harbour steel. Nobody asked the town.\nIt rains."),
        ("Two", "B", "2025-11-29", "Scrap dealers again bid for harbour steel."),
    ]);
    let articles = [stage.article("One"), stage.article("Two")];
    let mut window = window(stage, &articles);
    window.get_by_label("Text of column 1").focus();
    settle(&mut window);
    for key in [Key::ArrowDown, Key::ArrowDown, Key::ArrowDown, Key::ArrowUp, Key::ArrowRight] {
        window.key_press(key);
        settle(&mut window);
    }
    window.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    settle(&mut window);
    window.get_by_label("“asked the”");
    window.event(Event::Text("c".into()));
    settle(&mut window);
    let stage = &window.state().0;
    let layer = stage.session.project().layer(&stage.session.key(articles[0])).expect("the first column is labelled");
    let annotation = layer.annotations.values().next().unwrap();
    assert_eq!(annotation.words(stage.session.project().article(articles[0]).unwrap().text()), "asked the");
}
