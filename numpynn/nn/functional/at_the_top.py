"""Functions of networks as torch has them at its top: other orders of arguments, few defaults, options as numbers.

`nn.functional` calls these in torch; here it is the other way about.
"""

from __future__ import annotations

from ...functional.inplace import check_writable, write_back
from ...tensor import Tensor
from . import loss as losses
from . import loss_distances, loss_sequence, normalization, sampling
from . import sparse as tables
from .conv import conv1d, conv2d, conv3d, conv_transpose1d, conv_transpose2d, conv_transpose3d
from .dropout import alpha_dropout as drop_alpha
from .dropout import dropout as drop
from .dropout import feature_alpha_dropout as drop_feature_alpha
from .dropout import feature_dropout as drop_feature
from .padding import pad as widen

_REDUCTIONS = ("none", "mean", "sum")
_MODES = ("bilinear", "nearest", "bicubic")
_PADDINGS = ("zeros", "border", "reflection")


def batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps, cudnn_enabled) -> Tensor:
    """`nn.functional.batch_norm`; cudnn_enabled says nothing on the CPU."""
    return normalization.batch_norm(input, running_mean, running_var, weight, bias, training, momentum, eps)


def instance_norm(
    input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, cudnn_enabled
) -> Tensor:
    """`nn.functional.instance_norm`; cudnn_enabled says nothing on the CPU."""
    return normalization.instance_norm(input, running_mean, running_var, weight, bias, use_input_stats, momentum, eps)


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05, cudnn_enable=True) -> Tensor:
    """`nn.functional.layer_norm`; cudnn_enable says nothing on the CPU."""
    return normalization.layer_norm(input, normalized_shape, weight, bias, eps)


def group_norm(input, num_groups, weight=None, bias=None, eps=1e-05, cudnn_enabled=True) -> Tensor:
    """`nn.functional.group_norm`; cudnn_enabled says nothing on the CPU."""
    return normalization.group_norm(input, num_groups, weight, bias, eps)


def _dropout(name, function):
    def dropped(input, p, train):
        if not 0.0 <= p <= 1.0:
            raise RuntimeError(f"{name}: dropout probability has to be between 0 and 1, but got {p}")
        return function(input, p, train)

    def dropped_(input, p, train):
        check_writable(input)
        write_back(input, dropped(input, p, train), f"{name}_")
        return input

    dropped.__name__ = dropped.__qualname__ = name
    dropped.__doc__ = f"`{name}` with the probability `p`, if `train`."
    dropped_.__name__ = dropped_.__qualname__ = f"{name}_"
    dropped_.__doc__ = f"`{name}`, in place."
    return dropped, dropped_


dropout, dropout_ = _dropout("dropout", drop)
feature_dropout, feature_dropout_ = _dropout("feature_dropout", drop_feature)
alpha_dropout, alpha_dropout_ = _dropout("alpha_dropout", drop_alpha)
feature_alpha_dropout, feature_alpha_dropout_ = _dropout("feature_alpha_dropout", drop_feature_alpha)


def binary_cross_entropy_with_logits(input, target, weight=None, pos_weight=None, reduction=1) -> Tensor:
    """The loss of that name; reduction: 0 for none, 1 for the mean, 2 for the sum."""
    return losses.binary_cross_entropy_with_logits(
        input, target, weight, pos_weight=pos_weight, reduction=_REDUCTIONS[reduction]
    )


def kl_div(input, target, reduction=1, *, log_target=False) -> Tensor:
    """The loss of that name; reduction: 0 for none, 1 for the mean, 2 for the sum."""
    loss = losses.kl_div(input, target, reduction="none", log_target=log_target)
    return loss if reduction == 0 else loss.mean() if reduction == 1 else loss.sum()


def poisson_nll_loss(input, target, log_input, full, eps, reduction) -> Tensor:
    """The loss of that name; reduction: 0 for none, 1 for the mean, 2 for the sum."""
    return losses.poisson_nll_loss(input, target, log_input, full, eps=eps, reduction=_REDUCTIONS[reduction])


def cosine_embedding_loss(input1, input2, target, margin=0.0, reduction=1) -> Tensor:
    """The loss of that name; reduction: 0 for none, 1 for the mean, 2 for the sum."""
    return loss_distances.cosine_embedding_loss(input1, input2, target, margin, reduction=_REDUCTIONS[reduction])


