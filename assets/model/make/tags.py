"""Parts of speech of a corpus by spaCy's en_core_web_sm (MIT).

python tags.py corpus.jsonl tags.jsonl
"""
import json
import sys

import spacy

corpus, to = sys.argv[1:]
tagger = spacy.load("en_core_web_sm", exclude=["ner", "lemmatizer", "attribute_ruler"])
articles = [json.loads(line) for line in open(corpus)]
with open(to, "w") as out:
    for article, words in zip(articles, tagger.pipe([article["text"] for article in articles], batch_size=16)):
        tags = [(word.idx, word.idx + len(word.text), word.tag_) for word in words if not word.is_space]
        out.write(json.dumps({"id": article["id"], "t": tags}) + "\n")
