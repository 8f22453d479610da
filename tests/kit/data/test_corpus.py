"""A text of any size as a stream of word numbers, or a sentence and a fix."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lessons.kit import BadEnvironment
from lessons.kit.data.brought import silent
from lessons.kit.data.sources import files
from lessons.kit.data.text import numbering, reading
from lessons.kit.data.text.corpus import Corpus, corpus_of, peek_corpus, read_corpus
from lessons.kit.data.text.tokens import lines_are_sentences
from tests.tools.reading import written


def read(path: Path, min_count: int = 1) -> Corpus:
    return read_corpus(path, min_count=min_count, progress=silent)


def refusal(path: Path, min_count: int = 1) -> str:
    with pytest.raises(BadEnvironment) as refused:
        read(path, min_count)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert refused.value.fix
    return sentence


def spelled(found: Corpus) -> str:
    """The stream in words, a bar at every sentence's end."""
    return " ".join("|" if number < 0 else found.words[number] for number in found.tokens)


def test_text_becomes_numbered_words(tmp_path: Path) -> None:
    """Lower case, by falling count and then by the word; a mark after every sentence."""
    found = read(written(tmp_path / "t", 'The cat (it\'s black) saw "the" dog. A cat!'))

    assert ["cat", "the", "a", "black", "dog", "it's", "saw"] == found.words
    assert [2, 2, 1, 1, 1, 1, 1] == found.counts.tolist()
    assert "the cat it's black saw the dog | a cat |" == spelled(found)
    assert (9, np.int32) == (found.raw_words, found.tokens.dtype)


@pytest.mark.parametrize(
    ("text", "stream"),
    [
        ("'tis the dogs' 'bone' don’t", "tis the dogs bone don't |"),
        ("well... so?! yes", "well | so | yes |"),
        ("pi is 3.14 or so", "pi is 3 14 or so |"),
        ('"Go." "Why?" he', "go | why | he |"),
        ("one two\nthree four. five six\nseven", "one two three four | five six seven |"),
        ("one two\n \n\nthree", "one two | three |"),
        ("a-b_c/d", "a b c d |"),
        ("我爱你。很好！", "我 爱 你 | 很 好 |"),
        ("ひらがな and 漢字", "ひ ら が な and 漢 字 |"),
        ("Été STRASSE naïve", "été strasse naïve |"),
        ("cafe\u0301 नमस्ते दुनिया।", "café नमस्ते दुनिया |"),
        ("- . ! -- ' ''", ""),
    ],
)
def test_words_and_sentences_end_where_they_end(tmp_path: Path, text: str, stream: str) -> None:
    """Apostrophes inside words, stops, empty lines, scripts without spaces, accents."""
    path = written(tmp_path / "t", text)
    if stream:
        assert stream == spelled(read(path))
    else:
        assert "has no words" in refusal(path)


def test_rare_words_are_left_out_and_counted(tmp_path: Path) -> None:
    """A sentence of nothing but rare words leaves no empty sentence behind."""
    found = read(written(tmp_path / "t", "a b a. rare rarer. a b. a."), min_count=2)

    assert ["a", "b"] == found.words
    assert "a b a | a b | a |" == spelled(found)
    assert 8 == found.raw_words
    expected = {"words": 8, "types": 4, "kept": 2, "sentences": 3}
    assert expected.items() <= found.summary.items()


def test_wrapped_prose_is_not_cut_but_lines_that_are_sentences_are(tmp_path: Path) -> None:
    """By whether lines fill up to a width, where hardly any full stop helps."""
    words = [f"{'long' * (n % 3)}w{n}" for n in range(15)]
    prose = _wrapped(words * 40, 60)
    lines = "\n".join(" ".join(words[: 2 + n * 7 % 12]) for n in range(60))

    assert not lines_are_sentences(prose)
    assert lines_are_sentences(lines)
    assert 60 == read(written(tmp_path / "lines", lines)).summary["sentences"]
    assert 1 == read(written(tmp_path / "prose", prose)).summary["sentences"]


