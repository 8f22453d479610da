"""Which modules were called on the way to a loss, and what came out of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.engine.apart.graph import nodes
from lessons.kit.engine.apart.parameters import Parameters
from lessons.kit.engine.apart.source import lines_of
from lessons.kit.engine.apart.trace import Level
from lessons.kit.stream.apart import Phase, Piece, SourceLine
from lessons.kit.stream.numbers import finite


@dataclass(eq=False)
class Call:
    """One call of a module by the loop, and of the modules inside it."""

    name: str
    levels: list[Level]
    outputs: list[Tensor]
    inner: list[Piece]

    @property
    def lines(self) -> list[SourceLine]:
        """Where it was called."""
        return lines_of(self.levels)


class Calls:
    """The calls of a step, as hooks on all modules see them."""

    def __init__(self, parameters: Parameters) -> None:
        self.found: list[Call] = []
        self.is_off = False
        self._parameters = parameters
        self._open: list[tuple[nn.Module, list[Level]]] = []
        self._inner: list[Piece] = []

    def begin(self, module: nn.Module, levels: list[Level]) -> None:
        """A module is called."""
        if not self._open:
            self._inner = []
        self._open.append((module, [level.copy() for level in levels] if not self._open else []))

    def end(self, module: nn.Module, outputs: Any) -> None:
        """A module gives its outputs."""
        if not self._open:
            return
        called, levels = self._open.pop()
        tensors = [each for each in _flat(outputs) if each.is_floating_point()]
        name = self._parameters.module_name(module)
        if self._open:
            if tensors and not list(module.children()):
                self._inner.append(_piece(name, tensors[0]))
        elif called is module and tensors and torch.is_grad_enabled():
            self.found.append(Call(name, levels, tensors, self._inner))

    def leading_to(self, root: Tensor) -> list[Call]:
        """Those whose outputs the loss was computed from."""
        known = nodes(root)
        return [c for c in self.found if any(t.grad_fn in known for t in c.outputs if t.grad_fn)]


def phase_of(calls: list[Call]) -> Phase:
    """What the network said, the last call's output first of all."""
    if not calls:
        why = "No module of torch was called on the way to this loss: it is computed in plain sums."
        return Phase("forward", absent=why)
    last = calls[-1]
    whole = _piece(last.name, last.outputs[0])
    times = f"Called {len(calls)} times for this loss." if len(calls) > 1 else ""
    lines = list(dict.fromkeys(line for call in calls for line in call.lines))
    pieces = [*last.inner, whole] if last.inner else [whole]
    if len(calls) > 1 and not last.inner:
        pieces = [_piece(call.name, call.outputs[0]) for call in calls]
    return Phase(
        "forward", lines, name=", ".join(dict.fromkeys(call.name for call in calls)),
        shape=whole.shape, size=whole.size, pieces=pieces, note=times,
    )  # fmt: skip


def _piece(name: str, output: Tensor) -> Piece:
    mean = output.detach().double().abs().mean() if output.numel() else 0.0
    return Piece(name, list(output.shape), finite(float(mean)))


def _flat(outputs: Any) -> list[Tensor]:
    if isinstance(outputs, Tensor):
        return [outputs]
    if isinstance(outputs, dict):
        outputs = list(outputs.values())
    if isinstance(outputs, list | tuple):
        return [tensor for each in outputs for tensor in _flat(each)]
    return []
