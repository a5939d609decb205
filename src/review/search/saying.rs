//! Words of saying: where one stands in a sentence, a name in it is likely a quoted source.

use crate::text::fold;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// English verbs and nouns of saying as news uses them, folded; those that mostly mean something else are left out.
const ENGLISH: &str = "accused accuses acknowledged acknowledges added adds admits admitted affirmed affirms alleged \
    alleges announced announces argued argues asked asks asserted asserts believes boasted cautioned cited cites \
    claimed claims commented complained conceded concedes concluded concludes confirmed confirms contended contends \
    countered credited declared declares declined demanded demands denied denies deny denying described describes \
    disclosed disputed disputes echoed emphasized emphasised estimated estimates exclaimed explained explains \
    hinted implied indicated indicates insisted insists maintained maintains mentioned noted notes observed pledged \
    posted predicted predicts promised promises proposed quipped quoted recalled recalls reiterated remarked replied \
    replies reported reportedly reports responded responds revealed reveals said say saying says signaled signalled \
    spokesman spokesperson spokeswoman stated statement states stressed stresses suggested suggests telling tells \
    testified threatened threatens told tweeted urged urges vowed vows warned warns writes wrote";

/// Spanish, as [`ENGLISH`].
const SPANISH: &str = "aclaro admitio advierte advirtio afirma afirman afirmaron afirmo agrega agrego anadio anuncia \
    anuncio asegura aseguran aseguraron aseguro comento conto confirma confirmo considero declara declararon declaro \
    denuncia denuncio destaca destaco dice dicen dicho dijeron dijo explica explico expreso indica indico informa \
    informaron informo insiste insistio manifesto negaron nego niega pidio portavoz preciso pregunto prometio reconoce \
    reconocio recordo reitero relato respondio revelo senala senalaron senalo sostiene sostuvo subrayo vocera vocero";

/// German, as [`ENGLISH`].
const GERMAN: &str = "behauptet behauptete behaupteten berichtet berichtete berichteten bestatigt bestatigte bestatigten \
    betont betonte betonten erklaren erklart erklarte erklarten erwiderte erzahlt erzahlte fordert forderte forderten \
    fragte kritisiert kritisierte kundigte meint meinte mitgeteilt mitteilte nannte raumte sagen sagt sagte sagten \
    schreibt schrieb schrieben sprecher sprecherin teilte teilten verkundete versicherte versprach verspricht warf warnt \
    warnte warnten widersprach zitiert zitierte zufolge zugegeben";

/// French, as [`ENGLISH`].
const FRENCH: &str = "accuse affirmait affirmant affirme affirment ajoute annonce annoncent assurait assure assurent \
    avance confie confirme confirment declarait declarant declare declarent deplore denonce dement disait disent dit \
    ecrit estimait estime estiment evoque explique expliquait expliquent indique indiquent insiste martele precisait \
    precise precisent promet raconte rappelle reconnait repete repond repondu revele soulignait souligne soulignent";

/// Folded phrases that credit a source without a verb, in the same languages.
const PHRASES: [&str; 13] = [
    "according to",
    "in the words of",
    "segun",
    "de acuerdo con",
    "en palabras de",
    "laut",
    "nach angaben",
    "nach aussage",
    "nach den worten",
    "selon",
    "d'apres",
    "a en croire",
    "porte-parole",
];

static WORDS: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| [ENGLISH, SPANISH, GERMAN, FRENCH].into_iter().flat_map(str::split_whitespace).collect());

/// True where a word of saying, in English, Spanish, German or French, stands in the sentence.
pub fn says(sentence: &str) -> bool {
    let folded = fold(sentence);
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
    words.any(|word| WORDS.contains(word)) || PHRASES.iter().any(|phrase| holds(&folded, phrase))
}

/// True where the phrase stands in the words, and not inside a word.
fn holds(words: &str, phrase: &str) -> bool {
    words.match_indices(phrase).any(|(at, found)| {
        let before = words.get(..at).and_then(|t| t.chars().next_back());
        let after = words.get(at + found.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_of_saying_in_four_languages() {
        for sentence in [
            "The harbour master said so.",
            "Prices fell, according to the bank.",
            "“No”, agregó la ministra.",
            "Según el alcalde, no hay agua.",
            "Der Sprecher kündigte es an.",
            "Laut der Zeitung stimmt das.",
            "C’est faux, précise la mairie.",
            "D’après le port, tout va bien.",
        ] {
            assert!(says(sentence), "{sentence}");
        }
        for sentence in ["The harbour master went home.", "It was lauter there.", "Es regnet in Essen.", ""] {
            assert!(!says(sentence), "{sentence}");
        }
    }

    #[test]
    fn the_words_are_folded() {
        for word in WORDS.iter().chain(&PHRASES) {
            assert_eq!(fold(word), **word);
        }
    }
}
