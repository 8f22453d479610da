"""A case of the clinic: a lesson, its settings, one fault, and the number that shows it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from lessons.kit.claims.helpers import AT_LEAST, AT_MOST, tail_mean
from lessons.kit.claims.history import History
from lessons.kit.clinic.texts import Edits, edited
from lessons.kit.errors import BadUsage
from lessons.kit.page.lesson import Lesson
from lessons.kit.page.plan import Plan

NETWORK = "network"
"""The name of the only variant that a case trains."""
FIXED = ("steps",)
"""Settings that no cure may turn: a run is judged after the steps of its case."""

Measure = Callable[[History], float]


@dataclass(frozen=True)
class Symptom:
    """The number that tells a sick run from a healthy one, and the bar between them."""

    says: str
    """What is measured, such as "loss, mean of the last 20 steps"."""
    measure: Measure
    side: str
    """The side of the bar on which healthy runs are: `AT_LEAST` or `AT_MOST`."""
    bar: float

    def is_healthy(self, value: float) -> bool:
        """Whether a value is on the healthy side; nan is on neither, and sick."""
        return value >= self.bar if self.side == AT_LEAST else value <= self.bar


def below(bar: float, says: str, measure: Measure) -> Symptom:
    """A symptom that is at most the bar in healthy runs."""
    return Symptom(says, measure, AT_MOST, bar)


def above(bar: float, says: str, measure: Measure) -> Symptom:
    """A symptom that is at least the bar in healthy runs."""
    return Symptom(says, measure, AT_LEAST, bar)


def tail(metric: str = "loss", steps: int = 20) -> Measure:
    """The mean of a scalar's last steps; infinite where one of them is not finite."""
    return lambda h: tail_mean(_values(h, metric), steps)


def last(metric: str) -> Measure:
    """The last value of a scalar; nan where there is none."""
    return lambda h: _values(h, metric)[-1] if _values(h, metric) else math.nan


def gap(first: str, second: str) -> Measure:
    """The last value of one scalar less that of another."""
    return lambda h: last(first)(h) - last(second)(h)


def _values(h: History, metric: str) -> list[float]:
    return list(h.all(NETWORK, metric)[0])


@dataclass(frozen=True)
class Cure:
    """What makes a sick run well: edits of its sick files, or other settings, or both."""

    edits: Edits = field(default_factory=dict)
    set: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One sick training. Its file's name says nothing about the fault."""

    complaint: str
    """What the person who trains it tells, in one sentence."""
    fault: str
    """A name of `FAULTS`."""
    symptom: Symptom
    tells: str
    """The order that tells this fault from those that look alike."""
    found: str
    """One sentence for the end: what that order shows here, and why."""
    set: Mapping[str, Any] = field(default_factory=dict)
    """Settings of this case, sick and healthy alike."""
    edits: Edits = field(default_factory=dict)
    """The fault as edits of the lesson's files: by file name, pairs of old and new text."""
    knobs: Mapping[str, Any] = field(default_factory=dict)
    """The fault as settings."""
    cure: Cure | None = None
    """A cure that is not simply the lesson's own text; None where it is."""
    alike: Mapping[str, str] = field(default_factory=dict)
    """Faults that look alike, and what tells them from this one."""
    lesson: str = ""
    """What the lesson is found by; "" for a case that lies in the folder of its lesson."""
    name: str = ""
    """Such as case07, or LESSON/case01 of a lesson from outside; the index fills it in."""

    @property
    def short(self) -> str:
        """Its name without that of its lesson."""
        return self.name.rpartition("/")[2]

    @property
    def lesson_name(self) -> str:
        """The lesson's name without the folder that it is found in."""
        return self.lesson.rpartition("/")[2]

    def sick(self, lesson: Lesson) -> dict[str, str]:
        """The files that the lesson shows, as this case has them. Raises BadUsage."""
        return {**lesson.shown, **edited(lesson.shown, self.edits)}

    def cured(self, lesson: Lesson) -> dict[str, str]:
        """The same after the case's own cure."""
        if self.cure is None:
            return dict(lesson.shown)
        texts = self.sick(lesson)
        return {**texts, **edited(texts, self.cure.edits)}

    @property
    def sick_set(self) -> dict[str, Any]:
        """The settings of the sick run."""
        return {**self.set, **self.knobs}

    @property
    def cured_set(self) -> dict[str, Any]:
        """The settings after the case's own cure."""
        if self.cure is None:
            return dict(self.set)
        return {**self.sick_set, **self.cure.set}

    def plan(
        self, lesson: Lesson, seed: int, texts: Mapping[str, str], settings: Mapping[str, Any]
    ) -> Plan:
        """A run of this case with these texts and settings. Raises BadUsage."""
        config = lesson.params().override(dict(settings)).as_dict()
        edits = {name: text for name, text in texts.items() if text != lesson.shown.get(name)}
        return Plan(
            lesson=lesson.address, config=config, variants={NETWORK: {}}, seeds=[seed],
            origin=lesson.origin, edits=edits,
        )  # fmt: skip

    def sick_plan(self, lesson: Lesson, seed: int) -> Plan:
        """The sick run."""
        return self.plan(lesson, seed, self.sick(lesson), self.sick_set)

    def healthy_plan(self, lesson: Lesson, seed: int) -> Plan:
        """The same network without the fault."""
        return self.plan(lesson, seed, lesson.shown, self.set)

    def cured_plan(self, lesson: Lesson, seed: int) -> Plan:
        """The sick run after the case's own cure."""
        return self.plan(lesson, seed, self.cured(lesson), self.cured_set)

    def treated(
        self, lesson: Lesson, seed: int, fixes: Mapping[str, str], settings: Mapping[str, Any]
    ) -> Plan:
        """The sick run with a learner's files and settings. Raises BadUsage."""
        for name in settings:
            if lesson.params.named(name) in FIXED:
                raise BadUsage(f"{name} is fixed in the clinic", "cure the run, not its length")
        known = self.sick(lesson)
        for name in fixes.keys() - known.keys():
            raise BadUsage(
                f"{name} is no file of this case", f"it has {', '.join(known)}: keep that name"
            )
        chosen = {**self.sick_set, **lesson.params.renamed(dict(settings))}
        return self.plan(lesson, seed, {**known, **fixes}, chosen)


class Measured(msgspec.Struct, frozen=True):
    """The symptom's number of a case with one seed; None is not finite."""

    case: str
    seed: int
    sick: float | None
    healthy: float | None
    cured: float | None
