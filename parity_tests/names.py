"""The public names of either library by family, as cases write them: "F.softmax", "Tensor.sum"."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import isclass, ismodule

FAMILIES = {
    "nn": "nn",
    "F": "nn.functional",
    "init": "nn.init",
    "nn.utils": "nn.utils",
    "nn.utils.rnn": "nn.utils.rnn",
    "nn.utils.parametrize": "nn.utils.parametrize",
    "nn.utils.parametrizations": "nn.utils.parametrizations",
    "nn.utils.prune": "nn.utils.prune",
    "nn.utils.stateless": "nn.utils.stateless",
    "optim": "optim",
    "lr_scheduler": "optim.lr_scheduler",
    "swa_utils": "optim.swa_utils",
    "data": "utils.data",
    "autograd": "autograd",
    "linalg": "linalg",
    "fft": "fft",
    "special": "special",
    "Tensor": "",
    "Module": "nn",
    "torch": "",
}

# CUDA and other devices, quantisation, sparse storage, tracing and compilation, distribution, data pipes.
OUT_OF_SCOPE = re.compile(
    r"cuda|cudnn|miopen|mkldnn|fbgemm|vulkan|xla|_ipu|hpu|mtia|xpu|mps\b|qscheme|int_repr|^q_"
    r"|quantiz|qparams|_quant|qu?int\d|per_channel|per_tensor|^q?u?int[1-7]$|^bits?"
    r"|sparse|csr|csc|bsr|bsc|_coo|coalesce|hsmm|hspmm|smm|spmm|sspaddmm|saddmm|dsmm|ccol_|crow_|(col|row)_ind"
    r"|[Ss]torage|sym_|^Sym|jit|[Ss]cript|compile|export|autocast|GradScaler|(?<!index)(?<!narrow)_copy$|batch_norm_"
    r"|fake_|fused_|native_|distributed|share_memory|is_shared|module_load|named_tensor|names$|refine_names"
    r"|align_|rename|float[48]|torch_function|assert_int|boolean_dispatch|scaled_mm|grouped_mm|_notes$"
    r"|_for_size|init_num_threads|chalf|complex32|Type$|^T_destination$|_ir_module|parse_|unify_type|merge_type|DataParallel"
    r"|DataPipe|datapipe|^DataChunk$|^non_deterministic$|^(argument|runtime)_validation"
)
TORCH_CLASSES = {"Generator", "Size", "Tensor"}


def names(torch, family: str) -> set[str]:
    """The public names of a family of a torch-like library; none where the library has no such family."""
    try:
        owner = import_module(".".join(filter(None, (torch.__name__, FAMILIES[family]))))
        owner = getattr(owner, family) if family in ("Tensor", "Module") else owner
    except (ImportError, AttributeError):
        return set()
    return {name for name in _listed(owner, family) if _is_public(owner, name) and _of_kind(family, name)}


def in_scope(name: str) -> bool:
    """Whether a name of torch is one that numpynn means to have."""
    return not OUT_OF_SCOPE.search(name)


def _listed(owner, family):
    """A namespace's own list of its names, else all of them."""
    return owner.__all__ if hasattr(owner, "__all__") and family != "torch" else dir(owner)


def _is_public(owner, name):
    """Not private, not a module, not merely imported there from typing or elsewhere."""
    if name.startswith("_"):
        return False
    value = getattr(owner, name, None)
    origin = (getattr(value, "__module__", None) or "torch").partition(".")[0]
    return not ismodule(value) and (isclass(owner) or origin in ("torch", "numpynn"))


def _of_kind(family, name):
    """nn has classes, F functions; and what torch calls a class is seldom for users."""
    if family == "torch":
        return name[0].islower() or name in TORCH_CLASSES
    if name in TORCH_CLASSES:
        return False
    return name[0].isupper() == (family == "nn") if family in ("nn", "F") else True
