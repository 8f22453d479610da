"""Several seeds in one loop: what each of them is, says and keeps is what it would alone."""

from collections.abc import Iterator
from copy import deepcopy
from math import nan
from typing import Any

import pytest
import torch
from torch import Tensor, nn

import lessons
from lessons.kit.engine.race import Race
from lessons.kit.engine.run import SavedNetwork
from lessons.kit.page.lesson import Lesson
from lessons.kit.speed.stack import Stack
from lessons.kit.speed.unrolled import gru, rnn
from lessons.kit.stream.events import NetworkEnd, Start, Steps
from lessons.lesson03_clipping import together

pytestmark = pytest.mark.train

STACKED, TIME, BATCH, CODES, EMBED, HIDDEN = 3, 9, 4, 6, 5, 7
SMALL = {
    "lesson2": {"hidden": 12, "embed": 8, "batch": 3, "window": 10, "lag": 8},
    "lesson3": {"hidden": 12, "embed": 8, "batch": 3, "window": 10},
}
CASES = {
    "lesson2": ("rnn", "irnn", "gru", "gru-chrono"),
    "lesson3": ("unclipped", "norm", "value", "adaptive"),
}


@pytest.fixture
def in_double() -> Iterator[None]:
    """Sums made in another order then agree to twelve digits."""
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


class Reader(nn.Module):
    """An embedding and a recurrent layer, under the names that a stack knows."""

    def __init__(self, rnn: nn.Module) -> None:
        super().__init__()
        self.embedding = nn.Embedding(CODES, EMBED)
        self.rnn = rnn


def layer(kind: str) -> nn.Module:
    if kind == "gru":
        return nn.GRU(EMBED, HIDDEN, batch_first=True)
    return nn.RNN(EMBED, HIDDEN, nonlinearity=kind, batch_first=True)


@pytest.mark.parametrize("kind", ["tanh", "relu", "gru"])
def test_states_and_gradients_are_those_of_torchs_own_layers(kind: str, in_double: None) -> None:
    """The backward pass is written by hand."""
    models = [Reader(layer(kind)) for _ in range(STACKED)]
    codes = torch.randint(CODES, (STACKED, BATCH, TIME))
    wanted = torch.randn(STACKED, BATCH, TIME, HIDDEN)
    alone = [model.rnn(model.embedding(seen))[0] for model, seen in zip(models, codes, strict=True)]
    expected = [
        torch.autograd.grad(states, list(model.parameters()), grads)
        for model, states, grads in zip(models, alone, wanted, strict=True)
    ]

    def read(stack: Stack, seen: Tensor) -> Tensor:
        return gru(seen, stack) if kind == "gru" else rnn(seen, stack, kind)

    stack = Stack(models, read)
    states = stack(codes.permute(2, 0, 1)).permute(1, 2, 0, 3)
    found = torch.autograd.grad(states, list(stack.parameters()), wanted)

    assert torch.allclose(states, torch.stack(alone))
    for mine, theirs in zip(found, map(torch.stack, zip(*expected, strict=True)), strict=True):
        assert torch.allclose(mine, theirs)


def columns(lesson: Lesson, variants: tuple[str, ...], **how: Any) -> dict[Any, list[Any]]:
    """Every scalar of a run, by variant, seed and name."""
    found: dict[Any, list[Any]] = {}
    for event in lesson.run(*variants, steps=12, **how, **SMALL[lesson.id]):
        if isinstance(event, Steps):
            for name, values in event.values.items():
                known = [nan if value is None else value for value in values]
                found.setdefault((event.variant, event.seed, name), []).extend(known)
    return found


@pytest.mark.parametrize("name", CASES)
def test_every_seed_trains_as_it_would_alone(name: str, in_double: None) -> None:
    """The same weights at the start, the same batches, the same clipping methods and steps."""
    lesson, variants = lessons.load(name), CASES[name]

    alone = columns(lesson, variants, seeds=2, together=False)
    beside = columns(lesson, variants, seeds=2)

    assert alone.keys() == beside.keys()
    for key, values in alone.items():
        assert beside[key] == pytest.approx(values, rel=1e-6, nan_ok=True), key


def test_the_start_says_which_variants_train_in_one_loop() -> None:
    """Only several seeds, only where it pays, and never against the learner's word."""
    lesson = lessons.load("lesson2")

    def said(**how: Any) -> list[str]:
        start = Race(lesson, lesson.plan(("rnn", "lstm", "gru"), **how)).start()
        assert isinstance(start, Start)
        return start.together

    assert said(seeds=2) == ["rnn", "gru"]
    assert said(seeds=40) == ["rnn", "gru"]  # in more than one team
    assert said(seeds=1) == []
    assert said(seeds=2, together=False) == []
    assert said(seeds=2, edits={"train.py": lesson.source}) == []


def test_a_checkpoint_of_many_is_taken_up_by_one() -> None:
    """Whoever goes on alone goes on from the same weights and the same optimizer."""
    lesson = lessons.load("lesson2")
    race = Race(lesson, lesson.plan(("rnn",), settings={"steps": 9}, seeds=2))
    for _ in range(3):
        race.tick()
    saved = deepcopy(race.save())

    alone = Race(lesson, lesson.plan(("rnn",), settings={"steps": 9}, seed=1), saved)
    for one in (race, alone):
        one.collect()
        one.tick()

    [mine] = [batch for batch in alone.collect() if batch.seed == 1]
    [theirs] = [batch for batch in race.collect() if batch.seed == 1]
    assert mine.values["loss"] == pytest.approx(theirs.values["loss"], rel=1e-5)
    assert moments(alone.save()[0]) == pytest.approx(moments(race.save()[1]), rel=1e-3, abs=1e-6)


def moments(saved: SavedNetwork) -> list[float]:
    """What Adam keeps of the first weight."""
    kept: Tensor = saved.state["optimizer"]["state"][0]["exp_avg"]
    return kept.flatten()[:20].tolist()


def test_one_that_diverges_ends_and_the_others_go_on() -> None:
    """Each network of a stack has its own end."""
    lesson = lessons.load("lesson3")
    race = Race(lesson, lesson.plan(("norm",), settings={"steps": 64}, seeds=2))
    race.tick()
    with torch.no_grad():
        race.networks[0].engine.state["model"].head.bias.fill_(torch.nan)
    ends = [event for _ in range(31) for event in race.tick() if isinstance(event, NetworkEnd)]
    kept = race.save()[0].random["cpu"].clone()
    ends += [event for _ in range(34) for event in race.tick() if isinstance(event, NetworkEnd)]

    assert [(end.seed, end.how, end.step) for end in ends] == [
        (0, "diverged", 32), (1, "finished", 64),
    ]  # fmt: skip
    assert torch.equal(race.save()[0].random["cpu"], kept)  # what is kept of it is as it ended


def test_no_room_for_many_names_the_way_that_takes_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight seeds in one loop hold eight times as much at once."""

    def full(*_: object) -> Tensor:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(together, "read", full)
    events = list(lessons.load("lesson3").run("norm", seeds=2, steps=2))
    ends = [event for event in events if isinstance(event, NetworkEnd)]

    assert [end.exit for end in ends] == [3, 3]
    assert "--apart" in ends[0].fix
