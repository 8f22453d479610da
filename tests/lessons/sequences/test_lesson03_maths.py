"""Clipping and the cliff, written by hand, against torch and against plain definitions."""

import math
from itertools import pairwise

import pytest
import torch
from torch import Tensor, nn

from lessons.lesson03_clipping import Clipping, cliff, clipping
from lessons.lesson03_clipping.text import number
from lessons.lesson03_clipping.train import CharRNN, write

SHAPES = [(7, 5), (5, 5), (5,), (1, 3)]


def parameters(scale: float, seed: int = 0) -> list[nn.Parameter]:
    """A few weights with gradients of about this size."""
    torch.manual_seed(seed)
    made = [nn.Parameter(torch.randn(shape)) for shape in SHAPES]
    for parameter in made:
        parameter.grad = scale * torch.randn(parameter.shape)
    return made


def grads(made: list[nn.Parameter]) -> list[Tensor]:
    return [p.grad for p in made if p.grad is not None]


@pytest.mark.parametrize("scale", [0.0, 1e-4, 0.3, 20.0, 1e6])
@pytest.mark.parametrize("seed", range(3))
class TestAgainstTorch:
    def test_by_norm(self, scale: float, seed: int) -> None:
        """The same as clip_grad_norm_, under and over the threshold."""
        ours, theirs = parameters(scale, seed), parameters(scale, seed)

        clipping.by_norm(ours, 2.0)
        nn.utils.clip_grad_norm_(theirs, 2.0)

        torch.testing.assert_close(grads(ours), grads(theirs))

    def test_by_value(self, scale: float, seed: int) -> None:
        """The same as clip_grad_value_, to the bit."""
        ours, theirs = parameters(scale, seed), parameters(scale, seed)

        clipping.by_value(ours, 0.05)
        nn.utils.clip_grad_value_(theirs, 0.05)

        assert all(map(torch.equal, grads(ours), grads(theirs)))

    def test_adaptive(self, scale: float, seed: int) -> None:
        """Row by row, in plain Python, as the paper defines it."""
        ours, plain = parameters(scale, seed), parameters(scale, seed)

        clipping.adaptive(ours, 0.1)

        expected = [row_by_row(p, 0.1) for p in plain]
        torch.testing.assert_close(expected, grads(ours))


def row_by_row(parameter: nn.Parameter, ratio: float) -> Tensor:
    """g · min(1, ratio · max(‖w‖, 0.001) / ‖g‖) for each unit of one parameter."""
    assert parameter.grad is not None
    weights = parameter.detach() if parameter.ndim > 1 else parameter.detach()[None]
    gradient = parameter.grad if parameter.ndim > 1 else parameter.grad[None]
    rows = []
    for w, g in zip(weights.tolist(), gradient.tolist(), strict=True):
        allowed = ratio * max(math.dist(w, [0.0] * len(w)), 1e-3)
        length = math.dist(g, [0.0] * len(g))
        rows.append([x * min(1.0, allowed / max(length, 1e-6)) for x in g])
    return torch.tensor(rows).reshape(parameter.shape)


def test_a_short_gradient_is_left_alone() -> None:
    """Below its threshold no clipping changes a single bit."""
    for method, limit in (
        (clipping.by_norm, 1e3),
        (clipping.by_value, 1e3),
        (clipping.adaptive, 1e6),
    ):
        before, after = parameters(1.0), parameters(1.0)
        method(after, limit)

        assert all(map(torch.equal, grads(before), grads(after)))


def test_norm_keeps_the_direction_and_the_others_turn() -> None:
    """What the lesson's cosine measures, on one gradient."""
    turned = {}
    for method, limit in (
        (clipping.by_norm, 0.1),
        (clipping.by_value, 0.1),
        (clipping.adaptive, 0.01),
    ):
        made = parameters(5.0)
        before = clipping.flat(made).double()
        method(made, limit)
        turned[method.__name__] = float(clipping.cosine(before, clipping.flat(made).double()))

    assert 1.0 == pytest.approx(turned["by_norm"], abs=1e-6)
    assert turned["by_value"] < 0.99
    assert turned["adaptive"] < 0.99


