"""Several networks of one shape as one: their weights stacked, every product done for all at once.

S networks have weights (S, …). What costs most for a small network is not the arithmetic but the
asking for it, and here one asks once. Each network keeps its own weights, as a view into the
stack: it can be shown, asked, and saved as if it were alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.engine.run import Run, engine_state
from lessons.kit.stream.loop_events import Step

T = TypeVar("T")
SHARED = "step"  # of what an optimizer keeps: how often it stepped, which all did
TINY = 1e-6  # keeps a gradient of zero from being divided by; torch's own number


class Stack(nn.Module):
    """The weights of S networks by name, each (S, …); a network's own are views into them.

    So are what they keep beside their weights, such as BatchNorm's means.
    It is called with what all of them read, and hands that to `read(stack, …)`.
    """

    def __init__(self, models: Sequence[nn.Module], read: Callable[..., Tensor]) -> None:
        super().__init__()
        self.read = read
        self.weights: dict[str, nn.Parameter] = {}
        self.kept: dict[str, Tensor] = {}
        for name, _ in models[0].named_parameters():
            own = [model.get_parameter(name) for model in models]
            self.weights[name] = nn.Parameter(_as_one(own))
        for name, _ in models[0].named_buffers():
            self.kept[name] = _as_one([model.get_buffer(name) for model in models])
        self.all = nn.ParameterList(self.weights.values())
        """Every stacked weight, in the order that a network has its own in."""

    def __getitem__(self, name: str) -> nn.Parameter:
        return self.weights[name]

    def forward(self, *inputs: Tensor) -> Tensor:
        """What the networks make of what each of them is given."""
        return self.read(self, *inputs)


def _as_one(own: Sequence[Tensor]) -> Tensor:
    """All of them in one tensor, into which each of them becomes a view."""
    stacked = torch.stack([each.detach() for each in own])
    for each, view in zip(own, stacked, strict=True):
        each.data = view
    return stacked


class Share:
    """One network's part of an optimizer of stacked weights, kept as an optimizer of its own is.

    So a checkpoint does not tell whether a network was trained in a stack, and either way of
    training can go on from it.
    """

    def __init__(self, optimizer: torch.optim.Optimizer, place: int) -> None:
        self.optimizer = optimizer
        self.place = place

    def state_dict(self) -> dict[str, Any]:
        """What the network's own optimizer would keep."""
        whole = self.optimizer.state_dict()
        state = {
            number: {name: self._mine(name, value) for name, value in kept.items()}
            for number, kept in whole["state"].items()
        }
        return {**whole, "state": state}

    def load_state_dict(self, saved: dict[str, Any]) -> None:
        """Take it back."""
        weights = [weight for group in self.optimizer.param_groups for weight in group["params"]]
        for number, kept in saved["state"].items():
            mine = self.optimizer.state[weights[number]]
            for name, value in kept.items():
                if name == SHARED:  # who ended early has fewer
                    mine[name] = torch.maximum(mine.get(name, value), value).clone()
                else:
                    mine.setdefault(name, torch.zeros_like(weights[number]))[self.place] = value

    def _mine(self, name: str, value: Tensor) -> Tensor:
        return value if name == SHARED else value[self.place]


def shares(optimizer: torch.optim.Optimizer, runs: Sequence[Run]) -> list[Share]:
    """Every network's part of one optimizer, in order."""
    return [Share(optimizer, place) for place in range(len(runs))]


def each(runs: Sequence[Run], draw: Callable[[Run], T]) -> list[T]:
    """What `draw` makes for every network, with that network's own randomness in place.

    So each begins with the weights, and sees the batches, that it would alone.
    """
    drawn = []
    for run in runs:
        with engine_state(run).randomness:
            drawn.append(draw(run))
    return drawn


def in_step(runs: Sequence[Run], total: int, **state: Sequence[Any]) -> Iterator[int]:
    """`run.steps` for all networks at once: `state` has a list for each name, one item a network.

    For a network that has ended no more steps are counted; the others go on.
    """
    counters = {
        run: run.steps(total, **{name: kept[place] for name, kept in state.items()})
        for place, run in enumerate(runs)
    }
    while steps := [step for step in each(runs, lambda run: _next(run, counters[run])) if step]:
        yield max(steps)


def _next(run: Run, counter: Iterator[int]) -> int | None:
    return None if engine_state(run).is_at_rest else next(counter, None)


def time_first(batches: Sequence[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    """From what each network is given, (B, T), and is to say: (T, S, B), and in rows (S, T·B)."""
    given, wanted = zip(*batches, strict=True)
    return torch.stack(given).permute(2, 0, 1), torch.stack(wanted).mT.flatten(1)


def apart(**values: Tensor) -> list[Step]:
    """One word of each network, from scalars (S,) of them all."""
    rows = zip(*(value.detach().unbind() for value in values.values()), strict=True)
    return [Step(**dict(zip(values, row, strict=True))) for row in rows]


def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """x Wᵀ + b for each network: (S, …, E) with (S, H, E) and (S, H) to (S, …, H)."""
    rows = x.flatten(1, -2)  # (S, N, E)
    return torch.baddbmm(bias[:, None], rows, weight.mT).view(*x.shape[:-1], -1)


def embedded(codes: Tensor, table: Tensor) -> Tensor:
    """Each network's own rows of its table (S, V, E), for its codes (S, …): (S, …, E)."""
    many, size, _ = table.shape
    first = torch.arange(many, device=codes.device) * size  # where each network's rows begin
    places = codes + first.view(-1, *[1] * (codes.ndim - 1))
    return F.embedding(places, table.flatten(0, 1))


def layer_norm(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """LayerNorm of each network: (S, …, E), with its scale and its shift (S, E)."""
    shape = (len(x), *[1] * (x.ndim - 2), -1)
    return torch.addcmul(bias.view(shape), F.layer_norm(x, x.shape[-1:]), weight.view(shape))


def scored(states: Tensor, stack: Stack) -> Tensor:
    """Each network's `head` on its states (T, S, B, H): the logits, (S, T·B, V)."""
    rows = states.transpose(0, 1).flatten(1, 2)  # (S, T·B, H)
    return linear(rows, stack["head.weight"], stack["head.bias"])


def cross_entropies(logits: Tensor, targets: Tensor, ignored: int = -100) -> Tensor:
    """Each network's mean over its own targets (S, N), from logits (S, N, V): (S,).

    It is 0 where all of a network's targets are ignored.
    """
    losses = F.cross_entropy(
        logits.flatten(0, 1), targets.flatten(), reduction="none", ignore_index=ignored
    )
    return losses.view_as(targets).sum(1) / (targets != ignored).sum(1).clamp(min=1)


def gradients(weights: Sequence[nn.Parameter]) -> Tensor:
    """Each network's gradients in one row, (S, P)."""
    return torch.cat([weight.grad.flatten(1) for weight in weights if weight.grad is not None], 1)


def clip_grad_norms(weights: Sequence[nn.Parameter], longest: float) -> Tensor:
    """torch's clip_grad_norm_ for each network by itself: the lengths before, (S,)."""
    lengths = gradients(weights).square().sum(1).sqrt()  # (S,)
    scale = (longest / (lengths + TINY)).clamp(max=1.0)
    for weight in weights:
        if weight.grad is not None:
            weight.grad.mul_(scale.view(-1, *[1] * (weight.ndim - 1)))
    return lengths
