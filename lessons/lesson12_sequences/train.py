"""The loop: read sequences, say a tag for each step or a class for the whole, and step.

Read in this order: this file; model.py, the network; cells.py, one step of each cell as its
formula has it; tasks.py, what is asked; counting.py, how wide networks with as many weights are.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import torch
from torch.nn.utils import clip_grad_norm_

from lessons.kit.loop import Event, Question, Run, Step
from lessons.lesson12_sequences import Sequences
from lessons.lesson12_sequences.display.asking import answer, prompt_of
from lessons.lesson12_sequences.display.pictures import at_the_start, look
from lessons.lesson12_sequences.measures import loss_of
from lessons.lesson12_sequences.model import Reader
from lessons.lesson12_sequences.own.on_file import Predictions
from lessons.lesson12_sequences.own.words import Words
from lessons.lesson12_sequences.tasks import Generated, Task

LOOKS = 12
"""At the test between the first steps and the last."""


def task_of(hp: Sequences, run: Run) -> Task:
    """The lesson's own task, or the learner's words."""
    if run.data is None:
        return Generated(hp, run.device, run.seed)
    return Words(run.data, hp, run.device)


def train(hp: Sequences, run: Run) -> Iterator[Event]:
    """Draw sequences, read them, score what is said, step."""
    task = task_of(hp, run)
    model = Reader(task, hp).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr, fused=True)
    yield Question(prompt_of(task), partial(answer, model, task))

    predicted = Predictions(model, task)
    for step in run.steps(hp.steps, model=model, optimizer=optimizer, predicted=predicted):
        batch = task.draw(hp.batch)
        said = model(batch.x, batch.lengths)  # (B, T, C), or (B, C) of whole sequences
        loss = loss_of(said, batch.y)

        optimizer.zero_grad()
        loss.backward()
        clip_grad_norm_(model.parameters(), hp.clip)
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        optimizer.step()

        scores: dict[str, Any] = {"loss": loss}
        if step == 1:
            found, pictures = at_the_start(model, hp, batch)
            scores |= found
            yield from pictures
        if run.time_to_show(step, LOOKS):
            seen, pictures = look(model, task, hp)
            scores |= seen
            yield from pictures
        yield Step(**scores)