def test_a_norm_that_overflows_freezes_the_network() -> None:
    """Squares above 3e38 are infinite in 32 bits, and a threshold over infinity is zero."""
    ours, theirs = parameters(1e25), parameters(1e25)

    clipping.by_norm(ours, 1.0)
    nn.utils.clip_grad_norm_(theirs, 1.0)

    assert all(not g.any() for g in [*grads(ours), *grads(theirs)])


def test_the_cliff_gradient_is_exact() -> None:
    """Carried forward by hand, it agrees with autograd, also on the wall."""
    w = torch.linspace(3.0, 5.0, 40, dtype=torch.float64).requires_grad_()
    b = torch.linspace(-1.2, -2.6, 40, dtype=torch.float64).requires_grad_()
    expected = torch.autograd.grad(cliff.loss(w, b).sum(), (w, b))

    found = cliff.slope(w.detach(), b.detach())

    torch.testing.assert_close(expected, found, rtol=1e-9, atol=1e-12)


def test_the_cliff_gradient_agrees_with_finite_differences() -> None:
    """Beside the wall, where a difference can be trusted."""
    w, b = torch.tensor([4.0, 6.0, 3.5]).double(), torch.tensor([-1.5, -2.0, -3.0]).double()
    h = 1e-6

    dw, db = cliff.slope(w, b)

    torch.testing.assert_close((cliff.loss(w + h, b) - cliff.loss(w - h, b)) / (2 * h), dw,
                               rtol=1e-4, atol=1e-8)  # fmt: skip
    torch.testing.assert_close((cliff.loss(w, b + h) - cliff.loss(w, b - h)) / (2 * h), db,
                               rtol=1e-4, atol=1e-8)  # fmt: skip


def strides(path: cliff.Path) -> list[float]:
    return [math.dist(a, b) for a, b in pairwise(path)]


def test_the_clipped_descent_is_never_thrown() -> None:
    """No step is longer than learning rate times threshold; the other leaves the map."""
    paths = cliff.cliff().paths

    assert max(strides(paths["clipped"])) <= cliff.LR * cliff.THRESHOLD * (1 + 1e-9)
    assert any(not cliff.B[0] <= b <= cliff.B[1] for _, b in paths["unclipped"])


def test_there_is_a_wall() -> None:
    """On the map the steepest place is a hundred times steeper than the usual one."""
    steep = cliff.steepness()

    assert cliff.CELLS == tuple(steep.shape)
    assert steep.max() > 100 * steep.median()


@pytest.mark.parametrize("cell", ["identity", "relu", "tanh"])
def test_what_is_written_is_what_the_network_would_draw(cell: str) -> None:
    """Handing the state on, a character at a time, draws from the scores of one whole pass."""
    torch.manual_seed(0)
    corpus = number("to go down, to go far, to go home")
    model = CharRNN(len(corpus.alphabet), Clipping(cell=cell))
    written = write(model, corpus, "to", torch.Generator().manual_seed(1))
    luck = torch.Generator().manual_seed(1)

    logits, _ = model(torch.tensor([corpus.encode(written)]))  # (1, 62, V)
    drawn = [int(torch.multinomial(p, 1, generator=luck)) for p in logits[0, 1:-1].softmax(-1)]

    assert corpus.encode(written)[2:] == drawn


@pytest.mark.parametrize("size", [1_000, 1_000_000])
def test_the_norm_is_exact_for_large_networks(size: int) -> None:
    """What is applied is as long as the threshold, to 1e-6, however many numbers there are."""
    parameter = nn.Parameter(torch.zeros(size))
    parameter.grad = torch.randn(size, generator=torch.Generator().manual_seed(0)) ** 9
    clipping.by_norm([parameter], 2.0)

    assert 2.0 == pytest.approx(parameter.grad.double().norm().item(), rel=1e-6)


def test_letter_counts_are_the_entropy() -> None:
    """Two characters, equally often: log 2 nats."""
    assert math.log(2) == pytest.approx(number("abab").letters)
