"""Regularizers, least squares and folds, by hand, against torch and scikit-learn."""

import math
import statistics
from collections import Counter

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import Ridge
from sklearn.model_selection import KFold
from torch import Tensor, nn

from lessons.lesson09_overfitting import Overfitting, folds, least_squares, regularizers, scores
from lessons.lesson09_overfitting.solved import correlation
from lessons.lesson09_overfitting.taught import Examples, wrong_labels
from lessons.lesson09_overfitting.widths import NARROWEST, WIDEST, widths


def luck(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_dropout_is_torchs(p: float) -> None:
    """With the same luck, the same units are dropped and the others scaled alike."""
    h = torch.randn(50, 40, generator=luck(0), dtype=torch.float64)
    torch.manual_seed(1)
    expected = F.dropout(h, p)
    torch.manual_seed(1)

    torch.testing.assert_close(expected, regularizers.dropout(h, p), rtol=1e-12, atol=0.0)


def test_dropout_keeps_the_mean() -> None:
    """Over many draws each unit has on average what it has at test time."""
    torch.manual_seed(0)
    dropped = regularizers.dropout(torch.ones(200_000), 0.5)

    assert 1.0 == pytest.approx(dropped.mean().item(), abs=0.01)


@pytest.mark.parametrize("weight_decay", [0.01, 1.0, 10.0])
def test_decay_is_adamws(weight_decay: float) -> None:
    """Where the data ask for nothing, AdamW does the decay and no more."""
    ours = torch.randn(5, 4, generator=luck(0), dtype=torch.float64)
    theirs = nn.Parameter(ours.clone())
    optimizer = torch.optim.AdamW([theirs], lr=0.002, weight_decay=weight_decay)
    for _ in range(10):
        regularizers.decay([ours], 0.002, weight_decay)
        theirs.grad = torch.zeros_like(theirs)
        optimizer.step()

    torch.testing.assert_close(theirs.detach(), ours, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.7])
def test_smoothing_is_torchs(smoothing: float) -> None:
    """Example by example, also with one axis more in front."""
    logits = torch.randn(3, 20, 7, generator=luck(0), dtype=torch.float64)
    labels = torch.randint(7, (3, 20), generator=luck(1))
    expected = F.cross_entropy(
        logits.flatten(0, 1), labels.flatten(), label_smoothing=smoothing, reduction="none"
    )

    found = regularizers.smoothed_cross_entropy(logits, labels, smoothing)

    torch.testing.assert_close(expected.view(3, 20), found, rtol=1e-12, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(1, 3), st.integers(0, 10**6))
def test_a_moved_image_is_one_of_nine(h: int, w: int, channels: int, seed: int) -> None:
    """Moved by a pixel at most, up or down and left or right; what comes in is black."""
    torch.manual_seed(seed)
    images = torch.rand(4, channels, h, w)
    padded = F.pad(images, (1, 1, 1, 1))
    nine = [padded[:, :, i : i + h, j : j + w] for i in range(3) for j in range(3)]

    moved = regularizers.augmented(images.flatten(1), (h, w)).view_as(images)

    assert all(any(torch.equal(m, n[at]) for n in nine) for at, m in enumerate(moved))


def test_a_row_of_a_table_is_given_noise() -> None:
    """It has no pixels: its numbers move a little, each by itself."""
    torch.manual_seed(0)
    x = torch.zeros(5000, 2)

    assert regularizers.JITTER == pytest.approx(
        regularizers.augmented(x, None).std().item(), rel=0.05
    )


def test_early_stopping_keeps_the_best_weights() -> None:
    """Those of the smallest loss, also after a checkpoint."""
    model = nn.Linear(1, 1)
    stopping = regularizers.EarlyStopping(model)
    for step, loss in enumerate([3.0, 1.0, 2.0], 1):
        nn.init.constant_(model.weight, float(step))
        stopping.look(model, loss, step)
    again = regularizers.EarlyStopping(nn.Linear(1, 1))
    again.load_state_dict(stopping.state_dict())

    assert [(2, 1.0, 2.0)] * 2 == [
        (s.step, s.lowest, next(s.model.parameters()).item()) for s in (stopping, again)
    ]


def problem(n: int, p: int, seed: int = 0) -> tuple[Tensor, Tensor]:
    """Features (n, p) and targets (n, 3)."""
    features = torch.randn(n, p, generator=luck(seed), dtype=torch.float64)
    return features, torch.randn(n, 3, generator=luck(seed + 1), dtype=torch.float64)


@pytest.mark.parametrize(("n", "p"), [(30, 10), (30, 30), (30, 90)])
@pytest.mark.parametrize("ridge", [1e-3, 0.1, 10.0])
def test_ridge_is_scikit_learns(n: int, p: int, ridge: float) -> None:
    """With few units, as many as examples, and many."""
    features, targets = problem(n, p)
    expected = Ridge(alpha=ridge, fit_intercept=False, solver="svd").fit(features, targets)

    found = least_squares.decompose(features, targets).weights(ridge)

    np.testing.assert_allclose(expected.coef_.T, found.numpy(), rtol=1e-8, atol=1e-10)


