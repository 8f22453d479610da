"""The loop: read pairs, ask for a key, and see where the network looks for the answer.

Read in this order: this file; by_hand.py, attention written out, which is what this lesson is
about; model.py, the three networks; mistakes.py, what is often written instead.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F

from lessons.kit.loop import Event, Question, Run, Saved, Step
from lessons.lesson13_attention import Attention
from lessons.lesson13_attention.display.asking import answer, prompt
from lessons.lesson13_attention.display.pictures import (
    at_the_start,
    by_pairs_read,
    entropies,
    in_words,
    matrix,
)
from lessons.lesson13_attention.measures import looked
from lessons.lesson13_attention.model import Reader
from lessons.lesson13_attention.tasks import commonest, task_of

LOOKS = 12
"""At the test between the first steps and the last."""


def train(hp: Attention, run: Run) -> Iterator[Event]:
    """Draw pairs, ask, answer, find the gradient, step."""
    task = task_of(hp, run.data, run.device)
    model = Reader(task, hp).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr, fused=True)
    test, shown = task.test(), task.shown()
    guess = commonest(test)
    kept = Saved([])  # entropies of the heads, for every look
    run.in_words = partial(in_words, task)
    yield Question(prompt(task), partial(answer, model, task))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, entropies=kept):
        batch = task.draw(hp.batch)
        logits = model(batch.asked, batch.told)  # (B, Q, V)
        loss = F.cross_entropy(logits.flatten(0, 1), batch.target.flatten())

        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        optimizer.step()

        scores: dict[str, Any] = {"loss": loss}
        if step == 1:
            pictures, found = at_the_start(model, test, run.seed)
            yield from pictures
            scores |= found
        if run.time_to_show(step):
            yield matrix(model, task, shown)
        if run.time_to_show(step, times=LOOKS):
            look = looked(model, task, test, is_last=step == hp.steps)
            scores |= look.scores | {"commonest": guess}
            kept.value.append([step, *look.entropies.tolist()])
            yield entropies(kept.value, task.length)
        if step == hp.steps:
            pictures, found = by_pairs_read(model, task)
            yield from pictures
            scores |= found
        yield Step(**scores)
