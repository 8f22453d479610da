"""The tours of our lessons: walked to their ends by their keys, and listed for a teacher."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

import lessons
from lessons.kit import BadUsage, to_json
from tests.tools.commands import dl_lab
from tests.tools.screen import lesson_of, session_of, side_of, until
from tui_lab.app.lab import LabApp
from tui_lab.cli.answers import listed, print_tour, tour_listed
from tui_lab.screens.choice import ChoiceScreen
from tui_lab.session.progress import Progress


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    """Keys, each heard before the next."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


async def walked(pilot: Pilot[None], app: LabApp) -> None:
    """Answer each step's question rightly and go on, to the end; no run is started on the way."""
    tour = lesson_of(app).tour_progress
    while tour.place is None or tour.place < len(tour.steps):
        if step := tour.step:
            assert step.answer is not None
            truth = step.answer.truth(session_of(app).store.history)
            assert truth is not None, step.title
            await pressed(pilot, "A", str(list(step.answer.choices).index(truth) + 1))
            assert isinstance(app.screen, ChoiceScreen) is False
        await pressed(pilot, "t")
        while isinstance(app.screen, ChoiceScreen):
            await pressed(pilot, "s" if app.screen.heading.startswith("Predict") else "n")


@pytest.mark.parametrize(("name", "steps", "answered"), [("lesson3", 40, 4), ("lesson5", 6, 5)])
async def test_a_tour_is_walked_to_its_end(
    name: str, steps: int, answered: int, tmp_path: Path, home: Any
) -> None:
    """The first question is answered by a short real run of the networks of its step.

    A question about another run, as the third of lesson 3, waits for that one.
    """
    lesson, path = lessons.load(name), tmp_path / "events.jsonl"
    events = lesson.run(*lesson.tour[0].variants, steps=steps)
    path.write_bytes(b"".join(to_json(event) + b"\n" for event in events))
    app = LabApp(replay=path)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: session_of(app).store.over)
        await walked(pilot, app)
        count = len(lesson.tour)

        told = f"answered {answered} of {count}, {answered} right"
        await until(pilot, lambda: told in side_of(app))


def test_the_sheet_has_every_question(home: Any) -> None:
    """In the order of the lessons, and what was answered last."""
    lesson = lessons.load("lesson3")
    Progress().answer(lesson.id, lesson.tour[0].title, "norm", is_right=False)
    row = next(row for row in tour_listed() if row["lesson"] == "lesson3")

    assert (1, "norm", False, 1) == (row["step"], row["answer"], row["right"], row["tries"])
    printed = dl_lab("list", "--tour", "--json").document
    assert (row, 1) == (
        next(each for each in printed if each["lesson"] == "lesson3"), printed[0]["step"]
    )  # fmt: skip


def test_a_teacher_reads_what_was_answered(capsys: pytest.CaptureFixture[str]) -> None:
    """As a table, with the open ones counted; two lists at once are refused."""
    row = {"lesson": "lesson3", "step": 1, "question": "Which?", "answer": "norm",
           "right": False, "tries": 2}  # fmt: skip
    print_tour([row, row | {"tries": 0}])
    told = capsys.readouterr().out

    assert "norm" in told
    assert "1 questions are open" in told
    with pytest.raises(BadUsage):
        listed(predictions=True, tour=True, as_json=False)
