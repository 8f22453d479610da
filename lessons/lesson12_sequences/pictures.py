"""The pictures of the lesson: what a tag depends on, its truth table, a sequence, the weights."""

from __future__ import annotations

from typing import Any

import torch

from lessons.kit import Grid
from lessons.kit.loop import Picture
from lessons.lesson12_sequences import Sequences, cells
from lessons.lesson12_sequences.counting import GATES, cell_weights, weights, width_for
from lessons.lesson12_sequences.measures import (
    at_the_end,
    influence,
    said_of,
    score_of,
    truth_table,
)
from lessons.lesson12_sequences.model import Reader
from lessons.lesson12_sequences.tasks import AHEAD, GUESS, Batch, Generated, Task

SHOWN = 24
"""Steps of the sequence that is shown."""
BIT = ("0", "1")


def at_the_start(
    model: Reader, hp: Sequences, batch: Batch
) -> tuple[dict[str, Any], list[Picture]]:
    """What does not change while a network learns: its weights, and the cells by hand."""
    inputs = model.inputs(batch.x[:8]).detach()
    apart = cells.compared(inputs[:, :20], model.forth.hidden_size)
    scores = {"by_hand": max(list(apart.values())[:3])}  # behind these come the slips
    scores["weights"] = sum(weight.numel() for weight in model.parameters())
    by_hand = [[name, f"{value:.1e}"] for name, value in apart.items()]
    return scores, [Picture("counted", counted(model, hp)), Picture("by_hand", by_hand)]


def counted(model: Reader, hp: Sequences) -> list[list[Any]]:
    """The weights of this network, part by part; and how wide others are that have as many."""
    inputs, hidden = model.forth.input_size, model.forth.hidden_size
    outputs, ways = model.head.out_features, 2 if model.back else 1
    total = weights(hp.cell, inputs, hidden, outputs, bidirectional=hp.bidirectional)
    rows = [[f"{ways} × {hp.cell}, {GATES[hp.cell]} gates", hidden,
             f"{ways * cell_weights(hp.cell, inputs, hidden):,}"]]  # fmt: skip
    rows.append(["its head", hidden, f"{outputs * (ways * hidden + 1):,}"])
    rows.append(["this network", hidden, f"{total:,}"])
    for cell in GATES:
        for both in (False, True):
            width = width_for(total, cell, inputs, outputs, bidirectional=both)
            other = weights(cell, inputs, width, outputs, bidirectional=both)
            name = f"as many: {cell}{', both ways' if both else ''}"
            rows.append([name, width, f"{other:,}"])
    return rows


def look(model: Reader, task: Task, hp: Sequences) -> tuple[dict[str, Any], list[Picture]]:
    """What the network is worth on the test, and what its answers hang on."""
    said = said_of(model, task.test)
    score = score_of(said, task.test.y)
    curve = influence(model, task, task.test, far=max(6, hp.gap + 2) if hp.task == "delay" else 6)
    scores: dict[str, Any] = {"accuracy" if task.classes else "error": score, "best": task.best}
    scores |= {f"sees_{name}": dict(curve).get(k, 0.0) for name, k in (("next", 1), ("this", 0))}
    pictures = [Picture("influence", {"moves the answer": curve})]
    if isinstance(task, Generated):
        if hp.task in AHEAD:
            pictures.append(Picture("truth", Grid(truth_table(said, task.test), rows=BIT,
                                                  columns=BIT)))  # fmt: skip
        if hp.task == "next":
            scores["at_end"] = at_the_end(said, task.test)
        if not task.whole:
            pictures.append(Picture("sequence", sequence(said, task.test)))
    pictures.append(Picture("beside", beside(task, hp, float(score))))
    return scores, pictures


def sequence(said: torch.Tensor, test: Batch) -> Grid:
    """The first sequence of the test: its bits, its tags, and the probability of tag 1."""
    n = min(SHOWN, int(test.lengths[0]))
    tags = test.y[0, :n]
    rows = [test.x[0, :n, 0] > 0, tags.where(tags >= 0, torch.nan), said[0, :n].softmax(-1)[:, 1]]
    return Grid(torch.stack([row.float() for row in rows]), rows=("bit", "tag", "p(1)"),
                columns=[str(t + 1) for t in range(n)])  # fmt: skip


def beside(task: Task, hp: Sequences, score: float) -> list[list[str]]:
    """The network between who reads nothing and who does the best that can be done."""
    if isinstance(task, Generated):
        rows = [("reads nothing", GUESS.get(hp.task, 0.5))]
        rows += [("best, never looking ahead", task.best), ("this network", score)]
        return [[name, f"{value:.3f}", ""] for name, value in rows]
    return []
