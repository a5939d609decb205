//! A first look at a page's tags, before any parser builds a tree of it: how deep and costly it is, and its bare words.

/// Deepest nesting that is handed to the parser; real pages stay under 100.
const DEEPEST: usize = 300;
/// Most tags that are handed to the parser.
const MOST_TAGS: usize = 100_000;
/// Most attributes of one tag.
const MOST_ATTRIBUTES: usize = 500;
/// Most formatting elements that a parser would open again, summed over all tags.
const MOST_REOPENED: usize = 2_000_000;

/// Elements that have no end tag.
const VOID: [&str; 16] = [
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements that end by themselves where the next one begins.
const SELF_ENDING: [&str; 14] =
    ["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "caption"];
/// Elements whose content is no markup.
const RAW: [&str; 9] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"];
/// Elements through which an end tag does not reach.
const WALLS: [&str; 6] = ["table", "template", "object", "applet", "marquee", "select"];
/// Elements that a parser opens again in the next block if they were left open.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements that end a drawing or formula they stand in.
const BREAK_OUT: &str = "\
    b|big|blockquote|body|br|center|code|dd|div|dl|dt|em|embed|font|h1|h2|h3|h4|h5|h6|head|hr|i|img|li|listing|\
    menu|meta|nobr|ol|p|pre|ruby|s|small|span|strong|strike|sub|sup|table|tt|u|ul";
/// Elements in the middle of a line; every other tag ends one.
const INLINE: [&str; 31] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "u", "var",
];

/// A piece of a page.
enum Piece<'a> {
    Words(&'a str),
    Open { name: String, attributes: usize, closed: bool },
    Close(String),
}

/// True for a page that a parser and the search for its article can take in without undue depth, time or memory.
pub(super) fn is_tame(html: &str) -> bool {
    let mut open: Vec<String> = Vec::new();
    let (mut tags, mut reopened, mut formatting, mut foreign) = (0, 0, 0_usize, 0_usize);
    let mut tame = true;
    scan(html, |piece| {
        match piece {
            Piece::Words(_) => {}
            Piece::Open { name, attributes, closed } => {
                tags += 1;
                let is_formatting = FORMATTING.contains(&name.as_str());
                formatting += usize::from(is_formatting);
                reopened += if is_formatting { 0 } else { formatting };
                tame &= attributes <= MOST_ATTRIBUTES;
                let leaf = VOID.contains(&name.as_str()) || SELF_ENDING.contains(&name.as_str());
                if foreign > 0 && BREAK_OUT.split('|').any(|b| b == name) {
                    open.truncate(open.iter().position(|o| is_foreign(o)).unwrap_or(open.len()));
                    foreign = 0;
                }
                // Only in SVG and MathML does `/>` close.
                let ends = leaf || (closed && foreign > 0);
                if !ends {
                    foreign += usize::from(is_foreign(&name));
                    open.push(name);
                }
            }
            Piece::Close(name) => {
                tags += 1;
                if FORMATTING.contains(&name.as_str()) {
                    formatting = formatting.saturating_sub(1);
                }
                let reach = open.iter().rev().position(|o| *o == name || WALLS.contains(&o.as_str()));
                let at = reach.map(|r| open.len() - 1 - r).filter(|at| open.get(*at) == Some(&name));
                if let Some(at) = at {
                    open.truncate(at);
                    foreign = open.iter().filter(|o| is_foreign(o)).count();
                }
            }
        }
        tame &= open.len() <= DEEPEST && tags <= MOST_TAGS && reopened <= MOST_REOPENED;
        tame
    });
    tame
}

fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// The words of a page without its tags, scripts and styles; each tag that is not in the middle of a line ends one.
pub(super) fn without_tags(html: &str) -> String {
    let mut words = String::new();
    let mut skipped = false;
    scan(html, |piece| {
        match piece {
            Piece::Words(more) if !skipped => words.push_str(&more.replace(['\n', '\r'], " ")),
            Piece::Words(_) => {}
            Piece::Open { name, .. } | Piece::Close(name) if INLINE.contains(&name.as_str()) => {}
            Piece::Open { name, .. } => {
                skipped = matches!(
                    name.as_str(),
                    "script" | "style" | "title" | "textarea" | "iframe" | "noembed" | "noframes"
                );
                words.push('\n');
            }
            Piece::Close(_) => {
                skipped = false;
                words.push('\n');
            }
        }
        true
    });
    unescape(&words)
}

/// Goes over the pieces of a page until `visit` says no.
fn scan(html: &str, mut visit: impl FnMut(Piece<'_>) -> bool) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (words, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        if !words.is_empty() && !visit(Piece::Words(words)) {
            return;
        }
        let after = from.get(1..).unwrap_or_default();
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.find("-->").and_then(|end| comment.get(end + 3..)).unwrap_or_default();
        } else if after.starts_with(['!', '?']) {
            rest = after.find('>').and_then(|end| after.get(end + 1..)).unwrap_or_default();
        } else if let Some((piece, next)) = tag(after) {
            rest = next;
            let raw = match &piece {
                Piece::Open { name, .. } if RAW.contains(&name.as_str()) => Some(name.clone()),
                _ => None,
            };
            if !visit(piece) {
                return;
            }
            if let Some(name) = raw {
                let end = end_of_raw(rest, &name);
                let (content, next) = rest.split_at_checked(end).unwrap_or((rest, ""));
                if !content.is_empty() && !visit(Piece::Words(content)) {
                    return;
                }
                rest = next;
            }
        } else {
            if !visit(Piece::Words("<")) {
                return;
            }
            rest = after;
        }
    }
    if !rest.is_empty() {
        visit(Piece::Words(rest));
    }
}

