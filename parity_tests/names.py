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
    "D": "distributions",
    "D.constraints": "distributions.constraints",
    "autograd": "autograd",
    "linalg": "linalg",
    "fft": "fft",
    "sparse": "sparse",
    "special": "special",
    "Tensor": "",
    "Module": "nn",
    "torch": "",
}

# What numpynn does not mean to have: why, and patterns of `family.name`.
OUT_OF_SCOPE = {
    "other devices: tensors live on the CPU": r".*\.(cuda|is_cuda|ipu|xpu|mtia|record_stream|is_vulkan_available)"
    r"|torch\.(compiled_with_cxx11_abi|has_.*|profiler_allow_.*|thread_safe_generator)",
    "undocumented kernels of libraries": r"(torch|Tensor)\.((cudnn|miopen|mkldnn|fbgemm|native|fused)_.*|to_mkldnn|embedding_bag)"
    r"|torch\.batch_norm_.*|F\.native_.*",
    "quantised tensors, floats of one byte, integers of less": r".*\.(q?u?int[1-7](x\d)?|qu?int\d.*|bits?\d*(x\d)?|q_.*|qscheme"
    r"|.*quantize.*|.*qparams.*|int_repr|per_(channel|tensor)_.*|complex32|chalf|float[48]_.*|(scaled_)?grouped_mm|scaled_mm)"
    r"|torch\.empty_quantized",
    "bfloat16 has a name and limits, and makes no tensors": r"(Tensor|Module)\.bfloat16",
    "sparse storage but for COO matrices": r"(torch|Tensor)\.((is_)?sparse_(cs|bs|dim|mask|resize|compressed).*|is_sparse_csr"
    r"|to_sparse_(cs|bs).*|(ccol|crow|col|row)_indices|resize_as_sparse_|hspmm|hsmm|dsmm|smm|saddmm|sspaddmm)"
    r"|sparse\.(SparseSemi.*|to_sparse_semi_structured|as_sparse_gradcheck|check_sparse_tensor_invariants|solve)",
    "copies of views, undocumented, for tracing": r"torch\..*(?<!index)(?<!narrow)_copy",
    "compilation, scripts, symbols": r"torch\.(sym_.*|(parse|unify|merge)_.*|import_ir_module.*|while_loop|classproperty|fork|wait"
    r"|get_file_path|prepare_multiprocessing_environment|init_num_threads|slice_inverse)|Tensor\.slice_inverse|Module\.T_destination",
    "torch's own dispatch": r"F\.(handle_torch_function|has_torch_function.*|assert_int.*|boolean_dispatch)|.*\..*_notes"
    r"|autograd\.(enforce_grad_layout_policy|NestedIOFunction|variable)|Tensor\.(module_load|storage_type|index)",
    "a tensor belongs to one process": r".*\.(is_distributed|share_memory_?)",
    "jagged tensors and data pipes": r"Tensor\.to_padded_tensor|data\.(.*Pipe|DataChunk|functional_datapipe|non_deterministic"
    r"|(argument|runtime)_validation.*|guaranteed_.*)",
    "taken out of torch, where they raise": r"(torch|Tensor)\.(eig|lstsq|matrix_rank|reinforce|solve|symeig)",
    "beta, without documentation": r"torch\.(segment_reduce|nuclear_norm|frobenius_norm|cond|is_autocast_(ipu|xla|cache)_.*"
    r"|get_autocast_(ipu|xla)_.*|set_autocast_.*|autocast_.*_nesting|clear_autocast_cache)",
}
_PATTERN = re.compile("|".join(OUT_OF_SCOPE.values()))
TORCH_CLASSES = {"Generator", "Size", "Tensor"}


def names(torch, family: str) -> set[str]:
    """The public names of a family of a torch-like library; none where the library has no such family."""
    try:
        owner = import_module(".".join(filter(None, (torch.__name__, FAMILIES[family]))))
        owner = getattr(owner, family) if family in ("Tensor", "Module") else owner
    except (ImportError, AttributeError):
        return set()
    return {name for name in _listed(owner, family) if _is_public(owner, name) and _of_kind(family, name)}


def in_scope(family: str, name: str) -> bool:
    """Whether a name of torch is one that numpynn means to have."""
    return not _PATTERN.fullmatch(f"{family}.{name}")


def left_out(torch) -> dict[str, list[str]]:
    """The public names that are out of scope, by the reason why."""
    every = [f"{family}.{name}" for family in FAMILIES for name in sorted(names(torch, family))]
    return {why: [name for name in every if re.fullmatch(pattern, name)] for why, pattern in OUT_OF_SCOPE.items()}


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
