"""What the sandboxed children of the tests do."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def give(value: Any) -> Any:
    print("given")
    return value


def loop() -> None:
    while True:
        pass


def stubborn_loop() -> None:
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def take_memory(size: int) -> int:
    return sum(bytearray(os.urandom(1) * size)[::4096])


def take_memory_in_children(size: int) -> None:
    for _ in range(6):
        if os.fork() == 0:
            held = bytearray(b"x" * (size // 4))
            time.sleep(60)
            os._exit(held[0])
    time.sleep(60)


def leave(code: int) -> None:
    os._exit(code)


def say_exit() -> None:
    sys.exit("enough")


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def flood(lines: int) -> int:
    for _ in range(lines):
        print("x" * 99)
    return lines


def bomb() -> None:
    """Twice as many every 20 ms: no machine of ours goes down if a test of limits fails."""
    while True:
        os.fork()
        time.sleep(0.02)


def fork_and_return() -> int:
    """Both come back from here; only one of them was asked."""
    pid = os.fork()
    if pid:
        os.waitpid(pid, 0)
    return pid


def leave_a_child(path: str) -> int:
    """Its own session, and no parent: only a namespace, or a reaper, still knows of it."""
    code = f"import time, pathlib; pathlib.Path({path!r}).touch(); time.sleep(600)"
    process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
    while not Path(path).exists():
        time.sleep(0.01)
    return process.pid


def connect() -> str:
    try:
        with socket.create_connection(("127.0.0.1", 9), timeout=5):
            return "connected"
    except OSError as error:
        return str(error.strerror)


def write(path: str, size: int) -> int:
    return Path(path).write_bytes(b"x" * size)


def read_stdin() -> str:
    return input()
