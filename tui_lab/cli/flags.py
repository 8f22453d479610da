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


LESSON = "lesson3, 3, clipping, …; ./FOLDER or PACKAGE:NAME for one from outside"
RUN = "A run's name or its beginning, or `last`"
OR_LIVE = f"{RUN}; else the live run, or the last"
OR_ONLY = f"{RUN}; else the only live one"
OR_OVER = "A run, or a recorded stream; else the last run that is over"
ASKED = "What to ask; without RUN the live run, or the last"

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

Json = Annotated[bool, Option("--json", help="Exactly one JSON document, on one line")]
Jsonl = Annotated[bool, Option("--jsonl", help="The event stream, one JSON object a line")]
Quiet = Annotated[bool, Option("--quiet", "-q", help="No narration")]
Version = Annotated[bool, Option("--version", help="Say which version, and leave")]

Ascii = Annotated[
    bool | None, Option("--ascii/--no-ascii", help="Draw without braille or blocks, or with them")
]
Theme = Annotated[str | None, Option(help="A theme's name; ctrl+p lists them")]
Color = Annotated[str | None, Option(metavar="N", help="auto, 16, 256, truecolor or none")]
Fps = Annotated[float | None, Option(help="Repaints of a chart a second; else 4, over ssh 2")]

Variants = Annotated[
    list[str] | None, Option("--variant", metavar="V", help="Race only these; repeatable")
]
Variant = Annotated[str | None, Option(help="Which network; else the lesson's favourite")]
OneSeed = Annotated[int | None, Option(help="Which seed; else the first")]
FirstSeed = Annotated[int | None, Option("--seed", help="Which seed; else the first")]
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
    Option("--out", metavar="PATH", readable=False, help="Where to; - is stdout"),
]
Force = Annotated[bool, Option("--force", help="Replace what an export wrote before")]
Seed = Annotated[int, Option(min=0, max=2**31, envvar="DL_LAB_SEED", help="The first seed")]
Seeds = Annotated[int, Option(min=1, max=1000, help="How many seeds, from the first on")]
Apart = Annotated[bool, Option("--apart", help="Train seeds one by one, not in one loop")]
Steps = Annotated[str | None, Option(metavar="N", help="Steps that each network trains")]
Settings = Annotated[
    list[str] | None, Option("--set", metavar="NAME=VALUE", help="A setting; repeatable")
]
LiveSettings = Annotated[
    list[str] | None,
    Option("--set", metavar="NAME=VALUE", help="A live setting, for this answer; repeatable"),
]
PresetName = Annotated[str | None, Option("--preset", metavar="P", help="Named settings")]
DataFile = Annotated[
    Path | None,
    # readable=False: the refusal is ours, in our words and with our exit code
    Option("--data", metavar="PATH", readable=False, help="Train on this file of yours"),
]
Device = Annotated[str, Option(envvar="DL_LAB_DEVICE", help="auto, cpu, cuda, cuda:N or mps")]
Threads = Annotated[int, Option(min=1, max=256, help="Torch's threads")]
Nice = Annotated[
    int,
    Option(min=0, max=19, envvar="DL_LAB_NICE", help="On a CPU, how far others go first"),
]
MaxMemory = Annotated[
    str | None,
    Option("--max-memory", metavar="SIZE", help="Hold no more, such as 4G; else what is free"),
]
MaxSeconds = Annotated[
    float | None,
    Option("--max-seconds", metavar="S", min=0, help="Stop after so long, reading too"),
]
Out = Annotated[
    Path | None,
    Option("--out", metavar="DIR", readable=False, help="Keep the run in this new folder"),
]
At = Annotated[
    int | None,
    Option("--at", metavar="STEP", min=1, help="After this step of it; else after its last"),
]
Yes = Annotated[bool, Option("--yes", "-y", help="Do not ask")]
OlderThan = Annotated[
    str | None, Option("--older-than", metavar="AGE", help="Such as 12h, 30d or 2w")
]
Keep = Annotated[int, Option(min=0, metavar="N", help="Spare the newest N, however old")]
Parked = Annotated[bool, Option("--parked", help="Parked runs too, which could go on")]
DryRun = Annotated[bool, Option("--dry-run", help="Only say what would go")]
AtStep = Annotated[int, Option("--at", metavar="STEP", min=1, help="Which step")]
Trust = Annotated[
    bool, Option("--trust", help="Run the code of a lesson from outside; it is not asked again")
]
NewName = Annotated[str, Argument(metavar="NAME", help="Such as attention")]
Where = Annotated[
    Path | None, Option("--at", metavar="FOLDER", readable=False, help="In this folder; else here")
]
Package = Annotated[bool, Option("--package", help="With a pyproject.toml, to be installed by pip")]
ProofSeeds = Annotated[
    int, Option("--seeds", min=0, max=1000, help="Train every claim's run so often; 0 not at all")
]
Detach = Annotated[bool, Option("--detach", help="Leave it training, and print its name")]

Host = Annotated[
    str | None, Option(metavar="ADDRESS", help="Where to listen; another than 127.0.0.1: --public")
]
Port = Annotated[int, Option(min=0, max=65535, help="Which port; 0 is any that is free")]
Public = Annotated[
    bool,
    Option("--public", help="Let other machines in, on --host or everywhere"),
]
