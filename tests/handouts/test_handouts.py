"""What is shared is what opens; what is no such file is refused; no code runs unasked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import BadEnvironment, Plan, Trouble, to_json
from lessons.kit.stream.events import Control, Start, Steps
from tests.cli.test_reproduce import values
from tests.tools.typed import invoke
from tui_lab.runs.places import create
from tui_lab.session.begin import session_of_handout
from tui_lab.session.handout.document import Branching, Handout, write, written
from tui_lab.session.handout.made import of_plan
from tui_lab.session.handout.taken import take, typed
from tui_lab.session.predicted import Predicted
from tui_lab.session.progress import Progress
from tui_lab.session.standing import Setup
from tui_lab.trust.permission import UntrustedError, remember

pytestmark = pytest.mark.usefixtures("home")
LARGEST = 20_000
"""Bytes of a file without edited code."""
SHORTCUT = settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def handed(plan: Plan, path: Path) -> Handout:
    """The file of a plan, written."""
    found = of_plan(plan, lessons.load(plan.lesson), Progress())
    write(found, path, force=True)
    return found


def changed(path: Path, **fields: Any) -> None:
    """The same file with other fields."""
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A plan of lesson 3, as a file."""
    plan = lessons.load("lesson3").plan(("norm", "value"), settings={"lr": 0.3}, seed=5, seeds=2)
    handed(plan, tmp_path / "state.json")
    return tmp_path / "state.json"


@pytest.mark.parametrize("name", lessons.names())
@given(data=st.data())
@SHORTCUT
def test_any_settings_arrive_to_the_last_digit(
    name: str, data: st.DataObject, tmp_path: Path
) -> None:
    """Of every lesson: settings, networks, seeds; what trains them is the pupil's own machine."""
    lesson = lessons.load(name)
    racing = data.draw(st.lists(st.sampled_from(list(lesson.variants)), min_size=1, unique=True))
    pinned = {n for each in racing for n in lesson.variants[each]}
    knobs = lesson.params.knobs()
    free = {n: values(k) for n, k in knobs.items() if n not in pinned and not k.names_a_place}
    drawn = data.draw(st.fixed_dictionaries({}, optional=free))
    seed = data.draw(st.integers(0, 2**31))
    plan = lesson.plan(tuple(racing), settings=drawn, seed=seed, seeds=3, device="cuda:7")
    path = tmp_path / "state.json"
    handed(plan, path)
    taken = take(path)

    assert msgspec.structs.replace(plan, device=taken.plan.device) == msgspec.structs.replace(
        taken.plan, nice=plan.nice, threads=plan.threads, max_memory=plan.max_memory
    )
    assert list(plan.variants) == list(taken.plan.variants)
    assert "cuda:7" not in path.read_text()
    assert [] == taken.notes
    assert path.stat().st_size < LARGEST


@pytest.mark.parametrize("name", lessons.names())
def test_every_preset_arrives(name: str, tmp_path: Path) -> None:
    """Also one with networks of its own."""
    lesson = lessons.load(name)
    for preset in lesson.presets:
        plan = lesson.plan(preset=preset.name)
        handed(plan, tmp_path / "state.json")
        taken = take(tmp_path / "state.json")

        assert (plan.config, plan.variants, plan.preset) == (
            taken.plan.config, taken.plan.variants, taken.plan.preset,
        )  # fmt: skip


def test_a_run_is_shared_with_what_was_turned_and_forked(tmp_path: Path) -> None:
    """As it was begun; what came later is what comes next for the pupil."""
    plan = lessons.load("lesson3").plan(("norm",), settings={"max_norm": 9.0, "steps": 90})
    run = create(plan)
    start = Start(
        run=run.id, lesson="lesson3", config=plan.config | {"max_norm": 1.0}, seeds=[0], steps=90,
        variants=plan.variants, device="cpu",
    )  # fmt: skip
    events = [start, Steps(variant="norm", seed=0, first=1, values={"loss": [1.0] * 40}),
              Control(action="set", step=0, name="max_norm", value=2.0),
              Control(action="set", step=40, name="max_norm", value=9.0)]  # fmt: skip
    run.events.write_bytes(b"".join(to_json(event) + b"\n" for event in events))
    path = tmp_path / "state.json"
    result = invoke(["share", run.id, "-o", str(path)])
    session = session_of_handout(path)

    assert 0 == result.exit_code, result.exception
    assert 2.0 == session.plan.config["max_norm"]
    assert ["fork at=40 max_norm=9.0"] == session.suggested
    assert "already exists" in str(invoke(["share", run.id, "-o", str(path)]).exception)
    assert 0 == invoke(["share", run.id, "-o", str(path), "--force"]).exit_code


