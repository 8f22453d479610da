"""One hand-in, graded. Runs in a process of its own, under limits; what it returns is a row."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from lessons.kit import BadUsage, Lesson, Plan
from lessons.kit.errors import one_line
from lessons.kit.stream.events import Start
from tui_lab.classroom.archive import Archive, BadHandInError, content_of, unpacked
from tui_lab.classroom.assignment import deviations, fits_lab, is_of, plan_of
from tui_lab.classroom.cover import Cover, Tried, versions_here
from tui_lab.classroom.order import GradeOrder
from tui_lab.classroom.row import (
    CONFIRMED,
    DIFFERS,
    EDITED,
    GRADED,
    NOT_AGAIN,
    OTHER_RUN,
    OTHER_STUDENT,
    UNFINISHED,
    UNREADABLE,
    Row,
    not_known,
)
from tui_lab.grader.judging import (
    Stream,
    claim_marks,
    edits_in,
    predictions_right,
    prints_of,
    stream_of,
    tour_right,
)
from tui_lab.trust.permission import load

MOST_THREADS = 16


def grade(order: dict[str, Any]) -> dict[str, Any]:
    """The row of a hand-in, as JSON can hold it. Never raises for what stands in the file."""
    asked = msgspec.convert(order, GradeOrder)
    row = Row(student=asked.student, claims=not_known(asked.task.claims, "not judged"),
              exercises=not_known(asked.task.exercises, "not checked"))  # fmt: skip
    began = time.process_time()
    try:
        _fill(row, asked)
    except BadHandInError as error:
        row.status, row.why = UNREADABLE, error.message
    row.cpu = round(time.process_time() - began, 3)
    return dict(msgspec.to_builtins(row))


@dataclass(frozen=True)
class Read:
    """A hand-in that could be read."""

    asked: GradeOrder
    lesson: Lesson
    archive: Archive
    cover: Cover
    stream: Stream
    plan: Plan
    """What it is to be trained with again: checked, nothing of it is believed."""

    @property
    def start(self) -> Start:
        """How the run began."""
        return self.stream.start


def _fill(row: Row, asked: GradeOrder) -> None:
    archive = unpacked(content_of(Path(asked.path))[0])
    cover = archive.document("hand-in.json", Cover)
    row.made, row.run = one_line(cover.made)[:40], one_line(cover.run)[:60]
    row.text = bool(archive.members.get("answers.md"))
    row.code = sorted(archive.files("code"))
    if not _is_theirs(row, asked, cover):
        return
    lesson, stream = load(asked.task.lesson), stream_of(archive)
    try:
        plan = checked_plan(asked, lesson, archive, stream.start)
    except BadUsage as error:
        row.status, row.why = OTHER_RUN, one_line(error.message)[:300]
        return
    read = Read(asked, lesson, archive, cover, stream, plan)
    row.prints = prints_of(stream, plan, archive)
    row.notes += _notes(read)
    if strange := _strange(read):
        row.status, row.why = OTHER_RUN, "; ".join(strange)[:400]
        return
    over = all(stream.history.finished(variant) for variant in stream.history.variants)
    row.status, row.why = (GRADED, "") if over else (UNFINISHED, _how_far(stream))
    row.notes += [note for tried in cover.exercises if (note := _tried(tried))]
    row.predicted = predictions_right(lesson, cover, stream.history)
    row.toured = tour_right(lesson, cover, stream.history)
    _judge(row, read)


def _is_theirs(row: Row, asked: GradeOrder, cover: Cover) -> bool:
    """Whether it says that it is what its name says."""
    told = (cover.course, cover.assignment)
    if cover.student != asked.student:
        row.status, row.why = OTHER_STUDENT, f"inside, it is {one_line(cover.student)[:60]}'s"
    elif told != (asked.course, asked.task.name):
        row.status = OTHER_RUN
        row.why = f"it is for {one_line(': '.join(told))[:80]}"
    return not row.why


def checked_plan(asked: GradeOrder, lesson: Lesson, archive: Archive, start: Start) -> Plan:
    """What was asked for, with what was free as this student chose it. Raises BadUsage."""
    said = archive.document("plan.json", Plan)
    plan = plan_of(lesson, asked.task, asked.seed, start.config)
    edits = archive.files("code")
    return msgspec.structs.replace(
        plan, together=said.together, threads=min(max(said.threads, 1), MOST_THREADS), edits=edits
    )


def _strange(read: Read) -> list[str]:
    """In what the run is not what was asked for."""
    start, plan, task = read.start, read.plan, read.asked.task
    trained = msgspec.structs.replace(
        plan, config=start.config, variants=start.variants, seeds=start.seeds
    )
    found = deviations(plan, trained)
    is_other = not is_of(task, start.lesson, start.lesson_hash)
    found += [f"it is a run of {one_line(start.lesson)[:60]}"] * is_other
    found += ["it was trained on data of their own"] * (not start.own_data)
    found += ["it is a fork"] * (start.forked is not None)
    found += ["its steps are not those of its settings"] * (start.steps != plan.config["steps"])
    turned = read.stream.history.turned
    learned = [t for t in turned if read.lesson.params.learned_by({t.name: t.value})]
    found += ["settings were turned while it trained"] * bool(learned)
    strange = [name for name in plan.edits if name not in read.lesson.shows]
    found += [f"it brings {name}, which is no file of the lesson" for name in strange]
    found += ["the lesson's code was edited"] * (start.edited and not task.code)
    found += ["its code is missing"] * (start.edited and task.code and not plan.edits)
    return found


def _how_far(stream: Stream) -> str:
    done = max((track.done for track in stream.history.tracks.values()), default=0)
    return f"it trained {done} of {stream.history.planned} steps"


def _notes(read: Read) -> list[str]:
    """What else is to be known of it."""
    start, task, found = read.start, read.asked.task, list[str]()
    if start.lesson_hash not in ("", read.lesson.hash):
        found.append(f"made with another version of {read.lesson.id}")
    used = start.versions.get("dl-lab", "")
    if used and not fits_lab(task.lab, used):
        found.append(f"made with dl-lab {one_line(used)[:20]}, not {task.lab}")
    if read.plan.edits:
        found.append(f"edited: {', '.join(sorted(read.plan.edits))}")
    return found


def _tried(tried: Tried) -> str:
    """What a student says of an exercise, where that is worth knowing."""
    said = [f"{tried.tries} tries"] if tried.tries else []
    said += [f"{tried.hints} hints"] if tried.hints else []
    said += ["the solution was looked at"] if tried.saw_solution else []
    return f"{one_line(tried.exercise)[:40]}: {', '.join(said)}, as they say" if said else ""


def _judge(row: Row, read: Read) -> None:
    """Claims from what was recorded; where it was trained again, from that."""
    task, history = read.asked.task, read.stream.history
    row.claims = claim_marks(read.lesson, task, history)
    edited, is_whole = edits_in(read.archive, read.cover, read.stream), False
    if read.plan.edits and not read.asked.again:
        row.proof, row.proof_why = NOT_AGAIN, "it has code of its own: --run-code trains it"
    elif read.asked.seconds > 0 or read.asked.again:
        is_whole = _train_again(row, read)
    else:
        row.proof, row.proof_why = NOT_AGAIN, "not asked for"
    if edited:
        _say_edited(row, edited)
    if edited and not is_whole:
        row.claims = not_known(task.claims, "not judged", "it was edited")


def _say_edited(row: Row, why: str) -> None:
    """Other curves say more than an edit; the same curves do not undo one."""
    if row.proof == DIFFERS:
        row.notes.append(f"edited: {why}")
        return
    is_proven = row.proof == CONFIRMED
    row.proof, row.proof_why = EDITED, why
    row.notes += ["trained again, its curves are those that were handed in"] * is_proven


def _train_again(row: Row, read: Read) -> bool:
    """Train it again, and compare; whether it was trained to its end."""
    from tui_lab.grader.again import far_difference, first_difference
    from tui_lab.grader.outcome import again_of

    again = again_of(read.lesson, read.plan, read.asked)
    recorded = read.stream.history
    found = first_difference(recorded, again)
    is_near = False
    if found and not _is_same_machine(read):
        far = far_difference(recorded, again, read.start.watched)
        is_near, found = far is None, far
    if found:
        row.proof, row.proof_why = DIFFERS, one_line(str(found))[:200]
    elif not again.is_whole:
        steps = f"{again.done} of {recorded.planned} steps"
        row.proof = NOT_AGAIN
        row.proof_why = f"the first {steps} agree; the rest would take too long"
    else:
        row.proof = CONFIRMED
        row.proof_why = "within the tolerance of another machine" if is_near else "to the last bit"
    _take_over(row, read, again.history if again.is_whole else None)
    return again.is_whole


def _take_over(row: Row, read: Read, history: Any) -> None:
    """Let what was trained here decide the claims, where it was trained to its end."""
    if history is None:
        if row.proof == DIFFERS:
            row.claims = not_known(read.asked.task.claims, "not judged", "its curves differ")
        return
    before = {name: mark.verdict for name, mark in row.claims.items()}
    row.claims = claim_marks(read.lesson, read.asked.task, history)
    for name, mark in row.claims.items():
        if mark.verdict != before[name]:
            row.notes.append(f"{name}: {before[name]} as handed in, {mark.verdict} trained again")


def _is_same_machine(read: Read) -> bool:
    """Whether it says that torch, processor and threads are ours: then every bit is equal."""
    here = versions_here()
    said: Mapping[str, str] = {**read.cover.versions, **read.start.versions}
    same = all(said.get(name) == here.get(name) for name in ("torch", "processor"))
    return same and read.start.device == "cpu" and read.start.threads == read.plan.threads
