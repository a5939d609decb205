//! Words that credit: verbs and nouns of saying, of belief, promise, demand and judgement, and what each takes.

use crate::suggest::words::Words;
use std::sync::LazyLock;

/// What a word of saying may be followed by, or stand beside; several at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Takes(u16);

impl Takes {
    /// A clause, with or without "that".
    pub(super) const CLAUSE: Self = Self(1);
    /// A clause after "that", "how" or "whether" only, or one that begins with a pronoun.
    pub(super) const THAT: Self = Self(1 << 1);
    /// A person first: "told reporters".
    pub(super) const PERSON: Self = Self(1 << 2);
    /// "to" and a verb.
    pub(super) const INFINITIVE: Self = Self(1 << 3);
    /// A thing: "denied the charge".
    pub(super) const THING: Self = Self(1 << 4);
    /// A thing and what it is called or held to be.
    pub(super) const JUDGEMENT: Self = Self(1 << 5);
    /// Words in quotation marks, before or after it.
    pub(super) const QUOTE: Self = Self(1 << 6);
    /// It may also be a noun.
    pub(super) const NOUN: Self = Self(1 << 7);

    /// True where it takes any of these.
    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What is done by saying it: the values of the attribute *act*.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Statement,
    Denial,
    Question,
    Promise,
    Threat,
    Demand,
    Judgement,
}

impl Act {
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Statement => "statement",
            Self::Denial => "denial",
            Self::Question => "question",
            Self::Promise => "promise",
            Self::Threat => "threat",
            Self::Demand => "demand",
            Self::Judgement => "judgement",
        }
    }
}

/// A verb of saying in one of its forms.
#[derive(Clone, Copy, Debug)]
pub(super) struct Saying {
    pub(super) takes: Takes,
    pub(super) act: Act,
}

const C: Takes = Takes::CLAUSE.with(Takes::QUOTE);
const CN: Takes = C.with(Takes::NOUN);
const T: Takes = Takes::THAT.with(Takes::QUOTE);
const TN: Takes = T.with(Takes::NOUN);
const P: Takes = C.with(Takes::PERSON);
const I: Takes = Takes::INFINITIVE;
const N: Takes = Takes::THING;
const J: Takes = Takes::JUDGEMENT;

/// Verbs by what they take; forms apart by blanks.
const VERBS: [(Takes, Act, &str); 27] = [
    (C, Act::Statement, "said says say saying added adds adding"),
    (
        C,
        Act::Statement,
        "stated explained explains explaining insisted insists insisting argued argues arguing asserted asserts \
         asserting contended contends contending maintained maintains reiterated reiterates reiterating insist argue assert contend explain maintain testify testified \
         testifies testifying quipped joked jokes joking exclaimed \
         remarked declared declares declaring recalled recalls recalling boasted boasts",
    ),
    (
        CN,
        Act::Statement,
        "claimed claims claim claiming reported reporting reports noted notes noting alleged alleges alleging \
         estimated estimates predicted predicts predicting speculated believes believed believe believing estimate predict",
    ),
    (
        T,
        Act::Statement,
        "suggested suggests suggesting suggest acknowledge concede conclude emphasize stress indicate imply complain reveal acknowledged acknowledges acknowledging conceded concedes conceding \
         concluded concludes concluding emphasized emphasised emphasizes emphasises stressed stresses stressing indicated \
         indicates indicating implied implies implying hinted hints hinting revealed reveals revealing disclosed \
         discloses observed remarked complained complains complaining cautioned cautions mentioned confided learned",
    ),
    (
        TN,
        Act::Statement,
        "concerned convinced confident thinks think thought hopes hope hoped hoping fears feared worried feels felt knows suspects doubts assumes",
    ),
    (TN, Act::Statement, "found finds showed shows show proves heard hears agrees agreed understands"),
    (
        T.with(N),
        Act::Statement,
        "announced announces announcing announce confirmed confirms confirming confirm admit admitted admits admitting",
    ),
    (N.with(T), Act::Denial, "denied denies deny denying disputed disputes disputing refuted refutes rebuffed"),
    (N, Act::Denial, "dismissed dismisses dismissing"),
    (
        P,
        Act::Statement,
        "told tells telling tell informed informs informing assured assures assuring reminded reminds notified",
    ),
    (P, Act::Threat, "warned warns warning warn"),
    (T.with(N), Act::Question, "asked asks asking wondered wonders questioned questions"),
    (
        I.with(Takes::THAT),
        Act::Promise,
        "promise vow pledge promised promises promising vowed vows vowing pledged pledges pledging swore",
    ),
    (I.with(Takes::THAT), Act::Threat, "threaten threatened threatens threatening"),
    (I.with(Takes::THAT).with(N), Act::Demand, "demand demanded demands demanding"),
    (I.with(Takes::THAT).with(Takes::PERSON), Act::Demand, "urge urged urges urging implored"),
    (
        I.with(Takes::NOUN),
        Act::Statement,
        "plan plans planned planning want intends intended wants wanted aims decided seeks sought refused refuses refusing",
    ),
    (I.with(Takes::THAT).with(Takes::NOUN), Act::Statement, "expects expected"),
    (N.with(T), Act::Demand, "proposed proposes proposing recommended recommends recommending"),
    (
        J,
        Act::Judgement,
        "call calls called calling labelled labeled labelling labeling deemed deems deeming dubbed dubs branded brands branding described \
         describes describing characterized characterised considers consider describe",
    ),
    (
        N,
        Act::Judgement,
        "criticize criticise criticized criticised criticizes criticises criticizing criticising praised praises praising blamed blames blaming",
    ),
    (
        N,
        Act::Judgement,
        "accuse condemn denounce expressed expresses expressing accused accuses accusing condemned condemns condemning denounced denounces denouncing blasted slammed mocked decried \
         lamented laments touted",
    ),
    (
        T,
        Act::Statement,
        "posted posts wrote writes write writing tweeted tweets tweeting continued replied replies responded responds stating",
    ),
    (
        J,
        Act::Judgement,
        "recognised recognized recognises recognizes portrayed portrays portraying framed depicted cast casting saw sees see views viewed regards regarded",
    ),
    (N, Act::Statement, "cited cites citing"),
    (P.with(Takes::NOUN), Act::Statement, "advised advises"),
    (Takes::QUOTE, Act::Statement, "read reads"),
];

