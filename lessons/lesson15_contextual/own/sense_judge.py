"""Judges a classifier of senses: chosen on the validation part, told of on the test."""

from __future__ import annotations

import math
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Picture, Saved
from lessons.lesson15_contextual.display.looking import NEAREST, attention, nearest_rows, on_device
from lessons.lesson15_contextual.measures import unit
from lessons.lesson15_contextual.model import AT_ONCE, MaskedWords
from lessons.lesson15_contextual.own.contests import Contest, contests, judged
from lessons.lesson15_contextual.own.hints import hints_of
from lessons.lesson15_contextual.uses import Reading, Use
from lessons.shared.labelled.scores import Scores

OVER = 150
"""Steps whose weights are averaged."""
LISTED, POINTS = 16, 300


class SenseJudge:
    """Averages the weights, keeps those that validation finds best, and tests them."""

    looks = 25

    def __init__(self, reading: Reading, model: MaskedWords, device: torch.device) -> None:
        self.reading, self.device = reading, device
        self.parts = {name: on_device(reading.encode(uses), device)
                      for name, uses in reading.parts.items()}  # fmt: skip
        self.labels = {name: torch.tensor([use.sense for use in uses], device=device)
                       for name, uses in reading.parts.items()}  # fmt: skip
        known = hints_of(reading)
        self.hints = {name: torch.from_numpy(known.of(uses)).to(device)
                      for name, uses in reading.parts.items()}  # fmt: skip
        self.hints["train"] = torch.from_numpy(known.train).to(device)
        self.untrained = self.of_vectors("untrained encoder", model)
        self.average, self.chosen = deepcopy(model), deepcopy(model)
        self.best = Saved({"rank": [-math.inf, 0.0], "test": {}})
        self.kept = {"average": self.average, "chosen": self.chosen, "best": self.best,
                     "predicted": Said(self)}  # fmt: skip

    @torch.no_grad()
    def follow(self, model: MaskedWords, step: int) -> None:
        """Average the weights (Polyak and Juditsky, 1992): the noise of single batches cancels."""
        for mine, new in zip(self.average.parameters(), model.parameters(), strict=True):
            mine.lerp_(new, max(1 / OVER, 2 / (step + 1)))  # late steps weigh more

    def look(self, model: MaskedWords, *, last: bool) -> tuple[list[Picture], dict[str, Any]]:
        """On validation, and on the test if that was the best so far; pictures of the best."""
        p, _ = self.read(self.average, "valid")
        truth = self.labels["valid"]
        accuracy = float((p.argmax(1) == truth).double().mean())
        loss = float(F.nll_loss(p.log(), truth))
        scores: dict[str, Any] = {"valid_accuracy": accuracy, "valid_loss": loss}
        pictures: list[Picture] = []
        if [-loss, accuracy] > self.best.value["rank"]:
            self.chosen.load_state_dict(self.average.state_dict())
            said, states = self.read(self.chosen, "test")
            figures = self.figures(said)
            self.best.value = {"rank": [-loss, accuracy], "test": figures}
            pictures = self.pictures(said, states)
        if pictures or last:
            pictures.append(Picture("controls", self.table(last=last)))
        return pictures, scores | self.best.value["test"]

    @torch.no_grad()
    def read(self, model: MaskedWords, part: str) -> tuple[Tensor, Tensor]:
        """Probabilities (N, C), and the states of the word (N, D)."""
        return read(model, self.parts[part][0], self.hints[part])

    def of_vectors(self, name: str, model: MaskedWords) -> Contest:
        """A regression on an encoder's vectors of the word, and on nothing else."""
        states = (self.read(model, part)[1].cpu().numpy() for part in ("train", "test"))
        return judged(self.reading, name, *states)

    def figures(self, p: Tensor) -> dict[str, float]:
        """Scalars of the test."""
        scores = self.scores(p)
        share = max(self.labels["test"].bincount()).item() / len(p)
        one_vector = contests(self.reading)[0].accuracy
        return {"accuracy": scores.accuracy, "macro_f1": scores.macro_f1, "largest": share,
                "static_accuracy": one_vector}  # fmt: skip

    def scores(self, p: Tensor) -> Scores:
        """What was said of the test, beside what is true."""
        truth = self.labels["test"].tolist()
        return Scores(truth, p.argmax(1).tolist(), len(self.reading.senses))

    def table(self, *, last: bool) -> list[list[str]]:
        """Everybody on the same test."""
        found = [*contests(self.reading), self.untrained]
        if last:
            found.append(self.of_vectors("its vector alone", self.chosen))
        found.append(self.of_hints())
        rows = [[each.name, f"{each.accuracy:.3f}", f"{each.macro_f1:.3f}"] for each in found]
        test = self.best.value["test"]
        rows.append(["this network", f"{test['accuracy']:.3f}", f"{test['macro_f1']:.3f}"])
        return [["", "right", "macro-F1"], *rows]

    def of_hints(self) -> Contest:
        """The same network without its encoder: the hints, as it weighs them."""
        own = self.chosen.senses
        assert own is not None
        scores = self.scores(own.trust @ self.hints["test"] + own.state.bias)
        return Contest("its hints alone", scores.accuracy, scores.macro_f1)

    def pictures(self, p: Tensor, states: Tensor) -> list[Picture]:
        """The test as a map and as a list, sense by sense, and one sentence."""
        uses, senses = self.reading.parts["test"], self.reading.senses
        names = [senses[use.sense] for use in uses]
        return [
            Picture("map", self.map_of(states, names)),
            Picture("attention", attention(self.chosen, self.reading, uses[0])),
            Picture("groups", self.sense_rows(p)),
            Picture("uses", listed(p, uses, senses)),
            Picture("near", nearest_rows(states, uses, names, (0, 1))),
        ]

    def map_of(self, states: Tensor, names: list[str]) -> list[tuple[float, float, str, str]]:
        """Test uses on the two directions in which the training centroids differ most."""
        _, taught = self.read(self.chosen, "train")
        labels = self.labels["train"]
        centres = torch.stack([unit(taught[labels == c]).mean(0) for c in labels.unique()])
        middle = centres.mean(0)
        directions = torch.linalg.svd(centres - middle).Vh[:2]  # (2, D)
        signs = ((centres[0] - middle) @ directions.T).sign()
        points = ((unit(states) - middle) @ (directions * signs[:, None]).T)[:POINTS].tolist()
        return [(x, y, "", name) for (x, y), name in zip(points, names, strict=False)]

    def sense_rows(self, p: Tensor) -> list[list[str]]:
        """Precision and recall of each sense."""
        said, truth = p.argmax(1), self.labels["test"]
        rows = [["sense", "uses", "prec.", "recall"]]
        for at, name in enumerate(self.reading.senses):
            right = int(((said == at) & (truth == at)).sum())
            many, called = int((truth == at).sum()), int((said == at).sum())
            shares = [f"{right / of:.2f}" if of else "-" for of in (called, many)]
            rows.append([name, str(many), *shares])
        return rows

    def told(self, model: MaskedWords, use: Use) -> str:
        """The sense with its probability, and the nearest training uses."""
        tokens, _ = on_device(self.reading.encode([use]), self.device)
        hints = torch.from_numpy(hints_of(self.reading).of([use])).to(self.device)
        p, state = read(self.chosen, tokens, hints)
        _, known = self.read(self.chosen, "train")
        uses, senses = self.reading.parts["train"], self.reading.senses
        near = (unit(known) @ unit(state)[0]).argsort(descending=True)[:NEAREST].tolist()
        best = p[0].argsort(descending=True)[:2].tolist()
        said = ", ".join(f"{senses[at]} {float(p[0, at]):.0%}" for at in best)
        like = "; ".join(f"{uses[at].marked} ({senses[uses[at].sense]})" for at in near)
        return f"{use.marked}: {said}. Nearest: {like}"


