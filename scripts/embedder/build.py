"""Makes server/embedding/builtin: python build.py --work FOLDER [--eval FOLDER] [--ablate] [--out FOLDER]. See README.md."""

import argparse
import hashlib
import json
import pickle
import re
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

import corpus
import teacher
import train
from clock import Clock
from download import download, read_listing
from evaluate import Evaluation
from heldout import NEVER_LEARNT, HeldOut, is_held_out
from wordbags import read_pairs, spelling_of, to_pieces
from wordpiece import MAX_PIECES, WordPiece

HERE = Path(__file__).resolve().parent
DIMENSIONS, SEED, EPOCHS, EPOCHS_OF_ABLATION = 256, 20_260_801, 4, 2
KINDS = ["doc", "name", "section", "commit-code", "commit-before", "commit-place"]


def main():
    options = _options()
    options.work.mkdir(parents=True, exist_ok=True)
    clock = Clock()
    evaluation = Evaluation(options.eval) if options.eval else None
    weights, full = teacher.read_teacher(download(read_listing("teacher.txt"), options.work / "teacher")[0][2])
    kept = [row for row, piece in enumerate(full) if not piece.startswith("[")]
    pieces = [full[row] for row in kept]

    sources = download(read_listing(), options.work)
    clock.step("downloads")
    mined = _mine(options.work, sources)
    clock.step("finding the pairs")
    word_list, pairs, dropped = _bags(options.work, mined, evaluation)
    print(f"{len(pairs.kinds)} pairs; {dropped} left out because they resemble texts which are used for measuring")
    data = _Data(word_list, pairs, mined, pieces)
    table = _Table(evaluation, data)
    clock.step("bags of words")

    raw = _teacher_vectors(options.work, weights, full, kept)
    _steps_before_training(table, data, raw)
    clock.step("vectors of the teacher")
    trained, scores = data.train(data.start(raw), EPOCHS)
    table.add(f"+ trained on {len(data.learnt.kinds)} pairs", trained)
    scales, levels = _quantise(trained)
    table.add("+ 8-bit rows (what is shipped)", scales[:, None] * levels)
    training = {
        "pairs": {kind: int((data.learnt.kinds == kind).sum()) for kind in KINDS},
        "heldOut": {"start": scores[0][0], "best": max(scores)[0], "kinds": max(scores, key=lambda found: found[0])[1]},
        "sources": [
            {"kind": kind, "source": name, "licence": licence, "learnt": not is_held_out(kind, short)}
            for kind, name, licence, short, _ in mined
        ],
    }
    _write(options.out, pieces, scales, levels, training)
    clock.step("training")
    if options.ablate:
        _ablate(table, data, raw)
        clock.step("ablation")
    table.print()
    clock.print()


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="downloads and intermediate results")
    parser.add_argument("--eval", type=Path, help="folder of CoSQA's dev set; measured, never learnt from")
    parser.add_argument("--ablate", action="store_true", help="train again without each kind of pair and each choice")
    parser.add_argument("--out", type=Path, default=HERE.parents[1] / "server/embedding/builtin")
    return parser.parse_args()


def _mine(work, sources):
    """[(kind, name, licence, short name, file of pairs)] of the sources that may be learnt from, each read once."""
    (work / "pairs").mkdir(exist_ok=True)
    known = work / "pairs" / "mined.json"
    results = json.loads(known.read_text("utf-8")) if known.exists() else {}
    jobs = []
    for kind, name, path in sources:
        short = corpus.identity(kind, name, path)
        file = work / "pairs" / f"{kind}-{re.sub('[^A-Za-z0-9.=@_-]', '+', short)}.jsonl"
        jobs.append((kind, name, short, path, file))
    with ProcessPoolExecutor(2) as pool:
        waiting = {
            name: pool.submit(corpus.mine, kind, name, path, file)
            for kind, name, _, path, file in jobs
            if name not in results
        }
        for name, result in waiting.items():
            results[name] = result.result()
    known.write_text(json.dumps(results), "utf-8")
    found = []
    for kind, name, short, _, file in jobs:
        _, licence, counts = results[name]
        if counts is None:
            print(f"left out: {kind} {name} ({licence or 'no licence stated'})")
        else:
            found.append((kind, name, licence, short, file))
    return sorted(found, key=lambda source: source[4].name)


def _bags(work, mined, evaluation):
    """Kept for the next run with the same sources and the same texts to keep out."""
    files = [file for *_, file in mined]
    state = hashlib.sha256(repr([(file.name, file.stat().st_size) for file in files]).encode())
    state.update("".join(evaluation.codes if evaluation else []).encode())
    path = work / f"bags-{state.hexdigest()[:16]}.pickle"
    if not path.exists():
        path.write_bytes(pickle.dumps(read_pairs(files, evaluation.codes if evaluation else [])))
    return pickle.loads(path.read_bytes())


def _teacher_vectors(work, weights, full, kept):
    path = work / "teacher-vectors.npy"
    if not path.exists():
        np.save(path, teacher.embed_pieces(weights, full, kept))
    return np.load(path)


