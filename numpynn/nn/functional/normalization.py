"""Normalisation: over batches, layers, groups, instances, neighbouring channels; and to unit length."""

from __future__ import annotations

import math

import numpy as np

from ...derivatives import normalization as primitive
from ...functional.joining import cat
from ...functional.reduction import norm
from ...graph import mark_written
from ...tensor import Tensor
from ._common import check_flags, check_integers, check_number, check_tensors, refuse_gradient


def batch_norm(
    input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-05
) -> Tensor:
    """(x - mean) / sqrt(var + eps) * weight + bias for each channel of (N, C, ...).

    In training mean and variance are those of the batch, and the running ones move towards them by `momentum` (the
    variance unbiased); else they are the running ones. Raises ValueError where a channel has a single value in training.
    Ioffe and Szegedy, 2015.
    """
    if not _fits(input, running_mean, running_var, weight, bias):
        _check_batch_norm(input, running_mean, running_var, weight, bias)
    check_flags("batch_norm", training=training)
    check_number("batch_norm", momentum=momentum, eps=eps)
    x = input.array
    if training:
        verify_batch_size(x.shape)
    if eps < 0 or (training and eps == 0):
        sign = "positive during training" if training else "non-negative"
        raise ValueError(f"batch_norm eps must be {sign}, but got {eps}")
    if not x.size:
        return _of_nothing(input, weight, bias)
    if training:
        observe = None if running_mean is None else _mover(running_mean, running_var, momentum, x)
        return primitive.batch_norm(input, weight, bias, float(eps), observe)
    if running_mean is None or running_var is None:
        raise RuntimeError("batch_norm(): Expected running_mean and running_var to be defined when training=False")
    return primitive.batch_norm_by_statistics(input, running_mean, running_var, weight, bias, float(eps))


def _fits(input, *tensors):
    """Whether this is the common case: one dtype, a number for each channel, nothing to refuse."""
    try:
        x = input.array
        dtype, channels = x.dtype, x.shape[1:2]
        if dtype.kind != "f" or not channels or not x.size:
            return False
        for tensor in tensors:
            if tensor is not None and (tensor.array.dtype is not dtype or tensor.array.shape != channels):
                return False
    except AttributeError:
        return False
    mean, var, *_ = tensors
    return (mean is None or mean.vertex is None) and (var is None or var.vertex is None)


def _check_batch_norm(input, running_mean, running_var, weight, bias):
    """Raise what torch does for tensors that are none, of other sizes, of other dtypes, or must not require gradients."""
    check_tensors("batch_norm", input=input)
    check_optional("batch_norm", running_mean=running_mean, running_var=running_var, weight=weight, bias=bias)
    x = input.array
    if x.ndim < 2:
        raise RuntimeError(f"batch_norm(): expected input of at least 2 dimensions, got shape {list(x.shape)}")
    if x.size:
        check_channels(x.shape[1], running_mean=running_mean, running_var=running_var, weight=weight, bias=bias)
        check_dtypes("batch_norm", input, running_mean, running_var, weight, bias)
        check_statistics(running_mean=running_mean, running_var=running_var)


def check_statistics(**tensors):
    """Raise RuntimeError where a gradient of running statistics is wanted: there is none."""
    for name, tensor in tensors.items():
        if tensor is not None:
            refuse_gradient("native_batch_norm", name, tensor)


def verify_batch_size(sizes):
    """Raise ValueError where each channel has a single value."""
    count = sizes[0]
    for size in sizes[2:]:
        count *= size
    if count == 1:
        raise ValueError(f"Expected more than 1 value per channel when training, got input size {list(sizes)}")


def check_channels(channels, **tensors):
    """Raise RuntimeError where one of the tensors has not one element for each channel."""
    for name, tensor in tensors.items():
        if tensor is not None and tensor.array.size != channels:
            raise RuntimeError(f"{name} should contain {channels} elements not {tensor.array.size}")


