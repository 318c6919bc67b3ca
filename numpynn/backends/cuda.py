"""torch.backends.cuda: not here. What may be set can be set, and changes nothing."""

from contextlib import contextmanager


def is_built() -> bool:
    """False."""
    return False


class _Matmul:
    """How CUDA would multiply matrices."""

    allow_tf32 = False
    allow_fp16_reduced_precision_reduction = True
    allow_bf16_reduced_precision_reduction = True
    allow_fp16_accumulation = False


matmul = _Matmul()
_ways = {"flash": True, "math": True, "mem_efficient": True, "cudnn": True}


def _switch(way):
    def enable(enabled: bool) -> None:
        _ways[way] = bool(enabled)

    def is_enabled() -> bool:
        return _ways[way]

    enable.__name__ = enable.__qualname__ = f"enable_{way}_sdp"
    enable.__doc__ = "Whether CUDA may compute attention in this way; here there is one."
    is_enabled.__name__ = is_enabled.__qualname__ = f"{way}_sdp_enabled"
    is_enabled.__doc__ = f"What `enable_{way}_sdp` was told."
    return enable, is_enabled


enable_flash_sdp, flash_sdp_enabled = _switch("flash")
enable_math_sdp, math_sdp_enabled = _switch("math")
enable_mem_efficient_sdp, mem_efficient_sdp_enabled = _switch("mem_efficient")
enable_cudnn_sdp, cudnn_sdp_enabled = _switch("cudnn")


@contextmanager
def sdp_kernel(enable_flash=True, enable_math=True, enable_mem_efficient=True, enable_cudnn=True):
    """A context in which CUDA may compute attention in these ways; here there is one."""
    before = dict(_ways)
    _ways.update(flash=enable_flash, math=enable_math, mem_efficient=enable_mem_efficient, cudnn=enable_cudnn)
    try:
        yield
    finally:
        _ways.update(before)
