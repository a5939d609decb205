//! Words and colors for annotations in the reader.

use crate::model::{Annotation, AttributeId, AttributeValue, Codebook, Color, LabelId, RelationTypeId};
use crate::text::Text;

/// The color of a label that the codebook does not know.
const UNKNOWN: Color = Color([0x77, 0x77, 0x77]);

/// What the screen shows for a label.
pub(in crate::ui) fn label_name(codebook: &Codebook, id: &LabelId) -> String {
    codebook.label(id).map_or_else(|| id.to_string(), |label| label.name.clone())
}

/// The color of a label.
pub(in crate::ui) fn label_color(codebook: &Codebook, id: &LabelId) -> Color {
    codebook.label(id).map_or(UNKNOWN, |label| label.color)
}

/// The letter that stands for a label, in upper case: its key, or else the first of its name.
pub(in crate::ui) fn label_letter(codebook: &Codebook, id: &LabelId) -> String {
    let key = codebook.label(id).and_then(|label| label.key);
    let letter = key.or_else(|| label_name(codebook, id).chars().next());
    letter.into_iter().flat_map(char::to_uppercase).collect()
}

/// What the screen shows for a type of arrow.
pub(in crate::ui) fn relation_name(codebook: &Codebook, id: &RelationTypeId) -> String {
    codebook.relation_types.get(id).map_or_else(|| id.to_string(), |kind| kind.name.clone())
}

/// The words of an annotation, at most so many characters.
pub(in crate::ui) fn short_words(annotation: &Annotation, text: &Text, most: usize) -> String {
    shortened(&annotation.first_words(text, most * 4 + 4), most)
}

/// At most so many characters, with an ellipsis where more were left out.
pub(in crate::ui) fn shortened(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default().trim_end()),
        None => words.to_owned(),
    }
}

/// The name of an annotation for screen readers and tests: `Claim: “prices will fall”`.
pub(in crate::ui) fn accessible_name(annotation: &Annotation, codebook: &Codebook, text: &Text) -> String {
    format!("{}: “{}”", label_name(codebook, &annotation.label), short_words(annotation, text, 160))
}

/// The attributes of an annotation: `Voice: credited to a source`.
pub(in crate::ui) fn attribute_words(annotation: &Annotation, codebook: &Codebook) -> Vec<String> {
    let line = |(id, value)| attribute_line(codebook, &annotation.label, id, value);
    annotation.attributes.iter().map(line).collect()
}

/// A value of an attribute of a label: `Voice: credited to a source`.
pub(in crate::ui) fn attribute_line(
    codebook: &Codebook,
    label: &LabelId,
    id: &AttributeId,
    value: &AttributeValue,
) -> String {
    let definition = codebook.label(label).and_then(|label| label.attribute(id));
    definition.map_or_else(|| format!("{id}: …"), |def| format!("{}: {}", def.name, def.show(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_between_characters() {
        assert_eq!(shortened("élan vital", 5), "élan…");
        assert_eq!(shortened("élan", 4), "élan");
    }
}
