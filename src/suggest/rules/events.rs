//! Words that name something that happened, is planned, alleged or denied: nouns of acts and verbs of acts.

use super::grammar::{
    is_adverb, is_auxiliary, is_capital, is_determiner, is_object_pronoun, is_preposition, is_subject_pronoun, is_verb,
};
use super::lexicon::saying;
use crate::model::{AttributeValue, LabelId};
use crate::suggest::attributes::set;
use crate::suggest::words::Words;
use crate::suggest::{Document, Proposal, Proposals, Reason, Token, TokenKind};
use std::ops::Range;
use std::sync::LazyLock;

/// Nouns of acts and happenings, singular.
const NOUNS: &str = "talk negotiation meeting conversation discussion interview call election vote referendum attack strike airstrike \
    raid bombing shooting killing murder assassination massacre explosion blast fire blaze riot protest demonstration rally march \
    coup invasion war battle fighting clash ceasefire truce siege offensive ambush kidnapping abduction arrest detention trial hearing \
    verdict conviction sentence indictment lawsuit appeal ruling investigation inquiry probe search rescue evacuation deployment \
    withdrawal operation mission visit trip tour summit conference ceremony funeral inauguration wedding vigil celebration concert \
    match game tournament final race victory defeat win loss earthquake quake flood hurricane storm tornado wildfire drought outbreak \
    epidemic crash collision accident derailment collapse outage spill leak theft robbery heist burglary fraud hack breach merger \
    acquisition takeover purchase sale bankruptcy layoff resignation appointment dismissal death suicide injury fatality birth rejection \
    offer proposal request announcement agreement treaty launch release premiere debut landing flight takeoff rendezvous exchange \
    interaction communication contact reconciliation crackdown blockade embargo expulsion deportation extradition seizure confiscation \
    shutdown closure opening vaccination rebellion uprising mutiny revolt defection impeachment debate hostage-taking standoff \
    confrontation incursion threat build-up buildup";

/// Verbs of acts, in their base form; those of saying and of states are not among them.
const VERBS: &str = "kill murder shoot stab wound injure attack bomb strike hit invade raid ambush kidnap abduct rescue arrest detain jail \
    imprison charge indict convict sentence acquit execute hang sue appeal file sign veto pass adopt approve ratify repeal overturn \
    reject decline refuse accept offer propose request invite appoint name nominate elect vote resign retire dismiss fire sack oust \
    topple overthrow replace succeed launch open shut start begin end stop cancel suspend resume postpone delay extend halt \
    terminate break send deploy withdraw ship deliver land fly crash collide derail sink capsize explode collapse burn destroy damage \
    demolish evacuate flee escape enter leave arrive return visit travel march protest rally demonstrate riot clash fight defeat beat win \
    lose score play tie buy sell acquire purchase merge invest donate steal rob hack leak seize confiscate capture release free ban \
    sanction impose lift cut hire rehire announce unveil introduce publish issue recognise recognize declare \
    die drown suffocate infect hospitalize treat vaccinate test discover found build rebuild restore repair meet negotiate discuss talk \
    call phone speak summon expel deport extradite pardon swear inaugurate impeach investigate probe search raid intercept divert hijack \
    appeal blame label authorize authorise endorse back violate breach escalate intensify threaten deny accuse condemn terminate conduct \
    board target hold check place suffer sprain overrun surrender enroll join quit reopen erupt shake";

/// Irregular past forms with their base.
const IRREGULAR: &str = "shot shoot struck strike hit hit fled flee flew fly sank sink broke break broken break began begin sent send left \
    leave fought fight beat beat won win lost lose bought buy sold sell stole steal stolen steal cut cut swore swear sworn swear met meet \
    spoke speak held hold sued sue hung hang hanged hang shut shut drowned drown built build rebuilt rebuild shook shake quit quit \
    withdrew withdraw withdrawn withdraw burnt burn overthrew overthrow overthrown overthrow taken take";

static NOUN_SET: LazyLock<Words<&'static str>> = LazyLock::new(|| Words::of(NOUNS));
static IRREGULAR_SET: LazyLock<Words<&'static str>> = LazyLock::new(|| {
    let words: Vec<&'static str> = IRREGULAR.split_whitespace().collect();
    Words::new(words.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))))
});
static VERB_SET: LazyLock<Words<&'static str>> = LazyLock::new(|| Words::of(VERBS));

