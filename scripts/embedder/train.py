"""Trains piece vectors on documentation-code pairs: in-batch softmax both ways, Adam on the rows in use."""

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


def train(vectors, docs, codes, held_docs, held_codes, rng, epochs=6):
    """(best vectors by held-out reciprocal rank, [that rank after each epoch, the start first])."""
    vectors = vectors.copy()
    optimiser = _Adam(vectors.shape, steps=epochs * (docs.shape[0] // BATCH))
    ranks = [mean_reciprocal_rank(vectors, held_docs, held_codes)]
    best, since = vectors.copy(), 0
    for _ in range(epochs):
        order = rng.permutation(docs.shape[0])
        for start in range(0, len(order) - BATCH + 1, BATCH):
            part = order[start : start + BATCH]
            optimiser.step(vectors, *_gradient(vectors, docs[part], codes[part]))
        ranks.append(mean_reciprocal_rank(vectors, held_docs, held_codes))
        print(f"  epoch {len(ranks) - 1}: held-out reciprocal rank {ranks[-1]:.4f}", flush=True)
        if ranks[-1] >= max(ranks):
            best, since = vectors.copy(), 0
        else:
            since += 1
        if since == 2:
            break
    return best, ranks


def mean_reciprocal_rank(vectors, docs, codes, pool=1000):
    """Each documentation against the codes of its pool of 1,000."""
    inverse = []
    for start in range(0, docs.shape[0] - pool + 1, pool):
        scores = unit(docs[start : start + pool] @ vectors) @ unit(codes[start : start + pool] @ vectors).T
        inverse.append(1 / (1 + (scores > np.diag(scores)[:, None]).sum(axis=1)))
    return float(np.mean(np.concatenate(inverse)))


def _gradient(vectors, docs, codes):
    """(rows in use, gradient of the loss there)."""
    both = sparse.vstack([docs, codes]).tocsr()
    used, both.indices = np.unique(both.indices, return_inverse=True)
    both = sparse.csr_matrix((both.data, both.indices, both.indptr), shape=(both.shape[0], len(used)))
    raw = both @ vectors[used]
    norms = np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9)
    units, half = raw / norms, docs.shape[0]
    queries, targets = units[:half], units[half:]
    scores = queries @ targets.T / TEMPERATURE
    difference = (_softmax(scores) + _softmax(scores.T).T - 2 * np.eye(half, dtype=np.float32)) / (2 * half * TEMPERATURE)
    slope = np.concatenate([difference @ targets, difference.T @ queries])
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
