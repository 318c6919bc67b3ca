"""What each operator of an exported program is in numpynn: data, one row each.

A key is an operator of aten, or one overload of it as 'max.dim'. A row is
  '.view'                    a method of the first argument, the others in torch's order
  '.view(*size)'             a method, with these arguments; a star spreads a list
  'F.conv2d', 'numpynn.cat'  a function, all arguments in torch's order
  'F.embedding(indices, weight, padding_idx=padding_idx)'   a function, with these arguments, if they are given
  '{self} + {other}'         written as it stands.
An operator that writes into its first argument has a row only where it is not the method of that name.
"""

from __future__ import annotations


def _rows(prefix, names):
    return {name: prefix + name for name in names.split()}


OPERATORS: dict[str, str] = {
    **_rows(
        ".",
        "abs acos acosh addcdiv addcmul addbmm addmm addmv addr all amax amin any argmax argmin argsort asin asinh atan "
        "atan2 atanh baddbmm bernoulli bincount bmm ceil chunk clamp clamp_max clamp_min clone contiguous copysign cos cosh "
        "count_nonzero cummax cummin cumprod cumsum deg2rad detach diag diag_embed diagonal diff digamma dot erf erfc erfinv "
        "exp exp2 expm1 expand_as fliplr flipud floor floor_divide fmod frac gather hypot index_add index_copy index_fill "
        "index_select isfinite isinf isnan kthvalue lerp lgamma log log10 log1p log2 logaddexp logical_and logical_not "
        "logical_or logical_xor logit logsumexp masked_fill masked_scatter masked_select max maximum mean median min minimum mm "
        "movedim multinomial mv nan_to_num nanmean nansum narrow new_empty new_full new_ones new_zeros nonzero norm "
        "prod rad2deg reciprocal remainder repeat_interleave roll round rsqrt scatter scatter_add scatter_reduce "
        "sigmoid sign sin sinc sinh softmax log_softmax sort sqrt square squeeze std sum swapaxes t take take_along_dim tan "
        "tanh tile topk trace transpose tril triu trunc type_as unbind unfold unique_consecutive unsqueeze var view_as xlogy "
        "aminmax angle argwhere diagonal_scatter dist float_power fmax fmin heaviside inner isclose kron logcumsumexp moveaxis "
        "quantile ravel reshape_as rot90 select_scatter sgn slice_scatter swapdims",
    ),
    **_rows(
        "F.",
        "adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d adaptive_max_pool1d adaptive_max_pool2d "
        "adaptive_max_pool3d pairwise_distance pdist soft_margin_loss hinge_embedding_loss margin_ranking_loss "
        "cosine_embedding_loss triplet_margin_loss alpha_dropout avg_pool1d avg_pool2d avg_pool3d bilinear "
        "binary_cross_entropy celu channel_shuffle conv1d conv2d conv3d elu "
        "gelu glu group_norm hardshrink hardsigmoid hardswish hardtanh huber_loss layer_norm leaky_relu "
        "linear log_sigmoid max_pool1d max_pool2d max_pool3d mish mse_loss pad "
        "pixel_shuffle pixel_unshuffle prelu relu relu6 rms_norm scaled_dot_product_attention selu silu "
        "smooth_l1_loss softplus softshrink threshold",
    ),
    **_rows(
        "numpynn.",
        "arange bucketize cat cdist cross cosine_similarity empty empty_like eye full full_like hstack linspace meshgrid "
        "normal ones ones_like outer polar rand rand_like randint randint_like randn randn_like randperm scalar_tensor "
        "stack tril_indices triu_indices vstack where zeros zeros_like complex view_as_real view_as_complex "
        "hann_window hamming_window blackman_window bartlett_window isin searchsorted std_mean var_mean atleast_1d atleast_2d "
        "atleast_3d column_stack dstack",
    ),
    # Arithmetic
    "add": "{self} + {other}",
    "sub": "{self} - {other}",
    "rsub": "{other} - {self}",
    "mul": "{self} * {other}",
    "div": "{self} / {other}",
    "div.Tensor_mode": "numpynn.div",
    "div.Scalar_mode": "numpynn.div",
    "floor_divide": "{self} // {other}",
    "remainder.Tensor": "{self} % {other}",
    "remainder.Scalar": "{self} % {other}",
    "pow": "{self} ** {exponent}",
    "neg": "-{self}",
    "_neg_view": "-{self}",
    "_conj": "numpynn.conj",
    "conj_physical": "numpynn.conj",
    "real": "{self}.real",
    "imag": "{self}.imag",
    "matmul": "{self} @ {other}",
    "mm": "{self} @ {mat2}",
    "bmm": "{self} @ {mat2}",
    "__and__": "{self} & {other}",
    "__or__": "{self} | {other}",
    "bitwise_and": "{self} & {other}",
    "bitwise_or": "{self} | {other}",
    "bitwise_xor": "{self} ^ {other}",
    "bitwise_not": "~{self}",
    "eq": "{self} == {other}",
    "ne": "{self} != {other}",
    "lt": "{self} < {other}",
    "le": "{self} <= {other}",
    "gt": "{self} > {other}",
    "ge": "{self} >= {other}",
    "einsum": "numpynn.einsum(equation, *tensors)",
    **{
        f"linalg_{name}": f"numpynn.linalg.{name}"
        for name in "cholesky cross det diagonal eigh inv matrix_norm norm pinv qr slogdet solve svd vector_norm".split()
    },
    # Shapes
    # torch.export leaves .contiguous() out where torch's layout needs none; it may be another one here.
    "view": ".reshape(*size)",
    "view.dtype": ".view",
    "reshape": ".reshape(*shape)",
    "_unsafe_view": ".reshape(*size)",
    "expand": ".expand(*size)",
    "permute": ".permute(*dims)",
    "repeat": ".repeat(*repeats)",
    "flip": ".flip(dims)",
    "flatten": ".flatten",
    "unflatten": ".unflatten",
    "numpy_T": "{self}.T",
    "split": ".split",
    "split_with_sizes": ".split",
    "squeeze.dims": ".squeeze(dim)",
    "constant_pad_nd": "F.pad(self, pad, value=value)",
    "reflection_pad1d": 'F.pad(self, padding, mode="reflect")',
    "reflection_pad2d": 'F.pad(self, padding, mode="reflect")',
    "replication_pad1d": 'F.pad(self, padding, mode="replicate")',
    "replication_pad2d": 'F.pad(self, padding, mode="replicate")',
    # Dtypes
    "to": ".to(dtype)",
    "to.other": ".to(other)",
    "to.device": ".to(dtype)",
    "_to_copy": ".to(dtype)",
    # Layers
    "embedding": "F.embedding(indices, weight, padding_idx=padding_idx)",
    "dropout": "F.dropout(input, p, training=train)",
    "feature_dropout": "F.dropout2d(input, p, training=train)",
    "alpha_dropout": "F.alpha_dropout(input, p, training=train)",
    "batch_norm": (
        "F.batch_norm(input, running_mean, running_var, weight=weight, bias=bias, training=training, "
        "momentum=momentum, eps=eps)"
    ),
    "instance_norm": (
        "F.instance_norm(input, running_mean, running_var, weight=weight, bias=bias, use_input_stats=use_input_stats, "
        "momentum=momentum, eps=eps)"
    ),
    "conv_transpose1d": "F.conv_transpose1d",
    "conv_transpose2d": "F.conv_transpose2d",
    "conv_transpose3d": "F.conv_transpose3d",
    "upsample_nearest1d": "F.interpolate(input, size=output_size, scale_factor=scale_factors)",
    "upsample_nearest2d": "F.interpolate(input, size=output_size, scale_factor=scale_factors)",
    "upsample_nearest3d": "F.interpolate(input, size=output_size, scale_factor=scale_factors)",
    "upsample_trilinear3d": (
        'F.interpolate(input, size=output_size, scale_factor=scale_factors, mode="trilinear", align_corners=align_corners)'
    ),
    "affine_grid_generator": "F.affine_grid(theta, size, align_corners=align_corners)",
    "upsample_linear1d": (
        'F.interpolate(input, size=output_size, scale_factor=scale_factors, mode="linear", align_corners=align_corners)'
    ),
    "upsample_bilinear2d": (
        'F.interpolate(input, size=output_size, scale_factor=scale_factors, mode="bilinear", align_corners=align_corners)'
    ),
    "upsample_bicubic2d": (
        'F.interpolate(input, size=output_size, scale_factor=scale_factors, mode="bicubic", align_corners=align_corners)'
    ),
    "max_pool1d_with_indices": "F.max_pool1d_with_indices",
    "max_pool2d_with_indices": "F.max_pool2d_with_indices",
    "max_pool3d_with_indices": "F.max_pool3d_with_indices",
    "im2col": "F.unfold",
    "col2im": "F.fold",
    "log_sigmoid": "F.logsigmoid",
    "scalar_tensor": "numpynn.tensor(s, dtype=dtype)",
    "one_hot": "F.one_hot",
    "block_diag": "numpynn.block_diag(*tensors)",
    "tensordot": "numpynn.tensordot({self}, {other}, ({dims_self}, {dims_other}))",
    "broadcast_tensors": "numpynn.broadcast_tensors(*tensors)",
    "cross_entropy_loss": "F.cross_entropy",
    "nll_loss_nd": "F.nll_loss",
    "nll_loss": "F.nll_loss",
    "binary_cross_entropy_with_logits": "F.binary_cross_entropy_with_logits",
    "kl_div": "F.kl_div",
    "l1_loss": "F.l1_loss",
    "native_layer_norm": "F.layer_norm(input, normalized_shape, weight=weight, bias=bias, eps=eps)",
    "native_group_norm": "F.group_norm(input, group, weight=weight, bias=bias, eps=eps)",
    "_native_batch_norm_legit_no_training": (
        "F.batch_norm(input, running_mean, running_var, weight=weight, bias=bias, momentum=momentum, eps=eps)"
    ),
    "native_dropout": "F.dropout(input, p, training=train)",
    "_softmax": ".softmax(dim)",
    "_log_softmax": ".log_softmax(dim)",
    "_adaptive_avg_pool2d": "F.adaptive_avg_pool2d",
    "_adaptive_avg_pool3d": "F.adaptive_avg_pool3d",
    "stft": (
        "numpynn.stft(self, n_fft, hop_length=hop_length, win_length=win_length, window=window, center=False, "
        "normalized=normalized, onesided=onesided, return_complex=return_complex, align_to_window=align_to_window)"
    ),
    "istft": "numpynn.istft",
    **{
        f"fft_{name}": f"numpynn.fft.{name}"
        for name in "fft ifft rfft irfft fft2 ifft2 rfft2 irfft2 fftn ifftn fftshift ifftshift fftfreq rfftfreq".split()
    },
}

