"""NT-Xent and what is measured beside it in lesson 21, against torch and against the formulas."""

import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from lessons.lesson21_contrastive import by_hand, loss
from lessons.lesson21_contrastive.model import Network
from lessons.lesson21_contrastive.neighbours import nearest
from lessons.lesson21_contrastive.pictures import Steady, flat_map
from lessons.lesson21_contrastive.train import schedule
from lessons.lesson21_contrastive.views import views

SIZES = st.tuples(st.integers(2, 6), st.integers(1, 5), st.integers(0, 10_000))
TAUS = st.sampled_from([0.02, 0.2, 1.0, 50.0])


def embedded(size: tuple[int, int, int]) -> Tensor:
    """Two views of each of some images, (2B, D), of any length."""
    pairs, wide, seed = size
    luck = torch.Generator().manual_seed(seed)
    return torch.randn(2 * pairs, wide, generator=luck, dtype=torch.float64) + 0.1


def cosines(z: Tensor) -> Tensor:
    return F.cosine_similarity(z[:, None], z[None], dim=2)


@given(size=SIZES, tau=TAUS)
@settings(max_examples=60, deadline=None)
def test_nt_xent_written_out_is_the_cross_entropy(size: tuple[int, int, int], tau: float) -> None:
    """Of finding the other view among all others, for vectors of any length."""
    z = embedded(size)

    written = by_hand.nt_xent(z.tolist(), tau)

    assert float(loss.nt_xent(cosines(z), tau)) == pytest.approx(written, rel=1e-9, abs=1e-9)


@given(size=SIZES, tau=TAUS)
@settings(max_examples=40, deadline=None)
def test_its_gradient_written_out_is_autograds(size: tuple[int, int, int], tau: float) -> None:
    """For vectors of length 1, as the loop has them."""
    z = F.normalize(embedded(size), dim=1).requires_grad_()
    loss.nt_xent(z @ z.T, tau).backward()

    assert z.grad is not None
    written = torch.tensor(by_hand.gradient(z.tolist(), tau), dtype=torch.float64)
    torch.testing.assert_close(z.grad, written, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("batch", [2, 16, 128])
def test_chance_is_the_loss_where_all_images_look_alike(batch: int) -> None:
    """ln(2B − 1); and there two views are as near, and all as crowded, as can be."""
    similar = torch.ones(2 * batch, 2 * batch, dtype=torch.float64)

    assert float(loss.nt_xent(similar, 0.2)) == pytest.approx(loss.chance(batch), rel=1e-12)
    assert 0 == float(loss.alignment(similar)) == float(loss.attraction(similar, 0.2))
    assert float(loss.uniformity(similar)) == pytest.approx(0, abs=1e-12)


@given(size=SIZES)
@settings(max_examples=40, deadline=None)
def test_alignment_and_uniformity_are_means_over_distances(size: tuple[int, int, int]) -> None:
    """As Wang and Isola write them: of squared distances, and of exp(−2 times them)."""
    z = F.normalize(embedded(size), dim=1)
    rows, pairs = len(z), len(z) // 2
    squared = (z[:, None] - z[None]).square().sum(2)
    apart = [float(squared[i, k]) for i in range(rows) for k in range(rows) if i != k]

    aligned = float((z[:pairs] - z[pairs:]).square().sum(1).mean())
    assert aligned == pytest.approx(float(loss.alignment(z @ z.T)), abs=1e-9)
    spread = math.log(sum(math.exp(-2 * d) for d in apart) / len(apart))
    assert spread == pytest.approx(float(loss.uniformity(z @ z.T)), abs=1e-9)


def test_retrieval_is_the_share_whose_nearest_is_the_partner() -> None:
    """Three of four views here: the last one is nearer to a stranger."""
    z = F.normalize(torch.tensor([[1.0, 0.0], [0.0, 1.0], [0.9, 0.1], [0.8, 0.6]]), dim=1)

    assert 0.75 == float(loss.retrieval(z @ z.T))


@pytest.mark.parametrize("shape", [(8, 8), (1, 1), (2, 5), (17, 28), (64, 40)])
@pytest.mark.parametrize("channels", [1, 3])
def test_views_and_features_of_any_size(shape: tuple[int, int], channels: int) -> None:
    """Of strength 0 a view is the image; the network takes images up to 64 pixels a side."""
    x = torch.rand(3, channels, *shape)

    torch.testing.assert_close(views(x, 0.0), x, rtol=0, atol=1e-5)
    assert not torch.equal(views(x, 1.0), views(x, 1.0))
    network = Network(channels, max(shape), 32)
    assert (3, 64) == network.encode(views(x, 3.0)).shape
    torch.testing.assert_close(network(x).norm(dim=1), torch.ones(3))


def test_kinds_of_views_change_what_they_say() -> None:
    """Moved views have the pixels of the image elsewhere, shaded ones keep where they are."""
    x = torch.zeros(50, 1, 9, 9)
    x[:, :, 4, 4] = 1.0

    assert all(int(each.argmax()) == 40 for each in views(x, 1.0, "shaded"))
    assert 0 <= float(views(x, 1.0, "moved").min()) and float(views(x, 1.0, "moved").max()) <= 1
    assert len({int(each.argmax()) for each in views(x, 1.0, "moved")}) > 5


def test_a_map_is_held_still_from_picture_to_picture() -> None:
    """A map that is only turned or mirrored does not move at all."""
    points = torch.randn(30, 2, generator=torch.Generator().manual_seed(1))
    steady = Steady(30)
    first = steady.turned(points)
    turn = torch.tensor([[0.6, -0.8], [-0.8, -0.6]])  # turned and mirrored

    torch.testing.assert_close(first, steady.turned(points @ turn), rtol=1e-4, atol=1e-5)
    kept = Steady(30)
    kept.load_state_dict(steady.state_dict())
    assert torch.equal(steady.last, kept.last)


def test_the_map_has_the_directions_in_which_features_differ_most() -> None:
    """Against the singular values of the centred features of length 1."""
    h = torch.randn(40, 6, generator=torch.Generator().manual_seed(2)) * torch.arange(1, 7)
    away = F.normalize(h, dim=1)
    largest = torch.linalg.svdvals(away - away.mean(0))[:2]

    torch.testing.assert_close(largest, flat_map(h).norm(dim=0), rtol=1e-4, atol=1e-4)


def test_the_nearest_are_those_with_the_largest_cosine_around_the_mean() -> None:
    """The image itself first, with a cosine of 1."""
    bank = np.random.default_rng(0).normal(size=(30, 5)).astype(np.float32)
    places, found = nearest(bank, bank[:4], 3)
    away = bank - bank.mean(0)
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    wanted = away[:4] @ away.T

    assert [0, 1, 2, 3] == places[:, 0].tolist()
    np.testing.assert_allclose(np.sort(wanted)[:, ::-1][:, :3], found, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("total", [1, 2, 3, 10, 250])
def test_the_learning_rate_rises_falls_and_stays_within_its_knob(total: int) -> None:
    """Whatever the number of steps; the last one is 0."""
    shares = [schedule(step, total) for step in range(1, total + 1)]

    assert all(0 <= share <= 1 for share in shares)
    assert shares[-1] == pytest.approx(0, abs=1e-9)
    assert max(shares) > 0.9 or total < 10
