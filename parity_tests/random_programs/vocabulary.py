"""The statements of random programs: each function draws one that suits the scope, or gives None."""

from __future__ import annotations

FLOATS = ("float64", "float32")
DTYPES = (
    "float64",
    "float64",
    "float32",
    "float32",
    "int64",
    "int32",
    "uint8",
    "int8",
    "bool",
    "float16",
    "complex128",
)
SIZES = (1, 2, 2, 3, 3, 4, 0)


def literal(scope) -> str:
    """A tensor written out, often one that requires grad."""
    c = scope.chance
    dtype = c.pick(DTYPES)
    shape = [c.pick(SIZES[:-1] if c.of(90) else SIZES) for _ in range(c.pick((0, 1, 1, 2, 2, 2, 3)))]
    text = f"torch.tensor({_nested(c, shape, dtype)}, dtype=torch.{dtype})"
    grows = dtype in ("float64", "float32", "complex128") and c.of(60)
    return f"{scope.fresh()} = {text}{'.requires_grad_()' if grows else ''}"


def _nested(c, shape, dtype):
    if not shape:
        return _number(c, dtype)
    return "[" + ", ".join(_nested(c, shape[1:], dtype) for _ in range(shape[0])) + "]"


def _number(c, dtype):
    if dtype == "bool":
        return str(c.of(50))
    if dtype == "uint8":
        return str(c.pick((0, 1, 2, 3, 5, 200)))
    if dtype.startswith("int"):
        return str(c.integer(-4, 5))
    if dtype.startswith("complex"):
        return f"({c.integer(-6, 6) / 4}{c.integer(-6, 6) / 4:+}j)"
    return str(c.integer(-12, 13) / 4)


def created(scope):
    """A tensor by one of the constructors."""
    c = scope.chance
    shape = [c.pick(SIZES) for _ in range(c.integer(0, 3))]
    dtype = c.pick(DTYPES)
    n = c.integer(0, 5)
    other = scope.some()
    texts = [
        f"torch.zeros({shape}, dtype=torch.{dtype})", f"torch.ones({shape}, dtype=torch.{dtype})",
        f"torch.full({shape}, {c.integer(-3, 3)}, dtype=torch.{dtype})", f"torch.full({shape}, {c.pick((2, 2.5, True))})",
        f"torch.arange({n})", f"torch.arange({n}.0)", f"torch.arange(-1, {n}, 0.5, dtype=torch.float64)",
        f"torch.eye({n})", f"torch.eye({n}, {c.integer(0, 3)}, dtype=torch.{dtype})", f"torch.linspace(-1, 2, {n})",
        f"torch.tensor({c.pick((1, 2.5, True, [1, 2.5], [True, False], [1, 2], 3j))})",
    ]  # fmt: skip
    if other:
        texts += [
            f"torch.zeros_like({other})", f"torch.ones_like({other})", f"torch.full_like({other}, {c.integer(0, 3)})",
            f"{other}.new_zeros({shape})", f"{other}.new_full({shape}, 2)", f"{other}.new_tensor([1, 2])",
            f"torch.empty_like({other}).fill_(1)",
        ]  # fmt: skip
    return f"{scope.fresh()} = {c.pick(texts)}"


UNARY = (
    "neg abs exp sin cos tanh sqrt sign floor ceil round trunc square sigmoid relu log1p reciprocal logical_not isnan isfinite "
    "bitwise_not erf log atan sinh expm1 rsqrt frac positive isinf conj sgn exp2 log2 tan asinh angle real clone detach "
    "contiguous t T mT H nonzero any all sum mean prod amax amin max min argmax argmin std var numel dim flatten ravel squeeze "
    "logsumexp0 softmax0 signbit isreal is_contiguous is_floating_point is_complex stride size storage_offset element_size "
    "numpy_round tolist item count_nonzero unique median mode aminmax fliplr isneginf nan_to_num deg2rad logit acos "
    "cumsum0 cumprod0 norm adjoint"
).split()
SPECIAL = {
    "T": "{}.T", "mT": "{}.mT", "H": "{}.H", "real": "{}.real", "logsumexp0": "{}.logsumexp(0)", "softmax0": "{}.softmax(-1)",
    "numpy_round": "{}.round(decimals=1)", "mode": "{}.mode().values", "aminmax": "{}.aminmax().max",
    "cumsum0": "{}.cumsum(0)", "cumprod0": "{}.cumprod(-1)", "adjoint": "{}.adjoint()",
}  # fmt: skip


