"""The loop of train.py for several seeds at once: the same networks, pairs, questions and steps.

Every tensor has one axis more, in front: S, the networks. Nothing is added up over it, so the
seeds know nothing of each other.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Question, Run, Saved
from lessons.kit.speed.stack import (
    Stack,
    cross_entropies,
    each,
    in_step,
    linear,
    shares,
)
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson13_attention import Attention
from lessons.lesson13_attention.by_hand import joined, split
from lessons.lesson13_attention.display.asking import answer, prompt
from lessons.lesson13_attention.display.pictures import (
    at_the_start,
    by_pairs_read,
    entropies,
    matrix,
)
from lessons.lesson13_attention.measures import looked
from lessons.lesson13_attention.model import Reader
from lessons.lesson13_attention.tasks import Batch, commonest, task_of
from lessons.lesson13_attention.train import LOOKS

FEWER_LOOKS = 4
"""At the test of networks that a screen does not show first: a look costs as much as six steps."""
FEW_CODES = 256
"""Up to so many rows a product with ones and zeros is quicker than to look them up."""


def suits(hp: Attention) -> bool:
    """Not a mistake: each has a formula of its own."""
    return hp.mistake == "none"


def read(hp: Attention, asks_have_places: bool, stack: Stack, asked: Tensor, told: Tensor
) -> Tensor:  # fmt: skip
    """Logits (S, B, Q, V) for questions (S, B, Q) about tokens (S, B, T, C)."""
    with_places = (asks_have_places, True) if hp.positions == "learned" else (False, False)
    asked = asked.unsqueeze(3)  # (S, B, Q, 1)
    if hp.model == "attention":
        return through(attended(hp, stack, asked, told, with_places), stack, "head")
    asks, tokens = (
        vectors(stack, codes, None, places)
        for codes, places in zip((asked, told), with_places, strict=True)
    )
    seen = tokens.mean(2) if hp.model == "bag" else tokens.flatten(2)  # (S, B, …)
    known = seen.unsqueeze(2).expand(-1, -1, asks.shape[2], -1)
    hidden = through(torch.cat([known, asks], 3), stack, "hidden")
    return through(F.relu(hidden), stack, "head")


def attended(
    hp: Attention, stack: Stack, asked: Tensor, told: Tensor, with_places: tuple[bool, bool]
) -> Tensor:
    """Multi-head attention of every network: networks are a batch of batches to it."""
    asks = vectors(stack, asked, "heads.query.weight", with_places[0])
    k, v = (
        vectors(stack, told, f"heads.{name}.weight", with_places[1]) for name in ("key", "value")
    )
    q, k, v = (split(part.flatten(0, 1), hp.heads) for part in (asks, k, v))  # (S·B, H, …, d)
    mixed = F.scaled_dot_product_attention(q, k, v, scale=None if hp.scaled else 1.0)
    return through(joined(mixed).unflatten(0, asks.shape[:2]), stack, "heads.out")


def vectors(stack: Stack, codes: Tensor, matrix: str | None, has_places: bool) -> Tensor:
    """Codes (S, B, N, C) as the sums of their vectors, through a matrix: (S, B, N, H).

    A product can be taken before a sum, so it is the few vectors of the table that go through the
    matrix, and not the many tokens.
    """
    names = ["embedding.weight", "places.weight"] if has_places else ["embedding.weight"]
    tables: list[Tensor] = [stack[name] for name in names]  # (S, C, E) each
    tables = [table @ stack[matrix].mT for table in tables] if matrix else tables
    found: Tensor = looked_up(tables[0], codes.flatten(1, 2)).unflatten(1, codes.shape[1:3])
    return found + tables[1][:, None, : codes.shape[2]] if has_places else found


def looked_up(table: Tensor, codes: Tensor) -> Tensor:
    """The sums of the rows that each network's codes (S, N, C) name in its table (S, K, H)."""
    many, rows = table.shape[:2]
    if rows <= FEW_CODES:  # a product with ones and zeros: its gradient is one too, and no search
        hot = table.new_zeros(*codes.shape[:2], rows).scatter_(2, codes, 1.0)
        summed: Tensor = hot @ table
        return summed
    first = torch.arange(many, device=codes.device).view(-1, 1, 1) * rows
    return F.embedding(codes + first, table.flatten(0, 1)).sum(2)


def through(x: Tensor, stack: Stack, name: str) -> Tensor:
    """A linear layer of every network, (S, B, N, E) to (S, B, N, H)."""
    made = linear(x.flatten(1, 2), stack[f"{name}.weight"], stack[f"{name}.bias"])
    found: Tensor = made.unflatten(1, x.shape[1:3])
    return found


def train(hp: Attention, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Draw pairs, ask, answer, find the gradients, step."""
    task = task_of(hp, runs[0].data, runs[0].device)
    models = each(runs, lambda run: Reader(task, hp).to(run.device))
    stack = Stack(models, partial(read, hp, task.asks_have_places))
    optimizer = torch.optim.Adam(stack.parameters(), lr=hp.lr, fused=True)
    test, shown = task.test(), task.shown()
    guess = commonest(test)
    kept: list[Saved] = [Saved([]) for _ in runs]
    for place, model in enumerate(models):
        yield Of(place, Question(prompt(task), partial(answer, model, task)))

    state: dict[str, Sequence[Any]] = {"model": models, "optimizer": shares(optimizer, runs)}
    for step in in_step(runs, hp.steps, **state, entropies=kept):
        drawn = each(runs, lambda run: task.draw(hp.batch))
        batch = Batch(*map(torch.stack, zip(*drawn, strict=True)))  # (S, B, …) each
        logits = stack(batch.asked, batch.told)  # (S, B, Q, V)
        losses = cross_entropies(logits.flatten(1, 2), batch.target.flatten(1))  # (S,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        for group in optimizer.param_groups:
            group["lr"] = hp.lr
        optimizer.step()

        scores: list[dict[str, Any]] = [{} for _ in runs]
        for place, (run, model) in enumerate(zip(runs, models, strict=True)):
            if step == 1:
                pictures, found = at_the_start(model, test, run.seed)
                yield from (Of(place, picture) for picture in pictures)
                scores[place] |= found
            times = 60 if place == 0 else 1  # a screen shows the first seed: of others, both ends
            if run.time_to_show(step, times, first=(1,)):
                yield Of(place, matrix(model, task, shown))
            if run.time_to_show(step, times=LOOKS if place == 0 else FEWER_LOOKS):
                look = looked(model, task, test, is_last=step == hp.steps)
                scores[place] |= look.scores | {"commonest": guess}
                kept[place].value.append([step, *look.entropies.tolist()])
                if place == 0 or step == hp.steps:
                    yield Of(place, entropies(kept[place].value, task.length))
            if step == hp.steps:
                pictures, found = by_pairs_read(model, task)
                yield from (Of(place, picture) for picture in pictures)
                scores[place] |= found
        yield [
            Step(loss=loss, **found)
            for loss, found in zip(losses.detach().unbind(), scores, strict=True)
        ]
