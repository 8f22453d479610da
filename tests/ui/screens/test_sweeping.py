"""A sweep on the screen: replayed from its folder, live, and told what to do through it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from textual.pilot import Pilot

from lessons.kit import BadEnvironment
from tests.tools.pictures import screen_text
from tests.tools.screen import SIZES, Compare, sized, until
from tests.tools.swept import recorded_sweep
from tui_lab.app.lab import LabApp
from tui_lab.charts.lines.frame import ChartStyle
from tui_lab.charts.palette import VariantStyle
from tui_lab.charts.scatter import Point, scatter
from tui_lab.runs.hold import this_machine
from tui_lab.screens.help import sections_of
from tui_lab.screens.lesson.screen import LessonScreen
from tui_lab.screens.palette import commands_of
from tui_lab.screens.sweep import keymap
from tui_lab.screens.sweep.screen import SweepScreen
from tui_lab.session.sweep import order
from tui_lab.session.sweep.standing import Standing
from tui_lab.sweeps.folder import SweepFolder, SweepStatus, sweep_called
from tui_lab.sweeps.importance import Importance, importance
from tui_lab.sweeps.orders import Order, Orders
from tui_lab.widgets.lists.runs import RunList

KNOWN = Importance({"lr": (0.4, 0.67, 0.9), "batch": (0.02, 0.15, 0.33)}, 24, is_log=True)


def on_top(app: LabApp) -> SweepScreen:
    assert isinstance(app.screen, SweepScreen)
    return app.screen


@contextmanager
def conducted(sweep: SweepFolder, state: str = "playing") -> Iterator[Orders]:
    """Somebody conducts it, and this is what they hear."""
    with sweep.held():
        sweep.write_status(SweepStatus(state, this_machine()[0], os.getpid()))
        yield Orders(sweep.path)


async def heard(pilot: Pilot[None], orders: Orders) -> list[Order]:
    """What the screen asked for."""
    found: list[Order] = []

    def listen() -> bool:
        found.extend(orders.new())
        return bool(found)

    await until(pilot, listen)
    return found


@pytest.mark.parametrize("size", SIZES)
async def test_a_finished_sweep(size: tuple[int, int], home: object, snapshot: Compare) -> None:
    """The best first and marked, the figure on fresh seeds above it, charts below."""
    app = LabApp(sweep=recorded_sweep())
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "24/24 trials" in screen_text(app))
        await pilot.press("down")
        await until(pilot, lambda: bool((row := on_top(app).table.chosen) and row.is_best))
        on_top(app).catch_up()
        await pilot.pause()
        await snapshot(pilot, sized("sweep", size))


@pytest.mark.parametrize("size", SIZES)
async def test_every_chart(size: tuple[int, int], home: object, snapshot: Compare) -> None:
    """One after the other: parallel coordinates, a point for each trial, shares with a range."""
    app = LabApp(sweep=recorded_sweep())
    async with app.run_test(size=size) as pilot:
        screen = on_top(app)
        await until(pilot, lambda: "24/24 trials" in screen_text(app))
        screen.weighing.poll = lambda **_: None  # type: ignore[method-assign]
        screen.weighing.found, screen.weighing.version = KNOWN, 1
        await pilot.press("v", "v")
        for n, chart in enumerate(screen.charts.every):
            screen.charts.go_to(chart)
            screen.catch_up()
            await until(pilot, lambda title=chart.title: f"─ {title}" in screen_text(app))
            await snapshot(pilot, sized(f"sweep_chart{n}", size))


HEADINGS = ["trial", "state", "score", "±", "lr", "batch", "optimizer", "noise"]
BY_SEED = ["by", "seed", "0", "1"]


@pytest.mark.parametrize(("width", "last"), [(60, "…"), (80, "noise"), (120, "1")])
async def test_headings_are_whole_or_say_that_they_are_not(
    width: int, last: str, home: object
) -> None:
    """The scores by seed are left out where they have no room: their mean is there."""
    app = LabApp(sweep=recorded_sweep())
    async with app.run_test(size=(width, 24)) as pilot:
        await until(pilot, lambda: "24/24 trials" in screen_text(app))
        head = next(row for row in screen_text(app).splitlines() if "trial  state" in row)

    assert last == head.split()[-1]
    assert [*HEADINGS, *BY_SEED][: len(head.split()) - 1] == head.split()[:-1]


async def test_a_live_sweep_grows_on_the_screen(home: object) -> None:
    """Another trial ends, and the table, the count and the best are there without a key."""
    sweep = recorded_sweep()
    whole = sweep.journal.read_bytes()
    recorded_sweep(trials=2)
    app = LabApp(sweep=sweep)
    with conducted(sweep):
        async with app.run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: "2/24 trials" in screen_text(app))
            assert "playing" in screen_text(app) and "★" in screen_text(app)
            before = on_top(app).standing.ledger.best(on_top(app).standing.plan)
            sweep.journal.write_bytes(whole)
            await until(pilot, lambda: "24/24 trials" in screen_text(app))
            after = on_top(app).standing.ledger.best(on_top(app).standing.plan)

    assert before and after and after.trial != before.trial


async def test_keys_leave_orders_in_the_folder(home: object) -> None:
    """space pauses and goes on, x stops a trial that is not over, X asks first."""
    sweep = recorded_sweep(trials=3)
    app = LabApp(sweep=sweep)
    with conducted(sweep) as orders:
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            await until(pilot, lambda: "3/24 trials" in screen_text(app))
            await pilot.press("space")
            assert [Order("pause")] == await heard(pilot, orders)
            await until(pilot, lambda: "pausing…" in screen_text(app))
            sweep.write_status(SweepStatus("paused", this_machine()[0], os.getpid()))
            await until(pilot, lambda: "‖ paused" in screen_text(app))
            await pilot.press("space")
            assert [Order("play")] == await heard(pilot, orders)
            await pilot.press("x")  # the cursor is on the best one, which has ended
            await until(pilot, lambda: "this trial has ended" in screen_text(app))
            await pilot.press("G", "x")
            (asked,) = await heard(pilot, orders)
            assert "stop_trial" == asked.do
            assert asked.trial in on_top(app).standing.ledger.unfinished()
            await pilot.press("X", "n")
            await pilot.pause()
            assert [] == orders.new()
            await pilot.press("X", "y")
            assert [Order("stop")] == await heard(pilot, orders)


async def test_a_sweep_that_nobody_conducts_is_not_told(home: object) -> None:
    """Keys say why nothing happens; nothing is left in the folder."""
    sweep = recorded_sweep()
    app = LabApp(sweep=sweep)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: "24/24 trials" in screen_text(app))
        await pilot.press("space")
        await until(pilot, lambda: "this sweep has finished" in screen_text(app))
        await pilot.press("X")
        await until(pilot, lambda: "there is nothing to stop" in screen_text(app))

    assert not (sweep.path / "orders.jsonl").exists()


async def test_space_resumes_a_sweep_that_was_stopped(
    home: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a process of its own; where that cannot begin, its words are on the screen."""
    started: list[SweepFolder] = []

    def refuse(sweep: SweepFolder) -> None:
        started.append(sweep)
        raise BadEnvironment("there is no Slurm on this machine")

    monkeypatch.setattr(keymap, "start_conductor", refuse)
    sweep = recorded_sweep(trials=3)
    app = LabApp(sweep=sweep)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: "■ stopped" in screen_text(app))
        assert "space resume" in screen_text(app)
        await pilot.press("space")
        await until(pilot, lambda: "there is no Slurm on this machine" in screen_text(app))

    assert [sweep] == started


