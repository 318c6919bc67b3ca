"""torch.backends.cpu: what NumPy finds of the processor."""


def get_cpu_capability() -> str:
    """ "AVX512", "AVX2" or "DEFAULT"."""
    from numpy._core._multiarray_umath import __cpu_features__ as found

    return "AVX512" if found.get("AVX512_SKX") else "AVX2" if found.get("AVX2") else "DEFAULT"
