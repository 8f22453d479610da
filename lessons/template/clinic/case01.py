"""A sick training of this lesson: edits of its own files, and the number that shows them.

The file's name says nothing of the fault, and neither does what is told.
"""

from lessons.kit.clinic.case import Case, above, tail

case = Case(
    complaint="The loss does not leave log 2, whatever I do.",
    fault="labels-shuffled",
    # seeds 0-7: sick .50 [.47, .54], healthy .977 [.971, .978]; 20-27: .49 [.46, .52], .976
    symptom=above(0.8, "share that is right, mean of the last 50 steps", tail("right", 50)),
    set={"shape": "bent"},
    edits={"train.py": [("with_logits(logits, same)", "with_logits(logits, same.roll(1))")]},
    tells="batch",
    found="The targets are not those of the points that stand beside them.",
    alike={"lr-too-small": "`rate`: no rate helps"},
)
