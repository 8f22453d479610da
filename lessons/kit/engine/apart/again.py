"""The loss of the same batch once more: the loop's own statements, with the weights of now.

Only where that is sure. Before the update they have to give the very same loss, to the last bit,
from the same weights; where they do not, as where they draw another batch, there is no figure.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import CodeType
from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.engine.apart.graph import leaves
from lessons.kit.engine.apart.source import (
    between,
    differentiated,
    first_of_block,
    makers,
    names_in,
    needed,
    only_computes,
    taken_from_before,
)
from lessons.kit.engine.apart.trace import Level

FILE = "<once more>"
MOST = 100  # values of a list that are looked at


@dataclass(eq=False)
class Again:
    """What gives the loss, from the line where the network is asked to the loss itself."""

    level: Level
    made: list[Level]
    """Where the loss got its value."""
    statements: CodeType
    loss: CodeType
    modules: Sequence[nn.Module]
    weights: frozenset[int]
    """The tensors that the loss was computed from."""
    taken: set[str]
    """The names that hold something from before."""

    def is_stale(self, moved: Iterable[Tensor]) -> bool:
        """Whether anything from before was computed from weights that have moved since."""
        ids = {id(each) for each in moved}
        values = (self.level.names.get(name) for name in self.taken)
        return any(leaves(tensor) & ids for value in values for tensor in tensors_in(value))

    def __call__(self) -> float:
        """The loss now; nan where it comes from other weights.

        The network's buffers and torch's random state stay as they are.
        """
        kept = [(b, b.detach().clone()) for m in self.modules for b in m.buffers()]
        luck = torch.get_rng_state()
        if self.level.luck is not None:
            torch.set_rng_state(self.level.luck)
        try:
            return self._computed()
        finally:
            torch.set_rng_state(luck)
            with torch.no_grad():
                for buffer, before in kept:
                    buffer.copy_(before)

    def _computed(self) -> float:
        names = {**self.level.frame.f_globals, **self.level.names}
        exec(self.statements, names)
        loss: Any = eval(self.loss, names)
        return value_of(loss) if leaves(loss) >= self.weights else math.nan


def tensors_in(value: Any) -> list[Tensor]:
    """What was computed, in a value or in a list of values."""
    if isinstance(value, Tensor):
        return [value] if value.grad_fn is not None else []
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return [tensor for each in value[:MOST] for tensor in tensors_in(each)]
    return []


def value_of(loss: Tensor) -> float:
    """A loss as one number; several as their sum."""
    return float(loss.detach().double().sum())


def again(
    asked: Sequence[Level], learned: Sequence[Level], root: Tensor,
    modules: Sequence[nn.Module], ran: Mapping[CodeType, Sequence[int]],
) -> Again | None:  # fmt: skip
    """From where a network was asked to where backward was called; None where that is not seen."""
    frames = [level.frame for level in learned]
    common = (each for each in reversed(asked) if each.frame in frames)
    start = next(common, None) if asked else _block_of(learned[-1])
    if start is None:
        return None
    depth = frames.index(start.frame)
    end = learned[depth]
    found = between(start.frame.f_code, start.line, end.line)
    expression = found and (differentiated(found[1]) or _named(end, root))
    if not found or expression is None or isinstance(expression, list | tuple):
        return None
    names = names_in(expression)
    block = needed(found[0], names)
    if not all(map(only_computes, block)):
        return None
    lines = [n for n in makers(block, names) if n in ran.get(start.frame.f_code, ())]
    made_at = [*learned[:depth], replace(end, line=[end.line, *lines][-1])]
    made = compile(ast.Module(block, []), FILE, "exec")
    loss = compile(ast.Expression(expression), FILE, "eval")
    taken = taken_from_before(block, expression)
    return Again(start, made_at, made, loss, modules, leaves(root), taken)


def _block_of(level: Level) -> Level | None:
    """A function when its block began: where no module is called, the whole tick is done again."""
    line = first_of_block(level.frame.f_code, level.line, level.past)
    return None if line is None else level.at(line)


def _named(level: Level, root: Tensor) -> ast.expr | None:
    """The local name of what backward was called of."""
    name = next((n for n, value in level.names.items() if value is root), None)
    return ast.fix_missing_locations(ast.Name(name, ast.Load())) if name else None
