//! Byline JSONL in, the same articles with suggestions out: one line at a time, so that memory is bounded by the longest
//! line and the command can stand under another program's pipe.

use super::super::console::{Console, Failure, Verdict};
use crate::exchange::jsonl::suggested;
use crate::session::Suggesters;
use serde_json::json;
use std::io::{BufRead, BufReader, Read};

/// The longest line that is read, in bytes: an article of 10 MB with most characters escaped.
const LONGEST: usize = 64 << 20;
/// What is said of a longer one.
const TOO_LONG: &str = "the line is longer than 64 MB; split the article";
/// Bytes of answers that are held back while more lines are there already.
const HELD: usize = 64 << 10;

pub(super) fn run(names: &[String], least: f64, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let suggesters = Suggesters::of_texts(names);
    for notice in suggesters.notices() {
        console.say(notice);
    }
    if suggesters.is_empty() {
        return Err(Failure::new("no suggester is left to ask"));
    }
    answer(std::io::stdin().lock(), &suggesters, least, console)
}

/// Answers line by line until the input ends or nobody reads the output any more. Bad lines are answered too, and so no
/// failure: an engine that runs many of these must not give up for one line.
fn answer(
    input: impl Read,
    suggesters: &Suggesters,
    least: f64,
    console: &mut Console<'_>,
) -> Result<Verdict, Failure> {
    let unreadable = |error: std::io::Error| Failure::new(format!("standard input cannot be read: {error}"));
    let mut input = BufReader::with_capacity(HELD, input);
    let (mut line, mut number, mut held) = (Vec::new(), 0_usize, String::new());
    loop {
        line.clear();
        line.shrink_to(HELD);
        let read = input.by_ref().take(LONGEST as u64).read_until(b'\n', &mut line).map_err(unreadable)?;
        if read == 0 {
            break;
        }
        number += 1;
        let answer = if line.len() >= LONGEST && !line.ends_with(b"\n") {
            input.skip_until(b'\n').map_err(unreadable)?;
            Err(TOO_LONG.into())
        } else {
            suggested(&line, |text, zones, language| suggesters.propose(text, zones, language, least))
        };
        match answer {
            Ok(None) => {}
            Ok(Some(answer)) => held = held + &answer + "\n",
            Err(error) => held = held + &json!({ "error": error, "line": number }).to_string() + "\n",
        }
        // Whoever waits for an answer before the next line gets it at once.
        if held.len() >= HELD || !input.buffer().contains(&b'\n') {
            console.print(&held);
            held.clear();
            if console.is_unread() {
                break;
            }
        }
    }
    console.print(&held);
    Ok(Verdict::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LabelId;
    use crate::suggest::{Document, Proposal, Proposals, Reason, Suggester};
    use crate::text::TextSpan;
    use serde_json::Value;
    use std::sync::Arc;

    /// Proposes the first word as an event.
    struct First;

    impl Suggester for First {
        fn name(&self) -> &'static str {
            "first"
        }

        fn propose(&self, document: &Document<'_>) -> Proposals {
            let end = document.text().find(' ').unwrap_or(document.text().len());
            let label = LabelId::parse("event").unwrap();
            let item = Proposal::new(label, TextSpan::of(0, end), 0.9, "first", Reason::new("the first word"));
            Proposals { items: vec![item], links: Vec::new() }
        }
    }

    fn answers(input: &[u8]) -> Vec<Value> {
        let mut suggesters = Suggesters::default();
        suggesters.add(Arc::new(First));
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut console = Console::new(&mut out, &mut err);
        assert_eq!(answer(input, &suggesters, 0.5, &mut console), Ok(Verdict::Done));
        String::from_utf8(out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn order_is_kept_and_a_bad_line_is_answered() {
        let input = b"{\"byline\": 1}\n{\"text\": \"One two\"}\nnonsense\n\n{\"text\": \"Three\"}";
        let answers = answers(input);
        assert_eq!(answers.len(), 4, "an empty line is none");
        assert_eq!(answers[1]["suggestions"][0]["ranges"], json!([[0, 3]]));
        assert_eq!((&answers[2]["line"], answers[2]["error"].is_string()), (&json!(3), true));
        assert_eq!(answers[3]["suggestions"][0]["ranges"], json!([[0, 5]]));
    }

    #[test]
    fn a_line_without_end_is_not_kept() {
        let mut input = vec![b'x'; LONGEST + 10];
        input.extend_from_slice(b"\n{\"text\": \"One\"}\n");
        let answers = answers(&input);
        assert_eq!((answers.len(), &answers[0]["line"]), (2, &json!(1)));
        assert!(answers[0]["error"].as_str().unwrap().contains("64 MB"));
    }
}
