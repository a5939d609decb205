//! The types of a CAS, and what of them is ours.

use crate::exchange::export::Selection;
use crate::exchange::xml::allowed;
use crate::model::AttributeId;
use quick_xml::escape::escape;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

pub(super) const ANNOTATION: &str = "uima.tcas.Annotation";
pub(super) const DOCUMENT: &str = "uima.tcas.DocumentAnnotation";
pub(super) const SOFA: &str = "uima.cas.Sofa";
pub(super) const VIEW: &str = "_InitialView";
const WORDS: &str = "uima.cas.String";
const NUMBER: &str = "uima.cas.Integer";
const FLAG: &str = "uima.cas.Boolean";

/// What a feature structure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Metadata,
    Article,
    Sentence,
    Token,
    Span,
    Relation,
}

impl Kind {
    pub(super) const ALL: [Self; 6] =
        [Self::Metadata, Self::Article, Self::Sentence, Self::Token, Self::Span, Self::Relation];

    /// The type's name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Metadata => "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData",
            Self::Article => "custom.Article",
            Self::Sentence => "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence",
            Self::Token => "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token",
            Self::Span => "custom.Span",
            Self::Relation => "custom.Relation",
        }
    }

    fn parent(self) -> &'static str {
        match self {
            Self::Metadata => DOCUMENT,
            Self::Article => "uima.cas.AnnotationBase",
            _ => ANNOTATION,
        }
    }

    /// The element in XMI: prefix and local name.
    pub(super) fn element(self) -> &'static str {
        match self {
            Self::Metadata => "m:DocumentMetaData",
            Self::Article => "c:Article",
            Self::Sentence => "s:Sentence",
            Self::Token => "s:Token",
            Self::Span => "c:Span",
            Self::Relation => "c:Relation",
        }
    }
}

/// Features of a span that attributes must not be called.
pub(super) const SPAN_FEATURES: [(&str, &str); 7] = [
    ("label", WORDS),
    ("id", WORDS),
    ("fragment", NUMBER),
    ("note", WORDS),
    ("unsure", FLAG),
    ("threads", WORDS),
    ("byline", WORDS),
];

/// Names that UIMA has for itself.
const TAKEN: [&str; 5] = ["begin", "end", "sofa", "type", "self"];

/// The feature of an attribute: its name, unless that is taken or no name of a feature.
pub(super) fn feature_name(attribute: &str) -> String {
    let is_ours = SPAN_FEATURES.iter().any(|(name, _)| *name == attribute);
    let is_wrong = attribute.starts_with(|c: char| c.is_ascii_digit()) || attribute.starts_with("attribute_");
    if is_ours || is_wrong || TAKEN.contains(&attribute) {
        format!("attribute_{attribute}")
    } else {
        attribute.to_owned()
    }
}

/// The attribute that a feature stands for.
pub(super) fn attribute_of(feature: &str) -> &str {
    feature.strip_prefix("attribute_").unwrap_or(feature)
}

/// The type system of an export: the same for all of its files.
#[derive(Debug)]
pub(super) struct Types {
    attributes: Vec<String>,
}

impl Types {
    /// Attributes of the codebook, and those that annotations have besides.
    pub(super) fn of(selection: &Selection<'_>) -> Self {
        let labels = selection.project().codebook.labels.values().filter(|l| selection.passes_label(&l.id));
        let mut ids: BTreeSet<&AttributeId> = labels.flat_map(|l| l.attributes.iter().map(|a| &a.id)).collect();
        for article in selection.articles() {
            for coded in selection.coded(article) {
                ids.extend(coded.annotations.iter().flat_map(|a| a.attributes.keys()));
            }
        }
        Self { attributes: ids.into_iter().map(|id| feature_name(id.as_str())).collect() }
    }

    fn features(&self, kind: Kind) -> Vec<(&str, &'static str)> {
        let words = |names: &[&'static str]| names.iter().map(|name| (*name, WORDS)).collect();
        match kind {
            Kind::Metadata => words(&["documentTitle", "documentId", "documentUri", "collectionId"]),
            Kind::Article => {
                let mut all: Vec<(&str, &'static str)> = words(&[
                    "id",
                    "title",
                    "outlet",
                    "author",
                    "published",
                    "accessed",
                    "url",
                    "archived_url",
                    "language",
                    "annotator",
                    "threads",
                    "byline",
                ]);
                all.push(("done", FLAG));
                all
            }
            Kind::Sentence | Kind::Token => Vec::new(),
            Kind::Span => {
                SPAN_FEATURES.iter().copied().chain(self.attributes.iter().map(|name| (name.as_str(), WORDS))).collect()
            }
            Kind::Relation => {
                vec![
                    ("label", WORDS),
                    ("Governor", ANNOTATION),
                    ("Dependent", ANNOTATION),
                    ("id", WORDS),
                    ("byline", WORDS),
                ]
            }
        }
    }

    /// As the `%TYPES` of CAS JSON.
    pub(super) fn json(&self) -> Value {
        let mut types = Map::new();
        for kind in Kind::ALL {
            let mut fields = Map::new();
            fields.insert("%NAME".into(), kind.name().into());
            fields.insert("%SUPER_TYPE".into(), kind.parent().into());
            for (name, range) in self.features(kind) {
                fields.insert(name.into(), json!({ "%NAME": name, "%RANGE": range }));
            }
            types.insert(kind.name().into(), fields.into());
        }
        types.into()
    }

    /// As a type system description in XML.
    pub(super) fn xml(&self) -> String {
        let mut xml = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n<types>\n",
        );
        for kind in Kind::ALL {
            xml.extend(["<typeDescription><name>", kind.name(), "</name><description/><supertypeName>"]);
            xml.extend([kind.parent(), "</supertypeName><features>\n"]);
            for (name, range) in self.features(kind) {
                let name = allowed(name);
                xml.extend(["  <featureDescription><name>", escape(name.as_ref()).as_ref()]);
                xml.extend(["</name><description/><rangeTypeName>", range, "</rangeTypeName></featureDescription>\n"]);
            }
            xml.push_str("</features></typeDescription>\n");
        }
        xml.push_str("</types>\n</typeSystemDescription>\n");
        xml
    }
}
