"""What is typed behind `:` to plan the next run: each verb a function of session and words."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from lessons.kit import Trouble
from tui_lab.session.actions import knobs
from tui_lab.session.session import Session


class Change(NamedTuple):
    """What a verb has changed."""

    what: str
    """Named as in `the seed takes effect in a new run`."""
    live: bool = False
    """Whether a run that goes on has it already."""


Verb = Callable[[Session, list[str]], Change]
"""Does what was typed. Raises Trouble."""


def turn(session: Session, words: list[str]) -> Change:
    """`set lr 0.1`, or as the command line has it, `set lr=0.1`: turn a knob."""
    first, *others = words or [""]
    name, equals, begun = first.partition("=")
    before = session.plan.preset
    knobs.turn(session, name, " ".join([begun, *others] if equals else others))
    return Change(_with_preset(session, before, name), session.lesson.params.knob(name).live)


def seed(session: Session, words: list[str]) -> Change:
    """`seed 3`: count the seeds from this one."""
    session.draft.seed_from(_whole(words, "a seed is a whole number", "such as :seed 3"))
    return Change("the seed")


def seeds(session: Session, words: list[str]) -> Change:
    """`seeds 5`: train this many of each network."""
    session.draft.count_seeds(_whole(words, "how many seeds is a whole number", "such as :seeds 5"))
    return Change("the number of seeds")


def preset(session: Session, words: list[str]) -> Change:
    """`preset NAME`: plan what the lesson has prepared."""
    chosen = session.lesson.preset(" ".join(words))
    session.draft.apply_preset(chosen.name)
    return Change(f"the preset {chosen.name}")


def data(session: Session, words: list[str]) -> Change:
    """`data FILE`: train on the learner's own."""
    before = session.plan.preset
    session.draft.read(" ".join(words))
    return Change(_with_preset(session, before, "the data"))


def device(session: Session, words: list[str]) -> Change:
    """`device cuda`: train there."""
    session.draft.move_to(" ".join(words) or "auto")
    return Change("the device")


VERBS: dict[str, Verb] = {
    "set": turn, "seed": seed, "seeds": seeds, "preset": preset, "data": data, "device": device,
}  # fmt: skip


def _with_preset(session: Session, before: str | None, what: str) -> str:
    """What was changed, and the preset that the lesson has added to it, if it has."""
    now = session.plan.preset
    return what if now in (before, None) else f"{what}, with the preset {now},"


def pairs_in(words: list[str]) -> dict[str, str]:
    """`name=value` as it was typed; the last one of a name counts."""
    parts = (word.partition("=") for word in words if word)
    return {name: value for name, _, value in parts}


def _whole(words: list[str], refusal: str, example: str) -> int:
    try:
        return int(" ".join(words))
    except ValueError:
        raise Trouble(refusal, example) from None