/// The form of a verb, as far as it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tense {
    Base,
    Third,
    Past,
    Ing,
}

/// Adds the events of a paragraph.
pub(super) fn events(document: &Document<'_>, tokens: Range<usize>, label: &LabelId, proposals: &mut Proposals) {
    for at in tokens {
        let kind = document.tokens().get(at).map(|t| t.kind);
        if kind != Some(TokenKind::Word) || document.word(at).len() < 3 {
            continue;
        }
        let found = noun(document, at)
            .map(|score| (score, "names what happened"))
            .or_else(|| particle(document, at).map(|_| (0.58, "says what was done")))
            .or_else(|| verb(document, at).map(|score| (score, "says what was done")));
        let Some((score, why)) = found else { continue };
        let Some(span) = document.span_of(extent(document, at)) else { continue };
        let mut proposal = Proposal::new(
            label.clone(),
            span,
            score,
            super::RULES,
            Reason::new(format!("“{}” {why}", document.word(at))),
        );
        if let Some(status) = status(document, at) {
            set(&mut proposal.attributes, "status", AttributeValue::text(status));
        }
        proposals.items.push(proposal);
    }
}

/// How likely a word is a noun that names an event; `None` where it is none.
fn noun(document: &Document<'_>, at: usize) -> Option<f64> {
    let word = document.lower(at);
    let plural = !NOUN_SET.has(word);
    let singular = if plural {
        let in_y = word.strip_suffix("ies").and_then(|stem| NOUN_SET.get(&format!("{stem}y")));
        let in_es = word.strip_suffix("es").filter(|w| NOUN_SET.has(w));
        in_y.or(in_es).or_else(|| word.strip_suffix('s')).unwrap_or(word)
    } else {
        word
    };
    if !NOUN_SET.has(singular) {
        return None;
    }
    let (before, next) = (document.lower(at.wrapping_sub(1)), document.lower(at + 1));
    // "fire trucks", "a call center": what names something else.
    // "strike group", "election commission": it names another thing.
    let compound = matches!(
        next,
        "group"
            | "groups"
            | "team"
            | "teams"
            | "force"
            | "forces"
            | "center"
            | "centre"
            | "commission"
            | "committee"
            | "room"
            | "zone"
            | "season"
            | "victim"
            | "victims"
            | "officer"
            | "agency"
    );
    let inside_name = is_capital(document.word(at))
        && (is_capital(document.word(at + 1)) || is_capital(document.word(at.wrapping_sub(1))))
        && !matches!(singular, "war" | "election" | "talk" | "attack" | "summit");
    let verb =
        matches!(before, "to" | "will" | "would" | "could" | "can" | "not" | "n't") || is_subject_pronoun(before);
    if inside_name || verb || compound {
        return None;
    }
    let told =
        is_determiner(before) || before == "'s" || is_preposition(next) || is_verb(next) || is_preposition(before);
    let generic = plural && (is_preposition(before) || at == 0) && !is_preposition(next);
    Some(match (told, generic) {
        (_, true) => 0.35,
        (true, false) => 0.6,
        (false, false) => 0.5,
    })
}

/// How likely a word is a verb that names an event; `None` where it is none.
fn verb(document: &Document<'_>, at: usize) -> Option<f64> {
    let word = document.lower(at);
    let (base, tense) = base_of(word)?;
    let before = document.lower(at.wrapping_sub(1));
    if is_capital(document.word(at))
        && document.tokens().get(at.wrapping_sub(1)).is_some_and(Token::is_word)
        && is_capital(document.word(at.wrapping_sub(1)))
        && is_capital(document.word(at + 1))
    {
        return None;
    }
    if base == "call" && saying(word).is_some()
        || matches!(base, "start" | "begin" | "end" | "stop") && matches!(document.lower(at + 1), "to" | "of")
    {
        return None;
    }
    let finite_before = is_subject_pronoun(before)
        || is_auxiliary(before)
        || is_adverb(before)
        || is_capital(document.word(at.wrapping_sub(1)));
    match tense {
        Tense::Past if is_determiner(before) => None,
        Tense::Past => {
            Some(if matches!(base, "hold" | "conduct" | "start" | "begin" | "leave" | "name" | "call" | "back") {
                0.35
            } else {
                0.6
            })
        }
        Tense::Third => (!is_determiner(before) && !is_preposition(before) && before != "'s").then_some(0.36),
        Tense::Ing => (!is_determiner(before)).then_some(0.38),
        Tense::Base if before == "to" => Some(0.35),
        Tense::Base => (finite_before
            && !is_determiner(before)
            && !is_preposition(before)
            && before != "'s"
            && !is_capital(document.word(at)))
        .then_some(0.3),
    }
}

