"""What lesson 19 claims is so, on runs made here; and it takes the learner's data and networks."""

from __future__ import annotations

import shutil
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import lessons
from lessons.kit import BadUsage, Claim, Plan, Trouble
from lessons.kit.engine.race import Race
from lessons.kit.stream.events import End, Event, NetworkEnd, PictureEvent
from lessons.lesson19_compression.page.verdicts import ENOUGH, TAUGHT
from tests.tools.kept import kept_run
from tests.tools.trained import Told, trained
from tui_lab.cli.training import planned
from tui_lab.session.handout.document import write
from tui_lab.session.handout.made import of_plan
from tui_lab.session.handout.taken import take
from tui_lab.session.progress import Progress

LESSON = lessons.load("lesson19")
CLAIMS: dict[str, Claim] = {claim.name: claim for claim in LESSON.claims}
SEED = 40
"""No bar was set by it."""


@pytest.fixture(scope="module")
def default() -> Told:
    """The race that a learner sees first, without the network that is trained like another."""
    return trained(LESSON, "channel", "twin", "aware", seed=SEED, steps=ENOUGH)


@pytest.mark.parametrize(
    "claim",
    [
        "half-a-step", "eight-bits-show-nothing", "four-bits-are-enough", "two-bits-need-rows",
        "twin-is-the-same-function", "twin-breaks-at-six-bits", "rows-repair-the-twin",
        "training-on-the-grid", "more-bits-hurt-it",
    ],
)  # fmt: skip
def test_the_default_run_bears_out(default: Told, claim: str) -> None:
    """Every claim about bits holds."""
    assert "holds" == default[1][claim]


@pytest.mark.parametrize(
    ("preset", "steps", "claims"),
    [
        ("pruning", ENOUGH, ("smallest-weights-first", "the-rest-repairs", "random-is-behind")),
        ("distillation", TAUGHT, ("a-teacher-helps", "warm-teaches-more")),
        ("all-labels", TAUGHT, ("not-with-all-labels",)),
        ("no-threes", TAUGHT, ("never-said-a-three", "threes-from-doubts")),
    ],
)
def test_a_preset_bears_out(preset: str, steps: int, claims: tuple[str, ...]) -> None:
    """The claims that speak of it."""
    needed = {name for claim in claims for name in CLAIMS[claim].needs}
    told = trained(LESSON, *sorted(needed), preset=preset, seed=SEED, steps=steps)[1]
    assert dict.fromkeys(claims, "holds") == {claim: told[claim] for claim in claims}


@pytest.mark.parametrize(
    ("claim", "variant", "other"),
    [("training-on-the-grid", "aware", "channel"), ("more-bits-hurt-it", "aware", "channel")],
)
def test_another_networks_record_is_found_out(
    default: Told, claim: str, variant: str, other: str
) -> None:
    """What was recorded of one network, under the name of the other, fails."""
    fake = copy(default[0])
    fake.tracks = default[0].tracks | {(variant, SEED): default[0].track(other, SEED)}
    verdict = CLAIMS[claim].judge(fake)
    assert verdict is not None and verdict.holds is False


def test_the_default_run_answers_its_predictions(default: Told) -> None:
    """As the story explains it."""
    answers = [p.answer(default[0]) for p in LESSON.predictions if "recall" not in p.panel]
    assert ["about one in ten", "worse"] == answers[:2]


def test_turning_the_bits_moves_the_accuracy_at_once() -> None:
    """Of a network that is only rounded when it is tested; training goes on as before."""
    race = Race(LESSON, LESSON.plan(("tensor",), settings={"steps": 200}))
    for _ in range(90):
        race.tick()
    race.turn("bits", 8)
    race.show_next()
    events = race.tick()
    small = [s.values["small"][-1] for s in race.collect() if "small" in s.values]
    assert (small[-1] or 0) > 0.9
    table = next(e.value for e in events if isinstance(e, PictureEvent) and e.panel == "measured")
    assert ["float32", "8 bits", "4 bits", "2 bits"] == [row[0] for row in table]
    sizes = [int(row[1].replace(",", "")) for row in table]
    assert sizes == sorted(sizes, reverse=True)


def run(*variants: str, **settings: Any) -> list[Event]:
    events = list(LESSON.run(*variants, **settings))
    assert [] == [e for e in events if isinstance(e, NetworkEnd) and e.how != "finished"]
    return events


def shown(events: list[Event]) -> dict[str, Any]:
    return {e.panel: e.value for e in events if isinstance(e, PictureEvent)}


@pytest.mark.parametrize(
    ("lesson", "variant", "settings"),
    [
        ("lesson6", "relu-8", {"task": "digits", "steps": 9}),
        ("lesson6", "tanh-20-20", {"task": "wine", "steps": 9}),
        ("lesson11", "conv", {"steps": 4}),
        ("lesson4", "bilstm", {"steps": 2, "every": 1, "task": "twelve"}),
    ],
)
def test_a_run_of_the_learners_own_is_compressed(
    lesson: str, variant: str, settings: dict[str, Any]
) -> None:
    """With all bits, with zeros, and trained further; as it is otherwise: its weights stay."""
    address = f"{kept_run(lesson, variant, **settings).path}:{variant}:0"
    events = run("channel", "aware", preset="own-run", run=address, steps=3)
    bits = [x for x, _ in shown(events)["by_bits"]["right"]]
    assert [2, 3, 4, 5, 6, 7, 8] == bits
    assert ["float32", "2 bits", "8 bits", "4 bits"] == [r[0] for r in shown(events)["measured"]]
    accuracies = [
        value for e in events if getattr(e, "variant", "") == "channel"
        for value in getattr(e, "values", {}).get("accuracy", []) if isinstance(value, float)
    ]  # fmt: skip
    assert len(set(accuracies)) == 1
    assert not [claim for claim in events[-1].claims if claim.verdict == "fails"]  # type: ignore[attr-defined]
    zeros = shown(run("once", preset="own-run-pruned", run=address, steps=3))
    assert ["float32", "with zeros"] == [row[0] for row in zeros["measured"]]


