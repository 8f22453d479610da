"""`dl-lab gc`: what is old and over goes; what is alive, may go on, or is not ours stays."""

from __future__ import annotations

import os
from pathlib import Path

import pexpect
import pytest

from lessons.kit import BadUsage
from lessons.kit.stream.events import Forked
from tests.tools.commands import COMMAND, dl_lab
from tests.tools.past_runs import age, past_run
from tui_lab.cli.runs.gc import in_bytes, seconds_of
from tui_lab.runs.folder import RunFolder
from tui_lab.runs.places import all_runs, runs_folder


def names() -> set[str]:
    """The runs there still are."""
    return {run.id for run in all_runs()}


@pytest.fixture
def old(home: Path) -> dict[str, RunFolder]:
    """A run of each kind, forty days old; and one of yesterday."""
    found = {state: past_run(state) for state in ("finished", "stopped", "failed", "killed")}
    found |= {"parked": past_run("parked"), "gone": past_run("playing")}
    for run in found.values():
        age(run, 40)
    found["new"] = past_run("finished")
    age(found["new"], 1)
    return found


def test_what_is_over_and_old_goes(old: dict[str, RunFolder]) -> None:
    """Also a run whose worker vanished; not a parked one, which space goes on with."""
    look = dl_lab("gc", "--older-than", "30d", "--dry-run")
    before = names()
    done = dl_lab("gc", "--older-than", "30d", "--yes")

    assert len(old) == len(before)
    assert 5 == look.out.count("40d") == done.out.count("40d")
    assert "nothing is deleted; 5 runs" in look.complaint
    assert "5 runs deleted" in done.complaint and "kB freed" in done.complaint
    assert {old["new"].id, old["parked"].id} == names()


def test_parked_runs_go_where_that_is_said(old: dict[str, RunFolder]) -> None:
    """And `--keep` spares the newest."""
    document = dl_lab("gc", "--older-than", "4w", "--parked", "--yes", "--json").document

    assert {old["new"].id} == names()
    assert 6 == len(document["deleted"]) == len(document["runs"])
    assert document["bytes"] == document["freed"] == sum(r["bytes"] for r in document["runs"]) > 0
    assert {} == document["left"]


def test_the_newest_are_spared(old: dict[str, RunFolder]) -> None:
    """However old they are; alone, `--keep` is enough."""
    assert 0 == dl_lab("gc", "--keep", "7", "--yes").code
    assert 7 == len(names())
    assert 0 == dl_lab("gc", "--keep", "1", "--yes").code
    assert {old["new"].id, old["parked"].id} == names()


def test_a_live_run_stays(home: Path) -> None:
    """However old its folder says it is."""
    run = past_run("finished")
    age(run, 400)
    with run.held():
        done = dl_lab("gc", "--older-than", "12h", "--yes")

    assert "no run is old enough" in done.complaint
    assert {run.id} == names()


def test_a_run_elsewhere_keeps_what_is_not_ours(home: Path, tmp_path: Path) -> None:
    """`--out`: the lab's files go, the learner's stay. A link to another place is not followed."""
    mine, other = tmp_path / "mine", tmp_path / "other"
    kept, strange = past_run(where=mine), past_run(where=other)
    (mine / "thoughts.txt").write_text("mine")
    (runs_folder() / "lesson9-aaaaa").symlink_to(other)
    strange.path.unlink()
    for folder in (kept.path, other):
        age(RunFolder(folder), 40)
    done = dl_lab("gc", "--older-than", "30d", "--yes")

    assert str(mine) in done.out
    assert {"thoughts.txt"} == {path.name for path in mine.iterdir()}
    assert {"events.jsonl", "run.json"} <= {path.name for path in other.iterdir()}
    assert {"lesson9-aaaaa"} == names()


def test_links_inside_a_run_are_not_followed(home: Path, tmp_path: Path) -> None:
    """The link goes, and not what it leads to; nor are those bytes counted."""
    run, outside = past_run(), tmp_path / "outside"
    (outside / "deep").mkdir(parents=True)
    (outside / "deep" / "large").write_bytes(b"." * 10**6)
    (run.path / "checkpoints").symlink_to(outside)
    age(run, 40)
    document = dl_lab("gc", "--older-than", "30d", "--yes", "--json").document

    assert set() == names()
    assert document["freed"] < 10**6
    assert (outside / "deep" / "large").is_file()


def test_a_run_stays_while_a_fork_of_it_does(home: Path) -> None:
    """A fork's past is looked into where it was trained; with its last fork it goes too."""
    first = past_run()
    second = past_run(forked=Forked(first.id, 20))
    third = past_run(forked=Forked(second.id, 40))
    for run, days in ((first, 90), (second, 60), (third, 1)):
        age(run, days)
    done = dl_lab("gc", "--older-than", "30d", "--yes")

    assert "no run is old enough" in done.complaint
    age(third, 50)
    assert "3 runs deleted" in dl_lab("gc", "--older-than", "30d", "--yes").complaint


def test_it_asks_first(old: dict[str, RunFolder]) -> None:
    """A person, what will be freed; where there is none, nothing happens without `--yes`."""
    refused = dl_lab("gc", "--older-than", "30d")
    assert (2, 7) == (refused.code, len(names()))
    assert "would be deleted permanently; add --yes to delete" in refused.complaint
    for answer, left in (("n", 7), ("y", 2)):
        asked = pexpect.spawn(COMMAND[0], [*COMMAND[1:], "gc", "--older-than", "30d"],
                              env=dict(os.environ), encoding="utf-8", timeout=60)  # fmt: skip
        asked.expect(r"Delete 5 runs, [\d.]+ kB permanently\? \[y/N\] ")
        asked.sendline(answer)
        asked.expect(pexpect.EOF)
        asked.close()
        assert left == len(names())


def test_a_damaged_run_goes_too(home: Path) -> None:
    """Nobody can resume it."""
    run = past_run()
    run.events.write_bytes(b"\x00\n")
    (run.path / "run.json").write_text("{")
    age(run, 40)

    assert 0 == dl_lab("gc", "--older-than", "30d", "--yes").code
    assert set() == names()


@pytest.mark.parametrize("said", ["", "30", "d", "-3d", "1y", "3 d", "1e9d", "٣d", "\x1b[2Jd"])
def test_what_is_no_age(said: str) -> None:
    """One sentence, with nothing in it that drives the terminal."""
    with pytest.raises(BadUsage, match="is not an age; write 12h, 30d or 2w") as refused:
        seconds_of(said)
    assert "\x1b" not in str(refused.value)


def test_ages_and_sizes() -> None:
    """As people write them."""
    assert [90 * 60, 43_200, 2_592_000, 1_209_600] == [
        seconds_of(age) for age in ("90m", "12h", "30D", " 2w")
    ]
    assert ["0 B", "999 B", "1.0 kB", "1.0 MB", "32.6 MB", "5000.0 TB"] == [
        in_bytes(n) for n in (0, 999, 1000, 999_960, 32_563_065, 5e15)
    ]