@torch.no_grad()
def read(model: MaskedWords, tokens: Tensor, hints: Tensor) -> tuple[Tensor, Tensor]:
    """Probabilities (N, C) and the states of the word (N, D), for tokens (N, T)."""
    assert model.senses is not None
    p, own = [], []
    for some, said in zip(tokens.split(AT_ONCE), hints.split(AT_ONCE), strict=True):
        states = model.encoder(some)
        p.append(model.senses(states, said).softmax(1))
        own.append(states[:, model.senses.centre])
    return torch.cat(p).clamp(min=1e-7), torch.cat(own)


def listed(p: Tensor, uses: Sequence[Use], senses: Sequence[str]) -> list[list[str]]:
    """Some uses of the test, the wrong ones first."""
    said = p.argmax(1).tolist()
    order = sorted(range(len(uses)), key=lambda at: said[at] == uses[at].sense)
    rows = [["is", "said", "p", "sentence"]]
    for at in order[:LISTED]:
        use = uses[at]
        rows.append([senses[use.sense], senses[said[at]], f"{float(p[at, said[at]]):.2f}",
                     use.listed])  # fmt: skip
    return rows


class Said:
    """What the chosen network says of every sentence, kept for `dl-lab export`."""

    def __init__(self, judge: SenseJudge) -> None:
        self.judge = judge

    def state_dict(self) -> dict[str, Any]:
        """As `lessons.shared.exports` reads it."""
        judge = self.judge
        parts = {name: len(uses) for name, uses in judge.reading.parts.items()}
        rows = [use.row for uses in judge.reading.parts.values() for use in uses]
        said = torch.cat([judge.read(judge.chosen, name)[0] for name in parts])
        return {
            "parts": [[name, count] for name, count in parts.items()],
            "rows": torch.tensor(rows),
            "targets": torch.cat([judge.labels[name] for name in parts]).cpu(),
            "classes": judge.reading.senses,
            "target": "sense",
            "said": said.cpu(),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Nothing to take back: the network, which is kept too, says it again."""
