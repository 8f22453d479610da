"""The process that trains cases: requests on stdin, replies on stdout, one JSON object a line.

What a lesson or a learner's file prints goes nowhere. It ends with the end of its stdin.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from lessons.kit import Trouble
from lessons.kit.claims.history import results
from lessons.kit.errors import named, said
from lessons.kit.stream.events import End, Event, Fault
from lessons.kit.stream.numbers import finite
from tui_lab.clinic.found import case_of
from tui_lab.clinic.messages import (
    DoOrder,
    Judge,
    Judged,
    Ordered,
    Prove,
    Proved,
    Ran,
    Reply,
    Request,
    RunIt,
)
from tui_lab.protocol.last_words import LastWords
from tui_lab.runs.recorder import Recorder


def main() -> None:
    """Answer until nobody asks any more."""
    import torch

    from lessons.kit.speed.memory import keep_freed_memory

    voice = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)  # warnings of a learner's loop are no news either
    logging.disable(logging.CRITICAL)
    torch.set_num_threads(1)
    keep_freed_memory()
    for line in sys.stdin.buffer:
        request: Request = msgspec.json.decode(line, type=Request)
        try:
            reply: Reply | LastWords = answered(request)
        except Trouble as trouble:
            reply = LastWords(trouble.exit_code, Fault(trouble.message, trouble.fix))
        except Exception as error:
            reply = LastWords(70, Fault(f"the clinic failed: {named(error)}", "report it"))
        voice.write(msgspec.json.encode(reply) + b"\n")
    os._exit(0)  # torch's own clean-up takes 0.2 s


def answered(request: Request) -> Reply:
    """Do what is asked. Raises Trouble."""
    from lessons.kit.clinic.gradients import by_layer
    from lessons.kit.clinic.laboratory import Ward, measure, order

    ward = Ward(*case_of(request.case), request.seed)
    match request:
        case RunIt():
            with recorded_in(request.into) as heard:
                patient = ward.sick(heard)
                layers = by_layer(patient)
            measured = finite(ward.measured(patient.history))
            return Ran(results(patient.history), measured, layers)
        case DoOrder():
            with recorded_in(request.into) as heard:
                return Ordered(order(ward, request.order, heard))
        case Judge():
            return _judged(ward, request)
        case Prove():
            found = measure(ward)
            return Proved(found.sick, found.healthy, found.cured)


@contextmanager
def recorded_in(path: str) -> Iterator[Callable[[list[Event]], None] | None]:
    """What writes events into a file that is begun here; None where there is no path."""
    if not path:
        yield None
        return
    Path(path).unlink(missing_ok=True)
    recorder = Recorder(Path(path))
    try:
        yield recorder.write
    finally:
        recorder.flush()
        recorder.last_word(End(status="finished", exit=0))
        recorder.close()


def _judged(ward: object, request: Judge) -> Judged:
    """Train with the cure, twice: one seed could be luck."""
    from lessons.kit.clinic.laboratory import Ward
    from lessons.kit.clinic.patient import FailedError, history_of

    assert isinstance(ward, Ward)
    seeds = [request.seed, request.seed + 1]
    measured: list[float | None] = []
    for seed in seeds:
        plan = ward.case.treated(ward.lesson, seed, request.fixes, request.set)
        into = request.into if seed == request.seed else ""
        try:
            with recorded_in(into) as heard:
                history = history_of(ward.lesson, plan, heard=heard)
        except FailedError as trouble:
            return Judged(measured, seeds, said(trouble))
        measured.append(finite(ward.measured(history)))
    return Judged(measured, seeds)
