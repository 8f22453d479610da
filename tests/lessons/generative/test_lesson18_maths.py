"""Losses, the best discriminator, and R1's gradient by hand, against torch and plain facts."""

import math
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

import lessons
from lessons.lesson18_gan import by_hand, losses, ring
from lessons.lesson18_gan.networks import Discriminator

GAN = lessons.load("lesson18").params
LOGITS = st.lists(st.floats(-200, 200), min_size=1, max_size=8).map(
    lambda numbers: torch.tensor(numbers, dtype=torch.float64)
)


def network(seed: int, **settings: Any) -> Discriminator:
    """A D in 64 bits."""
    torch.manual_seed(seed)
    return Discriminator(GAN(**settings), 2).double()


def points(seed: int, count: int, width: int = 2) -> Tensor:
    luck = torch.Generator().manual_seed(seed)
    return torch.randn(count, width, generator=luck, dtype=torch.float64)


@given(real=LOGITS, fake=LOGITS)
@settings(max_examples=100, deadline=None)
def test_the_losses_are_those_of_binary_cross_entropy(real: Tensor, fake: Tensor) -> None:
    """By hand, in the loop, and as torch has it with logits: to 1e-12, for any logits."""
    of_real = F.binary_cross_entropy_with_logits(real, torch.ones_like(real))
    of_fake = F.binary_cross_entropy_with_logits(fake, torch.zeros_like(fake))
    fooled = F.binary_cross_entropy_with_logits(fake, torch.ones_like(fake))
    expected = [of_real + of_fake, -of_fake, fooled]

    hand = [by_hand.d_loss(real, fake), by_hand.minimax(fake), by_hand.non_saturating(fake)]
    loop = [losses.d_loss(real, fake), losses.g_loss("minimax", fake),
            losses.g_loss("non-saturating", fake)]  # fmt: skip

    torch.testing.assert_close(hand, expected, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(loop, expected, rtol=1e-12, atol=1e-12)


@given(fake=LOGITS)
@settings(max_examples=100, deadline=None)
def test_the_slopes_of_g_are_autograds(fake: Tensor) -> None:
    """Of both losses; they differ by 1 everywhere, which is all that the two are apart."""
    for name, slope in (("minimax", by_hand.minimax_slope),
                        ("non-saturating", by_hand.non_saturating_slope)):  # fmt: skip
        leaf = fake.clone().requires_grad_()
        (expected,) = torch.autograd.grad(losses.g_loss(name, leaf) * len(fake), leaf)
        torch.testing.assert_close(slope(fake), expected, rtol=1e-12, atol=1e-300)


@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(1, 12))
@settings(max_examples=100, deadline=None)
def test_r1s_gradient_by_hand_is_autograds(seed: int, hidden: int, count: int) -> None:
    """Through autograd's own gradient, for every weight; a bias has none."""
    d = network(seed, hidden=hidden)
    x = points(seed, count)
    leaf = x[None].clone().requires_grad_()
    penalty = losses.r1(d(leaf), leaf).sum()
    expected = torch.autograd.grad(penalty, list(d.parameters()), allow_unused=True)

    layers = [(w[0].detach(), b[0].detach()) for w, b in weights(d)]
    found = by_hand.r1_gradient(layers, x)

    for mine, theirs in zip(found, expected[::2], strict=True):
        torch.testing.assert_close(mine, theirs[0], rtol=1e-10, atol=1e-12)
    assert all(bias is None or not bias.any() for bias in expected[1::2])


def weights(d: Discriminator) -> list[tuple[Tensor, Tensor]]:
    return by_hand.weights_of(d.layers)  # type: ignore[return-value]


