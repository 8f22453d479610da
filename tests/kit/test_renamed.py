"""A setting that was renamed: its former name is read wherever a user or an old run has it."""

import msgspec
import pytest

import lessons
from lessons.kit import BadUsage, Lesson
from lessons.kit.engine.race import Race
from lessons.kit.page.plan import Plan
from lessons.kit.stream.events import Start, Steps, from_json, to_json

FORMER = {
    "lesson3": {"how": ("clipping", "value")},
    "lesson4": {
        "both_ways": ("bidirectional", True),
        "read": ("pooling", "max"),
        "reach": ("init_range", 0.5),
        "memory": ("average_over", 1),
    },
}
CASES = [
    (name, former, new, value)
    for name, settings in FORMER.items()
    for former, (new, value) in settings.items()
]
each = pytest.mark.parametrize(("name", "former", "new", "value"), CASES)


def lesson_of(name: str) -> Lesson:
    return lessons.load(name)


@each
def test_a_command_may_say_either(name: str, former: str, new: str, value: object) -> None:
    """`--set how=value`, and in a notebook; nothing but the name differs."""
    lesson = lesson_of(name)
    text = str(value)

    assert lesson.params.parse(former, text) == lesson.params.parse(new, text) == value
    either = [lesson.params().override({called: value}) for called in (former, new)]
    assert either[0] == either[1] != lesson.params()
    with pytest.raises(BadUsage, match="clipping differs between the variants"):
        lessons.load("lesson3").plan(settings={"how": "value"})


@each
def test_an_old_plan_and_an_old_recording_have_todays_names(
    name: str, former: str, new: str, value: object
) -> None:
    """Also those of the variants; what is written again is written anew."""
    lesson = lesson_of(name)
    config = lesson.params().override({new: value}).as_dict()
    plan = msgspec.structs.replace(lesson.plan(), config=config)
    start = Race(lesson, plan).start("r")
    old = {key: msgspec.json.encode(of).decode() for key, of in (("plan", plan), ("start", start))}
    old = {key: text.replace(f'"{new}":', f'"{former}":') for key, text in old.items()}
    assert f'"{former}":' in old["plan"] and f'"{new}":' not in old["plan"]

    assert plan == msgspec.json.decode(old["plan"], type=Plan)
    found = from_json(old["start"].encode())
    assert isinstance(found, Start) and plan.config == found.config
    assert plan.variants == found.variants


def test_a_checkpoint_with_the_former_name_goes_on() -> None:
    """To the bit as if the name had never changed."""
    lesson = lesson_of("lesson3")
    plan = lesson.plan(("value",), settings={"steps": 4, "hidden": 8, "batch": 2, "window": 8})
    race = Race(lesson, plan)
    for _ in range(2):
        race.tick()
    [saved] = race.save()
    saved.settings["how"] = saved.settings.pop("clipping")
    again = Race(lesson, plan, [saved])
    while not again.over:
        again.tick()
    whole = [e for e in Race(lesson, plan).events() if isinstance(e, Steps)]

    [part] = again.collect()
    assert [x for e in whole for x in e.values["loss"]][2:] == part.values["loss"]


def test_an_old_recording_is_judged_by_the_same_claims() -> None:
    """`when` of a claim has today's names."""
    lesson = lesson_of("lesson4")
    plan = lesson.plan()
    start = Race(lesson, plan).start("r")
    old = to_json(start).decode().replace('"pooling":', '"read":')
    found = from_json(old.encode())

    assert isinstance(found, Start)
    told = [c.name for c in lesson.claims if c.covers(found.variants, found.config, own_data=True)]
    assert told == [c.name for c in lesson.claims if c.covers(plan.variants, plan.config, True)]
    assert told
