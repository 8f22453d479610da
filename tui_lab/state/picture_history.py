"""The pictures of one panel of one network, kept small, so that a screen can go back in time."""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any

import msgspec

from lessons.kit.stream import dials
from lessons.kit.stream.events import PictureEvent

MOST = 96
"""Pictures kept; beyond them every second one of the older half goes."""

_decoder = msgspec.json.Decoder(PictureEvent)


class PictureHistory:
    """Pictures in the order of their steps, packed: a heatmap takes a few kB instead of 100."""

    def __init__(self) -> None:
        self.steps: list[int] = []
        self._packed: list[bytes] = []
        self._open: tuple[int, PictureEvent] | None = None
        """The picture that was unpacked last, and its step."""
        self._turned: tuple[PictureEvent, tuple[int, ...], PictureEvent] | None = None
        """What was shown last of a picture that a setting moves: of which, and its places there."""

    def add_picture(self, picture: PictureEvent) -> None:
        """Keep one more. One of a step that already exists replaces it."""
        self.forget_after(picture.step - 1)
        self.steps.append(picture.step)
        self._packed.append(zlib.compress(msgspec.json.encode(picture), 1))
        self._open = picture.step, picture
        if len(self.steps) > MOST:
            half = MOST // 2
            self.steps[:half] = self.steps[:half:2]
            self._packed[:half] = self._packed[:half:2]

    def forget_after(self, step: int) -> None:
        """Drop what is later than this step, as a resumed run does."""
        keep = bisect_right(self.steps, step)
        del self.steps[keep:], self._packed[keep:]
        self._open = None

    def at(
        self, step: int | None = None, settings: Mapping[str, Any] | None = None
    ) -> PictureEvent | None:
        """The latest picture, or the latest up to this step; a moved one by these settings."""
        place = len(self.steps) if step is None else bisect_right(self.steps, step)
        if not place:
            return None
        step = self.steps[place - 1]
        if self._open is None or self._open[0] != step:
            packed = self._packed[place - 1]
            self._open = step, _decoder.decode(zlib.decompress(packed))
        return self._by(settings or {}, self._open[1])

    def _by(self, settings: Mapping[str, Any], picture: PictureEvent) -> PictureEvent:
        """The same object as long as it is the same picture, so that it is drawn once."""
        if not dials.is_dial(picture.value):
            return picture
        places = dials.places_of(picture.value, settings)
        if self._turned is None or self._turned[:2] != (picture, places):
            frame = dials.frame_at(picture.value, places)
            self._turned = picture, places, msgspec.structs.replace(picture, value=frame)
        return self._turned[2]
