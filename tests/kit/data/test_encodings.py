"""Which encoding a file is in: asked for, marked, or known by its bytes; and always said."""

from encodings.aliases import aliases
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import BadEnvironment, BadUsage, Lesson, read_text
from lessons.kit.data.brought import silent
from lessons.kit.data.sources.encodings import _is_of_text, checked, unmarked
from tests.tools.reading import MIXED, NUMBERS, PAIRS, READERS, TABLES, reading, written

RUSSIAN = "Все счастливые семьи похожи друг на друга, каждая несчастливая семья несчастлива.\n"
SAMPLES = {
    "koi8-r": RUSSIAN,
    "cp1251": RUSSIAN,
    "cp866": RUSSIAN,
    "iso2022_jp": "吾輩は猫である。名前はまだ無い。\n",
    "shift_jis": "吾輩は猫である。名前はまだ無い。\n",
    "euc_jp": "吾輩は猫である。名前はまだ無い。\n",
    "euc_kr": "안녕하세요. 오늘은 날씨가 좋습니다.\n",
    "big5": "很久以前，有一個小村莊。\n",
    "iso8859_8": "שלום עולם\n",
    "cp1253": "Καλημέρα κόσμε\n",
    "utf-16-be": "很久以前有一个小村庄",  # no zero byte in it, and no mark
    "cp037": "it was a day like any other ",
}


@pytest.mark.parametrize("encoding", sorted(SAMPLES))
def test_an_encoding_that_is_named_is_used_and_said(tmp_path: Path, encoding: str) -> None:
    """Where no guess could be right; under any of its names."""
    text = SAMPLES[encoding] * 20
    path = written(tmp_path / "t", text.encode(encoding))
    read = read_text(path, encoding=f" {encoding.upper()} ")

    assert text == read.text
    assert [f"read as {checked(encoding)}, as you chose"] == read.notes


def test_every_lesson_takes_the_name_of_an_encoding(tmp_path: Path) -> None:
    """One knob, by one name; an unknown one is refused with the nearest by each of them."""
    lines = "".join(f"{RUSSIAN.strip()} {n}\n" for n in range(200))
    path = written(tmp_path / "t", lines.encode("koi8-r"))
    table = "".join(f"{RUSSIAN.strip()} {n},{'да' if n % 2 else 'нет'}\n" for n in range(60))
    rows = written(tmp_path / "t.csv", ("текст,метка\n" + table).encode("koi8-r"))
    figures = "".join(
        f"{n * 7 % 30},{n * 11 % 40}.5,{'да' if n % 2 else 'нет'}\n" for n in range(60)
    )
    numbers = written(tmp_path / "n.csv", ("рост,вес,ответ\n" + figures).encode("koi8-r"))
    words = "".join(f"ключ {n},ответ {n % 7}\n" for n in range(60))
    pairs = written(tmp_path / "p.csv", words.encode("koi8-r"))
    both = "".join(
        f"{RUSSIAN.strip()} {n},{n * 7 % 30}.5,{'да' if n % 2 else 'нет'}\n" for n in range(60)
    )
    mixed = written(tmp_path / "m.csv", ("текст,вес,метка\n" + both).encode("koi8-r"))
    kinds = {"mixed": (mixed, MIXED), "rows": (rows, TABLES), "numbers": (numbers, NUMBERS),
             "pairs": (pairs, PAIRS)}  # fmt: skip
    for lesson in READERS:
        own = next((file for file, readers in kinds.values() if lesson in readers), path)
        data = lesson.data(own, reading(lesson, encoding="koi8-r"), silent)
        assert any("koi8-r, as you chose" in note for note in data.summary["notes"])
        with pytest.raises(BadUsage, match="did you mean 'koi8_r'"):
            lesson.look_at(own, reading(lesson, encoding="koi8r"))


def test_an_encoding_that_nobody_knows_is_refused() -> None:
    """And so are codecs that no text is in; with some that there are."""
    for name in ("nonsense", "rot13", "base64", "zlib", "idna", "unicode_escape", "a\0b", "é"):
        with pytest.raises(BadUsage) as refused:
            checked(name)
        assert "no encoding called" in str(refused.value)
        assert refused.value.fix
    assert "" == checked("  ")
    assert "cp1252" == checked("windows-1252")


