"""The cases of the clinic: each fault is really there, shows itself, and can be cured."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

import lessons
import lessons.clinic
from lessons.kit import BadUsage
from lessons.kit.clinic.beside import wrong_with
from lessons.kit.clinic.case import Case
from lessons.kit.clinic.faults import FAMILIES, FAULTS, aimed_at, in_order
from lessons.kit.clinic.laboratory import Ward, order
from lessons.kit.clinic.proof import proof_of
from lessons.kit.clinic.texts import edited
from tui_lab.contract.clinic import unproved_cases

TEMPLATE = Path(lessons.__file__).parent / "template"
CASES = [lessons.clinic.load(name) for name in lessons.clinic.names()]
CHEAP = "batch-too-small"
"""The fault whose case is trained here: by a setting, half a second a run. Those of two others are
trained to their cure by the command and on the screen; `make clinic` trains all of them."""
UNSEEN = 31
"""A seed that no bar was set by."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_edit_fits_its_lesson_as_it_is_today(case: Case) -> None:
    """Old texts stand there once, settings exist, and names are those of the lists."""
    assert [] == wrong_with(case, lessons.load(case.lesson))


@pytest.mark.train
@pytest.mark.parametrize("lesson", sorted({case.lesson for case in CASES}))
def test_other_rows_are_told_of_in_every_lesson(lesson: str) -> None:
    """Also where several networks stand side by side before the rows, as in lesson 6."""
    case = next(case for case in CASES if case.lesson == lesson)
    answer = order(Ward(case, lessons.load(lesson), 0), "rows")
    assert answer.says and "nan" not in " ".join(answer.says)
    if lesson == "lesson6":
        assert all("move by 0 " in line for line in answer.says)


def test_there_are_cases_of_every_family_over_many_lessons() -> None:
    assert set(FAMILIES) == {FAULTS[case.fault].family for case in CASES}
    assert 20 <= len(CASES)
    assert 10 <= len({case.lesson for case in CASES})


def test_no_name_or_complaint_says_the_fault() -> None:
    """Neither the file, nor what is told before it is named."""
    for case in CASES:
        assert case.name.startswith("case") and case.name[4:].isdecimal()
        said = case.complaint.lower()
        assert not [word for word in case.fault.split("-") if len(word) > 5 and word in said], case


def test_the_list_of_faults_is_in_an_order_that_tells_nothing() -> None:
    assert sorted(FAULTS) == sorted(in_order())
    assert in_order() == sorted(FAULTS, key=lambda name: FAULTS[name].says)


def test_some_cases_look_alike_and_differ_in_one_test() -> None:
    """The same complaint of the same lesson, with different faults."""
    told = Counter((case.lesson, case.complaint) for case in CASES)
    assert 4 <= max(told.values())


def test_cases_are_drawn_by_their_seed_and_solved_ones_last() -> None:
    names = lessons.clinic.names()
    assert lessons.clinic.draw(3) == lessons.clinic.draw(3)
    assert names[5] == lessons.clinic.draw(0, frozenset(names) - {names[5]})
    assert lessons.clinic.load("7").name == "case07"
    with pytest.raises(BadUsage, match="no case"):
        lessons.clinic.load("case99")


def test_an_edit_whose_text_is_missing_or_there_twice_is_refused() -> None:
    for old in ("c", "a"):
        with pytest.raises(BadUsage, match="times"):
            edited({"train.py": "a a b"}, {"train.py": [(old, "x")]})


def test_what_a_change_is_a_cure_for_is_read_from_lines_and_settings() -> None:
    assert ["zero-grad-missing"] == aimed_at(["optimizer.zero_grad()"], {}, {})
    assert ["lr-too-large"] == aimed_at([], {"lr": 0.3}, {"lr": 0.01})
    assert ["lr-too-small"] == aimed_at([], {"lr": 0.01}, {"lr": 0.3})


@pytest.mark.train
def test_a_case_is_sick_and_curable_on_a_seed_that_no_bar_was_set_by() -> None:
    case = ward(CHEAP).case
    assert [] == proof_of(case, lessons.load(case.lesson), [UNSEEN]).faults()


@pytest.mark.train
@pytest.mark.parametrize(("bar", "wrong"), [("0.8", ""), ("0.3", "the fault does not show")])
def test_a_case_in_the_folder_of_a_lesson_from_outside_is_proved(
    bar: str, wrong: str, tmp_path: Path
) -> None:
    """The one that `dl-lab new` writes is sick and curable; with another bar `lint` says it."""
    folder = Path(shutil.copytree(TEMPLATE, tmp_path / f"mine{bar[-1]}"))
    case = folder / "clinic" / "case01.py"
    case.write_text(case.read_text().replace("above(0.8", f"above({bar}"))
    found = list(unproved_cases(lessons.load(str(folder)), 1))

    assert [bool(wrong)] * bool(wrong) == [wrong in each.says for each in found]
    assert {"clinic/case01.py"} >= {each.where for each in found}


@pytest.mark.train
def test_orders_answer_with_the_numbers_of_the_case() -> None:
    """Each tells one fault from another that looks alike."""
    dead = ward("units-dead")
    rows = {row[1]: row for row in order(dead, "gradients").rows}
    assert "0" == rows["model.hidden.weight"][2]
    assert ["100%"] == list({row[5] for row in order(dead, "units").rows})

    frozen = order(ward("frozen-layer"), "gradients").rows[0]
    assert (False, "not used", "0%") == (frozen[2] == "0", frozen[3], frozen[6])

    modes = {row[0]: row[3] for row in order(ward("dropout-in-evaluation"), "modes").rows}
    assert ("train", "train") == (modes["training"], modes["evaluation"])

    twice = order(ward("softmax-twice"), "batch").says
    assert any("each row sums to 1," in line for line in twice)

    assert any("(352, 352)" in line for line in order(ward("broadcast"), "batch").says)

    leak = {row[0]: row[1] for row in order(ward("leak"), "overlap").rows}
    assert "100%" == leak["80"]


@pytest.mark.train
def test_neighbours_and_padding_move_answers_where_that_is_the_fault() -> None:
    moved = [line.split(" by ")[1].split()[0] for line in order(ward("batch-axis"), "rows").says]
    assert "0" not in moved
    padding = ward("padding-read")
    said = next(line for line in order(padding, "sequence").says if "padding" in line)
    assert float(said.rpartition(" ")[2]) > 0
    rows = [line for line in order(padding, "batch").says if line.startswith("target ")]
    assert 3 == len(rows) and rows[0].count(" ") == 2 + 15 + 2  # 16 numbers, and its length


def ward(fault: str) -> Ward:
    case = next(case for case in CASES if case.fault == fault)
    return Ward(case, lessons.load(case.lesson), 0)
