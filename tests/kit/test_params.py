"""Settings: typed, bounded, and refusals that name the bounds."""

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as replace_in

from lessons.kit import BadUsage, Params, Preset, text_knob
from lessons.kit.page.plan import require
from tests.toys.lesson90_line import Line, lesson


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("lr", "0.5", 0.5), ("lr", "1e-3", 1e-3), ("lr", " 1 ", 1.0),
        ("steps", "200", 200), ("steps", "2_000", 2000), ("steps", "1e3", 1000),
        ("noise", "off", False), ("noise", "false", False), ("noise", "Yes", True),
        ("optimizer", "adam", "adam"),
    ],
)  # fmt: skip
def test_what_people_type_becomes_a_value(name: str, text: str, value: object) -> None:
    """The setting's own type decides: `false` is not a true string."""
    parsed = Line.parse(name, text)

    assert value == parsed
    assert type(value) is type(parsed)


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("lr", "11", "lr cannot be '11'; use a number from 1e-05 to 10"),
        ("lr", "nan", "use a number from 1e-05 to 10"),
        ("lr", "fast", "lr cannot be 'fast'; use a number from 1e-05 to 10"),
        ("steps", "1.5", "use a whole number from 1 to 10000000"),
        ("steps", "0", "use a whole number from 1"),
        ("steps", "inf", "use a whole number"),
        ("noise", "maybe", "use on or off"),
        ("optimizer", "sdg", "use one of sgd, adam"),
        ("sepps", "1", "no setting called 'sepps'; did you mean 'steps'?"),
        ("", "1", "no setting called ''"),
        ("lr", "\x1b]52;c;x\x07", "␛]52;c;x␇"),
        ("lr", "9" * 500, "…"),
    ],
)
def test_a_refusal_names_the_bounds(name: str, text: str, sentence: str) -> None:
    """One sentence: what is wrong, and what is allowed. Control characters are shown."""
    with pytest.raises(BadUsage) as refused:
        Line.parse(name, text)

    assert sentence in str(refused.value)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 200


def test_an_override_is_a_checked_copy() -> None:
    """The original is left as it was; a bool is no int."""
    plain = Line()

    assert 3 == plain.override({"batch": 3}).batch
    assert 8 == plain.batch
    with pytest.raises(BadUsage):
        plain.override({"batch": True})


def test_a_plan_knows_what_differs() -> None:
    """A preset may bring its own networks; flags beat the preset."""
    plan = lesson.plan(preset="sweep", settings={"batch": 4}, seed=5, seeds=2)

    assert {"slow": {"lr": 1e-4}, "fast": {"lr": 0.1}} == plan.variants
    assert [5, 6] == plan.seeds
    assert 4 == plan.config["batch"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"variants": ("calmm",)}, "did you mean 'calm'?"),
        ({"preset": "swep"}, "did you mean 'sweep'?"),
        ({"settings": {"lr": 0.5}}, "lr differs between the variants calm, wild"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(wrong: dict[str, object], sentence: str) -> None:
    """Unknown names get the nearest; a setting that no network would follow is said so."""
    with pytest.raises(BadUsage) as refused:
        lesson.plan(**wrong)  # type: ignore[arg-type]

    assert sentence in str(refused.value)


@dataclass
class Own(Params):
    """A page with a folder of the learner's."""

    folder: str = text_knob(is_path=True)


@settings(max_examples=100)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="~\0"), max_size=12))
def test_a_path_among_the_settings_is_kept_from_the_root_on(name: str) -> None:
    """The same folder from wherever a run is continued; kept a second time, it stays."""
    kept = Own().override({"folder": name}).folder

    assert kept == ("" if not name else str(Path(name).absolute()))
    assert kept == Own().override({"folder": kept}).folder


@pytest.mark.parametrize("name", ["~\0", "~nobody-of-this-name/texts"])
def test_a_home_that_is_nobodys_is_refused_in_words(name: str) -> None:
    """Also where no such name can be."""
    with pytest.raises(BadUsage, match="give the path of a file or folder"):
        Own().override({"folder": name})


def test_a_preset_may_want_a_setting() -> None:
    """Without it the plan is refused before anything is read; with it, it trains."""
    wanting = replace(lesson, presets=[Preset("own", "Of your own", wants="optimizer")])
    plan = wanting.plan(preset="own")
    with pytest.raises(BadUsage, match="the preset own needs the setting optimizer"):
        require(replace_in(plan, config=plan.config | {"optimizer": ""}), "optimizer")

    require(plan, "optimizer")
    require(wanting.plan(), "")
    assert wanting.data_of(plan).summary == lesson.data_of(lesson.plan()).summary
