//! Made-up articles with overlapping claims, sources and events: the same for the same numbers, on every machine. Words
//! are invented; a share of names and words has accents.

use byline::model::{
    Annotation, AnnotatorName, Article, ArticleId, AttributeId, AttributeValue, Date, IdMaker, LabelId, Layer,
    LayerKey, Metadata, Place, Project, Relation, RelationTypeId, Revision, Timestamp, default_codebook,
};
use byline::text::{Text, TextSpan};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Random numbers that follow from a seed (`SplitMix64`: Steele, Lea and Flood 2014).
pub struct Dice(u64);

impl Dice {
    /// Numbers that follow from the seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 random bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// A number from 0 to 1.
    pub fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// One of some.
    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of.get(self.below(of.len())).unwrap().clone()
    }
}

/// Invented words in the order of how often they come, and invented names.
pub struct Words {
    words: Vec<String>,
    names: Vec<String>,
}

const OUTLETS: [&str; 8] = [
    "The Sample Post",
    "Daily Specimen",
    "Northern Draft",
    "El Borrador",
    "The Civic Example",
    "Pattern Gazette",
    "Agence Modèle",
    "Weekly Template",
];
const SAID: [&str; 8] = ["said", "told reporters", "announced", "denied", "confirmed", "claimed", "wrote", "warned"];
const WHERE: [&str; 6] =
    ["on Friday", "on Monday night", "at the quay", "in an interview", "late on Sunday", "in the old hall"];

impl Words {
    /// 4,000 words and 300 names.
    pub fn new() -> Self {
        let mut dice = Dice::new(4);
        let mut known = BTreeSet::new();
        let mut words = Vec::new();
        while words.len() < 4_000 {
            // The words that come most often are the shortest.
            let most = if words.len() < 60 { 1 } else { 3 };
            let syllables = 1 + dice.below(most);
            let word = invented(&mut dice, syllables);
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        let capital = |word: &str| word.chars().next().unwrap().to_uppercase().chain(word.chars().skip(1)).collect();
        let mut name = || -> String {
            let parts: Vec<String> = (0..2).map(|_| capital(&invented(&mut dice, 2))).collect();
            parts.join(" ")
        };
        let names = (0..300).map(|_| name()).collect();
        Self { words, names }
    }

    /// The words, those that come often first.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// The names.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    #[expect(clippy::cast_sign_loss, reason = "a share of a number is not negative")]
    fn run(&self, dice: &mut Dice, count: usize, into: &mut String) {
        for i in 0..count {
            if i > 0 {
                into.push(' ');
            }
            // Few words come often, many come seldom.
            let at = (dice.share().powi(3) * self.words().len() as f64) as usize;
            into.push_str(self.words().get(at).unwrap());
        }
    }

    fn sentence(&self, dice: &mut Dice, into: &mut String) {
        let (kind, count) = (dice.share(), 8 + dice.below(18));
        let (name, said) = (dice.one(&self.names), dice.one(&SAID));
        if kind < 0.25 {
            into.push('“');
            self.run(dice, count, into);
            into.extend([",” ", &name, " ", said, " ", dice.one(&WHERE), "."]);
        } else if kind < 0.4 {
            let day = format!("On {} May {}", 1 + dice.below(28), 2017 + dice.below(9));
            into.extend([&day, ", ", &name, " ", said, " that "]);
            self.run(dice, count, into);
            into.push('.');
        } else if kind < 0.55 {
            into.extend(["According to ", &name, ", "]);
            self.run(dice, count, into);
            into.push('.');
        } else {
            let mut words = String::new();
            self.run(dice, count, &mut words);
            into.extend(words.chars().next().unwrap().to_uppercase());
            into.extend(words.chars().skip(1));
            into.push('.');
        }
    }

    /// A title and, below it, paragraphs of two to four sentences until the text has at least this many bytes.
    pub fn text(&self, dice: &mut Dice, bytes: usize) -> (String, Text) {
        let mut title = String::new();
        self.run(dice, 9, &mut title);
        let mut text = title.clone();
        while text.len() < bytes {
            text.push_str("\n\n");
            for i in 0..2 + dice.below(3) {
                if i > 0 {
                    text.push(' ');
                }
                self.sentence(dice, &mut text);
            }
        }
        text.push('\n');
        (title, Text::new(text))
    }
}

/// A word of some syllables; one in twenty syllables has an accent.
fn invented(dice: &mut Dice, syllables: usize) -> String {
    const STARTS: [&str; 16] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "st", "tr"];
    const MIDDLES: [&str; 5] = ["a", "e", "i", "o", "u"];
    const ACCENTS: [&str; 5] = ["á", "é", "í", "ó", "ü"];
    const ENDS: [&str; 8] = ["", "", "", "n", "r", "s", "l", "m"];
    let mut word = String::new();
    for _ in 0..syllables {
        word.push_str(dice.one(&STARTS));
        word.push_str(if dice.below(20) == 0 { dice.one(&ACCENTS) } else { dice.one(&MIDDLES) });
        word.push_str(dice.one(&ENDS));
    }
    word
}

