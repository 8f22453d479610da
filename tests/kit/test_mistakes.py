"""An error in the learner's own loop: whose it is, on which line, and what is shown of it."""

import ast
from importlib import import_module
from pathlib import Path

import msgspec
import pytest

from lessons.kit.engine.race import Race
from lessons.kit.page import mistakes
from lessons.kit.page.kit_names import advice
from lessons.kit.stream.events import End, Event, NetworkEnd
from tests.toys.lesson90_line import lesson

LINES = lesson.source.splitlines()


def train(source: str, **settings: object) -> list[Event]:
    """What a run of this text of train.py says."""
    chosen = {"steps": 6, "noise": False, **settings}
    plan = msgspec.structs.replace(
        lesson.plan(("calm",), settings=chosen), edits={"train.py": source}
    )
    return list(Race(lesson, plan).events())


def failed(source: str) -> tuple[NetworkEnd, End]:
    """How it failed."""
    found = train(source)
    [network], end = [e for e in found if isinstance(e, NetworkEnd)], found[-1]
    assert isinstance(end, End)
    return network, end


def before(number: int, *, put: str) -> str:
    """The toy's loop with a statement of its own line before this line."""
    indent = LINES[number - 1][: -len(LINES[number - 1].lstrip())]
    return "\n".join([*LINES[: number - 1], indent + put, *LINES[number - 1 :], ""])


def places() -> list[int]:
    """Every line of the loop at which a statement begins, and that is reached."""
    [train] = [node for node in ast.parse(lesson.source).body if isinstance(node, ast.FunctionDef)]
    found = {n.lineno for n in ast.walk(train) if isinstance(n, ast.stmt) and n is not train}
    return sorted(found - {n.lineno for n in ast.walk(train) if isinstance(n, ast.Raise)})


@pytest.mark.parametrize("number", places())
def test_an_error_at_any_line_is_told_by_its_line_and_code(number: int) -> None:
    """With the line as it stands there, exit 1, and the same in the end's error."""
    network, end = failed(before(number, put="crash_here"))
    said = f"your train.py, line {number}: crash_here  (NameError: name 'crash_here' is not defined"

    assert network.message.startswith(said)
    assert (1, 1, "failed") == (network.exit, end.exit, end.status)
    assert end.error and end.error.message.startswith(f"calm: {said}")
    assert end.error.traceback == network.traceback
    assert f'File "your train.py", line {number}, in train\n    crash_here' in network.traceback


@pytest.mark.parametrize(
    ("put", "words"),
    [
        ("yield Step(loss='much')", "could not convert string to float"),
        ("yield Step(loss=torch.ones(3))", "only one element tensors"),
        ("yield Step(loss=None)", "TypeError"),
        ("yield Picture('weights', object())", "a picture cannot hold a object"),
        ("yield 3", "a loop yields Step, Picture, Note or Question, and no int"),
        ("torch.zeros(2, 3) @ torch.zeros(2, 3)", "mat1 and mat2 shapes cannot be multiplied"),
        ("exit()", "SystemExit"),
        ("import nothing_of_that_name", "ModuleNotFoundError"),
        ("(lambda f: f(f))(lambda f: f(f))", "RecursionError"),
        ("raise ValueError('first\\n\\x1b]52;[red]')", "ValueError: first)"),
        ("raise ValueError", "(ValueError)"),
        ("exec('def f(:')", "SyntaxError"),
    ],
)
def test_whatever_goes_wrong_leads_to_the_line(put: str, words: str) -> None:
    """Also what is refused only after it was said; of torch nothing is shown."""
    number = next(n for n, line in enumerate(LINES, 1) if "loss = F.mse_loss" in line)
    network, _ = failed(before(number, put=put))

    assert 1 == network.exit
    assert network.message.startswith(f"your train.py, line {number}: {put}  (")
    assert words in network.message
    assert "\n" not in network.message and "\x1b" not in network.message + network.traceback
    assert "lessons/kit" not in network.traceback and "site-packages" not in network.traceback
    assert len(network.traceback) <= mistakes.LONGEST