async def test_enter_opens_the_trial_and_q_comes_back(home: object) -> None:
    """Its lesson's screen with its run; a run that is gone is said to be."""
    app = LabApp(sweep=recorded_sweep())
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: "24/24 trials" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        assert "lesson90-4fdeg" == app.sessions[-1].run.id  # type: ignore[union-attr]
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, SweepScreen))
        await pilot.press("G", "enter")
        await until(pilot, lambda: "or was deleted" in screen_text(app))


async def test_the_menu_has_one_line_for_a_sweep(home: object) -> None:
    """In place of its runs; enter opens it."""
    sweep = recorded_sweep()
    app = LabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: sweep.id in screen_text(app))
        assert [sweep] == app.screen.query_one(RunList).folders
        await pilot.press("tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, SweepScreen))


async def test_every_key_is_in_help_and_palette(home: object) -> None:
    """And the palette has the charts by their titles."""
    app = LabApp(sweep=recorded_sweep())
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "24/24 trials" in screen_text(app))
        screen = on_top(app)
        told = {heading: [key for key, _ in rows] for heading, rows in sections_of(screen)}
        titles = [command.title for command in commands_of(screen)]
        assert {"space", "x", "X"} <= set(told["Run"])
        assert {"s", "[", "]", "y", "f", "v"} <= set(told["Look"])
        assert {"Pause", "Sort", "Importance", "Score against lr"} <= set(titles)
        await pilot.press("question_mark")
        await until(pilot, lambda: "the best" in screen_text(app))


def test_trials_are_sorted_by_what_one_wants(home: object) -> None:
    """The best first; what has no score last, also the other way round."""
    standing = Standing(recorded_sweep(trials=5))
    by_score = order.in_order(standing, order.Order())
    worst_first = order.in_order(standing, order.Order("score", is_reversed=True))
    by_lr = [row.knobs["lr"] for row in order.in_order(standing, order.Order("lr"))]

    assert by_score[0].is_best
    assert by_score[:5] == worst_first[:5][::-1]
    assert by_score[5:] == worst_first[5:] and all(row.score is None for row in by_score[5:])
    assert sorted(by_lr) == by_lr
    assert order.columns(standing)[:3] == ["score", "trial", "state"]
    assert "trial" == order.next_order(order.Order(), order.columns(standing)).by


def test_importance_needs_trials_enough_and_tells_its_doubt(home: object) -> None:
    """Of few trials nothing is said; else low ≤ median ≤ high, and the rate matters most here."""
    pytest.importorskip("optuna")
    pytest.importorskip("sklearn")
    few, many = Standing(recorded_sweep(trials=4)), Standing(recorded_sweep())
    found = importance(many.plan, many.ledger)

    assert "needs 10 finished trials; there are 4" == importance(few.plan, few.ledger).why
    assert "lr" == max(found.shares, key=lambda name: found.shares[name][1])
    assert all(0 <= low <= middle <= high <= 1 for low, middle, high in found.shares.values())
    assert found.is_log and 24 == found.trials


def test_trials_are_counted_in_whole_numbers(home: object) -> None:
    """However few have ended: there is no trial 2.5."""
    style = ChartStyle(ascii_only=False)
    mark = {"": VariantStyle("#ff0000", "●")}
    points = [Point(trial, 0.1 * trial) for trial in (1, 2, 3)]
    rows = scatter(points, [], mark, 60, 12, frame=style, x_label="trials ended", whole_x=True)
    foot = "".join(text for text, _ in rows[-1])

    assert ["1", "2", "trials", "ended", "3"] == foot.split()


def test_the_word_sweep_is_the_beginning_of_a_name(home: object) -> None:
    """Where there is one sweep, it is that one."""
    sweep = recorded_sweep()

    assert sweep.id == getattr(sweep_called("sweep"), "id", None)
