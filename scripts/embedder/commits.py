"""Commit-code and commit-place pairs out of a Git history."""

import re
import subprocess
from pathlib import PurePosixPath

from comments import LANGUAGES

MOST_COMMITS, MOST_FILES, MAX_CODE = 1200, 6, 2000
_DULL = re.compile(
    r"^(?:merge|revert|bump|release|prepare|version|v?\d+\.\d|update (?:changelog|authors|dependenc|copyright|submodule)|chore\(deps|build\(deps|\[?ci\b|fix typos?|typos?\b|fixup|squash|wip\b|cleanup$|changes? for|auto-?format|apply rubocop|run black)", re.I
)
_NOISE = re.compile(r"\s*\(?(?:#|gh-|pr ?#?|closes #|fixes #|refs #)\d+\)?|\[skip ci\]|\[ci skip\]", re.I)
_TRAILER = re.compile(r"^(?:[A-Z][\w-]+(?: [\w-]+)?: |Co-authored-by|git-svn-id|\(cherry picked|https?://|\* )", re.M)
_OTHER = re.compile(r"(^|/)([\w.-]*tests?|testing|spec|specs|__tests__|fixtures|vendor|_vendor|vendored|third_party|node_modules|dist|build|generated)/|test_|_test\.|\.test\.|\.min\.|_spec\.", re.I)


def pairs_of_history(git_dir, commit):
    """(kind, message, code or place, language) of the newest commits that changed few source files."""
    mark = "\x01"
    log = ["git", "--git-dir", git_dir, "log", commit, f"-n{MOST_COMMITS}", "--no-merges", "--no-color", "--no-ext-diff"]
    log += ["--no-renames", "-U10", "-p", f"--format={mark}%s%x02%b%x02", "--", *(f"*{suffix}" for suffix in LANGUAGES)]
    process = subprocess.Popen(log, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for entry in _split(process.stdout, mark):
        yield from _pairs_of_commit(entry)
    process.stdout.close()
    process.wait()


def _split(stream, mark, most=120_000):
    """Entries of the log; of a very long one only the beginning."""
    entry, size = [], 0
    for raw in stream:
        line = raw.decode("utf-8", "replace")
        if line.startswith(mark):
            if entry:
                yield "".join(entry)
            entry, size = [line[1:]], 0
        elif size < most:
            entry.append(line)
            size += len(line)
    if entry:
        yield "".join(entry)


def _pairs_of_commit(entry):
    subject, body, diff = (entry.split("\x02", 2) + ["", ""])[:3]
    message = _message(subject, body)
    if not message:
        return
    files = [part for part in re.split(r"^diff --git ", diff, flags=re.M)[1:]]
    changed = [part for part in (_sides(part) for part in files) if part]
    if not 1 <= len(changed) <= MOST_FILES or len(files) > 3 * MOST_FILES:
        return
    changed.sort(key=lambda part: -part[4])
    for path, old, new, places, _ in changed[:2]:
        language = LANGUAGES[PurePosixPath(path).suffix]
        if len(new) > 120:
            yield "commit-code", message, new[:MAX_CODE], language
        if len(old) > 120:
            yield "commit-before", message, old[:MAX_CODE], language
        yield "commit-place", message.split("\n")[0], "\n".join([path, *places])[:600], language


def _message(subject, body):
    subject = _NOISE.sub("", subject).strip()
    subject = re.sub(r"^(?:\[[^\]]*\]\s*)+|^[-*]\s*|^(?:feat|fix|chore|docs|refactor|perf|test|style|build)(?:\([^)]*\))?!?:\s*", "", subject)
    if _DULL.search(subject) or len(subject.split()) < 4:
        return None
    lines = []
    for line in body.replace("\r", "").split("\n"):
        if _TRAILER.match(line):
            break
        lines.append(line)
    text = _NOISE.sub("", "\n".join(lines)).strip()
    # Every third message stays whole, as an issue is; the others are their subject, as a question is.
    return subject + ("\n" + text[:700] if text and sum(map(ord, subject)) % 3 == 0 else "")


def _sides(part):
    """(path, code before, code after, places named by hunk headers, lines changed) of one file's difference."""
    path = part.split("\n", 1)[0].rsplit(" b/", 1)[-1].strip()
    if PurePosixPath(path).suffix not in LANGUAGES or _OTHER.search(path):
        return None
    old, new, places, count = [], [], [], 0
    hunks = re.split(r"^@@ ", part, flags=re.M)[1:]
    for hunk in hunks:
        header, _, lines = hunk.partition("\n")
        place = header.split("@@", 1)[-1].strip()
        if place and place not in places:
            places.append(place)
        for line in lines.split("\n"):
            if line.startswith("+"):
                new.append(line[1:])
                count += 1
            elif line.startswith("-"):
                old.append(line[1:])
                count += 1
            elif line.startswith(" "):
                old.append(line[1:])
                new.append(line[1:])
    return (path, "\n".join(old), "\n".join(new), places[:8], count) if count else None
