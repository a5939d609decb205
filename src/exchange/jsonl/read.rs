//! Reading Byline JSONL, line by line.

use super::fields::Fields;
use super::lines::LONGEST_LINE;
use super::parse::{Ahead, Parsed, Stop, parse_lines};
use super::problem::{At, Extent, LineProblem};
use crate::edit::PlanContext;
use crate::edit::plan::{Imported, ImportedLayer};
use crate::model::{
    AnnotatorName, ArticleId, Codebook, FamilyKind, LabelId, LayerKey, StoryId, SuggestionSet, ThreadId,
};
use crate::text::TextHash;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

/// A file whose first lines, so many of them, are all no JSON is something else: it is not read any further.
const HOPELESS: u64 = 100;

/// What becomes of the codebook in a file's first line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CodebookPolicy {
    /// The project keeps its own; labels that the file uses and the project lacks are added.
    #[default]
    Keep,
    /// The first one read becomes that of the project, which is new.
    Adopt,
}

/// Everything that files of Byline JSONL bring.
#[derive(Debug, Default)]
pub struct JsonlImport {
    /// What is to be added, for [`crate::edit::plan::import_layers`].
    pub imported: Imported,
    /// The codebook to start the project with, where one was adopted.
    pub codebook: Option<Codebook>,
    /// Suggestions on articles that are added; derived, so they are no edit.
    pub suggestions: Vec<SuggestionSet>,
    /// Labels that the project lacks, by their names in the files, with the number of annotations.
    pub unknown_labels: BTreeMap<String, usize>,
    /// Articles from files that tell the families of their articles.
    pub with_families: usize,
    /// Labels that the policy has a choice for, by their names in the files, with the number of annotations.
    pub chosen_labels: BTreeMap<String, usize>,
}

/// What one file held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileReport {
    /// Articles that are new, by their id in the project.
    pub articles: Vec<ArticleId>,
    /// Articles that the project had already; their annotations go there.
    pub known_articles: BTreeSet<ArticleId>,
    /// Articles that the project had with another text.
    pub revised_articles: BTreeSet<ArticleId>,
    /// Annotations read.
    pub annotations: usize,
    /// Annotations that the project had already; they stay as they are there.
    pub known_annotations: usize,
    /// Annotations left out because their label was to be skipped.
    pub skipped: usize,
    /// What could not be read as it is.
    pub problems: Vec<LineProblem>,
}

/// Names of one file, and what waits for its end.
#[derive(Debug)]
pub(super) struct FileState {
    pub(super) stories: BTreeMap<String, StoryId>,
    pub(super) threads: BTreeMap<String, ThreadId>,
    pub(super) articles: BTreeMap<String, ArticleId>,
    /// Articles of the project that a line was matched with by its words.
    pub(super) matched: BTreeSet<ArticleId>,
    pub(super) families: Vec<(FamilyKind, Vec<String>)>,
    /// Layer and number of an annotation in it, the article that it came from, and where that stands.
    pub(super) origins: Vec<(LayerKey, usize, String, At)>,
    pub(super) codebook: Codebook,
    pub(super) has_codebook: bool,
    /// True once the first line of a file of ours was read: families that it does not name are none.
    pub(super) tells_families: bool,
    pub(super) at: At,
    /// Annotators whose names were made to fit.
    renamed: BTreeMap<String, AnnotatorName>,
    /// Lines that held something, and those of them that were no JSON.
    lines: (u64, u64),
    pub(super) report: FileReport,
}

impl FileState {
    /// True for a file of lines, and not one of another format whose records come one by one.
    pub(super) fn is_jsonl(&self) -> bool {
        self.lines.0 > 0
    }
}

impl Default for FileState {
    fn default() -> Self {
        Self {
            stories: BTreeMap::new(),
            threads: BTreeMap::new(),
            articles: BTreeMap::new(),
            matched: BTreeSet::new(),
            families: Vec::new(),
            origins: Vec::new(),
            codebook: Codebook::default(),
            has_codebook: false,
            tells_families: false,
            at: At::File,
            renamed: BTreeMap::new(),
            lines: (0, 0),
            report: FileReport::default(),
        }
    }
}

/// What becomes of labels that a file uses and the project lacks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelPolicy {
    /// By its name in the file: the label of the project that it means, or `None` to leave its annotations out.
    pub map: BTreeMap<String, Option<LabelId>>,
    /// What becomes of the others.
    pub others: UnknownLabels,
}

/// What becomes of labels that the project lacks and no choice was made about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownLabels {
    /// They are added to the codebook.
    #[default]
    Added,
    /// Their annotations are left out, and that is said.
    Skipped,
}

