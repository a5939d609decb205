"""Tokens, quotation marks and sentences of an article: the same cutting as `crf::cut` in Rust, on code points."""

OUT, IN, OPENS, CLOSES = range(4)
WORD, NEWLINE, MARK = range(3)
ABBREVIATIONS = set(
    "mr mrs ms dr sen rep gov gen lt col st jr sr u.s u.n u.k d.c a.m p.m no inc corp co jan feb aug sept oct nov dec "
    "rev prof sgt capt maj vs reps sens".split()
)
CLITICS = {"s", "re", "ve", "ll", "d", "m", ""}


def alphanumeric(c):
    return c.isalnum()


def token_end(text, at):
    """One past the token that begins here."""
    n, first = len(text), text[at]
    if first == "\n":
        while at < n and text[at] == "\n":
            at += 1
        return at
    if not alphanumeric(first):
        return at + 1
    digit, i = False, at
    while i < n:
        c = text[i]
        if alphanumeric(c):
            digit = c in "0123456789"
            i += 1
            continue
        following = text[i + 1] if i + 1 < n else ""
        inner = c in ".'’-" and following != "" and alphanumeric(following)
        thousands = c == "," and digit and following != "" and following in "0123456789"
        if not (inner or thousands):
            return i + 1 if c in "'’" and text[i - 1] == "s" else i
        i += 1
    return n


def clitic(word):
    """Where a word's clitic begins: "Trump|'s", "do|n't"; None without one."""
    at = max(word.rfind("'"), word.rfind("’"))
    if at < 0:
        return None
    tail = word[at:].lstrip("'’").lower()
    if tail == "t" and word[:at].endswith(("n", "N")):
        return at - 1 if at > 1 else None
    return at if tail in CLITICS and at > 0 else None


class Cut:
    """Tokens as (start, end), with kind and quotation state of each, and sentences as (first, one past last) token."""

    def __init__(self, text):
        self.text, self.spans, self.kinds = text, [], []
        at = 0
        while at < len(text):
            end, first = token_end(text, at), text[at]
            if first == "\n" or not first.isspace():
                cutting = clitic(text[at:end])
                for a, b in ((at, end),) if cutting is None else ((at, at + cutting), (at + cutting, end)):
                    self.push(a, b)
            at = end
        self.quotes = self.find_quotations()
        self.sentences = self.find_sentences()

    def push(self, start, end):
        first = self.text[start]
        kind = NEWLINE if first == "\n" else WORD if alphanumeric(first) or first in "'’" else MARK
        self.spans.append((start, end))
        self.kinds.append(kind)

    def word(self, at):
        if at >= len(self.spans):
            return "\n"
        start, end = self.spans[at]
        return self.text[start:end]

    def find_quotations(self):
        found, is_open = [], False
        for at, kind in enumerate(self.kinds):
            mark = self.word(at) if kind == MARK else ""
            if kind == NEWLINE:
                is_open = False
                found.append(OUT)
            elif mark in ("“", "«", "„") or (mark == '"' and not is_open):
                is_open = True
                found.append(OPENS)
            elif mark in ("”", "»") or (mark == '"' and is_open):
                is_open = False
                found.append(CLOSES)
            else:
                found.append(IN if is_open else OUT)
        return found

    def find_sentences(self):
        found, start, closing = [], 0, False
        for at in range(len(self.spans)):
            word, after = self.word(at), self.word(at + 1)
            if word[0] == "\n":
                ends = True
            elif word in (".", "?", "!", "…"):
                closing = after in ("”", '"', "’", ")")
                before = self.word(at - 1) if at else ""
                ends = not closing and (word != "." or not abbreviation(before)) and begins(after)
            elif word in ("”", '"', "'", "’", ")") and closing:
                closing = after in ("”", '"', "’", ")")
                ends = not closing and begins(after)
            else:
                closing = ends = False
            if ends:
                found.append((start, at + 1))
                start = at + 1
        if start < len(self.spans):
            found.append((start, len(self.spans)))
        return found

    def tokens_of(self, start, end):
        """Token numbers of a run of code points, line ends at its edges left out; None where nothing is left."""
        import bisect

        first = bisect.bisect_right(self.spans, start, key=lambda s: s[1])
        last = bisect.bisect_left(self.spans, end, key=lambda s: s[0])
        while first < last and self.kinds[first] == NEWLINE:
            first += 1
        while first < last and self.kinds[last - 1] == NEWLINE:
            last -= 1
        return (first, last) if first < last else None


def begins(word):
    """True where a sentence may begin with this word; a line end ends the text."""
    c = word[0]
    return c.isupper() or c.isnumeric() or c in "“\"'‘(«"


def abbreviation(word):
    single = len(word) == 1 and word.isalpha()
    return single or (len(word.encode()) <= 4 and word.lower() in ABBREVIATIONS)
