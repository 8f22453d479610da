"""Four pictures of one threshold, which all move when the knob is turned.

Each holds a frame for every threshold in PLACES: the screen shows the one that is nearest to the
knob, at once, while the network trains, when it is paused, and when it is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log10
from typing import Any

import torch
from torch import Tensor

from lessons.kit.loop import Dial, Picture, Points
from lessons.lesson10_evaluation.measures import Confusion, best_threshold
from lessons.lesson10_evaluation.testing import USUAL, Look

PLACES = sorted({
    *(n / 1000 for n in range(1, 10)), *(n / 500 for n in range(5, 10)),
    *(n / 200 for n in range(4, 10)), *(n / 100 for n in range(5, 10)),
    *(n / 50 for n in range(5, 10)), *(n / 20 for n in range(4, 20)), 0.98, 0.99, 0.999,
})  # fmt: skip
"""As the arrow keys turn the knob: finer where thresholds are small."""
POINTS = 60  # of a curve: more than a terminal has columns for
HERE, BEST = "knob", "t*"

Curve = list[tuple[float, float]]


def pictures(look: Look, miss: float) -> Iterator[Picture]:
    """The ROC curve, precision against recall, the confusion matrix, the cost; and a table."""
    best = best_threshold(miss)
    at = {t: look.at(t) for t in {*PLACES, best, USUAL}}
    ranking, base = look.ranking, look.base
    roc = {"by chance": [(0, 0), (1, 1)], "network": thinned(ranking.fall_out, ranking.recall)}
    precise = {"by chance": [(0, base), (1, base)],
               "network": thinned(ranking.recall[1:], ranking.precision[1:])}  # fmt: skip
    yield moved("roc", at, best, roc, lambda t: (fall_out(at[t]), at[t].recall))
    yield moved("pr", at, best, precise, lambda t: (at[t].recall, at[t].precision))
    yield Picture("confusion", Dial("threshold", [(t, matrix(at[t])) for t in PLACES]))
    costs = {"promised": promised(look.p, miss),
             "measured": [(log10(t), at[t].cost(miss)) for t in PLACES]}  # fmt: skip
    yield moved("cost", at, best, costs, lambda t: (log10(t), at[t].cost(miss)))
    stay = [row("t*", at[best], miss), row(f"{USUAL}", at[USUAL], miss)]
    rows = [(t, [row("now", at[t], miss)]) for t in PLACES]
    yield Picture("measures", Dial("threshold", rows, under=stay))


def moved(panel: str, at: dict[float, Confusion], best: float, curves: Any, where: Any) -> Picture:
    """Curves that stay, t* on them, and the knob's threshold, which moves along them."""
    stays = Points([(*where(best), f"t* = {best:.3g}", BEST)], curves)
    frames = [(t, Points([(*where(t), f"t = {t:.3g}", HERE)])) for t in PLACES]
    return Picture(panel, Dial("threshold", frames, under=stays))


def thinned(x: Tensor, y: Tensor) -> Curve:
    """As many points as are seen."""
    places = torch.linspace(0, len(x) - 1, min(len(x), POINTS)).long()
    return list(zip(x[places].tolist(), y[places].tolist(), strict=True))


def fall_out(found: Confusion) -> float:
    """FP / N."""
    return found.fp / max(found.fp + found.tn, 1)


def matrix(found: Confusion) -> list[list[int]]:
    """Rows are what is so, columns what was called."""
    return [[found.tp, found.fn], [found.fp, found.tn]]


def promised(p: Tensor, miss: float) -> Curve:
    """What each threshold would cost if the probabilities were right.

    A row called positive is a false alarm with probability 1 − p, another one a miss with p.
    """
    cuts = torch.tensor(PLACES, dtype=torch.float64, device=p.device)
    p = p.double()
    called = p >= cuts[:, None]  # (K, N)
    costs = torch.where(called, 1 - p, miss * p).mean(1)  # (K,)
    return [(log10(t), cost) for t, cost in zip(PLACES, costs.tolist(), strict=True)]


def row(name: str, found: Confusion, miss: float) -> list[str]:
    """The measures at one threshold, short enough for the 38 columns of a panel."""
    figures = found.cost(miss), found.recall, found.precision, found.accuracy
    return [name, *(f"{figure:.3f}" for figure in figures), f"{found.f1:.2f}"]
