"""The lab with its worker in a thread of its own process: what ours is measured against.

`python -m benchmarks.tools.threaded` begins a run of lesson 3, trains it in a thread, and opens its
screen. All else is the same: what is recorded, the control line, the charts that move.
"""

import threading

import lessons
from benchmarks.tools.runs import STEPS
from lessons.kit.engine.race import Race
from tui_lab.app.opening import open_run
from tui_lab.runs import places
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.home import make_home
from tui_lab.runs.sockets import listening
from tui_lab.terminal.capabilities import TerminalOptions
from tui_lab.worker.logbook import Logbook
from tui_lab.worker.loop import Training

LESSON = lessons.load("lesson3")


def train(run: RunFolder) -> None:
    """The worker's work, but for what only a process can: signals, niceness, bounds of memory."""
    with run.held():
        listener = listening(run)
        race = Race(LESSON, run.plan)
        logbook = Logbook(run, race, listener.address)
        logbook.say(race.start(run.id))
        Training(race, logbook, listener).go()


def main() -> None:
    """The same app, and a thread."""
    import torch

    torch.set_num_threads(1)
    make_home()
    run = places.create(LESSON.plan(settings={"steps": int(STEPS)}, device="cpu"))
    threading.Thread(target=train, args=(run,), daemon=True).start()
    open_run(run.id, TerminalOptions())


if __name__ == "__main__":
    main()
