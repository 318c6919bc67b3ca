"""torch.onnx: not supported; the names raise NotImplementedError when they are called."""

from ._absent import absent

__all__ = ["dynamo_export", "export"]
dynamo_export, export = absent(__name__, "dynamo_export export", "save a state_dict and export it with torch")


def is_in_onnx_export() -> bool:
    """False."""
    return False


__all__ += ["is_in_onnx_export"]
