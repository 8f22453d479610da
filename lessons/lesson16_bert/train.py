"""The loop: guess hidden words of many texts, then learn classes from few labels.

Read in this order: this file; model.py, the network with its two heads; stages.py, what is learned
when. The encoder itself is in lessons/shared/encoder.py, and what is hidden of a text too.
"""

from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from lessons.kit.loop import Event, Note, Question, Run, Step
from lessons.lesson16_bert import Bert
from lessons.lesson16_bert.batches import Batches
from lessons.lesson16_bert.display.asking import PROMPT, answer
from lessons.lesson16_bert.display.kept import Predicted
from lessons.lesson16_bert.display.looks import Looks
from lessons.lesson16_bert.material import Material
from lessons.lesson16_bert.model import Net, to_answer
from lessons.lesson16_bert.stages import at, stages
from lessons.lesson16_bert.texts import FIRST, HIDDEN
from lessons.shared.encoder import mask_tokens, masked_loss

LONGEST_STEP = 5.0
"""A gradient is cut to this length."""
BETAS = (0.9, 0.95)
"""How long AdamW remembers: the usual 0.999 is longer than the whole pretraining."""


def optimizer_for(model: nn.Module, decay: float) -> torch.optim.Optimizer:
    """AdamW, with weight decay for matrices alone: a scale of LayerNorm belongs at 1, not at 0."""
    matrices = [weight for weight in model.parameters() if weight.ndim > 1]
    others = [weight for weight in model.parameters() if weight.ndim < 2]
    groups = [{"params": matrices, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, betas=BETAS, fused=True)


def moving_mean(average: float, mean: Tensor, new: Tensor, seen: Tensor) -> Tensor:
    """The mean of a weight after one step more: of all steps at first, then of the latest.

    Averaging over the steps cancels the noise of single batches (Polyak and Juditsky, 1992).
    """
    return mean.lerp(new, (2 / (seen + 2)).clamp(min=1 - average))  # late steps weigh more


def started(hp: Bert, run: Run, own: Material) -> tuple[Net, Net, Batches]:
    """The network, what each number of labels begins with, and the texts that it is given."""
    classes = max(2, len(own.classes))
    model = Net(hp, len(own.vocabulary), own.longest, classes, own.real).to(run.device)
    return model, deepcopy(model), Batches(hp, own, run.device)


def train(hp: Bert, run: Run) -> Iterator[Event]:
    """Hide words and guess them; then, for each number of labels, learn classes from there."""
    own = run.data.of(hp.negation, hp.but)
    plan = stages(hp, len(own.train))
    if not own.split and (hp.frozen or not hp.pretrain):
        yield Note("there are no labels, and this network waits for some: --set labelled=FILE")
        return
    model, start, batches = started(hp, run, own)
    optimizer = optimizer_for(model, hp.decay)
    mean = AveragedModel(model, avg_fn=partial(moving_mean, hp.average)) if hp.average else None
    judged = mean.module if mean else model  # what is tested, and asked
    assert isinstance(judged, Net)
    looks = Looks(hp, run, own, batches)
    run.in_words = lambda tokens: [" ".join(own.vocabulary.names(row)) for row in tokens]
    yield Question(PROMPT, partial(answer, judged, own, looks.found))

    state: dict[str, Any] = {"model": model, "start": start, "optimizer": optimizer}
    state |= {"mean": mean} if mean else {}
    for step in run.steps(hp.steps, **state, found=looks.found, predicted=Predicted(judged, own)):
        stage, scores = at(plan, step), dict[str, Any]()
        if stage.labels == 0:
            tokens, luck = batches.unlabelled(hp.batch)  # (B, T) both; luck is None, but for once
            seen, wanted = mask_tokens(
                tokens, hp.hidden, hidden=HIDDEN, first=FIRST, words=len(own.vocabulary), luck=luck
            )
            places, answers = to_answer(hp, seen, wanted)  # (N,) both
            logits = model.guess(model(seen).flatten(0, 1)[places])  # (N, V)
            loss = masked_loss(logits, answers)
            scores["masked"] = masked_loss(logits.detach(), wanted.flatten()[places])
            rate = hp.lr
        else:
            if step == stage.first:
                model.load_state_dict(start.state_dict())
                optimizer.state.clear()
                if mean:
                    mean.n_averaged.zero_()  # it begins again
            tokens, labels = batches.labelled(stage.labels, hp.batch)  # (B, T), (B,)
            states = model(tokens)  # (B, T, D)
            if hp.frozen:
                states = states.detach()  # the head alone learns
            loss = F.cross_entropy(model.classify(states, tokens), labels)
            rate = hp.head_lr if hp.frozen else hp.tune_lr

        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), LONGEST_STEP)
        for group in optimizer.param_groups:
            group["lr"] = rate * stage.share(step)  # up, and down to 0
        optimizer.step()
        if mean:
            mean.update_parameters(model)

        if stage.labels == 0 and step == stage.last:
            start.load_state_dict(model.state_dict())
        scores["loss"] = loss
        yield from looks.at(step, stage, judged, scores)
        yield Step(**scores)
