"""What the command line prints: whole in any width, and nothing of others' texts is obeyed."""

import io
import os
import pty
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lessons.kit import Judged
from lessons.kit.errors import one_line
from tests.tools.commands import COMMAND, TOY, dl_lab
from tui_lab.__main__ import main
from tui_lab.cli import tables
from tui_lab.cli.narration import GLYPHS, Narrator, _sentence
from tui_lab.cli.printing import Paper, Rows
from tui_lab.cli.tables import print_lessons, print_runs
from tui_lab.session import catalogue
from tui_lab.trust.outside_lessons import OutsideLesson

HOSTILE = ["[/x]", "[red", "[@click=app.quit]x[/]", "a[0]", "[bold]b[/bold]", ":bug:", "\\[", "x\\",
           "\x1b]52;c;aGk=\x07", "\x1b[2J", "\u202eabc", "a\nb", "a\r\nb", "\x9b31m", "\x85",
           "\u2028", "tab\there", "雪の女王", "é", "🙂", "", " "]  # fmt: skip
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)).filter(
    lambda text: not any(0xD800 <= ord(c) < 0xE000 for c in text)
)


def paper(width: int | None) -> tuple[Paper, io.StringIO]:
    """A page of this many columns in a terminal; None is a pipe."""
    made, out = Paper(), io.StringIO()
    made.file = out
    made._force_terminal = width is not None
    if width is not None:
        made.width = width
    return made, out


def squeezed(text: str) -> str:
    """Without what folding adds."""
    return "".join(text.split())


@given(cells=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=4),
       width=st.sampled_from([None, 0, 1, 20, 40, 80, 200]))  # fmt: skip
@example(cells=[(text, text, text) for text in HOSTILE], width=None)
def test_a_table_is_whole_in_any_width(
    cells: list[tuple[str, str, str]], width: int | None
) -> None:
    """Every cell is there, as it is but for what a terminal obeys; names are in one piece."""
    page, out = paper(width)
    page.no_color = True
    table = Rows("run", "what", "when")
    for row in cells:
        table.row(*row)
    page.put(table)
    printed = _without_colours(out.getvalue())

    assert not [c for c in printed if unicodedata.category(c) in ("Cc", "Cs") and c != "\n"]
    for name, *_ in cells:
        assert one_line(name).strip() in printed
    if width is None:
        lines = printed.split("\n")[1:-1]
        assert len(cells) == len(lines)
        for row, line in zip(cells, lines, strict=True):
            assert squeezed(one_line("".join(row))) == squeezed(line)


def _without_colours(text: str) -> str:
    for code in ("\x1b[1m", "\x1b[0m"):
        text = text.replace(code, "")
    return text


@given(said=TEXT, width=st.sampled_from([None, 20, 80]))
def test_a_sentence_is_whole_in_any_width(said: str, width: int | None) -> None:
    """In a pipe it is one line, whatever is in it."""
    page, out = paper(width)
    page.tell(("✓ holds", "green"), f"  {said}.")
    printed = out.getvalue().replace("\x1b[32m", "").replace("\x1b[0m", "")

    assert squeezed(f"✓ holds  {one_line(said)}.") == squeezed(printed)
    assert width is not None or 1 == printed.count("\n")