def hinge_embedding_loss(input, target, margin=1.0, reduction=1) -> Tensor:
    """The loss of that name; reduction: 0 for none, 1 for the mean, 2 for the sum."""
    return loss_distances.hinge_embedding_loss(input, target, margin, reduction=_REDUCTIONS[reduction])


def margin_ranking_loss(input1, input2, target, margin=0.0, reduction=1) -> Tensor:
    """The loss of that name; reduction: 0 for none, 1 for the mean, 2 for the sum."""
    return loss_distances.margin_ranking_loss(input1, input2, target, margin, reduction=_REDUCTIONS[reduction])


def triplet_margin_loss(anchor, positive, negative, margin=1.0, p=2.0, eps=1e-06, swap=False, reduction=1) -> Tensor:
    """The loss of that name; reduction: 0 for none, 1 for the mean, 2 for the sum."""
    return loss_distances.triplet_margin_loss(
        anchor, positive, negative, margin, p, eps, swap, reduction=_REDUCTIONS[reduction]
    )


def ctc_loss(log_probs, targets, input_lengths, target_lengths, blank=0, reduction=1, zero_infinity=False) -> Tensor:
    """The loss of that name; reduction: 0 for none, 1 for the mean, 2 for the sum."""
    return loss_sequence.ctc_loss(
        log_probs, targets, input_lengths, target_lengths, blank, _REDUCTIONS[reduction], zero_infinity
    )


def embedding(weight, indices, padding_idx=-1, scale_grad_by_freq=False, sparse=False) -> Tensor:
    """`nn.functional.embedding`, the table first; a negative `padding_idx` is none."""
    skipped = padding_idx if padding_idx >= 0 else None
    return tables.embedding(indices, weight, skipped, scale_grad_by_freq=scale_grad_by_freq, sparse=sparse)


def embedding_renorm_(input, indices, max_norm, norm_type) -> Tensor:
    """The rows of a table at `indices` that are longer than `max_norm` shortened to it, in place."""
    tables.shorten(input, tables.index_of("embedding_renorm_", indices), max_norm, norm_type)
    return input


def grid_sampler(input, grid, interpolation_mode, padding_mode, align_corners) -> Tensor:
    """`nn.functional.grid_sample`; the modes as numbers: bilinear, nearest, bicubic; zeros, border, reflection."""
    return sampling.grid_sample(input, grid, _MODES[interpolation_mode], _PADDINGS[padding_mode], align_corners)


def grid_sampler_2d(input, grid, interpolation_mode, padding_mode, align_corners) -> Tensor:
    """`grid_sampler` of images."""
    return grid_sampler(input, grid, interpolation_mode, padding_mode, align_corners)


def grid_sampler_3d(input, grid, interpolation_mode, padding_mode, align_corners) -> Tensor:
    """`grid_sampler` of volumes."""
    return grid_sampler(input, grid, interpolation_mode, padding_mode, align_corners)


def affine_grid_generator(theta, size, align_corners) -> Tensor:
    """`nn.functional.affine_grid`."""
    return sampling.affine_grid(theta, size, align_corners)


def constant_pad_nd(input, pad, value=0) -> Tensor:
    """One value around: pairs of widths from the last dimension on."""
    return widen(input, pad, "constant", value)


def convolution(input, weight, bias, stride, padding, dilation, transposed, output_padding, groups) -> Tensor:
    """A convolution or, if `transposed`, its adjoint, over as many dimensions as the input has."""
    rank = input.array.ndim - 2
    if not 1 <= rank <= 3:
        raise RuntimeError(f"convolution: Expected 3D to 5D input, but got {rank + 2}D")
    if transposed:
        return _TRANSPOSED[rank](input, weight, bias, stride, padding, output_padding, groups, dilation)
    return _CONVOLUTIONS[rank](input, weight, bias, stride, padding, dilation, groups)


_CONVOLUTIONS = {1: conv1d, 2: conv2d, 3: conv3d}
_TRANSPOSED = {1: conv_transpose1d, 2: conv_transpose2d, 3: conv_transpose3d}
