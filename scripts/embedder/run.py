"""The whole recipe in one command, with nothing but Python's own library: python3.11 run.py --work FOLDER [...]. See README.md.

Makes an environment with the pinned packages in WORK/venv, then runs build.py with the same options; where the model went
into the project itself, golden.py makes the reference files of its tests.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    options = sys.argv[1:]
    if "--work" not in options[:-1]:
        sys.exit(__doc__ + "\nSay where downloads and intermediate results may lie: --work FOLDER")
    work = Path(options[options.index("--work") + 1]).resolve()
    python = _environment(work / "venv")
    _run([python, HERE / "build.py", *options])
    if "--out" not in options:
        _run([python, HERE / "golden.py", "--work", work])


def _environment(folder):
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not (folder / "installed").exists():
        venv.create(folder, with_pip=True, clear=True)
        _run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", HERE / "requirements.txt"])
        (folder / "installed").touch()
    return python


def _run(command):
    # One thread for linear algebra: sums come in one order, so the same pairs give the same file.
    done = subprocess.run([str(part) for part in command], env={**os.environ, "OPENBLAS_NUM_THREADS": "1"})
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    main()
