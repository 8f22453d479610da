"""Digits with one hidden layer, learned slowly."""

from lessons.kit.clinic.case import Case, Cure, below, tail

case = Case(
    lesson="lesson9",
    complaint="It gets slower and slower, long before it is done.",
    fault="low-precision",
    symptom=below(0.9, "loss, mean of the last 20 steps", tail()),
    set={"examples": 400, "steps": 400, "lr": 0.0002},
    edits={
        "train.py": [
            (
                "        optimizer.step()\n",
                (
                    "        optimizer.step()\n"
                    "        with torch.no_grad():\n"
                    "            for weight in model.parameters():\n"
                    "                weight.copy_(weight.bfloat16())\n"
                ),
            )
        ]
    },
    cure=Cure({"train.py": [("weight.copy_(weight.bfloat16())", "weight.copy_(weight.float())")]}),
    tells="gradients",
    found=(
        "Gradients are there, and in the middle of the run a step moves only a "
        "third of the weights: they are kept in bfloat16, which has 8 bits of "
        "precision."
    ),
    alike={"lr-too-small": "`gradients`: there updates are small for all, and none is 0"},
)
