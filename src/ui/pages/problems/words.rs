//! What each check means, in short, and what Byline did about it.

use crate::model::{AnnotatorName, ArticleId, Project};
use crate::store::{Check, Offer, OfferedState};
use crate::ui::widgets::capitalized;

/// What was found, in short.
pub(super) fn found(check: Check) -> &'static str {
    match check {
        Check::Unreadable => "Can't be read",
        Check::FutureFormat => "From a later version of Byline",
        Check::UnknownFields => "Not wholly understood",
        Check::OutsidePath => "Leads out of the project's folder",
        Check::ClashingName => "Two texts have one name on some systems",
        Check::MissingText => "An article's text is missing",
        Check::ChangedText => "An article's text was changed",
        Check::MovedPlace => "Words stand elsewhere now",
        Check::LostPlace => "Lost place",
        Check::LostMark => "Lost marks of reading",
        Check::StrayFile => "Not where it belongs",
        Check::DuplicateId => "Two records with one id",
        Check::DanglingLink => "An arrow without two ends",
        Check::UnknownTarget => "A link to nothing",
        Check::BadPlace => "A place outside the text",
        Check::TornLine => "A last line that was cut off",
        Check::BadLine => "A line that can't be read",
        Check::BrokenChain => "The journal was changed outside Byline",
        Check::MergeMarks => "Two versions after a merge",
        Check::MissingFile => "A file is missing",
        Check::BroughtBack => "A missing file, brought back",
        Check::OlderFile => "An old copy was put back",
        Check::LineEnds => "Line ends were converted",
        Check::ChangedFile => "Changed outside Byline",
        Check::Behind => "Edits that are only in the journal",
        Check::Locked => "Open elsewhere",
        Check::Leftover => "Left behind by a write that was cut off",
        Check::UnusedText => "A text that no article names",
        Check::SetAside => "Written over, with a copy kept",
    }
}

/// What was done about it.
pub(super) fn done(check: Check) -> &'static str {
    match check {
        Check::Unreadable | Check::MergeMarks => {
            "Nothing was changed: the file is left as it is, what it holds is not shown, and it can't be edited until it is mended"
        }
        Check::FutureFormat => "Nothing was changed: the file is left as it is and is not shown",
        Check::UnknownFields => "It is shown as far as it is understood, and never rewritten",
        Check::OutsidePath => "The path was not followed",
        Check::ClashingName => "Both are shown; on a system that takes no notice of case they would be one file",
        Check::MissingText => "The article is not shown; everything about it is kept",
        Check::ChangedText => {
            "Each annotation was looked for by its words: what was found for certain moved along, the rest is listed as lost places"
        }
        Check::MovedPlace => "The new place is shown, and written down with your next edit in that article",
        Check::LostPlace => "The annotation is kept with its words until you place it anew",
        Check::LostMark | Check::DuplicateId | Check::UnknownTarget | Check::BadPlace | Check::DanglingLink => {
            "It is left out of what is shown, and stays in the file"
        }
        Check::StrayFile => "The file was not read, and is left where it is",
        Check::TornLine => {
            "It was left out: an edit only counts as saved when its whole line is on disk. Your next edit cuts it off"
        }
        Check::BadLine | Check::BrokenChain => "Undo stops there; the coding itself is in files of its own",
        Check::MissingFile => "What it held is not shown; the journal and the backups are as they were",
        Check::BroughtBack => "Its coding is shown again and written with your next edit in it",
        Check::OlderFile | Check::ChangedFile => {
            "The file counts as it is. Undo stops there for it, and before it is written again a copy is kept"
        }
        Check::LineEnds => "It was read as it was before; no annotation has moved",
        Check::Behind => "They were read from there; the files follow",
        Check::Locked => "The project is open for reading only here",
        Check::Leftover | Check::UnusedText => "Nothing; it does no harm",
        Check::SetAside => "What stood there was copied before it was written over",
    }
}

/// A file in words: whose coding of which article, say.
pub(super) fn file(name: &str, project: &Project) -> String {
    let parts: Vec<&str> = name.split('/').collect();
    let whose = |name: &str| AnnotatorName::parse(name).map(|name| capitalized(name.as_str()));
    match parts.as_slice() {
        ["project.ron"] => "Title, codebook and stories".into(),
        ["articles.ron"] => "The list of articles".into(),
        ["annotations", annotator, layer] => {
            let article = layer.strip_suffix(".ron").and_then(ArticleId::parse);
            let title = article.and_then(|id| project.article(id)).map(|a| a.metadata.title.trim()).unwrap_or_default();
            match whose(annotator) {
                Some(who) if !title.is_empty() => format!("{who}'s coding of “{title}”"),
                Some(who) => format!("{who}'s coding in {layer}"),
                None => name.to_owned(),
            }
        }
        ["threads", file] => match file.strip_suffix(".ron").and_then(whose) {
            Some(who) => format!("{who}'s shared claims, sources and events"),
            None => name.to_owned(),
        },
        ["journal", file] => match file.split('.').next().and_then(whose) {
            Some(who) => format!("{who}'s journal"),
            None => name.to_owned(),
        },
        ["articles", file] => {
            let of_article = project.articles.values().find(|article| article.current.file == name);
            let title = of_article.map(|article| article.metadata.title.trim()).unwrap_or_default();
            if title.is_empty() { format!("The text in {file}") } else { format!("The text of “{title}”") }
        }
        _ => name.to_owned(),
    }
}

/// A button that takes another state of a file, and what it means.
pub(super) fn offer(offer: &Offer) -> (String, &'static str) {
    match &offer.state {
        OfferedState::Journal => (
            "Bring back what the journal has".into(),
            "Every edit that was saved in Byline, instead of what the file holds now; undo takes it back",
        ),
        OfferedState::Gone => {
            ("Leave it out".into(), "The file was taken away on purpose: its coding goes; undo brings it back")
        }
        OfferedState::Backup(hour) => (
            format!("Put back as it was before {}:00 UTC", hour.replace('T', " ")),
            "From the backups that Byline keeps; undo takes it back",
        ),
    }
}
