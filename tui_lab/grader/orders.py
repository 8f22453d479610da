"""What the code of a hand-in is to be run with: written out of the hand-in, which is only read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from lessons.kit import BadUsage
from tui_lab.classroom.archive import BadHandInError, content_of, unpacked
from tui_lab.classroom.order import CodeOrder, GradeOrder
from tui_lab.grader.judging import stream_of
from tui_lab.grader.one import checked_plan
from tui_lab.trust.permission import load


def write_orders(order: dict[str, Any], folder: str) -> list[str]:
    """Write an order for the edited loop, and one for each exercise that counts; their names."""
    asked = msgspec.convert(order, GradeOrder)
    found = list[str]()
    try:
        archive = unpacked(content_of(Path(asked.path))[0])
        names = {f"{name.replace('-', '_')}.py": name for name in asked.task.exercises}
        for file, text in archive.files("practice").items():
            if file in names:
                one = CodeOrder(
                    lesson=asked.task.lesson, exercise=file.removesuffix(".py"), text=text
                )
                found.append(_written(Path(folder), names[file], one))
        if archive.files("code") and asked.task.code:
            lesson, stream = load(asked.task.lesson), stream_of(archive)
            plan = checked_plan(asked, lesson, archive, stream.start)
            if all(name in lesson.shows for name in plan.edits):
                found.append(_written(Path(folder), "train", CodeOrder(asked.task.lesson, plan)))
    except (BadHandInError, BadUsage):
        return found  # the row says why
    return found


def _written(folder: Path, name: str, order: CodeOrder) -> str:
    (folder / f"{name}.json").write_bytes(msgspec.json.encode(order))
    return name
