//! The bar above the page: why nothing is saved, or why nothing can be edited, and what to do about it.

use crate::session::SaveStatus;
use crate::store::{Holder, Standing};
use crate::ui::theme::mix;
use crate::ui::widgets::{capitalized, sides};
use crate::ui::{Action, Message, Outbox, Theme, View};
use egui::accesskit::Live;
use egui::{Color32, Frame, Label, Margin, RichText, Ui};

/// How much of the warning's color the bar has.
const STRENGTH: f32 = 0.14;

/// What the bar says.
struct Words {
    /// In short.
    title: &'static str,
    /// What is so, as a sentence.
    about: String,
    /// What can be done.
    offers: Vec<Offer>,
}

/// A button: its words, what they mean, and what it asks for.
struct Offer {
    button: &'static str,
    meaning: String,
    message: Message,
}

/// The bar's frame; `None` where there is nothing to say.
pub fn bar_frame(view: &View<'_>) -> Option<Frame> {
    words(view)?;
    let color = match view.session.status() {
        SaveStatus::Failed(_) => view.theme.danger,
        _ => view.theme.warning,
    };
    Some(Frame::NONE.fill(behind(view.theme, color)).inner_margin(Margin::symmetric(12, 6)))
}

/// Draws the bar.
pub fn bar(ui: &mut Ui, view: &View<'_>, out: &mut Outbox) {
    let Some(words) = words(view) else { return };
    let theme = view.theme;
    sides(
        ui,
        out,
        |ui, _| {
            ui.label(RichText::new(words.title).strong().color(theme.text));
            let about = ui.add(Label::new(RichText::new(&words.about).color(theme.text)).wrap());
            ui.ctx().accesskit_node_builder(about.id, |node| node.set_live(Live::Polite));
        },
        |ui, out| {
            for offer in &words.offers {
                if ui.button(offer.button).on_hover_text(&offer.meaning).clicked() {
                    out.push(offer.message.clone());
                }
            }
        },
    );
}

/// What the bar says, for whoever points at the status line.
pub fn about(view: &View<'_>) -> Option<String> {
    words(view).map(|words| words.about)
}

fn behind(theme: &Theme, color: Color32) -> Color32 {
    mix(theme.chrome, color, STRENGTH)
}

fn words(view: &View<'_>) -> Option<Words> {
    let plain = |title, about: &str| Some(Words { title, about: about.to_owned(), offers: Vec::new() });
    match view.session.status() {
        SaveStatus::Saved | SaveStatus::Saving | SaveStatus::Opening => None,
        SaveStatus::Failed(why) => Some(Words { title: "Not saved", about: why.clone(), offers: elsewhere(view) }),
        SaveStatus::Behind(why) => plain("Saved in the journal", &format!("The files could not follow yet: {why}")),
        SaveStatus::ReadOnly(why) => match (&view.session.recovery().standing, &view.session.recovery().taken) {
            (None, _) => plain("Read only", why),
            (Some(standing), None) => Some(held(view, standing)),
            (Some(standing), Some(holder)) => Some(taken(view, standing, holder)),
        },
    }
}

/// What can be done with edits that are in no file.
fn elsewhere(view: &View<'_>) -> Vec<Offer> {
    if view.session.unsaved() == 0 {
        return Vec::new();
    }
    let keep = "Makes a project of its own of all that is in this window, unsaved edits included, and goes on there";
    vec![
        Offer { button: "Export…", meaning: Action::Export.info().tooltip, message: Message::Do(Action::Export) },
        Offer {
            button: "Keep as another project…",
            meaning: keep.to_owned(),
            message: Message::Do(Action::SaveProjectAs),
        },
    ]
}

/// Somebody has taken the project over while it was open for editing here.
fn taken(view: &View<'_>, standing: &Standing, holder: &Holder) -> Words {
    let who = capitalized(view.session.annotator().as_str());
    let edits = match view.session.unsaved() {
        0 => "all that was done here was saved before".to_owned(),
        1 => "1 edit is only in this window".to_owned(),
        n => format!("{n} edits are only in this window"),
    };
    let again =
        if view.session.unsaved() == 0 { "" } else { "; the unsaved edits are made again where they still fit" };
    let mut words = held(view, standing);
    words.about = match standing {
        Standing::Open(_) => format!("{who} has taken this project over {holder}{}; {edits}", since(holder)),
        Standing::Free | Standing::Silent(_) => format!("{}; {edits}", words.about),
    };
    words.offers.iter_mut().for_each(|offer| offer.meaning.push_str(again));
    words.offers.extend(elsewhere(view));
    words
}

