"""The methods of lesson 20 against paper, against torch, and against the library captum."""

from collections.abc import Callable
from itertools import permutations
from math import factorial
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr
from torch import Tensor, nn

from lessons.lesson20_interpretability.checks import alike, deletion, gone_of, ranks
from lessons.lesson20_interpretability.explained import Case, redrawn
from lessons.lesson20_interpretability.gradient import gradient, gradient_times_input
from lessons.lesson20_interpretability.guided import guided_backprop, has_relus
from lessons.lesson20_interpretability.integrated import integrated_gradients
from lessons.lesson20_interpretability.known import copies, exact, function
from lessons.lesson20_interpretability.lime import lime, lime_of_parts
from lessons.lesson20_interpretability.permutation import permutation_importance
from lessons.lesson20_interpretability.shapley import (
    coalitions,
    shapley,
    shapley_values,
)

PARTS, CLASSES, ROWS = 6, 3, 5


@pytest.fixture
def model() -> nn.Sequential:
    """A small network with ReLUs, in float64."""
    torch.manual_seed(0)
    layers = nn.Linear(PARTS, 12), nn.ReLU(), nn.Linear(12, 12), nn.ReLU(), nn.Linear(12, CLASSES)
    return nn.Sequential(*layers).double()


@pytest.fixture
def x() -> Tensor:
    return torch.randn(ROWS, PARTS, dtype=torch.float64, generator=torch.Generator().manual_seed(1))


TARGET = torch.tensor([0, 1, 2, 1, 0])


def zero(x: Tensor) -> Tensor:
    return torch.zeros_like(x[:1])


@pytest.mark.parametrize("case", exact.CASES, ids=lambda case: case.says)
def test_small_cases_are_as_on_paper(case: exact.Exact) -> None:
    """Saturation, a product, and a maximum: every number of every method."""
    for name, value in exact.computed(case).items():
        assert value.tolist() == pytest.approx(case.on_paper[name], abs=1e-12), name


def test_two_complete_methods_differ() -> None:
    """At max(1, .6) both add up to 1, and they are .3 apart."""
    found = exact.computed(exact.CASES[-1])

    assert 1 == pytest.approx(float(found["integrated"].sum()))
    assert 1 == pytest.approx(float(found["Shapley"].sum()))
    assert 0.3 == pytest.approx(exact.two_answers())


def test_the_gradient_is_that_of_differences(model: nn.Module, x: Tensor) -> None:
    """Of each input's own class."""
    found, h = gradient(model, x, TARGET), 1e-6
    for part in range(PARTS):
        step = torch.zeros(PARTS, dtype=torch.float64)
        step[part] = h
        with torch.no_grad():
            slopes = (model(x + step) - model(x - step)) / (2 * h)
        wanted = slopes.gather(1, TARGET[:, None])[:, 0]
        torch.testing.assert_close(found[:, part], wanted, rtol=1e-6, atol=1e-8)


def test_a_linear_network_is_explained_exactly_by_all() -> None:
    """x · w of each part: input times gradient, IG, Shapley and LIME agree, whatever the width."""
    torch.manual_seed(2)
    line = nn.Linear(PARTS, CLASSES).double()
    x, target = torch.randn(ROWS, PARTS, dtype=torch.float64), TARGET
    noise = torch.randn(50, PARTS, dtype=torch.float64)
    wanted = x * line.weight.detach()[target]

    for found in (
        gradient_times_input(line, x, zero(x), target),
        integrated_gradients(line, x, zero(x), target, steps=1),
        shapley(line, x, zero(x), target),
        x * lime(line, x, target, 3.0, noise),
    ):
        torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-9)


