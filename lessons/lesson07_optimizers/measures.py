"""What is looked at while the network trains: every rate's loss, and what it says of a row."""

from typing import Any

import torch
from torch import Tensor, nn

from lessons.lesson07_optimizers.network import accuracies, cross_entropies
from lessons.lesson07_optimizers.sweep import Sweep

RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
"""The nine rates of the sweep: half a decade apart."""
USUAL = RATES.index(0.001)
"""torch's own default for Adam, and what most tutorials give to all of them."""
LOOKED_AT = 2000  # training rows on which all copies are measured: all of the digits
CEILING = 10.0  # what is drawn above it is drawn there: a rate too large is 1e9, or nan
GOOD = 0.9


class Rows:
    """The rows to learn from and to test on, as tensors."""

    def __init__(self, data: Any, device: torch.device) -> None:
        self.x = torch.as_tensor(data.train.x, device=device)  # (N, F)
        self.y = torch.as_tensor(data.train.y, device=device)  # (N,)
        self.test_x = torch.as_tensor(data.test.x, device=device)
        self.test_y = torch.as_tensor(data.test.y, device=device)
        self.classes: list[str] = data.classes


def looked(sweep: Sweep, rows: Rows) -> tuple[Tensor, Tensor]:
    """Every copy's loss on the training rows, and its share of right answers on the test."""
    losses = sweep.look(cross_entropies, rows.x[:LOOKED_AT], rows.y[:LOOKED_AT])
    return losses, sweep.look(accuracies, rows.test_x, rows.test_y)


def curve(values: Tensor) -> list[tuple[float, float]]:
    """A value for each rate, against the rate's decade; infinite ones at the ceiling."""
    held = values.nan_to_num(CEILING, CEILING, CEILING).clamp(max=CEILING).tolist()
    decades = torch.tensor(RATES).log10().tolist()
    return list(zip(decades, held, strict=True))


def best(losses: Tensor, right: Tensor) -> dict[str, float]:
    """The rate that is best by its training loss, and how far it has come."""
    at = int(losses.nan_to_num(torch.inf).argmin())
    return {
        "usual_loss": float(losses[USUAL]),
        "best_loss": float(losses[at]),
        "best_rate": RATES[at],
        "best_accuracy": float(right[at]),
        "good_rates": float((right >= GOOD).sum()),
    }


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

