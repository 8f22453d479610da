"""What is read before anything trains: the digits, or the learner's table of texts and pictures."""

from __future__ import annotations

from pathlib import Path

from lessons.kit import Data, Params, Progress


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The digits, whose captions are drawn in the loop; or the learner's own `Pairs`."""
    progress("reading the data", 0.0)
    task = hp.as_dict()["task"]
    if path is None:
        from lessons.shared.pictures import digits  # numpy: the menu need not wait

        found = digits(hp, flat=True)
        source = f"{found.summary['source']}; their captions are drawn from the seed"
        return Data(found.content, {**found.summary, "source": source, "notes": []})
    from lessons.lesson22_fusion.own.table import read_pairs

    found = read_pairs(path, hp, progress)
    if task != type(hp)().as_dict()["task"]:
        found.summary["notes"].append(
            f"your data are learned, and not {task!r}: noise, names and right say nothing about "
            "them"
        )
    return found
