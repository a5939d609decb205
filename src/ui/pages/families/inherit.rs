//! A window that offers the labels of one reprint at the aligned places of the other.

use super::super::mentions::{quote, whence};
use crate::model::{ArticleId, LayerKey, Project};
use crate::review::{AlignedWords, Inheritable};
use crate::session::EditRequest;
use crate::ui::theme::space;
pub(super) use crate::ui::widgets::Stay;
use crate::ui::widgets::{count, muted, muted_line, popup, primary_button, section};
use crate::ui::{Outbox, View};
use egui::{Context, RichText, ScrollArea, TextStyle};

/// Bytes of words that a line shows.
const WORDS: usize = 120;

/// Most of the window's height that the list takes.
const HEIGHT: f32 = 0.6;

/// What can be inherited, and what of it is ticked.
#[derive(Debug)]
pub(in crate::ui::pages) struct InheritForm {
    from: LayerKey,
    to: ArticleId,
    places: Vec<(bool, Inheritable, String)>,
}

impl InheritForm {
    /// Same words are ticked at first.
    pub(in crate::ui::pages) fn new(
        project: &Project,
        from: &LayerKey,
        to: ArticleId,
        places: Vec<Inheritable>,
    ) -> Self {
        let words = |one: &Inheritable| {
            let text = project.article(to).map(|article| article.text().clone());
            let slice = |span: &crate::text::TextSpan| text.as_ref().map(|text| text.slice(*span).to_owned());
            one.fragments.iter().filter_map(slice).collect::<Vec<_>>().join(" … ")
        };
        let place = |one: Inheritable| {
            let words = words(&one);
            (one.wording == AlignedWords::Same, one, words)
        };
        Self { from: from.clone(), to, places: places.into_iter().map(place).collect() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub(super) fn show(&mut self, ctx: &Context, view: &View<'_>, out: &mut Outbox) -> Stay {
        let mut stay = Stay::Open;
        let ((), closed) = popup(ctx, "Inherit labels", space::PAGE, |ui| {
            section(ui, view.theme, "Inherit labels");
            let project = view.project();
            muted(
                ui,
                view.theme,
                format!(
                    "From {} to {}; marked as inherited",
                    whence(project, self.from.article),
                    whence(project, self.to)
                ),
            );
            ui.add_space(space::SMALL);
            let height = ui.text_style_height(&TextStyle::Body) + 2.0 * space::SMALL;
            let most = ui.ctx().content_rect().height() * HEIGHT;
            let count_all = self.places.len();
            ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show_rows(
                ui,
                height,
                count_all,
                |ui, range| {
                    for (ticked, one, words) in self.places.get_mut(range).unwrap_or_default() {
                        ui.horizontal(|ui| {
                            let label = project.annotation(&self.from, one.annotation).map(|a| a.label.clone());
                            let label =
                                label.and_then(|id| project.codebook.label(&id)).map(|label| label.name.clone());
                            let short: String = words.chars().take(WORDS).collect();
                            let name = format!("{} “{short}”", label.unwrap_or_default());
                            ui.checkbox(ticked, RichText::new(name).color(view.theme.text));
                            if one.wording == AlignedWords::Changed {
                                let before = quote(project, &self.from, one.annotation, WORDS);
                                muted_line(ui, view.theme, format!("other words than {before}"));
                            }
                        });
                    }
                },
            );
            ui.add_space(space::MEDIUM);
            let ticked = self.places.iter().filter(|(ticked, ..)| *ticked).count();
            ui.horizontal(|ui| {
                let go = format!("Label {}", count(ticked, "place", "places"));
                if ui.add_enabled_ui(ticked > 0, |ui| primary_button(ui, view.theme, go)).inner.clicked() {
                    let ticked = self.places.iter().filter(|(ticked, ..)| *ticked);
                    let places = ticked.map(|(_, one, _)| (one.annotation, one.fragments.clone())).collect();
                    out.edit(EditRequest::Inherit { from: self.from.clone(), to: self.to, places });
                    stay = Stay::Close;
                }
                if ui.button("Cancel").clicked() {
                    stay = Stay::Close;
                }
            });
        });
        if closed == Stay::Close { Stay::Close } else { stay }
    }
}
