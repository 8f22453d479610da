"""What all code of a process shares: torch's own settings, and what its names stand for."""

from __future__ import annotations

import builtins
import math
from collections.abc import Iterator
from typing import Any

import torch

from lessons.kit.practice.code import FILE, MODULE

MODULES: tuple[Any, ...] = (
    torch, torch.nn, torch.nn.functional, torch.linalg, torch.optim, torch.autograd, math, builtins,
)  # fmt: skip
CLASSES: tuple[Any, ...] = (torch.Tensor, torch.nn.Module, torch.optim.Optimizer)


class Surroundings:
    """As they were when it was made; a learner's code leaves them so, or is told."""

    def __init__(self) -> None:
        self._names = [(owner, dict(vars(owner))) for owner in (*MODULES, *CLASSES)]
        values = (value for _, names in self._names for value in names.values())
        self._known = {id(value) for value in values if callable(value)}
        self._dtype = torch.get_default_dtype()
        self._device = torch.get_default_device()

    def put_back(self) -> str:
        """Everything as it was; the first thing that was not, in words, and "" for none."""
        return next(iter([*self._settings_put_back(), *self._names_put_back()]), "")

    def _settings_put_back(self) -> Iterator[str]:
        if not torch.is_grad_enabled():
            torch.set_grad_enabled(True)
            yield "it turns gradients off for all code after it: write `with torch.no_grad():`"
        if torch.get_default_dtype() != self._dtype:
            torch.set_default_dtype(self._dtype)
            yield "it changes the default dtype of all tensors: name the dtype where you need it"
        if torch.get_default_device() != self._device:
            torch.set_default_device(self._device)
            yield "it changes the default device of all tensors: name the device where you need it"

    def _names_put_back(self) -> Iterator[str]:
        for owner, before in self._names:
            for name in self._changed(owner, before):
                if name in before:
                    setattr(owner, name, before[name])
                else:
                    delattr(owner, name)
                yield f"it replaces `{owner.__name__}.{name}` for all code: write a function"

    def _changed(self, owner: Any, before: dict[str, Any]) -> list[str]:
        """Torch replaces names of its own, too, as it loads more of itself: these may stay."""
        now: dict[str, Any] = dict(vars(owner))
        found = [name for name, value in now.items() if before.get(name, self) is not value]
        gone = [name for name in before if name not in now]
        return [*gone, *(name for name in found if self._is_learners(now[name]))]

    def _is_learners(self, value: Any) -> bool:
        code = getattr(value, "__code__", None)
        is_written = getattr(code, "co_filename", "") == FILE
        return is_written or getattr(value, "__module__", "") == MODULE or id(value) in self._known