@given(st.integers(1, 6), st.integers(0, 1000))
@settings(max_examples=30, deadline=None)
def test_shapley_values_are_the_mean_gain_over_all_orders(parts: int, seed: int) -> None:
    """As they are defined: M! orders, and in each the gain of a part when it comes."""
    values = torch.randn(
        2**parts, dtype=torch.float64, generator=torch.Generator().manual_seed(seed)
    )
    wanted = [0.0] * parts
    for order in permutations(range(parts)):
        coalition = 0
        for part in order:
            gain = float(values[coalition + 2**part] - values[coalition])
            wanted[part] += gain / factorial(parts)
            coalition += 2**part

    found = shapley_values(values)

    assert found.tolist() == pytest.approx(wanted, abs=1e-12)
    assert float(found.sum()) == pytest.approx(float(values[-1] - values[0]), abs=1e-12)


def test_coalitions_are_all_subsets_in_the_order_of_their_bits() -> None:
    """The first has nobody, the last everybody."""
    assert [[False, False], [True, False], [False, True], [True, True]] == coalitions(2).tolist()


def test_ig_misses_less_with_more_steps() -> None:
    """Of a smooth function the error falls with the square of the steps."""
    torch.manual_seed(3)
    smooth = function.Network(16)
    x = torch.randn(20, function.COLUMNS)
    missed = dict(function.residuals(smooth, x))

    assert missed[4.0] < missed[1.0] / 4
    assert missed[64.0] < 1e-3


def test_guided_backprop_lets_only_positive_gradients_back(model: nn.Sequential, x: Tensor) -> None:
    """Written out layer by layer; and afterwards the gradient is as it was."""
    before = gradient(model, x, TARGET)
    first, _, second, _, last = model
    with torch.no_grad():
        a = first(x)
        b = second(a.relu())
        back = last.weight[TARGET]  # ∂f_c/∂h₂
        back = (back.clamp(min=0) * (b > 0)) @ second.weight
        back = (back.clamp(min=0) * (a > 0)) @ first.weight

    torch.testing.assert_close(back, guided_backprop(model, model, x, TARGET))
    assert torch.equal(before, gradient(model, x, TARGET))
    assert has_relus(model) and not has_relus(nn.Sequential(nn.Linear(2, 2), nn.Tanh()))


def test_narrow_lime_is_the_gradient(x: Tensor) -> None:
    """Of a smooth network; a wide one is something else."""
    torch.manual_seed(4)
    smooth = nn.Sequential(nn.Linear(PARTS, 16), nn.Tanh(), nn.Linear(16, CLASSES)).double()
    noise = torch.randn(300, PARTS, dtype=torch.float64)
    tangent = gradient(smooth, x, TARGET)

    torch.testing.assert_close(lime(smooth, x, TARGET, 1e-4, noise), tangent, rtol=1e-3, atol=1e-4)
    assert float((lime(smooth, x, TARGET, 3.0, noise) - tangent).abs().max()) > 0.05


def test_lime_of_parts_is_weighted_least_squares() -> None:
    """Against the normal equations, in float64."""
    values = torch.randn(16, dtype=torch.float64, generator=torch.Generator().manual_seed(5))
    inside = coalitions(4).double()
    weights = (-((1 - inside.mean(1).sqrt()) ** 2) / 0.25**2).exp()
    plane = torch.cat([torch.ones(16, 1, dtype=torch.float64), inside], 1)
    wanted = torch.linalg.solve(plane.T @ (weights[:, None] * plane), plane.T @ (weights * values))

    torch.testing.assert_close(lime_of_parts(values, 0.25), wanted[1:])


def test_permutation_importance_of_a_line_is_twice_the_variance() -> None:
    """Of y = 2a: the squared error grows by 2 · 4 · var(a); b, which is not used, costs nothing."""
    rows = torch.randn(20_000, 2, generator=torch.Generator().manual_seed(6))

    def loss(z: Tensor) -> Tensor:
        return ((2 * z[:, 0] - 2 * rows[:, 0]) ** 2).mean()

    assert 8 == pytest.approx(permutation_importance(loss, rows, [0]), rel=0.05)
    assert 0 == permutation_importance(loss, rows, [1])


