"""How soon the lab is there."""

import os
import subprocess
import sys
import tempfile
import time

from benchmarks.rows import Row, compared
from benchmarks.terminal import Terminal

HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self): yield Static("Hello-world")
Hello().run()
"""
LAB = [sys.executable, "-c", "from tui_lab.__main__ import main; main()"]


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
