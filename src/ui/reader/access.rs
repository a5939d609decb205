//! Nodes for screen readers and tests: the text, each paragraph on the screen, each annotation on the screen.

use super::hot::Hot;
use super::paint::Sheet;
use super::words::accessible_name;
use egui::accesskit::Role;
use egui::{Id, Response, Sense, Ui, UiBuilder, WidgetInfo};
use std::collections::BTreeSet;

/// Names the text and all that is on the screen. None of the nodes takes clicks or focus from the text.
pub(super) fn describe(ui: &mut Ui, text: &Response, sheet: &Sheet<'_>, hot: &Hot) {
    let named = ui.ctx().accesskit_node_builder(text.id, |node| {
        node.set_role(Role::Document);
        node.set_label("Article text");
    });
    if named.is_none() {
        return;
    }
    ui.scope_builder(UiBuilder::new().max_rect(sheet.frame).accessibility_parent(text.id), |ui| {
        let content = sheet.document.text();
        for laid in sheet.laid {
            let node = ui.interact(laid.rect(), Id::unique(("paragraph", laid.piece)), Sense::hover());
            node.widget_info(|| WidgetInfo::labeled(Role::Label, true, content.slice(laid.span)));
        }
        let mut seen = BTreeSet::new();
        let Some(layer) = sheet.view.layer() else { return };
        for (rect, id) in hot.words.iter().filter(|(_, id)| seen.insert(*id)) {
            let Some(annotation) = layer.annotations.get(id) else { continue };
            let node = ui.interact(*rect, Id::unique(("annotation", id.as_str())), Sense::hover());
            let name = accessible_name(annotation, &sheet.view.project().codebook, content);
            node.widget_info(|| WidgetInfo::labeled(Role::Mark, true, name.clone()));
        }
    });
}
