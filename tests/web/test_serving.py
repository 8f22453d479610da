"""The lab in a browser: who may come in, what is refused, and how the server leaves."""

import asyncio
import base64
import http.client
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from tests.tools.commands import COMMAND, dl_lab, start
from tui_lab.web.access import Access
from tui_lab.web.serve import LOOPBACK, Links

FILE = "/static/js/textual.js"


@dataclass
class Served:
    """A server that runs, and the link that it printed."""

    process: "subprocess.Popen[str]"
    link: str

    @property
    def place(self) -> str:
        return urlsplit(self.link).netloc

    @property
    def entrance(self) -> str:
        return f"/?{urlsplit(self.link).query}"

    def get(self, path: str, **headers: str) -> tuple[int, str, str]:
        """The status, the text and the cookie, without its attributes, of an answer."""
        line = http.client.HTTPConnection(self.place, timeout=30)
        line.request("GET", path, headers={"Host": self.place, **headers})
        answer = line.getresponse()
        cookie = answer.getheader("Set-Cookie", "")
        text = "" if answer.status == 101 else answer.read().decode("utf-8")
        line.close()
        return answer.status, text, cookie

    def knock(self, origin: str | None, cookie: str = "", host: str = "") -> int:
        """The status of an attempt to open the WebSocket."""
        headers = {
            "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Host": host or self.place, "Cookie": cookie,
        }  # fmt: skip
        return self.get("/ws", **headers, **({"Origin": origin} if origin else {}))[0]

    def come_in(self) -> str:
        """Spend the link; the cookie."""
        return self.get(self.entrance)[2].partition(";")[0]

    def labs(self) -> list[psutil.Process]:
        """The process of every tab."""
        return [child for child in psutil.Process(self.process.pid).children() if is_lab(child)]


def is_lab(process: psutil.Process) -> bool:
    try:
        return "tui_lab.web.tab" in process.cmdline()
    except psutil.Error:
        return False


@pytest.fixture
def served() -> Iterator[Served]:
    """A server on a free port."""
    process = start("serve", "--port", "0")
    assert process.stdout and process.stderr
    try:
        yield Served(process, process.stdout.readline().strip())
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def test_nothing_is_told_to_a_stranger(served: Served) -> None:
    """Page, files, downloads and WebSocket: one plain sentence without the link or its cookie."""
    answers = [served.get(path) for path in ("/", FILE, "/static/", "/download/x", "/nothing")]

    assert {403} == {status for status, _, _ in answers}
    assert 1 == len({text for _, text, _ in answers})
    assert "open the link that `dl-lab serve` printed" in answers[0][1]
    assert 403 == served.knock(f"http://{served.place}")
    assert 403 == served.knock(f"http://{served.place}", "dl-lab=guess")
    assert [] == served.labs()


def test_the_link_works_once(served: Served) -> None:
    """The second who comes with it is told how to get another; a wrong one is no better."""
    status, _, cookie = served.get(served.entrance)
    again, words, none = served.get(served.entrance)
    wrong, _, _ = served.get("/?token=guess")

    assert 200 == status
    assert {"HttpOnly", "SameSite=Strict"} <= set(cookie.split("; "))
    assert (403, "") == (again, none)
    assert "press Enter in the terminal" in words
    assert 403 == wrong


def test_the_cookie_opens_page_and_files(served: Served) -> None:
    """A reload works as often as one likes, also of the address with the token that is spent."""
    cookie = served.come_in()

    assert 200 == served.get("/", Cookie=cookie)[0]
    assert 200 == served.get("/", Cookie=cookie)[0]
    assert 200 == served.get(served.entrance, Cookie=cookie)[0]
    assert 200 == served.get(FILE, Cookie=cookie)[0]
    assert 403 == served.get("/static/", Cookie=cookie)[0]


def test_another_name_for_this_machine_is_refused(served: Served) -> None:
    """A foreign name that was bent to the loopback; a tunnel's port is no foreign name."""
    cookie = served.come_in()

    assert 403 == served.get("/", Cookie=cookie, Host="evil.example")[0]
    assert 403 == served.get("/", Cookie=cookie, Host="evil.example:80")[0]
    assert 403 == served.get("/", Cookie=cookie, Host="localhost@evil.example")[0]
    assert 403 == served.get("/", Cookie=cookie, Host="192.0.2.7")[0]
    assert 403 == served.get("/", Cookie=cookie, Host="[::1")[0]
    assert 200 == served.get("/", Cookie=cookie, Host="localhost:18000")[0]


def test_a_page_of_another_site_gets_no_lab(served: Served) -> None:
    """The WebSocket opens to the page of the same name and port, and to no other."""
    cookie, port = served.come_in(), served.place.rpartition(":")[2]

    assert 403 == served.knock("http://evil.example", cookie)
    assert 403 == served.knock(f"http://localhost:{port}", cookie)  # another name
    assert 403 == served.knock("http://127.0.0.1:1", cookie)  # another port
    assert 403 == served.knock("null", cookie)
    assert 403 == served.knock(None, cookie)
    assert [] == served.labs()
    assert 101 == served.knock("http://localhost:18000", cookie, "localhost:18000")  # a tunnel
    assert 101 == served.knock(f"http://{served.place}", cookie)


def test_a_link_that_failed_opens_nothing_later(served: Served) -> None:
    """A stranger's guesses do not spend the link."""
    served.get("/?token=")
    served.get("/?token=guess")

    assert 200 == served.get(served.entrance)[0]


