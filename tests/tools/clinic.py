"""A clinic without torch: a case of the toy lesson, and a process that is only pretended."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

from lessons.kit.clinic.case import Case, Cure, below, tail
from lessons.kit.clinic.orders import Answer
from lessons.kit.errors import BadEnvironment
from tests.tools.places import RECORDINGS
from tui_lab.clinic.client import Attendant
from tui_lab.clinic.messages import DoOrder, Judge, Judged, Ordered, Ran, Reply, Request, RunIt

CASE = Case(
    lesson="lesson90", name="case07",
    complaint="It was to find a line, and [b]never[/b] does.",
    fault="lr-too-large", symptom=below(1.0, "loss, mean of the last 20 steps", tail()),
    set={"steps": 60}, knobs={"lr": 3.0}, cure=Cure(set={"lr": 0.1}), tells="rate",
    found="With a tenth of the rate it learns.",
    alike={"lr-too-small": "`gradients`: updates are as long as the weights"},
)  # fmt: skip
SCALARS = {name: {"first": 2.5, "last": 9.0, "min": 2.5, "max": 9.0} for name in ("loss", "slope")}


class PretendedAttendant(Attendant):
    """Answers at once, but for what it is told to hold up; it keeps what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Request] = []
        self.holds = ""
        """An order that is not answered before the process is closed."""
        self.closed = threading.Event()
        self.measured: list[float | None] = [0.2, 0.3]
        """What the next cure is found to give."""

    def begin(self) -> None:
        """There is no process."""

    def close(self) -> None:
        """End what is held up."""
        self.closed.set()

    def ask(self, request: Request) -> Reply:
        """What was asked, in one piece."""
        self.asked.append(request)
        if into := getattr(request, "into", ""):
            Path(into).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(RECORDINGS / "finished.jsonl", into)
        match request:
            case RunIt():
                layers = [["model.weight", "0.5", "0"], ["model.bias", "1.25", "-"]]
                return Ran({"network": {"0": SCALARS}}, 9.0, layers)
            case DoOrder():
                return self._ordered(request.order)
            case Judge():
                return Judged(self.measured, [0, 1])
        raise AssertionError(request)

    def _ordered(self, name: str) -> Ordered:
        if name == self.holds:
            self.closed.wait(60)
            self.closed.clear()
            raise BadEnvironment("the process ended", "try it again")
        rows = [["1", "model.weight", "0.5", "0.5", "1.5", "3", "100%"]]
        heads = ["step", "parameter", "gradient", "as used", "update", "update/weight", "moved"]
        return Ordered(Answer(name, [f"{name}: two numbers of this case"], heads, rows))
