"""Articles of Byline JSONL and of our sample projects, cut, with labels of tokens; windows of them."""

import json
import re
from pathlib import Path

import numpy as np

from cut import Cut
from pieces import CLS, SEP, capitals

SPEECH, EVENTS = ("claim", "source", "cue"), ("event",)
CHAINS = ((0, SPEECH), (7, EVENTS))


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_samples(project):
    """Articles of a sample project with the first annotator's layers, as Byline JSONL has them."""
    project, found = Path(project), []
    index = (project / "articles.ron").read_text(encoding="utf-8")
    for layer in sorted((project / "annotations" / "ana").glob("*.ron")):
        article = layer.stem
        text = next((project / "articles").glob(f"*-{article}.txt")).read_text(encoding="utf-8")
        assert article in index
        annotations = []
        for line in layer.read_text(encoding="utf-8").splitlines():
            match = re.match(r'\s*\(id: "(\w+)", label: "(\w+)", at: \[((?:\(\d+, \d+\)(?:, )?)+)\]', line)
            if match:
                ranges = [[int(a), int(b)] for a, b in re.findall(r"\((\d+), (\d+)\)", match[3])]
                annotations.append({"id": match[1], "label": match[2], "ranges": ranges})
        found.append({"id": article, "text": text, "annotations": annotations, "labels": ["claim", "source", "event"]})
    return found


def stripped(text, a, b):
    """A claim's own words, without the quotation marks around all of them."""
    while a < b and text[a].isspace():
        a += 1
    while b > a and text[b - 1].isspace():
        b -= 1
    return (a + 1, b - 1) if b - a > 2 and text[a] in "“\"«" and text[b - 1] in "”\"»" else (a, b)


def insides(doc):
    """The claims of an article as texts of their own, with the claims and sources inside them."""
    out = []
    fragments = [r for a in doc["annotations"] if a["label"] == "claim" for r in joined(doc["text"], a["ranges"])]
    for start, end in fragments:
        a, b = stripped(doc["text"], start, end)
        inner = []
        for other in doc["annotations"]:
            ranges = [[max(s, a) - a, min(e, b) - a] for s, e in joined(doc["text"], other["ranges"]) if s >= a - 1 and e <= b + 1]
            if other["label"] in ("claim", "source") and ranges and ranges != [[0, b - a]]:
                inner.append({**other, "ranges": ranges})
        if b - a >= 20:
            out.append({"id": doc["id"], "text": doc["text"][a:b], "annotations": inner, "labels": ["claim", "source"]})
    return out


def joined(text, ranges):
    """Fragments with only white space between them are one."""
    out = []
    for a, b in sorted(ranges):
        if out and not text[out[-1][1] : a].strip():
            out[-1][1] = max(b, out[-1][1])
        else:
            out.append([a, b])
    return out


def encode(length, spans):
    """Labels of tokens: of spans that overlap, the first and longest is kept."""
    labels = np.zeros(length, np.int64)
    for start, end, kind in sorted(spans, key=lambda s: (s[0], -s[1], s[2])):
        if not labels[start:end].any():
            labels[start:end] = 2 + 2 * kind
            labels[start] -= 1
    return labels


class Article:
    """An article ready for training: pieces and classes of its tokens, labels of both chains (-1: not known)."""

    def __init__(self, doc, pieces, origin):
        self.doc, self.origin = doc, origin
        self.cut = cut = Cut(doc["text"])
        n = len(cut.spans)
        self.pieces = [pieces.of(cut, at) for at in range(n)]
        self.cap = [capitals(cut, at) for at in range(n)]
        self.quote = cut.quotes
        self.size = [len(p) for p in self.pieces]
        self.labels = np.full((2, n), -1, np.int64)
        known = doc.get("labels") or ["claim", "source", "event"]
        scored = np.zeros(n, bool)
        for a, b in doc.get("scored") or [(0, len(doc["text"]))]:
            span = cut.tokens_of(a, b)
            if span:
                scored[span[0] : span[1]] = True
        for chain, (_, kinds) in enumerate(CHAINS):
            if kinds[0] not in known:
                continue
            spans = []
            for a in doc["annotations"]:
                if a["label"] not in kinds:
                    continue
                for start, end in joined(doc["text"], a["ranges"]):
                    span = cut.tokens_of(start, end)
                    if span:
                        spans.append((*span, kinds.index(a["label"])))
            labels = encode(n, spans)
            labels[~scored] = -1
            self.labels[chain] = labels

    def units(self, room):
        """Sentences, those that have no room broken."""
        out = []
        for start, end in self.cut.sentences:
            first, size = start, 0
            for at in range(start, end):
                if size + self.size[at] > room:
                    out.append((first, at, size))
                    first, size = at, 0
                size += self.size[at]
            out.append((first, end, size))
        return out

    def windows(self, window, left):
        """(first token, first new token, one past the last): as the program reads an article."""
        room, units, out, at = window - 2, self.units(window - 2), [], 0
        while at < len(units):
            context, size, back = at, 0, at - 1
            while back >= 0 and size + units[back][2] <= left:
                size, context, back = size + units[back][2], back, back - 1
            while context < at and size + units[at][2] > room:
                size, context = size - units[context][2], context + 1
            upto = at
            while upto < len(units) and size + units[upto][2] <= room:
                size, upto = size + units[upto][2], upto + 1
            out.append((units[context][0], units[at][0], units[upto - 1][1]))
            at = upto
        return out


def batch(items, window=None):
    """Arrays for windows (article, first token, one past the last): ids, classes, mask, places of tokens, labels."""
    sizes = [2 + sum(a.size[f:u]) for a, f, u in items]
    tokens = [u - f for _, f, u in items]
    width = window or (max(sizes) + 7) // 8 * 8
    many, longest = len(items), max(tokens)
    ids, cap, quote = (np.zeros((many, width), np.int64) for _ in range(3))
    mask, place = np.zeros((many, width), bool), np.zeros((many, longest), np.int64)
    labels = np.full((many, 2, longest), -1, np.int64)
    for row, (a, first, upto) in enumerate(items):
        at = 1
        ids[row, 0] = CLS
        for k in range(first, upto):
            place[row, k - first] = at
            for piece in a.pieces[k]:
                ids[row, at], cap[row, at], quote[row, at] = piece, a.cap[k], a.quote[k]
                at += 1
        ids[row, at] = SEP
        mask[row, : at + 1] = True
        labels[row, :, : upto - first] = a.labels[:, first:upto]
    return ids, cap, quote, mask, place, labels, np.array(tokens)
