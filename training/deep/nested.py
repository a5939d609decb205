"""Our own sentences with attributions inside attributions, as Byline JSONL.

usage: nested.py OUT.jsonl
"""

import json
import re
import sys
from pathlib import Path

LABELS = {"c": "claim", "s": "source"}


def read_nested(path=Path(__file__).with_name("nested.txt")):
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, open_, marks = "", [], []
        for part in re.findall(r"\[[cs] |\]|[^\[\]]+", line):
            if part in ("[c ", "[s "):
                open_.append((LABELS[part[1]], len(text)))
            elif part == "]":
                label, start = open_.pop()
                marks.append((start, len(text), label))
            else:
                text += part
        assert not open_, line
        marks.sort(key=lambda m: (m[0], -m[1]))
        annotations = [{"id": f"a{n}", "label": l, "ranges": [[s, e]]} for n, (s, e, l) in enumerate(marks)]
        found.append({"id": f"nested{len(found)}", "text": text, "language": "en", "annotations": annotations,
                      "labels": ["claim", "source"]})
    return found


if __name__ == "__main__":
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        for doc in read_nested():
            out.write(json.dumps(doc, ensure_ascii=False) + "\n")