/// Somebody has the project open for this annotator, or had.
fn held(view: &View<'_>, standing: &Standing) -> Words {
    let who = capitalized(view.session.annotator().as_str());
    let title = "Read only";
    match standing {
        Standing::Open(holder) => {
            let about = format!(
                "{who} has this project open {holder}{}; it can be edited here when that window is closed",
                since(holder)
            );
            Words { title, about, offers: Vec::new() }
        }
        Standing::Free => {
            let about = format!("The other window that had this project open for {who} is gone");
            let meaning = "Open the project again for editing, with all that was saved there".to_owned();
            Words { title, about, offers: vec![Offer { button: "Edit here", meaning, message: Message::EditHere }] }
        }
        Standing::Silent(holder) => {
            let about =
                format!("{who} opened this project {holder}{}; it gives no sign of life any more", since(holder));
            let meaning = "Open the project for editing, with all that was saved there. Should Byline still run on \
                           that computer, it will save nothing more to this project"
                .to_owned();
            Words { title, about, offers: vec![Offer { button: "Take over", meaning, message: Message::EditHere }] }
        }
    }
}

fn since(holder: &Holder) -> String {
    holder.since.map_or_else(String::new, |since| format!(", since {}", since.minute()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::AnnotatorName;
    use crate::session::{EditRequest, Session, SessionError};
    use crate::ui::testing::{Stage, harness};
    use egui_kittest::kittest::Queryable as _;
    use std::sync::Arc;

    /// A stage over a project that another session has open.
    fn second(folder: &std::path::Path) -> (Session, Stage) {
        let mut stage = Stage::harbour();
        let ana = AnnotatorName::parse("ana").unwrap();
        let path = folder.join("harbour");
        drop(crate::store::create(&path, stage.session.project(), &ana).unwrap());
        let first = Session::open(&path, &ana, Arc::new(|| {})).unwrap().session;
        stage.session = Session::open(&path, &ana, Arc::new(|| {})).unwrap().session;
        (first, stage)
    }

    #[test]
    fn the_bar_says_who_has_it_open_and_offers_to_go_on_when_that_one_is_gone() {
        let home = tempfile::tempdir().unwrap();
        let (first, stage) = second(home.path());
        let show = |(): &mut (), ui: &mut Ui, view: &View<'_>, out: &mut Outbox| {
            if bar_frame(view).is_some() {
                bar(ui, view, out);
            }
        };
        let mut window = harness(stage, (), show);
        assert!(window.query_by_label("Read only").is_some());
        assert!(
            window.query_by_label_contains("Ana has this project open in another window of this computer").is_some()
        );
        assert!(window.query_by_label("Edit here").is_none());
        let article = window.state().0.listed[0];
        let refused = window.state_mut().0.session.edit(EditRequest::Finish { article });
        assert!(matches!(refused, Err(SessionError::ReadOnly(_))), "{refused:?}");
        first.close();
        for _ in 0..3_000 {
            window.state().0.session.look_around();
            window.state_mut().0.session.poll();
            if window.state().0.session.recovery().standing == Some(Standing::Free) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        window.run();
        window.get_by_label("Edit here").click();
        window.run();
        assert!(matches!(window.state_mut().0.take()[..], [Message::EditHere]));
    }

    #[test]
    fn whoever_is_taken_over_reads_by_whom_and_how_much_is_only_here() {
        use crate::store::testing::{close_elsewhere, take_over_and_away};
        let home = tempfile::tempdir().unwrap();
        let (first, mut stage) = second(home.path());
        stage.session = first;
        let (path, away) = (home.path().join("harbour"), home.path().join("away"));
        take_over_and_away(&path, &away);
        for article in [stage.listed[0], stage.listed[1]] {
            stage.session.edit(EditRequest::Finish { article }).unwrap();
        }
        let show = |(): &mut (), ui: &mut Ui, view: &View<'_>, out: &mut Outbox| {
            if bar_frame(view).is_some() {
                bar(ui, view, out);
            }
        };
        let mut window = harness(stage, (), show);
        let look = |window: &mut egui_kittest::Harness<'_, (Stage, ())>, words: &str| {
            for _ in 0..3_000 {
                window.state().0.session.look_around();
                window.state_mut().0.session.poll();
                window.run();
                if window.query_by_label_contains(words).is_some() {
                    return;
                }
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
            panic!("{words} is not there: {:?}", window.state().0.session.recovery());
        };
        look(&mut window, "Ana has taken this project over on another computer, laptop");
        assert!(window.query_by_label_contains("; 2 edits are only in this window").is_some());
        assert!(window.query_by_label("Read only").is_some() && window.query_by_label("Edit here").is_none());
        for words in ["Keep as another project…", "Export…"] {
            window.get_by_label(words).click();
            window.run();
        }
        close_elsewhere(&path);
        look(&mut window, "is gone; 2 edits are only in this window");
        window.get_by_label("Edit here").click();
        window.run();
        let messages = window.state_mut().0.take();
        assert!(
            matches!(
                messages[..],
                [Message::Do(Action::SaveProjectAs), Message::Do(Action::Export), Message::EditHere]
            ),
            "{messages:?}"
        );
    }
}
