"""Questions of a tour that are answered by the numbers of the learner's own run."""

from collections.abc import Iterator

import pytest

import lessons
from lessons.kit import History, least
from lessons.kit.page.tour import TourStep
from lessons.kit.stream.events import NetworkEnd, Start, Steps
from lessons.shared.answers import called, largest, reach


def history(ends: dict[str, dict[str, float]], *, is_over: bool = True) -> History:
    """A run of one step in which each network's scalars have these values."""
    found, none = History(), {name: {} for name in ends}
    found.take_event(
        Start(
            run="r",
            lesson="l",
            config={},
            variants=none,
            seeds=[0],
            steps=1 if is_over else 2,
            device="cpu",
        )
    )
    for name, values in ends.items():
        columns: dict[str, list[float | None]] = {key: [each] for key, each in values.items()}
        found.take_event(Steps(variant=name, seed=0, first=1, values=columns))
        if is_over:
            found.take_event(NetworkEnd(variant=name, seed=0, step=1, how="finished"))
    return found


def test_a_network_is_called_as_the_choice_is() -> None:
    """One that no choice speaks of is none of them."""
    rule = called(least("loss"), {"a": "The smallest"})

    assert "The smallest" == rule(history({"a": {"loss": 1.0}, "b": {"loss": 2.0}}))
    assert rule(history({"a": {"loss": 3.0}, "b": {"loss": 2.0}})) is None


def test_the_largest_scalar_of_a_network_is_the_answer() -> None:
    """Of that network alone, at its end, and where it has all of them."""
    rule = largest({"left": "l", "right": "r"}, of="a")

    assert "right" == rule(history({"a": {"l": 0.2, "r": 0.3}, "b": {"l": 0.9, "r": 0.1}}))
    assert rule(history({"a": {"l": 0.2, "r": 0.3}}, is_over=False)) is None
    assert rule(history({"a": {"l": 0.2}})) is None


@pytest.mark.parametrize(("b", "answer"), [(0.9, "both"), (0.2, "a alone")])
def test_who_reaches_a_bar_is_the_answer(b: float, answer: str) -> None:
    """The choice that names just those who do."""
    rule = reach("accuracy", 0.9, {"both": ("a", "b"), "a alone": ("a",)})

    assert answer == rule(history({"a": {"accuracy": 1.0}, "b": {"accuracy": b}}))
    assert rule(history({"a": {"accuracy": 0.1}, "b": {"accuracy": 0.1}})) is None


ENDS: dict[str, dict[str, dict[str, float]]] = {
    "lesson1": {"dim-4": {"analogy": 0.3}, "dim-24": {"analogy": 1.0}},
    "lesson10": {
        "leaky": {"selected": 0.9, "scaled": 0.5, "grouped": 1.0, "copied": 1.0},
        "honest": {"selected": 0.5, "scaled": 0.5, "grouped": 0.5, "copied": 0.5},
    },
    "lesson12": {n: {"accuracy": 1.0 if n in ("birnn", "late") else 0.5}
                 for n in ("rnn", "lstm", "birnn", "late")},
    "lesson16": {"fine-tuned": {"right_16": 0.95, "right_256": 0.97},
                 "scratch": {"right_16": 0.7, "right_256": 0.95}},
    "lesson17": {"beta-0.1": {"minus_elbo": 25.0}, "beta-1": {"minus_elbo": 19.6}},
    "lesson18": {"plain": {"modes": 3.0}, "betas": {"modes": 4.0}, "r1": {"modes": 8.0},
                 "r1-decay": {"modes": 8.0}},
    "lesson20": {"true-labels": {"gradient_random": 0.1, "guided_random": 0.1, "ig_random": 0.9}},
}  # fmt: skip
"""What the usual run measures at its end, as far as a question of the tour asks for it."""
ANSWERS = {
    "lesson1": "dim-24", "lesson10": "Scaling columns", "lesson12": "birnn and late",
    "lesson16": "With 16 labels", "lesson17": "1", "lesson18": "R1", "lesson20": "IG",
}  # fmt: skip


def asking_runs(name: str) -> Iterator[TourStep]:
    """The steps of a tour whose question a run answers."""
    yield from (s for s in lessons.load(name).tour if s.answer and s.answer.needs_run)


@pytest.mark.parametrize("name", ENDS)
def test_the_usual_run_gives_the_answer_that_the_lesson_explains(name: str) -> None:
    """And no run gives an answer that is no choice."""
    (step,) = asking_runs(name)
    assert step.answer
    truth = step.answer.truth(history(ENDS[name]))

    assert ANSWERS[name] == truth
    assert truth in step.answer.choices
