//! Whose coding counts on a page: a choice that stands on it.

use crate::review::Coding;
use crate::ui::View;
use crate::ui::fields::combo;
use crate::ui::widgets::coding_of;
use egui::Ui;

/// "Your coding", "Ben's coding", "What two agree on", "Everybody's coding".
pub(crate) fn coding_name(view: &View<'_>, coding: &Coding) -> String {
    match coding {
        Coding::One(name) if name == view.session.annotator() => "Your coding".into(),
        Coding::One(name) => coding_of(name),
        Coding::Several(names) => names.iter().map(coding_of).collect::<Vec<_>>().join(", "),
        Coding::Agreed => "What two agree on".into(),
        Coding::All => "Everybody's coding".into(),
    }
}

/// A box to choose from all codings that there are; nothing chosen yet means one's own.
pub(crate) fn coding_choice(ui: &mut Ui, view: &View<'_>, chosen: &mut Option<Coding>) -> Coding {
    let mine = Coding::One(view.session.annotator().clone());
    let mut coding = chosen.clone().unwrap_or_else(|| mine.clone());
    let others = view.project().annotators().into_iter().filter(|name| name != view.session.annotator());
    let mut all: Vec<Coding> = others.map(Coding::One).collect();
    all.insert(0, mine);
    all.extend([Coding::All, Coding::Agreed]);
    if combo(ui, "Whose coding counts", &mut coding, &all, |one| coding_name(view, one)).changed()
        || Some(&coding) != chosen.as_ref()
    {
        *chosen = Some(coding.clone());
    }
    coding
}
