//! Everything by keys alone.

use super::{Home, exported_article, exported_labels, exported_words};

const BRIDGE: &str = "The minister said the old bridge will close in March. \
“We will build a new one,” she added, “and it will be wider.”\n\nNobody was hurt in the collapse.\n";

const FERRY: &str = "A ferry will run until then.\n";

#[test]
fn an_article_is_read_labelled_and_finished_by_keys_alone() {
    let home = Home::new(&[("Bridge to close", BRIDGE), ("Ferry to run", FERRY)]);
    let mut window = home.open();
    assert_eq!(window.article(), "Bridge to close");
    window.keys("Shift+Right Shift+Right s");
    // The claim is offered the only source around, and Enter takes the offer.
    window.keys("/ o 1").keys(&["Ctrl+Shift+Right"; 6].join(" ")).keys("c Enter");
    assert_eq!(window.told(), ["source:The minister", "claim:old bridge will close in March"]);
    window.keys("/ s h s Esc");
    // A claim in two pieces, around the words of who says it.
    window.keys("/ w e").keys(&["Ctrl+Shift+Right"; 6].join(" ")).keys("c Enter");
    window.keys("+ / a n d").keys(&["Ctrl+Shift+Right"; 5].join(" ")).keys("Enter");
    // A claim inside the claim, without an arrow of its own.
    window.keys("Esc / i t").keys(&["Ctrl+Shift+Right"; 4].join(" ")).keys("c Esc");
    window.keys("/ c o e");
    window.keys("m Ctrl+Home m Ctrl+Enter");
    assert!(!exported_article(&home.project(), "Bridge to close")["done"].is_array(), "it asks first");
    window.keys("Enter");
    assert_eq!(window.article(), "Ferry to run", "finishing opens the next article");
    window.wait_saved();
    window.close();

    let article = exported_article(&home.project(), "Bridge to close");
    assert_eq!(
        exported_labels(&article),
        [
            "claim:We will build a new one … and it will be wider",
            "claim:it will be wider",
            "claim:old bridge will close in March",
            "event:collapse",
            "source:The minister",
            "source:she",
        ]
    );
    let annotations = article["annotations"].as_array().unwrap();
    let words = |id: &serde_json::Value| {
        annotations.iter().find(|a| a["id"] == *id).map(|a| exported_words(&article, a)).unwrap_or_default()
    };
    let mut arrows: Vec<String> = article["relations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| format!("{} > {}", words(&r["from"]), words(&r["to"])))
        .collect();
    arrows.sort();
    assert_eq!(
        arrows,
        ["We will build a new one … and it will be wider > she", "old bridge will close in March > The minister"]
    );
    assert_eq!(article["done"], serde_json::json!(["ana"]));
    assert!(exported_article(&home.project(), "Ferry to run").get("annotations").is_none());
}

#[test]
fn undo_goes_back_to_the_article_it_was_made_in() {
    let home = Home::new(&[("Bridge to close", BRIDGE), ("Ferry to run", FERRY)]);
    let mut window = home.open();
    window.keys("/ c o e");
    assert_eq!(window.told(), ["event:collapse"]);
    window.keys("Ctrl+PageDown / f e e");
    assert_eq!((window.article().as_str(), window.told()), ("Ferry to run", vec!["event:ferry".to_owned()]));
    window.keys("Ctrl+Z");
    assert_eq!((window.article().as_str(), window.told().len()), ("Ferry to run", 0));
    window.keys("Ctrl+Z");
    assert_eq!((window.article().as_str(), window.told().len()), ("Bridge to close", 0));
    window.keys("Ctrl+Z");
    window.has("Nothing to undo");
    window.keys("Ctrl+Shift+Z Ctrl+Y");
    assert_eq!((window.article().as_str(), window.told()), ("Ferry to run", vec!["event:ferry".to_owned()]));
}

#[test]
fn undo_outlives_the_window() {
    let home = Home::new(&[("Bridge to close", BRIDGE), ("Ferry to run", FERRY)]);
    let mut window = home.open();
    window.keys("/ c o e Ctrl+PageDown / f e e");
    window.close();
    let mut window = home.open();
    window.keys("Ctrl+Z");
    assert_eq!((window.article().as_str(), window.told().len()), ("Ferry to run", 0));
    window.keys("Ctrl+Z");
    assert_eq!((window.article().as_str(), window.told().len()), ("Bridge to close", 0));
    window.close();
    let mut window = home.open();
    assert!(window.told().is_empty());
    window.keys("Ctrl+Y");
    assert_eq!(window.told(), ["event:collapse"]);
}
