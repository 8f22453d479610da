"""The process of a rank other than 0: `python -m tui_lab.worker.ranks.obey RUN_FOLDER`.

It trains the same race as rank 0, step by step as it is told on its stdin, and writes nothing. When
its stdin closes, rank 0 is gone or done, and it leaves, whatever it is waiting for.
"""

from __future__ import annotations

import gc
import logging
import os
import queue
import signal
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

import msgspec

from lessons.kit.errors import Trouble, named
from lessons.kit.stream.events import Fault
from tui_lab.protocol.last_words import LastWords
from tui_lab.runs.folder import RunFolder
from tui_lab.worker.ranks.beginning import READY, Beginning

if TYPE_CHECKING:
    from lessons.kit.engine.race import Race
    from lessons.kit.speed.ranks import Order

NOT_OURS = (
    signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2, signal.SIGXCPU,
)  # fmt: skip
"""What rank 0 hears, and it tells us."""


def main() -> None:
    """Obey until there is nobody to obey."""
    gc.disable()  # as in the worker: torch makes many objects and drops none
    os.umask(0o077)
    for number in NOT_OURS:
        signal.signal(number, signal.SIG_IGN)
    voice = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(name)s: %(message)s")
    try:
        _train(RunFolder(Path(sys.argv[1])), voice)
    except Exception as error:
        logging.exception("a rank failed")
        code = error.exit_code if isinstance(error, Trouble) else 70
        what = error.message if isinstance(error, Trouble) else named(error)
        voice.write(msgspec.json.encode(LastWords(code, Fault(what, ""))) + b"\n")
        os._exit(code)


def _train(run: RunFolder, voice: IO[bytes]) -> None:
    from lessons.kit.speed.ranks import Ranks, join
    from tui_lab.worker.limits import settle_in
    from tui_lab.worker.racing import race_of
    from tui_lab.worker.reading import data_of

    lines = _listened_to(sys.stdin.buffer)
    beginning = msgspec.json.decode(lines.get(), type=Beginning)
    plan, folders = beginning.plan, [Path(folder) for folder in beginning.folders]
    data = data_of(run, plan)
    plan, _, _ = settle_in(plan)
    race = race_of(plan, folders, data)
    ranks = Ranks(beginning.rank, plan.devices)
    voice.write(READY)
    join(ranks, race.device, Path(beginning.meeting))
    race.share(ranks)
    while True:
        _obey(race, msgspec.json.decode(lines.get(), type=tuple))


def _obey(race: Race, order: Order) -> None:
    """Do what rank 0 does. Raises Trouble where a network failed: then nothing can be shared."""
    match order:
        case "tick", _, _:
            race.tick()
            race.collect()  # rank 0 has the same figures, and records them
        case "turn", name, value:
            race.turn(name, value)
        case "show", _, _:
            race.show_next()
    for network in race.networks:
        if network.end and network.end.how == "failed":
            raise Trouble(network.end.message)


def _listened_to(stdin: IO[bytes]) -> queue.Queue[bytes]:
    """The lines of stdin, as they come. Where there are no more, this process ends."""
    lines: queue.Queue[bytes] = queue.Queue()

    def listen() -> None:
        for line in stdin:
            lines.put(line)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    return lines


if __name__ == "__main__":
    main()
