"""The line and its loop."""

import time
from collections.abc import Iterator

import torch
import torch.nn.functional as F
from torch import nn

from lessons.kit.loop import Event, Note, Picture, Question, Run, Step
from tests.toys.lesson90_line import Line

OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam}


def train(hp: Line, run: Run) -> Iterator[Event]:
    model = nn.Linear(1, 1).to(run.device)
    optimizer = OPTIMIZERS[hp.optimizer](model.parameters(), lr=hp.lr)
    yield Question("y for an x", lambda text: f"{model(torch.tensor([[float(text)]])).item():.3f}")

    for step in run.steps(hp.steps, model=model, optimizer=optimizer):
        if step == hp.fail_at:
            raise ValueError("as asked")
        time.sleep(hp.slow)
        x = torch.randn(hp.batch, 1)
        y = 2 * x + 1 + 0.1 * hp.noise * torch.randn(hp.batch, 1)
        loss = F.mse_loss(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        for group in optimizer.param_groups:
            group["lr"] = hp.lr
        optimizer.step()

        if run.time_to_show(step):
            yield Picture("weights", model.weight)
            yield Picture("points", torch.cat([x, y], dim=1)[:3])
            yield Picture("words", f"y = {model.weight.item():.2f} x")
        if run.time_to_show(step) and not hp.noise:
            slope = abs(model.weight.item())
            yield Picture(
                "curve", {"up": [(k, slope**k) for k in range(9)], "one": [(0, 1), (8, 1)]}
            )
            pairs = torch.cat([x, y], dim=1).tolist()
            spots = [(*pair, f"p{place}") for place, pair in enumerate(pairs)]
            yield Picture("plane", spots)
            yield Picture("grey", torch.linspace(0, 1, 12).reshape(3, 4))
        if step == 5:
            yield Note("five steps done")
        yield Step(loss=loss, slope=model.weight[0, 0])
