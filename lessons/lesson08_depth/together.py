"""The loop of train.py for several seeds at once: the same networks, batches and steps.

Every tensor has one axis more, in front: S, the networks. BatchNorm takes the mean and the
variance of each unit of each network by itself, and keeps them for each.
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
    apart,
    clip_grad_norms,
    cross_entropies,
    each,
    in_step,
    linear,
    shares,
)
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson08_depth import Depth
from lessons.lesson08_depth.asking import answer
from lessons.lesson08_depth.by_hand import EPS, MOMENTUM
from lessons.lesson08_depth.measures import (
    GradientMap,
    accuracy,
    by_layer,
    dead,
    gradient_lengths,
    handed_back,
    spreads,
)
from lessons.lesson08_depth.model import ACTIVATIONS, DeepNet, Trace
from lessons.lesson08_depth.pictures import at_the_start
from lessons.lesson08_depth.train import LOOKS, OPTIMIZERS, PROMPT
from lessons.shared.baselines import compared
from lessons.shared.dataset import Dataset
from lessons.shared.predicted import Predicted


def suits(hp: Depth) -> bool:
    """Unless there is dropout: each network draws its masks layer by layer, from its own luck."""
    return not hp.dropout


def read(hp: Depth, stack: Stack, x: Tensor, trace: Trace) -> Tensor:
    """Logits (S, B, C) for pixels (S, B, F)."""
    h = x
    for place in range(hp.depth):
        layer = f"layers.{place}"
        a = linear(h, stack[f"{layer}.linear.weight"], stack[f"{layer}.linear.bias"])  # (S, B, H)
        if hp.batchnorm:
            a = normalised(stack, f"{layer}.norm", a)
        active = ACTIVATIONS[hp.activation](a)
        h = h + active if hp.shortcut and place else active
        trace.active.append(active)
        trace.states.append(h)
    return linear(h, stack["head.weight"], stack["head.bias"])


def normalised(stack: Stack, name: str, a: Tensor) -> Tensor:
    """BatchNorm of (S, B, H): to it, units of other networks are only more units, (B, S·H)."""
    many, _, width = a.shape
    mean, variance = (stack.kept[f"{name}.running_{kind}"].flatten() for kind in ("mean", "var"))
    scale, shift = stack[f"{name}.weight"].flatten(), stack[f"{name}.bias"].flatten()
    if stack.training:
        stack.kept[f"{name}.num_batches_tracked"].add_(1)
    units = a.transpose(0, 1).flatten(1)  # (B, S·H)
    y = F.batch_norm(units, mean, variance, scale, shift, stack.training, MOMENTUM, EPS)
    found: Tensor = y.view(-1, many, width).transpose(0, 1)
    return found


def train(hp: Depth, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Draw batches, score them, find every layer's gradients, measure them, step."""
    data: Dataset = runs[0].data
    device = runs[0].device
    x, labels = (torch.from_numpy(a).to(device) for a in (data.train.x, data.train.y))
    test_x, test_labels = (torch.from_numpy(a).to(device) for a in (data.test.x, data.test.y))
    models = each(runs, lambda run: DeepNet(x.shape[1], len(data.classes), hp).to(device))
    stack = Stack(models, partial(read, hp))
    optimizer = OPTIMIZERS[hp.optimizer](stack.parameters(), lr=hp.lr)
    maps = [GradientMap(hp.depth, hp.steps, device) for _ in runs]
    predicted = [Predicted(data, model, device) for model in models]
    for place, model in enumerate(models):
        yield Of(place, Question(PROMPT, partial(answer, model, data)))

    state: dict[str, Sequence[Any]] = {"model": models, "optimizer": shares(optimizer, runs)}
    state |= {"gradients": maps, "predicted": predicted}
    for step in in_step(runs, hp.steps, **state):
        drawn = torch.stack(
            each(runs, lambda run: torch.randint(len(x), (hp.batch,), device=device))
        )
        trace = Trace()
        logits = stack(x[drawn], trace)  # (S, B, C)
        losses = cross_entropies(logits, labels[drawn])  # (S,)
        for h in (trace.states[0], trace.states[-1]):
            h.retain_grad()

        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone
        weights = [stack[f"layers.{place}.linear.weight"] for place in range(hp.depth)]
        lengths = gradient_lengths(weights)  # (L, S)
        for mine, column in zip(maps, lengths.unbind(1), strict=True):
            mine.add(step, column)
        scores = {"loss": losses, "reach": lengths[0] / lengths[-1], "handed": handed_back(trace)}

        if hp.clip:
            clip_grad_norms(list(stack.parameters()), hp.clip)
        for group in optimizer.param_groups:
            group["lr"] = hp.lr
        optimizer.step()

        if step == 1:
            found = [
                at_the_start(hp, trace.of(s), logits[s], labels[drawn[s]], scores["handed"][s])
                for s in range(len(runs))
            ]
            yield from (Of(s, shown) for s, start in enumerate(found) for shown in start.pictures)
            for name in found[0].scores:
                scores[name] = torch.tensor([float(start.scores[name]) for start in found])
        for s, run in enumerate(runs):
            times = 30 if s == 0 else 1  # a screen shows the first seed: of the others, both ends
            if run.time_to_show(step, times, first=(1,)):
                yield Of(s, Picture("gradients", maps[s].picture()))
        wanted = [s for s, run in enumerate(runs) if run.time_to_show(step, times=LOOKS)]
        if wanted:
            seen = Trace()
            stack.eval()
            with torch.no_grad():
                on_test = stack(test_x.expand(len(runs), -1, -1), seen)  # (S, N, C)
            stack.train()
            between, overall = spreads(seen)  # (S, L), (S, L)
            scores |= {"accuracy": accuracy(on_test, test_labels), "dead": dead(seen)}
            scores["between"] = between[:, -1]
            for s in wanted:
                if s == 0 or step in (1, hp.steps):  # of the others, the beginning and the end
                    yield Of(s, Picture("spread", by_layer(between[s], overall[s])))
                if step == hp.steps:
                    said = on_test[s].argmax(1).cpu().numpy()
                    yield Of(s, Picture("beside", compared(data, said)))
        yield apart(**scores)
