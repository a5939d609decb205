//! Packages (ZIP) of files with articles, as databases hand them out.

use super::SIZE_LIMIT;
use super::columns::ColumnMap;
use super::entries::Out;
use super::kind::ArticleFormat;
use super::problem::ArticleProblemKind;
use super::read::read_as;
use crate::exchange::archive::Archive;

/// Reads the files of a package whose names tell that they hold articles; packages in it are left out.
pub(super) fn read(bytes: &[u8], columns: &ColumnMap, out: &mut Out<'_>) -> Result<(), ArticleProblemKind> {
    let mut package = Archive::open(bytes).map_err(ArticleProblemKind::Unreadable)?;
    for name in package.outside() {
        out.problem(&format!("{name:?}"), "leads out of the package; it was left out");
    }
    let mut names = package.names();
    names.sort_unstable();
    let mut others = 0;
    for name in names {
        let base = name.rsplit('/').next().unwrap_or_default();
        if base.is_empty() || base.starts_with('.') || name.starts_with("__MACOSX/") {
            continue;
        }
        let kind = ArticleFormat::of(&name).filter(|kind| *kind != ArticleFormat::Zip && base.contains('.'));
        let Some(kind) = kind else {
            others += 1;
            continue;
        };
        if !out.goes_on() {
            break;
        }
        match package.bytes(&name, SIZE_LIMIT as u64) {
            Ok(bytes) => {
                out.enter(&name);
                if let Err(kind) = read_as(kind, &bytes, columns, out) {
                    out.problem("", kind.to_string());
                }
                out.leave();
            }
            Err(why) => out.problem(&name, why),
        }
    }
    if others > 0 {
        out.notice(format!("{others} files of the package are no kind of article; they were passed over"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::exchange::articles::testing::{package, read_all};

    #[test]
    fn the_files_of_a_package() {
        let inner = package(&[("x.txt", b"never read")]);
        let bytes = package(&[
            ("b/2025-11-28_example_talks-fail.txt", b"Talks fail\n\nThe talks failed.".as_slice()),
            ("a.txt", b"Another text."),
            ("a.png", b"\x89PNG\r\n"),
            ("c.txt", b"%PDF-1"),
            ("d.zip", &inner),
            ("../e.txt", b"climbs"),
            ("b/.hidden.txt", b"hidden"),
        ]);
        let read = read_all("a.zip", &bytes).unwrap();
        let entries: Vec<&str> = read.articles.iter().map(|e| e.entry.as_str()).collect();
        assert_eq!(entries, ["a.txt", "b/2025-11-28_example_talks-fail.txt"]);
        assert_eq!(read.articles[1].article.metadata.outlet, "Example");
        assert_eq!(read.problems.iter().map(|p| p.entry.as_str()).collect::<Vec<_>>(), ["\"../e.txt\"", "c.txt"]);
        assert_eq!(read.notices.len(), 1);
        assert!(read_all("a.zip", &bytes[..bytes.len() - 40]).is_err());
    }
}
