"""What stands at the top of numpynn and is read when it is first asked for, so that `import numpynn` does not pay for it."""

import importlib

from .functional._lazy import FUNCTIONS
from .tensor import Tensor

ROOMS = frozenset(
    "__config__ _dynamo accelerator amp autograd backends checkpoint classes compiler cpu cuda datasets distributed "
    "distributions export fft func futures fx hub jit library linalg models mps mtia multiprocessing nested nn onnx "
    "optim parity port profiler random serialization signal sparse special storage testing types utils version vision xpu".split()
)
# Tensor methods that torch has as functions as well.
METHODS = frozenset(
    "abs_ acos_ acosh_ addmv_ arccos_ arccosh_ arcsin_ arcsinh_ arctan_ arctanh_ as_strided_ asin_ asinh_ atan_ "
    "atanh_ ceil_ clamp_ clamp_max_ clamp_min_ clip_ conj_physical_ cos_ cosh_ deg2rad_ detach detach_ erf_ erfc_ "
    "exp2_ exp_ expm1_ fill_ fix_ floor_ frac_ gcd_ i0_ index_put_ is_inference is_signed lcm_ ldexp_ log10_ log1p_ "
    "log2_ log_ logit_ nan_to_num_ neg_ negative_ rad2deg_ reciprocal_ resize_as_ round_ rsqrt_ sin_ sinc_ sinh_ "
    "sqrt_ square_ tan_ tanh_ trunc_ xlogy_ zero_".split()
)
# module -> what of it torch has at its top too; `name=other` where it has another name there.
LENT = {
    "amp": "GradScaler _amp_foreach_non_finite_check_and_unscale_ autocast get_autocast_cpu_dtype get_autocast_dtype "
    "get_autocast_gpu_dtype is_autocast_cpu_enabled is_autocast_enabled",
    "autograd.anomaly_mode": "is_anomaly_check_nan_enabled is_anomaly_enabled set_anomaly_enabled",
    "batching": "vmap",
    "checkpoint": "load save",
    "compiler": "compile",
    "errors": "AcceleratorError OutOfMemoryError",
    "settings": "are_deterministic_algorithms_enabled get_default_device get_deterministic_debug_mode get_device_module "
    "get_float32_matmul_precision get_num_interop_threads is_deterministic_algorithms_warn_only_enabled "
    "is_warn_always_enabled set_default_device set_deterministic_debug_mode set_float32_matmul_precision "
    "set_flush_denormal set_num_interop_threads set_warn_always use_deterministic_algorithms",
    "utils.dlpack": "from_dlpack to_dlpack",
    "kernels.threads": "get_num_threads set_num_threads",
    "nn.functional": "adaptive_avg_pool1d adaptive_max_pool1d=adaptive_max_pool1d_with_indices avg_pool1d bilinear celu celu_ "
    "channel_shuffle conv1d conv2d conv3d conv_tbc conv_transpose1d conv_transpose2d conv_transpose3d "
    "cosine_similarity max_pool1d max_pool1d_with_indices max_pool2d max_pool3d native_channel_shuffle "
    "pairwise_distance pdist pixel_shuffle pixel_unshuffle rms_norm rrelu rrelu_ selu selu_ threshold threshold_",
    "nn.functional.at_the_top": "affine_grid_generator alpha_dropout alpha_dropout_ batch_norm "
    "binary_cross_entropy_with_logits constant_pad_nd convolution cosine_embedding_loss ctc_loss dropout dropout_ "
    "embedding embedding_renorm_ feature_alpha_dropout feature_alpha_dropout_ feature_dropout feature_dropout_ "
    "grid_sampler grid_sampler_2d grid_sampler_3d group_norm hinge_embedding_loss instance_norm kl_div layer_norm "
    "margin_ranking_loss poisson_nll_loss triplet_margin_loss",
    "nn.functional.recurrent": "gru gru_cell lstm lstm_cell rnn_relu rnn_relu_cell rnn_tanh rnn_tanh_cell",
    "stand_in": "as_torch",
    "summaries": "summary",
    "random": "Generator default_generator get_rng_state initial_seed manual_seed seed set_rng_state",
}  # fmt: skip


def _places():
    """name -> (module, name there) of all that is lent."""
    places = {name: (f"functional.{page}", name) for name, page in FUNCTIONS.items()}
    for module, names in LENT.items():
        for entry in names.split():
            name, _, there = entry.partition("=")
            places[name] = module, there or name
    return places


PLACES = _places()
NAMES = ROOMS | METHODS | PLACES.keys()


def find(name):
    """What numpynn has under this name; raises AttributeError for what it does not have."""
    if name in ROOMS:
        return importlib.import_module(f".{name}", __package__)
    if name in METHODS:
        return getattr(Tensor, name)
    if name in PLACES:
        module, there = PLACES[name]
        return getattr(importlib.import_module(f".{module}", __package__), there)
    raise AttributeError(f"module 'numpynn' has no attribute '{name}'")
