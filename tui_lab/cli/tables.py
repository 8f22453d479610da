"""What `list` and `ps` print: rows for programs, tables for people."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import lessons
from lessons.kit import BadUsage, Lesson, Trouble
from lessons.kit.errors import said, unknown
from tui_lab.cli.printing import Paper, Rows
from tui_lab.cli.sweeps.listed import sweep_named, sweep_rows
from tui_lab.client.final_state import condition, in_words
from tui_lab.client.wait import say
from tui_lab.runs import compare
from tui_lab.runs.compare import Compared
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import all_runs
from tui_lab.session import catalogue, ladder
from tui_lab.session.progress import Progress
from tui_lab.session.progress import in_words as progress_in_words
from tui_lab.sweeps.among import sweeps_of_runs
from tui_lab.system.words import number
from tui_lab.trust.outside_lessons import OutsideLesson, outside_lessons
from tui_lab.trust.permission import load


def lessons_listed() -> list[dict[str, Any]]:
    """Every lesson: what it is called, what can be chosen, how far the learner is."""
    progress = open_progress()
    ours = [_lesson_row(load(name), progress) for name in lessons.names()]
    return ours + [_outside_row(lesson, progress) for lesson in outside_lessons()]


def open_progress() -> Progress:
    """What the learner has done; where it cannot be read, that is said."""
    progress = Progress()
    if progress.trouble:
        say(progress.trouble)
    return progress


def _outside_row(lesson: OutsideLesson, progress: Progress) -> dict[str, Any]:
    """A lesson from outside. What only its page knows is empty where it was not read."""
    known: dict[str, Any] = {"title": lesson.title, "says": lesson.says, "variants": []}
    known["progress"] = lesson.state
    if lesson.entry:
        known["chapter"] = lesson.entry.chapter or None
        known["after"] = list(lesson.entry.after)
    row = _lesson_row(lesson.page, progress) if lesson.page else known
    return {**row, "lesson": lesson.address, "from": lesson.source, "error": lesson.error or None}


def _lesson_row(lesson: Lesson, progress: Progress) -> dict[str, Any]:
    known = progress.of(lesson.id)
    return {
        "lesson": lesson.id,
        "topic": lesson.topic,
        "title": lesson.title,
        "says": lesson.says,
        "chapter": lesson.chapter or None,
        "after": [_id_of(name) for name in lesson.after],
        "variants": list(lesson.variants),
        "presets": [preset.name for preset in lesson.presets],
        "settings": list(lesson.params.knobs()),
        "claims": [claim.name for claim in lesson.claims],
        "opened": known.opened or None,
        "predicted": [question for question, said in known.predicted.items() if said],
        "held": known.held,
        "tour": [step.title for step in lesson.tour],
        "toured": known.toured,
        "progress": progress_in_words(known, lesson),
    }


def _id_of(name: str) -> str:
    """The name that programs know a prerequisite by: lesson2 for gradients."""
    entry = lessons.entry(name)
    return entry.id if entry else name


def print_lessons() -> None:
    """The lessons as a table, by chapter. Of ours no page is read: it would take a second."""
    progress, found = open_progress(), outside_lessons()
    table, paper = Rows("lesson", "title", "chapter", "after", "progress"), Paper()
    everyone = [*catalogue.ours(), *catalogue.from_outside(found)]
    for one in everyone:
        before = [there.mark if there and not there.outside else there.id if there else name
                  for name, there in catalogue.before(one, everyone)]  # fmt: skip
        known, state = progress.of(one.id), one.outside.state if one.outside else "ready"
        so_far = progress_in_words(known) if state == "ready" else state
        table.row(one.id, one.title, one.chapter, ", ".join(before), so_far)
    paper.put(table)
    for lesson in found:
        said = (lesson.error or f"from {lesson.source}").removeprefix(f"{lesson.address}: ")
        paper.say(f"{lesson.address}: {said}")


def runs_listed() -> list[dict[str, Any]]:
    """Every run, the newest first, with its true state, and its sweep if it is a trial."""
    trials = sweeps_of_runs()
    return [{**_run_row(run), "sweep": trials.get(run.id)} for run in all_runs()]


def listed(name: str | None = None) -> list[dict[str, Any]]:
    """Every sweep, then every run; or one sweep and its runs. Raises BadUsage without such one."""
    rows = [*sweep_rows(), *runs_listed()]
    if name is None:
        return rows
    sweep = sweep_named(name)
    if sweep is None:
        known = [row["sweep"] for row in rows if row["run"] is None]
        raise unknown("sweep", name, known) if known else BadUsage("there are no sweeps yet")
    return [row for row in rows if row["sweep"] == sweep.id]


def _run_row(run: RunFolder) -> dict[str, Any]:
    now = condition(run)
    row: dict[str, Any] = {"run": run.id, "pid": now.pid, "state": now.state, "step": now.step}
    row["silent"], row["host"] = round(now.silent, 1), now.host or None
    row["pace"] = now.pace or None
    try:
        file = run.file
        steps = file.plan.steps
    except (Trouble, KeyError) as trouble:
        return {**row, "lesson": None, "error": said(trouble)}
    plan = file.plan
    return {
        **row, "lesson": plan.lesson, "steps": steps, "variants": list(plan.variants),
        "seeds": plan.seeds, "devices": plan.devices, "ranks": list(now.ranks),
        "created": file.created, "folder": str(run.path),
    }  # fmt: skip


def print_comparison(runs: Sequence[Compared]) -> None:
    """Runs as columns: what differs, then what came out."""
    names = tuple(run.name for run in runs)
    table = Rows(*compare.headings(runs), whole=names)
    for row in compare.rows(runs):
        table.row(*row)
    Paper().put(table)


def _here(created: str) -> str:
    """A moment by the reader's clock, to the minute."""
    try:
        return f"{datetime.fromisoformat(created).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return created


