"""The door of the page: what lies behind imports numpy, and is loaded when data are read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lessons.kit import Chosen, Data, Params, Progress, Trouble
from lessons.kit.data.brought import silent

AT_ONCE = 2**21
"""Bytes of the learner's text that are read in a second, before anything is started."""

MANY, SHORT = 2000, 400
"""Labelled texts for which the lesson's own settings are too few steps, and the mean bytes of one
that is a sentence or a part of it."""
HOW_READ = ("text", "label", "split", "no_label", "encoding", "delimiter", "quotes")


def fitted(chosen: Chosen) -> Chosen:
    """A table with labels is labelled texts, and very many short ones get the preset for them."""
    named, preset, data = chosen.settings, chosen.preset, chosen.data
    if data and not named.get("labelled") and labels_in(Path(data), named):
        named, data = {**named, "labelled": data}, None
    labelled = named.get("labelled")
    if labelled and not preset and not named.get("weights") and is_for_phrases(Path(labelled)):
        preset = "phrases"
    return Chosen(named, preset, data)


def labels_in(path: Path, settings: dict[str, Any]) -> bool:
    """Whether what was given as a text is a table with labels."""
    from lessons.kit.data.labelled.glance import has_labels

    return has_labels(path, **{name: settings[name] for name in HOW_READ if name in settings})


def is_for_phrases(path: Path) -> bool:
    """Whether these are many short texts. What cannot be read is refused later, in words."""
    from lessons.kit.data.labelled.glance import lines_in

    try:
        count, size = lines_in(path)
    except Trouble:
        return False
    return count >= MANY and size <= SHORT


def look_at(path: Path, hp: Params) -> None:
    """See whether this can be trained on: small data whole, large ones by their beginning.

    Raises Trouble.
    """
    from lessons.kit.data.sources.folders import files_below, is_folder, size_of_all
    from lessons.kit.data.text.corpus import peek_corpus

    _, size = size_of_all(files_below(path) if is_folder(path) else [path])
    if size <= AT_ONCE:
        read_data(path, hp, silent)
    else:
        peek_corpus(path, hp.as_dict()["encoding"])


def read_data(path: Path | None, hp: Params, progress: Progress) -> Data:
    """The made-up sentences, or the learner's texts: without labels, with labels, or both."""
    from lessons.lesson16_bert import material

    return material.read_data(path, hp, progress)
