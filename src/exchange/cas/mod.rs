//! UIMA CAS, as `INCEpTION`, `DKPro` and UIMA have it: a file for each article and annotator, in JSON (0.4) or XMI.
//!
//! Offsets are UTF-16 units. Layers are `custom.Span` and `custom.Relation`; each fragment of an annotation is a span of
//! its own, with the same `id` and its number as `fragment`. An attribute is a feature of words; a value that is not
//! plain words is JSON. `byline` is JSON of what has no feature of its own, in the shape of Byline JSONL. The article's
//! metadata are a `custom.Article`, those that `DKPro` knows a `DocumentMetaData` too.

mod build;
mod json;
mod read;
#[cfg(test)]
mod tests;
mod types;
mod xmi;

use super::carry;
use super::export::Selection;
use super::format::{Format, Head, Input, Output};
use super::glance::first_object;
use super::loss::Loss;
use super::setting::{Setting, Values};
use super::tokens::trimmed;

/// CAS JSON's row in the table.
pub(super) const JSON: Format = Format {
    name: "cas-json",
    title: "UIMA CAS JSON 0.4",
    extensions: &["json"],
    reads: "annotations of all layers but tokens, sentences and syntax; arrows with governor and dependent",
    writes: "a folder: one file for each article and annotator, types included; tokens and sentences",
    loses: carry::LOSES,
    limits: "the project's title; of threads all but their titles; white space at the ends of annotations",
    closer: Some(closer),
    settings: SETTINGS,
    is_it: Some(is_it),
    input: Some(Input::Coded(read::read)),
    output: Output::Folder(build::write_json),
    ..Format::BASE
};

/// XMI's row in the table.
pub(super) const XMI: Format = Format {
    name: "cas-xmi",
    title: "UIMA CAS XMI",
    extensions: &["xmi"],
    writes: "a folder: one file for each article and annotator, and TypeSystem.xml; tokens and sentences",
    loses: carry::LOSES,
    limits: "the project's title; of threads all but their titles; white space at the ends of annotations",
    closer: Some(closer),
    settings: SETTINGS,
    output: Output::Folder(build::write_xmi),
    ..Format::BASE
};

const SETTINGS: &[Setting] = &[Setting {
    key: "tokens",
    values: Values::OneOf(&["yes", "no"]),
    about: "no leaves tokens and sentences out: far smaller; INCEpTION makes its own",
}];

fn closer(selection: &Selection<'_>) -> Vec<Loss> {
    let (mut count, mut bare) = (0, 0);
    for article in selection.articles() {
        bare += usize::from(trimmed(article.text(), article.text().span()).is_none());
        for coded in selection.coded(article) {
            let fragments = coded.annotations.iter().flat_map(|a| a.fragments());
            count += fragments.filter(|span| trimmed(article.text(), **span).is_none()).count();
        }
    }
    let mut losses = carry::threads_cut_short(selection);
    if bare > 0 {
        let what = if bare == 1 { "article without words" } else { "articles without words" };
        losses.push(Loss { count: bare, what: what.into() });
    }
    if count > 0 {
        losses.push(Loss { count, what: "fragment of nothing but white space".into() });
    }
    losses
}

/// True for a CAS in JSON.
fn is_it(head: &Head<'_>) -> bool {
    let Some(first) = first_object(head) else { return false };
    ["%TYPES", "%FEATURE_STRUCTURES", "%VIEWS"].iter().any(|name| first.has(name))
}
