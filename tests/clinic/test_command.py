"""`dl-lab clinic` without a screen: what it prints, what it keeps, and its exit codes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

import lessons
import lessons.clinic
from lessons.kit import Trouble
from tests.tools.typed import invoke
from tui_lab.clinic.record import Record
from tui_lab.trust.permission import UntrustedError, remember

pytestmark = pytest.mark.process
TEMPLATE = Path(lessons.__file__).parent / "template"


def name_of(fault: str) -> str:
    cases = map(lessons.clinic.load, lessons.clinic.names())
    return next(case.name for case in cases if case.fault == fault)


def said(words: list[str], code: int = 0) -> dict[str, Any]:
    result = invoke(["clinic", *words, "--json"])
    assert code == result.exit_code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_the_list_names_cases_faults_and_orders_and_no_answer(home: Path) -> None:
    found = said(["--list"])

    assert lessons.clinic.names() == [row["case"] for row in found["cases"]]
    assert {"healthy", "overfit", "gradients", "batch"} < {row["name"] for row in found["orders"]}
    assert all("fault" not in row for row in found["cases"])


def test_a_case_from_its_first_run_to_its_cure(home: Path, tmp_path: Path) -> None:
    """Run, order, a wrong cure, the right one: the score counts both."""
    case = name_of("units-dead")
    ran = said([case])
    assert 2.2 < ran["measured"] and "fault" not in ran

    ordered = said([case, "--order", "gradients", "--order", "batch"])
    assert ["gradients", "batch"] == [a["order"] for a in ordered["answers"]]

    wrong = said([case, "--try", "lr-too-small", "--set", "lr=0.01"], code=1)
    assert (False, False, ["lr-too-small"]) == (
        wrong["right"], wrong["cured"], wrong["would_cure"]
    )  # fmt: skip
    assert [] == wrong["told"]

    folder = tmp_path / "source"
    assert 0 == invoke(["clinic", case, "--source", str(folder)]).exit_code
    text = (folder / "train.py").read_text()
    (folder / "train.py").write_text(
        text.replace("self.hidden.bias, -4.0", "self.hidden.bias, 0.0")
    )
    cured = said([case, "--try", "units-dead", "--fix", str(folder / "train.py")])
    assert (True, True, True) == (cured["right"], cured["cured"], cured["solved"])
    assert 10 - 2 - 2 == cured["score"]
    assert any("−4" in line for line in cured["told"])


def test_a_loop_of_the_learners_that_fails_is_no_cure(home: Path, tmp_path: Path) -> None:
    case = name_of("lr-too-small")
    broken = tmp_path / "train.py"
    broken.write_text("def train(hp, run):\n    raise ValueError('mine')\n    yield\n")

    found = said([case, "--try", "lr-too-small", "--fix", str(broken)], code=1)

    assert (True, False) == (found["right"], found["cured"])
    assert "mine" in found["loop_error"]


def test_a_case_that_an_outside_lesson_brings_is_played_once_it_is_trusted(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked about first; then run, ordered, cured by an edited file, and listed."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TEMPLATE, "mine", ignore=shutil.ignore_patterns("__pycache__"))
    refused = invoke(["clinic", "./mine/case01", "--order", "batch"]).exception
    assert isinstance(refused, UntrustedError)
    remember(refused.subject)

    ordered = said(["./mine/clinic/case01.py", "--order", "batch"])
    assert f"{tmp_path}/mine/case01" == ordered["case"]
    assert 0 == invoke(["clinic", "./mine", "--source", "sick"]).exit_code
    loop = Path("sick/train.py")
    loop.write_text(loop.read_text().replace("same.roll(1)", "same"))
    cured = said(["./mine/1", "--try", "labels-shuffled", "--fix", str(loop)])
    assert (True, 9) == (cured["solved"], cured["score"])

    (home / "config.toml").write_text(f'[lessons]\nfolders = ["{tmp_path}/mine"]\n')
    rows = {row["case"]: row for row in said(["--list"])["cases"]}
    assert 9 == rows[f"{tmp_path}/mine/case01"]["score"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("raise SystemExit(3)", "clinic/case01.py cannot be read (SystemExit: 3)"),
        ("case = 3", "clinic/case01.py says `case = int`"),
        ("with_logits(logits, other)", "is not sound"),
        (None, "brings no case"),
    ],
)
def test_a_broken_case_of_an_outside_lesson_is_refused_in_a_sentence(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, what: str
) -> None:
    """Also one that would end the lab, and one whose edit no longer fits its lesson."""
    monkeypatch.setenv("DL_LAB_TRUST", str(tmp_path))
    folder = tmp_path / "mine"
    shutil.copytree(TEMPLATE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    file = folder / "clinic" / "case01.py"
    if text is None:
        file.unlink()
    else:
        is_edit = text.startswith("with")
        sound = file.read_text()
        file.write_text(sound.replace("with_logits(logits, same)", text) if is_edit else text)

    refused = invoke(["clinic", str(folder), "--json"]).exception

    assert isinstance(refused, Trouble) and what in refused.message


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (["case99"], "no case"),
        (["case01", "--order", "magic"], "no order"),
        (["case01", "--try", "magic", "--set", "lr=1"], "no fault"),
        (["case01", "--try", "leak"], "needs a cure"),
        (["case01", "--set", "lr=1"], "needs a name"),
        (["--order", "batch"], "which case"),
        (["case01", "--try", "leak", "--set", "steps=9"], "steps is fixed"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(
    home: Path, words: list[str], what: str
) -> None:
    result = invoke(["clinic", *words])

    assert 2 == getattr(result.exception, "exit_code", None)
    assert what in str(result.exception)


def test_giving_up_shows_the_fault_and_the_score_stays_nothing(home: Path) -> None:
    case = name_of("softmax-twice")
    found = said([case, "--reveal"])

    assert any("1.461" in line for line in found["told"])
    rows = {row["case"]: row for row in said(["--list"])["cases"]}
    assert (True, 0) == (rows[case]["revealed"], rows[case]["score"])
    assert 0 == invoke(["clinic", case, "--forget"]).exit_code
    assert not {row["case"]: row for row in said(["--list"])["cases"]}[case]["revealed"]


def test_a_damaged_record_is_set_aside_and_not_written_over(home: Path) -> None:
    """What was done in the clinic can still be looked at."""
    record = Record()
    record.path.parent.mkdir(parents=True, exist_ok=True)
    record.path.write_text('{"visits": {"case07/0": ')
    record.forget("case01", 0)
    (aside,) = record.path.parent.glob("clinic.damaged-*.json")

    assert '{"visits": {"case07/0": ' == aside.read_text()
