"""Draws what a terminal showed as two pictures, for a light and for a dark page.

    script -qec "stty cols 146; npm start" session.txt
    python3 docs/screenshots/render.py session.txt start --until "[4] "
    script -qec "stty cols 130; npm run -s whence -- trace server/retrieval/fusion.ts:20" session.txt
    python3 docs/screenshots/render.py session.txt trace --prompt "whence trace server/retrieval/fusion.ts:20"

Takes a recording of `script`, keeps what is left on the screen after progress lines were overwritten, and lets
Chromium (`--browser`) draw it. Text is shown as it was printed, bold and dim too; only the first lines fit into the picture.
"""

import argparse
import html
import pathlib
import re
import subprocess
import tempfile

COLOURS = {"light": ("#f6f8fa", "#1f2328"), "dark": ("#151b23", "#e6edf3")}
LINE_HEIGHT = 17
PADDING = 18


def screen(recording: str, prompt: str) -> list[str]:
    lines = []
    for line in recording.replace("\r\n", "\n").split("\n"):
        shown = re.sub(r"\x1b\[[0-9;?]*[A-Zac-ln-z]", "", line.split("\x1b[2K")[-1]).split("\r")[-1].rstrip()
        if not shown.startswith(("Script started", "Script done")):
            lines.append(shown)
    while lines and lines[0] == "":
        lines.pop(0)
    return [f"$ {prompt}", "", *lines]


STYLES = {"1": "font-weight:bold", "2": "opacity:.62"}


def markup(line: str) -> str:
    """HTML of a line: its text, with spans for what is bold or dim."""
    parts = re.split(r"\x1b\[([0-9;]*)m", line)
    found = [html.escape(parts[0])]
    for code, text in zip(parts[1::2], parts[2::2]):
        style = STYLES.get(code)
        found.append(html.escape(text) if style is None else f'<span style="{style}">{html.escape(text)}</span>')
    return "".join(found)


def plain(line: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", line)


def page(lines: list[str], theme: str) -> str:
    ground, ink = COLOURS[theme]
    style = (
        f"margin:0;padding:{PADDING}px;box-sizing:border-box;background:{ground};color:{ink};"
        f"height:100vh;overflow:hidden;font:12px/{LINE_HEIGHT}px 'DejaVu Sans Mono',monospace"
    )
    return f'<!doctype html><meta charset="utf-8"><body style="margin:0"><pre style="{style}">{chr(10).join(map(markup, lines))}</pre>'


def draw(browser: str, lines: list[str], theme: str, target: pathlib.Path) -> None:
    height = len(lines) * LINE_HEIGHT + 2 * PADDING
    width = 2 * PADDING + 12 + int(7.23 * max(len(plain(line)) for line in lines))
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder, "page.html")
        source.write_text(page(lines, theme), encoding="utf-8")
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--force-device-scale-factor=1.5", f"--user-data-dir={folder}/profile",
            f"--window-size={width},{height}", f"--screenshot={target}", source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("recording", type=pathlib.Path)
    parser.add_argument("name")
    parser.add_argument("--until", default="", help="text of the first line that is left out")
    parser.add_argument("--prompt", default="npm start", help="what was typed")
    parser.add_argument("--browser", default="chromium")
    options = parser.parse_args()
    with options.recording.open(encoding="utf-8", errors="replace", newline="") as stream:
        lines = screen(stream.read(), options.prompt)
    ends = [number for number, line in enumerate(lines) if options.until and options.until in line]
    shown = "\n".join(lines[: ends[0]] if ends else lines).rstrip().split("\n")
    for theme in COLOURS:
        draw(options.browser, shown, theme, pathlib.Path(__file__).parent / f"{options.name}-{theme}.png")


main()
