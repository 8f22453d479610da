"""The loop of train.py for several seeds at once: the same lines, bowl, gradients and steps.

Every tensor has one axis more, in front: S, the networks. Their points are the same, and so is the
bowl; each starts at a place of its own.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from lessons.kit.loop import Note, Question, Run, Saved
from lessons.kit.speed.stack import Stack, apart, each, gradients, in_step, shares
from lessons.kit.stream.loop_events import Of, Step
from lessons.lesson05_linear import Linear
from lessons.lesson05_linear.asking import answer, asks
from lessons.lesson05_linear.bowl import bowl_of
from lessons.lesson05_linear.byhand import differences, relative
from lessons.lesson05_linear.equations import limit_in_words
from lessons.lesson05_linear.pictures import Moment, Scene, pictures, places_of
from lessons.lesson05_linear.points import scale_of, scaled
from lessons.lesson05_linear.surface import Plane, Trail
from lessons.lesson05_linear.train import FIRST, learning_rate, tensors
from lessons.shared.predicted import Predicted


def suits(hp: Linear) -> bool:
    """Always: a line is a line."""
    return True


def read(stack: Stack, x: Tensor) -> Tensor:
    """What every line says of the rows (N, F): (S, N)."""
    return stack["weight"][:, 0] @ x.mT + stack["bias"]


def say(model: nn.Linear, rows: Tensor) -> Tensor:
    """What one of them says, for the export: (N, 1)."""
    said: Tensor = model(rows.double())
    return said


def thetas_of(stack: Stack) -> Tensor:
    """Each network's parameters in one row, the bias last: (S, F + 1)."""
    return torch.cat([stack["weight"].detach()[:, 0], stack["bias"].detach()], dim=1)


def backward(x: Tensor, y: Tensor, theta: Tensor) -> Tensor:
    """The gradients by hand, the bias last: (S, F + 1)."""
    d_prediction = 2 / len(y) * (theta[:, :-1] @ x.mT + theta[:, -1:] - y)  # (S, N)
    return torch.cat([d_prediction @ x, d_prediction.sum(1, keepdim=True)], dim=1)


def train(hp: Linear, runs: Sequence[Run]) -> Iterator[Of | list[Step]]:
    """Predict, find the gradients, step; and compare each with what it should be."""
    own = runs[0].data
    scale = scale_of(own, hp.stretch, standardised=hp.standardise)
    data = scaled(own, scale)
    x, y = tensors(data.train)  # (N, F), (N,)
    bowl = bowl_of(x, y)
    models = each(runs, lambda run: nn.Linear(x.shape[1], 1, dtype=torch.float64))
    stack = Stack(models, read)
    weights = list(stack.parameters())
    optimizer = torch.optim.SGD(weights, lr=hp.lr)
    plane = Plane(bowl)
    scene, places = Scene(data, bowl, x, y, plane), places_of(x.shape[1] + 1)
    trails, longest = [Trail() for _ in runs], [Saved(0.0) for _ in runs]
    predicted = [Predicted(data, partial(say, model)) for model in models]
    for place, model in enumerate(models):
        ask = partial(answer, data=own, scale=scale, model=model)
        yield Of(place, Question(asks(own), ask))

    state: dict[str, Sequence[Any]] = {
        "model": models, "optimizer": shares(optimizer, runs), "trail": trails,
    }  # fmt: skip
    for step in in_step(runs, hp.steps, **state, longest=longest, predicted=predicted):
        losses = (stack(x) - y).square().mean(1)  # (S,)
        optimizer.zero_grad()
        losses.sum().backward()  # the sum, so that each network moves as it would alone

        theta = thetas_of(stack)  # (S, P)
        autograd, byhand = gradients(weights), backward(x, y, theta)  # (S, P), (S, P)
        lr = learning_rate(hp, bowl)
        for group in optimizer.param_groups:
            group["lr"] = lr  # the learner may be turning this knob
        optimizer.step()

        after = thetas_of(stack)  # (S, P)
        errors: dict[str, list[float]] = {"byhand_error": []}
        for place, run in enumerate(runs):
            if step == 1:
                yield Of(place, Note(limit_in_words(bowl)))
            one, found, mine = theta[place], autograd[place], longest[place]
            mine.value = max(mine.value, float(found.norm()))
            errors["byhand_error"].append(relative(byhand[place], found, mine.value))
            if step % 10 == 1:
                off = relative(differences(x, y, one, places), found[places], mine.value)
                errors.setdefault("differences_error", []).append(off)
            trails[place].add(*plane.place(one - bowl.best))
            if run.time_to_show(step, 16, first=FIRST):
                now = Moment(one, after[place], found, byhand[place], lr)
                for picture in pictures(scene, now, trails[place]):
                    yield Of(place, picture)
        before, left = ((each - bowl.best) @ bowl.directions for each in (theta, after))  # (S, K)
        strays = [bowl.stray(*pair, lr) for pair in zip(before, left, strict=True)]
        same = torch.ones_like(losses)
        yield apart(
            loss=losses,
            error=left.norm(dim=1) / bowl.length,
            in_limits=lr / bowl.limit * same,
            steepest=left[:, 0].abs(),
            flattest=left[:, -1].abs(),
            largest_factor=bowl.factors(lr).abs().max() * same,
            stray=torch.tensor(strays, dtype=torch.float64),
            **{name: torch.tensor(values, dtype=torch.float64) for name, values in errors.items()},
        )
