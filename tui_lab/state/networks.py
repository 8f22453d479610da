"""How each network of a run is, in a word or two."""

from tui_lab.state.store import Store


def network_state(store: Store, variant: str, seed: int) -> str:
    """How one network stands, in a few words."""
    ended = store.ends.get((variant, seed))
    broke = store.broke_at(variant, seed)
    if broke is not None:
        return f"diverged at step {broke}"
    if ended is None:
        return f"at step {store.history.track(variant, seed).done}"
    return f"failed at step {ended.step}" if ended.how == "failed" else ended.how
