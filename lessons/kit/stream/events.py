"""What a run may say: the one bridge between training and everything that watches it.

One JSON object a line. Within a version only fields and types are added; unknown types are
skipped. Numbers that JSON cannot hold travel as null, and `nonfinite` keeps which they were.
"""

from __future__ import annotations

from typing import Any

import msgspec

from lessons.kit.errors import said
from lessons.kit.stream.former import renew
from lessons.kit.stream.judged import Judged

VERSION = 1


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """What every event carries. `seq` and `t` are given by the recorder."""

    v: int = VERSION
    seq: int = 0
    """Place in the stream, counted from 0."""
    t: float = 0.0
    """Seconds since the run first began."""


class Forked(msgspec.Struct, frozen=True):
    """Where a run comes from: it has the past of another one up to a step."""

    run: str
    step: int


class Start(Event, frozen=True, kw_only=True, tag="start"):
    """The first line: everything needed to do the run again."""

    run: str
    lesson: str
    config: dict[str, Any]
    variants: dict[str, dict[str, Any]]
    seeds: list[int]
    steps: int
    device: str
    threads: int = 1
    devices: int = 1
    data: dict[str, Any] = {}
    own_data: bool = True
    """Whether these are the data that come with the lesson."""
    device_why: str = ""
    """Why this one, where it was chosen for the learner."""
    versions: dict[str, str] = {}
    lesson_hash: str = ""
    forked: Forked | None = None
    edited: bool = False
    """Whether it was trained with files of the lesson that the learner edited."""
    together: list[str] = []
    """Variants whose seeds took every step in one loop: as alone, but for the last digits."""
    watched: tuple[str, ...] = ("loss",)
    """The scalars that must stay numbers. Recordings that do not say watched the loss."""

    def __post_init__(self) -> None:
        renew(self)


class Position(msgspec.Struct, frozen=True):
    """How far one network has come."""

    variant: str
    seed: int
    step: int


class Resumed(Event, frozen=True, kw_only=True, tag="resumed"):
    """Training goes on from a checkpoint: forget what was recorded after these steps."""

    at: list[Position]
    notes: list[str] = []
    """What is not as it was: a damaged checkpoint, other code, another device or torch."""


class Steps(Event, frozen=True, kw_only=True, tag="steps"):
    """Many steps of one network, a column for each scalar.

    Without `at` they are first, first + 1, …; with it, each ends a bucket and has its extremes.
    """

    variant: str
    seed: int
    first: int
    values: dict[str, list[float | None]]
    nonfinite: dict[str, dict[int, str]] = {}
    """Metric to {step: "nan" | "inf" | "-inf"}: what a null in `values` was."""
    at: list[int] = []
    low: dict[str, list[float | None]] = {}
    high: dict[str, list[float | None]] = {}

    def __post_init__(self) -> None:
        """Refuse columns that do not fit together, and numbers that no step can have."""
        columns = [*self.values.values(), *self.low.values(), *self.high.values()]
        lengths = {len(column) for column in columns} | ({len(self.at)} if self.at else set())
        if len(lengths) > 1 or not columns:
            raise ValueError("columns of different lengths")
        if not 0 <= min([self.first, *self.at]) <= max([self.first, *self.at]) < 2**53:
            raise ValueError("no such step")


class PictureEvent(Event, frozen=True, kw_only=True, tag="show"):
    """A new picture for a declared panel."""

    variant: str
    seed: int
    step: int
    panel: str
    value: Any


class NoteEvent(Event, frozen=True, kw_only=True, tag="note"):
    """A sentence worth reading at this moment."""

    variant: str
    seed: int
    step: int
    text: str


class QuestionEvent(Event, frozen=True, kw_only=True, tag="askable"):
    """From here on the learner may ask this network something."""

    variant: str
    seed: int
    prompt: str


class Answer(Event, frozen=True, kw_only=True, tag="answer"):
    """What a network said when asked."""

    variant: str
    seed: int
    step: int
    question: str
    answer: str


