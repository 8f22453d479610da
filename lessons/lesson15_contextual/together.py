"""The loop of train.py for several seeds at once: the same networks, sentences and hidden words.

Every tensor has one axis more, in front: S, the networks.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor

from lessons.kit.loop import Picture, Question, Run
from lessons.kit.speed.stack import (
    Stack,
    clip_grad_norms,
    cross_entropies,
    each,
    in_step,
    linear,
    shares,
)
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson15_contextual import Contextual, by_hand
from lessons.lesson15_contextual.display.asking import PROMPT, answer
from lessons.lesson15_contextual.display.judging import judge_for
from lessons.lesson15_contextual.model import (
    MaskedWords,
    Senses,
    asked,
    most_asked,
)
from lessons.lesson15_contextual.train import DECAY, schedule
from lessons.lesson15_contextual.uses import Reading
from lessons.shared.encoder import NOT_ASKED, encoded

FEWER = 2
"""Looks at the networks that a screen does not show first."""


def suits(hp: Contextual) -> bool:
    """An encoder that looks both ways, on sentences without labels: no other is stacked."""
    return hp.sees == "both"


def read(hp: Contextual, stack: Stack, seen: Tensor) -> Tensor:
    """The states (S, B, T, D) of sentences (S, B, T)."""
    return encoded(stack, "encoder", seen, hp.heads)


def guesses(stack: Stack, states: Tensor, targets: Tensor, share: float) -> tuple[Tensor, Tensor]:
    """Logits (S, B, M, V) where a word is asked for, and these words (S, B, M)."""
    wanted, places = targets.topk(most_asked(targets.shape[-1], share), dim=-1)
    some = states.gather(2, places[..., None].expand(*places.shape, states.shape[-1]))
    return linear(some, stack["head.weight"], stack["head.bias"]), wanted


def senses(stack: Stack, own: Senses, states: Tensor, hints: Tensor) -> Tensor:
    """Logits (S, B, C) of the senses, as `Senses` makes them for one network."""
    state = linear(
        states[:, :, own.centre], stack["senses.state.weight"], stack["senses.state.bias"]
    )
    return state + torch.einsum("sk,sbkc->sbc", stack["senses.trust"], hints)


def train(hp: Contextual, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Draw sentences, hide words, read what is left, guess, step; then look at the uses."""
    reading: Reading = runs[0].data
    device = runs[0].device
    sentences = torch.from_numpy(reading.tokens).to(device)  # (N, T)
    labels = torch.from_numpy(reading.labels).to(device)  # (N,)
    hints = torch.from_numpy(reading.hints).to(device)  # (N, K, C)
    models = each(runs, lambda run: MaskedWords(reading, hp).to(device))
    judges = [judge_for(reading, model, device) for model in models]
    stack = Stack(models, partial(read, hp))
    optimizer = torch.optim.AdamW(stack.parameters(), lr=hp.lr, weight_decay=DECAY, fused=True)
    for place, (model, judge) in enumerate(zip(models, judges, strict=True)):
        yield Of(place, Question(PROMPT, partial(answer, model, reading, judge)))

    def draw(run: Run) -> tuple[Tensor, ...]:
        drawn = torch.randint(len(sentences), (hp.batch,), device=device)
        return drawn, *asked(sentences[drawn], hp, reading)

    state: dict[str, Sequence[Any]] = {"model": models, "optimizer": shares(optimizer, runs)}
    state |= {name: [judge.kept[name] for judge in judges] for name in judges[0].kept}
    for step in in_step(runs, hp.steps, **state):
        drawn, seen, targets = map(torch.stack, zip(*each(runs, draw), strict=True))  # (S, B, …)
        states = stack(seen)  # (S, B, T, D)
        logits, wanted = guesses(stack, states, targets, hp.share)  # (S, B, M, V), (S, B, M)
        losses = cross_entropies(logits.flatten(1, 2), wanted.flatten(1), NOT_ASKED)  # (S,)
        if models[0].senses:
            said = senses(stack, models[0].senses, states, hints[drawn])
            losses = losses + cross_entropies(said, labels[drawn])

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        clip_grad_norms(list(stack.parameters()), 1.0)
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * schedule(step, hp.steps)
        optimizer.step()
        for judge, model in zip(judges, models, strict=True):
            judge.follow(model, step)

        scores: list[dict[str, Any]] = [{"loss": loss} for loss in losses.detach()]
        for s, (run, judge, model) in enumerate(zip(runs, judges, models, strict=True)):
            if step == 1:
                differences = by_hand.compared(logits[s], wanted[s])
                scores[s]["by_hand"] = max(differences.values())
                yield Of(s, Picture("by_hand", by_hand.rows(differences)))
            times, first = (judge.looks, (1, 2, 3, 5)) if s == 0 else (FEWER, (1,))
            if run.time_to_show(step, times, first=first):
                pictures, found = judge.look(model, last=step == hp.steps)
                scores[s] |= found
                yield from (Of(s, picture) for picture in pictures)
        yield [Step(**said) for said in scores]
