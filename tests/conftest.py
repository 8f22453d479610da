"""Every test keeps its runs in a folder of its own, and no setting of the machine reaches it."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.tools import forked, marking, trained
from tests.tools.workers import Begin
from tui_lab.app.opening import YOUNG
from tui_lab.client import remote
from tui_lab.system import lines

os.environ.setdefault("OMP_NUM_THREADS", "1")  # as in the worker: two are many times slower here
os.environ["DL_LAB_TRUST"] = str(Path(__file__).parent)  # the toys are ours


settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")  # no test fails because others are at work on the machine

OF_THE_MACHINE = (
    "DL_LAB_DEVICE", "DL_LAB_SEED", "DL_LAB_COLOR", "DL_LAB_FPS", "DL_LAB_ASCII", "DL_LAB_THEME",
    "NO_COLOR", "COLORTERM", "LANG", "SSH_CONNECTION", "SSH_TTY", "STY", "TMUX",
)  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """Where tests are chosen by marks, see to it that the marks are right."""
    if config.option.markexpr:
        marking.watch()


def pytest_collection_finish() -> None:
    """Let Python look for dead objects as it does in the lab: not among what is loaded by now.

    Every line of an app on a pretended screen is 15 objects that Python minds. Looking at all that
    pytest, hypothesis and the tests have loaded again and again took a third of such a test.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests by what their code names: starts a process, trains, drives a screen; sort."""
    for item in items:
        marking.mark(item)
    marking.longest_first(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Know which test is running, so that what it starts can be laid at its door."""
    marking.running[:] = [item] * bool(item.config.option.markexpr)  # as in make quick
    try:
        return (yield)
    finally:
        marking.running.clear()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The lab's folder for this test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DL_LAB_DIR", str(folder))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("DL_LAB_NICE", "0")  # a busy neighbour must not keep our workers waiting
    for name in (*OF_THE_MACHINE, *(name for name in os.environ if name.startswith("LC_"))):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(scope="session", autouse=True)
def between_processes(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What one process of these tests has trained, the others may read."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        trained.shared = tmp_path_factory.getbasetemp().parent / "trained"


@pytest.fixture(scope="session", autouse=True)
def forking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The lab's processes are forks of one that is loaded, which leaves with the last of us."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        forked.shared = tmp_path_factory.getbasetemp().parent / "forks"
    with pytest.MonkeyPatch.context() as patch:
        for module in (remote, lines):
            patch.setattr(module, "subprocess", forked.stand_in)
        yield
    forked.stop()


@pytest.fixture(autouse=True)
def starting(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a test that is marked `fresh` they are started as they are for a person."""
    monkeypatch.setattr(forked, "allowed", request.node.get_closest_marker("fresh") is None)


@pytest.fixture
def begin() -> Iterator[Begin]:
    """Workers that are gone after the test."""
    starter = Begin()
    yield starter
    starter.clear()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder where distributions are installed, for us and for the processes that we start."""
    place = tmp_path / "site"
    place.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(place))
    monkeypatch.syspath_prepend(str(place))
    return place