def test_a_long_line_is_cut() -> None:
    """A message stays one that a person reads."""
    network, _ = failed(before(places()[0], put=f"crash_here or '{'x' * 5000}'"))

    assert 250 > len(network.message)
    assert "xxx…  (NameError" in network.message


def test_an_error_that_came_from_another_keeps_it() -> None:
    """As Python tells it: both, with the lines of their own."""
    lines = ("try: 1 / 0", "except ZeroDivisionError as error: raise KeyError('k') from error")
    number = places()[3]
    indent = LINES[number - 1][: -len(LINES[number - 1].lstrip())]
    network, _ = failed(before(number, put=f"\n{indent}".join(lines)))

    assert network.message.startswith(f"your train.py, line {number + 1}: except ")
    assert f'"your train.py", line {number}, in train' in network.traceback
    assert "The above exception was the direct cause" in network.traceback


def test_an_error_before_it_trains_has_its_line() -> None:
    """What a module does at its top is told by its line too."""
    with pytest.raises(Exception, match=r"before it trains: line 1: 1 / 0  \(ZeroDivisionError"):
        lesson.train({"train.py": "1 / 0\n" + lesson.source})


def test_a_loop_of_ours_that_fails_is_a_bug_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 70: there is nothing in it that a learner should fix."""
    monkeypatch.setattr(mistakes, "_watched", [])  # the toy may have been opened as an outsider's
    found = train(lesson.source, fail_at=3)  # its text is what counts: this one is the learner's
    ours = list(lesson.run("calm", steps=6, fail_at=3))
    ends = [event for event in (*found, *ours) if isinstance(event, End)]

    assert [1, 70] == [end.exit for end in ends]
    assert ends[1].error and "" == ends[1].error.traceback


def test_what_lies_in_a_lesson_from_outside_is_its_authors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder and the file in it are named, whatever the folder is called."""
    monkeypatch.setattr(mistakes, "_watched", [tmp_path / "x\x1b\n[red]"])
    file = tmp_path / "x\x1b\n[red]" / "train.py"
    code = compile("\n\ndef train():\n    1 / 0\ntrain()", str(file), "exec")
    with pytest.raises(ZeroDivisionError) as raised:
        exec(code, {})
    found = mistakes.mistake(raised.value)

    assert "x␛␊[red]/train.py, line 4: ZeroDivisionError: division by zero" == str(found)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("from lessons.kit import Step, knob\nfrom lessons.kit.loop import Run", ""),
        ("from lessons.kit import Ask", "write from lessons.kit.loop import Question"
                                        " (Ask is now Question)"),
        ("from lessons.kit.engine import Run", "write from lessons.kit.loop import Run"),
        ("from lessons.kit import words", "write from lessons.kit import text_knob"
                                          " (words is now text_knob)"),
        ("from lessons.kit import Ask, Show\nfrom lessons.kit.engine import Run",
         "write from lessons.kit.loop import Question, Run, Picture"
         " (Ask is now Question, Show is now Picture)"),
        ("from lessons.kit.captured import captured",
         "captured is gone: call the model itself, and write cuda_graph=True on the page"),
        ("from elsewhere import Ask, Run", ""),
        ("def (", ""),
    ],
)  # fmt: skip
def test_an_old_lesson_is_told_every_name_of_now(source: str, expected: str) -> None:
    """All of them at once: whoever changes one line at a time tries five times."""
    assert expected == advice(source)


def test_no_name_of_now_is_taken_for_an_old_one() -> None:
    """What a page or a loop takes from the kit today needs no advice."""
    for module in ("lessons.kit", "lessons.kit.loop"):
        names = ", ".join(import_module(module).__all__)
        assert "" == advice(f"from {module} import {names}")
