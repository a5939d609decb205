//! Writing a codebook.

use super::guid::Guids;
use super::xml::Xml;
use super::{MARK, NOTE, codes};
use crate::exchange::export::Selection;
use crate::exchange::jsonl::codebook_json;
use crate::exchange::{ExportError, Pace};
use serde_json::json;
use std::io::Write;

/// Writes the labels of a project as codes.
///
/// # Errors
/// Where the sink does not take the bytes.
pub(super) fn write(selection: &Selection<'_>, sink: &mut dyn Write, _: &mut Pace<'_>) -> Result<(), ExportError> {
    let guids = Guids::of(selection.project());
    let codebook = &selection.project().codebook;
    let codes = codes::of_codebook(&guids, codebook);
    let mut xml = Xml::new(sink)?;
    let origin = concat!("Byline ", env!("CARGO_PKG_VERSION"));
    xml.open("CodeBook", &[("xmlns", "urn:QDA-XML:codebook:1.0"), ("origin", origin)])?;
    xml.open("Codes", &[])?;
    codes::write(&mut xml, &codes)?;
    xml.close("Codes")?;
    let kept = json!({ "byline": 1, "codebook": codebook_json(codebook), "codes": codes::meanings(&codes) });
    xml.open("Sets", &[])?;
    xml.open("Set", &[("guid", &guids.make(&["shared"])), ("name", NOTE)])?;
    xml.words("Description", &format!("{MARK}{kept}"))?;
    for code in &codes {
        xml.empty("MemberCode", &[("guid", &code.guid)])?;
    }
    xml.close("Set")?;
    xml.close("Sets")?;
    xml.close("CodeBook")?;
    Ok(())
}
