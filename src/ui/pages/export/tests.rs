use super::*;
use crate::exchange::export::Names;
use crate::model::LabelId;
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::PathQuestion;
use crate::ui::testing::{Stage, harness};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, (Stage, ExportPage)>;

/// A page over three articles, one of which has a claim.
fn window() -> Window {
    let mut stage = Stage::harbour();
    let article = stage.article("Harbour to close");
    let label = LabelId::parse("claim").unwrap();
    stage.session.edit(EditRequest::Annotate { article, label, spans: vec![TextSpan::of(0, 22)] }).unwrap();
    let mut page = ExportPage::default();
    page.begin("Harbour strike", &LastExport::default(), Path::new("home"));
    let mut window = harness(stage, page, ExportPage::show);
    settle(&mut window);
    window
}

/// Answers what the page asks a worker; gives the other messages.
fn settle(window: &mut Window) -> Vec<Message> {
    let mut others = Vec::new();
    for _ in 0..4 {
        window.run();
        let (stage, page) = window.state_mut();
        for message in std::mem::take(&mut stage.messages) {
            match message {
                Message::CountExport(question) => page.arrived(question.answer(stage.session.project())),
                other => others.push(other),
            }
        }
    }
    others
}

fn click(window: &mut Window, name: &str) -> Vec<Message> {
    window.get_by_label(name).scroll_to_me();
    window.run();
    window.get_by_label(name).click();
    settle(window)
}

#[test]
fn every_format_is_offered_and_says_what_it_loses() {
    let mut window = window();
    for format in formats::listed() {
        let name = if format.is_folder() { format!("{}, a folder", format.title) } else { format.title.to_owned() };
        click(&mut window, &name);
        let ending = window.state().1.ending();
        assert!(window.state().1.to.ends_with(&format!("harbour_strike{ending}")), "{}", window.state().1.to);
        window.get_by_label_contains("Cannot hold: ");
        window.get_by_label_contains("Of 3 articles, 1 annotation");
        let summary = window.state().1.answered.as_ref().unwrap().outlook.clone().unwrap();
        for loss in &summary.losses {
            let said = if loss.count > 0 { format!("{} {}", loss.count, loss.what) } else { capitalized(&loss.what) };
            window.get_by_label(&said);
        }
        let asked = click(&mut window, "Choose where to write…");
        let folder = matches!(asked[..], [Message::AskPath(PathQuestion::ExportFolder)]);
        assert!(folder == format.is_folder() && asked.len() == 1, "{asked:?}");
    }
}

#[test]
fn arrows_go_through_the_formats() {
    let mut window = window();
    let all = formats::listed();
    assert_eq!(window.state().1.choice.format, all[0].name);
    for _ in 0..=all.len() {
        window.key_press(egui::Key::ArrowDown);
        settle(&mut window);
    }
    assert_eq!(window.state().1.choice.format, all[all.len() - 1].name, "the list ends at its end");
    window.key_press(egui::Key::ArrowUp);
    settle(&mut window);
    assert_eq!(window.state().1.choice.format, all[all.len().saturating_sub(2)].name);
}

#[test]
fn what_is_chosen_is_counted_and_written() {
    let mut window = window();
    for name in ["Ana's coding", "Claim", "Leave the texts out", "Number the annotators"] {
        click(&mut window, name);
    }
    window.get_by_label("Texts are left out; titles, notes and the words of lost places are kept");
    let messages = click(&mut window, "Export");
    let [Message::Export { choice, to, existing }] = &messages[..] else { panic!("{messages:?}") };
    assert_eq!(
        (to.as_path(), *existing),
        (Path::new("home/harbour_strike.jsonl"), crate::exchange::target::Existing::Kept)
    );
    assert_eq!((choice.annotators.len(), choice.labels.len(), choice.names), (1, 1, Names::Anonymous));
    let remembered = choice.remembered();
    assert!(remembered.no_text && remembered.anonymous && remembered.format == "jsonl");
    // A second click while it is written does nothing: the button is not there.
    assert!(window.query_by_label("Export").is_none());
    let messages = click(&mut window, "Stop the export");
    assert!(matches!(messages[..], [Message::StopImport]), "{messages:?}");
}

#[test]
fn a_split_makes_a_folder_and_wrong_shares_are_said() {
    let mut window = window();
    let mut page = std::mem::take(&mut window.state_mut().1);
    page.choice.settings.entry("jsonl".into()).or_default().insert("split".into(), "80,30".into());
    window.state_mut().1 = page;
    settle(&mut window);
    assert!(window.query_all_by_label_contains("make 100").next().is_some());
    assert!(window.state().1.to.ends_with("harbour_strike.jsonl"));
    click(&mut window, "Split");
    window.get_by_label("Seed");
    assert!(window.state().1.makes_folder());
}

#[test]
fn settings_that_no_format_takes_are_forgotten() {
    let mut last = LastExport { format: "nothing".into(), ..LastExport::default() };
    let set = [("split", "80,20"), ("colour", "red"), ("manifest", "maybe")];
    let set = set.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
    last.settings.insert("jsonl".into(), set);
    let mut page = ExportPage::default();
    page.begin("x", &last, Path::new("home"));
    assert_eq!(page.choice.format, formats::listed()[0].name);
    assert_eq!(page.choice.own_settings().keys().collect::<Vec<_>>(), ["split"]);
    assert!(page.to.ends_with("x-jsonl"), "{}", page.to);
}

#[test]
fn an_export_that_was_stopped_is_no_error() {
    let mut window = window();
    click(&mut window, "Export");
    window.state_mut().1.stopped();
    settle(&mut window);
    window.get_by_label("The export was stopped; nothing was written");
    assert!(window.state().1.refused.is_none());
    click(&mut window, "Export");
    assert!(window.query_by_label("The export was stopped; nothing was written").is_none());
}

#[test]
fn something_at_the_target_is_replaced_only_when_that_is_said() {
    let mut window = window();
    click(&mut window, "Export");
    window.state_mut().1.is_taken(PathBuf::from("home/harbour_strike.jsonl"));
    settle(&mut window);
    window.get_by_label_contains("Something is there already");
    click(&mut window, "Keep it");
    assert!(window.query_by_label("Replace it").is_none());
    window.state_mut().1.is_taken(PathBuf::from("home/harbour_strike.jsonl"));
    settle(&mut window);
    let messages = click(&mut window, "Replace it");
    assert!(
        matches!(messages[..], [Message::Export { existing: crate::exchange::target::Existing::Replaced, .. }]),
        "{messages:?}"
    );
}
