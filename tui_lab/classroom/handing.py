"""From a run to a hand-in: checked here as a teacher's lab will, so that nobody is surprised."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from lessons.kit import BadEnvironment, BadUsage, Lesson, Plan
from lessons.kit.claims.conclusion import conclude
from lessons.kit.data.sources.files import shown
from lessons.kit.errors import one_line, reason
from lessons.kit.page.former_texts import text_of_today
from lessons.kit.stream.events import Control, End, Start
from tui_lab.classroom.archive import LARGEST, SUFFIX, packed
from tui_lab.classroom.assignment import Assignment, Sheet, deviations, fits_lab, is_of, plan_of
from tui_lab.classroom.chain import digests
from tui_lab.classroom.cover import Cover, Predicted, Toured, Tried, versions_here
from tui_lab.practice.files import LearnerFile
from tui_lab.practice.found import of_page
from tui_lab.practice.progress import PracticeProgress
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.report import document, of_events, to_line
from tui_lab.runs.reproduce import line_of
from tui_lab.runs.stream import recorded
from tui_lab.session.progress import Progress
from tui_lab.session.standing import Setup, matching
from tui_lab.system.files import text_of


@dataclass(frozen=True)
class HandIn:
    """What is about to be handed in."""

    sheet: Sheet
    members: dict[str, bytes]
    notes: list[str]
    """What the teacher will see, too: one sentence each."""

    @property
    def name(self) -> str:
        """A name that nobody else's file has, nor an earlier one of this student's."""
        stem = f"{self.sheet.assignment.name}--{self.sheet.student}--{secrets.token_hex(4)}"
        return stem + SUFFIX


def line_for(lesson: Lesson, sheet: Sheet) -> str:
    """The command that trains what a sheet asks for. Raises BadUsage."""
    return line_of(lesson, plan_of(lesson, sheet.assignment, sheet.seed))


def hand_in_of(
    sheet: Sheet, run: RunFolder, lesson: Lesson, progress: Progress,
    answers: Path | None = None, solutions: dict[str, str] | None = None,
) -> HandIn:  # fmt: skip
    """A run as it can be handed in for this sheet. Raises Trouble if it is not what is asked."""
    task = sheet.assignment
    _refuse_other_lab(task, versions_here().get("dl-lab", "0"))
    if run.alive():
        raise BadUsage(f"run {run.id} is still training", f"dl-lab attach {run.id} waits for it")
    plan = lesson.renewed(run.plan)
    _refuse_others(sheet, lesson, plan, run)
    start, history, end = of_events(recorded(run))
    if start is None:
        raise BadUsage(f"run {run.id} has recorded nothing", "train it first")
    if not is_of(task, plan.lesson, start.lesson_hash):
        what = f"run {run.id} is of a {Path(plan.lesson).name} that is not the teacher's"
        raise BadUsage(what, "ask for the folder again, and train it again")
    _refuse_turned(start, history.turned, lesson, run)
    end = end or conclude(lesson, history, "stopped")
    lines = _lines(run)
    cover = _cover(sheet, run, lesson, plan, progress)
    members = {
        "hand-in.json": msgspec.json.format(msgspec.json.encode(cover)),
        "plan.json": msgspec.json.format(msgspec.json.encode(_without_places(plan))),
        "events.jsonl": b"".join(line + b"\n" for line in lines),
        "chain.txt": "\n".join(digests(lines, cover.owner)).encode(),
        "report.json": to_line(document(start, end)),
    }
    members |= {f"code/{name}": text.encode() for name, text in plan.edits.items()}
    members |= {f"practice/{n}.py": text.encode() for n, text in (solutions or {}).items()}
    if answers:
        members["answers.md"] = text_of(answers, LARGEST["answers.md"]).encode()
    return HandIn(sheet, members, list(_notes(task, lesson, end)))


def exercises_of(task: Assignment, lesson: Lesson) -> dict[str, str]:
    """The learner's files of the exercises that count, by the names of the files. Raises Trouble.

    One that was never begun is missing.
    """
    if not task.exercises:
        return {}
    found = of_page(lesson)
    files = (LearnerFile(found, found.find(name)) for name in task.exercises)
    return {each.path.stem: text_of(each.path) for each in files if each.path.is_file()}


def _tried(task: Assignment, lesson: Lesson) -> list[Tried]:
    """What is known here of the exercises: for the teacher to see, not to believe."""
    progress = PracticeProgress() if task.exercises else None
    known = {name: progress.of(lesson.id, name) for name in task.exercises} if progress else {}
    return [
        Tried(name, bool(done.passed), done.tries, done.hints, bool(done.solution))
        for name, done in known.items()
    ]


def _refuse_other_lab(task: Assignment, here: str) -> None:
    if not fits_lab(task.lab, here):
        fix = "install one of them, and train the run again"
        raise BadUsage(f"{task.name} is for dl-lab {task.lab}, and this is {here}", fix)


def _refuse_others(sheet: Sheet, lesson: Lesson, plan: Plan, run: RunFolder) -> None:
    task = sheet.assignment
    if plan.lesson != lesson.address:
        raise BadUsage(f"run {run.id} is of {plan.lesson}, and {task.name} asks for {task.lesson}",
                       "name another run")  # fmt: skip
    found = deviations(plan_of(lesson, task, sheet.seed, plan.config), plan)
    if plan.data is not None:
        found.append("data of your own")
    if plan.edits and not task.code:
        found.append(f"your own {', '.join(sorted(plan.edits))}")
    if run.file.past:
        found.append("it is a fork")
    if found:
        what = f"run {run.id} is not what {task.name} asks for: {one_line('; '.join(found))}"
        raise BadUsage(what, f"train it with: {line_for(lesson, sheet)}")


def _refuse_turned(start: Start, turned: Sequence[Control], lesson: Lesson, run: RunFolder) -> None:
    learned = [
        each.name for each in turned
        if lesson.params.learned_by({each.name: each.value})
    ]  # fmt: skip
    if learned or start.forked:
        what = f"{one_line(learned[0])} was turned in run {run.id} while it trained" if learned \
            else f"run {run.id} is a fork"  # fmt: skip
        raise BadUsage(what, "such a run cannot be trained again: set it from the start (--set)")


def _lines(run: RunFolder) -> list[bytes]:
    try:
        content = run.events.read_bytes()
    except OSError as error:
        what = f"the events of run {run.id} cannot be read ({reason(error)})"
        raise BadEnvironment(what, "train it again") from None
    if len(content) > LARGEST["events.jsonl"]:
        raise BadUsage(f"run {run.id} has more events than a hand-in may have", "train fewer steps")
    return [line for line in content.split(b"\n") if line]


def _without_places(plan: Plan) -> Plan:
    """Where the student's files lie is nobody's business; their code travels beside the plan."""
    return msgspec.structs.replace(plan, origin=None, data=None, edits={})


def _cover(sheet: Sheet, run: RunFolder, lesson: Lesson, plan: Plan, progress: Progress) -> Cover:
    known, setup = progress.of(lesson.id), Setup.planned(plan)
    found = (
        (p.question, matching(p, known.predicted.get(p.question, ()), setup, lesson))
        for p in lesson.predictions
    )
    start = next((event for event in recorded(run) if isinstance(event, Start)), None)
    versions = {**versions_here(), **(start.versions if start else {})}
    task = sheet.assignment
    return Cover(
        course=sheet.course, assignment=task.name, student=sheet.student, seed=sheet.seed,
        lesson=lesson.address, lesson_hash=start.lesson_hash if start else "", run=run.id,
        made=datetime.now(UTC).isoformat(timespec="seconds"), versions=versions,
        predictions=[Predicted(question, each.choice) for question, each in found if each],
        exercises=_tried(task, lesson),
        tour=[Toured(title, each.choice, each.tries) for title, each in known.answered.items()],
    )  # fmt: skip


def _notes(task: Assignment, lesson: Lesson, end: End) -> list[str]:
    """What is worth a second look before it is handed in."""
    found = []
    if end.status != "finished":
        found.append(f"the run is {end.status}, not finished")
    verdicts = {text_of_today(lesson.id, claim.name): claim.verdict for claim in end.claims}
    for name in task.claims:
        verdict = verdicts.get(text_of_today(lesson.id, name), "not judged")
        if verdict != "holds":
            found.append(f"{name}: {verdict}")
    if task.lesson_hash not in ("", lesson.hash):
        found.append(f"your {lesson.id} is another version than the teacher's")
    if task.due and datetime.now(UTC) > task.due:
        found.append("it is late")
    return found


def put(hand_in: HandIn, where: Path | None) -> Path:
    """Write it whole, into a folder that may only be written to. Raises Trouble."""
    folder = (where or Path(hand_in.sheet.assignment.inbox or ".")).expanduser()
    content = packed(hand_in.members)
    path = folder / hand_in.name
    draft = folder / f".{path.name}.part"
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _let_the_owner_read(draft, folder)
            draft.rename(path)
        except OSError:
            with suppress(OSError):
                draft.unlink()
            raise
    except OSError as error:
        what = f"nothing can be written into {shown(folder)} ({reason(error)})"
        raise BadEnvironment(what, "name another folder with -o") from None
    return path


def _let_the_owner_read(draft: Path, folder: Path) -> None:
    """In a folder for hand-ins the teacher must be able to read it; others cannot list it."""
    with suppress(OSError):
        mode = stat.S_IMODE(folder.stat().st_mode)
        if mode & 0o022:
            draft.chmod(0o644)
