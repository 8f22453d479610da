"""The questions of a tour: answered, judged, remembered, on the screen and without it."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

import lessons
from lessons.kit import History, OneOf, least, most
from tests.tools.pictures import screen_text
from tests.tools.places import RECORDINGS
from tests.tools.pretended import Workers
from tests.tools.screen import SIZES, lesson_of, side_of, until
from tui_lab.app.lab import LabApp
from tui_lab.screens.choice import ChoiceScreen
from tui_lab.session.begin import new_session
from tui_lab.session.progress import Progress
from tui_lab.session.tour import NOT_YET, TourProgress


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    """Keys, each heard before the next."""
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


def trained(*variants: str, loses: str = "") -> TourProgress:
    """The tour of the line, at its first step, with a run of some steps."""
    session = new_session("lesson90")
    tour = TourProgress(session, Progress())
    tour.place = 0
    for event in session.lesson.run(*variants, steps=60) if variants else ():
        session.store.take_event(event)
    return tour


def test_the_run_says_which_answer_is_right(home: Any) -> None:
    """Not yet without one, or of another; then by its own numbers, which are told."""
    assert (None, NOT_YET) == (trained().answer("calm").is_right, trained().answer("calm").says)
    assert trained("calm").answer("calm").is_right is None
    tour = trained("calm", "wild")
    wrong, right = tour.answer("wild"), tour.answer("calm")

    assert (False, True) == (wrong.is_right, right.is_right)
    assert "In this run, loss: calm " in right.says


def test_an_answer_is_changed_and_remembered(home: Any) -> None:
    """How often it was tried, too; an answer that is no longer a choice is none."""
    tour = trained("calm", "wild")
    tour.answer("wild")
    tour.answer("calm")
    answer = TourProgress(tour.session, Progress()).answers[0]
    assert answer is not None
    assert ("calm", True, 2) == (answer.choice, answer.right, answer.tries)
    Progress().answer("lesson90", "A sweep", "an old choice", is_right=True)
    assert None is TourProgress(tour.session, Progress()).answers[1]


@pytest.mark.parametrize(("rule", "name"), [(least("loss"), "calm"), (most("slope"), "calm")])
def test_a_rule_names_the_network(rule: Any, name: str) -> None:
    """At the end of all of them; one whose numbers broke is neither the least nor the most."""
    history = History()
    assert None is rule(history)
    for event in lessons.load(str(RECORDINGS.parent / "toys" / "lesson90_line")).run(
        "calm", "wild", steps=300
    ):
        history.take_event(event)
    assert name == rule(history)


def test_a_number_that_is_no_choice_has_no_truth() -> None:
    """Lint says so; a learner is told "not yet" and nothing breaks."""
    history = History()
    found = [OneOf({"a": "A.", "b": "B."}, n, "Look.").truth(history) for n in (0, 1, 2, 3)]

    assert [None, "a", "b", None] == found


@pytest.mark.parametrize("size", SIZES)
async def test_wrong_then_a_hint_then_right(size: tuple[int, int], workers: Workers) -> None:
    """As a learner does it; the pane says what came of it, and why."""
    app = LabApp("lesson90")
    async with app.run_test(size=size) as pilot:
        lesson_of(app).tour_progress.place = 2
        await pressed(pilot, "5", "t")
        await until(pilot, lambda: "A answers it" in screen_text(app))
        await pressed(pilot, "A", "1")
        await until(pilot, lambda: "not right: in backward()" in screen_text(app))
        await pressed(pilot, "A", "h")
        await until(pilot, lambda: "Hint: Which of the two" in screen_text(app))
        await pressed(pilot, "2")
        await until(pilot, lambda: "right: in step()" in screen_text(app))
        assert "tries again" not in side_of(app)
        await pressed(pilot, "t")
        await until(pilot, lambda: "answered 1 of 4, 1 right" in screen_text(app))


async def test_escape_answers_nothing(workers: Workers) -> None:
    """And before a step is shown there is nothing to answer."""
    app = LabApp("lesson90")
    async with app.run_test(size=(120, 40)) as pilot:
        await pressed(pilot, "A")
        assert not isinstance(app.screen, ChoiceScreen)
        await pressed(pilot, "t", "A", "escape")
        assert not any(lesson_of(app).tour_progress.answers)
