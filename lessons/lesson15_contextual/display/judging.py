"""A look at the uses of a word: what is measured then, and what is shown."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol

import torch
from torch import Tensor

from lessons.kit.loop import Picture
from lessons.lesson15_contextual import grammar, static
from lessons.lesson15_contextual.display.asking import of
from lessons.lesson15_contextual.display.looking import NEAREST, attention, nearest_rows, on_device
from lessons.lesson15_contextual.measures import (
    Measured,
    alike,
    as_tensor,
    measured,
    on_plane,
    plane,
    right,
    unit,
)
from lessons.lesson15_contextual.model import MaskedWords, vectors
from lessons.lesson15_contextual.uses import Reading, Use

Found = tuple[list[Picture], dict[str, Any]]
SHOWN = 8
"""Uses of the word that are listed."""


class Judge(Protocol):
    """Looks at a network now and then."""

    looks: int
    """How often between the first steps and the last."""
    kept: dict[str, Any]
    """What a checkpoint has to keep of it."""

    def look(self, model: MaskedWords, *, last: bool) -> Found:
        """Pictures, and scalars."""

    def told(self, model: MaskedWords, use: Use) -> str:
        """The sense of one use in words, and the uses that are nearest to it."""

    def follow(self, model: MaskedWords, step: int) -> None:
        """After each step."""


def judge_for(reading: Reading, model: MaskedWords, device: torch.device) -> Judge:
    """What fits these data."""
    from lessons.lesson15_contextual.own.sense_judge import SenseJudge
    from lessons.lesson15_contextual.own.use_judge import UseJudge

    if reading.is_taught:
        return SenseJudge(reading, model, device)
    return Planted(reading, model, device) if reading.senses else UseJudge(reading, model, device)


@lru_cache(maxsize=2)
def controls(reading: Reading) -> dict[str, Measured]:
    """One vector a word, and the mean of the neighbours' vectors, on the honest split."""
    table = static.vectors(reading.tokens, reading.hidden + 1)
    found = {}
    ways = {"one vector a word": static.of_the_word, "mean of neighbours": static.of_the_neighbours}
    for name, way in ways.items():
        support, query = (
            folded(as_tensor(way(table, reading.encode(reading.parts[part]))), reading)
            for part in ("support", "query")
        )
        found[name] = measured(query, support)
    return found


def folded(rows: Tensor, reading: Reading) -> Tensor:
    """Vectors of all uses (U, D) by word and sense: (W, 2, N, D). They come in that order."""
    found: Tensor = rows.unflatten(0, (len(reading.words), len(reading.senses), -1))
    return found


