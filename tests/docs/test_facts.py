"""What README, CONTRIBUTING and docs/ say of the code is so, and their links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import lessons
from lessons.kit import Claim, Trouble, loop
from lessons.kit.claims import conclusion
from lessons.kit.errors import Bug, Interrupted
from lessons.kit.stream.events import TAGS
from tests.tools import reference
from tests.tools.blocks import PAGES, inline_code, prose, table_below
from tests.tools.places import ROOT
from tests.tools.typed import pyproject


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_paths_lead_somewhere(page: Path) -> None:
    """To a file that is there, and to a heading in it; a path in the text is one of ours."""
    lost = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        name, _, anchor = target.partition("#")
        place = (page.parent / name) if name else page
        if not target.startswith("http") and not place.exists():
            lost.append(target)
        if anchor and anchor not in anchors(place):
            lost.append(target)
    tops = ("docs/", "lessons/", "tests/", "tui_lab/", "benchmarks/")
    template = ROOT / "lessons" / "template"  # what an author has beside the page
    paths = [code for code in inline_code(page) if code.startswith(tops)]
    lost += [path for path in paths if not any((top / path).exists() for top in (ROOT, template))]

    assert [] == lost


def anchors(page: Path) -> set[str]:
    """What a link can name in a page, as GitHub makes it from the headings."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-") for each in headings}


def test_every_picture_is_shown_somewhere() -> None:
    """None lies in docs/ unseen."""
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)

    assert [] == [path.name for path in (ROOT / "docs").glob("*.png") if path.name not in told]


def test_the_readme_is_short_and_names_every_page() -> None:
    """Under 150 lines; whatever is in docs/ can be reached from it."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    pages = [f"docs/{page.name}" for page in (ROOT / "docs").glob("*.md")]

    assert len(readme.splitlines()) < 150
    assert [] == [name for name in pages if f"({name})" not in readme]


def test_the_exit_codes_are_these() -> None:
    """Those that a run or an error can end with."""
    rows = table_below(ROOT / "docs" / "headless.md", "## Exit codes")
    ends = conclusion.CLAIM_FAILED, conclusion.DIVERGED, conclusion.UNDECIDED
    kinds: list[type[Trouble]] = [Trouble, Bug, Interrupted, *Trouble.__subclasses__()]
    errors = {kind.exit_code for kind in kinds}

    assert {0, *ends, *errors} == {int(row[0]) for row in rows}


def test_the_events_are_these() -> None:
    """Every type that a stream can have."""
    rows = table_below(ROOT / "docs" / "headless.md", "## The events")

    assert {f"`{tag}`" for tag in TAGS} == {row[0] for row in rows}


def test_the_words_of_the_command_line_are_these() -> None:
    """What can be typed behind `:`."""
    from tui_lab.screens.lesson.commands import COMMANDS

    rows = table_below(ROOT / "docs" / "screen.md", "## The command line")
    told = set(re.findall(r":(\w+)", " ".join(row[0] for row in rows)))

    assert set(COMMANDS) == told | {"quit"}


def test_every_key_of_the_screens_is_told() -> None:
    """Each key that has a tooltip anywhere stands in the table."""
    from textual.keys import _character_to_key

    rows = table_below(ROOT / "docs" / "screen.md", "## Keys")
    told = set(re.findall(r"`([^`]+)`", " ".join(row[0] for row in rows)))
    known = {_character_to_key(key) for key in told if len(key) == 1} | told
    arrows = {"left", "right", "up", "down", "shift+left", "shift+right", "shift+tab"}
    digits = {str(n) for n in range(10)}
    unknown = {key: where for key, where in keys_in_the_code() if key not in known}

    assert {} == {key: where for key, where in unknown.items() if key not in arrows | digits}


def keys_in_the_code() -> Iterator[tuple[str, str]]:
    """Every key of a `Binding("…")` or a `Key("…")`, with its file."""
    for path in (ROOT / "tui_lab").glob("**/*.py"):
        for keys in re.findall(r"\b(?:Binding|Key)\(\s*\"([\w+,]+)\"", path.read_text()):
            for key in keys.split(","):
                yield key, path.name


def test_the_contracts_are_these() -> None:
    """The architecture names each import contract of pyproject.toml."""
    rows = table_below(ROOT / "docs" / "architecture.md", "## What holds the walls")
    contracts = pyproject()["tool"]["importlinter"]["contracts"]

    assert [contract["name"] for contract in contracts] == [row[0] for row in rows]


def test_settings_and_environment_in_the_docs_exist() -> None:
    """`--set NAME=` and the settings in tables are knobs; DL_LAB_… is read somewhere."""
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    code = "".join(path.read_text() for path in ROOT.glob("[lt]*/**/*.py"))
    knobs = {knob for name in lessons.names() for knob in lessons.load(name).params.knobs()}
    rows = table_below(ROOT / "docs" / "data.md", "| setting of lesson 4")
    own = lessons.load("lesson4").params.knobs()

    assert set() == set(re.findall(r"--set (\w+)=", text)) - knobs - {"NAME"}
    assert [] == [name for name in set(re.findall(r"DL_LAB_\w+", text)) if name not in code]
    assert set() == set(re.findall(r"`(\w+)`", " ".join(row[0] for row in rows))) - own.keys()


def test_the_glossary_is_in_order() -> None:
    """Words from a to z, none twice, each with one sentence."""
    for heading in ("## The lab", "## Deep learning"):
        rows = table_below(ROOT / "docs" / "glossary.md", heading)
        words = [row[0].casefold() for row in rows]

        assert sorted(set(words)) == words
        assert [] == [row for row in rows if not row[1].endswith(".") or ". " in row[1]]


def test_the_reference_is_of_this_code() -> None:
    """Written by `make docs`: do it again where a name or a docstring has changed."""
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "run: make docs"


def test_the_guide_names_every_word_of_the_loop() -> None:
    """And the readers and helpers that it names are there."""
    guide = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    helpers = re.findall(r"`(\w+)`", guide.partition("## Claims")[2].partition("## The tour")[0])
    mentioned = [name for name in helpers if "_" in name]

    assert [] == [name for name in loop.__all__ if f"{name}" not in guide]
    assert [] == [name for name in mentioned if f"`{name}(" not in page]
    assert f"### `{Claim.__name__}(" in page
