"""A fork: the same past, other knobs from there on, and the old run untouched."""

import json
import shutil
from pathlib import Path

import pytest

import lessons
from lessons.kit.stream.events import Start, Steps
from tests.tools.commands import TOY, dl_lab
from tui_lab.runs import places
from tui_lab.runs.stream import recorded
from tui_lab.state.store import Store
from tui_lab.worker import changes
from tui_lab.worker.logbook import superfluous


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which one run has finished, with checkpoints on its way."""
    environment = {"DL_LAB_DIR": str(tmp_path_factory.mktemp("lab"))}
    asked = ("--steps", "60", "--set", "slow=0.02", "--variant", "calm", "--variant", "wild")
    dl_lab("run", TOY, "--json", *asked, **environment)
    return environment


def store_of(name: str, environment: dict[str, str], patch: pytest.MonkeyPatch) -> Store:
    patch.setenv("DL_LAB_DIR", environment["DL_LAB_DIR"])
    store = Store()
    for event in recorded(places.find(name)):
        store.take_event(event)
    return store


def losses(store: Store, variant: str) -> list[float]:
    return list(store.history.track(variant, 0).columns["loss"].values)


def test_a_fork_begins_where_it_is_pointed(
    parent: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Up to that step number for number, also between two checkpoints; then the new rate."""
    name = json.loads(dl_lab("ps", "--json", **parent).out)[-1]["run"]
    before = store_of(name, parent, monkeypatch)
    kept = [int(folder.name) for folder in places.find(name).checkpoint_folders()]
    at = next(step for step in range(40, 10, -1) if step not in kept)
    forked = dl_lab("fork", name, "--at", str(at), "--set", "lr=0.001", "--json", **parent)
    document = forked.document
    child = store_of(document["run"], parent, monkeypatch)

    saved = max([step for step in kept if step < at], default=0)
    assert f"fork at {at}: trains " in forked.err
    assert f"{at} again from {f'the checkpoint at {saved}' if saved else 'the start'}" in forked.err
    assert child.start and child.start.forked
    assert (name, at) == (child.start.forked.run, child.start.forked.step)
    old, new = losses(before, "calm"), losses(child, "calm")
    assert old[: at + 1] == new[: at + 1]  # the loss of a step is taken before it moves anything
    assert len(old) == len(new) == 60
    assert old[at + 1] != new[at + 1]
    assert child.config["lr"] == 0.001
    assert [] == child.history.changes
    assert "finished" == document["status"]
    assert losses(store_of(name, parent, monkeypatch), "calm") == old


def test_a_fork_that_turns_nothing_is_the_same_run(parent: dict[str, str]) -> None:
    """The checkpoint carries the randomness too: equal to the last bit."""
    name = json.loads(dl_lab("ps", "--json", **parent).out)[-1]["run"]
    document = dl_lab("fork", name, "--at", "33", "--json", **parent).document
    report = Path(parent["DL_LAB_DIR"], "runs", name, "report.json")
    assert document["results"] == json.loads(report.read_text())["results"]


def test_a_fork_may_train_longer(parent: dict[str, str]) -> None:
    """Steps are no part of the network."""
    name = json.loads(dl_lab("ps", "--json", **parent).out)[-1]["run"]
    forked = dl_lab("fork", name, "--at", "50", "--set", "steps=80", "--jsonl", **parent)
    assert 0 == forked.code
    events = [json.loads(line) for line in forked.out.splitlines()]
    assert any(event["type"] == "steps" and event["first"] > 60 for event in events)


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--set", "batch=4"), "batch is fixed once training has begun"),
        (("--set", "steps=5"), "set more steps"),
        (("--set", "lr=fast"), "lr"),
        (("--set", "lrr=1"), "no setting called 'lrr'"),
        (("--at", "99"), "has no step 99; its last step is "),
    ],
)
def test_a_fork_that_cannot_be(flags: tuple[str, ...], words: str, parent: dict[str, str]) -> None:
    """One sentence, exit 2, and no half-made run."""
    count = len(json.loads(dl_lab("ps", "--json", **parent).out))
    refused = dl_lab("fork", "last", *flags, **parent)
    assert 2 == refused.code
    assert words in refused.complaint
    assert count == len(json.loads(dl_lab("ps", "--json", **parent).out))


