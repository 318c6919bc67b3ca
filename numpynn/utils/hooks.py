"""Handles by which a hook, once registered, is taken away again."""

from __future__ import annotations

import weakref
from collections import OrderedDict


class RemovableHandle:
    """What registering a hook returns: `remove()` takes the hook away, as does the end of a `with` block.

    Hooks are kept in ordered dictionaries under the handle's `id`; ids grow, so the order of a dictionary is
    the order of registration. `extra_dict` names one dictionary, or a list of them, that hold options of the
    hook under the same id.
    """

    next_id = 0

    def __init__(self, hooks_dict: OrderedDict, *, extra_dict=None):
        self.hooks_dict_ref = weakref.ref(hooks_dict)
        self.id = RemovableHandle.next_id
        RemovableHandle.next_id += 1
        extra = [extra_dict] if isinstance(extra_dict, dict) else extra_dict or ()
        self.extra_dict_ref = tuple(map(weakref.ref, extra))

    def remove(self) -> None:
        """Takes the hook away; a second call, or one after its owner has gone, does nothing."""
        for reference in (self.hooks_dict_ref, *self.extra_dict_ref):
            hooks = reference()
            if hooks is not None:
                hooks.pop(self.id, None)

    def __getstate__(self):
        return self.hooks_dict_ref(), self.id, tuple(reference() for reference in self.extra_dict_ref)

    def __setstate__(self, state):
        hooks, self.id, extra = state
        self.hooks_dict_ref = weakref.ref(OrderedDict() if hooks is None else hooks)
        self.extra_dict_ref = tuple(map(weakref.ref, extra))
        RemovableHandle.next_id = max(RemovableHandle.next_id, self.id + 1)

    def __enter__(self) -> RemovableHandle:
        return self

    def __exit__(self, kind, error, traceback):
        self.remove()
