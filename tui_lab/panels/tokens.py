"""A sentence with its words tinted by what each of them does: for or against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lessons.kit import Tokens
from lessons.kit.stream.events import PictureEvent
from tui_lab.charts.rows import Row, Rows, Style, blend
from tui_lab.charts.shades import is_light
from tui_lab.panels.checks import called, first, is_number
from tui_lab.panels.kind import Cells, Paper, Room, Shown
from tui_lab.panels.paragraphs import Paragraph, Piece, by_network, named, written
from tui_lab.svg.ink import sample, text
from tui_lab.system.words import number

FOR, AGAINST = "#2f7fd0", "#d0672f"
"""Blue and orange: told apart by nearly everybody, in each of them more is darker or lighter."""
NOTICED = 0.1
"""Share of the largest weight from which on a word gets a sign where there are no colours."""

Word = tuple[str, float]


class TokensKind(Shown[Tokens]):
    """Words, each with a weight."""

    of = Tokens

    def mistake(self, panel: Tokens, value: Any) -> str:
        """A list of (word, weight), `Weighted`, or one of these for each network."""
        if isinstance(value, dict) and "words" not in value:
            return first(
                _mistake(each) and f"of {name}, {_mistake(each)}" for name, each in value.items()
            )
        return _mistake(value)

    def united(self, panel: Tokens, pictures: Sequence[PictureEvent]) -> Sequence[PictureEvent]:
        """The sentences of all networks, where the page says so."""
        good = [each for each in pictures if not self.mistake(panel, each.value)]
        return by_network(good) if panel.all_networks and good else pictures

    def cells(self, panel: Tokens, value: Any, room: Room) -> Rows:
        """The sentence with tinted words; where there are no colours, with signs before them."""
        every = _parts(value)
        most = _largest(every)
        paragraphs = [
            Paragraph(name, [_piece(word, most, room) for word in words], says)
            for name, (words, says) in every.items()
        ]
        return written(paragraphs, room)

    def captions(self, panel: Tokens, value: Any, room: Room) -> list[Row]:
        """Which colour is which, and how much the strongest is."""
        strongest = f" ±{number(_largest(_parts(value)))} {panel.unit}".rstrip()
        if _is_plain(room):
            words = room.cut(f"+ {panel.up}  − {panel.down} {strongest}", room.width)
            return [((words, Style(room.frame)),)]
        up, down = _piece((panel.up, 1.0), 1.0, room), _piece((panel.down, -1.0), 1.0, room)
        left = room.cut(strongest, max(room.width - len(up[0]) - len(down[0]) - 1, 0))
        return [(up, (" ", Style()), down, (left, Style(room.frame)))]

    def rows(self, panel: Tokens, value: Any) -> list[Cells]:
        """A row for each word."""
        every = _parts(value)
        head = ("word", panel.unit or "weight")
        if list(every) == [""]:
            return [head, *every[""][0]]
        return [("network", *head), *((n, *word) for n, (words, _) in every.items()
                                      for word in words)]  # fmt: skip

    def drawn(self, panel: Tokens, value: Any, paper: Paper) -> str:
        """The same, with the weight of each word where the mouse is."""
        every = _parts(value)
        most = _largest(every)
        key = f"{_span((panel.up, 1.0), 1.0)} {_span((panel.down, -1.0), 1.0)}"
        said = f'<p class="quiet">{key} strongest ±{number(most)} {text(panel.unit)}</p>'
        return said + "".join(
            f'<p class="tokens">{_who(name, says, paper)}'
            f"{' '.join(_span(word, most) for word in words)}</p>"
            for name, (words, says) in every.items()
        )


def _mistake(value: Any) -> str:
    words = value.get("words") if isinstance(value, dict) else value
    if not isinstance(words, list):
        return f"a sentence takes a list of (word, weight), and this is {called(value)}"
    return first(map(_word_mistake, words))


def _word_mistake(word: Any) -> str:
    if not isinstance(word, list) or len(word) < 2 or isinstance(word[0], dict | list):
        return f"a sentence must hold (word, weight), and there is {called(word)}"
    return "" if is_number(word[1]) else f"the weight of a word must be a number, not {word[1]!r}"


def _parts(value: Any) -> dict[str, tuple[list[Word], str]]:
    """Of each network its words, and what it says."""
    one = isinstance(value, dict) and "words" in value
    return {name: _part(each) for name, each in ({"": value} if one else named(value)).items()}


def _part(value: Any) -> tuple[list[Word], str]:
    whole = value if isinstance(value, dict) else {"words": value}
    words = [(str(each[0]), float(each[1] or 0.0)) for each in whole["words"]]
    return words, str(whole.get("says") or "")


def _largest(every: dict[str, tuple[list[Word], str]]) -> float:
    return max((abs(x) for words, _ in every.values() for _, x in words), default=0.0)


def _is_plain(room: Room) -> bool:
    """Whether no ground can be tinted."""
    return room.ascii_only or room.few or room.colourless or room.ground is None


def _share(weight: float, most: float) -> float:
    return weight / most if most else 0.0


def _piece(word: Word, most: float, room: Room) -> Piece:
    share, said = _share(word[1], most), room.text(word[0])
    if _is_plain(room):
        sign = "" if abs(share) < NOTICED else room.text("+" if share > 0 else "−")
        return f"{sign}{said} ", Style(bold=abs(share) >= 0.5)
    ground = blend(FOR if share > 0 else AGAINST, room.ground or "#000000", abs(share) * 0.9)
    ink = "#000000" if is_light(ground) else "#ffffff"
    return f"{said} ", Style(ink, ground) if abs(share) > 0.02 else Style()


def _span(word: Word, most: float) -> str:
    share = _share(word[1], most)
    kind = "for" if share > 0 else "against"
    return (
        f'<span class="token {kind}" style="--share:{abs(share) * 80:.0f}%" '
        f'title="{word[1]:+.3g}">{text(word[0])}</span>'
    )


def _who(name: str, says: str, paper: Paper) -> str:
    look = f"{sample(paper.runs[name], dashed=False)} " if name in paper.runs else ""
    return f"{look}<b>{text(name)}</b> <small>{text(says)}</small> " if name or says else ""
