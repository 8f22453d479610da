"""The loop: one deep network, and how long the gradient of each of its layers is at each step.

Read in this order: this file; model.py, the layer and what can be changed in it; formulas.py,
the one line that says beforehand what becomes of the gradient; by_hand.py, the cures written out.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from lessons.kit.loop import Event, Picture, Question, Run, Step
from lessons.lesson08_depth import Depth
from lessons.lesson08_depth.asking import answer
from lessons.lesson08_depth.measures import (
    GradientMap,
    accuracy,
    by_layer,
    dead,
    gradient_lengths,
    handed_back,
    spreads,
)
from lessons.lesson08_depth.model import DeepNet, Trace
from lessons.lesson08_depth.pictures import at_the_start
from lessons.shared.baselines import compared
from lessons.shared.dataset import Dataset
from lessons.shared.predicted import Predicted

OPTIMIZERS: dict[str, Any] = {  # fused: one call for all weights, a third of the time
    "adam": partial(torch.optim.Adam, fused=True),
    "sgd": partial(torch.optim.SGD, momentum=0.9, fused=True),
}
LOOKS = 8
"""At the test between the first steps and the last: one costs as much as three steps."""
PROMPT = "Which image? Such as: test 123"


def train(hp: Depth, run: Run) -> Iterator[Event]:
    """Draw a batch, score it, find every layer's gradient, measure it, step."""
    data: Dataset = run.data
    x, labels = (torch.from_numpy(a).to(run.device) for a in (data.train.x, data.train.y))
    test_x, test_labels = (torch.from_numpy(a).to(run.device) for a in (data.test.x, data.test.y))
    model = DeepNet(x.shape[1], len(data.classes), hp).to(run.device)
    weights = model.weights  # L matrices, (H, F) and then (H, H)
    optimizer = OPTIMIZERS[hp.optimizer](model.parameters(), lr=hp.lr)
    gradients = GradientMap(hp.depth, hp.steps, run.device)
    predicted = Predicted(data, model, run.device)
    yield Question(PROMPT, partial(answer, model, data))

    state = {"model": model, "optimizer": optimizer, "gradients": gradients}
    for step in run.steps(hp.steps, **state, predicted=predicted):
        drawn = torch.randint(len(x), (hp.batch,), device=x.device)  # (B,)
        trace = Trace()
        logits = model(x[drawn], trace)  # (B, C)
        loss = F.cross_entropy(logits, labels[drawn])
        for h in (trace.states[0], trace.states[-1]):
            h.retain_grad()  # autograd forgets what came to the layers, unless it is asked

        optimizer.zero_grad()
        loss.backward()
        lengths = gradient_lengths(weights)  # (L,)
        gradients.add(step, lengths)
        scores = {"loss": loss, "reach": lengths[0] / lengths[-1], "handed": handed_back(trace)}

        if hp.clip:
            nn.utils.clip_grad_norm_(model.parameters(), hp.clip)
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        optimizer.step()

        if step == 1:
            found = at_the_start(hp, trace, logits, labels[drawn], scores["handed"])
            yield from found.pictures
            scores |= found.scores
        if run.time_to_show(step, times=30):
            yield Picture("gradients", gradients.picture())
        if run.time_to_show(step, times=LOOKS):
            seen = Trace()
            model.eval()
            with torch.no_grad():
                on_test = model(test_x, seen)  # (N, C)
            model.train()
            between, overall = spreads(seen)  # (L,), (L,)
            scores |= {"accuracy": accuracy(on_test, test_labels), "dead": dead(seen)}
            scores["between"] = between[-1]
            yield Picture("spread", by_layer(between, overall))
            if step == hp.steps:
                said = on_test.argmax(1).cpu().numpy()
                yield Picture("beside", compared(data, said))
        yield Step(**scores)
