"""Tagging files as people have them: read to the token, or refused with the line's number."""

import gzip
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.data.tagged.lines import joined_by
from lessons.kit.data.tagged.tagging_file import Tagging, looks_tagged, read_tagging
from tests.tools.reading import written

DOG = "The\tDT\ndog\tNN\nruns\tVB\n.\t.\n\n"
READ = [("The", "DT"), ("dog", "NN"), ("runs", "VB"), (".", ".")]
CONLLU = (
    "# sent_id = 1\n# text = vámonos # mar\n"
    "1-2\tvámonos\t_\t_\t_\t_\t_\t_\t_\t_\n1\tvamos\tir\tVERB\t_\t_\t0\troot\t_\t_\n"
    "2\tnos\tnosotros\tPRON\t_\t_\t1\tobj\t_\t_\n2.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n"
    "3\t#\t#\tSYM\t_\t_\t1\tobj\t_\t_\n\n"
)
CELL = st.text(
    st.characters(exclude_categories=("Zs", "Zl", "Zp", "Cc", "Cf", "Cs", "Cn")), min_size=1,
    max_size=6,
)  # fmt: skip


def pairs(found: Tagging) -> list[list[tuple[str, str]]]:
    """Tokens with their tags, sentence by sentence."""
    return [list(zip(each.tokens, each.tags, strict=True)) for each in found.sentences]


def said(found: Tagging) -> str:
    """All notes in one."""
    return "; ".join(found.notes)


@pytest.mark.parametrize(
    "content",
    [
        DOG * 3, DOG.replace("\t", " ") * 3, DOG.replace("\t", "   ") * 3,
        DOG.replace("\n", "\r\n") * 3, DOG.replace("\n", "\r") * 3, "\n\n" + DOG * 3 + "\n\n",
        DOG.replace("\n\n", "\n \t\n") * 3, DOG.replace("\n", " \n") * 3, (DOG * 3).strip(),
        b"\xef\xbb\xbf" + (DOG * 3).encode(), (DOG * 3).encode("utf-16"),
        (DOG * 3).encode("utf-16-le"), gzip.compress((DOG * 3).encode(), mtime=0),
        "token\ttag\n" + DOG * 3, "Word\tPOS\n\n" + DOG * 3, DOG.replace("\n\n", "\n") * 3,
        "-DOCSTART- -X- O O\n\n" + DOG.replace("\t", " x y ") * 3,
        DOG + "-DOCSTART-\tO\n" + DOG + "-DOCSTART-\tO\n\n" + DOG,
        "# a comment\n" + DOG + "# another = one\n" + DOG * 2,
    ],
)  # fmt: skip
def test_three_sentences_however_they_are_written(tmp_path: Path, content: str | bytes) -> None:
    """Line ends, encodings, spaces, headers, marks of documents, comments, no empty lines."""
    file = written(tmp_path / "a.conll", content)

    assert [READ] * 3 == pairs(read_tagging(file))
    assert looks_tagged(file)


def test_the_rows_are_lines_of_the_file(tmp_path: Path) -> None:
    """So that a prediction can be put beside its token."""
    found = read_tagging(written(tmp_path / "a", "token\ttag\n\n" + DOG * 2))

    assert [[3, 4, 5, 6], [8, 9, 10, 11]] == [each.rows for each in found.sentences]


def test_conllu_is_read_by_form_and_upos(tmp_path: Path) -> None:
    """Several words in one (1-2) and empty nodes (1.1) are left out; `#` may be a token."""
    found = read_tagging(written(tmp_path / "a.conllu", CONLLU * 3))

    assert [[("vamos", "VERB"), ("nos", "PRON"), ("#", "SYM")]] * 3 == pairs(found)
    assert "CoNLL-U" in said(found) and "6 lines of comments" in said(found)
    lemmas = read_tagging(tmp_path / "a.conllu", token="3", tag="2")
    assert ("ir", "vamos") == pairs(lemmas)[0][0]


@pytest.mark.parametrize("separator", ["\t", " "])
def test_a_hash_may_be_a_token(tmp_path: Path, separator: str) -> None:
    """Also the first one of its sentence: it has as many columns as the others."""
    text = f"#{separator}SYM\n1{separator}NUM\n\n" * 3

    assert [[("#", "SYM"), ("1", "NUM")]] * 3 == pairs(read_tagging(written(tmp_path / "a", text)))


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({}, ("EU", "B-ORG")), ({"tag": "2"}, ("EU", "NNP")), ({"tag": "-2"}, ("EU", "I-NP")),
        ({"token": "2", "tag": "3"}, ("NNP", "I-NP")),
    ],
)  # fmt: skip
def test_columns_are_chosen(
    tmp_path: Path, names: dict[str, str], expected: tuple[str, str]
) -> None:
    """First and last, unless others are named."""
    file = written(tmp_path / "a", "EU NNP I-NP B-ORG\nrejects VBZ I-VP O\n\n" * 3)

    assert expected == pairs(read_tagging(file, **names))[0][0]


