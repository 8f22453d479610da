"""Whatever comes in, by file, name, socket or shell: an answer or words, never a traceback."""

import json
import os
import socket
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import Trouble
from lessons.kit.data.brought import silent
from lessons.kit.errors import visible
from lessons.kit.stream.events import (
    DamagedLine,
    End,
    Event,
    NoteEvent,
    Reproduction,
    Start,
    Steps,
    from_json,
    to_json,
)
from lessons.kit.stream.judged import Judged
from tests.tools.places import RECORDINGS, ROOT
from tests.toys.lesson90_line import Line, lesson
from tui_lab.cli.narration import Narrator, print_summary
from tui_lab.protocol.commands import Line as ControlLine
from tui_lab.protocol.commands import Listener, Pause, Reply, Watch
from tui_lab.runs import places
from tui_lab.runs.report import document, of_events, to_line
from tui_lab.runs.stream import Follower
from tui_lab.state.store import Store
from tui_lab.system.memory import size

FEW = settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
RECORDED = [
    line
    for path in sorted(RECORDINGS.glob("*.jsonl"))
    for line in path.read_bytes().splitlines()
    if len(line) < 4000
]
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
NASTY = st.text(st.characters(categories=["Cc", "Cf", "Cs", "L", "Zs", "Zl", "Zp"]), max_size=30)


@st.composite
def disturbed(draw: st.DrawFn) -> bytes:
    """A line that was recorded, with one of its values replaced by anything."""
    event = json.loads(draw(st.sampled_from(RECORDED)))
    name = draw(st.sampled_from(sorted(event)))
    event[name] = draw(ANYTHING)
    return json.dumps(event).encode(errors="surrogatepass")


@FEW
@given(st.binary(max_size=200) | disturbed())
def test_a_line_is_an_event_or_damaged(line: bytes) -> None:
    """Nothing else comes of it; and an event survives being written again."""
    try:
        event = from_json(line)
    except DamagedLine:
        return
    assert event is None or event == from_json(to_json(event)) or b"NaN" in line


@settings(FEW, max_examples=120)
@given(st.lists(disturbed() | st.sampled_from(RECORDED), max_size=8), st.binary(max_size=20))
def test_a_stream_of_anything_is_read_to_its_end(lines: list[bytes], torn: bytes) -> None:
    """Damaged lines are counted, the others folded, judged and made into a document."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "events.jsonl")
        path.write_bytes(b"\n".join([*lines, torn]))
        follower, store = Follower(path), Store()
        events: list[Event] = []
        while not follower.at_end:
            events += follower.read()
    for event in events:
        store.take_event(event)
    store.verdicts(lesson)
    start, _, end = of_events(events)
    if start and end:
        assert 1 == to_line(document(start, end)).count(b"\n")


@FEW
@given(st.sampled_from(sorted(Line.knobs())), st.text(max_size=20) | NASTY)
def test_a_setting_is_taken_or_refused_in_words(name: str, text: str) -> None:
    """A value within its bounds, or a sentence that can be shown."""
    try:
        value = Line.parse(name, text)
    except Trouble as trouble:
        assert shows_nothing_raw(str(trouble))
    else:
        assert Line.check(name, value) == value


@FEW
@given(st.text(max_size=20) | NASTY)
def test_names_of_anything_are_refused_in_words(text: str) -> None:
    """Lessons, presets, runs, sizes: what is not there is said so."""
    for ask in (lessons.load, lesson.preset, places.find, size):
        try:
            ask(text)
        except Trouble as trouble:
            assert shows_nothing_raw(str(trouble)), ask


@FEW
@given(NASTY)
def test_what_is_visible_drives_no_terminal(text: str) -> None:
    """No control character, no override of direction, no half character."""
    shown = visible(text)
    assert shows_nothing_raw(shown)
    assert shown == visible(shown)
    shown.encode("utf-8")


@FEW
@given(st.text(max_size=20) | NASTY | st.just("\x1b]52;c;aGk=\x07[/x]"))
def test_a_run_of_anything_is_told_without_obeying_it(
    capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """Its name, its networks, its claims, its line: the terminal shows them and does no more."""
    store = Store()
    store.take_event(Start(
        run=text, lesson="lesson90", config={}, variants={text: {}}, seeds=[0], steps=9,
        device=text, data={"source": text, "notes": [text]},
    ))  # fmt: skip
    store.take_event(Steps(variant=text, seed=0, first=1, values={text: [1.0]}))
    store.take_event(NoteEvent(variant=text, seed=0, step=0, text=text))
    with Narrator(text, quiet=False) as narrator:
        narrator.follow(store)
    claim = Judged(name=text, says=text, verdict=text, measured=None, bar=None, why=text)
    figures = {text: {"0": {text: {"first": 1.0, "last": 1.0, "min": 1.0, "max": 1.0}}}}
    store.take_event(End(
        status=text, exit=0, claims=[claim], metrics=figures,
        reproduction=Reproduction(text, [text])
    ))  # fmt: skip
    print_summary(store, lesson)
    said = capsys.readouterr()
    assert "\n" in said.out
    assert shows_nothing_raw(said.out + said.err)


def shows_nothing_raw(text: str) -> bool:
    """Whether it has nothing in it but what can be seen, and line ends and tabs."""
    return all(c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in text)


@pytest.fixture
def listener(tmp_path: Path) -> Iterator[Listener]:
    """A worker's ear."""
    ear = Listener(tmp_path / "ear" / "socket")
    yield ear
    ear.close()


