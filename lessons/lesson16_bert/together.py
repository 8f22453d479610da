"""The loop of train.py for several seeds at once: the same networks, batches and steps.

Every tensor has one axis more, in front: S, the networks.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from lessons.kit.loop import Question, Run
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
from lessons.lesson16_bert import Bert
from lessons.lesson16_bert.batches import Batches
from lessons.lesson16_bert.display.asking import PROMPT, answer
from lessons.lesson16_bert.display.kept import Predicted
from lessons.lesson16_bert.display.looks import Looks
from lessons.lesson16_bert.model import Net, pooled, to_answer
from lessons.lesson16_bert.stages import at, stages
from lessons.lesson16_bert.texts import FIRST, HIDDEN
from lessons.lesson16_bert.train import BETAS, LONGEST_STEP, started
from lessons.shared.encoder import NOT_ASKED, PADDING, encoded, mask_tokens


def suits(hp: Bert) -> bool:
    """Unless weights are averaged, a BERT is real, or each network draws its own dropout."""
    return not (hp.dropout or hp.word_dropout or hp.average or hp.weights)


def padded(tokens: Sequence[Tensor], fill: int = PADDING) -> Tensor:
    """The batches of all networks, (S, B, T): as wide as the widest."""
    width = max(each.shape[1] for each in tokens)
    return torch.stack([F.pad(each, (0, width - each.shape[1]), value=fill) for each in tokens])


def train(hp: Bert, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Hide words and guess them; then, for each number of labels, learn classes from there."""
    own = runs[0].data.of(hp.negation, hp.but)
    plan = stages(hp, len(own.train))
    begun = each(runs, lambda run: started(hp, run, own))
    models: list[Net] = [model for model, _, _ in begun]
    starts = [start for _, start, _ in begun]
    batches: list[Batches] = [drawn for _, _, drawn in begun]
    stack = Stack(models, partial(encode, hp.heads))
    optimizer = optimizer_for_stack(stack, hp.decay)
    looks = [Looks(hp, run, own, mine) for run, mine in zip(runs, batches, strict=True)]
    for s, model in enumerate(models):
        yield Of(s, Question(PROMPT, partial(answer, model, own, looks[s].found)))

    state: dict[str, Sequence[Any]] = {"model": models, "start": starts}
    state |= {"optimizer": shares(optimizer, runs), "found": [look.found for look in looks]}
    state["predicted"] = [Predicted(model, own) for model in models]
    for step in in_step(runs, hp.steps, **state):
        stage = at(plan, step)
        if stage.labels == 0:
            drawn = each(runs, partial(hide, hp, runs, batches, len(own.vocabulary)))
            seen = padded([tokens for tokens, _ in drawn])  # (S, B, T)
            wanted = padded([targets for _, targets in drawn], NOT_ASKED)
            places, answers = to_answer(hp, seen, wanted)  # (S, N) both
            h = stack(seen, places)  # (S, N, D)
            logits = linear(h, stack["encoder.words.weight"], stack["bias"])  # (S, N, V)
            losses, rate = cross_entropies(logits, answers), hp.lr
            masked = losses.detach()
            if hp.scored == "all":
                masked = cross_entropies(logits.detach(), wanted.flatten(1).gather(1, places))
        else:
            if step == stage.first:
                for model, start in zip(models, starts, strict=True):
                    model.load_state_dict(start.state_dict())
                optimizer.state.clear()
            found = each(runs, partial(labelled, runs, batches, stage.labels, hp.batch))
            tokens = padded([t for t, _ in found])  # (S, B, T)
            labels = torch.stack([y for _, y in found])  # (S, B)
            with torch.set_grad_enabled(not hp.frozen):
                states = stack(tokens)  # (S, B, T, D)
            x = pooled(states, tokens, hp.pooling)  # (S, B, D)
            losses = cross_entropies(linear(x, stack["head.weight"], stack["head.bias"]), labels)
            rate = hp.head_lr if hp.frozen else hp.tune_lr

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        clip_grad_norms(list(stack.parameters()), LONGEST_STEP)
        for group in optimizer.param_groups:
            group["lr"] = rate * stage.share(step)
        optimizer.step()

        if stage.labels == 0 and step == stage.last:
            for model, start in zip(models, starts, strict=True):
                start.load_state_dict(model.state_dict())
        said = []
        for s, model in enumerate(models):
            scores: dict[str, Any] = {"loss": losses[s].detach()}
            if stage.labels == 0:
                scores["masked"] = masked[s]
            shown = looks[s].at(step, stage, model, scores, seldom=s > 0)
            yield from (Of(s, event) for event in shown)
            said.append(Step(**scores))
        yield said


def encode(heads: int, stack: Stack, tokens: Tensor, places: Tensor | None = None) -> Tensor:
    """The states of all networks, (S, B, T, D), or those of some places, (S, N, D)."""
    return encoded(stack, "encoder", tokens, heads, places)


def hide(
    hp: Bert, runs: Sequence[Run], batches: Sequence[Batches], words: int, run: Run
) -> tuple[Tensor, Tensor]:
    """One network's texts with words hidden, and these words."""
    tokens, luck = batches[runs.index(run)].unlabelled(hp.batch)
    return mask_tokens(tokens, hp.hidden, hidden=HIDDEN, first=FIRST, words=words, luck=luck)


def labelled(
    runs: Sequence[Run], batches: Sequence[Batches], count: int, size: int, run: Run
) -> tuple[Tensor, Tensor]:
    """One network's labelled texts."""
    return batches[runs.index(run)].labelled(count, size)


def optimizer_for_stack(stack: Stack, decay: float) -> torch.optim.Optimizer:
    """That of train.py: a weight has one axis more here."""
    matrices = [weight for weight in stack.weights.values() if weight.ndim > 2]
    others = [weight for weight in stack.weights.values() if weight.ndim < 3]
    groups = [{"params": matrices, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, betas=BETAS, fused=True)
