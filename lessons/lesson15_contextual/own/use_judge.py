"""Groups the uses of one word in the learner's text, where nobody knows the senses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch

from lessons.kit.loop import Picture
from lessons.lesson15_contextual import static
from lessons.lesson15_contextual.display.asking import of
from lessons.lesson15_contextual.display.looking import NEAREST, attention, nearest_rows, on_device
from lessons.lesson15_contextual.measures import unit
from lessons.lesson15_contextual.model import MaskedWords, vectors
from lessons.lesson15_contextual.own.clusters import Groups, grouped, shuffled
from lessons.lesson15_contextual.uses import Reading, Use

LISTED, TYPICAL, POINTS = 6, 6, 300


class UseJudge:
    """Groups are fitted on half of the uses, and shown and judged on the other half."""

    looks = 10

    def __init__(self, reading: Reading, model: MaskedWords, device: torch.device) -> None:
        self.reading, self.kept, self.groups = reading, dict[str, Any](), reading.groups
        self.uses = {name: on_device(reading.encode(uses), device)
                     for name, uses in reading.parts.items()}  # fmt: skip
        untrained = self.both(model)
        table = static.vectors(reading.tokens, reading.hidden)
        around = [static.of_the_neighbours(table, reading.encode(reading.parts[part]))
                  for part in ("fitted", "shown")]  # fmt: skip
        self.beside = {
            "untrained encoder": grouped(untrained[0], untrained[1], self.groups),
            "mean of neighbours": grouped(
                directions(around[0]), directions(around[1]), self.groups
            ),
        }

    def both(self, model: MaskedWords) -> list[Any]:
        """Vectors of length 1, of the half that is fitted and of the other."""
        return [unit(vectors(model.encoder, *self.uses[part])).double().cpu().numpy()
                for part in ("fitted", "shown")]  # fmt: skip

    def follow(self, model: MaskedWords, step: int) -> None:
        """Nothing is kept from step to step."""

    def look(self, model: MaskedWords, *, last: bool) -> tuple[list[Picture], dict[str, Any]]:
        """The groups of this moment, in their sentences."""
        fitted, shown = self.both(model)
        found = grouped(fitted, shown, self.groups)
        chance = grouped(shuffled(fitted), shuffled(shown), self.groups)
        names = [f"group {at + 1}" for at in found.of_each.tolist()]
        uses = self.reading.parts["shown"]
        pictures = [
            Picture("map", mapped(fitted, shown, names)),
            Picture("controls", self.table(found, chance)),
            Picture("attention", attention(model, self.reading, uses[0])),
            Picture("uses", listed(shown, found, uses)),
            Picture("near", nearest_rows(torch.from_numpy(shown), uses, names, (0, 1))),
            Picture("groups", typical(found, uses)),
        ]
        return pictures, {"silhouette": found.silhouette, "by_chance": chance.silhouette}

    def table(self, found: Groups, chance: Groups) -> list[list[str]]:
        """How far groups are apart: here, and where there is nothing to find."""
        rows = {**self.beside, "this encoder": found, "this encoder, shuffled": chance}
        return [["", "groups", "silhouette"]] + [
            [name, str(len(each.centres)), f"{each.silhouette:.2f}"] for name, each in rows.items()
        ]

    def told(self, model: MaskedWords, use: Use) -> str:
        """The group of one use, and the uses that are nearest to it."""
        fitted, shown = self.both(model)
        found = grouped(fitted, shown, self.groups)
        own = unit(of(model, self.reading, [use]))[0].double().cpu().numpy()
        group = int(((found.centres - own) ** 2).sum(1).argmin()) + 1
        uses = [*self.reading.parts["fitted"], *self.reading.parts["shown"]]
        near = np.argsort(-(np.concatenate([fitted, shown]) @ own))[:NEAREST].tolist()
        like = "; ".join(uses[at].marked for at in near)
        return f"{use.marked}: group {group} of {len(found.centres)}. Nearest: {like}"


def directions(rows: Any) -> Any:
    """Vectors of length 1."""
    return unit(torch.from_numpy(rows)).numpy()


def mapped(fitted: Any, shown: Any, names: Sequence[str]) -> list[tuple[float, float, str, str]]:
    """One half of the uses, on the two directions in which the other half differs most."""
    middle = fitted.mean(0)
    two = np.linalg.svd(fitted - middle, full_matrices=False)[2][:2]
    two = two * np.sign(two[np.arange(len(two)), np.abs(two).argmax(1)])[:, None]
    points = ((shown - middle) @ two.T)[:POINTS].tolist()
    return [(x, y, "", name) for (x, y), name in zip(points, names, strict=False)]


def listed(shown: Any, found: Groups, uses: Sequence[Use]) -> list[list[str]]:
    """Of each group the uses that are nearest to its centre."""
    rows = [["group", "uses", "sentence"]]
    for group, centre in enumerate(found.centres):
        mine = np.flatnonzero(found.of_each == group)
        order = mine[((shown[mine] - centre) ** 2).sum(1).argsort()]
        rows += [[str(group + 1), str(len(mine)), uses[at].listed] for at in order[:LISTED]]
    return rows


def typical(found: Groups, uses: Sequence[Use]) -> list[list[str]]:
    """The words that stand in the sentences of a group more often than in the others."""
    counts = [Counter[str]() for _ in found.centres]
    for group, use in zip(found.of_each.tolist(), uses, strict=True):
        counts[group].update({word for at, word in enumerate(use.words) if at != use.at})
    total = sum(counts, Counter[str]())
    sizes = np.bincount(found.of_each, minlength=len(counts))
    rows = [["group", "uses", "words of its sentences"]]
    for group, own in enumerate(counts):
        share = sizes[group] / max(1, len(uses))
        excess = {word: (n - share * total[word]) / total[word] ** 0.5 for word, n in own.items()}
        best = sorted(excess, key=lambda word: -excess[word])[:TYPICAL]
        rows.append([str(group + 1), str(sizes[group]), ", ".join(best)])
    return rows
