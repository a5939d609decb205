use super::*;
use crate::ui::testing::{Stage, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::sync::atomic::AtomicBool;

type Window = Harness<'static, (Stage, SidesPage)>;

fn window(stage: Stage, articles: &[ArticleId]) -> Window {
    let show = |page: &mut SidesPage, ui: &mut Ui, view: &View<'_>, out: &mut Outbox| {
        let mut asked = Outbox::default();
        page.show(ui, view, &mut asked);
        for message in asked.take() {
            match message {
                Message::Compare(question) => {
                    page.arrived(question.answer(view.project(), view.session.annotator(), &AtomicBool::new(false)));
                    ui.ctx().request_repaint();
                }
                other => out.push(other),
            }
        }
    };
    let mut page = SidesPage::default();
    page.open(articles);
    harness(stage, page, show)
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
