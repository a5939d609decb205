"""Figures as `byline evaluate` counts them: exact without outer punctuation and a leading "that"; overlap one to one at half."""

REPORTING = set(
    "say says said saying tell tells told telling report reports reported reporting claim claims claimed claiming state "
    "states stated stating add adds added adding statement statements sayings".split()
)


def bare(text, a, b):
    while True:
        while a < b and not text[a].isalnum():
            a += 1
        while b > a and not text[b - 1].isalnum():
            b -= 1
        if a == b:
            return None
        if text[a : a + 4].lower() == "that" and a + 4 < b and not text[a + 4].isalnum() and text[a + 4] not in "’'":
            a += 4
            continue
        return a, b


def only_reports(words):
    words = words.lower()
    while words and not words[0].isalnum():
        words = words[1:]
    while words and not words[-1].isalnum():
        words = words[:-1]
    return words in REPORTING


def rate(proposed, gold, both):
    p, r = both / max(proposed, 1), both / max(gold, 1)
    return 200 * p * r / max(p + r, 1e-9)


class Tally:
    """One label over the articles of a corpus."""

    def __init__(self, label):
        self.label, self.gold, self.exact, self.near = label, [0, 0], [], []

    def add(self, text, gold, proposed, scored=None):
        """`gold` [(a, b)], `proposed` [(a, b, score)] in code points."""
        inside = lambda a: scored is None or any(s <= a < e for s, e in scored)
        gold = [g for g in dict.fromkeys(map(tuple, gold)) if inside(g[0])]
        proposed = [p for p in proposed if inside(p[0])]
        if self.label == "event":
            out = [g for g in gold if only_reports(text[g[0] : g[1]])]
            gold = [g for g in gold if g not in out]
            proposed = [p for p in proposed if not any(p[0] < o[1] and o[0] < p[1] for o in out)]
        known = {bare(text, *g) for g in gold} - {None}
        self.gold[0] += len(known)
        self.gold[1] += len(gold)
        seen = set()
        for a, b, score in proposed:
            words = bare(text, a, b)
            if words is not None and words not in seen:
                seen.add(words)
                self.exact.append((score, words in known))
        pairs = []
        for p, (a, b, _) in enumerate(proposed):
            for g, (c, d) in enumerate(gold):
                both = min(b, d) - max(a, c)
                if both > 0 and both / (b - a + d - c - both) >= 0.5:
                    pairs.append((-both / (b - a + d - c - both), p, g))
        met, taken = set(), set()
        for _, p, g in sorted(pairs):
            if p not in met and g not in taken:
                met.add(p)
                taken.add(g)
        self.near.extend((score, p in met) for p, (_, _, score) in enumerate(proposed))

    def at(self, least):
        exact = [hit for score, hit in self.exact if score >= least]
        near = [hit for score, hit in self.near if score >= least]
        return rate(len(exact), self.gold[0], sum(exact)), rate(len(near), self.gold[1], sum(near))

    def best(self):
        """(least score, exact F1, overlap F1) where the exact F1 is best."""
        leasts = sorted({score for score, _ in self.exact}) or [0.0]
        step = max(1, len(leasts) // 60)
        return max(((least, *self.at(least)) for least in leasts[::step]), key=lambda x: x[1])

    def sure(self, precision=0.9, fewest=30):
        """(recall, least score) where nine of ten are right by overlap."""
        found, right = (0.0, 1.0), 0
        for n, (score, hit) in enumerate(sorted(self.near, reverse=True), 1):
            right += hit
            if n >= fewest and right / n >= precision:
                found = (100 * right / max(self.gold[1], 1), score)
        return found
