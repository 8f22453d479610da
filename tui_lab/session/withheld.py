"""What gives an answer away, and is not shown before the learner has predicted or skipped.

A claim that a prediction asks about stands as that question. In the story, what lies between
`<!-- answer -->` and the next heading, or `<!-- end of answer -->`, is folded. No Textual.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tui_lab.session.progress import LessonProgress

if TYPE_CHECKING:
    from lessons.kit import Lesson, Prediction

BEGINS, ENDS = "<!-- answer -->", "<!-- end of answer -->"
FOLDED = "*▸ Folded: this gives the answer away. p predicts, :skip shows it.*"


def is_settled(prediction: Prediction, known: LessonProgress) -> bool:
    """Whether there is nothing to give away: predicted, skipped, or seen to hold."""
    question = prediction.question
    said = known.predicted.get(question) or question in known.skipped
    return bool(said) or any(claim in known.held for claim in prediction.claims)


def withheld(lesson: Lesson, known: LessonProgress) -> dict[str, str]:
    """The names of the claims that are not shown yet, and the question in place of each."""
    return {
        claim: prediction.question
        for prediction in lesson.predictions
        if not is_settled(prediction, known)
        for claim in prediction.claims
    }


def is_folded(lesson: Lesson, asked: Iterable[Prediction], known: LessonProgress) -> bool:
    """Whether the story keeps its answers back: one of `asked` is open, or all of them are."""
    waiting = [p for p in lesson.predictions if not is_settled(p, known)]
    is_new = bool(waiting) and len(waiting) == len(lesson.predictions)
    return is_new or any(prediction in waiting for prediction in asked)


def folded(story: str) -> str:
    """The story with one line in place of each stretch that gives an answer away."""
    return "\n".join(_folded(story.splitlines()))


def _folded(lines: Iterable[str]) -> Iterator[str]:
    """A heading ends a stretch, unless it is the stretch's first line; in code # is no heading."""
    is_hidden = is_new = is_told = is_code = False
    for line in lines:
        is_code ^= line.startswith("```")
        if line == BEGINS:
            is_hidden = is_new = True
        elif line == ENDS:
            is_hidden = False
        elif is_hidden and (is_new or not line.startswith("#") or is_code):
            is_new = is_new and not line
            if not is_told:
                yield from (FOLDED, "")
            is_told = True
        else:
            is_hidden, is_told = False, is_told and not line
            yield line
