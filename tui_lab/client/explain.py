"""A step of a run, trained again in a process of its own and looked at: the viewer's end."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from contextlib import suppress

import msgspec

from lessons.kit import BadEnvironment, History, Trouble
from lessons.kit.stream.explanation import Explanation
from tui_lab.client.choice import chosen
from tui_lab.client.deaths import how_it_died
from tui_lab.client.remote import spawn
from tui_lab.protocol.explain import ExplainRequest
from tui_lab.protocol.last_words import words_in
from tui_lab.runs.begun import only, whose
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.report import of_events
from tui_lab.runs.stream import recorded
from tui_lab.trust.permission import lesson_of, require_run

PATIENCE = 0.1  # seconds between two looks at whether anybody still waits


def explained(
    run: RunFolder, asked: ExplainRequest, is_wanted: Callable[[], bool] = lambda: True
) -> Explanation:
    """Look into a step. Waits for torch, the data and the steps on the way. Raises Trouble.

    The process ends with our waiting: the steps on the way may be many. Nothing of the run is
    touched, and its worker goes on. The past of a fork was trained by the run that it
    left, with that one's settings and checkpoints.
    """
    run = whose(run, asked.step)
    require_run(run, run.plan)
    only(run.plan, asked)
    request = msgspec.json.encode(asked).decode()
    process = spawn([str(run.path), "--explain", request], stdin=subprocess.DEVNULL)
    line = _heard(process, is_wanted)
    try:
        return msgspec.json.decode(line, type=Explanation)
    except msgspec.MsgspecError:
        raise refusal(line, process.returncode) from None


def _heard(process: subprocess.Popen[bytes], is_wanted: Callable[[], bool]) -> bytes:
    """All that the process says; it does not outlive our waiting."""
    try:
        while is_wanted():
            with suppress(subprocess.TimeoutExpired):
                return process.communicate(timeout=PATIENCE)[0]
    finally:
        process.kill()
    return process.communicate()[0]


def refusal(line: bytes, code: int) -> Trouble:
    """Why there is no explanation: the last words of the process, or how it died."""
    words = words_in(line)
    if words is None:
        return BadEnvironment(how_it_died(code).message)
    refused = Trouble(words.error.message, words.error.fix)
    refused.exit_code = words.exit
    return refused


def explain_step(
    name: str | None, step: int, variant: str | None, seed: int | None
) -> tuple[Explanation, History]:
    """`dl-lab explain`: a step inspected, and what the run recorded."""
    run = chosen(name, "explain")
    plan, lesson = run.plan, lesson_of(run)
    asked = ExplainRequest(
        step,
        variant or lesson.default_variant(plan.variants),
        plan.seeds[0] if seed is None else seed,
    )
    _, history, _ = of_events(recorded(run))
    return explained(run, asked), history
