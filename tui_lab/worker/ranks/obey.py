"""A rank other than 0: it trains the same race, step by step as rank 0 says, and writes nothing."""

from __future__ import annotations

import gc
import logging
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from lessons.kit.errors import Trouble, named
from lessons.kit.stream.events import Fault
from tui_lab.protocol.last_words import LastWords
from tui_lab.runs.folder import RunFolder
from tui_lab.worker.ranks.meeting import Beginning, Meeting

if TYPE_CHECKING:
    from lessons.kit.engine.race import Race
    from lessons.kit.speed.ranks import Order

LOOK_EVERY = 0.02  # seconds between two looks at whether rank 0 has begun


def main() -> None:
    """Obey until there is nobody to obey: `RUN_FOLDER --meeting FOLDER`."""
    gc.disable()  # as in the worker: torch makes many objects and drops none
    os.umask(0o077)
    os.dup2(2, 1)  # its stdout is rank 0's, for its last words
    rank, meeting = int(os.environ["RANK"]), Meeting(Path(sys.argv[3]))
    meeting.arrive(rank)
    logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(name)s: %(message)s")
    try:
        _train(RunFolder(Path(sys.argv[1])), rank, meeting)
    except Exception as error:
        logging.exception("rank %d failed", rank)
        code = error.exit_code if isinstance(error, Trouble) else 70
        what = error.message if isinstance(error, Trouble) else named(error)
        meeting.say_why(rank, LastWords(code, Fault(what, "")))
        os._exit(code)


def _train(run: RunFolder, rank: int, meeting: Meeting) -> None:
    from lessons.kit.speed.ranks import Orders, Ranks, join
    from tui_lab.worker.limits import settle_on
    from tui_lab.worker.racing import race_of
    from tui_lab.worker.reading import data_of

    data = data_of(run, run.plan)
    beginning = _begun(meeting)
    plan = settle_on(beginning.plan, beginning.devices[rank])
    race = race_of(plan, [Path(folder) for folder in beginning.folders], data)
    ranks = Ranks(rank, plan.devices)
    meeting.be_ready(rank)
    join(ranks, race.device, meeting.group)
    orders = Orders()
    race.share(ranks)
    while True:
        _obey(race, orders.told())


def _begun(meeting: Meeting) -> Beginning:
    while (beginning := meeting.beginning()) is None:
        time.sleep(LOOK_EVERY)
    return beginning


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
