"""An import that was right before the kit was rebuilt: told what to write, and that is right."""

from importlib import import_module
from pathlib import Path

import pytest

import lessons
from lessons.kit import BadUsage
from lessons.kit.page.kit_names import advice
from lessons.kit.page.moved import KIT, MODULES, NAMES, home

FORMER = {
    module: names.split()
    for module, names in (
        line.split(": ")
        for line in (Path(__file__).parent / "former_names.txt").read_text().splitlines()
    )
}


@pytest.mark.parametrize("module", FORMER)
def test_every_public_name_of_before_is_found(module: str) -> None:
    """Where it was, or where the table says; nothing in it leads astray."""
    for name in FORMER[module]:
        try:
            getattr(import_module(module), name)
        except (ImportError, AttributeError):
            found = home(module, name)
            assert found is not None, f"{module}.{name}"
            where, called = found
            getattr(import_module(where), called)


def test_every_module_of_the_table_is_there() -> None:
    """Also where nobody took a name from it."""
    for module in MODULES.values():
        import_module(f"{KIT}.{module}")
    assert not {name for name in NAMES if name.count(".") == 0}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "from lessons.kit import Ask, Grid, Show, Step, Word",
            "write from lessons.kit.loop import Question, Picture, Event "
            "(Ask is now Question, Show is now Picture, Word is now Event)",
        ),
        ("from lessons.kit.engine import Run", "write from lessons.kit.loop import Run"),
        (
            "from lessons.kit.kept import Kept",
            "write from lessons.kit.loop import Saved (Kept is now Saved)",
        ),
        (
            "from lessons.kit.params import (\n    Params,\n    words,\n)",
            "write from lessons.kit import Params, text_knob (words is now text_knob)",
        ),
        (
            "from lessons.kit.reading.corpus import read_corpus",
            "write from lessons.kit.data.text.corpus import read_corpus",
        ),
        (
            "from lessons.kit import kept",
            "write from lessons.kit.engine import saved (kept is now saved)",
        ),
        ("from lessons.kit.claims import Claim", "write from lessons.kit import Claim"),
        ("from lessons.kit.claims import helpers", ""),
        ("from lessons.kit import Nothing, Step, page", ""),
        ("from nothing import Show", ""),
    ],
)
def test_one_sentence_says_what_to_write(line: str, told: str) -> None:
    """With every name that moved; nothing of those that are where they were, or never were."""
    assert told == advice(line)


def test_an_edited_copy_of_before_says_what_to_change() -> None:
    """Its line, and the import of today."""
    lesson = lessons.load("lesson3")
    old = "from lessons.kit.vocabulary import"
    text = lesson.source.replace("from lessons.kit.loop import", old)
    with pytest.raises(BadUsage, match=r"your train.py fails") as raised:
        lesson.train({"train.py": text})
    assert raised.value.fix.startswith("write from lessons.kit")


def test_a_former_setting_is_read_in_a_loop() -> None:
    """An edited copy that says hp.how goes on; any other name is an error as ever."""
    hp = lessons.load("lesson3").params()

    assert hp.how == hp.clipping  # type: ignore[attr-defined]
    with pytest.raises(AttributeError, match="no setting nothing"):
        hp.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_what_is_the_engines_says_so() -> None:
    """A loop that looked behind the run is told what it may use."""
    from lessons.kit.engine.race import Race

    lesson = lessons.load("lesson3")
    run = Race(lesson, lesson.plan(("norm",))).networks[0].run
    with pytest.raises(AttributeError, match=r"the engine's own: .* time_to_show"):
        run.picture_wanted  # noqa: B018