class _Data:
    """The pairs as bags of pieces, split into what is learnt from and what is held out."""

    def __init__(self, word_list, pairs, mined, pieces):
        self.pieces = pieces
        spelling = spelling_of(word_list, pieces)
        pairs.questions, pairs.answers = to_pieces(pairs.questions, spelling), to_pieces(pairs.answers, spelling)
        held = np.array([is_held_out(kind, short) for kind, _, _, short, _ in mined])[pairs.sources]
        self.held = HeldOut(pairs, np.flatnonzero(held), np.random.default_rng(SEED))
        self.learnt = pairs.of(np.flatnonzero(~held & (pairs.languages != NEVER_LEARNT)))
        counts = [np.bincount(side.indices, minlength=len(pieces)) for side in (self.learnt.questions, self.learnt.answers)]
        self.idf = np.log((2 * len(self.learnt.kinds) + 1) / (sum(counts) + 1)).astype(np.float32)[:, None]

    def start(self, raw):
        return (_principal(raw) * np.sqrt(self.idf)).astype(np.float32)

    def train(self, vectors, epochs, kinds=tuple(KINDS), temperature=train.TEMPERATURE):
        learnt = self.learnt.of(np.flatnonzero(np.isin(self.learnt.kinds, kinds)))
        return train.train(vectors, learnt, self.held, np.random.default_rng(SEED), epochs, temperature)


def _steps_before_training(table, data, raw):
    table.add("distilled", raw)
    table.add("+ inverse document frequency", raw * data.idf)
    table.add("+ its square root instead", raw * np.sqrt(data.idf))
    table.add(f"+ {DIMENSIONS} principal components", data.start(raw))


def _ablate(table, data, raw):
    """A shorter training, and the same without one kind of pair or at another temperature; none goes into the model."""
    again = lambda label, **choice: table.add(label, data.train(data.start(raw), EPOCHS_OF_ABLATION, **choice)[0])
    again(f"all kinds, {EPOCHS_OF_ABLATION} epochs")
    for kind in KINDS:
        again(f"without {kind}", kinds=[other for other in KINDS if other != kind])
    for temperature in (0.03, 0.08):
        again(f"temperature {temperature}", temperature=temperature)


def _principal(raw):
    centred = raw - raw.mean(axis=0)
    axes, _, _ = np.linalg.svd(centred.T @ centred)
    return centred @ axes[:, :DIMENSIONS]


def _quantise(vectors):
    """(float32 scale per row, int8 levels): the row is about scale * levels."""
    scales = (np.abs(vectors).max(axis=1) / 127).astype(np.float32)
    levels = np.rint(vectors / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    return scales, levels


def _write(out, pieces, scales, levels, training):
    out.mkdir(parents=True, exist_ok=True)
    vectors = scales.astype("<f4").tobytes() + levels.tobytes()
    text = ("\n".join(pieces) + "\n").encode("utf-8")
    (out / "vectors.bin").write_bytes(vectors)
    (out / "vocab.txt").write_bytes(text)
    digest = hashlib.sha256(vectors + text).hexdigest()
    model = {
        "id": f"whence-static-{DIMENSIONS}-{digest[:12]}",
        "dimensions": DIMENSIONS,
        "pieces": len(pieces),
        "maxPieces": MAX_PIECES,
        "sha256": {"vectors.bin": hashlib.sha256(vectors).hexdigest(), "vocab.txt": hashlib.sha256(text).hexdigest()},
        "licence": "Apache-2.0",
        "teacher": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0): word pieces and the vectors that training started from",
        "training": training,
    }
    (out / "model.json").write_text(json.dumps(model, indent=2) + "\n", "utf-8")


class _Table:
    """Rows of the table in docs/embedder.md, printed as they come and together at the end."""

    HEAD = "| step | held out | doc | name | section | commit-code | commit-before | commit-place | CoSQA alone | with BM25 |"

    def __init__(self, evaluation, data):
        self.evaluation, self.data, self.rows = evaluation, data, []
        if evaluation:
            tokenizer = WordPiece({piece: row for row, piece in enumerate(data.pieces)})
            self.bags = {id(texts): train.bags(tokenizer, texts) for texts in (evaluation.queries, evaluation.codes)}
            self._keep(f"| BM25 | {'| ' * 6}| {evaluation.bm25_alone():.3f} | |")

    def add(self, label, vectors):
        score, kinds = self.data.held.score(vectors)
        cells = [f"{value:.3f}" for value in (score, *(kinds[kind] for kind in KINDS))]
        if self.evaluation:
            cells += [f"{value:.3f}" for value in self.evaluation.measure(lambda texts: train.unit(self.bags[id(texts)] @ vectors))]
        self._keep(f"| {label} | {' | '.join(cells)} |")

    def print(self):
        print(f"\n{self.HEAD}\n|{' --- |' * self.HEAD.count(' |')}\n" + "\n".join(self.rows))

    def _keep(self, row):
        self.rows.append(row)
        print(row, flush=True)


if __name__ == "__main__":
    main()
