"""A case on the screen with the process that really trains: from opening it to a proven cure."""

from __future__ import annotations

import asyncio
import shlex
from contextlib import nullcontext
from pathlib import Path
from time import monotonic

import pytest

from tests.tools.commands import PATIENCE
from tests.tools.pictures import screen_text
from tests.tools.screen import until
from tui_lab.app.lab import LabApp
from tui_lab.clinic.record import Record
from tui_lab.screens.clinic.case import CaseScreen
from tui_lab.session.clinic.board import CaseBoard
from tui_lab.session.clinic.consultation import Consultation

EDITOR = f"sed -i {shlex.quote('s/255 [*] data/data/')}"
"""What a learner would do to the code of case 14 in an editor: inputs from 0 to 1, not to 255."""


@pytest.mark.process
@pytest.mark.train
async def test_a_case_from_opening_it_to_a_proven_cure(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trained, one test ordered, named, edited in $EDITOR, trained again with two seeds, judged."""
    monkeypatch.setenv("VISUAL", EDITOR)
    monkeypatch.setattr(LabApp, "suspend", lambda _: nullcontext())
    app = LabApp(clinic=CaseBoard(0, "case14"))
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CaseScreen))
        screen = app.screen
        assert isinstance(screen, CaseScreen)
        case = screen.case
        await at_rest(case)
        assert case.notes.ran and (case.notes.ran.measured or 0) < 0.2  # as good as guessing

        await pilot.press("4")
        await at_rest(case)
        assert ["batch"] == list(case.answers)
        await pilot.press("n", "slash", *"not scaled", "enter")
        await until(pilot, lambda: screen.faults.chosen == "inputs-unscaled")
        await pilot.press("enter")
        await until(pilot, lambda: case.notes.named == "inputs-unscaled")

        await pilot.press("escape", "e")
        await until(pilot, lambda: ["train.py is edited"] == case.changes)
        await pilot.press("p")
        await at_rest(case)
        assert case.visit.solved, case.notes.told
        await until(pilot, lambda: "Cured: accuracy" in screen_text(app))
    assert (True, 9) == (Record().of("case14", 0).solved, Record().of("case14", 0).score)


async def at_rest(case: Consultation) -> None:
    """Wait until nothing is being done, without asking the screen all the time."""
    end = monotonic() + PATIENCE
    while case.working or case.notes.ran is None:
        assert monotonic() < end, case.trouble
        await asyncio.sleep(0.1)
