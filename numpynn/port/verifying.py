"""Runs a torch model and its numpynn port, each with its own weights, on the same random inputs. Needs torch."""

from __future__ import annotations

import numpy as np

from .errands import Refusal


def verify(theirs, original: dict, ours, ported: dict, inputs: list[str], names: dict[str, str]):
    """The `parity.Report` of one pass of both models in evaluation mode.

    `theirs` loads the arrays `original`, `ours` the arrays `ported`, whose new names `names` gives. `inputs` are
    descriptions such as '1,3,32,32', drawn from a normal distribution, or '1,16:int64:100', integers below 100.
    """
    import torch

    import numpynn

    from ..parity import Twins

    _load(theirs, {name: torch.from_numpy(np.array(array)) for name, array in original.items()}, "torch")
    _load(ours, {name: numpynn.from_numpy(np.array(array)) for name, array in ported.items()}, "numpynn")
    rng = np.random.default_rng(0)
    arrays = [drawn(description, rng) for description in inputs]
    try:
        return Twins(theirs, ours, names).run(*arrays, training=False)
    except Exception as error:
        raise Refusal(f"--verify: the models cannot be run: {type(error).__name__}: {error}") from error


def _load(model, state, library):
    try:
        model.load_state_dict(state)
    except (RuntimeError, TypeError) as error:
        raise Refusal(f"--verify: the {library} model does not take the weights: {error}") from error


def drawn(description: str, rng) -> np.ndarray:
    """An array as described: '2,3,32,32', '2,16:float64', '2,16:int64:100'."""
    shape, _, kind = description.partition(":")
    kind, _, limit = kind.partition(":")
    try:
        sizes = tuple(int(size) for size in shape.split(",") if size)
        dtype = np.dtype(kind or "float32")
        below = int(limit or 2)
    except (ValueError, TypeError):
        raise Refusal(f"--input takes SHAPE, SHAPE:DTYPE or SHAPE:DTYPE:LIMIT, not {description!r}") from None
    if dtype.kind in "iub":
        return rng.integers(0, below, sizes).astype(dtype)
    return rng.standard_normal(sizes).astype(dtype)
