//! What the bodies of an annotation say: label, note, attributes, threads.

use super::THREAD;
use serde_json::Value;

/// What was said about an annotation.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// What it is: a class, else the first tag.
    pub(super) label: String,
    /// Tags that are no label.
    pub(super) tags: Vec<String>,
    /// Comments, one a line.
    pub(super) note: String,
    /// What it is about, by address: with our own prefix a thread of ours.
    pub(super) identified: Vec<String>,
}

/// One value, or the entries of a list.
pub(super) fn each(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(list)) => list,
        Some(one) => std::slice::from_ref(one),
    }
}

/// Words of a field, or of the first entry of a list there.
pub(super) fn words<'v>(value: &'v Value, name: &str) -> &'v str {
    each(value.get(name)).first().and_then(Value::as_str).unwrap_or_default()
}

/// Reads the bodies of an annotation; those of Hypothesis are fields of their own.
pub(super) fn said(item: &Value) -> Said {
    let (mut said, mut classes, mut notes) = (Said::default(), Vec::new(), Vec::new());
    for body in each(item.get("body")) {
        let purpose = match words(body, "purpose") {
            "" => words(item, "motivation"),
            purpose => purpose,
        };
        let value = match words(body, "value") {
            "" => words(body, "chars"),
            value => value,
        };
        let address = body.as_str().or_else(|| body.get("source").and_then(Value::as_str));
        let address = address.or_else(|| body.get("id").and_then(Value::as_str).filter(|_| value.is_empty()));
        match (purpose, value, address) {
            (_, "", None) => {}
            (_, "", Some(address)) => said.identified.push(address.to_owned()),
            ("classifying", class, _) => classes.push(class.to_owned()),
            ("tagging" | "highlighting", tag, _) => said.tags.push(tag.to_owned()),
            (_, note, _) => notes.push(note.to_owned()),
        }
    }
    said.tags.extend(each(item.get("tags")).iter().filter_map(Value::as_str).map(str::to_owned));
    notes.extend(item.get("text").and_then(Value::as_str).filter(|note| !note.is_empty()).map(str::to_owned));
    if classes.is_empty() && !said.tags.is_empty() {
        classes.push(said.tags.remove(0));
    }
    let mut classes = classes.into_iter();
    said.label = classes.next().unwrap_or_else(|| "highlight".to_owned());
    said.tags.extend(classes);
    said.note = notes.join("\n");
    said
}

/// Who made an annotation: the name, else what an address or account ends with.
pub(super) fn creator(item: &Value) -> String {
    let creator = each(item.get("creator")).first();
    let name = creator.and_then(|creator| match creator {
        Value::String(address) => Some(address.as_str()),
        other => ["name", "nickname", "id"].iter().map(|field| words(other, field)).find(|name| !name.is_empty()),
    });
    let user = item.get("user").and_then(Value::as_str);
    let user = user.map(|user| user.trim_start_matches("acct:").split('@').next().unwrap_or_default());
    let name = name.or(user).unwrap_or_default();
    let is_address = name.contains("://") || name.starts_with("urn:");
    if is_address { name.trim_end_matches('/').rsplit(['/', ':', '#']).next().unwrap_or_default() } else { name }
        .to_owned()
}

/// The id of a thread of ours in an address.
pub(super) fn thread(address: &str) -> Option<&str> {
    address.strip_prefix(THREAD)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn bodies_of_several_programs() {
        let recogito = json!({ "body": [{ "purpose": "commenting", "value": "n" }, { "purpose": "tagging", "value": "Claim" }, { "purpose": "tagging", "value": "x" }] });
        let read = said(&recogito);
        assert_eq!(
            (read.label.as_str(), read.tags.as_slice(), read.note.as_str()),
            ("Claim", &["x".to_owned()][..], "n")
        );
        let hypothesis = json!({ "text": "n", "tags": ["event"], "user": "acct:ana@hypothes.is" });
        assert_eq!((said(&hypothesis).label, creator(&hypothesis)), ("event".to_owned(), "ana".to_owned()));
        let bare = json!({ "motivation": "highlighting", "creator": "https://a.example/users/ben" });
        assert_eq!((said(&bare).label, creator(&bare)), ("highlight".to_owned(), "ben".to_owned()));
        let named =
            json!({ "motivation": "identifying", "body": "https://a.example/q1", "creator": [{ "name": "Zoe" }] });
        assert_eq!(
            (said(&named).identified, creator(&named)),
            (vec!["https://a.example/q1".to_owned()], "Zoe".to_owned())
        );
    }
}
