"""Bayes' rule, the four points, the gradients and modality dropout of lesson 22, in float64."""

from itertools import product as every

import pytest
import torch
from torch import Tensor, nn

from lessons.lesson22_fusion import by_hand, rules
from lessons.lesson22_fusion.model import network
from lessons.lesson22_fusion.train import schedule

KINDS = ("early", "late", "joint", "image", "caption")
F, V, C, H, B = 7, 5, 3, 6, 9


def drawn(seed: int = 0) -> tuple[Tensor, Tensor, Tensor]:
    """Images (B, F), captions (B, V) and classes (B,)."""
    luck = torch.Generator().manual_seed(seed)
    image = torch.randn(B, F, generator=luck, dtype=torch.float64)
    caption = torch.rand(B, V, generator=luck, dtype=torch.float64)
    return image, caption, torch.randint(C, (B,), generator=luck)


def made(kind: str) -> nn.Module:
    torch.manual_seed(1)
    return network(kind, F, V, C, H).double()


@pytest.mark.parametrize("values", [(2, 3, 4), (3, 2, 2), (4, 5, 3)])
def test_posteriors_multiplied_over_the_prior_are_bayes_rule(values: tuple[int, int, int]) -> None:
    """From a table of p(y) p(x | y) p(c | y): for every image and every caption, exactly."""
    classes, images, captions = values
    luck = torch.Generator().manual_seed(3)
    prior, of_x, of_c = (
        torch.rand(*shape, generator=luck, dtype=torch.float64)
        for shape in ((classes,), (classes, images), (classes, captions))
    )
    prior, of_x, of_c = prior / prior.sum(), of_x / of_x.sum(1, True), of_c / of_c.sum(1, True)
    table = prior[:, None, None] * of_x[:, :, None] * of_c[:, None, :]  # (C, X, K): p(y, x, c)
    by_x, by_c = table.sum(2) / table.sum((0, 2)), table.sum(1) / table.sum((0, 1))

    for x, c in every(range(images), range(captions)):
        wanted = table[:, x, c] / table[:, x, c].sum()
        scores = torch.stack([by_x[:, x], by_c[:, c]]).log()[:, None] + 5.0  # any constant
        torch.testing.assert_close(wanted, rules.product(scores, prior).exp()[0])
        ours = by_hand.posterior(by_x[:, x].tolist(), by_c[:, c].tolist(), prior.tolist())
        assert wanted.tolist() == pytest.approx(ours, abs=1e-12)


def test_where_they_depend_on_each_other_the_product_is_wrong() -> None:
    """Xor: each posterior is a half, so the product is, and the truth is 0 or 1."""
    halves = torch.zeros(2, 1, 2, dtype=torch.float64)
    prior = torch.tensor([0.5, 0.5], dtype=torch.float64)

    assert [0.5, 0.5] == rules.product(halves, prior).exp()[0].tolist()
    assert [0.5, 0.5] == pytest.approx(rules.mean(halves).exp()[0].tolist())


def test_one_network_alone_is_its_softmax() -> None:
    """Whatever the prior: it is in the posterior already."""
    scores = torch.randn(1, 4, 3, dtype=torch.float64)
    prior = torch.tensor([0.7, 0.2, 0.1], dtype=torch.float64)

    torch.testing.assert_close(scores[0].softmax(1), rules.product(scores, prior).exp())
    torch.testing.assert_close(scores[0].softmax(1), rules.mean(scores).exp())


@pytest.mark.parametrize("kind", KINDS)
def test_the_gradient_written_out_is_autograds(kind: str) -> None:
    """Of every weight of every network."""
    model, (image, caption, y) = made(kind), drawn()
    rules.loss_of(model(image, caption), y).backward()
    ours = by_hand.gradients(model, image, caption, y)

    assert {name for name, _ in model.named_parameters()} == set(ours)
    for name, weight in model.named_parameters():
        assert weight.grad is not None
        torch.testing.assert_close(weight.grad, ours[name], rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_compared_in_a_run_agrees(kind: str) -> None:
    """And would tell, if a rule had another prior in it."""
    model, (image, caption, y) = made(kind).float(), drawn()
    prior = torch.tensor([0.5, 0.3, 0.2])
    apart = by_hand.compared(model, image.float(), caption.float(), y, prior)

    assert (kind == "late") == ("product of posteriors" in apart)
    assert max(apart.values()) < 1e-12


def crosswise(kind: str) -> Tensor:
    """s₀₀ + s₁₁ − s₀₁ − s₁₀ of the log-odds of two classes, for any two images and captions."""
    model, (image, caption, _) = made(kind), drawn()
    prior = torch.tensor([0.5, 0.3, 0.2], dtype=torch.float64)
    s = torch.empty(2, 2, dtype=torch.float64)
    for i, j in every((0, 1), (0, 1)):
        logs = rules.product(model(image[i : i + 1], caption[j : j + 1]), prior)[0].detach()
        s[i, j] = logs[1] - logs[0]
    return rules.interaction(s)


@pytest.mark.parametrize("kind", ["late", "joint", "image", "caption"])
def test_a_sum_of_scores_has_equal_sums_crosswise(kind: str) -> None:
    """With any weights: also before the first step."""
    assert float(crosswise(kind)) == pytest.approx(0, abs=1e-12)


def test_early_fusion_is_no_sum() -> None:
    """Not even before the first step."""
    assert abs(float(crosswise("early"))) > 1e-3


def test_no_sum_has_four_points_of_xor_right_and_some_has_three() -> None:
    """Tried with every threshold between the values of two numbers for each sense."""
    grid = torch.linspace(-2, 2, 9, dtype=torch.float64).tolist()
    most = max(
        sum(((a[i] + b[j]) > 0) == bool(i ^ j) for i, j in every((0, 1), (0, 1)))
        for a in every(grid, grid)
        for b in every(grid, grid)
    )

    assert 3 == most


def test_the_best_sum_for_the_loss_is_a_half_everywhere() -> None:
    """Cross-entropy on the four points of xor: from any start to p = 0.5 and ln 2."""
    a, b = torch.tensor([1.0, -2.0]).double(), torch.tensor([0.5, 3.0]).double()
    a.requires_grad_(), b.requires_grad_()
    wanted = torch.tensor([[0.0, 1.0], [1.0, 0.0]]).double()
    for _ in range(4000):
        s = a[:, None] + b[None]
        loss = nn.functional.binary_cross_entropy_with_logits(s, wanted)
        slopes = torch.autograd.grad(loss, (a, b))
        a, b = ((w - g).detach().requires_grad_() for w, g in zip((a, b), slopes, strict=True))

    assert float(loss.detach()) == pytest.approx(0.6931, abs=1e-4)
    torch.testing.assert_close(torch.full((2, 2), 0.5).double(), s.sigmoid(), atol=1e-3, rtol=0)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.95])
def test_modality_dropout_never_takes_both(share: float) -> None:
    """Each sense is away from half of the share of the examples."""
    torch.manual_seed(0)
    image, caption = rules.modality_dropout(torch.ones(20_000, 2), torch.ones(20_000, 3), share)
    lost = [(each == 0).all(1) for each in (image, caption)]

    assert not (lost[0] & lost[1]).any()
    for each in lost:
        assert share / 2 == pytest.approx(float(each.float().mean()), abs=0.015)


@pytest.mark.parametrize("total", [1, 2, 400])
def test_the_learning_rate_falls_to_nothing(total: int) -> None:
    """Along half a cosine."""
    assert schedule(total, total) == pytest.approx(0, abs=1e-12)
    assert all(0 <= schedule(step, total) <= 1 for step in range(1, total + 1))
