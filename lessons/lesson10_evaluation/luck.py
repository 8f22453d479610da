"""Numbers that are luck: the best of fifty, a public leaderboard, and the seed of the folds.

Fifty classifiers of digits learn from bootstraps of the same hundred images, as one batched
product. A second hundred images choose the best of them, and fresh images say what it is worth.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Counts, Event, Picture, Question, Run, Saved, Step
from lessons.lesson10_evaluation import Evaluation

TAUGHT, CHOOSING = 100, 100  # images to learn from, and to choose by; the rest are fresh
LABELS = 200  # of the leaderboard: as many are public as are kept back
TRULY = 0.8  # what each of the equal models gets right
BATCH, EVERY = 32, 6  # images in a step of each, steps between two looks
FOLDED, FOLDS = 60, 5
PENALTY = 1.0  # of the ridge regression in the folds
MOST = 1000


class Fifty(nn.Module):
    """M softmax classifiers side by side: images (M, B, F) to logits (M, B, 10)."""

    def __init__(self, models: int, pixels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(models, pixels, 10))
        self.bias = nn.Parameter(torch.zeros(models, 1, 10))

    def forward(self, x: Tensor) -> Tensor:
        """All products at once."""
        logits: Tensor = torch.baddbmm(self.bias, x, self.weight)
        return logits


@torch.no_grad()
def right_of(model: Fifty, x: Tensor, y: Tensor) -> Tensor:
    """Which images each model gets right, (M, N) of 0 and 1."""
    said = (x @ model.weight + model.bias).argmax(2)  # (M, N)
    right: Tensor = said == y
    return right.double()


def ridge(x: Tensor, y: Tensor) -> Tensor:
    """w = (XᵀX + λI)⁻¹ XᵀY, a column for each class; the last row is the bias."""
    x = F.pad(x, (0, 1), value=1.0)
    weights: Tensor = torch.linalg.solve(x.mT @ x + PENALTY * torch.eye(x.shape[1]), x.mT @ y)
    return weights


def cross_validated(x: Tensor, y: Tensor) -> float:
    """The mean accuracy of a ridge regression over five folds, drawn anew by each call."""
    right = 0
    for held in torch.randperm(len(y)).chunk(FOLDS):
        kept = torch.ones(len(y), dtype=torch.bool)
        kept[held] = False
        weights = ridge(x[kept], F.one_hot(y[kept], 10).double())
        said = (F.pad(x[held], (0, 1), value=1.0) @ weights).argmax(1)
        right += int((said == y[held]).sum())
    return right / len(y)


class Leaderboard:
    """Labels that are coins, of which half are public, and the votes of all submissions so far."""

    def __init__(self) -> None:
        self.truth = torch.randint(2, (2 * LABELS,)) * 2 - 1  # (2L,) of -1 and 1
        self.votes = torch.zeros_like(self.truth)

    def submit(self) -> None:
        """Coins once more, turned round if their public score is below a half; then a vote.

        Nothing is ever learned from an input.
        """
        guess = torch.randint(2, self.truth.shape) * 2 - 1  # (2L,)
        public = (guess[:LABELS] == self.truth[:LABELS]).double().mean()
        self.votes += guess if public >= 0.5 else -guess

    def scores(self) -> dict[str, float]:
        """The majority of all submissions: right on the public labels, and on those kept back."""
        right = (torch.where(self.votes > 0, 1, -1) == self.truth).double()
        return {"public": float(right[:LABELS].mean()), "private": float(right[LABELS:].mean())}

    def state_dict(self) -> dict[str, Any]:
        """What a checkpoint keeps; the labels are those of the seed."""
        return {"votes": self.votes}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Take the votes back."""
        self.votes = state["votes"]


