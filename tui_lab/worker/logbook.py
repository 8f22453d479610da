"""What a worker writes into its run's folder: stream, status, checkpoints, the end."""

import shutil
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from lessons.kit.claims.conclusion import INTERRUPTED, conclude
from lessons.kit.engine.checkpoints import write_checkpoint
from lessons.kit.engine.race import Race
from lessons.kit.errors import BadEnvironment, Trouble, reason
from lessons.kit.stream.events import Checkpointed, End, Event, Fault, NoteEvent
from tui_lab.protocol.status import Status
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.hold import Hold
from tui_lab.runs.recorder import Recorder, last_step
from tui_lab.runs.report import of_events, write_report
from tui_lab.runs.reproduce import with_reproduction
from tui_lab.runs.storage import fix_for
from tui_lab.runs.stream import recorded
from tui_lab.state.pace import in_a_second

BATCH = 0.05  # seconds of events written at once: 98–100 % of the bare loop, against 83 %
BEAT = 1.0  # seconds between two status files
CHECKPOINT_EVERY = 2.0  # seconds, or more
CHECKPOINT_SHARE = 0.02  # of the time may go into checkpoints
LANDMARK_SHARE = 0.1  # of it into a landmark: there are ten of them in a run, however long
NEWEST_KEPT = 2  # the one before stays until the next is whole
LANDMARKS = 10  # checkpoints spread over the run, for those who want to fork it
MOST_KEPT = 256 * 2**20  # bytes of checkpoints; beyond, the landmarks go
RESERVE = b"." * 16_384  # given back when the disk is full, so that the last words fit


class Allowance:
    """When a checkpoint may be written, by what those before it took.

    A landmark is judged by the quicker of the last two: on a busy disk one write may take 0.5 s
    where others take 10 ms, and by that one alone there would be none for the next 25 s.
    """

    def __init__(self, now: float) -> None:
        self._saved_at = now
        self._costs = (0.0, 0.0)

    def wrote(self, began: float, ended: float) -> None:
        """A checkpoint was written."""
        self._saved_at, self._costs = ended, (self._costs[1], ended - began)

    def for_safety(self, now: float) -> bool:
        """Whether one is due, so that a kill loses little."""
        return now - self._saved_at >= max(CHECKPOINT_EVERY, self._costs[1] / CHECKPOINT_SHARE)

    def for_landmark(self, now: float) -> bool:
        """Whether the run can spare the time for a landmark."""
        return now - self._saved_at >= min(self._costs) / LANDMARK_SHARE


