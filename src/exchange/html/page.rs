//! The frame of a page that needs nothing from outside: head, look, end.

use super::color::{PAPER, readable, tint};
use super::escape::escaped;
use super::report::{HASH, SCRIPT};
use crate::model::Codebook;
use std::io::{self, Write};

/// Nothing is loaded: the page's own style is all.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// What runs in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Runs {
    /// Nothing.
    Nothing,
    /// The script that sorts tables, and nothing else: it is allowed by its hash.
    Sorting,
}

/// The look that does not depend on the codebook.
const STYLE: &str = include_str!("page.css");

/// Begins a page.
pub(super) fn begin(sink: &mut dyn Write, title: &str, codebook: &Codebook, runs: Runs) -> io::Result<()> {
    let scripts = match runs {
        Runs::Nothing => String::new(),
        Runs::Sorting => format!("; script-src 'sha256-{HASH}'"),
    };
    writeln!(sink, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">")?;
    writeln!(sink, "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}{scripts}\">")?;
    writeln!(sink, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")?;
    writeln!(sink, "<meta name=\"color-scheme\" content=\"light dark\">")?;
    writeln!(sink, "<meta name=\"generator\" content=\"Byline {}\">", env!("CARGO_PKG_VERSION"))?;
    writeln!(sink, "<title>{}</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>", escaped(title), labels(codebook))
}

/// Ends a page.
pub(super) fn end(sink: &mut dyn Write, runs: Runs) -> io::Result<()> {
    writeln!(sink, "<footer>Made with Byline {}</footer>", env!("CARGO_PKG_VERSION"))?;
    if runs == Runs::Sorting {
        writeln!(sink, "<script>{SCRIPT}</script>")?;
    }
    writeln!(sink, "</body>\n</html>")
}

/// Colors of labels as variables, light and dark, and the classes that use them: `t-` tints the words, `a-`, `b-` and
/// `c-` draw the first three lines under them, `k-` colors a sign.
fn labels(codebook: &Codebook) -> String {
    let colors = |paper: usize| -> String {
        let paper = PAPER.get(paper).copied().unwrap_or(crate::model::Color([255; 3]));
        let one = |label: &std::sync::Arc<crate::model::Label>| {
            let shade = readable(label.color, paper);
            format!(
                "--l-{0}: {1}; --g-{0}: linear-gradient({1}, {1}); --w-{0}: {2};",
                label.id,
                shade,
                tint(shade, paper)
            )
        };
        codebook.ordered().into_iter().map(one).collect::<Vec<_>>().join(" ")
    };
    let mut out = format!(":root {{ {} }}\n", colors(0));
    out += &format!("@media screen and (prefers-color-scheme: dark) {{ :root {{ {} }} }}\n", colors(1));
    for label in codebook.ordered() {
        let id = &label.id;
        out += &format!(".t-{id} {{ --t: var(--w-{id}); }}\n");
        for lane in ["a", "b", "c"] {
            out += &format!(".{lane}-{id} {{ --{lane}: var(--g-{id}); }}\n");
        }
        out += &format!(".k-{id} {{ --k: var(--l-{id}); }}\n");
    }
    out
}
