"""The linear chain over the labels of tokens: loss, marginals, and the spans that promise the best F1."""

import numpy as np
import torch

FORBIDDEN = -1e4


def allowed(n):
    """True where a label may follow another: a span goes on only after its own beginning."""
    table = np.ones((n, n), bool)
    for before in range(n):
        for to in range(2, n, 2):
            table[before, to] = before in (to, to - 1)
    return table


def loss(scores, edges, labels, weight=None):
    """Mean negative log-likelihood a token; `labels` [b, t] with -1 where a token does not count (it is left out of the
    chain). `scores` [b, t, n]."""
    n = edges.shape[0]
    open_ = torch.from_numpy(allowed(n)).to(scores.device)
    edges = edges.masked_fill(~open_, FORBIDDEN)
    known = labels >= 0
    # What counts comes first, in order.
    order = torch.argsort((~known).to(torch.int8), dim=1, stable=True)
    lengths = known.sum(1)
    longest = int(lengths.max())
    if longest == 0:
        return scores.sum() * 0.0
    order = order[:, :longest]
    scores = torch.gather(scores, 1, order[..., None].expand(-1, -1, n)).float()
    labels = torch.gather(labels, 1, order).clamp(min=0)
    inside = torch.arange(longest)[None] < lengths[:, None]
    # A window may begin inside a span; what came before is then left open.
    within = (labels[:, :1] > 0) & (labels[:, :1] % 2 == 0)
    start = torch.where(within, torch.zeros_like(edges[:1]), edges[:1])
    alpha = scores[:, 0] + start
    for at in range(1, longest):
        step = torch.logsumexp(alpha[:, :, None] + edges[None], 1) + scores[:, at]
        alpha = torch.where(inside[:, at, None], step, alpha)
    every = torch.logsumexp(alpha, 1)
    own = torch.gather(scores, 2, labels[..., None])[..., 0]
    first = torch.gather(start, 1, labels[:, :1])
    own = ((own + torch.cat([first, edges[labels[:, :-1], labels[:, 1:]]], 1)) * inside).sum(1)
    some = lengths > 0
    return (every - own)[some].sum() / lengths[some].sum()


class Lattice:
    def __init__(self, scores, edges):
        n = edges.shape[0]
        length = len(scores)
        self.edge = (np.exp(edges) * allowed(n)).astype(np.float64)
        self.node = np.exp(np.maximum(scores - scores.max(1, keepdims=True), -60.0)).astype(np.float64)
        alpha, beta, scale = np.zeros((length, n)), np.ones((length, n)), np.zeros(length)
        before = np.zeros(n)
        before[0] = 1.0
        for at in range(length):
            here = (before @ self.edge) * self.node[at]
            scale[at] = 1.0 / max(here.sum(), 1e-300)
            before = alpha[at] = here * scale[at]
        for at in range(length - 1, 0, -1):
            beta[at - 1] = self.edge @ (self.node[at] * beta[at] * scale[at])
        self.alpha, self.beta, self.scale = alpha, beta, scale
        self.marginal = alpha * beta

    def candidates(self, kinds, least=0.02, longest=400):
        """[(start, end, kind, exact, near)] in order of their ends."""
        found, length = [], len(self.node)
        for kind in range(kinds):
            first, inside = 1 + 2 * kind, 2 + 2 * kind
            stay = self.edge[inside, inside] * self.node[:, inside] * self.scale
            enter = self.edge[first, inside] * self.node[:, inside] * self.scale
            for start in np.nonzero(self.marginal[:, first] >= least)[0]:
                mass, label = self.alpha[start, first], first
                for at in range(start, min(length, start + longest)):
                    alive = mass * self.beta[at, label]
                    if alive < least:
                        break
                    if at + 1 == length:
                        found.append((int(start), at + 1, kind, alive))
                        break
                    mass = mass * (enter if at == start else stay)[at + 1]
                    exact = alive - mass * self.beta[at + 1, inside]
                    if exact >= least:
                        found.append((int(start), at + 1, kind, exact))
                    label = inside
        spans = np.array([(s, e, k) for s, e, k, _ in found], np.int64).reshape(-1, 3)
        exacts = np.array([f[3] for f in found])
        out = []
        for (s, e, k), x in zip(spans, exacts):
            both = np.minimum(spans[:, 1], e) - np.maximum(spans[:, 0], s)
            every = np.maximum(spans[:, 1], e) - np.minimum(spans[:, 0], s)
            like = (spans[:, 2] == k) & (2 * np.maximum(both, 0) >= every)
            out.append((int(s), int(e), int(k), float(x), float(min(1.0, exacts[like].sum()))))
        return sorted(out, key=lambda c: (c[1], c[0], c[2]))


def choose(candidates, length, price):
    """Of candidates in order of their ends, those that do not overlap and whose probability, less the price of their kind,
    sums up to the most."""
    best, at = [(0.0, None)], 0
    for end in range(1, length + 1):
        here = (best[-1][0], None)
        while at < len(candidates) and candidates[at][1] == end:
            c = candidates[at]
            total = best[c[0]][0] + c[3] - price[c[2]]
            if total > here[0]:
                here = (total, at)
            at += 1
        best.append(here)
    out, end = [], length
    while end > 0:
        if best[end][1] is None:
            end -= 1
        else:
            out.append(candidates[best[end][1]])
            end = out[-1][0]
    return out[::-1]
