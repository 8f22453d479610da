"""The contract that every lesson's tour keeps."""

import msgspec
import pytest

import lessons
from lessons.kit import History, Lesson, Plan, Recorded, judge
from lessons.kit.events import NetworkEnd, Start
from tests.toys.lesson90_line import lesson as toy
from tui_lab.draft import Draft
from tui_lab.progress import Progress
from tui_lab.session import Session
from tui_lab.walk import Walk
from tui_lab.widgets.tour import written

EVERY = [*map(lessons.load, lessons.names()), toy]
STEPS = [
    pytest.param(lesson, n, id=f"{lesson.id}-{n + 1}")
    for lesson in EVERY
    for n in range(len(lesson.tour))
]
PANES = ((36, 35), (76, 20))
"""Columns and rows of the pane, in a terminal of 120×40 and in one of 80×24."""


def planned_before(lesson: Lesson, n: int) -> Draft:
    """The plan as the steps up to this one leave it."""
    draft = Draft(lesson, lesson.plan())
    for step in lesson.tour[: n + 1]:
        draft.apply_step(step)
    return draft


def started(plan: Plan) -> Start:
    """The first event of this plan's run."""
    return Start(
        run="r", lesson=plan.lesson, config=plan.config, variants=plan.variants, seeds=plan.seeds,
        steps=plan.steps, device="cpu",
    )  # fmt: skip


@pytest.mark.parametrize("lesson", EVERY, ids=lambda lesson: lesson.id)
def test_a_tour_is_short(lesson: Lesson) -> None:
    """Four to six steps, no two of one title, since progress is kept by title."""
    titles = [step.title for step in lesson.tour]

    assert 4 <= len(titles) <= 6
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("lesson", EVERY, ids=lambda lesson: lesson.id)
def test_the_first_step_starts_nothing(lesson: Lesson) -> None:
    """Whoever only looks what a tour is has not started a run; what begins paused, nobody else."""
    assert not lesson.tour[0].starts
    assert not [step.title for step in lesson.tour if step.starts and step.paused]


@pytest.mark.parametrize(("lesson", "n"), STEPS)
def test_a_step_plans_a_run_that_there_is(lesson: Lesson, n: int) -> None:
    """Its preset, settings and networks are the lesson's, and one undo takes all of it back."""
    step = lesson.tour[n]
    draft = Draft(lesson, lesson.plan(seed=7, device="cpu"))
    before = draft.plan
    draft.apply_step(step)

    assert [7] == draft.plan.seeds[:1]
    assert step.preset in (None, draft.plan.preset)
    assert step.set.items() <= draft.plan.config.items()
    assert set(step.variants) <= set(draft.plan.variants)
    changed = before != draft.plan
    assert changed == draft.undo()
    assert not draft.undo()
    assert before == draft.plan


@pytest.mark.parametrize(("lesson", "n"), STEPS)
def test_a_step_looks_at_a_panel_of_its_run(lesson: Lesson, n: int) -> None:
    """The panel is there, and speaks of the run that is planned by then."""
    plan, step = planned_before(lesson, n).plan, lesson.tour[n]
    run = plan.variants, plan.config, plan.own_data
    titles = [panel.title for panel in lesson.panels if panel.covers(*run)]

    assert not step.panel or step.panel in titles


@pytest.mark.parametrize(("lesson", "n"), STEPS)
def test_a_step_can_be_done(lesson: Lesson, n: int) -> None:
    """Not by a run that has only begun, but by one of this plan in which all was decided."""
    step, history = lesson.tour[n], History()
    if step.done is None:
        return
    history.take(started(planned_before(lesson, n).plan))
    pending = judge(lesson.claims, history, over=False)
    live = frozenset(name for name, knob in lesson.params.knobs().items() if knob.live)
    held = [msgspec.structs.replace(claim, verdict="holds") for claim in pending]

    assert not step.done(Recorded(history, pending))
    history.take(NetworkEnd(variant=history.variants[0], seed=0, step=9, how="finished"))
    assert step.done(Recorded(history, held, live, asked=1))


@pytest.mark.parametrize(("lesson", "n"), STEPS)
def test_a_step_fits_its_pane(lesson: Lesson, n: int) -> None:
    """Title in a line, and all of it to be read without scrolling, also in a small terminal."""
    walk = Walk(Session(lesson, lesson.plan()), Progress())
    walk.place = n
    step = lesson.tour[n]

    assert len(step.title) <= PANES[0][0]
    assert step.says.endswith(".")
    assert step.asks.endswith(("?", "."))
    for columns, rows in PANES:
        assert len(written(walk, is_alone=True).wrap(columns)) <= rows
