"""Dropout of elements and of channels: the same seed drops the same elements as in torch."""

from __future__ import annotations

import warnings

import numpy as np

from ...random.bernoulli import alpha_dropout_noise, dropout_noise
from ...random.generator import engine_of
from ...tensor import Tensor, wrap
from ._common import check_flags, check_tensors, finish


def dropout(input, p=0.5, training=True, inplace=False) -> Tensor:
    """x / (1 - p) where a coin says so, with probability 1 - p, else 0; x itself unless `training`. Srivastava, 2014."""
    check_tensors("dropout", input=input)
    _check("dropout", p, training)
    return _scaled("dropout", input, p, training, inplace)


def _check(function, p, training):
    check_flags(function, training=training)
    if not 0.0 <= p <= 1.0:
        raise ValueError(f"{function}(): dropout probability has to be between 0 and 1, but got {p}")


def _check_floating(function, input):
    kind = input.array.dtype.kind
    if kind == "c":
        raise NotImplementedError(f"{function}(): not implemented for {input.dtype}")
    if kind != "f":
        raise RuntimeError(f"{function}(): result type Float can't be cast to the desired output type {input.dtype}")


def _check_features(input, p, training):
    if 0 < p < 1 and training and input.array.size and input.array.ndim < 2:
        raise RuntimeError(
            f"Feature dropout requires at least 2 dimensions in the input, but got shape {list(input.array.shape)}"
        )


def _scaled(function, input, p, training, inplace, feature=False):
    if feature:
        _check_features(input, p, training)
    if p == 0 or not training or not input.array.size:
        return input
    if p == 1:
        return finish(input * wrap(np.zeros((), input.array.dtype)), input, inplace, function)
    _check_floating(function, input)
    noise = dropout_noise(engine_of(None, function), input.array, p, feature)
    return finish(input * wrap(noise), input, inplace, function)


def dropout1d(input, p=0.5, training=True, inplace=False) -> Tensor:
    """Dropout of whole channels of (N, C, L) or (C, L)."""
    _check("dropout1d", p, training)
    ndim = input.array.ndim
    if ndim not in (2, 3):
        raise RuntimeError(f"dropout1d: Expected 2D or 3D input, but received a {ndim}D input.")
    return _batched("dropout1d", input, p, training, inplace, ndim == 2)


def _batched(function, input, p, training, inplace, unbatched):
    if not unbatched:
        return _scaled(function, input, p, training, inplace, feature=True)
    if inplace:
        _scaled(function, input.unsqueeze(0), p, training, True, feature=True)
        return input
    return _scaled(function, input.unsqueeze(0), p, training, False, feature=True).squeeze(0)


def feature_dropout(input, p=0.5, training=True, inplace=False) -> Tensor:
    """Dropout of whole channels of (N, C, ...), for any number of dimensions."""
    _check("feature_dropout", p, training)
    return _scaled("feature_dropout", input, p, training, inplace, feature=True)


def dropout2d(input, p=0.5, training=True, inplace=False) -> Tensor:
    """Dropout of whole channels of (N, C, H, W). Three dimensions are taken as (N, C, L), as torch does, with a warning."""
    _check("dropout2d", p, training)
    ndim = input.array.ndim
    if ndim not in (3, 4):
        warnings.warn(
            f"dropout2d: Received a {ndim}-D input to dropout2d, which is deprecated and will result in an error in a future "
            "release. To retain the behavior and silence this warning, please use dropout instead.",
            stacklevel=2,
        )
    if ndim == 3:
        warnings.warn(
            "dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout behavior is desired - input is "
            "interpreted as shape (N, C, L). To maintain that behavior, please switch to using dropout1d instead.",
            stacklevel=2,
        )
    return _scaled("dropout2d", input, p, training, inplace, feature=True)


def dropout3d(input, p=0.5, training=True, inplace=False) -> Tensor:
    """Dropout of whole channels of (N, C, D, H, W) or (C, D, H, W)."""
    _check("dropout3d", p, training)
    ndim = input.array.ndim
    if ndim not in (4, 5):
        warnings.warn(
            f"dropout3d: Received a {ndim}-D input to dropout3d, which is deprecated and will result in an error in a future "
            "release. To retain the behavior and silence this warning, please use dropout instead.",
            stacklevel=2,
        )
    return _batched("dropout3d", input, p, training, inplace, ndim != 5)


def alpha_dropout(input, p=0.5, training=False, inplace=False) -> Tensor:
    """Dropout to SELU's lower limit that keeps mean and variance. Klambauer et al., 2017."""
    check_tensors("alpha_dropout", input=input)
    _check("alpha_dropout", p, training)
    return _alpha("alpha_dropout", input, p, training, inplace)


def feature_alpha_dropout(input, p=0.5, training=False, inplace=False) -> Tensor:
    """As `alpha_dropout`, of whole channels of (N, C, ...)."""
    check_tensors("feature_alpha_dropout", input=input)
    _check("feature_alpha_dropout", p, training)
    _check_features(input, p, training)
    return _alpha("feature_alpha_dropout", input, p, training, inplace, feature=True)


def _alpha(function, input, p, training, inplace, feature=False):
    if p == 0 or not training or not input.array.size:
        return input
    if p == 1:
        return finish(input * wrap(np.zeros((), input.array.dtype)), input, inplace, function)
    _check_floating(function, input)
    scale, shift = alpha_dropout_noise(engine_of(None, function), input.array, p, feature)
    return finish(input * wrap(scale) + wrap(shift), input, inplace, function)
