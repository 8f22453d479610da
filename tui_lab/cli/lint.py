"""`dl-lab lint`: a lesson checked as ours are, and its claims proved. The checks run elsewhere."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import msgspec
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

import lessons
from lessons.find import outside
from lessons.kit import BadEnvironment, Lesson
from lessons.kit.errors import visible
from lessons.kit.page.mistakes import BrokenLessonError
from tui_lab.classroom.proofs import remember_proof
from tui_lab.cli.printing import Paper, Rows
from tui_lab.client.deaths import how_it_died
from tui_lab.contract.findings import Finding
from tui_lab.contract.messages import Doing, Found, Measured, Message, Over
from tui_lab.contract.proving import Spread
from tui_lab.protocol.last_words import words_in
from tui_lab.trust.permission import load


def lint_lesson(name: str, seeds: int) -> dict[str, Any]:
    """What `lint --json` prints. Raises Trouble where there is no lesson to be checked."""
    verdict: dict[str, Any] = {"v": 1, "lesson": name, "seeds": seeds, "findings": [], "claims": []}
    try:
        lesson = load(name)
    except BrokenLessonError as error:
        place, _, what = error.message.partition(": ")
        verdict["findings"] = [_row(Finding(place, what or "cannot be opened", error.fix))]
        return {**verdict, "exit": 1}
    verdict["lesson"] = lesson.address
    verdict["findings"] = [_row(finding) for finding in _of_its_name(lesson)]
    for word in _checked(lesson, seeds):
        match word:
            case Found(finding=finding):
                verdict["findings"].append(_row(finding))
            case Measured(spread=spread):
                verdict["claims"].append(_measured(spread))
    if seeds and not verdict["findings"]:
        remember_proof(lesson, seeds)
    return {**verdict, "exit": int(bool(verdict["findings"]))}


def _of_its_name(lesson: Lesson) -> Iterator[Finding]:
    """Whether people can call an installed lesson by its short name."""
    short = lesson.found_as.rpartition(":")[2] if ":" in lesson.found_as else ""
    if lessons.ours(short):
        what = f"{short} is the name of a built-in lesson: users must type {lesson.found_as}"
        yield Finding("pyproject.toml", what, f"give it another name under {outside.GROUP}")


def _row(finding: Finding) -> dict[str, str]:
    return dict(msgspec.to_builtins(finding))


def _measured(spread: Spread) -> dict[str, Any]:
    return {**msgspec.structs.asdict(spread), "margin": spread.margin}


def _checked(lesson: Lesson, seeds: int) -> Iterator[Message]:
    """What the process that checks says; if it dies, that is a finding too."""
    arguments = [lesson.address, lesson.origin or "", str(seeds)]
    command = [sys.executable, "-P", "-m", "tui_lab.contract.begin", *arguments]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    last: Message | None = None
    doing = "being opened"
    with _bar() as bar, process:
        task = bar.add_task("", total=None)
        for line in process.stdout:
            if words := words_in(line):
                raise BadEnvironment(words.error.message, words.error.fix)
            last = msgspec.json.decode(line, type=Message)
            if isinstance(last, Doing):
                doing = last.what
                bar.update(task, description=visible(doing), total=last.of, completed=last.number)
            else:
                yield last
        process.wait()
    if not isinstance(last, Over):
        died = how_it_died(process.returncode).message
        yield Found(
            Finding("train.py", f"{died}, while {doing}", "fix the code that crashes the process")
        )


def _bar() -> Progress:
    """How far it is, on stderr; nothing into a log."""
    console = Paper(stderr=True)
    return Progress(
        TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    )  # fmt: skip


def print_verdict(verdict: dict[str, Any]) -> None:
    """Every finding on a line of its own, the claims as a table, and how many there were."""
    paper = Paper()
    if verdict["claims"]:
        paper.put(_table(verdict["claims"]))
    for row in verdict["findings"]:
        paper.say(str(msgspec.convert(row, Finding)))
    count = len(verdict["findings"])
    said = f"{count} finding{'s' if count > 1 else ''}" if count else "keeps the contract"
    proved = f", {len(verdict['claims'])} claims over {verdict['seeds']} seeds"
    paper.say(f"{verdict['lesson']}: {said}{proved if verdict['seeds'] else ''}")


def _table(claims: list[dict[str, Any]]) -> Rows:
    table = Rows("claim", "preset")
    for heading in ("median", "min", "max", "bar", "held", "margin/spread"):
        table.column(heading, right=True)
    for row in claims:
        figures = [_number(row[name]) for name in ("median", "low", "high", "bar")]
        held = f"{row['held']}/{row['runs']}"
        table.row(row["claim"], row["preset"], *figures, held, _number(row["margin"]))
    return table


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"
