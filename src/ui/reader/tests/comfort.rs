//! Comfort: lines of a good length, lanes that touch no words, marks beside the scroll bar, what a screen reader hears.

use super::*;
use crate::model::Article;
use crate::session::{Preferences, ReadingFont};
use crate::text::Text;
use crate::ui::fonts;
use crate::ui::reader::document::Document;
use crate::ui::reader::lanes::LANES;
use crate::ui::reader::style::Metrics;
use egui_kittest::kittest::NodeT as _;
use std::sync::Arc;

/// A window's middle between lists, in points.
const SHEET: f32 = 800.0;

fn context() -> egui::Context {
    let ctx = egui::Context::default();
    fonts::install(&ctx, &ReadingFont::Serif, None);
    ctx.run_ui(egui::RawInput::default(), |_| {}).textures_delta.clear();
    ctx
}

/// All articles of the sample.
fn sample() -> Vec<Arc<Article>> {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("sample");
    crate::session::samples::copy_to("caracas_call", &folder).unwrap();
    let loaded = crate::store::open(&folder, None, crate::store::Access::ReadOnly).unwrap();
    loaded.project.articles.values().cloned().collect()
}

#[test]
fn a_line_has_60_to_75_characters() {
    let ctx = context();
    let metrics = Metrics::new(&ctx, &Preferences::default(), SHEET, 0);
    let (mut rows, mut characters) = (0, 0);
    for article in sample() {
        let document = Document::new(&ctx, &article, metrics);
        for (number, piece) in document.pieces.iter().enumerate().filter(|(_, p)| p.zone == ZoneKind::Body) {
            let laid = document.lay(&ctx, number).unwrap();
            // The last row of a paragraph is not full.
            for row in 0..laid.row_count().saturating_sub(usize::from(piece.last)) {
                let words = laid.row_span(row).slice(document.text().as_str()).trim_end();
                assert!(!words.ends_with('\u{ad}'), "no word is broken");
                (rows, characters) = (rows + 1, characters + words.chars().count());
            }
        }
    }
    assert!(rows > 100, "{rows} full rows");
    let mean = f64::from(characters as u32) / f64::from(rows);
    assert!((60.0..=75.0).contains(&mean), "{mean:.1} characters a line");
}

#[test]
fn scripts_from_right_to_left_get_a_face_of_their_own() {
    let ctx = context();
    let metrics = Metrics::new(&ctx, &Preferences::default(), SHEET, 0);
    let look = metrics.look(&ctx, ZoneKind::Body);
    let family = |words: &str| metrics.job(words, &look).sections.first().unwrap().format.font_id.family.clone();
    assert_eq!(family("12.10.2026 לפני"), egui::FontFamily::Proportional);
    assert_eq!(family("Before 12.10.2026"), look.font.family);
}

#[test]
fn lanes_touch_no_words() {
    let ctx = context();
    let text = "The old bridge fell on Sunday, and nobody in the town was hurt. ".repeat(12);
    let stage = stage(&text);
    let article = stage.session.project().article(open(&stage)).unwrap();
    for font_size in [10.0, 17.0, 25.5, 40.0] {
        for others in 0..=3 {
            let preferences = Preferences { text_size: font_size, ..Preferences::default() };
            let metrics = Metrics::new(&ctx, &preferences, SHEET, others);
            let laid = Document::new(&ctx, article, metrics).lay(&ctx, 0).unwrap();
            assert!(laid.row_count() > 2);
            for row in 1..laid.row_count() {
                let above = laid.words_of_row(row - 1).max;
                let lanes = LANES as f32 * metrics.lane() + others as f32 * metrics.thin_lane();
                assert!(above + 1.0 + lanes <= laid.words_of_row(row).min, "size {font_size}, {others} others");
            }
        }
    }
}

#[test]
fn another_face_is_another_layout() {
    let ctx = context();
    let serif = Metrics::new(&ctx, &Preferences::default(), SHEET, 0);
    fonts::install(&ctx, &ReadingFont::Sans, None);
    ctx.run_ui(egui::RawInput::default(), |_| {}).textures_delta.clear();
    let sans = Metrics::new(&ctx, &Preferences::default(), SHEET, 0);
    assert_ne!(serif, sans);
    assert!(!serif.look(&ctx, ZoneKind::Title).heavy || sans.look(&ctx, ZoneKind::Title).heavy);
}

#[test]
fn marks_beside_the_scroll_bar_lead_to_annotations() {
    let text = long_text();
    let mut stage = stage(&text);
    for number in ["number 3 ", "number 200 ", "number 399 "] {
        annotate(&mut stage, &text, "claim", &[number.trim_end()]);
    }
    let mut window = window(stage);
    window.run_steps(3);
    let overview = window.state().1.overview_for_tests();
    let rows = overview.rows_for_tests();
    assert!(rows.iter().map(|(_, n)| n).sum::<usize>() == 3 && rows.is_sorted(), "{rows:?}");
    let track = overview.track_for_tests().unwrap();
    let last = rows.last().unwrap().0 as f32;
    assert!((last * 3.0) / track.height() > 0.85, "the last annotation is near the end: {rows:?}");
    click(&mut window, pos2(track.center().x, track.top() + last * 3.0 + 1.0), Modifiers::NONE);
    window.run_steps(3);
    let there = place(&text, "number 399").start();
    assert!(window.state().1.visible().unwrap().contains(there));
    assert!(messages(&mut window).is_empty(), "looking there moves no caret");
}

