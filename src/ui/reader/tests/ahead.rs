//! The articles beside the open one are laid out before they are asked for.

use super::{Stage, window};
use crate::model::ArticleId;
use crate::ui::reader::logic::Geometry;

fn three() -> Stage {
    let text = |word: &str| format!("{word} stands here and says what it says.\n").repeat(200);
    let (first, second, third) = (text("Alpha"), text("Beta"), text("Gamma"));
    let articles = [("A", "", "2025-11-01", &first), ("B", "", "2025-11-02", &second), ("C", "", "2025-11-03", &third)];
    Stage::new(&articles.map(|(title, outlet, date, text)| (title, outlet, date, text.as_str())))
}

#[test]
fn neighbours_are_laid_out_while_nothing_else_is_going_on() {
    let mut stage = three();
    let listed: Vec<ArticleId> = stage.listed.clone();
    stage.reader.article = Some(listed[1]);
    let mut window = window(stage);
    window.run_steps(60);
    assert_eq!(window.state().1.ahead_for_tests(), [listed[2], listed[0]]);
    window.state_mut().0.reader.open(listed[2]);
    window.step();
    let shown = window.state().1.visible().unwrap();
    assert!(shown.len() > 400, "the first frame shows the article: {shown:?}");
    window.state_mut().0.reader.reveal = None;
    window.run_steps(60);
    assert_eq!(window.state().1.visible().unwrap(), shown, "and the next ones show no more of it");
    assert_eq!(window.state().1.ahead_for_tests(), [listed[1]]);
}

#[test]
fn an_article_that_was_not_laid_out_ahead_is_shown_at_once_too() {
    let mut stage = three();
    let listed: Vec<ArticleId> = stage.listed.clone();
    stage.reader.article = Some(listed[0]);
    let mut window = window(stage);
    window.state_mut().0.reader.open(listed[2]);
    window.step();
    let text = window.state().0.session.project().article(listed[2]).unwrap().text().clone();
    let shown = window.state().1.visible().unwrap();
    assert!(text.slice(shown).starts_with("Gamma") && shown.len() > 400, "{shown:?}");
}
