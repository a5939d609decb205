"""From a trained network to the file of the program: rounds, reads scores off the dev parts, writes, and prints the figures.

usage: finish.py CORPORA NETWORK.pt OUT.bin NAME DATE [ALSO.jsonl …]
"""

import sys
from pathlib import Path

import numpy as np
import torch

from corpus import Article, read, stripped
from nested import read_nested
from net import Net
from pack import load, write
from pieces import Pieces
from read import PRICES, candidates, emissions, figures, spans
from score import Tally
from train import PLAN, vocabulary
from corpus import joined

NESTED = {"min_score": 0.3, "min_tokens": 4}
# What is inside a claim costs more: its words are read without those around it (tried on our own list and on GUM).
NESTED_PRICES = {"claim": 0.6, "source": 0.5}
# What begins with a claim's first word and has more of it than this is the claim itself.
WHOLE = 0.8


def curve(judged, points=9):
    """From a probability to the share that is right: means of equal parts, made to rise."""
    judged = sorted(judged)
    if len(judged) < 30:
        return [[0.0, 0.0], [1.0, 0.9]]
    parts = [p for p in np.array_split(np.array(judged, float), min(points, len(judged) // 15)) if len(p)]
    blocks = [[p[:, 0].mean(), p[:, 1].mean(), len(p)] for p in parts]
    merged = []
    for block in blocks:
        merged.append(block)
        while len(merged) > 1 and merged[-2][1] >= merged[-1][1]:
            (x, y, n), (x2, y2, n2) = merged[-2], merged.pop()
            merged[-1] = [(x * n + x2 * n2) / (n + n2), (y * n + y2 * n2) / (n + n2), n + n2]
    return [[round(float(x), 4), round(float(y), 4)] for x, y, _ in merged]


def at(points, x):
    return float(np.interp(x, [p[0] for p in points], [p[1] for p in points]))


def tuned(articles, found, label, prices):
    """Price and share of a label with the best sum of exact and overlap F1."""
    best = (0.0, prices[label])
    for share in (0.0, 0.25, 0.5):
        for price in np.arange(0.2, 0.61, 0.06):
            now = (round(float(price), 2), share)
            best = max(best, (sum(figures(articles, found, {**prices, label: now})[label].at(0.0)), now))
    return best[1]


def readings(articles, found, labels):
    prices = dict(PRICES)
    for label in labels:
        prices[label] = tuned(articles, found, label, prices)
    tallies = figures(articles, found, prices)
    out = {}
    for label in labels:
        points = curve(tallies[label].near)
        sure = at(points, tallies[label].sure()[1])
        out[label] = {"price": prices[label][0], "near": prices[label][1], "sure": round(sure, 4), "curve": points}
    return out


def crossed(articles, found, label):
    """Exact and overlap F1 where each half is read with what was tuned on the other."""
    total = Tally(label)
    for half in (0, 1):
        pick = lambda seq: [x for n, x in enumerate(seq) if n % 2 == half]
        other = lambda seq: [x for n, x in enumerate(seq) if n % 2 != half]
        own = tuned(other(articles), other(found), label, PRICES)
        t = figures(pick(articles), pick(found), {**PRICES, label: own})[label]
        total.gold = [a + b for a, b in zip(total.gold, t.gold)]
        total.exact += t.exact
        total.near += t.near
    return total


def proposals(net, header, articles, pieces, second=True, known=None):
    """For each article {label: [(a, b, score)]}, what the program proposes; claims inside claims too. `known`: the
    candidates of the articles, where they were worked out already."""
    window, left, read_as = header["window"], header["left"], header["readings"]
    prices = {k: (v["price"], v["near"]) for k, v in read_as.items()}
    out = []
    inner = []
    known = known or candidates(net, articles, emissions(net, articles, window, left))
    for n, (a, found) in enumerate(zip(articles, known)):
        first = spans(a, found, prices)
        out.append({l: [(s, e, at(read_as[l]["curve"], near)) for s, e, near in these] for l, these in first.items()})
        for s, e, score in out[-1]["claim"] if second else []:
            s, e = stripped(a.doc["text"], s, e)
            part = Article({"text": a.doc["text"][s:e], "annotations": []}, pieces, "inside")
            if score >= header["nested"]["min_score"] and len(part.cut.spans) >= header["nested"]["min_tokens"]:
                inner.append((n, s, e, part))
    if inner:
        parts = [i[3] for i in inner]
        for (n, s, e, part), found in zip(inner, candidates(net, parts, emissions(net, parts, window, left))):
            own = spans(part, found, {l: prices["nested " + l] for l in ("claim", "source")} | {"event": prices["event"]})
            for label in ("claim", "source"):
                for x, y, near in own[label]:
                    if label == "source" or x > 0 or y - x <= WHOLE * (e - s):
                        out[n][label].append((s + x, s + y, at(read_as["nested " + label]["curve"], near)))
    return out


def tally_all(articles, proposed):
    tallies = {}
    for article, these in zip(articles, proposed):
        doc = article.doc
        for label in doc.get("labels") or ["claim", "source", "event"]:
            gold = [s for a in doc["annotations"] if a["label"] == label for s in joined(doc["text"], a["ranges"])]
            tallies.setdefault(label, Tally(label)).add(doc["text"], gold, these[label], doc.get("scored"))
    return tallies


def shown(name, tallies):
    for label, t in tallies.items():
        least, exact, near = t.best()
        e0, n0 = t.at(0.0)
        print(f"{name:14} {label:7} exact {e0:.1f} overlap {n0:.1f}; best at {least:.2f}: {exact:.1f} {near:.1f}; "
              f"sure {t.sure()[0]:.0f} ({len(t.near)} for {t.gold[1]})", flush=True)


def meant(name, tallies):
    """Whether scores mean what they say: mean score and share right (by overlap) of ten parts of the scale."""
    judged = [one for tally in tallies.values() for one in tally.near]
    parts = [[j for j in judged if low <= j[0] * 10 < low + 1] for low in range(10)]
    means = [(sum(s for s, _ in p) / len(p), sum(hit for _, hit in p) / len(p), len(p)) for p in parts if p]
    print(f"{name:14} scores " + ", ".join(f"{s:.2f} → {right:.2f} ({n})" for s, right, n in means), flush=True)


def main():
    corpora, network, out, name, date = Path(sys.argv[1]), *sys.argv[2:6]
    torch.set_num_threads(2)
    window, left = PLAN["window"], PLAN["left"]
    net = Net(window)
    net.load_state_dict(torch.load(network))
    words = vocabulary()
    pieces = Pieces(words)
    facts = {"name": name, "made": date, "window": window, "left": left, "nested": NESTED}
    blank = {"price": 0.35, "near": 0.0, "sure": 0.9, "curve": [[0.0, 0.0], [1.0, 0.9]]}
    kinds = ("claim", "source", "event", "nested claim", "nested source")
    write(out, net, words, {**facts, "readings": {k: blank for k in kinds}})
    header, net = load(out)
    cut = lambda name: [Article(d, pieces, name) for d in read(corpora / f"{name}.jsonl")]
    dev = {name: cut(name) for name in ("polnear_dev", "meantime_dev", "ecbplus_dev", "gum_news_dev")}
    found = {n: candidates(net, a, emissions(net, a, window, left)) for n, a in dev.items()}
    read_as = readings(dev["polnear_dev"], found["polnear_dev"], ["claim", "source"])
    event = (dev["meantime_dev"] + dev["ecbplus_dev"], found["meantime_dev"] + found["ecbplus_dev"])
    read_as |= readings(*event, ["event"])
    for label in ("claim", "source"):
        read_as["nested " + label] = {**read_as[label], "price": NESTED_PRICES[label]}
    print(read_as, flush=True)
    for label in ("claim", "source"):
        shown("crossed", {label: crossed(dev["polnear_dev"], found["polnear_dev"], label)})
    shown("crossed", {"event": crossed(*event, "event")})
    write(out, net, words, {**facts, "readings": read_as})
    header, net = load(out)
    for name, articles in dev.items():
        tallies = tally_all(articles, proposals(net, header, articles, pieces, second=False, known=found[name]))
        shown(name, tallies)
        meant(name, tallies)
    own = [Article(d, pieces, "nested") for d in read_nested()]
    for name, articles in [("nested", own)] + [(Path(p).stem, [Article(d, pieces, p) for d in read(p)]) for p in sys.argv[6:]]:
        for second in (False, True):
            these = proposals(net, header, articles, pieces, second)
            shown(f"{name}{' twice' if second else ''}", tally_all(articles, these))


if __name__ == "__main__":
    main()
