"""Watches one step of a loop, and tells its parts in their order: forward to update."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any

import msgspec
import torch
from torch import Tensor, nn
from torch.nn.modules import module as every
from torch.optim import optimizer as optimizers

from lessons.kit.engine.apart.again import Again, again, value_of
from lessons.kit.engine.apart.forward import Calls, phase_of
from lessons.kit.engine.apart.parameters import Parameters, copies, gradients, length, updates
from lessons.kit.engine.apart.source import lines_of
from lessons.kit.engine.apart.trace import Trace
from lessons.kit.engine.inspection import norm
from lessons.kit.engine.run import Run
from lessons.kit.stream.apart import Phase, Piece, SourceLine
from lessons.kit.stream.numbers import finite

log = logging.getLogger(__name__)


def careful(look: Callable[..., None]) -> Callable[..., None]:
    """A look that goes wrong ends the looking: never the step of somebody's loop."""

    @wraps(look)
    def looked(watch: Watch, *given: Any) -> None:
        if watch.lost:
            return
        try:
            look(watch, *given)
        except Exception as error:
            log.exception("a step could not be followed")
            watch.lost = f"the lab could not follow this step to its end ({type(error).__name__})"

    return looked


class Watch:
    """Hooks on Python and on torch, for one tick; then taken off."""

    def __init__(self, run: Run, package: str) -> None:
        self.parameters = Parameters(run)
        self.phases: list[Phase] = []
        self.lost = ""
        """Why it could not be followed to its end."""
        self.calls = Calls(self.parameters)
        self.trace = Trace(package, self._moved, self._begin_backward, self._end_backward)
        self._hooks = ExitStack()
        self._root: Tensor | None = None
        self._inputs: list[Any] = []
        self._is_a_look = False
        """Whether the latest gradients were given to the loop, and not kept with the weights."""
        self._again: Again | None = None
        self._models = list(self.parameters.models.values())
        self._marks = self.parameters.marks()
        self._awaits_update = False
        """Whether there is a gradient that no optimizer has used yet."""
        self._clipped: list[list[SourceLine]] = []
        self._before: dict[str, Tensor] = {}
        self._first = copies(self.parameters.named)
        self._versions = self.parameters.versions()
        self._sum = 0.0 if self.parameters.has_optimizer else self.parameters.checksum()
        self._by_hand: list[list[SourceLine]] = []
        self._is_in_step = False

    def put_on(self) -> None:
        """From now on, until `take_off`."""
        enter = self._hooks.callback
        enter(every.register_module_forward_pre_hook(self._called).remove)
        enter(every.register_module_forward_hook(self._answered).remove)
        enter(optimizers.register_optimizer_step_pre_hook(self._before_update).remove)
        enter(optimizers.register_optimizer_step_post_hook(self._after_update).remove)
        self._hooks.enter_context(self.trace)

    def take_off(self) -> None:
        """The step is over: torch and Python are as they were."""
        self._hooks.close()
        if any(phase.kind == "update" for phase in self.phases):
            self._forget_round()
        else:
            self._tell_update_by_hand()

    # forward

    @careful
    def _called(self, module: nn.Module, _: Any) -> None:
        if not self.trace.is_off:
            self.calls.begin(module, self.trace.levels)

    @careful
    def _answered(self, module: nn.Module, _: Any, outputs: Any) -> None:
        if not self.trace.is_off:
            self.calls.end(module, outputs)

    # loss and backward

    @careful
    def _begin_backward(self, frame: Any) -> None:
        given = frame.f_locals
        root = next(iter(_listed(given.get("tensors", given.get("outputs")))), None)
        self._inputs = _listed(given.get("inputs"))
        is_ours = not self._inputs or self.parameters.knows(self._inputs)
        self._root = root if isinstance(root, Tensor) and is_ours and self.trace.levels else None
        self._marks = self.parameters.marks()

    @careful
    def _end_backward(self, given: Any) -> None:
        root, self._root = self._root, None
        if root is None:
            return
        self._forget_round()
        levels = [level.copy() for level in self.trace.levels]
        lines, calls = lines_of(levels), self.calls.leading_to(root)
        asked = calls[0].levels if calls else []
        self._again = again(asked, levels, root, self._models, self.trace.lines)
        made = lines_of(self._again.made) if self._again else lines
        marks = self.parameters.marks()
        reached = {n: p for n, p in self.parameters.named.items() if marks[n] != self._marks[n]}
        pieces = gradients(reached) or self._given(given)
        size = length(piece.size for piece in pieces)
        loss = finite(value_of(root))
        name = next((n for n, v in reversed(levels[-1].names.items()) if v is root), "")
        self.phases += [
            phase_of(calls), Phase("loss", made, name=name, size=loss),
            Phase("backward", lines, size=size, pieces=pieces),
        ]  # fmt: skip
        self._marks, self._awaits_update = marks, True
        self._clipped.clear()
        self._is_a_look = given is not None

    def _given(self, given: Any) -> list[Piece]:
        """What `torch.autograd.grad` gave for the weights that it was asked for."""
        found = zip(self._inputs, _listed(given), strict=False)
        return [
            Piece(self.parameters.name_of(p, n), list(p.shape), finite(norm(g)))
            for n, (p, g) in enumerate(found)
            if g is not None
        ]

    def _forget_round(self) -> None:
        """Forget a gradient that was only looked at: no weight was moved by it."""
        if self._is_a_look and self.phases and self.phases[-1].kind == "backward":
            del self.phases[-3:]
        self._is_a_look = False

    # between the lines

    @careful
    def _moved(self) -> None:
        """Another line begins: see what the one before has changed."""
        if self._awaits_update and (marks := self.parameters.marks()) != self._marks:
            self._marks = marks
            self._clipped.append(lines_of(self.trace.levels))
        if self._is_in_step:
            return
        if (versions := self.parameters.versions()) != self._versions:
            self._versions = versions
            self._by_hand.append(lines_of(self.trace.levels))
        if not self.parameters.has_optimizer and len(self.trace.levels) <= 2:
            self._see_weights()

    def _see_weights(self) -> None:
        """Without an optimizer the weights may be written to where autograd does not see it."""
        if self.trace.levels and (now := self.parameters.checksum()) != self._sum:
            self._sum = now
            self._by_hand.append(lines_of(self.trace.levels))

    # clip and update

    @careful
    def _before_update(self, optimizer: Any, *_: Any) -> None:
        named = self._moved_by(optimizer)
        if not named or self.trace.is_off:
            return
        self._is_in_step = True
        self._before = copies(named)
        if self._awaits_update:
            self.phases.append(self._clip(named))
        self._awaits_update = False

    def _clip(self, named: dict[str, Tensor]) -> Phase:
        before = [p for phase in self.phases[-1:] for p in phase.pieces if p.name in named]
        pieces = gradients(named)
        size, after = (length(p.size for p in each) for each in (before, pieces))
        if not self._clipped and size == after:
            why = "No line of this loop clips: the optimizer gets the gradient as backward left it."
            return Phase("clip", absent=why, size=size, after=after)
        lines = list(dict.fromkeys(line for found in self._clipped for line in found))
        sizes = {piece.name: piece.size for piece in before}
        both = [msgspec.structs.replace(p, whole=sizes.get(p.name)) for p in pieces]
        return Phase("clip", lines, size=size, after=after, pieces=both)

    @careful
    def _after_update(self, optimizer: Any, *_: Any) -> None:
        named = self._moved_by(optimizer)
        if not named or self.trace.is_off or not self._before:
            return
        lines = lines_of(self.trace.levels) if self.trace.levels else []
        self._add_update(type(optimizer).__name__, lines, named, self._before)
        self._is_in_step, self._before = False, {}
        self._versions = self.parameters.versions()

    def _add_update(
        self, name: str, lines: list[SourceLine],
        named: dict[str, Tensor], before: dict[str, Tensor],
    ) -> None:  # fmt: skip
        pieces = updates(named, before)
        size, whole = (length(getattr(p, k) for p in pieces) for k in ("size", "whole"))
        after, note = self._loss_after(named, before)
        self.phases.append(
            Phase("update", lines, name=name, size=size, whole=whole, after=after, pieces=pieces,
                  note=note)
        )  # fmt: skip

    def _loss_after(
        self, named: dict[str, Tensor], before: dict[str, Tensor]
    ) -> tuple[float | None, str]:
        """The loss of the same batch now, if the same lines gave the loss before to the bit."""
        again, self._again = self._again, None
        told = [phase.size for phase in self.phases if phase.kind == "loss"][-1:]
        if again is None or not told or again.is_stale(named.values()):
            return None, "The loss after the update is not known: no line computes it alone."
        self.trace.is_off = True
        try:
            after = again()
            was = _with(named, before, again)
        except Exception:
            return None, "The loss after the update is not known: its lines cannot be run alone."
        finally:
            self.trace.is_off = False
        if [was] != told:
            return None, "The loss after the update is not known: its lines take another batch."
        return finite(after), ""

    @careful
    def _tell_update_by_hand(self) -> None:
        """No optimizer stepped: what moved, and which lines wrote to the weights."""
        named = self.parameters.named
        moved = {n: p for n, p in named.items() if not torch.equal(p.detach(), self._first[n])}
        if moved:
            lines = list(dict.fromkeys(line for found in self._by_hand for line in found))
            self._again = None
            self._add_update("", lines, moved, self._first)

    def _moved_by(self, optimizer: Any) -> dict[str, Tensor]:
        """The optimizer's parameters by name; none where they are not this network's."""
        held = [p for group in optimizer.param_groups for p in group["params"]]
        if not self.parameters.knows(held):
            return {}
        return {self.parameters.name_of(p, place): p for place, p in enumerate(held)}


def _listed(given: Any) -> list[Any]:
    """One tensor, several or none, as torch takes them."""
    return [given] if isinstance(given, Tensor) else list(given or ())


def _with(named: dict[str, Tensor], before: dict[str, Tensor], again: Again) -> float | None:
    """The loss with the weights as they were."""
    now = copies(named)
    with torch.no_grad():
        for name, p in named.items():
            p.data.copy_(before[name])
    try:
        return finite(again())
    finally:
        for name, p in named.items():
            p.data.copy_(now[name])
