"""What this lesson claims of a run, judged from what was recorded."""
from lessons.kit import Claim, History, Verdict
from lessons.kit.claims.helpers import at_least, ended, tail_means
from statistics import median

def ahead(h: History) -> Verdict | None:
    """Measured."""
    if not ended(h, "nesterov", "adam", steps=100):
        return None
    gap = median(tail_means(h, "nesterov")) - median(tail_means(h, "adam"))
    return at_least(gap, 0.5, f"at lr 0.001 Adam is {gap:.2f} nats ahead of Nesterov")

CLAIMS = [Claim("adam-ahead-at-the-default", "At lr 0.001 Adam is far ahead", ahead, needs=("nesterov", "adam"), when={"landscape": "network", "lr": 0.001})]
