"""The loop: one network, its images, and now and then the same test moved by one and two pixels.

Read in this order: this file; model.py, the four networks; by_hand.py, a convolution and its way
back as loops; sizes.py, how large each layer's output is; shifts.py, what happens to moved images.
"""

from collections.abc import Iterator
from functools import partial

import torch
import torch.nn.functional as F

from lessons.kit.loop import Event, Question, Run, Step
from lessons.lesson11_cnn import CNN
from lessons.lesson11_cnn.asking import answer
from lessons.lesson11_cnn.images import batch_of
from lessons.lesson11_cnn.model import background, network
from lessons.lesson11_cnn.shown import Shown
from lessons.shared.asked import prompt
from lessons.shared.dataset import Dataset
from lessons.shared.predicted import Predicted


def train(hp: CNN, run: Run) -> Iterator[Event]:
    """Draw a batch, score it, find the gradient, step."""
    data: Dataset = run.data
    x, labels = (torch.from_numpy(a).to(run.device) for a in (data.train.x, data.train.y))
    model = network(tuple(x.shape[1:]), len(data.classes), background(x), hp).to(run.device)
    optimizer = torch.optim.Adam(model.parameters(), lr=hp.lr, fused=True)
    batch = batch_of(hp.as_dict(), len(x), is_own=data.is_own)
    shown = Shown(data, model, run)
    predicted = Predicted(data, model, run.device)
    run.in_words = lambda pixels: ["an image"] * len(pixels)
    yield Question(prompt(data), partial(answer, model, data))

    for step in run.steps(hp.steps, model=model, optimizer=optimizer, predicted=predicted):
        drawn = torch.randint(len(x), (batch,), device=x.device)  # (B,), whatever order they lie in
        scores = model(x[drawn])  # (B, K)
        loss = F.cross_entropy(scores, labels[drawn])

        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr  # the learner may be turning this knob
        optimizer.step()

        figures = yield from shown.at(step, hp.steps)
        yield Step(loss=loss, **figures)
