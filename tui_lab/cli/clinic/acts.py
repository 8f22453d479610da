"""What `dl-lab clinic` does, and its documents. stdout is data, stderr is for people."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lessons.clinic
from lessons.kit import BadEnvironment, BadUsage, Trouble
from lessons.kit.clinic.case import Case
from lessons.kit.clinic.faults import FAULTS, in_order
from lessons.kit.clinic.orders import ORDERS, Answer
from lessons.kit.errors import reason, visible
from tui_lab.cli.clinic.printed import print_answer, print_case, print_list, print_verdict
from tui_lab.cli.training import setting
from tui_lab.clinic.client import Attendant
from tui_lab.clinic.found import case_of, everywhere
from tui_lab.clinic.kept import Kept
from tui_lab.clinic.messages import Ran
from tui_lab.clinic.record import Record, Visit
from tui_lab.clinic.visit import Bench, Verdict
from tui_lab.runs.report import to_line
from tui_lab.system.files import text_of
from tui_lab.terminal.capabilities import TerminalOptions
from tui_lab.terminal.confirm import is_on_screen


@dataclass(frozen=True)
class Wish:
    """What the command line asks for."""

    case: str | None
    seed: int
    orders: tuple[str, ...]
    named: str | None
    fixes: tuple[Path, ...]
    settings: tuple[str, ...]
    source: Path | None
    reveal: bool
    forget: bool

    @property
    def wants_screen(self) -> bool:
        """Whether nothing is asked for that needs none."""
        asked = self.orders, self.named, self.fixes, self.settings, self.source
        return not (any(asked) or self.reveal or self.forget)

    def check(self) -> None:
        """Raises BadUsage for what does not go together."""
        if self.case is None and not self.wants_screen:
            raise BadUsage("which case is meant?", "name it, such as dl-lab clinic case07")
        if (self.fixes or self.settings) and self.named is None:
            raise BadUsage("a cure needs a name", "--try FAULT says which fault it is for")
        if self.named is not None and not (self.fixes or self.settings):
            raise BadUsage("a name needs a cure", "give --fix FILE or --set NAME=VALUE with it")


def act(wish: Wish, as_json: bool, options: TerminalOptions) -> int:
    """Do what is asked, on the screen where there is one; the exit code. Raises Trouble."""
    wish.check()
    if wish.wants_screen and not as_json and is_on_screen():
        from tui_lab.app.opening import open_clinic
        from tui_lab.session.clinic.board import CaseBoard

        first = case_of(wish.case)[0].name if wish.case else ""
        return open_clinic(CaseBoard(wish.seed, first), options)
    name = wish.case or lessons.clinic.draw(wish.seed, Record().solved())
    with Attendant() as attendant:
        bench = Bench.of(name, wish.seed, attendant)
        if wish.forget:
            bench.record.forget(bench.case.name, bench.seed)
            Kept(bench.case, bench.lesson, bench.seed).forget()
        if wish.source:
            write_source(bench, wish.source)
        try:
            return _done(bench, wish, as_json)
        except Trouble as trouble:
            if as_json:
                error = {"message": trouble.message, "mend": trouble.fix}
                _put(_about(bench) | {"error": error, "exit": trouble.exit_code})
                trouble.told = True
            raise


def _done(bench: Bench, wish: Wish, as_json: bool) -> int:
    if wish.named is not None:
        return _tried(bench, wish, as_json)
    answers = [bench.order(name) for name in wish.orders]
    told = bench.reveal() if wish.reveal else []
    is_bare = not (answers or told or wish.source or wish.forget)
    ran = bench.run() if is_bare else None
    if as_json:
        _put(_document(bench, ran, answers, told))
    else:
        _print(bench, ran, answers, told)
    return 0


def _tried(bench: Bench, wish: Wish, as_json: bool) -> int:
    fixes = {path.name: text_of(path) for path in wish.fixes}
    settings = dict(setting(bench.lesson, text) for text in wish.settings)
    assert wish.named is not None
    verdict = bench.attempt(wish.named, fixes, settings)
    told = bench.told() if verdict.solved else []
    if as_json:
        _put(_about(bench) | _of_verdict(bench, verdict) | {"told": told})
    else:
        print_verdict(bench, verdict, told)
    return 0 if verdict.solved else 1


def write_source(bench: Bench, folder: Path) -> None:
    """Write the case's files, to be edited. Raises BadUsage where one is there already."""
    folder = folder.expanduser()
    texts = bench.case.sick(bench.lesson)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in texts:
            if (folder / name).exists():
                what = f"{visible(str(folder / name))} is there already"
                raise BadUsage(what, "choose another folder")
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        what = f"{visible(str(folder))} cannot be written ({reason(error)})"
        raise BadEnvironment(what, "choose another folder") from None
    sys.stderr.write(f"wrote {', '.join(texts)} into {visible(str(folder))}\n")


def listed(as_json: bool) -> int:
    """`--list`: cases, faults and orders; the exit code."""
    record = Record()
    best = record.every_best()
    cases = [_row(case, best.get(case.name) or Visit()) for case, _ in everywhere()]
    if as_json:
        faults = [
            {"name": name, "says": FAULTS[name].says, "family": FAULTS[name].family}
            for name in in_order()
        ]
        orders = [{"name": n, "title": o.title, "says": o.says} for n, o in ORDERS.items()]
        _put({"v": 1, "cases": cases, "faults": faults, "orders": orders})
    else:
        print_list(cases)
    return 0


def _row(case: Case, visit: Visit) -> dict[str, Any]:
    return {
        "case": case.name, "lesson": case.lesson, "complaint": case.complaint,
        "orders": visit.orders, "tries": len(visit.tries), "solved": visit.solved,
        "score": visit.score if visit.solved else 0, "revealed": visit.revealed,
    }  # fmt: skip


def _about(bench: Bench) -> dict[str, Any]:
    visit = bench.visit
    return {
        "v": 1, "case": bench.case.name, "lesson": bench.case.lesson, "seed": bench.seed,
        "orders": visit.orders, "tries": len(visit.tries), "solved": visit.solved,
        "score": visit.score if visit.solved else 0, "error": None,
    }  # fmt: skip


def _of_verdict(bench: Bench, verdict: Verdict) -> dict[str, Any]:
    symptom = bench.case.symptom
    return {
        "named": verdict.named, "right": verdict.right, "cured": verdict.cured,
        "measured": verdict.measured, "seeds": verdict.seeds, "side": symptom.side,
        "bar": symptom.bar, "symptom": symptom.says, "words": verdict.words,
        "would_cure": verdict.would_cure, "loop_error": verdict.error or None,
        "exit": 0 if verdict.solved else 1,
    }  # fmt: skip


def _document(
    bench: Bench, ran: Ran | None, answers: list[Answer], told: list[str]
) -> dict[str, Any]:  # fmt: skip
    symptom = bench.case.symptom
    found = _about(bench) | {
        "complaint": bench.case.complaint, "symptom": symptom.says, "side": symptom.side,
        "bar": symptom.bar, "files": list(bench.lesson.shown), "answers": answers, "told": told,
        "config": bench.case.sick_plan(bench.lesson, bench.seed).config, "exit": 0,
    }  # fmt: skip
    if ran:
        found |= {"results": ran.results, "measured": ran.measured}
    return found


def _print(bench: Bench, ran: Ran | None, answers: list[Answer], told: list[str]) -> None:
    if ran:
        print_case(bench, ran)
    for answer in answers:
        print_answer(answer)
    for line in told:
        print(visible(line))


def _put(document: dict[str, Any]) -> None:
    sys.stdout.write(to_line(document).decode())
