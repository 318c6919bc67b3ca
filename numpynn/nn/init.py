"""First values for parameters: every function fills its tensor in place, unseen by autograd, and returns it.

The random ones draw as torch does, so one seed gives one network in both libraries.
"""

from __future__ import annotations

import functools
import math
import threading
import warnings
from contextlib import contextmanager

import numpy as np

from ..functional.random import randperm
from ..modes import thread
from ..tensor import Tensor, mark_written, wrap

_ROOT_3 = math.sqrt(3.0)
_GAINS = {
    **dict.fromkeys(("linear", "conv1d", "conv2d", "conv3d", "sigmoid"), 1),
    **dict.fromkeys(("conv_transpose1d", "conv_transpose2d", "conv_transpose3d"), 1),
    "tanh": 5 / 3,
    "relu": math.sqrt(2.0),
    "selu": 3 / 4,
}


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """The factor by which a layer before this nonlinearity is scaled up, to keep the variance.

    linear, conv*, sigmoid: 1; tanh: 5/3; relu: √2; selu: 3/4; leaky_relu: √(2 / (1 + param²)), param 0.01 by
    default. Raises ValueError for another name, or a `param` that is no number.

    >>> from numpynn import nn
    >>> round(nn.init.calculate_gain("leaky_relu", 0.2), 4)
    1.3868
    """
    if nonlinearity == "leaky_relu":
        slope = 0.01 if param is None else param
        if isinstance(slope, bool) or not isinstance(slope, (int, float)):
            raise ValueError(f"negative_slope {param} not a valid number")
        return math.sqrt(2.0 / (1 + slope**2))
    if nonlinearity not in _GAINS:
        raise ValueError(f"Unsupported nonlinearity {nonlinearity}")
    return _GAINS[nonlinearity]


class _Skipping(threading.local):
    on = False


_skipping = _Skipping()


@contextmanager
def skipped():
    """Inside, the functions of this page leave their tensors as they are, and draw nothing: for what is loaded next. Not torch's.

    >>> from numpynn import nn
    >>> with nn.init.skipped():
    ...     layer = nn.Linear(1000, 1000)
    """
    before, _skipping.on = _skipping.on, True
    try:
        yield
    finally:
        _skipping.on = before


def _filler(function):
    """Makes a function that writes into its tensor do so unseen by autograd, and not at all while skipping."""

    @functools.wraps(function)
    def fill(tensor, *args, **kwargs):
        if _skipping.on:
            return tensor
        state = thread.state
        before, state.enabled = state.enabled, False
        try:
            function(tensor, *args, **kwargs)
        finally:
            state.enabled = before
        return tensor

    return fill


@_filler
def uniform_(tensor: Tensor, a: float = 0.0, b: float = 1.0, generator=None) -> Tensor:
    """Fills with draws from U(a, b)."""
    tensor.uniform_(a, b, generator=generator)


@_filler
def normal_(tensor: Tensor, mean: float = 0.0, std: float = 1.0, generator=None) -> Tensor:
    """Fills with draws from N(mean, std²)."""
    tensor.normal_(mean, std, generator=generator)


@_filler
def constant_(tensor: Tensor, val: float) -> Tensor:
    """Fills with one value."""
    tensor.fill_(val)


def ones_(tensor: Tensor) -> Tensor:
    """Fills with ones."""
    return constant_(tensor, 1.0)


def zeros_(tensor: Tensor) -> Tensor:
    """Fills with zeros."""
    return constant_(tensor, 0.0)


def eye_(tensor: Tensor) -> Tensor:
    """Fills a matrix with the identity. Raises ValueError unless it has 2 dimensions."""
    _require_matrix(tensor)
    return _fill(tensor, np.eye(*tensor.shape))


