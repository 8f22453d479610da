"""How soon the lab is there."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import lessons
from benchmarks.tools.rows import Row, compared
from benchmarks.tools.terminal import Terminal

HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self): yield Static("Hello-world")
Hello().run()
"""
LAB = [sys.executable, "-c", "from tui_lab.__main__ import main; main()"]

OF_A_COURSE = """
import sys, lessons
lessons.__path__ = [sys.argv.pop()]
from tui_lab.__main__ import main
main()
"""
"""The lab with the lessons of another folder."""
FEW, MANY = 4, 23


def environment(folder: str) -> dict[str, str]:
    """A home of its own for the lab, a terminal with colours, and compiled modules as usual."""
    wanted = {"DL_LAB_DIR": folder, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return kept | wanted


def command_line_help(quick: bool) -> Row:
    """`dl-lab --help` against importing typer alone."""

    def seconds(command: list[str]) -> float:
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True, env=environment(folder))
        return time.perf_counter() - began

    folder = tempfile.gettempdir()
    pairs = [
        (seconds([*LAB, "--help"]), seconds([sys.executable, "-c", "import typer"]))
        for _ in range(7 if quick else 21)
    ]
    return compared("dl-lab --help / import typer", pairs, budget=1.5)


def first_paint(quick: bool) -> Row:
    """The menu on the screen against a hello-world of Textual."""
    with tempfile.TemporaryDirectory() as folder:

        def seconds(command: list[str], text: str) -> float:
            with Terminal(command, environment(folder)) as terminal:
                return terminal.until(text)

        hello = [sys.executable, "-c", HELLO]
        pairs = [
            (seconds(LAB, "Gradient clipping"), seconds(hello, "Hello-world"))
            for _ in range(5 if quick else 15)
        ]
    return compared("first paint / hello-world", pairs, budget=1.4)


def first_paint_of_many(quick: bool) -> Row:
    """The menu of as many lessons as there will be against the menu of four, pages like ours."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = course(Path(folder, "few"), FEW), course(Path(folder, "many"), MANY)

        def seconds(place: Path) -> float:
            command = [sys.executable, "-c", OF_A_COURSE, str(place)]
            with Terminal(command, environment(folder)) as terminal:
                return terminal.until("palette")  # in the last line

        pairs = [(seconds(many), seconds(few)) for _ in range(5 if quick else 15)]
    return compared(f"first paint, {MANY} lessons / {FEW}", pairs, budget=1.1)


def course(place: Path, count: int) -> Path:
    """A folder of this many lessons, each with the page of one of ours."""
    pages = [entry.folder / "__init__.py" for entry in lessons.entries()]
    for number in range(1, count + 1):
        folder = place / f"lesson{number:02}_copy{number}"
        folder.mkdir(parents=True)
        shutil.copy(pages[number % len(pages)], folder)
    for room in ("kit", "find"):
        (place / room).symlink_to(Path(lessons.__path__[0], room))
    return place
