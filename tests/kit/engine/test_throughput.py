"""Words in a second of CPU: of learning alone, and nowhere that two equal runs are compared."""

from pathlib import Path

import pytest

import lessons
from lessons.kit.engine import throughput
from lessons.kit.engine.race import Race
from lessons.kit.engine.throughput import Throughput
from tests.toys.lesson90_line import lesson as toy
from tui_lab.state.pace import in_a_second
from tui_lab.worker.logbook import rates_of

pytestmark = pytest.mark.train


def test_the_first_step_and_what_lies_between_steps_do_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two steps of three seconds each, by a clock that is looked at before and after."""
    clock = iter([0.0, 10.0, 13.0, 100.0, 103.0])
    monkeypatch.setattr(throughput, "process_time", lambda: next(clock))
    measured = Throughput()
    measured.of("words", 600)
    with measured:
        assert measured.per_second is None
    assert measured.per_second is None
    for _ in range(2):
        with measured:
            pass

    assert (2, 6.0, 200.0) == (measured.steps, measured.seconds, measured.per_second)


@pytest.mark.parametrize("steps", [4, 12])
@pytest.mark.parametrize("variant", ["negative", "banded"])
def test_lesson_1_says_how_many_words_a_second(variant: str, steps: int) -> None:
    """From counts and along a stream: a figure for each network, and a remark in words.

    Also of a run so short that every step has a picture. All steps but the first are counted.
    """
    lesson = lessons.load("lesson1")
    race = Race(lesson, lesson.plan((variant,), settings={"steps": steps}))
    while not race.over:
        race.tick()
    rate = race.throughput()[variant]["0"]["words_per_cpu_second"]

    assert steps - 1 == race.networks[0].run.throughput.steps
    assert rate > 0
    assert [in_a_second("words_per_cpu_second", rate)] == [said.text for said in rates_of(race)]


def test_other_lessons_say_nothing_of_it() -> None:
    """The toy goes through nothing that could be counted."""
    race = Race(toy, toy.plan(("calm",)))
    while not race.over:
        race.tick()

    assert {} == race.throughput()
    assert [] == rates_of(race)


def test_a_rate_has_three_digits() -> None:
    """More would be another number each time."""
    assert "309,000 words a second of CPU" == in_a_second("words_per_cpu_second", 309_123.4)
    assert "12 words a second of CPU" == in_a_second("words_per_cpu_second", 12.3)


def test_a_readers_text_is_counted_by_its_words(tmp_path: Path) -> None:
    """Ends of sentences are no words."""
    text = tmp_path / "text"
    text.write_text("one two three. " * 400, encoding="utf-8")
    lesson = lessons.load("lesson1")
    plan = lesson.plan(("negative",), settings={"steps": 4, "passes": 4.0}, data=str(text))
    race = Race(lesson, plan)
    race.tick()

    assert 0.75 == race.data.content.share_of_words()
    assert 0.9 * 1200 == pytest.approx(race.networks[0].run.throughput.amount, abs=2)
