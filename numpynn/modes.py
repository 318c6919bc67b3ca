"""What is true of the running thread: whether calls are recorded, and the quiet context in which kernels run."""

from __future__ import annotations

import contextvars
import functools
import threading
from types import GeneratorType
from typing import Any

import numpy as np


class _State:
    """The modes of one thread."""

    __slots__ = ("_errors", "_ignored", "enabled", "inference", "random", "run")

    def __init__(self):
        self.enabled = True
        self.inference = False
        # What random functions ask first, under vmap.
        self.random = None
        # Entering a prepared context costs 20 ns; np.errstate around every kernel would cost 1 200.
        before = contextvars.copy_context()
        quiet = before.copy()
        quiet.run(np.seterr, all="ignore")
        self.run = quiet.run
        # The variable in which NumPy keeps what seterr() was told.
        (self._errors,) = [var for var in quiet if var not in before or quiet[var] is not before[var]]
        self._ignored = quiet[self._errors]

    def aside(self, function, *args):
        """function(*args) with nothing recorded and no warnings; `run` cannot be entered again meanwhile, this can."""
        enabled, self.enabled = self.enabled, False
        errors = self._errors.set(self._ignored)
        try:
            return function(*args)
        finally:
            self._errors.reset(errors)
            self.enabled = enabled


class _Thread(threading.local):
    """`thread.state` is the state of the running thread; a new thread starts with the defaults, as in torch."""

    def __init__(self):
        self.state = _State()


thread = _Thread()


class _Switch:
    """A context manager and decorator that sets attributes of the thread's mode and restores them."""

    def __init__(self, **wanted):
        self._wanted = wanted
        self._before = []

    def __enter__(self):
        state, before = thread.state, {}
        for name, value in self._wanted.items():
            before[name] = getattr(state, name)
            setattr(state, name, value)
        self._before.append(before)

    def __exit__(self, *exception):
        state = thread.state
        for name, value in self._before.pop().items():
            setattr(state, name, value)

    def __call__(self, function):
        if isinstance(function, type):
            function.__init__ = self(function.__init__)
            return function

        @functools.wraps(function)
        def switched(*args, **kwargs):
            with self:
                result = function(*args, **kwargs)
            return self._each_step(result) if isinstance(result, GeneratorType) else result

        return switched

    def _each_step(self, generator):
        """Run a generator with the switch on inside it and off between its values."""
        value = None
        try:
            while True:
                with self:
                    item = generator.send(value)
                value = yield item
        except StopIteration as stop:
            return stop.value
        finally:
            generator.close()


class _PlainSwitch(_Switch):
    """A switch without arguments, which decorates with or without parentheses."""

    _settings: dict = {}

    def __new__(cls, function=None) -> Any:
        switch = super().__new__(cls)
        if function is None:
            return switch
        switch.__init__()
        return switch(function)

    def __init__(self, function=None):
        self._wanted = self._settings
        self._before = []


class no_grad(_PlainSwitch):
    """Record no calls: as context manager or decorator.

    >>> import numpynn
    >>> x = numpynn.ones(2, requires_grad=True)
    >>> with numpynn.no_grad():
    ...     y = x * 2
    >>> y.requires_grad
    False
    """

    _settings = {"enabled": False}


class enable_grad(_PlainSwitch):
    """Record calls, inside a `no_grad` too: as context manager or decorator."""

    _settings = {"enabled": True}


class set_grad_enabled(_Switch):
    """Set whether calls are recorded: at once as a function, until the end of a block as a context manager."""

    def __init__(self, mode):
        super().__init__(enabled=bool(mode))
        self._previous = thread.state.enabled
        thread.state.enabled = bool(mode)

    def __enter__(self):
        thread.state.enabled = self._wanted["enabled"]

    def __exit__(self, *exception):
        thread.state.enabled = self._previous

    def __call__(self, function):
        thread.state.enabled = self._previous
        return enable_grad(function) if self._wanted["enabled"] else no_grad(function)


class inference_mode(_Switch):
    """Record no calls, and mark the tensors made here as never to be recorded.

    `inference_mode(False)` switches it off inside a block.
    """

    def __new__(cls, mode=True) -> Any:
        switch = super().__new__(cls)
        if isinstance(mode, bool):
            return switch
        switch.__init__()
        return switch(mode)

    def __init__(self, mode=True):
        super().__init__(inference=mode, enabled=not mode)


def is_grad_enabled() -> bool:
    """Whether calls are recorded in this thread."""
    return thread.state.enabled


def is_inference_mode_enabled() -> bool:
    """Whether this thread is inside `inference_mode`."""
    return thread.state.inference
