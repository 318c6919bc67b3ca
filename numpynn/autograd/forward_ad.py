"""Forward-mode differentiation with dual numbers, which numpynn does not have: `func.jvp` and `func.jacfwd` serve."""

from __future__ import annotations

__all__ = ["UnpackedDualTensor", "dual_level", "enter_dual_level", "exit_dual_level", "make_dual", "unpack_dual"]


def _absent(name):
    def refused(*args, **kwargs):
        raise NotImplementedError(f"forward_ad.{name} is not supported: use func.jvp, func.jacfwd or func.linearize")

    refused.__name__ = refused.__qualname__ = name
    refused.__doc__ = "Not supported: raises NotImplementedError."
    return refused


UnpackedDualTensor = _absent("UnpackedDualTensor")
dual_level = _absent("dual_level")
enter_dual_level = _absent("enter_dual_level")
exit_dual_level = _absent("exit_dual_level")
make_dual = _absent("make_dual")
unpack_dual = _absent("unpack_dual")
