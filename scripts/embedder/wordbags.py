"""Pairs as bags of words, so that a vocabulary can be chosen, and changed, after the text has been read once."""

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sparse

from wordpiece import MAX_PIECES, WordPiece, words

MAX_TEXT = 1600
_measured = frozenset()


@dataclass
class Pairs:
    """`questions` and `answers` are sparse [pairs, words or pieces]; the others have one entry per pair."""

    questions: sparse.csr_matrix
    answers: sparse.csr_matrix
    kinds: np.ndarray
    languages: np.ndarray
    sources: np.ndarray

    def of(self, rows):
        return Pairs(self.questions[rows], self.answers[rows], self.kinds[rows], self.languages[rows], self.sources[rows])


def read_pairs(files, measured_texts):
    """(word list, Pairs over it, how many were left out because they resemble `measured_texts`); `files` in order."""
    measured = frozenset(hash(run) for text in measured_texts for run in _runs(words(text)))
    index, columns, counts, borders, kinds, languages, sources, dropped = {}, [[], []], [[], []], [[0], [0]], [], [], [], 0
    with ProcessPoolExecutor(2, initializer=_remember, initargs=(measured,)) as pool:
        for source, (known, rows, left_out) in enumerate(pool.map(_read_source, files, chunksize=1)):
            dropped += left_out
            place = np.array([index.setdefault(word, len(index)) for word in known], dtype=np.int32)
            for kind, language, *sides in rows:
                kinds.append(kind)
                languages.append(language)
                sources.append(source)
                for side, (ids, times) in enumerate(sides):
                    columns[side].append(place[ids])
                    counts[side].append(times)
                    borders[side].append(borders[side][-1] + len(ids))
    shape = (len(kinds), len(index))
    matrices = [
        sparse.csr_matrix((np.concatenate(counts[side]), np.concatenate(columns[side]), np.array(borders[side])), shape=shape)
        for side in (0, 1)
    ]
    return list(index), Pairs(*matrices, np.array(kinds), np.array(languages), np.array(sources)), dropped


def to_pieces(matrix, spelling):
    """Bags of pieces: the square root of how often each occurs."""
    pieces = (matrix @ spelling).tocsr()
    pieces.sum_duplicates()
    pieces.data = np.sqrt(pieces.data).astype(np.float32)
    return pieces


def spelling_of(word_list, pieces):
    """Sparse [words, pieces]: how each word is spelled in a vocabulary."""
    tokenizer = WordPiece({piece: row for row, piece in enumerate(pieces)})
    spelled = [tokenizer.split(word) for word in word_list]
    rows = np.repeat(np.arange(len(spelled)), [len(found) for found in spelled])
    columns = np.array([row for found in spelled for row in found])
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(word_list), len(pieces)))


def _remember(measured):
    global _measured
    _measured = measured


def _read_source(file):
    known, rows, dropped = {}, [], 0
    for line in file.read_text("utf-8").splitlines():
        kind, question, answer, language = json.loads(line)
        asked, answered = words(question)[:MAX_PIECES], words(answer[:MAX_TEXT])[:MAX_PIECES]
        if not asked or not answered:
            continue
        # What is measured is Python, so only Python can have been seen.
        if language == "python" and (_resembles(asked) or _resembles(answered)):
            dropped += 1
            continue
        rows.append((kind, language, _bag(known, asked), _bag(known, answered)))
    return list(known), rows, dropped


def _bag(known, found):
    counts = {}
    for word in found:
        counts[word] = counts.get(word, 0) + 1
    ids = np.array([known.setdefault(word, len(known)) for word in counts], dtype=np.int32)
    return ids, np.array(list(counts.values()), dtype=np.float32)


def _resembles(found):
    """More than a fifth of its eight-word runs stand in the texts used for measuring too."""
    runs = _runs(found)
    return sum(hash(run) in _measured for run in runs) > len(runs) / 5


def _runs(found, size=8):
    return [tuple(found[start : start + size]) for start in range(len(found) - size + 1)]
