"""A loop of one random number, and of what breaks."""

import ctypes
import os
import signal
import time
from collections.abc import Iterator

import torch
from torch import nn

from lessons.kit.loop import Event, Run, Step
from tests.worker.lesson91_faulty import Faulty

FAULTS = {
    "not": lambda: None,
    "segfault": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "exit": lambda: os._exit(7),
    "stop": lambda: os.kill(os.getpid(), signal.SIGSTOP),
}


def train(hp: Faulty, run: Run) -> Iterator[Event]:
    model = nn.Linear(3, 1).to(run.device)
    for step in run.steps(hp.steps, model=model):
        if step == hp.at:
            FAULTS[hp.how]()
        time.sleep(hp.slow)
        loss = model(torch.randn(4, 3)).square().mean()
        with torch.no_grad():
            model.weight -= 0.01 * loss * model.weight
        yield Step(loss=loss)