def open_tab(served: Served) -> socket.socket:
    """A tab that says nothing, once its lab is there."""
    address, port = served.place.split(":")
    line = socket.create_connection((address, int(port)))
    line.sendall(
        "\r\n".join(
            (
                "GET /ws HTTP/1.1", f"Host: {served.place}", f"Origin: http://{served.place}",
                "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", f"Cookie: {served.come_in()}",
                "", "",
            )
        ).encode()
    )  # fmt: skip
    read_until(line, b"LESSONS")
    return line


def read_until(line: socket.socket, words: bytes) -> None:
    seen = b""
    line.settimeout(60)
    while words not in seen and (chunk := line.recv(65_536)):
        seen += chunk
    assert words in seen


def gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=30)[1]


def test_a_closed_tab_ends_its_lab(served: Served) -> None:
    """Nobody looks at it any more."""
    with open_tab(served):
        labs = served.labs()

    assert 1 == len(labs)
    assert gone(labs)


def test_a_lab_that_dies_closes_its_tab(served: Served) -> None:
    """The page can say so, where it would else show a picture that never moves again."""
    with open_tab(served) as line:
        served.labs()[0].kill()

        read_until(line, b"\x88\x02\x03\xe8")  # a frame that closes: 1000, all is well


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_lab_outlives_its_server(served: Served, number: signal.Signals) -> None:
    """However the server ends; and where it can, it says nothing and tells by its exit code."""
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("started under nohup, which the server respects")
    with open_tab(served):
        labs = served.labs()
        served.process.send_signal(number)
        code = served.process.wait(timeout=60)

    assert (-9 if number == signal.SIGKILL else 128 + number) == code
    assert 1 == len(labs)
    assert gone(labs)


def test_a_lab_that_hangs_is_ended_all_the_same(served: Served) -> None:
    """One that does not listen cannot keep the server."""
    with open_tab(served):
        labs = served.labs()
        labs[0].suspend()
        served.process.terminate()

        assert 143 == served.process.wait(timeout=60)
    assert gone(labs)


def test_enter_gives_another_link_and_ctrl_c_leaves_quietly(home: Path) -> None:
    """In the terminal where the server runs."""
    pid, terminal = pty.fork()
    if pid == 0:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored where a shell started us with `&`
        os.execv(sys.executable, [*COMMAND, "serve", "--port", "0"])
    first = said(terminal, "token=", "\n")
    os.write(terminal, b"\n")
    both = first + said(terminal, "token=", "\n")
    os.write(terminal, b"\x03")
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    links = [line for line in both.split() if "token=" in line]

    assert 2 == len(set(links))
    assert 130 == os.waitstatus_to_exitcode(status)
    assert "press Enter for a new link" in first


def test_a_terminal_that_is_gone_is_asked_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who serves on without it (disowned, say) takes no core for that, and fills no log."""
    far, near = os.openpty()

    async def served() -> bool:
        assert Links(Access(LOOPBACK), "127.0.0.1", 8000).on_enter()
        os.close(far)
        await asyncio.sleep(0.1)
        return asyncio.get_running_loop().remove_reader(near)

    with os.fdopen(near) as terminal:
        monkeypatch.setattr("sys.stdin", terminal)
        is_asked = asyncio.run(served())

    assert not is_asked


def said(terminal: int, words: str, then: str) -> str:
    """What was printed until these words, and then those, were in it."""
    seen, until = "", time.monotonic() + 60
    while then not in seen.partition(words)[2] and time.monotonic() < until:
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 65_536).decode()
    return seen


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "box.example"])
def test_other_machines_are_let_in_only_on_purpose(host: str) -> None:
    """Without --public one line, and a way that is better."""
    outcome = dl_lab("serve", "--host", host)

    assert 2 == outcome.code
    assert "add --public" in outcome.complaint
    assert "ssh -L 8000:localhost:8000" in outcome.complaint


def test_public_is_warned_of() -> None:
    """What anybody can do then, and that nothing is encrypted; the box answers to its names."""
    process = start("serve", "--port", "0", "--public")
    assert process.stdout and process.stderr
    served = Served(process, process.stdout.readline().strip())
    port = urlsplit(served.link).port
    local = Served(process, f"http://127.0.0.1:{port}{served.entrance}")
    cookie = local.come_in()
    statuses = [
        local.get("/", Cookie=cookie, Host=host)[0]
        for host in (f"{socket.gethostname()}:{port}", f"192.0.2.7:{port}", "evil.example")
    ]
    process.terminate()
    _, narration = process.communicate()

    assert [200, 200, 403] == statuses
    assert "run code as you" in narration
    assert "nothing is encrypted" in narration
    assert "ssh -L" in narration


def test_without_the_extra_the_fix_is_said() -> None:
    """One line, exit 3."""
    code = "import sys; sys.modules['textual_serve'] = None; " + COMMAND[-1]
    done = subprocess.run(
        [sys.executable, "-c", code, "serve"], capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip

    assert 3 == done.returncode
    assert 1 == done.stderr.count("\n")
    assert 'pip install "dl-lab[web]"' in done.stderr


def test_a_port_that_is_taken_is_said() -> None:
    """One line, exit 3, and a way out."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        outcome = dl_lab("serve", "--port", str(other.getsockname()[1]))

    assert 3 == outcome.code
    assert "it is in use; choose another" in outcome.complaint


def test_a_theme_that_is_not_there_is_refused_before_a_tab_finds_out() -> None:
    """With the nearest name."""
    outcome = dl_lab("serve", "--theme", "drakula")

    assert 2 == outcome.code
    assert "did you mean 'dracula'?" in outcome.complaint
