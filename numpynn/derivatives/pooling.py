"""The derivatives of pooling. Max pooling is reading at the indices it finds; average pooling has an adjoint of its own."""

from __future__ import annotations

from ..kernels import avg_pool as average
from ..kernels import max_pool as maximum
from ..kernels import planes
from ..primitive import differentiable

take_at = differentiable(
    planes.take_at, constants=("indices",),
    x=lambda g, indices, rank, x_shape: put_at(g, indices, x_shape[len(x_shape) - rank :]),
)  # fmt: skip
put_at = differentiable(
    planes.put_at, constants=("indices",), g=lambda d, indices, sizes: take_at(d, indices, len(sizes))
)
write_at = differentiable(
    planes.write_at, constants=("indices",), x=lambda g, indices, sizes: take_at(g, indices, len(sizes))
)


def _spatial(x_shape, rank):
    return tuple(x_shape[len(x_shape) - rank :])


max_pool = differentiable(
    maximum.max_pool, name="MaxPoolWithIndicesBackward0", several=True,
    x=lambda g, out, x_shape, kernel: put_at(g[0], out[1], _spatial(x_shape, len(kernel))),
)  # fmt: skip
max_pool_coded = differentiable(
    maximum.max_pool_coded, name="MaxPoolWithIndicesBackward0", kept=1,
    x=lambda g, kept, x_shape, kernel, stride, padding, dilation, ceil_mode: max_pool_input(
        g, kept[0], _spatial(x_shape, len(kernel)), kernel, stride, padding, dilation, ceil_mode
    ),
)  # fmt: skip
max_pool_input = differentiable(
    maximum.max_pool_input, constants=("codes",),
    g=lambda d, codes, sizes, kernel, stride, padding, dilation, ceil_mode: take_at(
        d, max_pool_indices(codes, sizes, kernel, stride, padding, dilation, ceil_mode), len(sizes)
    ),
)  # fmt: skip
max_pool_indices = differentiable(maximum.max_pool_indices, constants=("codes",))
max_pool_values = differentiable(maximum.max_pool_values, constants=("x",))
adaptive_max_pool = differentiable(
    maximum.adaptive_max_pool, lacks="biuc", several=True,
    x=lambda g, out, x_shape, size: put_at(g[0], out[1], _spatial(x_shape, len(size))),
)  # fmt: skip
fractional_max_pool = differentiable(
    maximum.fractional_max_pool, several=True, constants=("samples",),
    x=lambda g, out, x_shape, size: put_at(g[0], out[1], _spatial(x_shape, len(size))),
)  # fmt: skip

avg_pool = differentiable(
    average.avg_pool,
    x=lambda g, x_shape, kernel, stride, padding, ceil_mode, count_include_pad, divisor_override: avg_pool_input(
        g, _spatial(x_shape, len(kernel)), kernel, stride, padding, ceil_mode, count_include_pad, divisor_override
    ),
)
avg_pool_input = differentiable(
    average.avg_pool_input,
    g=lambda d, kernel, stride, padding, ceil_mode, count_include_pad, divisor_override: avg_pool(
        d, kernel, stride, padding, ceil_mode, count_include_pad, divisor_override
    ),
)
adaptive_avg_pool = differentiable(
    average.adaptive_avg_pool,
    lacks="biu",
    x=lambda g, x_shape, size: adaptive_avg_pool_input(g, _spatial(x_shape, len(size))),
)
adaptive_avg_pool_input = differentiable(
    average.adaptive_avg_pool_input, g=lambda d, g_shape, sizes: adaptive_avg_pool(d, _spatial(g_shape, len(sizes)))
)
