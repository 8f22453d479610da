"""What torch's optimizers load and nobody needs."""

import subprocess
import sys

TRAIN = """
import sys
import lessons, torch
list(lessons.load("lesson1").run("negative", steps=2))
print("torch._dynamo.config" in sys.modules)
plus_one = torch.compile(lambda x: x + 1, backend="eager")
print(plus_one(torch.ones(1)).item())
import torch._dynamo
print("torch._dynamo.config" in sys.modules, torch._dynamo.config.verbose)
"""


def test_the_compiler_is_loaded_by_those_who_compile_and_by_nobody_else() -> None:
    """It takes longer than many a run; and a lesson may still want it."""
    done = subprocess.run([sys.executable, "-c", TRAIN], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "2.0", "True", "False"]
