"""What a network learns, by name: the parameters of all that its loop keeps."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import torch
from torch import Tensor, nn

from lessons.kit.engine.inspection import norm
from lessons.kit.engine.run import Run, engine_state
from lessons.kit.stream.apart import Piece
from lessons.kit.stream.numbers import finite


class Parameters:
    """Every parameter of what a loop keeps; those of several networks with the network's name."""

    def __init__(self, run: Run) -> None:
        kept = engine_state(run).state
        self.models = {n: each for n, each in kept.items() if isinstance(each, nn.Module)}
        self.has_optimizer = any(isinstance(e, torch.optim.Optimizer) for e in kept.values())
        several = len(self.models) > 1
        self.named: dict[str, Tensor] = {
            f"{name}.{part}" if several else part: parameter
            for name, model in self.models.items()
            for part, parameter in model.named_parameters()
        }
        self._names = {id(p): name for name, p in self.named.items()}

    def name_of(self, parameter: Tensor, place: int) -> str:
        """Its name, or which one of an optimizer's it is."""
        return self._names.get(id(parameter), f"parameter {place + 1}")

    def knows(self, parameters: Iterable[Tensor]) -> bool:
        """Whether any of these belongs to the network, where that has any."""
        return not self.named or any(id(p) in self._names for p in parameters)

    def module_name(self, module: nn.Module) -> str:
        """What the loop calls it, or what it is inside of that, or its kind."""
        for name, model in self.models.items():
            for part, each in model.named_modules():
                if each is module:
                    inner = part if len(self.models) == 1 else f"{name}.{part}".rstrip(".")
                    return inner or name
        return type(module).__name__

    def marks(self) -> dict[str, tuple[int, int]]:
        """Changes whenever a gradient is changed or replaced."""
        grads = {name: p.grad for name, p in self.named.items()}
        return {n: (id(g), g._version) if g is not None else (0, 0) for n, g in grads.items()}

    def versions(self) -> tuple[int, ...]:
        """Changes whenever a weight is written to, unless behind autograd's back."""
        return tuple(p._version for p in self.named.values())

    def checksum(self) -> float:
        """Changes, as good as surely, whenever a weight changes."""
        with torch.no_grad():
            return math.fsum(float(p.detach().double().sum()) for p in self.named.values())


def copies(named: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights as they are now."""
    return {name: p.detach().clone() for name, p in named.items()}


def gradients(named: Mapping[str, Tensor]) -> list[Piece]:
    """The gradient of every parameter that has one."""
    return [
        Piece(name, list(p.shape), finite(norm(p.grad)))
        for name, p in named.items()
        if p.grad is not None
    ]


def updates(named: Mapping[str, Tensor], before: Mapping[str, Tensor]) -> list[Piece]:
    """How far every parameter has moved."""
    return [
        Piece(
            name, list(p.shape), finite(norm(p.detach() - before[name])), finite(norm(before[name]))
        )
        for name, p in named.items()
    ]  # fmt: skip


def length(sizes: Iterable[float | None]) -> float | None:
    """Of all of them as one long vector; None where one is not finite."""
    known = list(sizes)
    return None if None in known else finite(math.hypot(*(size for size in known if size)))
