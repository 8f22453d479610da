"""Names that users read in streams and documents stay, whatever the code calls them."""

import json
from typing import Any

import msgspec
import pytest

from lessons.kit.errors import BadUsage
from lessons.kit.stream.events import End, Event, Fault, NetworkEnd, from_json, to_json
from tests.tools.places import RECORDINGS
from tui_lab.cli.doctor import Finding as Examined
from tui_lab.contract.findings import Finding
from tui_lab.protocol.last_words import LastWords, words_in
from tui_lab.runs.report import failure

ADVICE = "use --device cpu"


@pytest.mark.parametrize("kind", ["network", "run"])
def test_a_fix_is_called_mend_on_the_wire(kind: str) -> None:
    """A reader of an older or a newer dl-lab finds the field where it always was."""
    told: dict[str, Event] = {
        "network": NetworkEnd(variant="a", seed=0, step=1, how="failed", fix=ADVICE),
        "run": End(status="failed", exit=3, error=Fault("no CUDA", ADVICE)),
    }
    line = to_json(told[kind])
    fields: dict[str, Any] = json.loads(line)

    assert ADVICE == fields.get("error", fields)["mend"]
    assert told[kind] == from_json(line)


def test_old_streams_still_give_their_fix() -> None:
    """The recordings were written when the code, too, said mend."""
    lines = (RECORDINGS / "failed.jsonl").read_bytes().splitlines()
    ends = [event for event in map(from_json, lines) if isinstance(event, End)]

    assert ends[0].error
    assert json.loads(lines[-1])["error"]["mend"] == ends[0].error.fix != ""


def test_documents_say_mend() -> None:
    """The report of a failure, a finding of lint, one of doctor, and a worker's last words."""
    words = msgspec.json.encode(LastWords(3, Fault("no CUDA", ADVICE)))
    heard = words_in(words)

    assert ADVICE == failure(BadUsage("no CUDA", ADVICE), "toy", None)["error"]["mend"]
    assert ADVICE == msgspec.to_builtins(Finding("train.py", "no CUDA", ADVICE))["mend"]
    assert ADVICE == Examined("torch", "odd", "no CUDA", ADVICE).as_dict()["mend"]
    assert ADVICE == json.loads(words)["error"]["mend"]
    assert heard
    assert ADVICE == heard.error.fix