def test_columns_that_are_shuffled_together_stay_together() -> None:
    """a − a′ of two equal columns is 0 in every row, shuffled or not."""
    rows = torch.randn(500, 1).expand(-1, 2).clone()

    def loss(z: Tensor) -> Tensor:
        return (z[:, 0] - z[:, 1]).abs().mean()

    assert 0 == permutation_importance(loss, rows, [0, 1])
    assert 0.5 < permutation_importance(loss, rows, [0])


@given(st.integers(2, 40), st.integers(0, 1000), st.integers(1, 6))
@settings(max_examples=40, deadline=None)
def test_rank_correlation_is_scipys(parts: int, seed: int, different: int) -> None:
    """Also where many numbers are equal."""
    luck = np.random.default_rng(seed)
    a, b = luck.integers(0, different + 1, (2, 3, parts)).astype(float)
    a[:, 0], b[:, 0], a[:, 1], b[:, 1] = 100, 99, -5, -4  # no row is constant
    found = alike(torch.from_numpy(a), torch.from_numpy(b))

    wanted = [spearmanr(one, other).statistic for one, other in zip(a, b, strict=True)]
    assert found.tolist() == pytest.approx(wanted, abs=1e-9)


def test_a_constant_map_is_like_nothing() -> None:
    """And no warning is given; equal numbers share a rank."""
    flat = torch.ones(1, 4)

    assert 0 == float(alike(flat, torch.tensor([[1.0, 2.0, 3.0, 4.0]])))
    assert [[0.5, 0.5, 2.0]] == ranks(torch.tensor([[1.0, 1.0, 7.0]])).tolist()


def test_deletion_takes_the_largest_first() -> None:
    """From all parts to none; in the order of the numbers."""
    x = torch.tensor([[1.0, 2.0, 3.0]])

    def scores(z: Tensor) -> Tensor:
        return torch.stack([z.sum(1), torch.zeros(len(z))], 1)

    case = Case(nn.Identity(), scores, x, zero(x), torch.tensor([0]), "rows")
    found = deletion(case, torch.tensor([[0.1, 0.9, 0.5]]))

    left = torch.tensor([6.0, 4.0, 1.0, 0.0])  # 2 goes first, then 3, then 1
    torch.testing.assert_close(found[0], left.sigmoid())
    assert [0, 1, 2, 3] == gone_of(3)
    assert (0, 1000, 33) == (gone_of(1000)[0], gone_of(1000)[-1], len(gone_of(1000)))


@pytest.mark.parametrize(
    ("kind", "shape", "parts"),
    [("images", (2, 3, 4, 5), 20), ("rows", (2, 7), 7), ("texts", (2, 6, 8), 6)],
)
def test_what_belongs_to_one_part_goes_and_counts_together(
    kind: str, shape: tuple[int, ...], parts: int
) -> None:
    """The colours of a pixel, the numbers of a word."""
    x = torch.rand(shape) + 1
    case = Case(nn.Identity(), nn.Flatten(), x, zero(x), torch.tensor([0, 0]), kind)
    kept = torch.ones(2, parts, dtype=torch.bool)
    kept[:, 0] = False

    assert parts == case.parts
    assert (2, parts) == case.of_parts(x).shape
    gone = case.of_parts(case.with_parts(kept))
    assert 0 == float(gone[:, 0].sum())
    torch.testing.assert_close(gone[:, 1:], case.of_parts(x)[:, 1:])


def test_the_true_parts_are_shapleys_of_the_function() -> None:
    """By all 256 coalitions, in float64."""
    x = torch.randn(10, function.COLUMNS, dtype=torch.float64)

    def scores(z: Tensor) -> Tensor:
        return function.truth(z)[:, None]

    found = shapley(scores, x, torch.zeros_like(x), torch.zeros(10, dtype=torch.long))

    torch.testing.assert_close(found, function.true_parts(x))


