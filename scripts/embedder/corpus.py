"""Pairs (kind, question, answer, language) out of one source; what must not be learnt from."""

import gzip
import hashlib
import io
import json
import random
import re
import subprocess
import tarfile
import zipfile
from collections import defaultdict
from pathlib import Path, PurePosixPath

from comments import LANGUAGES, MIN_CODE, is_prose, pairs_of_source
from commits import pairs_of_history
from licences import licence_of, permissive
from sections import pairs_of_document
from wordpiece import words

# SWE-bench's projects and those of the other measurements: nothing may be learnt from them.
FORBIDDEN = {
    "astroid", "astropy", "django", "flask", "marshmallow", "matplotlib", "pvlib", "pydicom", "pylint", "pytest",
    "pyvista", "requests", "scikit_learn", "scikit-learn", "seaborn", "sphinx", "sqlfluff", "sympy", "xarray",
    "zookeeper", "ripgrep", "kafka", "spring-framework", "springframework", "libest", "etour",
}
# How many pairs of one kind a source may give: none may drown the others.
MOST = {"doc": 1000, "name": 120, "section": 700, "commit-code": 1000, "commit-before": 1000, "commit-place": 700}
_SKIPPED = re.compile(
    r"(^|/)([\w.-]*tests?|testing|testdata|__tests__|specs?|fixtures|_vendor|vendor|vendored|third_party|node_modules|guides|generated|locales?|i18n|examples?)/|(^|/)(test_|conftest|zz_generated)|_pb2|_test\.|\.pb\.|\.test\.|\.spec\.|\.min\.|\.d\.ts$|-min\.|(^|/)umd/", re.I
)
_DULL_DOCUMENT = re.compile(r"(^|/)(CHANGE|HISTORY|NEWS|RELEASE|LICEN|COPYING|CODE_OF|AUTHORS|SECURITY|THIRD|NOTICE|CONTRIB)", re.I)


def read_source(kind, path, commit):
    """(names, function that reads one) of an archive: wheel, tarball, crate, module, sources jar or Git commit."""
    if kind == "git":
        return _git(str(path), commit)
    if zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
        return [n for n in archive.namelist() if not n.endswith("/")], archive.read
    # Unpacked in memory: files are read in order of name, and a compressed stream cannot go back.
    return _tar(tarfile.open(fileobj=io.BytesIO(gzip.decompress(Path(path).read_bytes()))))


def _git(path, commit):
    git = ["git", "--git-dir", path]
    listed = subprocess.run([*git, "ls-tree", "-r", "-z", commit], capture_output=True, check=True).stdout.decode("utf-8", "replace")
    blobs = {}
    for entry in listed.split("\0"):
        mode, _, rest = entry.partition(" ")
        if rest.startswith("blob") and mode.startswith("100"):
            blobs[rest.split("\t", 1)[1]] = rest.split()[1]
    batch = subprocess.Popen([*git, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def read(name):
        batch.stdin.write(blobs[name].encode() + b"\n")
        batch.stdin.flush()
        head = batch.stdout.readline().split()
        if len(head) < 3:
            return b""
        data = batch.stdout.read(int(head[2]))
        batch.stdout.read(1)
        return data

    return list(blobs), read


def _tar(archive):
    members = {member.name: member for member in archive.getmembers() if member.isfile()}
    return list(members), lambda name: archive.extractfile(members[name]).read()


def identity(kind, name, path):
    """A source's short name: of its file in the work folder, and of the seed of what is drawn from it."""
    if kind == "git":
        return path.name.replace("+", "/")
    if kind in ("go", "crate"):
        return name
    stem = path.name.removesuffix(".tgz").removesuffix("-sources.jar")
    return "==".join(stem.split("-")[:2]) if kind == "pypi" else stem


def is_measured(name):
    """True for a source, as it is listed, that belongs to a measurement: by any part of its name or of its group's."""
    return not FORBIDDEN.isdisjoint(re.split(r"[/@:=.\s]", name.lower()))


def mine(kind, name, path, out):
    """(name, licence, {kind of pair: how many}); writes the pairs to `out` as JSON lines, none without permission."""
    short = identity(kind, name, path)
    commit = name.split(" ")[1] if kind == "git" else ""
    names, read = read_source(kind, path, commit)
    licence = licence_of(kind, names, read)
    if not permissive(licence) or is_measured(name):
        return name, licence, None
    found, seen = defaultdict(list), set()
    for file in sorted(names):
        for pair in _pairs_of_file(file, read):
            key = hashlib.md5(("\0".join(pair[:2]) + (pair[2][:80] if pair[0] == "name" else "")).encode()).digest()
            if key not in seen:
                seen.add(key)
                found[pair[0]].append(pair)
    if kind == "git":
        for pair in pairs_of_history(str(path), commit):
            found[pair[0]].append(pair)
    rng = random.Random(short)
    lines = []
    for group, pairs in sorted(found.items()):
        rng.shuffle(pairs)
        found[group] = pairs[: MOST[group]]
        lines += [json.dumps(pair) + "\n" for pair in found[group]]
    out.write_text("".join(lines), "utf-8")
    return name, licence, {group: len(pairs) for group, pairs in found.items()}


def _pairs_of_file(file, read):
    suffix = PurePosixPath(file).suffix
    if _SKIPPED.search(file) or (suffix not in LANGUAGES and suffix not in (".md", ".rst")):
        return
    data = read(file)
    if len(data) > 3_000_000 or max(map(len, data[:200_000].split(b"\n")), default=0) > 3000:
        return
    try:
        text = data.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return
    if suffix in (".md", ".rst"):
        if not _DULL_DOCUMENT.search(file):
            for heading, body in pairs_of_document(text, suffix):
                yield "section", heading, body, suffix[1:]
        return
    language = LANGUAGES[suffix]
    for doc, name, code in pairs_of_source(text, language):
        if doc and is_prose(doc):
            yield "doc", doc, code, language
        split = words(name)
        if len(split) > 1 and name in code and len(code) > 2 * MIN_CODE:
            yield "name", " ".join(split), code.replace(name, ""), language
