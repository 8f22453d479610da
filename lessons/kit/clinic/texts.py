"""Edits of a lesson's own source: the old text stands there exactly once."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from lessons.kit.errors import BadUsage

Edits = Mapping[str, Sequence[tuple[str, str]]]
"""By file name: pairs of old text and new text."""


def edited(texts: Mapping[str, str], edits: Edits) -> dict[str, str]:
    """The edited files, whole. Raises BadUsage where a text is missing or there twice."""
    found = {}
    for name, pairs in edits.items():
        if name not in texts:
            raise BadUsage(f"there is no {name} to edit", f"there are {', '.join(texts)}")
        found[name] = texts[name]
        for old, new in pairs:
            if (count := found[name].count(old)) != 1:
                what = f"{name} has {count} times: {old.strip()!r}"
                raise BadUsage(what, "an edit's old text must stand there exactly once")
            found[name] = found[name].replace(old, new)
    return found


def changed_lines(before: str, after: str) -> list[str]:
    """The lines that were taken away or added, without their signs."""
    diff = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line[1:] for line in diff if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def difference(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What changed between two sets of files, as the lines of a diff with three lines around."""
    lines: list[str] = []
    for name in after:
        pair = before.get(name, "").splitlines(), after[name].splitlines()
        lines += difflib.unified_diff(*pair, f"{name} as it was", name, lineterm="")
    return lines