def unary(scope):
    """A method without arguments."""
    x, name = scope.some(), scope.chance.pick(UNARY)
    return f"{scope.fresh()} = {SPECIAL.get(name, '{}.' + name + '()').format(x)}"


OPERATORS = "+ - * / // % ** == != < <= > >= & | ^ @".split()
SCALARS = ("2", "-1", "0.5", "3", "1.5", "True", "0", "2j", "-2.0")


def operator(scope):
    """Two operands, of which one may be a Python number."""
    c = scope.chance
    sign = c.pick(OPERATORS)
    x = scope.some()
    y = c.pick(SCALARS) if c.of(35) else _partner(scope, x)
    x, y = (y, x) if c.of(25) else (x, y)
    return f"{scope.fresh()} = {x} {sign} {y}"


def _partner(scope, x):
    """A tensor that broadcasts with x if there is one; any tensor now and then."""
    whole = scope.tensors[x]
    return (
        scope.some(lambda t: _broadcasts(t.shape, whole.shape) and _apart(t, whole)) if scope.chance.of(93) else None
    ) or scope.some(lambda t: _apart(t, whole))


def _broadcasts(a, b):
    return all(n == m or 1 in (n, m) for n, m in zip(a[::-1], b[::-1], strict=False))


BINARY = (
    "add sub mul div floor_divide remainder fmod pow maximum minimum eq ne lt ge logical_and logical_or logical_xor atan2 "
    "true_divide xlogy hypot fmax fmin isclose bitwise_and bitwise_or copysign logaddexp rsub lerp0 addcmul0 clampmin "
    "where0 equal allclose dist expand_as view_as type_as matmul outer dot inner kron"
).split()
SPECIAL_BINARY = {
    "lerp0": "{}.lerp({}, 0.25)", "addcmul0": "torch.addcmul({0}, {1}, {1}, value=2)", "clampmin": "{}.clamp(min={})",
    "where0": "torch.where({0} > {1}, {0}, {1})", "inner": "torch.inner({}, {})", "kron": "torch.kron({}, {})",
    "rsub": "torch.rsub({}, {})",
}  # fmt: skip


def binary(scope):
    """A function of two tensors."""
    x, name = scope.some(), scope.chance.pick(BINARY)
    y = _partner(scope, x)
    text = SPECIAL_BINARY.get(name, "torch." + name + "({}, {})")
    if name in ("expand_as", "view_as", "type_as"):
        text = "{}." + name + "({})"
    if name == "add" and scope.chance.of(40):
        text = "torch.add({}, {}, alpha=" + scope.chance.pick(("2", "0.5", "-1")) + ")"
    if name == "div" and scope.chance.of(50):
        text = "torch.div({}, {}, rounding_mode=" + scope.chance.pick(("'floor'", "'trunc'")) + ")"
    return f"{scope.fresh()} = {text.format(x, y)}"


def _dim(scope, x, extra=0):
    """A dimension of x, from either end; beyond its range now and then."""
    n = scope.tensors[x].dim() + extra
    if scope.chance.of(3):
        return n + 1
    return scope.chance.integer(-n, n - 1) if n else scope.chance.pick((0, -1))


REDUCTIONS = (
    "sum mean prod amax amin any all argmax argmin std var norm logsumexp max min median cumsum cumprod cummax sort argsort "
    "softmax log_softmax count_nonzero nansum nanmean cummin logcumsumexp diff flip topk kthvalue unbind unsqueeze squeeze "
    "std_mean aminmax msort unique_consecutive var0 sumdtype sumdims meandims vardims mode"
).split()


