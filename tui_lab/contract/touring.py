"""What a lesson's tour keeps: short, possible, and to be read without scrolling."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from lessons.kit import History, Lesson, OneOf, Plan, Recorded, TourStep, Trouble, judge
from lessons.kit.errors import named
from lessons.kit.stream.events import NetworkEnd, Start
from tui_lab.contract.findings import PAGE, Finding, where
from tui_lab.session.draft import Draft
from tui_lab.session.progress import Progress
from tui_lab.session.session import Session
from tui_lab.session.tour import TourProgress
from tui_lab.widgets.side.tour import written

TOUR = "tour.py"
"""Where a tour is, in lessons that have divided their page."""
FEWEST, MOST = 4, 6
FEWEST_CHOICES, MOST_CHOICES = 2, 6
PANES = ((36, 35), (76, 20))
"""Columns and rows of the pane, in a terminal of 120×40 and in one of 80×24."""


def tour_is_short(lesson: Lesson) -> Iterator[Finding]:
    """Four to six steps, no two of one title, since progress is kept by title."""
    titles = [step.title for step in lesson.tour]
    if not FEWEST <= len(titles) <= MOST:
        yield Finding(PAGE, f"its tour has {len(titles)} steps", f"from {FEWEST} to {MOST}")
    for title in sorted({title for title in titles if titles.count(title) > 1}):
        what = f"two steps of the tour are called {title!r}"
        yield Finding(
            _where(lesson, title), what, "progress is stored by title: give them different titles"
        )


def tour_starts_nothing_unasked(lesson: Lesson) -> Iterator[Finding]:
    """A learner who only opens a tour has not started a run; what begins paused, nobody else."""
    for number, step in enumerate(lesson.tour):
        if number == 0 and step.starts:
            fix = "leave starts out: opening the tour must not start a run"
            yield Finding(_where(lesson, step.title), "the first step starts a run", fix)
        if step.starts and step.paused:
            what = f"{step.title!r} both starts and is paused"
            yield Finding(_where(lesson, step.title), what, "choose one of them")


def tour_plans_runs_that_there_are(lesson: Lesson) -> Iterator[Finding]:
    """A step's preset, settings and networks are the lesson's, and one undo takes all back."""
    for step in lesson.tour:
        draft = Draft(lesson, lesson.plan(seed=7, device="cpu"))
        before = draft.plan
        try:
            draft.apply_step(step)
        except Trouble as trouble:
            what = f"{step.title!r} plans no run: {trouble.message}"
            yield Finding(_where(lesson, step.title), what, trouble.fix)
            continue
        if not (_is_planned(step, draft.plan) and _is_undone(draft, before)):
            what = f"the run of {step.title!r} does not match the step, or cannot be undone"
            yield Finding(
                _where(lesson, step.title), what, "give preset, set or variants explicitly"
            )


def _is_planned(step: TourStep, plan: Plan) -> bool:
    return (
        plan.seeds[:1] == [7]
        and step.preset in (None, plan.preset)
        and step.set.items() <= plan.config.items()
        and set(step.variants) <= set(plan.variants)
    )


def _is_undone(draft: Draft, before: Plan) -> bool:
    changed = before != draft.plan
    return changed == draft.undo() and not draft.undo() and before == draft.plan


def tour_looks_at_panels_of_its_run(lesson: Lesson) -> Iterator[Finding]:
    """The panel is there, and speaks of the run that is planned by then."""
    for n, step in enumerate(lesson.tour):
        plan = planned_before(lesson, n).plan
        run = plan.variants, plan.config, plan.own_data
        titles = [panel.title for panel in lesson.panels if panel.covers(*run)]
        if step.panel and step.panel not in titles:
            what = f"{step.title!r} looks at {step.panel!r}, which its run does not have"
            yield Finding(_where(lesson, step.title), what, f"there are {', '.join(titles)}")


def tour_can_be_done(lesson: Lesson) -> Iterator[Finding]:
    """Not by a run that has only begun, but by one of this plan in which all was decided."""
    live = frozenset(name for name, knob in lesson.params.knobs().items() if knob.live)
    for n, step in enumerate(lesson.tour):
        if step.done is None:
            continue
        history = History()
        history.take_event(_started(planned_before(lesson, n).plan))
        pending = judge(lesson.claims, history, over=False)
        held = [msgspec.structs.replace(claim, verdict="holds") for claim in pending]
        if step.done(Recorded(history, pending)):
            what = f"{step.title!r} is done before anything happens"
            yield Finding(_where(lesson, step.title), what, "let done depend on the run")
        for variant in history.variants:
            history.take_event(NetworkEnd(variant=variant, seed=0, step=9, how="finished"))
        if not step.done(Recorded(history, held, live, asked=1)):
            what = f"no run of the step can make {step.title!r} done"
            yield Finding(_where(lesson, step.title), what, "name a claim or a knob that it has")


def tour_can_be_answered(lesson: Lesson) -> Iterator[Finding]:
    """Each question has choices to answer it with, a right one among them, and a hint."""
    for n, step in enumerate(lesson.tour):
        place = _where(lesson, step.title)
        if step.answer is None:
            what = f"the question of {step.title!r} cannot be answered"
            yield Finding(place, what, "add answer=OneOf({choice: why, …}, right=1, hint=…)")
        elif fault := _unanswerable(step.answer) or _unruly(step.answer, planned_before(lesson, n)):
            yield Finding(place, f"the answer of {step.title!r} {fault[0]}", fault[1])


def _unanswerable(answer: OneOf) -> tuple[str, str] | None:
    """What is wrong with the choices, and how to fix it."""
    choices, is_number = list(answer.choices), isinstance(answer.right, int)
    if not FEWEST_CHOICES <= len(choices) <= MOST_CHOICES:
        return f"has {len(choices)} choices", f"from {FEWEST_CHOICES} to {MOST_CHOICES}"
    if len({choice.casefold().strip(" .") for choice in choices}) < len(choices):
        return "has two equal choices", "let each say something else"
    if is_number and answer.truth(History()) is None:
        return f"is number {answer.right}", f"right is from 1 to {len(choices)}, or a rule"
    if not all(text.endswith((".", "?")) for text in (*answer.choices.values(), answer.hint)):
        return "has a reason or a hint that is no sentence", "end each with a full stop"
    return None


def _unruly(answer: OneOf, draft: Draft) -> tuple[str, str] | None:
    """Whether a rule fails, or answers before anything was trained."""
    started = History()
    started.take_event(_started(draft.plan))
    for history in (History(), started):
        try:
            found = answer.truth(history) if answer.needs_run else None
        except Exception as error:
            fix = "return None while the run cannot tell"
            return f"fails on a run without steps ({named(error)})", fix
        if found is not None:
            return "is known before anything was trained", "let it depend on the run"
    return None


def tour_fits_its_pane(lesson: Lesson) -> Iterator[Finding]:
    """Title in a line, and all of it to be read without scrolling, also in a small terminal."""
    progress = TourProgress(Session(lesson, lesson.plan()), Progress())
    for n, step in enumerate(lesson.tour):
        progress.place = n
        if trouble := _unreadable(step, progress):
            yield Finding(_where(lesson, step.title), f"{step.title!r} {trouble[0]}", trouble[1])


def _unreadable(step: TourStep, progress: TourProgress) -> tuple[str, str] | None:
    if len(step.title) > PANES[0][0]:
        return "is too long a title", f"at most {PANES[0][0]} characters"
    if not (step.says.endswith(".") and step.asks.endswith(("?", "."))):
        return (
            "says or asks something that is not a whole sentence",
            "end says with a full stop, and asks with a question mark",
        )
    for columns, rows in PANES:
        if (lines := len(written(progress, is_alone=True).wrap(columns))) > rows:
            return f"takes {lines} rows of {columns} columns", f"at most {rows}: say less"
    return None


def _where(lesson: Lesson, title: str) -> str:
    """Where a step is written; a panel may have the same title."""
    return where(lesson, title, first=TOUR)


def planned_before(lesson: Lesson, n: int) -> Draft:
    """The plan as the steps up to this one leave it."""
    draft = Draft(lesson, lesson.plan())
    for step in lesson.tour[: n + 1]:
        draft.apply_step(step)
    return draft


def _started(plan: Plan) -> Start:
    """The first event of this plan's run."""
    return Start(
        run="r", lesson=plan.lesson, config=plan.config, variants=plan.variants, seeds=plan.seeds,
        steps=plan.steps, device="cpu",
    )  # fmt: skip


CHECKS = (
    tour_is_short, tour_starts_nothing_unasked, tour_plans_runs_that_there_are,
    tour_looks_at_panels_of_its_run, tour_can_be_done, tour_can_be_answered, tour_fits_its_pane,
)  # fmt: skip
