"""A word is hidden, and guessed from the others: what the encoder learns by it, use by use.

Read in this order: this file; model.py, the network; measures.py, how a sense is found by the
nearest centroid, and what is compared; static.py, the control with one vector a word; by_hand.py,
the formulas written out.
"""

import math
from collections.abc import Iterator
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from lessons.kit.loop import Event, Picture, Question, Run, Step
from lessons.lesson15_contextual import Contextual, by_hand
from lessons.lesson15_contextual.display.asking import PROMPT, answer
from lessons.lesson15_contextual.display.judging import judge_for
from lessons.lesson15_contextual.model import MaskedWords, asked, guesses
from lessons.lesson15_contextual.uses import Reading
from lessons.shared.encoder import masked_loss

WARM_UP, DECAY = 0.2, 0.01
"""The share of the steps in which the learning rate rises; AdamW's weight decay."""


def schedule(step: int, total: int) -> float:
    """The share of the learning rate: up in the first fifth, then down to 0 along a cosine."""
    peak = WARM_UP * total
    if step < peak:
        return step / peak
    return (1 + math.cos(math.pi * (step - peak) / (total - peak))) / 2


def train(hp: Contextual, run: Run) -> Iterator[Event]:
    """Draw sentences, hide words, read what is left, guess, step; then look at the uses."""
    reading: Reading = run.data
    sentences = torch.from_numpy(reading.tokens).to(run.device)  # (N, T)
    labels = torch.from_numpy(reading.labels).to(run.device)  # (N,); none but in labelled sentences
    hints = torch.from_numpy(reading.hints).to(run.device)  # (N, K, C); empty but with labels
    model = MaskedWords(reading, hp).to(run.device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=hp.lr, weight_decay=DECAY, fused=True)
    judge = judge_for(reading, model, run.device)
    run.in_words = reading.in_words
    yield Question(PROMPT, partial(answer, model, reading, judge))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, **judge.kept):
        drawn = torch.randint(len(sentences), (hp.batch,), device=run.device)
        seen, targets = asked(sentences[drawn], hp, reading)  # (B, T) both
        states = model.encoder(seen)  # (B, T, D)
        logits, wanted = guesses(model, states, targets)  # (B, M, V), (B, M)
        loss = masked_loss(logits, wanted)
        if model.senses:  # the learner's sentences have labels
            loss = loss + F.cross_entropy(model.senses(states, hints[drawn]), labels[drawn])

        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * schedule(step, hp.steps)  # lr may be turning
        optimizer.step()
        judge.follow(model, step)

        scores: dict[str, Any] = {"loss": loss}
        if step == 1:
            apart = by_hand.compared(logits, wanted)
            scores["by_hand"] = max(apart.values())
            yield Picture("by_hand", by_hand.rows(apart))
        if run.time_to_show(step, judge.looks):
            pictures, found = judge.look(model, last=step == hp.steps)
            yield from pictures
            scores |= found
        yield Step(**scores)
