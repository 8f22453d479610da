"""Checks one lesson: started with LESSON ORIGIN SEEDS by `dl-lab lint`.

A process of its own, since a lesson's code may print, take torch along, or take the process down.
Its stdout carries words, one JSON object a line; what the lesson prints goes nowhere.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress

import msgspec

from lessons.kit import Lesson, Trouble
from lessons.kit.errors import named
from lessons.kit.page.mistakes import blame
from tui_lab.contract import clinic, index, page, practising, proving, running, touring
from tui_lab.contract.findings import Check, Finding
from tui_lab.contract.messages import Doing, Found, Measured, Message, Over
from tui_lab.trust.permission import load

CHECKS: tuple[Check, ...] = (
    *page.CHECKS, *index.CHECKS, *touring.CHECKS, *practising.CHECKS, *running.CHECKS,
)  # fmt: skip


def main() -> None:
    """Check, and say each thing when it is known."""
    name, origin, seeds = sys.argv[1], sys.argv[2] or None, int(sys.argv[3])
    voice = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def say(word: Message) -> None:
        voice.write(msgspec.json.encode(word) + b"\n")

    with suppress(BrokenPipeError):  # nobody listens any more
        check(load(name, origin), seeds, say)
    os._exit(0)  # torch's own clean-up takes 0.2 s


def check(lesson: Lesson, seeds: int, say: Callable[[Message], None]) -> None:
    """Every check; then, with seeds, every claim."""
    import torch

    from lessons.kit.speed.memory import keep_freed_memory

    torch.set_num_threads(1)
    keep_freed_memory()
    said: set[Finding] = set()  # a loop that fails does so under every check that trains
    for number, one in enumerate(CHECKS):
        say(Doing(_title(one), number, len(CHECKS)))
        for finding in found_by(one, lesson):
            if finding not in said:
                say(Found(finding))
            said.add(finding)
    for finding in clinic.unproved_cases(lesson, max(seeds, clinic.FEW), say):
        say(Found(finding))
    if seeds:
        try:
            prove(lesson, seeds, say)
        except Exception as error:
            say(Found(failed(error)))
    say(Over())


def prove(lesson: Lesson, seeds: int, say: Callable[[Message], None]) -> None:
    """Train for every claim, over this many seeds."""

    def tell(what: str, number: int, of: int) -> None:
        say(Doing(what, number, of))

    for spread in proving.spreads(lesson, seeds, None, tell):
        say(Measured(spread))
        for finding in proving.unproved(lesson, spread):
            say(Found(finding))


def found_by(one: Check, lesson: Lesson) -> Iterator[Finding]:
    """What a check finds; where the lesson's code fails under it, that."""
    try:
        yield from one(lesson)
    except Exception as error:
        yield failed(error)


def failed(error: Exception) -> Finding:
    """A lesson's code that failed while it was checked, as a finding."""
    if isinstance(error, Trouble):
        return Finding("train.py", error.message, error.fix or "fix it")
    blamed = blame(error)
    if blamed is None:
        return Finding("train.py", named(error), "fix it")
    place, _, what = blamed.message.partition(": ")
    return Finding(place.partition("/")[2] or place, what, blamed.fix)


def _title(one: Check) -> str:
    return one.__name__.replace("_", " ")


if __name__ == "__main__":
    main()
