"""A course of 23 small lessons in a folder: as many as there will be, made of the toy."""

from pathlib import Path

from tests.tools.outside import TOY

COURSE = {
    "Foundations": {5: "linear", 6: "mlp", 7: "optimizers", 8: "depth", 9: "overfitting",
                    10: "evaluation"},
    "Words": {1: "skipgram", 4: "sentiment", 15: "contextual"},
    "Sequences": {2: "gradients", 3: "clipping", 12: "sequences"},
    "Vision": {11: "cnn", 21: "contrastive"},
    "Attention": {13: "attention", 14: "transformer", 16: "bert"},
    "Generative": {17: "vae", 18: "gan"},
    "Practice": {19: "compression", 20: "interpretability", 22: "fusion", 23: "tuning"},
}  # fmt: skip
AFTER = {
    3: ("gradients",),
    4: ("skipgram", "gradients"),
    14: ("attention",),
    15: ("skipgram", "attention"),
    16: ("14", "lesson4"),
}


def course(place: Path, numbers: range = range(1, 24)) -> Path:
    """Write the lessons of these numbers into this folder."""
    for chapter, topics in COURSE.items():
        for number in topics.keys() & numbers:
            write(place / f"lesson{number:02}_{topics[number]}", chapter, AFTER.get(number, ()))
    return place


def write(folder: Path, chapter: str, after: tuple[str, ...] = ()) -> None:
    """One lesson, called by its topic."""
    folder.mkdir(parents=True)
    topic = folder.name.partition("_")[2]
    for part in ("__init__.py", "train.py", "README.md"):
        text = (TOY / part).read_text(encoding="utf-8")
        text = text.replace("from tests.toys.lesson90_line import", "from . import")
        more = f'title="All about {topic}",\n    chapter="{chapter}",\n    after={after!r},'
        text = text.replace('title="A line",', more)
        (folder / part).write_text(text, encoding="utf-8")
