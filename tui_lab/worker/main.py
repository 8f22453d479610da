"""The training process: `python -m tui_lab.worker.begin RUN_FOLDER`.

A process of its own session, so that neither a dropped line nor a stopped screen stops
training. Its stdout carries only its last words, one JSON line, where it cannot record them;
what libraries print goes to the run's worker.log.
"""

import argparse
import faulthandler
import gc
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from lessons.kit.errors import BadEnvironment, LostRankError, Trouble, named, reason, said
from lessons.kit.page.mistakes import blame
from lessons.kit.stream.events import End, Event, Fault, Resumed, Start
from tui_lab.protocol.commands import Listener
from tui_lab.protocol.explain import ExplainRequest
from tui_lab.protocol.last_words import Assignment, LastWords
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.hold import AlreadyHeldError, Hold
from tui_lab.runs.home import home
from tui_lab.runs.letters import Letterbox, keep_in_touch
from tui_lab.runs.past import Past
from tui_lab.runs.recorder import last_event
from tui_lab.runs.sockets import listening
from tui_lab.runs.storage import fix_for
from tui_lab.runs.stream import recorded
from tui_lab.system import shadows
from tui_lab.system.files import by_step
from tui_lab.system.signals import Notice, be_warned_of_the_cpu_limit
from tui_lab.worker.changes import blamed_on_changes, changes_since
from tui_lab.worker.options import read_options
from tui_lab.worker.ranks.launch import launch
from tui_lab.worker.ranks.meeting import Meeting
from tui_lab.worker.ranks.others import OtherRanks
from tui_lab.worker.reading import Reading, announce, data_of, read

if TYPE_CHECKING:
    from lessons.kit.engine.race import Race
    from tui_lab.worker.logbook import Logbook
    from tui_lab.worker.loop import Training

RACE = "lessons.kit.engine.race"  # torch, and so 1.5 s
LOCK_PATIENCE = 2.0  # seconds; a viewer's look at the lock takes microseconds


def main(arguments: Sequence[str] | None = None) -> None:
    """Train one run and leave with its exit code."""
    options = read_options(arguments)
    gc.disable()  # torch makes many objects and drops none: a tenth of its loading
    os.umask(0o077)  # a GPU box is shared: what we write is its owner's alone
    if options.nursery:
        _be_forked(options)
    voice = os.fdopen(os.dup(1), "wb", buffering=0)
    if options.standby:
        _stand_by(options)
    run = RunFolder(Path(options.run))
    try:
        if options.answer:
            code = _answer(run, voice)
        elif options.explain:
            code = _inspect_step(run, options.explain, voice)
        elif options.apart:
            code = _take_apart(run, options.apart, voice)
        elif run.plan.devices > 1 and not options.meeting:
            code = launch(run, voice, paused=options.paused, lifeline=options.lifeline)
        else:
            code = _train(run, _meeting(options), paused=options.paused, lifeline=options.lifeline)
    except (Exception, SystemExit) as error:
        code = _say_why(voice, error, run)
    if meeting := _meeting(options):
        meeting.end(code)  # torchrun takes any other code than 0 for a lost rank
        code = 0
    # os._exit: torch's own clean-up takes 0.2 s, and everything of ours is on disk
    os._exit(code)


def _stand_by(options: argparse.Namespace) -> None:
    """Load torch before anybody waits for it, then wait for a run; leave if none comes."""
    import_module(RACE)
    line = sys.stdin.buffer.readline()
    if not line:
        sys.exit(0)
    assignment = msgspec.json.decode(line, type=Assignment)
    options.run, options.paused = assignment.run, assignment.paused


def _be_forked(options: argparse.Namespace) -> None:
    """Load torch once for all the runs that we are told of, and fork; returns in the forks."""
    from tui_lab.worker.nursery import next_assignment

    import_module(RACE)
    assignment = next_assignment()
    options.run, options.lifeline = assignment.run, True
    if assignment.gpus is not None:
        os.environ["CUDA_VISIBLE_DEVICES"] = assignment.gpus


def _meeting(options: argparse.Namespace) -> Meeting | None:
    return Meeting(Path(options.meeting)) if options.meeting else None


def _train(run: RunFolder, meeting: Meeting | None, *, paused: bool, lifeline: bool) -> int:
    _print_to(run.log.open("ab", buffering=0))
    notice = Notice()
    notice.listen()
    if meeting:
        signal.signal(signal.SIGTERM, notice.stop)
        meeting.arrive(0)
    be_warned_of_the_cpu_limit()
    with run.held(patience=LOCK_PATIENCE) as hold:
        listener = listening(run)
        try:
            keep_in_touch(Letterbox(run.path, hold.life), listener, hold)
            announce(run, listener.address)
            reading = read(run, listener.address)
            with reading.limit.suspended():
                import_module(RACE)
            world = listener, hold, notice, reading, OtherRanks(meeting, run.plan.devices)
            return _trained(run, *world, paused=paused, lifeline=lifeline)
        finally:
            listener.close()


def _answer(run: RunFolder, voice: IO[bytes]) -> int:
    """Answer questions about a run that nobody trains, until stdin closes."""
    from tui_lab.worker.answers import answer_all
    from tui_lab.worker.racing import race_of

    _print_to(run.log.open("ab", buffering=0))
    folders = [*run.checkpoint_folders(), *by_step(run.inherited)]
    race = race_of(run.plan, folders, data_of(run, run.plan))
    answer_all(race, sys.stdin.buffer, voice)
    return 0


