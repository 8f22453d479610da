"""A state from a file on the screen, and one of the screen to a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import lessons
from tests.tools.screen import fresh, lesson_of, until
from tui_lab.app.lab import LabApp
from tui_lab.session.handout.document import Branching, write
from tui_lab.session.handout.made import of_plan
from tui_lab.session.progress import Progress


async def test_a_shared_state_opens_with_its_next_step(tmp_path: Path) -> None:
    """The knobs as they were sent; the fork that comes next is in the command line, one key up."""
    lesson = lessons.load("lesson90")
    plan = lesson.plan(settings={"steps": 77})
    found = of_plan(plan, lesson, Progress())
    live = next(name for name, knob in lesson.params.knobs().items() if knob.live)
    value = plan.config[live]
    found = type(found)(**{f: getattr(found, f) for f in found.__struct_fields__ if f != "forks"},
                        forks=[Branching(9, {live: value})])  # fmt: skip
    write(found, tmp_path / "state.json")
    app = LabApp(handout=tmp_path / "state.json")
    async with app.run_test(size=(120, 40)) as pilot:
        assert 77 == app.sessions[0].plan.steps
        await pilot.press("colon", "up")
        await until(pilot, lambda: lesson_of(app).command_line.value.startswith("fork at=9"))


async def test_what_is_on_the_screen_is_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`:share` writes into the folder that we are in, under a name that is free."""
    monkeypatch.chdir(tmp_path)
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        for _ in range(2):
            await pilot.press("colon", *"share", "enter")
            await pilot.pause()
        await until(pilot, lambda: 2 == len(list(tmp_path.glob("lesson90*.json"))))
    first, second = sorted(tmp_path.glob("lesson90*.json"))

    assert json.loads(first.read_text()) == json.loads(second.read_text())
    assert "lesson90" == json.loads(first.read_text())["lesson"]
