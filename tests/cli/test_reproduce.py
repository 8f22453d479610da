"""The line that does a run again: pasted, it plans the same run, and gives the same numbers."""

from __future__ import annotations

import shlex
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lessons
import tui_lab.cli.training
import tui_lab.exports.page
from lessons.kit import History, Lesson, Plan
from lessons.kit.errors import visible
from lessons.kit.page.params import Knob
from lessons.kit.stream.events import Control, End, Forked, Reproduction, Resumed, Start, Steps
from tests.tools.commands import TOY, dl_lab
from tests.tools.typed import whole
from tui_lab.cli.narration import print_summary
from tui_lab.runs.report import document
from tui_lab.runs.reproduce import as_of_today, line_of, quoted, reproduction_of
from tui_lab.session.session import Session
from tui_lab.session.view import View
from tui_lab.widgets.side.notes import Notes

ALL = [*lessons.names(), TOY]


@pytest.fixture
def plan_of(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the command line in a pasted line plans, without training it."""
    found: list[Plan] = []

    def pretend(name: str, variants: Any, chosen: Any, data: Any, _: Any, **rest: Any) -> int:
        del rest["out"], rest["detach"], rest["nice"]  # these change no number
        page = lessons.load(name)
        values = dict(tui_lab.cli.training.setting(page, text) for text in chosen)
        path = str(data) if data is not None else None
        found.append(page.plan(variants, settings=values, data=path, **rest))
        return 0

    def plan_of(line: str) -> Plan:
        words = shlex.split(line)
        words = words[3:] if words[0] == "cd" else words
        assert ["dl-lab", "run"] == words[:2]
        whole().main(words[1:], standalone_mode=False)
        return found.pop()

    monkeypatch.setattr(tui_lab.cli.training, "run_lesson", pretend)
    return plan_of


def start_of(plan: Plan, **more: Any) -> Start:
    """How a run of this plan begins."""
    return Start(
        run="r", lesson=plan.lesson, config=plan.config, variants=plan.variants,
        seeds=plan.seeds, steps=plan.steps, device="cpu", **more,
    )  # fmt: skip


def plans(lesson: Lesson) -> list[Plan]:
    """Every preset, with all its variants, with each alone, and with the first two turned about."""
    made = []
    for preset in [None, *lesson.presets]:
        own = preset.variants if preset else None
        names = list(own or lesson.variants)
        choices = [(), tuple(names), *((name,) for name in names), tuple(names[1::-1])]
        name = preset.name if preset else None
        made += [lesson.plan(v, preset=name, seed=3, seeds=2, device="cpu") for v in choices]
    return made


@pytest.mark.parametrize("name", ALL)
def test_every_preset_and_variant_is_planned_again(name: str, plan_of: Any) -> None:
    """Whatever can be chosen, the line chooses."""
    lesson = lessons.load(name)
    for plan in plans(lesson):
        made = plan_of(line_of(lesson, plan))
        assert plan == made
        assert list(plan.variants) == list(made.variants)


def values(knob: Knob) -> st.SearchStrategy[Any]:
    """Anything that a setting may be."""
    if knob.is_run:
        return st.sampled_from(["", "/runs/lesson6-k7f2:relu-8:1"])  # a name has to be there
    if knob.choices:
        return st.sampled_from(knob.choices)
    if knob.look:
        return st.sampled_from(["", "utf-8", "cp1252"])  # it knows encodings, and refuses others
    if knob.kind is bool:
        return st.booleans()
    if knob.kind is int:
        return st.integers(int(knob.low), int(knob.high))
    if knob.kind is float:
        return st.floats(knob.low, knob.high)
    return st.text(max_size=12).filter(str.isprintable)  # what is not, `shlex` does not read


@pytest.mark.parametrize("name", ALL)
@given(data=st.data())
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_settings_are_planned_again(name: str, data: st.DataObject, plan_of: Any) -> None:
    """To the last digit; where no line can say them, there is none, and words instead."""
    lesson = lessons.load(name)
    variant = data.draw(st.sampled_from(list(lesson.variants)))
    own = lesson.variants[variant]
    knobs = {n: k for n, k in lesson.params.knobs().items() if n not in own}
    drawn = data.draw(st.fixed_dictionaries({}, optional={n: values(knobs[n]) for n in knobs}))
    plan = lesson.plan(
        (variant,), settings=drawn, seed=data.draw(st.integers(0, 2**31)), threads=2,
        max_seconds=1.5, data="/a folder/it's; rm -rf $HOME", device="cpu",
    )  # fmt: skip
    line = line_of(lesson, plan)
    if line:
        assert plan == plan_of(line)
    else:
        assert any(value != str(value).strip() for value in drawn.values())
        assert (
            "run.json"
            in reproduction_of(lesson, plan, start_of(plan), History(), "finished").but[0]
        )


@pytest.mark.parametrize(
    "word", ["plain", "two words", "it's", "$HOME `id` \\", "\x1b]0;\n'\\é", ""]
)
def test_a_path_arrives_as_it_was(word: str) -> None:
    """Also one that would drive the terminal it is printed to."""
    said = subprocess.run(
        ["bash", "-c", f"printf %s {quoted(word)}"], capture_output=True, check=True
    )

    assert word.encode() == said.stdout
    assert quoted(word).isprintable()


def test_what_a_line_cannot_do_is_said() -> None:
    """Knobs turned while it trained, an edited loop, a fork, own data, a stop, a GPU, threads."""
    lesson = lessons.load("lesson3")
    plan = lesson.plan(
        device="auto", threads=4, data="/tmp/my text.txt", edits={"train.py": "x = 1"},
        max_seconds=1.5,
    )  # fmt: skip
    start = start_of(
        plan, data={"digest": "abc"}, edited=True, lesson_hash="another",
        forked=Forked("lesson3-other", 20), versions={"torch": "1.0", "python": "3.0"},
    )  # fmt: skip
    start = msgspec.structs.replace(start, device="cuda:1")
    history = History()
    for event in (
        start,
        Resumed(at=[], notes=["it goes on elsewhere"]),
        Steps(variant="norm", seed=0, first=1, values={"loss": [1.0, 2.0]}),
        *(Control(action="set", step=n, name="lr", value=0.1 * n) for n in range(1, 6)),
    ):
        history.take_event(event)
    found = reproduction_of(lesson, plan, start, history, "stopped")

    assert "--device cuda:1 --threads 4" in found.whole()[0]
    for words in (
        "'/tmp/my text.txt', which must be unchanged (digest abc)",
        "your own train.py",
        "forked from lesson3-other after step 20",
        "lr to 0.1 after step 1, lr to 0.2 after step 2",
        "and 2 more",
        "stopped after 2 of 200 steps",
        "cuda:1, where sums may differ",
        "4 threads",
        "torch 1.0, not",
        "resumed: it goes on elsewhere",
        "code has changed since",
        "--max-seconds 1.5 may stop it sooner",
    ):
        assert any(words in text for text in found.but), words
    failed = reproduction_of(lesson, plan, start, history, "failed")
    assert "it failed after 2 of 200 steps; the command trains them all" in failed.but


@pytest.mark.parametrize("name", ALL)
def test_a_knob_that_moves_only_what_is_shown_is_no_caveat(name: str) -> None:
    """Each live knob of each lesson: what is learned without it, the line alone gives again."""
    lesson = lessons.load(name)
    live = {n: knob for n, knob in lesson.params.knobs().items() if knob.live}
    plan = lesson.plan()
    for knob_name, knob in live.items():
        history = History()
        value = getattr(lesson.params(), knob_name)
        turned = Control(action="set", step=3, name=knob_name, value=value)
        for event in (start_of(plan), turned):
            history.take_event(event)
        but = reproduction_of(lesson, plan, start_of(plan), history, "finished").but

        assert knob.only_shown is not any(f"{knob_name} to " in text for text in but)


def test_networks_that_are_no_presets_have_no_line() -> None:
    """A line that trains something else would be worse than none."""
    lesson = lessons.load("lesson3")
    plan = msgspec.structs.replace(lesson.plan(), variants={"mine": {"how": "norm", "lr": 0.2}})
    found = reproduction_of(lesson, plan, start_of(plan), History(), "finished")

    assert "" == found.whole()[0]
    assert "no command line gives these variants (mine)" in found.but[0]


@pytest.mark.fresh
def test_the_line_gives_the_same_numbers(tmp_path: Path) -> None:
    """Odd settings, own data, several seeds: pasted into a shell as it stands, results are equal.

    Also where config.toml and the environment would have it otherwise.
    """
    text = tmp_path / "it's mine.txt"
    text.write_text("some text", encoding="utf-8")
    flags = ["--seed", "7", "--seeds", "2", "--steps", "9", "--preset", "hot", "--set", "lr=0.017"]
    chosen = ["--set", "noise=off", "--variant", "free", "--data", str(text)]
    first = dl_lab("run", TOY, "--json", *flags, *chosen).document
    home = tmp_path / "other"
    home.mkdir()
    (home / "config.toml").write_text("[run]\nseed = 1\nseeds = 5\nsteps = 2\nthreads = 2\n")
    words = shlex.split(first["again"]["line"])
    assert ["cd", str(Path.cwd()), "&&", "dl-lab", "run", TOY] == words[:6]
    second = dl_lab(*words[4:], "--json", DL_LAB_DIR=str(home), DL_LAB_SEED="4").document

    assert first["results"] == second["results"]
    assert {"7", "8"} == set(first["results"]["free"])
    assert first["again"]["line"] == second["again"]["line"]
    assert ["it reads"] == [text[:8] for text in first["again"]["but"]]


def test_people_are_told_the_line(home: Path) -> None:
    """In one piece, below the verdicts; and it is in report.json and in the stream."""
    done = dl_lab("run", TOY, "--steps", "4")
    run = next((home / "runs").iterdir())
    report = msgspec.json.decode((run / "report.json").read_bytes())
    line = next(text for text in done.out.splitlines() if text.startswith("again: "))

    assert f"again: {report['again']['line']}" == line
    assert line.endswith(f"dl-lab run {TOY} --seed 0 --seeds 1 --device cpu --threads 1 --steps 4")
    assert report == dl_lab("replay", "last", "--json").document


CAVEATS = st.lists(
    st.text("abcdefgh \u202e\x1b[]<&>'\"", min_size=1, max_size=12), max_size=4, unique=True
)


@given(line=st.sampled_from(["", "dl-lab run lesson90"]), but=CAVEATS, other=st.booleans())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_line_is_shown_without_its_caveats(
    line: str, but: list[str], other: bool, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Notes, page, summary, report and replay: wherever the line is, all that it lacks is too.

    Also what came after the run's own end: another version of the lesson.
    """
    lesson = lessons.load(TOY)
    start = start_of(lesson.plan(), lesson_hash="another" if other else lesson.hash)
    end = End(status="finished", exit=0, reproduction=Reproduction(line, but))
    end = msgspec.structs.replace(
        end, reproduction=as_of_today(end.reproduction or Reproduction(""), lesson, start)
    )
    session = Session(lesson, lesson.plan())
    for event in (start, end):
        session.store.take_event(event)
    print_summary(session.store, lesson)
    notes = Notes(View(session))._reproduction(session.store)
    shown = {
        "notes": "\n".join(part.plain for part in notes),
        "summary": capsys.readouterr().out,
        "page": unescape(tui_lab.exports.page._reproduction(end)),
    }
    caveats = [*but, *(["the lesson's code has changed since"] if other else [])]
    for place, text in shown.items():
        assert not line or line in text, place
        assert all(visible(words) in text for words in caveats), place
    assert {"line": line, "but": caveats} == document(start, end)["again"]


def test_a_recording_says_what_has_changed_since(home: Path) -> None:
    """`replay --json`: what was true at its end, and is not enough any more."""
    dl_lab("run", TOY, "--steps", "4", "--json")
    run = next((home / "runs").iterdir())
    text = (run / "events.jsonl").read_text()
    hashed = lessons.load(TOY).hash
    (run / "events.jsonl").write_text(text.replace(hashed, "anotherhash0"))
    found = dl_lab("replay", "last", "--json").document["again"]

    assert ["the lesson's code has changed since"] == found["but"]
