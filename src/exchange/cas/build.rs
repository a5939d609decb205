//! From an article and an annotator to feature structures.

use super::types::{Kind, Types, feature_name};
use super::{json, xmi};
use crate::exchange::ahead::in_order;
use crate::exchange::carry::{self, Fields};
use crate::exchange::export::{Coded, Selection};
use crate::exchange::tokens::{sentences, tokens, trimmed};
use crate::exchange::{ExportError, Folder, OffsetUnit, Pace};
use crate::model::{Annotation, AnnotationId, Article, LinkStance};
use crate::text::{ByteOffset, Text, TextSpan};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// The value of a feature.
#[derive(Debug)]
pub(super) enum Feature {
    Words(String),
    Number(usize),
    Flag(bool),
    /// The number of another feature structure.
    Ref(usize),
}

/// A feature structure; its place is in UTF-16 units.
#[derive(Debug)]
pub(super) struct Structure {
    pub(super) kind: Kind,
    pub(super) place: Option<(usize, usize)>,
    pub(super) features: Vec<(Cow<'static, str>, Feature)>,
}

/// A CAS: the text and its structures, numbered from 2; 1 is the text's.
#[derive(Debug)]
pub(super) struct Cas<'a> {
    pub(super) text: &'a str,
    pub(super) structures: Vec<Structure>,
}

/// The number of the first structure.
pub(super) const FIRST: usize = 2;

type Render = fn(&Types, &Cas<'_>, &mut Vec<u8>);

/// Writes JSON files.
pub(super) fn write_json(
    selection: &Selection<'_>,
    folder: &mut Folder,
    pace: &mut Pace<'_>,
) -> Result<(), ExportError> {
    write(selection, folder, pace, &Types::of(selection), json::render, "json")
}

/// Writes XMI files and their type system.
pub(super) fn write_xmi(
    selection: &Selection<'_>,
    folder: &mut Folder,
    pace: &mut Pace<'_>,
) -> Result<(), ExportError> {
    let types = Types::of(selection);
    folder.put("TypeSystem.xml", types.xml().as_bytes())?;
    write(selection, folder, pace, &types, xmi::render, "xmi")
}

fn write(
    selection: &Selection<'_>,
    folder: &mut Folder,
    pace: &mut Pace<'_>,
    types: &Types,
    render: Render,
    extension: &str,
) -> Result<(), ExportError> {
    let articles: Vec<_> = selection.articles().collect();
    let files = |article: &&std::sync::Arc<Article>| {
        // UIMA's tools take no document without words.
        if trimmed(article.text(), article.text().span()).is_none() {
            return Vec::new();
        }
        let coded = selection.coded(article);
        let mut coded: Vec<Option<&Coded<'_>>> =
            coded.iter().filter(|c| !c.annotations.is_empty() || c.layer.done).map(Some).collect();
        if coded.is_empty() {
            coded.push(None);
        }
        let file = |coded: Option<&Coded<'_>>| {
            let name = match coded {
                Some(coded) => format!("{}.{}.{extension}", article.id, coded.annotator),
                None => format!("{}.{extension}", article.id),
            };
            let mut bytes = Vec::new();
            render(types, &build(selection, article, coded), &mut bytes);
            (name, bytes)
        };
        coded.into_iter().map(file).collect::<Vec<_>>()
    };
    in_order(&articles, files, |files| {
        pace.step()?;
        for (name, bytes) in files {
            let mut file = folder.file(&name)?;
            file.write_all(&bytes)?;
            Folder::finish(file)?;
        }
        Ok(())
    })
}

/// Positions in UTF-16 units, asked for in text order.
struct Units<'a> {
    text: &'a str,
    byte: usize,
    count: usize,
}

impl Units<'_> {
    fn at(&mut self, at: ByteOffset) -> usize {
        let passed = self.text.get(self.byte..at.get()).unwrap_or_default();
        self.count += passed.chars().map(char::len_utf16).sum::<usize>();
        self.byte = self.byte.max(at.get());
        self.count
    }
}

fn build<'a>(selection: &Selection<'_>, article: &'a Article, coded: Option<&Coded<'_>>) -> Cas<'a> {
    let text = article.text();
    let mut cas = Cas { text: text.as_str(), structures: Vec::new() };
    let annotations = coded.map(|coded| coded.annotations.as_slice()).unwrap_or_default();
    metadata(selection, article, coded, &mut cas);
    let fragments = |annotation: &Annotation| -> Vec<TextSpan> {
        annotation.fragments().iter().filter_map(|span| trimmed(text, *span)).collect()
    };
    if selection.setting("tokens") != Some("no") {
        let borders = annotations.iter().flat_map(|a| fragments(a)).flat_map(|span| [span.start(), span.end()]);
        let cuts: BTreeSet<ByteOffset> = borders.collect();
        segments(text, &cuts, &mut cas);
    }
    let Some(coded) = coded else { return cas };
    let mut firsts: BTreeMap<AnnotationId, (usize, (usize, usize))> = BTreeMap::new();
    for annotation in annotations {
        let spans = fragments(annotation);
        let mut features = Some(features_of(selection, text, coded, annotation));
        for (number, span) in spans.iter().enumerate() {
            let place = OffsetUnit::Utf16.of(text, *span);
            firsts.entry(annotation.id).or_insert((cas.structures.len() + FIRST, place));
            let mut all = vec![words("label", annotation.label.as_str()), words("id", annotation.id.as_str())];
            if spans.len() > 1 {
                all.push(("fragment".into(), Feature::Number(number)));
            }
            all.extend(features.take().into_iter().flatten());
            cas.structures.push(Structure { kind: Kind::Span, place: Some(place), features: all });
        }
    }
    for relation in &coded.relations {
        let (Some((from, _)), Some((to, place))) = (firsts.get(&relation.from), firsts.get(&relation.to)) else {
            continue;
        };
        let mut more = carry::relation_fields(&coded.annotator, relation);
        for name in ["id", "type", "from", "to", "annotator"] {
            more.shift_remove(name);
        }
        let mut features = vec![
            words("label", relation.kind.as_str()),
            ("Governor".into(), Feature::Ref(*from)),
            ("Dependent".into(), Feature::Ref(*to)),
            words("id", relation.id.as_str()),
        ];
        push_json(&mut features, "byline", more);
        cas.structures.push(Structure { kind: Kind::Relation, place: Some(*place), features });
    }
    cas
}

