"""The same search on a real network: five knobs, of which the learning rate matters most.

A grid of 32 trials has two learning rates. Whether one of them is any good, its range decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log10

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Event, Picture, Question, Run, Step
from lessons.lesson23_tuning import Tuning
from lessons.lesson23_tuning.asking import counted, number, of_trials
from lessons.lesson23_tuning.network import Networks, labels_of
from lessons.lesson23_tuning.pictures import against
from lessons.lesson23_tuning.points import Proposals
from lessons.lesson23_tuning.ridge import Rows, rows_of
from lessons.lesson23_tuning.tried import Tried

KNOBS = ("lr", "momentum", "decay", "scale", "smoothing")
MIDDLE = 0.5
UPDATES = 20
"""Full-batch steps of each network."""
PROMPT = "After how many trials (10)? Or a learning rate: lr=0.3"


def settings_of(u: Tensor, hp: Tuning) -> dict[str, Tensor]:
    """Points (R, 5) from 0 to 1 as settings of the network, (R,) each."""
    low, high = log10(hp.lr_low), log10(hp.lr_high)
    return {
        "lr": 10 ** (low + (high - low) * u[:, 0]),
        "momentum": 0.3 * u[:, 1],
        "decay": 10 ** (-7 + 3 * u[:, 2]),
        "scale": 0.7 + 0.6 * u[:, 3],
        "smoothing": 0.1 * u[:, 4],
    }


def trained(rows: Rows, labels: Tensor, hp: Tuning, settings: dict[str, Tensor]) -> Networks:
    """One network of each search, trained to its end with these settings."""
    device = rows.x.device
    networks = Networks(rows, hp.hidden, settings["scale"].float())
    x = rows.x[rows.taught]  # (R, n, F)
    smooth = settings["smoothing"].float().view(-1, 1, 1).to(device)
    targets = F.one_hot(labels, rows.classes) * (1 - smooth) + smooth / rows.classes  # (R, n, C)
    rates = [settings[name].to(device) for name in ("lr", "momentum", "decay")]
    for _ in range(UPDATES):
        networks.step(x, targets, *rates)
    return networks


def train(hp: Tuning, run: Run) -> Iterator[Event]:
    """Propose five knobs, train to the end, validate."""
    rows = rows_of(hp, run.data, run.device)
    labels = labels_of(rows, hp.label_noise)
    proposals = Proposals(hp, len(KNOBS))
    tried = Tried(rows, hp.steps, len(KNOBS))
    yield Question(PROMPT, lambda text: answer(text, rows, labels, tried, hp))

    for step in run.steps(hp.steps, tried=tried):
        past = tried.knobs, tried.validated(hp.valid)
        u = proposals.at(step, *past)  # (R, 5), from 0 to 1
        networks = trained(rows, labels, hp, settings_of(u, hp))
        tried.add(networks.right(rows.x, rows.y), u)

        if run.time_to_show(step, 16):
            yield from pictures(tried, hp)
        yield Step(**tried.figures(hp.valid))


def pictures(tried: Tried, hp: Tuning) -> Iterator[Picture]:
    """The points of the first search, by learning rate and momentum; and their scores."""
    settings = settings_of(tried.knobs[0, : tried.count], hp)
    lr, momentum = settings["lr"].log10().tolist(), settings["momentum"].tolist()
    best = int(tried.validated(hp.valid)[0].argmax())
    pairs = [(x, y, "", "trial") for x, y in zip(lr, momentum, strict=True)]
    pairs[best] = (*pairs[best][:2], "best", "best")
    yield Picture("tried", pairs)
    scores = against(tried, hp.valid).value
    scale = log10(hp.lr_high) - log10(hp.lr_low)
    yield Picture("against", [(log10(hp.lr_low) + scale * x, *rest) for x, *rest in scores])
    yield Picture("values", values_of(tried, hp.valid))


def values_of(tried: Tried, valid: int) -> list[list[str]]:
    """How many values of each knob were tried, and which share of the scores' variance it explains.

    The share is that between two halves of the range, over all searches: η² of two groups.
    """
    scores = tried.validated(valid).flatten().double()  # (R T,)
    knobs = tried.knobs[:, : tried.count].flatten(0, 1)  # (R T, 5)
    found = []
    for place, name in enumerate(KNOBS):
        is_high = knobs[:, place] > MIDDLE
        share = between(scores, is_high)
        count = len(tried.knobs[0, : tried.count, place].unique())
        found.append([name, str(count), f"{share:.0%}"])
    return found


def between(scores: Tensor, is_high: Tensor) -> float:
    """Σ n_g (mean_g − mean)² / Σ (score − mean)², over two groups; 0 where all scores are equal."""
    total = float((scores - scores.mean()).square().sum())
    groups = [scores[is_high], scores[~is_high]]
    parts = [len(g) * float(g.mean() - scores.mean()) ** 2 for g in groups if len(g)]
    return sum(parts) / total if total else 0.0


def answer(text: str, rows: Rows, labels: Tensor, tried: Tried, hp: Tuning) -> str:
    """The best of so many trials, or a learning rate that somebody typed, trained now."""
    if (count := counted(text)) is not None:
        return of_trials(count, hp.valid, tried)
    lr = number(text.casefold().replace("lr", "").strip(" =:"))
    if lr is None or not 1e-12 <= lr <= 1e12:
        return "ask for a number of trials, or for a learning rate from 1e-12 to 1e12: lr=0.3"
    settings = settings_of(torch.full((rows.repeats, len(KNOBS)), MIDDLE), hp)
    settings["lr"] = torch.full((rows.repeats,), lr)
    with torch.enable_grad():
        right = trained(rows, labels, hp, settings).right(rows.x, rows.y)  # (R, N)
    here = float(right.gather(1, rows.pool[:, : hp.valid]).float().mean())
    there = float(rows.tested(right).mean())
    return (
        f"lr={lr:g}, the other knobs in the middle: {here:.3f} on the rows that choose, "
        f"{there:.3f} on fresh ones (mean of {rows.repeats} networks)"
    )
