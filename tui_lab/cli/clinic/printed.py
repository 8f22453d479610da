"""What `dl-lab clinic` prints for people."""

from __future__ import annotations

from shlex import quote
from typing import Any

from lessons.kit.claims.helpers import AT_LEAST
from lessons.kit.clinic.faults import FAMILIES, FAULTS, in_order
from lessons.kit.clinic.orders import ORDERS, Answer
from tui_lab.cli.printing import Paper, Rows
from tui_lab.clinic.messages import Ran
from tui_lab.clinic.visit import Bench, Verdict


def number(value: float | None) -> str:
    """Four digits, or that it is none."""
    return "not finite" if value is None else f"{value:.4g}"


def print_list(cases: list[dict[str, Any]]) -> None:
    """Cases, faults by family, and orders."""
    paper = Paper()
    table = Rows("case", "lesson", "score", "what is told")
    for row in cases:
        score = str(row["score"]) if row["solved"] else "shown" if row["revealed"] else ""
        table.row(row["case"], row["lesson"].rpartition("/")[2], score, row["complaint"])
    paper.put(table)
    for family in FAMILIES:
        paper.say("")
        paper.say((family, "bold"))
        for name in (n for n in in_order() if FAULTS[n].family == family):
            paper.say(f"  {name}: {FAULTS[name].says}")
    paper.say("")
    paper.say(("to order (--order)", "bold"))
    for name, order in ORDERS.items():
        paper.say(f"  {name}: {order.says}")


def print_case(bench: Bench, ran: Ran) -> None:
    """The case, as the learner meets it."""
    paper, case = Paper(), bench.case
    paper.say((f"{case.name}, seed {bench.seed}", "bold"), f"  {bench.lesson.title}")
    paper.tell(case.complaint)
    side = "at least" if case.symptom.side == AT_LEAST else "at most"
    paper.tell(
        f"{case.symptom.says}: {number(ran.measured)}; healthy is {side} {case.symptom.bar:g}"
    )
    table = Rows("", "first", "last", "least", "most", right=True)
    for name, found in next(iter(ran.results.values()))[str(bench.seed)].items():
        table.row(name, *(number(found[key]) for key in ("first", "last", "min", "max")))
    paper.put(table)
    paper.tell(
        f"dl-lab clinic {quote(case.name)} --order TEST orders a test; --source DIR writes "
        "the code; --try FAULT --fix FILE or --set NAME=VALUE judges a cure; --list has the names."
    )


def print_answer(answer: Answer) -> None:
    """What an order brought."""
    paper = Paper()
    paper.say((ORDERS[answer.order].title, "bold"), f"  {ORDERS[answer.order].says}")
    for line in answer.says:
        paper.say(line)
    if answer.rows:
        table = Rows(*answer.headings, right=True)
        for row in answer.rows:
            table.row(*row)
        paper.put(table)


def print_verdict(bench: Bench, verdict: Verdict, told: list[str]) -> None:
    """What became of a try."""
    paper = Paper()
    for line in [*verdict.words, *told]:
        paper.say(line)
    visit = bench.visit
    orders = f"{len(visit.orders)} order{'' if len(visit.orders) == 1 else 's'}"
    paper.say(f"score {visit.score if visit.solved else 0} of 10: {orders}, {visit.wrong} wrong")
