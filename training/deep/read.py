"""Reading articles with a network: emissions of tokens, spans, figures on labelled articles."""

import numpy as np
import torch

from chain import Lattice, choose
from corpus import CHAINS, batch, joined
from score import Tally


def emissions(net, articles, window, left, size=16):
    """For each article [tokens, outs]."""
    net.eval()
    items = [(n, a, w) for n, a in enumerate(articles) for w in a.windows(window, left)]
    items.sort(key=lambda i: -sum(i[1].size[i[2][0] : i[2][2]]))
    out = [None] * len(articles)
    with torch.no_grad():
        for at in range(0, len(items), size):
            part = items[at : at + size]
            ids, cap, quote, mask, place, _, _ = batch([(a, w[0], w[2]) for _, a, w in part])
            with torch.autocast("cpu", torch.bfloat16, enabled=size > 1):
                found = net(*map(torch.from_numpy, (ids, cap, quote, mask, place))).float().numpy()
            for (n, a, (first, new, upto)), rows in zip(part, found):
                if out[n] is None:
                    out[n] = np.zeros((len(a.cut.spans), rows.shape[1]), np.float32)
                out[n][new:upto] = rows[new - first : upto - first]
    return out


def candidates(net, articles, scores):
    """For each article and chain the candidates."""
    edges = [net.speech.detach().numpy(), net.events.detach().numpy()]
    found = []
    for a, rows in zip(articles, scores):
        both = []
        for (first, kinds), edge in zip(CHAINS, edges):
            n = 1 + 2 * len(kinds)
            lattice = Lattice(rows[:, first : first + n], edge)
            both.append(lattice.candidates(2 if len(kinds) > 1 else 1))
        found.append(both)
    return found


def spans(article, found, prices):
    """{label: [(a, b, near)]} in code points. `prices`: for each label the price, and the share of what a span is worth that
    is the probability of one much like it, rather than of itself."""
    out = {"claim": [], "source": [], "event": []}
    for (_, kinds), these in zip(CHAINS, found):
        price, shares = zip(*(prices[kind] for kind in kinds if kind in prices))
        worth = [(s, e, k, exact + shares[k] * (near - exact), near) for s, e, k, exact, near in these]
        for start, end, kind, _, near in choose(worth, len(article.cut.spans), price):
            a, b = article.cut.spans[start][0], article.cut.spans[end - 1][1]
            out[kinds[kind]].append((a, b, near))
    return out


def figures(articles, found, prices):
    """{label: Tally} over labelled articles."""
    tallies = {}
    for article, these in zip(articles, found):
        doc = article.doc
        proposed = spans(article, these, prices)
        for label in doc.get("labels") or ["claim", "source", "event"]:
            gold = [s for a in doc["annotations"] if a["label"] == label for s in joined(doc["text"], a["ranges"])]
            tallies.setdefault(label, Tally(label)).add(doc["text"], gold, proposed[label], doc.get("scored"))
    return tallies


PRICES = {"claim": (0.33, 0.0), "source": (0.38, 0.0), "event": (0.38, 0.0)}


def report(name, net, articles, window, left, prices=PRICES):
    found = candidates(net, articles, emissions(net, articles, window, left))
    parts = []
    for label, tally in figures(articles, found, prices).items():
        exact, near = tally.at(0.0)
        least, best, _ = tally.best()
        parts.append(f"{label} {exact:.1f}/{near:.1f} best {best:.1f} sure {tally.sure()[0]:.0f}")
    print(f"  {name}: " + "; ".join(parts), flush=True)
