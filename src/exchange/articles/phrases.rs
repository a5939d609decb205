//! Lines that are known by their words: section names, captions, bylines, and what a site puts around its articles.

use crate::text::fold;

/// True where one of the phrases of a list, which `|` parts, is as asked.
fn any_of(list: &'static str, is: impl Fn(&str) -> bool) -> bool {
    list.split('|').any(is)
}

/// Folded words of section names.
const SECTIONS: &str = "\
    news|politics|world|us|u.s.|usa|uk|eu|opinion|opinions|editorial|editorials|comment|commentary|analysis|\
    business|economy|economics|finance|markets|money|sport|sports|tech|technology|science|health|entertainment|\
    lifestyle|life|style|culture|arts|travel|home|homepage|latest|breaking|europe|america|americas|asia|africa|\
    australia|canada|china|india|russia|ukraine|middle|east|latin|north|south|pacific|national|international|\
    global|local|regional|city|features|feature|explainer|exclusive|live|video|videos|podcast|podcasts|weather|\
    environment|climate|education|crime|law|courts|justice|immigration|elections|election|defense|defence|\
    military|security|diplomacy|government|congress|society|religion|energy|investigations|top|stories|story|\
    headlines|affairs|current|foreign|noticias|politica|mundo|economia|deportes|nachrichten|politik|welt|\
    wirtschaft|actualites|politique|monde|economie|meinung";
/// Words that join section names.
const JOINERS: [&str; 6] = ["and", "the", "y", "und", "et", "e"];

/// True for names of a page's sections, such as "News & Politics", "Home > World > Americas".
pub(super) fn is_section_name(line: &str) -> bool {
    if line.len() > 100 {
        return false;
    }
    let folded = fold(line.trim());
    let mut sections = 0;
    for word in folded
        .split(|c: char| c.is_whitespace() || matches!(c, '&' | '/' | '|' | '>' | '›' | '·' | ',' | '•' | '+' | '-'))
    {
        let known = any_of(SECTIONS, |s| s == word);
        if !known && !JOINERS.contains(&word) && !word.is_empty() {
            return false;
        }
        sections += usize::from(known);
    }
    let separated = folded.contains(['&', '/', '|', '>', '›', '·', ',', '•']);
    (1..=3).contains(&sections) || (separated && (4..=8).contains(&sections))
}

/// Folded starts of captions.
const CAPTION_STARTS: [&str; 24] = [
    "photo:",
    "photos:",
    "image:",
    "images:",
    "picture:",
    "pictures:",
    "pictured:",
    "photograph:",
    "caption:",
    "file photo",
    "file -",
    "file --",
    "file:",
    "image source",
    "image caption",
    "photo by ",
    "photo credit",
    "photo courtesy",
    "foto:",
    "fotos:",
    "bild:",
    "imagen:",
    "immagine:",
    "credit photo",
];
/// Folded names of picture agencies.
const AGENCIES: &str = "getty images|getty|shutterstock|reuters|ap|afp|epa|epa-efe|bloomberg|alamy|dpa|efe|ap photo|pa|pa wire|tass|\
    anadolu|xinhua|associated press|the associated press|epa-efe/shutterstock|afp/getty images|bloomberg/getty images";

/// True for the words under a picture.
pub(super) fn is_caption(line: &str) -> bool {
    // As words are counted only in short lines, a long text costs little.
    if line.len() > 1000 || word_count(line) > 80 {
        return false;
    }
    let folded = fold(line.trim());
    if CAPTION_STARTS.iter().any(|start| folded.starts_with(start)) {
        return true;
    }
    let bracketed = folded.strip_suffix([')', ']']).and_then(|inner| Some(inner.rsplit_once(['(', '['])?.1));
    let after = [". ", "| ", "- ", ": "].iter().filter_map(|s| Some((folded.rfind(s)?, s.len()))).max();
    let tail = after.and_then(|(at, length)| folded.get(at + length..));
    bracketed.or(tail.or(Some(&folded)).filter(|_| !folded.ends_with('.'))).is_some_and(is_credit)
}

/// True for what names the maker of a picture: "ap photo/ana ruiz", "ana ruiz/afp via getty images", "file: reuters".
fn is_credit(folded: &str) -> bool {
    let words = word_count(folded);
    let agency = any_of(AGENCIES, |a| folded == a)
        || folded.split('/').any(|part| any_of(AGENCIES, |a| part.trim() == a))
        || any_of(AGENCIES, |a| folded.strip_suffix(a).is_some_and(|rest| rest.ends_with(" via ")));
    let starts = [
        "photo:",
        "photo by ",
        "photos by ",
        "image:",
        "foto:",
        "file photo",
        "file:",
        "picture:",
        "ap photo",
        "photograph:",
    ];
    words <= 12 && (agency || starts.iter().any(|start| folded.starts_with(start)))
}

