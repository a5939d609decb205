//! Words that change what a claim says: hedges, verbs of saying, numbers in words, months and days. English above all, with
//! the commonest of Spanish, French and German; all folded.

/// Hedges, of one word or several: each stands for itself.
const HEDGES: [&str; 72] = [
    "reportedly",
    "allegedly",
    "apparently",
    "supposedly",
    "purportedly",
    "seemingly",
    "presumably",
    "possibly",
    "probably",
    "perhaps",
    "maybe",
    "likely",
    "unlikely",
    "potentially",
    "may",
    "might",
    "could",
    "about",
    "around",
    "roughly",
    "approximately",
    "nearly",
    "almost",
    "some",
    "up to",
    "at least",
    "at most",
    "more than",
    "less than",
    "fewer than",
    "over",
    "under",
    "is said to",
    "are said to",
    "was said to",
    "appears to",
    "appeared to",
    "appear to",
    "seems to",
    "seemed to",
    "seem to",
    "is believed to",
    "are believed to",
    "was believed to",
    "is thought to",
    "is expected to",
    "are expected to",
    "is likely to",
    "suggests",
    "suggested",
    "in part",
    "partly",
    "so-called",
    "unconfirmed",
    "alleged",
    "reported",
    "presuntamente",
    "supuestamente",
    "al parecer",
    "aparentemente",
    "tal vez",
    "quiza",
    "podria",
    "unos",
    "presumement",
    "peut-etre",
    "environ",
    "selon des sources",
    "mutmasslich",
    "angeblich",
    "offenbar",
    "wohl",
];

/// Those that are hedges before a number only.
const BEFORE_NUMBERS: [&str; 9] = ["about", "around", "some", "over", "under", "nearly", "almost", "unos", "environ"];

/// Verbs of saying with the forms that news use.
const SAYING: [(&str, &str); 60] = [
    ("say", "say says said saying"),
    ("tell", "tell tells told telling"),
    ("claim", "claim claims claimed claiming"),
    ("state", "state states stated stating"),
    ("announce", "announce announces announced announcing"),
    ("report", "report reports reporting"),
    ("warn", "warn warns warned warning"),
    ("deny", "deny denies denied denying"),
    ("admit", "admit admits admitted admitting"),
    ("acknowledge", "acknowledge acknowledges acknowledged acknowledging"),
    ("insist", "insist insists insisted insisting"),
    ("argue", "argue argues argued arguing"),
    ("allege", "allege alleges alleging"),
    ("assert", "assert asserts asserted asserting"),
    ("add", "adds added adding"),
    ("note", "notes noted noting"),
    ("confirm", "confirm confirms confirmed confirming"),
    ("suggest", "suggest suggesting"),
    ("hint", "hint hints hinted hinting"),
    ("imply", "imply implies implied implying"),
    ("concede", "concede concedes conceded conceding"),
    ("declare", "declare declares declared declaring"),
    ("explain", "explain explains explained explaining"),
    ("promise", "promise promises promised promising"),
    ("vow", "vow vows vowed vowing"),
    ("threaten", "threaten threatens threatened threatening"),
    ("demand", "demand demands demanded demanding"),
    ("urge", "urge urges urged urging"),
    ("reject", "reject rejects rejected rejecting"),
    ("dismiss", "dismiss dismisses dismissed dismissing"),
    ("accuse", "accuse accuses accused accusing"),
    ("reveal", "reveal reveals revealed revealing"),
    ("disclose", "disclose discloses disclosed disclosing"),
    ("write", "write writes wrote writing"),
    ("post", "posts posted posting"),
    ("believe", "believe believes believed believing"),
    ("think", "think thinks thought thinking"),
    ("expect", "expect expects expecting"),
    ("hear", "heard hears"),
    ("caution", "caution cautions cautioned cautioning"),
    ("stress", "stressed stressing stresses"),
    ("maintain", "maintains maintained maintaining"),
    ("contend", "contend contends contended contending"),
    ("estimate", "estimate estimates estimated estimating"),
    ("speculate", "speculate speculates speculated speculating"),
    ("predict", "predict predicts predicted predicting"),
    ("signal", "signals signaled signalled signaling signalling"),
    ("recall", "recall recalls recalled recalling"),
    ("reply", "reply replies replied replying"),
    ("respond", "respond responds responded responding"),
    ("ask", "ask asks asked asking"),
    ("describe", "describe describes described describing"),
    ("tweet", "tweet tweets tweeted tweeting"),
    ("conclude", "conclude concludes concluded concluding"),
    ("boast", "boast boasts boasted boasting"),
    ("according", "according"),
    ("decir", "dice dijo dicen dijeron afirmo afirma aseguro asegura"),
    ("dire", "dit declare affirme affirment"),
    ("sagen", "sagt sagte erklarte teilte"),
    ("behaupten", "behauptet behauptete"),
];

