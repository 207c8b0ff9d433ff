"""Brings the sources of sources.txt with the ordinary client of each registry, once; what cannot be had is named."""

import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent


def read_listing(listing="sources.txt"):
    """[(kind, name)] as listed: `pypi NAME==VERSION`, `npm NAME@VERSION`, `git URL COMMIT` and so on."""
    lines = (HERE / listing).read_text("utf-8").splitlines()
    return [tuple(line.split(" ", 1)) for line in lines if line and not line.startswith("#")]


def download(sources, work):
    """[(kind, name, path)] of what could be had; a `git` source that cannot be cloned is left out aloud."""
    by_kind = defaultdict(list)
    for kind, name in sources:
        by_kind[kind].append(name)
    found = []
    for kind, names in by_kind.items():
        folder = (work / kind).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        paths = _CLIENTS[kind](names, folder)
        for name in names:
            if paths.get(name) and Path(paths[name]).exists():
                found.append((kind, name, Path(paths[name])))
            else:
                print(f"left out: {kind} {name} (could not be had)")
    return found


def _pypi(names, folder):
    if len(list(folder.glob("*.whl"))) < len(names):
        python = ["--only-binary", ":all:", "--python-version", "3.11"]
        _run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", *python, "-d", str(folder), *names], folder)
    wheels = {_plain("==".join(wheel.name.split("-")[:2])): wheel for wheel in folder.glob("*.whl")}
    return {name: wheels.get(_plain(name)) for name in names}


def _plain(name):
    """Wheels and listings write the same name with different separators."""
    return re.sub(r"[-_.]", "", name.lower())


def _npm(names, folder):
    paths = {name: folder / (re.sub(r"^@", "", name).replace("/", "-").replace("@", "-") + ".tgz") for name in names}
    missing = [name for name, path in paths.items() if not path.exists()]
    for start in range(0, len(missing), 8):
        _run(["npm", "pack", "--silent", *missing[start : start + 8]], folder)
    return paths


def _go(names, folder):
    (folder / "go.mod").write_text("module embedder.local/corpus\n", "utf-8")
    environment = {"GOFLAGS": "-mod=mod", "GOMODCACHE": str(folder / "cache")}
    if not (folder / "listed.json").exists():
        output = _run(["go", "mod", "download", "-json", *names], folder, environment)
        (folder / "listed.json").write_text(output, "utf-8")
    entries, text, decoder = {}, (folder / "listed.json").read_text("utf-8").strip(), json.JSONDecoder()
    while text:
        entry, end = decoder.raw_decode(text)
        entries[f"{entry['Path']}@{entry['Version']}"] = entry.get("Zip")
        text = text[end:].strip()
    return entries


def _crates(names, folder):
    home = folder / "home"
    if not home.exists():
        dependencies = "\n".join('{} = "={}"'.format(*name.split("@")) for name in names)
        (folder / "src").mkdir(exist_ok=True)
        (folder / "src/lib.rs").write_text("", "utf-8")
        package = '[package]\nname = "corpus"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\n'
        (folder / "Cargo.toml").write_text(package + dependencies + "\n", "utf-8")
        _run(["cargo", "fetch", "--quiet"], folder, {"CARGO_HOME": str(home)})
    return {name: next(home.glob(f"registry/cache/*/{name.replace('@', '-')}.crate"), None) for name in names}


def _maven(names, folder):
    jars = folder / "jars"
    if not jars.exists():
        items = "".join(
            "<artifactItem><groupId>{}</groupId><artifactId>{}</artifactId><version>{}</version>"
            "<classifier>sources</classifier></artifactItem>".format(*name.split(":"))
            for name in names
        )
        (folder / "pom.xml").write_text(
            "<project><modelVersion>4.0.0</modelVersion><groupId>embedder</groupId><artifactId>corpus</artifactId>"
            "<version>1</version><packaging>pom</packaging><build><plugins><plugin>"
            "<groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId>"
            f"<version>3.6.1</version><configuration><artifactItems>{items}</artifactItems>"
            "<outputDirectory>jars</outputDirectory></configuration></plugin></plugins></build></project>\n",
            "utf-8",
        )
        _run(["mvn", "-q", "-B", f"-Dmaven.repo.local={folder / 'repository'}", "dependency:copy"], folder)
    return {name: jars / "{1}-{2}-sources.jar".format(*name.split(":")) for name in names}


def _git(names, folder):
    """Bare clones in OWNER+NAME; one that lies there already is used as it is."""
    paths = {}
    for name in names:
        url, commit = name.split(" ")
        path = folder / "+".join(url.removesuffix(".git").split("/")[-2:])
        if not path.exists():
            _run(["git", "clone", "--quiet", "--bare", url, str(path)], folder, {"GIT_TERMINAL_PROMPT": "0"})
        known = _run(["git", "--git-dir", str(path), "rev-parse", "--verify", "--quiet", commit + "^{commit}"], folder)
        paths[name] = path if known.strip() else None
    return paths


_CLIENTS = {"pypi": _pypi, "npm": _npm, "go": _go, "crate": _crates, "maven": _maven, "git": _git}


def _run(command, folder, environment=None):
    """What the client prints; its failure is no end, because what is missing is named afterwards."""
    done = subprocess.run(command, cwd=folder, env={**os.environ, **(environment or {})}, stdout=subprocess.PIPE, text=True)
    return done.stdout
