"""What a hand-in is worth: its stream read, its claims judged again, its answers checked."""

from __future__ import annotations

import ast
import hashlib
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise

import msgspec

from lessons.kit import History, Lesson, Plan
from lessons.kit.claims.claim import FAILS, HOLDS
from lessons.kit.claims.conclusion import conclude
from lessons.kit.claims.history import results
from lessons.kit.errors import one_line, said
from lessons.kit.page.former_texts import text_of_today
from lessons.kit.page.one_of import OneOf
from lessons.kit.stream.events import DamagedLine, End, Event, Start, from_json
from lessons.kit.stream.judged import Judged
from tui_lab.classroom.archive import Archive, BadHandInError, is_deep
from tui_lab.classroom.assignment import Assignment
from tui_lab.classroom.chain import first_edit
from tui_lab.classroom.cover import Cover
from tui_lab.classroom.row import Mark
from tui_lab.session.standing import answer_of

MOST_STEPS = 2**31
SHORTEST_TEXT = 40
"""Characters from which equal texts of two students are worth a look."""


@dataclass(frozen=True)
class Stream:
    """The events of a hand-in, folded."""

    start: Start
    history: History
    end: End | None
    lines: list[bytes]


def stream_of(archive: Archive) -> Stream:
    """Read the events of a hand-in. Raises BadHandInError for what no run can have said."""
    lines = [line for line in archive.members.get("events.jsonl", b"").split(b"\n") if line]
    start: Start | None = None
    end: End | None = None
    history = History()
    for number, line in enumerate(lines, 1):
        event = _event(line, number)
        if event is None:
            continue
        if isinstance(event, Start):
            if start is not None:
                raise BadHandInError("its events begin twice")
            start = event
        elif start is None:
            raise BadHandInError("its events do not begin with a start")
        history.take_event(event)
        end = event if isinstance(event, End) else end
    if start is None:
        raise BadHandInError("it has no events of a run")
    _refuse_impossible(history)
    return Stream(start, history, end, lines)


def _event(line: bytes, number: int) -> Event | None:
    try:
        if is_deep(line):
            raise ValueError("it is nested too deeply")
        return from_json(line)
    except (DamagedLine, ValueError, RecursionError) as error:
        why = one_line(said(error))[:120]
        raise BadHandInError(f"line {number} of its events is damaged ({why})") from None


def _refuse_impossible(history: History) -> None:
    """Raise BadHandInError for networks that were not planned, and steps out of order."""
    for (variant, seed), track in history.tracks.items():
        if variant not in history.variants or seed not in history.seeds:
            raise BadHandInError("its events tell of networks that were not in the race")
        for name, column in track.columns.items():
            steps = column.steps
            in_order = all(one < other for one, other in pairwise(steps))
            if not in_order or (steps and not 1 <= steps[0] <= steps[-1] <= history.planned):
                raise BadHandInError(f"the steps of {one_line(name)[:40]} are out of order")


def edits_in(archive: Archive, cover: Cover, stream: Stream) -> str:
    """Where what was handed in was changed since it was recorded, in words; "" where nowhere."""
    digests = archive.text("chain.txt").split()
    if (line := first_edit(stream.lines, digests, cover.owner)) is not None:
        return f"line {line} of its events does not fit its digest"
    if stream.end is None:
        return ""
    told, found = stream.end.metrics, msgspec.to_builtins(results(stream.history))
    if told and told != found:
        return "the figures at its end are not those of its events"
    report = archive.document("report.json", dict[str, object]).get("results")
    if report and stream.end.metrics and report != msgspec.to_builtins(stream.end.metrics):
        return "its report is not that of its events"
    return ""


def claim_marks(lesson: Lesson, task: Assignment, history: History) -> dict[str, Mark]:
    """The claims that count, judged from what was recorded; what the report says is not read."""
    judged = {claim.name: claim for claim in conclude(lesson, history).claims}
    return {
        name: _mark(judged.get(text_of_today(lesson.id, name)), points)
        for name, points in task.claims.items()
    }


def _mark(claim: Judged | None, possible: float) -> Mark:
    if claim is None:
        return Mark(possible=possible, verdict="not judged", why="this run does not speak of it")
    points = {HOLDS: possible, FAILS: 0.0}.get(claim.verdict)
    return Mark(
        points=points, possible=possible, verdict=claim.verdict, measured=claim.measured,
        bar=claim.bar, side=claim.side, unit=claim.unit, why=one_line(claim.why)[:300],
    )  # fmt: skip


def predictions_right(lesson: Lesson, cover: Cover, history: History) -> tuple[int, int] | None:
    """Predictions that were right, and how many were made; the run says which."""
    truths = {p.question: answer_of(p, history) for p in lesson.predictions}
    made = {p.question: p.choice for p in cover.predictions if truths.get(p.question) is not None}
    return (sum(truths[q] == choice for q, choice in made.items()), len(made)) if made else None


def tour_right(lesson: Lesson, cover: Cover, history: History) -> tuple[int, int] | None:
    """The same of the questions of the tour, as far as this run or the lesson knows."""
    truths = {step.title: _truth(step.answer, history) for step in lesson.tour if step.answer}
    made = {each.title: each.choice for each in cover.tour if truths.get(each.title) is not None}
    return (sum(truths[t] == choice for t, choice in made.items()), len(made)) if made else None


def _truth(answer: OneOf, history: History) -> str | None:
    with suppress(Exception):  # a rule of a lesson from outside may fail
        return answer.truth(history)
    return None


def prints_of(stream: Stream, plan: Plan, archive: Archive) -> dict[str, str]:
    """Digests of what two students do not have in common unless one has it from the other."""
    curve = hashlib.sha256()
    for key in sorted(stream.history.tracks):
        columns = stream.history.tracks[key].columns
        for name in sorted(columns):
            curve.update(f"{key[0]}\n{name}\n".encode("utf-8", "replace"))
            curve.update(columns[name].values.tobytes())
    found = {"curve": curve.hexdigest(), "plan": _of([plan.config, plan.variants, plan.seeds])}
    if (text := _plain(archive.text("answers.md"))) and len(text) >= SHORTEST_TEXT:
        found["text"] = _of(text)
    for folder in ("code", "practice"):
        for name, source in archive.files(folder).items():
            found[f"{folder}/{name}"] = _of(_shape(source))
    return found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _shape(source: str) -> str:
    """Code without its comments, spaces and docstrings' layout."""
    try:
        return ast.unparse(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _plain(source)


def _of(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value, order="sorted")).hexdigest()