type Features = Vec<(Cow<'static, str>, Feature)>;

fn words(name: &'static str, words: &str) -> (Cow<'static, str>, Feature) {
    (name.into(), Feature::Words(words.to_owned()))
}

fn push_json(features: &mut Features, name: &'static str, fields: Fields) {
    if !fields.is_empty() {
        features.push((name.into(), Feature::Words(Value::Object(fields).to_string())));
    }
}

/// What is known of the article, as `DKPro` has it and as Byline has it.
fn metadata(selection: &Selection<'_>, article: &Article, coded: Option<&Coded<'_>>, cas: &mut Cas<'_>) {
    let (known, rest) = carry::article_fields(article);
    let of = |name: &str| known.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let names = [("documentTitle", "title"), ("documentId", "id"), ("documentUri", "url"), ("collectionId", "outlet")];
    let language = of("language");
    let dkpro = names.iter().map(|(name, field)| (*name, of(field)));
    let dkpro = dkpro.chain([("language", if language.is_empty() { "x-unspecified".into() } else { language })]);
    let dkpro = dkpro.filter(|(_, value)| !value.is_empty());
    let features = dkpro.map(|(name, value)| (name.into(), Feature::Words(value))).collect();
    let place = trimmed(article.text(), article.text().span());
    let place = place.map(|span| OffsetUnit::Utf16.of(article.text(), span));
    cas.structures.push(Structure { kind: Kind::Metadata, place, features });
    let mut features: Features = Vec::new();
    for (name, value) in known {
        if let Value::String(value) = value {
            features.push((name.into(), Feature::Words(value)));
        }
    }
    if let Some(coded) = coded {
        features.push(words("annotator", &coded.annotator));
        let threads = carry::thread_list(selection, &[coded]);
        if !threads.is_empty() {
            features.push(("threads".into(), Feature::Words(Value::Array(threads).to_string())));
        }
    }
    push_json(&mut features, "byline", rest);
    if coded.is_some_and(|coded| coded.layer.done) {
        features.push(("done".into(), Feature::Flag(true)));
    }
    cas.structures.push(Structure { kind: Kind::Article, place: None, features });
}

/// Sentences, each before its tokens.
fn segments(text: &Text, cuts: &BTreeSet<ByteOffset>, cas: &mut Cas<'_>) {
    let (mut starts, mut ends) =
        (Units { text: text.as_str(), byte: 0, count: 0 }, Units { text: text.as_str(), byte: 0, count: 0 });
    for sentence in sentences(text) {
        let place = Some((starts.at(sentence.start()), ends.at(sentence.end())));
        cas.structures.push(Structure { kind: Kind::Sentence, place, features: Vec::new() });
        for token in tokens(text, sentence, cuts) {
            let place = Some((starts.at(token.start()), starts.at(token.end())));
            cas.structures.push(Structure { kind: Kind::Token, place, features: Vec::new() });
        }
    }
}

/// Features of an annotation besides label, id and fragment.
fn features_of(selection: &Selection<'_>, text: &Text, coded: &Coded<'_>, annotation: &Annotation) -> Features {
    let mut known = carry::annotation_fields(selection, text, &coded.annotator, annotation);
    for name in ["id", "label", "annotator"] {
        known.shift_remove(name);
    }
    let mut features = Features::new();
    if let Some(Value::String(note)) = known.shift_remove("note") {
        features.push(("note".into(), Feature::Words(note)));
    }
    if known.shift_remove("unsure").is_some() {
        features.push(("unsure".into(), Feature::Flag(true)));
    }
    let title = |(id, stance): (&crate::model::ThreadId, &LinkStance)| {
        let title = selection.project().thread(*id).map(|(_, thread)| thread.title.clone()).unwrap_or_default();
        if *stance == LinkStance::Against { format!("against: {title}") } else { title }
    };
    let titles: Vec<String> = annotation.threads.iter().map(title).collect();
    if !titles.is_empty() {
        features.push(("threads".into(), Feature::Words(titles.join(" | "))));
    }
    if let Some(Value::Object(attributes)) = known.shift_remove("attributes") {
        for (name, value) in attributes {
            features.push((feature_name(&name).into(), Feature::Words(carry::value_words(&value))));
        }
    }
    push_json(&mut features, "byline", known);
    features
}
