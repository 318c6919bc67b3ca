"""torch.classes: not supported; any name of it raises NotImplementedError when it is called."""

from ._absent import absent


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module 'numpynn.classes' has no attribute '{name}'")
    return absent(__name__, name, "classes of C++ cannot be loaded")[0]
