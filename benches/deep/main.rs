//! The deep suggester reads fast enough beside one's work: tokens a second on one thread, an article of 1,000 words on two,
//! and the memory that it takes. The Python figure stands beside it where `BYLINE_DEEP_PYTHON` names a command that is given
//! the article and prints the seconds that it took as its last word (`python training/deep/speed.py assets/deep/news.bin`), so
//! that both are of the same minute. Where the system tells, tokens a second are of processor time.

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
use std::io::Write;
use std::process::{Command, Stdio};
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
    let (alone, worked) = worked(|| drop(black_box(one.propose(&document))));
    let per_second = tokens as f64 / worked;
    println!(
        "1,000 words, {tokens} tokens, {} proposals, one thread: {worked:.2} s of work, {alone:.2} s by the clock, \
         {per_second:.0} tokens a second",
        one.propose(&document).items.len(),
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
        let mut python = Command::new("sh");
        let mut python = python.arg("-c").arg(command).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        python.stdin.take().unwrap().write_all(article.as_bytes()).unwrap();
        let said = String::from_utf8(python.wait_with_output().unwrap().stdout).unwrap();
        let seconds: Option<f64> = said.split_whitespace().last().and_then(|last| last.parse().ok());
        println!("in Python, in the same minute: {}", said.trim());
        if let Some(seconds) = seconds {
            println!(
                "that is {:.0} tokens a second; ours are {:.2} times as many",
                tokens as f64 / seconds,
                seconds / worked
            );
        }
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

/// The least time of some repeats, by the clock and of all processors, in seconds.
fn worked(mut act: impl FnMut()) -> (f64, f64) {
    let once = |_| {
        let before = processor();
        let clock = timed(&mut act).as_secs_f64();
        (clock, processor().zip(before).map_or(clock, |(after, before)| after - before))
    };
    let both: Vec<(f64, f64)> = (0..REPEATS).map(once).collect();
    let least = |of: fn(&(f64, f64)) -> f64| both.iter().map(of).fold(f64::INFINITY, f64::min);
    (least(|one| one.0), least(|one| one.1))
}

/// Seconds of processor time that all threads of this program took so far, where the system tells: Linux in hundredths.
fn processor() -> Option<f64> {
    let written = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = written.rsplit(')').next()?.split_whitespace();
    let (user, system) = (fields.nth(11)?, fields.next()?);
    Some((user.parse::<f64>().ok()? + system.parse::<f64>().ok()?) / 100.0)
}

/// The largest that this program has been in memory, where the system tells.
fn megabytes() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok().map(|kilobytes| kilobytes / 1024.0)
}
