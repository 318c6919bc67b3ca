"""From torch to numpynn: `from_torch` ports a module, `port` a whole program with its source.

On the command line `weights` ports a checkpoint, `listing` shows what is in one, `models` ports a model.
"""

from .direct import from_torch
from .models import Ported, port

__all__ = ["Ported", "from_torch", "port"]
