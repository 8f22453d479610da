"""What a case's pages say: a text that wraps, and a table below it that does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual.content import Content

from lessons.kit import Series
from lessons.kit.claims.helpers import AT_LEAST
from lessons.kit.clinic.orders import ORDERS
from lessons.kit.errors import visible
from tui_lab.clinic.record import ORDER, WHOLE, WRONG
from tui_lab.session.clinic.consultation import Consultation, cost_of
from tui_lab.widgets.clinic.desk import CODE, CURE, END, FACTS, KNOBS, NAME, RUN

Part = str | tuple[str, str]
Page = tuple[Content, Content]
NOTHING = Content("")


def page_of(case: Consultation, row: str) -> Page:
    """The page of a row of the desk."""
    if row in ORDERS:
        return _order(case, row)
    say = {FACTS: _facts, CURE: _cure, END: _end, CODE: _code}.get(row, _run)
    return say(case)


def title_of(row: str, *, is_over: bool) -> str:
    """What stands above a page."""
    if row in ORDERS:
        return ORDERS[row].title
    return {
        RUN: "The run", FACTS: "Facts", NAME: "Name the fault", KNOBS: "Turn a setting",
        CODE: "The code of the case", CURE: "Prove the cure",
        END: "What it was" if is_over else "Give up",
    }[row]  # fmt: skip


def number(value: float | None) -> str:
    """Four digits, or that it is none."""
    return "not finite" if value is None else f"{value:.4g}"


def symptom(case: Consultation) -> str:
    """What is measured, what it is, and what is healthy."""
    known = case.bench.case.symptom
    side = "at least" if known.side == AT_LEAST else "at most"
    ran = case.notes.ran
    measured = f": {number(ran.measured)}" if ran else ""
    return f"{known.says}{measured}; healthy is {side} {known.bar:g}"


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Content:
    """Columns side by side; the first column of words to the left, numbers to the right."""
    lines = [list(map(visible, row)) for row in (headings, *rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    is_left = [not any(_is_number(row[n]) for row in lines[1:]) for n in range(len(widths))]
    written = [
        "  ".join(
            cell + " " * (width - cell_len(cell)) if left else " " * (width - cell_len(cell)) + cell
            for cell, width, left in zip(row, widths, is_left, strict=True)
        ).rstrip()
        for row in lines
    ]
    head, *body = written
    return Content.assemble((head, "bold $muted"), "\n", "\n".join(body))


def _is_number(cell: str) -> bool:
    return cell[:1].isdigit() or cell[:2].lstrip("-").isdigit()


def _run(case: Consultation) -> Page:
    return _trouble(case), NOTHING


def _trouble(case: Consultation) -> Content:
    return (
        Content.styled(visible(case.trouble) + "\n\n", "bold $error") if case.trouble else NOTHING
    )


def _facts(case: Consultation) -> Page:
    bench, ran = case.bench, case.notes.ran
    words = Content.assemble(
        _trouble(case), (bench.case.complaint, "bold"), "\n\n", symptom(case), ".\n\n",
        f"Every case begins with {WHOLE} points. An order costs {ORDER}, a wrong name or a wrong "
        f"cure {WRONG}. Nothing else costs anything: charts, facts, the code.\n",
    )  # fmt: skip
    parts: list[Content] = []
    if ran:
        scalars = next(iter(ran.results.values()))[str(bench.seed)]
        kept = ("first", "last", "min", "max")
        titles = {name: panel.title for panel in bench.lesson.panels if isinstance(panel, Series)
                  for name in panel.of}  # fmt: skip
        rows = [[n, *(number(f[each]) for each in kept), titles.get(n, "")]
                for n, f in scalars.items()]  # fmt: skip
        parts.append(table(["scalar", "first", "last", "least", "most", "chart"], rows))
    if ran and ran.layers:
        parts.append(table(["gradient of", "step 1", "last step"], ran.layers))
    parts.append(table(["setting", "value"], [[n, str(v)] for n, v in case.sick.items()]))
    return words, Content("\n\n").join(parts)


def _order(case: Consultation, name: str) -> Page:
    order, answer = ORDERS[name], case.answers.get(name)
    said = f"{order.says[0].upper()}{order.says[1:]}"
    parts: list[Part] = [(said if said.endswith("?") else f"{said}.", "$muted"), "\n\n"]
    if case.working and case.working.name == name:
        return Content.assemble(*parts, "It is being done: esc stops it."), NOTHING
    if answer is None:
        cost = cost_of(name, case.visit)
        price = f"It costs {cost}, once: it can be read again." if cost else "It costs nothing now."
        return Content.assemble(_trouble(case), *parts, ("enter", "bold $accent"),
                                f" orders it. {price}"), NOTHING  # fmt: skip
    parts.append("\n".join(map(visible, answer.says)))
    if name == "healthy":
        parts.append("\n\nThe charts of the run show the healthy twin too, faint: r goes there.")
    below = table(answer.headings, answer.rows) if answer.rows else NOTHING
    return Content.assemble(*parts, "\n"), below


def _code(case: Consultation) -> Page:
    files = ", ".join(case.kept.texts)
    return Content.assemble(
        f"The files of the case: {files}. ",
        "They have no mark where the fault is, and reading them costs nothing.\n\n",
        ("c", "bold $accent"), " reads them, and ", ("e", "bold $accent"),
        " there edits the one that you read. ", ("e", "bold $accent"),
        " here opens train.py in your editor ($EDITOR). ", ("E", "bold $accent"),
        " takes your changes back.\n\n",
        ("Your changes are in ", "$muted"), (visible(str(case.kept.path)), "$muted"),
    ), NOTHING  # fmt: skip


def _cure(case: Consultation) -> Page:
    parts: list[Part] = []
    if case.trouble:
        parts += [(visible(case.trouble), "bold $error"), "\n\n"]
    parts += [(visible(line) + "\n", "bold $success" if line.startswith(("Cured", "Named"))
               else "bold $warning" if line.startswith("Not cured") else "")
              for line in case.notes.told]  # fmt: skip
    if case.is_over:
        parts += [f"\n{case.score}. ", ("X", "bold $accent"), " shows what it was."]
        return Content.assemble(*parts), NOTHING
    if case.working and case.working.name == "cure":
        return Content.assemble(
            *parts, "It is being trained, with two seeds: esc stops it."
        ), NOTHING
    parts += ["\n"] * bool(case.notes.told)
    named = case.notes.named
    parts += [
        ("1  ", "bold $accent"),
        f"the fault: {named}" if named else "name the fault: n",
        "\n",
    ]
    changes = "; ".join(case.changes) or "change the code (e), or a setting (s)"
    parts += [("2  ", "bold $accent"), visible(changes), "\n"]
    if refusal := case.refusal:
        parts += [(f"   {visible(refusal)}\n", "bold $error")]
    parts += [("3  ", "bold $accent"), "enter trains it, with two seeds: both must be healthy\n\n"]
    parts += [(f"A cure that does not work costs {WRONG} points.", "$muted")]
    return Content.assemble(*parts), NOTHING


def _end(case: Consultation) -> Page:
    if not case.is_over:
        return Content.assemble(
            ("enter", "bold $accent"), " shows the fault, and gives no points for this case: ",
            "it asks first.",
        ), NOTHING  # fmt: skip
    lesson = case.bench.lesson
    name, told = case.bench.case.lesson_name, case.bench.told()
    words = [line for line in told if not line.startswith(("---", "+++", "@@", " ", "+", "-"))]
    diff = [line for line in told if line.startswith(("---", "+++", "@@", " ", "+", "-"))]
    parts: list[Part] = [(f"{case.score}: {case.counts}", "bold $success"), "\n\n"]
    parts += ["\n".join(map(visible, words)), "\n\n", ("enter", "bold $accent"),
              f" opens the lesson that teaches it: {visible(name)}, {lesson.title}\n"]  # fmt: skip
    colours = {"+": "$error", "-": "$success", "@": "$muted"}
    lines = [(visible(line) + "\n", colours.get(line[:1], "")) for line in diff]
    return Content.assemble(*parts), Content.assemble(*lines)
