"""A folder with all that the commands of the documentation name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from tests.tools.outside import folder
from tests.tools.typed import invoke

DAYS = ("good", "bad", "long", "short", "warm", "cold", "quiet", "loud")


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lab with one run that has finished, to be looked at, asked, forked and exported."""
    home = tmp_path_factory.mktemp("kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DL_LAB_DIR", str(home))
        patch.setenv("DL_LAB_NICE", "0")
        told = invoke("run lesson3 --variant norm --steps 130 --quiet")
        assert told.exit_code in (0, 5), told.output
    return home


@pytest.fixture
def desk(tmp_path: Path, home: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the commands name, and a lab with one run."""
    shutil.copytree(kept, home)
    learners_files(tmp_path)
    folder(tmp_path / "course")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))  # nothing may reach the one of the machine
    monkeypatch.setenv("DL_LAB_TRUST", str(tmp_path))
    return tmp_path


def learners_files(place: Path) -> None:
    """Texts, tables of reviews, of numbers and of pairs, files of tags, and pictures."""
    days = [f"It was a {one} and {two} day, and the {one} one was mine." for one in DAYS
            for two in DAYS for _ in range(4)]  # fmt: skip
    for name in ("my.txt", "verse.txt", "corpus/one.txt", "corpus/two.txt"):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text("\n".join(days))
    (place / "roster.csv").write_text("id,name\n0042,Ada\n0043,Grace\n")
    (place / "lightning_logs" / "version_0").mkdir(parents=True)
    for log in ("train.csv", "lightning_logs/version_0/metrics.csv"):
        (place / log).write_text("epoch,step,train_loss,val_loss\n0,1,0.5,\n0,1,,0.6\n")
    rows = [(day, DAYS.index(day.split()[3]) % 2) for day in dict.fromkeys(days)]
    (place / "reviews.csv").write_text(
        "review,stars\n" + "".join(f'"{day}",{stars}\n' for day, stars in rows)
    )
    (place / "german.csv").write_text(
        "text;label\n" + "".join(f"{day};{('POS', 'neg')[stars]}\n" for day, stars in rows)
    )
    people = [
        f"{n * 7 % 61},{('red', 'blue')[n % 2]},{('no', 'yes')[n % 3 // 2]}" for n in range(90)
    ]
    (place / "customers.csv").write_text("\n".join(["age,colour,churned", *people]))
    homes = [f"{n * 7 % 61 + n / 90:.2f},{n * 11 % 97}000" for n in range(90)]
    (place / "houses.csv").write_text("\n".join(["area,price", *homes]))
    tags = [f"a\tDET\ndog{at}\tNOUN\nruns\tVERB\n" for at in range(30)]
    (place / "tagged.tsv").write_text("\n".join(tags))
    ids = [f"1\ta\ta\tDET\tDT\t_\t2\tdet\t_\t_\n2\tdog{at}\tdog\tNOUN\tNN\t_\t0\troot\t_\t_\n"
           for at in range(30)]  # fmt: skip
    (place / "corpus.conllu").write_text("\n".join(ids))
    pairs = [f"{one}{two},{two}{one}" for one in DAYS for two in DAYS]
    (place / "words.csv").write_text("\n".join(pairs))
    (place / "glossary.csv").write_text("\n".join(["term,german", *pairs]))
    for n in range(40):
        picture = place / "pictures" / ("cat", "dog")[n % 2] / f"{n}.png"
        picture.parent.mkdir(parents=True, exist_ok=True)
        Image.new("L", (6, 6), color=6 * n).save(picture)
    memes = [f"pictures/{('cat', 'dog')[n % 2]}/{n}.png,\"{days[n * 7 % len(days)]}\",{n % 3 // 2}"
             for n in range(40)]  # fmt: skip
    (place / "memes.csv").write_text("\n".join(["file,caption,hateful", *memes]))
    flats = [f"{n * 7 % 61},\"{days[n * 7 % len(days)]}\",{('no', 'yes')[n % 3 // 2]}"
             for n in range(90)]  # fmt: skip
    (place / "flats.csv").write_text("\n".join(["area,description,sold", *flats]))
