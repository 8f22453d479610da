"""Trials on a Ray cluster: Ray finds the machine, and tries again where one is lost.

Ray core alone: no state of a sweep is Ray's. Its usage statistics are off.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lessons.kit.errors import BadEnvironment, BadUsage, one_line, reason, said
from lessons.kit.stream.events import Fault
from tui_lab.protocol.last_words import LastWords, words_in
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.home import home
from tui_lab.sweeps.where.job import train, unpack
from tui_lab.sweeps.where.placement import Departure
from tui_lab.sweeps.where.queued import Queued

PATIENCE = 10.0  # seconds in which a cluster answers
STARTS_WITHIN = 120.0  # seconds in which it starts what it needs for us
CLIENT_PORT = 10_001
NOT_FORKED = "Initialization failure from server"
FORKING = "GRPC_ENABLE_FORK_SUPPORT"
MOST_RETRIES = 3  # machines that a trial loses before it is given back to the sweep
PASSED_ON = ("DL_LAB_", "OMP_")
"""The beginnings of variables that the workers there get, too."""


def connected(address: str, patience: float = PATIENCE) -> Any:
    """Ray, connected to the cluster. Raises BadEnvironment where it is not there."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    try:
        import ray
    except ImportError:
        what = "--on ray needs ray, which is not installed"
        raise BadEnvironment(what, 'pip install "dl-lab[ray]"') from None
    logging.getLogger("ray").setLevel(logging.ERROR)
    where = {} if address == "ray" else {"address": _reached(address, patience)}
    _connect(ray, where, (urlsplit(address).port or CLIENT_PORT) if where else CLIENT_PORT)
    return ray


def _reached(address: str, patience: float) -> str:
    """The address with its port, if somebody listens there."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or CLIENT_PORT
    except ValueError:
        host, port = None, 0
    if not host or parts.path not in ("", "/"):
        raise BadUsage(f"{one_line(address)!r} is no address", "write --on ray://HOST:PORT")
    _require_answer(host, port, patience)
    return f"ray://{host}:{port}"


def _require_answer(host: str, port: int, patience: float) -> None:
    """Raise BadEnvironment where nobody answers in this time, or what answers is no Ray.

    The time is that of all together: looking up the name, each address of it, and the question.
    """
    try:
        _in_time(partial(_ask, host, port, time.monotonic() + patience), patience)
    except ImportError:
        what = "--on ray://HOST needs Ray's client, which is not installed"
        raise BadEnvironment(what, 'pip install "dl-lab[ray]"') from None
    except TimeoutError:
        what = f"no Ray cluster answers at {host}:{port} in {patience:.0f} s"
        raise BadEnvironment(what, _fix(port)) from None
    except (OSError, UnicodeError) as error:
        what = f"no Ray cluster answers at {host}:{port} ({reason(error)})"
        raise BadEnvironment(what, _fix(port)) from None
    except _NotRay as error:
        what = f"what answers at {host}:{port} is no Ray cluster ({said(error)})"
        raise BadEnvironment(what, _fix(port)) from None


class _NotRay(Exception):
    """Something else answers, with this code of gRPC's."""


def _in_time(act: Callable[[], object], seconds: float) -> None:
    """Carry out what may never end. What it raises is raised here, and TimeoutError at the end."""
    failed: list[BaseException] = []

    def carry_out() -> None:
        try:
            act()
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=carry_out, daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if thread.is_alive():
        raise TimeoutError


def _ask(host: str, port: int, until: float) -> None:
    """Ask whether Ray is there. Raises OSError, TimeoutError, ImportError or _NotRay."""
    socket.create_connection((host, port), timeout=_left(until)).close()
    import grpc

    with grpc.insecure_channel(f"{host}:{port}") as channel:
        try:
            grpc.channel_ready_future(channel).result(timeout=_left(until))
            _require_ray(channel, _left(until))
        except grpc.FutureTimeoutError:
            raise TimeoutError from None
        except grpc.RpcError as error:
            told = error.code().name if isinstance(error, grpc.Call) else "no answer"
            raise TimeoutError if told == "DEADLINE_EXCEEDED" else _NotRay(told) from None


def _left(until: float) -> float:
    """Seconds; 0 would stand for an attempt that does not wait."""
    return max(until - time.monotonic(), 0.1)


def _require_ray(channel: Any, patience: float) -> None:
    """Ask whether this is a Ray client server. Raises grpc.RpcError: Ray itself tries for 40 s."""
    try:
        from ray.core.generated import ray_client_pb2, ray_client_pb2_grpc
    except ImportError:  # another Ray has them elsewhere
        return
    ping = ray_client_pb2.ClusterInfoRequest(type=ray_client_pb2.ClusterInfoType.PING)
    ray_client_pb2_grpc.RayletDriverStub(channel).ClusterInfo(ping, timeout=patience)


