"""What comes with `--data`: the learner's table or images. Without it the loop draws."""

from pathlib import Path

from lessons.kit import Data, Params, Progress


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The lesson's own tasks are drawn from each network's seed, in the loop."""
    if path is None:
        return Data(None, {"source": f"{hp.as_dict()['task']}, drawn or split by the seed"})
    from lessons.shared.own import read_own  # numpy: the menu need not wait for it

    return read_own(path, hp, progress, flat=True)
