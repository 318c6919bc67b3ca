"""Where a loader stands in its epoch: what `DataLoader.state_dict` tells and `load_state_dict` goes back to."""

from __future__ import annotations

from ...random import Generator, default_generator


class Position:
    """The batches given in an epoch, and the states of the generators when it began.

    `restarted` is whether it began with workers that were there already: then no base seed was drawn.
    """

    def __init__(self, loader, restarted=False):
        self.given = 0
        self.ended = False
        self.restarted = restarted
        self.generators = [generator.get_state() for generator in generators_of(loader)]

    def state_dict(self):
        if self.ended:
            return dict(BETWEEN_EPOCHS)
        return {"given": self.given, "restarted": self.restarted, "generators": self.generators}


BETWEEN_EPOCHS = {"given": 0, "restarted": False, "generators": None}


def check(state, loader) -> None:
    """KeyError, ValueError where `state` is none of this loader's."""
    missing = BETWEEN_EPOCHS.keys() - state.keys()
    if missing:
        raise KeyError(f"DataLoader.load_state_dict: the state lacks {sorted(missing)}")
    states, generators = state["generators"], generators_of(loader)
    if states is not None and len(states) != len(generators):
        raise ValueError(
            f"DataLoader.load_state_dict: the state was saved with {len(states)} generators, this loader draws from "
            f"{len(generators)}"
        )


def generators_of(loader) -> list[Generator]:
    """The generators that an epoch's order may be drawn from, the default one first."""
    samplers = [loader.sampler, loader.batch_sampler, getattr(loader.batch_sampler, "sampler", None)]
    owned = [getattr(owner, "generator", None) for owner in (loader, *samplers)]
    return [default_generator, *dict.fromkeys(generator for generator in owned if isinstance(generator, Generator))]


def resumed(loader, state, begin):
    """The iterator that `begin` gives, after the epoch of `state` was begun again and what it had given was skipped.

    A generator that belongs to the loader or its sampler is then where it was; the default one is left as it is now.
    """
    before = default_generator.get_state()
    try:
        _rewind(loader, state)
        iterator = begin()
        if state["restarted"]:
            _rewind(loader, state)
            iterator.restart(loader)
        iterator.skip(state["given"])
    finally:
        default_generator.set_state(before)
    return iterator


def _rewind(loader, state):
    for generator, words in zip(generators_of(loader), state["generators"], strict=True):
        generator.set_state(words)
