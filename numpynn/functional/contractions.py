"""Contractions of tensors: einsum, tensordot, and products that are added to something."""

from __future__ import annotations

from ..derivatives import arithmetic, linalg, reduction, shape
from ..derivatives.diagonals import diagonal
from ..tensor import Tensor
from ._make import check_tensor, deliver, method, normalise_dim
from .inplace import in_place
from .linalg import bmm, check_expands, dot, mv, outer


def einsum(*args) -> Tensor:
    """Sums of products of elements: einsum("ij,jk->ik", x, y) is the matrix product.

    Letters that the right side lacks are summed over; "..." stands for dimensions that broadcast; a letter twice in one
    operand reads its diagonal. Also einsum(x, [0, 1], y, [1, 2], [0, 2]). Operands are contracted from left to right.
    """
    equation, operands = args[0], args[1:]
    if not isinstance(equation, str):
        equation, operands = _from_lists(args)
    if len(operands) == 1 and not isinstance(operands[0], Tensor):
        operands = tuple(operands[0])
    for operand in operands:
        check_tensor("einsum", "operands", operand)
    inputs, output = _parse(equation.replace(" ", ""), operands)
    terms = [_undiagonal(x, letters) for x, letters in zip(operands, inputs, strict=True)]
    _check_sizes(terms)
    product, letters = terms[0]
    for i, (operand, other) in enumerate(terms[1:], 1):
        later = set(output).union(*[found for _, found in terms[i + 1 :]])
        product, letters = _pair(product, letters, operand, other, later)
    return _finish(product, letters, output)


def _spell(parts):
    """Numbers as letters: a to z, then A to Z."""
    return "".join(["..." if part is Ellipsis else chr(part + (97 if part < 26 else 39)) for part in parts])


def _from_lists(args):
    """The equation of operands that alternate with lists of numbers."""
    pairs = len(args) // 2
    equation = ",".join(_spell(args[2 * i + 1]) for i in range(pairs))
    return equation + (f"->{_spell(args[-1])}" if len(args) % 2 else ""), args[: 2 * pairs : 2]


def _parse(equation, operands):
    """The labels of each operand and of the output; those of an ellipsis are numbers, counted from the right."""
    left, arrow, right = equation.partition("->")
    texts = left.split(",")
    if len(texts) != len(operands):
        raise RuntimeError(f"einsum(): the equation names {len(texts)} operands, but {len(operands)} were provided")
    inputs = [_labels(text, x.array.ndim) for text, x in zip(texts, operands, strict=True)]
    widest = max([sum(isinstance(label, int) for label in labels) for labels in inputs])
    if arrow:
        output = _expand(right, widest)
        unknown = [label for label in output if not any(label in labels for labels in inputs)]
        if unknown:
            raise RuntimeError(
                f"einsum(): output subscript {unknown[0]} does not appear in the equation for any input operand"
            )
        if len(set(output)) < len(output):
            raise RuntimeError(f"einsum(): output subscript {right} appears more than once in the output")
        return inputs, output
    letters = sorted(left.replace(".", "").replace(",", ""))
    return inputs, list(range(widest, 0, -1)) + [letter for letter in letters if letters.count(letter) == 1]


def _labels(text, ndim):
    named = len(text.replace("...", ""))
    if not text.replace("...", "").isalpha() and named:
        raise RuntimeError(f"einsum(): invalid subscript given in {text!r}, subscripts must be in [a-zA-Z]")
    if named > ndim or (named < ndim and "..." not in text):
        raise RuntimeError(
            f"einsum(): the number of subscripts in the equation ({named}) does not match the number of dimensions ({ndim})"
        )
    return _expand(text, ndim - named)


def _expand(text, width):
    before, dots, after = text.partition("...")
    return [*before, *(range(width, 0, -1) if dots else ()), *after]


def _undiagonal(x, labels):
    """An operand in which no label occurs twice: the diagonals of those that do."""
    labels = list(labels)
    for label in dict.fromkeys(labels):
        while labels.count(label) > 1:
            first = labels.index(label)
            second = labels.index(label, first + 1)
            if x.array.shape[first] != x.array.shape[second]:
                raise RuntimeError(
                    f"einsum(): subscript {label} is repeated for operand but the sizes don't match, {x.array.shape[second]} != "
                    f"{x.array.shape[first]}"
                )
            x = diagonal(x, 0, first, second)
            labels = [found for i, found in enumerate(labels) if i not in (first, second)] + [label]
    return x, labels