@pytest.mark.parametrize(("n", "p"), [(30, 10), (30, 90)])
@pytest.mark.parametrize("is_deficient", [False, True])
def test_no_penalty_is_torchs_smallest_solution(n: int, p: int, is_deficient: bool) -> None:
    """That of LAPACK's gelsd, also where columns repeat others."""
    features, targets = problem(n, p)
    if is_deficient:
        features = torch.cat([features, features[:, :5]], dim=1)
    expected = torch.linalg.lstsq(features, targets, driver="gelsd").solution

    found = least_squares.decompose(features, targets).weights(0.0)

    torch.testing.assert_close(expected, found, rtol=1e-8, atol=1e-10)


def test_random_features_do_not_look_at_the_test() -> None:
    """Means and deviations are those of the rows that are learned from; one never changes."""
    x = torch.rand(20, 4, generator=luck(0))
    x[:, 2] = 0.5
    layer = least_squares.random_features(x, least_squares.draw_features(4, 7))

    assert (20, 5) == tuple(layer(x, 5).shape)
    assert layer(torch.rand(3, 4, generator=luck(1)), 7).isfinite().all()
    torch.testing.assert_close(x.double().mean(0), layer.mean)


@pytest.mark.parametrize(("n", "k"), [(20, 2), (23, 5), (20, 20)])
def test_k_fold_is_scikit_learns(n: int, k: int) -> None:
    """The same folds, and the same rows wrong, as KFold and Ridge give."""
    torch.manual_seed(0)
    x, labels = torch.rand(n, 6), torch.randint(3, (n,))
    taught = Examples(x, labels, labels, list(range(n)))
    drawn, order = least_squares.draw_features(6, folds.UNITS), torch.arange(n)
    wrong = 0
    for rest, fold in KFold(k).split(x):
        layer = least_squares.random_features(x[rest], drawn)
        targets = least_squares.one_hot(labels[rest], 3)
        model = Ridge(alpha=0.1, fit_intercept=False, solver="svd")
        model.fit(layer(x[rest], folds.UNITS), targets)
        said = model.predict(layer(x[fold], folds.UNITS)).argmax(1)
        wrong += int((said != labels[fold].numpy()).sum())

    assert wrong / n == pytest.approx(folds.cross_validated(taught, order, k, drawn, 3, 0.1))


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 500), st.integers(2, 60))
def test_one_width_is_the_number_of_examples(n: int, steps: int) -> None:
    """There the peak is; the others go up, from a tenth of it to sixteen times."""
    found = widths(n, steps)

    assert n in found
    assert sorted(found) == found
    assert steps == len(found)
    assert max(found) <= max(n, round(WIDEST * n))
    assert min(found) >= min(n, max(1, round(NARROWEST * n)))


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 200), st.integers(2, 12), st.floats(0.0, 1.0), st.integers(0, 10**6))
def test_wrong_labels_are_wrong(n: int, classes: int, noise: float, seed: int) -> None:
    """Exactly the share that is asked for, and each of another class that there is."""
    truth = torch.randint(classes, (n,), generator=luck(seed))
    order, other = torch.randperm(n, generator=luck(seed + 1)), torch.randint(1, classes, (n,))

    noisy = wrong_labels(truth, order, other, Overfitting(noise=noise), classes)
    mixed = wrong_labels(truth, order, other, Overfitting(labels="random"), classes)

    assert round(noise * n) == int((noisy != truth).sum())
    assert set(noisy.tolist()) <= set(range(classes))
    assert Counter(truth.tolist()) == Counter(mixed.tolist())


def test_what_is_measured_is_torchs() -> None:
    """Losses and accuracies, of one network and of several at once."""
    logits = torch.randn(3, 20, 5, generator=luck(0), dtype=torch.float64)
    labels = torch.randint(5, (3, 20), generator=luck(1))
    truth = torch.randint(5, (3, 20), generator=luck(2))

    found = scores.measured(logits, labels, truth, logits, truth[0], are_wrong=True)

    for at in range(3):
        alone = scores.measured(
            logits[at], labels[at], truth[at], logits[at], truth[0], are_wrong=True
        )
        torch.testing.assert_close({name: value[at] for name, value in found.items()}, alone)
        torch.testing.assert_close(F.cross_entropy(logits[at], labels[at]), alone["train_loss"])
        wrong = (labels[at] != truth[at]).nonzero().flatten().tolist()
        said = logits[at].argmax(1)
        assert sum(int(said[i] == truth[at][i]) for i in wrong) / len(wrong) == pytest.approx(
            float(alone["sees_through"])
        )


def test_correlation_is_pearsons() -> None:
    """As the standard library has it; of a constant there is none."""
    a, b = [0.1, 0.4, 0.2, 0.9], [1.0, 0.0, 3.0, 2.0]

    assert statistics.correlation(a, b) == pytest.approx(correlation(a, b))
    assert math.isnan(correlation([1.0, 1.0], [0.0, 1.0]))