/// Nouns whose content follows after "that" or "to".
const NOUNS: &str = " claim claims allegation allegations accusation accusations assertion assertions statement statements belief \
    beliefs warning warnings promise promises pledge pledges vow threat threats argument arguments suggestion suggestions \
    conclusion contention prediction view admission remark remarks insistence revelation demand demands ";

static NOUN_SET: LazyLock<Words<&'static str>> = LazyLock::new(|| Words::of(NOUNS));

static FORMS: LazyLock<Words<Saying>> = LazyLock::new(|| Words::new(forms()));

/// Every form of the verbs, with what it takes.
fn forms() -> impl Iterator<Item = (&'static str, Saying)> {
    VERBS.iter().flat_map(|(takes, act, forms)| {
        forms.split_whitespace().map(|form| (form, Saying { takes: *takes, act: *act }))
    })
}

/// Adjectives that take a clause, though they stand with "is" and "was".
pub(super) fn is_feeling(word: &str) -> bool {
    matches!(word, "worried" | "concerned" | "convinced" | "confident" | "agreed")
}

/// True for verbs that judge by "as" only: "saw him as a threat".
pub(super) fn judges_by_as(word: &str) -> bool {
    let verbs =
        ["recogni", "portray", "framed", "depicted", "cast", "saw", "see", "view", "regard", "describ", "characteri"];
    verbs.iter().any(|verb| word.starts_with(verb))
}

/// What a word of saying, in lower case, takes; `None` for any other word.
pub(super) fn saying(word: &str) -> Option<Saying> {
    (word.len() > 2).then(|| FORMS.get(word)).flatten()
}

/// True for a noun of saying, in lower case.
pub(super) fn saying_noun(word: &str) -> bool {
    word.len() > 3 && NOUN_SET.has(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_lower_case_and_known() {
        assert!(forms().count() > 250);
        assert!(forms().all(|(form, _)| form.chars().all(|c| c.is_ascii_lowercase())));
        assert!(saying("said").is_some_and(|s| s.takes.has(Takes::CLAUSE) && s.takes.has(Takes::QUOTE)));
        assert!(saying("denied").is_some_and(|s| s.act == Act::Denial && !s.takes.has(Takes::CLAUSE)));
        assert!(saying("went").is_none() && saying_noun("claims") && !saying_noun("situation"));
    }
}
