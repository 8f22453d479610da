"""What the process that trains a case is asked, and what it answers: one JSON object each."""

from __future__ import annotations

from typing import Any

import msgspec

from lessons.kit.clinic.orders import Answer
from lessons.kit.stream.events import Results


class RunIt(msgspec.Struct, frozen=True, tag="run"):
    """Train the sick run, and say what it recorded."""

    case: str
    seed: int
    into: str = ""
    """A file that it is recorded in while it trains; "" for none."""


class DoOrder(msgspec.Struct, frozen=True, tag="order"):
    """Do one of the orders."""

    case: str
    seed: int
    order: str
    into: str = ""
    """A file that the healthy twin is recorded in while it trains; "" for none."""


class Judge(msgspec.Struct, frozen=True, tag="judge"):
    """Train with a learner's files and settings, with the case's seed and the one after it."""

    case: str
    seed: int
    fixes: dict[str, str] = {}
    set: dict[str, Any] = {}
    into: str = ""
    """A file that the first run is recorded in while it trains; "" for none."""


class Prove(msgspec.Struct, frozen=True, tag="prove"):
    """Measure the symptom sick, healthy and cured."""

    case: str
    seed: int


Request = RunIt | DoOrder | Judge | Prove


class Ran(msgspec.Struct, frozen=True, tag="ran"):
    """The sick run: every scalar, and the symptom's number. None is not finite."""

    results: Results
    measured: float | None
    layers: list[list[str]] = []
    """Of each parameter: name, gradient at the first step, gradient at the last."""


class Ordered(msgspec.Struct, frozen=True, tag="ordered"):
    """An order's answer."""

    answer: Answer


class Judged(msgspec.Struct, frozen=True, tag="judged"):
    """The symptom's number with each seed, after a cure; None is not finite."""

    measured: list[float | None]
    seeds: list[int]
    error: str = ""
    """Why the learner's loop failed; "" where it did not."""


class Proved(msgspec.Struct, frozen=True, tag="proved"):
    """The symptom's number three times."""

    sick: float | None
    healthy: float | None
    cured: float | None


Reply = Ran | Ordered | Judged | Proved
