"""Documentation-code pairs of many languages, found by their comment syntax; Python's by its own parser."""

import ast
import re
import warnings

MAX_DOC, MAX_CODE, MIN_CODE = 400, 2400, 60

LANGUAGES = {
    ".py": "python", ".java": "java", ".js": "javascript", ".mjs": "javascript", ".cjs": "javascript",
    ".jsx": "javascript", ".ts": "typescript", ".tsx": "typescript", ".mts": "typescript", ".go": "go", ".rs": "rust",
    ".cs": "csharp", ".php": "php", ".rb": "ruby", ".c": "c", ".h": "c", ".cc": "cpp", ".cpp": "cpp", ".cxx": "cpp",
    ".hpp": "cpp", ".hh": "cpp", ".scala": "scala",
}

_BLOCK = re.compile(r"^[ \t]*/\*\*(?!/)(.*?)\*/[ \t]*\n", re.S | re.M)
_C_BLOCK = re.compile(r"^[ \t]*/\*(?![/*!]?\s*(?:Copyright|\*{5}|={5}|-{5}))(.*?)\*/[ \t]*\n", re.S | re.M)
_RUNS = {
    "go": re.compile(r"(?:^//(?!go:|nolint|line ).*\n)+", re.M),
    "rust": re.compile(r"(?:^[ \t]*///(?!/).*\n)+", re.M),
    "csharp": re.compile(r"(?:^[ \t]*///(?!/).*\n)+", re.M),
    "c": re.compile(r"(?:^[ \t]*///(?!/).*\n)+", re.M),
    "cpp": re.compile(r"(?:^[ \t]*//(?!-|=|\*|/{3}).*\n)+", re.M),
    "ruby": re.compile(r"(?:^[ \t]*#(?!!| -\*-| frozen| rubocop).*\n)+", re.M),
}
_BLOCKS = {"java", "javascript", "typescript", "php", "scala", "rust"}
_ATTRIBUTES = re.compile(r"(?:[ \t]*(?:@\w[\w.]*(?:\([^)]*\))?|#\[.*\]|\[[^\]\n]*\])[ \t]*\n)*")
_CALLABLE = re.compile(r"\(|\b(?:class|interface|struct|enum|trait|impl|module|object|record|namespace|union|type)\b")
_NOT_A_DECLARATION = re.compile(
    r"^\s*(?:if|for|while|switch|return|import|use|using|package|namespace|extern|\}|#|case|else|throw|await|expect|describe|it)\b"
)
_TAGS = re.compile(
    r"^\s*(?:[@\\](?:param|return|see|throws|type|private|internal|since|author|template|api|deprecated)|# (?:Examples|Panics|Errors|Safety))", re.M
)
_TOKENS = re.compile(
    r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|`(?:\\.|[^`\\])*`|//[^\n]*|/\*.*?\*/|[{}]', re.S
)
_NAMES = [
    re.compile(r"\b(?:func|fn|def|function|class|interface|struct|enum|trait|type)\s+(?:\([^)]*\)\s*)?(?:self\.)?([A-Za-z_]\w*)"),
    re.compile(r"([A-Za-z_$][\w$]*)\s*[:=]\s*(?:async\s+)?(?:function|\()"),
    re.compile(r"([A-Za-z_~]\w*)\s*(?:<[^<>]*>)?\s*\("),
]


def pairs_of_source(text, language):
    """(documentation, name, code without the documentation) of every documented definition."""
    if language == "python":
        yield from _python(text)
        return
    for documented, tags, start in _documented(text, language):
        doc, rest = first_paragraph(documented), rest_of(documented + tags)
        if len(doc.split()) < 3 or not is_prose(doc):
            continue
        code = (_ruby_body if language == "ruby" else _braced_body)(text, start)
        if code and len(code) > MIN_CODE:
            head = code.split("{", 1)[0][:300]
            patterns = _NAMES[::-1] if language in ("c", "cpp") else _NAMES
            name = next((m.group(1) for m in (pattern.search(head) for pattern in patterns) if m), "")
            if name and doc.startswith(name + " "):
                doc = doc[len(name) + 1 :]
            yield doc, name, "\n".join([*rest, code])[:MAX_CODE]


def _documented(text, language):
    """(plain documentation, its tags, where the declaration behind it starts)."""
    blocks = [_C_BLOCK] if language in ("c", "cpp") else [_BLOCK] if language in _BLOCKS else []
    patterns = blocks + ([_RUNS[language]] if language in _RUNS else [])
    for pattern in patterns:
        for found in pattern.finditer(text):
            if found.end() - found.start() < 8000:
                yield *_plain(found.group(0), language), _ATTRIBUTES.match(text, found.end()).end()


def _plain(comment, language):
    text = re.sub(r"^[ \t]*(?:/\*+!?|\*+/|\*+|///?!?|#+)?[ \t]?", "", re.sub(r"\*+/\s*$", "", comment), flags=re.M)
    if language == "csharp":
        summary = re.search(r"<summary>(.*?)</summary>", text, re.S)
        text = summary.group(1) if summary else ""
        text = re.sub(r"<(?:see|paramref|typeparamref)\w*\s+\w+=\"(?:\w:)?([^\"]*)\"\s*/>", r"\1", text)
    text = re.sub(r"\{@\w+\s+([^}\s]*)[^}]*\}", r"\1", text)
    text = re.sub(r"[@\\](?:brief|internal)\b", "", text)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", " ", text)
    found = _TAGS.search(text)
    return (text[: found.start()], "\n\n" + text[found.start() :]) if found else (text, "")



def is_prose(doc):
    """Not a licence, not a marker, not commented-out code."""
    letters = sum(c.isalpha() or c == " " for c in doc)
    return letters > 0.75 * len(doc) and not re.search(
        r"copyright|licen[sc]e|all rights reserved|^(?:todo|fixme|xxx|hack|eslint|@ts-|inheritdoc|\(non-javadoc\))|auto-?generated|do not edit", doc, re.I
    )


def first_paragraph(doc):
    paragraph = re.split(r"\n\s*\n", doc.strip(), maxsplit=1)[0]
    return re.sub(r"\s+", " ", re.sub(r":\w+:`~?([^`]*)`", r"\1", paragraph)).strip()[:MAX_DOC]


def rest_of(doc):
    """The lines behind the first paragraph, of every second documentation: code is searched with its comments."""
    parts = re.split(r"\n\s*\n", doc.strip(), maxsplit=1)
    return parts[1].split("\n")[:12] if len(parts) > 1 and len(doc) % 2 else []


def _braced_body(text, start):
    opening = text.find("{", start, start + 700)
    if opening < 0:
        return None
    head = text[start:opening]
    if ";" in head or not _CALLABLE.search(head) or _NOT_A_DECLARATION.match(head) or "\n\n" in head or "*/" in head:
        return None
    depth, limit = 0, start + MAX_CODE + 400
    for token in _TOKENS.finditer(text, opening, limit):
        if token.group(0) == "{":
            depth += 1
        elif token.group(0) == "}":
            depth -= 1
            if depth == 0:
                return text[start : token.end()]
    return text[start:limit]


def _ruby_body(text, start):
    head = re.compile(r"([ \t]*)(?:def|class|module)\b.*\n").match(text, start)
    if not head:
        return None
    ending = re.compile(rf"^{head.group(1)}end\b", re.M).search(text, head.end(), start + MAX_CODE + 400)
    return text[start : ending.end() if ending else start + MAX_CODE]


def _python(source):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    lines = source.splitlines()
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            documented = ast.get_docstring(node) or ""
            doc, rest = first_paragraph(documented), rest_of(documented)
            if len(doc.split()) < 3 or len(node.body) < 2:
                if not documented and not isinstance(node, ast.ClassDef) and node.end_lineno - node.lineno > 3:
                    yield "", node.name, "\n".join(lines[node.lineno - 1 : node.end_lineno])[:MAX_CODE]
                continue
            body_start, string = node.body[1].lineno, node.body[0]
            head = lines[node.lineno - 1 : string.lineno - 1]
            code = "\n".join(head + rest + lines[min(string.end_lineno, body_start - 1) : node.end_lineno])
            if len(code) > MIN_CODE:
                yield doc, node.name, code[:MAX_CODE]