def along(scope):
    """Something along a dimension."""
    c = scope.chance
    x, name = scope.some(), c.pick(REDUCTIONS)
    d = _dim(scope, x, extra=name == "unsqueeze")
    keep = c.pick(("", ", keepdim=True"))
    pair = c.pick((".values", ".indices"))
    dims = sorted({_dim(scope, x) for _ in range(2)})
    texts = {
        "norm": f"{x}.norm(dim={d}{keep})", "cumsum": f"{x}.cumsum({d})", "cumprod": f"{x}.cumprod({d})",
        "cummax": f"{x}.cummax({d}){pair}", "cummin": f"{x}.cummin({d}){pair}", "max": f"{x}.max({d}{keep}){pair}",
        "min": f"{x}.min(dim={d}{keep}){pair}", "median": f"{x}.median({d}{keep}).values",
        "sort": f"{x}.sort(dim={d}, stable=True, descending={c.of(50)}){pair}", "argsort": f"{x}.argsort(dim={d}, stable=True)",
        "softmax": f"{x}.softmax({d})", "log_softmax": f"{x}.log_softmax({d})", "logcumsumexp": f"{x}.logcumsumexp({d})",
        "count_nonzero": f"{x}.count_nonzero({d})", "diff": f"{x}.diff(dim={d})", "flip": f"{x}.flip({d})",
        "topk": f"{x}.topk({c.integer(0, 2)}, {d}).values", "kthvalue": f"{x}.kthvalue({c.integer(1, 2)}, {d}{keep}).values",
        "unbind": f"{x}.unbind({d})[{c.integer(-1, 1)}]", "unsqueeze": f"{x}.unsqueeze({d})", "squeeze": f"{x}.squeeze({d})",
        "std_mean": f"torch.std_mean({x}, {d}{keep})[{c.integer(0, 1)}]", "aminmax": f"{x}.aminmax(dim={d}).min",
        "msort": f"{x}.msort()", "unique_consecutive": f"{x}.unique_consecutive()", "mode": f"{x}.mode({d}{keep}).values",
        "var0": f"{x}.var({d}, unbiased=False{keep})", "sumdtype": f"{x}.sum({d}, dtype=torch.{c.pick(DTYPES)})",
        "sumdims": f"{x}.sum({dims}{keep})", "meandims": f"{x}.mean({dims}{keep})", "vardims": f"{x}.var({dims}, correction=0)",
    }  # fmt: skip
    return f"{scope.fresh()} = {texts.get(name, f'{x}.{name}({d}{keep})')}"


def viewed(scope):
    """A view of a tensor, or a rearrangement."""
    c = scope.chance
    x = scope.some()
    t = scope.tensors[x]
    d, e, n = _dim(scope, x), _dim(scope, x), t.dim()
    size = t.shape[d] if n and -n <= d < n else 1
    shape = _factors(c, t.numel())
    permuted = _shuffled(c, list(range(n)))
    texts = [
        f"{x}.reshape({shape})", f"{x}.view({shape})", f"{x}.view(-1)", f"{x}.reshape(-1)", f"{x}.transpose({d}, {e})",
        f"{x}.permute({permuted})", f"{x}.movedim({d}, {e})", f"{x}.expand({[c.integer(1, 3)]} + list({x}.shape))",
        f"{x}.narrow({d}, {c.integer(0, max(size - 1, 0))}, {c.integer(0, 1)})", f"{x}.select({d}, {c.integer(-1, 1)})",
        f"{x}.diagonal()", f"{x}.diagonal({c.integer(-1, 1)}, {d}, {e})", f"{x}.unfold({d}, {c.integer(1, 2)}, {c.integer(1, 2)})",
        f"{x}.flatten({d})", f"{x}.split({c.integer(1, 2)}, {d})[{c.integer(-1, 0)}]", f"{x}.chunk(2, {d})[0]", f"{x}[None]",
        f"{x}.tensor_split(2, {d})[-1]", f"{x}.swapaxes({d}, {e})", f"{x}.repeat({[c.integer(1, 2) for _ in range(n)]})",
        f"{x}.roll({c.integer(-2, 2)}, {d})", f"{x}.rot90()", f"{x}.tile(2)", f"{x}.repeat_interleave(2, {d})", f"{x}.tril()",
        f"{x}.triu({c.integer(-1, 1)})", f"{x}.detach()", f"{x}.view_as({x})", f"torch.broadcast_to({x}, [2] + list({x}.shape))",
        f"torch.atleast_2d({x})", f"{x}.unflatten({d}, (-1, 1))", f"{x}.diag()", f"torch.diag_embed({x})",
        f"torch.view_as_real({x})", f"{x}.imag", f"{x}.hsplit(1)[0]", f"{x}.clone(memory_format=torch.contiguous_format)",
        f"torch.nn.functional.pad({x}, (1, {c.integer(-1, 1)}))", f"{x}.as_strided((2,), (1,))",
    ]  # fmt: skip
    return f"{scope.fresh()} = {c.pick(texts)}"


