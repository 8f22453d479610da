"""Files that are no text, known by their first bytes, and what to do about each."""

UNPACK = "unpack it first, and give the file inside"
AS_CSV = "save it as CSV (UTF-8) first"
PLAIN = "give a plain text file (UTF-8)"

KINDS = [
    (b"\x1f\x8b", "is gzip-compressed", "unpack it first: gunzip -k"),
    (b"BZh91AY&SY", "is bzip2-compressed", "unpack it first: bunzip2 -k"),
    (b"\xfd7zXZ\0", "is xz-compressed", "unpack it first: unxz -k"),
    (b"\x28\xb5\x2f\xfd", "is zstd-compressed", "unpack it first: unzstd"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive", UNPACK),
    (b"Rar!\x1a\x07", "is a RAR archive", UNPACK),
    (b"PAR1\x15", "is a Parquet table", AS_CSV),
    (b"ARROW1\0\0", "is an Arrow table", AS_CSV),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Office document", AS_CSV),
    (b"SQLite format 3\0", "is an SQLite database", "export the table as CSV first"),
    (b"\x89HDF", "is an HDF5 file", AS_CSV),
    (b"\x93NUMPY", "is a NumPy array", AS_CSV),
    (b"%PDF-", "is a PDF", "save its text as a plain text file first"),
    (b"{\\rtf", "is a rich-text document", "save it as a plain text file first"),
    (b"\x89PNG", "is an image", PLAIN),
    (b"\xff\xd8\xff", "is an image", PLAIN),
    (b"GIF89a", "is an image", PLAIN),
]
OFFICE = {
    b"xl/": ("is an Excel workbook", AS_CSV),
    b"word/": ("is a Word document", "save it as a plain text file first"),
    b"mimetypeapplication/vnd.oasis": ("is an OpenDocument file", AS_CSV),
}


def kind_of(head: bytes) -> tuple[str, str] | None:
    """What a file of these first bytes is, and the mend; None if it may be text."""
    for first, what, mend in KINDS:
        if head.startswith(first):
            return what, mend
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(head)
    if head[257:262] == b"ustar":
        return "is a tar archive", UNPACK
    return None


def _zip(head: bytes) -> tuple[str, str]:
    """Office documents are zip archives: their members' names say what they hold."""
    for mark, said in OFFICE.items():
        if mark in head[:8192]:
            return said
    return "is a zip archive", UNPACK
