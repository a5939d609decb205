"""Word pieces and classes of tokens."""

import unicodedata
from functools import lru_cache

from cut import NEWLINE

CLS, SEP, UNKNOWN, STOP = 101, 102, 100, 1012
MOST = 6


class Pieces:
    def __init__(self, lines):
        self.number = {word: at for at, word in enumerate(lines)}
        self.of_word = lru_cache(maxsize=200_000)(self.of_word)

    def basic(self, word):
        out = []
        for c in unicodedata.normalize("NFD", word):
            if unicodedata.category(c) == "Mn":
                continue
            for low in c.lower():
                if low.isspace() or unicodedata.category(low) == "Cc":
                    out.append("")
                elif low.isalnum():
                    if out and out[-1] and out[-1][-1].isalnum():
                        out[-1] += low
                    else:
                        out.append(low)
                else:
                    out.append(low)
        return [w for w in out if w]

    def greedy(self, word):
        if len(word) > 100:
            return [UNKNOWN]
        found, at = [], 0
        while at < len(word):
            for end in range(len(word), at, -1):
                part = word[at:end] if at == 0 else "##" + word[at:end]
                if part in self.number:
                    found.append(self.number[part])
                    at = end
                    break
            else:
                return [UNKNOWN]
        return found

    def of_word(self, word):
        found = [piece for basic in self.basic(word) for piece in self.greedy(basic)]
        return tuple(found[:MOST] or [UNKNOWN])

    def of(self, cut, at):
        return (STOP,) if cut.kinds[at] == NEWLINE else self.of_word(cut.word(at))


@lru_cache(maxsize=200_000)
def capitals_of(word):
    first, rest = word[0], word[1:]
    if not first.isalnum():
        return 6
    if first.isnumeric():
        return 5
    more = any(c.isupper() for c in rest)
    if first.isupper():
        return 2 if not more else 4 if any(c.islower() for c in word) else 3
    return 7 if more else 0


def capitals(cut, at):
    return 1 if cut.kinds[at] == NEWLINE else capitals_of(cut.word(at))
