"""What is written out by hand in lesson 8, against torch, and its formulas against integrals."""

import math
from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Generator, Tensor, nn

from lessons.lesson08_depth import Depth, by_hand, formulas, measures
from lessons.lesson08_depth.model import DeepNet, Trace

BATCHES = st.tuples(st.integers(2, 40), st.integers(1, 12), st.sampled_from([1e-3, 1.0, 1e3]))


def batch(size: tuple[int, int, float]) -> Tensor:
    """Numbers of about this size, (rows, columns), around a mean that is not 0."""
    rows, columns, scale = size
    luck = Generator().manual_seed(rows * 100 + columns)
    return scale * (torch.randn(rows, columns, generator=luck, dtype=torch.float64) + 0.5)


@given(size=BATCHES, steps=st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_batchnorm_is_torchs_in_training_and_in_a_test(
    size: tuple[int, int, float], steps: int
) -> None:
    """Over several batches: what comes out, what is kept, and what is made of it later."""
    x = batch(size)
    theirs = nn.BatchNorm1d(size[1], dtype=torch.float64)
    with torch.no_grad():
        theirs.weight.uniform_(-2, 2)
        theirs.bias.uniform_(-2, 2)
    gamma, beta = theirs.weight.detach(), theirs.bias.detach()
    kept = torch.zeros(size[1]).double(), torch.ones(size[1]).double()

    for step in range(1, steps + 1):
        y, mean, variance = by_hand.batchnorm(step * x, gamma, beta)
        kept = by_hand.remembered(kept, len(x), mean, variance)
        torch.testing.assert_close(theirs(step * x).detach(), y, rtol=1e-9, atol=1e-9)

    assert theirs.running_mean is not None and theirs.running_var is not None
    torch.testing.assert_close((theirs.running_mean, theirs.running_var), kept, rtol=1e-9, atol=0)
    tested = by_hand.batchnorm_in_test(x, gamma, beta, *kept)
    torch.testing.assert_close(theirs.eval()(x).detach(), tested, rtol=1e-9, atol=1e-9)


@given(size=BATCHES)
@settings(max_examples=60, deadline=None)
def test_cross_entropy_and_its_gradient_are_torchs(size: tuple[int, int, float]) -> None:
    """Also where exp of a logit would overflow."""
    logits = batch(size).requires_grad_()
    labels = torch.arange(size[0]) % size[1]
    expected = F.cross_entropy(logits, labels)
    expected.backward()

    assert logits.grad is not None
    scores = logits.detach()
    torch.testing.assert_close(expected.detach(), by_hand.cross_entropy(scores, labels))
    gradient = by_hand.cross_entropy_gradient(scores, labels)
    torch.testing.assert_close(logits.grad, gradient, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_dropout_is_torchs(share: float) -> None:
    """With the same units kept."""
    x = batch((50, 40, 1.0))
    theirs = F.dropout(x, share)
    kept = (theirs != 0).double()

    torch.testing.assert_close(theirs, by_hand.dropout(x, share, kept), rtol=1e-12, atol=0)
    assert 1 - share == pytest.approx(float(kept.mean()), abs=0.05)


def luck() -> Generator:
    return Generator().manual_seed(3)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [(by_hand.xavier, nn.init.xavier_uniform_), (by_hand.he, nn.init.kaiming_normal_)],
)
@pytest.mark.parametrize("shape", [(64, 64), (784, 30)])
def test_the_starts_are_torchs(
    ours: Callable[..., Tensor], theirs: Callable[..., Tensor], shape: tuple[int, int]
) -> None:
    """Number for number, from the same luck; whatever the shape."""
    inputs, outputs = shape
    wanted = torch.empty(outputs, inputs, dtype=torch.float64)
    wanted = (
        theirs(wanted, generator=luck(), nonlinearity="relu")
        if theirs is nn.init.kaiming_normal_
        else theirs(wanted, generator=luck())
    )

    torch.testing.assert_close(wanted, ours(inputs, outputs, luck()), rtol=1e-12, atol=1e-12)


def test_torchs_own_start_has_the_variance_of_the_formula() -> None:
    """n Var(W) = 1/3: U(−1/√n, 1/√n), which is neither Xavier's nor He's."""
    weight = nn.Linear(400, 400).weight.detach()

    assert formulas.SIZES["default"] == pytest.approx(float(400 * weight.var()), rel=0.02)


SLOPES: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": lambda z: (z > 0).double(),
    "tanh": lambda z: 1 - z.tanh() ** 2,
    "sigmoid": lambda z: z.sigmoid() * (1 - z.sigmoid()),
}
BENDS: dict[str, Callable[[Tensor], Tensor]] = {
    "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid,
}  # fmt: skip


@pytest.mark.parametrize("activation", SLOPES)
def test_the_factor_of_batchnorm_is_the_integral(activation: str) -> None:
    """E φ'(z)² / Var φ(z) for z ~ N(0, 1), summed over a fine grid."""
    z = torch.linspace(-10, 10, 200_001, dtype=torch.float64)
    density = torch.exp(-z * z / 2)
    density /= density.sum()
    bent = BENDS[activation](z)
    mean = (bent * density).sum()
    variance = ((bent - mean) ** 2 * density).sum()
    slope = (SLOPES[activation](z) ** 2 * density).sum()

    found = formulas.handed_back(activation, "default", batchnorm=True)
    assert float(slope / variance) == pytest.approx(found, rel=1e-3)