def test_ids_in_the_first_column_are_no_tokens(tmp_path: Path) -> None:
    """They count from 1 in each sentence."""
    found = read_tagging(written(tmp_path / "a", "1 The DT\n2 dog NN\n\n" * 3))

    assert [("The", "DT"), ("dog", "NN")] == pairs(found)[0]


@pytest.mark.parametrize("first", [1, 500])
@pytest.mark.parametrize("gap", [0, 3])
def test_ids_may_count_through_the_whole_file(tmp_path: Path, first: int, gap: int) -> None:
    """Of tokens, or of sentences; numbers that go up and down are tokens."""
    lines = [f"{first + (1 + gap) * at} w{at % 7} {'AB'[at % 2]}" for at in range(40)]
    up = "\n\n".join("\n".join(lines[at : at + 4]) for at in range(0, 40, 4))
    down = "\n\n".join("\n".join(lines[at : at + 4]) for at in range(36, -1, -4))

    assert ("w0", "A") == pairs(read_tagging(written(tmp_path / "a", up)))[0][0]
    assert (lines[36].split()[0], "A") == pairs(read_tagging(written(tmp_path / "b", down)))[0][0]


def test_a_column_of_measured_numbers_is_no_column_of_tags(tmp_path: Path) -> None:
    """Nearly all of them are different; of tags there are several tokens each."""
    rows = "\n\n".join(f"a\t{at}.25\nb\t{at}.5" for at in range(40))

    with pytest.raises(BadEnvironment, match="80 different tags for 80 tokens"):
        read_tagging(written(tmp_path / "a", rows))


@pytest.mark.parametrize(
    ("content", "doubt"),
    [("w\tp\n" + DOG * 2, "--set header=yes"), (DOG * 2, ""),
     ("DT\tThe\nDT\ta\nNN\tdog\nNN\tcat\nNN\tcow\n\n" * 4, "--set token=2 --set tag=1")],
)  # fmt: skip
def test_what_looks_read_in_the_wrong_way_is_said(tmp_path: Path, content: str, doubt: str) -> None:
    """Names of columns that nobody knows, and tags that stand before their tokens."""
    notes = read_tagging(written(tmp_path / "a", content)).notes
    said = [note for note in notes if "if tags" in note or "if its line" in note]

    assert [doubt] * bool(doubt) == [note[-len(doubt) :] for note in said]


def test_a_header_is_used_by_its_names(tmp_path: Path) -> None:
    """Also one with words that nobody knows, if the learner says that it is one."""
    file = written(tmp_path / "a", "w\tp\n" + DOG * 2)

    assert [READ] * 2 == pairs(read_tagging(file, token="w", tag="p", header="yes"))
    assert ("w", "p") == pairs(read_tagging(file))[0][0]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "is empty"), ("\n\n \n", "has no line in it"), (bytes(range(256)) * 40, "not text"),
        ("The\ndog\nruns\n" * 4, "one column: line 1 is 'The'"),
        (DOG * 3 + "word\n\n" + DOG, "line 16 has 1 column where the others have 2: 'word'"),
        ("word\n\n" + DOG * 3, "line 1 has 1 column"), (DOG * 3 + "a\tb\tc\n", "line 16 has 3"),
        (DOG.replace("\t", " ") * 3 + "New York NNP\n", "line 16 has 3 columns where"),
        (DOG * 2 + "word\t\n" + DOG, "line 11 has no tag"),
        (DOG * 2 + "\tNN\n" + DOG, "line 11 has no token"),
        (DOG * 3 + "x" * 2_000_000 + "\n", "line 16 has 1 column"),
        ("a\tX\nb\tX\n\n" * 3, "one tag: every token has the tag 'X'"),
        ("".join(f"w\tt{n}\n" for n in range(900)), "900 different tags"),
        (DOG * 3 + "\x1b[31mred\n", "line 16 has 1 column where the others have 2: '␛"),
    ],
)  # fmt: skip
def test_what_is_no_tagging_file_is_refused(
    tmp_path: Path, content: str | bytes, what: str
) -> None:
    """In one short sentence, with the line where it goes wrong and a fix."""
    file = written(tmp_path / "a.tsv", content)

    with pytest.raises(BadEnvironment) as refused:
        read_tagging(file)

    assert what in refused.value.message and refused.value.fix
    assert len(refused.value.message) < 400 and "\n" not in refused.value.message


