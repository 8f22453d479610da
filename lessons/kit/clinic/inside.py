"""Orders that look into single steps: the batch with its loss, and the units."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import torch
from torch import Tensor

from lessons.kit.clinic.numbers import drawn, shape_of, shown, spread_of
from lessons.kit.clinic.orders import Answer
from lessons.kit.clinic.patient import Patient
from lessons.kit.clinic.watch import Watch

EXAMPLES, MOST = 3, 16
DEAD, FLAT = 1e-12, 0.97


def batch(patient: Patient) -> Answer:
    """Inputs, targets and scores of the first steps, and what the loss is given."""
    first, second = watched(patient, 1), watched(patient, 2)
    rows, says = [], []
    if first.taught:
        for place, tensor in enumerate(first.taught.tensors, 1):
            rows.append([f"input {place}", shape_of(tensor), *spread_of(tensor)])
    for name, scores, targets in first.losses[:1]:
        rows += [
            [f"{name}: scores", shape_of(scores), *spread_of(scores)],
            [f"{name}: targets", shape_of(targets), *spread_of(targets)],
        ]
        says += [*_sums(scores), *_classes(targets)]
    says += [f"subtraction: {words}" for words in dict.fromkeys(second.spread)]
    says.append(_again(first, second))
    return Answer(
        "batch", [*says, *_in_words(patient, first)],
        ["", "shape", "mean", "deviation", "least", "most"], rows,
    )  # fmt: skip


def _again(first: Watch, second: Watch) -> str:
    if not (first.taught and second.taught):
        return "the loop gives no batch to a model"
    pairs = zip(first.taught.tensors, second.taught.tensors, strict=False)
    same = all(a.shape == b.shape and bool((a == b).all()) for a, b in pairs)
    return f"step 2 is given {'the same rows as step 1' if same else 'other rows than step 1'}"


def _sums(scores: Tensor) -> list[str]:
    """What softmax would have made of them, if somebody called it already."""
    if scores.ndim != 2 or scores.shape[1] < 2:
        return []
    table = scores.double()
    return [
        f"scores: each row sums to {_range(table.sum(1))}, each column to {_range(table.sum(0))}",
        f"exp(scores): each row sums to {_range(table.exp().sum(1))}, "
        f"each column to {_range(table.exp().sum(0))}",
    ]


def _range(values: Tensor) -> str:
    low, high = shown(float(values.min())), shown(float(values.max()))
    return low if low == high else f"{low} to {high}"


def _classes(targets: Tensor) -> list[str]:
    if targets.is_floating_point():
        return []
    counted = Counter(targets.flatten().tolist()).most_common(12)
    return ["targets: " + ", ".join(f"{label} × {count}" for label, count in sorted(counted))]


def _in_words(patient: Patient, found: Watch) -> list[str]:
    """The first examples as a person reads them, with their targets."""
    if not found.taught or not found.losses:
        return []
    targets, inputs = found.losses[0][2], found.taught.tensors[0]
    lines: list[str] = []
    words = patient.network.run.in_words
    texts = words(*found.taught.tensors) if words else []
    is_one_each = targets.ndim == 1 and len(targets) == len(inputs)
    for place in range(min(EXAMPLES, len(inputs))):
        label = f"target {targets[place].item():.4g}" if is_one_each else f"row {place}"
        picture = drawn(inputs[place])
        text = texts[place] if place < len(texts) and texts[place] != "an image" else ""
        text = text or ("" if picture else _numbers(found.taught.tensors, place))
        lines += [f"{label}: {text}", *picture] if picture or text else []
    return lines


def _numbers(inputs: Sequence[Tensor], place: int) -> str:
    """One row of each input as numbers, the first of many."""
    said = []
    for tensor in (each for each in inputs if each.ndim and len(each) > place):
        row = tensor[place].flatten().tolist()
        more = " …" if len(row) > MOST else ""
        said.append(" ".join(f"{value:.3g}" for value in row[:MOST]) + more)
    return " | ".join(said)


def units(patient: Patient) -> Answer:
    """What each activation gives on a batch, at the second step and the last.

    At the first, some lessons compare their formulas with torch, which calls activations too.
    """
    rows = []
    for step in (2, patient.total):
        found = watched(patient, step)
        rows += [[str(step), *_unit(name, at, h)] for at, (name, h) in _each(found)]
    says = [] if rows else ["no activation function is called"]
    headings = ["step", "activation", "units", "mean", "deviation", "dead", "saturated", "alike"]
    return Answer("units", says, headings, rows)


def _each(found: Watch) -> list[tuple[int, tuple[str, Tensor]]]:
    return [(at, pair) for at, pair in enumerate(found.activations, 1) if pair[1].ndim > 1]


def _unit(name: str, at: int, h: Tensor) -> list[str]:
    """Shares of its units: 0 for every row; at the end of their range; equal to another unit."""
    table = (h.movedim(1, -1) if h.ndim == 4 else h).flatten(0, -2).double()  # (N, units)
    dead = (table.abs() < DEAD).all(0).double().mean()
    flat = (table.abs() > FLAT).double().mean() if name in ("tanh", "sigmoid") else math.nan
    return [
        f"{name} {at}", str(table.shape[1]), *spread_of(table)[:2],
        f"{float(dead):.0%}", "-" if math.isnan(float(flat)) else f"{float(flat):.0%}",
        f"{_alike(table):.0%}",
    ]  # fmt: skip


def _alike(table: Tensor) -> float:
    """The share of units that give what another unit gives, on every row."""
    columns = table.T.contiguous()  # (units, N)
    distinct = torch.unique((columns * 1e6).round(), dim=0)
    return 1 - len(distinct) / len(columns) if len(columns) > 1 else 0.0


def watched(patient: Patient, step: int) -> Watch:
    """Train up to a step, and watch that one."""
    found = Watch({})

    def before(at: int) -> None:
        if at == step:  # only now the loop has named its models, at the first step too
            found.models.update(patient.models)
            found.__enter__()

    patient.train(until=step, before=before)
    if found.is_on:
        found.__exit__(None, None, None)
    return found
