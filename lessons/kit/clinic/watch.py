"""Watches a network's passes: what its models are given, and which functions are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.overrides import TorchFunctionMode

ACTIVATIONS = ("relu", "tanh", "sigmoid", "gelu", "relu_")
DIFFERENCES = ("sub", "__sub__", "subtract", "rsub", "__rsub__")
LOSSES = (
    "cross_entropy", "nll_loss", "mse_loss", "binary_cross_entropy_with_logits",
    "binary_cross_entropy",
)  # fmt: skip


@dataclass
class Pass:
    """One call of a model."""

    model: str
    inputs: tuple[Any, ...]
    """Positional arguments: tensors and plain numbers, such as a dropout's share."""
    learns: bool
    """Whether gradients are recorded."""
    training: bool
    """Whether the model is in training mode."""
    module: nn.Module
    dropped: bool = False
    """Whether dropout was at work."""

    @property
    def tensors(self) -> list[Tensor]:
        """The tensors among the inputs."""
        return [each for each in self.inputs if isinstance(each, Tensor)]

    @property
    def rows(self) -> int:
        """How many examples it was given."""
        return len(self.tensors[0]) if self.tensors and self.tensors[0].ndim else 0


@dataclass
class Watch(TorchFunctionMode):
    """While it is entered, everything below is written down."""

    models: dict[str, nn.Module]
    passes: list[Pass] = field(default_factory=list)
    activations: list[tuple[str, Tensor]] = field(default_factory=list)
    """Name and output of every activation that learns."""
    losses: list[tuple[str, Tensor, Tensor]] = field(default_factory=list)
    """Name, scores and targets of every loss that learns."""
    spread: list[str] = field(default_factory=list)
    """Subtractions whose result is larger than what was subtracted, in words."""

    def __post_init__(self) -> None:
        super().__init__()
        self.is_on = False
        self._handles: list[Any] = []

    def __enter__(self) -> Watch:
        self.is_on = True
        for name, model in self.models.items():
            hook = model.register_forward_pre_hook(self._called(name), with_kwargs=True)
            self._handles.append(hook)
        super().__enter__()  # type: ignore[no-untyped-call]
        return self

    def __exit__(self, *error: Any) -> None:
        for handle in self._handles:
            handle.remove()
        super().__exit__(*error)  # type: ignore[no-untyped-call]

    def __torch_function__(
        self, func: Any, types: Iterable[type], args: Any = (), kwargs: Any = None
    ) -> Any:
        """Do what was asked for, and note what matters of it."""
        found = func(*args, **(kwargs or {}))
        name = getattr(func, "__name__", "")
        if name == "dropout" and self.passes:
            self.passes[-1].dropped |= _is_at_work(args, kwargs or {})
        if torch.is_grad_enabled() and isinstance(found, Tensor):
            if name in ACTIVATIONS:
                self.activations.append((name, found.detach()))
            elif name in LOSSES:
                scores, targets = args[:2]
                self.losses.append((name, scores.detach(), targets.detach()))
            elif name in DIFFERENCES and _is_larger(found, args):
                self.spread.append(" − ".join(map(_shape, args[:2])) + f" gives {_shape(found)}")
        return found

    def _called(self, name: str) -> Callable[..., None]:
        def hook(module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
            plain = [each for each in args if isinstance(each, (Tensor, int, float))]
            inputs = tuple(each.detach() if isinstance(each, Tensor) else each for each in plain)
            called = Pass(name, inputs, torch.is_grad_enabled(), module.training, module)
            self.passes.append(called)

        return hook

    @property
    def taught(self) -> Pass | None:
        """The first call that learns."""
        return next((each for each in self.passes if each.learns and each.rows), None)

    @property
    def tested(self) -> list[Pass]:
        """The calls that do not learn."""
        return [each for each in self.passes if not each.learns and each.rows]


def _is_larger(found: Tensor, args: tuple[Any, ...]) -> bool:
    """Whether both were tensors with numbers, and broadcast made more of them than each has."""
    both = [each for each in args[:2] if isinstance(each, Tensor)]
    return len(both) == 2 and found.numel() > max(each.numel() for each in both)


def _shape(tensor: Tensor) -> str:
    return str(tuple(tensor.shape))


def _is_at_work(args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Of F.dropout(x, p=0.5, training=True)."""
    share = args[1] if len(args) > 1 else kwargs.get("p", 0.5)
    training = args[2] if len(args) > 2 else kwargs.get("training", True)
    return bool(share and training)


@torch.no_grad()
def scores_of(called: Pass, tensors: list[Tensor], training: bool) -> Tensor:
    """What the model says of these tensors in a mode, with the same random numbers each time."""
    mine = iter(tensors)
    inputs = [next(mine) if isinstance(each, Tensor) else each for each in called.inputs]
    before = {module: module.training for module in called.module.modules()}
    kept = {name: buffer.clone() for name, buffer in called.module.named_buffers()}
    called.module.train(training)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        found = called.module(*inputs)
    for module, was in before.items():
        module.training = was
    for name, buffer in called.module.named_buffers():  # such as BatchNorm's running mean
        buffer.copy_(kept[name])
    return first_tensor(found)


def first_tensor(found: Any) -> Tensor:
    """A model's scores, where it returns more than them."""
    scores: Tensor = found if isinstance(found, Tensor) else found[0]
    return scores
