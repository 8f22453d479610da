"""The real program in a real terminal: a shell, job control, resizes, a detached run."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator

import pytest

from tests.tools.places import RECORDINGS
from tests.tools.terminal import SSH, Terminal, kill
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import all_runs

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash's job control")

STORM = [(20, 5), (200, 60), (80, 24), (3, 3), (119, 29), (60, 12), (1, 1), (300, 80)]
PLAYING = str(RECORDINGS / "playing.jsonl")


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """A terminal at the far end of an ssh line; no run outlives the test."""
    terminal = Terminal(**SSH)
    yield terminal
    terminal.close()
    for run in all_runs():
        status = run.status()
        if run.alive() and status:
            kill(status.pid)


def step_of(run: RunFolder) -> int:
    """How far the worker says it is."""
    status = run.status()
    return status.step if status else 0


def test_a_learners_evening(terminal: Terminal) -> None:
    """Play, pause, look back, suspend, resize, leave it training, come back, stop it."""
    terminal.dl_lab()
    terminal.until("LESSONS")
    terminal.type("3")
    terminal.until("press space to start")
    terminal.type(":")
    terminal.until("set NAME VALUE")
    terminal.type("set steps 9000\r")
    terminal.until("space start")
    terminal.type(" ")
    terminal.until("Predict first")
    terminal.type("s")
    terminal.until(r"▶ playing +[1-9]\d*/9000")
    (run,) = all_runs()

    terminal.type(" ")
    terminal.until("‖ paused")
    terminal.type("<")
    terminal.until(r"◷ showing step \d+")
    terminal.type("0")
    terminal.until("‖ paused")

    terminal.type(" ")
    terminal.until("▶ playing")
    terminal.wipe()
    terminal.type("\x1a")
    terminal.until(r"Stopped")
    before = step_of(run)
    terminal.type("echo still $((40 + 2))\r")
    terminal.until("still 42", also=lambda: step_of(run) > before)
    terminal.wipe()
    terminal.type("fg\r")
    terminal.until(r"▶ playing +[1-9]\d*/9000")

    for columns, rows in STORM * 3:
        terminal.resize(columns, rows)
    time.sleep(0.5)  # as fast as no hand drags: Textual can lose the last size of such a storm
    terminal.resize(80, 24)
    terminal.wipe()
    terminal.until(r"0Charts 1Story[\s\S]*space pause")
    terminal.resize(120, 40)
    terminal.wipe()
    terminal.until(r"1 Story +2 Knobs[\s\S]*● unclipped[\s\S]*Results[\s\S]*space pause")

    terminal.type("q")
    terminal.until("RECENT RUNS")
    terminal.type("q")
    terminal.until("Still training")
    terminal.type("d")
    terminal.until(rf"{run.id} trains on \(\d+/9000\); dl-lab attach {run.id}")
    assert 0 == terminal.left_with()
    before = step_of(run)
    assert run.alive()

    terminal.dl_lab("attach")
    terminal.until(r"▶ playing +[1-9]\d*/9000", also=lambda: step_of(run) > before)
    terminal.type("q")
    terminal.until("Still training")
    terminal.type("s")
    assert 0 == terminal.left_with()
    terminal.until("", also=lambda: not run.alive())


TRUE, MANY = b"38;2;", b"38;5;"


@pytest.mark.parametrize(
    ("flags", "environment", "forms"),
    [
        (("--color", "truecolor"), {}, {TRUE}),
        (("--color", "256"), {"COLORTERM": "truecolor"}, {MANY}),
        (("--color", "16"), {"COLORTERM": "truecolor"}, set()),
        ((), {"TERM": "screen"}, {MANY}),
        ((), {"DL_LAB_COLOR": "16"}, set()),
    ],
)
def test_colours_are_written_as_was_decided(
    flags: tuple[str, ...], environment: dict[str, str], forms: set[bytes]
) -> None:
    """Textual has to be told before it is imported."""
    terminal = Terminal(**SSH | environment)
    terminal.dl_lab("replay", PLAYING, *flags)
    terminal.until(r"a recording[\s\S]*● calm")
    terminal.type("q")
    assert 0 == terminal.left_with()
    terminal.close()

    assert forms == set(re.findall(rb"38;[25];", terminal.raw))


def test_the_console_of_linux_gets_what_it_can_draw() -> None:
    """Not a byte beyond ASCII, unasked."""
    terminal = Terminal(80, 24, **SSH | {"TERM": "linux"})
    terminal.dl_lab("replay", PLAYING)
    terminal.until(r"a recording[\s\S]*o calm")
    terminal.type("5" + "q")
    assert 0 == terminal.left_with()
    terminal.close()

    assert terminal.raw.isascii()


def test_the_clipboard_is_written_only_when_asked(terminal: Terminal) -> None:
    """OSC 52 reaches the terminal with the key `Y`, and never before."""
    terminal.dl_lab("replay", PLAYING)
    terminal.until(r"a recording[\s\S]*● calm")
    terminal.type("f")
    terminal.until(r"(?m)^╭─ Loss · log ─{70}")
    assert b"\x1b]52" not in terminal.raw
    terminal.type("Y")
    terminal.until("lines are in your clipboard", also=lambda: b"\x1b]52;c;" in terminal.raw)
    terminal.type("qq")
    assert 0 == terminal.left_with()
