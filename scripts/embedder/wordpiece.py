"""Text to word pieces, exactly as server/embedding/wordPiece.ts does it (a test holds the two together).

BERT's uncased tokenisation with three changes, because code is embedded: identifiers are split at case and digit
borders before lowercasing, punctuation and symbols are dropped, and what the vocabulary does not know gives nothing.
"""

import re
import unicodedata

MAX_WORD = 100
MAX_PIECES = 400

# Over "class strings": A upper case, a lower case or caseless letter, s itself, 0 digit, C ideograph.
# Acronym plurals stay whole (URLs), acronyms end before a capitalised word (HTTPServer).
_WORD = re.compile(r"C|A+s(?![as])|A+(?![as])|A?[as]+|0+")
# The same of ASCII text, as it stands: two thirds of the time.
_ASCII_WORD = re.compile(r"[A-Z]+s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_IGNORED = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def _is_ideograph(code):
    return 0x4E00 <= code <= 0x9FFF or 0x3400 <= code <= 0x4DBF or 0xF900 <= code <= 0xFAFF


class _ClassTable(dict):
    def __missing__(self, code):
        self[code] = mark = _class_of(code)
        return mark


def _class_of(code):
    if code > 0xFFFF:
        return " "
    if _is_ideograph(code):
        return "C"
    char = chr(code)
    if char == "s":
        return "s"
    category = unicodedata.category(char)
    if category == "Lu":
        return "A"
    if category[0] in "LM":
        return "a"
    return "0" if category[0] == "N" else " "


class _LowerTable(dict):
    def __missing__(self, code):
        lowered = chr(code).lower()
        self[code] = result = lowered if len(lowered) == 1 else chr(code)
        return result


_CLASSES = _ClassTable()
_LOWER = _LowerTable()


def words(text):
    """The lowercased words of a text, identifiers split."""
    if text.isascii():
        return [word.lower() for word in _ASCII_WORD.findall(text)]
    decomposed = unicodedata.normalize("NFD", text)
    text = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    text = _IGNORED.sub("", text)
    lowered = text.translate(_LOWER)
    return [lowered[m.start() : m.end()] for m in _WORD.finditer(text.translate(_CLASSES))]


class WordPiece:
    """Greedy longest match over a vocabulary {piece: row}; continuations carry `##`."""

    def __init__(self, vocabulary):
        self.vocabulary = vocabulary
        self._known = {}

    def rows(self, text, limit=MAX_PIECES):
        found = []
        for word in words(text):
            pieces = self._known.get(word)
            if pieces is None:
                pieces = self._known[word] = self.split(word)
            found.extend(pieces)
            if len(found) >= limit:
                return found[:limit]
        return found

    def split(self, word):
        """Rows of the pieces of one lowercased word; none where it cannot be spelled."""
        if len(word) > MAX_WORD:
            return []
        pieces, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                row = self.vocabulary.get(("##" if start else "") + word[start:end])
                if row is not None:
                    break
            else:
                return []
            pieces.append(row)
            start = end
        return pieces
