"""What a picture that moves sends to the terminal, against a chart that moves in its place.

Over ssh a learner may have 50 kB a second, and 64 images are a thousand cells of two colours each.
On a screen of 120 by 40, in a panel beside three that hold still, and maximised.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from benchmarks.tools.rows import Row, compared
from benchmarks.tools.runs import home_of, training
from benchmarks.tools.terminal import Terminal
from benchmarks.watching.startup import LAB
from benchmarks.watching.viewing import LINE_BUDGET

LESSON = Path(__file__).parent / "moving"
FAR = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}
DEPTHS: Mapping[str, tuple[str, ...]] = {
    "truecolor": ("--color", "truecolor"),
    "256 colours": ("--color", "256"),
    "16 colours": ("--color", "16"),
    "no colours": ("--color", "none"),
    "ASCII": ("--color", "none", "--ascii"),
}
CHART = "a chart of four curves"
MOVED: Mapping[str, dict[str, object]] = {
    CHART: {"shows": "chart"},
    "64 images of 8×8": {"shows": "sheet", "side": 8},
    "64 images of 28×28": {"shows": "sheet", "side": 28},
    "64 coloured images of 28×28": {"shows": "colours", "side": 28},
    "a map with points": {"shows": "map"},
}
STEPS = "8000"  # twenty a second: a chart is drawn from left to right in seven minutes
SETTLING, LONG = 5.0, 20.0  # seconds after which a screen is drawn, and what was saved is spent
Sent = tuple[float, float]
"""Bytes a second, in the panel's place and maximised."""


def bytes_per_second(quick: bool) -> list[Row]:
    """Over ssh, each picture that moves against the chart, at every depth of colour."""
    found = []
    for depth, flags in DEPTHS.items():
        with ExitStack() as stack:
            runs = {name: begun(stack, settings) for name, settings in MOVED.items()}
            sent = sent_by(runs, flags, FAR, 5.0 if quick else 30.0)
        chart = sent.pop(CHART)
        for name, each in sent.items():
            words = f"bytes a second over ssh, {name} / {CHART}, {depth}"
            pairs = list(zip(each, chart, strict=True))
            found.append(compared(words, pairs, budget=1.0, unit="B"))
    return found


def at_hand(quick: bool) -> list[Row]:
    """The same where no network lies between, against what a learner over ssh may be sent."""
    with ExitStack() as stack:
        runs = {name: begun(stack, settings) for name, settings in MOVED.items() if name != CHART}
        found = sent_by(runs, DEPTHS["truecolor"], {}, 5.0 if quick else 30.0, LONG)
    return [
        compared(f"bytes a second at hand, {name} / 10 kB", [(each, LINE_BUDGET) for each in sent],
                 budget=1.0, unit="B")
        for name, sent in found.items()
    ]  # fmt: skip


def begun(stack: ExitStack, settings: Mapping[str, object]) -> Path:
    """A run of the lesson that moves, which ends with the stack."""
    flags = [part for name, value in settings.items() for part in ("--set", f"{name}={value}")]
    [run] = stack.enter_context(training(str(LESSON), (*flags, "--steps", STEPS)))
    return run


def sent_by(
    runs: Mapping[str, Path],
    flags: Sequence[str],
    line: dict[str, str],
    seconds: float,
    settling: float = SETTLING,
) -> dict[str, Sent]:
    """What each run's screen is sent on such a line: all at once, for none has much to do."""
    with ExitStack() as stack:
        screens = {
            name: stack.enter_context(
                Terminal([*LAB, "attach", run.name, *flags], home_of(run.parents[1]) | line)
            )
            for name, run in runs.items()
        }
        with ThreadPoolExecutor(len(screens)) as pool:
            sent = pool.map(lambda screen: sent_to(screen, seconds, settling), screens.values())
            return dict(zip(screens, sent, strict=True))


def sent_to(screen: Terminal, seconds: float, settling: float) -> Sent:
    """Bytes a second, in a panel's place and maximised.

    For longer there, where all at once is sent what a minute allows.
    """
    screen.until("playing")
    screen.listen(settling)
    beside = screen.listen(seconds) / seconds
    screen.press("f")
    screen.listen(settling)
    return beside, screen.listen(3 * seconds) / (3 * seconds)