/// True for "By Ana Ruiz", "Por Ana Ruiz", "Von Ana Ruiz und Bo Li".
pub(super) fn is_byline(line: &str) -> bool {
    let line = line.trim();
    let starts = [
        "By ",
        "BY ",
        "by ",
        "By: ",
        "Por ",
        "Von ",
        "Par ",
        "Di ",
        "Story by ",
        "Written by ",
        "Reporting by ",
        "Text: ",
    ];
    let Some(names) = starts.iter().find_map(|start| line.strip_prefix(start)) else { return false };
    let short = |word: &str| {
        matches!(
            word,
            "and"
                | "y"
                | "und"
                | "et"
                | "e"
                | "de"
                | "van"
                | "von"
                | "der"
                | "la"
                | "del"
                | "for"
                | "in"
                | "with"
                | "al"
                | "bin"
                | "|"
                | "-"
                | "·"
                | "&"
        )
    };
    let is_name = |word: &str| word.starts_with(char::is_uppercase) || short(word);
    let plain = |c: char| {
        c.is_alphabetic() || c.is_whitespace() || matches!(c, '.' | ',' | '-' | '\'' | '’' | '|' | '&' | '·' | '/')
    };
    // The names come first; a date or time may follow them.
    let head = names.split([',', '|', '·', '–']).next().unwrap_or_default().trim();
    let count = head.split_whitespace().count();
    (1..=8).contains(&count)
        && word_count(line) <= 16
        && head.starts_with(char::is_uppercase)
        && head.split_whitespace().all(is_name)
        && head.chars().all(plain)
        && !line.ends_with(['?', '!', ':', '.', '”', '"'])
}

/// Lines that are boilerplate as a whole, folded and without end punctuation.
const WHOLE: &str = "\
    advertisement|advertisements|ad|anzeige|publicidad|publicite|pubblicita|publicidade|sponsored|comments|\
    comment|leave a comment|post a comment|view comments|show comments|add a comment|share|share this|\
    share this article|share this story|share article|compartir|teilen|partager|print|email|e-mail|facebook|\
    twitter|whatsapp|linkedin|copy link|link copied|reddit|telegram|save|subscribe|subscribe now|suscribete|\
    abonnieren|sign in|sign up|log in|login|register|newsletter|newsletters|read more|leer mas|lire aussi|\
    mehr lesen|weiterlesen|continue reading|keep reading|more stories|related|related articles|related stories|\
    related topics|related content|recommended|recommended stories|recommended for you|most read|most popular|\
    trending|trending now|you may also like|editor's picks|skip to content|skip to main content|back to top|\
    article continues below|all rights reserved";
/// Folded starts of boilerplate, in lines of at most 30 words.
const STARTS: &str = "\
    join the conversation|join the discussion|subscribe to |subscribe for |subscribe now|subscribe today|\
    subscribe here|sign up for |sign up to |sign up here|sign up now|sign up and get|read more:|read more about|\
    read more at|read more from|read more on|read more -|read also:|read also -|also read:|see also:|read next:|\
    up next:|related:|more on this story|more from |click here to |click here for |follow us on|follow us |\
    like us on|find us on|find more stories|share this article|share this story|share this with|share on |\
    this site uses cookies|this website uses cookies|we use cookies|by continuing to use|accept cookies|\
    accept all cookies|manage cookies|advertisement -|advertisement:|story continues below|\
    article continues below|article continues after|download our app|download the app|get our app|\
    get the latest news|enter your email|thank you for subscribing|thanks for subscribing|have you got a story|\
    got a tip|copyright ©|copyright 20|© 20|© copyright|(c) 20|terms of use|terms of service|privacy policy|\
    already a subscriber|to read the full story|suscribete a|siguenos en|abonnez-vous|inscrivez-vous|\
    iscriviti alla|leia tambem:";

/// True for what a site puts around its articles: comments, invitations, buttons, notices.
pub(super) fn is_boilerplate(line: &str) -> bool {
    let words = if line.len() > 400 { usize::MAX } else { word_count(line) };
    if words > 40 || line.starts_with(['"', '\'', '“', '‘', '«', '„']) {
        return false;
    }
    let folded = fold(line.trim());
    let whole = folded.trim_end_matches([':', '.', '!', '…', '>', '›', '→', ' ', '-', '"']);
    if any_of(WHOLE, |w| w == whole) || is_comment_count(whole) {
        return true;
    }
    // "Follow us" must not take "Follow usage of …", which the space after the start sees to.
    (words <= 30 && any_of(STARTS, |start| folded.starts_with(start)))
        || folded.contains("all rights reserved")
        || folded.contains("may not be published, broadcast, rewritten")
        || folded.contains("todos los derechos reservados")
        || folded.contains("alle rechte vorbehalten")
        || folded.contains("tous droits reserves")
}

/// "Comments (0)", "12 comments", "Comentarios (3)".
fn is_comment_count(folded: &str) -> bool {
    let words: String = folded.chars().map(|c| if c.is_alphabetic() { c } else { ' ' }).collect();
    let has_number = folded.contains(|c: char| c.is_ascii_digit());
    let mut words = words.split_whitespace();
    let first = words.next().unwrap_or_default();
    has_number
        && words.next().is_none()
        && matches!(
            first,
            "comments" | "comment" | "comentarios" | "kommentare" | "commentaires" | "commenti" | "shares" | "share"
        )
}

