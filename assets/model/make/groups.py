"""Groups of words that are used alike: k-means over the input vectors of all-MiniLM-L6-v2 (Apache-2.0).

python groups.py MODEL_FOLDER groups.tsv

MODEL_FOLDER holds the model's model.safetensors and vocab.txt. Needs numpy; one processor minute.
"""
import json
import struct
import sys

import numpy as np

folder, to = sys.argv[1:]
with open(f"{folder}/model.safetensors", "rb") as file:
    length = struct.unpack("<Q", file.read(8))[0]
    header = json.loads(file.read(length))
    name = [key for key in header if "word_embeddings" in key][0]
    first, last = header[name]["data_offsets"]
    file.seek(8 + length + first)
    vectors = np.frombuffer(file.read(last - first), dtype=np.float32).reshape(header[name]["shape"])
vocabulary = [line.rstrip("\n") for line in open(f"{folder}/vocab.txt")]
words = [at for at, word in enumerate(vocabulary) if word.isalpha() and word.isascii() and len(word) > 1]
points = vectors[words]
points = points - points.mean(0)
points /= np.linalg.norm(points, axis=1, keepdims=True)
dice = np.random.default_rng(7)


def means(points, number, rounds):
    centers = points[dice.choice(len(points), number, replace=False)].copy()
    for _ in range(rounds):
        group = np.empty(len(points), np.int32)
        for start in range(0, len(points), 4096):
            group[start : start + 4096] = (points[start : start + 4096] @ centers.T).argmax(1)
        for at in range(number):
            members = points[group == at]
            if len(members):
                centers[at] = members.mean(0)
                centers[at] /= np.linalg.norm(centers[at]) + 1e-9
    return group


narrow, wide = means(points, 600, 12), means(points, 100, 12)
with open(to, "w") as out:
    for at, one, other in zip(words, narrow, wide):
        out.write(f"{vocabulary[at]}\t{one + 1}\t{other + 1}\n")
