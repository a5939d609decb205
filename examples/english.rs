//! Makes `assets/model/english.bin`: `cargo run --release --example english -- GROUPS.tsv TO CORPUS TAGS [CORPUS TAGS]...`
//!
//! GROUPS.tsv: a word, the number of its narrow group and of its wide one, with tabs between (`assets/model/make/groups.py`).
//! CORPUS: Byline JSONL. TAGS: for each of its articles `{"id", "t": [[first, end, tag], ...]}` in code points
//! (`assets/model/make/tags.py`).

#![expect(clippy::disallowed_methods, reason = "an example writes its one file")]

use byline::suggest::crf::{English, TaggedText};
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [groups, to, files @ ..] = arguments.as_slice() else {
        return Err("usage: english GROUPS.tsv TO CORPUS TAGS [CORPUS TAGS]...".into());
    };
    let groups: Option<Vec<_>> = std::fs::read_to_string(groups)?.lines().map(group).collect();
    let groups = groups.ok_or("a line of the groups is no word with two numbers")?;
    let mut texts = Vec::new();
    for pair in files.chunks_exact(2) {
        if let [corpus, tags] = pair {
            let tags: BTreeMap<String, Value> = lines(tags)?.filter_map(|value| Some((id(&value)?, value))).collect();
            texts.extend(lines(corpus)?.filter_map(|article| tagged(&article, &tags)));
        }
    }
    let english = English::teach(&groups, &texts, &mut |share| eprintln!("{:.2} of 100 tags right", share * 100.0));
    std::fs::write(to, english.write())?;
    Ok(())
}

fn group(line: &str) -> Option<(String, u16, u16)> {
    let mut parts = line.split('\t');
    Some((parts.next()?.to_owned(), parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn lines(path: &str) -> Result<impl Iterator<Item = Value>, Box<dyn Error>> {
    let values: Result<Vec<Value>, _> = std::fs::read_to_string(path)?.lines().map(serde_json::from_str).collect();
    Ok(values?.into_iter())
}

fn id(value: &Value) -> Option<String> {
    value.get("id")?.as_str().map(str::to_owned)
}

/// An article with its tags, whose code points become bytes; one without tags teaches nothing.
fn tagged(article: &Value, tags: &BTreeMap<String, Value>) -> Option<TaggedText> {
    let text = article.get("text")?.as_str()?.to_owned();
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |value: Option<&Value>| bytes.get(usize::try_from(value?.as_u64()?).ok()?).copied();
    let all = tags.get(&id(article)?)?.get("t")?.as_array()?;
    let tag = |tag: &Value| Some((byte(tag.get(0))?, byte(tag.get(1))?, tag.get(2)?.as_str()?.to_owned()));
    Some(TaggedText { tags: all.iter().filter_map(tag).collect(), text })
}
