"""Generator, and the default one that every draw uses unless it is given another."""

from __future__ import annotations

import contextlib

import numpy as np

from ..device import CPU, device
from ..modes import thread
from ..tensor import Tensor, wrap
from .engine import Engine


class Generator:
    """A stream of random numbers: torch's, bit for bit, from the same seed or the same state.

    It is safe to draw from several threads; in which order they are served is then theirs to settle. A copy or a
    pickle continues from the same state. `device` must be the CPU.

    >>> import numpynn
    >>> g = numpynn.Generator().manual_seed(0)
    >>> numpynn.rand(2, generator=g)
    tensor([0.4963, 0.7682])
    """

    __slots__ = ("__weakref__", "engine")

    def __init__(self, device="cpu"):
        _require_cpu(device)
        self.engine = Engine()

    @property
    def device(self):
        """The CPU."""
        return CPU

    def manual_seed(self, seed: int) -> Generator:
        """Start anew from `seed`, in [-2**63, 2**64); a negative one counts from 2**64. Returns the generator.

        Raises RuntimeError for what is no int, ValueError for one out of range.
        """
        if type(seed) is not int:
            if isinstance(seed, np.integer):
                raise TypeError("an integer is required")
            raise RuntimeError(f"manual_seed expected a long, but got {type(seed).__name__}")
        if not -(2**63) <= seed < 2**64:
            raise ValueError("Overflow when unpacking long long")
        self.engine.manual_seed(seed)
        return self

    def seed(self) -> int:
        """Start anew from 64 bits of the system's entropy, which are returned."""
        return self.engine.reseed()

    def initial_seed(self) -> int:
        """The seed that it last started from."""
        return self.engine.seed

    def get_state(self) -> Tensor:
        """The state as torch writes it: a uint8 tensor of 5056 bytes."""
        return wrap(self.engine.state())

    def set_state(self, new_state: Tensor) -> Generator:
        """Continue from a state that this library's or torch's `get_state` gave. Returns the generator.

        Raises TypeError unless it is a uint8 tensor, RuntimeError unless it is contiguous and a valid state.
        """
        if not isinstance(new_state, Tensor):
            raise TypeError(f"expected a torch.ByteTensor, but got {type(new_state).__name__}")
        if new_state.array.dtype != np.uint8:
            raise TypeError("RNG state must be a torch.ByteTensor")
        if not new_state.array.flags.c_contiguous:
            raise RuntimeError("RNG state must be contiguous")
        self.engine.set_state(new_state.array)
        return self

    def clone_state(self) -> Generator:
        """Another generator in the same state."""
        return Generator().set_state(self.get_state())

    def get_offset(self) -> int:
        """Raises RuntimeError: torch's CPU generator has no offset."""
        raise RuntimeError("CPU Generator does not use offset")

    def set_offset(self, offset: int) -> Generator:
        """Raises RuntimeError: torch's CPU generator has no offset."""
        raise RuntimeError("CPU Generator does not use offset")

    def graphsafe_get_state(self) -> Generator:
        """Raises NotImplementedError, as torch does on the CPU."""
        raise NotImplementedError("graphsafe_get_state is not supported in this Generator")

    def graphsafe_set_state(self, state: Generator) -> Generator:
        """Raises NotImplementedError, as torch does on the CPU."""
        raise NotImplementedError("graphsafe_set_state is not supported in this Generator")

    def __reduce__(self):
        return Generator, (CPU,), (self.initial_seed(), None, self.get_state())

    def __setstate__(self, state):
        _, _, words = state
        self.set_state(words)


def _require_cpu(wanted):
    if wanted is not None and (not isinstance(wanted, (str, device)) or device(wanted).type != "cpu"):
        raise RuntimeError(f"Generator: there is no device but the CPU, got {wanted!r}")


default_generator = Generator()


def engine_of(generator: Generator | None, function: str) -> Engine:
    """The engine to draw from. Raises TypeError unless `generator` is a Generator or None."""
    if thread.state.random is not None:
        thread.state.random(function)
    if generator is None:
        return default_generator.engine
    if not isinstance(generator, Generator):
        raise TypeError(f"{function}(): argument 'generator' must be torch.Generator, not {type(generator).__name__}")
    return generator.engine


def manual_seed(seed) -> Generator:
    """Start the default generator from `int(seed)`, in [-2**63, 2**64), and return it.

    >>> import numpynn
    >>> _ = numpynn.manual_seed(0)
    >>> numpynn.randn(2)
    tensor([ 1.5410, -0.2934])
    """
    return default_generator.manual_seed(int(seed))


def seed() -> int:
    """Start the default generator from 64 bits of the system's entropy, which are returned."""
    return default_generator.seed()


def initial_seed() -> int:
    """The seed that the default generator last started from."""
    return default_generator.initial_seed()


def get_rng_state() -> Tensor:
    """The state of the default generator: torch's 5056 bytes."""
    return default_generator.get_state()


def set_rng_state(new_state: Tensor) -> None:
    """Continue the default generator from a state; see `Generator.set_state`."""
    default_generator.set_state(new_state)


@contextlib.contextmanager
def fork_rng(devices=None, enabled=True, _caller="fork_rng", _devices_kw="devices", device_type=None):
    """A block after which the default generator is as it was before, unless `enabled` is false.

    `devices` may only be empty: torch forks other devices' generators too, of which there are none.
    """
    if devices is not None and list(devices):
        raise RuntimeError(f"{_caller}: there is no device but the CPU, got {_devices_kw}={list(devices)}")
    if not enabled or device_type == "meta":
        yield
        return
    before = get_rng_state()
    try:
        yield
    finally:
        set_rng_state(before)


def thread_safe_generator() -> Generator | None:
    """None, which stands for the default generator: data is loaded by processes, and each has its own."""
    return None