def _check_sizes(terms):
    sizes = {}
    for x, labels in terms:
        for label, n in zip(labels, x.array.shape, strict=True):
            known = sizes.setdefault(label, n)
            if n != known and 1 not in (n, known):
                raise RuntimeError(
                    f"einsum(): operands do not broadcast with remapped shapes: subscript {label} has size {n} and size {known}"
                )
            sizes[label] = max(n, known) if 0 not in (n, known) else 0


def _pair(x, left, y, right, later):
    """One batched matrix product: (batch, left, summed) (batch, summed, right) -> (batch, left, right)."""
    x, left, y, right = _without_ones(x, left, y, right)
    x, left = _without_lone(x, left, {*right, *later})
    y, right = _without_lone(y, right, {*left, *later})
    shared = [label for label in left if label in right]
    batch, summed = [s for s in shared if s in later], [s for s in shared if s not in later]
    only_left, only_right = [s for s in left if s not in shared], [s for s in right if s not in shared]
    size = dict(zip([*left, *right], [*x.array.shape, *y.array.shape], strict=True))

    def count(labels):
        return _product([size[label] for label in labels])

    a = shape.reshape(_ordered(x, left, batch + only_left + summed), (count(batch), count(only_left), count(summed)))
    b = shape.reshape(_ordered(y, right, batch + summed + only_right), (count(batch), count(summed), count(only_right)))
    labels = batch + only_left + only_right
    return shape.reshape(linalg.matmul(a, b), tuple([size[label] for label in labels])), labels


def _without_lone(x, labels, needed):
    """Summed over the labels that nothing else needs."""
    lone = tuple([i for i, label in enumerate(labels) if label not in needed])
    return (reduction.sum(x, lone), [label for label in labels if label in needed]) if lone else (x, labels)


def _without_ones(x, left, y, right):
    """A shared dimension of size one that is to broadcast is dropped from its operand."""
    size, other = dict(zip(left, x.array.shape, strict=True)), dict(zip(right, y.array.shape, strict=True))
    drop = {s for s in left if s in other and size[s] == 1 != other[s]}
    drop_right = {s for s in right if s in size and other[s] == 1 != size[s]}
    return (*_dropped(x, left, drop), *_dropped(y, right, drop_right))


def _dropped(x, labels, drop):
    """Without these dimensions of size one; those summed over elsewhere are summed there."""
    if not drop:
        return x, labels
    kept = [label for label in labels if label not in drop]
    return shape.reshape(
        x, tuple([n for n, label in zip(x.array.shape, labels, strict=True) if label not in drop])
    ), kept


def _ordered(x, labels, wanted):
    return x if labels == wanted else shape.permute(x, tuple([labels.index(label) for label in wanted]))


def _finish(x, labels, output):
    lone = tuple([i for i, label in enumerate(labels) if label not in output])
    if lone:
        x, labels = reduction.sum(x, lone), [label for label in labels if label in output]
    return _ordered(x, labels, output)


def _product(sizes):
    total = 1
    for size in sizes:
        total *= size
    return total


def _check_product(function, a, b):
    if a.array.dtype != b.array.dtype:
        raise RuntimeError(f"{function}: both inputs should have same dtype, got {a.dtype.name} and {b.dtype.name}")
    if a.array.dtype.kind == "b":
        raise NotImplementedError(f"{function} is not implemented for 'bool'")


