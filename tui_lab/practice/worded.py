"""Feedback as lines for people: the same on the command line and on the screen."""

from __future__ import annotations

from lessons.kit.errors import visible
from lessons.kit.practice.feedback import Case, Feedback

INDENT = "  "


def headline(feedback: Feedback) -> str:
    """How it went, in a line."""
    first = feedback.passed
    counted = f"right so far: {first} of {feedback.of} calls" if first else ""
    match feedback.status:
        case "passed":
            return visible(feedback.says)
        case "unwritten":
            return "not written yet"
        case "unreadable":
            return "your file cannot be read"
        case "error":
            return "your code fails"
        case "stopped":
            return "stopped"
    return f"not right yet: {counted}" if counted else "not right yet"


def lines(feedback: Feedback) -> list[str]:
    """What is below the headline: what is wrong, where, with which input, expected beside got."""
    if feedback.is_passed or feedback.status == "unwritten":
        return _printed(feedback)
    told = [visible(feedback.says)]
    if feedback.code:
        told.append(f"{INDENT}line {feedback.line}: {visible(feedback.code)}")
    if feedback.measured is not None and feedback.bar is not None:
        side = {"≤": "at most", "≥": "at least"}.get(feedback.side, "compared with")
        told.append(f"{INDENT}measured {feedback.measured:.4g}, must be {side} {feedback.bar:.4g}")
    if feedback.fix:
        told.append(visible(feedback.fix))
    return [*told, *(_of_case(feedback.case) if feedback.case else []), *_printed(feedback)]


def _of_case(case: Case) -> list[str]:
    head = f"with {case.name}:" if case.name else "the smallest call that shows it:"
    told = [visible(head)]
    told += [f"{INDENT}{name} = {visible(value)}" for name, value in case.inputs.items()]
    if case.got:
        told += [
            f"{INDENT}expected  {visible(case.expected)}",
            f"{INDENT}got       {visible(case.got)}",
        ]
    return told


def _printed(feedback: Feedback) -> list[str]:
    if not feedback.printed:
        return []
    return ["it printed:", *(f"{INDENT}{line}" for line in feedback.printed.splitlines())]
