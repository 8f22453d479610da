"""Compressed text and Parquet: read as what is in them, or refused in one sentence."""

import bz2
import gzip
import io
import json
import lzma
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lessons.kit import Trouble, read_text
from lessons.kit.data.brought import silent
from lessons.kit.data.labelled.examples import read_examples
from lessons.kit.data.sources import files, packed
from lessons.kit.data.sources.files import open_source, pieces
from lessons.kit.data.text.corpus import read_corpus
from tests.tools.reading import written

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ENGLISH = "It was a day like any other. The cat sat by the window, and nobody said a word. "
IN_FOLDER = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def zipped(content: bytes, *others: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("text.txt", content)
        for other in others:
            archive.writestr(other, b"other")
    return file.getvalue()


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "none": lambda content: content,
    "gzip": gzip.compress,
    "two gzips": lambda content: (
        gzip.compress(content[:7], mtime=0) + gzip.compress(content[7:], mtime=0)
    ),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd.compress,
    "zip": zipped,
    "zip of macOS": lambda content: zipped(content, "__MACOSX/._text.txt", ".DS_Store"),
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le")
LETTERS = st.characters(
    min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cc", "Cs", "Cn", "Co"]
)
PROSE = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=30)


def through(path: Path) -> str:
    """What the door gives, piece by piece."""
    return "".join(text for text, _ in pieces(open_source(path, plain=True)))


def refusal(path: Path) -> str:
    with pytest.raises(Trouble) as refused:
        through(path)
    assert "\n" not in str(refused.value)
    assert refused.value.fix
    return str(refused.value)


