"""What is learned: the digits that come with scikit-learn, or the learner's own table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lessons.kit import BadUsage, Data, Params, Progress
from lessons.shared.exports import predictions


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The digits, or the learner's table or images; a landscape that is a formula reads nothing."""
    landscape = hp.as_dict()["landscape"]
    if landscape != "network":
        if path is not None:
            what = f"the landscape {landscape} is a formula, and reads no data"
            fix = "leave --data out (on the screen :data lesson), or set landscape to network"
            raise BadUsage(what, fix)
        return Data(None, {"source": f"{landscape}, which is a formula"})
    if path is None:
        from lessons.shared.pictures import digits

        return digits(hp, flat=True)
    from lessons.shared.own import read_own

    return read_own(path, hp, progress)


def of_the_network(state: dict[str, Any]) -> Iterator[str]:
    """The predictions of each row, as CSV; a landscape that is a formula has no rows."""
    if "predicted" not in state:
        what = "a landscape that is a formula predicts nothing"
        raise BadUsage(what, "export a run with landscape network")
    yield from predictions(state)
