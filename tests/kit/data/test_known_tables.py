"""Tables as people have them: look-alikes of well-known ones, each read as its makers meant it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from random import Random

import pytest

from lessons.kit.data.brought import silent
from lessons.kit.data.table.table_file import read_table_file

ROWS = 120
YN = ["y", "n"]


def some(values: Sequence[object], holes: str = "", seed: int = 0) -> list[str]:
    """Values drawn by chance, each of them there; every ninth cell is missing, if they are."""
    cells = [str(value) for value in islice(cycle(values), ROWS)]
    Random(seed + len(values)).shuffle(cells)
    return [holes if holes and at % 9 == 4 else cell for at, cell in enumerate(cells)]


def amounts(low: float, high: float, digits: int = 2, seed: int = 0) -> list[str]:
    """Numbers from low to high."""
    luck = Random(seed)
    return [f"{luck.uniform(low, high):.{digits}f}" for _ in range(ROWS)]


@dataclass
class Known:
    """A table, and how it is to be read."""

    columns: list[list[str]]
    target: str
    """The column that a lesson of classes predicts."""
    left_out: str = ""
    """The columns that say nothing, by a space."""
    names: str = ""
    separator: str = ","
    number: str = ""
    """The column that a lesson of numbers predicts."""
    notes: list[str] = field(default_factory=list)

    def written(self, path: Path) -> Path:
        """The table as a file."""
        rows = [self.names.split(), *zip(*self.columns, strict=True)]
        path.write_text("".join(self.separator.join(row) + "\n" for row in rows if row))
        return path


ids = [str(842302 + 7919 * n) for n in range(ROWS)]
count = [str(n) for n in range(1, ROWS + 1)]
TABLES = {
    "adult": Known(
        [amounts(17, 90, 0), some(["Private", "State-gov"], "?"), amounts(1e4, 1e6, 0),
         some(["Male", "Female"]), some([0, 0, 0, 2174]), some(["<=50K", ">50K", "<=50K"])],
        "6", separator=", ", number="1", notes=["missing values in column 2 (13)"],
    ),
    "iris": Known(
        [count, amounts(4, 8), amounts(2, 4), some(["setosa", "virginica"])],
        "Species", "Id", "Id SepalLength SepalWidth Species", number="SepalWidth",
    ),
    "car": Known(
        [some(["vhigh", "high", "med", "low"]), some(["vhigh", "high", "med", "low"], seed=1),
         some([2, 3, 4, "5more"]), some(["unacc", "acc", "good", "vgood"])], "4",
    ),
    "nursery": Known(
        [some(["usual", "pretentious", "great_pret"]), some(["proper", "improper"]),
         some([1, 2, 3, "more"]), some(["not_recom", "recommend", "priority", "spec", "very"])],
        "4",
    ),
    "mushroom": Known(
        [some("pe"), some("bcxfks"), some("nbcgrpuewy"), some("bcuezr", "?"), ["p"] * ROWS,
         some("dglmpuw")], "1", "5",
    ),
    "votes": Known(
        [some(["republican", "democrat"]), *[some(YN, "?", seed) for seed in range(12)]], "1",
    ),
    "zoo": Known(
        [[f"animal{n}" for n in range(ROWS)], *[some("01", seed=seed) for seed in range(9)],
         some([0, 2, 4, 6, 8]), some("01", seed=20), some(range(1, 8))], "13", "1", number="13",
    ),
    "letters": Known(
        [some("ABCDEFGHIJKLMNOPQRST"), *[some(range(16), seed=seed) for seed in range(8)]], "1",
        number="9",
    ),
    "dermatology": Known(
        [*[some(range(4), seed=seed) for seed in range(9)], amounts(1, 75, 0), some(range(1, 7))],
        "11", number="11",
    ),
    "balance": Known([some("LBR"), *[some(range(1, 6), seed=n) for n in range(4)]], "1"),
    "german": Known(
        [some(["A11", "A12", "A13", "A14"]), amounts(4, 72, 0), amounts(250, 9e3, 0),
         some([1, 2], seed=4), some([1, 2, 2])], "5", separator=" ", number="3",
    ),
    "wisconsin": Known(
        [ids, some(range(1, 11)), some(range(1, 11), "?", 1), some([2, 4])], "4", "1",
    ),
    "wdbc": Known([ids, some("MB"), amounts(6, 28), amounts(9, 40)], "2", "1", number="4"),
    "glass": Known(
        [count, amounts(1.5, 1.53, 5), amounts(10, 17), some([1, 2, 3, 5, 6, 7])], "4", "1",
        number="4",
    ),
    "wine": Known([some("123"), amounts(11, 15), amounts(278, 1680, 0)], "1", number="3"),
    "sonar": Known([*[amounts(0, 1, 4, n) for n in range(20)], some("RM")], "21", number="1"),
    "ionosphere": Known(
        [some("1110"), ["0"] * ROWS, amounts(-1, 1, 5), some("gb")], "4", "2", number="3",
    ),
    "pima": Known(
        [some(range(15)), amounts(44, 199, 0), amounts(0.08, 2.4, 3), some("001")], "4",
        number="3",
    ),
    "cleveland": Known(
        [amounts(29, 77, 1), some(["1.0", "0.0"]), some(["3.0", "6.0", "7.0"], "?"),
         some([0, 1, 2, 3, 4])], "4", number="4", notes=["missing values in column 3 (13)"],
    ),
    "titanic": Known(
        [count, some("001"), some("123"), [f"Mr. Smith {n}" for n in range(ROWS)],
         some(["male", "female"]), some(range(1, 80), " "), amounts(0, 100, 4)],
        "Survived", "PassengerId Name", "PassengerId Survived Pclass Name Sex Age Fare",
        number="Fare", notes=["missing values in column Age (13)"],
    ),
    "credit": Known(
        [amounts(0, 1e5, 1), amounts(-3, 3, 6), amounts(0, 500), ["0"] * 118 + ["1"] * 2],
        "Class", names="Time V1 Amount Class", number="Amount",
    ),
    "bank": Known(
        [amounts(18, 95, 0), some(['"admin."', '"services"']), some(['"no"', '"yes"', '"no"'])],
        "y", names='"age" "job" "y"', separator=";", number="age",
    ),
    "crx": Known(
        [some("ab", "?"), amounts(13, 80), some("tf"), amounts(0, 1e4, 0), some("+-")], "5",
        number="4", notes=["missing values in column 1 (13)"],
    ),
    "sleep": Known(
        [count, amounts(5, 9, 1), some(["Nurse", "Doctor"]), some(["None", "Insomnia", "None"])],
        "Disorder", "ID", "ID Hours Job Disorder", number="Hours",
    ),
    "german, all of it": Known(
        [some(["A11", "A12"]), amounts(4, 72, 0), *[some(["A30", "A31", "A32"], seed=n)
         for n in range(12)], some(["1", "2", "2"])], "15", separator=" ", number="2",
    ),
    "soybean": Known(
        [some(["brown-spot", "charcoal-rot", "downy-mildew"]),
         *[some("012", "?", n) for n in range(9)], some("01", "?", 30)], "1", number="11",
    ),
    "health": Known(
        [some(["0.0", "0.0", "1.0"]), *[some(["0.0", "1.0"], seed=n) for n in range(5)],
         some(range(1, 9))], "Diabetes_binary",
        names="Diabetes_binary HighBP Chol Smoker Stroke Sex Income", number="Income",
    ),
    "staff": Known(
        [amounts(18, 60, 0), some(["Yes", "No"]), some(["Sales", "HR"]), count, some(range(18))],
        "Attrition", "EmployeeNumber", "Age Attrition Job EmployeeNumber YearsInRole",
        number="YearsInRole",
    ),
    "california": Known(
        [amounts(-124, -114), amounts(1, 52, 0), amounts(15e3, 5e5), some(["INLAND", "BAY"])],
        "proximity", names="longitude age value proximity", number="value",
    ),
    "penguins": Known(
        [some(["Adelie", "Gentoo"]), amounts(32, 60, 1), amounts(2700, 6300, 0), some([7, 8, 9])],
        "species", names="species bill mass year", number="mass",
    ),
    "pulsars": Known(
        [amounts(5, 190), amounts(0, 90), some([0, 0, 0, 1]), amounts(0, 1)],
        "target_class", names="mean skew target_class noise", number="noise",
    ),
    "one year": Known(
        [amounts(0, 9), some("abc"), amounts(1, 5), some("pq"), ["2024"] * ROWS], "kind", "year",
        "a b c kind year", number="c",
        notes=["predicts column 'kind', a class (the last column but 'year', which is the same"],
    ),
    "decimal": Known(
        [[a.replace(".", ",") for a in amounts(0, 10)], some(["ja", "nein"])],
        "Klasse", names="Länge Klasse", separator=";", number="Länge",
    ),
    "forest": Known(
        [some(range(1, 10)), some(range(2, 10)), some(["aug", "sep"]), amounts(0, 1000)],
        "X", names="X Y month area", number="area",
    ),
    "houses": Known(
        [ids, ["20141013T000000", "20150225T000000"] * 60, amounts(75e3, 7e6, 0), some("1234"),
         some(["a", "b"], "NA")], "price", "id date", "id date price rooms Alley",
        number="price",
    ),
    "churn": Known(
        [[f"{n * 7919 % 9999}-VHVEG" for n in range(ROWS)], amounts(18, 80), some(["Yes", "No"])],
        "Churn", "customerID", "customerID charges Churn", number="charges",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_known_table_is_read_as_it_is_known(tmp_path: Path, name: str) -> None:
    """Header or none; the target first, last, by its name or alone; ids and dates left out."""
    table = TABLES[name]
    path = table.written(tmp_path / f"{name}.data")
    found = read_table_file(path, task="class", progress=silent)

    assert table.target == found.summary["target"]
    assert ROWS == len(found.content) + len(found.content.unlabelled)
    notes = found.summary["notes"]
    out = [note.split("'")[1] for note in notes if " is left out: " in note]
    assert table.left_out.split() == out
    assert all(any(note.startswith(told) for note in notes) for told in table.notes)


@pytest.mark.parametrize("name", [name for name, table in TABLES.items() if table.number])
def test_where_a_number_is_predicted_it_is_an_amount(tmp_path: Path, name: str) -> None:
    """The last column if it holds numbers, more than two; or the first, or one by its name."""
    table = TABLES[name]
    path = table.written(tmp_path / f"{name}.data")
    found = read_table_file(path, task="number", progress=silent)

    assert (table.number, "number") == (found.summary["target"], found.summary["task"])


def test_a_name_after_numbers_that_spaces_part(tmp_path: Path) -> None:
    """As in the table of cars: numbers below each other, a tab, and a name in quotes."""
    lines = [f'{15 + n / 7:<6.1f} {n % 8:<4} {"?" if n % 30 == 3 else 90 + n:<8} {n % 3}\t"vw {n}"'
             for n in range(60)]  # fmt: skip
    (tmp_path / "cars.data").write_text("\n".join(lines) + "\n")
    found = read_table_file(tmp_path / "cars.data", task="number", progress=silent)

    assert "1" == found.summary["target"]
    assert ["2", "3", "4"] == [column.name for column in found.content.features]
    assert {"3": 2} == found.summary["missing"]
    assert (
        "vw 1"
        in read_table_file(
            tmp_path / "cars.data", target="5", task="class", progress=silent
        ).content.classes
    )