class Planted:
    """The made-up language: every sense is known, so the honest split can be judged."""

    looks = 20

    def __init__(self, reading: Reading, model: MaskedWords, device: torch.device) -> None:
        self.reading, self.kept = reading, dict[str, Any]()
        self.uses = {name: on_device(reading.encode(uses), device)
                     for name, uses in reading.parts.items()}  # fmt: skip
        self.shown = reading.words.index(reading.word)
        self.sentences = [
            use for use in reading.parts["query"] if use.words[use.at] == reading.word
        ]
        self.controls = {**controls(reading), "untrained": self.measured(model)[0]}

    def measured(self, model: MaskedWords) -> tuple[Measured, Tensor, Tensor]:
        """The figures; and the vectors of query and support, (W, 2, N, D) each."""
        query, support = (
            folded(vectors(model.encoder, *self.uses[part]).double(), self.reading)
            for part in ("query", "support")
        )
        return measured(query, support), query, support

    def look(self, model: MaskedWords, *, last: bool) -> Found:
        """The map of one word, its attention, its uses; and the figures of all words."""
        found, query, support = self.measured(model)
        scores = {"accuracy": found.accuracy, "same": found.same, "cross": found.cross,
                  "gap": found.gap, **self.of_controls()}  # fmt: skip
        pictures = [
            Picture("map", self.map_of(query[self.shown], support[self.shown])),
            Picture("controls", self.table(found)),
            Picture("attention", attention(model, self.reading, self.sentences[0])),
            Picture("groups", self.words(query, support)),
            Picture("uses", self.listed(query[self.shown], support[self.shown])),
            Picture("near", self.near(query[self.shown].flatten(0, 1))),
        ]
        return pictures, scores

    def told(self, model: MaskedWords, use: Use) -> str:
        """The sense of one use in words, and the uses that are nearest to it."""
        word = use.words[use.at]
        others = [each for part in self.reading.parts.values() for each in part
                  if each.words[each.at] == word]  # fmt: skip
        known = unit(of(model, self.reading, others))
        own = unit(of(model, self.reading, [use]))[0]
        senses = grammar.SENSES[word]
        by_sense = [known[[each.sense == sense for each in others]].mean(0) for sense in (0, 1)]
        cosines = (unit(torch.stack(by_sense)) @ own).tolist()
        best = int(cosines[1] > cosines[0])
        near = (known @ own).argsort(descending=True)[:NEAREST].tolist()
        said = ", ".join(f"{s} {c:.2f}" for s, c in zip(senses, cosines, strict=True))
        like = "; ".join(others[at].marked for at in near)
        return f"{use.marked}: {senses[best]} ({said}). Nearest: {like}"

    def follow(self, model: MaskedWords, step: int) -> None:
        """Nothing is kept from step to step."""

    def of_controls(self) -> dict[str, float]:
        """The controls as scalars, for claims."""
        names = {"one vector a word": "static", "mean of neighbours": "neighbours",
                 "untrained": "untrained"}  # fmt: skip
        found: dict[str, float] = {}
        for name, short in names.items():
            found |= {f"{short}_accuracy": self.controls[name].accuracy,
                      f"{short}_gap": self.controls[name].gap}  # fmt: skip
        return found

    def table(self, now: Measured) -> list[list[str]]:
        """All of them beside each other."""
        rows = {**self.controls, "this encoder": now}
        return [["", "right", "same", "other", "gap"]] + [
            [name, f"{m.accuracy:.3f}", f"{m.same:.2f}", f"{m.cross:.2f}", f"{m.gap:.2f}"]
            for name, m in rows.items()
        ]

    def map_of(self, query: Tensor, support: Tensor) -> list[tuple[float, float, str, str]]:
        """The uses that are asked, on a plane that the others made."""
        points = on_plane(query.flatten(0, 1), plane(support))
        return [
            (x, y, "", self.reading.senses[use.sense])
            for (x, y), use in zip(points, self.sentences, strict=True)
        ]

    def words(self, query: Tensor, support: Tensor) -> list[list[str]]:
        """Word by word."""
        same, cross = alike(query, support)
        share = right(query, support).mean((-2, -1))
        return [["word", "right", "same", "other"]] + [
            [word, f"{r:.2f}", f"{s:.2f}", f"{c:.2f}"]
            for word, r, s, c in zip(
                self.reading.words, share.tolist(), same.tolist(), cross.tolist(), strict=True
            )
        ]

    def listed(self, query: Tensor, support: Tensor) -> list[list[str]]:
        """Some uses of the word in their sentences, and which sense they are taken for."""
        centres = unit(support).mean(-2)
        cosines = (unit(query.flatten(0, 1)) @ unit(centres).T).tolist()  # (2N, 2)
        per = SHOWN // 2
        count = query.shape[1]
        some = [*range(per), *range(count, count + per)]
        senses = self.reading.senses
        rows = [["is", "said", "cosines", "sentence"]]
        for at in some:
            use, (a, b) = self.sentences[at], cosines[at]
            said = "neither" if abs(a - b) < 1e-6 else senses[int(b > a)]
            rows.append([senses[use.sense], said, f"{a:.2f} {b:.2f}", use.listed])
        return rows

    def near(self, query: Tensor) -> list[list[str]]:
        """The nearest other uses of one use of each sense."""
        names = [self.reading.senses[use.sense] for use in self.sentences]
        return nearest_rows(query, self.sentences, names, (0, len(query) // 2))
