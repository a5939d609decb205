//! The name of the file that holds an article's words in a project.

use crate::model::{ArticleId, Metadata};
use crate::text::fold;

/// Longest part of a file name that is taken from outlet and title, in bytes of ASCII.
const LONGEST_SLUG: usize = 40;

/// A name such as `articles/axios-two-leaders-talk-k3f9x2m7qa.txt`, readable and unique by its id; the second revision
/// of a text ends in `.2.txt`. Revisions count from 1.
pub fn text_file(metadata: &Metadata, id: ArticleId, revision: usize) -> String {
    let mut slug = String::new();
    let folded = fold(&format!("{} {}", metadata.outlet, metadata.title));
    for word in folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.len() + word.len() > LONGEST_SLUG {
            break;
        }
        slug.push_str(word);
        slug.push('-');
    }
    let number = if revision > 1 { format!(".{revision}") } else { String::new() };
    format!("articles/{slug}{id}{number}.txt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        let id = ArticleId::parse("k3f9x2m7qa").unwrap();
        let named = |outlet: &str, title: &str, revision| {
            text_file(&Metadata { outlet: outlet.into(), title: title.into(), ..Metadata::default() }, id, revision)
        };
        assert_eq!(named("El País", "../Habla: el alcalde", 1), "articles/el-pais-habla-el-alcalde-k3f9x2m7qa.txt");
        assert_eq!(named("", "", 2), "articles/k3f9x2m7qa.2.txt");
        assert_eq!(named("新聞", &"long".repeat(20), 1), "articles/k3f9x2m7qa.txt");
    }
}
