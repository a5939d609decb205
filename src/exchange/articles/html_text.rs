//! The words of a parsed page, block by block.

use super::blocks::{Blocks, Stretch};
use crate::model::ZoneKind;
use dom_query::{NodeData, NodeRef};

/// Which elements to pass over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Skip {
    /// Only what is never shown as words.
    Unshown,
    /// Menus, sidebars and forms as well.
    Furniture,
}

/// Elements whose content is not shown as words.
const UNSHOWN: [&str; 17] = [
    "head", "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "canvas", "audio", "video",
    "select", "textarea", "button", "datalist", "title",
];
/// Elements around an article.
const FURNITURE: [&str; 6] = ["nav", "footer", "aside", "form", "menu", "dialog"];

/// Deepest tree that is searched for an article; see also `html_scan`.
const DEEPEST: usize = 600;

struct Reader {
    blocks: Blocks,
    stretch: Stretch,
    /// What the open blocks are, from the outermost.
    kinds: Vec<ZoneKind>,
    /// The next number of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// The mark that the next words of a list item get.
    marker: Option<String>,
    preformatted: usize,
}

/// Headings, paragraphs, list items, captions and table rows as lines, in the order of the page.
pub(super) fn blocks_of(root: &NodeRef<'_>, skip: Skip) -> Blocks {
    let mut reader = Reader {
        blocks: Blocks::default(),
        stretch: Stretch::default(),
        kinds: Vec::new(),
        lists: Vec::new(),
        marker: None,
        preformatted: 0,
    };
    walk(root, |node, name, step| match step {
        Step::Enter if name.is_some_and(|n| passed_over(n, skip)) => Descend::No,
        Step::Enter => {
            reader.enter(node, name);
            Descend::Yes
        }
        Step::Leave => {
            reader.leave(name.unwrap_or_default());
            Descend::Yes
        }
    });
    reader.flush();
    reader.blocks
}

/// True where the tree is too deep for a search that may call itself.
pub(super) fn is_deep(root: &NodeRef<'_>) -> bool {
    let (mut depth, mut deepest) = (0_usize, 0_usize);
    walk(root, |_, _, step| {
        match step {
            Step::Enter => depth += 1,
            Step::Leave => depth = depth.saturating_sub(1),
        }
        deepest = deepest.max(depth);
        if depth > DEEPEST { Descend::No } else { Descend::Yes }
    });
    deepest > DEEPEST
}

fn passed_over(name: &str, skip: Skip) -> bool {
    UNSHOWN.contains(&name) || (skip == Skip::Furniture && FURNITURE.contains(&name))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Enter,
    Leave,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Descend {
    Yes,
    No,
}

/// Goes through a tree without calling itself: each node on entering, each element that was descended into on leaving.
fn walk(root: &NodeRef<'_>, mut visit: impl FnMut(&NodeRef<'_>, Option<&str>, Step) -> Descend) {
    let name_of = |node: &NodeRef<'_>| node.node_name().map(|n| n.to_string());
    let mut stack = vec![(*root, Step::Enter)];
    while let Some((node, step)) = stack.pop() {
        let name = name_of(&node);
        let descend = visit(&node, name.as_deref(), step);
        if step == Step::Enter && descend == Descend::Yes {
            stack.push((node, Step::Leave));
            let from = stack.len();
            stack.extend(node.children_it(false).map(|child| (child, Step::Enter)));
            if let Some(children) = stack.get_mut(from..) {
                children.reverse();
            }
        }
    }
}

/// True for elements that begin and end a line.
fn is_block(name: &str) -> bool {
    !matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "img"
            | "ruby"
            | "rb"
            | "rt"
            | "rp"
            | "td"
            | "th"
            | "picture"
            | "input"
            | "source"
            | ""
    )
}

impl Reader {
    fn enter(&mut self, node: &NodeRef<'_>, name: Option<&str>) {
        let Some(name) = name else {
            let preformatted = self.preformatted > 0;
            let stretch = &mut self.stretch;
            node.query(|n| {
                if let NodeData::Text { contents } = &n.data {
                    if preformatted { stretch.push_raw(contents) } else { stretch.push(contents) }
                }
            });
            return;
        };
        if is_block(name) && name != "br" {
            self.flush();
        }
        match name {
            "br" => self.stretch.push_raw("\n"),
            "td" | "th" if !self.stretch.is_blank() => self.stretch.push_raw("\t"),
            "pre" => self.preformatted += 1,
            "ul" => self.lists.push(None),
            "ol" => self.lists.push(Some(node.attr("start").and_then(|n| n.parse().ok()).unwrap_or(1))),
            "li" => {
                let number = self.lists.last_mut().and_then(Option::as_mut);
                self.marker = Some(number.map_or("• ".to_owned(), |n| {
                    let marker = format!("{n}. ");
                    *n = n.saturating_add(1);
                    marker
                }));
            }
            _ => {}
        }
        self.kinds.extend(kind_of(name));
    }

    fn leave(&mut self, name: &str) {
        if is_block(name) && name != "br" {
            self.flush();
        }
        match name {
            "pre" => self.preformatted = self.preformatted.saturating_sub(1),
            "ul" | "ol" => {
                self.lists.pop();
            }
            "li" => self.marker = None,
            _ => {}
        }
        if kind_of(name).is_some() {
            self.kinds.pop();
        }
    }

    fn flush(&mut self) {
        let words = self.stretch.take();
        if !words.trim().is_empty() {
            let marker = self.marker.take().unwrap_or_default();
            self.blocks.push(self.kinds.last().copied(), &(marker + words.trim()));
        }
    }
}

/// What an element shows its words to be.
fn kind_of(name: &str) -> Option<ZoneKind> {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(ZoneKind::Heading),
        "li" => Some(ZoneKind::List),
        "figcaption" | "caption" => Some(ZoneKind::Caption),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dom_query::Document;

    #[test]
    fn blocks_are_not_glued() {
        let page = Document::from(
            "<h2>Why  now</h2><div>One<p>Two <a href=x>three</a>,\n four<br>five</p>six</div><nav>Menu</nav><ul><li>a<ul><li><p>b</p><p>c</p></ul>\
             </ul><ol start=3><li>d</ol><figure><img><figcaption>A <b>picture</b></figcaption></figure>\
             <table><tr><td>x<td>y<tr><th>z</table><pre>p\n q</pre><script>no</script>",
        );
        let blocks = blocks_of(&page.root(), Skip::Furniture);
        let lines: Vec<_> = blocks.text.split('\n').collect();
        let expected = [
            "Why now",
            "One",
            "Two three, four",
            "five",
            "six",
            "• a",
            "• b",
            "c",
            "3. d",
            "A picture",
            "x\ty",
            "z",
            "p",
            "q",
        ];
        assert_eq!(lines, expected);
        assert_eq!(blocks.kinds.iter().filter(|k| **k == Some(ZoneKind::List)).count(), 4);
        assert!(blocks_of(&page.root(), Skip::Unshown).text.contains("Menu"));
    }
}
