"""What shows only when a lesson is trained: a few steps of everything that it offers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lessons.kit import History, Lesson, Panel, from_json, to_json
from lessons.kit.engine.checkpoints import read_checkpoint, write_checkpoint
from lessons.kit.engine.race import Race
from lessons.kit.engine.run import SavedNetwork
from lessons.kit.errors import THE_LOG, named
from lessons.kit.stream import dials
from lessons.kit.stream.events import Event, NetworkEnd, PictureEvent, QuestionEvent, Start, Steps
from tui_lab.contract.findings import LOOP, Finding, where
from tui_lab.contract.recordings import STEPS, short_run, together
from tui_lab.panels.kind import Shown
from tui_lab.panels.registry import kind_of

LARGEST = 65_536  # bytes of an event: every viewer reads each
QUESTIONS = ("the", "", "日本 \x1b[2J", "x" * 5000)


def is_told_again(told: Iterable[Event], again: Iterable[Event]) -> bool:
    """Whether two runs say the same. The second is trained only until it says something else."""
    return all(one == other for one, other in zip_longest(told, again))


def presets(lesson: Lesson) -> list[str | None]:
    """The lesson with default settings, and each preset that wants nothing of the learner's."""
    return [None, *(preset.name for preset in lesson.presets if not preset.wants)]


def every_preset_trains(lesson: Lesson) -> Iterator[Finding]:
    """As it comes and with each preset, no network fails in its first steps."""
    for preset in presets(lesson):
        for event in short_run(lesson, preset).events:
            if isinstance(event, NetworkEnd) and event.how == "failed":
                what = f"{event.variant} fails at step {event.step}{_with(preset)}: {event.message}"
                fix = "" if THE_LOG in event.fix else event.fix  # here is no log
                yield Finding(LOOP, what, fix or "fix the loop")


def tells_the_same_story_with_the_same_seed(lesson: Lesson) -> Iterator[Finding]:
    """Two runs with one seed agree event for event; another seed does not."""
    first = short_run(lesson).events
    if not is_told_again(first, lesson.run(steps=STEPS)):
        yield Finding(
            LOOP, "two runs with the same seed differ", "draw random numbers only from torch"
        )
    if is_told_again(first[1:], islice(lesson.run(steps=STEPS, seed=8), 1, None)):
        yield Finding(LOOP, "another seed changes nothing", "draw weights or data from torch")


def shows_what_the_page_declares(lesson: Lesson) -> Iterator[Finding]:
    """No panel of a run stays empty, and nothing is shown that has no panel."""
    for preset in presets(lesson):
        start, *found = short_run(lesson, preset).events
        assert isinstance(start, Start)
        run = start.variants, start.config, start.own_data
        panels = [panel for panel in lesson.panels if panel.covers(*run)]
        yield from _pictures(lesson, panels, found, preset)
        yield from _scalars(lesson, panels, found, preset)


def _pictures(
    lesson: Lesson, panels: list[Panel], found: list[Event], preset: str | None
) -> Iterator[Finding]:
    declared = {panel.key for panel in panels if panel.key}
    shown = {event.panel for event in found if isinstance(event, PictureEvent)}
    for key in sorted(declared - shown):
        what = f"the panel {key} stays empty{_with(preset)}"
        fix = f'yield Picture("{key}", …) in {LOOP}, or use when='
        yield Finding(where(lesson, key), what, fix)
    for key in sorted(shown - declared):
        what = f"{key} is shown{_with(preset)}, and has no panel"
        yield Finding(where(lesson, key, LOOP), what, "declare one with this key on the page")
    for key, what in sorted(_malformed(panels, found).items()):
        fix = f'send what the panel takes: Picture("{key}", …)'
        yield Finding(where(lesson, key, LOOP), f"the panel {key} cannot be drawn: {what}", fix)


