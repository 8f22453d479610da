"""The usual tutorial's way of training a char-RNN against lesson 2's, at equal loss.

The usual loop takes one window at a time, scores only the character after it, and steps. The
lesson takes thirty windows at once and scores every character of them. Both train the lesson's
own network, with Adam, on the same windows of the same text; both are judged by the same number,
the mean loss of the character after each window. What is timed is the way there.
"""

import argparse
import sys
import time
from collections.abc import Callable

import torch
import torch.nn.functional as F
from rich.console import Console
from torch import Tensor

from benchmarks.tools.rows import Row, compared
from lessons.lesson02_gradients import Gradients
from lessons.lesson02_gradients.train import Reader
from lessons.lesson02_gradients.village import village

CHARACTERS, WINDOW, EPOCHS, BATCH, LR = 325, 25, 3, 30, 0.015
ONE_BY_ONE = {"rnn": 0.003, "lstm": 0.01, "gru": 0.003}
"""The usual loop's learning rate: of 0.003 and 0.01 the one that ends lower."""
EMBED, HIDDEN = 32, 64
BUDGETS = {"rnn": 30.0, "lstm": 5.0, "gru": 10.0}
MOST = 2_000  # steps after which the batches are taken not to get there


def windows() -> tuple[Tensor, Tensor, int]:
    """Every window of a short text, (300, 25), the same one later, and the alphabet's size."""
    text = village().text[:CHARACTERS]
    place = {character: at for at, character in enumerate(sorted(set(text)))}
    codes = torch.tensor([place[character] for character in text])
    pieces = codes.unfold(0, WINDOW + 1, 1)  # (300, 26)
    return pieces[:, :-1], pieces[:, 1:], len(place)


def network(cell: str, characters: int, seed: int) -> Reader:
    """The lesson's own, the same for both."""
    torch.manual_seed(seed)
    return Reader(characters, Gradients(cell=cell, embed=EMBED, hidden=HIDDEN))


@torch.no_grad()
def judged(model: Reader, seen: Tensor, following: Tensor) -> float:
    """The mean loss of the character after each window."""
    logits, _ = model(seen)
    return float(F.cross_entropy(logits[:, -1], following[:, -1]))


def one_by_one(cell: str, seed: int) -> tuple[float, float]:
    """CPU seconds of the usual loop, and the loss that it ends at."""
    seen, following, characters = windows()
    model = network(cell, characters, seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=ONE_BY_ONE[cell])
    began = time.process_time()
    for _ in range(EPOCHS):
        for at in range(len(seen)):
            logits, _ = model(seen[at : at + 1])  # (1, T, V)
            loss = F.cross_entropy(logits[:, -1], following[at : at + 1, -1])
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
    return time.process_time() - began, judged(model, seen, following)


def in_batches(cell: str, seed: int, goal: float) -> float:
    """CPU seconds of the lesson's way to a loss that is as low. Looking is not counted."""
    seen, following, characters = windows()
    model = network(cell, characters, seed)
    optimizer = torch.optim.Adam(model.parameters(), lr=LR)
    spent = 0.0
    for _ in range(MOST):
        began = time.process_time()
        chosen = torch.randint(len(seen), (BATCH,))
        logits, _ = model(seen[chosen])  # (B, T, V)
        loss = F.cross_entropy(logits.flatten(0, 1), following[chosen].flatten())
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        spent += time.process_time() - began
        if judged(model, seen, following) <= goal:
            return spent
    raise RuntimeError(f"{cell}: batches did not get to {goal:.3f} in {MOST} steps")


def compare(cell: str, quick: bool) -> Row:
    """How many times as long the usual loop takes, one seed after the other."""
    pairs, goals = [], []
    for seed in range(1 if quick else 7):
        seconds, goal = one_by_one(cell, seed)
        pairs.append((seconds, in_batches(cell, seed, goal)))
        goals.append(goal)
    name = (
        f"char-{cell} window by window / in batches, to loss {sorted(goals)[len(goals) // 2]:.2f}"
    )
    return compared(name, pairs, BUDGETS[cell], at_most=False, unit="CPU s")


def rnn(quick: bool) -> Row:
    """The plain network."""
    return compare("rnn", quick)


def lstm(quick: bool) -> Row:
    """The LSTM."""
    return compare("lstm", quick)


def gru(quick: bool) -> Row:
    """The GRU."""
    return compare("gru", quick)


MEASUREMENTS: list[Callable[[bool], Row]] = [rnn, lstm, gru]


def main(arguments: list[str] | None = None) -> int:
    """Measure the three cells; 1 if a budget is not met."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.training.tutorial_charrnn", description=__doc__
    )
    parser.add_argument("--quick", action="store_true", help="one seed instead of seven")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    rows = [measure(options.quick) for measure in MEASUREMENTS]
    for row in rows:
        spread = f"{row.low:.3g}-{row.high:.3g}, budget {row.budget:g}"
        Console().print(f"{row.name}: {row.ratio:.3g} times ({spread}); {row.measured}")
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
