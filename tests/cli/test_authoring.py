"""From nothing to a lesson: `new`, `lint`, and the guide in docs/authors.md, word for word."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools.commands import dl_lab
from tests.tools.outside import folder
from tests.tools.places import ROOT

ASK_THE_SHELL = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


def shell(command: str, where: Path, home: Path) -> "subprocess.CompletedProcess[str]":
    """A line as an author types it."""
    return subprocess.run(
        ["bash", "-c", command], cwd=where, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL, timeout=300,
        env={**ASK_THE_SHELL, "DL_LAB_DIR": str(home), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def test_the_authors_guide_works_as_it_is_written(tmp_path: Path, home: Path) -> None:
    """Every line of its first block of commands, in order, without being asked anything.

    Over two seeds: `make claims` measures the template's claims over twelve.
    """
    guide = (ROOT / "docs" / "authors.md").read_text()
    lines = re.search(r"```sh\n(.*?)```", guide, re.DOTALL)
    assert lines
    commands = [line.partition("#")[0].strip() for line in lines[1].splitlines()]
    headless = [command for command in commands if not command.startswith("dl-lab ./")]

    assert {"new", "run", "lint"} <= {command.split()[1] for command in headless}
    for command in headless:
        done = shell(command.replace("--seeds 8", "--seeds 2"), tmp_path, home)
        assert 0 == done.returncode, (command, done.stderr, done.stdout)
        if "--json" in command:
            claims = json.loads(done.stdout)["claims"]
            assert claims
            assert {"holds"} == {claim["verdict"] for claim in claims}


def test_what_new_writes_has_a_test_that_passes(tmp_path: Path, home: Path) -> None:
    """Pytest finds it in a folder, and in a package."""
    dl_lab("new", "hopfield", "--at", str(tmp_path))
    dl_lab("new", "my-lesson", "--package", "--at", str(tmp_path))
    test = f"{sys.executable} -m pytest -q -p no:cacheprovider"
    both = [shell(f"{test} {name}", tmp_path, home).stdout for name in ("hopfield", "my-lesson")]

    assert all("1 passed" in said for said in both), both


def test_a_package_is_in_the_menu_once_it_is_installed(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`new --package`, `pip install`, `list`."""
    made = dl_lab("new", "my-lesson", "--package", "--at", str(tmp_path))
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target"]
    site = tmp_path / "site"
    subprocess.run([*install, site, tmp_path / "my-lesson"], check=True, capture_output=True)
    monkeypatch.setenv("PYTHONPATH", str(site))
    rows = {row["lesson"]: row for row in dl_lab("list", "--json").document}
    run = dl_lab("run", "my-lesson", "--json", "--steps", "2", "--trust").document

    assert f"{tmp_path}/my-lesson/my_lesson\n" == made.out
    assert "my-lesson 0.1.0" == rows["my-lesson:my-lesson"]["from"]
    assert ("my-lesson:my-lesson", "finished") == (run["lesson"], run["status"])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("lesson3",), 2, "is the name of a built-in lesson"),
        (("Clipping",), 2, "is the name of a built-in lesson"),
        (("lesson07_mine",), 2, "is the name of a built-in lesson"),
        (("my lesson",), 2, "such as my_lesson"),
        (("my-lesson",), 2, "such as my_lesson"),
        (("../x",), 2, "letters, digits and _, such as x"),
        (("\x1b[31m",), 2, "a lesson cannot be called"),
        (("",), 2, "such as attention"),
        (("x" * 90,), 2, "a lesson cannot be called"),
        (("torch", "--package"), 2, "such as torch_lesson"),
        (("class", "--package"), 2, "such as class_lesson"),
        (("there",), 2, "already exists"),
        (("new", "--at", "/proc"), 3, "cannot be written"),
    ],
)
def test_new_refuses_in_words(
    tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    """What cannot be, and what can; nothing is written."""
    (tmp_path / "there").mkdir()
    at = () if "--at" in arguments else ("--at", str(tmp_path))
    outcome = dl_lab("new", *arguments, *at)

    assert code == outcome.code
    assert words in outcome.complaint
    assert "\x1b" not in outcome.complaint
    assert ["there"] == [path.name for path in tmp_path.iterdir() if path.name != "home"]


def test_lint_says_where_and_how_to_fix_it(tmp_path: Path) -> None:
    """A line for each finding, exit 1; as one JSON document with --json."""
    place = folder(tmp_path)
    page = place / "__init__.py"
    page.write_text(page.read_text().replace('help="Points in a step"', 'help=""'))
    said = dl_lab("lint", str(place), "--trust")
    document = dl_lab("lint", str(place), "--json").document

    assert 1 == said.code == document["exit"]
    assert "__init__.py: the knob batch has no help; say in help=… what it does\n" in said.out
    assert {"where", "says", "mend"} == document["findings"][0].keys()


def test_lint_proves_claims_over_seeds(tmp_path: Path) -> None:
    """Median, least and most, the bar and how often it held; what holds by luck is a finding."""
    place = folder(tmp_path)
    page = place / "__init__.py"
    text = page.read_text().replace("worst < 0.1, worst, 0.1", "worst < 1e-9, worst, 1e-9")
    page.write_text(text)
    document = dl_lab("lint", str(place), "--json", "--seeds", "3", "--trust").document
    claim = next(row for row in document["claims"] if row["claim"] == "calm-learns")

    assert (3, 0, 1e-9) == (claim["runs"], claim["held"], claim["bar"])
    assert claim["low"] <= claim["median"] <= claim["high"]
    assert "held in 0 of 3 runs" in document["findings"][-1]["says"]


@pytest.mark.parametrize(
    ("file", "was", "becomes", "words"),
    [
        ("__init__.py", "lesson = Lesson(", "lesson = Lesson((", "__init__.py line"),
        ("train.py", "loss.backward()", "__import__('os').kill(__import__('os').getpid(), 9)",
         "signal 9"),
    ],
)  # fmt: skip
def test_lint_survives_what_it_checks(
    tmp_path: Path, file: str, was: str, becomes: str, words: str
) -> None:
    """A page that cannot be read, a loop that takes its process down: findings, not a traceback."""
    place = folder(tmp_path)
    text = (place / file).read_text()
    (place / file).write_text(text.replace(was, becomes, 1))
    outcome = dl_lab("lint", str(place), "--trust")

    assert 1 == outcome.code
    assert words in outcome.out
    assert "Traceback" not in outcome.err


def test_lint_asks_before_it_runs_anything(tmp_path: Path) -> None:
    """It is code like any other."""
    outcome = dl_lab("lint", str(folder(tmp_path)))

    assert (2, "") == (outcome.code, outcome.out)
    assert "add --trust" in outcome.complaint
