"""`dl-lab explain`: one step of a run inspected, or taken apart, in words or as JSON."""

from __future__ import annotations

import sys

from lessons.kit import History
from lessons.kit.errors import visible
from lessons.kit.stream.apart import Apart
from lessons.kit.stream.explanation import Explanation
from tui_lab.cli.printing import Paper, Rows
from tui_lab.client import explanation, phases
from tui_lab.client.bench import step_apart
from tui_lab.client.explain import explain_step
from tui_lab.runs.report import to_line


def explain_run(
    run: str | None, step: int, variant: str | None, seed: int | None, *,
    apart: bool, as_json: bool,
) -> None:  # fmt: skip
    """Look into a step, and print what was found. Raises Trouble."""
    if apart:
        taken = step_apart(run, step, variant, seed)
        put_document(taken) if as_json else print_apart(taken)
    else:
        found, history = explain_step(run, step, variant, seed)
        put_document(found) if as_json else print_explanation(found, history)


def put_document(found: Apart | Explanation) -> None:
    """One JSON document on one line."""
    sys.stdout.write(to_line(found).decode())


def print_explanation(found: Explanation, history: History) -> None:
    """Sentences, every parameter, and what it was trained on."""
    paper, table = Paper(), Rows(*explanation.HEADINGS)
    for sentence in explanation.sentences(found, history):
        paper.tell(sentence)
    for row in explanation.table(found):
        table.row(*row)
    paper.put(table)
    for text in found.batch:
        paper.tell(f"• {text!r}")


def print_apart(found: Apart) -> None:
    """The phases in their order: the lines that do each, what came of it, every part."""
    paper = Paper()
    paper.tell(phases.where(found))
    for place, (name, phase) in enumerate(
        zip(phases.named(found.phases), found.phases, strict=True)
    ):
        paper.tell("")
        paper.tell(f"{name}: {' '.join(phases.sentences(found, place))}")
        for line in phase.lines:
            paper.tell(f"  {line.file}:{line.number}  {visible(line.text.strip())}")
        if phase.pieces:
            table = Rows(*phases.HEADINGS[phase.kind], right=True)
            for row in phases.rows(phase):
                table.row(*row)
            paper.put(table)
    if found.lost:
        paper.tell(f"Here {found.lost}.")
    if found.ended:
        paper.tell(f"The step ended in an error: {found.ended}")