/// Who has coded everything.
pub fn ana() -> AnnotatorName {
    AnnotatorName::parse("ana").unwrap()
}

/// Spans from word to word within a line, often overlapping: 40 % claims of 6 to 40 words, 35 % sources of 1 to 6, 25 %
/// events of 2 to 15.
fn spans(dice: &mut Dice, text: &Text, count: usize) -> BTreeSet<(TextSpan, &'static str)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    let content = text.as_str();
    for word in content.split_whitespace() {
        let start = word.as_ptr() as usize - content.as_ptr() as usize;
        words.push((start, start + word.len()));
    }
    let mut found = BTreeSet::new();
    while found.len() < count {
        let share = dice.share();
        let (label, low, high) = match share {
            s if s < 0.4 => ("claim", 6, 40),
            s if s < 0.75 => ("source", 1, 6),
            _ => ("event", 2, 15),
        };
        let first = dice.below(words.len());
        let last = (first + low + dice.below(high - low + 1)).min(words.len()) - 1;
        let (start, mut end) = (words.get(first).unwrap().0, words.get(last).unwrap().1);
        if let Some(line) = content.get(start..end).unwrap().find('\n') {
            end = start + line;
        }
        let kept = content.get(start..end).unwrap().trim_end_matches(['.', ',', '”']).len();
        if kept > 0 {
            found.insert((TextSpan::of(start, start + kept), label));
        }
    }
    found
}

/// An article of about this many bytes with this many annotations by Ana: claims say their mode and some their voice, one
/// in four claims has an arrow to the source before it, half of the paragraphs are read.
pub fn article(
    words: &Words,
    dice: &mut Dice,
    ids: &mut IdMaker,
    number: usize,
    bytes: usize,
    annotations: usize,
) -> (Article, Layer) {
    let (title, text) = words.text(dice, bytes);
    let id: ArticleId = ids.make();
    let mut layer = Layer::new(text.hash());
    let mut source = None;
    for (span, label) in spans(dice, &text, annotations) {
        let mut annotation = Annotation::new(ids.make(), LabelId::parse(label).unwrap(), Place::at(&text, [span]));
        if label == "claim" {
            let attribute = |name| AttributeId::parse(name).unwrap();
            let mode = if text.slice(span).contains('“') { "mixed" } else { "indirect" };
            annotation.attributes.insert(attribute("mode"), AttributeValue::text(mode));
            annotation.computed.insert(attribute("mode"));
            if dice.below(3) == 0 {
                annotation.attributes.insert(attribute("voice"), AttributeValue::text("credited"));
            }
            if let Some(to) = source.take().filter(|_| dice.below(4) == 0) {
                let kind = RelationTypeId::parse("attributed_to").unwrap();
                let (foreign_id, extra) = (String::new(), BTreeMap::new());
                let arrow = Relation { id: ids.make(), kind, from: annotation.id, to, foreign_id, extra };
                layer.relations.insert_mut(arrow.id, Arc::new(arrow));
            }
        } else if label == "source" {
            source = Some(annotation.id);
        }
        layer.annotations.insert_mut(annotation.id, Arc::new(annotation));
    }
    for paragraph in text.paragraphs() {
        if dice.below(2) == 0 {
            layer.reading.insert_mut(*paragraph, Timestamp::from_seconds(1_800_000_000));
        }
    }
    let published = Date::parse(&format!("{}-{:02}-{:02}", 2017 + number % 9, 1 + number % 12, 1 + number % 28));
    let outlet = OUTLETS.get(number % OUTLETS.len()).unwrap().to_string();
    let author = dice.one(words.names());
    let metadata = Metadata { title, outlet, author, published, language: "en".into(), ..Metadata::default() };
    let file = byline::store::text_file(&metadata, id, 1);
    let article = Article {
        id,
        foreign_id: String::new(),
        metadata,
        attributes: BTreeMap::new(),
        stories: BTreeSet::new(),
        zones: Vec::new(),
        earlier: Vec::new(),
        current: Revision { text, file, since: None },
        extra: BTreeMap::new(),
    };
    (article, layer)
}

/// A project of this many articles of 2,000 to 6,200 bytes, 20 annotations each on average; the first has 200.
pub fn project(articles: usize) -> Project {
    let (words, mut dice, mut ids) = (Words::new(), Dice::new(7), IdMaker::new(7));
    let mut project = Project::new(ids.make(), "Made up", default_codebook());
    for number in 0..articles {
        let bytes = 1_900 + dice.below(4_000);
        let annotations = if number == 0 { 200 } else { 12 + dice.below(17) };
        let (article, layer) = article(&words, &mut dice, &mut ids, number, bytes, annotations);
        project.layers.insert_mut(LayerKey { annotator: ana(), article: article.id }, Arc::new(layer));
        project.articles.insert_mut(article.id, Arc::new(article));
    }
    project
}
