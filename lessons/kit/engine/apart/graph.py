"""The graph that a loss was computed by, as autograd kept it."""

from __future__ import annotations

from typing import Any

from torch import Tensor

MOST_NODES = 200_000
"""That are followed: far more than any lesson has."""


def nodes(root: Tensor) -> set[Any]:
    """Every node of the graph."""
    found, waiting = set[Any](), [root.grad_fn]
    while waiting and len(found) < MOST_NODES:
        node = waiting.pop()
        if node is not None and node not in found:
            found.add(node)
            waiting += [following for following, _ in node.next_functions]
    return found


def leaves(root: Tensor) -> frozenset[int]:
    """The ids of the tensors that it begins with: weights, and what else may learn."""
    held = (getattr(node, "variable", None) for node in nodes(root))
    return frozenset(id(each) for each in held if each is not None)