def _wrapped(words: list[str], width: int) -> str:
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def test_no_character_is_cut_where_there_are_no_spaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However long it goes on without one: a mark stays with its letter, stacked letters too."""
    text = "น้ำดื่มก็ดีភាសាខ្មែរမြန်မာစာပတ္တမြား東京都" * 3
    path = written(tmp_path / "t", text)
    whole = read(path)
    monkeypatch.setattr(reading, "LONGEST_TAIL", 2)
    for size in (3, 4, 7, 16):
        monkeypatch.setattr(files, "PIECE", size)
        cut = read(path)

        assert spelled(whole) == spelled(cut)


def test_no_word_is_cut_at_a_pieces_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pieces of five bytes say what the whole says: words, marks, empty lines, accents."""
    text = "Déjà vu, it's. An end.\n\nNew line\nhere 你好。 “Quoted.” end... x\r\n\r\ny 3.5 'tis"
    path = written(tmp_path / "t", text)
    whole = read(path)
    for size in (1, 2, 3, 5, 7):
        monkeypatch.setattr(files, "PIECE", size)
        in_pieces = read(path)

        assert spelled(whole) == spelled(in_pieces)
        assert whole.summary == in_pieces.summary


def test_text_without_any_space_is_read_in_bounded_memory(tmp_path: Path) -> None:
    """Three megabytes of Chinese in one line; one endless string is no word."""
    chinese = read(written(tmp_path / "c", "很好吃" * 330_000))
    mixed = read(written(tmp_path / "m", "word " + "x" * 3_000_000 + " word"))

    assert [330_000] * 3 == chinese.counts.tolist()
    assert ["word"] == mixed.words
    assert any("over 60 characters" in note for note in mixed.summary["notes"])


def test_many_words_are_mapped_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same numbers, on the disk instead of in memory, and nothing is left there."""
    path = written(tmp_path / "t", "one two three. one two. " * 100)
    held = read(path)
    monkeypatch.setattr(numbering, "IN_MEMORY", 10)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    mapped = read(path)

    assert isinstance(mapped.tokens, np.memmap)
    assert held.tokens.tolist() == mapped.tokens.tolist()
    assert not held.tokens.flags.writeable
    assert not mapped.tokens.flags.writeable
    assert [path] == list(tmp_path.iterdir())


def test_a_full_disk_is_foreseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the numbers are written, with the way out."""
    path = written(tmp_path / "t", "one two three. " * 100)
    monkeypatch.setattr(numbering, "IN_MEMORY", 10)
    monkeypatch.setattr(numbering, "SPARE", 2**60)

    assert "set TMPDIR to a folder on a larger disk" in refusal(path)


def test_more_kinds_of_words_than_memory_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rarest are forgotten on the way; frequent ones keep their counts; it is said."""
    monkeypatch.setattr(numbering, "MOST_TYPES", 100)
    monkeypatch.setattr(files, "PIECE", 64)
    text = " ".join(f"often w{n}{'.' * (n % 5 == 0)}" for n in range(2000))
    found = read(written(tmp_path / "t", text), min_count=100)

    assert (["often"], [2000]) == (found.words, found.counts.tolist())
    assert 4000 == found.raw_words
    assert 2000 == np.count_nonzero(found.tokens == 0)
    assert 401 >= found.summary["sentences"] == np.count_nonzero(found.tokens == -1)
    assert any("distinct words" in note for note in found.summary["notes"])


def test_a_folder_is_read_in_order(tmp_path: Path) -> None:
    """With the folders in it; hidden files are not, binary and empty ones are passed over."""
    written(tmp_path / "b.txt", "second")
    written(tmp_path / "a" / "deep" / "x.txt", "first")
    written(tmp_path / "c.txt", "thïrd".encode("latin-1"))
    written(tmp_path / "d.bin", bytes(range(256)))
    written(tmp_path / "e.txt", "")
    written(tmp_path / ".hidden", "no")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    found = read(tmp_path)

    assert "first | second | thïrd |" == spelled(found)
    assert 3 == found.summary["files"]
    assert "skipped: d.bin is not text; e.txt is empty" in found.summary["notes"]
    assert any("c.txt: line 1 is not UTF-8: read as Latin-1" in n for n in found.summary["notes"])


def test_encodings_do_not_change_the_words(tmp_path: Path) -> None:
    """UTF-8, with its mark, UTF-16 and Latin-1 say the same, and so do line ends."""
    text = "Déjà vu.\nC'est ça.\n\nFin été"
    plain = spelled(read(written(tmp_path / "t", text)))
    for encoding in ("utf-8-sig", "utf-16", "utf-32", "latin-1"):
        assert plain == spelled(read(written(tmp_path / "t", text.encode(encoding))))
    for end in ("\r\n", "\r"):
        assert plain == spelled(read(written(tmp_path / "t", text.replace("\n", end))))


def test_a_few_broken_bytes_do_not_change_the_encoding(tmp_path: Path) -> None:
    """A text of true UTF-8 with one bad byte stays UTF-8, and the place is named."""
    found = read(written(tmp_path / "t", "naïve déjà été\n".encode() + b"b\xe9d end"))

    assert {"naïve", "déjà", "été", "end"} < set(found.words)
    assert "what is not UTF-8 was read as � (the first of 1 is in line 2)" in found.summary["notes"]


def test_what_is_no_text_is_refused_in_words(tmp_path: Path) -> None:
    """Each with its own sentence, at once by a peek where its beginning tells it."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "broken").symlink_to(tmp_path / "gone")
    (tmp_path / "bare").mkdir()
    cases = {
        written(tmp_path / "empty", ""): "is empty",
        written(tmp_path / "binary", bytes(range(256))): "is not text",
        written(tmp_path / "zip", b"PK\x03\x04..."): "is a zip archive, and cut off",
        written(tmp_path / "gz", b"\x1f\x8b\x08"): "is gzip-compressed, and cut off",
        tmp_path / "pipe": "not a regular file",
        tmp_path / "broken": "broken link",
        tmp_path / "missing": "does not exist",
        tmp_path / "bare": "no text file in it",
        Path("a\0b"): "cannot be read",
    }
    for path, said in cases.items():
        assert said in refusal(path)
        with pytest.raises(BadEnvironment):
            peek_corpus(path)