/// Folded words in the names of outlets.
const OUTLET_WORDS: &str = "\
    times|post|news|examiner|journal|herald|tribune|guardian|telegraph|mail|press|reuters|ap|afp|bbc|cnn|nbc|\
    abc|cbs|npr|pbs|msnbc|bloomberg|axios|politico|gazette|chronicle|daily|today|observer|independent|standard|\
    review|magazine|globe|mirror|express|zeitung|spiegel|monde|figaro|pais|mundo|nacional|examiner.com|newsweek|\
    economist|atlantic|yorker|inquirer|dispatch|courier|jazeera|welle|nyt|wsj|tass|xinhua|efe|dpa";

/// Longest name of an outlet, in bytes.
const LONGEST_OUTLET: usize = 200;

/// The outlet of a line that introduces an excerpt: "Example Times:".
pub(super) fn excerpted_outlet(line: &str) -> Option<&str> {
    let line = line.trim();
    let name = line.strip_suffix(':')?.trim();
    let name = ["From the ", "From ", "Via ", "Per the ", "Per "]
        .iter()
        .find_map(|start| name.strip_prefix(start))
        .unwrap_or(name);
    // A paragraph that ends with a colon is no name.
    if name.len() > LONGEST_OUTLET || name.split_whitespace().count() > 5 {
        return None;
    }
    let small = |word: &str| matches!(word, "of" | "the" | "and" | "de" | "la");
    let titled =
        name.split_whitespace().all(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_numeric()) || small(w));
    let known = name.split_whitespace().map(fold).any(|word| any_of(OUTLET_WORDS, |w| w == word));
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
    (titled && known && plain).then_some(name)
}

/// Number of words; in scripts without spaces two characters count as one.
pub(super) fn word_count(line: &str) -> usize {
    let spaceless = line
        .chars()
        .filter(|c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
        .count();
    line.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count().max(spaceless / 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections() {
        for line in [
            "News & Politics",
            "World",
            "Home > World > Americas",
            "US Politics",
            "Middle East",
            "Latest news",
            "U.S. | Politics",
        ] {
            assert!(is_section_name(line), "{line}");
        }
        for line in [
            "World leaders meet",
            "News of the talks",
            "",
            "&",
            "Business as usual",
            "China and Russia and India and Africa",
        ] {
            assert!(!is_section_name(line), "{line}");
        }
    }

    #[test]
    fn captions() {
        for line in [
            "The mayor speaks at a rally. (AP Photo/Ana Ruiz)",
            "FILE - The mayor in May.",
            "The mayor in May | Getty Images",
            "Photo: Bo Li",
            "The mayor [File: Ana Ruiz/Reuters]",
            "The mayor. ANA RUIZ/AFP via Getty Images",
            "The mayor speaks (Getty Images)",
            "The mayor and his aide. Getty Images",
            "Ana Ruiz/Reuters",
        ] {
            assert!(is_caption(line), "{line}");
        }
        for line in [
            "The agency bought pictures from Getty Images.",
            "He spoke to Reuters.",
            "The mayor told the AP",
            "Getty Images sues a rival over pictures",
            "Talks fail - AP's report",
            "Both sides spoke (the mayor and the council)",
            "Files were found in the office.",
            "Two officials confirmed it (one of them to Reuters) on Monday.",
        ] {
            assert!(!is_caption(line), "{line}");
        }
    }

    #[test]
    fn bylines() {
        for line in [
            "By Ana Ruiz",
            "By Ana Ruiz and Bo Li",
            "Von Ana Ruiz",
            "By ANA RUIZ, Associated Press",
            "By Ana de la Cruz | 28 Nov 2025",
        ] {
            assert!(is_byline(line), "{line}");
        }
        for line in ["By the numbers", "By Monday, the talks had failed.", "By", "Di", "By Ana Ruiz:", "Bypass closed"]
        {
            assert!(!is_byline(line), "{line}");
        }
    }

    #[test]
    fn boilerplate() {
        for line in [
            "Comments (0)",
            "12 comments",
            "Join the conversation as a member",
            "Advertisement",
            "Read more: The bridge",
            "Follow us on X",
            "Subscribe to our newsletter",
            "© 2025 The Example. All rights reserved.",
            "We use cookies to make this site work.",
            "SHARE",
            "Read More »",
        ] {
            assert!(is_boilerplate(line), "{line}");
        }
        for line in [
            "Subscribers will pay more.",
            "Signatures were counted.",
            "“Follow us on the road,” he said.",
            "Comments by the mayor drew anger.",
            "Relatedly, the bridge closed.",
            "More than 20 comments came in.",
            "Shares fell by 3 percent.",
            "",
        ] {
            assert!(!is_boilerplate(line), "{line}");
        }
    }

    #[test]
    fn excerpts() {
        assert_eq!(excerpted_outlet("Example Times:"), Some("Example Times"));
        assert_eq!(excerpted_outlet("From the Daily Example:"), Some("Daily Example"));
        for line in ["He said:", "The reasons:", "Example Times", "News about the talks:"] {
            assert_eq!(excerpted_outlet(line), None, "{line}");
        }
    }
}
