//! Linking across articles by keys: `t`, Enter, and `.`, and the pages that show what came of it.

use super::{Home, Window};

const MONDAY: &str = "The ferry stops in March, the mayor said.\n";
const TUESDAY: &str = "Ferries will stop in March, a clerk said. Nobody was hurt.\n";

/// Titles of the threads, with how many annotations link to each.
fn links(window: &Window) -> Vec<(String, usize)> {
    let project = window.app().session().unwrap().project();
    let linked = |id| {
        let annotations = project.layers.values().flat_map(|layer| layer.annotations.values());
        annotations.filter(|annotation| annotation.threads.contains_key(&id)).count()
    };
    let mut all: Vec<_> = project.all_threads().map(|(_, thread)| (thread.title.clone(), linked(thread.id))).collect();
    all.sort();
    all
}

fn expect(window: &mut Window, what: &str, wanted: &[(&str, usize)]) {
    let wanted: Vec<(String, usize)> = wanted.iter().map(|(title, n)| ((*title).to_owned(), *n)).collect();
    window.wait(what, |app| {
        let project = app.session().unwrap().project();
        project.all_threads().count() == wanted.len()
            && project.layers.values().flat_map(|l| l.annotations.values()).map(|a| a.threads.len()).sum::<usize>()
                == wanted.iter().map(|(_, n)| n).sum::<usize>()
    });
    assert_eq!(links(window), wanted);
}

#[test]
fn two_actions_a_link() {
    let home = Home::new(&[("Ferry", MONDAY), ("Again", TUESDAY)]);
    let mut window = home.open();
    assert_eq!(window.article(), "Ferry");
    // A bare selection: the words get their label on the way, and make the title.
    window.keys(&["Ctrl+Shift+Right"; 5].join(" "));
    window.keys("t");
    window.has("Find by words, or type the title of a new one");
    window.keys("Enter");
    expect(&mut window, "the first is linked", &[("The ferry stops in March", 1)]);
    // The same in other words: the likely one comes first, and Enter takes it.
    window.keys("Esc Ctrl+PageDown");
    assert_eq!(window.article(), "Again");
    window.keys(&["Ctrl+Shift+Right"; 5].join(" "));
    window.keys("t Enter");
    expect(&mut window, "the second is linked", &[("The ferry stops in March", 2)]);
    window.keys("Esc");
    // Once more, elsewhere, with one key.
    window.keys("/ n o Ctrl+Shift+Right Ctrl+Shift+Right Ctrl+Shift+Right .");
    expect(&mut window, "the link is repeated", &[("The ferry stops in March", 3)]);
    window.keys("Ctrl+Z");
    expect(&mut window, "undo takes label and link back", &[("The ferry stops in March", 2)]);
    // The page of the shared claim shows both mentions in order.
    window.click("Review").click("Shared items");
    window.wait("the list is there", |_| true);
    for _ in 0..200 {
        if window.says("2 in 2 articles") || window.says("The ferry stops in March") {
            break;
        }
        window.settle();
    }
    window.click("The ferry stops in March");
    assert!(window.says("2 mentions in 2 articles"));
    window.click("Open: Ferries will stop in March");
    assert_eq!(window.article(), "Again");
    window.close();
}

#[test]
fn escape_links_nothing() {
    let home = Home::new(&[("Ferry", MONDAY)]);
    let mut window = home.open();
    window.keys("Shift+Right t Esc");
    window.lacks("Find by words, or type the title of a new one");
    assert_eq!(links(&window), []);
    window.keys("t");
    window.types("A title of my own").keys("Ctrl+Enter");
    expect(&mut window, "a new one is made", &[("A title of my own", 1)]);
    window.close();
}
