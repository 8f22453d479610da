"""Every block in README, CONTRIBUTING and docs/ is what it seems to be.

The word behind a fence says what is done with its block; a word that is not in WAYS is refused.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import lessons
from lessons.kit.practice.check import check
from lessons.kit.practice.text import read
from tests.tools.blocks import Block, blocks, table_below
from tests.tools.places import ROOT
from tests.tools.typed import invoke
from tui_lab.trust.config import SECTIONS, read_config

WAYS = {
    "sh": "every command is run, or parsed where it needs a screen, a network or minutes",
    "python": "it is run",
    "python kit": "it is run, with the names of lessons.kit at hand",
    "python page": "with the loop it is a lesson, which is trained",
    "python lesson": "with the page it is a lesson, which is trained",
    "python practice": "it is an exercise: unsolved it fails, solved it passes",
    "toml": "it is read, as config.toml or as part of a pyproject.toml",
    "json": "it has the fields of a real document",
    "csv": "it is the heading of a real file",
    "text": "it is drawn from the code, by test_panels",
    "tree": "everything that it names is there",
}


def test_every_block_says_how_it_is_tested() -> None:
    """No block is passed over in silence."""
    assert [] == [f"{block}: {block.info!r}" for block in blocks() if block.info not in WAYS]


@pytest.mark.parametrize("block", blocks("python"), ids=str)
def test_python_runs(block: Block) -> None:
    """As in a notebook."""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(block.text, str(block), "exec"), {"__name__": "notebook"})

    assert said.getvalue()


@pytest.mark.parametrize("block", blocks("python kit"), ids=str)
def test_python_with_the_kit_runs(block: Block) -> None:
    """A part of a page: it is what the kit takes."""
    names = {name: getattr(lessons.kit, name) for name in lessons.kit.__all__}  # loaded when asked
    exec(compile(block.text, str(block), "exec"), names)


def test_the_lesson_of_the_authors_guide_trains(desk: Path) -> None:
    """Page and loop are a lesson: its claim holds, its panel is shown, it answers."""
    place = desk / "line"
    place.mkdir()
    (page,), (loop,) = blocks("python page"), blocks("python lesson")
    (place / "__init__.py").write_text(f'"""The page."""\n\n{page.text}')
    (place / "train.py").write_text(f'"""The loop."""\n\n{loop.text}')
    (place / "README.md").write_text("# A line\n")
    result = invoke("run ./line --json --seed 5 --quiet")
    document = json.loads(result.stdout)
    exported = json.loads(invoke("export last --format json --out -").stdout)

    assert 0 == result.exit_code, result.output
    assert ["holds"] == [claim["verdict"] for claim in document["claims"]]
    assert {"weights"} == {picture["panel"] for picture in exported["pictures"]}
    assert 7 == pytest.approx(float(invoke("ask last 3").stdout), abs=0.1)


@pytest.mark.parametrize("block", blocks("python practice"), ids=str)
def test_an_exercise_can_be_done(block: Block, tmp_path: Path) -> None:
    """Its learner's file is made from it, and its solution passes."""
    path = tmp_path / "softmax.py"
    path.write_text(block.text)
    text, names = read(path), dict[str, Any]()
    exec(compile(block.text, str(block), "exec"), names)

    assert "unwritten" == check(names["exercise"], text.template).status
    assert check(names["exercise"], text.solution).is_passed
    assert ("Softmax that survives large numbers", 3) == (text.title, len(text.hints))


@pytest.mark.parametrize("block", blocks("toml"), ids=str)
def test_toml_is_what_the_lab_reads(block: Block, tmp_path: Path) -> None:
    """Settings that config.toml may have, or the entry point that makes a package a lesson."""
    found = tomllib.loads(block.text)
    (tmp_path / "config.toml").write_text(block.text)

    if "project" in found:
        assert {"entry-points": {"dl_lab.lessons": {"my-lesson": "my_lesson"}}} == found["project"]
    else:
        assert found.keys() <= SECTIONS.keys()
        assert found == read_config(tmp_path / "config.toml")


def test_the_document_has_these_fields(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The block and the table below it name the fields of a real document, and no other."""
    (shown,) = [json.loads(block.text) for block in blocks("json")]
    (report,) = kept.glob("runs/*/report.json")
    real = json.loads(report.read_text())
    rows = table_below(ROOT / "docs" / "headless.md", "## The document")
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row[0])]

    assert list(real) == list(shown)
    assert real.keys() == set(told)
    may_lack = {"side", "unit"}  # a claim that could not be judged has neither
    assert shown["claims"][0].keys() - may_lack == real["claims"][0].keys() - may_lack
    assert shown["again"].keys() == real["again"].keys()
    assert shown["config"].keys() <= real["config"].keys()
    assert shown["variants"] == real["variants"]
    assert {"first", "last", "min", "max"} == shown["results"]["norm"]["0"]["loss"].keys()
    assert shown["claims"][0]["says"] in [claim["says"] for claim in real["claims"]]


def test_the_headings_of_a_csv_file_are_these(desk: Path) -> None:
    """The block is the first line of a real file."""
    (block,) = blocks("csv")

    assert block.text == invoke("export last --format csv --out -").stdout.partition("\n")[0] + "\n"


def test_the_tree_is_the_tree() -> None:
    """What it names is there, and every room has its line."""
    (block,) = blocks("tree")
    named, above = set[Path](), dict[int, Path]()
    for line in block.text.splitlines():
        indent, name = len(line) - len(line.lstrip()), line.split()[0]
        above = {depth: path for depth, path in above.items() if depth < indent}
        path = max(above.items(), default=(0, ROOT))[1] / name
        above[indent] = path
        named.add(path)
    rooms = {
        path.parent
        for top in ("tui_lab", "lessons/kit")
        for path in (ROOT / top).glob("*/__init__.py")
    }

    assert [] == [str(path) for path in named if not path.exists()]
    assert set() == rooms - named
