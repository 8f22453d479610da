"""The loop of train.py for several seeds at once: the same networks, batches, clipping and steps.

Every tensor has one axis more, in front: S, the networks. What is said of a network is computed
from its own rows, so the seeds know nothing of each other.
"""

from collections.abc import Iterator, Sequence
from functools import partial

import torch
from torch import Tensor

from lessons.kit.loop import Picture, Question, Run
from lessons.kit.speed.cuda_graph import play_back
from lessons.kit.speed.stack import (
    Stack,
    apart,
    clip_grad_norms,
    cross_entropies,
    each,
    gradients,
    in_step,
    scored,
    shares,
    time_first,
)
from lessons.kit.speed.unrolled import rnn
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson03_clipping import Clipping
from lessons.lesson03_clipping.cliff import cliff
from lessons.lesson03_clipping.clipping import clip, exact
from lessons.lesson03_clipping.text import Corpus
from lessons.lesson03_clipping.train import OPTIMIZERS, PROMPT, CharRNN, get_batch, write


def suits(hp: Clipping) -> bool:
    """Always: every cell here is a plain one."""
    return True


def read(cell: str, stack: Stack, seen: Tensor) -> Tensor:
    """Logits of the next character, (S, T·B, V), for the characters seen, (T, S, B)."""
    states = rnn(seen, stack, "tanh" if cell == "tanh" else "relu")  # (T, S, B, H)
    return scored(states, stack)


def cosines(before: Tensor, after: Tensor) -> Tensor:
    """How far each network's two vectors, (S, P), point the same way: (S,)."""
    lengths: Tensor = before.norm(dim=1) * after.norm(dim=1)
    return (before * after).sum(1) / lengths


def train(hp: Clipping, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Read, predict, find the gradients, clip, step."""
    corpus: Corpus = runs[0].data
    device = runs[0].device
    text = torch.frombuffer(corpus.codes, dtype=torch.int64).to(device)  # (characters,)
    models = each(runs, lambda run: CharRNN(len(corpus.alphabet), hp).to(device))
    stack = Stack(models, partial(read, hp.cell))
    play_back(stack, runs[0])
    weights = list(stack.parameters())
    optimizer = OPTIMIZERS[hp.optimizer](weights, lr=hp.lr)
    for place, model in enumerate(models):
        yield Of(place, Question("How should it begin?", partial(write, model, corpus)))

    for step in in_step(runs, hp.steps, model=models, optimizer=shares(optimizer, runs)):
        drawn = each(runs, lambda run: get_batch(text, hp.batch, hp.window))
        seen, following = time_first(drawn)  # (T, S, B), (S, T·B)
        losses = cross_entropies(stack(seen), following)  # (S,)

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        before = exact(gradients(weights))  # (S, P)
        if hp.clipping == "norm":
            clip_grad_norms(weights, hp.max_norm)  # each network has a length of its own
        else:
            clip(hp, weights)  # looks at numbers, or at units: as they are
        after = exact(gradients(weights))  # (S, P)

        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the reader may be turning this knob
        optimizer.step()

        for place, run in enumerate(runs):
            if step == 1:
                yield Of(place, Picture("cliff", cliff()))
            if run.time_to_show(step):
                generator = torch.Generator().manual_seed(step)
                yield Of(place, Picture("sample", write(models[place], corpus, PROMPT, generator)))
        long, short = before.norm(dim=1), after.norm(dim=1)
        yield apart(
            loss=losses,
            gain=corpus.letters - losses,
            grad_norm=long,
            applied_norm=short,
            stretch=short / hp.max_norm,
            cosine=cosines(before, after),
            clipped=(short < long).double(),
        )
