"""Files of a lesson that a learner edited: what they change, what they leave, where they fail."""

import sys
from pathlib import Path

import msgspec
import pytest

import lessons
from lessons.kit import BadUsage, Event
from lessons.kit.engine.checkpoints import read_checkpoint, write_checkpoint
from lessons.kit.engine.race import Race
from lessons.kit.page.edited import is_run_by
from lessons.kit.page.plan import Plan
from lessons.kit.stream.events import NetworkEnd, Start, Steps

LESSON = lessons.load("lesson3")
CLIPPING = LESSON.shown["clipping.py"]
HALVED = CLIPPING.replace("gradient.mul_(scale)", "gradient.mul_(0.5 * scale)")
SHORT = {"steps": 4, "hidden": 8, "embed": 8, "batch": 2, "window": 8}


def planned(edits: dict[str, str]) -> Plan:
    plan = LESSON.plan(("norm",), settings=SHORT)
    return msgspec.structs.replace(plan, edits=edits)


def applied(events: list[Event]) -> list[float | None]:
    """The lengths of the gradients that were applied."""
    return [x for e in events if isinstance(e, Steps) for x in e.values["applied_norm"]]


def trained(edits: dict[str, str]) -> list[Event]:
    return list(Race(LESSON, planned(edits)).events())


def test_an_edited_file_beside_the_loop_is_what_trains() -> None:
    """train.py, which nobody edited, calls the learner's clipping; the run is marked."""
    ours, theirs = trained({}), trained({"clipping.py": HALVED})

    assert isinstance(ours[0], Start) and isinstance(theirs[0], Start)
    assert (False, True) == (ours[0].edited, theirs[0].edited)
    assert applied(theirs)[0] == pytest.approx(applied(ours)[0] / 2)  # type: ignore[operator]


def test_the_lesson_itself_stays_as_it_is() -> None:
    """Its modules, and what trains after an edited run in the same process."""
    before = applied(trained({}))
    modules = {name: m for name, m in sys.modules.items() if name.startswith(LESSON.package)}
    trained({"clipping.py": HALVED, "train.py": LESSON.source + "\n"})

    assert modules == {n: m for n, m in sys.modules.items() if n.startswith(LESSON.package)}
    assert sys.modules[LESSON.package].clipping is modules[f"{LESSON.package}.clipping"]  # type: ignore[attr-defined]
    assert before == applied(trained({}))


def test_a_text_that_changes_nothing_changes_no_number() -> None:
    """Every shown file in the place of itself: the same numbers to the bit."""
    assert applied(trained({})) == applied(trained(dict(LESSON.shown)))


def test_a_run_taken_up_again_trains_with_the_same_files(tmp_path: Path) -> None:
    """The plan is written down with its files, and the numbers are those of one go."""
    race = Race(LESSON, planned({"clipping.py": HALVED}))
    first = [race.tick(), race.tick()] and race.collect()
    write_checkpoint(tmp_path / "2", race.save())
    plan = msgspec.json.decode(msgspec.json.encode(race.plan), type=Plan)
    again = Race(LESSON, plan, read_checkpoint(tmp_path / "2"))
    while not again.over:
        again.tick()

    whole = applied(trained({"clipping.py": HALVED}))
    assert whole == applied([*first, *again.collect()])
    assert "mul_(0.5" in plan.edits["clipping.py"]


def test_a_plan_with_one_text_is_read_as_its_loop() -> None:
    """As plans had it before other files could be edited."""
    old = msgspec.json.decode(msgspec.json.encode(planned({})))
    del old["edits"]
    read = msgspec.convert(old | {"source": "x = 1"}, Plan)

    assert {"train.py": "x = 1"} == read.edits
    assert read == msgspec.json.decode(msgspec.json.encode(read), type=Plan)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("clipping.py", "gradient.mul_(scale)", "gradient.mul(crash)", "your clipping.py, line "),
        ("cliff.py", "path = [START]", "path = [crash]", "your cliff.py, line "),
        ("clipping.py", "return (vector", "return; (vector", "the lesson's train.py, line "),
    ],
)
def test_an_error_while_it_trains_is_told_by_file_and_line(
    name: str, old: str, new: str, words: str
) -> None:
    """Also where the edit makes the lesson's own loop fail: it is no bug of ours then."""
    text = LESSON.shown[name]
    assert old in text
    [end] = [e for e in trained({name: text.replace(old, new)}) if isinstance(e, NetworkEnd)]

    assert "failed" == end.how and 1 == end.exit
    assert end.message.startswith(words)
    assert f'File "{words.partition(",")[0]}", line ' in end.traceback


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ({"clipping.py": "x = (\n"}, r"your clipping.py fails before it trains: line 1"),
        ({"clipping.py": "\n1 / 0\n"}, r"your clipping.py fails before it trains: line 2: 1 / 0"),
        ({"clipping.py": ""}, r"the lesson's train.py fails .* cannot import name 'clip' from"),
        ({"train.py": ""}, "has no loop"),
        ({"../secret.py": "1 / 0"}, r"\.\./secret.py was edited, which this lesson does not show"),
        ({"text.py": "1 / 0"}, "text.py was edited, which this lesson does not show"),
    ],
)
def test_an_error_before_it_trains_names_the_file(edits: dict[str, str], words: str) -> None:
    """One sentence; and a file that is not shown is refused, whatever a plan says."""
    with pytest.raises(BadUsage, match=words):
        LESSON.train(edits)


def test_a_file_that_the_page_reads_is_none_to_show() -> None:
    """The page is loaded once, so that an edit of what it imports would change half a run."""
    assert is_run_by(LESSON.package, "clipping.py", "train.py")
    assert not is_run_by(LESSON.package, "text.py", "train.py")
    assert not is_run_by(LESSON.package, "together.py", "train.py")
