"""Devices: there is one, the CPU, and every other is refused as by a torch without CUDA."""

from __future__ import annotations


class device:
    """A device by torch's name: `device("cpu")`. Others can be named, as in torch, but hold no tensors."""

    _TYPES = ("cpu", "cuda", "mps", "xpu", "meta", "mkldnn", "opengl", "opencl", "ideep", "hip", "ve", "fpga", "maia", "xla",
              "lazy", "vulkan", "mtia", "hpu", "ipu", "privateuseone")  # fmt: skip

    __slots__ = ("index", "type")

    def __init__(self, type, index=None):
        if isinstance(type, device):
            type, index = type.type, type.index
        name, _, number = str(type).partition(":")
        if name not in self._TYPES:
            raise RuntimeError(
                f"Expected one of {', '.join(self._TYPES)} device type at start of device string: {name}"
            )
        if number and not number.isdigit():
            raise RuntimeError(f"Invalid device string: '{type}'")
        self.type = name
        self.index = int(number) if number else index

    def __repr__(self):
        return f"device(type='{self.type}'" + ("" if self.index is None else f", index={self.index}") + ")"

    def __str__(self):
        return self.type if self.index is None else f"{self.type}:{self.index}"

    def __eq__(self, other):
        return isinstance(other, device) and (self.type, self.index) == (other.type, other.index)

    def __hash__(self):
        return hash((self.type, self.index))

    def __enter__(self):
        check_device(self)
        return self

    def __exit__(self, *exception):
        pass

    def __reduce__(self):
        return device, (str(self),)


CPU = device("cpu")


def check_device(wanted) -> None:
    """Raise unless `wanted` is None or the CPU, with what a torch without that device says."""
    if wanted is None or wanted is CPU or wanted == "cpu":
        return
    asked = (
        wanted if isinstance(wanted, device) else device(wanted) if isinstance(wanted, str) else device("cuda", wanted)
    )
    if asked.type in ("cuda", "xpu", "mtia"):
        raise AssertionError(f"Torch not compiled with {asked.type.upper()} enabled")
    if asked.type == "ipu":
        raise RuntimeError("PyTorch is not linked with support for ipu devices")
    if asked.type != "cpu":
        raise NotImplementedError(f"device '{asked}' is not supported: tensors live on the CPU")
