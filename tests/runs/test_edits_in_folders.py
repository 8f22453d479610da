"""A file that lies in a folder of its lesson, edited: trained with, resumed, forked and shared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.tools.commands import dl_lab
from tests.tools.outside import folder
from tui_lab.runs import places
from tui_lab.runs.folder import RunFolder
from tui_lab.session.handout.taken import take
from tui_lab.trust.permission import UntrustedError, load, remember

PLACE = "data/truth/slope.py"


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    """A run that nobody trains yet; its lesson takes the true slope from two folders below."""
    lesson = folder(tmp_path)
    (lesson / PLACE).parent.mkdir(parents=True)
    (lesson / PLACE).write_text("SLOPE = 2\n")
    page, loop = lesson / "__init__.py", lesson / "train.py"
    shows = f'title="A line",\n    shows=("train.py", "{PLACE}"),'
    page.write_text(page.read_text().replace('title="A line",', shows))
    text = loop.read_text().replace("y = 2 * x", "y = SLOPE * x")
    loop.write_text(
        text.replace(
            "from . import Line", "from . import Line\nfrom .data.truth.slope import SLOPE"
        )
    )
    dl_lab("run", str(lesson), "--steps", "1", "--trust")
    plan = load(str(lesson)).plan(("free",), settings={"steps": 60}, edits={PLACE: "SLOPE = 50\n"})
    return places.create(plan)


def slope(document: dict[str, Any]) -> float:
    """Where the line ended."""
    last: float = document["results"]["free"]["0"]["slope"]["last"]
    return last


def test_an_edit_in_a_folder_is_used_by_all_that_goes_on(run: RunFolder, tmp_path: Path) -> None:
    """The slope of the line goes to the learner's number; a fork does, and a file for others."""
    resumed = dl_lab("resume", run.id, "--json").document
    forked = dl_lab("fork", run.id, "--at", "30", "--set", "lr=0.2", "--json").document
    shared = dl_lab("share", run.id, "-o", str(tmp_path / "state.json"))

    assert "finished" == resumed["status"] == forked["status"]
    assert 0 == shared.code
    assert 40 < slope(resumed) and 40 < slope(forked)
    with pytest.raises(UntrustedError, match=PLACE) as asked:
        take(tmp_path / "state.json")
    remember(asked.value.subject)
    assert {PLACE: "SLOPE = 50\n"} == take(tmp_path / "state.json").plan.edits
