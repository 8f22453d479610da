"""Sweeps that train elsewhere: a real Ray cluster of two nodes, and submitit without Slurm.

Both are extras: without them these tests are skipped.
"""

from __future__ import annotations

import json
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.stream.events import Resumed
from tests.sweeps.test_sweep import FREE, trained
from tests.tools.commands import TOY, start
from tests.tools.typed import invoke
from tests.tools.workers import until
from tests.toys.lesson90_line import lesson
from tui_lab.runs import places
from tui_lab.runs.places import all_runs, find
from tui_lab.runs.recorder import last_event
from tui_lab.runs.stream import recorded
from tui_lab.sweeps.where.job import train, unpack

TRIALS = ("--set", "slow=0.02", "--steps", "60", "--no-confirm", "--search", "random")


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A head and a second node, on this machine."""
    pytest.importorskip("ray")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    from ray.cluster_utils import Cluster

    small = {"num_cpus": 1, "object_store_memory": 80 * 2**20}
    made = Cluster(initialize_head=True, head_node_args={**small, "include_dashboard": False})
    monkeypatch.setenv("RAY_ADDRESS", made.address)
    try:
        yield made
    finally:
        made.shutdown()


@pytest.mark.process
@pytest.mark.fresh
@pytest.mark.filterwarnings("ignore")
def test_a_lost_node_loses_no_trial(cluster: Any) -> None:
    """Two nodes, one of them killed while trials run: all trials end, each once."""
    node = cluster.add_node(num_cpus=2, object_store_memory=80 * 2**20)
    process = start("sweep", *FREE, *TRIALS, "--over", "lr=0.01..0.5", "--trials", "6",
                    "--on", "ray", "--at-once", "3")  # fmt: skip
    until(lambda: sum(bool((s := run.status()) and s.step > 3) for run in all_runs()) >= 3)
    cluster.remove_node(node, allow_graceful=False)
    out, err = process.communicate(timeout=240)
    told = json.loads(out)

    assert 0 == process.returncode, err
    assert {"finished"} == {row["state"] for row in told["trials"]}
    assert 6 == len(told["trials"]) == len(all_runs())
    assert [1] * 6 == [trained(row) for row in told["trials"]]


@pytest.mark.process
@pytest.mark.fresh
def test_a_job_whose_time_is_nearly_over_is_queued_again(home: Path) -> None:
    """With submitit's local executor: the signal saves the run, and another job goes on with it."""
    pytest.importorskip("submitit")
    process = start("sweep", *FREE, *TRIALS, "--over", "lr=0.01..0.5", "--trials", "2",
                    "--on", "slurm:local", "--at-once", "1", "--set", "slow=0.05",
                    "--job", "timeout_min=5")  # fmt: skip
    until(lambda: any((s := run.status()) and s.step > 3 for run in all_runs()))
    (job,) = (each for each in psutil.process_iter() if is_job(each, home))
    job.send_signal(signal.SIGUSR2)
    out, err = process.communicate(timeout=240)
    told = json.loads(out)
    streams = [list(recorded(find(row["run"]))) for row in told["trials"]]

    assert 0 == process.returncode, err
    assert [1, 1] == [trained(row) for row in told["trials"]]
    assert 1 == sum(isinstance(event, Resumed) for events in streams for event in events)


def is_job(process: psutil.Process, home: Path) -> bool:
    """Whether this is submitit's process of a job of this test."""
    with suppress(psutil.Error):
        words = process.cmdline()
        return "submitit.core._submit" in words and any(w.startswith(str(home)) for w in words)
    return False


@pytest.mark.process
def test_a_run_comes_back_from_where_there_is_no_such_folder(tmp_path: Path) -> None:
    """It is made there from its run.json, trained, and packed; here it is whole again."""
    run = places.create(lesson.plan(("free",), settings={"steps": 5}))
    note = (run.path / "run.json").read_bytes()
    shutil.rmtree(run.path)
    code, _, piece = train(str(run.path), note)
    there = last_event(run.events)
    shutil.rmtree(run.path)
    places.create(lesson.plan(("free",), settings={"steps": 5}), name=run.id)
    unpack(piece, run.path)

    assert (0, "finished") == (code, there.status)  # type: ignore[union-attr]
    assert there == last_event(run.events)
    assert run.checkpoint_folders()
    assert (0, b"", b"") == train(str(run.path), note)  # it is not trained twice


def test_an_address_that_does_not_answer_is_refused_in_time() -> None:
    """Nobody listens; or somebody does who is no cluster. One sentence, the fix, exit 3."""
    pytest.importorskip("ray")
    from tui_lab.sweeps.where.ray_cluster import connected

    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
        with pytest.raises(BadEnvironment, match=f"no Ray cluster answers at 127.0.0.1:{port}"):
            connected(f"ray://127.0.0.1:{port}")
        deaf.listen()
        with pytest.raises(BadEnvironment, match=f"answers at 127.0.0.1:{port} in 1 s"):
            connected(f"ray://127.0.0.1:{port}", patience=1.0)
    grpc = pytest.importorskip("grpc")
    from concurrent.futures import ThreadPoolExecutor

    other = grpc.server(ThreadPoolExecutor(1))
    port = other.add_insecure_port("127.0.0.1:0")
    other.start()
    with pytest.raises(BadEnvironment, match=f"what answers at 127.0.0.1:{port} is no Ray"):
        connected(f"ray://127.0.0.1:{port}")
    other.stop(None)
    for address in ("ray://", "ray://host:port", "ray:///x"):
        with pytest.raises(BadUsage, match="is no address"):
            connected(address)


def test_a_name_that_is_never_looked_up_is_refused_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A resolver may wait much longer than ten seconds, and a name may have many addresses."""
    pytest.importorskip("ray")
    from tui_lab.sweeps.where.ray_cluster import connected

    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: over.wait(600) and [])
    with pytest.raises(BadEnvironment, match=r"answers at gpu-box:10001 in 1 s; .* ray start"):
        connected("ray://gpu-box", patience=1.0)
    over.set()


def test_a_client_server_that_cannot_fork_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What Ray says is a traceback of its server; the line has the switch that helps."""
    ray = pytest.importorskip("ray")
    from tui_lab.sweeps.where import ray_cluster

    def refuse(**_: Any) -> None:
        what = "Initialization failure from server:\nTraceback …\nRuntimeError: see the log"
        raise ConnectionAbortedError(what)

    monkeypatch.setattr(ray, "init", refuse)
    monkeypatch.setattr(ray_cluster, "_require_answer", lambda *_: None)
    with pytest.raises(BadEnvironment) as refused:
        ray_cluster.connected("ray://box:12345")

    told = str(refused.value)
    assert "\n" not in told and "Traceback" not in told
    assert "GRPC_ENABLE_FORK_SUPPORT=0 ray start --head --ray-client-server-port=12345" in told


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("--on slrum", 2, "no place to train called 'slrum'; did you mean 'slurm'?"),
        ("--on slurm", 3, "pip install"), ("--on ray", 3, "pip install"),
        ("--on slurm --job partition", 2, "--job 'partition' has no name"),
    ],
)  # fmt: skip
def test_a_place_that_cannot_be_is_refused(
    arguments: str, code: int, said: str, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """Before anything is trained; what is not installed is named."""
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setitem(sys.modules, "submitit", None)
    result = invoke(f"sweep {TOY} --variant free --over lr=0.1,1 {arguments}")

    assert said in str(result.exception)
    assert code == getattr(result.exception, "exit_code", None)
    assert not list(home.glob("sweeps/sweep-*"))
