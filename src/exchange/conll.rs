//! `CoNLL` IOB2: a file for each label, a token and its tag a line, an empty line after each sentence.
//!
//! One file is one flat layer, so of annotations with one label that share characters the longest is kept, then the one
//! that begins first, then the one of the annotator whose name comes first. Each fragment becomes a span of its own, and
//! what crosses the end of a sentence is cut there: nothing of its words is lost, but how they hang together.

use super::ahead::in_order;
use super::export::Selection;
use super::folder::Folder;
use super::format::{Format, Output};
use super::loss::{Feature, Loss};
use super::tokens::{sentences, tokens, trimmed};
use super::{ExportError, Pace};
use crate::model::{Article, LabelId};
use crate::text::{ByteOffset, Text, TextSpan};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

/// Its row in the table.
pub(super) const FORMAT: Format = Format {
    name: "conll",
    title: "CoNLL IOB2",
    extensions: &["conll"],
    writes: "a folder with LABEL.conll for each label: token and tag a line, B- and I- inside, O outside",
    loses: &[
        Feature::Relations,
        Feature::Attributes,
        Feature::Notes,
        Feature::Unsure,
        Feature::Links,
        Feature::Threads,
        Feature::ThreadRelations,
        Feature::Reading,
        Feature::Done,
        Feature::Zones,
        Feature::Metadata,
        Feature::ArticleAttributes,
        Feature::Stories,
        Feature::Families,
        Feature::Suggestions,
        Feature::Rejected,
        Feature::LostPlaces,
        Feature::Revisions,
        Feature::Settings,
    ],
    limits: "white space, whose coding it is, overlaps of one label; fragments and sentences part what they hold",
    closer: Some(closer),
    output: Output::Folder(write),
    ..Format::BASE
};

/// What becomes of the annotations of one label in one article.
#[derive(Debug, Default, PartialEq, Eq)]
struct Layer {
    /// Runs to tag, in text order, apart from each other; none crosses the end of a sentence.
    runs: Vec<TextSpan>,
    /// Annotations that share characters with a kept one.
    dropped: usize,
    /// Annotations without a token: white space alone.
    blank: usize,
    /// Runs that further fragments made.
    further: usize,
    /// Runs that ends of sentences made.
    cut: usize,
}

/// Flattens all annotations of an article: by label.
fn layers(selection: &Selection<'_>, article: &Article, sentences: &[TextSpan]) -> BTreeMap<LabelId, Layer> {
    let text = article.text();
    let mut all = Vec::new();
    for (who, coded) in selection.coded(article).iter().enumerate() {
        for annotation in &coded.annotations {
            let start = annotation.fragments().first().map(|span| span.start());
            all.push((Reverse(annotation.covered_bytes()), start, who, annotation.id, *annotation));
        }
    }
    all.sort_by_key(|(length, start, who, id, _)| (*length, *start, *who, *id));
    let mut layers = BTreeMap::<LabelId, Layer>::new();
    let mut taken = BTreeMap::<LabelId, BTreeMap<ByteOffset, ByteOffset>>::new();
    for (_, _, _, _, annotation) in all {
        let layer = layers.entry(annotation.label.clone()).or_default();
        let taken = taken.entry(annotation.label.clone()).or_default();
        if annotation.fragments().iter().any(|span| is_taken(taken, *span)) {
            layer.dropped += 1;
            continue;
        }
        let mut fragments = 0;
        for span in annotation.fragments() {
            let parts = parts(text, *span, sentences);
            fragments += usize::from(!parts.is_empty());
            layer.cut += parts.len().saturating_sub(1);
            layer.runs.extend(parts);
            taken.insert(span.start(), span.end());
        }
        layer.further += fragments.saturating_sub(1);
        layer.blank += usize::from(fragments == 0);
    }
    for layer in layers.values_mut() {
        layer.runs.sort_unstable();
    }
    layers
}

fn is_taken(taken: &BTreeMap<ByteOffset, ByteOffset>, span: TextSpan) -> bool {
    taken.range(..span.end()).next_back().is_some_and(|(_, end)| *end > span.start())
}

