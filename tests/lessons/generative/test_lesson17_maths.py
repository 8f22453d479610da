"""What is written out by hand in lesson 17, against torch, and its bounds against integrals."""

import math

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Generator, Tensor
from torch.distributions import Normal, kl_divergence

from lessons.lesson17_vae import Vae, by_hand, measures
from lessons.lesson17_vae.model import HIGHEST, LOWEST, VAE
from lessons.lesson17_vae.pictures import plane

SIZES = st.tuples(st.integers(1, 12), st.integers(1, 20), st.sampled_from([1e-3, 1.0, 30.0]))


def numbers(size: tuple[int, int, float], luck: int = 0) -> Tensor:
    """Numbers of about this size, (rows, columns)."""
    rows, columns, scale = size
    found = Generator().manual_seed(1000 * rows + columns + luck)
    return scale * torch.randn(rows, columns, generator=found, dtype=torch.float64)


def gaussian(size: tuple[int, int, float]) -> tuple[Tensor, Tensor]:
    """Means, and log σ² within the limits of the encoder."""
    return numbers(size), numbers(size, 1).clamp(LOWEST, HIGHEST)


@given(size=SIZES)
@settings(max_examples=60, deadline=None)
def test_the_kl_and_its_gradients_are_torchs(size: tuple[int, int, float]) -> None:
    """Of N(μ, σ²) to N(0, 1), summed over the numbers of the code."""
    mean, log_var = (each.requires_grad_() for each in gaussian(size))
    q = Normal(mean, (0.5 * log_var).exp())
    expected = kl_divergence(q, Normal(torch.zeros_like(mean), 1.0)).sum(-1)
    theirs = torch.autograd.grad(expected.sum(), (mean, log_var))

    torch.testing.assert_close(expected, by_hand.gaussian_kl(mean, log_var), rtol=1e-9, atol=1e-9)
    ours = by_hand.gaussian_kl_gradients(mean, log_var)
    torch.testing.assert_close(theirs, ours, rtol=1e-9, atol=1e-9)


@given(size=SIZES)
@settings(max_examples=60, deadline=None)
def test_the_likelihood_is_torchs_and_sums_to_one(size: tuple[int, int, float]) -> None:
    """Also where exp of a logit would overflow; over all images of two pixels p adds up to 1."""
    logits = numbers((size[0], size[1], 100 * size[2]))
    x = (numbers(size, 2) > 0).double()
    expected = -F.binary_cross_entropy_with_logits(logits, x, reduction="none").sum(-1)

    found = by_hand.bernoulli_log_likelihood(x, logits)

    torch.testing.assert_close(expected, found, rtol=1e-12, atol=1e-12)
    every = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], dtype=torch.float64)
    two = numbers((1, 2, size[2]), 3)
    assert 1 == pytest.approx(float(by_hand.bernoulli_log_likelihood(every, two).exp().sum()))


@given(size=SIZES)
@settings(max_examples=60, deadline=None)
def test_gradients_pass_through_the_sample_as_the_formula_says(
    size: tuple[int, int, float],
) -> None:
    """Of any function of z, here Σ sin z, by autograd and by hand."""
    mean, log_var = (each.requires_grad_() for each in gaussian(size))
    noise = numbers((size[0], size[1], 1.0), 4)
    z = by_hand.reparameterised(mean, log_var, noise)
    theirs = torch.autograd.grad(z.sin().sum(), (mean, log_var))

    ours = by_hand.reparameterised_gradients(z.detach().cos(), log_var.detach(), noise)

    torch.testing.assert_close(theirs, ours, rtol=1e-9, atol=1e-12)


def test_the_sample_has_the_mean_and_the_deviation() -> None:
    """Over many draws, within five standard errors."""
    noise = torch.randn(200_000, 1, generator=Generator().manual_seed(0), dtype=torch.float64)
    z = by_hand.reparameterised(torch.tensor([1.5]), torch.tensor([math.log(4.0)]), noise)

    assert 1.5 == pytest.approx(float(z.mean()), abs=5 * 2 / 200_000**0.5)
    assert 2.0 == pytest.approx(float(z.std()), rel=0.01)


@given(samples=st.integers(1, 40), rows=st.integers(1, 5), scale=st.sampled_from([1.0, 1e4]))
@settings(max_examples=60, deadline=None)
def test_iwae_is_a_log_of_a_mean(samples: int, rows: int, scale: float) -> None:
    """Also of weights such as e^−10000; with one sample it is that sample."""
    weights = numbers((samples, rows, scale), 5) - scale
    expected = torch.logsumexp(weights, 0) - math.log(samples)

    torch.testing.assert_close(expected, by_hand.iwae(weights), rtol=1e-12, atol=1e-9)
    torch.testing.assert_close(weights[0], by_hand.iwae(weights[:1]))


