"""Optimizers: one network, one loss, and seven ways downhill.

Read in this order: this file, with the loop; rules.py, each optimizer in its few lines; sweep.py,
the same network at nine learning rates at once; walk.py, a valley that fits on a map; and three
small cases: counterexample.py, decay.py, saturated.py.
"""

from collections.abc import Callable, Iterator

import torch.nn.functional as F

from lessons.kit.loop import Event, Picture, Question, Run, Step
from lessons.lesson07_optimizers import Optimizers
from lessons.lesson07_optimizers.counterexample import online
from lessons.lesson07_optimizers.decay import fade
from lessons.lesson07_optimizers.library import optimizer_of, set_rate
from lessons.lesson07_optimizers.measures import RATES, Rows, best, curve, looked, said_of
from lessons.lesson07_optimizers.network import MLP, accuracies, cross_entropies, get_batch
from lessons.lesson07_optimizers.saturated import recover
from lessons.lesson07_optimizers.sweep import Sweep
from lessons.lesson07_optimizers.walk import walk

Loop = Callable[[Optimizers, Run], Iterator[Event]]
LOOKS = 20  # pictures of a run: each one measures nine copies on all rows
SMALL: dict[str, Loop] = {
    "rosenbrock": walk,
    "quadratic": walk,
    "counterexample": online,
    "decay": fade,
    "saturated": recover,
}


def train(hp: Optimizers, run: Run) -> Iterator[Event]:
    """Draw a batch, predict, find the gradient, step: at one rate, and at nine beside it."""
    if hp.landscape in SMALL:
        yield from SMALL[hp.landscape](hp, run)
        return

    rows = Rows(run.data, run.device)
    model = MLP(rows.x.shape[1], hp.hidden, len(rows.classes)).to(run.device)
    optimizer = optimizer_of(hp, model.parameters())
    sweep = Sweep(list(model.parameters()), cross_entropies, hp, RATES)
    yield Question("Which row of the test?", lambda text: said_of(model, rows, text))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, sweep=sweep):
        x, y = get_batch(rows.x, rows.y, hp.batch)  # (B, F), (B,)
        loss = F.cross_entropy(model(x), y)

        optimizer.zero_grad()
        loss.backward()
        set_rate(optimizer, hp.lr)
        optimizer.step()
        sweep.step(x, y)  # the same batch, at nine rates

        if run.time_to_show(step, LOOKS):
            losses, right = looked(sweep, rows)  # (9,), (9,)
            yield Picture("rates", {hp.optimizer: curve(losses)})
            yield Picture("right", {hp.optimizer: curve(right)})
            share = accuracies(list(model.parameters()), rows.test_x, rows.test_y)
            yield Step(loss=loss, accuracy=share, **best(losses, right))
        else:
            yield Step(loss=loss)
