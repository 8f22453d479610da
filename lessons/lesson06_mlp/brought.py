"""What comes with `--data`: the learner's table or images. Without it the loop draws."""

from pathlib import Path

from lessons.kit import Data, Params, Progress


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The lesson's own tasks are drawn from each network's seed, in the loop."""
    task = hp.as_dict()["task"]
    if path is None:
        return Data(None, {"source": f"{task}, drawn or split by the seed"})
    from lessons.shared.own import read_own  # numpy: the menu need not wait for it

    found = read_own(path, hp, progress, flat=True)
    if task != type(hp)().as_dict()["task"]:  # a preset's, perhaps with a variant for each task
        found.summary["notes"].append(
            f"your data are learned, and not {task!r}: variants that differ only in the lesson's "
            "own task are the same network"
        )
    return found
