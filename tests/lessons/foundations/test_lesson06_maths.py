"""The network by hand, against torch; points, tables and rotations against plain facts."""

import math
from itertools import pairwise

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from lessons.lesson06_mlp import by_hand, planes, tables

ACTIVATIONS = ("tanh", "relu", "identity")


def network(sizes: list[int], seed: int) -> by_hand.Layers:
    """Layers of these sizes in 64 bits."""
    luck = torch.Generator().manual_seed(seed)
    return [
        (torch.randn(a, b, generator=luck, dtype=torch.float64),
         torch.randn(b, generator=luck, dtype=torch.float64))
        for a, b in pairwise(sizes)
    ]  # fmt: skip


def rows(count: int, inputs: int, classes: int, seed: int) -> tuple[Tensor, Tensor]:
    luck = torch.Generator().manual_seed(seed + 1)
    x = torch.randn(count, inputs, generator=luck, dtype=torch.float64)
    return x, torch.randint(classes, (count,), generator=luck)


@given(
    sizes=st.lists(st.integers(1, 7), min_size=1, max_size=4),
    classes=st.integers(2, 5),
    count=st.integers(1, 9),
    activation=st.sampled_from(ACTIVATIONS),
    seed=st.integers(0, 1000),
)
@settings(max_examples=150, deadline=None)
def test_forward_and_backward_are_torchs(
    sizes: list[int], classes: int, count: int, activation: str, seed: int
) -> None:
    """Loss and every gradient, to 1e-10, for any widths, depth, classes and rows."""
    layers = network([*sizes, classes], seed)
    x, y = rows(count, sizes[0], classes, seed)
    weights = [each.requires_grad_() for layer in layers for each in layer]
    loss = F.cross_entropy(through_torch(layers, x, activation), y)
    expected = torch.autograd.grad(loss, weights)

    with torch.no_grad():
        found = [each for pair in by_hand.backward(layers, x, y, activation) for each in pair]
        mine = by_hand.cross_entropy(by_hand.forward(layers, x, activation)[-1], y)

    torch.testing.assert_close(loss.detach(), mine, rtol=1e-10, atol=1e-12)
    torch.testing.assert_close(list(expected), found, rtol=1e-10, atol=1e-12)


def through_torch(layers: by_hand.Layers, x: Tensor, activation: str) -> Tensor:
    """The scores, by torch's own layers."""
    functions = {"tanh": torch.tanh, "relu": F.relu, "identity": torch.nn.Identity()}
    for weight, bias in layers[:-1]:
        x = functions[activation](F.linear(x, weight.T, bias))
    return F.linear(x, layers[-1][0].T, layers[-1][1])


def test_softmax_stands_large_scores() -> None:
    """Of scores of a thousand and more it is torch's too, and so is the loss."""
    scores = torch.tensor([[1000.0, 1001.0, -1000.0], [0.0, 0.0, 0.0]]).double()
    y = torch.tensor([0, 2])

    torch.testing.assert_close(scores.softmax(1), by_hand.softmax(scores))
    torch.testing.assert_close(F.cross_entropy(scores, y), by_hand.cross_entropy(scores, y))


def test_no_line_has_more_than_three_points_of_xor_right() -> None:
    """Of 20,000 lines the best has three of the four right, and some have."""
    x, y = planes.xor()
    luck = torch.Generator().manual_seed(0)
    w, b = torch.randn(2, 20_000, generator=luck), torch.randn(20_000, generator=luck)

    right = ((x @ w + b > 0).long() == y[:, None]).sum(0)

    assert 3 == right.max()


def test_the_arms_of_the_spirals_are_half_a_turn_apart() -> None:
    """Turned by half a turn, a point of one arm lies on the other: its angle follows from r."""
    x, y = planes.spiral(500, torch.Generator().manual_seed(0))
    r = x.norm(dim=1)
    angle = torch.atan2(x[:, 1], x[:, 0]) - 2 * math.pi * planes.TURNS * r - math.pi * y

    off = torch.atan2(angle.sin(), angle.cos()).abs()[r > 0.5]

    assert off.mean() < 0.25  # a noise of 0.02 in the radius alone turns by 0.19
    assert torch.equal(y.bincount(), torch.tensor([250, 250]))


@pytest.mark.parametrize("columns", [1, 2, 10, 20])
def test_a_rotation_changes_no_distance(columns: int) -> None:
    """Q Qᵀ = 1."""
    q = tables.rotation(columns, torch.Generator().manual_seed(3)).double().numpy()

    np.testing.assert_allclose(q @ q.T, np.eye(columns), atol=1e-5)


def test_the_steps_are_a_majority_of_three() -> None:
    """Row by row, in plain Python."""
    x, y = tables.steps(torch.Generator().manual_seed(0))

    expected = [
        int((math.floor(1.5 * a) % 2 == 1) + (b > 0) + (c > 0.5) >= 2)
        for a, b, c in x[:, :3].tolist()
    ]

    assert expected == y.tolist()
