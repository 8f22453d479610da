"""The textbook's way: draw pairs as the text has them, and noise words against each."""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Event, Question, Run, Saved, Step
from lessons.lesson01_skipgram import SkipGramSettings
from lessons.lesson01_skipgram.asking import PROMPT, answer
from lessons.lesson01_skipgram.counted import Counted, known
from lessons.lesson01_skipgram.measures import quality
from lessons.lesson01_skipgram.model import SkipGram
from lessons.lesson01_skipgram.pictures import pictures
from lessons.lesson01_skipgram.text import Corpus


def sampled_loss(model: SkipGram, facts: Counted, hp: SkipGramSettings) -> Tensor:
    """The textbook's: draw pairs as the text has them, and noise words for each, (R,)."""
    words = len(facts.joint)
    pair = torch.multinomial(facts.joint.flatten(), hp.batch, replacement=True)  # (B,)
    noise = torch.multinomial(facts.noise.sum(0), hp.batch * hp.negatives, replacement=True)
    u = model.centres[:, pair // words]  # (R, B, D)
    v = model.contexts[:, pair % words]  # (R, B, D)
    n = model.contexts[:, noise].unflatten(1, (hp.batch, hp.negatives))  # (R, B, K, D)
    right = F.logsigmoid((u * v).sum(-1))  # (R, B)
    wrong = F.logsigmoid(-(n @ u[..., None]).squeeze(-1)).sum(-1)  # (R, B)
    return -(right + wrong).mean(-1)


def from_pairs(hp: SkipGramSettings, run: Run, text: Corpus) -> Iterator[Event]:
    """Each step is one over a batch of drawn pairs; what it is measured by is counted."""
    found = known(text, hp, run.device)
    model = SkipGram(hp.starts, len(text.words), hp.dim or 24, hp.init).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr)
    yield Question(PROMPT, lambda question: answer(question, model.centres[0], text))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, words=Saved(text.words)):
        losses = sampled_loss(model, found.facts, hp)  # (R,)
        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each start moves as it would alone
        for group in optimizer.param_groups:
            group["lr"] = hp.lr * (1 - (step - 1) / hp.steps)
        optimizer.step()

        loss = losses.detach().mean()
        measured = {}
        if run.time_to_show(step):
            yield from pictures(model.centres[0].detach(), text, hp)
            measured = quality(model, text, hp, found.facts, found.apart)
        yield Step(loss=loss, gap=loss - found.floor, gain=found.guess - loss, **measured)