def check_dtypes(function, input, *tensors):
    """Raise RuntimeError where a tensor has another dtype than the input; those beside half precision may be in single."""
    wanted = input.array.dtype
    if wanted.kind != "f":
        raise NotImplementedError(f'"{function}" not implemented for {input.dtype.name}')
    for tensor in tensors:
        if tensor is not None and tensor.array.dtype is not wanted and tensor.array.dtype != wanted:
            if wanted != np.float16 or tensor.array.dtype != np.float32:
                raise RuntimeError(
                    f"{function}(): mixed dtype (CPU): expect parameters to have the input's dtype "
                    f"{input.dtype.name}, but got {tensor.dtype.name}"
                )


def check_optional(function, **tensors):
    """Raise TypeError for an argument that is neither a Tensor nor None."""
    check_tensors(function, **{name: tensor for name, tensor in tensors.items() if tensor is not None})


def _mover(running_mean, running_var, momentum, x):
    """Moves the running statistics towards those of a batch."""

    def observe(mean, var):
        count = x.size // x.shape[1] if x.shape[1] else 0
        unbiased = var * (count / (count - 1)) if count > 1 else var
        for running, seen in ((running_mean, mean), (running_var, unbiased)):
            running.array[...] = momentum * seen + (1 - momentum) * running.array
            mark_written(running.array)

    return observe


def _of_nothing(input, weight, bias):
    """Nothing, with gradients of zero for weight and bias, whatever their size."""
    result = input * 1
    for tensor in (weight, bias):
        if tensor is not None:
            result = result + (tensor * 0).sum()
    return result


def instance_norm(
    input, running_mean=None, running_var=None, weight=None, bias=None, use_input_stats=True, momentum=0.1, eps=1e-05
) -> Tensor:
    """As `batch_norm`, each sample by itself: the statistics are over the spatial dimensions of (N, C, ...).

    The running statistics move towards the mean of those of the samples. Ulyanov et al., 2016.
    """
    check_flags("instance_norm", use_input_stats=use_input_stats)
    check_number("instance_norm", momentum=momentum, eps=eps)
    x = input.array
    if use_input_stats:
        _verify_spatial_size(x.shape)
    c = x.shape[1]
    check_channels(c, running_mean=running_mean, running_var=running_var, weight=weight, bias=bias)
    check_dtypes("instance_norm", input, weight, bias)
    if x.size:
        check_statistics(running_mean=running_mean, running_var=running_var)
    if not use_input_stats:
        if running_mean is None or running_var is None:
            raise RuntimeError("Expected running_mean and running_var to be defined when use_input_stats is false")
        return primitive.batch_norm_by_statistics(input, running_mean, running_var, weight, bias, float(eps))
    if (running_mean is None) != (running_var is None):
        raise ValueError("running_mean and running_var must either both be None or neither be None")
    if running_mean is not None and (x.size or not x.shape[0]):
        _move_by_samples(x, running_mean, running_var, momentum)
    return primitive.group_norm(input, c, weight, bias, float(eps))


def _verify_spatial_size(sizes):
    count = 1
    for size in sizes[2:]:
        count *= size
    if count == 1:
        raise ValueError(f"Expected more than 1 spatial element when training, got input size {list(sizes)}")


def _move_by_samples(x, running_mean, running_var, momentum):
    axes, wide = tuple(range(2, x.ndim)), {"dtype": np.float64}
    if x.size:
        statistics = x.mean(axes, **wide).mean(0), x.var(axes, ddof=1, **wide).mean(0)
    else:
        statistics = math.nan, math.nan
    for running, seen in zip((running_mean, running_var), statistics, strict=True):
        running.array[...] = momentum * seen + (1 - momentum) * running.array
        mark_written(running.array)


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05) -> Tensor:
    """(x - mean) / sqrt(var + eps) * weight + bias over the last dimensions, of `normalized_shape`. Ba et al., 2016."""
    if not _is_common(input, normalized_shape, weight, bias):
        check_tensors("layer_norm", input=input)
        _check_normalized("layer_norm", input, normalized_shape, weight=weight, bias=bias)
        check_dtypes("layer_norm", input, weight, bias)
    return primitive.layer_norm(input, weight, bias, len(normalized_shape), float(eps))


def _is_common(input, shape, weight, bias):
    """Whether there is nothing to refuse: as a LayerNorm in training and evaluation calls it."""
    try:
        x, w, b = input.array, weight.array, bias.array
        kind = x.dtype
        sizes = shape == w.shape == b.shape == x.shape[-len(shape) :] != ()
        return sizes and kind.kind == "f" and kind is w.dtype is b.dtype
    except (AttributeError, TypeError):
        return False