def test_a_networks_own_accuracy_is_the_one_of_its_run() -> None:
    """The test part is that of the run that trained it, and so is the figure."""
    from lessons.kit.engine.trained_run import trained_run

    kept = kept_run("lesson6", "relu-8", task="digits", steps=60)
    found = trained_run(str(kept.path), ("lesson6",))
    theirs = found.open(found.data(), torch.device("cpu"))
    said = theirs.model(*theirs.test.inputs).argmax(1)
    right = float((said == theirs.test.labels).float().mean())
    table = shown(run("channel", run=str(kept.path), steps=1))["measured"]
    assert f"{right:.3f}" == table[0][3]


def refusal(*settings: str, data: Path | None = None) -> str:
    """What is said where a run cannot begin, by the command line and by the reading of data."""
    with pytest.raises(Trouble) as caught:
        plan: Plan = planned(LESSON, (), list(settings), data)
        LESSON.data_of(plan)
    assert "\n" not in str(caught.value) and caught.value.fix
    return str(caught.value)


def test_runs_that_cannot_be_compressed_are_refused(tmp_path: Path) -> None:
    """In one line each, with what to do instead."""
    other = kept_run("lesson3", "norm", steps=2)
    own = kept_run("lesson6", "relu-8", "linear", steps=2)
    texts = kept_run("lesson4", "rnn", steps=2, task="twelve", every=1)
    assert "no run called 'nowhere'" in refusal("run=nowhere")
    assert "is of lesson3, which is not read here" in refusal(f"run={other.id}")
    assert "did you mean 'relu-8'?" in refusal(f"run={own.id}:relu-9")
    assert "no seed called '5'" in refusal(f"run={own.id}:linear:5")
    gone = kept_run("lesson6", "relu-8", steps=3)
    shutil.rmtree(gone.path / "checkpoints")
    assert f"dl-lab stop {gone.id} saves it; else dl-lab resume" in refusal(f"run={gone.id}")
    gone.report.write_text("{}")
    assert "train such a run again, and name the new one" in refusal(f"run={gone.id}")
    assert "no student" in refusal(f"run={texts.id}", "task=distillation")
    (tmp_path / "a.csv").write_text("a,b\n1,y\n2,n\n")
    assert "cannot be combined" in refusal(f"run={own.id}", data=tmp_path / "a.csv")
    with pytest.raises(BadUsage, match="needs the setting run"):
        LESSON.data_of(LESSON.plan(preset="own-run"))


def table(path: Path, rows: int = 80) -> Path:
    luck = np.random.default_rng(0)
    x = luck.normal(size=(rows, 3))
    lines = ["a,b,c,kind", *(",".join([*map(str, row), "yn"[int(row[0] > 0)]]) for row in x)]
    (path / "own.csv").write_text("\n".join(lines), encoding="utf-8")
    return path / "own.csv"


@pytest.mark.parametrize(
    ("preset", "variant"), [(None, "aware"), ("pruning", "gradual"), ("distillation", "soft-4")]
)
def test_the_learners_own_table(tmp_path: Path, preset: str | None, variant: str) -> None:
    """Every way of making a network smaller takes it; nothing is claimed of it."""
    events = run(variant, preset=preset, data=table(tmp_path), steps=4)
    end = events[-1]
    assert isinstance(end, End)
    assert {"half-a-step"} >= {claim.name for claim in end.claims}


def test_a_hidden_class_that_is_not_there_hides_nothing(tmp_path: Path) -> None:
    """The knob goes further than two classes."""
    run("soft-4", preset="no-threes", data=table(tmp_path), hidden_class=9, steps=2)


@pytest.mark.parametrize(
    ("preset", "variant"), [(None, "tensor"), ("pruning", "once"), ("distillation", "labels")]
)
def test_it_answers_by_the_whole_and_by_the_small_network(preset: str | None, variant: str) -> None:
    """For an image; and for `time` with passes that are measured."""
    race = Race(LESSON, LESSON.plan((variant,), preset=preset, settings={"steps": 9}))
    race.tick()
    network = race.network(variant)
    said = network.answer("test 3").answer
    assert "test 3, which is " in said and "whole, it says" in said and "compressed, " in said
    assert " µs" in network.answer("time").answer
    assert "is no image" in network.answer("what?").answer


def test_a_shared_run_names_the_other_run_and_not_its_folder(tmp_path: Path) -> None:
    """Who opens the file needs a run of that name; without one the setting is left out, said."""
    own = kept_run("lesson6", "relu-8", steps=2)
    plan = LESSON.plan(("channel",), settings={"run": f"{own.path}:relu-8:0"})
    handout = of_plan(plan, LESSON, Progress())
    assert f"{own.id}:relu-8:0" == handout.config["run"]
    write(handout, tmp_path / "handout.json")
    assert f"{own.path}:relu-8:0" == take(tmp_path / "handout.json").plan.config["run"]
    own.remove()
    taken = take(tmp_path / "handout.json")
    assert "" == taken.plan.config["run"]
    assert any("run needs the run" in note for note in taken.notes)
