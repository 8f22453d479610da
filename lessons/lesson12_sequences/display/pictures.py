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
from lessons.lesson12_sequences.own import on_file as file
from lessons.lesson12_sequences.own.words import Words
from lessons.lesson12_sequences.tasks import AHEAD, GUESS, Batch, Generated, Task

SHOWN, TYPED = 16, 40
"""Steps of the sequence that is drawn, its last ones; and of those that are typed out."""
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
    gates = GATES[hp.cell]
    rows = [[f"{ways} × {hp.cell}, {gates} gate{'s' * (gates > 1)}", hidden,
             f"{ways * cell_weights(hp.cell, inputs, hidden):,}"]]  # fmt: skip
    rows.append(["its head", hidden, f"{outputs * (ways * hidden + 1):,}"])
    if model.embedding is not None:
        rows.append(["vectors of words", inputs, f"{model.embedding.weight.numel():,}"])
    rows.append(
        ["this network, but for them" if model.embedding else "this network", hidden, f"{total:,}"]
    )
    for cell in GATES:
        for both in (False, True):
            width = width_for(total, cell, inputs, outputs, bidirectional=both)
            other = weights(cell, inputs, width, outputs, bidirectional=both)
            name = f"as many: {1 + both} × {cell}"
            rows.append([name, width, f"{other:,}"])
    return rows


def on_the_test(task: Task, hp: Sequences, said: torch.Tensor) -> dict[str, Any]:
    """What is right of the test, and the best possible."""
    score = score_of(said, task.test.y)
    scores: dict[str, Any] = {"accuracy" if task.classes else "error": score, "best": task.best}
    if isinstance(task, Words):
        del scores["best"]  # nobody knows it
    elif hp.task == "next":
        scores["at_end"] = at_the_end(said, task.test)
    return scores


def look(model: Reader, task: Task, hp: Sequences) -> tuple[dict[str, Any], list[Picture]]:
    """What the network is worth on the test, and what its answers hang on."""
    said = said_of(model, task.test)
    scores = on_the_test(task, hp, said)
    curve = influence(model, task, task.test, far=max(6, hp.gap + 2) if hp.task == "delay" else 6)
    scores |= {f"sees_{name}": dict(curve).get(k, 0.0) for name, k in (("next", 1), ("this", 0))}
    # three digits: beside less than a thousandth, a chart takes 1 for an explosion
    shown = [(k, round(moved, 3)) for k, moved in curve]
    pictures = [Picture("influence", {"moves the answer": shown})]
    if isinstance(task, Generated):
        if hp.task in AHEAD:
            pictures.append(Picture("truth", Grid(truth_table(said, task.test), rows=BIT,
                                                  columns=BIT)))  # fmt: skip
        if not task.whole:
            pictures.append(Picture("sequence", sequence(said, task.test)))
    others = on_file(task, said, scores) if isinstance(task, Words) else on_own(task, said, scores)
    return scores, pictures + others


def sequence(said: torch.Tensor, test: Batch) -> Grid:
    """The first sequence of the test: its tags, and the probability of tag 1; below, its bits."""
    end = int(test.lengths[0])
    last = slice(max(0, end - SHOWN), end)
    tags = test.y[0, last]
    rows = [tags.where(tags >= 0, torch.nan), said[0, last].softmax(-1)[:, 1]]
    bits = [BIT[int(bit > 0)] for bit in test.x[0, last, 0].tolist()]
    return Grid(torch.stack(rows), rows=("tag", "p(1)"), columns=bits)


def on_own(task: Task, said: torch.Tensor, scores: dict[str, Any]) -> list[Picture]:
    """The network between who reads nothing and who does the best that can be done."""
    assert isinstance(task, Generated)
    score = float(scores["accuracy" if task.classes else "error"])
    rows = [("reads nothing", GUESS.get(task.hp.task, 0.5))]
    rows += [("best, looking back", task.best), ("this network", score)]
    shown = [Picture("beside", [[name, f"{value:.3f}", ""] for name, value in rows])]
    shown.append(Picture("examples", typed_out(task, said)))
    return shown + (file.class_pictures(task, said, task.test.y) if task.classes else [])


def on_file(task: Words, said: torch.Tensor, scores: dict[str, Any]) -> list[Picture]:
    """The network beside who only counts, on the learner's file."""
    found = file.figures(task, said)
    rows = file.beside(task, found, float(scores["accuracy"]))
    scores |= found
    return [
        Picture("beside", rows),
        Picture("examples", file.examples(task, said)),
        *file.class_pictures(task, said, task.test.y),
    ]


def typed_out(task: Generated, said: torch.Tensor) -> list[list[str]]:
    """The first sequences of the test, with what is true and what is said of each step."""
    rows: list[list[str]] = []
    for at in range(3):
        n = min(TYPED, int(task.test.lengths[at]))
        x, y = task.test.x[at, :n, -1], task.test.y[at]
        if task.sums:
            rows.append([f"sum {float(y):.3f}", f"says {float(said[at]):.3f}"])
            continue
        guess = said[at].argmax(-1)
        rows.append(["bits", "".join("01"[int(bit > 0)] for bit in x)])
        if task.whole:
            rows.append(["odd" if y else "even", "says odd" if guess else "says even"])
            continue
        rows.append(["tags", "".join("·" if tag < 0 else str(int(tag)) for tag in y[:n])])
        rows.append(["says", "".join(map(str, guess[:n].tolist()))])
    return rows
