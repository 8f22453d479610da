"""Runs that were recorded before their lesson was given another knob: they open as they are."""

import json
from pathlib import Path

import pytest

from tests.tools.places import RECORDINGS
from tests.tools.screen import lesson_of
from tui_lab.app.lab import LabApp
from tui_lab.session.begin import session_of_recording
from tui_lab.widgets.side.knobs import Knobs


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A recording without the knob `noise`."""
    first, *others = (RECORDINGS / "playing.jsonl").read_text(encoding="utf-8").splitlines()
    start = json.loads(first)
    del start["config"]["noise"]
    path = tmp_path / "older.jsonl"
    path.write_text("\n".join([json.dumps(start), *others]) + "\n", encoding="utf-8")
    return path


def test_a_knob_that_came_later_has_its_usual_value(older: Path) -> None:
    """It trained as that value does; so nothing differs between the run and the next one."""
    session = session_of_recording(older)

    assert session.lesson.params().as_dict()["noise"] is session.plan.config["noise"]
    assert {} == session.differences()
    session.draft.turn("noise", "off")
    assert {"noise": True} == session.differences()


async def test_its_screen_opens(older: Path) -> None:
    """The list of knobs asked the run for each of them, and the lab ended in a traceback."""
    app = LabApp(replay=older)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        knobs = lesson_of(app).query_one(Knobs)

        assert "noise" in str(knobs.list.get_option("noise").prompt)