# How the variable is called that holds a result, where the operator's own name would not do.
HINTS = {
    "scaled_dot_product_attention": "attention",
    "matmul": "product",
    "bmm": "product",
    "mm": "product",
    "einsum": "product",
    "softmax": "weights",
    "cat": "joined",
    "stack": "stacked",
    "embedding": "embedded",
    "view_as_complex": "pairs",
    "add": "total",
    "mul": "product",
    "sub": "difference",
    "div": "quotient",
    "rsub": "difference",
    "pow": "power",
    "to": "converted",
    "linear": "projected",
    "max": "largest",
    "min": "smallest",
    "sum": "total",
    "all": "every",
    "any": "some",
    "arange": "steps",
    **{f"{kind}_pool{rank}d": "pooled" for kind in ("max", "avg", "adaptive_avg") for rank in (1, 2, 3)},
    "select": "part",
    "slice": "part",
    "expand": "expanded",
    "masked_fill": "masked",
    "pad": "padded",
    "tril": "lower",
    "triu": "upper",
    "glu": "gated",
    "sigmoid": "gate",
    "log": "logarithm",
    "flatten": "flat",
    "index": "chosen",
    "repeat": "repeated",
    "eq": "same",
    "ne": "other",
    "bitwise_not": "others",
    "unsqueeze": "wider",
    "randn_like": "noise",
    "rand_like": "noise",
}

# What makes something new of its arguments: its result does not go by the name of the first of them.
FRESH = {
    "matmul",
    "bmm",
    "mm",
    "einsum",
    "scaled_dot_product_attention",
    "cat",
    "stack",
    "chunk",
    "split",
    "split_with_sizes",
    "unbind",
}

# Flags of training: True and False stand for the model's own mode, where the program was exported in that mode.
MODES = {"train", "training", "use_input_stats"}

# Lists that may be written as one number if all of theirs are the same.
SPREAD = {"stride", "padding", "dilation", "kernel_size", "output_size", "output_padding"}


def row(operator: str, overload: str) -> str | None:
    """The row of an operator, None where there is none."""
    if operator.endswith("_") and not operator.endswith("__") and operator not in OPERATORS:
        return f".{operator}"
    return OPERATORS.get(f"{operator}.{overload}", OPERATORS.get(operator))
