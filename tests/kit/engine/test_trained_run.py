"""A lesson that reads another run: the network is that run's, and what cannot be read is said."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

import lessons
from lessons.kit import BadEnvironment, BadUsage, Trouble
from lessons.kit.data.run_address import from_the_root, parted
from lessons.kit.engine.trained import Trained
from lessons.kit.engine.trained_run import TrainedRun, trained_run
from tests.tools.kept import kept_run
from tui_lab.runs import places
from tui_lab.runs.folder import RunFolder

OF = ("lesson4", "lesson6", "lesson11")
CPU = torch.device("cpu")


@pytest.fixture
def spirals() -> RunFolder:
    """Two networks of lesson 6 with two seeds."""
    return kept_run("lesson6", "relu-8", "linear", seeds=2, steps=20)


def found(run: RunFolder, more: str = "") -> TrainedRun:
    return trained_run(f"{run.path}{more}", OF)


def opened(run: RunFolder, more: str = "") -> Trained:
    network = found(run, more)
    return network.open(network.data(), CPU)


def refused(address: str | RunFolder) -> Trouble:
    text = address if isinstance(address, str) else str(address.path)
    with pytest.raises(Trouble) as caught:
        trained_run(text, OF)
    assert "\n" not in str(caught.value)
    assert caught.value.fix
    return caught.value


def accuracy(trained: Trained) -> float:
    said = trained.model(*trained.test.inputs).argmax(1)
    return float((said == trained.test.labels).float().mean())


def test_a_network_says_what_it_said_in_its_own_run(spirals: RunFolder) -> None:
    """The scores of lesson 6's stacked layers are those of torch's own layers."""
    ours = opened(spirals, ":relu-8:1")
    theirs = lessons.load("lesson6").run("relu-8", seed=1, steps=20)
    last = [event for event in theirs if getattr(event, "values", None)][-1]
    assert last.values["accuracy"][-1] == pytest.approx(accuracy(ours), abs=1e-6)
    assert [type(part).__name__ for part in ours.model] == ["Linear", "ReLU", "Linear"]  # type: ignore[arg-type, attr-defined]


@pytest.mark.parametrize(
    ("lesson", "variant", "settings", "kind"),
    [
        ("lesson6", "tanh-20-20", {"task": "wine"}, "rows"),
        ("lesson6", "relu-8", {"task": "digits"}, "images"),
        ("lesson11", "conv", {}, "images"),
        ("lesson4", "bilstm", {"every": 5}, "texts"),
        ("lesson4", "lstm-padded", {"every": 5, "task": "twelve"}, "texts"),
    ],
)
def test_each_kind_of_network_is_read_whole(
    lesson: str, variant: str, settings: dict[str, object], kind: str
) -> None:
    """Every example and the baseline give a score for each class, and a typed input does too."""
    trained = opened(kept_run(lesson, variant, steps=5, **settings))
    assert kind == trained.kind
    for part in (trained.train, trained.test):
        assert (len(part), len(trained.classes)) == trained.model(*part.inputs).shape
        assert int(part.labels.max()) < len(trained.classes)
    some = trained.test.rows(slice(0, 3))
    if trained.words:
        assert [len(words) for words in trained.words(*some.inputs)] == some.inputs[1].tolist()
    typed = trained.read("1" if kind == "rows" else "test 1" if kind == "images" else "very good")
    for inputs in (trained.baseline, typed.inputs):
        assert (1, len(trained.classes)) == trained.model(*inputs).shape
        assert trained.test.inputs[0].dtype == inputs[0].dtype
    assert isinstance(trained.read(""), str)


def test_reading_a_run_draws_no_random_number(spirals: RunFolder) -> None:
    """The network that reads it trains on as if it had not."""
    before = torch.get_rng_state()
    opened(spirals)
    assert torch.equal(before, torch.get_rng_state())


def test_a_run_is_named_as_people_name_it(spirals: RunFolder) -> None:
    """By its name or its path, with or without a variant and a seed."""
    params = lessons.load("lesson6").params
    assert f"{spirals.path}:relu-8:1" == places.address(f"{spirals.id}:relu-8:1")
    assert str(spirals.path) == places.address("last")
    assert ("a", "", None) == parted("a")
    assert ("a", "b", 3) == parted("a:b:3")
    assert f"{spirals.path}::1" == from_the_root(f"{spirals.path}::1")
    assert params.knob("hidden").is_run is False
    here = found(spirals, "::1")
    assert ("relu-8", 1, 20) == (here.variant, here.seed, here.step)


def test_a_path_may_have_colons(spirals: RunFolder, tmp_path: Path) -> None:
    """The folder that is there decides where the name ends."""
    copy = tmp_path / "a:b"
    shutil.copytree(spirals.path, copy)
    assert (str(copy), "linear", 0) == parted(f"{copy}:linear:0")
    assert (str(copy), "", None) == parted(str(copy))


def test_without_a_name_it_is_the_favourite_and_the_first_seed() -> None:
    """Of the race, whatever stands first."""
    here = found(kept_run("lesson6", "linear", "tanh-20-20", seed=3, seeds=2, steps=3))
    assert ("tanh-20-20", 3) == (here.variant, here.seed)


def test_a_run_that_has_not_finished_is_read_and_said(spirals: RunFolder) -> None:
    """Its last checkpoint is what there is."""
    replace_in(spirals, lambda document: document["plan"]["config"].update(steps=50))
    assert [f"run {spirals.id} has trained 20 of 50 steps so far"] == found(spirals).notes


def replace_in(
    run: RunFolder, change: Callable[[dict[str, dict[str, dict[str, object]]]], object]
) -> None:
    """Change a run's run.json."""
    file = run.path / "run.json"
    document = json.loads(file.read_bytes())
    change(document)
    file.write_text(json.dumps(document))