class Logbook:
    """One run's written side. Every method raises OSError when the disk will not have it."""

    def __init__(self, run: RunFolder, race: Race, socket: str, hold: Hold | None = None) -> None:
        self.run = run
        self.pace = 0.0
        """Steps a second that the run is slowed down to; 0 is as fast as it can."""
        self._hold = hold
        self.race = race
        self.recorder = Recorder(run.events)
        run.checkpoints.mkdir(mode=0o700, exist_ok=True)
        for draft in run.checkpoints.glob("*.draft"):  # a kill in the middle of a checkpoint
            shutil.rmtree(draft, ignore_errors=True)
        self._socket = socket
        self._waiting: list[Event] = []
        self._reserve = run.path / "reserve"
        self._reserve.write_bytes(RESERVE)
        self._written_at, self._beat_at = time.monotonic(), 0.0
        self._allowance = Allowance(self._written_at)
        self._saved_step = race.step

    def tick(self, events: Iterable[Event], state: str) -> None:
        """Take what one tick of the race said; write it, the status or a checkpoint when due."""
        self._waiting += events
        now = time.monotonic()
        if now - self._written_at >= BATCH:
            self.write()
        self.beat(state)
        allowance = self._allowance
        if allowance.for_safety(now) or (self._at_landmark() and allowance.for_landmark(now)):
            self.checkpoint()

    def say(self, event: Event) -> None:
        """Write one event now, after everything that came before it."""
        self._waiting.append(event)
        self.write()

    def write(self) -> None:
        """Write what waits, the scalars of the latest steps first.

        Raises LostClaimError where the run is somebody else's by now.
        """
        if self._hold:
            self._hold.require()
        self.recorder.write([*self.race.collect(), *self._waiting])
        self._waiting.clear()
        self._written_at = time.monotonic()

    def beat(self, state: str, *, now: bool = False) -> None:
        """Tell how the run is, at most once a second unless it changed."""
        if not now and time.monotonic() - self._beat_at < BEAT:
            return
        self._beat_at = time.monotonic()
        ranks = self.race.ranks.pids if self.race.ranks else []
        status = Status.of_this_process(state, self.race.step, self._socket, ranks=ranks)
        self.run.write_status(msgspec.structs.replace(status, pace=self.pace))

    def checkpoint(self) -> None:
        """Save everything, so that a kill a moment later loses nothing before this step."""
        began = time.monotonic()
        self.write()
        self.recorder.flush()
        folder = self.run.checkpoints / str(self.race.step)
        write_checkpoint(folder, self.race.save())
        self.say(Checkpointed(step=self.race.step, folder=folder.name))
        for old in superfluous(self.run.checkpoint_folders(), self.race.plan.steps):
            shutil.rmtree(old, ignore_errors=True)
        self._saved_step = self.race.step
        self._allowance.wrote(began, time.monotonic())

    def _at_landmark(self) -> bool:
        """Whether the race has come into another tenth of its way since it was saved."""
        steps = self.race.plan.steps
        return tenth(self.race.step, steps) > tenth(self._saved_step, steps)

    def close(self, *, interrupted: bool, why: Fault | None = None) -> End:
        """Judge the run by what was recorded of it, and write its last line and its report.

        `why` it was interrupted is said where it was.
        """
        self._waiting += rates_of(self.race)
        self.checkpoint()
        if self.race.over:
            end = self._end("finished")
        else:
            end = self._end("stopped", error=why, code=INTERRUPTED if interrupted else None)
        self.beat(end.status, now=True)
        self._reserve.unlink(missing_ok=True)
        return end

    def take_up(self, race: Race) -> None:
        """Write of this race from now on: the same run's, where a fork begins."""
        self.race, self._saved_step = race, race.step

    def break_off(self, why: Fault | None) -> End:
        """End a fork on the way to where it begins: nothing of it is there to be saved.

        Resuming it begins the way again.
        """
        end = self._end("stopped", error=why, code=INTERRUPTED)
        self.run.write_status(
            Status.of_this_process(end.status, last_step(self.run.events), self._socket)
        )
        self._reserve.unlink(missing_ok=True)
        return end

    def cut_off(self, lost: Trouble) -> End:
        """End a run that lost one of its processes in a step: its last checkpoint is whole."""
        self.write()
        fix = f"dl-lab resume {self.run.id} continues from the last checkpoint"
        end = self._end("stopped", error=Fault(lost.message, fix), code=lost.exit_code)
        self.beat(end.status, now=True)
        self._reserve.unlink(missing_ok=True)
        return end

    def give_up(self, error: OSError) -> End:
        """The last words of a run that can no longer be recorded, judged by what was.

        Raises BadEnvironment, with the same words, where not even they can be written.
        """
        self._reserve.unlink(missing_ok=True)
        fault = Fault(
            f"the run can no longer be recorded ({reason(error)}); the rest is kept",
            f"{fix_for(error, self.run.path)}; then: dl-lab resume {self.run.id}",
        )
        try:
            return self._end("failed", error=fault, code=3)
        except OSError:
            raise BadEnvironment(fault.message, fault.fix) from error

    def _end(self, status: str, *, error: Fault | None = None, code: int | None = None) -> End:
        """The last line and the report, from one judgement."""
        start, history, _ = of_events(recorded(self.run))
        end = conclude(self.race.lesson, history, status, error=error, code=code)
        end = msgspec.structs.replace(end, throughput=self.race.throughput())
        if start:
            end = with_reproduction(end, self.race.lesson, self.race.plan, start, history)
        end = self.recorder.last_word(end)
        if start:
            write_report(self.run, start, end)
        return end


def rates_of(race: Race) -> list[Event]:
    """A remark for each network that says what it goes through."""
    return [
        NoteEvent(variant=variant, seed=int(seed), step=race.step, text=in_a_second(name, rate))
        for variant, by_seed in race.throughput().items()
        for seed, rates in by_seed.items()
        for name, rate in rates.items()
    ]


def tenth(step: int, steps: int) -> int:
    """In which part of the run a step lies, of as many as there are landmarks."""
    return step * LANDMARKS // max(steps, 1)


def superfluous(folders: Sequence[Path], steps: int) -> list[Path]:
    """The checkpoints, given latest first, that may go: all but the newest and the landmarks.

    A landmark is the first checkpoint of each tenth of the run. Where they would take too much
    of the disk, only the newest stay.
    """
    newest, older = folders[:NEWEST_KEPT], folders[NEWEST_KEPT:]
    if not older:
        return []
    size = sum(file.stat().st_size for file in newest[0].iterdir())
    if size * (LANDMARKS + NEWEST_KEPT) > MOST_KEPT:
        return list(older)
    parts = [tenth(int(folder.name), steps) for folder in folders]
    is_first = [part != before for part, before in zip(parts, [*parts[1:], -1], strict=True)]
    return [old for old, first in zip(older, is_first[NEWEST_KEPT:], strict=True) if not first]
