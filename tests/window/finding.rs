//! Finding in all articles, and all alike, in the whole window.

use super::{Home, Window, exported_article, exported_labels};
use egui_kittest::kittest::Queryable as _;

const BRIDGE: &str = "Rosa Díaz said the bridge will close. Rosa Diaz left early.\n";
const FERRY: &str = "“A ferry will run”, ROSA DÍAZ said. The ferry is old.\n";

fn home() -> Home {
    Home::new(&[("Bridge to close", BRIDGE), ("Ferry to run", FERRY)])
}

/// Waits for a worker's answer to be drawn.
#[track_caller]
fn wait_for(window: &mut Window, words: &str) {
    for _ in 0..super::PATIENCE {
        window.harness.step();
        if window.says(words) {
            window.harness.run();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let seen: Vec<String> =
        window.harness.query_all_by_label_contains("place").map(|node| format!("{node:?}")).collect();
    panic!("waited in vain for {words:?}: {seen:?}");
}

#[test]
fn places_in_all_articles_are_found_ticked_labelled_and_opened_by_keys() {
    let home = home();
    let mut window = home.open();
    window.keys("Ctrl+Shift+F").types("ferry");
    wait_for(&mut window, "2 places in 1 article");
    window.keys("Enter");
    window.keys("Ctrl+A");
    window.keys("e");
    window.has("Done: label 2 places as event; undo takes all of it back");
    window.keys("Down Enter");
    assert_eq!(window.article(), "Ferry to run");
    assert_eq!(window.told(), ["event:ferry", "event:ferry"]);
    window.keys("Ctrl+Z");
    assert!(window.told().is_empty(), "one step back: {:?}", window.told());
    // Back in the list nothing is lost, and another selection goes along.
    window.keys("Ctrl+Shift+F");
    wait_for(&mut window, "2 places in 1 article");
    window.keys("Enter Home Enter Ctrl+Shift+F");
    wait_for(&mut window, "2 places in 1 article");
    window.keys("Esc");
    window.keys("/ o l Shift+Right Ctrl+Shift+F");
    wait_for(&mut window, "1 place in 1 article");
    window.keys("Esc");
    window.lacks("Find in all articles");
    window.keys("Delete");
    assert_eq!(window.article(), "Ferry to run", "keys are the reader's again");
}

#[test]
fn all_alike_labels_what_is_likely_as_one_step() {
    let home = home();
    let mut window = home.open();
    window.keys("Ctrl+Home Shift+Right Shift+Right s");
    assert_eq!(window.told(), ["source:Rosa Díaz"]);
    window.keys("*");
    wait_for(&mut window, "3 places in 2 articles");
    window.has("All alike: “Rosa Díaz”");
    window.has("Label 1 place");
    window.keys("Enter");
    window.lacks("All alike: “Rosa Díaz”");
    window.has("Done: label quoted source; undo takes all of it back");
    window.wait_saved();
    let ferry = exported_article(&home.project(), "Ferry to run");
    assert_eq!(exported_labels(&ferry), ["source:ROSA DÍAZ"]);
    window.keys("Ctrl+Z");
    assert_eq!(window.told(), Vec::<String>::new(), "undo went to the other article and took it back");
}