class Control(Event, frozen=True, kw_only=True, tag="control"):
    """Somebody did something to the run; `step` is the last step it did not touch."""

    action: str
    step: int
    name: str = ""
    value: Any = None


class State(Event, frozen=True, kw_only=True, tag="state"):
    """The run is now warming, playing, paused or parked; `pace` is steps a second, 0 full speed."""

    state: str
    step: int = 0
    pace: float = 0.0


class NetworkEnd(Event, frozen=True, kw_only=True, tag="network_end", rename={"fix": "mend"}):
    """One network has trained its last step: finished, diverged or failed."""

    variant: str
    seed: int
    step: int
    how: str
    message: str = ""
    fix: str = ""
    exit: int = 0
    traceback: str = ""
    """The learner's own lines that led to the error, where it is a mistake of theirs."""


class Checkpointed(Event, frozen=True, kw_only=True, tag="checkpoint"):
    """Everything up to this step can be resumed."""

    step: int
    folder: str


class Neighbour(msgspec.Struct, frozen=True):
    """Somebody else's process on the same GPU."""

    user: str
    pid: int
    memory: int
    """Bytes."""


class Estimate(Event, frozen=True, kw_only=True, tag="estimate"):
    """From its first steps: what the rest of a run will take, and how much of it is there."""

    step: int
    seconds: float
    """For all the steps after this one."""
    memory: int
    """Bytes that the run held at the most: the machine's, or the GPU's where it trains there."""
    free: int
    total: int
    others: list[Neighbour] = []
    load: float = 0.0
    """Processes that want a core, on average over the last minute."""
    cores: int = 0


class Fault(msgspec.Struct, frozen=True, rename={"fix": "mend"}):
    """What went wrong, and what to do about it."""

    message: str
    fix: str = ""
    traceback: str = ""
    """The learner's own lines that led to it, where it is a mistake in their loop."""

    def __str__(self) -> str:
        return f"{self.message}; {self.fix}" if self.fix else self.message


Results = dict[str, dict[str, dict[str, dict[str, float | None]]]]
"""variant → seed → metric → {first, last, min, max}; null where the number is not finite."""


Throughputs = dict[str, dict[str, dict[str, float]]]
"""variant → seed → such as words_per_cpu_second: by the clock, and so no part of the results."""


class Reproduction(msgspec.Struct, frozen=True, rename={"_line": "line"}):
    """How to do a run again: the command line, and what it alone does not give back.

    The line is private: those who show it take `whole()`, and have the caveats with it.
    """

    _line: str
    but: list[str] = []
    """In words, whatever else the same numbers need; nothing where the line is enough."""

    def whole(self) -> tuple[str, list[str]]:
        """The command line, "" where none plans this run; and every caveat."""
        return self._line, self.but


class End(Event, frozen=True, kw_only=True, tag="end", rename={"reproduction": "again"}):
    """The last line of a run that could still speak."""

    status: str
    exit: int
    claims: list[Judged] = []
    metrics: Results = {}
    error: Fault | None = None
    reproduction: Reproduction | None = None
    """None in recordings of a dl-lab that did not tell."""
    throughput: Throughputs = {}


Known = (
    Start | Resumed | Steps | PictureEvent | NoteEvent | QuestionEvent | Answer
    | Control | State | NetworkEnd | Checkpointed | Estimate | End
)  # fmt: skip

TAGS = frozenset(str(kind.__struct_config__.tag) for kind in Known.__args__)


class _Envelope(msgspec.Struct):
    type: str


_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Known)
_envelope = msgspec.json.Decoder(_Envelope)


class DamagedLine(ValueError):
    """A line of the stream that is not an event: cut short, or not ours."""


def to_json(event: Event) -> bytes:
    """The event as one line, without its newline."""
    return _encoder.encode(event)


def from_json(line: bytes) -> Event | None:
    """The event in this line; None for a type this version does not know. Raises DamagedLine."""
    try:
        return _decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        if _tag(line) in TAGS or _tag(line) is None:
            raise DamagedLine(said(error)) from error
        return None


def _tag(line: bytes) -> str | None:
    try:
        return _envelope.decode(line).type
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
