"""What `list` and `ps` print: rows for programs, tables for people."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

import lessons
from lessons.kit import History, Lesson, Trouble
from lessons.kit.errors import said, visible
from lessons.kit.explanation import Explanation
from tui_lab import comparing, insight
from tui_lab.aftermath import condition, in_words
from tui_lab.attend import say
from tui_lab.comparing import Compared
from tui_lab.offers import Offer, offers
from tui_lab.progress import Progress
from tui_lab.progress import in_words as progress_in_words
from tui_lab.runs import RunFolder, all_runs
from tui_lab.trust import load


def lessons_listed() -> list[dict[str, Any]]:
    """Every lesson: what it is called, what can be chosen, how far the learner is."""
    progress = Progress()
    if progress.trouble:
        say(progress.trouble)
    ours = [_lesson_row(load(name), progress) for name in lessons.names()]
    return ours + [_offered_row(offer, progress) for offer in offers()]


def _offered_row(offer: Offer, progress: Progress) -> dict[str, Any]:
    """A lesson from outside. What only its page knows is empty where it was not read."""
    known = {"title": offer.title, "says": offer.says, "variants": [], "progress": offer.state}
    row = _lesson_row(offer.page, progress) if offer.page else known
    return {**row, "lesson": offer.address, "from": offer.source, "error": offer.error or None}


def _lesson_row(lesson: Lesson, progress: Progress) -> dict[str, Any]:
    known = progress.of(lesson.id)
    return {
        "lesson": lesson.id,
        "topic": lesson.topic,
        "title": lesson.title,
        "says": lesson.says,
        "variants": list(lesson.variants),
        "presets": [preset.name for preset in lesson.presets],
        "settings": list(lesson.params.knobs()),
        "claims": [claim.name for claim in lesson.claims],
        "opened": known.opened or None,
        "held": known.held,
        "tour": [step.title for step in lesson.tour],
        "toured": known.toured,
        "progress": progress_in_words(known, lesson),
    }


def print_lessons(rows: list[dict[str, Any]]) -> None:
    """The lessons as a table."""
    table = Table("lesson", "title", "variants", "progress", box=None, pad_edge=False)
    for row in rows:
        racing = ", ".join(row["variants"])
        words = (row["lesson"], row["title"], racing, row["progress"])
        table.add_row(*(escape(visible(word)) for word in words))
    console = Console(highlight=False)
    console.print(table)
    for row in rows:
        if row.get("from"):
            said = (row["error"] or f"from {row['from']}").removeprefix(f"{row['lesson']}: ")
            console.print(visible(f"{row['lesson']}: {said}"), markup=False, soft_wrap=True)


def runs_listed() -> list[dict[str, Any]]:
    """Every run, the newest first, with its true state."""
    return [_run_row(run) for run in all_runs()]


def _run_row(run: RunFolder) -> dict[str, Any]:
    now = condition(run)
    row: dict[str, Any] = {"run": run.id, "pid": now.pid, "state": now.state, "step": now.step}
    row["silent"] = round(now.silent, 1)
    try:
        file = run.file
        steps = file.plan.steps
    except (Trouble, KeyError) as trouble:
        return {**row, "lesson": None, "error": said(trouble)}
    plan = file.plan
    return {
        **row, "lesson": plan.lesson, "steps": steps, "variants": list(plan.variants),
        "seeds": plan.seeds, "created": file.created, "folder": str(run.path),
    }  # fmt: skip


def print_comparison(runs: Sequence[Compared]) -> None:
    """Runs as columns: what differs, then what came out."""
    table = Table("", *(escape(visible(run.name)) for run in runs), box=None, pad_edge=False)
    for row in comparing.rows(runs):
        table.add_row(*(escape(visible(cell)) for cell in row))
    Console(highlight=False).print(table)


def print_explanation(found: Explanation, history: History) -> None:
    """Sentences, every parameter, and what it was trained on."""
    console = Console(highlight=False)
    for sentence in insight.sentences(found, history):
        console.print(visible(sentence), markup=False)
    table = Table(*insight.HEADINGS, box=None, pad_edge=False)
    for row in insight.table(found):
        table.add_row(*(escape(visible(cell)) for cell in row))
    console.print(table)
    for text in found.batch:
        console.print(f"• {text!r}", markup=False)


def print_runs(rows: list[dict[str, Any]]) -> None:
    """The runs as a table."""
    table = Table("run", "state", "step", "variants", "created", "pid", box=None, pad_edge=False)
    for row in rows:
        step = f"{row['step']}/{row.get('steps', '?')}"
        variants = escape(visible(", ".join(row.get("variants", ()))))
        state = escape(visible(in_words(row["state"], row["silent"])))
        created, pid = str(row.get("created", "")), str(row["pid"] or "")
        table.add_row(escape(visible(row["run"])), state, step, variants, created, pid)
    Console(highlight=False).print(table if rows else "no runs yet; start one with dl-lab run")
