"""Rounds a network's weights to eight bits and writes the file that the program reads (its layout: README.md)."""

import json
import struct

import numpy as np
import torch
from blake3 import blake3

from net import FFN, HEADS, HIDDEN, EPS, Net

MAGIC, VERSION = b"BYDP", 1
CHAINS = [
    {"name": "speech", "first": 0, "kinds": ["claim", "source", "cue"], "proposed": 2},
    {"name": "events", "first": 7, "kinds": ["event"], "proposed": 1},
]


def rounded(matrix):
    """(numbers of eight bits, scale of each row)."""
    scale = np.abs(matrix).max(1) / 127.0
    scale[scale == 0] = 1.0
    return np.clip(np.round(matrix / scale[:, None]), -127, 127).astype(np.int8), scale.astype(np.float32)


def named(net):
    """(name, matrix, whether it is rounded) of all weights."""
    get = lambda t: t.detach().float().numpy()
    yield "word", get(net.word.weight), True
    for name in ("position", "cap", "quote"):
        yield name, get(getattr(net, name)), False
    yield "emb_ln.w", get(net.emb_ln.weight), False
    yield "emb_ln.b", get(net.emb_ln.bias), False
    for number, layer in enumerate(net.layers):
        base = f"layer.{number}."
        weights, biases = get(layer.qkv.weight), get(layer.qkv.bias)
        for at, part in enumerate("qkv"):
            rows = slice(at * HIDDEN, (at + 1) * HIDDEN)
            yield base + part, weights[rows], True
            yield base + part + ".b", biases[rows], False
        for part in "oif":
            yield base + part, get(getattr(layer, part).weight), True
            yield base + part + ".b", get(getattr(layer, part).bias), False
        for part in ("ln1", "ln2"):
            yield base + part + ".w", get(getattr(layer, part).weight), False
            yield base + part + ".b", get(getattr(layer, part).bias), False
    yield "head", get(net.head.weight), False
    yield "head.b", get(net.head.bias), False
    yield "chain.speech", get(net.speech), False
    yield "chain.events", get(net.events), False


def write(path, net, vocabulary, facts):
    """`facts`: name, made, window, left, readings, nested."""
    data, tensors = bytearray(), {}

    def put(raw):
        data.extend(bytes(-len(data) % 64))
        at = len(data)
        data.extend(raw)
        return at

    for name, values, is_rounded in named(net):
        values = np.ascontiguousarray(values, np.float32)
        if is_rounded:
            numbers, scale = rounded(values)
            tensors[name] = {"type": "i8", "shape": list(values.shape), "at": put(numbers.tobytes()),
                             "scales": put(scale.astype("<f4").tobytes())}
        else:
            tensors[name] = {"type": "f32", "shape": list(values.shape), "at": put(values.astype("<f4").tobytes())}
    words = "\n".join(vocabulary).encode()
    header = {**facts, "hidden": HIDDEN, "layers": len(net.layers), "heads": HEADS, "ffn": FFN, "outs": net.head.out_features,
              "eps": EPS, "chains": CHAINS, "vocab": [put(words), len(words)], "tensors": tensors}
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    after = struct.pack("<I", len(text)) + text
    after += bytes(-(40 + len(after)) % 64) + bytes(data)
    with open(path, "wb") as out:
        out.write(MAGIC + struct.pack("<I", VERSION) + blake3(after).digest() + after)


def load(path):
    """The header and the network as the file has it, weights of eight bits multiplied out."""
    raw = open(path, "rb").read()
    assert raw[:4] == MAGIC and blake3(raw[40:]).digest() == raw[8:40]
    (length,) = struct.unpack("<I", raw[40:44])
    header = json.loads(raw[44 : 44 + length])
    start = (44 + length + 63) // 64 * 64

    def get(name):
        t = header["tensors"][name]
        count = int(np.prod(t["shape"]))
        if t["type"] == "f32":
            found = np.frombuffer(raw, "<f4", count, start + t["at"])
        else:
            scale = np.frombuffer(raw, "<f4", t["shape"][0], start + t["scales"])
            found = np.frombuffer(raw, np.int8, count, start + t["at"]).reshape(t["shape"]) * scale[:, None]
        return torch.from_numpy(np.array(found.reshape(t["shape"]), np.float32))

    net = Net(header["window"], header["outs"], header["layers"], 0.0)
    with torch.no_grad():
        net.word.weight.copy_(get("word"))
        for name in ("position", "cap", "quote"):
            getattr(net, name).copy_(get(name))
        net.emb_ln.weight.copy_(get("emb_ln.w"))
        net.emb_ln.bias.copy_(get("emb_ln.b"))
        for number, layer in enumerate(net.layers):
            base = f"layer.{number}."
            layer.qkv.weight.copy_(torch.cat([get(base + p) for p in "qkv"]))
            layer.qkv.bias.copy_(torch.cat([get(base + p + ".b") for p in "qkv"]))
            for part in "oif":
                getattr(layer, part).weight.copy_(get(base + part))
                getattr(layer, part).bias.copy_(get(base + part + ".b"))
            for part in ("ln1", "ln2"):
                getattr(layer, part).weight.copy_(get(base + part + ".w"))
                getattr(layer, part).bias.copy_(get(base + part + ".b"))
        net.head.weight.copy_(get("head"))
        net.head.bias.copy_(get("head.b"))
        net.speech.copy_(get("chain.speech"))
        net.events.copy_(get("chain.events"))
    return header, net.eval()
