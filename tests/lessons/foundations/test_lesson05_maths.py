"""Lesson 5's mathematics against torch, numpy and scikit-learn, and its bowl against a walk."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression
from torch import Tensor

from lessons.lesson05_linear.bowl import Bowl, bowl_of
from lessons.lesson05_linear.byhand import backward, differences, flat, forward, loss_of, relative
from lessons.lesson05_linear.equations import figure, one_step
from lessons.lesson05_linear.surface import CLOSER, KEPT, RECENT, Plane, Trail, surface

Problem = tuple[Tensor, Tensor, Tensor]


def drawn(seed: int, rows: int, inputs: int) -> Problem:
    """Points, targets, and a place to stand: (N, F), (N,), (F + 1,)."""
    generator = torch.Generator().manual_seed(seed)
    draw = torch.randn(rows, 2 * inputs + 2, generator=generator, dtype=torch.float64)
    theta = torch.randn(inputs + 1, generator=generator, dtype=torch.float64)
    x = draw[:, :inputs] * 3 + 1
    return x, x @ draw[0, inputs:-2] + draw[:, -1] + 5, theta


problems = st.builds(drawn, st.integers(0, 10**6), st.integers(6, 40), st.integers(1, 4))
LINE = torch.tensor([[1.0], [2.0], [3.0], [4.0]], dtype=torch.float64)


def by_autograd(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:
    theta = theta.clone().requires_grad_()
    F.mse_loss(x @ theta[:-1] + theta[-1], y).backward()
    assert theta.grad is not None
    return theta.grad


@settings(max_examples=60, deadline=None)
@given(problems)
def test_the_gradient_by_hand_is_that_of_autograd(problem: Problem) -> None:
    """To the last digits, for any points and any place."""
    x, y, theta = problem
    true = by_autograd(x, y, theta)

    assert relative(flat(backward(x, y, theta[:-1], theta[-1])), true, 0.0) <= 1e-12


@settings(max_examples=60, deadline=None)
@given(problems, st.sampled_from([1e-6, 1.0, 1e6, 1e30]), st.sampled_from([1e-9, 1.0, 1e12]))
def test_differences_find_it_at_any_distance(problem: Problem, far: float, units: float) -> None:
    """Also far out, and for prices in pennies: there a small nudge is lost in the loss's digits."""
    x, y, theta = problem
    y, theta = y * units, theta * far
    true = by_autograd(x, y, theta)

    found = differences(x, y, theta, range(len(theta)))
    assert relative(found, true, 0.0) <= 1e-7


@settings(max_examples=60, deadline=None)
@given(problems)
def test_the_bottom_is_the_least_squares(problem: Problem) -> None:
    """As numpy and scikit-learn find it, and the gradient there is 0."""
    x, y, _ = problem
    bowl = bowl_of(x, y)
    fitted = LinearRegression().fit(x.numpy(), y.numpy())
    a = np.column_stack([x.numpy(), np.ones(len(y))])

    assert np.allclose(np.linalg.lstsq(a, y.numpy(), rcond=None)[0], bowl.best, atol=1e-8)
    assert np.allclose([*fitted.coef_, fitted.intercept_], bowl.best, atol=1e-8)
    assert float(by_autograd(x, y, bowl.best).norm()) <= 1e-8 * float(y.norm())


@settings(max_examples=60, deadline=None)
@given(problems, st.floats(0.01, 1.3))
def test_a_step_multiplies_each_direction_by_its_factor(problem: Problem, share: float) -> None:
    """1 − lr·λ, below the limit and above it; and the loss is ½ Σ λ c² above its bottom."""
    x, y, theta = problem
    bowl = bowl_of(x, y)
    lr = share * bowl.limit
    after = theta - lr * by_autograd(x, y, theta)
    c = bowl.along(theta)

    assert bowl.stray(c, bowl.along(after), lr) <= 1e-6
    height = float(loss_of(x, y, theta[:-1], theta[-1])) - bowl.bottom
    assert height == pytest.approx(float(0.5 * (bowl.curvatures * c**2).sum()), rel=1e-8)


def test_the_limit_of_the_four_points() -> None:
    """2/λ_max, by hand: H = 2·[[7.5, 2.5], [2.5, 1]]."""
    bowl = bowl_of(LINE, 2 * LINE[:, 0])

    assert bowl.limit == pytest.approx(0.11976, abs=1e-5)
    assert [2.0, 0.0] == pytest.approx(bowl.best.tolist(), abs=1e-12)
    assert bowl.bottom == pytest.approx(0.0, abs=1e-20)


def test_a_direction_without_curvature_is_left_alone() -> None:
    """Two equal columns: the bottom is a floor, and gradient descent does not move along it."""
    x = torch.cat([LINE, LINE], dim=1)
    bowl = bowl_of(x, 2 * LINE[:, 0])

    assert 2 == len(bowl.curvatures)
    assert [1.0, 1.0, 0.0] == pytest.approx(bowl.best.tolist(), abs=1e-9)
    theta = torch.tensor([3.0, -1.0, 0.0], dtype=torch.float64)  # as good as (1, 1)
    assert bowl.error(bowl.along(theta)) == pytest.approx(0.0, abs=1e-12)


def bowl_and_plane() -> tuple[Bowl, Plane]:
    bowl = bowl_of(LINE, 2 * LINE[:, 0])
    return bowl, Plane(bowl)


