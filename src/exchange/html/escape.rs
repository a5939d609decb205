//! Words, languages and addresses as HTML takes them.

use std::borrow::Cow;

/// ISO 639-1, the languages of two letters; checkers refuse others.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de \
    dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it \
    iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd \
    ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su \
    sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Words as the text of an element or the value of a quoted attribute: nothing in them is markup, and what HTML
/// forbids (control characters, noncharacters) reads `U+FFFD`.
pub(super) fn escaped(words: &str) -> Cow<'_, str> {
    if !words.chars().any(|c| matches!(c, '&' | '<' | '>' | '"' | '\'') || is_forbidden(c)) {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len() + 16);
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_forbidden(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn is_forbidden(c: char) -> bool {
    let is_nonchar = matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe;
    is_nonchar || (c.is_control() && !matches!(c, '\t' | '\n'))
}

/// ` lang="de"` for a tag that begins with a language of two letters.
pub(super) fn lang(tag: &str) -> String {
    let language = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let is_known = language.len() == 2 && LANGUAGES.split(' ').any(|known| known == language);
    if is_known { format!(" lang=\"{language}\"") } else { String::new() }
}

/// A link where the words are the address of a web page, else the words.
pub(super) fn link(address: &str) -> String {
    let words = escaped(address);
    if is_web(address) { format!("<a href=\"{words}\" rel=\"noreferrer\">{words}</a>") } else { words.into_owned() }
}

fn is_web(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")) else { return false };
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    let mut escapes = rest.split('%').skip(1);
    let are_escapes = escapes.all(|part| part.chars().take(2).filter(char::is_ascii_hexdigit).count() == 2);
    is_host && rest.chars().all(allowed) && are_escapes && rest.matches('#').count() < 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(escaped("<script>\"'&\u{0}\u{ffff}\n"), "&lt;script&gt;&quot;&#39;&amp;\u{fffd}\u{fffd}\n");
        assert!(matches!(escaped("as it is ’"), Cow::Borrowed(_)));
    }

    #[test]
    fn links_lead_to_web_pages_only() {
        assert_eq!(
            link("https://a.example/b?c=%20&d#e"),
            "<a href=\"https://a.example/b?c=%20&amp;d#e\" rel=\"noreferrer\">https://a.example/b?c=%20&amp;d#e</a>"
        );
        for other in [
            "javascript:alert(1)",
            "http://a b",
            "https://",
            "http://a/%zz",
            "ftp://a",
            "http://a/#b#c",
            "http://u:p@a",
        ] {
            assert!(!link(other).contains("href"), "{other}");
        }
        assert_eq!((lang("de-AT").as_str(), lang("xx").as_str(), lang("\"").as_str()), (" lang=\"de\"", "", ""));
    }
}
