"""Expected beside got: the first difference, in a sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.practice.wording import place, shape, worded


def difference(expected: Any, got: Any, tolerance: float, what: str = "result") -> str:
    """How a value differs from what was expected; "" where it does not."""
    if expected is None:
        return ""  # the function is called for what it changes
    if got is None:
        return f"the {what} is None: is a `return` missing?"
    match expected:
        case Tensor():
            return _of_tensors(expected, got, tolerance, what)
        case bool() | str():
            return "" if _plain(got) == expected else _beside(expected, got, what)
        case int() | float():
            return _of_numbers(expected, got, tolerance, what)
        case list() | tuple():
            return _of_sequences(expected, got, tolerance, what)
        case dict():
            return _of_dicts(expected, got, tolerance, what)
    if isinstance(expected, nn.Module) and isinstance(got, nn.Module):
        return _of_networks(expected, got, tolerance, what)
    if callable(expected):  # a function: what it does shows in the results
        return ""
    return "" if expected == got else _beside(expected, got, what)


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, Tensor) and not value.dim() else value


def _beside(expected: Any, got: Any, what: str) -> str:
    return f"{what} is {worded(got)}, expected {worded(expected)}"


def _of_numbers(expected: float, got: Any, tolerance: float, what: str) -> str:
    if isinstance(got, Tensor) and got.requires_grad:
        return f"{what} is a tensor that holds its whole graph: .item() makes it a number"
    value = _plain(got)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"{what} is {_kind(got)}, expected a number"
    close = math.isclose(expected, value, rel_tol=tolerance, abs_tol=tolerance)
    both_nan = math.isnan(expected) and math.isnan(value)
    return "" if close or both_nan else _beside(expected, value, what)


def _kind(value: Any) -> str:
    if isinstance(value, Tensor):
        return f"a tensor of shape {shape(value)}"
    return f"of type {type(value).__name__}"


def _of_sequences(expected: Sequence[Any], got: Any, tolerance: float, what: str) -> str:
    if not isinstance(got, list | tuple):
        return f"{what} is {_kind(got)}, expected {len(expected)} values in a tuple or list"
    if len(expected) != len(got):
        return f"{what} has {len(got)} values, expected {len(expected)}"
    pairs = zip(expected, got, strict=True)
    found = (difference(a, b, tolerance, f"{what}[{i}]") for i, (a, b) in enumerate(pairs))
    return next(filter(None, found), "")


def _of_dicts(expected: dict[Any, Any], got: Any, tolerance: float, what: str) -> str:
    if not isinstance(got, dict):
        return f"{what} is {_kind(got)}, expected a dict"
    if expected.keys() != got.keys():
        return f"{what} has the keys {list(got)}, expected {list(expected)}"
    found = (difference(expected[k], got[k], tolerance, f"{what}[{k!r}]") for k in expected)
    return next(filter(None, found), "")


def _of_tensors(expected: Tensor, got: Any, tolerance: float, what: str) -> str:
    if isinstance(got, int | float) and not expected.dim():
        return _of_numbers(expected.item(), got, tolerance, what)
    if not isinstance(got, Tensor):
        return f"{what} is {_kind(got)}, expected a tensor of shape {shape(expected)}"
    if got.layout != expected.layout or got.device != expected.device:
        kind = got.device if got.device != expected.device else got.layout
        wanted = expected.device if got.device != expected.device else expected.layout
        return f"{what} is a tensor of the kind {kind}, expected {wanted}"
    if expected.shape != got.shape:
        return f"{what} has the shape {shape(got)}, expected {shape(expected)}"
    if expected.dtype != got.dtype:
        return f"{what} has the dtype {got.dtype}, expected {expected.dtype}"
    if not expected.numel():
        return ""
    if expected.dtype == torch.bool:
        is_close = expected == got
    else:
        is_close = torch.isclose(
            got.detach().double(), expected.detach().double(),
            rtol=tolerance, atol=tolerance, equal_nan=True,
        )  # fmt: skip
    return "" if is_close.all() else _at_the_worst(expected, got.detach(), is_close, what)


def _at_the_worst(expected: Tensor, got: Tensor, is_close: Tensor, what: str) -> str:
    """The first place where they differ, one that is no number before all others."""
    broken = ~is_close & got.isnan() if got.is_floating_point() else torch.zeros_like(is_close)
    index = (broken if broken.any() else ~is_close).nonzero()[0].tolist()
    here, wanted = got[tuple(index)].item(), expected[tuple(index)].item()
    wrong = int((~is_close).sum())
    many = f"; {wrong} of {expected.numel()} differ" if wrong > 1 else ""
    return f"{what} is {worded(here)}{place(index)}, expected {worded(wanted)}{many}"


def _of_networks(expected: nn.Module, got: nn.Module, tolerance: float, what: str) -> str:
    """Weights, buffers, what is trained, and the mode."""
    for of in (nn.Module.named_parameters, nn.Module.named_buffers):
        if says := _of_dicts(dict(of(expected)), dict(of(got)), tolerance, what):
            return says
    trained = {name: each.requires_grad for name, each in got.named_parameters()}
    for name, each in expected.named_parameters():
        if each.requires_grad != trained.get(name):
            words = ("trained", "frozen") if trained.get(name) else ("frozen", "trained")
            return f"{what}: {name} is {words[0]}, expected {words[1]}"
    if expected.training != got.training:
        words = ("training", "evaluation") if got.training else ("evaluation", "training")
        return f"{what} is in {words[0]} mode, expected {words[1]}"
    return ""
