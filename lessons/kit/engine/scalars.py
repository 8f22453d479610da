"""A network's scalars on their way out: read from an accelerator in batches, never one by one."""

import math
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from lessons.kit.stream.columns import batch
from lessons.kit.stream.events import Steps

PATIENCE = 16
"""Values in a row that must not be finite before a network is given up."""


class Scalars:
    """What one network said in its steps and nobody has collected yet."""

    def __init__(
        self, variant: str, seed: int, device: torch.device, watched: tuple[str, ...] = ("loss",)
    ) -> None:
        self.variant = variant
        self.seed = seed
        self.device = device
        self.watched = watched
        """The scalars without which a network is given up."""
        self._broken = {name: deque[bool](maxlen=PATIENCE) for name in watched}
        """Of each watched scalar, whether its latest values were not finite."""
        self._waiting: list[tuple[int, list[str], Tensor]] = []
        self._columns: dict[str, tuple[list[int], list[float]]] = {}

    def add_step(self, step: int, values: dict[str, Any]) -> None:
        """Take one step's scalars: numbers or 0-d tensors, detached here and now."""
        if self.device.type == "cpu":
            self._file(step, {name: _number(value) for name, value in values.items()})
            return
        tensors = {n: v.detach() for n, v in values.items() if isinstance(v, Tensor)}
        self._file(step, {n: float(v) for n, v in values.items() if n not in tensors})
        if tensors:
            self._waiting.append((step, list(tensors), _stacked(list(tensors.values()))))

    def collect(self) -> list[Steps]:
        """Everything said since the last time, in columns. Waits for the accelerator once."""
        self.settle()
        columns, self._columns = self._columns, {}
        batches: dict[tuple[int, ...], dict[str, list[float]]] = {}
        for name, (steps, values) in columns.items():
            batches.setdefault(tuple(steps), {})[name] = values
        return [batch(self.variant, self.seed, steps, named) for steps, named in batches.items()]

    def settle(self) -> None:
        """Bring what is still on the accelerator home, in one transfer for each set of names."""
        waiting, self._waiting = self._waiting, []
        by_names: dict[tuple[str, ...], list[tuple[int, Tensor]]] = {}
        for step, names, stacked in waiting:
            by_names.setdefault(tuple(names), []).append((step, stacked))
        for names_, rows in by_names.items():
            table = torch.stack([row for _, row in rows]).tolist()  # (steps, names)
            for (step, _), numbers in zip(rows, table, strict=True):
                self._file(step, dict(zip(names_, numbers, strict=True)))

    def hopeless(self) -> str | None:
        """A watched scalar that has not been finite for so long that it cannot come back."""
        lost = (n for n, seen in self._broken.items() if len(seen) == PATIENCE and all(seen))
        return next(lost, None)

    def remembered(self) -> dict[str, list[bool]]:
        """What a checkpoint keeps of the watched scalars."""
        return {name: list(seen) for name, seen in self._broken.items()}

    def remember(self, kept: Mapping[str, Sequence[bool]]) -> None:
        """Go on from what a checkpoint kept."""
        for name, seen in self._broken.items():
            seen.extend(kept.get(name, ()))

    def _file(self, step: int, numbers: dict[str, float]) -> None:
        for name, number in numbers.items():
            steps, values = self._columns.setdefault(name, ([], []))
            steps.append(step)
            values.append(number)
            if name in self._broken:
                self._broken[name].append(not math.isfinite(number))


def _number(value: Any) -> float:
    return float(value.detach()) if isinstance(value, Tensor) else float(value)


def _stacked(tensors: list[Tensor]) -> Tensor:
    """One copy of all of a step's scalars: later in-place changes must not reach them."""
    wide = torch.float32 if tensors[0].device.type == "mps" else torch.float64
    return torch.stack([tensor.to(wide).reshape(()) for tensor in tensors])