def tensordot(a, b, dims=2, out=None) -> Tensor:
    """Summed over pairs of dimensions: the last `dims` of a with the first of b, or those of two lists."""
    if isinstance(dims, Tensor):
        dims = dims.tolist()
    if isinstance(dims, int):
        if dims < 0:
            raise RuntimeError(f"tensordot expects dims >= 0, but got dims={dims}")
        if dims > min(a.array.ndim, b.array.ndim):
            raise RuntimeError(f"tensordot expects dims < ndim_a or ndim_b, but got dims={dims}")
        dims = (list(range(a.array.ndim - dims, a.array.ndim)), list(range(dims)))
    _check_product("tensordot", a, b)
    left, right = [[part] if isinstance(part, int) else list(part) for part in dims]
    if len(left) != len(right):
        raise RuntimeError(f"both dimension lists should have same length, got {left} and {right}")
    left, right = [normalise_dim(d, a.array.ndim) for d in left], [normalise_dim(d, b.array.ndim) for d in right]
    for i, j in zip(left, right, strict=True):
        if a.array.shape[i] != b.array.shape[j]:
            raise RuntimeError(
                f"contracted dimensions need to match, but first has size {a.array.shape[i]} in dim {i} and second has size "
                f"{b.array.shape[j]} in dim {j}"
            )
    ours = list(range(a.array.ndim))
    theirs = [ours[left[right.index(j)]] if j in right else a.array.ndim + j for j in range(b.array.ndim)]
    kept = [i for i in ours if i not in left] + [label for label in theirs if label >= a.array.ndim]
    return deliver(einsum(a, ours, b, theirs, kept), out)


def _added(input, product, beta, alpha, out):
    """beta * input + alpha * product; with beta 0 the input is ignored, nan and all."""
    product = product if alpha == 1 else arithmetic.mul(product, alpha)
    if beta == 0:
        return deliver(product, out)
    check_expands(input, product)
    return deliver(arithmetic.add(input if beta == 1 else arithmetic.mul(input, beta), product), out)


@method
def baddbmm(input, batch1, batch2, *, beta=1, alpha=1, out=None) -> Tensor:
    """beta * input + alpha * (batch1 @ batch2), for batches of matrices."""
    return _added(input, bmm(batch1, batch2), beta, alpha, out)


@method
def addbmm(input, batch1, batch2, *, beta=1, alpha=1, out=None) -> Tensor:
    """beta * input + alpha times the sum of the products of a batch."""
    return _added(input, reduction.sum(bmm(batch1, batch2), (0,)), beta, alpha, out)


@method
def addmv(input, mat, vec, *, beta=1, alpha=1, out=None) -> Tensor:
    """beta * input + alpha * (mat @ vec)."""
    return _added(input, mv(mat, vec), beta, alpha, out)


@method
def addr(input, vec1, vec2, *, beta=1, alpha=1, out=None) -> Tensor:
    """beta * input + alpha * outer(vec1, vec2)."""
    return _added(input, outer(vec1, vec2), beta, alpha, out)


@method
def ger(input, vec2, *, out=None) -> Tensor:
    """All products of the elements of two vectors: `outer`."""
    return outer(input, vec2, out=out)


@method
def inner(input, other, *, out=None) -> Tensor:
    """The sums of products over the last dimensions; with a number, the product."""
    if input.array.ndim == 0 or other.array.ndim == 0:
        return deliver(arithmetic.mul(input, other), out)
    _check_product("inner", input, other)
    if input.array.shape[-1] != other.array.shape[-1]:
        raise RuntimeError(
            f"inner() the last dimension must match on both input tensors but got shapes {list(input.array.shape)} and "
            f"{list(other.array.shape)}"
        )
    return tensordot(input, other, ([-1], [-1]), out=out)


@method
def vdot(input, other, *, out=None) -> Tensor:
    """The sum of the products of two vectors, the first conjugated."""
    return dot(arithmetic.conj(input) if input.array.dtype.kind == "c" else input, other, out=out)


@method
def kron(input, other, *, out=None) -> Tensor:
    """Each element of the input times the whole of the other, in its place."""
    ndim = max(input.array.ndim, other.array.ndim)
    a, b = [(1,) * (ndim - t.array.ndim) + t.array.shape for t in (input, other)]
    spread = shape.reshape(input, tuple([n for size in a for n in (size, 1)]))
    against = shape.reshape(other, tuple([n for size in b for n in (1, size)]))
    return deliver(
        shape.reshape(arithmetic.mul(spread, against), tuple([n * m for n, m in zip(a, b, strict=True)])), out
    )


for _function in (baddbmm, addbmm, addmv, addr):
    in_place(_function)
