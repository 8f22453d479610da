"""Torch's compiler, loaded by those who compile.

The first step of any optimizer imports the whole of it, only to tell it that there is nothing to
compile: 820 modules, 1.2 s and 70 MB, before the first loss of every run. Here something stands in
its place that knows the two answers an optimizer wants, and the two of `torch.distributed`; asked
anything else, as by torch.compile, it makes way for the compiler itself.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

import torch

NAME = "torch._dynamo"


class Part(ModuleType):
    """A part of the compiler, of which one question has an answer; for all others it is loaded."""

    def __init__(self, name: str, question: str, answer: Any) -> None:
        super().__init__(name)
        setattr(self, question, lambda: answer)

    def __getattr__(self, name: str) -> Any:
        """Anything else: the compiler is wanted."""
        return getattr(getattr(_loaded(), self.__name__), name)


class StandIn(ModuleType):
    """Nobody is compiling: an interruption interrupts nothing, and nothing has to be kept out."""

    utils = Part("utils", "get_optimize_ddp_mode", "no_optimization")
    """What `DistributedDataParallel` asks before it begins."""
    trace_rules = Part("trace_rules", "clear_lru_cache", None)
    """What processes that meet have forgotten: nothing was remembered."""

    def graph_break(self) -> None:
        """What an optimizer says before and after it steps."""

    def disable(self, function: Callable[..., Any], *_: Any, **__: Any) -> Callable[..., Any]:
        """What a function is wrapped in that must not be compiled."""
        return function

    def __getattr__(self, name: str) -> Any:
        """Anything else: the compiler is wanted."""
        if name in ("__spec__", "__file__"):  # asked by those who only look around
            raise AttributeError(name)
        return getattr(_loaded(), name)


def stand_in() -> None:
    """Take the compiler's place, unless it is loaded already."""
    if NAME not in sys.modules:
        sys.modules[NAME] = torch._dynamo = StandIn(NAME, __doc__)


def _loaded() -> ModuleType:
    if isinstance(sys.modules.get(NAME), StandIn):
        del sys.modules[NAME], torch._dynamo
    return import_module(NAME)
