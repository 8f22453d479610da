"""The measures of lesson 10, written out by hand, against scikit-learn's and torch's."""

import warnings
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from torch import Tensor

from lessons.lesson10_evaluation import calibration, leaks, luck
from lessons.lesson10_evaluation.measures import (
    Confusion,
    Ranking,
    best_threshold,
    calibration_error,
    chance_error,
    log_loss,
    reliability,
)

EXACT = 1e-9
FEW_VALUES = st.sampled_from([0.0, 0.1, 0.25, 1 / 3, 0.5, 0.75, 0.9, 1.0])  # so that there are ties
P = FEW_VALUES | st.floats(0, 1)
ROWS = st.lists(st.tuples(st.booleans(), P), min_size=1, max_size=60)
Rows = list[tuple[bool, float]]


def parted(rows: Rows) -> tuple[Tensor, Tensor]:
    """The truth and the probabilities."""
    y, p = zip(*rows, strict=True)
    return torch.tensor(y).double(), torch.tensor(p, dtype=torch.float64)


def quietly(of: Any, *args: Any, **more: Any) -> Any:
    """What scikit-learn says, which warns of what is not defined."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return of(*args, **more)


@settings(max_examples=100)
@given(ROWS, P)
def test_precision_recall_and_f1_are_scikit_learns(rows: Rows, threshold: float) -> None:
    """At any threshold, with ties, and where no row is called positive, or none is."""
    y, p = parted(rows)
    called = p >= threshold
    found = Ranking.of(y, p).at(threshold)

    matrix = metrics.confusion_matrix(y, called, labels=[0, 1])
    assert [found.tn, found.fp, found.fn, found.tp] == matrix.ravel().tolist()
    assert [found.accuracy, found.precision, found.recall, found.f1] == pytest.approx([
        metrics.accuracy_score(y, called),
        *(of(y, called, zero_division=0)
          for of in (metrics.precision_score, metrics.recall_score, metrics.f1_score)),
    ], abs=EXACT)  # fmt: skip


@settings(max_examples=100)
@given(ROWS)
def test_the_areas_are_scikit_learns(rows: Rows) -> None:
    """ROC-AUC and average precision, with ties; without one of the classes there is no ROC."""
    y, p = parted(rows)
    ranking = Ranking.of(y, p)

    auc = quietly(metrics.roc_auc_score, y, p) if 0 < float(y.mean()) < 1 else np.nan
    assert auc == pytest.approx(ranking.auc(), abs=EXACT, nan_ok=True)
    if y.any():
        expected = quietly(metrics.average_precision_score, y, p)
        assert expected == pytest.approx(ranking.average_precision(), abs=EXACT)


@settings(max_examples=60)
@given(ROWS)
def test_the_curves_are_scikit_learns(rows: Rows) -> None:
    """Every threshold that makes a difference, and no other."""
    y, p = parted(rows)
    ranking = Ranking.of(y, p)
    if not 0 < float(y.mean()) < 1:
        return

    fall_out, recall, cuts = metrics.roc_curve(y, p, drop_intermediate=False)
    assert fall_out == pytest.approx(ranking.fall_out.numpy(), abs=EXACT)
    assert recall == pytest.approx(ranking.recall.numpy(), abs=EXACT)
    assert cuts[1:] == pytest.approx(ranking.thresholds[1:].numpy(), abs=EXACT)


@settings(max_examples=60)
@given(ROWS)
def test_the_area_is_the_chance_that_a_positive_scores_higher(rows: Rows) -> None:
    """Counted pair by pair, a tie as a half."""
    y, p = parted(rows)
    if not 0 < float(y.mean()) < 1:
        return
    higher = p[y > 0][:, None] - p[y == 0]

    expected = float((higher > 0).double().mean() + (higher == 0).double().mean() / 2)
    assert expected == pytest.approx(Ranking.of(y, p).auc(), abs=EXACT)


@settings(max_examples=80)
@given(ROWS)
def test_the_log_loss_is_scikit_learns(rows: Rows) -> None:
    """Also of a probability of nothing at all, which costs much and not infinity."""
    y, p = parted(rows)

    expected = metrics.log_loss(y, p.clamp(1e-15, 1 - 1e-15), labels=[0, 1])
    assert expected == pytest.approx(log_loss(y, p), rel=1e-6, abs=EXACT)


@settings(max_examples=80)
@given(ROWS, st.integers(1, 20))
def test_the_bins_are_scikit_learns(rows: Rows, bins: int) -> None:
    """The reliability of each bin, and the error that is summed over them."""
    y, p = parted(rows)
    edges = np.linspace(0, 1, bins + 1)
    p = torch.where(torch.tensor(np.isclose(p.numpy()[:, None], edges).any(1)), p / 2 + 0.011, p)

    found = reliability(y, p, bins)
    shares, said = quietly(calibration_curve, y.numpy(), p.numpy(), n_bins=bins)
    assert said == pytest.approx(found[:, 0].numpy(), abs=EXACT)
    assert shares == pytest.approx(found[:, 1].numpy(), abs=EXACT)
    weights = found[:, 2].numpy() / len(y)
    expected = float((weights * abs(shares - said)).sum())
    assert expected == pytest.approx(calibration_error(y, p, bins), abs=EXACT)


@settings(max_examples=100)
@given(ROWS, st.floats(0.05, 50))
def test_no_threshold_costs_less_than_that_with_hindsight(rows: Rows, miss: float) -> None:
    """Tried one by one."""
    y, p = parted(rows)
    ranking = Ranking.of(y, p)
    least, where = ranking.least_cost(miss)

    costs = [ranking.at(t).cost(miss) for t in [*p.tolist(), 2.0]]
    assert min(costs) == pytest.approx(least, abs=EXACT)
    assert least == pytest.approx(ranking.at(where).cost(miss), abs=EXACT)


@settings(max_examples=80)
@given(st.floats(0.01, 1000), st.floats(0, 1))
def test_the_threshold_from_the_costs_decides_for_the_cheaper(miss: float, p: float) -> None:
    """A row that is positive with probability p costs 1 − p if called so, and miss · p if not."""
    cheaper_positive = 1 - p < miss * p

    if abs((1 - p) - miss * p) > 1e-9:
        assert cheaper_positive == (p >= best_threshold(miss))


def test_a_cost_is_counted_in_false_alarms() -> None:
    """(20 · 3 + 5) / 100."""
    assert 0.65 == pytest.approx(Confusion(tp=2, fp=5, fn=3, tn=90).cost(20.0))


LOGITS = st.lists(st.tuples(st.booleans(), st.floats(-8, 8)), min_size=4, max_size=60)


@settings(max_examples=100)
@given(LOGITS)
def test_no_temperature_loses_less(rows: Rows) -> None:
    """Torch's loss is no smaller a little beside it, unless it is the coldest or the hottest."""
    y, z = parted(rows)
    found = calibration.temperature(z, y)

    def lost(t: float) -> float:
        return float(torch.nn.functional.binary_cross_entropy_with_logits(z / t, y))

    assert calibration.COLDEST * 0.999 <= found <= calibration.HOTTEST * 1.001
    assert lost(found) <= min(lost(found * 0.99), lost(found * 1.01)) + 1e-12 or found in (
        pytest.approx(calibration.COLDEST), pytest.approx(calibration.HOTTEST)
    )  # fmt: skip


