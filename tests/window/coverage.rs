//! Coverage and attribution of the sample, in the whole window.

use super::{Home, Window};
use byline::session::samples;

fn sample() -> (Home, Window) {
    let (_, title, _) = samples::ALL.iter().find(|(id, _, _)| *id == "caracas_call").unwrap();
    let home = Home::new(&[]);
    let mut window = home.welcome();
    window.click(title);
    window.wait("the sample is open", |app| app.session().is_some());
    (home, window)
}

#[test]
fn a_square_leads_to_the_words() {
    let (_home, mut window) = sample();
    window.keys("Ctrl+K").types("coverage").keys("Enter");
    window.wait_words("70 shared items · 9 articles · My coding counts");
    let courier = "Trump and Maduro Spoke by Phone, and a Meeting Came Up, New York Times Reports";
    let column = format!("Saltmarsh Courier · 2025-11-29 · {courier}");
    window.click(&format!("attributed: They discussed meeting in the United States in {column}"));
    window.has("Behind the square");
    window.click("Open “Trump and Maduro Spoke by Phone, and a M”");
    assert_eq!(window.article(), courier);
    window.has("Article text");
}

#[test]
fn an_echo_is_told_from_many_voices() {
    let (_home, mut window) = sample();
    window.keys("Ctrl+K").types("attribution").keys("Enter");
    window
        .wait_words("They discussed meeting in the United States, at least 1, 0 named, 7 outlets, all from one source");
    window.click("They discussed meeting in the United States, at least 1, 0 named, 7 outlets, all from one source");
    for words in ["Stand behind it", "Two people familiar with the call (The New York Times)", "The New York Times"] {
        window.has(words);
    }
    window.click("Asked for comment");
    assert!(window.says("no response"), "a government that was asked and said nothing");
}
