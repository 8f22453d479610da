"""`dl-lab serve`: where it listens, what it prints, and how it leaves."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import os
import signal
import socket
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from lessons.kit.errors import BadEnvironment, BadUsage, reason, visible
from tui_lab.app.opening import check_options
from tui_lab.runs.home import make_home

if TYPE_CHECKING:
    from tui_lab.terminal.capabilities import TerminalOptions
    from tui_lab.web.access import Access
    from tui_lab.web.server import LabServer

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})

WARNING = """\
dl-lab: warning: --public allows other machines to connect. Anyone with the link, or with access to
dl-lab: warning: the network, can run code as you: nothing is encrypted. Safer, from your own
dl-lab: warning: machine: ssh -L {port}:localhost:{port} {box}
"""
HINT = (
    "dl-lab: open this link in a browser; it works once. ctrl+c stops the server, "
    "not the training\n"
)
ENTER = "dl-lab: press Enter for a new link\n"
FIXES = {
    errno.EADDRINUSE: (
        "it is in use",
        "choose another port: dl-lab serve --port 0 takes a free one",
    ),
    errno.EACCES: ("you may not use it", "choose a port above 1023"),
}


def serve_lab(host: str | None, port: int, *, public: bool, options: TerminalOptions) -> int:
    """Serve until a signal comes; the exit code that says which."""
    if not public and host not in (None, *LOOPBACK):
        said = f"{visible(str(host))} allows other machines to connect"
        raise BadUsage(said, f"add --public, or better: ssh -L {port}:localhost:{port} BOX")
    server = _server(options, {host or "", *_own_names()} if public else set())
    logging.basicConfig(filename=make_home() / "serve.log", level=logging.WARNING)
    if public:
        sys.stderr.write(WARNING.format(port=port, box=socket.gethostname()))
    if host in (None, "localhost"):  # not by name: where that is ::1, somebody else may listen
        host = "127.0.0.1" if host or not public else "0.0.0.0"
    return asyncio.run(_serving(server, host, port))


def _server(options: TerminalOptions, names: set[str]) -> LabServer:
    """The server, for the loopback or also for these names of ours."""
    try:
        import_module("textual_serve")
    except ImportError:
        what = "the lab in a browser needs one more package"
        raise BadEnvironment(what, 'pip install "dl-lab[web]"') from None
    from tui_lab.web.access import Access
    from tui_lab.web.server import LabServer

    check_options(options)
    return LabServer(Access(LOOPBACK | names, addresses=bool(names)), options)


def _own_names() -> set[str]:
    return {name.lower() for name in (socket.gethostname(), socket.getfqdn())}


async def _serving(server: LabServer, address: str, port: int) -> int:
    """Listen, print links, and wait for a signal."""
    signalled = _signals()
    try:
        links = Links(server.access, address, await _listening(server, address, port))
        links.give(HINT + (ENTER if links.on_enter() else ""))
        # textual-serve prints what a lab says on stderr to stdout, which is for links alone
        with contextlib.redirect_stdout(sys.stderr):
            return 128 + await signalled
    finally:
        await server.close()


def _signals() -> asyncio.Future[int]:
    """The first signal that wants us gone. Who started us with `nohup` wants no SIGHUP heard."""
    loop = asyncio.get_running_loop()
    first: asyncio.Future[int] = loop.create_future()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            loop.add_signal_handler(number, _settle, first, int(number))
    return first


def _settle(future: asyncio.Future[int], number: int) -> None:
    if not future.done():
        future.set_result(number)


async def _listening(server: LabServer, address: str, port: int) -> int:
    """Start to listen; which port it is. Raises BadEnvironment where that is not possible."""
    try:
        return await server.listen(address, port)
    except OSError as error:
        found = FIXES.get(error.errno or 0)
        what, fix = found or (reason(error), "check --host and --port")
        where = f"{visible(address)} port {port}"
        raise BadEnvironment(f"cannot listen on {where}: {what}", fix) from None


class Links:
    """Prints a link that works once; and another whenever Enter is pressed."""

    def __init__(self, access: Access, address: str, port: int) -> None:
        everywhere = address in ("0.0.0.0", "::")
        name = socket.gethostname() if everywhere else address
        self.place = f"http://{f'[{name}]' if ':' in name else name}:{port}"
        self.access = access
        self._out = sys.stdout

    def give(self, words: str = "") -> None:
        """Print a new link, after which an older one does not work."""
        sys.stderr.write(words)
        sys.stderr.flush()
        print(f"{self.place}/?token={self.access.new_token()}", file=self._out, flush=True)

    def on_enter(self) -> bool:
        """Listen for Enter; False where nobody can press it."""
        if not sys.stdin.isatty():
            return False
        asyncio.get_running_loop().add_reader(sys.stdin, self._read)
        return True

    def _read(self) -> None:
        if _pressed(sys.stdin.fileno()):
            self.give()
        else:
            asyncio.get_running_loop().remove_reader(sys.stdin)


def _pressed(terminal: int) -> bool:
    """Whether there is something typed for us; not in the background, nor once it is gone."""
    try:
        # in the background the terminal is not ours to read: we would be stopped
        in_front = os.tcgetpgrp(terminal) == os.getpgrp()
        return in_front and bool(os.read(terminal, 4096))
    except OSError:
        return False
