"""SemCor, in which many words have a sense; and tables whose columns have no names."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lessons
from lessons.kit import BadEnvironment, BadUsage
from lessons.kit.data.brought import silent
from lessons.kit.errors import Trouble

LESSON = lessons.load("lesson15")
WF = "<wf cmd=done pos={pos} lemma={lemma} wnsn={number} lexsn={key}>{word}</wf>"
QUOTED = '<wf cmd="done" pos="{pos}" lemma="{lemma}" wnsn="{number}" lexsn="{key}">{word}</wf>'
PLAIN = "<wf cmd=ignore pos=DT>{}</wf>"
KEYS = ("1:17:01::", "1:14:00::")


def semcor(path: Path, *, wf: str = WF, lemma: str = "bank", form: str = "banks") -> Path:
    """60 sentences with two senses by turns, a name of the same lemma in each, and other senses."""
    found = ["<contextfile concordance=brown><context filename=br-a01 paras=yes>"]
    for at in range(60):
        word = wf.format(pos="NN", lemma=lemma, number=at % 2 + 1, key=KEYS[at % 2], word=form)
        name = f"<wf cmd=done rdf={lemma} pos=NNP lemma={lemma} wnsn=1 lexsn=1:14:00:: pn=group>"
        other = wf.format(pos="VB", lemma="say", number=1, key="2:32:00::", word="said")
        found.append(f"<s snum={at}>{name}First_Bank</wf>\n{PLAIN.format(f'n{at}')}\n{other}\n"
                     f"{PLAIN.format('the')}\n{word}\n<punc>.</punc></s>")  # fmt: skip
    path.write_text("\n".join(found), encoding="utf-8")
    return path


def read(path: Path, **chosen: Any) -> Any:
    return LESSON.data(path, LESSON.params().override(chosen), silent)


@pytest.mark.parametrize("wf", [WF, QUOTED, WF.replace(" lexsn={key}", "")])
def test_semcor_is_read_by_its_senses(tmp_path: Path, wf: str) -> None:
    """The only lemma with two senses, by key or by number; a name of a group is no use of it."""
    data = read(semcor(tmp_path / "br-a01", wf=wf))

    uses = [use for part in data.content.parts.values() for use in part]
    assert 60 == len(uses) and {("banks", 5)} == {(use.words[use.at], use.at) for use in uses}
    assert ["first", "bank"] == uses[0].words[:2] and "." == uses[0].words[-1]
    assert (["1", "2"] if "lexsn" not in wf else sorted(KEYS)) == sorted(data.content.senses)
    assert "read as SemCor: the uses of 'bank'" in data.summary["notes"][0]


def test_a_folder_of_semcor_is_read_as_one_text(tmp_path: Path) -> None:
    """Also in folders below, as the corpus lies; what is no such file is passed over."""
    below = tmp_path / "brown1" / "tagfiles"
    below.mkdir(parents=True)
    for name, form in (("br-a01", "bank"), ("br-a02", "banks")):
        semcor(below / name, form=form)
    (tmp_path / "README").write_text("The texts lie in brown1.")
    (tmp_path / "picture").write_bytes(bytes(range(256)))
    data, again = read(tmp_path), read(tmp_path)

    assert 120 == sum(len(part) for part in data.content.parts.values())
    assert "read as SemCor in 2 files: the uses of 'bank'" in data.summary["notes"][0]
    assert data.summary["digest"] == again.summary["digest"]
    with pytest.raises(BadUsage, match=rf"{tmp_path.name} has no sense of a word 'spring'"):
        read(tmp_path, word="spring")


def test_a_form_that_does_not_look_like_its_lemma_is_read_as_it(tmp_path: Path) -> None:
    """Went is a use of go, and is not lost."""
    data = read(semcor(tmp_path / "a", lemma="go", form="went"), word="go")

    assert {"go"} == {u.words[u.at] for part in data.content.parts.values() for u in part}


def test_the_learner_chooses_a_lemma(tmp_path: Path) -> None:
    """Of several; one without a sense, or with one alone, is refused with those that have two."""
    path = semcor(tmp_path / "a")
    both = path.read_text() + semcor(tmp_path / "b", lemma="line", form="line").read_text()
    (tmp_path / "c").write_text(both)

    assert "line" == read(tmp_path / "c", word="Line").content.word
    with pytest.raises(BadUsage, match=r"one is asked for.*such as bank, line"):
        read(tmp_path / "c")
    with pytest.raises(BadUsage, match=r"no sense of a word 'spring'.*such as bank"):
        read(path, word="spring")
    with pytest.raises(BadEnvironment, match=r"'say', all of them in one sense.*such as bank"):
        read(path, word="say")


@pytest.mark.parametrize("lost", [" wnsn={number} lexsn={key}", " lemma={lemma}"])
def test_semcor_without_senses_is_refused(tmp_path: Path, lost: str) -> None:
    """As where the keys lie in a file of their own: in a sentence that says what is missing."""
    path = semcor(tmp_path / "a", wf=WF.replace(lost, ""))
    path.write_text(path.read_text().replace("wnsn=1", "").replace("lexsn=1:14:00::", ""))

    with pytest.raises(BadEnvironment, match="no <s> with a <wf> that has a lemma and a sense"):
        read(path)


@pytest.mark.parametrize("line", ["{l}\t{w}\t{r}\t{s}", "{s}\t{l}\t{w}\t{r}", '{l},{w},"{r}",{s}'])
def test_columns_without_names_are_understood_and_told(tmp_path: Path, line: str) -> None:
    """The word is the column that has forms of one word, between two of text."""
    path = tmp_path / ("a.tsv" if "\t" in line else "a.csv")
    path.write_text("\n".join(
        line.format(l=f"no bank of n{at} is", w=("bank", "banks")[at % 2], r=f"by rivers, n{at}",
                    s=("cash", "shore")[at // 2 % 2]) for at in range(60)
    ))  # fmt: skip
    data = read(path)

    uses = [use for part in data.content.parts.values() for use in part]
    assert 60 == len(uses) and {("bank", 5), ("banks", 5)} == {(u.words[u.at], u.at) for u in uses}
    assert ["cash", "shore"] == data.content.senses
    assert "no names of columns: columns" in data.summary["notes"][0]


HOSTILE = st.lists(
    st.sampled_from([
        "<s snum=1>", "</s>", "<wf", "<wf>", "</wf>", "<punc>", " lemma=bank", ' lemma="', "'",
        " wnsn=1;2", " wnsn=", " lexsn=1:17:01::", ">", "bank", "banks_of", "<w>", "&lt;", "\t",
        ",", '"', "\n", "\r", "left of it", "\0", "é", "____",
    ]),
    max_size=60,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(HOSTILE, st.sampled_from(["", "bank"]))
def test_whatever_lies_in_a_file_is_read_or_refused(
    tmp_path: Path, pieces: list[str], word: str
) -> None:
    """In a sentence with a fix, and never by a traceback."""
    path = tmp_path / "hostile.tsv"
    path.write_text("<s><wf lemma=bank wnsn=1>bank</wf>" + "".join(pieces) * 3, encoding="utf-8")

    try:
        read(path, word=word)
    except Trouble as refused:
        assert refused.message and refused.fix and "\n" not in refused.message
