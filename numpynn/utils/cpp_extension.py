"""torch.utils.cpp_extension: not supported; the names raise NotImplementedError when they are called."""

from .._absent import absent

__all__ = ["BuildExtension", "CUDAExtension", "CppExtension", "load", "load_inline"]
BuildExtension, CUDAExtension, CppExtension, load, load_inline = absent(
    __name__, "BuildExtension CUDAExtension CppExtension load load_inline", "there is NumPy alone"
)