/// Reads files of Byline JSONL into what one import adds. Ids that do not fit are replaced and kept as foreign ids;
/// names that hold across articles (threads, stories) hold within one file.
#[derive(Debug)]
pub struct Reader<'a, 'p> {
    pub(super) cx: &'a mut PlanContext<'p>,
    pub(super) policy: CodebookPolicy,
    /// The codebook that the project has once this is added.
    pub(super) codebook: Codebook,
    pub(super) adopted: bool,
    /// Labels of the codebook that was adopted.
    pub(super) adopted_labels: BTreeSet<LabelId>,
    pub(super) out: Imported,
    pub(super) layers: BTreeMap<LayerKey, ImportedLayer>,
    pub(super) suggestions: Vec<SuggestionSet>,
    pub(super) labels: LabelPolicy,
    /// Labels that the project lacks and a file uses, with the number of annotations; what the policy names is not here.
    pub(super) unknown: BTreeMap<String, usize>,
    /// Labels that the policy names, with the number of annotations.
    pub(super) chosen: BTreeMap<String, usize>,
    /// Ids of annotations and relations that this import gave out, as text.
    pub(super) taken: BTreeSet<crate::model::Id>,
    /// Articles of this import by the ids that other programs gave them: a file may hold one annotator's coding only.
    pub(super) foreign: BTreeMap<String, ArticleId>,
    /// Articles of the project by the hash of their text, once that was asked for.
    pub(super) by_text: Option<BTreeMap<TextHash, Vec<ArticleId>>>,
    /// Articles from files that tell the families of their articles.
    pub(super) with_families: usize,
    pub(super) file: FileState,
}

impl<'a, 'p> Reader<'a, 'p> {
    /// A reader for an import into the context's project; annotations without an annotator are the context's.
    pub fn new(cx: &'a mut PlanContext<'p>, policy: CodebookPolicy) -> Self {
        Self {
            policy,
            codebook: (*cx.project.codebook).clone(),
            adopted: false,
            adopted_labels: BTreeSet::new(),
            out: Imported::default(),
            layers: BTreeMap::new(),
            suggestions: Vec::new(),
            labels: LabelPolicy::default(),
            unknown: BTreeMap::new(),
            chosen: BTreeMap::new(),
            taken: BTreeSet::new(),
            foreign: BTreeMap::new(),
            by_text: None,
            with_families: 0,
            file: FileState::default(),
            cx,
        }
    }

    /// Sets what becomes of labels that the project lacks.
    #[must_use]
    pub fn with_labels(mut self, labels: LabelPolicy) -> Self {
        self.labels = labels;
        self
    }

    /// Begins a file of another format, whose records come one by one.
    pub(in crate::exchange) fn begin_file(&mut self) {
        self.file = FileState::default();
    }

    /// Takes a record in the shape of a line of Byline JSONL: an article with what is on it, or first the project's
    /// shared things (`"byline": 1`). False where the rest of the file must not be read.
    pub(in crate::exchange) fn record(&mut self, at: At, record: Value) -> bool {
        self.file.at = at;
        match Fields::of(record) {
            Ok(fields) => self.fields(fields, None),
            Err(kind) => self.no_object(kind),
        }
    }

    /// Says what of a file could not be read, and where.
    pub(in crate::exchange) fn say(&mut self, at: At, extent: Extent, what: impl Into<String>) {
        self.file.at = at;
        self.problem(extent, what);
    }

    /// Ends a file whose records came one by one.
    pub(in crate::exchange) fn finish_file(&mut self) -> FileReport {
        self.end_file();
        std::mem::take(&mut self.file).report
    }

    /// Reads one file to its end. A bad line is reported and the next one read; `go_on` is asked before each line with
    /// the bytes read so far, and ends the reading by saying no.
    pub fn read(&mut self, input: &mut dyn BufRead, go_on: &mut dyn FnMut(u64) -> bool) -> FileReport {
        self.file = FileState::default();
        let (mut bytes, mut line) = (0_u64, 0_u64);
        let each = |(size, parsed): (u64, Parsed)| {
            if !go_on(bytes) {
                return Err(Stop::Asked);
            }
            line += 1;
            bytes += size;
            self.file.at = At::Line(line);
            if self.line(parsed) { Ok(()) } else { Err(Stop::Asked) }
        };
        if let Err(Stop::Failed(error)) = parse_lines(input, each) {
            self.problem(Extent::File, format!("the file cannot be read any further: {error}"));
        }
        self.end_file();
        std::mem::take(&mut self.file).report
    }

    /// What all files together bring.
    pub fn finish(mut self) -> JsonlImport {
        self.out.layers = self.layers.into_values().collect();
        JsonlImport {
            imported: self.out,
            codebook: self.adopted.then_some(self.codebook),
            suggestions: self.suggestions,
            with_families: self.with_families,
            unknown_labels: self.unknown,
            chosen_labels: self.chosen,
        }
    }

