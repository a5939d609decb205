"""How long the trainer's own Python takes to read an article on one thread; the last word it prints is in processor seconds,
the best of three. `cargo bench --bench deep` runs it with BYLINE_DEEP_PYTHON, and gives it the article that it reads itself.

usage: speed.py FILE.bin < ARTICLE.txt
"""

import sys
import time

import torch

from corpus import Article
from pack import load
from pieces import Pieces
from read import PRICES, candidates, emissions, spans


def main():
    header, net = load(sys.argv[1])
    raw = open(sys.argv[1], "rb").read()
    start = (44 + int.from_bytes(raw[40:44], "little") + 63) // 64 * 64
    at, length = header["vocab"]
    pieces = Pieces(raw[start + at : start + at + length].decode().split("\n"))
    text = sys.stdin.buffer.read().decode()
    best = None
    for _ in range(3):
        before = time.process_time()
        a = Article({"text": text, "annotations": []}, pieces, "speed")
        # One window at a time: in floats of 32 bits, as in `reference.py`.
        found = candidates(net, [a], emissions(net, [a], header["window"], header["left"], size=1))[0]
        number = sum(len(these) for these in spans(a, found, PRICES).values())
        taken = time.process_time() - before
        best = taken if best is None else min(best, taken)
    print(f"{len(a.cut.spans)} tokens, {number} spans, torch {torch.__version__}, one thread, processor seconds: {best:.3f}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    main()
