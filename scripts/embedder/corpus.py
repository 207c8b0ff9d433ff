"""Documentation-code pairs of Python functions out of the wheels of permissively licensed packages."""

import ast
import email
import re
import warnings
import zipfile
from pathlib import Path

from wordpiece import words

# SWE-bench's projects are for measuring, so nothing may be learnt from them.
FORBIDDEN = {
    "astroid", "astropy", "django", "flask", "marshmallow", "matplotlib", "pvlib", "pydicom", "pylint", "pytest",
    "pyvista", "requests", "scikit_learn", "seaborn", "sphinx", "sqlfluff", "sympy", "xarray",
}
PERMISSIVE = re.compile(r"\b(mit|bsd|apache|isc|psf|python software|hpnd|zpl|zope|biopython|0bsd|unlicense|expat)\b", re.I)
COPYLEFT = re.compile(r"\b(a?gpl|lgpl|gnu|mpl|mozilla|eupl|cddl)\b", re.I)
MAX_DOC, MAX_CODE = 400, 2400
_SKIPPED = re.compile(r"(^|/)(tests?|testing|_vendor|vendored)/|(^|/)(test_|conftest)|_pb2|_test\.py$")


def licence_of(wheel):
    """The licence as the wheel's own metadata states it."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        meta = email.message_from_bytes(archive.read(name))
    classified = [c.split("::")[-1].strip() for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    stated = meta.get("License-Expression") or ", ".join(classified) or (meta.get("License") or "")
    return stated.strip().split("\n")[0][:120]


def usable_wheels(folder):
    """[(wheel, licence)] of those which state a permissive licence, in order of name; the others are named aloud."""
    kept = []
    for wheel in sorted(Path(folder).glob("*.whl")):
        licence, project = licence_of(wheel), wheel.name.split("-")[0].lower()
        if project in FORBIDDEN or COPYLEFT.search(licence) or not PERMISSIVE.search(licence):
            print(f"left out: {wheel.name} ({licence or 'no licence stated'})")
        else:
            kept.append((wheel, licence))
    return kept


def pairs_of(wheel):
    """[(documentation, code without it)] of every documented function."""
    found, seen = [], set()
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if not name.endswith(".py") or _SKIPPED.search(name):
                continue
            for doc, code in _pairs_of_source(archive.read(name)):
                if doc not in seen:
                    seen.add(doc)
                    found.append((doc, code))
    return found


def _pairs_of_source(data):
    try:
        source = data.decode("utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, UnicodeDecodeError, ValueError, RecursionError):
        return
    lines = source.splitlines()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            doc = _first_paragraph(ast.get_docstring(node) or "")
            if len(doc.split()) < 3 or len(node.body) < 2:
                continue
            body_start, string = node.body[1].lineno, node.body[0]
            head = lines[node.lineno - 1 : string.lineno - 1]
            code = "\n".join(head + lines[min(string.end_lineno, body_start - 1) : node.end_lineno])
            if len(code) > 60:
                yield doc[:MAX_DOC], code[:MAX_CODE]


def _first_paragraph(doc):
    paragraph = re.split(r"\n\s*\n", doc.strip(), maxsplit=1)[0]
    return re.sub(r"\s+", " ", re.sub(r":\w+:`~?([^`]*)`", r"\1", paragraph)).strip()


def without_known(pairs, codes):
    """Pairs which are unlike the texts used for measuring: at most a fifth of their eight-word runs stand there too."""
    measured = {run for code in codes for run in _runs(code)}

    def resembles(text):
        runs = _runs(text)
        return sum(run in measured for run in runs) > len(runs) / 5

    return [(doc, code) for doc, code in pairs if not resembles(code) and not resembles(doc)]


def _runs(text, size=8):
    found = words(text)
    return [tuple(found[start : start + size]) for start in range(len(found) - size + 1)]