def test_the_temperature_is_torchs() -> None:
    """LBFGS on the same loss, in float64, finds the same to six digits."""
    torch.manual_seed(3)
    y = (torch.rand(400) < 0.3).double()
    z = 5 * torch.randn(400, dtype=torch.float64) + 2 * y
    log_a = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_a], max_iter=200, tolerance_grad=1e-12, tolerance_change=0)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(log_a.exp() * z, y)
        loss.backward()
        return loss

    optimizer.step(closure)  # type: ignore[no-untyped-call]
    assert float((-log_a.detach()).exp()) == pytest.approx(calibration.temperature(z, y), rel=1e-6)


@settings(max_examples=60, deadline=None)
@given(LOGITS)
def test_platts_two_numbers_are_a_logistic_regression(rows: Rows) -> None:
    """Where the loss is least its slope is nothing: also where all rows are of one class."""
    y, z = parted(rows)
    a, b = calibration.platt(z, y)
    positives, negatives = float(y.sum()), float((1 - y).sum())
    target = y * (positives + 1) / (positives + 2) + (1 - y) / (negatives + 2)

    off = (a * z + b).sigmoid() - target
    assert [0.0, 0.0] == pytest.approx([float(off.sum()), float((off * z).sum())], abs=1e-5)


def test_platts_two_numbers_are_scikit_learns() -> None:
    """Each row twice, as a positive and as a negative, weighted by its target."""
    torch.manual_seed(4)
    y = (torch.rand(300) < 0.4).double()
    z = torch.randn(300, dtype=torch.float64) + y
    positives, negatives = float(y.sum()), float((1 - y).sum())
    target = (y * (positives + 1) / (positives + 2) + (1 - y) / (negatives + 2)).numpy()
    model = LogisticRegression(C=np.inf, tol=1e-12, solver="newton-cholesky", max_iter=1000)

    model.fit(np.tile(z.numpy()[:, None], (2, 1)), [1] * 300 + [0] * 300,
              np.concatenate([target, 1 - target]))  # fmt: skip
    expected = [float(model.coef_[0, 0]), float(model.intercept_[0])]
    assert expected == pytest.approx(list(calibration.platt(z, y)), rel=1e-6)


def test_who_is_exactly_right_has_an_error_too() -> None:
    """It is the larger the fewer rows there are."""
    p = torch.linspace(0.5, 1, 10_000, dtype=torch.float64)

    assert chance_error(p[::100]) > 4 * chance_error(p) > 0


def test_the_ridge_of_the_folds_is_scikit_learns() -> None:
    """The one that works on rows, and the one that works on columns."""
    from sklearn.linear_model import Ridge

    torch.manual_seed(5)
    x, y = torch.randn(30, 80).double(), torch.randn(30).double()
    other = torch.randn(7, 80).double()
    model = Ridge(alpha=leaks.PENALTY).fit(x.numpy(), y.numpy())
    padded = torch.nn.functional.pad(x, (0, 1), value=1.0)
    whole = Ridge(alpha=luck.PENALTY, fit_intercept=False).fit(padded.numpy(), y.numpy())

    assert model.predict(other.numpy()) == pytest.approx(
        leaks.ridge(x.float(), y.float(), other.float()).numpy(), rel=1e-3, abs=1e-4
    )
    assert whole.coef_ == pytest.approx(luck.ridge(x, y).numpy(), rel=1e-6)


def test_every_row_is_held_out_once() -> None:
    """Five folds share the rows out, and none is in training while it is held out."""
    torch.manual_seed(0)
    parts = list(leaks.folds(23))

    assert sorted(range(23)) == sorted(torch.cat([held for _, held in parts]).tolist())
    assert all(not {*kept.tolist()} & {*held.tolist()} for kept, held in parts)
    assert all(23 == len(kept) + len(held) for kept, held in parts)
