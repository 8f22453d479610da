"""The flags of the command line: their types, bounds and one line of help each."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option


def complete_lessons() -> list[str]:
    """What the shell offers for LESSON."""
    import lessons
    from lessons.find.outside import installed

    return [*lessons.names(), *(lesson.address for lesson in installed())]


def complete_runs() -> list[str]:
    """What the shell offers for RUN."""
    from tui_lab.runs.places import all_runs

    return [run.id for run in all_runs()[:50]]


LESSON = "lesson3, 3, clipping, …; ./FOLDER or PACKAGE:NAME for an outside lesson"
RUN = "Name of a run, the first letters of it, or `last`"
OR_LIVE = f"{RUN} (default: the live run, or the last)"
OR_ONLY = f"{RUN} (default: the only live run)"
OR_OVER = "A run or a recorded stream (default: the last finished run)"
ASKED = "The question (default RUN: the live run, or the last)"

LessonName = Annotated[
    str, Argument(metavar="LESSON", help=LESSON, autocompletion=complete_lessons)
]
RunName = Annotated[str, Argument(metavar="RUN", help=RUN, autocompletion=complete_runs)]
RunOrLive = Annotated[
    str | None, Argument(metavar="[RUN]", help=OR_LIVE, autocompletion=complete_runs)
]
OneLive = Annotated[
    str | None, Argument(metavar="[RUN]", help=OR_ONLY, autocompletion=complete_runs)
]
RunNames = Annotated[list[str], Argument(metavar="RUN…", help=RUN, autocompletion=complete_runs)]
Recording = Annotated[str | None, Argument(metavar="[RUN|FILE]", help=OR_OVER)]
Question = Annotated[
    list[str], Argument(metavar="[RUN] TEXT", help=ASKED, autocompletion=complete_runs)
]

Json = Annotated[bool, Option("--json", help="Print exactly one JSON document, on one line")]
Predictions = Annotated[
    bool, Option("--predictions", help="List what was predicted, and whether it was right")
]
TourSheet = Annotated[
    bool, Option("--tour", help="List the tour's questions, and how they were answered")
]
Jsonl = Annotated[bool, Option("--jsonl", help="Print the event stream, one JSON object per line")]
Quiet = Annotated[bool, Option("--quiet", "-q", help="Print no progress messages")]
Version = Annotated[bool, Option("--version", help="Show the version and exit")]

Ascii = Annotated[
    bool | None,
    Option("--ascii/--no-ascii", help="Draw without braille and block characters, or with them"),
]
Theme = Annotated[str | None, Option(help="Name of a theme; ctrl+p lists them")]
Color = Annotated[str | None, Option(metavar="N", help="Colours: auto, 16, 256, truecolor or none")]
Fps = Annotated[float | None, Option(help="Chart repaints per second (default: 4, over ssh 2)")]

Variants = Annotated[
    list[str] | None, Option("--variant", metavar="V", help="Train only this variant; repeatable")
]
Variant = Annotated[str | None, Option(help="Variant (default: the lesson's favourite)")]
OneSeed = Annotated[int | None, Option(help="Seed (default: the first)")]
FirstSeed = Annotated[int | None, Option("--seed", help="Seed (default: the first)")]
Format = Annotated[
    str | None,
    Option(
        "--format",
        metavar="FORMAT",
        help="csv, json, html, tensorboard, or a lesson's own such as word2vec; "
        "else what --out ends in, the lesson's own, html",
    ),
]
OutFile = Annotated[
    Path | None,
    Option("--out", metavar="PATH", readable=False, help="Output path; - for stdout"),
]
Force = Annotated[bool, Option("--force", help="Replace an existing export")]
Seed = Annotated[int, Option(min=0, max=2**31, envvar="DL_LAB_SEED", help="The first seed")]
Seeds = Annotated[int, Option(min=1, max=1000, help="Number of seeds, counted from the first")]
Apart = Annotated[
    bool, Option("--apart", help="Train the seeds one after the other, not in one loop")
]
Steps = Annotated[str | None, Option(metavar="N", help="Training steps per network")]
Settings = Annotated[
    list[str] | None, Option("--set", metavar="NAME=VALUE", help="Change a setting; repeatable")
]
LiveSettings = Annotated[
    list[str] | None,
    Option(
        "--set", metavar="NAME=VALUE", help="Change a live setting for this answer only; repeatable"
    ),
]
PresetName = Annotated[
    str | None, Option("--preset", metavar="P", help="A preset: a named set of settings")
]
DataFile = Annotated[
    Path | None,
    # readable=False: the refusal is ours, in our words and with our exit code
    Option("--data", metavar="PATH", readable=False, help="Train on your own file"),
]
Device = Annotated[
    str, Option(envvar="DL_LAB_DEVICE", help="Device: auto, cpu, cuda, cuda:N or mps")
]
Devices = Annotated[
    int,
    Option("--devices", metavar="N", min=1, max=64, help="Share each batch among N devices"),
]
Threads = Annotated[int, Option(min=1, max=256, help="Number of threads for torch")]
Nice = Annotated[
    int,
    Option(min=0, max=19, envvar="DL_LAB_NICE", help="CPU niceness, 0 to 19"),
]
MaxMemory = Annotated[
    str | None,
    Option("--max-memory", metavar="SIZE", help="Memory limit, e.g. 4G (default: free memory)"),
]
MaxSeconds = Annotated[
    float | None,
    Option(
        "--max-seconds",
        metavar="S",
        min=0,
        help="Stop after this many seconds, including the reading of the data",
    ),
]
Out = Annotated[
    Path | None,
    Option("--out", metavar="DIR", readable=False, help="Store the run in this new folder"),
]
At = Annotated[
    int | None,
    Option(
        "--at", metavar="STEP", min=1, help="Start after this step (default: after the last step)"
    ),
]
Yes = Annotated[bool, Option("--yes", "-y", help="Do not ask for confirmation")]
OlderThan = Annotated[
    str | None, Option("--older-than", metavar="AGE", help="Minimum age, e.g. 12h, 30d or 2w")
]
Keep = Annotated[int, Option(min=0, metavar="N", help="Keep the newest N runs, whatever their age")]
Parked = Annotated[bool, Option("--parked", help="Include parked runs, which can still be resumed")]
DryRun = Annotated[bool, Option("--dry-run", help="Show what would be deleted, and delete nothing")]
AtStep = Annotated[int, Option("--at", metavar="STEP", min=1, help="The step to inspect")]
TakenApart = Annotated[
    bool,
    Option("--apart", help="Take it apart instead: forward, loss, backward, clip, update"),
]
Trust = Annotated[
    bool,
    Option("--trust", help="Allow the code of an outside lesson to run; you are asked only once"),
]
NewName = Annotated[str, Argument(metavar="NAME", help="Name of the new lesson, e.g. attention")]
Where = Annotated[
    Path | None,
    Option(
        "--at", metavar="FOLDER", readable=False, help="Parent folder (default: the current folder)"
    ),
]
Package = Annotated[
    bool, Option("--package", help="Add a pyproject.toml, so that pip can install the lesson")
]
ProofSeeds = Annotated[int, Option("--seeds", min=0, max=1000, help="Seeds per claim (0: skip)")]
Detach = Annotated[
    bool, Option("--detach", help="Train in the background, and print the run's name")
]

SweepName = Annotated[str | None, Argument(metavar="[SWEEP]", help="List the runs of this sweep")]
AreAll = Annotated[
    bool, Option("--all", help="List also the older ones that do not fit on the terminal")
]
Host = Annotated[
    str | None,
    Option(
        metavar="ADDRESS", help="Address to listen on; any address except 127.0.0.1 needs --public"
    ),
]
Port = Annotated[int, Option(min=0, max=65535, help="Port to listen on; 0 chooses a free port")]
Public = Annotated[
    bool,
    Option("--public", help="Allow other machines to connect, to --host or to every address"),
]
