"""README, CONTRIBUTING and docs/: every command and every block in them works, every link leads on.

The word behind a fence says what is done with its block; a word that is not in WAYS is refused.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import re
import shlex
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import lessons
from lessons.kit import Claim, Trouble, loop
from lessons.kit.claims import conclusion
from lessons.kit.errors import Bug, Interrupted
from lessons.kit.stream.events import TAGS
from tests.tools import forked, reference
from tests.tools.blocks import (
    PAGES,
    Block,
    blocks,
    commands_in,
    inline_code,
    prose,
    table_below,
)
from tests.tools.outside import folder
from tests.tools.places import ROOT
from tui_lab.cli.main import app
from tui_lab.trust.config import SECTIONS, read_config

WAYS = {
    "sh": "every command is run, or parsed where it needs a screen, a network or minutes",
    "python": "it is run",
    "python kit": "it is run, with the names of lessons.kit at hand",
    "python page": "with the loop it is a lesson, which is trained",
    "python lesson": "with the page it is a lesson, which is trained",
    "toml": "it is read, as config.toml or as part of a pyproject.toml",
    "json": "it has the fields of a real document",
    "csv": "it is the heading of a real file",
    "tree": "everything that it names is there",
}
PARSED = {
    "": "needs a screen", "open": "needs a screen", "serve": "listens until it is ended",
    "stop": "needs a live run", "resume": "needs a run that has not finished",
    "lint": "takes minutes: tests/cli/test_authoring.py runs it",
}  # fmt: skip
"""Commands of dl-lab that are only parsed, and why."""
FINE = {0, 1, 4, 5}
"""Exit codes of a run that trained: after two steps few claims can be judged."""
PLACEHOLDERS = {"[RUN]": "last", "RUN": "last", "RUN…": "last", "LESSON": "lesson3",
                "NAME": "attention", "COMMAND": "run", "…": "--json"}  # fmt: skip
DAYS = ("good", "bad", "long", "short", "warm", "cold", "quiet", "loud")
runner = CliRunner()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lab with one run that has finished, to be looked at, asked, forked and exported."""
    home = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch, forked.workers(patch):
        patch.setenv("DL_LAB_DIR", str(home))
        patch.setenv("DL_LAB_NICE", "0")
        told = invoke("run lesson3 --variant norm --steps 130 --quiet")
        assert told.exit_code in FINE, told.output
    return home