def test_predictions_are_told_to_who_reads_the_file_and_asked_of_who_opens_it(
    tmp_path: Path,
) -> None:
    """A pupil's own answers are theirs: the sender's are in no pupil's progress."""
    lesson = lessons.load("lesson3")
    plan, progress = lesson.plan(), Progress(tmp_path / "teacher.json")
    asked = next(p for p in lesson.predictions if Setup.planned(plan).covers(p))
    about = Setup.planned(plan).about(asked)
    progress.predict(lesson.id, asked.question, Predicted(asked.choices[0], about=about))
    found = of_plan(plan, lesson, progress)
    write(found, tmp_path / "state.json")
    session_of_handout(tmp_path / "state.json")

    assert [(asked.question, asked.choices[0])] == [
        (each.question, each.choice) for each in found.predictions
    ]
    assert {} == Progress().of(lesson.id).predicted


def test_code_is_asked_about_once(path: Path) -> None:
    """Before it is planned, by what it says: other code in the same file is asked about again."""
    source = lessons.load("lesson3").source
    for text in (source + "\n# mine\n", source + "\n# other\n"):
        changed(path, edits={"train.py": text})
        with pytest.raises(UntrustedError) as asked:
            take(path)
        assert "train.py of lesson3 that state.json brings" in str(asked.value)
        remember(asked.value.subject)
        assert {"train.py": text} == take(path).plan.edits
    session = session_of_handout(path)
    assert session.is_given