@IN_FOLDER
@given(
    PROSE,
    st.sampled_from(sorted(PACKINGS)),
    st.sampled_from(ENCODINGS),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([2, 64, 2**20]),
)
def test_text_is_the_same_however_it_is_packed(
    tmp_path: Path, words: list[str], packing: str, encoding: str, end: str, piece: int
) -> None:
    """Packings, encodings with and without marks, line ends, sizes of a piece, in any mixture.

    With as much English before it as any text has that comes without a mark.
    """
    text = ENGLISH + "\n" + "\n".join(words)
    path = written(tmp_path / "t", PACKINGS[packing](text.replace("\n", end).encode(encoding)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "PIECE", max(piece, 512))
        found = open_source(path)

        assert text == "".join(said for said, _ in pieces(found))
        assert text == read_text(path).text
        assert found.size == len(text.replace("\n", end).encode(encoding))


@IN_FOLDER
@given(
    st.sampled_from(sorted({*PACKINGS} - {"none"})),
    st.integers(0, 2**16),
    st.integers(0, 2**16),
    st.binary(min_size=1, max_size=20),
    st.booleans(),
)
@example("bzip2", 0, 14, b"", False)
@example("zip", 2**16, 40, b"\xff", False)
def test_a_disturbed_archive_is_read_or_refused_in_words(
    tmp_path: Path, packing: str, at: int, end: int, noise: bytes, cut: bool
) -> None:
    """Whatever bytes were changed or lost: never a traceback, never something on the disk."""
    whole = PACKINGS[packing]((ENGLISH * 40).encode())
    place = at % len(whole)
    broken = whole[: end % len(whole)] if cut else whole
    path = written(tmp_path / "t", broken[:place] + noise + broken[place + len(noise) :])
    try:
        read_corpus(path, min_count=1, progress=silent)
    except Trouble as refused:
        assert "\n" not in str(refused)
        assert 3 == refused.exit_code

    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("packing", sorted({*PACKINGS} - {"none"}))
def test_an_archive_that_is_cut_off_is_said_to_be(tmp_path: Path, packing: str) -> None:
    """A download that broke off is not read as far as it goes."""
    whole = PACKINGS[packing]("".join(map(chr, range(0x4E00, 0x8E00))).encode())

    assert "cut off; download the whole file again" in refusal(
        written(tmp_path / "t", whole[: len(whole) // 2])
    )


@pytest.mark.parametrize("packing", ["gzip", "bzip2", "xz", "zstd", "zip"])
def test_a_bomb_is_refused_before_it_goes_off(
    tmp_path: Path, packing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Megabytes of one letter in a few kilobytes; only so much of them is unpacked."""
    monkeypatch.setattr(packed, "FREE", 2**16)
    path = written(tmp_path / "t", PACKINGS[packing](b"a" * 5_000_000))

    assert "over 250 times its size" in refusal(path)


def test_no_archive_is_larger_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However well it is packed."""
    monkeypatch.setattr(packed, "MOST_UNPACKED", 1000)

    assert "unpacks to over" in refusal(
        written(tmp_path / "t", gzip.compress(b"word " * 1000, mtime=0))
    )


def test_what_is_in_an_archive_goes_through_the_same_door(tmp_path: Path) -> None:
    """A tar archive, another archive, a web page: named as what they are, and as packed."""
    tar = bytes(257) + b"ustar" + bytes(250)

    assert "(gzip-compressed) is a tar archive" in refusal(
        written(tmp_path / "t.tar.gz", gzip.compress(tar, mtime=0))
    )
    page = bz2.compress(b"<!DOCTYPE html><html>")
    assert "(bzip2-compressed) is a web page" in refusal(written(tmp_path / "p", page))


def test_a_zip_archive_of_several_files_is_named(tmp_path: Path) -> None:
    """Documents are zip archives too; a locked one needs its password first."""
    several = zipped(b"text", "more.txt", "folder/again.txt")

    assert "with 3 files in it; unpack it first" in refusal(written(tmp_path / "t", several))
    book = zipped(b"", "META-INF/container.xml", "OEBPS/one.xhtml")
    assert "e-book" in refusal(written(tmp_path / "b", book))
    sheet = zipped(b"", "xl/workbook.xml", "xl/sheet.xml")
    assert "Excel" in refusal(written(tmp_path / "x", sheet))
    locked = bytearray(zipped(b"text"))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert "password" in refusal(written(tmp_path / "l", bytes(locked)))
    assert "no file in it" in refusal(written(tmp_path / "e", b"PK\x05\x06" + bytes(18)))


def test_a_missing_package_is_named_with_what_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither Parquet nor zstd is read without it."""
    table = _table(tmp_path / "t.parquet")
    for module in ("pyarrow.parquet", "backports", "compression"):
        monkeypatch.setitem(sys.modules, module, None)

    assert "pip install pyarrow" in refusal(table)
    assert "pip install backports.zstd" in refusal(written(tmp_path / "z", zstd.compress(b"text")))


def _table(path: Path, rows: int = 60) -> Path:
    names = {"info": {"features": {"label": {"names": ["bad", "good"], "_type": "ClassLabel"}}}}
    schema = pa.schema(
        [("id", pa.int64()), ("text", pa.string()), ("label", pa.int64()), ("raw", pa.binary())],
        metadata={"huggingface": json.dumps(names)},
    )
    columns = [[*range(rows)], [f"film number {n} was\nshown" for n in range(rows)],
               [n % 2 for n in range(rows)], [b"\0"] * rows]  # fmt: skip
    pq.write_table(pa.table(columns, schema=schema), path)
    return path


def test_a_parquet_table_is_rows_with_the_names_of_its_classes(tmp_path: Path) -> None:
    """As the hub keeps them; a folder of parts is one data set."""
    _table(tmp_path / "train-00000-of-00001.parquet")
    _table(tmp_path / "test-00000-of-00001.parquet", 20)
    found = read_examples(tmp_path, progress=silent)
    alone = read_examples(tmp_path / "train-00000-of-00001.parquet", progress=silent)

    assert {"train": 60, "test": 20} == found.facts["parts"]
    assert {"bad", "good"} == set(found.labels) == set(alone.labels)
    assert "film number 59 was\nshown" == alone.texts[-1]


def test_a_parquet_table_is_a_text_by_its_longest_column(tmp_path: Path) -> None:
    """And that is said."""
    text = read_text(_table(tmp_path / "t.parquet"))

    assert text.text.startswith("film number 0 was\nshown\n\nfilm number 1")
    assert ["a Parquet table: its column 'text' is read"] == text.notes
    numbers = tmp_path / "n.parquet"
    pq.write_table(pa.table({"a": [1, 2]}), numbers)
    assert "without a column of text (it has a)" in refusal(numbers)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(4, 2**12), st.binary(min_size=1, max_size=30))
def test_a_disturbed_table_is_read_or_refused_in_words(
    tmp_path: Path, at: int, noise: bytes
) -> None:
    """Wherever the bytes are."""
    whole = _table(tmp_path / "t.parquet").read_bytes()
    place = at % (len(whole) - 4) + 4
    path = written(tmp_path / "t.parquet", whole[:place] + noise + whole[place + len(noise) :])
    try:
        through(path)
    except Trouble as refused:
        assert "\n" not in str(refused)


def test_a_table_is_read_through_its_packing_in_every_shape(tmp_path: Path) -> None:
    """CSV and JSON Lines; a folder of packed files for each class."""
    rows = "text,label\n" + "".join(f"film {n} was shown,{n % 2}\n" for n in range(60))
    found = read_examples(
        written(tmp_path / "t.csv.gz", gzip.compress(rows.encode(), mtime=0)), progress=silent
    )
    assert 60 == len(found.texts)
    lines = "".join(json.dumps({"text": f"film {n}", "label": n % 2}) + "\n" for n in range(60))
    path = written(tmp_path / "t.jsonl.zst", zstd.compress(lines.encode()))
    assert 60 == len(read_examples(path, progress=silent).texts)
    folder = tmp_path / "classes"
    folder.mkdir()
    for name in ("pos", "neg"):
        written(folder / f"{name}.txt.xz", lzma.compress(f"a {name} film\n".encode() * 9))
    assert {"pos", "neg"} == set(read_examples(folder, progress=silent).labels)


def test_progress_is_of_the_file_as_it_lies_there(tmp_path: Path) -> None:
    """The share read never falls and never passes one, however it is packed."""
    text = "".join(f"word{n * 7919 % 99991} " for n in range(60_000)).encode()
    for packing in ("gzip", "zip", "zstd"):
        path = written(tmp_path / "t", PACKINGS[packing](text))
        took: list[int] = []
        source = open_source(path, took.append)

        assert path.stat().st_size == pytest.approx(sum(took), abs=2**16)
        assert min(took) >= 0
        assert sum(took) == sum(size for _, size in pieces(source))


def test_the_marks_of_packings_are_no_words() -> None:
    """A text may begin with the letters that archives begin with."""
    for beginning in (b"BZhang said", b"PAR1 of the story", b"PK is a name", b"7zip"):
        assert "" == packed.packing_of(beginning)
    assert "" == packed.packing_of(b"")