@pytest.fixture
def desk(tmp_path: Path, home: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the files that the commands name, and a lab with one run."""
    shutil.copytree(kept, home)
    learners_files(tmp_path)
    folder(tmp_path / "course")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))  # nothing may reach the one of the machine
    monkeypatch.setenv("DL_LAB_TRUST", str(tmp_path))
    with forked.workers(monkeypatch):
        yield tmp_path


def learners_files(place: Path) -> None:
    """A text, a folder of texts, and two tables of reviews."""
    days = [f"It was a {one} and {two} day, and the {one} one was mine." for one in DAYS
            for two in DAYS for _ in range(4)]  # fmt: skip
    for name in ("my.txt", "verse.txt", "corpus/one.txt", "corpus/two.txt"):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text("\n".join(days))
    rows = [(day, DAYS.index(day.split()[3]) % 2) for day in dict.fromkeys(days)]
    (place / "reviews.csv").write_text(
        "review,stars\n" + "".join(f'"{day}",{stars}\n' for day, stars in rows)
    )
    (place / "german.csv").write_text(
        "text;label\n" + "".join(f"{day};{('POS', 'neg')[stars]}\n" for day, stars in rows)
    )


def invoke(line: str | list[str]) -> Any:
    """Run a command of dl-lab in this process. What it raises is in the result."""
    return runner.invoke(app, shlex.split(line) if isinstance(line, str) else line)


def test_every_block_says_how_it_is_tested() -> None:
    """No block is passed over in silence."""
    assert [] == [f"{block}: {block.info!r}" for block in blocks() if block.info not in WAYS]


@pytest.mark.parametrize("block", blocks("sh"), ids=str)
def test_the_commands_of_a_block_work(block: Block, desk: Path) -> None:
    """In their order, one after the other; runs train two steps."""
    for words in commands_in(block.text):
        assert "" == refusal(words), f"{block}: {shlex.join(words)}"
        if words[0] == "dl-lab" and subcommand(words) not in PARSED:
            result = invoke(shortened(words[1:]))
            assert result.exit_code in FINE and not isinstance(result.exception, Trouble), (
                f"{block}: {shlex.join(words)}: {result.exception} {result.output}"
            )


def subcommand(words: list[str]) -> str:
    """The command of dl-lab; "open" where a folder stands in its place, or --json is missing."""
    name = words[1] if len(words) > 1 else ""
    on_screen = name in ("attach", "replay") and not {"--json", "--jsonl"} & set(words)
    return "open" if "/" in name or on_screen else name


def shortened(words: list[str]) -> list[str]:
    """The same command, with two steps in place of many, and no wait for busy neighbours."""
    if words[0] != "run":
        return words
    for option in ("--steps", "--nice"):
        at = words.index(option) if option in words else len(words)
        words = words[:at] + words[at + 2 :]
    return [*words, "--steps", "2"]


def refusal(words: list[str]) -> str:
    """Why this is no command that a reader can type; "" where it is one."""
    match words:
        case ["dl-lab", *rest]:
            return parsed(rest)
        case ["pip", "install", *rest]:
            extras = re.findall(r"\[(.*?)\]", " ".join(rest))
            return ", ".join(set(extras) - set(pyproject()["project"]["optional-dependencies"]))
        case ["make", target]:
            found = re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.M)
            return "" if found else f"no target {target}"
        case ["python", "-m", module, *_]:
            return "" if importlib.util.find_spec(module) else f"no module {module}"
        case ["ssh" | "head" | ".", *_]:
            return ""
    return "this is neither dl-lab nor one of the programs that a reader has"


def parsed(words: list[str]) -> str:
    """Why dl-lab would refuse these words; "" where they are a command with its options."""
    if words and words[0].startswith("--"):  # such as --install-completion: done as it is parsed
        return ", ".join({word for word in words if word.startswith("--")} - options())
    command = typer.main.get_command(app)
    try:
        with command.make_context("dl-lab", list(words), resilient_parsing=False) as context:
            protected = getattr(context, "_protected_args", None) or []
            rest = [*protected, *context.args]
            if not rest:
                return ""
            name, inner, arguments = command.resolve_command(context, rest)  # type: ignore[attr-defined]
            with inner.make_context(name, arguments, parent=context):
                return ""
    except typer.Exit:
        return ""
    except Exception as error:
        return f"{type(error).__name__}: {error} {getattr(error, 'message', '')}"


def pyproject() -> Any:
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_in_the_text_exist(page: Path) -> None:
    """`dl-lab …` in the text can be typed; an option alone is one of some command."""
    wrong = {}
    for code in inline_code(page):
        if code.startswith("dl-lab "):
            words = [PLACEHOLDERS.get(word, word) for word in shlex.split(code)[1:]]
            needed = ["last"] if words == ["ask"] else ["--at", "3"] if words == ["explain"] else []
            if words[-1] != "--help" and not alone(words):
                wrong[code] = parsed([*words, *needed])
        elif code.startswith("--"):
            unknown = set(re.findall(r"--[a-z-]+", code)) - options()
            wrong[code] = ", ".join(unknown)

    assert {} == {code: why for code, why in wrong.items() if why}


def alone(words: list[str]) -> bool:
    """Whether this is the name of a command, and no more."""
    return len(words) == 1 and words[0] in names()


def names() -> set[str]:
    """All commands."""
    return set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def options() -> set[str]:
    """All options of all commands."""
    command: Any = typer.main.get_command(app)
    everywhere = [command, *command.commands.values()]
    found = {
        name
        for each in everywhere
        for option in each.params
        for name in [*option.opts, *option.secondary_opts]
    }
    return {*found, "--install-completion", "--quick", "--only", "--help"}


@pytest.mark.parametrize("block", blocks("python"), ids=str)
def test_python_runs(block: Block) -> None:
    """As in a notebook."""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(block.text, str(block), "exec"), {"__name__": "notebook"})

    assert said.getvalue()


@pytest.mark.parametrize("block", blocks("python kit"), ids=str)
def test_python_with_the_kit_runs(block: Block) -> None:
    """A part of a page: it is what the kit takes."""
    exec(compile(block.text, str(block), "exec"), dict(vars(lessons.kit)))


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
    assert shown["claims"][0].keys() == real["claims"][0].keys()
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
