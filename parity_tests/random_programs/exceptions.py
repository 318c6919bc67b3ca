"""Differences that are meant, or that torch leaves to chance, each with its reason."""

from __future__ import annotations

import re

# (what the statement must match, what the difference must match, why)
EXCUSES = (
    (
        "",
        "raises nothing, expected RuntimeError: one of the variables needed for gradient",
        "where an operation in place overwrites its own operand, or a copy in another dtype was saved, the gradient is right here",
    ),
    (
        r"(logical_\w+|eq|ne|lt|le|gt|ge)_\(",
        "requires_grad|leaf Variable|gradient",
        "torch leaves the history of the old values to the result of a comparison in place",
    ),
    (
        "",
        "the gradient of .*expected RuntimeError: (Negation|Subtraction|Expected isFloatingType|Function Scatter|false INTERNAL)",
        "torch's backward fails on operands of bools, on sums of reals as complex numbers, on a source larger than its index",
    ),
    ("", "expected RuntimeError: derivative for aten::remainder is not implemented", "it has one here"),
    (r"\] = |_\(", "requires_grad False, expected True", "torch gives a history to integers that are written to"),
    ("unique", "requires_grad False, expected True", "torch gives it a history whose derivative it refuses"),
    ("", "complex32|ComplexHalf", "NumPy has no complex numbers of half precision"),
    ("topk|kthvalue|mode|sort|median", "gradient|indices", "which of equal elements is taken is left open"),
    ("median|kthvalue", "elements differ", "torch misreads expanded tensors"),
    (r"\] [-+*/]= ", "leaf Variable", "torch takes the second half of an operation on a slice for a write to a leaf"),
    (r"\] = ", "only supports boolean masks", "torch reads a uint8 mask, but does not write one value by it"),
    (
        r"\] = |\] [-+*/]= ",
        "written-to tensor|cannot be converted|too many indices|no_grad mode|The shape of the mask|out of bounds for axis",
        "torch takes one element for a number, and notices an overlap or not according to its strides",
    ),
    (
        "einsum|addmm|linear|tensordot|scatter|trapezoid",
        "raises nothing, expected (Runtime|NotImplemented)Error",
        "a mixture of dtypes, or a sum of bools, that torch refuses",
    ),
    ("tensordot", "contracted dimensions need to match", "torch broadcasts contracted dimensions of size one"),
    (
        "softmax|median|mode|cum|topk|argsort|trapezoid|inner|@|mv|cross|index_select|scatter",
        "expected (nothing|IndexError)|median_out|Dimension specified|should be positive",
        "torch lets some dtypes and sizes pass where there are no elements or no dimensions",
    ),
    (r"index_(add|fill)_", "unsupported operation|setStorage|elements differ", "an alias, an expanded tensor, no element at all"),
    (r"index_fill_|cat\(|stack\(", "raises (Index|Runtime)Error.*expected (Index|Runtime)Error", "wrong in two ways"),
    (r"= v\d+\[", "out of bounds for axis|The shape of the mask", "torch reads nothing anywhere where there is nothing to read"),
    ("transpose_|squeeze_|t_|swap", "a view with a history cannot be rearranged", "documented"),
    (
        r"\*\*|pow",
        "nan|Integers to negative integer|\"pow\" not implemented",
        "torch's powers of complex zeros, of bools, by 0-dim integers",
    ),
    (
        "kron|tensordot",
        "raises RuntimeError: one of the variables needed|view size is not compatible",
        "torch makes products from views whose writes it does not count, or not at all",
    ),
    ("take_along_dim", r"IndexError: index -?\d+ is out of bounds", "torch reads beyond the end of memory"),
    (r"detach_|detach\(\)", "Can't detach views|storage_offset", "what is a view of what is known to torch's own views alone"),
    (r"dtype=torch\.(bool|u?int\d+)\)", "Autograd not support dtype", "a sum of floats as integers has no gradient here either"),
    ("", "does not support automatic differentiation for outputs with complex", "it has a derivative here"),
    ("cumsum_|cumprod_", "can't be cast to the desired output type", "running sums of bools in place"),
    (r"isin\(", "view size is not compatible", "torch cannot look for elements of some layouts"),
    (
        r"sort|cum|diff|masked_fill|kron|take_along|\[|stride|storage|imum|amax|amin|where|nan"
        r"|roll|gather|round|[-+*/|&^<>] v|ne\(|count|repeat_|atan2|tril|all|any|sum|mean",
        "has stride|has the value|has is_leaf|storage_offset",
        "of operands whose axes lie in another order in memory, the result's may lie otherwise",
    ),
    ("", "This view is the output of a function that returns multiple views", "a view of one of them, which is let through here"),
    ("trapezoid|diff", "", "of nothing"),
    ("% ", "gradient|stride", "the sign of a remainder that is zero is not everywhere torch's"),
    ("atan2", "gradient", "torch multiplies integers that do not fit"),
    (
        "amin|amax|min|max|cov|dist",
        "the gradient of .*nan",
        "where a gradient is infinite, torch lets it through to what is not an extreme",
    ),
    (
        r"cross\(|\.to\(torch\.u?int|\.long\(|\.int\(",
        "elements differ",
        "differences of large numbers, and whole parts of numbers near a whole one",
    ),
    ("detach_", "detached in-place", "torch refuses a saved tensor that was cut off"),
    ("as_strided", "storage_offset|out of bounds", "of a tensor without elements"),
)  # fmt: skip

# As above, for what any statement up to the difference matches.
EXCUSES_OF_PROGRAMS = (
    (
        r"conj|adjoint|\.H\b",
        "elements differ|a view of a leaf|stride|storage_offset",
        "conjugates are views in torch, which show what is written to their base",
    ),
    ("topk|kthvalue|mode|sort|median", "gradient", "which of equal elements is taken is left open"),
    ("kron", "the gradient of .* elements differ", "torch does not notice a write to a factor that it saved"),
    (r"requires_grad_\(\)", "a view of a leaf", "a view that was made a leaf"),
    (r"expand|broadcast_to", "expected RuntimeError: unsupported operation", "torch finds an overlap in backward"),
)


def excused(line, found, lines) -> bool:
    """Whether the difference that was found in this statement is meant."""
    before = "; ".join(lines[: lines.index(line) + 1] if line in lines else lines)
    return _among(EXCUSES, line, found) or _among(EXCUSES_OF_PROGRAMS, before, found)


def _among(excuses, text, found):
    return any(re.search(statement, text) and re.search(what, found) for statement, what, _ in excuses)
