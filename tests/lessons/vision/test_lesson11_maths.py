"""What is written out by hand in lesson 11, against torch and scipy; its sizes, and its moves."""

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import convolve2d, correlate2d
from torch import Generator, Tensor, nn

from lessons.lesson11_cnn import CNN, by_hand
from lessons.lesson11_cnn.arithmetic import worked_out
from lessons.lesson11_cnn.model import LAYERS, background, network
from lessons.lesson11_cnn.shifts import EDGE, apart, moved, rolled
from lessons.lesson11_cnn.sizes import flat_after, output_size, shape_after
from lessons.lesson11_cnn.walk import in_grey, stages

SIZES = st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(1, 4), st.integers(5, 9),
                  st.integers(5, 9))  # fmt: skip


def assert_close(ours: Tensor, theirs: Tensor) -> None:
    torch.testing.assert_close(ours, theirs, rtol=0.0, atol=1e-12)


def drawn(*shape: int, seed: int = 0) -> Tensor:
    luck = Generator().manual_seed(seed + sum(shape))
    return torch.randn(*shape, generator=luck, dtype=torch.float64)


@given(size=SIZES, stride=st.integers(1, 3), padding=st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_the_loops_are_conv2d(
    size: tuple[int, int, int, int, int], stride: int, padding: int
) -> None:
    """For any number of maps, any window, stride and padding; without them as one product too."""
    channels, filters, k, height, width = size
    x, w, b = drawn(channels, height, width), drawn(filters, channels, k, k), drawn(filters)

    expected = F.conv2d(x[None], w, b, stride, padding)[0]

    assert_close(by_hand.correlate(x, w, b, stride, padding), expected)
    assert_close(by_hand.unfolded(x, w, b), F.conv2d(x[None], w, b)[0])


@given(size=SIZES)
@settings(max_examples=40, deadline=None)
def test_the_gradients_are_autograds(size: tuple[int, int, int, int, int]) -> None:
    """Of the filters a cross-correlation, of the image a true convolution."""
    channels, filters, k, height, width = size
    x = drawn(channels, height, width).requires_grad_()
    w = drawn(filters, channels, k, k).requires_grad_()
    y = F.conv2d(x[None], w)[0]
    delta = drawn(*y.shape, seed=1)
    y.backward(delta)  # type: ignore[no-untyped-call]

    assert x.grad is not None and w.grad is not None
    assert_close(by_hand.filter_gradient(x.detach(), delta), w.grad)
    assert_close(by_hand.image_gradient(w.detach(), delta), x.grad)


def test_one_is_a_cross_correlation_and_the_other_a_convolution() -> None:
    """As scipy has them; for a filter that is not symmetric they differ."""
    x, w = drawn(1, 7, 6), drawn(1, 1, 3, 3)
    correlated = by_hand.correlate(x, w, torch.zeros(1).double())[0].numpy()
    convolved = by_hand.convolve(x, w)[0].numpy()

    assert correlated == pytest.approx(correlate2d(x[0], w[0, 0], "valid"), abs=1e-12)
    assert convolved == pytest.approx(convolve2d(x[0], w[0, 0], "full"), abs=1e-12)
    assert not torch.allclose(torch.from_numpy(convolved[2:-2, 2:-2]), torch.from_numpy(correlated))


@given(k=st.integers(1, 4), height=st.integers(4, 9), width=st.integers(4, 9))
@settings(max_examples=30, deadline=None)
def test_the_pool_is_torchs(k: int, height: int, width: int) -> None:
    """Pixels that fill no window are left out by both."""
    x = drawn(2, height, width)

    assert torch.equal(F.max_pool2d(x[None], k)[0], by_hand.max_pool(x, k))


@given(size=st.integers(1, 70), k=st.integers(1, 7), s=st.integers(1, 4), p=st.integers(0, 3))
@settings(max_examples=100, deadline=None)
def test_the_formula_is_what_torch_makes(size: int, k: int, s: int, p: int) -> None:
    """Wherever the window fits."""
    if size + 2 * p >= k:
        y = F.conv1d(torch.zeros(1, 1, size), torch.zeros(1, 1, k), stride=s, padding=p)
        assert y.shape[-1] == output_size(size, k, s, p)


def test_two_lines_of_tutorials_hold_for_one_size_each() -> None:
    """As the story says: 64·8·8 and 64·6·6 are for 32 × 32, and 28 × 28 needs other numbers."""

    def needed(side: int, padding: int) -> int:
        layers = [nn.Conv2d(1, 32, 3, padding=padding), nn.MaxPool2d(2),
                  nn.Conv2d(32, 64, 3, padding=padding), nn.MaxPool2d(2)]  # fmt: skip
        return flat_after(layers, (1, side, side))

    assert [64 * 8 * 8, 64 * 6 * 6] == [needed(32, 1), needed(32, 0)]
    assert [64 * 7 * 7, 64 * 5 * 5] == [needed(28, 1), needed(28, 0)]


@given(
    name=st.sampled_from(sorted(LAYERS)), height=st.integers(2, 64), width=st.integers(2, 64),
    channels=st.sampled_from([1, 3]), kernel=st.integers(1, 5), halved=st.integers(0, 2),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_every_network_takes_images_of_every_size(
    name: str, height: int, width: int, channels: int, kernel: int, halved: int
) -> None:
    """Each layer makes what the formula says, and no flattened size is wrong."""
    hp = CNN(network=name, kernel=kernel, halved=halved, filters=2)
    x = torch.rand(2, channels, height, width)
    model = network((channels, height, width), 3, background(x), hp)
    h = model.frame(x)

    for layer in model.layers:
        expected = shape_after(layer, tuple(h.shape[1:]))
        h = layer(h)
        assert expected == tuple(h.shape[1:])
    assert (2, 3) == h.shape


@given(down=st.integers(-2, 2), right=st.integers(-2, 2))
@settings(max_examples=25, deadline=None)
def test_a_move_loses_nothing(down: int, right: int) -> None:
    """What leaves the frame on one side is paper, and it comes back as it was."""
    z = F.pad(drawn(3, 1, 5, 6), (EDGE,) * 4)
    there = rolled(z, down, right)

    assert torch.equal(z, rolled(there, -down, -right))
    expected = z[..., EDGE:-EDGE, EDGE:-EDGE]
    place = there[..., EDGE + down : EDGE + down + 5, EDGE + right : EDGE + right + 6]
    assert torch.equal(expected, place)


def test_each_training_image_moves_by_its_own_luck() -> None:
    """Every one of the 25 places comes up, whole, and nothing else."""
    z = F.pad(drawn(1, 1, 4, 4), (EDGE,) * 4).expand(600, 1, 8, 8)
    found = moved(z, 2)
    places = [rolled(z[0], down, right) for down in range(-2, 3) for right in range(-2, 3)]

    counts = torch.stack([(found == place).flatten(1).all(1).sum() for place in places])

    assert 600 == int(counts.sum()) and 0 < int(counts.min())


@given(channels=st.integers(1, 3), k=st.sampled_from([1, 3, 5]), side=st.integers(4, 12))
@settings(max_examples=30, deadline=None)
def test_a_convolution_is_equivariant_and_a_pool_by_two_pixels_only(
    channels: int, k: int, side: int
) -> None:
    """Exactly: the same products are added in the same order."""
    layer = nn.Conv2d(channels, 4, k, padding=k // 2)
    found = apart(layer, F.pad(drawn(2, channels, side, side), (EDGE,) * 4).float())

    assert found["1 pixel"] <= 1e-12 and found["2 pixels"] <= 1e-12
    assert found["2 pixels, pooled"] <= 1e-12 < 1e-3 < found["1 pixel, pooled"]


def test_paper_is_what_the_border_mostly_is() -> None:
    """In each colour; a digit that touches the border does not change it."""
    images = torch.ones(50, 3, 6, 6)
    images[:, 1] = 0.25
    images[:, :, 2:, 2] = 0.0

    assert [1.0, 0.25, 1.0] == background(images).flatten().tolist()


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_the_number_that_is_worked_out_is_the_networks(name: str) -> None:
    """At every stage the last number is the largest that the layer made; shares add up."""
    torch.manual_seed(3)
    x = torch.rand(1, 1, 8, 8)
    model = network((1, 8, 8), 4, background(x), CNN(network=name, halved=1))
    with torch.no_grad():
        found = stages(model, x)
        tables = worked_out(model, found, ["a", "b", "c", "d"])

    assert len(found) == len(tables)
    for (stage, h), rows in zip(found, tables, strict=True):
        told = " ".join(cell for row in rows for cell in row)
        if stage.startswith(("conv", "pool", "scores", "hidden", "largest")):
            assert f"= {float(h.max()):.2f}".replace("-", "−") in told
    assert f"= {float(found[-1][1].max()):.1%}" == tables[-1][0][2]


def test_the_products_in_the_table_add_up() -> None:
    """Nine pixels, nine weights, nine products, and a bias."""
    torch.manual_seed(0)
    x = torch.rand(1, 1, 8, 8)
    model = network((1, 8, 8), 2, background(x), CNN())
    with torch.no_grad():
        rows = worked_out(model, stages(model, x), ["a", "b"])[1]

    def numbers(column: int) -> list[float]:
        return [float(n.replace("−", "-")) for row in rows[1:4] for n in row[column].split()]

    bias, said = (float(cell.split()[-1].replace("−", "-")) for cell in rows[4][1:])
    products = [a * b for a, b in zip(numbers(0), numbers(1), strict=True)]
    assert products == pytest.approx(numbers(2), abs=0.02)
    assert said == pytest.approx(sum(products) + bias, abs=0.05)


@given(low=st.floats(-1e3, 1e3), high=st.floats(-1e3, 1e3))
@settings(max_examples=60, deadline=None)
def test_maps_are_drawn_between_black_and_white(low: float, high: float) -> None:
    """Whatever numbers they hold; where all are 0 nothing is divided by it."""
    grey = in_grey(torch.tensor([[[low, high]], [[0.0, 0.0]]]))

    assert 0 <= float(grey.min()) and float(grey.max()) <= 1