steps = st.lists(st.floats(-1e150, 1e150).filter(lambda v: v == 0 or abs(v) > 1e-150), min_size=2)


@settings(max_examples=100, deadline=None)
@given(steps)
def test_the_map_follows_the_path(values: list[float]) -> None:
    """The last points are on it, wherever they are, and it is never smaller than its least size."""
    trail, (bowl, plane) = Trail(), bowl_and_plane()
    for x, y in zip(values[::2], values[1::2], strict=False):
        trail.add(x, y)
    grid = surface(plane, trail, 0.1, bowl.limit)

    half = trail.size * trail.zoom
    recent = [abs(c) for point in trail.points[-RECENT:] for c in point]
    assert max(recent) <= half * (1 + 1e-9)
    assert CLOSER <= trail.zoom
    assert trail.points[-RECENT:] == trail.within(half * (1 + 1e-9))[-RECENT:]
    assert grid.x == pytest.approx((2 - half, 2 + half))


def test_a_path_that_is_no_longer_a_number_stays_where_it_was_last() -> None:
    """Infinity is on no map."""
    trail = Trail()
    trail.add(1.0, 1.0)
    trail.add(float("inf"), float("nan"))

    assert [(1.0, 1.0)] == trail.points


def test_what_was_outside_of_the_map_is_not_drawn() -> None:
    """A path that has come near is drawn since it came onto the smaller map."""
    trail = Trail()
    for x in (1.0, 0.5, 2.0, 0.5, 0.25):
        trail.add(x, 0.0)

    assert [(0.5, 0.0), (0.25, 0.0)] == trail.within(1.0)


def test_who_has_arrived_is_shown_with_the_whole_way() -> None:
    """On the first map, from the first steps to the last, however many were between."""
    trail, (bowl, plane) = Trail(), bowl_and_plane()
    for step in range(500):
        trail.add(0.9**step, 0.0)
    grid = surface(plane, trail, 0.1, bowl.limit)
    ((name, path),) = grid.paths.items()

    assert name.startswith("arrived: ")
    assert (2 * KEPT, 3.0, 2.0) == (len(path), path[0][0], pytest.approx(path[-1][0]))


def test_a_path_comes_back_from_a_checkpoint() -> None:
    """Size and points, as they were."""
    trail, other = Trail(), Trail()
    trail.add(1.0, -2.0)
    other.load_state_dict(trail.state_dict())

    assert (trail.size, trail.points) == (other.size, other.points)


def test_the_map_has_the_height_of_the_loss() -> None:
    """Each cell is the loss in its middle, less the bottom."""
    _, plane = bowl_and_plane()
    cells = plane.cells(1.0)
    rows, columns = len(cells), len(cells[0])
    w, b = 2 + (0.5 / columns * 2 - 1), 0.5 / rows * 2 - 1
    theta = torch.tensor([w, b], dtype=torch.float64)

    height = float(loss_of(LINE, 2 * LINE[:, 0], theta[:-1], theta[-1]))
    assert height == pytest.approx(float(cells[0, 0]))


def test_of_many_parameters_it_is_over_the_two_steepest() -> None:
    """A step along the third direction does not move on it."""
    x, y, _ = drawn(1, 30, 4)
    bowl = bowl_of(x, y)
    plane = Plane(bowl)

    assert (0.0, 0.0) == pytest.approx(plane.place(bowl.directions[:, 2]), abs=1e-12)
    assert (1.0, 0.0) == pytest.approx(plane.place(bowl.directions[:, 0]), abs=1e-12)


def test_the_equations_are_true() -> None:
    """Of y = 2x at w = 1, b = 0.5: every number can be checked with a pencil."""
    y = 2 * LINE[:, 0]
    theta = torch.tensor([1.0, 0.5], dtype=torch.float64)
    assert 4.5 == float(forward(LINE, theta[:-1], theta[-1])[-1])

    assert [
        "ŷ = 1·4 + 0.5 = 4.5",
        "e = ŷ − y = 4.5 − 8 = −3.5",
        "L = mean e² = 5.25",
        "∂L/∂b = 2·mean e = 2·(−2) = −4",
        "∂L/∂w = 2·mean ex = 2·(−6.25) = −12.5",
        "b ← 0.5 − 0.1·(−4) = 0.9",
        "w ← 1 − 0.1·(−12.5) = 2.25",
        "1 − lr·λ = 1 − 0.1·16.7 = −0.6701",
    ] == one_step(LINE, y, theta, 0.1, bowl_of(LINE, y)).splitlines()


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.0, "0"), (-1.5, "−1.5"), (1.234e50, "1.234e50"), (-1e-300, "−1e−300"),
     (float("inf"), "inf"), (float("nan"), "nan")],
)  # fmt: skip
def test_numbers_of_any_size_can_be_read(value: float, told: str) -> None:
    """1e50 has no fifty zeros."""
    assert told == figure(value)


@given(st.floats(1.0, 1e290))
def test_how_large_the_map_is_can_be_read_in_a_small_panel(distance: float) -> None:
    """A legend has room for nineteen letters, and a power of ten that is cut off is another one."""
    trail, (bowl, plane) = Trail(), bowl_and_plane()
    for x in (1.0, distance, -distance):
        trail.add(x, 0.0)
    name, *_ = surface(plane, trail, 1.05 * bowl.limit, bowl.limit).paths
    told = name.split(": ")[0]

    assert "map ×" not in told or len(told) < 19
