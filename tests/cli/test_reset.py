"""Forgetting a lesson: what is asked, what is said, and what stays."""

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.tools.commands import COMMAND, dl_lab
from tui_lab.runs.places import all_runs, create
from tui_lab.session.predicted import Predicted
from tui_lab.session.progress import Progress

QUESTION = "Which?"


def known(*, predicted: bool) -> None:
    """Some progress in lesson 3."""
    progress = Progress()
    progress.opened("lesson3")
    progress.tour("lesson3", "How tight?")
    if predicted:
        progress.predict("lesson3", QUESTION, Predicted("this"))


def test_what_can_be_had_again_is_forgotten_unasked(home: Path) -> None:
    """In one line that says what."""
    known(predicted=False)
    done = dl_lab("reset", "clipping")

    assert (0, "") == (done.code, done.out)
    assert (
        "forgotten 1 step of the tour and the date of the first visit; its runs" in done.complaint
    )
    assert not Progress().of("lesson3").opened


def test_predictions_are_not_lost_by_a_slip(home: Path) -> None:
    """Without a terminal nobody can be asked: only --yes will do, and its refusal names it."""
    known(predicted=True)
    refused = dl_lab("reset", "lesson3")

    assert 2 == refused.code
    assert "--yes" in refused.complaint
    assert QUESTION in Progress().of("lesson3").predicted

    done = dl_lab("reset", "lesson3", "--yes")
    assert 0 == done.code
    assert "1 prediction, 1 step of the tour and the date of the first visit" in done.complaint
    assert {} == Progress().of("lesson3").predicted


@pytest.mark.parametrize(("answer", "stays"), [(b"\n", True), (b"n\n", True), (b"y\n", False)])
def test_on_a_terminal_it_asks(home: Path, answer: bytes, stays: bool) -> None:
    """Enter alone is a no."""
    known(predicted=True)
    mine, its = pty.openpty()
    with subprocess.Popen([*COMMAND, "reset", "3"], stdin=its, stdout=its, stderr=its) as asking:
        os.write(mine, answer)
        code = asking.wait(60)
    said = os.read(mine, 4096).decode()
    os.close(mine)
    os.close(its)

    assert 0 == code
    assert "will be deleted permanently. [y/N]" in said
    assert stays == (QUESTION in Progress().of("lesson3").predicted)


def test_runs_are_never_forgotten(home: Path) -> None:
    """They are the learner's work: dl-lab rm is for them."""
    import lessons

    run = create(lessons.load("lesson3").plan())
    done = dl_lab("reset", "lesson3", "--yes")

    assert "forgotten nothing (no progress was stored)" in done.complaint
    assert [run.id] == [run.id for run in all_runs()]


def test_an_unknown_lesson_is_refused_with_the_nearest(home: Path) -> None:
    """Nothing is forgotten by a slip of the finger either."""
    refused = dl_lab("reset", "lesson33", "--yes")

    assert 2 == refused.code
    assert "did you mean 'lesson3'?" in refused.complaint
