"""A step taken apart: what it says is true, it says it of every loop, and it changes nothing."""

import sys
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
import torch
import torch.nn.functional as F
from torch.nn.modules import module as every
from torch.optim import optimizer as optimizers

import lessons
from lessons.kit import BadUsage
from lessons.kit.engine.apart.forward import Calls
from lessons.kit.engine.apart.taking import MOST, take_apart
from lessons.kit.engine.network import Network
from lessons.kit.engine.race import Race
from lessons.kit.stream.apart import KINDS, Apart, Phase
from lessons.kit.stream.events import Control, Steps
from tests.toys.lesson90_line import lesson
from tests.toys.loops import ways
from tui_lab.client import phases

Loop = Callable[..., Any]


def toy(**settings: Any) -> Network:
    return Race(lesson, lesson.plan(("calm",), settings=settings)).networks[0]


def of(loop: Loop) -> Network:
    """The toy's settings, and another loop."""
    known = toy(steps=6)
    return Network(loop, known.hp, "calm", 0, torch.device("cpu"), None)


def apart(loop: Loop, step: int = 2) -> Apart:
    return take_apart(of(loop), step, [])


def phase(found: Apart, kind: str) -> Phase:
    return next(each for each in found.phases if each.kind == kind)


def kinds(found: Apart) -> list[str]:
    return [each.kind for each in found.phases if not each.absent]


def scalars(network: Network, steps: int) -> list[dict[str, float | None]]:
    """What a network says at each of so many steps."""
    found = []
    for _ in range(steps):
        network.tick()
        events = network.scalars.collect()
        found.append({n: v for e in events if isinstance(e, Steps) for n, v in e.values.items()})
    return found


def test_every_number_is_what_torch_says() -> None:
    """Output, loss, gradient, update and the loss after it, against a step made by hand."""
    found = take_apart(toy(), 1, [])
    torch.manual_seed(0)
    model = torch.nn.Linear(1, 1)
    x = torch.randn(8, 1)
    y = 2 * x + 1 + 0.1 * torch.randn(8, 1)
    output = model(x)
    loss = F.mse_loss(output, y)
    loss.backward()
    grads = [p.grad for p in model.parameters() if p.grad is not None]
    before = torch.cat([p.detach().flatten() for p in model.parameters()])
    lr = lesson.plan(("calm",)).config["lr"]
    with torch.no_grad():
        for p, g in zip(model.parameters(), grads, strict=True):
            p -= lr * g
    after = torch.cat([p.detach().flatten() for p in model.parameters()])

    assert list(KINDS) == [each.kind for each in found.phases]
    assert ("model", [8, 1]) == (phase(found, "forward").name, phase(found, "forward").shape)
    assert phase(found, "forward").size == pytest.approx(float(output.detach().abs().mean()))
    assert phase(found, "loss").size == pytest.approx(float(loss.detach()))
    norms = {piece.name: piece.size for piece in phase(found, "backward").pieces}
    assert norms == pytest.approx(
        {"weight": float(grads[0].norm()), "bias": float(grads[1].norm())}
    )
    update = phase(found, "update")
    assert update.size == pytest.approx(float((after - before).norm()))
    assert update.whole == pytest.approx(float(before.norm()))
    assert update.after == pytest.approx(float(F.mse_loss(model(x), y).detach()))
    assert "SGD" == update.name


def test_the_lines_are_those_of_the_loop() -> None:
    """Each phase names the line that does it, from the loop to the function it calls."""
    found = take_apart(toy(), 3, [])
    texts = {each.kind: [line.text.strip() for line in each.lines] for each in found.phases}
    assert ["loss = F.mse_loss(model(x), y)"] == texts["forward"] == texts["loss"]
    assert ["loss.backward()"] == texts["backward"]
    assert ["optimizer.step()"] == texts["update"]
    assert all(each.lines[0] in found.source for each in found.phases if each.lines)

    inner = apart(ways.in_a_helper)
    told = [line.text.strip() for line in phase(inner, "backward").lines]
    assert ["loss = learn(model, optimizer)", "loss.backward()"] == told


