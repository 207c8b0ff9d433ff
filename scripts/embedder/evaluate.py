"""Code search quality on a folder of `corpus.jsonl`, `queries.dev.jsonl` and `qrels.dev.csv` (CoSQA's shape)."""

import csv
import json
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from wordpiece import words


class Evaluation:
    def __init__(self, folder):
        lines = lambda name: [json.loads(line) for line in Path(folder, name).read_text("utf-8").splitlines() if line]
        corpus, queries = lines("corpus.jsonl"), lines("queries.dev.jsonl")
        self.codes = [item["code"] for item in corpus]
        self.queries = [item["query"] for item in queries]
        place = {str(item["id"]): row for row, item in enumerate(corpus)}
        wanted = defaultdict(set)
        with open(Path(folder, "qrels.dev.csv"), encoding="utf-8") as file:
            for row in csv.DictReader(file):
                wanted[row["query_id"]].add(place[row["corpus_id"]])
        self.wanted = [wanted[item["id"]] for item in queries]
        self.bm25 = _bm25(self.codes, self.queries)

    def bm25_alone(self):
        return self._ndcg(self.bm25)

    def measure(self, embed):
        """(NDCG@10 alone, NDCG@10 of the sum with BM25, each scaled to 0..1 per query)."""
        scores = embed(self.queries) @ embed(self.codes).T
        return self._ndcg(scores), self._ndcg(_scaled(scores) + _scaled(self.bm25))

    def _ndcg(self, scores):
        total = 0.0
        for row, wanted in enumerate(self.wanted):
            top = np.argsort(-scores[row], kind="stable")[:10]
            gain = sum(1 / np.log2(place + 2) for place, code in enumerate(top) if code in wanted)
            total += gain / sum(1 / np.log2(place + 2) for place in range(min(10, len(wanted))))
        return total / len(self.wanted)


def _scaled(scores):
    low, high = scores.min(axis=1, keepdims=True), scores.max(axis=1, keepdims=True)
    return (scores - low) / np.maximum(high - low, 1e-9)


def _bm25(codes, queries, k1=1.2, b=0.75):
    counts = [Counter(words(code)) for code in codes]
    sizes = np.array([sum(count.values()) for count in counts], dtype=np.float64)
    postings = defaultdict(list)
    for row, count in enumerate(counts):
        for word, times in count.items():
            postings[word].append((row, times))
    scores = np.zeros((len(queries), len(codes)), dtype=np.float32)
    for place, query in enumerate(queries):
        for word in set(words(query)):
            found = postings.get(word, [])
            idf = np.log(1 + (len(codes) - len(found) + 0.5) / (len(found) + 0.5))
            for row, times in found:
                scores[place, row] += idf * times * (k1 + 1) / (times + k1 * (1 - b + b * sizes[row] / sizes.mean()))
    return scores