def rms_norm(input, normalized_shape, weight=None, eps=None) -> Tensor:
    """x / sqrt(mean(x^2) + eps) * weight over the last dimensions; eps is by default the machine's. Zhang, 2019."""
    check_tensors("rms_norm", input=input)
    if not isinstance(normalized_shape, int) and input.array.ndim < len(normalized_shape):
        raise ValueError(
            f"Input tensor must have at least {len(normalized_shape)} dimensions, but got {input.array.ndim}"
        )
    dims = _check_normalized("rms_norm", input, normalized_shape, weight=weight)
    if input.array.dtype.kind not in "fc":
        raise NotImplementedError(f'"rms_norm" not implemented for {input.dtype.name}')
    eps = float(np.finfo(input.array.dtype).eps) if eps is None else float(eps)
    return primitive.rms_norm(input, weight, dims, eps)


def _check_normalized(function, input, normalized_shape, **tensors):
    """How many dimensions are normalised. Raises RuntimeError where they are not the last ones of the input."""
    check_integers("normalized_shape", normalized_shape)
    shape = tuple(normalized_shape)
    if not shape:
        raise RuntimeError(
            f"{function}(): Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got "
            "normalized_shape = []"
        )
    for name, tensor in tensors.items():
        if tensor is not None and tensor.array.shape != shape:
            raise RuntimeError(
                f"Expected {name} to be of same shape as normalized_shape, but got {name} of shape {list(tensor.array.shape)} and "
                f"normalized_shape = {list(shape)}"
            )
    if input.array.shape[-len(shape) :] != shape:
        raise RuntimeError(
            f"Given normalized_shape={list(shape)}, expected input with shape [*, {', '.join(map(str, shape))}], but got input of "
            f"size{list(input.array.shape)}"
        )
    return len(shape)


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-05) -> Tensor:
    """As `layer_norm`, over each of `num_groups` groups of the channels of (N, C, ...). Wu and He, 2018."""
    x = input.array.shape
    if len(x) < 2:
        raise RuntimeError(f"Expected at least 2 dimensions for input tensor but received {len(x)}")
    verify_batch_size((x[0] * x[1] // num_groups, num_groups, *x[2:]))
    if num_groups <= 0 or x[1] % num_groups:
        raise RuntimeError(
            f"Expected number of channels in input to be divisible by num_groups, but got input of shape {list(x)} and "
            f"num_groups={num_groups}"
        )
    for name, tensor in (("weight", weight), ("bias", bias)):
        if tensor is not None and tensor.array.shape != (x[1],):
            raise RuntimeError(
                f"Expected {name} to be a vector of size equal to the number of channels in input, but got {name} of shape "
                f"{list(tensor.array.shape)} and input of shape {list(x)}"
            )
    check_dtypes("group_norm", input, weight, bias)
    return primitive.group_norm(input, num_groups, weight, bias, float(eps))


def local_response_norm(input, size, alpha=0.0001, beta=0.75, k=1.0) -> Tensor:
    """x / (k + alpha / size * sum of x^2 over `size` neighbouring channels)^beta. Krizhevsky et al., 2012."""
    if input.array.ndim < 3:
        raise ValueError(f"Expected 3D or higher dimensionality input (got {input.array.ndim} dimensions)")
    if not input.array.size:
        return input
    return input / (neighbours(input * input, size, size // 2, (size - 1) // 2) * (alpha / size) + k) ** beta


def neighbours(squares, size, below, above):
    """The sums over the `size` channels around each, of which `below` come before it."""
    n, c, *rest = squares.array.shape
    padded = cat([squares.new_zeros(n, below, *rest), squares, squares.new_zeros(n, above, *rest)], 1)
    return sum(padded[:, i : i + c] for i in range(size))


def normalize(input, p=2.0, dim=1, eps=1e-12, out=None) -> Tensor:
    """x / max(|x|_p, eps) along `dim`."""
    length = norm(input, p, dim, keepdim=True).clamp(min=eps)
    if out is None:
        return input / length
    return input.div(length, out=out)
