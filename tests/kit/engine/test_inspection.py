"""One step under a magnifier: the same step as it was, and what it says is true."""

from copy import deepcopy

import pytest
import torch

import lessons
from lessons.kit import BadUsage
from lessons.kit.engine.inspection import Inspection, inspect_step
from lessons.kit.engine.network import Network
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import Control, Steps
from tests.toys.lesson90_line import lesson


def network(**settings: object) -> Network:
    return Race(lesson, lesson.plan(("calm",), settings=settings)).networks[0]


def losses(**settings: object) -> list[float | None]:
    events = lesson.run("calm", **settings)
    return [v for e in events if isinstance(e, Steps) for v in e.values["loss"]]


@pytest.mark.parametrize("step", [1, 2, 25, 40])
def test_the_step_is_the_one_that_was_trained(step: int) -> None:
    """Its loss is the recorded one to the last bit, also at the first step and the last."""
    found = inspect_step(network(), step, [])
    assert losses()[step - 1] == found.scalars["loss"]
    assert found.replayed == step - 1
    assert not found.broken


def test_knobs_that_were_turned_are_turned_again() -> None:
    """From the step on at which the learner did it."""
    turn = Control(action="set", step=10, name="lr", value=1e-4)
    before, after = inspect_step(network(), 10, [turn]), inspect_step(network(), 12, [turn])
    assert losses()[9] == before.scalars["loss"]
    assert losses()[11] != after.scalars["loss"]


def test_every_number_is_what_torch_says() -> None:
    """Norms of weight, gradient and update, against a step made by hand."""
    found = {layer.name: layer for layer in inspect_step(network(), 1, []).layers}
    torch.manual_seed(0)
    model = torch.nn.Linear(1, 1)
    before = model.weight.detach().clone()
    x = torch.randn(8, 1)
    y = 2 * x + 1 + 0.1 * torch.randn(8, 1)
    torch.nn.functional.mse_loss(model(x), y).backward()
    assert model.weight.grad is not None
    assert found["weight"].weight == pytest.approx(float(before.norm()))
    assert found["weight"].gradient == pytest.approx(float(model.weight.grad.norm()))
    lr = lesson.plan(("calm",)).variants["calm"].get("lr", lesson.plan().config["lr"])
    assert found["weight"].update == pytest.approx(lr * float(model.weight.grad.norm()))


def test_what_broke_first_is_named() -> None:
    """The wild network: the first tensor that is no number, in the order of the computation."""
    step = next(n for n in range(1, 41) if not _is_whole(n))
    found = inspect_step(wild_one(), step, [])
    assert "the loss itself" == found.broken  # the square of a finite error overflows first
    assert found.scalars["loss"] is None
    assert (
        "the weight bias, already before this step: infinity"
        == inspect_step(wild_one(), 57, []).broken
    )


def wild_one() -> Network:
    return Race(lesson, lesson.plan(("wild",), settings={"steps": 60})).networks[0]


def _is_whole(step: int) -> bool:
    values = [v for e in lesson.run("wild") if isinstance(e, Steps) for v in e.values["loss"]]
    return step <= len(values) and values[step - 1] is not None


def test_a_model_that_is_copied_during_the_step_is_not_watched() -> None:
    """The copy works, and what it breaks is not said of it; lessons 19 and 22 copy theirs."""
    one, found = network(), []

    def copied(step: int) -> None:
        found.append(Inspection(one.run))
        state = deepcopy(dict(one.engine.state))
        model = next(each for each in state.values() if isinstance(each, torch.nn.Module))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        model(torch.full((3, 1), float("nan"))).sum().backward()
        optimizer.step()

    one.engine.watched = copied
    one.tick()

    assert not found[0].broken
    assert ["8 rows of 1 numbers"] == [line.partition(",")[0] for line in found[0].batch][:1]


def test_a_step_that_was_never_trained_is_refused() -> None:
    """In words."""
    with pytest.raises(BadUsage, match="has no step 41"):
        inspect_step(network(), 41, [])


@pytest.mark.parametrize(("name", "word"), [("lesson2", ""), ("lesson3", ""), ("lesson4", " ")])
def test_a_batch_is_told_as_a_person_reads_it(name: str, word: str) -> None:
    """Text, not codes; a few examples of it."""
    page = lessons.load(name)
    variant = page.favourite or page.race[0]
    found = inspect_step(
        Race(page, page.plan((variant,), settings={"steps": 3})).networks[0], 2, []
    )
    assert 1 <= len(found.batch) <= 8
    assert all(isinstance(text, str) and word in text for text in found.batch)
    assert any(any(c.isalpha() for c in text) for text in found.batch)


@pytest.mark.parametrize("name", ["lesson5", "lesson6", "lesson8", "lesson9"])
def test_a_batch_of_numbers_is_told_in_words(name: str) -> None:
    """How many rows and of what, and no type of a tensor."""
    page = lessons.load(name)
    variant = page.favourite or page.race[0]
    found = inspect_step(
        Race(page, page.plan((variant,), settings={"steps": 3})).networks[0], 2, []
    )

    assert any(" numbers, from " in text for text in found.batch)
    assert not any("float" in text for text in found.batch)


def test_clipping_is_seen_as_the_optimizer_sees_it() -> None:
    """Lesson 3 by norm: what is applied is no longer than the threshold."""
    page = lessons.load("lesson3")
    plan = page.plan(("norm",), settings={"max_norm": 0.1, "steps": 5})
    found = inspect_step(Race(page, plan).networks[0], 1, [])
    assert found.norm and found.norm > 1
    assert found.clipped == pytest.approx(0.1, rel=1e-3)