def print_runs(rows: list[dict[str, Any]], *, is_one: bool = False, are_all: bool = False) -> None:
    """The runs as a table; the trials of a sweep only where it is the one that is asked for."""
    whole, paper = ("state", "step", "created", "pid"), Paper()
    table = Rows("run", "state", "step", "variants", "created", "pid", whole=whole)
    listed = [row for row in rows if is_one or row["run"] is None or not row.get("sweep")]
    shown = fitting(listed, paper.rows_in_sight) if paper.is_terminal and not are_all else listed
    for row in shown:
        table.row(*(_cells_of_sweep if row["run"] is None else _cells_of_run)(row))
    paper.put(table) if rows else paper.say("no runs yet; start one with dl-lab run")
    if len(shown) < len(listed):
        paper.say(f"{len(listed) - len(shown):,} older ones: dl-lab ps --all")
    _say_of_sweeps([row for row in shown if row["run"] is None], paper, is_one=is_one)


def fitting(rows: list[dict[str, Any]], room: int) -> list[dict[str, Any]]:
    """All that live, and of the others the newest for which there is room; in their order."""
    left = max(room - sum(bool(row["pid"]) for row in rows), 0)
    places = [place for place, row in enumerate(rows) if not row["pid"]]
    hidden = set(places[left:])
    return [row for place, row in enumerate(rows) if place not in hidden]


def _say_of_sweeps(sweeps: list[dict[str, Any]], paper: Paper, *, is_one: bool) -> None:
    if sweeps and not is_one:
        paper.say("the runs of a sweep: dl-lab ps SWEEP")
    for row in sweeps:
        for trial, why in row["waiting"].items():
            paper.say(f"{row['sweep']}: trial {trial} waits: {why}")


def _cells_of_run(row: dict[str, Any]) -> tuple[str, ...]:
    step = f"{row['step']}/{row.get('steps', '?')}"
    variants = ", ".join(row.get("variants", ()))
    state = in_words(row["state"], row["silent"], row["host"] or "")
    state += f", {row['devices']} devices" if row.get("devices", 1) > 1 else ""
    state += f", slowed to {ladder.told(row['pace'])}" if row.get("pace") else ""
    created, pid = _here(str(row.get("created", ""))), str(row["pid"] or "")
    return row["run"], state, step, variants, created, pid


def _cells_of_sweep(row: dict[str, Any]) -> tuple[str, ...]:
    trials = f"{row.get('ended', '?')}/{row.get('trials', '?')} trials"
    best = f"best {number(row['best'])}" if row.get("best") is not None else ""
    created, pid = _here(str(row.get("created", ""))), str(row["pid"] or "")
    return row["sweep"], row["state"], trials, best, created, pid
