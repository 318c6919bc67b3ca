"""Linear and bilinear maps."""

from __future__ import annotations

import math

from ...derivatives import linalg as derivatives
from ...functional._make import check_tensor
from ...functional.linalg import matmul
from ...tensor import Tensor


def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """y = x Wᵀ + b.

    Shapes: input (*, in), weight (out, in) or (in,), bias (out,), or what broadcasts to the output, which is
    (*, out), or (*) for a weight of one dimension. Raises RuntimeError where sizes or dtypes do not match.

    >>> import numpynn
    >>> numpynn.nn.functional.linear(numpynn.ones(2, 3), numpynn.ones(4, 3)).shape
    torch.Size([2, 4])
    """
    if not _fits(input, weight, bias):
        return _rare(input, weight, bias)
    return derivatives.linear(input, weight, bias)


def _fits(input, weight, bias):
    """Whether this is the common case: nothing to refuse, nothing to broadcast."""
    try:
        x, w = input.array, weight.array
        sizes, (out, features) = x.shape, w.shape
        return (
            len(sizes) > 1
            and sizes[-1] == features
            and x.dtype is w.dtype
            and (bias is None or (bias.array.shape == (out,) and bias.array.dtype is x.dtype))
        )
    except (AttributeError, IndexError, ValueError):
        return False


def _rare(input, weight, bias):
    _check(input, weight, bias)
    if input.ndim == 1 and weight.ndim == 2:
        return linear(input.unsqueeze(0), weight, bias).squeeze(0)
    out = matmul(input, weight if weight.ndim == 1 else weight.t())
    if bias is None:
        return out
    rows = out.reshape(-1, out.shape[-1]) if bias.ndim < 2 else out
    return (rows + bias.expand(rows.shape)).reshape(out.shape)


def _check(input, weight, bias):
    check_tensor("linear", "input", input)
    check_tensor("linear", "weight", weight)
    if not input.ndim or not weight.ndim:
        raise RuntimeError(
            f"both arguments to linear need to be at least 1D, but they are {input.ndim}D and {weight.ndim}D"
        )
    if weight.ndim > 2:
        raise RuntimeError(f"linear(): weight must have at most 2 dimensions, got {weight.ndim}")
    if bias is None:
        return
    check_tensor("linear", "bias", bias)
    if weight.ndim == 1:
        raise RuntimeError("linear(): with a bias, weight must be a matrix, got 1-D tensor")
    if bias.dtype is not weight.dtype:
        raise RuntimeError(
            f"linear(): bias and weight must have the same dtype, but got {bias.dtype.name} and {weight.dtype.name}"
        )


def bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """y_o = x1ᵀ W_o x2 + b_o.

    Shapes: input1 (*, in1), input2 (*, in2), weight (out, in1, in2), bias (out,), output (*, out). Raises
    RuntimeError where sizes or dtypes do not match.
    """
    _check_bilinear(input1, input2, weight, bias)
    out, in1, in2 = weight.shape
    n = math.prod(input1.shape[:-1])
    rows1, rows2 = input1.reshape(n, in1), input2.reshape(n, in2)
    # (N, in1) (in1, out in2) -> (N, out, in2), then with (N, in2, 1) -> (N, out, 1)
    half = matmul(rows1, weight.transpose(0, 1).reshape(in1, out * in2)).reshape(n, out, in2)
    y = matmul(half, rows2.unsqueeze(-1)).squeeze(-1).reshape(*input1.shape[:-1], out)
    return y if bias is None else y + bias


def _check_bilinear(input1, input2, weight, bias):
    tensors = {"input1": input1, "input2": input2, "weight": weight}
    if bias is not None:
        tensors["bias"] = bias
    for name, tensor in tensors.items():
        check_tensor("bilinear", name, tensor)
    if len({tensor.dtype for tensor in tensors.values()}) > 1:
        kinds = ", ".join(f"{name}: {tensor.dtype.name}" for name, tensor in tensors.items())
        raise RuntimeError(f"bilinear(): all tensors must have the same dtype, got {kinds}")
    if weight.ndim != 3:
        raise RuntimeError(f"bilinear(): weight must have 3 dimensions, got {weight.ndim}")
    if input1.ndim != input2.ndim or not input1.ndim:
        raise RuntimeError(f"bilinear(): input dimensions do not match: got {input1.ndim} and {input2.ndim}")
    for dim, (n, m) in enumerate(zip(input1.shape[:-1], input2.shape[:-1])):
        if n != m:
            raise RuntimeError(f"bilinear(): input batch dimensions do not match at dim {dim}: got {n} and {m}")
    wanted = {"input1": weight.shape[1], "input2": weight.shape[2], "bias": weight.shape[0]}
    for name, size in wanted.items():
        if name in tensors and tensors[name].shape[-1:] != (size,):
            got = list(tensors[name].shape)
            raise RuntimeError(f"bilinear(): {name} size does not match weight size: got {got} but expected {size}")
    if bias is not None and bias.ndim != 1:
        raise RuntimeError(f"bilinear(): bias must have 1 dimension, got {bias.ndim}")
