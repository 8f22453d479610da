"""What becomes of measurements: no speed is looked at here."""

import json
from pathlib import Path

import pytest

from benchmarks import __main__ as benchmarks
from benchmarks.tools.rows import Missing, Row, compared


def quick_one(quick: bool) -> Row:
    return compared("one / other", [(2.0, 1.0), (9.0, 3.0), (1.0, 1.0)], budget=2.5)


def broken_one(quick: bool) -> Row:
    raise TimeoutError("it never came")


def left_out(quick: bool) -> Missing:
    return Missing("a / b", "b is not here", failed=False)


def test_a_row_is_the_median_of_pairs_with_its_spread() -> None:
    """What disturbs one disturbs its neighbour: ratios are of pairs, not of medians."""
    row = quick_one(True)

    assert (2.0, 1.0, 3.0) == (row.ratio, row.low, row.high)
    assert row.met


def test_a_measurement_that_fails_loses_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """It is a row that says why, in the document too, and the exit code is 1."""
    monkeypatch.setattr(benchmarks, "MEASUREMENTS", (broken_one, quick_one, left_out))

    assert 1 == benchmarks.main(["--quick", "--out", str(tmp_path / "bench.json")])

    document = json.loads((tmp_path / "bench.json").read_text())
    assert ["failed", "measured", "skipped"] == [row["status"] for row in document["rows"]]
    assert [False, True, True] == [row["met"] for row in document["rows"]]
    assert "it never came" in document["rows"][0]["why"]
    assert {"cpu", "cores", "python", "torch", "date"} <= set(document["machine"])


def test_one_measurement_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the beginning of its name; what was left out breaks nothing."""
    monkeypatch.setattr(benchmarks, "MEASUREMENTS", (broken_one, left_out))

    assert 0 == benchmarks.main(["--json", "--only", "test_benchmarks.left"])
    assert ["a / b"] == [row["name"] for row in json.loads(capsys.readouterr().out)["rows"]]
