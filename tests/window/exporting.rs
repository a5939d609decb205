//! Exports: from the page to files, with what is lost; stopped, replaced, remembered.

use super::{Home, Window};
use byline::exchange::formats::{FORMATS, Format};
use byline::exchange::target::Existing;
use byline::ui::Message;
use byline::ui::pages::ExportChoice;
use egui_kittest::kittest::Queryable as _;

const TEXT: &str = "The old bridge fell on Sunday.\n\nNobody was hurt, the mayor said.\n";

fn home() -> Home {
    Home::new(&[("Bridge falls", TEXT), ("Ferry to run", "A ferry will run.\n")])
}

/// The formats that are written, as far as they are built in.
fn written() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|f| f.is_written() && (f.name != "hf-parquet" || cfg!(feature = "parquet")))
}

fn write_to(window: &mut Window, path: &std::path::Path) {
    window.click("Path to write to").keys("Ctrl+A").types(&path.display().to_string());
    window.click_last("Export");
}

#[test]
fn every_format_is_written_from_the_page() {
    let home = home();
    let mut window = home.open();
    window.keys("/ f e l c");
    window.wait_saved();
    window.keys("Ctrl+E");
    for format in written() {
        let name = if format.is_folder() { format!("{}, a folder", format.title) } else { format.title.to_owned() };
        window.reach(&name);
        let to = home.folder.path().join(format!("out-{}", format.name));
        write_to(&mut window, &to);
        window.wait_words("Exported 2 articles, 1 annotation");
        assert!(to.exists(), "{}", format.name);
        assert_eq!(to.is_dir(), format.is_folder(), "{}", format.name);
    }
    let left = std::fs::read_dir(home.folder.path()).unwrap().flatten();
    let temporary = left.filter(|entry| entry.file_name().to_string_lossy().contains("byline-new"));
    assert_eq!(temporary.count(), 0);
    window.keys("Esc Esc");
    window.has("Article text");
    let last = written().last().unwrap().name;
    let file = home.config().join("preferences.ron");
    window.wait("the format is remembered", move |_| {
        std::fs::read_to_string(&file).is_ok_and(|text| text.contains(&format!("format: \"{last}\"")))
    });
    window.close();
}

#[test]
fn what_is_there_is_replaced_only_when_that_is_said() {
    let home = home();
    let (mut window, to) = (home.open(), home.folder.path().join("mine.jsonl"));
    std::fs::write(&to, "Mine").unwrap();
    window.keys("Ctrl+E");
    write_to(&mut window, &to);
    window.wait_words("Something is there already");
    assert_eq!(std::fs::read_to_string(&to).unwrap(), "Mine");
    window.click("Replace it");
    window.wait_words("Exported 2 articles, 0 annotations");
    assert!(std::fs::read_to_string(&to).unwrap().contains("ferry"));
    let nowhere = home.folder.path().join("missing").join("x.jsonl");
    write_to(&mut window, &nowhere);
    window.wait_words("could not be written");
    window.close();
}

#[test]
fn a_stopped_export_leaves_nothing() {
    let many: Vec<(String, String)> =
        (0..600).map(|n| (format!("Article {n}"), format!("{TEXT} {n}").repeat(20))).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(title, text)| (title.as_str(), text.as_str())).collect();
    let home = Home::new(&many);
    let mut window = home.open();
    window.wait_saved();
    let to = home.folder.path().join("stopped.jsonl");
    let choice = Box::new(ExportChoice::everything("jsonl"));
    let app = window.harness.state_mut();
    app.send(Message::Export { choice, to: to.clone(), existing: Existing::Kept });
    app.send(Message::StopImport);
    window.wait_words("stopped; nothing was written");
    let left: Vec<_> = std::fs::read_dir(home.folder.path()).unwrap().flatten().map(|e| e.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("stopped")), "{left:?}");
    // The next one is not stopped.
    let choice = Box::new(ExportChoice::everything("jsonl"));
    window.harness.state_mut().send(Message::Export { choice, to: to.clone(), existing: Existing::Kept });
    window.wait_words("Exported 600 articles");
    assert!(to.exists());
    window.close();
}

#[test]
fn the_page_works_by_keys_alone() {
    let home = home();
    let mut window = home.open();
    let to = home.folder.path().join("keys.jsonl");
    window.keys("Ctrl+K").types("export…").keys("Enter");
    window.has("Path to write to");
    // From the list of formats Tab leads to the path, then to its button, then to the export.
    window.keys("Tab Ctrl+A").types(&to.display().to_string());
    window.keys("Tab Tab Enter");
    window.wait_words("Exported 2 articles, 0 annotations");
    assert!(to.exists());
    window.keys("Esc");
    window.has("Article text");
    assert!(window.harness.query_by_label("Path to write to").is_none());
    window.close();
}