@pytest.mark.parametrize(
    ("activation", "start", "batchnorm"),
    [
        ("relu", "default", False), ("relu", "xavier", False), ("relu", "he", False),
        ("tanh", "default", False), ("sigmoid", "default", False), ("sigmoid", "xavier", False),
        ("relu", "default", True), ("tanh", "xavier", True), ("sigmoid", "he", True),
    ],
)  # fmt: skip
def test_a_wide_network_hands_back_what_the_formula_says(
    activation: str, start: str, batchnorm: bool
) -> None:
    """A layer's factor, measured over ten layers of 512 units, within an eighth."""
    torch.manual_seed(0)
    hp = Depth(activation=activation, start=start, batchnorm=batchnorm, depth=10, width=512)
    trace = traced(DeepNet(512, 10, hp), torch.randn(128, 512))

    expected = formulas.handed_back(activation, start, batchnorm=batchnorm)
    assert expected == pytest.approx(float(measures.handed_back(trace)), rel=0.125)


def traced(model: DeepNet, x: Tensor) -> Trace:
    """One backward pass, with the gradients of the layers kept."""
    trace = Trace()
    loss = F.cross_entropy(model(x, trace), torch.arange(len(x)) % 10)
    for h in trace.states:
        h.retain_grad()
    loss.backward()
    return trace


def test_a_shortcut_adds_and_the_first_layer_has_none() -> None:
    """h' = h + φ(W h + b)."""
    trace = traced(DeepNet(64, 10, Depth(shortcut=True, depth=3)), torch.rand(5, 64))

    assert torch.equal(trace.active[0], trace.states[0])
    for before, active, after in zip(
        trace.states, trace.active[1:], trace.states[1:], strict=False
    ):
        torch.testing.assert_close(before + active, after)


def test_batchnorm_makes_the_size_of_the_weights_cancel() -> None:
    """Ten times the weights, the same outputs: but for ε, which is next to nothing here."""
    torch.manual_seed(0)
    model = DeepNet(64, 10, Depth(batchnorm=True, depth=4)).double()
    x = torch.randn(32, 64, dtype=torch.float64)
    before = model(x)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "linear" in name:
                parameter.mul_(10)

    torch.testing.assert_close(before, model(x), rtol=1e-2, atol=1e-2)


def test_dead_is_silent_for_every_image_and_spread_is_between_images() -> None:
    """Two layers of two units, three images: one unit is never on; the second layer is constant."""
    first = torch.tensor([[1.0, 0.0], [3.0, 0.0], [0.0, 0.0]])
    second = torch.full((3, 2), 2.0)
    trace = Trace([first, second], [first, second])

    between, overall = measures.spreads(trace)

    assert 0.25 == float(measures.dead(trace))
    torch.testing.assert_close(torch.tensor([(14 / 9) / 2, 0.0]), between)
    torch.testing.assert_close(torch.tensor([10 / 6, 4.0]), overall)


def test_accuracy_of_several_networks_is_each_ones_own() -> None:
    """(S, N, C) to (S,)."""
    logits = torch.eye(3).expand(2, 3, 3).clone()
    logits[1] = logits[1].roll(1, 0)

    assert [1.0, 0.0] == measures.accuracy(logits, torch.arange(3)).tolist()


@pytest.mark.parametrize(("total", "longer"), [(10, 10), (225, 225), (10, 40), (1000, 3000)])
def test_the_map_of_gradients_goes_on_where_it_was(total: int, longer: int) -> None:
    """Also where the run has become longer: what was seen stays in its place among the steps."""
    device = torch.device("cpu")
    first, second = (measures.GradientMap(3, steps, device) for steps in (total, longer))
    for step in range(1, total + 1):
        first.add(step, torch.full((3,), float(step)))

    second.load_state_dict(first.state_dict())

    seen = second.cells[0][~second.cells[0].isnan()]
    assert torch.equal(seen, seen.sort().values)
    assert (total == longer) == bool(torch.equal(first.cells, second.cells))
    assert float(seen.max()) == total


def test_a_gradient_of_zero_is_dark_and_not_blank() -> None:
    """Blank are the steps to come."""
    gradients = measures.GradientMap(2, 4, torch.device("cpu"))
    gradients.add(1, torch.zeros(2))

    cells = gradients.picture().cells
    assert (cells[:, 0] > 0).all() and cells[:, 1:].isnan().all()


@pytest.mark.parametrize("depth", [1, 20, 200])
def test_the_map_of_gradients_is_small_enough_to_travel(depth: int) -> None:
    """Fewer columns for more layers."""
    cells = measures.GradientMap(depth, 10**6, torch.device("cpu")).cells

    assert cells.numel() <= measures.MOST_CELLS
    assert math.prod(cells.shape) >= depth
