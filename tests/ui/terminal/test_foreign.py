"""Texts of others on the screen: shown as they are, never read as markup, never obeyed."""

from __future__ import annotations

import ast
import json
import unicodedata
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.pilot import Pilot

from lessons.kit import Lesson
from tests.tools.pictures import screen_text
from tests.tools.places import RECORDINGS, ROOT
from tests.tools.screen import until
from tui_lab.app.lab import LabApp
from tui_lab.terminal.foreign import Harmless

HOSTILE = [
    "[/x]", "[red [@click=app.quit]x[/] a[0] [$no :bug: \\", "\x1b[2J\x9b\u202e\x07]52;c;x",
]  # fmt: skip
NAMES = ("calm", "wild", "free")
TEXTS = ("text", "message", "mend", "traceback", "question", "answer", "prompt", "says", "why",
         "source", "line")  # fmt: skip
KEYS = ["1", "2", "3", "4", "6", "v", "f", "escape", "o", "tab", "escape", "question_mark",
        "escape", "]"]  # fmt: skip


def spoiled(value: Any, bad: str, key: str = "") -> Any:
    """An event as if a lesson from outside, a file and a learner had said this everywhere."""
    match value:
        case dict():
            return {spoiled(k, bad): spoiled(v, bad, k) for k, v in value.items()}
        case list():
            return [spoiled(item, bad, "text" if key in ("notes", "but") else "") for item in value]
        case str() if value in NAMES or key in TEXTS:
            return value + bad
    return value


def page(lesson: Lesson, bad: str) -> Lesson:
    """The lesson, as somebody from outside may have written it."""
    told = {"title": lesson.title + bad, "says": lesson.says + bad}
    variants = {name + bad: settings for name, settings in lesson.variants.items()}
    return replace(
        lesson, **told, variants=variants, race=tuple(name + bad for name in lesson.race),
        panels=[replace(panel, title=panel.title + bad) for panel in lesson.panels],
        claims=[replace(c, name=c.name + bad, says=c.says + bad, needs=()) for c in lesson.claims],
        predictions=[
            replace(p, question=p.question + bad, why=p.why + bad, panel=p.panel + bad,
                    choices=tuple(choice + bad for choice in p.choices),
                    answer=lambda _: f"yes{bad}")
            for p in lesson.predictions
        ],
        presets=[replace(p, name=p.name + bad, says=p.says + bad) for p in lesson.presets],
        tour=(),
    )  # fmt: skip


@pytest.fixture(params=HOSTILE)
def bad(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A text that means something to Textual, to rich, or to a terminal; the lesson says it."""
    text = str(request.param)
    for name in ("lessons.lesson90_line", "tests.toys.lesson90_line"):
        module = import_module(name)
        monkeypatch.setattr(module, "lesson", page(module.lesson, text))
    return text


def recording(folder: Path, name: str, bad: str) -> Path:
    """A recording in which everybody said this."""
    lines = (RECORDINGS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    path = folder / f"{name}.jsonl"
    events = [json.dumps(spoiled(json.loads(line), bad)) for line in lines]
    path.write_text("\n".join(events) + "\n", encoding="utf-8")
    return path


async def seen_on_the_way(pilot: Pilot[None], app: LabApp) -> str:
    """All that was shown, key after key; nothing of it drives a terminal."""
    seen = []
    for key in KEYS:
        await pilot.press(key)
        await pilot.pause()
        seen.append(screen_text(app))
        kinds = {unicodedata.category(c) for c in seen[-1].replace("\n", "")}
        assert not kinds & {"Cc", "Cs"} and "\u202e" not in seen[-1], key
    assert app.is_running and app.return_code is None
    return "\n".join(seen)


async def test_a_run_may_say_anything(bad: str, tmp_path: Path) -> None:
    """Titles, names, questions, claims, notes, answers and errors, on every tab and sheet."""
    app = LabApp(replay=recording(tmp_path, "failed", bad))
    async with app.run_test(size=(160, 50), notifications=True) as pilot:
        await pilot.pause()
        seen = await seen_on_the_way(pilot, app)
    shown = bad.split()[0] if bad.isprintable() else "␛[2J"

    assert f"calm{shown}" in seen
    assert f"A line{shown}" in seen or f"Loss{shown}" in seen


async def test_the_menu_may_say_anything(bad: str) -> None:
    """Titles and sentences of lessons that somebody else wrote."""
    app = LabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: "A line" in screen_text(app))
        kinds = {unicodedata.category(c) for c in screen_text(app).replace("\n", "")}
        assert not kinds & {"Cc", "Cs"} and "\u202e" not in screen_text(app)
        app.notify(f"said {bad}", title="")
        app.screen.notify(f"again {bad}")
        await pilot.pause()
        assert app.is_running


async def test_a_line_is_sieved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is on the screen and did not change is drawn again from what was made of it before."""
    app, sieved = LabApp(replay=RECORDINGS / "finished.jsonl"), list[str]()
    apply = Harmless.apply

    def counted(self: Harmless, segments: list[Segment], background: Color) -> list[Segment]:
        sieved.extend(segment.text for segment in segments)
        return apply(self, segments, background)

    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(Harmless, "apply", counted)
        shown = screen_text(app)
        sieved.clear()
        assert shown == screen_text(app)
        assert [] == sieved


def test_no_widget_is_made_that_reads_markup() -> None:
    """Whoever makes one says markup=False; a title of a frame is Content, or a text of ours."""
    wrong = [
        f"{path.name}:{node.lineno}"
        for path in (*ROOT.glob("tui_lab/screens/*.py"), *ROOT.glob("tui_lab/widgets/*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if _reads_markup(node)
    ]

    assert [] == wrong


def _reads_markup(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="Static" | "Label" | "OptionList" | "Choices" | "KnobList")):
            ours = bool(node.args) and isinstance(node.args[0], ast.Constant | ast.Name)
            is_plain = any(word.arg == "markup" for word in node.keywords)
            return not is_plain and not (ours and getattr(node.args[0], "id", "X").isupper())
        case ast.Assign(targets=[ast.Attribute(attr="border_title" | "border_subtitle")]):
            return isinstance(node.value, ast.JoinedStr)
        case ast.Call(func=ast.Attribute(attr="from_markup")):
            return True
        case ast.Call(func=ast.Attribute(attr="add_row" | "add_column")):
            return any(isinstance(a, ast.JoinedStr) for a in node.args)
    return False
