"""Prints what names of some Python files mean, as jedi finds out: path, line, column, word, path, line and column of the
definition, with tabs between. Lines from 1, columns from 0. Only definitions in other files are printed.
python label_uses.py ROOT COUNT SEED FOLDER...; jedi comes from PyPI.
"""
import io
import keyword
import os
import random
import sys
import tokenize

import jedi

root, count, seed = os.path.realpath(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
project = jedi.Project(root)
chance = random.Random(seed)
names = []
for folder in sys.argv[4:]:
    for place, _, files in os.walk(os.path.join(root, folder)):
        for file in sorted(files):
            if not file.endswith(".py"):
                continue
            path = os.path.join(place, file)
            with open(path, encoding="utf8") as opened:
                text = opened.read()
            for token in tokenize.generate_tokens(io.StringIO(text).readline):
                if token.type == tokenize.NAME and not keyword.iskeyword(token.string) and not token.line.lstrip().startswith(("from ", "import ")):
                    names.append((path, token.start[0], token.start[1], token.string))
chance.shuffle(names)
scripts = {}
defined = {}
printed = 0
for path, line, column, word in names:
    if printed >= count:
        break
    if path not in scripts:
        scripts.clear()
        scripts[path] = jedi.Script(path=path, project=project)
        own = scripts[path].get_names(all_scopes=True, definitions=True, references=False)
        defined[path] = {(name.line, name.column) for name in own}
    if (line, column) in defined[path]:
        continue
    try:
        found = scripts[path].goto(line, column, follow_imports=True)
    except Exception:
        continue
    if len(found) != 1:
        continue
    definition = found[0]
    other = definition.module_path and os.path.realpath(str(definition.module_path))
    if not other or other == path or not other.startswith(root + os.sep) or definition.type in ("module", "param"):
        continue
    print(os.path.relpath(path, root), line, column, word, os.path.relpath(other, root), definition.line, definition.column, sep="\t", flush=True)
    printed += 1
