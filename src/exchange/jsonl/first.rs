//! The first line: codebook, stories, threads and what is stated about them, families.

use super::codebook::{codebook_of, leftovers};
use super::fields::Fields;
use super::problem::Extent;
use super::read::{CodebookPolicy, Reader};
use super::value::attributes_of;
use crate::model::{
    Date, Family, FamilyKind, LabelId, Story, StoryId, Thread, ThreadId, ThreadRelation, ThreadRelationKind, Timestamp,
};
use std::collections::BTreeSet;

/// The format of Byline JSONL that is written here: the value of `byline` in the first line.
pub(super) const FORMAT: u32 = 1;

impl Reader<'_, '_> {
    /// Reads the first line; false where it is of a later format, which is refused.
    pub(super) fn first_line(&mut self, mut fields: Fields) -> bool {
        let format = fields.number("byline").unwrap_or_default();
        if format > f64::from(FORMAT) {
            let what = format!(
                "this file has format {format}, and this version reads format {FORMAT}; a newer version of Byline reads it"
            );
            self.problem(Extent::File, what);
            return false;
        }
        fields.take("byline");
        // The first line of another format's record tells no families.
        self.file.tells_families = self.file.is_jsonl();
        if let Some(codebook) = fields.object("codebook") {
            let mut wrong = Vec::new();
            self.file.has_codebook = true;
            self.file.codebook = codebook_of(codebook, &mut wrong);
            self.parts(wrong);
            if self.policy == CodebookPolicy::Adopt && !self.adopted && !self.file.codebook.labels.is_empty() {
                self.adopted = true;
                self.adopted_labels = self.file.codebook.labels.keys().cloned().collect();
                self.adopt_codebook();
            }
        }
        for story in fields.objects("stories") {
            self.story(story);
        }
        for thread in fields.objects("threads") {
            self.thread(thread);
        }
        for relation in fields.objects("thread_relations") {
            self.thread_relation(relation);
        }
        for mut family in fields.objects("families") {
            let kind = family.text("kind");
            match FamilyKind::parse(&kind) {
                Some(kind) => self.file.families.push((kind, family.texts("articles"))),
                None => self.part(format!("a family is of kind {kind:?}, not reprint or rewrite; it was left out")),
            }
            self.leftovers(&mut family, "a family");
        }
        self.leftovers(&mut fields, "the first line");
        true
    }

    fn parts(&mut self, wrong: Vec<String>) {
        for what in wrong {
            self.part(what);
        }
    }

    pub(super) fn leftovers(&mut self, fields: &mut Fields, of: &str) {
        let mut wrong = Vec::new();
        leftovers(fields, of, &mut wrong);
        self.parts(wrong);
    }

    fn story(&mut self, mut fields: Fields) {
        let (given, foreign) = (fields.text("id"), fields.text("foreign_id"));
        let (title, note) = (fields.text("title"), fields.text("note"));
        self.leftovers(&mut fields, &format!("story {given:?}"));
        if !self.file.stories.contains_key(&given) {
            let title = if title.is_empty() { given.clone() } else { title };
            self.put_story(&given, foreign, title, note);
        }
    }

    /// A story by its name in the file: one of the project, or a new one.
    fn put_story(&mut self, given: &str, foreign: String, title: String, note: String) -> StoryId {
        let known = self.known_story(given, &foreign);
        let id = known.unwrap_or_else(|| {
            let (id, foreign_id) = self.id(given, foreign);
            self.out.stories.push(Story { id, title, note, foreign_id });
            id
        });
        self.file.stories.insert(given.to_owned(), id);
        id
    }

    fn known_story(&self, given: &str, foreign: &str) -> Option<StoryId> {
        let stories = &self.cx.project.stories;
        let by_id = StoryId::parse(given).filter(|id| stories.contains_key(id));
        let called = if foreign.is_empty() { given } else { foreign };
        by_id.or_else(|| stories.values().find(|s| !called.is_empty() && s.foreign_id == called).map(|s| s.id))
    }

    /// The story that a name of the file means; one that the first line does not have is made.
    pub(super) fn story_named(&mut self, given: &str) -> StoryId {
        if let Some(id) = self.file.stories.get(given) {
            return *id;
        }
        if self.known_story(given, "").is_none() {
            self.part(format!("story {given:?} is not in the first line; it is called by its id"));
        }
        self.put_story(given, String::new(), given.to_owned(), String::new())
    }

