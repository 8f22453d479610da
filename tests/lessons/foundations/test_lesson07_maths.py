"""The rules by hand against torch.optim; the copies against single networks; the formulas."""

import math
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.lesson07_optimizers import Optimizers
from lessons.lesson07_optimizers.library import optimizer_of, set_rate
from lessons.lesson07_optimizers.network import MLP, cross_entropies, logits_of
from lessons.lesson07_optimizers.rules import RULES, blank
from lessons.lesson07_optimizers.saturated import loss_of, slope_of
from lessons.lesson07_optimizers.sweep import Sweep
from lessons.lesson07_optimizers.valley import Valley, maps, quadratic, rosenbrock

STEPS = 100
SETTINGS: dict[str, list[dict[str, Any]]] = {
    "sgd": [{}],
    "momentum": [{}, {"momentum": 0.5}],
    "nesterov": [{}, {"momentum": 0.5}],
    "rmsprop": [{}, {"alpha": 0.9}],
    "adam": [{}, {"weight_decay": 0.1}, {"beta1": 0.0, "beta2": 0.1}],
    "adamw": [{"weight_decay": 0.1}, {"weight_decay": 0.01, "beta2": 0.9}],
    "amsgrad": [{}, {"beta1": 0.0, "beta2": 0.1, "weight_decay": 0.1}],
}
CASES = [(name, more) for name, each in SETTINGS.items() for more in each]


def loss(w: Tensor, step: int) -> Tensor:
    """Another bowl at every step, as batches are."""
    middle = torch.randn(w.shape, generator=torch.Generator().manual_seed(step)).double()
    return ((w - middle) ** 2 * torch.arange(1, len(w) + 1)[:, None]).sum()


@pytest.mark.parametrize(("name", "more"), CASES)
def test_a_rule_takes_torchs_steps(name: str, more: dict[str, Any]) -> None:
    """100 steps in double precision, with a rate that changes on the way."""
    hp = Optimizers(optimizer=name, lr=0.01, **more)
    start = torch.randn(5, 3, generator=torch.Generator().manual_seed(0)).double()
    theirs, ours, past = nn.Parameter(start.clone()), start.clone(), blank(start)
    optimizer = optimizer_of(hp, [theirs])

    for step in range(STEPS):
        hp.lr = 0.01 if step < 50 else 0.003
        optimizer.zero_grad()
        loss(theirs, step).backward()
        set_rate(optimizer, hp.lr)
        optimizer.step()
        w = ours.requires_grad_()
        (g,) = torch.autograd.grad(loss(w, step), w)
        ours = RULES[name](w.detach(), g, past, torch.tensor(hp.lr, dtype=torch.float64), hp)

    assert float((theirs.detach() - ours).abs().max()) <= 1e-12
    assert float((ours - start).abs().max()) > 0.01


def batch(rows: int = 16) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(1)
    x = torch.rand(rows, 6, generator=generator).double()
    return x, torch.randint(3, (rows,), generator=generator)


def weights(seed: int = 0) -> list[Tensor]:
    torch.manual_seed(seed)
    return [w.detach() for w in MLP(6, 5, 3).double().parameters()]


def test_the_network_as_a_function_of_its_weights() -> None:
    """The same logits and loss as the module and the library's."""
    torch.manual_seed(0)
    model = MLP(6, 5, 3).double()
    x, y = batch()

    torch.testing.assert_close(model(x), logits_of(list(model.parameters()), x))
    torch.testing.assert_close(
        F.cross_entropy(model(x), y), cross_entropies(list(model.parameters()), x, y)
    )


@pytest.mark.parametrize("name", RULES)
def test_each_copy_trains_as_if_it_were_alone(name: str) -> None:
    """Three rates in one computation, and three networks one after the other."""
    hp, rates = Optimizers(optimizer=name), (0.001, 0.01, 0.1)
    together = Sweep(weights(), cross_entropies, hp, rates)
    alone = [Sweep(weights(), cross_entropies, hp, [rate]) for rate in rates]

    for _ in range(10):
        losses = together.step(*batch())
        single = torch.cat([each.step(*batch()) for each in alone])
        torch.testing.assert_close(single, losses)

    for place, each in enumerate(alone):
        for one, all_ in zip(each.weights, together.weights, strict=True):
            torch.testing.assert_close(one[0], all_[place])


