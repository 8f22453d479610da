"""The contract that every lesson keeps, whatever it teaches: the one that `dl-lab lint` checks."""

import pytest

import lessons
from lessons.kit import Lesson
from tests.tools.places import TEMPLATE
from tests.toys.lesson90_line import lesson as toy
from tui_lab.contract import index, page, running, touring
from tui_lab.contract.findings import Check

NAMES = lessons.names()
"""What `dl-lab new` writes: authors learn from it."""


def named(check: Check) -> str:
    return check.__name__


@pytest.mark.train
@pytest.mark.process  # a page is opened in one, to see what it imports
@pytest.mark.parametrize("check", (*page.CHECKS, *index.CHECKS, *running.CHECKS), ids=named)
@pytest.mark.parametrize("name", [*NAMES, TEMPLATE], ids=[*NAMES, "template"])
def test_keeps_the_contract(name: str, check: Check) -> None:
    """What the check's first line says is so."""
    assert [] == [str(finding) for finding in check(lessons.load(name))]


@pytest.mark.parametrize("check", touring.CHECKS, ids=named)
@pytest.mark.parametrize(
    "lesson", [*map(lessons.load, (*NAMES, TEMPLATE)), toy], ids=lambda lesson: lesson.title
)
def test_its_tour_keeps_the_contract(lesson: Lesson, check: Check) -> None:
    """What the check's first line says is so of the tour."""
    assert [] == [str(finding) for finding in check(lesson)]


@pytest.mark.parametrize("name", [*NAMES, TEMPLATE])
def test_each_claim_says_what_it_is_measured_in(name: str) -> None:
    """A unit, or that it is a pure number: "0.44 ≤ 0.7" alone could be anything."""
    assert [] == [claim.name for claim in lessons.load(name).claims if not claim.unit]


@pytest.mark.parametrize("name", NAMES)
def test_answers_to_four_names(name: str) -> None:
    """lesson3, 3, its topic and its folder are the same lesson."""
    lesson = lessons.load(name)

    for other in (str(lesson.number), lesson.topic, lesson.folder):
        assert lesson is lessons.load(other)
