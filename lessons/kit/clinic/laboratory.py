"""What each order does to a case, and the numbers that it brings. Imports torch."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from lessons.kit.claims.history import History
from lessons.kit.clinic.case import NETWORK, Case, Measured
from lessons.kit.clinic.gradients import gradients
from lessons.kit.clinic.inside import batch, units
from lessons.kit.clinic.models import modes, overlap, rows, sequence
from lessons.kit.clinic.numbers import shown
from lessons.kit.clinic.orders import ORDERS, Answer
from lessons.kit.clinic.patient import Heard, Patient, SameNumbers, history_of
from lessons.kit.errors import BadUsage, unknown
from lessons.kit.page.lesson import Lesson
from lessons.kit.stream.numbers import finite


@dataclass(frozen=True)
class Ward:
    """A case, its lesson and its seed."""

    case: Case
    lesson: Lesson
    seed: int

    def measured(self, history: History) -> float:
        """The symptom's number of a run; nan where it never came so far."""
        return self.case.symptom.measure(history)

    def sick(self, heard: Heard | None = None) -> Patient:
        """The sick network before its first step."""
        return Patient(self.lesson, self.case.sick_plan(self.lesson, self.seed), heard)

    def healthy(self, heard: Heard | None = None) -> Patient:
        """The healthy one."""
        return Patient(self.lesson, self.case.healthy_plan(self.lesson, self.seed), heard)


def order(ward: Ward, name: str, heard: Heard | None = None) -> Answer:
    """Do an order; `heard` is told what the healthy twin records, where that is the order.

    Raises BadUsage for an order that does not exist.
    """
    if name not in ORDERS:
        raise unknown("order", name, ORDERS)
    if name == "healthy":
        return healthy(ward, heard)
    return DONE[name](ward)


def measure(ward: Ward) -> Measured:
    """The symptom's number sick, healthy, and cured by the case's own cure."""
    case, lesson, seed = ward.case, ward.lesson, ward.seed
    sick = ward.measured(history_of(lesson, case.sick_plan(lesson, seed)))
    healthy = ward.measured(history_of(lesson, case.healthy_plan(lesson, seed)))
    cured = healthy  # where the cure is the lesson's own text, it is the same run
    if case.cure is not None:
        cured = ward.measured(history_of(lesson, case.cured_plan(lesson, seed)))
    return Measured(case.name, seed, finite(sick), finite(healthy), finite(cured))


def healthy(ward: Ward, heard: Heard | None = None) -> Answer:
    """Every scalar of the sick run beside that of the healthy one."""
    pair = ward.sick(), ward.healthy(heard)
    for patient in pair:
        patient.train()
    sick, well = (patient.history for patient in pair)
    says = [
        f"{ward.case.symptom.says}: {shown(ward.measured(sick))}; "
        f"the healthy twin: {shown(ward.measured(well))}"
    ]
    rows = []
    for name in well.track(NETWORK, ward.seed).columns:
        figures = [each for h in (sick, well) for each in _first_and_last(h, name)]
        rows.append([name, *map(shown, figures)])
    return Answer("healthy", says, ["", "first", "last", "healthy first", "healthy last"], rows)


def overfit(ward: Ward) -> Answer:
    """The loss on one batch, which every step draws again."""
    rows, says = [], []
    watched = ward.lesson.watched[0]
    for who, patient in (("this run", ward.sick()), ("healthy twin", ward.healthy())):
        patient.train(before=SameNumbers())
        first, last = _first_and_last(patient.history, watched)
        least = patient.history.lowest(NETWORK, watched)[0]
        rows.append([who, shown(first), shown(last), shown(least)])
        says.append(f"{who}: {watched} from {shown(first)} to {shown(last)} on one batch")
    return Answer("overfit", says, ["", "first", "last", "least"], rows)


def rate(ward: Ward) -> Answer:
    """The symptom with other learning rates."""
    config = ward.case.sick_plan(ward.lesson, ward.seed).config
    names = [n for n in ("lr", "lr_g", "lr_d") if n in config]
    if not names:
        return Answer("rate", ["this lesson has no learning rate to turn"])
    rows = []
    for factor in (0.01, 0.1, 1.0, 10.0):
        turned: dict[str, Any] = {name: config[name] * factor for name in names}
        with suppress(BadUsage):  # beyond the setting's bounds
            found = _turned(ward, turned)
            rows.append([*(f"{turned[name]:.3g}" for name in names), shown(found)])
    return Answer("rate", [ward.case.symptom.says], [*names, "measured"], rows)


def _turned(ward: Ward, turned: Mapping[str, Any]) -> float:
    """The symptom of the sick run with other settings. Raises BadUsage."""
    texts, settings = ward.case.sick(ward.lesson), ward.case.sick_set | dict(turned)
    plan = ward.case.plan(ward.lesson, ward.seed, texts, settings)
    return ward.measured(history_of(ward.lesson, plan))


def _first_and_last(history: History, name: str) -> tuple[float, float]:
    first, last = history.first(NETWORK, name), history.last(NETWORK, name)
    return (first[0] if first else math.nan), (last[0] if last else math.nan)


def on_steps(look: Callable[[Patient], Answer]) -> Callable[[Ward], Answer]:
    """An order that looks at the sick network alone."""
    return lambda ward: look(ward.sick())


DONE: dict[str, Callable[[Ward], Answer]] = {
    "healthy": healthy, "overfit": overfit, "rate": rate,
    "gradients": on_steps(gradients), "batch": on_steps(batch), "units": on_steps(units),
    "modes": on_steps(modes), "rows": on_steps(rows), "sequence": on_steps(sequence),
    "overlap": on_steps(overlap),
}  # fmt: skip