def _malformed(panels: list[Panel], found: list[Event]) -> dict[str, str]:
    """What is wrong with the pictures, by the key of their panels."""
    wrong: dict[str, str] = {}
    for panel in panels:
        kind = kind_of(panel)
        if not isinstance(kind, Shown):
            continue
        for event in found:
            if isinstance(event, PictureEvent) and event.panel == panel.key:
                found_wrong = (kind.mistake(panel, each) for each in dials.each_of(event.value))
                wrong[panel.key] = next(filter(None, found_wrong), wrong.get(panel.key, ""))
    return {key: what for key, what in wrong.items() if what}


def _scalars(
    lesson: Lesson, panels: list[Panel], found: list[Event], preset: str | None
) -> Iterator[Finding]:
    said = {metric for event in found if isinstance(event, Steps) for metric in event.values}
    for metric in sorted({*lesson.watched} - said):
        what = f"no step has {metric}{_with(preset)}, which is watched"
        fix = "name your losses on the page: Lesson(watched=(…))"
        yield Finding(where(lesson, metric), what, fix)
    drawn = {metric for panel in panels for metric in kind_of(panel).metrics(panel)}
    for metric in sorted(drawn - said):
        what = f"no step has {metric}{_with(preset)}, which a panel draws"
        yield Finding(where(lesson, metric), what, f"yield Step({metric}=…) in {LOOP}")


def survives_the_wire(lesson: Lesson) -> Iterator[Finding]:
    """Every event is the same after a trip through JSON, and no picture is huge."""
    found = {}
    for event in short_run(lesson).events:
        about = event.panel if isinstance(event, PictureEvent) else type(event).__name__
        if event != from_json(to_json(event)):
            found[about] = (
                "changes when it is written to JSON and read back",
                "use only numbers and text",
            )
        if (size := len(to_json(event))) >= LARGEST:
            fix = f"under {LARGEST}: fewer cells, rows or characters"
            found[about] = f"is {size} bytes long", fix
    for about, (what, fix) in found.items():
        yield Finding(where(lesson, about, LOOP), f"{about} {what}", fix)


def draws_from_torch_only(lesson: Lesson) -> Iterator[Finding]:
    """Other generators are not part of a checkpoint: a lesson must leave them alone."""
    if any(short_run(lesson, preset).drew for preset in presets(lesson)):
        what = "it draws from random or numpy, which no checkpoint keeps"
        yield Finding(LOOP, what, "draw from torch")


def resumes_exactly(lesson: Lesson) -> Iterator[Finding]:
    """Every variant taken up from a checkpoint on disk ends where it would have ended.

    Alone, and where the lesson has a loop for several seeds, two of them in it too.
    """
    yield from _resumes(lesson, tuple(lesson.variants), seeds=1)
    if in_one_loop := together(lesson):
        yield from _resumes(lesson, in_one_loop, seeds=2)


def _resumes(lesson: Lesson, variants: tuple[str, ...], seeds: int) -> Iterator[Finding]:
    plan = lesson.plan(variants, settings={"steps": 4}, seeds=seeds)
    whole, first = Race(lesson, plan), Race(lesson, plan)
    for _ in range(2):
        first.tick()
        whole.tick()
    second = Race(lesson, plan, _kept(first))
    first.collect()
    whole.collect()
    while not whole.over:
        whole.tick()
        second.tick()
    one, two = _by_network(whole), _by_network(second)
    for variant in sorted({network[0] for network in one if one[network] != two[network]}):
        what = f"{variant} gives other results when it is killed and resumed"
        yield Finding(where(lesson, variant, LOOP), what, "name all its state in run.steps(…)")


def trains_together_as_alone(lesson: Lesson) -> Iterator[Finding]:
    """In one loop, seeds begin and are fed as alone: the first step says the same."""
    variants = together(lesson)
    if not variants:
        return
    alone = _first_step(lesson, variants, together=False)
    beside = _first_step(lesson, variants, together=True)
    for variant in sorted({key[0] for key in alone | beside if _differ(alone, beside, key)}):
        what = f"{variant} gives other results in its first step with several seeds than alone"
        yield Finding(where(lesson, variant, "together.py"), what, "do the same as train.py")