def test_what_is_not_in_the_encoding_that_was_named_is_told(tmp_path: Path) -> None:
    """A few bytes are replaced and counted; where it is most of them, that is a refusal."""
    few = written(tmp_path / "few", b"plain words here\n" * 20 + b"caf\xe9 and\n" + b"more\n" * 20)
    said = read_text(few, encoding="ascii").notes[0]
    most = written(tmp_path / "most", (RUSSIAN * 5).encode("koi8-r"))

    assert "what is not in it was read as � (the first of 1 is in line 21)" in said
    with pytest.raises(BadEnvironment, match="is not text in utf-8; leave out --set encoding"):
        read_text(most, encoding="utf8")


def test_a_mark_is_no_text_where_its_encoding_is_named(tmp_path: Path) -> None:
    """Whichever of its names is given."""
    for encoding, asked in (
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-be", "utf-16"),
        ("utf-32", "utf-32-le"),
    ):
        path = written(tmp_path / "t", "words of a text".encode(encoding))
        assert "words of a text" == read_text(path, encoding=asked).text


WORDS = st.lists(
    st.text(st.characters(categories=["Lu", "Ll", "Lo", "Mn", "Nd"]), min_size=1, max_size=9),
    min_size=4, max_size=40,
)  # fmt: skip
KNOWN = sorted(name for name in {*aliases.values()} if _is_of_text(name))
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


@settings(max_examples=100, deadline=None)
@given(WORDS, st.sampled_from(WIDE), st.sampled_from([" ", "\n", ", "]))
def test_wide_text_without_a_mark_is_known(words: list[str], encoding: str, gap: str) -> None:
    """Words of any script with spaces between them, after a few in English."""
    assert encoding == unmarked(("It was a day. " + gap.join(words)).encode(encoding))


@settings(max_examples=100, deadline=None)
@given(WORDS, st.sampled_from([" ", "\n", "\0", " \0", "\0\n"]))
def test_no_other_text_is_taken_for_wide(words: list[str], gap: str) -> None:
    """UTF-8 with zeros here and there stays UTF-8."""
    assert unmarked(gap.join(words).encode()) is None


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=200), st.sampled_from(["", *KNOWN]))
def test_any_bytes_in_any_encoding_are_a_text_or_a_sentence(
    tmp_path: Path, content: bytes, encoding: str
) -> None:
    """Never a traceback, never a line end in a refusal."""
    try:
        read_text(written(tmp_path / "t", content), encoding=encoding)
    except BadEnvironment as refused:
        assert "\n" not in str(refused)


def test_a_name_with_a_line_end_in_it_breaks_no_message(tmp_path: Path) -> None:
    """In refusals, in notes and in the report."""
    odd = tmp_path / "a\nb\tc"
    odd.mkdir()
    for name in ("one\n.txt", "two\n.txt"):
        written(odd / name, "déjà vu. Encore une fois.".encode("latin-1"))
    written(odd / "bin\nary", bytes(range(256)))
    summary = (
        lessons.load("lesson1")
        .data(odd, lessons.load("lesson1").params().override({"min_count": 1}), silent)
        .summary
    )

    assert all("\n" not in said and "\t" not in said for said in summary["notes"])
    assert summary["source"].endswith("a␊b␉c")
    assert any("one␊.txt: line 1 is not UTF-8" in said for said in summary["notes"])
    with pytest.raises(BadEnvironment) as refused:
        read_text(odd / "bin\nary")
    assert "\n" not in str(refused.value)


def test_a_folder_of_classes_with_line_ends_in_its_names(tmp_path: Path) -> None:
    """No note of lesson 4 breaks, and no label either."""
    for name in ("po\ns", "ne\ng"):
        for n in range(12):
            path = tmp_path / "a\nset" / name / f"{n}\n.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            written(path, f"a {name[:2]} film, number {n}, café".encode("latin-1"))
        written(tmp_path / "a\nset" / name / "pag\ne", b"<html>")
    lesson = lessons.load("lesson4")
    summary = lesson.data(tmp_path / "a\nset", lesson.params(), silent).summary

    assert summary["source"].endswith("a␊set")
    assert [] == [said for said in summary["notes"] if "\n" in said]


@pytest.mark.parametrize("page", READERS, ids=lambda page: page.id)
def test_an_unknown_encoding_is_refused_without_a_file_too(page: Lesson) -> None:
    """From the command line, a notebook and a preset alike; a known one under any name is kept."""
    with pytest.raises(BadUsage, match="no encoding called 'utf_88'; did you mean"):
        page.params.parse("encoding", "utf-88")
    with pytest.raises(BadUsage, match="no encoding called"):
        page.plan(settings={"encoding": "nonsense"})

    assert "Windows-1251" == page.params.parse("encoding", " Windows-1251 ")
    assert "" == page.plan(settings={"encoding": ""}).config["encoding"]
