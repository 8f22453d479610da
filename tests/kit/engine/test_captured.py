"""A recording of a network's passes: it is tried before it is believed, and never needed.

What records is CUDA's; here something that behaves alike stands in for it: inputs, outputs and
gradients each have one place that every playback writes to, and what a number of Python's was when
it was recorded, it stays.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten, tree_unflatten

import lessons
from lessons.kit.engine.network import Network
from lessons.kit.engine.race import Race
from lessons.kit.speed import cuda_graph
from lessons.kit.stream.events import Steps
from tests.tools.forgotten import forgotten

NAMES = ("lesson2", "lesson3", "lesson4")
SMALL = {
    "lesson2": {"hidden": 12, "embed": 8, "batch": 3, "window": 10, "lag": 8},
    "lesson3": {"hidden": 12, "embed": 8, "batch": 3, "window": 10},
    "lesson4": {"hidden": 12, "embed": 8, "batch": 3},
}
Graphed = Callable[[nn.Module, tuple[Tensor, ...]], Callable[..., Any]]


def graphed(model: nn.Module, sample: tuple[Tensor, ...]) -> Callable[..., Any]:
    """What torch.cuda.make_graphed_callables gives: for inputs of one shape."""
    weights = list(model.parameters())
    place = [each.clone() for each in sample]
    recorded, live = deepcopy(model), list(weights)
    leaves, shape = tree_flatten(model(*place))
    kept = [torch.empty_like(leaf) for leaf in leaves]
    grads = [torch.empty_like(weight) for weight in weights]

    class Playback(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, *_: Tensor) -> tuple[Tensor, ...]:
            for mine, now in zip(recorded.parameters(), live, strict=True):
                mine.data = now.data
            with torch.enable_grad():
                ctx.inner = tree_flatten(recorded(*place))[0]
            for mine, now in zip(kept, ctx.inner, strict=True):
                mine.copy_(now.detach())
            return tuple(mine.detach() for mine in kept)

        @staticmethod
        def backward(ctx: Any, *wanted: Tensor) -> tuple[Tensor, ...]:
            inner = list(recorded.parameters())
            found = torch.autograd.grad(ctx.inner, inner, wanted, allow_unused=True)
            by_place: dict[int, Tensor] = {}  # what autograd has in one place, lies in one place
            for n, now in enumerate(found):
                mine = by_place.setdefault(now.data_ptr(), grads[n])
                mine.copy_(now)
                grads[n] = mine
            return tuple(mine.detach() for mine in grads)

    def play(*inputs: Tensor) -> Any:
        for mine, each in zip(place, inputs, strict=True):
            mine.copy_(each)  # raises for another shape
        played.append([each.shape for each in inputs])
        return tree_unflatten(list(Playback.apply(*weights)), shape)

    return play


played: list[list[torch.Size]] = []


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Graphed], None]]:
    """Let the CPU record, with this."""
    played.clear()
    monkeypatch.setattr(cuda_graph.Captured, "refused", False)

    def by(stand_in: Graphed) -> None:
        monkeypatch.setattr(cuda_graph, "DEVICES", ("cpu",))
        monkeypatch.setattr(torch.cuda, "make_graphed_callables", stand_in)

    return by


def losses(name: str, variant: str = "", seeds: int = 1) -> list[Any]:
    """What a few steps of one of the lesson's variants say."""
    lesson = lessons.load(name)
    events = list(lesson.run(variant or lesson.race[0], steps=4, seeds=seeds, **SMALL[name]))
    return [event.values["loss"] for event in events if isinstance(event, Steps)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.train
def test_a_lesson_trains_the_same_from_its_recording(
    name: str, record: Callable[[Graphed], None]
) -> None:
    """To the bit: neither the recording nor its trial draws from the network's randomness."""
    plain = losses(name)
    record(graphed)

    assert losses(name) == plain
    assert len(played) >= 4


@pytest.mark.parametrize(("name", "variant"), [("lesson2", "gru"), ("lesson3", "norm")])
@pytest.mark.train
def test_several_seeds_train_the_same_from_theirs(
    name: str, variant: str, record: Callable[[Graphed], None]
) -> None:
    """What is recorded then is the stack of them."""
    plain = losses(name, variant, seeds=2)
    record(graphed)

    assert losses(name, variant, seeds=2) == plain
    assert len(played) >= 4


def test_a_knob_that_is_turned_counts(record: Callable[[Graphed], None]) -> None:
    """A recording has the number of its day in it. Here all batches have one shape."""

    def second_loss() -> Any:
        lesson = lessons.load("lesson4")
        race = Race(lesson, lesson.plan(("lstm-padded",), settings={"steps": 4}))
        race.tick()
        race.turn("dropout", 0.9)
        race.tick()
        return race.collect()[0].values["loss"][1]

    plain = second_loss()
    record(graphed)

    assert second_loss() == plain
    assert played


def test_a_learners_own_loop_is_given_the_model(record: Callable[[Graphed], None]) -> None:
    """It may keep what a playback overwrites."""
    lesson = lessons.load("lesson3")
    record(graphed)
    race = Race(
        lesson, lesson.plan(("norm",), settings={"steps": 2}, edits={"train.py": lesson.source})
    )
    race.tick()

    assert played == []


class Twice(nn.Module):
    """A model as an author may write one."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(2, 2)

    def forward(self, x: Tensor, scale: float = 1.0) -> Tensor:
        """A product."""
        return torch.as_tensor(scale * self.layer(x).tanh())


def played_back(monkeypatch: pytest.MonkeyPatch) -> tuple[Twice, Twice]:
    """A model and its equal, of which the first is played back."""
    model = Twice()
    equal = deepcopy(model)
    lesson = lessons.load("lesson3")
    run = Race(lesson, lesson.plan(("norm",))).networks[0].run
    cuda_graph.play_back(model, run)
    return model, equal


def test_two_passes_before_the_way_back_are_both_right(
    record: Callable[[Graphed], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second would overwrite what the first needs: it goes to the model itself."""
    record(graphed)
    model, equal = played_back(monkeypatch)
    one, other = torch.ones(3, 2), -torch.ones(3, 2)
    for each in (model, equal):
        for _ in range(2):
            (each(one).sum() * each(other).square().sum()).backward()

    assert torch.equal(model.layer.weight.grad, equal.layer.weight.grad)  # type: ignore[arg-type]
    assert 2 == len(played) - 1  # and one on trial


def test_what_a_pass_gave_stays(
    record: Callable[[Graphed], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scalars leave the device many steps later."""
    record(graphed)
    model, equal = played_back(monkeypatch)
    inputs = [torch.full((1, 2), float(n)) for n in range(4)]
    found = []
    for x in inputs:
        found.append(model(x))
        found[-1].sum().backward()

    assert [equal(x).tolist() for x in inputs] == [each.tolist() for each in found]


def test_only_training_is_played_back(
    record: Callable[[Graphed], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a copy, a pass without gradients, another mode, or one with settings of its own."""
    record(graphed)
    model, equal = played_back(monkeypatch)
    x = torch.ones(3, 2)
    with torch.no_grad():
        assert torch.equal(model(x), equal(x))
    assert torch.equal(model(x, scale=2.0), equal(x, scale=2.0))
    assert torch.equal(model(x, 2.0), equal(x, 2.0))
    copied = deepcopy(model)
    with torch.no_grad():
        copied.layer.weight.zero_()
    assert not torch.equal(copied(x), model.eval()(x))
    assert played == []


def refuses(model: nn.Module, sample: tuple[Tensor, ...]) -> Callable[..., Any]:
    """CUDA, where something in the model cannot be recorded."""
    raise RuntimeError("operation not permitted when stream is capturing")


def strays(model: nn.Module, sample: tuple[Tensor, ...]) -> Callable[..., Any]:
    """A recording that plays back something else."""

    def play(*inputs: Tensor) -> Any:
        logits, state = model(*inputs)
        return logits * 1.01, state

    return play


def empties(model: nn.Module, sample: tuple[Tensor, ...]) -> Callable[..., Any]:
    """A recording with nothing in it: what it gives are outputs of the day, and no gradients."""

    def play(*inputs: Tensor) -> Any:
        logits, state = model(*inputs)
        logits.register_hook(lambda gradient: gradient * torch.nan)
        return logits, state

    return play


@pytest.mark.parametrize("stand_in", [refuses, strays, empties])
def test_what_cannot_be_trusted_is_not_used(
    stand_in: Graphed, record: Callable[[Graphed], None], caplog: pytest.LogCaptureFixture
) -> None:
    """The model itself trains on, and the log says why."""
    plain = losses("lesson3")
    record(stand_in)

    assert losses("lesson3") == plain
    assert "not " in caplog.text


def test_it_can_be_switched_off(
    record: Callable[[Graphed], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """For whoever seeks a fault."""
    record(graphed)
    monkeypatch.setenv("DL_LAB_EAGER", "1")
    losses("lesson3")

    assert played == []


class Waits(TorchDispatchMode):
    """Notes what would wait for a GPU: a number that is read, a shape that depends on numbers."""

    WAITING = ("_local_scalar_dense", "nonzero", "masked_select", "unique", "_unique2", "equal")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def __torch_dispatch__(  # type: ignore[no-untyped-def]
        self, function, types, args=(), kwargs=None
    ) -> Any:
        name = function.overloadpacket.__name__
        if name in self.WAITING:
            self.found.append(name)
        return function(*args, **(kwargs or {}))


STAYS_ON_THE_CPU = {"lesson5"}
"""A few numbers in 64 bits, whatever the device is: nothing is waited for."""
WAITS_FOR_TRIALS = {"lesson23"}
"""A step is a whole trial there, and the next one is chosen by what came out of it."""
DOES_NOT_WAIT = [n for n in lessons.names() if n not in STAYS_ON_THE_CPU | WAITS_FOR_TRIALS]


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    """What lessons keep is learned without an optimizer here."""
    with forgotten():
        yield


@pytest.mark.usefixtures("nothing_kept")
@pytest.mark.parametrize("name", DOES_NOT_WAIT)
@pytest.mark.parametrize("seeds", [1, 2])
def test_a_step_without_a_picture_does_not_wait_for_the_device(
    name: str, seeds: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scalars leave it later, many steps at once."""
    lesson = lessons.load(name)
    plan = lesson.plan(lesson.race, settings={"steps": 1000, **SMALL.get(name, {})}, seeds=seeds)
    race = Race(lesson, plan)
    monkeypatch.setattr("lessons.kit.engine.scalars.Scalars.add_step", lambda *_: None)
    monkeypatch.setattr(Network, "_diverged", lambda _: None)
    for kind in (torch.optim.Adam, torch.optim.AdamW):  # they count on the CPU, always
        monkeypatch.setattr(
            kind, "step", lambda _: None
        )  # torch wraps what AdamW inherits, for good
    for _ in range(6):
        race.tick()
    with Waits() as waits:
        race.tick()

    assert waits.found == []
