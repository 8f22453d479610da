"""The five minutes of the README, key by key."""

import re
from typing import Any

import pytest

import tui_lab.session.actions.transport
from tests.tools.pictures import screen_text
from tests.tools.places import ROOT
from tests.tools.pretended import FakeRemote
from tui_lab.app.lab import LabApp
from tui_lab.runs.folder import RunFolder
from tui_lab.screens.choice import ChoiceScreen


def keys() -> list[str]:
    """What the README says to press, in its order."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    steps = readme.partition("## The first five minutes")[2].partition("##")[0]
    return [code for code in re.findall(r"`([^`]+)`", steps) if not code.startswith("dl-lab")]


async def test_the_first_five_minutes_go_as_the_readme_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each key does something, and what it is said to do; only the training is pretended."""
    started = list[FakeRemote]()

    def start(run: RunFolder, **_: Any) -> FakeRemote:
        started.append(FakeRemote(run, False))
        return started[-1]

    monkeypatch.setattr(tui_lab.session.actions.transport, "start_worker", start)
    seen = dict[str, str]()
    app = LabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        for key in keys():
            await pilot.press({"?": "question_mark"}.get(key, key))
            await pilot.pause()
            seen[key] = type(app.screen).__name__
            while isinstance(app.screen, ChoiceScreen):
                await pilot.press("enter")  # the first answer will do
                await pilot.pause()
            if key in ("c", "?"):
                await pilot.press("escape")
                await pilot.pause()
            if key == "3":
                assert "Gradient clipping" in screen_text(app)
            if key == "t":
                assert "Tour" in screen_text(app)

    assert ["3", "p", "space", "t", "c", "?", "q"] == list(seen)
    assert ("LessonScreen", "ChoiceScreen") == (seen["3"], seen["p"])
    assert ("SourceScreen", "HelpScreen") == (seen["c"], seen["?"])
    assert started, "space starts the run"
    assert "LessonScreen" != seen["q"], "q leaves, or asks what becomes of the run"
