"""What is looked at while the network trains: every rate's loss, and what it says of a row."""

from collections.abc import Iterator, Sequence
from math import log10
from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.loop import Picture
from lessons.lesson07_optimizers import Optimizers
from lessons.lesson07_optimizers.network import cross_entropies, logits_of
from lessons.shared.dataset import Dataset

RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
"""The nine rates of the sweep: half a decade apart."""
DECADES = [log10(rate) for rate in RATES]
USUAL = RATES.index(0.001)
"""torch's own default for Adam, and what most tutorials give to all of them."""
LOOKS = 12  # looks at all copies in a run, besides that at the first step
LOOKED_AT = 500  # training rows on which the copies are measured: a third of the digits
CEILING = 10.0  # what is drawn above it is drawn there: a rate too large is 1e9, or nan
FLOOR = 1e-6  # an easy table is learned to a loss of 0, which no decade has
GOOD = 0.9  # a share of right answers that a rate is counted for
ASKS = "Which row of the test?"


class Rows:
    """The rows to learn from and to test on, as tensors."""

    def __init__(self, data: Dataset, device: torch.device) -> None:
        self.x = torch.as_tensor(data.train.x, device=device)  # (N, F)
        self.y = torch.as_tensor(data.train.y, device=device)  # (N,)
        self.test_x = torch.as_tensor(data.test.x, device=device)
        self.test_y = torch.as_tensor(data.test.y, device=device)
        self.inputs = self.x.shape[1]
        self.classes = data.classes
        self.data = data


class Seen:
    """A network and its copies at the nine rates, looked at once."""

    def __init__(self, rows: Rows, model: nn.Module, copies: Sequence[Tensor]) -> None:
        self.rows, self.model, self.copies = rows, model, copies
        with torch.no_grad():
            self.losses = cross_entropies(copies, rows.x[:LOOKED_AT], rows.y[:LOOKED_AT])  # (9,)
            self.said = logits_of(copies, rows.test_x).argmax(-1)  # (9, N)
            self.now = model(rows.test_x).argmax(-1)  # (N,)
        self.right = (self.said == rows.test_y).double().mean(-1)  # (9,)
        self.best = int(self.losses.nan_to_num(torch.inf).argmin())

    @property
    def scalars(self) -> dict[str, float]:
        """How it is now, and how the rate is that is best by its training loss."""
        return {
            "accuracy": float((self.now == self.rows.test_y).double().mean()),
            "usual_loss": float(self.losses[USUAL]),
            "best_loss": float(self.losses[self.best]),
            "best_rate": RATES[self.best],
            "best_accuracy": float(self.right[self.best]),
            "good_rates": float((self.right >= GOOD).sum()),
        }

    def table(self, name: str) -> list[list[Any]]:
        """scikit-learn's models on the same rows, the network as it is, and at its best rate."""
        from lessons.shared.baselines import compared  # scikit-learn takes a second to import

        data = self.rows.data
        *models, mine, _ = compared(data, self.now.cpu().numpy(), f"{name}, this rate")
        *_, best, who = compared(data, self.said[self.best].cpu().numpy(), f"{name}, best rate")
        return [*models, mine, best, who]


def pictures(hp: Optimizers, seen: Seen, step: int) -> Iterator[Picture]:
    """The curves over the rates; at the last step also the table."""
    yield Picture("rates", {hp.optimizer: curve(seen.losses)})
    yield Picture("right", {hp.optimizer: curve(seen.right)})
    if step == hp.steps:
        yield Picture("beside", seen.table(hp.optimizer))


def curve(values: Tensor) -> list[tuple[float, float]]:
    """A value for each rate, against the rate's decade; those beyond at floor or ceiling."""
    held = values.nan_to_num(CEILING, CEILING, CEILING).clamp(FLOOR, CEILING).tolist()
    return list(zip(DECADES, held, strict=True))


def said_of(model: nn.Module, rows: Rows, text: str) -> str:
    """What the network says of one row of the test, and what is true."""
    count = len(rows.test_y)
    row = int(text) if text.strip().isdecimal() and len(text) < 10 else 0
    if not 1 <= row <= count:
        return f"give the number of a test row, from 1 to {count:,}"
    chances = model(rows.test_x[row - 1 : row])[0].softmax(-1)  # (C,)
    if not chances.isfinite().all():
        return "nothing: its weights are no longer numbers"
    said, truth = int(chances.argmax()), int(rows.test_y[row - 1])
    word = "right" if said == truth else f"wrong: it is {rows.classes[truth]}"
    return f"{rows.classes[said]}, at {float(chances[said]):.0%}. That is {word}."
