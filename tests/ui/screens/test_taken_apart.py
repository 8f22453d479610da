"""`u`: a step taken apart, from phase to phase, from step to step and from network to network."""

from __future__ import annotations

import threading
from collections.abc import Callable

import msgspec
import pytest
from textual.pilot import Pilot

from lessons.kit import BadUsage
from lessons.kit.stream.apart import Apart, Phase, Piece, SourceLine
from tests.tools.pictures import screen_text
from tests.tools.screen import SIZES, Compare, fresh, lesson_of, sized, until
from tui_lab.app.lab import LabApp
from tui_lab.client.bench import Bench
from tui_lab.runs.folder import RunFolder
from tui_lab.screens.lesson.time.step_screen import StepScreen

LOOP = [
    "        x, y = batch(data)  # (B, 1), (B, 1)", "        loss = F.mse_loss(model(x), y)", "",
    "        optimizer.zero_grad()", "        loss.backward()", "        clip(hp, parameters)",
    "        optimizer.step()", "        yield Step(loss=loss)",
]  # fmt: skip
SOURCE = [SourceLine("train.py", 41 + n, text) for n, text in enumerate(LOOP)]
INNER = SourceLine("clipping.py", 23, "        gradient.mul_(scale) \x1b[31m")


def pretended(step: int, variant: str) -> Apart:
    """A step as a real one would be."""
    weights = [("rnn.weight", 0.5, 0.05), ("head.bias", 0.1, 0.01)]
    return Apart(variant, 0, step, [
        Phase("forward", [SOURCE[1]], name="model", shape=[8, 1], size=0.42,
              pieces=[Piece("rnn", [8, 4], 0.3), Piece("model", [8, 1], 0.42)]),
        Phase("loss", [SOURCE[1]], name="loss", size=2.5),
        Phase("backward", [SOURCE[4]], size=12.0, pieces=[
            Piece("rnn.weight", [4, 4], 11.9), Piece("head.bias", [1], 1.2)]),
        Phase("clip", [SOURCE[5], INNER], size=12.0, after=1.0,
              pieces=[Piece(n, [4], after, before) for n, before, after in weights]),
        Phase("update", [SOURCE[6]], name="SGD", size=0.1, whole=5.0, after=2.25,
              pieces=[Piece("rnn.weight", [4, 4], 0.09, 4.0), Piece("head.bias", [1], 0.04, 3.0)]),
    ], SOURCE, {"loss": 2.5}, replayed=7)  # fmt: skip


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was asked for; nothing is trained."""
    asked: list[tuple[str, int]] = []

    def take(bench: Bench, step: int) -> Apart:
        asked.append((bench.asked.variant, step))
        if step > 60:
            raise BadUsage(f"{bench.asked.variant} has no step {step}", "its last is 60")
        return pretended(step, bench.asked.variant)

    monkeypatch.setattr(Bench, "take", take)
    return asked


async def opened(pilot: Pilot[None], app: LabApp) -> StepScreen:
    await pilot.press("u")
    await until(pilot, lambda: "trained again to get there" in screen_text(app))
    assert isinstance(app.screen, StepScreen)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_a_person_goes_through_the_phases(
    size: tuple[int, int], run_folder: Callable[[str], RunFolder], snapshot: Compare,
    taken: list[tuple[str, int]],
) -> None:  # fmt: skip
    """The step that is looked at; five phases with this step's numbers, and the way back."""
    app = LabApp(run=run_folder("finished"))
    async with app.run_test(size=size) as pilot:
        await pilot.press("comma")
        await pilot.pause()
        at = lesson_of(app).view.at or 0
        screen = await opened(pilot, app)
        assert [("calm", at)] == taken
        told = []
        for _ in range(4):
            told.append(screen_text(app))
            await pilot.press("right")
            await pilot.pause()
        assert [True] * 4 == [
            words in " ".join(text.split())
            for text, words in zip(
                told,
                ("mean size 0.42", "(loss) is 2.5", "gradient is 12", "norm 12 → 1, factor"),
                strict=True,
            )
        ]
        assert "2.5 → 2.25; the step helped" in " ".join(screen_text(app).split())
        await pilot.press("4")
        await pilot.pause()
        assert "▶ clip(hp, parameters)" in screen_text(app)
        assert "×0.0833" in screen_text(app)
        await snapshot(pilot, sized("taken_apart", size))
        await pilot.press("left", "left")
        assert 1 == screen.place
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is lesson_of(app)


async def test_from_step_to_step_and_from_network_to_network(
    run_folder: Callable[[str], RunFolder], taken: list[tuple[str, int]]
) -> None:
    """`n` and `N`, and past the last phase; `v` at the same step; what is known is not asked."""
    app = LabApp(run=run_folder("finished"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("comma", "comma")
        await pilot.pause()
        at = lesson_of(app).view.at or 0
        screen = await opened(pilot, app)
        await pilot.press("n")
        await until(pilot, lambda: screen.found is not None and screen.found.step == at + 1)
        await pilot.press("5", "right")
        await until(pilot, lambda: screen.found is not None and screen.found.step == at + 2)
        assert 0 == screen.place
        await pilot.press("N", "N")
        assert at == screen.found.step if screen.found else False
        await pilot.press("v")
        await until(pilot, lambda: screen.found is not None and screen.found.variant == "wild")
        assert [("calm", at), ("calm", at + 1), ("calm", at + 2), ("wild", at)] == taken


async def test_past_the_end_of_a_run_a_sentence_says_so(
    run_folder: Callable[[str], RunFolder], taken: list[tuple[str, int]]
) -> None:
    """What was there stays; before the first run another sentence."""
    app = LabApp(run=run_folder("finished"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = await opened(pilot, app)
        assert [("calm", 60)] == taken
        await pilot.press("n")
        await until(pilot, lambda: any("no step 61" in n.message for n in app._notifications))
        assert screen.found is not None and 60 == screen.found.step
        assert "step 60 of calm" in screen_text(app)


async def test_there_is_nothing_to_take_apart_before_a_run(workers: object) -> None:
    """A sentence says what to press."""
    app = fresh()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        await until(pilot, lambda: any("press s" in n.message for n in app._notifications))


async def test_it_plays_by_itself_and_a_click_chooses(
    run_folder: Callable[[str], RunFolder], taken: list[tuple[str, int]]
) -> None:
    """Space goes on phase by phase, and stops; a phase's name can be clicked."""
    app = LabApp(run=run_folder("finished"))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("comma")
        screen = await opened(pilot, app)
        await pilot.press("space")
        screen.go_on()
        screen.go_on()
        assert 2 == screen.place
        await pilot.press("space")
        screen.go_on()
        assert 2 == screen.place
        place = dict(screen.tabs.places())["update"]
        await pilot.click(screen.tabs, offset=(place.x + 4, place.y))
        await pilot.pause()
        assert 4 == screen.place


async def test_leaving_ends_what_worked_on_it(
    run_folder: Callable[[str], RunFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits any more; while it works, a sentence says what is done."""
    let_go, closed = threading.Event(), list[Bench]()

    def take(bench: Bench, step: int) -> Apart:
        let_go.wait(20)
        return msgspec.structs.replace(pretended(step, bench.asked.variant))

    def close(bench: Bench) -> None:
        closed.append(bench)
        let_go.set()

    monkeypatch.setattr(Bench, "take", take)
    monkeypatch.setattr(Bench, "close", close)
    app = LabApp(run=run_folder("finished"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("u")
        await until(pilot, lambda: "in a separate process" in screen_text(app))
        await pilot.press("q")
        await until(pilot, lambda: bool(closed))
        assert app.screen is lesson_of(app)