def best_of(question: str) -> str:
    """What the best of so many equal models scores on so many items, by drawing it."""
    words = question.replace(",", " ").split()
    if len(words) != 2 or not all(word.isdecimal() and 0 < int(word) <= MOST for word in words):
        return f"{question[:40]!r} is not two whole numbers from 1 to {MOST}, such as 50 100"
    models, items = map(int, words)
    best = torch.distributions.Binomial(items, torch.tensor(TRULY)).sample((400, models)).amax(1)
    low, middle, high = (best / items).quantile(torch.tensor([0.05, 0.5, 0.95])).tolist()
    return (
        f"{models} models, each right {TRULY:.0%} of the time, on {items} items: the best scores "
        f"{middle:.3f} (nine times in ten from {low:.3f} to {high:.3f})"
    )


def luck_of(right: Tensor) -> tuple[Tensor, Tensor, dict[str, float]]:
    """What a hundred images that choose say, and what all the others say: (M,) each; and the luck.

    Luck is (best − mean) where it was chosen, less (the same − mean) on the other images: the mean
    over every hundred that might have chosen.
    """
    count = right.shape[1]
    hundreds = right[:, : count - count % CHOOSING].unflatten(1, (-1, CHOOSING))  # (M, K, 100)
    here = hundreds.mean(2)  # (M, K)
    there = (right.sum(1, keepdim=True) - hundreds.sum(2)) / (count - CHOOSING)  # (M, K)
    best = here.argmax(0, keepdim=True)  # (1, K)
    lead, kept = (each.gather(0, best)[0] - each.mean(0) for each in (here, there))  # (K,)
    found = {
        "best_here": here[:, 0].max(), "mean_here": here[:, 0].mean(),
        "best_fresh": there[best[0, 0], 0], "mean_fresh": there[:, 0].mean(),
        "lead_here": lead.mean(), "lead_fresh": kept.mean(), "optimism": (lead - kept).mean(),
    }  # fmt: skip
    return here[:, 0], there[:, 0], {name: float(value) for name, value in found.items()}


def strips(here: Tensor, there: Tensor, equal: Tensor) -> Picture:
    """Three times fifty scores, on one axis."""
    best = int(here.argmax())
    named = {
        f"100 that choose: best {float(here[best]):.2f}": here,
        f"fresh: it {float(there[best]):.2f}, mean {float(there.mean()):.2f}": there,
        f"equal models: best {float(equal.max()):.2f}": equal,
    }
    return Picture("fifty", {name: Counts(each, 50, 0.5, 1.0) for name, each in named.items()})


def train(hp: Evaluation, run: Run) -> Iterator[Event]:
    """Fifty steps side by side; one more submission; the folds drawn once more."""
    pixels, digits = (torch.as_tensor(each) for each in run.data)
    order = torch.randperm(len(digits))
    x, y = pixels[order].float(), digits[order]  # (N, 64), (N,)
    bags = torch.randint(TAUGHT, (hp.models, TAUGHT))  # (M, 100): what each of them learns from
    board, scored = Leaderboard(), Saved({})
    model = Fifty(hp.models, x.shape[1])
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    state = {"model": model, "optimizer": optimizer, "board": board, "scored": scored}
    yield Question("How many equal models, on how many items (50 100)?", best_of)

    for step in run.steps(hp.steps, **state):
        drawn = bags.gather(1, torch.randint(TAUGHT, (hp.models, BATCH)))  # (M, B)
        logits = model(x[drawn])  # (M, B, 10)
        loss = F.cross_entropy(logits.flatten(0, 1), y[drawn].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()

        if step in (1, hp.steps) or step % EVERY == 0:
            here, there, luck = luck_of(right_of(model, x[TAUGHT:], y[TAUGHT:]))
            equal = (torch.rand(hp.models, CHOOSING) < TRULY).double().mean(1)  # (M,)
            scored.value = luck | {"best_of_equal": float(equal.max())}
            yield strips(here, there, equal)
        board.submit()
        folded = cross_validated(x[:FOLDED].double(), y[:FOLDED])
        yield Step(loss=loss, **scored.value, **board.scores(), folded=folded)
