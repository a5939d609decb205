//! A line of Byline JSONL answered with suggestions. The text is not cleaned: offsets count it as it came.

use super::object::Object;
use super::record::pair;
use super::value::AttributesRecord;
use crate::model::{ThreadId, Zone, ZoneKind};
use crate::suggest::Proposals;
use crate::text::{CharOffset, Text};
use serde_json::{Map, Value};

/// Answers a line: the same value with `suggestions` and `suggested_relations`, which take the place of any that it had.
/// `None` for an empty line; a first line that describes a project comes back as it is.
///
/// # Errors
/// Why the line is no article, in words.
pub fn suggested(
    line: &[u8],
    propose: impl FnOnce(&str, &[Zone], Option<&str>) -> Proposals,
) -> Result<Option<String>, String> {
    let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line).trim_ascii();
    if line.is_empty() {
        return Ok(None);
    }
    let read: Result<Value, _> = serde_json::from_slice(line);
    let Value::Object(mut fields) = read.map_err(|error| format!("not JSON: {error}"))? else {
        return Err("not an article: a JSON object with a field \"text\" is expected".into());
    };
    if fields.contains_key("byline") {
        return Ok(Some(Value::Object(fields).to_string()));
    }
    let text = match fields.get("text") {
        Some(Value::String(text)) if text.len() <= u32::MAX as usize / 2 => Text::new(text.as_str()),
        Some(Value::String(_)) => return Err("the text is too long; split the article".into()),
        Some(_) => return Err("\"text\" is not a string".into()),
        None => return Err("not an article: there is no field \"text\"".into()),
    };
    let zones = zones(&fields, &text);
    let proposals = propose(text.as_str(), &zones, fields.get("language").and_then(Value::as_str));
    fields.retain(|name, value| !value.is_null() && name != "suggestions" && name != "suggested_relations");
    let (suggestions, relations) = values(&text, &proposals);
    if !suggestions.is_empty() {
        fields.insert("suggestions".into(), suggestions.into());
    }
    if !relations.is_empty() {
        fields.insert("suggested_relations".into(), relations.into());
    }
    Ok(Some(Value::Object(fields).to_string()))
}

/// The parts of an article that fit its text, in text order; others count as body.
fn zones(fields: &Map<String, Value>, text: &Text) -> Vec<Zone> {
    let offset = |value: Option<&Value>| Some(CharOffset::new(usize::try_from(value?.as_u64()?).ok()?));
    let zone = |value: &Value| {
        let kind = ZoneKind::parse(value.get(0)?.as_str()?)?;
        let span = text.span_of_chars(offset(value.get(1))?, offset(value.get(2))?)?;
        Some(Zone { kind, span, outlet: value.get(3).and_then(Value::as_str).unwrap_or_default().into() })
    };
    let written = fields.get("zones").and_then(Value::as_array);
    let mut zones: Vec<Zone> = written.into_iter().flatten().filter_map(zone).collect();
    zones.sort_by_key(|zone| zone.span);
    zones
}

/// Suggestions and arrows as JSON, with ids that number them from 1.
fn values(text: &Text, proposals: &Proposals) -> (Vec<Value>, Vec<Value>) {
    let id = |number: usize| format!("g{}", number + 1);
    let suggestions = proposals.items.iter().enumerate().map(|(number, item)| {
        Object::new()
            .with("id", id(number))
            .with("label", item.label.as_str())
            .and("ranges", item.fragments.iter().map(|span| pair(text, *span)).collect::<Vec<_>>())
            .with("score", rounded(item.score))
            .with("by", item.by)
            .with("reason", item.reason.as_str())
            .with("attributes", AttributesRecord(&item.attributes))
            .with("cue", item.cue.map(|span| pair(text, span)))
            .with("threads", item.threads.iter().map(|(id, score)| (ThreadId::as_str(id), *score)).collect::<Vec<_>>())
            .value()
    });
    let relations = proposals.links.iter().map(|link| {
        Object::new()
            .with("type", "attributed_to")
            .with("from", id(link.claim))
            .with("to", id(link.source))
            .with("score", rounded(link.score))
            .with("by", link.by)
            .value()
    });
    (suggestions.collect(), relations.collect())
}

/// Three digits say all that a score knows.
fn rounded(score: f64) -> f64 {
    (score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::LabelId;
    use crate::suggest::{Proposal, ProposedLink, Reason};
    use crate::text::TextSpan;
    use serde_json::json;

    /// A claim before the first comma, credited to the words after it.
    fn propose(text: &str, _: &[Zone], _: Option<&str>) -> Proposals {
        let Some(comma) = text.find(',') else { return Proposals::default() };
        let item = |label: &str, start, end| {
            let span = TextSpan::of(start, end);
            Proposal::new(LabelId::parse(label).unwrap(), span, 0.8751, "rules", Reason::new("a comma"))
        };
        let items = vec![item("claim", 0, comma), item("source", comma + 2, text.len())];
        Proposals { items, links: vec![ProposedLink { claim: 0, source: 1, score: 0.5, by: "rules" }] }
    }

    fn answer(line: &str) -> Result<Value, String> {
        suggested(line.as_bytes(), propose).map(|out| serde_json::from_str(&out.unwrap()).unwrap())
    }

    #[test]
    fn offsets_count_the_text_as_it_came() {
        let line = r#"{"id": 7, "text": "\ufeffé\r\n😀 x, she", "mine": {"b": 1, "a": [2]}, "suggestions": ["old"], "outlet": null}"#;
        let expected = json!({
            "id": 7, "text": "\u{feff}é\r\n😀 x, she", "mine": {"b": 1, "a": [2]},
            "suggestions": [
                {"id": "g1", "label": "claim", "ranges": [[0, 7]], "score": 0.875, "by": "rules", "reason": "a comma"},
                {"id": "g2", "label": "source", "ranges": [[9, 12]], "score": 0.875, "by": "rules", "reason": "a comma"},
            ],
            "suggested_relations": [{"type": "attributed_to", "from": "g1", "to": "g2", "score": 0.5, "by": "rules"}],
        });
        assert_eq!(answer(line).unwrap(), expected);
        let again = answer(&expected.to_string()).unwrap();
        assert_eq!(again, expected, "what it answered it answers the same way");
    }

    #[test]
    fn what_is_no_article_is_said() {
        for (line, why) in [
            ("{\"text\": 1}", "not a string"),
            ("{}", "no field"),
            ("[1]", "object"),
            ("{\"text\": \"a", "not JSON"),
            ("{\"text\": \"\\ud800\"}", "not JSON"),
        ] {
            assert!(answer(line).unwrap_err().contains(why), "{line}");
        }
        assert!(suggested(b"{\"text\": \"\xff\"}", propose).unwrap_err().contains("not JSON"));
        assert_eq!(suggested(b" \r\n", propose), Ok(None));
        assert_eq!(answer(r#"{"byline": 1, "threads": []}"#).unwrap(), json!({"byline": 1, "threads": []}));
        assert_eq!(answer(r#"{"text": "nothing", "zones": [["caption", 0, 99], 3]}"#).unwrap()["text"], "nothing");
    }
}
