"""Gradients expected beside gradients got: whether a result has one, and by what."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.practice.compare import difference


def floating(value: Any) -> list[Tensor]:
    """Every tensor of floating-point numbers in it, in order; of a network its parameters."""
    if isinstance(value, Tensor):
        return [value] if value.is_floating_point() else []
    if isinstance(value, nn.Module):
        return list(value.parameters())
    if isinstance(value, dict):
        value = list(value.values())
    return [t for each in value for t in floating(each)] if isinstance(value, list | tuple) else []


def has_graph(value: Any) -> bool:
    """Whether a gradient can be taken of anything in a result."""
    return not isinstance(value, nn.Module) and any(t.requires_grad for t in floating(value))


def wrong_gradient(
    names: list[str], ours: tuple[Any, Any], theirs: tuple[Any, Any], tolerance: float
) -> str:
    """Each has a result and the arguments that it came from; "" where all gradients are equal."""
    _backward(ours[0])
    wanted = [_gradient(each) for each in floating(ours[1])]
    if any(each.any() for each in wanted) and _is_cut(ours[0], theirs[0]):
        return "the result has no gradient: is there a .detach(), .item() or no_grad on the way?"
    _backward(theirs[0])
    for name, expected, got in zip(names, ours[1], theirs[1], strict=False):
        for a, b in zip(floating(expected), floating(got), strict=True):
            says = difference(_gradient(a), _gradient(b), tolerance, "it")
            if says:
                return f"the result is right, its gradient by `{name}` is not: {says}"
    return ""


def _is_cut(expected: Any, got: Any) -> bool:
    """Whether a part of the result has no gradient, where the expected one has."""
    pairs = zip(floating(expected), floating(got), strict=False)
    return any(a.requires_grad and not b.requires_grad for a, b in pairs)


def held_graph(expected: Any, got: Any) -> str:
    """What is wrong where a result holds its graph and should not; "" where it does not."""
    for wanted, found in zip(floating(expected), floating(got), strict=False):
        if found.requires_grad and not wanted.requires_grad:
            return "the result holds its whole graph, and nothing learns from it: .detach() it"
    return ""


def _gradient(value: Tensor) -> Tensor:
    return torch.zeros_like(value) if value.grad is None else value.grad


def _backward(result: Any) -> None:
    """Weigh every number of the result differently, so that no mistake cancels another."""
    total = torch.zeros(())
    for value in floating(result):
        weights = torch.linspace(0.5, 1.5, value.numel()).reshape(value.shape)
        total = total + (value * weights).sum()
    if total.requires_grad:
        total.backward()  # type: ignore[no-untyped-call]