def test_a_peek_accepts_what_can_be_read(tmp_path: Path) -> None:
    """A file and a folder of text, without reading them through."""
    peek_corpus(written(tmp_path / "t.txt", "some words, é" * 10_000))
    peek_corpus(tmp_path)


def test_a_min_count_that_leaves_nothing_is_refused(tmp_path: Path) -> None:
    """With the most frequent word, so that a person knows what to choose."""
    sentence = refusal(written(tmp_path / "t", "one two two"), min_count=5)

    assert "no word occurs 5 times: the most frequent, 'two', occurs 2 times" in sentence
    assert sentence.endswith("--set min_count=1")


def test_a_text_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was looked at is what is numbered, or nothing is."""
    path = written(tmp_path / "t", "one two three")
    looked = reading.looked
    monkeypatch.setattr(files, "PIECE", 4)  # what is one piece is read once

    def then_changed(*arguments: Any, **named: Any) -> Any:
        found = looked(*arguments, **named)
        path.write_text("other words")
        return found

    monkeypatch.setattr(reading, "looked", then_changed)

    assert "changed while it was read" in refusal(path)


def test_the_summary_is_ready_for_a_report(tmp_path: Path) -> None:
    """JSON, with the digest of the bytes, and a name that drives no terminal."""
    path = written(tmp_path / "a\x1b[2J", "one two")
    summary = read(path).summary

    assert summary == json.loads(json.dumps(summary))
    assert summary["source"].isprintable()
    assert summary["digest"] != read(written(path, "one two ")).summary["digest"]


def test_the_reading_tells_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A share over all readings, from 0 to 1, that never falls."""
    monkeypatch.setattr("lessons.kit.data.sources.meter.EVERY", 0.0)
    shares: list[float] = []
    path = written(tmp_path / "t", "one two three " * 1000)
    read_corpus(path, min_count=1, progress=lambda what, share: shares.append(share))

    assert shares == sorted(shares)
    assert 1.0 == shares[-1]


def test_sentences_in_memory_are_the_same_kind_of_thing() -> None:
    """Words as they are given, whatever they look like; rare ones are left out."""
    found = corpus_of([["King", "|", "a"], ["a", "King"], ["rare"], []], min_count=2)

    assert ["King", "a"] == found.words
    assert [0, 1, -1, 1, 0, -1] == found.tokens.tolist()
    assert 6 == found.raw_words
    with pytest.raises(BadEnvironment, match="min_count=1"):
        corpus_of([["a"]], min_count=2)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda text: text.encode())))
def test_any_bytes_are_a_corpus_or_a_sentence(tmp_path: Path, content: bytes) -> None:
    """Counts and stream agree, whatever goes in."""
    try:
        found = read(written(tmp_path / "t", content))
    except BadEnvironment as refused:
        assert "\n" not in str(refused)
        return

    words = found.tokens[found.tokens >= 0]
    assert found.counts.tolist() == np.bincount(words, minlength=len(found.words)).tolist()
    assert found.raw_words == len(words)
    assert -1 == found.tokens[-1]
