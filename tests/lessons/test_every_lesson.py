"""The contract that every lesson keeps, whatever it teaches."""

import random
import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

import lessons
from lessons.kit import Bars, Event, History, Lesson, Series, from_json, judge, to_json
from lessons.kit.engine import Race
from lessons.kit.events import Askable, Picture, Start, Steps

NAMES = lessons.names()


def events(lesson: Lesson, **overrides: Any) -> list[Event]:
    """A very short run of everything the lesson races."""
    return list(lesson.run(*lesson.race, **{"steps": 3, **overrides}))


@pytest.mark.parametrize("name", NAMES)
class TestEveryLesson:
    def test_answers_to_four_names(self, name: str) -> None:
        """lesson3, 3, its topic and its folder are the same lesson."""
        lesson = lessons.load(name)

        for other in (str(lesson.number), lesson.topic, lesson.folder):
            assert lesson is lessons.load(other)

    def test_same_seed_tells_the_same_story(self, name: str) -> None:
        """Two runs with one seed agree event for event; another seed does not."""
        lesson = lessons.load(name)
        first = events(lesson, seed=7)

        assert first == events(lesson, seed=7)
        assert first[1:] != events(lesson, seed=8)[1:]

    def test_shows_exactly_what_the_page_declares(self, name: str) -> None:
        """No panel of a run stays empty, and nothing is shown that has no panel."""
        lesson = lessons.load(name)
        for preset in [None, *(preset.name for preset in lesson.presets)]:
            start, *found = lesson.run(preset=preset, steps=3)
            assert isinstance(start, Start)
            run = start.variants, start.config, start.own_data
            panels = [panel for panel in lesson.panels if panel.covers(*run)]
            shown = {event.panel for event in found if isinstance(event, Picture)}
            said = {
                metric for event in found if isinstance(event, Steps) for metric in event.values
            }

            assert {panel.key for panel in panels if panel.key} == shown, preset
            assert {metric for panel in panels for metric in _metrics(panel)} <= said, preset

    def test_survives_the_wire(self, name: str) -> None:
        """Every event is the same after a trip through JSON, and no picture is huge."""
        found = events(lessons.load(name))

        assert found == [from_json(to_json(event)) for event in found]
        assert all(len(to_json(event)) < 65_536 for event in found)

    def test_page_opens_without_torch(self, name: str) -> None:
        """Reading a page must not pay for torch."""
        code = (
            f"import lessons, sys; lessons.load({name!r}).story; sys.exit('torch' in sys.modules)"
        )

        assert 0 == subprocess.run([sys.executable, "-c", code], check=False).returncode

    def test_has_a_story_and_a_loop_to_read(self, name: str) -> None:
        """The README opens with a title; train.py is short and has its loop."""
        lesson = lessons.load(name)

        assert lesson.story.startswith("# ")
        assert "for step in run.steps(" in lesson.source
        assert len(lesson.source.splitlines()) < 200

    def test_every_preset_trains(self, name: str) -> None:
        """A preset is settings that exist, with networks that start."""
        lesson = lessons.load(name)
        for preset in lesson.presets:
            found = list(lesson.run(preset=preset.name, steps=2))

            assert isinstance(found[0], Start)
            assert preset.says
            assert not [e for e in found if getattr(e, "how", "") == "failed"]

    def test_claims_can_be_judged_at_any_moment(self, name: str) -> None:
        """Before the first step, after every event, and at the end: no claim ever breaks."""
        lesson = lessons.load(name)
        for preset in [None, *(preset.name for preset in lesson.presets)]:
            history = History()
            judge(lesson.claims, history, over=False)
            for event in lesson.run(preset=preset, steps=2):
                history.take(event)
                judge(lesson.claims, history, over=False)
            verdicts = judge(lesson.claims, history, over=True)

            assert all(claim.why and claim.verdict != "pending" for claim in verdicts)

    def test_every_claim_is_asked_somewhere(self, name: str) -> None:
        """Each claim speaks of the default run or of a preset; none is dead."""
        lesson = lessons.load(name)
        plans = [lesson.plan(preset=p) for p in [None, *(q.name for q in lesson.presets)]]
        asked = {
            c.name
            for c in lesson.claims
            for p in plans
            if c.covers(p.variants, p.config, own_data=True)
        }

        assert {claim.name for claim in lesson.claims} == asked

    def test_predictions_have_an_answer_among_their_choices(self, name: str) -> None:
        """An unfinished run answers nothing wrong: None, or one of the choices."""
        lesson = lessons.load(name)
        history = History()
        for event in events(lesson):
            history.take(event)
        for prediction in lesson.predictions:
            assert prediction.answer(history) in (None, *prediction.choices)
            assert prediction.answer(History()) is None

    def test_draws_from_torch_only(self, name: str) -> None:
        """Other generators are not part of a checkpoint: a lesson must leave them alone."""
        before = random.getstate(), str(np.random.get_state())
        events(lessons.load(name))

        assert before == (random.getstate(), str(np.random.get_state()))

    def test_resume_is_exact(self, name: str) -> None:
        """Every variant taken up from the middle ends where it would have ended."""
        lesson = lessons.load(name)
        plan = lesson.plan(tuple(lesson.variants), settings={"steps": 8}, seeds=2)
        whole, first = Race(lesson, plan), Race(lesson, plan)
        for _ in range(3):
            first.tick()
            whole.tick()
        second = Race(lesson, plan, first.save())
        first.collect()
        whole.collect()
        while not whole.over:
            whole.tick()
            second.tick()

        assert _by_network(whole) == _by_network(second)

    def test_can_be_asked_what_it_says_it_can(self, name: str) -> None:
        """Questions of every kind get words back, not an exception."""
        lesson = lessons.load(name)
        race = Race(lesson, lesson.plan(lesson.race, settings={"steps": 3}))
        asked = [event for event in race.tick() if isinstance(event, Askable)]
        for event in asked:
            for question in ("the", "", "日本 \x1b[2J", "x" * 5000):
                assert race.network(event.variant, event.seed).answer(question).answer is not None

    def test_settings_explain_themselves(self, name: str) -> None:
        """Every knob has a line of help; there is one called steps."""
        knobs = lessons.load(name).params.knobs()

        assert "steps" in knobs
        assert [] == [knob for knob, what in knobs.items() if not what.help]

    def test_the_story_and_the_page_agree(self, name: str) -> None:
        """Settings and presets that the story names in code are there."""
        lesson = lessons.load(name)
        named = set(re.findall(r"--set (\w+)=", lesson.story))
        presets = set(re.findall(r"--preset (\S+?)[`\s]", lesson.story))

        assert named <= lesson.params.knobs().keys()
        assert presets <= {preset.name for preset in lesson.presets}


def _metrics(panel: object) -> tuple[str, ...]:
    if isinstance(panel, Series):
        return panel.of
    return (panel.of,) if isinstance(panel, Bars) else ()


def _by_network(race: Race) -> dict[tuple[str, int], list[Event]]:
    batches = race.collect()
    return {
        (n.variant, n.seed): [
            b
            for b in batches
            if isinstance(b, Steps) and (b.variant, b.seed) == (n.variant, n.seed)
        ]
        for n in race.networks
    }