WHOLE = ["forward", "loss", "backward", "update"]
CUT = ["forward", "loss", "backward", "clip", "update"]
EXPECTED = {
    ways.in_a_helper: WHOLE, ways.on_one_line: WHOLE, ways.clipped_by_torch: CUT,
    ways.clipped_behind_autograd: CUT, ways.by_hand: WHOLE, ways.without_autograd: ["update"],
    ways.without_modules: ["loss", "backward", "update"], ways.kept_from_before: WHOLE,
    ways.in_two_parts: [*WHOLE[:3], *WHOLE], ways.from_an_iterator: WHOLE,
    ways.with_dropout: WHOLE, ways.with_a_look: WHOLE, ways.that_fails: WHOLE[:3],
    ways.that_rests: [],
}  # fmt: skip


@pytest.mark.parametrize("loop", EXPECTED, ids=lambda loop: loop.__name__)
def test_whatever_a_loop_does_is_shown(loop: Loop) -> None:
    """What there is, in its order; for what there is not, a sentence."""
    found = apart(loop)

    assert EXPECTED[loop] == kinds(found)
    for place, each in enumerate(found.phases):
        assert all(phases.sentences(found, place)), each.kind
        assert len(phases.rows(each)) == len(phases.lengths(each)) == len(each.pieces)
        assert phases.in_short(each)
    assert set(KINDS) == {each.kind for each in found.phases}


KNOWN = [loop for loop, told in EXPECTED.items() if {"loss", "update"} <= set(told)]
UNSURE = {
    ways.from_an_iterator: "another batch",
    ways.kept_from_before: "no line computes it",
    ways.by_hand: "no line computes it",
}


@pytest.mark.parametrize("loop", KNOWN, ids=lambda loop: loop.__name__)
def test_the_loss_after_the_update_is_known_or_it_is_said_why_not(loop: Loop) -> None:
    """Smaller for these loops: a short step down a bowl; with dropout by the same mask."""
    found = apart(loop)
    update, loss = phase(found, "update"), phase(found, "loss")

    if loop in UNSURE:
        assert UNSURE[loop] in update.note
        assert update.after is None
    else:
        assert update.after is not None and loss.size is not None
        assert update.after < loss.size or loop is ways.in_two_parts
        assert "" == update.note


def test_a_clipped_gradient_says_its_factor() -> None:
    """To the length that the loop allows; the lines that did it are named."""
    found = phase(apart(ways.clipped_by_torch), "clip")
    assert found.after == pytest.approx(0.5, rel=1e-4)
    assert found.size is not None
    assert found.factor == pytest.approx(0.5 / found.size, rel=1e-4)
    assert "clip_grad_norm_" in found.lines[0].text
    assert pytest.approx(0.1) == phase(apart(ways.clipped_behind_autograd), "clip").factor


def test_lesson_3_has_five_phases_and_clips() -> None:
    """In its own way, two functions below the loop."""
    clipping = lessons.load("lesson3")
    network = Race(clipping, clipping.plan(("norm",))).networks[0]
    found = take_apart(network, 2, [])
    clip = phase(found, "clip")

    assert list(KINDS) == kinds(found)
    assert clip.factor is not None and clip.factor < 0.5
    assert ["train.py", "clipping.py", "clipping.py"] == [line.file for line in clip.lines]
    assert "factor" in phases.sentences(found, 3)[0]


def test_two_networks_take_turns() -> None:
    """Lesson 18: D is asked, learns, and then G, through D; each with its own parameters."""
    gan = lessons.load("lesson18")
    found = take_apart(Race(gan, gan.plan(("plain",))).networks[0], 2, [])
    updates = [each for each in found.phases if each.kind == "update"]

    assert ["d", "g"] == [each.pieces[0].name[0] for each in updates]
    assert all(each.after is not None for each in updates)
    names = phases.named(found.phases)
    assert len(names) == len(set(names)) == 10


@pytest.mark.parametrize("loop", ways.WAYS, ids=lambda loop: loop.__name__)
def test_the_steps_after_it_are_the_same(loop: Loop) -> None:
    """Taken apart or not, a network says the same at this step, and from a copy at the next."""
    plain, looked = of(loop), of(loop)
    before = scalars(plain, 2)
    found = take_apart(looked, 2, [])

    if before[-1]:
        assert {n: values[-1] for n, values in before[-1].items()} == found.scalars  # type: ignore[index]
    if loop is not ways.from_an_iterator:  # its batches are not kept: it cannot be resumed either
        follower = Network(loop, looked.hp, "calm", 0, torch.device("cpu"), None, looked.save())
        assert scalars(plain, 1) == scalars(follower, 1)