/// Numbers in words.
const NUMBERS: [(&str, &str); 31] = [
    ("zero", "0"),
    ("one", "1"),
    ("two", "2"),
    ("three", "3"),
    ("four", "4"),
    ("five", "5"),
    ("six", "6"),
    ("seven", "7"),
    ("eight", "8"),
    ("nine", "9"),
    ("ten", "10"),
    ("eleven", "11"),
    ("twelve", "12"),
    ("thirteen", "13"),
    ("fourteen", "14"),
    ("fifteen", "15"),
    ("sixteen", "16"),
    ("seventeen", "17"),
    ("eighteen", "18"),
    ("nineteen", "19"),
    ("twenty", "20"),
    ("thirty", "30"),
    ("forty", "40"),
    ("fifty", "50"),
    ("sixty", "60"),
    ("seventy", "70"),
    ("eighty", "80"),
    ("ninety", "90"),
    ("dozen", "12"),
    ("half", "half"),
    ("dozens", "dozens"),
];

/// What follows a number and belongs to it.
const SCALES: [(&str, &str); 16] = [
    ("hundred", "00"),
    ("hundreds", "00"),
    ("thousand", "k"),
    ("thousands", "k"),
    ("k", "k"),
    ("million", "m"),
    ("millions", "m"),
    ("m", "m"),
    ("mn", "m"),
    ("billion", "bn"),
    ("billions", "bn"),
    ("bn", "bn"),
    ("trillion", "tn"),
    ("percent", "%"),
    ("percentage", "%"),
    ("pc", "%"),
];

/// Months, by their number, as they begin: "nov", "november".
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

const RELATIVE: [&str; 7] = ["today", "yesterday", "tomorrow", "tonight", "ayer", "hier", "gestern"];

/// The longest hedge that a run of folded words begins with: how many words, and which.
pub(super) fn hedge(words: &[&str]) -> Option<(usize, &'static str)> {
    let fits = |hedge: &'static str| {
        let mut count = 0;
        for part in hedge.split(' ') {
            if words.get(count) != Some(&part) {
                return None;
            }
            count += 1;
        }
        Some((count, hedge))
    };
    HEDGES.into_iter().filter_map(fits).max_by_key(|(count, _)| *count)
}

/// Whether a hedge says something only about a number that follows it.
pub(super) fn needs_number(hedge: &str) -> bool {
    BEFORE_NUMBERS.contains(&hedge)
}

/// The verb of saying that a folded word is a form of.
pub(super) fn saying(word: &str) -> Option<&'static str> {
    SAYING.iter().find(|(_, forms)| forms.split(' ').any(|form| form == word)).map(|(verb, _)| *verb)
}

/// Verbs that stand by what is said, and verbs that leave it with the speaker.
const FIRM: [&str; 7] = ["confirm", "reveal", "disclose", "conclude", "declare", "admit", "concede"];
const LOOSE: [&str; 12] = [
    "claim",
    "allege",
    "suggest",
    "hint",
    "imply",
    "believe",
    "think",
    "speculate",
    "estimate",
    "hear",
    "contend",
    "behaupten",
];

/// 1 for a verb of saying that stands by what is said, -1 for one that does not, else 0.
pub(super) fn firmness(word: &str) -> i32 {
    match saying(word) {
        Some(verb) if FIRM.contains(&verb) => 1,
        Some(verb) if LOOSE.contains(&verb) => -1,
        _ => 0,
    }
}

/// The value of a number in words.
pub(super) fn number(word: &str) -> Option<&'static str> {
    NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// What a word after a number makes of it.
pub(super) fn scale(word: &str) -> Option<&'static str> {
    SCALES.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// The number of a month, from 1; `as_written` tells the month May from "may" and March from "march".
pub(super) fn month(word: &str, as_written: &str) -> Option<usize> {
    let capital = as_written.chars().next().is_some_and(char::is_uppercase);
    let at = MONTHS.iter().position(|month| {
        *month == word || (word.len() == 3 && month.starts_with(word)) || (word == "sept" && *month == "september")
    })?;
    capital.then_some(at + 1)
}

/// The day of the week, or a day that is counted from the article's.
pub(super) fn day(word: &str) -> Option<&'static str> {
    WEEKDAYS.into_iter().chain(RELATIVE).find(|day| *day == word)
}
