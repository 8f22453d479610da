"""Permutation importance, misled: the strongest cause stands in several columns."""

from __future__ import annotations

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Event, Grid, Picture, Question, Run, Step
from lessons.lesson20_interpretability import Interpretability
from lessons.lesson20_interpretability.known import exact
from lessons.lesson20_interpretability.permutation import permutation_importance

ROWS, TESTED, IDLE = 1000, 2000, 3
STRONG, WEAK, NOISE = 1.5, 1.0, 0.5
"""y = 1.5 · cause + 1.0 · other + 0.5 · noise."""
LOOKS = 10
PROMPT = "Columns to shuffle together, such as 1 2, or other"


def names_of(copies: int) -> list[str]:
    """What the columns are called."""
    return [*(f"copy {at}" for at in range(1, copies + 1)), "other", *["idle"] * IDLE]


def draw(copies: int, apart: float, rows: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Rows (N, copies + 4) and answers (N,). A copy is the cause and a little noise of its own."""
    cause, other = torch.randn(2, rows, device=device)
    near = cause[:, None] + apart * torch.randn(rows, copies, device=device)
    idle = torch.randn(rows, IDLE, device=device)
    y = STRONG * cause + WEAK * other + NOISE * torch.randn(rows, device=device)
    return torch.cat([near / (1 + apart**2) ** 0.5, other[:, None], idle], 1), y


def train(hp: Interpretability, run: Run) -> Iterator[Event]:
    """Draw rows, predict, step; now and then shuffle each column of the test."""
    x, y = draw(hp.copies, hp.apart, ROWS, run.device)
    tested = draw(hp.copies, hp.apart, TESTED, run.device)
    layers = nn.Linear(x.shape[1], hp.hidden), nn.ReLU(), nn.Linear(hp.hidden, 1), nn.Flatten(0)
    model = nn.Sequential(*layers).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    yield Question(PROMPT, lambda text: answer(model, tested, hp.copies, text))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        drawn = torch.randint(ROWS, (hp.batch,), device=x.device)
        loss = F.mse_loss(model(x[drawn]), y[drawn])

        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        optimizer.step()

        figures: dict[str, float] = {}
        if step == 1:
            figures |= yield from exact.shown()
        if run.time_to_show(step, LOOKS, first=(1,)):
            alone, together = importances(model, tested, hp.copies)
            yield Picture("columns", grid(alone, together, hp.copies))
            figures |= figures_of(alone, together, hp.copies)
        yield Step(loss=loss, **figures)


def importances(
    model: nn.Module, tested: tuple[Tensor, Tensor], copies: int
) -> tuple[list[float], float]:
    """Of each column shuffled alone; and of all copies of the cause, shuffled together."""
    x, y = tested

    def loss(rows: Tensor) -> Tensor:
        return F.mse_loss(model(rows), y)

    alone = [permutation_importance(loss, x, [at]) for at in range(x.shape[1])]
    return alone, permutation_importance(loss, x, range(copies))


def figures_of(alone: list[float], together: float, copies: int) -> dict[str, float]:
    """The scalars: the best copy alone, all copies together, the other cause."""
    return {
        "one_copy": max(alone[:copies]), "all_copies": together, "other_cause": alone[copies],
        "idle": max(alone[copies + 1 :]),
    }  # fmt: skip


def grid(alone: list[float], together: float, copies: int) -> Grid:
    """A row for each column: it alone is shuffled, or all copies are."""
    both = [[value, together if at < copies else value] for at, value in enumerate(alone)]
    cells = [[round(value, 3) for value in row] for row in both]
    return Grid(cells, rows=names_of(copies), columns=["one", "all"])


def answer(model: nn.Module, tested: tuple[Tensor, Tensor], copies: int, text: str) -> str:
    """How much worse it becomes when these columns are shuffled together."""
    x, y = tested
    columns = []
    for word in text.replace(",", " ").split():
        if word == "other":
            columns.append(copies)
        elif word.isdecimal() and 1 <= int(word) <= x.shape[1]:
            columns.append(int(word) - 1)
        else:
            return f"{PROMPT}: columns 1 to {copies} are the cause, {x.shape[1]} is the last."
    if not columns:
        return f"{PROMPT}: columns 1 to {copies} are the cause, {x.shape[1]} is the last."

    def loss(rows: Tensor) -> Tensor:
        return F.mse_loss(model(rows), y)

    more = permutation_importance(loss, x, columns)
    named = " and ".join(f"{at + 1} ({names_of(copies)[at]})" for at in columns)
    return f"squared error {float(loss(x)):.3f}; with {named} shuffled together {more:+.3f}"
