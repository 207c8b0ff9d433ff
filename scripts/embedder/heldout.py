"""What is held out, and the one figure by which training is stopped and everything is chosen."""

import hashlib
import re
from collections import defaultdict

import numpy as np

from train import unit

POOL, MOST, LEAST = 1000, 3000, 150
# Of each language that packages do not bring, and of each kind of history, at least one; all others by hash.
REPOSITORIES = {
    "serilog/serilog", "doctrine/orm", "asciidoctor/asciidoctor", "libuv/libuv", "google/leveldb", "google/googletest",
    "apache/commons-lang", "expressjs/express", "tornadoweb/tornado", "clap-rs/clap", "gin-gonic/gin", "typelevel/cats",
}
NEVER_LEARNT = "scala"
_SAME = {"typescript": "javascript", "cpp": "c"}


def is_held_out(kind, short):
    """Whole sources are held out: a tenth of the packages by the hash of their name, and the repositories above."""
    if kind == "git":
        return short in REPOSITORIES
    name = re.split(r"==|@(?=v?\d)|-(?=\d)", short)[0].lower()
    return hashlib.sha256(name.encode()).digest()[0] % 10 == 0 or (kind == "maven" and "commons-lang" in short)


class HeldOut:
    """Mean reciprocal rank of the right answer among those of its pool of up to 1,000, by kind of pair."""

    def __init__(self, pairs, rows, rng):
        groups = defaultdict(list)
        for row in rows:
            kind, language = pairs.kinds[row], pairs.languages[row]
            if kind == "doc":
                groups[f"doc {_SAME.get(language, language)}"].append(row)
            elif language != NEVER_LEARNT:
                groups[kind].append(row)
        self.pools = {}
        for name, found in sorted(groups.items()):
            chosen = np.array(found)[rng.permutation(len(found))][:MOST]
            if len(chosen) >= LEAST:
                self.pools[name] = [
                    (pairs.questions[part], pairs.answers[part])
                    for part in np.array_split(chosen, max(1, len(chosen) // POOL))
                ]

    def score(self, vectors):
        """(mean over the kinds, {kind: its rank}); documentation counts as one kind, the mean of its languages."""
        ranks = {
            name: float(np.mean([_reciprocal_rank(vectors, *pool) for pool in pools])) for name, pools in self.pools.items()
        }
        documented = float(np.mean([rank for name, rank in ranks.items() if name.startswith("doc ")]))
        others = {name: rank for name, rank in ranks.items() if not name.startswith("doc ")}
        return float(np.mean([documented, *others.values()])), {"doc": documented, **ranks}


def _reciprocal_rank(vectors, questions, answers):
    scores = unit(questions @ vectors) @ unit(answers @ vectors).T
    return np.mean(1 / (1 + (scores > np.diag(scores)[:, None]).sum(axis=1)))
