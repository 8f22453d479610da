"""Why recurrent networks forget: how much of a gradient arrives at every step back in time.

Read in this order: this file, with the network and the loop; then reach.py, which follows the
gradient back, and cells.py, one step of each cell as its formula has it. starts.py has the ways in
which the weights begin, which decide more than anything else about what is remembered.
"""

from collections.abc import Iterator
from math import cos, pi
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils import clip_grad_norm_

from lessons.kit.loop import Event, Picture, Question, Run, Saved, Step
from lessons.lesson02_gradients import Gradients
from lessons.lesson02_gradients.cells import LinearRNN
from lessons.lesson02_gradients.reach import column, curve, decades, grown, shares
from lessons.lesson02_gradients.starts import begin
from lessons.lesson02_gradients.tasks import Language, Recall, Task

WARM, LEAST = 20, 0.05  # steps until the learning rate is full, and its share at the end
LOOKS, SCORES = 40, 12  # times in a run that the gradient is followed, and the network scored


class Reader(nn.Module):
    """Reads codes one by one, and scores what follows each of them."""

    def __init__(self, codes: int, hp: Gradients) -> None:
        super().__init__()
        self.embedding = nn.Embedding(codes, hp.embed)
        self.rnn = recurrent(hp)
        self.head = nn.Linear(hp.hidden, codes)
        begin(self.rnn, hp.start, hp.gain, hp.lag)

    def forward(self, seen: Tensor, state: Any = None) -> tuple[Tensor, Any]:
        """Scores of what follows each code, (B, T, V), and the last state."""
        states, last = self.rnn(self.embedding(seen), state)  # (B, T, H)
        return self.head(states), last


def recurrent(hp: Gradients) -> nn.Module:
    """The cell, unrolled over time by torch's own kernel."""
    match hp.cell:
        case "lstm":
            return nn.LSTM(hp.embed, hp.hidden, batch_first=True)
        case "gru":
            return nn.GRU(hp.embed, hp.hidden, batch_first=True)
        case "linear":
            return LinearRNN(hp.embed, hp.hidden)
        case _:
            activation = "tanh" if hp.cell == "rnn" else "relu"
            return nn.RNN(hp.embed, hp.hidden, nonlinearity=activation, batch_first=True)


def schedule(step: int, total: int) -> float:
    """The share of the learning rate at this step: a short climb, then half a cosine down."""
    down = (1 + cos(pi * step / total)) / 2
    return min(1.0, step / WARM) * (LEAST + (1 - LEAST) * down)


def task_of(hp: Gradients, run: Run) -> tuple[Task, int]:
    """What the network is asked for, and how many different codes it reads."""
    if hp.task == "recall":
        return Recall(hp.symbols, hp.lag, run.device), hp.symbols
    return Language(run.data, hp.window, hp.lag, run.device), len(run.data.alphabet)


def looked_back(
    model: Reader, hp: Gradients, probe: tuple[Tensor, Tensor], step: int, columns: Saved
) -> tuple[list[Picture], dict[str, float]]:
    """Follow the gradient of the last loss back through time: what is drawn, and what is said."""
    share = shares(hp.cell, model.embedding, model.rnn, model.head, *probe)
    columns.value.append([step, column(share["h"])])
    found = {f"reach_{path}": decades(share[path][-1]) for path in share}
    if hp.cell == "linear":
        found["law_error"] = max(abs(s / hp.gain**k - 1) for k, s in enumerate(share["h"]))
    lags = Picture("lags", {f"dL/d{path}": curve(share[path]) for path in share})
    return [lags, Picture("map", grown(columns.value, hp.lag))], found


def train(hp: Gradients, run: Run) -> Iterator[Event]:
    """Look at the gradient, read, predict, step."""
    task, codes = task_of(hp, run)
    model = Reader(codes, hp).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    probe = task.probe()  # (8, lag + 1) and (8,)
    columns = Saved([])
    run.in_words = lambda seen: [task.in_words(row) for row in seen]
    yield Question(task.prompt, lambda words: task.answer(model, words, hp.temperature, hp.length))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, columns=columns):
        measured: dict[str, Any] = {}
        scored = run.time_to_show(step, SCORES, apart=10, first=(1,))
        if run.time_to_show(step, LOOKS, apart=3, first=(1,)):
            # before the update: at step 1 this is the untrained network
            pictures, measured = looked_back(model, hp, probe, step, columns)
            yield from pictures

        seen, target = task.get_batch(hp.batch)  # (B, T), (B, T)
        logits, _ = model(seen)  # (B, T, V)
        loss = F.cross_entropy(logits.flatten(0, 1), target.flatten())

        optimizer.zero_grad()
        loss.backward()
        norm = clip_grad_norm_(model.parameters(), hp.clip)
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * (schedule(step, hp.steps) if hp.decay else 1.0)  # a live knob
        optimizer.step()

        measured |= task.measured(model, logits, target, scored)
        if scored:
            yield from task.pictures(model, step, hp.temperature)
        yield Step(loss=loss, grad_norm=norm, **measured)