/// The base form of a verb of acts.
fn base_of(word: &str) -> Option<(&'static str, Tense)> {
    let known = |base: &str| VERB_SET.get(base);
    if let Some(base) = known(word) {
        return Some((
            base,
            if matches!(word, "hit" | "cut" | "shut" | "beat" | "quit") { Tense::Past } else { Tense::Base },
        ));
    }
    if let Some(base) = IRREGULAR_SET.get(word) {
        return known(base).map(|base| (base, Tense::Past));
    }
    for (ending, tense) in [("ed", Tense::Past), ("ing", Tense::Ing), ("es", Tense::Third), ("s", Tense::Third)] {
        let Some(stem) = word.strip_suffix(ending) else { continue };
        let doubled = stem.char_indices().next_back().and_then(|(i, c)| stem.get(..i).filter(|s| s.ends_with(c)));
        let with_e = format!("{stem}e");
        let with_y = stem.strip_suffix('i').map(|s| format!("{s}y"));
        let base = known(stem)
            .or_else(|| known(&with_e))
            .or_else(|| with_y.as_deref().and_then(known))
            .or_else(|| doubled.and_then(known));
        if let Some(base) = base {
            return Some((base, tense));
        }
    }
    None
}

/// The words that belong to a trigger: a particle behind a verb, a modifier that makes it the event it is.
fn extent(document: &Document<'_>, at: usize) -> Range<usize> {
    let (word, next) = (document.lower(at), document.lower(at + 1));
    let before = document.lower(at.wrapping_sub(1));
    let modified = matches!(
        (before, word),
        ("telephone" | "phone", "conversation" | "call" | "interview")
            | ("military", "coup" | "operation" | "offensive")
            | ("civil", "war")
            | ("air", "strike" | "strikes" | "raid")
            | ("death", "sentence")
            | ("hunger", "strike")
    );
    let named_war = word == "war" && is_capital(document.word(at)) && is_capital(document.word(at.wrapping_sub(1)));
    let oneself = matches!(word, "declared" | "proclaimed" | "declares")
        && matches!(next, "himself" | "herself" | "itself" | "themselves");
    let end = particle(document, at).unwrap_or(at + 1 + usize::from(oneself));
    at - usize::from((modified || named_war) && at > 0)..end
}

/// The end of a verb with its particle: "broke off", "turned them down".
fn particle(document: &Document<'_>, at: usize) -> Option<usize> {
    let fits = |particle: &str| {
        matches!(
            (document.lower(at), particle),
            ("broke" | "broken" | "breaks" | "breaking", "out" | "off" | "down")
                | ("shut" | "shuts" | "turned" | "turns" | "stepped" | "steps" | "backed" | "gunned", "down")
                | ("called" | "calls" | "boiled" | "took" | "taken", "off" | "over")
                | ("reached" | "reaches" | "reaching" | "carried" | "carries", "out")
                | ("stepped", "aside")
                | ("blew" | "blown", "up")
        )
    };
    if fits(document.lower(at + 1)) {
        return Some(at + 2);
    }
    (is_object_pronoun(document.lower(at + 1)) && fits(document.lower(at + 2))).then_some(at + 3)
}

/// Whether it is planned, alleged or denied, where a word right before it says so.
fn status(document: &Document<'_>, at: usize) -> Option<&'static str> {
    let near = |back: usize| at.checked_sub(back).map_or("", |i| document.lower(i));
    for back in 1..=3 {
        match near(back) {
            "will" | "planned" | "plans" | "possible" | "potential" | "upcoming" | "would" => return Some("planned"),
            "alleged" | "allegedly" | "reportedly" => return Some("alleged"),
            "." | "," | ";" => break,
            _ => {}
        }
    }
    None
}
