"""The learner's own train.py: edited, trained with, marked, thrown away."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path

import pytest

import lessons
from lessons.kit import BadEnvironment, BadUsage, to_json
from lessons.kit.stream.events import End, Fault, NetworkEnd
from tests.tools.pictures import screen_text
from tests.tools.pretended import Workers
from tests.tools.screen import fresh, lesson_of, replayed, session_of, side_of, until
from tui_lab.app.lab import LabApp
from tui_lab.client.final_state import failure
from tui_lab.screens.source import changed_lines
from tui_lab.session.copy import Copy, check, editor


def write(copy: Copy, text: str, name: str = "train.py") -> None:
    """Save the copy of a file as an editor does, at another time than before."""
    path = copy.make(name)
    path.write_text(text, encoding="utf-8")
    later = max(copy.stamp) + 5
    os.utime(path, (later, later))


@pytest.fixture
def copy() -> Copy:
    return Copy(lessons.load("lesson90"))


async def test_saving_the_copy_trains_with_it(workers: Workers, copy: Copy) -> None:
    """From whatever editor: the run before stays as a ghost, and the header says whose it is."""
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("space", "s", "space")
        workers[-1].says("playing")
        await until(pilot, lambda: session_of(app).store.start is not None)
        first = session_of(app).run
        text = copy.lesson.source.replace("yield Step", "pass; yield Step")
        write(copy, text)
        await until(pilot, lambda: session_of(app).run != first)
        assert first and session_of(app).run
        assert {"train.py": text} == session_of(app).run.plan.edits  # type: ignore[union-attr]
        assert [ghost.name for ghost in lesson_of(app).view.ghosts] == [first.id]
        assert "(edited)" in screen_text(app)


async def test_beside_a_recording_the_copy_is_trained_with_by_r() -> None:
    """Space only plays what was recorded, so it is not what is named."""
    app = replayed("finished")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        copy = lesson_of(app).edited.copy
        write(copy, copy.lesson.source.replace("yield Step", "pass; yield Step"))
        await until(pilot, lambda: "your train.py is taken: r starts it" in side_of(app))


async def test_the_source_marks_what_was_changed_and_e_brings_it_back(copy: Copy) -> None:
    """`c` shows the learner's lines marked; `E` there is the original, and nothing is lost."""
    text = copy.lesson.source.replace("import time", "import time  # mine", 1)
    write(copy, text)
    app = fresh()
    async with app.run_test(size=(120, 40)) as pilot:
        assert {"train.py": text} == session_of(app).plan.edits  # of another day, still in effect
        await pilot.press("c")
        await pilot.pause()
        assert "▌" in screen_text(app) and "your copy" in screen_text(app)
        await pilot.press("E")
        await until(pilot, lambda: not session_of(app).plan.edits)
    assert not copy.edits
    assert copy.path("train.py").with_name("train.before.py").read_text(encoding="utf-8") == text


async def test_a_copy_that_python_cannot_read_is_refused(copy: Copy) -> None:
    """The line is named, and what runs goes on."""
    app = fresh()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        write(copy, "def train(hp, run):\n    yield (\n")
        await until(pilot, lambda: "line 2" in side_of(app))
        assert not session_of(app).plan.edits


async def test_without_a_terminal_to_give_away_the_path_is_told(
    copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a browser: any editor will do."""
    monkeypatch.setenv("EDITOR", "true")
    app = LabApp(lesson="lesson90")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("e")
        await until(pilot, lambda: "each save" in side_of(app))
    assert copy.path("train.py").read_text(encoding="utf-8") == copy.lesson.source


@pytest.mark.parametrize("width", [160, 80])
async def test_the_story_is_one_key_from_the_source(width: int) -> None:
    """Beside it where there is room, else in its place."""
    app = fresh()
    async with app.run_test(size=(width, 40)) as pilot:
        await pilot.press("c", "s")
        await until(pilot, lambda: "Fit a line" in screen_text(app))
        assert ("def train" in screen_text(app)) == (width == 160)
        await pilot.press("s")
        await until(pilot, lambda: "def train" in screen_text(app))


def test_only_what_can_be_trained_with_is_taken() -> None:
    """Python, with a loop in it."""
    check("train.py", "def train(hp, run):\n    yield")
    check("clipping.py", "")
    for text, words in (("x = (", "line 1"), ("x = 1", "no function `train`"), ("\0", "cannot")):
        with pytest.raises(BadUsage, match=words):
            check("train.py", text)


def test_changed_lines_are_those_that_the_original_lacks() -> None:
    """Changed and added lines; where some were taken out, the line after them."""
    assert changed_lines("a\nb\nc", "a\nB\nc\nd") == {2, 4}
    assert changed_lines("a\nb\nc", "a\nc") == {2}
    assert changed_lines("a", "a") == set()


def test_the_editor_is_the_learners(monkeypatch: pytest.MonkeyPatch) -> None:
    """VISUAL before EDITOR, with its flags."""
    monkeypatch.setenv("EDITOR", "ed")
    monkeypatch.setenv("VISUAL", "code --wait")
    assert editor() == ["code", "--wait"]


@pytest.mark.parametrize(
    ("said", "words"), [("vim '", "EDITOR is not a command"), ("  ", "no editor")]
)
def test_an_editor_that_is_no_command(
    said: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A quote too many, or blanks: a sentence that says what to set, and no crash."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", said)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BadEnvironment, match=words) as refused:
        editor()
    assert "set EDITOR" in refused.value.fix


async def test_an_editor_that_fails_is_told(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `:cq` does in vim: nothing was saved, so nothing is trained, and that is said."""
    monkeypatch.setenv("EDITOR", "false --wait")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(LabApp, "suspend", lambda _: nullcontext())
    app = fresh()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("e")
        await until(pilot, lambda: "false ended with code 1" in side_of(app))
        assert not session_of(app).plan.edits


async def test_e_throws_away_a_copy_that_cannot_be_read(copy: Copy) -> None:
    """Not UTF-8: `E` is the way out of it, and the bytes are kept."""
    copy.make("train.py").write_bytes(b"caf\xe9")
    app = fresh()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: "no text in UTF-8" in side_of(app))
        await pilot.press("E")
        await until(pilot, lambda: "back to the original" in side_of(app))
    assert b"caf\xe9" == copy.path("train.py").with_name("train.before.py").read_bytes()


