"""No model: what a loop would show, step by step."""

from collections.abc import Iterator

from lessons.kit.loop import Event, Picture, Run, Step
from tests.panels.lesson92_kinds import Kinds
from tests.panels.samples import SAMPLES


def train(hp: Kinds, run: Run) -> Iterator[Event]:
    for step in run.steps(hp.steps):
        for sample in SAMPLES:
            yield Picture(sample.panel.key, sample.value)
        yield Picture("sample", f"as it was at step {step}")
        yield Step(d_loss=1 / step, g_loss=step / 2)
