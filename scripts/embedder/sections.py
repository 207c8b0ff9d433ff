"""Heading-section pairs of Markdown and reStructuredText files."""

import re

MIN_SECTION, MAX_SECTION = 150, 1500
_HEADING = re.compile(r"^(#{1,5})[ \t]+(.+?)[ \t]*#*$")
_UNDERLINE = re.compile(r"^([=\-~^\"'`#*+.])\1{2,}\s*$")
_SKIPPED = re.compile(
    r"^(?:v?\d|\[?v?\d+\.|unreleased|licen[cs]e|copyright|contribut|thanks|sponsor|authors?$|table of contents|contents$|changelog|release|change log|bugs? fix|features$|credits|installation$|see also|references?$)", re.I
)


def pairs_of_document(text, suffix):
    """(heading path, section without its heading)."""
    for path, body in _sections(text, suffix):
        title = path[-1]
        body = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", body)
        body = re.sub(r"<[^<>\n]{1,200}>|https?://\S+", " ", body).strip()
        if len(body) < MIN_SECTION or _SKIPPED.search(title) or not re.search(r"[a-zA-Z]{3}", title):
            continue
        parents = [part for part in path[:-1][-2:] if not _SKIPPED.search(part)]
        query = " ".join([*parents, title]) if len(title.split()) < 3 else title
        if len(query.split()) >= 2:
            yield query[:300], body[:MAX_SECTION]


def _sections(text, suffix):
    lines, path, body, fenced, marks = text.splitlines(), [], [], False, []
    place = 0
    while place < len(lines):
        line = lines[place]
        fenced ^= line.lstrip().startswith("```")
        level, title = 0, ""
        markdown = _HEADING.match(line) if suffix == ".md" and not fenced else None
        if markdown:
            level, title = len(markdown.group(1)), markdown.group(2)
        elif not fenced and line.strip() and place + 1 < len(lines) and not line.startswith((" ", "\t", "|", "-", "*")):
            under = _UNDERLINE.match(lines[place + 1])
            if under and len(lines[place + 1].strip()) >= min(len(line.strip()), 6) and (suffix == ".rst" or under.group(1) in "=-"):
                if under.group(1) not in marks:
                    marks.append(under.group(1))
                level, title = marks.index(under.group(1)) + 1, line.strip()
                place += 1
        if level:
            if path:
                yield [name for _, name in path], "\n".join(body)
            path = [part for part in path if part[0] < level] + [(level, _clean(title))]
            body = []
        else:
            body.append(line)
        place += 1
    if path:
        yield [name for _, name in path], "\n".join(body)


def _clean(title):
    title = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\))?", r"\1", title)
    return re.sub(r"<[^>]*>|\{#[^}]*\}|[`*_]{1,3}|:\w+:", " ", title).strip()