def test_a_lesson_from_outside_is_asked_about(path: Path, tmp_path: Path) -> None:
    """A file may name any folder: nothing in it runs before somebody said yes."""
    folder = tmp_path / "evil"
    folder.mkdir()
    (folder / "__init__.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    for name in ("train.py", "README.md"):
        (folder / name).write_text("")
    changed(path, lesson=str(folder))

    with pytest.raises(UntrustedError):
        take(path)
    assert not (tmp_path / "ran").exists()


def test_another_version_of_the_lesson_is_told(path: Path) -> None:
    """What is gone, what is new, and that the code is other."""
    config = json.loads(path.read_text())["config"]
    del config["hidden"]
    changed(path, lesson_hash="0123456789ab", config=config | {"gone": 3})
    taken = take(path)

    assert [
        "lesson3 is another version here: its results may differ",
        "lesson3 has no setting gone here: left out",
        "the file does not say hidden: as the lesson has it",
    ] == taken.notes
    assert lessons.load("lesson3").params().hidden == taken.plan.config["hidden"]


def test_data_are_named_and_never_carried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pupil's own copy is found beside the file, if it says the same."""
    monkeypatch.chdir(tmp_path)
    for place, words in (("teacher", "the secret text"), ("pupil", "the secret text")):
        (tmp_path / place).mkdir()
        (tmp_path / place / "text.txt").write_text(words)
    plan = lessons.load("lesson3").plan(data=str(tmp_path / "teacher" / "text.txt"))
    path = tmp_path / "pupil" / "state.json"
    handed(plan, path)

    assert "secret" not in path.read_text() and "teacher" not in path.read_text()
    assert str(tmp_path / "pupil" / "text.txt") == take(path).plan.data
    (tmp_path / "pupil" / "text.txt").write_text("another")
    taken = take(path)
    assert taken.plan.data is None
    assert 2 == len(taken.notes)


REFUSED: dict[str, tuple[Callable[[Path], None], str]] = {
    "a newer one": (lambda p: changed(p, v=2), "made by a newer dl-lab"),
    "another program's": (lambda p: p.write_text('{"a": 1}') and None, "is no file of dl-lab"),
    "a list": (lambda p: p.write_text("[]") and None, "is no file of dl-lab"),
    "bytes": (lambda p: p.write_bytes(b"\xff\0") and None, "is no file of dl-lab"),
    "empty": (lambda p: p.write_text("") and None, "is no file of dl-lab"),
    "half of one": (lambda p: p.write_text(p.read_text()[:300]) and None, "is damaged"),
    "without seeds": (lambda p: changed(p, seeds=[]), "seeds"),
    "the same seed twice": (lambda p: changed(p, seeds=[1, 1]), "seeds"),
    "a seed below zero": (lambda p: changed(p, seeds=[-1]), "seeds"),
    "words for seeds": (lambda p: changed(p, seeds=["a"]), "is damaged"),
    "an unknown lesson": (lambda p: changed(p, lesson="lesson999"), "no lesson called"),
    "no name of a lesson": (lambda p: changed(p, lesson="\0"), "names no lesson"),
    "a setting out of bounds": (lambda p: changed(p, config={"lr": -1}), "lr cannot be"),
    "no networks": (lambda p: changed(p, variants={}), "networks"),
    "a name that drives a terminal": (
        lambda p: changed(p, variants={"\x1b[2J": {}}), "cannot be shown"),
    "another file of the lesson": (
        lambda p: changed(p, edits={"../../.bashrc": "x"}), "no file of lesson3"),
    "code that is none": (lambda p: changed(p, edits={"train.py": "def"}), "cannot be read"),
    "data with a path": (lambda p: changed(p, data={"name": "../etc/passwd"}), "by a path"),
    "too much": (lambda p: changed(p, title="x" * 2**20), "is no file of dl-lab"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_such_file_is_refused_in_one_sentence(case: str, path: Path) -> None:
    """Of environment, as unreadable data are."""
    spoil, words = REFUSED[case]
    spoil(path)
    with pytest.raises(BadEnvironment) as refused:
        take(path)

    assert words in str(refused.value)
    assert str(refused.value).isprintable()


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=5,
)  # fmt: skip


@given(
    field=st.sampled_from(list(Handout.__struct_fields__)), value=JSON, cut=st.integers(0, 3000),
    byte=st.binary(max_size=2),
)  # fmt: skip
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_damage_is_a_sentence_or_a_state(
    field: str, value: Any, cut: int, byte: bytes, path: Path, tmp_path: Path
) -> None:
    """Any field anything, or any bytes anywhere; and nothing is written."""
    plan = lessons.load("lesson3").plan(("norm",))
    text = written(of_plan(plan, lessons.load("lesson3"), Progress()))
    before = sorted(tmp_path.rglob("*"))
    fields = json.loads(text) | {field: value}
    for content in (json.dumps(fields).encode(), text[:cut] + byte + text[cut + 1 :]):
        path.write_bytes(content)
        try:
            taken = take(path)
            assert taken.plan.lesson == "lesson3" and taken.plan.edits == {}
        except Trouble as trouble:
            assert trouble.exit_code in (2, 3) and str(trouble).isprintable()
    assert before == sorted(tmp_path.rglob("*"))


def test_a_file_that_is_gone_is_no_lesson(tmp_path: Path) -> None:
    """It is not looked for among packages."""
    for command in ("open", "run"):
        refused = invoke([command, str(tmp_path / "gone.json")]).exception
        assert "gone.json does not exist" in str(refused)


def test_a_fork_is_typed_as_the_command_line_reads_it() -> None:
    """Floats to the last digit, switches as words."""
    assert "fork at=7 lr=0.1 flag=on" == typed(Branching(7, {"lr": 0.1, "flag": True}))


def test_a_file_is_trained_without_a_screen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its own settings: others beside it are refused."""
    planned: list[Plan] = []
    monkeypatch.setattr(
        "tui_lab.cli.training.places.create", lambda plan, out: planned.append(plan)
    )
    monkeypatch.setattr("tui_lab.cli.training._begin", lambda *_: 0)

    assert 0 == invoke(["run", str(path), "--threads", "2", "--device", "cpu"]).exit_code
    assert (0.3, [5, 6], 2) == (planned[0].config["lr"], planned[0].seeds, planned[0].threads)
    refused = invoke(["run", str(path), "--set", "lr=1"]).exception
    assert "has its own settings" in str(refused)