def test_landmarks_stay_and_the_rest_goes(tmp_path: Path) -> None:
    """The newest two and the first of each tenth; of huge ones only the newest."""
    folders = [tmp_path / str(step) for step in range(100, 0, -2)]
    for folder in folders:
        folder.mkdir()
        (folder / "tensors").write_bytes(b"1")
    gone = {int(folder.name) for folder in superfluous(folders, 100)}
    assert {100, 98, 90, 80, 70, 60, 50, 40, 30, 20, 10, 2} == set(range(2, 101, 2)) - gone
    with (folders[0] / "tensors").open("wb") as file:
        file.truncate(100 * 2**20)
    assert folders[2:] == superfluous(folders, 100)


def test_the_stream_of_a_fork_holds_each_step_once(
    parent: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader who knows nothing of forks still counts right."""
    monkeypatch.setenv("DL_LAB_DIR", parent["DL_LAB_DIR"])
    oldest = json.loads(dl_lab("ps", "--json", **parent).out)[-1]["run"]
    name = dl_lab("fork", oldest, "--at", "40", "--json", **parent).document["run"]
    steps = [e for e in recorded(places.find(name)) if isinstance(e, Steps) and e.variant == "calm"]
    seen = [e.first + n for e in steps for n in range(len(next(iter(e.values.values()))))]
    assert len(seen) == len(set(seen))


def test_a_step_is_explained_without_touching_the_run(parent: dict[str, str]) -> None:
    """`explain`: sentences and every parameter; as JSON one document; a wrong step one line."""
    name = json.loads(dl_lab("ps", "--json", **parent).out)[-1]["run"]
    stream = Path(parent["DL_LAB_DIR"], "runs", name, "events.jsonl")
    before = stream.read_bytes()
    said = dl_lab("explain", name, "--at", "30", "--variant", "calm", **parent)
    assert 0 == said.code
    assert "step 30: the loss was" in said.out
    assert "the loss is the one that was recorded" in said.out
    document = dl_lab("explain", name, "--at", "30", "--json", **parent).document
    assert ["weight", "bias"] == [layer["name"] for layer in document["layers"]]
    refused = dl_lab("explain", name, "--at", "61", "--variant", "calm", **parent)
    assert 2 == refused.code
    assert "has no step 61; its last is 60" in refused.complaint
    assert before == stream.read_bytes()


def test_the_past_of_a_fork_is_that_of_the_run_it_left(
    parent: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looked into, or forked: as its parent trained it, also with that gone."""
    shutil.copytree(parent["DL_LAB_DIR"], tmp_path / "lab", symlinks=True)
    mine = {"DL_LAB_DIR": str(tmp_path / "lab")}
    oldest = json.loads(dl_lab("ps", "--json", **mine).out)[-1]["run"]
    asked = ("--at", "40", "--set", "lr=0.001", "--set", "steps=70", "--json")
    child = dl_lab("fork", oldest, *asked, **mine).document["run"]

    again = dl_lab("fork", child, "--at", "20", "--json", **mine).document
    start = store_of(again["run"], mine, monkeypatch).start
    assert start and start.forked and start.forked.run == oldest and start.forked.step <= 20
    assert again["config"]["lr"] != 0.001
    assert again["config"]["steps"] == 70
    look = ("explain", child, "--at", "20", "--variant", "calm")
    assert "the loss is the one that was recorded" in dl_lab(*look, **mine).out

    dl_lab("rm", oldest, **mine)
    assert "the loss is the one that was recorded" in dl_lab(*look, **mine).out
    alone = dl_lab("fork", child, "--at", "20", "--json", **mine).document
    assert [] == store_of(alone["run"], mine, monkeypatch).history.changes


def test_a_lesson_that_was_edited_meanwhile_is_no_bug_of_ours(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fork that fails with the files of today says that they changed."""
    lesson = lessons.load("lesson3")
    run = places.create(lesson.plan())
    broken = KeyError("decoder.weight")
    for began, blamed in (("another", True), (lesson.hash, False)):
        start = Start(
            run=run.id, lesson=lesson.id, config={}, variants={}, seeds=[0], steps=1,
            device="cpu", lesson_hash=began,
        )  # fmt: skip
        monkeypatch.setattr(changes, "recorded", lambda _, start=start: iter([start]))
        trouble = changes.blamed_on_changes(run, broken)

        assert blamed == (trouble is not None)
        assert trouble is None or "files changed since this run began" in trouble.message