def talk(path: Path, words: bytes) -> bytes:
    """Say this and hang up; what came back."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(20)
        line.connect(str(path))
        try:
            line.sendall(words)
            line.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: line.recv(65_536), b""))
        except (BrokenPipeError, ConnectionResetError):
            return b""


@FEW
@given(st.binary(max_size=300) | ANYTHING.map(lambda v: json.dumps(v).encode()))
def test_garbage_gets_no_answer_and_hurts_nobody(listener: Listener, words: bytes) -> None:
    """Its connection is closed; the next one is heard; nothing was commanded."""
    assert b"" == talk(listener.path, words + b"\n")
    line = ControlLine(listener.path)
    assert Reply() == line.send(Watch())
    line.close()
    assert listener.requests.empty()


def test_a_line_without_an_end_is_cut_off(listener: Listener) -> None:
    """64 KiB are more than any command; whoever sends megabytes is not stored, but hung up on."""
    assert b"" == talk(listener.path, b"x" * 2**20)
    assert b"" == talk(listener.path, b'{"do":"ask","text":"' + b"y" * 2**20 + b'"}\n')
    good = msgspec.json.encode(Watch()) + b"\n"
    assert msgspec.json.encode(Reply()) + b"\n" == talk(listener.path, good)
    assert listener.requests.empty()


@settings(FEW, max_examples=40)
@given(
    st.sampled_from(lessons.names()),
    st.sampled_from([".txt", ".csv", ".tsv", ".jsonl", ""]),
    st.binary(max_size=400) | NASTY.map(lambda t: t.encode(errors="surrogatepass")),
)
def test_a_file_of_anything_is_read_or_refused(name: str, ending: str, content: bytes) -> None:
    """Every lesson with `--data`: enough to train on, or a sentence."""
    page = lessons.load(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"mine{ending}")
        path.write_bytes(content)
        try:
            page.data(path, page.params(), silent)
        except Trouble as trouble:
            assert shows_nothing_raw(str(trouble))


ATTEMPTS = """
import os, socket, sys
os.setgid(65534); os.setuid(65534)
folder = sys.argv[1]
got = []
for place, _, files in os.walk(folder):
    got += [os.path.join(place, file) for file in files]
for attempt in (
    lambda: os.listdir(folder),
    lambda: open(os.path.join(folder, "events.jsonl")).read(),
    lambda: open(os.path.join(folder, "events.jsonl"), "a"),
    lambda: socket.socket(socket.AF_UNIX).connect(sys.argv[2]),
):
    try:
        attempt()
        got.append("it let me in")
    except OSError:
        pass
print(got)
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root may become somebody else")
def test_another_user_gets_nothing(listener: Listener, tmp_path: Path) -> None:
    """Neither a run's files nor the socket, however open the folder around them is."""
    import subprocess
    import sys

    run = places.create(lesson.plan())
    run.events.write_bytes(b"{}\n")
    run.path.parent.parent.chmod(0o777)
    for folder in tmp_path.parents:
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):
            folder.chmod(0o777)
    tmp_path.chmod(0o777)
    asked = [sys.executable, "-c", ATTEMPTS, str(run.path), str(listener.path)]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)

    assert "[]\n" == done.stdout


def test_nothing_is_unpickled() -> None:
    """No reader of files in this house can be made to run what a file says."""
    readers = (
        "import pickle", "torch.load", "joblib", "shelve", "marshal", "allow_pickle",
        "import yaml", "yaml.load", "from yaml",
    )  # fmt: skip
    sources = [*ROOT.glob("tui_lab/**/*.py"), *ROOT.glob("lessons/**/*.py")]
    code = {path.name: path.read_text() for path in sources}

    assert [] == [(name, word) for name, text in code.items() for word in readers if word in text]


def test_pause_is_the_command_it_was() -> None:
    """The words on the wire are a contract with labs of other versions."""
    assert b'{"do":"pause"}' == msgspec.json.encode(Pause())
