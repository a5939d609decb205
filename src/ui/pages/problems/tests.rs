//! The page over a folder that was damaged, in a window.

use super::*;
use crate::model::{AnnotatorName, LabelId};
use crate::session::EditRequest;
use crate::text::TextSpan;
use crate::ui::Message;
use crate::ui::testing::{Stage, harness};
use egui_kittest::kittest::Queryable as _;
use std::path::Path;
use std::sync::Arc;

/// A stage over a project of three articles on disk, where Ana has labelled a word of the first.
fn on_disk(folder: &Path, damage: impl FnOnce(&Path)) -> Stage {
    let mut stage = Stage::harbour();
    let ana = AnnotatorName::parse("ana").unwrap();
    drop(crate::store::create(folder, stage.session.project(), &ana).unwrap());
    let mut session = Session::open(folder, &ana, Arc::new(|| {})).unwrap().session;
    let (article, label) = (stage.listed[0], LabelId::parse("claim").unwrap());
    let spans = vec![TextSpan::of(4, 11)];
    session.edit(EditRequest::Annotate { article, label, spans }).unwrap();
    session.close();
    damage(&folder.join("annotations/ana").join(format!("{article}.ron")));
    stage.session = Session::open(folder, &ana, Arc::new(|| {})).unwrap().session;
    stage
}

#[test]
fn what_was_found_and_done_is_said_for_each_file_and_can_be_taken_back() {
    let home = tempfile::tempdir().unwrap();
    let stage = on_disk(&home.path().join("harbour"), |layer| {
        let text = std::fs::read_to_string(layer).unwrap();
        std::fs::write(layer, text.replace("\"claim\"", "\"event\"")).unwrap();
    });
    let mut window = harness(stage, ProblemsPage::default(), ProblemsPage::show);
    assert!(window.query_by_label("1 problem").is_some());
    assert_eq!(
        window.query_all_by_label("Ana's coding of “Harbour to close”").count(),
        2,
        "in the list, and above what is said"
    );
    assert!(window.query_by_label_contains("Was changed from outside").is_some());
    assert!(window.query_by_label_contains("The file counts as it is").is_some());
    window.get_by_label("Bring back what the journal has").click();
    window.run();
    let messages = std::mem::take(&mut window.state_mut().0.messages);
    let [Message::TakeOffer(at)] = messages[..] else { panic!("{messages:?}") };
    let session = &mut window.state_mut().0.session;
    let label =
        |session: &Session| session.project().layers.values().next().unwrap().in_text_order()[0].label.to_string();
    assert_eq!(label(session), "event");
    session.take_offer(at).unwrap();
    assert_eq!(label(session), "claim");
    session.undo().unwrap();
    assert_eq!(label(session), "event");
}

#[test]
fn a_lost_place_is_told_by_its_words_and_the_way_there_is_a_button() {
    let home = tempfile::tempdir().unwrap();
    let stage = on_disk(&home.path().join("harbour"), |layer| {
        let texts = layer.parent().unwrap().parent().unwrap().parent().unwrap().join("articles");
        for text in std::fs::read_dir(texts).unwrap().flatten() {
            std::fs::write(text.path(), "Nothing of it is left.\n").unwrap();
        }
    });
    let words =
        stage.session.project().layers.values().next().unwrap().in_text_order()[0].words(&crate::text::Text::new(""));
    let mut window = harness(stage, ProblemsPage::default(), ProblemsPage::show);
    window.get_by_label("Ana's coding of “Harbour to close”").click();
    window.run();
    assert!(window.query_by_label_contains(&format!("“{words}”")).is_some());
    window.get_by_label("Show the lost places").click();
    window.run();
    let messages = std::mem::take(&mut window.state_mut().0.messages);
    assert!(
        matches!(messages[..], [Message::OpenArticle(_), Message::Do(crate::ui::Action::ShowLost)]),
        "{messages:?}"
    );
}

#[test]
fn what_can_be_mended_is_said_before_and_after() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("harbour");
    let stage = on_disk(&folder, |layer| std::fs::write(layer, "Layer(").unwrap());
    let mut window = harness(stage, ProblemsPage::default(), ProblemsPage::show);
    assert!(window.query_by_label_contains("Mending would write the file again as the journal has it").is_some());
    window.get_by_label("Mend 1 of them").click();
    window.run();
    assert!(matches!(window.state_mut().0.messages[..], [Message::Mend]));
    // As the app does it: nobody has it open meanwhile.
    let ana = AnnotatorName::parse("ana").unwrap();
    let none = Stage::harbour().session;
    std::mem::replace(&mut window.state_mut().0.session, none).close();
    let report = crate::store::repair(&folder).unwrap();
    let mut session = Session::open(&folder, &ana, Arc::new(|| {})).unwrap().session;
    session.note_mended(report);
    window.state_mut().0.session = session;
    window.run();
    assert!(window.query_by_label("Mended").is_some());
    assert!(window.query_by_label_contains("What stood there before is in journal/aside/1").is_some());
    assert_eq!(window.state().0.session.project().layers.size(), 1);
}

#[test]
fn problems_are_listed_and_their_absence_is_said() {
    let mut stage = Stage::harbour();
    stage.problems = (0..300).map(|i| format!("line {i} of a layer could not be read")).collect();
    let mut window = harness(stage, ProblemsPage::default(), ProblemsPage::show);
    assert!(window.query_by_label("300 problems").is_some());
    assert!(window.query_by_label("line 1 of a layer could not be read").is_some());
    assert!(window.query_by_label("line 299 of a layer could not be read").is_none(), "only what is in view");
    window.state_mut().0.problems.clear();
    window.run();
    assert!(window.query_by_label("No problems").is_some());
}
