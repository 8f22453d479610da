"""Checks a learner's function against the reference: many random calls, edges, a claim."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import torch
from torch import Tensor

from lessons.kit.practice.code import NotThisWayError, raised, written
from lessons.kit.practice.compare import difference
from lessons.kit.practice.draw import Draw
from lessons.kit.practice.exercise import Arguments, Exercise
from lessons.kit.practice.feedback import Case, Feedback
from lessons.kit.practice.wording import worded

LEVELS = (0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 8, 10)
"""How large the random calls are, in their order."""
SMALLER = 12  # calls that are tried at each smaller level once a large one has failed
EDGE_LEVEL = 2


@dataclass(frozen=True)
class Call:
    """Arguments for both functions."""

    name: str
    arguments: Arguments
    seed: int


def check(exercise: Exercise, text: str) -> Feedback:
    """Judge the learner's file."""
    try:
        function = written(exercise, text)
        passed, of = _compared(exercise, function)
        verdict = _judged(exercise, function)
    except NotThisWayError as error:
        return error.feedback
    says = f"passed: {of} calls" if of else "passed"
    if verdict is not None:
        says = f"passed: {verdict.says}"
        return msgspec.structs.replace(verdict, says=says, passed=passed, of=of)
    return Feedback("passed", says, passed=passed, of=of)


def calls(exercise: Exercise) -> Iterator[Call]:
    """Every call of a check, the smallest first."""
    if exercise.cases:
        for seed, level in enumerate(LEVELS):
            yield Call("", exercise.cases(Draw(seed, level)), seed)
    for place, (name, edge) in enumerate(exercise.edges.items()):
        yield Call(name, edge(Draw(place, EDGE_LEVEL)), place)


def _compared(exercise: Exercise, function: Any) -> tuple[int, int]:
    """How many calls there were. Raises NotThisWayError with the smallest that fails."""
    everything = list(calls(exercise))
    for place, call in enumerate(everything):
        feedback = _called(exercise, function, call)
        if feedback is not None:
            if not call.name and feedback.status == "wrong":
                feedback = _smaller(exercise, function, LEVELS[place]) or feedback
            counted = msgspec.structs.replace(feedback, passed=place, of=len(everything))
            raise NotThisWayError(counted)
    return len(everything), len(everything)


def _smaller(exercise: Exercise, function: Any, level: int) -> Feedback | None:
    """A smaller call that is wrong, too; None where none was found."""
    assert exercise.cases
    for less in range(level):
        for seed in range(SMALLER):
            call = Call("", exercise.cases(Draw(100 + seed, less)), seed)
            feedback = _called(exercise, function, call)
            if feedback is not None and feedback.status == "wrong":
                return feedback
    return None


def _called(exercise: Exercise, function: Any, call: Call) -> Feedback | None:
    """Call both; what is wrong with the learner's result, if anything."""
    ours, theirs = _copied(exercise, call), _copied(exercise, call)
    expected = _result(exercise.write, ours, call.seed)
    case = _case(exercise, call, expected, ours)
    try:
        got = _result(function, theirs, call.seed)
        says = _wrong(exercise, call, (expected, ours), (got, theirs))
    except BaseException as error:
        feedback = raised(error)
        return msgspec.structs.replace(
            feedback, case=None if feedback.status == "unwritten" else case
        )
    if not says:
        return None
    shown = theirs[0] if exercise.in_place and got is None else got
    return Feedback("wrong", says, case=msgspec.structs.replace(case, got=worded(shown)))


def _result(function: Any, arguments: Arguments, seed: int) -> Any:
    torch.manual_seed(seed)
    return function(*arguments)


def _copied(exercise: Exercise, call: Call) -> Arguments:
    arguments: Arguments = copy.deepcopy(call.arguments)
    if exercise.gradients:
        for each in _floating(arguments):
            each.requires_grad_()
    return arguments


def _floating(value: Any) -> list[Tensor]:
    """Every tensor of floating-point numbers in it, in order."""
    if isinstance(value, Tensor):
        return [value] if value.is_floating_point() else []
    if isinstance(value, dict):
        value = list(value.values())
    return [t for each in value for t in _floating(each)] if isinstance(value, list | tuple) else []


def _case(exercise: Exercise, call: Call, expected: Any, after: Arguments) -> Case:
    names = list(inspect.signature(exercise.write).parameters)
    inputs = dict(zip(names, map(worded, call.arguments), strict=False))
    wanted = after[0] if exercise.in_place and expected is None else expected
    return Case(call.name, inputs, worded(wanted))


def _wrong(
    exercise: Exercise, call: Call, ours: tuple[Any, Arguments], theirs: tuple[Any, Arguments]
) -> str:
    """The first thing that is wrong: the result, a changed input, a gradient; "" for none."""
    (expected, before), (got, after) = ours, theirs
    says = difference(expected, got, exercise.tolerance)
    if says:
        return says
    names = list(inspect.signature(exercise.write).parameters)
    kept = before if exercise.in_place else call.arguments
    for name, wanted, found in zip(names, kept, after, strict=False):
        if says := difference(wanted, found, exercise.tolerance, f"`{name}` after the call"):
            return says if exercise.in_place else f"it changes its input `{name}` in place"
    return _wrong_gradient(exercise, names, ours, theirs) if exercise.gradients else ""


def _wrong_gradient(
    exercise: Exercise, names: list[str], ours: tuple[Any, Arguments], theirs: tuple[Any, Arguments]
) -> str:
    _backward(ours[0])
    results = [each for each in _floating([theirs[0]]) if each.requires_grad]
    if not results:
        return "the result has no gradient: is there a .detach(), .item() or no_grad on the way?"
    _backward(theirs[0])
    for name, wanted, found in zip(names, ours[1], theirs[1], strict=False):
        for a, b in zip(_floating(wanted), _floating(found), strict=True):
            says = difference(_gradient(a), _gradient(b), exercise.tolerance, "it")
            if says:
                return f"the result is right, its gradient by `{name}` is not: {says}"
    return ""


def _gradient(value: Tensor) -> Tensor:
    return torch.zeros_like(value) if value.grad is None else value.grad


def _backward(result: Any) -> None:
    """Weigh every number of the result differently, so that no mistake cancels another."""
    total = torch.zeros(())
    for value in _floating([result]):
        weights = torch.linspace(0.5, 1.5, value.numel()).reshape(value.shape)
        total = total + (value * weights).sum()
    if total.requires_grad:
        total.backward()  # type: ignore[no-untyped-call]


def _judged(exercise: Exercise, function: Any) -> Feedback | None:
    """What the claim says of the learner's function. Raises NotThisWayError where it fails."""
    if exercise.claim is None:
        return None
    torch.manual_seed(0)
    try:
        verdict = exercise.claim(function)
    except BaseException as error:
        raise NotThisWayError(raised(error)) from None
    status = "passed" if verdict.holds else "wrong"
    feedback = Feedback(
        "passed" if status == "passed" else "wrong", verdict.why,
        measured=verdict.measured, bar=verdict.bar, side=verdict.side,
    )  # fmt: skip
    if not verdict.holds:
        raise NotThisWayError(feedback)
    return feedback
