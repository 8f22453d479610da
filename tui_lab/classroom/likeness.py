"""What is equal in two hand-ins: flagged for a person, never judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from tui_lab.classroom.assignment import Assignment
from tui_lab.classroom.row import Row

MOST_NAMED = 3
WORDS = {"curve": "the same curve", "plan": "the same plan and seeds", "text": "the same text"}


def flagged(rows: Sequence[Row], task: Assignment) -> list[Row]:
    """The same rows, each with what it shares with others.

    Where all have one seed, equal plans and curves are what is asked for.
    """
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        for what, digest in row.prints.items():
            owners[what, digest].append(row.student)
    for row in rows:
        row.flags = [
            f"{_in_words(what)} as {_named(row.student, owners[what, digest])}"
            for what, digest in row.prints.items()
            if len(owners[what, digest]) > 1 and _counts(what, task)
        ]
    return list(rows)


def _counts(what: str, task: Assignment) -> bool:
    return task.seed == "student" or what not in ("curve", "plan")


def _in_words(what: str) -> str:
    folder, _, name = what.partition("/")
    return WORDS.get(what) or f"the same {'' if folder == 'code' else 'answer '}{name}"


def _named(student: str, owners: Sequence[str]) -> str:
    others = [each for each in owners if each != student]
    more = len(others) - MOST_NAMED
    return ", ".join(others[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
