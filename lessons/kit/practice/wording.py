"""Values in words, short enough to be read beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

MOST = 24  # numbers of a tensor that are written out
LONGEST = 240  # characters of anything
USUAL = (torch.float32, torch.int64, torch.bool)


def worded(value: Any) -> str:
    """A value as a person would write it down."""
    text = _worded(value)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _worded(value: Any) -> str:
    match value:
        case Tensor():
            return _tensor(value)
        case bool() | str() | None:
            return repr(value)
        case float():
            return f"{value:.4g}"
        case list() | tuple():
            inside = ", ".join(map(_worded, value[:LONGEST]))
            return f"[{inside}]" if isinstance(value, list) else f"({inside})"
        case Mapping():
            return "{" + ", ".join(f"{key!r}: {_worded(each)}" for key, each in value.items()) + "}"
    if isinstance(value, torch.nn.Module):
        return _network(value)
    if callable(value):
        return str(getattr(value, "says", "") or getattr(value, "__name__", "a function"))
    try:
        return repr(value)
    except Exception:  # a class of the learner's
        return f"something of type {type(value).__name__}"


def _network(value: torch.nn.Module) -> str:
    """Such as `Linear with weight (2, 3), bias (2,) frozen`."""
    parts = [
        f"{name} {shape(each)}{'' if each.requires_grad else ' frozen'}"
        for name, each in value.named_parameters()
    ]
    more = f" and {len(parts) - 6} more" if len(parts) > 6 else ""
    inside = f" with {', '.join(parts[:6])}{more}" if parts else ""
    return f"a network, {type(value).__name__}{inside}{'' if value.training else ', in evaluation'}"


def _tensor(value: Tensor) -> str:
    value = value.detach()
    kind = "" if value.dtype in USUAL else f" ({str(value.dtype).removeprefix('torch.')})"
    if value.is_meta:
        return f"a tensor of shape {shape(value)} without numbers"
    value = value.to_dense() if value.layout != torch.strided else value
    if not value.numel():
        return f"an empty tensor of shape {shape(value)}{kind}"
    if value.numel() > MOST:
        first = ", ".join(_number(each) for each in value.flatten()[:6].tolist())
        return f"shape {shape(value)}, begins {first}, …{kind}"
    return _nested(value.tolist()) + kind


def _nested(values: Any) -> str:
    if isinstance(values, Sequence):
        return "[" + ", ".join(map(_nested, values)) + "]"
    return _number(values)


def _number(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def shape(value: Tensor) -> str:
    """Such as (2, 3)."""
    return str(tuple(value.shape))


def place(index: Sequence[int]) -> str:
    """Such as `at [0, 1]`; "" for the only number there is."""
    return f" at [{', '.join(map(str, index))}]" if index else ""