    /// Says that something of the current line, or the line, could not be read.
    pub(super) fn problem(&mut self, extent: Extent, what: impl Into<String>) {
        let at = self.file.at.clone();
        self.file.report.problems.push(LineProblem { at, column: None, what: what.into(), extent });
    }

    /// Says what of a record was left out or changed.
    pub(super) fn part(&mut self, what: impl Into<String>) {
        self.problem(Extent::Part, what);
    }

    /// Takes one line; false where the file must not be read any further.
    fn line(&mut self, parsed: Parsed) -> bool {
        self.file.lines.0 += u64::from(!matches!(parsed, Parsed::Blank | Parsed::TooLong));
        match parsed {
            Parsed::Blank => true,
            Parsed::TooLong => {
                let limit = LONGEST_LINE >> 20;
                self.problem(Extent::Line, format!("longer than {limit} MiB; the line was left out"));
                true
            }
            Parsed::NoJson { column, what } => self.no_json(column, what),
            Parsed::NoObject(kind) => self.no_object(kind),
            Parsed::Record(fields, ahead) => self.fields(fields, ahead),
        }
    }

    fn fields(&mut self, fields: Fields, ahead: Option<Ahead>) -> bool {
        if is_first(&fields) {
            return self.first_line(fields);
        }
        self.article_line(fields, ahead);
        true
    }

    fn no_object(&mut self, kind: &str) -> bool {
        self.problem(Extent::Line, format!("this is {kind}, not an article; the line was left out"));
        true
    }

    /// Says where a line is no JSON; false where nothing of the file was so far.
    fn no_json(&mut self, column: Option<u64>, what: String) -> bool {
        let at = self.file.at.clone();
        self.file.report.problems.push(LineProblem { at, column, what, extent: Extent::Line });
        self.file.lines.1 += 1;
        let is_hopeless = self.file.lines == (HOPELESS, HOPELESS);
        if is_hopeless {
            self.problem(
                Extent::File,
                "no line so far is JSON; the rest was not read. Byline JSONL has one value a line",
            );
        }
        !is_hopeless
    }

    /// An annotator's name as it fits; the context's where there is none.
    pub(super) fn annotator(&mut self, name: &str) -> AnnotatorName {
        if name.is_empty() {
            return self.cx.annotator.clone();
        }
        if let Some(name) = AnnotatorName::parse(name) {
            return name;
        }
        if let Some(name) = self.file.renamed.get(name) {
            return name.clone();
        }
        let became = AnnotatorName::from_typed(name).unwrap_or_else(|| self.cx.annotator.clone());
        self.part(format!("annotator {name:?} is called {:?} here", became.as_str()));
        self.file.renamed.insert(name.to_owned(), became.clone());
        became
    }

    /// An id of the file, kept where it fits and is free, else a new one; with the foreign id that goes with it.
    pub(super) fn id<T: From<crate::model::Id> + Copy>(&mut self, given: &str, foreign: String) -> (T, String) {
        match crate::model::Id::parse(given) {
            Some(id) if self.taken.insert(id) => (T::from(id), foreign),
            _ => {
                let mut id: crate::model::Id = self.cx.ids.make();
                // One that the files have is not given out a second time.
                while !self.taken.insert(id) {
                    id = self.cx.ids.make();
                }
                (T::from(id), if foreign.is_empty() { given.to_owned() } else { foreign })
            }
        }
    }

    /// The layer of an annotator on an article, as far as it was read.
    pub(super) fn layer(&mut self, key: &LayerKey) -> &mut ImportedLayer {
        self.layers.entry(key.clone()).or_insert_with(|| ImportedLayer {
            key: key.clone(),
            annotations: Vec::new(),
            relations: Vec::new(),
            reading: Vec::new(),
            done: false,
        })
    }

    /// Resolves what could only be known once all articles were read.
    fn end_file(&mut self) {
        for (kind, names) in std::mem::take(&mut self.file.families) {
            self.family(kind, &names);
        }
        for (key, number, given, at) in std::mem::take(&mut self.file.origins) {
            let origin = self.file.articles.get(&given).copied().or_else(|| ArticleId::parse(&given));
            let Some(annotation) = self.layer(&key).annotations.get_mut(number) else { continue };
            annotation.provenance.from = origin;
            if origin.is_none() {
                let what =
                    format!("annotation {} comes from article {given:?}, which is not in the file", annotation.id);
                self.file.report.problems.push(LineProblem { at, column: None, what, extent: Extent::Part });
            }
        }
    }
}

/// True for the line that holds the project: `byline` is its format, a number. An article may have a field of that
/// name with other contents.
fn is_first(fields: &Fields) -> bool {
    fields.number("byline").is_some() && !fields.has("text")
}
