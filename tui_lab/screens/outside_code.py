"""The question before code from outside runs for the first time: what it is, and where it lies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.screens.choice import Answer, ChoiceScreen

if TYPE_CHECKING:
    from tui_lab.trust.permission import Subject


class TrustScreen(ChoiceScreen):
    """Asked once for each lesson from outside."""

    def __init__(self, subject: Subject) -> None:
        answers = [
            Answer("n", "no", "do not run any of it"),
            Answer("y", "yes", "open it, and do not ask again"),
        ]
        question = f"{subject.question[0].upper()}{subject.question[1:]}."
        super().__init__("Code from outside", question, answers)