def test_a_copy_that_is_lost_takes_no_other_along() -> None:
    """Its numbers are nan, and the others' are as they were."""
    hp = Optimizers(optimizer="sgd")
    beside = Sweep(weights(), cross_entropies, hp, (0.1, 1.0))
    alone = Sweep(weights(), cross_entropies, hp, (0.1,))

    beside.weights[0][1] = math.nan
    for _ in range(5):
        losses = beside.step(*batch())
        alone.step(*batch())

    assert [True, False] == losses.isfinite().tolist()
    torch.testing.assert_close(alone.weights[0][0], beside.weights[0][0])


def test_a_sweep_of_several_networks_is_a_sweep_of_each() -> None:
    """With the copies' axis behind the networks'."""
    hp, rates = Optimizers(optimizer="adam"), (0.001, 0.1)
    stacked = [torch.stack(pair) for pair in zip(weights(0), weights(1), strict=True)]
    x, y = batch()
    whole = Sweep(stacked, cross_entropies, hp, rates, copied_at=1)
    alone = [Sweep(weights(seed), cross_entropies, hp, rates) for seed in (0, 1)]

    for _ in range(5):
        losses = whole.step(x[None, None], y[None, None])  # (2, 2)
        torch.testing.assert_close(torch.stack([each.step(x, y) for each in alone]), losses)


@pytest.mark.parametrize("name", ["momentum", "amsgrad"])
def test_a_sweep_goes_on_from_what_it_kept(name: str) -> None:
    """To the bit."""
    first = Sweep(weights(), cross_entropies, Optimizers(optimizer=name), (0.01, 0.1))
    second = Sweep(weights(1), cross_entropies, Optimizers(optimizer=name), (0.01, 0.1))
    first.step(*batch())
    second.load_state_dict(first.state_dict())

    assert torch.equal(first.step(*batch()), second.step(*batch()))
    assert torch.equal(first.step(*batch()), second.step(*batch()))


@pytest.mark.parametrize("criterion", ["cross-entropy", "squared"])
def test_a_slope_is_that_of_its_loss(criterion: str) -> None:
    """By autograd, from saturated wrong to saturated right."""
    z = torch.linspace(-30, 30, 121, dtype=torch.float64, requires_grad=True)
    (found,) = torch.autograd.grad(loss_of(z, criterion).sum(), z)

    torch.testing.assert_close(slope_of(z.detach(), criterion), found, rtol=1e-10, atol=1e-15)


def test_the_losses_of_a_neuron_are_the_librarys() -> None:
    """Binary cross-entropy with logits, and the mean squared error of a sigmoid."""
    z, one = torch.linspace(-5, 5, 11).double(), torch.ones(11).double()

    torch.testing.assert_close(
        F.binary_cross_entropy_with_logits(z, one, reduction="none"), loss_of(z, "cross-entropy")
    )
    torch.testing.assert_close(
        F.mse_loss(z.sigmoid(), one, reduction="none"), loss_of(z, "squared")
    )


def test_the_valleys_are_the_formulas() -> None:
    """In plain numbers, with the bottom at 0."""
    points = torch.tensor([[1.0, 1.0], [0.0, 0.0], [-1.5, 2.0]], dtype=torch.float64)

    assert [0.0, 1.0, pytest.approx(2.5**2 + 100 * 0.25**2)] == rosenbrock(points).tolist()
    assert [50.5, 0.0, pytest.approx((2.25 + 400) / 2)] == quadratic(points, 100.0).tolist()


@pytest.mark.parametrize("angle", [0.0, 30.0, 45.0, -90.0])
def test_the_turned_valley_is_the_same_valley(angle: float) -> None:
    """Both walkers begin at one height, and their curvatures are 1 and the condition number."""
    valley = Valley(Optimizers(landscape="quadratic", angle=angle, condition=100.0))
    here, there = valley(valley.placed(0.3, -0.7)).tolist()
    hessian = torch.autograd.functional.hessian(
        lambda p: valley(torch.stack([p, p]))[1], torch.zeros(2, dtype=torch.float64)
    )

    assert here == pytest.approx(there, rel=1e-12)
    assert [1.0, 100.0] == pytest.approx(torch.linalg.eigvalsh(hessian).tolist())


def test_a_map_is_lowest_at_its_bottom() -> None:
    """Of Rosenbrock's beside (1, 1); of both quadratics in the middle."""
    (curved,) = maps("rosenbrock", 1.0, 0.0)
    row, column = divmod(int(curved.argmin()), curved.shape[1])
    upright, turned = maps("quadratic", 100.0, 30.0)

    assert math.hypot(-2 + column * 4 / 39 - 1, -1 + row * 4 / 23 - 1) < 0.6
    assert upright[12, 20] < upright[0, 20]
    torch.testing.assert_close(turned, turned.flip(0, 1))