@pytest.mark.parametrize("text", [*filter(str.strip, HOSTILE)])
def test_what_is_listed_may_be_called_anything(
    text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lessons from outside, runs, states and errors, in a line each."""
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(catalogue, "ours", list)
    monkeypatch.setattr(tables, "outside_lessons", lambda: [OutsideLesson(text, text, text)])
    print_lessons()
    print_runs([{"run": text, "pid": None, "state": text, "silent": 0.0, "host": text, "step": 3,
                 "variants": [text, text], "created": text}])  # fmt: skip
    with Narrator(text, quiet=False) as narrator:
        narrator._say_each([text])
    printed = capsys.readouterr()

    assert (5, 1) == (printed.out.count("\n"), printed.err.count("\n"))
    for line in (*printed.out.splitlines(), printed.err):
        assert one_line(text).strip() in line or line.startswith(("lesson", "run"))
    assert "\x1b" not in printed.out + printed.err


def past(name: str, pid: int | None = None) -> dict[str, Any]:
    """A row of a run."""
    return {"run": name, "pid": pid, "state": "finished", "silent": 0.0, "host": None, "step": 3}


@pytest.mark.parametrize("are_all", [False, True])
def test_the_newest_runs_do_not_scroll_away(
    are_all: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As many rows as the terminal has room for, and all that live; a pipe gets every row."""
    rows = [*(past(f"run-{n}") for n in range(30)), past("living", pid=7)]
    monkeypatch.setenv("LINES", "14")
    monkeypatch.setenv("COLUMNS", "120")
    print_runs(rows)
    piped = capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    print_runs(rows, are_all=are_all)
    seen = capsys.readouterr().out

    assert 32 == len(piped.splitlines())
    assert all(name in seen for name in ("run-0 ", "run-7 ", "living"))
    assert are_all == ("run-8 " in seen)
    assert are_all != ("22 older ones: dl-lab ps --all" in seen)


def test_a_claim_says_what_its_lesson_says() -> None:
    """Also where that looks like markup."""
    for text in HOSTILE:
        parts = _sentence(Judged("c", text, "holds", 1.0, 2.0, text))
        assert f"{GLYPHS['holds']} holds" == parts[0][0]
        assert f"  {text} (1 ≤ 2): {text}" == parts[1]


@pytest.mark.parametrize("columns", ["0", "20", "40"])
def test_in_a_narrow_terminal_names_are_whole(columns: str, home: Path) -> None:
    """Also in one that says it has no columns: the run's name can be copied."""
    name = dl_lab("run", TOY, "--steps", "2", "--json").document["run"]
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [*COMMAND, "ps"], stdin=theirs, stdout=theirs, stderr=theirs, timeout=120, check=False,
        env={**os.environ, "COLUMNS": columns},
    )  # fmt: skip
    seen = os.read(ours, 65_536).decode()
    piped = dl_lab("ps", COLUMNS=columns)

    assert 0 == done.returncode
    assert name in seen
    assert 2 == piped.out.count("\n")
    assert name in piped.out and "calm, wild" in piped.out


@pytest.mark.parametrize("words", ["list", "--help", f"run {TOY} --steps 500 --jsonl"])
def test_a_reader_that_goes_away_is_no_failed_claim(words: str) -> None:
    """As with `| head -1`: 141, as a shell calls it, and nothing on stderr."""
    ours, theirs = os.pipe()
    os.close(ours)
    done = subprocess.run(
        [*COMMAND, *words.split()], stdin=subprocess.DEVNULL, stdout=theirs, timeout=120,
        stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(theirs)

    assert 141 == done.returncode
    assert "" == "".join(line for line in done.stderr.splitlines() if ": calm, " not in line)


@pytest.mark.parametrize("how", ["default", "error"])
def test_warnings_asked_for_are_none_of_ours(how: str) -> None:
    """PYTHONWARNINGS=default prints nothing of the lab's, and error stops nothing."""
    listed = dl_lab("list", PYTHONWARNINGS=how)
    trained = dl_lab("run", TOY, "--steps", "2", "--json", "--quiet", PYTHONWARNINGS=how)

    assert (0, "") == (listed.code, listed.err)
    assert ("", "finished") == (trained.err, trained.document["status"])


@pytest.mark.process  # some are refused by the worker
@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "lesson3", "--data", "a\nb\x1b[2J.txt"), ("run", "le\nsson"), ("ps", "a\nb"),
        ("attach", "a\rb\u202e", "--json"), ("run", "lesson3", "--set", "l\nr=1"),
        ("run", "lesson3", "--set", "lr=\x1b]0;x\x07"), ("export", "a\nb", "--format", "c\nsv"),
        ("new", "a\nb"), ("replay", "x\n/y.jsonl", "--json"), ("lint", "./a\nb"), ("n\no",),
        ("run", "lesson3", "--variant", "[red"), ("run", "lesson3", "--device", "c\nuda"),
    ],
)  # fmt: skip
def test_a_refusal_is_one_line_whatever_was_asked(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Line ends and control characters in arguments are shown, never printed."""
    monkeypatch.setattr(sys, "argv", ["dl-lab", *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    complaint = capsys.readouterr().err

    assert left.value.code in (2, 3)
    assert complaint.startswith("dl-lab: ")
    assert complaint.removesuffix("\n").isprintable()
