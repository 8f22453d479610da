"""What a file of the learner's is, before anybody believes it.

One door for every lesson: whatever packs a file is unpacked on the way (`packed`), its encoding
is found (`encodings`), and what is no plain text is named (`magic`, `foreign`). Every refusal is
one sentence that names the file, and one fix.
"""

import codecs
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import IncrementalNewlineDecoder
from pathlib import Path

from lessons.kit.data.sources.encodings import EncodingEvidence, checked
from lessons.kit.data.sources.foreign import foreign
from lessons.kit.data.sources.magic import kind_of
from lessons.kit.data.sources.opening import empty, opened, refusal, shown, unreadable
from lessons.kit.data.sources.packed import Unpacked, unpacked
from lessons.kit.errors import BadEnvironment, one_line

__all__ = [
    "Source",
    "beginning",
    "digest_of",
    "empty",
    "not_text",
    "open_source",
    "opened",
    "pieces",
    "refusal",
    "shown",
    "size_of",
    "told",
    "unreadable",
]  # fmt: skip

PIECE = 2**20
"""Bytes read at once: large enough for C loops to pay, small enough to forget about."""
FEW = 3


@dataclass(frozen=True)
class Source:
    """A regular file of text, looked at from end to end."""

    path: Path
    size: int
    """Bytes, after unpacking."""
    encoding: str
    digest: bytes
    """SHA-256 of its bytes, after unpacking."""
    note: str = ""
    """What was decided about its encoding, if anything had to be."""
    plain: bool = False
    """Whether a table in it is read as text alone."""


def not_text(path: Path, head: bytes = b"") -> BadEnvironment:
    """The refusal of a binary file, by its kind where its first bytes say it."""
    what, fix = kind_of(head) or ("is not text", "give a plain text file (UTF-8)")
    return refusal(path, what, fix)


def judged(stream: Unpacked, head: bytes, asked: str) -> EncodingEvidence:
    """A look at a file that begins like this. Raises BadEnvironment for what is no plain text."""
    if not head:
        raise empty(stream.path)
    seen = EncodingEvidence(head, asked)
    known = kind_of(head) or foreign(stream.path, seen.opening)
    if known:
        what, fix = known
        inside = f"({stream.packing}-compressed) " if stream.packing else ""
        raise refusal(stream.path, f"{inside}{what}", fix)
    return seen


def refuse_binary(path: Path, seen: EncodingEvidence) -> None:
    """Raise BadEnvironment where what was seen is no text."""
    if seen.is_binary and seen.asked:
        fix = "leave out --set encoding, or use another"
        raise refusal(path, f"is not text in {seen.asked}", fix)
    if seen.is_binary:
        raise not_text(path)


def open_source(
    path: Path,
    read: Callable[[int], None] = lambda size: None,
    *,
    encoding: str = "",
    plain: bool = False,
) -> Source:
    """Read a file once, whatever its size, and say what it is. Raises BadEnvironment.

    `read` is told the bytes of every piece. `encoding` is the one that the learner named.
    """
    return looked(path, read, encoding=encoding, plain=plain)[0]


def looked(
    path: Path, read: Callable[[int], None], *, encoding: str = "", plain: bool = False
) -> tuple[Source, str | None]:
    """The same, and the text of a file that is one piece: there is no need to read it again."""
    asked = checked(encoding)
    with unpacked(path, plain) as stream:
        head = piece = stream.read(PIECE)
        seen = judged(stream, head, asked)
        while piece:
            seen.at(piece)
            refuse_binary(path, seen)
            read(stream.taken())
            piece = stream.read(PIECE)
        seen.at(b"", final=True)
    refuse_binary(path, seen)
    source = _source(stream, seen, plain)
    return source, decoded(source, head) if len(head) == source.size else None


def _source(stream: Unpacked, seen: EncodingEvidence, plain: bool) -> Source:
    encoding, note = seen.verdict()
    said = "; ".join(filter(None, [stream.note, note]))
    return Source(stream.path, seen.size, encoding, seen.digest.digest(), said, plain)


def decoded(source: Source, raw: bytes, final: bool = True) -> str:
    """Bytes of a file as text, all line ends "\\n"; of a part, half a character is left out."""
    text = codecs.getincrementaldecoder(source.encoding)("replace").decode(raw, final)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def pieces(source: Source, translate: bool = True) -> Iterator[tuple[str, int]]:
    """The text in pieces, all line ends "\\n", with the bytes of the file that each one took.

    Without `translate`, line ends are as they are; no piece ends between "\\r" and "\\n". Raises
    BadEnvironment at the end if the file is not the one that was looked at.
    """
    decoder = IncrementalNewlineDecoder(
        codecs.getincrementaldecoder(source.encoding)("replace"), translate
    )
    digest = hashlib.sha256()
    with unpacked(source.path, source.plain) as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
            yield decoder.decode(piece), stream.taken()
    yield decoder.decode(b"", final=True), 0
    if digest.digest() != source.digest:
        raise refusal(
            source.path, "changed while it was read", "start again when nobody writes to it"
        )


def told(sources: list[Source]) -> list[str]:
    """What was decided about the encodings of files, one by one while they are few."""
    decided = [source for source in sources if source.note]
    if len(sources) == 1:
        return [source.note for source in decided]
    if len(decided) <= FEW:
        return [f"{one_line(source.path.name)}: {source.note}" for source in decided]
    kinds = Counter(source.encoding for source in decided)
    return [f"files read as {encoding}: {count}" for encoding, count in kinds.items()]


def digest_of(sources: list[Source]) -> str:
    """Sixteen hex digits of everything that was read, in its order."""
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.digest)
    return digest.hexdigest()[:16]


def size_of(path: Path) -> int:
    """The bytes of a file as it lies there. Raises BadEnvironment for what is none."""
    with opened(path) as file:
        return os.fstat(file.fileno()).st_size


def beginning(
    path: Path, most: int, *, encoding: str = "", plain: bool = False
) -> tuple[Source, str, bool]:
    """The first bytes of a file as text, and whether that is all of it. Raises BadEnvironment."""
    with unpacked(path, plain) as stream:
        raw = _read(stream, most + 1)
        seen = judged(stream, raw[:PIECE], checked(encoding))
    whole = len(raw) <= most
    raw = raw[:most]
    seen.at(raw, final=whole)
    refuse_binary(path, seen)
    source = _source(stream, seen, plain)
    return source, decoded(source, raw, whole).replace("\0", ""), whole


def _read(stream: Unpacked, most: int) -> bytes:
    """This many bytes: what unpacks may give fewer at once than it was asked for."""
    parts, missing = [], most
    while missing and (piece := stream.read(missing)):
        parts.append(piece)
        missing -= len(piece)
    return b"".join(parts)


def at_home(text: str) -> Path:
    """A path, with ~ for the learner's home; where ~ names nobody, the path as it was typed."""
    try:
        return Path(text).expanduser()
    except (RuntimeError, ValueError):  # no such person; a null character in the name
        return Path(text)
