"""Files that are text, but in another format than a lesson reads, known by how they begin.

Each test is of something that no prose, no verse and no table begins with: a novel may begin
with "---", with "<3" or with "1", and is read.
"""

import re
from collections.abc import Callable
from pathlib import Path

from lessons.kit.patterns import possessive

AS_TEXT = "save its text as a plain text file, or its rows as CSV (UTF-8)"
AS_CSV = "save it as CSV (UTF-8) first"
PLAIN = "save the text alone as a plain text file (UTF-8)"
PAIRS = 'save it as JSON Lines: {"text": "…", "label": "…"} on each line'

BEGINNINGS = [
    (possessive(r"<!--.*?-->\s*|<\?xml[^>]*>\s*") + r"<(!doctype html|html|head|body)\b",
     "is a web page", AS_TEXT),
    (r"<\?xml\b", "is XML", AS_TEXT),
    (r'\{\s*"(cells|metadata|nbformat(_minor)?)"\s*:(?=.*"(cell_type|nbformat|kernelspec)"\s*:)',
     "is a Jupyter notebook", "export it: jupyter nbconvert --to markdown"),
    (possessive(r"\s*%[^\n]*\n") + r"\s*@relation\s(?=.*@attribute\s)", "is an ARFF table", AS_CSV),
    (r"WEBVTT([ \t\n]|$)", "is a file of subtitles (WebVTT)", PLAIN),
    (r"\d+[ \t]*\n\d\d:\d\d:\d\d[,.]\d{3} --> \d\d:", "is a file of subtitles (SRT)", PLAIN),
    (r"\[Script Info\][ \t]*\n", "is a file of subtitles (SSA)", PLAIN),
    (r"From \S+ +(Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d+ [\d:]+ [^\n]*\n[\w-]+: ",
     "is a mailbox", PLAIN),
    (r"version https://git-lfs\.github\.com/spec/", "is a pointer of Git LFS, not the file itself",
     "get the file: git lfs pull"),
    (r"\[(\.ShellClassInfo|LocalizedFileNames|ViewState)\]\s",
     "is a folder's settings in Windows", "give a file of text"),
    (r'\{\s*"(builder_name|citation|config_name|description|dataset_name)"\s*:(?=.*"_type"\s*:)',
     "describes a data set, and has no text of it", "give the data themselves"),
    (r'\{\s*"(_data_files|splits)"\s*:\s*\[(?=.*("_fingerprint"|"\w+"\s*\]\s*\}\s*$))',
     "describes a data set, and has no text of it", "give the data themselves"),
    (r'(\[\s*)?\{(?=.*"annotations"\s*:\s*\[)(?=.*"(completed_by|was_cancelled|lead_time)"\s*:)',
     "is an export of Label Studio", "export it there as CSV"),
    (r'\{(?=[^\n]*"_input_hash"\s*:)(?=[^\n]*"_task_hash"\s*:)', "is an export of Prodigy",
     PAIRS),
    (r'\{(?=[^\n]*"text"\s*:)[^\n]*"(labels?|entities)"\s*:\s*\[\s*\[\s*\d+\s*,\s*\d+\s*,',
     "is an export of doccano that marks stretches of text", PAIRS),
    (r"(\[\s*)?\{\s*u?'[^'\n]{1,60}'\s*:|\[\s*\(\s*u?'[^'\n]*',",
     "is data as Python writes them, not JSON",
     "write each row with json.dumps (ast.literal_eval reads what is there)"),
    (r"\(\d+ \(\d+ [^\n]*\)\)[ \t]*(\n|$)", "is sentences taken apart into trees",
     "give the sentences alone, with their labels, as CSV (UTF-8)"),
    (r"([+-]?[\d.]+( \d+:[-+.\de]+)+[ \t]*\n){2}", "holds numbers in place of words (LIBSVM)",
     "give the texts themselves"),
    (possessive(r"--[^\n]*\n|/\*.*?\*/;?|\s") + r"(?=(insert|create|drop|set|begin|pragma|use)\b)"
     r"(?=.*\binsert into [`\"\[\]\w.]+\s*(\([^()]*\)\s*)?values\s*\()",
     "is a dump of a database (SQL)",
     "export the table as CSV (UTF-8)"),
    (r"T\d+\t\S+ \d+ \d+\t", "is a file of annotations (brat)", "give the text beside it"),
]  # fmt: skip
LIKELY = re.compile(
    r"[<{\[@%0-9(+-]|/\*|WEBVTT|From |version |T\d|(insert|create|drop|set|begin|pragma|use)\b",
    re.IGNORECASE,
)
"""What one of them may begin with: most files are none of them, and there may be very many."""
HEADER = re.compile(r"([A-Za-z][\w-]*): \S.*|[ \t]+\S.*")
CARRIED = {
    "received", "return-path", "delivered-to", "mime-version", "content-transfer-encoding",
    "x-original-to", "dkim-signature",
}  # fmt: skip
"""What only mail has that came by a server: news, and letters that were typed in, have not."""
ESCAPE = re.compile(r"\x1b\[[\d;?]*[A-Za-z]")
SOME_ESCAPES = 3
RULE = re.compile(r"\|?\s*:?-{3,}:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
KEY = re.compile(r"""(- )?(["']?)[\w .-]{1,60}\2:( .*)?|- .*|#.*""")
YAML = (".yaml", ".yml")


def foreign(path: Path, opening: str) -> tuple[str, str] | None:
    """What else a file that begins like this is, and the fix; None if it may be a plain text."""
    text = opening.lstrip("\ufeff").lstrip().replace("\r\n", "\n").replace("\r", "\n")
    for pattern, what, fix in BEGINNINGS if LIKELY.match(text) else ():
        if re.match(pattern, text, re.IGNORECASE | re.DOTALL):  # which keeps it compiled
            return what, fix
    return next((said for is_it, said in KINDS if is_it(path, text)), None)


def _is_mail(path: Path, text: str) -> bool:
    """Headers from the first line on, one of which only a server writes."""
    if not HEADER.match(text):
        return False
    head, _, _ = text.partition("\n\n")
    lines = head.split("\n")[:50]
    cut = head == text  # in the middle of a line, perhaps
    found = [HEADER.fullmatch(line) for line in lines[: len(lines) - cut]]
    names = {match[1].lower() for match in found if match and match[1]}
    return all(found) and len(names) >= 3 and not CARRIED.isdisjoint(names)


def _has_escapes(path: Path, text: str) -> bool:
    """Colours of a terminal, again and again."""
    return len(ESCAPE.findall(text)) >= SOME_ESCAPES


def _is_markdown_table(path: Path, text: str) -> bool:
    """A row of names, a rule, and rows: nothing else is in it."""
    if not text.startswith("|"):
        return False
    lines = [line for line in text.split("\n") if line.strip()][:20]
    barred = all(line.lstrip().startswith("|") for line in lines[:-1])
    return len(lines) >= 3 and barred and RULE.fullmatch(lines[1]) is not None


def _is_yaml(path: Path, text: str) -> bool:
    """Keys and lists all along, after "---" or under its name.

    Prose may have a few keys between two such lines, above it; a play has names with a colon.
    """
    if text.startswith("%YAML"):
        return True
    if not text.startswith("---") and not path.name.casefold().endswith(YAML):
        return False
    lines = [line.rstrip() for line in text.split("\n") if line.strip()][:40]
    body = lines[lines[:1] == ["---"] :]
    if "---" in body or not body:
        return False
    return all(line.startswith(" ") or KEY.fullmatch(line) for line in body)


KINDS: list[tuple[Callable[[Path, str], bool], tuple[str, str]]] = [
    (_is_mail, ("is mail", "save what the messages say as plain text files (UTF-8)")),
    (_has_escapes, ("is a log with the colours of a terminal in it",
                    r"take them out: sed 's/\x1b\[[0-9;]*[A-Za-z]//g'")),
    (_is_markdown_table, ("is a table in Markdown", AS_CSV)),
    (_is_yaml, ("is YAML", PLAIN)),
]  # fmt: skip
