"""The loop of train.py for several seeds at once: the same networks, sequences and steps.

S networks, in front of everything but time: T steps, B sequences, F inputs, H units, G gates.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Picture, Question, Run
from lessons.kit.speed.stack import (
    Stack,
    clip_grad_norms,
    cross_entropies,
    each,
    in_step,
    linear,
    scored,
    shares,
)
from lessons.kit.speed.unrolled import Celled, Plain, gated
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson12_sequences import Sequences
from lessons.lesson12_sequences.display.asking import answer, prompt_of
from lessons.lesson12_sequences.display.pictures import at_the_start, look, on_the_test
from lessons.lesson12_sequences.measures import said_of
from lessons.lesson12_sequences.model import Reader
from lessons.lesson12_sequences.own.on_file import Predictions
from lessons.lesson12_sequences.tasks import IGNORED, Batch
from lessons.lesson12_sequences.train import LOOKS, task_of
from lessons.shared.padded import pooled


def suits(hp: Sequences) -> bool:
    """Every cell and every task."""
    return True


def states_of(stack: Stack, name: str, cell: str, x: Tensor) -> Tensor:
    """All states (T, S, B, H) of each network's cell of this name, for inputs (T, S, B, F)."""
    w_ih, w_hh, b_ih, b_hh = (
        stack[f"{name}.{kind}_l0"] for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
    )
    own = b_ih if cell == "gru" else b_ih + b_hh
    arrives = x @ w_ih.mT + own[:, None]  # (T, S, B, G·H)
    if cell == "gru":
        return gated(arrives, w_hh, b_hh)
    unrolled: Any = {"rnn": Plain, "lstm": Celled}[cell]
    states: Tensor = unrolled.apply(arrives, w_hh, *(("tanh",) if cell == "rnn" else ()))
    return states


def backwards(x: Tensor, lengths: Tensor) -> Tensor:
    """`reversed_padded` with time first: x (T, S, B, …) and lengths (S, B)."""
    t = torch.arange(len(x), device=x.device)[:, None, None]
    return x.take_along_dim(((lengths - 1 - t) % len(x))[..., None], 0)


def read(hp: Sequences, whole: bool, stack: Stack, x: Tensor, lengths: Tensor) -> Tensor:
    """Logits (S, T·B, C) of tags, or (S, B, C) of whole sequences, for x (S, B, T, F or K)."""
    if "embedding.weight" in stack.weights:
        x = vectors(stack["embedding.weight"], x)
    x = F.pad(x, (0, 0, 0, hp.late)).permute(2, 0, 1, 3)  # (T + late, S, B, F)
    states = states_of(stack, "forth", hp.cell, x)  # (T + late, S, B, H)
    if hp.bidirectional:
        ends = lengths + hp.late
        reverse = states_of(stack, "back", hp.cell, backwards(x, ends))
        states = torch.cat([states, backwards(reverse, ends)], 3)
    states = states[hp.late :]
    if not whole:
        return scored(states, stack)
    rows = states.permute(1, 2, 0, 3).flatten(0, 1)  # (S·B, T, H)
    last = pooled(rows, lengths.flatten(), hp.read).unflatten(0, lengths.shape)  # (S, B, H)
    return linear(last, stack["head.weight"], stack["head.bias"])


def vectors(table: Tensor, codes: Tensor) -> Tensor:
    """Each network's vectors of its codes (S, B, T, K), added: (S, B, T, E). 0 is no code."""
    many, size, _ = table.shape
    first = torch.arange(many, device=codes.device) * size  # where each network's codes begin
    found = F.embedding(codes + first[:, None, None, None], table.flatten(0, 1))
    return (found * (codes != 0)[..., None]).sum(3)


def losses_of(said: Tensor, y: Tensor) -> Tensor:
    """Each network's loss (S,), for tags (S, B, T), or classes or numbers (S, B)."""
    if said.shape[-1] == 1:
        return (said[..., 0] - y).square().mean(1)
    return cross_entropies(said, y.mT.flatten(1) if y.ndim == 3 else y, IGNORED)


def stacked(batches: Sequence[Batch]) -> Batch:
    """The batches of all networks in one, S in front, as long as the longest of them."""
    width = max(batch.x.shape[1] for batch in batches)
    x = [F.pad(batch.x, (0, 0, 0, width - batch.x.shape[1])) for batch in batches]
    y = [batch.y for batch in batches]
    if y[0].ndim == 2:
        y = [F.pad(tags, (0, width - tags.shape[1]), value=IGNORED) for tags in y]
    lengths = torch.stack([batch.lengths for batch in batches])
    return Batch(torch.stack(x), lengths, torch.stack(y))


def train(hp: Sequences, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Draw sequences, read them, score what is said, step."""
    tasks = [task_of(hp, run) for run in runs]
    models = each(runs, lambda run: Reader(tasks[0], hp).to(run.device))
    stack = Stack(models, partial(read, hp, tasks[0].whole))
    weights = list(stack.parameters())
    optimizer = torch.optim.Adam(weights, lr=hp.lr, fused=True)
    for place, (task, model) in enumerate(zip(tasks, models, strict=True)):
        yield Of(place, Question(prompt_of(task), partial(answer, model, task)))

    kept = [Predictions(model, task) for model, task in zip(models, tasks, strict=True)]
    state: dict[str, Sequence[Any]] = {
        "model": models,
        "optimizer": shares(optimizer, runs),
        "predicted": kept,
    }
    for step in in_step(runs, hp.steps, **state):
        batches = each(runs, lambda run: tasks[0].draw(hp.batch))
        batch = stacked(batches)
        said = stack(batch.x, batch.lengths)
        losses = losses_of(said, batch.y)  # (S,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        clip_grad_norms(weights, hp.clip)
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        optimizer.step()

        scores: list[dict[str, Any]] = [{"loss": loss} for loss in losses.detach()]
        for s, run in enumerate(runs):
            pictures: list[Picture] = []
            if step == 1:
                found, pictures = at_the_start(models[s], hp, batches[s])
                scores[s] |= found
            is_shown = s == 0 or step in (1, hp.steps)  # of the others, both ends
            if is_shown and run.time_to_show(step, LOOKS):
                seen, shown = look(models[s], tasks[s], hp)
                scores[s] |= seen
                yield from (Of(s, picture) for picture in pictures + shown)
            elif run.time_to_show(step, LOOKS, first=()):
                scores[s] |= on_the_test(tasks[s], hp, said_of(models[s], tasks[s].test))
        yield [Step(**found) for found in scores]