    fn thread(&mut self, mut fields: Fields) {
        let (given, foreign) = (fields.text("id"), fields.text("foreign_id"));
        if self.file.threads.contains_key(&given) {
            self.part(format!("thread {given:?} is there twice; the second was left out"));
            return;
        }
        let label = fields.text("label");
        let Some(label) = self.label(&label) else {
            self.part(format!("thread {given:?} has label {label:?}, which no codebook takes; it was left out"));
            return;
        };
        if let Some(id) = self.known_thread(&given, &foreign, &label) {
            self.file.threads.insert(given, id);
            return;
        }
        let story = Some(fields.text("story")).filter(|s| !s.is_empty()).map(|s| self.story_named(&s));
        let (since, made) = (fields.text("known_since"), fields.text("made"));
        let mut wrong = Vec::new();
        let attributes = attributes_of(fields.object("attributes"), &mut wrong);
        let annotator = fields.text("annotator");
        let annotator = self.annotator(&annotator);
        let (id, foreign_id) = self.id::<ThreadId>(&given, foreign);
        let title = fields.text("title");
        let thread = Thread {
            id,
            label,
            title: if title.is_empty() { given.clone() } else { title },
            story,
            known_since: Date::parse(&since),
            made: Timestamp::parse(&made).unwrap_or(self.cx.now),
            attributes,
            note: fields.text("note"),
            foreign_id,
            extra: fields.rest(),
        };
        wrong.extend(fields.wrong());
        if thread.known_since.is_none() && !since.is_empty() {
            wrong.push(format!("known_since {since:?} is no date such as 2025-11-28; it was left out"));
        }
        if Timestamp::parse(&made).is_none() && !made.is_empty() {
            wrong.push(format!("made {made:?} is no time such as 2026-11-21T09:14:05Z; the present one was taken"));
        }
        self.parts(wrong.into_iter().map(|what| format!("thread {given:?}: {what}")).collect());
        self.file.threads.insert(given, id);
        self.out.threads.push((annotator, thread));
    }

    fn known_thread(&self, given: &str, foreign: &str, label: &LabelId) -> Option<ThreadId> {
        let project = self.cx.project;
        let parsed = ThreadId::parse(given);
        let by_id = parsed.filter(|id| project.thread(*id).is_some());
        // An id of ours means one thread in all files of an import: each article of a corpus may be a file of its own.
        let is_read = parsed.is_some_and(|id| self.taken.contains(&id.0));
        let read = self.out.threads.iter().filter(|_| is_read).find(|(_, t)| Some(t.id) == parsed);
        let by_id = by_id.or(read.map(|(_, t)| t.id));
        let called = if foreign.is_empty() { given } else { foreign };
        let alike = |t: &Thread| !called.is_empty() && t.foreign_id == called && t.label == *label;
        by_id.or_else(|| project.all_threads().find(|(_, t)| alike(t)).map(|(_, t)| t.id))
    }

    /// The thread that a mention means; one that the first line does not have is made from its first mention.
    pub(super) fn thread_named(
        &mut self,
        given: &str,
        annotator: &crate::model::AnnotatorName,
        label: &LabelId,
        words: &str,
    ) -> ThreadId {
        if let Some(id) = self.file.threads.get(given) {
            return *id;
        }
        let id = self.known_thread(given, "", label).unwrap_or_else(|| {
            self.part(format!(
                "thread {given:?} is not in the first line; it is called by the words of its first mention"
            ));
            let (id, foreign_id) = self.id(given, String::new());
            let title: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(80).collect();
            let thread = Thread {
                id,
                label: label.clone(),
                title: if title.is_empty() { given.to_owned() } else { title },
                story: None,
                known_since: None,
                made: self.cx.now,
                attributes: std::collections::BTreeMap::new(),
                note: String::new(),
                foreign_id,
                extra: std::collections::BTreeMap::new(),
            };
            self.out.threads.push((annotator.clone(), thread));
            id
        });
        self.file.threads.insert(given.to_owned(), id);
        id
    }

    fn thread_relation(&mut self, mut fields: Fields) {
        let (from, to) = (fields.text("from"), fields.text("to"));
        let (kind, strength) = (fields.text("type"), fields.text("strength"));
        let annotator = fields.text("annotator");
        let by = self.annotator(&annotator);
        let reason = fields.text("reason");
        let said = format!("the statement that {from:?} {kind} {to:?}");
        self.leftovers(&mut fields, &said);
        let Some(kind) = ThreadRelationKind::parse(&kind, &strength) else {
            self.part(format!("{said} is of a type that is not known; it was left out"));
            return;
        };
        let end = |name: &str| {
            let known = || ThreadId::parse(name).filter(|id| self.cx.project.thread(*id).is_some());
            self.file.threads.get(name).copied().or_else(known)
        };
        let (Some(from), Some(to)) = (end(&from), end(&to)) else {
            self.part(format!("{said} is about a thread that the file does not have; it was left out"));
            return;
        };
        let same = |r: &ThreadRelation| (r.kind, r.from, r.to, &r.reason) == (kind, from, to, &reason);
        let book = self.cx.project.threads.get(&by);
        if !book.is_some_and(|book| book.relations.values().any(|r| same(r))) {
            let id = self.cx.ids.make();
            self.out.thread_relations.push((by, ThreadRelation { id, kind, from, to, reason }));
        }
    }

    /// A family, once all articles are known.
    pub(super) fn family(&mut self, kind: FamilyKind, names: &[String]) {
        let articles: BTreeSet<_> = names.iter().filter_map(|name| self.file.articles.get(name)).copied().collect();
        if articles.len() < names.len().max(2) {
            self.part(format!("a family of {}s names articles that the file does not have", kind.name()));
        }
        let known = self.cx.project.families.values().any(|f| f.kind == kind && f.articles == articles);
        if articles.len() > 1 && !known {
            let id = self.cx.ids.make();
            self.out.families.push(Family { id, kind, articles });
        }
    }
}
