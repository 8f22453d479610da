"""What a learner can ask: why the network says what it says of this image, row or text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from lessons.kit.errors import visible
from lessons.lesson20_interpretability import Interpretability
from lessons.lesson20_interpretability.display.judging import PLAIN, judged
from lessons.lesson20_interpretability.explained import INTEGRATED, SHORT, Case
from lessons.lesson20_interpretability.lime import lime_of_parts
from lessons.lesson20_interpretability.shapley import MOST_PARTS, shapley_values
from lessons.shared.asked import asked_image, prompt
from lessons.shared.dataset import Dataset

if TYPE_CHECKING:
    from lessons.lesson20_interpretability.display.shown import Shown

MOST = 8
"""Parts in a line of an answer."""
WIDEST = 16
"""Sides of an image that is drawn in an answer."""


def prompt_of(data: Dataset) -> str:
    """What can be asked."""
    return f"A row of the data: 1 to {data.last_row:,}" if data.inputs else prompt(data)


def answer(shown: Shown, hp: Interpretability, text: str) -> str:
    """An image or a row of the data, or a picture file, explained for the class that is said."""
    data = shown.data
    if data.inputs:
        found = row_of(data, text)
        if isinstance(found, str):
            return found
        x, name, label = found
    else:
        asked = asked_image(data, text)
        if isinstance(asked, str):
            return asked
        x, name, label = torch.from_numpy(asked.x), asked.name, asked.label
    x = x.to(shown.test[0].device)
    case = shown.case(x, said_of(shown.networks["this"](x)))
    true = "" if label is None else data.classes[label]
    return told(case, {"random": case.of(shown.networks["random"])}, data.classes, (name, true), hp)


def row_of(data: Dataset, text: str) -> tuple[Tensor, str, int | None] | str:
    """A row of the table by its number, its name, and its class; else a sentence."""
    number = text.strip()
    found = data.row(int(number)) if number.isdecimal() and len(number) < 10 else None
    if found is None:
        return f"Give the number of a row, 1 to {data.last_row:,}."
    part, one = found
    label = None if part == "unknown" else int(one.y[0])
    return torch.from_numpy(one.x), f"row {number}, of the {part} part", label


def said_of(scores: Tensor) -> Tensor:
    """The class that is said, (N,)."""
    return scores.argmax(1)


def told(
    case: Case, rivals: Mapping[str, Case], classes: list[str], about: tuple[str, str],
    hp: Interpretability,
) -> str:  # fmt: skip
    """The class, what each method names, and the checks: each a line."""
    name, true = about
    target = int(case.target[0])
    with torch.no_grad():
        p = float(case.scores(case.x).softmax(1)[0, target])
    own = {method: case.explain(method)[0] for method in case.methods()}
    own |= by_coalitions(case, hp.width)
    lines = [f"{visible(name)}: it says {visible(classes[target])} {p:.0%}"
             + (f", and it is {visible(true)}." if true else ".")]  # fmt: skip
    lines += drawing(case, own[INTEGRATED])
    lines += [f"{method}: {named(case, parts)}" for method, parts in own.items()]
    return "\n".join([*lines, *checked(case, rivals)])


def by_coalitions(case: Case, width: float) -> dict[str, Tensor]:
    """The methods that leave parts out, where there are few parts: (P,) each."""
    if case.parts > MOST_PARTS or case.kind == "images":
        return {}
    values = case.coalition_values().double()
    return {
        "Shapley, exact": shapley_values(values),
        f"LIME, width {width:g}": lime_of_parts(values, width),
    }


def named(case: Case, parts: Tensor) -> str:
    """The parts with the largest numbers; of a text all words, in their order."""
    best = parts.abs().argsort(descending=True)[:MOST].tolist()
    if case.kind == "texts" and len(parts) <= 2 * MOST:
        best = list(range(len(parts)))
    return " · ".join(f"{part_name(case, at)} {float(parts[at]):+.2g}" for at in best)


def part_name(case: Case, at: int) -> str:
    """A column, a word, or the line and the column of a pixel, from 1."""
    if case.names:
        return visible(case.names[at])
    line, column = divmod(at, case.x.shape[3])
    return f"({line + 1}, {column + 1})"


def drawing(case: Case, parts: Tensor) -> list[str]:
    """A small image in characters: + for the class, - against it, . next to nothing."""
    if case.kind != "images" or max(case.x.shape[2:]) > WIDEST:
        return []
    bar = 0.15 * float(parts.abs().max())
    signs = ["+" if v > bar else "-" if v < -bar else "." for v in parts.tolist()]
    wide = case.x.shape[3]
    return [" ".join(signs[at : at + wide]) for at in range(0, len(signs), wide)]


def checked(case: Case, rivals: Mapping[str, Case]) -> list[str]:
    """What the maps are worth, on this one input."""
    found = judged(case, {name: [rival.maps()] for name, rival in rivals.items()}).figures
    lines = []
    for name in rivals:
        same = ", ".join(
            f"{method} {found[f'{short}_{name}']:.2f}, with signs "
            f"{found[f'{short}_{name}_signed']:.2f}"
            for method, short in SHORT.items()
            if f"{short}_{name}" in found
        )
        lines.append(f"Alike with {name} weights: {same}.")
    kinds = ("ig", "ig_drawn", "plain", "chance")
    said = ("IG", "|IG|", PLAIN[case.kind], "random order")
    left = ", ".join(f"{n} {found[f'delete_{k}']:.2f}" for n, k in zip(said, kinds, strict=True))
    return [*lines, f"Mean probability while parts are deleted, by: {left}."]
