"""Optimizers: one network, one loss, and seven ways downhill.

Read in this order: this file, with the loop; rules.py, each optimizer in its few lines; sweep.py,
the same network at nine learning rates at once; walk.py, a valley that fits on a map; and three
small cases: counterexample.py, decay.py, saturated.py.
"""

from collections.abc import Callable, Iterator

import torch.nn.functional as F

from lessons.kit.loop import Event, Question, Run, Step
from lessons.lesson07_optimizers import Optimizers
from lessons.lesson07_optimizers.counterexample import online
from lessons.lesson07_optimizers.decay import fade
from lessons.lesson07_optimizers.library import optimizer_of, set_rate
from lessons.lesson07_optimizers.measures import (
    ASKS,
    LOOKS,
    RATES,
    Rows,
    Seen,
    pictures,
    said_of,
)
from lessons.lesson07_optimizers.network import MLP, cross_entropies, get_batch
from lessons.lesson07_optimizers.saturated import recover
from lessons.lesson07_optimizers.sweep import Sweep
from lessons.lesson07_optimizers.walk import walk
from lessons.shared.predicted import Predicted

Loop = Callable[[Optimizers, Run], Iterator[Event]]
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
    model = MLP(rows.inputs, hp.hidden, len(rows.classes)).to(run.device)
    optimizer = optimizer_of(hp, model.parameters())
    sweep = Sweep(list(model.parameters()), cross_entropies, hp, RATES)
    predicted = Predicted(run.data, model, run.device)
    yield Question(ASKS, lambda text: said_of(model, rows, text))

    kept = {"optimizer": optimizer, "sweep": sweep, "predicted": predicted}
    for step in run.steps(hp.steps, model=model, **kept):
        x, y = get_batch(rows.x, rows.y, hp.batch)  # (B, F), (B,)
        loss = F.cross_entropy(model(x), y)

        optimizer.zero_grad()
        loss.backward()
        set_rate(optimizer, hp.lr)
        optimizer.step()
        sweep.step(x, y)  # the same batch, at nine rates

        if not run.time_to_show(step, LOOKS, first=(1,)):
            yield Step(loss=loss)
            continue
        seen = Seen(rows, model, sweep.weights)
        yield from pictures(hp, seen, step)
        yield Step(loss=loss, **seen.scalars)
