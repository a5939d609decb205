//! The deep suggester reads fast enough beside one's work: tokens a second on one thread, an article of 1,000 words on two,
//! and the memory that it takes. The Python figure stands beside it where `BYLINE_DEEP_PYTHON` names a command that prints it
//! as its last word (`training/deep/speed.py`, say), so that both are of the same minute.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]
#![expect(clippy::print_stdout, reason = "a bench prints its table")]
#![expect(clippy::disallowed_methods, reason = "benches measure")]

#[path = "../support/bars.rs"]
#[expect(dead_code, reason = "other benches use more of it")]
mod bars;
#[path = "../support/corpus.rs"]
#[expect(dead_code, reason = "other benches use more of it")]
mod corpus;

use bars::{REPEATS, bar, calibration, timed};
use byline::session::deep_suggester;
use byline::suggest::{Document, Suggester};
use std::hint::black_box;
use std::process::Command;
use std::time::Duration;

/// Least tokens a second on one core.
const TOKENS: f64 = 1_500.0;
/// Most seconds for an article of 1,000 words on two cores.
const ARTICLE: f64 = 1.0;
/// Most megabytes of memory more than without it.
const MEMORY: f64 = 250.0;

/// What an article of news is made of here: credited speech, quotations, and what happened.
const SENTENCES: [&str; 6] = [
    "The harbour will stay closed until Friday, Mayor Ana Fry said on Monday, because the crane cannot be repaired sooner.",
    "“Nobody was hurt, and we are grateful for that,” she told reporters outside the town hall.",
    "According to a report by the port authority, the crane had been inspected twice since the storm in March.",
    "The union denied that its members had been warned, and called the report “a joke”.",
    "Two ships were sent to a harbour further north, where dock workers have been on strike for a week.",
    "A spokesman for the company said that the police believe that the fire was set on purpose.",
];

fn main() {
    let scale = calibration();
    let before = megabytes();
    let article = article(1_000);
    let document = Document::new(&article, &[], Some("en"));
    let tokens = document.tokens().len();
    let one = deep_suggester(1).unwrap();
    let first = timed(|| drop(black_box(one.propose(&document))));
    println!("first article, with the model read: {:.2} s", first.as_secs_f64());
    let alone = best(|| drop(black_box(one.propose(&document))));
    let per_second = tokens as f64 / alone.as_secs_f64();
    println!(
        "1,000 words, {tokens} tokens, {} proposals, one thread: {:.2} s, {per_second:.0} tokens a second",
        one.propose(&document).items.len(),
        alone.as_secs_f64()
    );
    // Seconds for what the bar allows a second for, so that less is better.
    bar("deep-1500-tokens-s", TOKENS / per_second, scale);
    let two = deep_suggester(2).unwrap();
    let both = best(|| drop(black_box(two.propose(&document))));
    println!("the same on two threads: {:.2} s", both.as_secs_f64());
    bar("deep-article-s", both.as_secs_f64(), ARTICLE * scale);
    if let (Some(before), Some(after)) = (before, megabytes()) {
        println!("memory: {before:.0} MB before, {after:.0} MB after");
        bar("deep-memory-mb", after - before, MEMORY);
    }
    if let Some(command) = std::env::var_os("BYLINE_DEEP_PYTHON") {
        let out = Command::new("sh").arg("-c").arg(command).output().unwrap();
        let words = String::from_utf8_lossy(&out.stdout).into_owned();
        println!(
            "in Python, in the same minute: {} tokens a second",
            words.split_whitespace().last().unwrap_or("none")
        );
    }
}

/// An article of about this many words.
fn article(words: usize) -> String {
    let mut text = String::from("Harbour stays closed, mayor says\n\n");
    for (number, sentence) in SENTENCES.iter().cycle().enumerate() {
        if text.split_whitespace().count() >= words {
            break;
        }
        text.push_str(sentence);
        text.push_str(if number % 3 == 2 { "\n\n" } else { " " });
    }
    text
}

fn best(mut act: impl FnMut()) -> Duration {
    (0..REPEATS).map(|_| timed(&mut act)).min().unwrap()
}

/// The largest that this program has been in memory, where the system tells.
fn megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}
