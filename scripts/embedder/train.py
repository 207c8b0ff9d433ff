"""Trains piece vectors on pairs: in-batch softmax both ways, Adam on the rows in use, stopped by held-out pairs."""

import numpy as np
import scipy.sparse as sparse

TEMPERATURE, BATCH, RATE = 0.05, 512, 0.004


def bags(tokenizer, texts):
    """Sparse [texts, vocabulary]: the square root of how often a piece occurs."""
    columns, values, borders = [], [], [0]
    for text in texts:
        rows, counts = np.unique(np.array(tokenizer.rows(text), dtype=np.int32), return_counts=True)
        columns.append(rows)
        values.append(np.sqrt(counts))
        borders.append(borders[-1] + len(rows))
    data = (np.concatenate(values).astype(np.float32), np.concatenate(columns), np.array(borders))
    return sparse.csr_matrix(data, shape=(len(texts), len(tokenizer.vocabulary)))


def unit(matrix):
    return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)


def train(vectors, learnt, held, rng, epochs, temperature=TEMPERATURE):
    """(best vectors by the held-out score, [(that score, its parts) after each epoch, the start first])."""
    vectors = vectors.copy()
    optimiser = _Adam(vectors.shape, steps=epochs * len(_batches(learnt, rng)))
    scores = [held.score(vectors)]
    best, since = vectors.copy(), 0
    for _ in range(epochs):
        for part in _batches(learnt, rng):
            optimiser.step(vectors, *_gradient(vectors, learnt.questions[part], learnt.answers[part], temperature))
        scores.append(held.score(vectors))
        print(f"  epoch {len(scores) - 1}: held-out score {scores[-1][0]:.4f}", flush=True)
        if scores[-1][0] >= max(score for score, _ in scores):
            best, since = vectors.copy(), 0
        else:
            since += 1
        if since == 2:
            break
    return best, scores


def _batches(learnt, rng):
    """Each batch is of one kind of pair, so that a pair is told from others of its kind and not by its form."""
    found = []
    for kind in np.unique(learnt.kinds):
        rows = rng.permutation(np.flatnonzero(learnt.kinds == kind))
        found += [rows[start : start + BATCH] for start in range(0, len(rows) - BATCH + 1, BATCH)]
    return [found[place] for place in rng.permutation(len(found))]


def _gradient(vectors, questions, answers, temperature):
    """(rows in use, gradient of the loss there)."""
    both = sparse.vstack([questions, answers]).tocsr()
    used, places = np.unique(both.indices, return_inverse=True)
    both = sparse.csr_matrix((both.data, places.astype(np.int32), both.indptr), shape=(both.shape[0], len(used)))
    raw = both @ vectors[used]
    norms = np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)
    units, half = raw / norms, questions.shape[0]
    left, right = units[:half], units[half:]
    scores = left @ right.T / temperature
    difference = (_softmax(scores) + _softmax(scores.T).T - 2 * np.eye(half, dtype=np.float32)) / (2 * half * temperature)
    slope = np.concatenate([difference @ right, difference.T @ left])
    slope = (slope - units * (slope * units).sum(axis=1, keepdims=True)) / norms
    return used, both.T @ slope


def _softmax(scores):
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


class _Adam:
    """Moments are kept per row and moved only where the row occurs; the rate falls linearly to a tenth."""

    def __init__(self, shape, steps):
        self.first, self.second = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
        self.times, self.done, self.steps = np.zeros((shape[0], 1), np.float32), 0, steps

    def step(self, vectors, used, gradient):
        rate = RATE * (1 - 0.9 * self.done / self.steps)
        self.done += 1
        self.times[used] += 1
        self.first[used] = first = 0.9 * self.first[used] + 0.1 * gradient
        self.second[used] = second = 0.999 * self.second[used] + 0.001 * gradient**2
        first = first / (1 - 0.9 ** self.times[used])
        second = second / (1 - 0.999 ** self.times[used])
        vectors[used] -= rate * first / (np.sqrt(second) + 1e-8)