def small(**knobs: object) -> tuple[VAE, Tensor]:
    """A network of one number in the code, and images of six pixels, in float64."""
    torch.manual_seed(0)
    model = VAE(6, Vae(**{"code": 1, "hidden": 5, "layers": 1} | knobs)).double()  # type: ignore[arg-type]
    return model, (torch.rand(9, 6, dtype=torch.float64) > 0.5).double()


def true_cost(model: VAE, x: Tensor) -> Tensor:
    """−log p(x) by the integral over the code, on a fine grid."""
    z = torch.linspace(-9, 9, 4001, dtype=torch.float64)[:, None]
    likely = by_hand.bernoulli_log_likelihood(x[:, None], model.decode(z))  # (N, grid)
    prior = by_hand.gaussian_log_density(z, torch.zeros(1), torch.zeros(1))
    return -(likely + prior + math.log(18 / 4000)).logsumexp(-1)


def test_both_bounds_are_above_the_integral_and_iwae_is_the_tighter() -> None:
    """−ELBO, averaged over many draws, ≥ IWAE ≥ −log p(x); and many samples come close to it."""
    model, x = small()
    luck = Generator().manual_seed(1)
    noise = torch.randn(4000, 1, 1, generator=luck, dtype=torch.float64)
    true = true_cost(model, x)
    bounds = [measures.bound_of(model, x, each.expand(9, 1)).minus_elbo for each in noise[:400]]

    few, many = (
        measures.iwae_of(model, x, k, Generator().manual_seed(2)).detach() for k in (5, 4000)
    )

    assert bool((torch.stack(bounds).mean(0) > true).all())
    assert float(torch.stack(bounds).mean()) > float(few.mean()) - 0.02
    torch.testing.assert_close(true, many, rtol=0.01, atol=0.01)


def test_the_measured_bound_is_the_one_by_hand() -> None:
    """The same noise through both."""
    model, x = small(code=3)
    noise = torch.randn(9, 3, generator=Generator().manual_seed(3), dtype=torch.float64)
    mean, log_var = model.encode(x)
    z = by_hand.reparameterised(mean, log_var, noise)

    found = measures.bound_of(model, x, noise)

    expected = -by_hand.elbo(x, model.decode(z), mean, log_var)
    torch.testing.assert_close(expected.detach(), found.minus_elbo, rtol=1e-9, atol=1e-9)
    weights = by_hand.log_weights(x, z[None], model.decode(z)[None], mean, log_var)
    one = -by_hand.bernoulli_log_likelihood(x, model.decode(z))
    zero = torch.zeros_like(mean)
    densities = [by_hand.gaussian_log_density(z, *at) for at in ((mean, log_var), (zero, zero))]
    torch.testing.assert_close(one + densities[0] - densities[1], -by_hand.iwae(weights))


@pytest.mark.parametrize("raw", [-1e4, 1e4])
def test_the_deviation_stays_within_limits(raw: float) -> None:
    """Wherever the encoder goes: in the loop, in the ELBO and in IWAE alike."""
    model, x = small()
    with torch.no_grad():
        model.encoder[-1].bias.fill_(raw)  # type: ignore[union-attr, operator]

    log_var = model.encode(x)[1]

    assert {min(max(raw, LOWEST), HIGHEST)} == set(log_var.flatten().tolist())


def test_pixels_alone_cost_what_their_shares_say() -> None:
    """A pixel that is 1 in half of the images costs ln 2; one that is never 1 costs little."""
    train = torch.tensor([[1.0, 0.0]] * 49 + [[0.0, 0.0]] * 49)
    test = torch.tensor([[1.0, 0.0]])

    expected = math.log(2) - math.log(99 / 100)
    assert expected == pytest.approx(float(measures.pixels_alone(train, test)), rel=1e-5)


def test_the_plane_goes_in_steps_of_equal_probability() -> None:
    """From low to high to the right, from high to low downwards; other numbers are 0."""
    z = plane(torch.tensor([1, 3]), 5, (8, 4))

    torch.testing.assert_close(torch.arange(1, 16, 2) / 16, torch.special.ndtr(z[:8, 1]))
    torch.testing.assert_close(torch.arange(7, 0, -2) / 8, torch.special.ndtr(z[::8, 3]))
    assert 0 == int(z[:, [0, 2, 4]].count_nonzero())
    line = plane(torch.tensor([0]), 1, (8, 4))
    assert (32, 1) == line.shape and torch.equal(line, line.sort(0).values)


def test_spread_takes_some_from_the_first_to_the_last() -> None:
    """Never more than asked, and of few all."""
    assert [0, 3, 6, 9] == measures.spread(torch.arange(10), 4).tolist()
    assert list(range(10)) == measures.spread(torch.arange(10), 10).tolist()