def dirac_(tensor: Tensor, groups: int = 1) -> Tensor:
    """Fills the weight (out, in, *kernel) of a convolution so that it hands on its input, within each group.

    Raises ValueError unless it has 3, 4 or 5 dimensions and `out` is divisible by `groups`.
    """
    if tensor.dim() not in (3, 4, 5):
        raise ValueError(f"Only tensors with 3, 4, or 5 dimensions are supported, got {tensor.dim()}")
    out, channels, *kernel = tensor.shape
    if out % groups:
        raise ValueError(f"dim 0 must be divisible by groups, got {out} and {groups}")
    values = np.zeros(tensor.shape)
    centre = tuple([size // 2 for size in kernel])
    for group in range(groups):
        for channel in range(min(out // groups, channels)):
            values[(group * (out // groups) + channel, channel, *centre)] = 1
    return _fill(tensor, values)


def xavier_uniform_(tensor: Tensor, gain: float = 1.0, generator=None) -> Tensor:
    """Fills with draws from U(-a, a), a = gain √(6 / (fan_in + fan_out)). Source: Glorot and Bengio 2010."""
    a = _ROOT_3 * _xavier_std(tensor, gain)
    return uniform_(tensor, -a, a, generator)


def xavier_normal_(tensor: Tensor, gain: float = 1.0, generator=None) -> Tensor:
    """Fills with draws from N(0, gain² 2 / (fan_in + fan_out)). Source: Glorot and Bengio 2010."""
    return normal_(tensor, 0.0, _xavier_std(tensor, gain), generator)


def _xavier_std(tensor, gain):
    fan_in, fan_out = _calculate_fan_in_and_fan_out(tensor)
    return gain * math.sqrt(2.0 / float(fan_in + fan_out))


def kaiming_uniform_(
    tensor: Tensor, a: float = 0, mode: str = "fan_in", nonlinearity: str = "leaky_relu", generator=None
) -> Tensor:
    """Fills with draws from U(-b, b), b = gain √(3 / fan). Source: He et al. 2015.

    mode: which fan, "fan_in" to keep the variance forward, "fan_out" backward. nonlinearity, a: see
    `calculate_gain`.
    """
    if _is_empty(tensor):
        return tensor
    bound = _ROOT_3 * _kaiming_std(tensor, a, mode, nonlinearity)
    return uniform_(tensor, -bound, bound, generator)


def kaiming_normal_(
    tensor: Tensor, a: float = 0, mode: str = "fan_in", nonlinearity: str = "leaky_relu", generator=None
) -> Tensor:
    """Fills with draws from N(0, gain² / fan), arguments as in `kaiming_uniform_`. Source: He et al. 2015."""
    if _is_empty(tensor):
        return tensor
    return normal_(tensor, 0, _kaiming_std(tensor, a, mode, nonlinearity), generator)


def _is_empty(tensor):
    if 0 in tensor.shape:
        warnings.warn("Initializing zero-element tensors is a no-op", stacklevel=3)
        return True
    return False


def _kaiming_std(tensor, a, mode, nonlinearity):
    fan = _calculate_correct_fan(tensor, mode)
    return calculate_gain(nonlinearity, a) / math.sqrt(fan)


def _calculate_correct_fan(tensor, mode):
    mode = mode.lower()
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"Mode {mode} not supported, please use one of ['fan_in', 'fan_out']")
    return _calculate_fan_in_and_fan_out(tensor)[mode == "fan_out"]


def _calculate_fan_in_and_fan_out(tensor):
    """How many inputs reach one output, how many outputs one input, for a weight (out, in, *kernel)."""
    shape = tensor.shape
    if len(shape) < 2:
        raise ValueError(
            f"Fan in and fan out can not be computed for tensor with fewer than 2 dimensions, got {len(shape)}"
        )
    out, channels, *kernel = shape
    window = math.prod(kernel)
    return channels * window, out * window


@_filler
def orthogonal_(tensor: Tensor, gain: float = 1, generator=None) -> Tensor:
    """Fills with `gain` times a matrix, (first dimension, all others), of orthonormal rows or columns.

    The matrix is the Q of a QR of normal draws, with the signs of R's diagonal. Raises ValueError for fewer
    than 2 dimensions. Differs from torch in the last bits, since its QR is another LAPACK's. Source: Saxe et
    al. 2013.
    """
    if tensor.dim() < 2:
        raise ValueError(f"Only tensors with 2 or more dimensions are supported, got {tensor.dim()}")
    if not tensor.array.size:
        return
    rows, columns = len(tensor), tensor.array.size // len(tensor)
    draws = tensor.new_empty(rows, columns).normal_(0, 1, generator=generator).array
    q, r = np.linalg.qr(draws if rows >= columns else draws.T)
    q = q * np.sign(np.diagonal(r)) * q.dtype.type(gain)
    tensor.copy_(wrap((q if rows >= columns else q.T).reshape(tensor.shape)))


@_filler
def sparse_(tensor: Tensor, sparsity: float, std: float = 0.01, generator=None) -> Tensor:
    """Fills a matrix with draws from N(0, std²), and ⌈sparsity · rows⌉ elements of each column with zeros.

    The places of the zeros are drawn from the default generator, whatever `generator` is, as in torch. Raises
    ValueError unless the tensor has 2 dimensions. Source: Martens 2010.
    """
    _require_matrix(tensor)
    rows, columns = tensor.shape
    zeros = math.ceil(sparsity * rows)
    normal_(tensor, 0, std, generator)
    for column in range(columns):
        tensor.array[randperm(rows).array[:zeros], column] = 0
    mark_written(tensor)


@_filler
def trunc_normal_(
    tensor: Tensor, mean: float = 0.0, std: float = 1.0, a: float = -2.0, b: float = 2.0, generator=None
) -> Tensor:
    """Fills with draws from N(mean, std²) that lie in [a, b].

    Draws outside are drawn again; where less than 0.3 of the normal lies inside, uniform draws are accepted
    by its density.
    """
    if mean < a - 2 * std or mean > b + 2 * std:
        warnings.warn(
            "mean is more than 2 std from [a, b] in nn.init.trunc_normal_. The distribution of values may "
            "be incorrect.",
            stacklevel=3,
        )
    inside = _normal_cdf((b - mean) / std) - _normal_cdf((a - mean) / std)
    (_redraw if inside > 0.3 else _accept)(tensor, mean, std, a, b, generator)
    mark_written(tensor)


def _normal_cdf(x):
    return (1.0 + math.erf(x / math.sqrt(2.0))) / 2.0


def _redraw(tensor, mean, std, a, b, generator):
    """While any value is outside, draw a whole tensor and take from it what is needed."""
    values = tensor.normal_(mean, std, generator=generator).array
    low, high = values.dtype.type(a), values.dtype.type(b)
    again = wrap(np.empty_like(values))
    while (outside := (values < low) | (values > high)).any():
        again.normal_(mean, std, generator=generator)
        np.copyto(values, again.array, where=outside)


def _accept(tensor, mean, std, a, b, generator):
    """Accept a uniform draw with the probability density(draw) / density(mode)."""
    values = tensor.uniform_(a, b, generator=generator).array
    draws, chances = wrap(values.copy(order="K")), wrap(np.empty_like(values))
    mode = max(a, min(mean, b))
    log_peak = -0.5 * ((mode - mean) / std) ** 2
    pending = np.True_
    while True:
        scores = _log_density(draws.array, mean, std, log_peak)
        pending = pending & (_log(chances.uniform_(generator=generator).array) > scores)
        if not pending.any():
            return
        draws.uniform_(a, b, generator=generator)
        np.copyto(values, draws.array, where=pending)


def _log_density(x, mean, std, log_peak):
    mean, std, half, log_peak = (x.dtype.type(number) for number in (mean, std, -0.5, log_peak))
    return ((x - mean) / std) ** 2 * half - log_peak


def _log(x):
    # Rounded from float64, this is nearer to torch's than NumPy's own float32 logarithm.
    with np.errstate(divide="ignore"):
        return np.log(x.astype(np.float64)).astype(x.dtype)


def _require_matrix(tensor):
    if tensor.dim() != 2:
        raise ValueError(f"Only tensors with 2 dimensions are supported, got {tensor.dim()}")


@_filler
def _fill(tensor, values):
    tensor.copy_(wrap(values))


def _deprecated(function):
    name = function.__name__.rstrip("_")

    def old(*args, **kwargs):
        warnings.warn(f"`nn.init.{name}` is now deprecated in favor of `nn.init.{name}_`.", FutureWarning, stacklevel=2)
        return function(*args, **kwargs)

    old.__name__ = old.__qualname__ = name
    old.__doc__ = f"The old name of `{name}_`."
    return old


constant = _deprecated(constant_)
dirac = _deprecated(dirac_)
eye = _deprecated(eye_)
kaiming_normal = _deprecated(kaiming_normal_)
kaiming_uniform = _deprecated(kaiming_uniform_)
normal = _deprecated(normal_)
orthogonal = _deprecated(orthogonal_)
sparse = _deprecated(sparse_)
uniform = _deprecated(uniform_)
xavier_normal = _deprecated(xavier_normal_)
xavier_uniform = _deprecated(xavier_uniform_)

__all__ = [
    "calculate_gain", "constant", "constant_", "dirac", "dirac_", "eye", "eye_", "kaiming_normal",
    "kaiming_normal_", "kaiming_uniform", "kaiming_uniform_", "normal", "normal_", "ones_", "orthogonal",
    "orthogonal_", "skipped", "sparse", "sparse_", "trunc_normal_", "uniform", "uniform_", "xavier_normal",
    "xavier_normal_", "xavier_uniform", "xavier_uniform_", "zeros_",
]  # fmt: skip