@given(st.integers(0, 10_000), st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_ds_gradient_is_that_of_differences(seed: int, hidden: int) -> None:
    """A little to the right and to the left, up and down."""
    layers = [(w[0].detach(), b[0].detach()) for w, b in weights(network(seed, hidden=hidden))]
    x, h = points(seed, 5), 1e-7

    found = by_hand.input_gradient(layers, x)[0]

    for axis in range(2):
        step = torch.zeros(2, dtype=torch.float64)
        step[axis] = h
        above, below = by_hand.logits(layers, x + step), by_hand.logits(layers, x - step)
        torch.testing.assert_close(found[:, axis], (above - below) / (2 * h), rtol=1e-5, atol=1e-6)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_no_d_is_better_than_the_best(seed: int) -> None:
    """p / (p + q) has a value of −log 4 + 2 JSD, and any other D, near or far, has less."""
    luck = np.random.default_rng(seed)
    p, q = torch.from_numpy(luck.dirichlet(np.full((30,), 0.5), 2))
    best = by_hand.best(p, q)
    value = by_hand.value(p, q, best, 1.0)

    expected = -math.log(4) + 2 * by_hand.jensen_shannon(p, q, 1.0)
    torch.testing.assert_close(value, expected, rtol=1e-9, atol=1e-12)
    for size in (0.01, 0.3):
        other = (best + size * torch.from_numpy(luck.normal(size=30))).clamp(1e-9, 1 - 1e-9)
        assert by_hand.value(p, q, other, 1.0) <= value + 1e-12


def test_the_divergence_is_scipys() -> None:
    """On two Gaussians that overlap."""
    from scipy.spatial.distance import jensenshannon

    at = torch.linspace(-6, 6, 500, dtype=torch.float64)
    p, q = (torch.exp(-((at - m) ** 2) / 2) for m in (-1, 0.5))
    p, q = p / p.sum(), q / q.sum()

    expected = jensenshannon(p.numpy(), q.numpy()) ** 2

    assert expected == pytest.approx(float(by_hand.jensen_shannon(p, q, 1.0)), rel=1e-9)


def test_the_ring_has_a_density_that_sums_to_one() -> None:
    """On a fine grid; and the best D says one half where G makes as much."""
    at = torch.linspace(-2.5, 2.5, 501, dtype=torch.float64)
    grid = torch.cartesian_prod(at, at)
    p = ring.density(grid)

    assert 1.0 == pytest.approx(float(p.sum() * (at[1] - at[0]) ** 2), abs=1e-3)
    assert 0.5 == by_hand.best(p, p)[p > 0].max()


def test_real_points_have_all_modes() -> None:
    """And 98.9 % of them lie within 3σ."""
    torch.manual_seed(0)
    modes, within = ring.measured(ring.draw((1, 20_000), ring.centres()))

    assert 8 == modes.item()
    assert 1 - math.exp(-4.5) == pytest.approx(within.item(), abs=0.003)


@given(st.integers(0, 8), st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_modes_are_counted_from_two_percent(modes: int, seed: int) -> None:
    """Exactly those with 2 % of the samples or more; what lies elsewhere is in none."""
    luck = torch.Generator().manual_seed(seed)
    kept = torch.randperm(8, generator=luck)[:modes]
    enough = ring.centres()[kept].repeat_interleave(4, 0)
    few = ring.centres()[[place for place in range(8) if place not in kept.tolist()]]
    rest = torch.zeros(200 - len(enough) - len(few), 2)

    found, within = ring.measured(torch.cat([enough, few, rest])[None])

    assert modes == found.item()
    assert (len(enough) + len(few)) / 200 == pytest.approx(within.item())


@pytest.mark.parametrize("logit", [-5.0, 0.0, 5.0])
def test_a_sigmoid_before_the_loss_does_no_harm_near_zero(logit: float) -> None:
    """There `Sigmoid` with `BCELoss` is right in float32."""
    for real in (True, False):
        assert by_hand.through_logits(logit, real) == pytest.approx(
            by_hand.through_sigmoid(logit, real), rel=1e-2
        )


@pytest.mark.parametrize(
    ("logit", "real", "slope"), [(17.0, False, 0.0), (20.0, False, 0.0), (-40.0, True, 0.0)]
)
def test_a_sigmoid_before_the_loss_loses_the_slope(logit: float, real: bool, slope: float) -> None:
    """Where D is sure and wrong, its gradient ought to be ±1, and it is 0."""
    assert 1.0 == pytest.approx(abs(by_hand.through_logits(logit, real)[1]))
    assert slope == pytest.approx(by_hand.through_sigmoid(logit, real)[1], abs=1e-4)