def test_what_is_no_run_is_refused_in_one_line(spirals: RunFolder, tmp_path: Path) -> None:
    """Each with what to do."""
    assert "no run called 'nowhere'" in str(refused("nowhere"))
    assert "no run called" in str(refused(str(tmp_path)))
    assert "no run called" in str(refused("x" * 5000))
    assert "no run called" in str(refused("\0"))
    assert "no variant called 'relu'; did you mean 'relu-8'?" == str(
        refused(f"{spirals.path}:relu")
    )
    assert "no seed called '7'" in str(refused(f"{spirals.path}:linear:7"))
    assert "is no whole number" in str(refused(f"{spirals.path}:linear:one"))
    assert "has too many colons" in str(refused(f"{spirals.path}:linear:1:2"))
    assert isinstance(refused("nowhere"), BadUsage)


def test_a_run_of_another_lesson_is_refused() -> None:
    """The lessons that are read are named."""
    run = kept_run("lesson3", "norm", steps=2)
    assert "is of lesson3, which is not read here" in str(refused(run))
    assert "lesson4, lesson6 or lesson11" in refused(run).fix


def test_a_run_that_kept_nothing_is_refused(spirals: RunFolder) -> None:
    """And so is one whose checkpoints are damaged."""
    folder = next(spirals.checkpoints.iterdir())
    tensors = folder / "tensors.safetensors"
    content = bytearray(tensors.read_bytes())
    content[-1] ^= 1
    tensors.write_bytes(content)
    assert "damaged" in str(refused(spirals))
    shutil.rmtree(spirals.checkpoints)
    assert f"dl-lab resume {spirals.id}" in refused(spirals).fix


def test_a_run_of_edited_files_is_refused(spirals: RunFolder) -> None:
    """Code that came with a run is not run for another."""
    replace_in(spirals, lambda document: document["plan"].update(edits={"train.py": "raise"}))
    assert "trained edited files of lesson6" in str(refused(spirals))


def test_a_network_that_diverged_is_refused() -> None:
    """It has no numbers left to read."""
    run = kept_run("lesson6", "relu-8", steps=64, lr=10.0)
    name = next(run.checkpoints.iterdir()) / "networks.json"
    text = json.loads(name.read_text())
    text[0]["end"]["how"] = "diverged"
    name.write_text(json.dumps(text))
    (name.parent / "digests.json").unlink()
    assert "diverged at step 64" in str(refused(run))


def test_weights_of_an_older_lesson_are_refused(spirals: RunFolder) -> None:
    """In words, and not with torch's list of shapes."""
    replace_in(spirals, lambda document: document["plan"]["variants"]["relu-8"].update(hidden="9"))
    network = found(spirals, ":relu-8")
    replace = json.loads((network.checkpoint / "networks.json").read_text())
    for each in replace:
        each["settings"]["hidden"] = "9"
    (network.checkpoint / "networks.json").write_text(json.dumps(replace))
    (network.checkpoint / "digests.json").unlink()
    with pytest.raises(BadEnvironment, match="does not fit lesson6 any more") as caught:
        network.open(network.data(), CPU)
    assert "\n" not in str(caught.value)


def test_settings_that_are_gone_are_refused(spirals: RunFolder) -> None:
    """A run of a version that had others."""
    replace_in(spirals, lambda document: document["plan"]["config"].update(wings=2))
    network = found(spirals)
    with pytest.raises(Trouble, match="wings"):
        network.data()


def test_data_that_have_changed_are_refused(tmp_path: Path) -> None:
    """The test part would be another one."""
    import numpy as np

    path = tmp_path / "mine.csv"
    rows = np.random.default_rng(0).normal(size=(60, 2))
    write = "\n".join(["a,b,class", *(f"{a:.3f},{b:.3f},{'yn'[int(a > 0)]}" for a, b in rows)])
    path.write_text(write)
    run = kept_run("lesson6", "relu-8", steps=3, data=str(path))
    assert 2 == len(opened(run).classes)
    path.write_text(write.replace("a,b", "a,c"))
    with pytest.raises(BadEnvironment, match="have changed"):
        found(run).data()
