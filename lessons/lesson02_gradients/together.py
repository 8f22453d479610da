"""The loop of train.py for several seeds at once: the same networks, batches, looks and steps.

Every tensor has one axis more, in front: S, the networks. Time T comes before the batch B.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor

from lessons.kit.loop import Question, Run, Saved
from lessons.kit.speed.cuda_graph import play_back
from lessons.kit.speed.stack import (
    Stack,
    clip_grad_norms,
    cross_entropies,
    each,
    in_step,
    scored,
    shares,
    time_first,
)
from lessons.kit.speed.unrolled import gru, rnn
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson02_gradients import Gradients
from lessons.lesson02_gradients.tasks import IGNORED
from lessons.lesson02_gradients.train import (
    LOOKS,
    SCORES,
    Reader,
    looked_back,
    schedule,
    task_of,
)

ACTIVATIONS = {"rnn": "tanh", "relu": "relu", "linear": "linear"}


def suits(hp: Gradients) -> bool:
    """Not an LSTM: torch's kernel for one, taken one network after the other, is quicker."""
    return hp.cell != "lstm"


def read(cell: str, stack: Stack, seen: Tensor) -> Tensor:
    """Scores of what follows each code, (S, T·B, V), for codes (T, S, B)."""
    states = (
        gru(seen, stack) if cell == "gru" else rnn(seen, stack, ACTIVATIONS[cell])
    )  # (T, S, B, H)
    return scored(states, stack)


def train(hp: Gradients, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Look at the gradients, read, predict, step."""
    asked = [task_of(hp, run) for run in runs]
    tasks, codes = [task for task, _ in asked], asked[0][1]
    models = each(runs, lambda run: Reader(codes, hp).to(run.device))
    stack = Stack(models, partial(read, hp.cell))
    play_back(stack, runs[0])
    weights = list(stack.parameters())
    optimizer = torch.optim.Adam(weights, lr=hp.lr, fused=True)
    probe = tasks[0].probe()  # (8, lag + 1) and (8,)
    columns = [Saved([]) for _ in runs]
    for place, (task, model) in enumerate(zip(tasks, models, strict=True)):
        yield Of(place, Question(task.prompt, partial(answered, task, model, hp)))

    kept = shares(optimizer, runs)
    for step in in_step(runs, hp.steps, model=models, optimizer=kept, columns=columns):
        measured: list[dict[str, Any]] = [{} for _ in runs]
        is_scored = any(run.time_to_show(step, SCORES, apart=10, first=(1,)) for run in runs)
        if any(run.time_to_show(step, LOOKS, apart=3, first=(1,)) for run in runs):
            for place, model in enumerate(models):
                pictures, measured[place] = looked_back(model, hp, probe, step, columns[place])
                yield from (Of(place, picture) for picture in pictures)

        batches = each(runs, lambda run: tasks[0].get_batch(hp.batch))
        seen, target = time_first(batches)  # (T, S, B), (S, T·B)
        logits = stack(seen)  # (S, T·B, V)
        losses = cross_entropies(logits, target, IGNORED)  # (S,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        norms = clip_grad_norms(weights, hp.clip)  # (S,)
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * (schedule(step, hp.steps) if hp.decay else 1.0)  # a live knob
        optimizer.step()

        for place, (task, model) in enumerate(zip(tasks, models, strict=True)):
            own = logits[place].unflatten(0, (-1, hp.batch)).transpose(0, 1)  # (B, T, V)
            measured[place] |= task.measured(model, own, batches[place][1], is_scored)
            if is_scored:
                yield from (Of(place, s) for s in task.pictures(model, step, hp.temperature))
        yield [
            Step(loss=loss, grad_norm=norm, **found)
            for loss, norm, found in zip(losses.detach(), norms, measured, strict=True)
        ]


def answered(task: Any, model: Reader, hp: Gradients, words: str) -> str:
    """What one of the networks says."""
    said: str = task.answer(model, words, hp.temperature, hp.length)
    return said
