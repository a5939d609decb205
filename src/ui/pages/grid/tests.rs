use super::*;
use crate::edit::plan::Column;
use crate::model::MetadataField;
use crate::ui::Message;
use crate::ui::testing::{Stage, harness};
use egui::Event;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

type Window = Harness<'static, (Stage, GridPage)>;

/// The grid with its rows by title: Boats stay, Élan at the docks, Harbour to close.
fn window() -> Window {
    let page = GridPage { sort: Some((0, Order::Up)), ..GridPage::default() };
    harness(Stage::harbour(), page, GridPage::show)
}

fn click(window: &mut Window, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

/// The edits sent since the last time, as `(title, field, value)`, and made.
fn edits(window: &mut Window) -> Vec<Vec<(String, MetadataField, String)>> {
    let stage = &mut window.state_mut().0;
    let title = |stage: &Stage, id| stage.session.project().article(id).unwrap().display_title();
    let mut steps = Vec::new();
    for message in &stage.messages {
        if let Message::Edit(EditRequest::SetCells(cells)) = message {
            let cell = |c: &CellEdit| match c.column {
                Column::Field(field) => (title(stage, c.article), field, c.value.clone()),
                Column::Attribute(_) => panic!("an attribute"),
            };
            steps.push(cells.iter().map(cell).collect());
        }
    }
    stage.take();
    window.run();
    steps
}

fn value(window: &Window, label: &str) -> String {
    window.get_by_label(label).value().unwrap_or_default()
}

#[test]
fn typing_replaces_and_enter_goes_down() {
    let mut window = window();
    click(&mut window, "Outlet of Boats stay");
    window.event(Event::Text("T".into()));
    window.run();
    window.get_by_label("Cell").type_text("he Daily");
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(edits(&mut window), [[("Boats stay".into(), MetadataField::Outlet, "The Daily".into())]]);
    assert_eq!(value(&window, "Outlet of Boats stay"), "The Daily");
    // The next row is the cursor's now: Delete empties it.
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(edits(&mut window), [[("Élan at the docks".into(), MetadataField::Outlet, String::new())]]);
}

#[test]
fn a_wrong_date_is_refused_and_the_draft_stays() {
    let mut window = window();
    click(&mut window, "Published of Boats stay");
    press(&mut window, Modifiers::NONE, Key::F2);
    window.get_by_label("Cell").type_text("x");
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(edits(&mut window).is_empty());
    window.get_by_label_contains("is not a date");
    assert_eq!(window.get_by_label("Cell").value().as_deref(), Some("2025-12-01x"));
    // Another cell can't be picked before that is mended or given up.
    click(&mut window, "Outlet of Boats stay");
    assert_eq!(window.get_by_label("Cell").value().as_deref(), Some("2025-12-01x"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Cell").is_none());
    assert!(edits(&mut window).is_empty());
}

#[test]
fn leaving_a_cell_keeps_what_was_typed() {
    let mut window = window();
    click(&mut window, "Author of Boats stay");
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("Cell").type_text("A. Reyes");
    window.run();
    click(&mut window, "Outlet of Harbour to close");
    assert_eq!(edits(&mut window), [[("Boats stay".into(), MetadataField::Author, "A. Reyes".into())]]);
}

#[test]
fn fills_down_a_range_as_one_step() {
    let mut window = window();
    click(&mut window, "Outlet of Boats stay");
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    press(&mut window, Modifiers::COMMAND, Key::D);
    let one = ("Élan at the docks".to_owned(), MetadataField::Outlet, "The Courier".to_owned());
    assert_eq!(edits(&mut window), [[one]], "the last row has that outlet already");
    window.state_mut().0.session.undo().unwrap();
    window.run();
    assert_eq!(value(&window, "Outlet of Élan at the docks"), "Evening Post");
}

#[test]
fn a_click_on_the_picked_cell_does_not_begin_to_type() {
    let mut window = window();
    click(&mut window, "Outlet of Boats stay");
    // Later than a double click.
    for _ in 0..40 {
        window.step();
    }
    click(&mut window, "Outlet of Boats stay");
    assert!(window.query_by_label("Cell").is_none());
}

#[test]
fn pastes_a_block_and_copies_it() {
    let mut window = window();
    click(&mut window, "Outlet of Boats stay");
    window.event(Event::Paste("Morning\t\"Reyes\"\r\nNoon\tAda\r\n".into()));
    window.run();
    let cell = |title: &str, field, value: &str| (title.to_owned(), field, value.to_owned());
    let expected = [
        cell("Boats stay", MetadataField::Outlet, "Morning"),
        cell("Boats stay", MetadataField::Author, "Reyes"),
        cell("Élan at the docks", MetadataField::Outlet, "Noon"),
        cell("Élan at the docks", MetadataField::Author, "Ada"),
    ];
    assert_eq!(edits(&mut window), [expected]);
    window.event(Event::Copy);
    window.step();
    let copied = window.output().platform_output.commands.iter().find_map(|c| match c {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied.as_deref(), Some("Morning\tReyes\nNoon\tAda\n"));
}

#[test]
fn one_wrong_value_refuses_the_whole_paste() {
    let mut window = window();
    click(&mut window, "Published of Boats stay");
    window.event(Event::Paste("2025-01-01\nsoon\n".into()));
    window.run();
    assert!(edits(&mut window).is_empty());
    window.get_by_label_contains("\"soon\" is not a date");
}

#[test]
fn sorts_by_a_header_and_filters() {
    let mut window = window();
    let first = |window: &Window| {
        let id = window.state().1.table.rows()[0];
        window.state().0.session.project().article(id).unwrap().display_title()
    };
    click(&mut window, "Published");
    assert_eq!(first(&window), "Élan at the docks");
    click(&mut window, "Published");
    assert_eq!(first(&window), "Boats stay");
    window.get_by_label("Filter the table").click();
    window.run();
    window.get_by_label("Filter the table").type_text("elan");
    window.run();
    assert_eq!(window.state().1.table.rows().len(), 1);
}

#[test]
fn rows_go_into_a_new_story_and_out_of_the_project() {
    let mut window = window();
    click(&mut window, "Row 1");
    click(&mut window, "Story");
    window.get_by_label("Title of a new story").click();
    window.run();
    window.get_by_label("Title of a new story").type_text("The strike");
    window.run();
    click(&mut window, "Make the story");
    window.state_mut().0.take();
    window.run();
    assert_eq!(value(&window, "Stories of Boats stay"), "The strike");
    click(&mut window, "Remove…");
    click(&mut window, "Keep");
    assert!(window.state_mut().0.take().is_empty());
    click(&mut window, "Remove…");
    click(&mut window, "Remove");
    window.state_mut().0.take();
    assert_eq!(window.state().0.session.project().articles.size(), 2);
    window.run();
}

#[test]
fn an_edited_row_stays_until_the_order_is_asked_for_again() {
    let mut window = window();
    click(&mut window, "Title of Boats stay");
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("Cell").type_text(" out");
    window.run();
    press(&mut window, Modifiers::NONE, Key::Tab);
    edits(&mut window);
    let id = window.state().1.table.rows()[0];
    assert_eq!(window.state().0.session.project().article(id).unwrap().display_title(), "Boats stay out");
    assert_eq!(window.state().1.block, Some(Block::at(Cell { row: 0, column: 1 })));
}

#[test]
fn only_rows_on_screen_are_drawn() {
    let titles: Vec<String> = (0..2000).map(|i| format!("Article {i:04}")).collect();
    let articles: Vec<_> = titles.iter().map(|t| (t.as_str(), "", "", "Text.\n")).collect();
    let page = GridPage { sort: Some((0, Order::Up)), ..GridPage::default() };
    let mut window = harness(Stage::new(&articles), page, GridPage::show);
    assert!(window.query_all_by_label_contains("Row ").count() < 60);
    click(&mut window, "Title of Article 0000");
    press(&mut window, Modifiers::COMMAND, Key::End);
    window.run();
    window.get_by_label("Title of Article 1999");
}

#[test]
fn a_range_by_shift_and_click_is_emptied_as_one_step() {
    let mut window = window();
    click(&mut window, "Outlet of Boats stay");
    window.get_by_label("Outlet of Harbour to close").click_modifiers(Modifiers::SHIFT);
    window.run();
    press(&mut window, Modifiers::NONE, Key::Delete);
    assert_eq!(edits(&mut window)[0].len(), 3);
    assert_eq!(value(&window, "Outlet of Harbour to close"), "");
    window.state_mut().0.session.undo().unwrap();
    window.run();
    assert_eq!(value(&window, "Outlet of Harbour to close"), "The Courier");
}

#[test]
fn a_drag_selects_a_range() {
    let mut window = window();
    let at = |window: &Window, label: &str| window.get_by_label(label).rect().center();
    let (from, to) = (at(&window, "Title of Boats stay"), at(&window, "Outlet of Harbour to close"));
    window.hover_at(from);
    window.drag_at(from);
    window.run();
    window.hover_at(to);
    window.run();
    window.drop_at(to);
    window.run();
    let block = window.state().1.block.unwrap();
    assert_eq!((block.rows(), block.columns()), (0..=2, 0..=1));
}

#[test]
fn the_last_columns_come_into_view_and_say_what_they_take() {
    let mut window = window();
    click(&mut window, "Title of Boats stay");
    press(&mut window, Modifiers::NONE, Key::End);
    window.get_by_label_contains("Stories are set with the Story menu");
    window.event(Event::Text("x".into()));
    window.run();
    assert!(window.query_by_label("Cell").is_none());
    press(&mut window, Modifiers::NONE, Key::ArrowLeft);
    window.get_by_label_contains("yes or no");
    window.event(Event::Text("maybe".into()));
    window.run();
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label_contains("\"maybe\" is not a yes or no");
    let cell = window.get_by_label("Cell").rect();
    assert!(cell.left() >= 0.0 && cell.right() <= 1024.0, "{cell:?}");
}