def _inspect_step(run: RunFolder, request: str, voice: IO[bytes]) -> int:
    """Train up to a step again, from the checkpoint before it, and tell how it was."""
    from tui_lab.worker.one_step import inspected
    from tui_lab.worker.racing import race_of

    _print_to(run.log.open("ab", buffering=0))
    asked = msgspec.json.decode(request, type=ExplainRequest)
    voice.write(msgspec.json.encode(inspected(run, asked, race_of)) + b"\n")
    return 0


def _take_apart(run: RunFolder, request: str, voice: IO[bytes]) -> int:
    """Take a step apart, and those after it, until stdin closes."""
    from tui_lab.worker.one_step import taken_apart, tell_apart
    from tui_lab.worker.racing import race_of

    _print_to(run.log.open("ab", buffering=0))
    asked = msgspec.json.decode(request, type=ExplainRequest)
    tell_apart(taken_apart(run, asked, race_of), sys.stdin.buffer, voice)
    return 0


def _trained(
    run: RunFolder, listener: Listener, hold: Hold, notice: Notice, reading: Reading,
    others: OtherRanks, *, paused: bool, lifeline: bool,
) -> int:  # fmt: skip
    from tui_lab.worker.limits import settle_in
    from tui_lab.worker.logbook import Logbook
    from tui_lab.worker.loop import Training
    from tui_lab.worker.racing import race_of
    from tui_lab.worker.retrace import retraced
    from tui_lab.worker.underway import BrokenOffError, Underway

    resumed = last_event(run.events) is not None
    folders = run.checkpoint_folders() if resumed else []
    with reading.limit.suspended():
        plan, reason, devices = settle_in(run.plan)
    race, notes = race_of(plan, folders, reading.data), list[str]()
    logbook = Logbook(run, race, listener.address, hold)
    _stop_on_signals(notice, lifeline=lifeline)
    if past := _ahead(race, run):
        way = Underway(listener, notice, paused=paused)
        try:
            race, notes = retraced(race, run, past, way.watch(reading.tell))
        except BrokenOffError:
            return logbook.break_off(notice.fault).exit
        paused = way.arrived(race, logbook)
        folders = run.checkpoint_folders()
    others.share(race, devices, folders)
    training = Training(race, logbook, listener, limit=reading.limit, paused=paused, notice=notice)
    training.require_all = others.require
    again = resumed and _resumed(race, run, folders, notes)
    end = _seen_through(training, logbook, again or _start(race, run, reason))
    return end.exit if end else 0


def _seen_through(training: "Training", logbook: "Logbook", first: Event) -> End | None:
    """Train to the end; what cannot go on ends in words."""
    try:
        logbook.say(first)
        return training.go()
    except LostRankError as lost:
        return logbook.cut_off(lost)
    except OSError as error:
        logging.exception("the run can no longer be recorded")
        return logbook.give_up(error)


def _ahead(race: "Race", run: RunFolder) -> Past | None:
    """What a fork that has no checkpoint of its own yet is to train again first."""
    past = run.file.past
    return past if past and race.step < past.step else None


def _start(race: "Race", run: RunFolder, reason: str) -> Event:
    return msgspec.structs.replace(race.start(run.id), device_why=reason)


def _resumed(race: "Race", run: RunFolder, folders: Sequence[Path], noted: Iterable[str]) -> Event:
    began, now = next(recorded(run), None), race.start(run.id)
    notes = [*(changes_since(began, now) if isinstance(began, Start) else []), *noted]
    saved = int(folders[0].name) if folders else 0
    if race.step < saved:
        notes.insert(
            0, f"the checkpoint of step {saved} is damaged: training continues after {race.step}"
        )
    return Resumed(at=race.positions(), notes=notes)


def _stop_on_signals(notice: Notice, *, lifeline: bool) -> None:
    signal.signal(signal.SIGTERM, notice.stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if lifeline:
        threading.Thread(target=_when_stdin_closes, args=(notice.stop,), daemon=True).start()


def _when_stdin_closes(stop: Callable[[], None]) -> None:
    """The lifeline: the process that started us holds the other end of stdin."""
    with suppress(OSError):
        while os.read(0, 1024):
            pass
    stop()


def _print_to(log: IO[bytes]) -> None:
    """Let everything that is printed, from C too, go to the log; crashes leave their stack."""
    os.dup2(log.fileno(), 1)
    os.dup2(log.fileno(), 2)
    faulthandler.enable(log)
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(name)s: %(message)s")


def _say_why(voice: IO[bytes], error: BaseException, run: RunFolder) -> int:
    """The last words of a worker that could not even begin."""
    if isinstance(error, AlreadyHeldError):
        error = BadEnvironment(said(error), "dl-lab attach watches it")
    if not isinstance(error, Trouble):
        logging.exception("the worker failed")
        shadow = shadows.blame(error)
        found = BadEnvironment(*shadow) if shadow else blame(error)
        error = found or blamed_on_changes(run, error) or error
    words = LastWords(*_in_words(error))
    with suppress(OSError):
        voice.write(msgspec.json.encode(words) + b"\n")
    return words.exit


def _in_words(error: BaseException) -> tuple[int, Fault]:
    if isinstance(error, Trouble):
        return error.exit_code, Fault(error.message, error.fix)
    if isinstance(error, OSError):
        fix = fix_for(error, Path(error.filename or home()))
        return 3, Fault(f"the run cannot be recorded ({reason(error)})", fix)
    if shadow := shadows.blame_any(error):
        return 3, Fault(*shadow)
    return 70, Fault(f"dl-lab failed ({named(error)})", "this is a bug in dl-lab: please report it")


if __name__ == "__main__":
    main()