#[test]
fn many_annotations_are_marked_over_several_frames() {
    let text = "word ".repeat(5_000);
    let mut stage = stage(&text);
    let article = open(&stage);
    let label = LabelId::parse("claim").unwrap();
    let project = stage.session.project();
    let mut layer = crate::model::Layer::new(project.article(article).unwrap().text().hash());
    let mut ids = IdMaker::new(9);
    for i in 0..4_500 {
        let place = crate::model::Place::At(vec![TextSpan::of(i * 5, i * 5 + 4)]);
        let annotation = crate::model::Annotation::new(ids.make(), label.clone(), place);
        layer.annotations.insert_mut(annotation.id, Arc::new(annotation));
    }
    let mut project = project.clone();
    project.layers.insert_mut(stage.session.key(article), Arc::new(layer));
    stage.session = Session::in_memory(project, AnnotatorName::parse("ana").unwrap(), ids);
    let mut window = window(stage);
    window.run_steps(6);
    let rows = window.state().1.overview_for_tests().rows_for_tests();
    assert_eq!(rows.iter().map(|(_, n)| n).sum::<usize>(), 4_500);
    assert!(rows.len() < 300, "they share {} marks", rows.len());
}

/// What a screen reader reads of the text: the words, and what is selected in them.
fn read(window: &Window) -> (String, String) {
    let node = window.get_by_label("Article text");
    let node = node.accesskit_node();
    assert!(node.supports_text_ranges());
    let selection = node.text_selection().map(|range| range.text()).unwrap_or_default();
    (node.document_range().text(), selection)
}

#[test]
fn a_screen_reader_reads_the_text_and_what_is_selected() {
    let text = "The café closed, “for good” 👩‍👩‍👧.\nNobody said why.\n";
    let mut stage = stage(text);
    let id = annotate(&mut stage, text, "claim", &["for good"]);
    stage.session.edit(EditRequest::SetNote { article: open(&stage), id, note: "sad".into() }).unwrap();
    let span = place(text, "café closed");
    stage.reader.select(span.end(), span.start());
    stage.reader.current = Some(id);
    let mut window = window(stage);
    window.run_steps(2);
    let (words, selected) = read(&window);
    assert_eq!(words, "The café closed, “for good” 👩‍👩‍👧.\nNobody said why.\n");
    assert_eq!(selected, "café closed");
    let node = window.get_by_label("Article text");
    let focus = node.accesskit_node().text_selection_focus().map(|at| at.to_global_usv_index());
    assert_eq!(focus, Some(4), "the caret is where the selection was drawn to");
    let mark = window.get_by_label("Claim: “for good”");
    assert_eq!(mark.accesskit_node().role(), egui::accesskit::Role::Mark);
    assert!(mark.accesskit_node().is_selected() == Some(true), "it is the current one");
    assert_eq!(mark.accesskit_node().description().as_deref(), Some("Mode: direct; Note: sad"));
    window.state_mut().0.reader.place(place(text, "said").start(), crate::ui::reader::Extend::No);
    window.run_steps(2);
    let node = window.get_by_label("Article text");
    let caret = node.accesskit_node().text_selection_focus().map(|at| at.to_global_usv_index());
    assert_eq!(caret, Some(Text::new(text).as_str().chars().position(|c| c == '\n').unwrap() + 1 + "Nobody ".len()));
    assert_eq!(read(&window).1, "");
}

#[test]
fn only_what_is_on_the_screen_is_described() {
    let mut window = window(stage(&long_text()));
    window.run_steps(2);
    let (words, _) = read(&window);
    assert!(words.len() < 4_000, "{} bytes", words.len());
    assert!(window.query_by_label_contains("number 399 ").is_none());
}

#[test]
fn the_page_says_where_words_run_from_right_to_left() {
    let mut window = window(stage("One line.\nשלום עולם\n"));
    window.run_steps(2);
    let line = window.get_by_label("שלום עולם");
    assert!(line.accesskit_node().description().unwrap().contains("Right to left"));
}

#[test]
fn the_card_tells_all_and_covers_no_hovered_word() {
    let mut stage = stage(TEXT);
    let (article, kind) = (open(&stage), RelationTypeId::parse("attributed_to").unwrap());
    let claim = annotate(&mut stage, TEXT, "claim", &["prices will fall"]);
    let source = annotate(&mut stage, TEXT, "source", &["The minister"]);
    stage.session.edit(EditRequest::Relate { article, kind, pairs: vec![(claim, source)] }).unwrap();
    stage.session.edit(EditRequest::SetNote { article, id: claim, note: "for now".into() }).unwrap();
    let mut window = window(stage);
    let words = rect_of(&window, place(TEXT, "prices will fall"));
    window.hover_at(words.left_center() - egui::vec2(100.0, 0.0));
    window.step();
    window.hover_at(words.center());
    window.step();
    assert!(window.query_by_label("Your coding").is_none(), "not before the pointer rests");
    window.run_steps(60);
    for line in ["“prices will fall”", "for now", "Attributed to → “The minister”", "Your coding"] {
        assert!(window.query_by_label(line).is_some(), "{line}");
    }
    let card = window.get_by_label("Your coding").rect();
    assert!(card.top() > words.bottom());
    // It neither goes nor follows while the pointer moves over the same words.
    window.hover_at(words.left_center() + egui::vec2(4.0, 0.0));
    window.step();
    assert_eq!(window.get_by_label("Your coding").rect(), card);
    window.hover_at(words.left_center() - egui::vec2(200.0, 0.0));
    window.step();
    window.step();
    assert!(window.query_by_label("Your coding").is_none());
}