async def test_an_error_in_the_copy_shows_where_it_is(workers: Workers, copy: Copy) -> None:
    """In one note for all networks; enter there shows the lines, and the log's path is told."""
    code = "[red]crash_here[/x]"
    message = f"your train.py, line 40: {code}  (NameError: name 'crash_here' is not defined)"
    trace = f'  File "your train.py", line 40, in train\n    {code}\nNameError'
    fix = "the traceback is in the run's worker.log"
    told = {"message": message, "fix": fix, "traceback": trace}
    app = fresh()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("space", "s", "space")
        workers[-1].says("playing")
        ends = [
            NetworkEnd(variant=name, seed=0, step=3, how="failed", exit=1, seq=900 + n, **told)
            for n, name in enumerate(("calm", "wild", "free"))
        ]
        run = workers[-1].run
        fault = Fault(f"calm: {message}", fix, trace)
        end = End(status="failed", exit=1, error=fault, seq=999)
        with run.events.open("ab") as file:
            file.writelines(to_json(event) + b"\n" for event in (*ends, end))
        workers[-1].lives = False
        await until(pilot, lambda: session_of(app).state == "failed")
        assert "enter among the notes shows the traceback" in failure(fault, run)
        await pilot.press("4")
        await until(pilot, lambda: "enter shows it" in screen_text(app))
        seen = " ".join(screen_text(app).split())
        assert "calm, wild, free failed" in seen
        assert "worker.log" in seen.replace(" ", "")
        await pilot.press("enter")
        await until(pilot, lambda: f"    {code}" in screen_text(app))
        assert 'File "your train.py", line 40, in train' in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "What failed" not in screen_text(app))


def test_an_edited_loop_is_what_trains(tmp_path: Path) -> None:
    """Its numbers are other ones; an error in it is told by its line."""
    lesson = lessons.load("lesson90")
    edited = lesson.source.replace("yield Step(loss=", "yield Step(loss=0 * ", 1)
    assert edited != lesson.source
    loop = lesson.train({"train.py": edited})
    assert loop.__code__.co_filename.startswith("<your train.py")
    with pytest.raises(BadUsage, match="fails before it trains"):
        lesson.train({"train.py": "import nothing_of_that_name"})


async def test_any_file_that_the_lesson_shows_is_edited_in_its_tab(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`]` goes to the next file, `e` there opens it; the run is begun with that file."""
    monkeypatch.setattr(lessons, "__path__", [str(Path(lessons.__file__).parent)])
    copy = Copy(lessons.load("lesson3"))
    monkeypatch.setenv("EDITOR", "sed -i 's|mul_(scale)|mul_(scale/2)|'")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(LabApp, "suspend", lambda _: nullcontext())
    app = LabApp(lesson="lesson3")
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press("c")
        await until(pilot, lambda: "lesson03_clipping/train.py" in screen_text(app))
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "def by_norm" in screen_text(app))
        await pilot.press("e")
        await until(pilot, lambda: ["clipping.py"] == list(session_of(app).plan.edits))
        await until(pilot, lambda: "your clipping.py is taken" in side_of(app))
        await pilot.press("c")
        await until(pilot, lambda: "clipping.py ▌" in screen_text(app))
        await pilot.press("q", "space", "s", "space")
        await until(pilot, lambda: bool(workers))
        assert "mul_(scale/2)" in workers[-1].run.plan.edits["clipping.py"]
        await pilot.press("c", "2", "E")
        await until(pilot, lambda: not session_of(app).plan.edits)
    assert not copy.edits
    assert copy.path("clipping.before.py").is_file()


async def test_any_file_of_the_lesson_is_edited_by_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`:edit FILE`; of a name that there is not, the nearest one is told."""
    opened: list[str] = []
    monkeypatch.setattr(
        "tui_lab.screens.lesson.editor.open_outside",
        lambda path, *_: opened.append(path.name) or 0,
    )
    monkeypatch.setenv("EDITOR", "true")
    app = fresh()
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await pilot.press(*":edit", "space", *"trian.py", "enter")
        await until(pilot, lambda: "did you" in screen_text(app))
        await pilot.press(*":edit", "space", *"train.py", "enter")
        await until(pilot, lambda: opened == ["train.py"])
