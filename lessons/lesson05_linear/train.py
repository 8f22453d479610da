"""A line, and gradient descent: from where it starts to the least squares, or away from them.

Read in this order: this file, with the loop; byhand.py, the same gradient without torch's
autograd; bowl.py, which knows how every step will end; surface.py, the map.
"""

from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from lessons.kit.loop import Event, Note, Question, Run, Saved, Step
from lessons.lesson05_linear import Linear
from lessons.lesson05_linear.asking import answer, asks
from lessons.lesson05_linear.bowl import Bowl, bowl_of
from lessons.lesson05_linear.byhand import backward, differences, flat, relative
from lessons.lesson05_linear.equations import limit_in_words
from lessons.lesson05_linear.pictures import Moment, Scene, pictures, places_of
from lessons.lesson05_linear.points import scale_of, scaled
from lessons.lesson05_linear.surface import Plane, Trail
from lessons.shared.dataset import Part
from lessons.shared.predicted import Predicted

FIRST = tuple(range(1, 21))
"""Steps that are all shown: there the path walks in, swings, or leaves."""


def tensors(part: Part) -> tuple[Tensor, Tensor]:
    """Inputs (N, F) and targets (N,), in 64 bits: the lesson looks at the twelfth digit."""
    return torch.from_numpy(part.x).double(), torch.from_numpy(part.y).double()


def theta_of(model: nn.Linear) -> Tensor:
    """All parameters in one vector, the bias last: (F + 1,)."""
    return torch.cat([model.weight.detach()[0], model.bias.detach()])


def learning_rate(hp: Linear, bowl: Bowl) -> float:
    """The rate as it is used: lr counts in limits 2/λ_max, or is plain."""
    return hp.lr * bowl.limit if hp.lr_in == "limits" else hp.lr


def train(hp: Linear, run: Run) -> Iterator[Event]:
    """Predict, find the gradient, step; and compare each with what it should be."""
    scale = scale_of(run.data, hp.stretch, standardised=hp.standardise)
    data = scaled(run.data, scale)
    x, y = tensors(data.train)  # (N, F), (N,)
    bowl = bowl_of(x, y)
    model = nn.Linear(x.shape[1], 1, dtype=torch.float64)
    optimizer = torch.optim.SGD(model.parameters(), lr=hp.lr)
    plane = Plane(bowl)
    scene, trail, longest = Scene(data, bowl, x, y, plane), Trail(), Saved(0.0)
    places = places_of(x.shape[1] + 1)  # the parameters that are nudged for a difference
    predicted = Predicted(data, lambda rows: model(rows.double()))
    yield Question(asks(run.data), lambda text: answer(text, run.data, scale, model))

    state = {"model": model, "optimizer": optimizer, "trail": trail, "longest": longest}
    for step in run.steps(hp.steps, **state, predicted=predicted):
        if step == 1:
            yield Note(limit_in_words(bowl))
        prediction = model(x)[:, 0]  # (N,)
        loss = F.mse_loss(prediction, y)
        optimizer.zero_grad()
        loss.backward()

        theta = theta_of(model)  # (P,), with P = F + 1
        autograd = torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None])
        byhand = flat(backward(x, y, theta[:-1], theta[-1]))  # (P,)
        longest.value = max(longest.value, float(autograd.norm()))
        errors = {"byhand_error": relative(byhand, autograd, longest.value)}
        if step % 10 == 1:
            nudged = differences(x, y, theta, places)
            errors["differences_error"] = relative(nudged, autograd[places], longest.value)

        lr = learning_rate(hp, bowl)
        for group in optimizer.param_groups:
            group["lr"] = lr  # the learner may be turning this knob
        optimizer.step()

        after = theta_of(model)  # (P,)
        trail.add(*plane.place(theta - bowl.best))
        if run.time_to_show(step, 16, first=FIRST):
            yield from pictures(scene, Moment(theta, after, autograd, byhand, lr), trail)
        left = bowl.along(after)  # (K,)
        yield Step(
            loss=loss,
            error=bowl.error(left),
            in_limits=lr / bowl.limit,
            steepest=left[0].abs(),
            flattest=left[-1].abs(),
            largest_factor=bowl.factors(lr).abs().max(),
            stray=bowl.stray(bowl.along(theta), left, lr),
            **errors,
        )
