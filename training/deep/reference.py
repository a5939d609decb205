"""Writes what a file's network says of a few sentences, to check the program by.

usage: reference.py FILE.bin OUT.json [ARTICLE.txt …]
"""

import json
import sys

import torch

from corpus import Article
from pack import load
from pieces import Pieces
from read import emissions

TEXTS = [
    "Harbour stays shut, mayor says\n\nThe harbour will stay shut until Friday, Mayor Ana Fry said on Monday, because the crane broke.",
    "“We didn’t know,” said Bo Li of the Harbour Workers’ Union. “Nobody told us that the U.S. ship was coming.”\n\n"
    "A spokesman for QuayCo denied the union's account; he called it “pure invention”. In 2015, 1,200 people took part in the strike.",
    "Señor Pérez, an ex-minister, told the Crier that he'd resign if the inquiry—which began on 3 May—found he had lied. "
    + "The committee met again and talked about the crane, the pier and the price of fish. " * 14
    + "It's over, he added.",
]


def main():
    path, out, *more = sys.argv[1:]
    header, net = load(path)
    raw = open(path, "rb").read()
    start = (44 + int.from_bytes(raw[40:44], "little") + 63) // 64 * 64
    at, length = header["vocab"]
    pieces = Pieces(raw[start + at : start + at + length].decode().split("\n"))
    found = []
    for text in TEXTS + [open(name, encoding="utf-8").read() for name in more]:
        a = Article({"text": text, "annotations": []}, pieces, "reference")
        rows = emissions(net, [a], header["window"], header["left"], size=1)[0]
        place = lambda at: len(text[:at].encode())
        found.append({
            "text": text, "tokens": [[place(s), place(e)] for s, e in a.cut.spans], "cap": a.cap, "quote": a.quote,
            "pieces": [list(p) for p in a.pieces],
            "windows": [{"from": f, "new": n, "upto": u} for f, n, u in a.windows(header["window"], header["left"])],
            "emissions": [[round(float(x), 4) for x in row] for row in rows],
        })
    json.dump(found, open(out, "w"), ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    torch.set_num_threads(2)
    main()