def test_nothing_is_left_behind() -> None:
    """No hook of torch and no tracing of Python: a step that is not looked at costs nothing."""
    before = sys.gettrace()
    for loop in (ways.clipped_by_torch, ways.that_fails):
        apart(loop)

    assert not every._global_forward_hooks and not every._global_forward_pre_hooks
    assert not optimizers._global_optimizer_pre_hooks
    assert not optimizers._global_optimizer_post_hooks
    assert before is sys.gettrace()


def test_a_loop_that_fails_says_so() -> None:
    """With what came before the error."""
    assert "as asked" in apart(ways.that_fails).ended
    assert "" == apart(ways.that_rests).ended


def test_a_look_that_goes_wrong_does_not_touch_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of ours is a sentence, and the figures are those of the run."""

    def broken(*_: Any) -> None:
        raise RuntimeError("ours")

    expected = scalars(of(ways.clipped_by_torch), 2)[-1]
    monkeypatch.setattr(Calls, "leading_to", broken)
    found = apart(ways.clipped_by_torch)
    assert "could not follow this step to its end (RuntimeError)" in found.lost
    assert "" == found.ended
    assert {n: values[-1] for n, values in expected.items()} == found.scalars  # type: ignore[index]


def test_a_step_that_trains_many_networks_tells_of_the_first_ones() -> None:
    """Lesson 21's last step trains its controls: 2,400 parts filled the terminal."""
    found = apart(ways.with_many_others)

    assert MOST == len(found.phases)
    assert "more parts follow" in found.lost


def test_an_edited_loop_is_taken_apart() -> None:
    """With the learner's lines, and what they do."""
    text = lesson.shown["train.py"].replace("loss.backward()", "(3 * loss).backward()  # mine")
    plan = msgspec.structs.replace(lesson.plan(("calm",)), edits={"train.py": text})
    mine = take_apart(Race(lesson, plan).networks[0], 2, [])
    own = take_apart(toy(), 2, [])

    assert ["train.py"] == [line.file for line in phase(mine, "backward").lines]
    assert "(3 * loss).backward()  # mine" == phase(mine, "backward").lines[0].text.strip()
    assert phase(mine, "update").after is not None
    assert (phase(mine, "update").size or 0) > (phase(own, "update").size or 0)


def test_a_long_text_is_learned_without_autograd() -> None:
    """Lesson 1's own trainer: the line that writes the weights, and sentences for the rest."""
    words = lessons.load("lesson1")
    plan = words.plan(["negative"], settings={"trainer": "stream"})
    found = take_apart(Race(words, plan).networks[0], 2, [])

    assert ["update"] == kinds(found)
    assert "learn(centres, contexts" in phase(found, "update").lines[0].text
    assert "without an optimizer" in " ".join(phases.sentences(found, len(found.phases) - 1))


def test_knobs_are_turned_again_and_a_missing_step_is_refused() -> None:
    """From the step on at which the learner turned it; in words."""
    turn = Control(action="set", step=10, name="lr", value=1e-4)
    slow, fast = (take_apart(toy(), 12, turns) for turns in ([turn], []))
    assert (phase(slow, "update").size or 0) < (phase(fast, "update").size or 0)
    with pytest.raises(BadUsage, match="has no step 41"):
        take_apart(toy(), 41, [])


WITHOUT_GRADIENTS = {"lesson23"}
"""Its trials are solved, not trained: each phase is a sentence."""


@pytest.mark.train
@pytest.mark.parametrize("name", lessons.names())
def test_every_lesson_can_be_taken_apart(name: str) -> None:
    """Its second step: every phase or a sentence, and the figures of a run that nobody looks at."""
    one = lessons.load(name)
    plan = one.plan([one.default_variant(one.variants)])
    race = Race(one, plan)
    other = Race(one, plan, data=race.data)
    found = take_apart(race.networks[0], 2, [])
    plain = scalars(other.networks[0], 2)[-1]

    assert {n: values[-1] for n, values in plain.items()} == found.scalars  # type: ignore[index]
    assert "" == found.ended
    if name in WITHOUT_GRADIENTS:
        assert all(each.absent for each in found.phases)
        return
    assert {"loss", "backward", "update"} <= set(kinds(found))
    assert "" == phase(found, "update").note
    assert found.source