/// A fragment as it lies in sentences, without white space at the ends.
fn parts(text: &Text, span: TextSpan, sentences: &[TextSpan]) -> Vec<TextSpan> {
    let first = sentences.partition_point(|sentence| sentence.end() <= span.start());
    let met = sentences.iter().skip(first).take_while(|sentence| sentence.start() < span.end());
    met.filter_map(|sentence| trimmed(text, sentence.intersection(span)?)).collect()
}

/// Writes a file for each label that is used.
fn write(selection: &Selection<'_>, folder: &mut Folder, pace: &mut Pace<'_>) -> Result<(), ExportError> {
    let mut files: BTreeMap<LabelId, BufWriter<File>> = BTreeMap::new();
    for label in used(selection) {
        files.insert(label.clone(), folder.file(&format!("{label}.conll"))?);
    }
    let articles: Vec<&Arc<Article>> = selection.articles().collect();
    let labels: Vec<LabelId> = files.keys().cloned().collect();
    let render = |article: &&Arc<Article>| -> Vec<String> {
        let text = article.text();
        let sentences = sentences(text);
        let layers = layers(selection, article, &sentences);
        // Every file has the same tokens, so that the layers can be laid side by side.
        let cuts = layers.values().flat_map(|layer| &layer.runs).flat_map(|run| [run.start(), run.end()]).collect();
        let tokens: Vec<Vec<TextSpan>> = sentences.iter().map(|sentence| tokens(text, *sentence, &cuts)).collect();
        let runs = |label| layers.get(label).map(|layer| layer.runs.as_slice()).unwrap_or_default();
        labels.iter().map(|label| tagged(text, &tokens, label, runs(label))).collect()
    };
    in_order(&articles, render, |parts| {
        pace.step()?;
        files
            .values_mut()
            .zip(parts)
            .try_for_each(|(file, part)| Ok::<_, ExportError>(file.write_all(part.as_bytes())?))
    })?;
    for file in files.into_values() {
        Folder::finish(file)?;
    }
    Ok(())
}

/// The lines of an article in the file of one label.
fn tagged(text: &Text, sentences: &[Vec<TextSpan>], label: &LabelId, runs: &[TextSpan]) -> String {
    let mut lines = String::with_capacity(2 * text.len());
    lines.push_str("-DOCSTART- O\n\n");
    let mut runs = runs.iter().peekable();
    for tokens in sentences {
        for token in tokens {
            while runs.next_if(|run| run.end() <= token.start()).is_some() {}
            lines.push_str(text.slice(*token));
            let tag = match runs.peek().filter(|run| run.contains(token.start())) {
                Some(run) if run.start() == token.start() => " B-",
                Some(_) => " I-",
                None => " O",
            };
            lines.push_str(tag);
            if tag != " O" {
                lines.push_str(label.as_str());
            }
            lines.push('\n');
        }
        lines.push('\n');
    }
    lines
}

/// Labels with an annotation that has a place.
fn used(selection: &Selection<'_>) -> BTreeSet<LabelId> {
    let mut used = BTreeSet::new();
    for article in selection.articles() {
        for (_, layer) in selection.layers(article.id) {
            let placed = layer.annotations.values().filter(|a| !a.fragments().is_empty());
            let written = placed.filter(|a| layer.text == article.text().hash() && selection.passes_label(&a.label));
            for annotation in written {
                if !used.contains(&annotation.label) {
                    used.insert(annotation.label.clone());
                }
            }
        }
    }
    used
}

/// Counts, by label, what flattening drops and parts.
fn closer(selection: &Selection<'_>) -> Vec<Loss> {
    let mut totals = BTreeMap::<LabelId, Layer>::new();
    let articles: Vec<&Arc<Article>> = selection.articles().collect();
    let flatten = |article: &&Arc<Article>| layers(selection, article, &sentences(article.text()));
    let counted = in_order(&articles, flatten, |layers| {
        for (label, layer) in layers {
            let total = totals.entry(label).or_default();
            total.dropped += layer.dropped;
            total.blank += layer.blank;
            total.further += layer.further;
            total.cut += layer.cut;
        }
        Ok::<_, io::Error>(())
    });
    let mut losses = Vec::new();
    if let Err(error) = counted {
        losses.push(Loss::remark(error.to_string()));
    }
    for (label, total) in &totals {
        let rows = [
            (total.dropped, "that overlap a longer one of the same label, or one as long"),
            (total.blank, "of white space alone"),
        ];
        for (count, why) in rows {
            if count > 0 {
                losses.push(Loss { count, what: format!("{label:?} annotations {why}") });
            }
        }
    }
    for (label, total) in &totals {
        let rows = [(total.further, "for each further fragment"), (total.cut, "where a sentence ends inside")];
        for (count, why) in rows {
            if count > 0 {
                losses.push(Loss::remark(format!("{label:?}: {count} spans begin anew {why}")));
            }
        }
    }
    losses
}