def _first_step(
    lesson: Lesson, variants: tuple[str, ...], *, together: bool
) -> dict[tuple[str, int, str], float | None]:
    """Every scalar of every network's first step, by variant, seed and name."""
    return {
        (event.variant, event.seed, name): values[0]
        for event in lesson.run(*variants, seeds=2, steps=1, together=together)
        if isinstance(event, Steps)
        for name, values in event.values.items()
    }


def _differ(one: dict[Any, Any], two: dict[Any, Any], key: Any) -> bool:
    """By more than rounding."""
    first, second = one.get(key), two.get(key)
    if first is None or second is None:
        return first is not second or (key in one) != (key in two)
    return not math.isclose(first, second, rel_tol=1e-3, abs_tol=1e-5)


def _kept(race: Race) -> list[SavedNetwork]:
    """What a kill would leave of a race: its checkpoint, as it is read from disk."""
    with TemporaryDirectory() as place:
        folder = Path(place, str(race.step))
        write_checkpoint(folder, race.save())
        return read_checkpoint(folder)


def answers_what_it_is_asked(lesson: Lesson) -> Iterator[Finding]:
    """Questions of every kind get words back, not an exception."""
    race = Race(lesson, lesson.plan(lesson.race, settings={"steps": 3}))
    for event in [event for event in race.tick() if isinstance(event, QuestionEvent)]:
        for question in QUESTIONS:
            try:
                race.network(event.variant, event.seed).answer(question)
            except Exception as error:
                why = named(error)
                what = f"asked {question[:12]!r}, {event.variant} fails ({why})"
                yield Finding(LOOP, what, "answer such questions with a sentence")
                return


def judges_claims_at_any_moment(lesson: Lesson) -> Iterator[Finding]:
    """Before the first step, after every event, and at the end: no claim ever breaks."""
    failed: dict[str, Finding] = {}
    for preset in presets(lesson):
        history = History()
        failed |= _judged(lesson, history, "before the first step")
        for event in short_run(lesson, preset).events:
            history.take_event(event)
            failed |= _judged(lesson, history, f"after {type(event).__name__}{_with(preset)}")
    yield from failed.values()


def _judged(lesson: Lesson, history: History, moment: str) -> dict[str, Finding]:
    """The claims that break at this moment, or decide without a reason."""
    found = {}
    run = history.variants, history.config, history.own_data
    for claim in [claim for claim in lesson.claims if claim.covers(*run)]:
        try:
            verdict = claim.judge(history)
            what = "gives a verdict without a reason" if verdict and not verdict.why else ""
        except Exception as error:
            what = f"fails {moment} ({named(error)})"
        if what:
            fix = "return None while it cannot judge, and give a reason when it can"
            place = where(lesson, claim.name)
            found[claim.name] = Finding(place, f"the claim {claim.name} {what}", fix)
    return found


def answers_predictions_with_their_choices(lesson: Lesson) -> Iterator[Finding]:
    """An unfinished run answers nothing wrong: None, or one of the choices."""
    history = History()
    for event in short_run(lesson).events:
        history.take_event(event)
    for prediction in lesson.predictions:
        place = where(lesson, prediction.question)
        for when, recorded in (("an empty run", History()), ("three steps", history)):
            try:
                answer = prediction.answer(recorded)
            except Exception as error:
                what = f"its answer fails on {when} ({named(error)})"
                yield Finding(place, what, "return None while the answer is not known")
                continue
            if answer not in (None, *(prediction.choices if recorded is history else ())):
                yield Finding(place, f"on {when} the answer is {answer!r}", "None, or a choice")


def _with(preset: str | None) -> str:
    return f" with --preset {preset}" if preset else ""


def _by_network(race: Race) -> dict[tuple[str, int], list[Steps]]:
    batches = race.collect()
    return {
        (n.variant, n.seed): [b for b in batches if (b.variant, b.seed) == (n.variant, n.seed)]
        for n in race.networks
    }


CHECKS = (
    every_preset_trains, tells_the_same_story_with_the_same_seed, shows_what_the_page_declares,
    survives_the_wire, draws_from_torch_only, resumes_exactly, trains_together_as_alone,
    answers_what_it_is_asked, judges_claims_at_any_moment, answers_predictions_with_their_choices,
)  # fmt: skip
