"""What a learner can ask: an image and a caption of their own, put together by this network."""

from __future__ import annotations

import re
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from lessons.kit.data.images.pictures import SUFFIXES, is_picture
from lessons.kit.errors import visible
from lessons.lesson22_fusion import Fusion
from lessons.lesson22_fusion.display.judge import Judge
from lessons.lesson22_fusion.display.pictures import crossed
from lessons.lesson22_fusion.examples import AFFIRM, NEGATE, PARITY, Problem
from lessons.shared.asked import NUMBERED, AskedImage, asked_image

SHOWN = 3
"""Classes in an answer, the most probable first."""
ENDINGS = "|".join(re.escape(each) for each in SUFFIXES)
FIRST = (
    re.compile(r"""(["'])(?P<image>.+?)\1\s*[:,]?\s*(?P<rest>.*)"""),
    re.compile(rf"(?P<image>.+?(?:{ENDINGS}))(?:\s*[:,]\s*|\s+|$)(?P<rest>.*)", re.IGNORECASE),
    re.compile(r"(?P<image>(?:test|train|valid)\s+\d{1,9})\s*[:,]?\s*(?P<rest>.*)", re.IGNORECASE),
    re.compile(r"(?P<image>[^\s:,]+(?:\s+#\d{1,9})?)\s*[:,]?\s*(?P<rest>.*)"),
)
"""An image and what is said of it: in quotes, a file, a row of a part, or a class."""


def prompt(problem: Problem) -> str:
    """What can be asked, with examples from these data."""
    if problem.own is None:
        words = f"{NEGATE[0]}" if problem.classes == PARITY else "three five"
        return f"A digit and words ({', '.join(problem.words)}), such as 3 {words}"
    picture = "photo.png or " if len(problem.shape) == 3 else ""
    return f"{picture}test 1 to test {len(problem.test.y)}, and then a text, or nothing for its own"


def parted(problem: Problem, text: str) -> tuple[str, str]:
    """The image and the caption of a question; also where the caption comes first: not 3."""
    found = next(filter(None, (pattern.fullmatch(text) for pattern in FIRST)), None)
    if not found:
        return text, ""
    first, rest = found["image"], found["rest"]
    names = {name.casefold() for name in problem.images.classes}
    before, _, last = text.rpartition(" ")
    if before and last.casefold() in names and first.casefold() not in names:
        is_named = NUMBERED.fullmatch(first) or any(first.casefold().endswith(s) for s in SUFFIXES)
        return (first, rest) if is_named else (last, before)
    return first, rest


@dataclass(frozen=True, eq=False)
class Asked:
    """Answers for one network."""

    hp: Fusion
    problem: Problem
    model: nn.Module

    def answer(self, question: str) -> str:
        """The classes' probabilities with both senses, with each alone, and the four points."""
        name, caption = parted(self.problem, question.strip())
        if len(self.problem.shape) != 3 and is_picture_name(name):
            return f"These data have numbers and no pictures. {prompt(self.problem)}."
        found = asked_image(self.problem.images, name)
        if isinstance(found, str):
            return f"{visible(question.strip())!r} names no image. {prompt(self.problem)}."
        caption = caption or self._own_caption(name)
        words = self.problem.counted(caption)
        if caption and not words.any():
            known = ", ".join(map(visible, self.problem.words[:6]))
            return f"No word of {visible(caption)!r} is known; these are: {known} …"
        image = torch.from_numpy(found.x).reshape(1, -1).to(words)
        return self._told(found, image, caption, words)

    def _own_caption(self, name: str) -> str:
        """What stands beside an image of the learner's; "" of the lesson's, whose are drawn."""
        own, found = self.problem.own, NUMBERED.fullmatch(name)
        if own is None or not found:
            return ""
        part = getattr(own.rows, (found[1] or "test").lower())
        return own.texts[int(part.rows[int(found[2]) - 1])]

    def _told(self, found: AskedImage, image: Tensor, caption: str, words: Tensor) -> str:
        judge, label = Judge(self.model, self.problem), found.label
        is_a = "" if label is None else f", a {visible(self.problem.images.classes[label])}"
        done = f" ({', '.join(found.notes)})" if found.notes else ""
        alone = f"image alone {self._classes(judge.without_caption(image, words))}"
        if not caption:
            return f"{found.name}{is_a}{done}, without a caption: {alone}"
        return (
            f"{found.name}{is_a}{done}, and {visible(caption)[:60]!r}: "
            f"{self._classes(judge.both(image, words))}; {alone}; "
            f"caption alone {self._classes(judge.without_image(image, words))}"
            f"{self._four(judge, image, label)}"
        )

    def _classes(self, logs: Tensor) -> str:
        names, p = self.problem.classes, logs[0].exp().tolist()
        ranked = sorted(range(len(p)), key=lambda at: -p[at])[:SHOWN]
        return " · ".join(f"{visible(names[at])} {p[at]:.2f}" for at in ranked)

    def _four(self, judge: Judge, image: Tensor, label: int | None) -> str:
        """xor: this image and one of the other parity, with truly and not; and the two sums."""
        if self.problem.classes != PARITY or label is None:
            return ""
        other = (label + 1) % len(self.problem.images.classes)
        found = asked_image(self.problem.images, str(other))
        assert isinstance(found, AskedImage)
        both = torch.cat([image, torch.from_numpy(found.x).reshape(1, -1).to(image)])
        (a, b), (c, d) = crossed(judge, both, [AFFIRM[0], NEGATE[0]]).tolist()
        yes, no = AFFIRM[0], NEGATE[0]
        return (
            f". Log-odds of odd: {label} {yes} {a:+.1f}, {label} {no} {b:+.1f}, {other} {yes} "
            f"{c:+.1f}, {other} {no} {d:+.1f}; crosswise {a + d:+.1f} and {b + c:+.1f}"
        )


def is_picture_name(name: str) -> bool:
    """Whether it is called like a picture file."""
    from pathlib import Path

    return is_picture(Path(name))
