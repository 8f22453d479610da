"""Why Slurm lets a trial wait, as a pretended `squeue` says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_lab.sweeps.where.squeue import Queue, read_queue

SAID = """\
41_0|PENDING|Resources
41_1|RUNNING|None
41_2|PENDING|QOSMaxJobsPerUserLimit
garbage
"""


def test_only_what_waits_has_a_reason() -> None:
    """One that runs has none, and a line that is none is left out."""
    assert {"41_0": "Resources", "41_2": "QOSMaxJobsPerUserLimit"} == read_queue(SAID)


def test_squeue_is_asked_about_our_jobs_alone_and_not_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their arrays once each; what it said holds for a while; without it there are no reasons."""
    program = tmp_path / "squeue"
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\nprintf "{SAID}"\n')
    program.chmod(0o700)
    jobs = {"/runs/a": "41_0", "/runs/b": "41_1", "/runs/c": "41_2"}
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    queue = Queue()

    assert {"/runs/a": "Resources", "/runs/c": "QOSMaxJobsPerUserLimit"} == queue.reasons(jobs)
    assert {"/runs/a": "Resources"} == queue.reasons({"/runs/a": "41_0"})
    assert "--jobs=41\n" == (tmp_path / "asked").read_text().rpartition(" ")[2]
    assert 1 == (tmp_path / "asked").read_text().count("--jobs")
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert {} == Queue().reasons(jobs)
