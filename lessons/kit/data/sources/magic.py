"""Files that are no text, known by their first bytes, and what to do about each."""

UNPACK = "unpack it first, and give the file inside"
UNZIP = "unpack it first (unzip), and give the folder"
AS_CSV = "save it as CSV (UTF-8) first"
PLAIN = "give a plain text file (UTF-8)"

KINDS = [
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive", UNPACK),
    (b"Rar!\x1a\x07", "is a RAR archive", UNPACK),
    (b"\x80\x04\x95", "is a Python pickle", AS_CSV),
    (b"ARROW1\0\0", "is an Arrow table", AS_CSV),
    (b"\xff\xff\xff\xff", "is an Arrow table", AS_CSV),  # as a stream
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Office document", AS_CSV),
    (b"SQLite format 3\0", "is an SQLite database", "export the table as CSV first"),
    (b"\x89HDF", "is an HDF5 file", AS_CSV),
    (b"\x93NUMPY", "is a NumPy array", AS_CSV),
    (b"%PDF-", "is a PDF", "save its text as a plain text file first"),
    (b"{\\rtf", "is a rich-text document", "save it as a plain text file first"),
    (b"\x89PNG", "is an image", PLAIN),
    (b"\xff\xd8\xff", "is an image", PLAIN),
    (b"%!PS", "is PostScript", "save its text as a plain text file first"),
    (b"GIF89a", "is an image", PLAIN),
]
OFFICE = {
    "xl/": ("is an Excel workbook", AS_CSV),
    "word/": ("is a Word document", "save it as a plain text file first"),
    "ppt/": ("is a PowerPoint presentation", "save its text as a plain text file first"),
    "OEBPS/": ("is an e-book (EPUB)", "save its text as a plain text file first"),
    "META-INF/container.xml": ("is an e-book (EPUB)", "save its text as a plain text file first"),
    "META-INF/manifest.xml": ("is an OpenDocument file", AS_CSV),
}
"""Names in zip archives that are documents."""


FIRST = tuple(first for first, _, _ in KINDS)


def kind_of(head: bytes) -> tuple[str, str] | None:
    """What a file of these first bytes is, and the fix; None if it may be text."""
    if head.startswith(FIRST):
        return next((what, fix) for first, what, fix in KINDS if head.startswith(first))
    if head[257:262] == b"ustar":
        return "is a tar archive", UNPACK
    return None


def kind_of_zip_head(head: bytes) -> tuple[str, str] | None:
    """What a zip archive is whose list of files is missing, by those that come first in it."""
    return next((said for mark, said in OFFICE.items() if mark.encode() in head), None)


def kind_of_zip(names: list[str]) -> tuple[str, str]:
    """What a zip archive of these files is, and the fix."""
    for mark, said in OFFICE.items():
        if any(name.startswith(mark) for name in names):
            return said
    if any(name.endswith("data.pkl") for name in names):
        return "is a saved PyTorch model", PLAIN
    if not names:
        return "is a zip archive with no file in it", "give another file"
    return f"is a zip archive with {len(names)} files in it", UNZIP
