"""Checks a learner's function against the reference: many random calls, edges, a claim."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import torch
from torch import nn

from lessons.kit.practice.code import NotThisWayError, raised, written
from lessons.kit.practice.compare import difference
from lessons.kit.practice.draw import Draw
from lessons.kit.practice.exercise import Arguments, Exercise
from lessons.kit.practice.feedback import Case, Feedback
from lessons.kit.practice.gradients import floating, has_graph, held_graph, wrong_gradient
from lessons.kit.practice.surroundings import Surroundings
from lessons.kit.practice.wording import worded

LEVELS = (0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11, 12)
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
    around = Surroundings()
    try:
        checked = _Checked(exercise, written(exercise, text), around)
        checked.leaves_torch_alone()
        passed, of = checked.compared()
        verdict = checked.judged()
    except NotThisWayError as error:
        return error.feedback
    finally:
        around.put_back()
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


@dataclass(frozen=True)
class _Checked:
    """A learner's function beside the reference."""

    exercise: Exercise
    function: Any
    around: Surroundings

    def compared(self) -> tuple[int, int]:
        """How many calls there were. Raises NotThisWayError with the smallest that fails."""
        everything = list(calls(self.exercise))
        for place, call in enumerate(everything):
            feedback = self._called(call)
            if feedback is not None:
                if not call.name and feedback.status in ("wrong", "error"):
                    feedback = self._smaller(LEVELS[place], feedback.status) or feedback
                counted = msgspec.structs.replace(feedback, passed=place, of=len(everything))
                raise NotThisWayError(counted)
        return len(everything), len(everything)

    def _smaller(self, level: int, status: str) -> Feedback | None:
        """A smaller call that goes wrong in the same way; None where none was found."""
        assert self.exercise.cases
        for less in range(level):
            for seed in range(SMALLER):
                call = Call("", self.exercise.cases(Draw(100 + seed, less)), seed)
                feedback = self._called(call)
                if feedback is not None and feedback.status == status:
                    return feedback
        return None

    def _called(self, call: Call) -> Feedback | None:
        """Call both; what is wrong with the learner's result, if anything."""
        exercise = self.exercise
        ours, theirs = _copied(exercise, call), _copied(exercise, call)
        expected = _result(exercise.write, ours, call.seed)
        case = _case(exercise, call, expected, ours)
        try:
            got = _result(self.function, theirs, call.seed)
            says = self.around.put_back() or _wrong(exercise, call, (expected, ours), (got, theirs))
        except BaseException as error:
            self.around.put_back()
            feedback = raised(error)
            return msgspec.structs.replace(
                feedback, case=None if feedback.status == "unwritten" else case
            )
        if not says:
            return None
        shown = theirs[0] if exercise.in_place and got is None else got
        return Feedback("wrong", says, case=msgspec.structs.replace(case, got=worded(shown)))

    def judged(self) -> Feedback | None:
        """What the claim says of the function. Raises NotThisWayError where it fails."""
        if self.exercise.claim is None:
            return None
        torch.manual_seed(0)
        try:
            verdict = self.exercise.claim(self.function)
        except BaseException as error:
            raise NotThisWayError(raised(error)) from None
        self.leaves_torch_alone()
        feedback = Feedback(
            "passed" if verdict.holds else "wrong", verdict.why,
            measured=verdict.measured, bar=verdict.bar, side=verdict.side,
        )  # fmt: skip
        if not verdict.holds:
            raise NotThisWayError(feedback)
        return feedback

    def leaves_torch_alone(self) -> None:
        """Raise NotThisWayError where the learner's code has changed what all code shares."""
        if says := self.around.put_back():
            raise NotThisWayError(Feedback("wrong", says))


def _result(function: Any, arguments: Arguments, seed: int) -> Any:
    torch.manual_seed(seed)
    return function(*arguments)


def _copied(exercise: Exercise, call: Call) -> Arguments:
    arguments: Arguments = copy.deepcopy(call.arguments)
    if exercise.gradients:
        for each in arguments:
            if not isinstance(each, nn.Module):
                for tensor in floating(each):
                    tensor.requires_grad_()
    return arguments


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
    if says := difference(expected, got, exercise.tolerance):
        return says
    names = list(inspect.signature(exercise.write).parameters)
    if says := _wrong_arguments(exercise, names, call.arguments, before, after):
        return says
    if exercise.gradients or has_graph(expected):
        return wrong_gradient(names, ours, theirs, exercise.tolerance)
    return held_graph(expected, got)


def _wrong_arguments(
    exercise: Exercise, names: list[str], first: Arguments, before: Arguments, after: Arguments
) -> str:
    """How the arguments are not after the call as they should be: `first` is what they were."""
    for name, was, wanted, found in zip(names, first, before, after, strict=False):
        is_kept = not difference(was, wanted, exercise.tolerance)
        says = difference(wanted, found, exercise.tolerance, f"`{name}` after the call")
        if says and is_kept and not isinstance(was, nn.Module):
            return f"it changes its input `{name}` in place"
        if says:
            return says
        if [t.requires_grad for t in floating(wanted)] != [
            t.requires_grad for t in floating(found)
        ]:
            return f"it changes its input `{name}`: requires_grad is another after the call"
    return ""