/// Where the content of a raw element ends.
fn end_of_raw(rest: &str, name: &str) -> usize {
    let ends =
        |at: usize| rest.get(at + 2..).and_then(|r| r.get(..name.len())).is_some_and(|n| n.eq_ignore_ascii_case(name));
    rest.match_indices("</").map(|(at, _)| at).find(|at| ends(*at)).unwrap_or(rest.len())
}

/// Reads a tag after its `<`: the piece, and what follows its `>`. `None` where no tag begins.
fn tag(after: &str) -> Option<(Piece<'static>, &str)> {
    let (closing, body) = after.strip_prefix('/').map_or((false, after), |body| (true, body));
    body.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(())?;
    let length = body.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(body.len());
    let name = body.get(..length)?.to_ascii_lowercase();
    let mut quote = None;
    let (mut attributes, mut last, mut end) = (0, ' ', body.len());
    for (at, c) in body.char_indices().skip_while(|(at, _)| *at < length) {
        if let Some(open) = quote {
            quote = Some(open).filter(|open| *open != c);
        } else if c == '>' {
            end = at;
            break;
        } else if matches!(c, '"' | '\'') && last == '=' {
            quote = Some(c);
        } else if !c.is_ascii_whitespace() && c != '/' && (last.is_ascii_whitespace() || last == '/') {
            attributes += 1;
        }
        // Spaces around `=` do not end an attribute.
        if !(c.is_ascii_whitespace() && last == '=') {
            last = c;
        }
    }
    let closed = last == '/';
    let next = body.get(end + 1..).unwrap_or_default();
    Some((if closing { Piece::Close(name) } else { Piece::Open { name, attributes, closed } }, next))
}

/// Replaces character references: the common named ones, and all numeric ones.
pub(super) fn unescape(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        plain.push_str(before);
        // Far ends are not looked for: a text of many `&` would be read over and over.
        let end = from.bytes().take(12).position(|b| b == b';');
        let name = end.and_then(|end| from.get(1..end));
        // What names no character stays as it is.
        let (length, c) = name.and_then(|n| Some((n.len() + 2, reference(n)?))).unwrap_or((1, '&'));
        plain.push(c);
        rest = from.get(length..).unwrap_or_default();
    }
    plain + rest
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
        return char::from_u32(hex.unwrap_or_else(|| number.parse()).ok()?);
    }
    let named = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{a0}'),
        ("rsquo", '’'),
        ("lsquo", '‘'),
        ("rdquo", '”'),
        ("ldquo", '“'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("eacute", 'é'),
        ("copy", '©'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("euro", '€'),
        ("pound", '£'),
    ];
    named.iter().find(|(n, _)| *n == name).map(|(_, c)| *c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_pages_are_tame() {
        let page =
            "<!doctype html><html><body><svg><path/><path/></svg><table><tr><td>a<td>b</table><p>c<p>d<br>".to_owned();
        assert!(is_tame(&page));
        assert!(is_tame(&"<svg><path d='x'/></svg><p>one<li>two<div class=\"a>b\">x</div>".repeat(5000)));
        assert!(is_tame("a < b and <3 </ > <"));
    }

    #[test]
    fn hostile_pages_are_not() {
        for piece in ["<div>", "<div/>", "<x/>", "<div></x>", "<b a=1>", "<div><object></div>", "<svg><div/>"] {
            assert!(!is_tame(&piece.repeat(100_000)), "{piece}");
        }
        assert!(!is_tame(&format!("<div {}>", "a ".repeat(10_000))));
        assert!(!is_tame(&format!("<div {}>", "a=1/".repeat(10_000))));
        assert!(!is_tame(&format!("{}{}", "<font>".repeat(290), "<p>".repeat(90_000))));
    }

    #[test]
    fn bare_words() {
        let words = without_tags(
            "<title>T</title><p>One <b>two</b>&nbsp;&#8212; &amp;c; <script>if (a<b) {}</script><div>3 < 4</div><!-- x --><p",
        );
        assert_eq!(
            words.split('\n').map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>(),
            ["One two\u{a0}— &c;", "3 < 4"]
        );
    }
}
