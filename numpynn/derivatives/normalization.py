"""The derivatives of normalisation. A row gives all gradients together: fused on arrays, by formula on Tensors."""

from __future__ import annotations

from ..kernels import batch_norm as of_channels
from ..kernels import channel_maps, cross_map, row_norm
from ..kernels import normalization as of_groups
from ..kernels import normalization_formulas as formula
from ..primitive import differentiable
from ..tensor import Tensor


def _observed(x, weight, bias, eps, observe):
    """Batch norm; `observe` is told the mean and the biased variance of each channel, for the running statistics."""
    out = of_channels.batch_norm(x, weight, bias, eps)
    if observe is not None:
        observe(out[1], out[2])
    return out


def _batch_norm(g, x, weight, eps, kept, needed):
    if isinstance(g, Tensor):
        return formula.batch_norm_formula(g, x, weight, eps)
    return of_channels.batch_norm_backward(g, x, weight, kept[0], kept[2], needed[0])


def _by_statistics(g, x, mean, var, weight, eps, kept, needed):
    if isinstance(g, Tensor):
        return formula.batch_norm_by_statistics_formula(g, x, mean, var, weight, eps)
    return channel_maps.batch_norm_by_statistics_backward(g, x, mean, kept[0], weight, needed)


def _layer_norm(g, x, weight, dims, eps, kept, needed):
    if isinstance(g, Tensor):
        return formula.layer_norm_formula(g, x, weight, dims, eps)
    return row_norm.layer_norm_backward(g, x, weight, *kept, dims, needed[0])


def _rms_norm(g, x, weight, dims, eps, kept, needed):
    if isinstance(g, Tensor):
        return formula.rms_norm_formula(g, x, weight, dims, eps)
    return row_norm.rms_norm_backward(g, x, weight, *kept, dims, needed[0])


def _group_norm(g, x, groups, weight, eps, kept):
    if isinstance(g, Tensor):
        return formula.group_norm_formula(g, x, groups, weight, eps)
    return of_groups.group_norm_backward(g, x, groups, weight, *kept)


AFFINE = ("x", "weight", "bias")

batch_norm = differentiable(
    _observed, lacks="biuc", name="NativeBatchNormBackward0", kept=3, inputs=AFFINE, together=_batch_norm
)
batch_norm_by_statistics = differentiable(
    channel_maps.batch_norm_by_statistics, lacks="biuc", name="NativeBatchNormBackward0", kept=1, inputs=AFFINE,
    constants=("mean", "var"), together=_by_statistics,
)  # fmt: skip
layer_norm = differentiable(
    row_norm.layer_norm, lacks="biuc", name="NativeLayerNormBackward0", kept=2, inputs=AFFINE, together=_layer_norm
)
rms_norm = differentiable(row_norm.rms_norm, lacks="biu", kept=1, inputs=("x", "weight"), together=_rms_norm)
group_norm = differentiable(
    of_groups.group_norm, lacks="biuc", name="NativeGroupNormBackward0", kept=2, inputs=AFFINE, together=_group_norm
)


def _cross_map(g, x, out, size, alpha, beta):
    if isinstance(g, Tensor):
        raise RuntimeError("CrossMapLRN2d has no second derivative")
    return cross_map.cross_map_lrn_backward(g, x, *out, size, alpha, beta)


cross_map_lrn = differentiable(cross_map.cross_map_lrn, name="CrossMapLRN2dBackward", kept=1, x=_cross_map)