#[cfg(test)]
mod tests {
    use crate::exchange::testing::{empty, read_into, with, written};
    use crate::model::Project;
    use crate::model::testing::random_project;

    fn project(line: &str) -> Project {
        let files = [("a.jsonl".to_owned(), line.as_bytes().to_vec())].into();
        read_into(&empty(), &files, Some("jsonl"), crate::exchange::jsonl::LabelPolicy::default()).0
    }

    fn file(project: &Project, label: &str) -> String {
        let (files, _) = written("conll", project, &with(&[]));
        String::from_utf8(files[&format!("{label}.conll")].clone()).unwrap()
    }

    #[test]
    fn tokens_and_tags() {
        let project = project(concat!(
            r#"{"text": "It rained, she said. Rain fell.\nTo day!", "annotations": ["#,
            r#"{"id": "a1", "label": "claim", "ranges": [[0, 9], [21, 30]]}, {"id": "a2", "label": "claim", "ranges": [[3, 9]]},"#,
            r#"{"id": "a3", "label": "source", "ranges": [[11, 14]]}, {"id": "a4", "label": "claim", "ranges": [[15, 24]], "annotator": "zoe"},"#,
            r#"{"id": "a5", "label": "event", "ranges": [[5, 9]]}, {"id": "a6", "label": "event", "ranges": [[26, 38]]}]}"#,
        ));
        assert_eq!(
            file(&project, "claim"),
            "-DOCSTART- O\n\nIt B-claim\nra I-claim\nined I-claim\n, O\nshe O\nsaid O\n. O\n\nRain B-claim\nfell I-claim\n. O\n\nTo O\nday O\n! O\n\n"
        );
        assert!(file(&project, "event").contains("ra O\nined B-event\n"));
        assert!(file(&project, "event").contains("fell B-event\n. I-event\n\nTo B-event\nday I-event\n! O\n"));
        let losses: Vec<String> =
            written("conll", &project, &with(&[])).1.losses.iter().map(ToString::to_string).collect();
        for loss in [
            "2 \"claim\" annotations that overlap",
            "\"claim\": 1 spans begin anew for each further",
            "\"event\": 1 spans begin anew where a sentence",
        ] {
            assert!(losses.iter().any(|l| l.contains(loss)), "{loss}: {losses:#?}");
        }
    }

    #[test]
    fn all_but_white_space_is_written_and_tags_follow_iob2() {
        for seed in 0..80 {
            let project = random_project(seed);
            let (files, _) = written("conll", &project, &with(&[]));
            let words: String = project.articles.values().map(|a| a.text().as_str()).collect();
            let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
            for (name, bytes) in &files {
                let (mut covered, mut before) = (String::new(), "O".to_owned());
                for line in str::from_utf8(bytes).unwrap().split('\n') {
                    let Some((word, tag)) = line.split_once(' ') else {
                        before = "O".to_owned();
                        assert!(line.is_empty(), "{name}: {line}");
                        continue;
                    };
                    assert!(
                        !tag.contains(' ') && tag.strip_prefix("I-").is_none_or(|label| before.ends_with(label)),
                        "{line}"
                    );
                    before = tag.to_owned();
                    if word != "-DOCSTART-" {
                        covered.push_str(word);
                    }
                }
                assert_eq!(covered, words, "seed {seed} {name}");
            }
        }
    }

    #[test]
    fn a_small_project_is_written_as_kept() {
        crate::exchange::testing::check_golden("conll", &["claim.conll"]);
    }
}
