"""Feedback on the command line."""

from __future__ import annotations

from lessons.kit.practice.feedback import Feedback
from tui_lab.cli.printing import Paper
from tui_lab.practice.worded import headline, lines

STYLES = {"passed": "green", "unwritten": "", "wrong": "yellow"}


def show_feedback(feedback: Feedback, name: str) -> None:
    """The headline with its sign, and what is below it."""
    paper = Paper()
    sign = "✓" if feedback.is_passed else "·" if feedback.status == "unwritten" else "✗"
    paper.say((f"{sign} {name}: {headline(feedback)}", STYLES.get(feedback.status, "red")))
    for line in lines(feedback):
        paper.say(f"  {line}")


def show_task(text: str) -> None:
    """A task: on a narrow terminal its sentences are broken between words; formulas stay."""
    paper = Paper()
    for paragraph in text.split("\n\n"):
        lines = paragraph.splitlines()
        if any(line.startswith(" ") for line in lines):
            show_text(paragraph)
        else:
            paper.tell(" ".join(lines))
        paper.say("")


def show_text(text: str) -> None:
    """A solution, in lines of its own."""
    paper = Paper()
    for line in text.splitlines():
        paper.say(line)