def _connect(ray: Any, where: dict[str, str], port: int) -> None:
    """Connect, but not for ever. Raises BadEnvironment."""
    environment = {"env_vars": _environment()}
    quiet = {"logging_level": "ERROR", "log_to_driver": False, "configure_logging": False}
    connect = partial(ray.init, **where, **quiet, runtime_env=environment)
    try:
        _in_time(connect, STARTS_WITHIN)
    except TimeoutError as error:
        what = f"Ray did not start in {STARTS_WITHIN:.0f} s"
        raise BadEnvironment(what, _fix(port)) from error
    except (Exception, SystemExit) as error:
        raise _refusal(error, port) from None


def _refusal(error: BaseException, port: int) -> BadEnvironment:
    """Why Ray did not take us, and what helps.

    Its client server forks a process for each client, while threads of it are in gRPC. With
    grpcio 1.85 such a fork may die at once (`epoll_wait error: Bad file descriptor`), as for
    every second client; without gRPC's own handlers of forks it never did.
    """
    if NOT_FORKED in str(error):
        what = "the Ray cluster could not start a process for us (gRPC does not survive its fork)"
        again = "restart it with that switched off"
        return BadEnvironment(what, f"try again, or {again}: {FORKING}=0 {_start(port)}")
    return BadEnvironment(f"Ray cannot be used ({_last_line(error)})", _fix(port))


def _fix(port: int) -> str:
    return f"start it there: {_start(port)}"


def _start(port: int) -> str:
    return f"ray start --head --ray-client-server-port={port}"


def _environment() -> dict[str, str]:
    found = {name: v for name, v in os.environ.items() if name.startswith(PASSED_ON)}
    return {**found, "DL_LAB_DIR": str(home())}


def _told(error: Exception) -> Fault:
    """What a machine of the cluster said, without the way that it took there."""
    what = f"a machine of the Ray cluster cannot train ({_last_line(error)})"
    return Fault(what, "install the same dl-lab there, for the same Python")


def _last_line(error: BaseException) -> str:
    """What happened, behind the traceback of another machine."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return one_line(lines[-1] if lines else said(error))[:200]


class RayCluster(Queued):
    """The jobs of a sweep on a Ray cluster."""

    LOOK_EVERY = 0.2

    def __init__(self, address: str, device: str, threads: int) -> None:
        """Connect. Raises BadEnvironment."""
        super().__init__()
        self._ray = connected(address)
        resources = self._ray.cluster_resources()
        gpus = int(resources.get("GPU", 0)) if device.startswith(("auto", "cuda")) else 0
        if device.startswith("cuda") and not gpus:
            self._ray.shutdown()
            raise BadEnvironment("this Ray cluster has no GPU", "use --device cpu")
        self.slots = gpus or max(int(resources.get("CPU", 1)) // threads, 1)
        self._train = self._ray.remote(train).options(
            max_retries=MOST_RETRIES, num_cpus=0 if gpus else threads, num_gpus=1 if gpus else 0
        )

    def start(self, run: RunFolder) -> None:
        """Hand the run to Ray."""
        super().start(run)
        note = (run.path / "run.json").read_bytes()
        self.jobs[str(run.path)] = self._train.remote(str(run.path), note)

    def over(self, jobs: Mapping[str, Any]) -> Iterable[str]:
        """The runs whose jobs are over: Ray is asked about all at once."""
        every = list(jobs.values())
        done, _ = self._ray.wait(every, num_returns=len(every), timeout=0) if every else ([], [])
        return [path for path, job in jobs.items() if job in done]

    def cancel(self, job: Any) -> object:
        """Take it back from Ray."""
        return self._ray.cancel(job)

    def kill(self) -> None:
        """End all at once."""
        for job in self.jobs.values():
            self._ray.cancel(job, force=True)

    def close(self) -> None:
        """Stop what still trains, wait for it, and let go of the cluster."""
        if self.jobs:
            self.stop()
            self._ray.wait(list(self.jobs.values()), num_returns=len(self.jobs), timeout=60)
        self._ray.shutdown()

    def result(self, path: str, job: Any) -> Departure:
        """What the worker there said; a folder that was made there is here from now on."""
        try:
            code, words, piece = self._ray.get(job)
        except self._ray.exceptions.RayTaskError as error:  # no worker could be started there
            return Departure(3, LastWords(3, _told(error)))
        except Exception as error:  # a lost node, too often; or it was taken back
            return Departure(unseen=True, why=one_line(said(error))[:200])
        if piece:
            unpack(piece, Path(path))
        return Departure(code, words_in(words))
