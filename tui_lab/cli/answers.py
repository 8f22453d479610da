"""`list --predictions`, `list --tour`: what a learner answered, and whether it was right."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import lessons
from lessons.kit import BadUsage, Lesson
from tui_lab.cli.printing import Paper, Rows
from tui_lab.cli.tables import lessons_listed, open_progress, print_lessons
from tui_lab.session.predicted import Predicted
from tui_lab.session.progress import LessonProgress
from tui_lab.trust.outside_lessons import outside_lessons
from tui_lab.trust.permission import load

BEFORE, AFTER = "before", "after"


Sheet = tuple[Any, Callable[[Any], None]]
"""What is listed, and what prints it as a table."""


def listed(predictions: bool, tour: bool, as_json: bool) -> Sheet:
    """The sheet that is asked for, or the lessons, whose pages are read only for JSON."""
    if predictions and tour:
        raise BadUsage("--predictions and --tour are two lists", "ask for one of them")
    if predictions:
        return predictions_listed(), print_predictions
    if tour:
        return tour_listed(), print_tour
    return lessons_listed() if as_json else None, lambda _: print_lessons()


def predictions_listed() -> list[dict[str, Any]]:
    """Every question of every lesson, with every answer that was given to it."""
    progress = open_progress()
    return [row for page in _pages() for row in _rows(page, progress.of(page.id))]


def _pages() -> list[Lesson]:
    pages = [load(name) for name in lessons.names()]
    return pages + [one.page for one in outside_lessons() if one.page]


def tour_listed() -> list[dict[str, Any]]:
    """The question of every tour step of every lesson, with the answer that was given last."""
    progress = open_progress()
    return [row for page in _pages() for row in _steps(page, progress.of(page.id))]


def _steps(lesson: Lesson, known: LessonProgress) -> Iterator[dict[str, Any]]:
    for number, step in enumerate(lesson.tour, 1):
        said = known.answered.get(step.title)
        yield {
            "lesson": lesson.address,
            "step": number,
            "title": step.title,
            "question": step.asks,
            "choices": list(step.answer.choices) if step.answer else [],
            "done": step.title in known.toured,
            "answer": said.choice if said else None,
            "right": said.right if said else None,
            "tries": said.tries if said else 0,
        }


def _rows(lesson: Lesson, known: LessonProgress) -> Iterator[dict[str, Any]]:
    for prediction in lesson.predictions:
        question = prediction.question
        said = known.predicted.get(question, [])
        yield {
            "lesson": lesson.address,
            "question": question,
            "choices": list(prediction.choices),
            "skipped": question in known.skipped and not said,
            "claims": list(prediction.claims),
            "answers": [_answer(each) for each in said],
        }


def _answer(said: Predicted) -> dict[str, Any]:
    return {
        "answer": said.choice,
        "when": _when(said),
        "settings": said.settings or None,
        "truth": said.truth,
        "right": None if said.truth is None else said.choice == said.truth,
        "run": said.run or None,
    }


def _when(said: Predicted) -> str | None:
    """A lab that did not lock answers kept no word of what they are about."""
    return None if not said.about else AFTER if said.is_late else BEFORE


def print_predictions(rows: Sequence[dict[str, Any]]) -> None:
    """What was answered or skipped, as a table; the rest is only counted."""
    table, paper = Rows("lesson", "question", "answer", "when", "right", "run"), Paper()
    touched = [row for row in rows if row["answers"] or row["skipped"]]
    for row in touched:
        for each in row["answers"]:
            right = {None: "…", True: "✓ right", False: f"✗ {each['truth']}"}[each["right"]]
            when, run = each["when"] or "unknown", each["run"] or ""
            table.row(row["lesson"], row["question"], each["answer"], when, right, run)
        if row["skipped"]:
            table.row(row["lesson"], row["question"], "skipped", "", "", "")
    paper.put(table) if touched else paper.say("nothing was predicted yet")
    if left := len(rows) - len(touched):
        paper.say(f"{left} questions are open")


def print_tour(rows: Sequence[dict[str, Any]]) -> None:
    """What was answered, as a table; the rest is only counted."""
    table, paper = Rows("lesson", "step", "question", "answer", "right", "tries"), Paper()
    answered = [row for row in rows if row["tries"]]
    for row in answered:
        right = "✓ right" if row["right"] else "✗"
        step, tries = str(row["step"]), str(row["tries"])
        table.row(row["lesson"], step, row["question"], row["answer"], right, tries)
    paper.put(table) if answered else paper.say("no question of a tour was answered yet")
    if left := len(rows) - len(answered):
        paper.say(f"{left} questions are open")