def _factors(c, n):
    """A shape of n elements, or nearly."""
    if c.of(4):
        return [n + 1]
    for a in c.pick(((2, 3), (3, 2), (4, 2), (1, 2))):
        if n and n % a == 0:
            return c.pick(([a, n // a], [n // a, a], [a, -1], [n // a, 1, a]))
    return c.pick(([n], [1, n], [n, 1]))


def _shuffled(c, items):
    return [items.pop(c.integer(0, len(items) - 1)) for _ in range(len(items))]


def _index(scope, x):
    """What may stand in brackets behind x."""
    c = scope.chance
    t = scope.tensors[x]
    parts = [_part(scope, size) for size in t.shape[: c.integer(0, t.dim())]]
    if c.of(10):
        parts.insert(c.integer(0, len(parts)), c.pick(("None", "...")))
    if c.of(12):
        mask = scope.some(lambda m: str(m.dtype) == "torch.bool" and m.shape == t.shape[: m.dim()])
        return mask or f"{x} > 0"
    return ", ".join(parts) or c.pick(("...", "()", "None", ":"))


def _part(scope, size):
    c = scope.chance
    n = max(size, 1)
    if c.of(6):
        index = scope.some(lambda t: str(t.dtype) in ("torch.int64", "torch.bool", "torch.uint8") and t.dim() == 1)
        if index:
            return index
    return c.pick((
        ":", "::2", "1:", ":-1", str(c.integer(-n, n - 1)), str(c.integer(-n, n - 1)), f"{c.integer(0, n)}:{c.integer(0, n)}",
        f"[{c.integer(0, n - 1)}, {c.integer(-n, n - 1)}]", f"torch.tensor([{c.integer(0, n - 1)}])",
        f"torch.tensor({c.integer(0, n - 1)})", f"[{', '.join(str(c.of(60)) for _ in range(size))}]" if size else ":",
        str(n) if c.of(20) else "-1:",
    ))  # fmt: skip


def indexed(scope):
    """A read at an index."""
    x = scope.some()
    return f"{scope.fresh()} = {x}[{_index(scope, x)}]"


def assigned(scope):
    """A write at an index."""
    c = scope.chance
    x = scope.some()
    target = scope.tensors[x]
    value = c.pick(SCALARS) if c.of(40) else scope.some(lambda t: t.dim() <= 1 and _apart(t, target)) or "1"
    if c.of(20):
        return f"{x}[{_index(scope, x)}] {c.pick(('+=', '*=', '-='))} {value}"
    return f"{x}[{_index(scope, x)}] = {value}"


def _apart(a, b):
    """Whether two tensors have memory of their own: what happens to overlapping ones is left to chance."""
    return a is b or a.untyped_storage().data_ptr() != b.untyped_storage().data_ptr()


def _overlaps(t):
    """Whether windows share elements, so that the order of writes, which is left to chance, would show."""
    span = 1 + sum((n - 1) * step for n, step in zip(t.shape, t.stride(), strict=True))
    return t.numel() > span and 0 not in t.stride()


def in_place(scope):
    """Work in place on a tensor, often a view."""
    c = scope.chance
    x = scope.some(lambda t: not (t.requires_grad and t.is_leaf)) if c.of(92) else scope.some()
    if x is None or _overlaps(scope.tensors[x]):
        return None
    y = c.pick(SCALARS) if c.of(40) else _partner(scope, x)
    other = _partner(scope, x)
    d = _dim(scope, x)
    texts = [
        f"{x}.add_({y})", f"{x}.sub_({y})", f"{x}.mul_({y})", f"{x}.div_({y})", f"{x} += {y}", f"{x} -= {y}", f"{x} *= {y}",
        f"{x} /= {y}", f"{x}.add_({y}, alpha=2)", f"{x}.copy_({other})", f"{x}.fill_({c.pick(SCALARS)})", f"{x}.zero_()",
        f"{x}.clamp_({c.integer(-2, 0)}, {c.integer(0, 2)})", f"{x}.exp_()", f"{x}.neg_()", f"{x}.abs_()", f"{x}.sin_()",
        f"{x}.square_()", f"{x}.relu_()", f"{x}.masked_fill_({x} > 0, {c.pick(SCALARS)})", f"{x}.t_()", f"{x}.unsqueeze_(0)",
        f"{x}.transpose_({d}, 0)", f"{x}.index_fill_({d}, torch.tensor([0]), {c.pick(SCALARS)})", f"{x}.floor_()",
        f"{x}.cumsum_({d})", f"{x}.tril_()", f"{x}.sigmoid_()", f"{x}.remainder_({y})", f"{x}.floor_divide_({y})",
        f"{x}.pow_({y})", f"{x}.logical_not_()", f"{x}.eq_({y})", f"{x}.lerp_({other}, 0.5)", f"{x}.addcmul_({other}, {other})",
        f"{x}.squeeze_()", f"{x}.round_()", f"{x}.bitwise_and_({y})", f"{x}.index_add_({d}, torch.tensor([0]), {other})",
        f"{x}.masked_fill_({other} == 1, 0.5)", f"{x}.fill_diagonal_(2)", f"{x}.reciprocal_()", f"{x}.sqrt_()", f"{x}.detach_()",
        f"{x}.requires_grad_()", f"torch.add({x}, {other}, out=torch.zeros(0, dtype={x}.dtype))", f"{x}.requires_grad_(False)",
    ]  # fmt: skip
    return c.pick(texts)


def joined(scope):
    """Several tensors in one, or products of matrices."""
    c = scope.chance
    x = scope.some()
    t = scope.tensors[x]
    d = _dim(scope, x)
    y = (scope.some(lambda o: o.dim() == t.dim() and o.shape == t.shape) if c.of(90) else None) or scope.some()
    z = scope.some(lambda o: t.dim() and o.dim() >= 1 and o.shape[-2 if o.dim() > 1 else -1] == t.shape[-1]) or y
    index = scope.some(lambda o: str(o.dtype) == "torch.int64" and o.dim() == t.dim()) or f"({x} > 0).long()"
    texts = [
        f"torch.cat([{x}, {y}], {d})", f"torch.stack([{x}, {y}], {d})", f"torch.where({x} > 0, {x}, {y})",
        f"torch.where({x} != 0, {c.pick(SCALARS)}, {y})", f"{x} @ {z}", f"torch.matmul({x}, {z})", f"torch.mm({x}, {z})",
        f"torch.bmm({x}, {z})", f"{x}.mv({z})", f"torch.addmm({y}, {x}, {z})", f"torch.einsum('ij,jk->ik', {x}, {z})",
        f"torch.einsum('i,i', {x}, {y})", f"{x}.gather({d}, {index})", f"{x}.scatter({d}, {index}, {y})",
        f"{x}.scatter_add({d}, {index}, {y})", f"{x}.index_select({d}, torch.tensor([0]))", f"{x}.masked_select({y} > 0)",
        f"{x}.take(torch.tensor([0, -1]))", f"torch.vstack([{x}, {y}])", f"torch.hstack([{x}, {y}])",
        f"{x}.masked_fill({y} > 0, 2)",
        f"torch.tensordot({x}, {z}, 1)", f"torch.cross({x}, {y}, dim={d})", f"torch.meshgrid({x}, {y}, indexing='ij')[0]",
        f"torch.clamp({x}, {y}, {y})", f"torch.clamp({x}, {c.integer(-2, 0)}, {c.pick(('1', '0.5', 'None'))})",
        f"torch.nn.functional.linear({x}, {x})", f"torch.searchsorted(torch.arange(4.), {x}.real.float())", f"torch.bincount({x})",
        f"torch.isin({x}, {y})", f"{x}.index_add({d}, torch.tensor([0]), {y})", f"torch.result_type({x}, {y}) == {x}.dtype",
        f"{x}.put(torch.tensor([0]), {y})", f"torch.take_along_dim({x}, {index}, {d})", f"{x}.logical_and({y})",
        f"torch.nn.functional.one_hot({x})", f"torch.cartesian_prod({x}, {y})", f"torch.histc({x}, 3, -2, 2)",
        f"torch.linalg.norm({x})", f"torch.linalg.det({x})", f"torch.trace({x})", f"torch.trapezoid({x})", f"torch.cov({x})",
    ]  # fmt: skip
    return f"{scope.fresh()} = {c.pick(texts)}"


def cast(scope):
    """Another dtype."""
    c = scope.chance
    x = scope.some()
    t = scope.tensors[x]
    names = (*FLOATS, "float16", "complex128", "bool")
    if not t.dtype.is_complex and (t.detach().double().abs() < 100).all():
        # What a float outside the range of an integer becomes is left open by C.
        names += ("int64", "int32", "int8")
    name = c.pick(names)
    method = {
        "float64": "double",
        "float32": "float",
        "int64": "long",
        "bool": "bool",
        "float16": "half",
        "int32": "int",
    }
    text = f"{x}.{method[name]}()" if name in method and c.of(40) else f"{x}.to(torch.{name})"
    return f"{scope.fresh()} = {text}"


STATEMENTS = (
    [literal, created, cast] + [unary] * 3 + [operator] * 3 + [binary] * 2 + [along] * 3 + [viewed] * 4 + [indexed] * 3
    + [assigned] * 3 + [in_place] * 5 + [joined] * 3
)  # fmt: skip
