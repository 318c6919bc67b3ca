"""The tensors of a checkpoint as records, by name: which part of the file is meant, and what is in it."""

from __future__ import annotations

from ..checkpoint.errors import CheckpointError, short
from ..checkpoint.naming import named_tensors
from ..checkpoint.reading import Checkpoint, Options
from ..checkpoint.results import Records
from ..checkpoint.storage import TensorRecord

# Under what trainers keep the model's own weights.
_USUAL = ("state_dict", "model_state_dict", "model", "module", "net", "weights", "params", "parameters")


class Opened:
    """A checkpoint opened for reading piece by piece; a context manager.

    `tensors` are its records by name; `prefix` is the part of the file that they were taken from ('' for all), `others` the
    values at the top that hold no tensors.
    """

    def __init__(self, path: str, key: str | None = None):
        self.checkpoint = Checkpoint(path)
        try:
            options = Options(Records(), lazy=True)
            value = self.checkpoint.load(options)
            everything = named_tensors(value, TensorRecord, 16 * self.checkpoint.nbytes + (1 << 20))
            self.constants = options.constants
            self.prefix = _prefix(value, everything, key)
            self.tensors = {
                name[len(self.prefix) :]: t for name, t in everything.items() if name.startswith(self.prefix)
            }
            self.others = _others(value)
        except BaseException:
            self.checkpoint.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.checkpoint.close()


def _prefix(value, everything, key):
    if key is not None:
        prefix = f"{key}." if key else ""
        if not any(name.startswith(prefix) for name in everything):
            raise CheckpointError(f"there are no tensors under the key {key!r}; {_keys_shown(value)}")
        return prefix
    if isinstance(value, dict) and not any(isinstance(item, TensorRecord) for item in value.values()):
        for usual in _USUAL:
            if isinstance(value.get(usual), dict) and any(name.startswith(f"{usual}.") for name in everything):
                return f"{usual}."
    return ""


def _keys_shown(value):
    if not isinstance(value, dict):
        return f"the file holds a {type(value).__name__}"
    shown = ", ".join(short(key) for key in list(value)[:8])
    return f"the file has the keys {shown}{', ...' if len(value) > 8 else ''}"


def _others(value):
    """The plain values at the top, as text."""
    if not isinstance(value, dict):
        return {}
    plain = (bool, int, float, str, bytes, type(None))
    return {str(key): short(item) for key, item in value.items() if isinstance(item, plain)}