@pytest.mark.parametrize("names", [{"token": "3"}, {"tag": "0"}, {"tag": "-9"}, {"tag": "pos"}])
def test_a_column_that_is_not_there_is_refused(tmp_path: Path, names: dict[str, str]) -> None:
    """With those that are."""
    with pytest.raises(BadUsage, match="there is no column") as refused:
        read_tagging(written(tmp_path / "a", DOG * 2), **names)

    assert "1 to 2" in refused.value.fix


@pytest.mark.parametrize(
    "content",
    [
        "text,label\nthis is good,1\nthis is bad,0\n" * 9,
        "this is good\tpos\nbad\tneg\n" * 9,
        "One line.\nAnother line of text is here.\n" * 9,
        "word\n" * 9,
    ],
)
def test_texts_do_not_look_tagged(tmp_path: Path, content: str) -> None:
    """Labelled texts and prose go to other readers."""
    assert not looks_tagged(written(tmp_path / "a.txt", content))


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.conll", "a\tX\nb\nc\tY\n"), ("a.iob2.gz", gzip.compress(b"a\nb\nc\n", mtime=0)),
     ("a.txt", "a\tX\nb\n\nc\tY\nd\tX\n")],
)  # fmt: skip
def test_a_tagging_file_with_a_slip_is_refused_as_one(
    tmp_path: Path, name: str, content: str | bytes
) -> None:
    """By its name or its empty lines it is one, and its line is named."""
    file = written(tmp_path / name, content)

    assert looks_tagged(file)
    with pytest.raises(BadEnvironment, match=r"line [12] "):
        read_tagging(file)


@given(
    sentences=st.lists(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5), min_size=2,
                       max_size=6),
    separator=st.sampled_from(["\t", " "]), ends=st.sampled_from(["\n", "\r\n"]),
    middle=st.integers(0, 2), encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, sentences: list[list[tuple[str, str]]],
    separator: str, ends: str, middle: int, encoding: str,
) -> None:  # fmt: skip
    """Any tokens and tags, with any columns between: each in its sentence."""
    sentences = [[("a", "X"), ("b", "Y")], *sentences]
    first = {token[0] for each in sentences for token, _ in each}
    if "#" in first or "-" in first:
        return  # comments and marks of documents have tests of their own
    rows = [[separator.join([token, *["m"] * middle, tag]) for token, tag in each]
            for each in sentences]  # fmt: skip
    text = (ends * 2).join(ends.join(each) for each in rows) + ends
    file = tmp_path_factory.mktemp("tags") / "a"
    file.write_bytes(text.encode(encoding))

    assert sentences == pairs(read_tagging(file, encoding=encoding, header="no"))


COLUMNS = st.lists(st.sampled_from(["same", "few", "many"]), min_size=2, max_size=5)


@settings(max_examples=60)
@given(columns=COLUMNS, header=st.booleans())
def test_another_column_is_advised_only_where_it_would_do(
    tmp_path_factory: pytest.TempPathFactory, columns: list[str], header: bool
) -> None:
    """Whoever does as a refusal says gets sentences."""
    names = {"same": "X", "few": "T{0}", "many": "w{1}"}
    lines = ["\t".join(names[c].format(n % 3, n) for c in columns) for n in range(600)]
    top = "\t".join(["token", *columns[1:-1], "tag"]) + "\n" if header else ""
    file = written(tmp_path_factory.mktemp("a") / "a.conll", top + "\n".join(lines))
    try:
        read_tagging(file)
    except BadEnvironment as refused:
        advised = re.search(r"--set tag=(\d)", refused.fix)
        token = re.search(r"--set token=(\d)", refused.fix)
        turned = ["few", "many"] == [columns[0], columns[-1]]
        assert bool(advised) == ("few" in columns[1:-1] or turned)
        assert advised is None or read_tagging(
            file, tag=advised[1], token=token[1] if token else ""
        )
    else:
        assert "few" == columns[-1]


@pytest.mark.parametrize("mark", ["/", "_"])
def test_tags_behind_their_words_are_refused_with_the_form_that_is_read(
    tmp_path: Path, mark: str
) -> None:
    """As tables such lines have two readings, and both are wrong."""
    line = " ".join(
        f"{word}{mark}{tag}" for word, tag in [("the", "DT"), ("dog", "NN"), (".", ".")]
    )

    with pytest.raises(BadEnvironment, match="each with its tag behind a") as refused:
        looks_tagged(written(tmp_path / "a", f"{line}\n" * 20))
    assert "with a tab between" in refused.value.fix
    assert "" == joined_by("and/or he/she is_it or not " * 20)
