use super::*;
use crate::store::create;
use crate::store::notation::read_any_form;
use crate::store::records::{ArticlesFile, LayerFile, ProjectFile, SuggestionsFile, ThreadsFile};
use crate::store::testing::{Dice, ana, files_in};
use proptest::prelude::*;

/// What both readings give for a file: `None` where one can't read it.
fn both<T: DeserializeOwned + PartialEq + fmt::Debug>(text: &str) -> (Option<T>, Option<T>) {
    (read(text).ok(), read_any_form(text).ok().map(|(value, _)| value))
}

/// True where the quick reading can read a file; it never reads anything else than the whole language does.
#[track_caller]
fn agree(name: &str, text: &str) -> bool {
    fn check<T: DeserializeOwned + PartialEq + fmt::Debug>(text: &str) -> bool {
        let (quick, whole) = both::<T>(text);
        assert!(quick.is_none() || quick == whole, "{text:?}");
        quick.is_some()
    }
    match name.split('/').next() {
        Some("project.ron") => check::<ProjectFile>(text),
        Some("articles.ron") => check::<ArticlesFile>(text),
        Some("annotations") => check::<LayerFile>(text),
        Some("threads") => check::<ThreadsFile>(text),
        _ => check::<SuggestionsFile>(text),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_file_that_is_written_is_in_the_usual_form_and_reads_the_same(seed: u64) {
        let mut dice = Dice::new(seed);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project");
        drop(create(&path, &dice.project(), &ana()).unwrap());
        for (name, bytes) in files_in(&path).into_iter().filter(|(name, _)| name.strip_suffix(".ron").is_some()) {
            let text = String::from_utf8(bytes).unwrap();
            prop_assert!(agree(&name, &text), "{name}: {text}");
            // Whatever somebody's editor makes of it, the quick reading says nothing that the other would not.
            for _ in 0..20 {
                let mut edited: Vec<char> = text.chars().collect();
                for _ in 0..=dice.below(3) {
                    let at = dice.below(edited.len());
                    let new = ['"', '\\', ',', ')', '(', ']', ' ', '\n', 'x', '0', '/', '*', '{', ':', '-', 'u'];
                    match dice.below(3) {
                        0 => drop(edited.remove(at)),
                        1 => edited.insert(at, new[dice.below(new.len())]),
                        _ => edited[at] = new[dice.below(new.len())],
                    }
                }
                agree(&name, &edited.into_iter().collect::<String>());
            }
        }
    }
}