def test_copies_say_the_same_and_idle_columns_nothing() -> None:
    """Each column has a deviation of 1."""
    torch.manual_seed(7)
    x, y = copies.draw(3, 0.2, 20_000, torch.device("cpu"))
    seen = torch.corrcoef(torch.cat([x, y[:, None]], 1).T)

    assert 7 == x.shape[1] == len(copies.names_of(3))
    torch.testing.assert_close(x.std(0), torch.ones(7), rtol=0.03, atol=0)
    assert float(seen[:3, :3].min()) > 0.9
    assert float(seen[-1, 4:-1].abs().max()) < 0.05


def test_redrawn_weights_are_others_of_the_same_shape(model: nn.Module) -> None:
    """And the network that they come from keeps its own."""
    kept = {name: value.clone() for name, value in model.state_dict().items()}
    fresh = redrawn(model)

    for name, value in model.state_dict().items():
        assert torch.equal(kept[name], value)
        assert not torch.equal(value, fresh.state_dict()[name])


def of_captum(name: str) -> Any:
    """A method of captum, which is an extra."""
    return getattr(pytest.importorskip("captum.attr"), name)


def test_ig_is_captums(model: nn.Module, x: Tensor) -> None:
    """With the same sum: middles of equal parts."""
    theirs = of_captum("IntegratedGradients")(model)
    wanted = theirs.attribute(
        x, baselines=zero(x), target=TARGET, n_steps=40, method="riemann_middle"
    )

    found = integrated_gradients(model, x, zero(x), TARGET, steps=40)

    torch.testing.assert_close(found, wanted, rtol=1e-6, atol=1e-7)  # their steps are float32


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("Saliency", lambda model, x: gradient(model, x, TARGET).abs()),
        ("InputXGradient", lambda model, x: gradient_times_input(model, x, zero(x), TARGET)),
    ],
)
def test_gradients_are_captums(
    model: nn.Module, x: Tensor, name: str, ours: Callable[[nn.Module, Tensor], Tensor]
) -> None:
    """The saliency map, and input times gradient."""
    wanted = of_captum(name)(model).attribute(x.clone().requires_grad_(), target=TARGET)

    torch.testing.assert_close(ours(model, x), wanted.detach())


@pytest.mark.filterwarnings("ignore:Setting backward hooks on ReLU:UserWarning")
def test_guided_backprop_is_captums(model: nn.Module, x: Tensor) -> None:
    """Through two ReLUs."""
    theirs = of_captum("GuidedBackprop")(model)
    wanted = theirs.attribute(x.clone().requires_grad_(), target=TARGET)

    torch.testing.assert_close(guided_backprop(model, model, x, TARGET), wanted.detach())


def test_shapley_values_are_captums(model: nn.Module, x: Tensor) -> None:
    """Theirs go through all 24 orders, ours through 16 coalitions; theirs are float32."""
    x = x[:, :4]

    def scores(z: Tensor) -> Tensor:
        with torch.no_grad():
            found: Tensor = model(torch.cat([z, z[:, :2]], 1))
        return found

    wanted = of_captum("ShapleyValues")(scores).attribute(x, baselines=zero(x), target=TARGET)

    found = shapley(scores, x, zero(x), TARGET)
    torch.testing.assert_close(found.float(), wanted, rtol=1e-5, atol=1e-6)


def test_feature_permutation_is_captums(model: nn.Module) -> None:
    """Of the same shuffled rows: how much the loss changes."""
    rows = torch.randn(300, PARTS, dtype=torch.float64)

    def loss(z: Tensor) -> Tensor:
        return model(z).detach()[:, 0].square().mean()

    order = torch.randperm(300, generator=torch.Generator().manual_seed(0))

    def shuffled(z: Tensor, mask: Tensor) -> Tensor:
        found = z.clone()
        found[:, 2] = z[order][:, 2] if mask[0, 2] else z[:, 2]
        return found

    theirs = of_captum("FeaturePermutation")(loss, shuffled)
    wanted = -float(theirs.attribute(rows)[0, 2])

    assert wanted == pytest.approx(permutation_importance(loss, rows, [2], times=1))
