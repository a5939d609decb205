//! Whose coding counts on a page: the one place where it is chosen and named.

use super::segments::choice;
use crate::model::AnnotatorName;
use crate::review::Coding;
use crate::ui::View;
use crate::ui::widgets::coding_of;
use egui::Ui;

/// A box in which it is chosen whose coding counts: one's own at first, everybody's where one has none. It always says
/// which.
pub(super) fn coding_choice(ui: &mut Ui, view: &View<'_>, chosen: &mut Option<Coding>) {
    let names = view.project().annotators();
    let mine = view.session.annotator();
    let mut all: Vec<Coding> = names.iter().cloned().map(Coding::One).collect();
    // One's own comes first.
    all.sort_by_key(|coding| !matches!(coding, Coding::One(name) if name == mine));
    if names.len() > 1 {
        all.extend([Coding::Agreed, Coding::All]);
    }
    let mut coding = coding_of_view(view, chosen.as_ref());
    choice(ui, "Whose coding counts", &mut coding, &all, |coding| coding_words(coding, mine));
    // One's own goes on counting under another name, until somebody's is chosen.
    *chosen = (coding != coding_of_view(view, None)).then_some(coding);
}

/// The coding that counts.
pub(super) fn coding_of_view(view: &View<'_>, chosen: Option<&Coding>) -> Coding {
    let names = view.project().annotators();
    let known = |coding: &&Coding| match coding {
        Coding::One(name) => names.contains(name),
        _ => true,
    };
    let own = || {
        let mine = view.session.annotator();
        if names.contains(mine) || names.is_empty() { Coding::One(mine.clone()) } else { Coding::All }
    };
    chosen.filter(known).cloned().unwrap_or_else(own)
}

/// "My coding", "Ana's coding", "What two agree on", "Everybody's coding".
pub(super) fn coding_words(coding: &Coding, mine: &AnnotatorName) -> String {
    match coding {
        Coding::One(name) if name == mine => "My coding".into(),
        Coding::One(name) => coding_of(name),
        Coding::Several(names) => names.iter().map(coding_of).collect::<Vec<_>>().join(", "),
        Coding::Agreed => "What two agree on".into(),
        Coding::All => "Everybody's coding".into(),
    }
}
