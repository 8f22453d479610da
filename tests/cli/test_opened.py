"""`dl-lab open` with settings and data: what cannot be is refused before there is a screen."""

from pathlib import Path
from typing import Any

import pytest

from lessons.kit import Trouble
from tests.tools.typed import invoke
from tui_lab.app import opening
from tui_lab.app.lab import LabApp


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--data", "nowhere.txt"], "does not exist"),
        (["--preset", "tutorail"], "did you mean 'tutorial'"),
        (["--set", "lr=fast"], "lr cannot be 'fast'"),
        (["--set", "lr"], "has no '='"),
    ],
)
def test_what_cannot_be_planned_is_refused_in_one_sentence(flags: list[str], words: str) -> None:
    """By the words of `dl-lab run`."""
    result = invoke(["open", "lesson3", *flags])

    assert isinstance(result.exception, Trouble)
    assert words in str(result.exception)


def test_the_screen_opens_with_what_was_named(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings, a preset and a file of the learner's."""
    given: dict[str, Any] = {}
    monkeypatch.setattr(opening, "_opened", lambda _, **what: given.update(what) or 0)
    text = tmp_path / "own.txt"
    text.write_text("the cat sat on the mat and looked at the moon. " * 60)
    words = ["--set", "lr=0.3", "--preset", "tutorial", "--data", str(text)]
    invoke(["open", "lesson3", *words])

    session = LabApp(**given).first
    assert session is not None
    assert (0.3, str(text), "tutorial") == (
        session.plan.config["lr"], session.plan.data, session.plan.preset,
    )  # fmt: skip
