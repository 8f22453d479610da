"""What a compressed network costs: bytes of a file that is written, time of passes that are run."""

from __future__ import annotations

import time
import warnings
from collections.abc import Iterable
from copy import deepcopy

import torch
from torch import Tensor, nn

from lessons.kit.engine.trained import Examples

AT_ONCE = 1024
"""Examples in one pass, when accuracy is measured."""
PASSES, ROUNDS = 10, 5
TIMED = 64
"""Examples in a pass that is timed."""


@torch.no_grad()
def scores_of(model: nn.Module, examples: Examples) -> Tensor:
    """Logits (N, C) in eval mode."""
    was_training = model.training
    model.eval()
    places = torch.arange(len(examples)).split(AT_ONCE)
    found = [model(*examples.rows(slice(int(at[0]), int(at[-1]) + 1)).inputs) for at in places]
    model.train(was_training)
    return torch.cat(found)


def accuracy(model: nn.Module, examples: Examples) -> float:
    """The share of the examples that it is right about."""
    said = scores_of(model, examples).argmax(1)
    return float((said == examples.labels).float().mean())


@torch.no_grad()
def microseconds(model: nn.Module, examples: Examples) -> float:
    """A pass of 64 examples: the fastest of five rounds, since others slow the rest down."""
    inputs = examples.rows(slice(0, TIMED)).inputs
    model.eval()
    rounds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        for _ in range(PASSES):
            model(*inputs)
        rounds.append((time.perf_counter() - begun) / PASSES)
    return 1e6 * min(rounds)


def told_times(models: Iterable[tuple[str, nn.Module | None]], examples: Examples) -> str:
    """A line with the time of each; without those that there are not."""
    each = [f"{name} {microseconds(m, examples):,.0f} µs" for name, m in models if m is not None]
    many = min(TIMED, len(examples))
    return f"A pass of {many} examples takes: {'; '.join(each)}."


def with_int8_kernels(model: nn.Module) -> nn.Module | None:
    """The same with torch's int8 products, its inputs rounded too; None where torch has none."""
    dynamic = getattr(getattr(torch, "ao", None), "quantization", None)
    if dynamic is None or not any(isinstance(part, nn.Linear) for part in model.modules()):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch moves it to a package of its own
            found: nn.Module = dynamic.quantize_dynamic(
                deepcopy(model).cpu().eval(), {nn.Linear}, dtype=torch.qint8
            )
    except (AttributeError, RuntimeError, ValueError, TypeError):
        return None
    return found


class SparseLinear(nn.Module):
    """A linear layer that stores and multiplies only what is not zero (CSR)."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.weight = layer.weight.detach().to_sparse_csr()  # (O, I)
        self.bias = layer.bias.detach()

    def forward(self, x: Tensor) -> Tensor:
        """(B, O) from (B, I)."""
        found: Tensor = (self.weight @ x.T).T + self.bias
        return found


def in_sparse_form(model: nn.Module) -> nn.Module | None:
    """The same, its linear layers as sparse matrices; None of a network that has other layers."""
    parts = list(model.children())
    if not isinstance(model, nn.Sequential) or any(weights_elsewhere(part) for part in parts):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch calls them beta
        return nn.Sequential(
            *(SparseLinear(part) if isinstance(part, nn.Linear) else part for part in parts)
        )


def weights_elsewhere(part: nn.Module) -> bool:
    """Whether it has weights and is no linear layer."""
    return not isinstance(part, nn.Linear) and any(True for _ in part.parameters())
