"""The network: MiniLM (six layers of 384) with two small embeddings added, and the chains on top."""

import torch
import torch.nn.functional as F
from torch import nn

HIDDEN, HEADS, FFN, EPS = 384, 12, 1536, 1e-12


def dropped(x, share, training):
    """Drops the same places of all tokens of a window: as good here, and nearly free."""
    if not training or share == 0.0:
        return x
    keep = (torch.rand(x.shape[0], 1, x.shape[2]) >= share).to(x.dtype) / (1.0 - share)
    return x * keep


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.o = nn.Linear(HIDDEN, HIDDEN)
        self.i = nn.Linear(HIDDEN, FFN)
        self.f = nn.Linear(FFN, HIDDEN)
        self.ln1 = nn.LayerNorm(HIDDEN, eps=EPS)
        self.ln2 = nn.LayerNorm(HIDDEN, eps=EPS)

    def forward(self, x, mask, drop):
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        # Written out: on processors this is several times faster to train than the fused form.
        a = torch.softmax(torch.matmul(q * (HIDDEN // HEADS) ** -0.5, k.transpose(2, 3)) + mask.to(q.dtype), -1)
        a = self.o(torch.matmul(a.to(v.dtype), v).transpose(1, 2).reshape(b, t, HIDDEN))
        x = self.ln1(x + dropped(a, drop, self.training))
        h = self.f(F.gelu(self.i(x)))
        return self.ln2(x + dropped(h, drop, self.training))


class Net(nn.Module):
    def __init__(self, window, outs=10, layers=6, drop=0.1):
        super().__init__()
        self.drop = drop
        self.word = nn.Embedding(30522, HIDDEN)
        self.position = nn.Parameter(torch.zeros(window, HIDDEN))
        self.cap = nn.Parameter(torch.zeros(8, HIDDEN))
        self.quote = nn.Parameter(torch.zeros(4, HIDDEN))
        self.emb_ln = nn.LayerNorm(HIDDEN, eps=EPS)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.head = nn.Linear(HIDDEN, outs)
        self.speech = nn.Parameter(torch.zeros(7, 7))
        self.events = nn.Parameter(torch.zeros(3, 3))
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)

    def forward(self, ids, cap, quote, mask, place):
        x = self.word(ids) + self.position[: ids.shape[1]] + self.cap[cap] + self.quote[quote]
        x = dropped(self.emb_ln(x), self.drop, self.training)
        bias = torch.zeros(mask.shape).masked_fill(~mask, -1e9)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias, self.drop)
        first = torch.gather(x, 1, place[..., None].expand(-1, -1, HIDDEN))
        return self.head(dropped(first, self.drop, self.training))

    def load_minilm(self, weights):
        """Takes over the weights of all-MiniLM-L6-v2 (a dict of tensors by their published names)."""
        g = weights.__getitem__
        with torch.no_grad():
            self.word.weight.copy_(g("embeddings.word_embeddings.weight"))
            kinds = g("embeddings.token_type_embeddings.weight")[0]
            self.position.copy_(g("embeddings.position_embeddings.weight")[: self.position.shape[0]] + kinds)
            norm(self.emb_ln, g, "embeddings.LayerNorm")
            for number, layer in enumerate(self.layers):
                base = f"encoder.layer.{number}."
                parts = [base + f"attention.self.{part}." for part in ("query", "key", "value")]
                layer.qkv.weight.copy_(torch.cat([g(p + "weight") for p in parts]))
                layer.qkv.bias.copy_(torch.cat([g(p + "bias") for p in parts]))
                for name, theirs in (("o", "attention.output"), ("i", "intermediate"), ("f", "output")):
                    ours = getattr(layer, name)
                    ours.weight.copy_(g(base + theirs + ".dense.weight"))
                    ours.bias.copy_(g(base + theirs + ".dense.bias"))
                norm(layer.ln1, g, base + "attention.output.LayerNorm")
                norm(layer.ln2, g, base + "output.LayerNorm")


def norm(ours, g, name):
    ours.weight.copy_(g(name + ".weight"))
    ours.bias.copy_(g(name + ".bias"))
