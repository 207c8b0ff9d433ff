"""Which licences may be learnt from, and how a source states its own."""

import email
import json
import re

PERMISSIVE = re.compile(r"\b(mit|mit-cmu|bsd|apache|isc|psf|python software|hpnd|zpl|zope|biopython|0bsd|unlicense|expat|zlib|curl|bsl-1\.0)\b|\bBSD-\d", re.I)
COPYLEFT = re.compile(r"\b(a?gpl|lgpl|gnu|mpl|mozilla|eupl|cddl|sspl|busl|epl|eclipse)\b|GPL-\d", re.I)
_TEXTS = [
    ("copyleft", re.compile(r"GNU (?:LESSER |AFFERO |LIBRARY )?GENERAL PUBLIC|Mozilla Public License|Eclipse Public License|Business Source", re.I)),
    ("Apache-2.0", re.compile(r"Apache License,?\s+Version 2|apache\.org/licenses/LICENSE-2\.0|licenses this file to you under the Apache License", re.I)),
    ("MIT", re.compile(r"Permission is hereby granted, free of charge", re.I)),
    ("BSD", re.compile(r"Redistribution and use\s+in\s+source and binary forms", re.I)),
    ("ISC", re.compile(r"Permission to use, copy, modify,\s+and(?:/or)? distribute", re.I)),
    ("Zlib", re.compile(r"This software is provided 'as-is'", re.I)),
    ("BSL-1.0", re.compile(r"Boost Software License", re.I)),
]
_FILE = re.compile(r"(?:^|/)(?:(?:MIT-)?LICEN[SC]E|COPYING)(?:[-.][\w.-]*)?$", re.I)


def permissive(stated):
    return bool(stated) and not COPYLEFT.search(stated) and bool(PERMISSIVE.search(stated))


def licence_of(kind, names, read):
    """The licence as the source states it: its metadata, else its licence file, else the head of its first source."""
    if kind == "pypi":
        return _of_wheel(email.message_from_bytes(read(next(n for n in names if n.endswith(".dist-info/METADATA")))))
    if kind == "npm":
        stated = json.loads(read("package/package.json" if "package/package.json" in names else min((n for n in names if n.endswith("/package.json")), key=len))).get("license") or ""
        return stated if isinstance(stated, str) else stated.get("type", "")
    if kind == "crate":
        manifest = read(min((n for n in names if n.endswith("/Cargo.toml")), key=len)).decode()
        found = re.search(r'^license = "([^"]*)"', manifest, re.M)
        # A choice between licences is taken as its permissive side.
        return " OR ".join(part for part in re.split(r" OR |/", found.group(1)) if permissive(part)) if found else ""
    files = sorted((n for n in names if _FILE.search(n)), key=lambda n: (n.count("/"), len(n)))[:2]
    for name in [*files, *sorted(n for n in names if n.endswith(".java"))[:3]]:
        stated = licence_of_text(read(name)[:20000].decode("utf-8", "replace"))
        if stated:
            return stated
    return ""


def licence_of_text(text):
    return next((name for name, pattern in _TEXTS if pattern.search(text)), "")


def _of_wheel(meta):
    classified = [c.split("::")[-1].strip() for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    stated = meta.get("License-Expression") or ", ".join(classified) or (meta.get("License") or "")
    return stated.strip().split("\n")[0][:120]
