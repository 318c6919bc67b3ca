"""Arguments by every name and form that torch takes them in, and operands it refuses."""

from ..case import expr, refuses

PLAIN = [
    "torch.reshape(x, shape=(3, 2))",
    "x.reshape(shape=(3, 2))",
    "x.view(size=(3, 2))",
    "x.permute(dims=(1, 0))",
    "torch.permute(input=x, dims=(1, 0))",
    "x.expand(size=(2, 2, 3))",
    "x.expand((2, 2, 3), implicit=False)",
    "x.repeat(repeats=(2, 1))",
    "x.tile(dims=(2,))",
    "x.flip(dims=(0,))",
    "x.broadcast_to(2, 2, 3)",
    "x.broadcast_to(size=(2, 2, 3))",
    "x[:, :1].squeeze(0, 1)",
    "x.narrow_copy(dim=0, start=0, length=1)",
    "x.abs().polygamma(n=1)",
    "torch.linalg.vector_norm(x=x, ord=3)",
    "reversed(x)",
    "reversed(x[0, 0])",
    "torch.add(2.0, 3, alpha=2) + x",
]
UNRECORDED = [
    "torch.narrow_copy(x, 0, 0, 1, out=torch.empty(0, dtype=dtype))",
    "x.view(torch.int32), x.view(dtype=torch.uint8), x.view(torch.float64 if dtype == torch.float32 else torch.float32)[0]",
    "x.view(torch.complex64 if dtype == torch.float32 else torch.complex128)",
    "x[:, 1:].view(torch.int16).stride() if x.numel() else 0",
    "x[0, 0].view(torch.int32 if dtype == torch.float32 else torch.int64)",
    "float(x[0, 0]) in x, 7.5 in x, x[1] in x",
    "x.sparse_dim(), x.dense_dim()",
    "torch.any(x, dim=()), torch.all(x > 0, ()), torch.any(x, dim=[], keepdim=True)",
    "torch.arange(end=3), torch.arange(end=4, start=1)",
    "torch.result_type(scalar=2, tensor=x), torch.result_type(scalar1=2, scalar2=2.0), torch.result_type(tensor=x, other=2)",
    "torch.tensor([1, 2]).sub(2.5, alpha=2), torch.tensor([1, 2]).add(1j, alpha=2), torch.tensor([1]).sub(3, alpha=2)",
    "k = torch.tensor([1, 2], dtype=torch.uint8); k >>= torch.tensor([1, 1]); k <<= 2; k",
    "x[:, None].stride(), x[None].stride(), x[0, :, None, None].stride(), x.t()[..., None].stride()",
    "[y._version for y in (x.clone().t_(), x.clone().unsqueeze_(0), x.clone().squeeze_(), x.clone().transpose_(0, 1))]",
]
VALUES = [
    "(torch.nonzero(x).stride(), torch.argwhere(x > 0).stride(), [k.stride() for k in torch.where(x > 0)]) if x.numel() else 0",
    "torch.vander(torch.tensor([True, False])), torch.linalg.matrix_power(torch.tensor([[2, 1], [0, 3]]), 3)",
    "torch.tensor([True, False]).index_add(0, torch.tensor([0]), torch.tensor([True]), alpha=2)",
    "torch.tensor([torch.ones(()), 2]), torch.tensor([[torch.ones((), dtype=torch.int8), 2]])",
    "torch.tensor([torch.ones((), dtype=torch.int8)]), torch.tensor([torch.ones((), dtype=torch.float16), 2.5])",
    "torch.tensor([-255], dtype=torch.uint8), torch.tensor(1e6, dtype=torch.float16), torch.tensor([1.7], dtype=torch.int8)",
    "o = torch.empty(0, dtype=dtype); torch.exp(x.t(), out=o); o.stride()",
    "torch.argmax(x, 1, out=torch.empty(0, dtype=torch.int64)), torch.all(x, out=torch.empty((), dtype=torch.bool))",
    "torch.addmm(torch.ones((), dtype=dtype), x, x.t())",
    "torch.xlogy(torch.tensor([3, 1, 0]), 2.5), torch.xlogy(2.5, torch.tensor([3, 1])), torch.xlogy(torch.tensor([3.0]), 2)",
    "torch.where(torch.tensor(3)), torch.where(torch.tensor(0)), torch.vander(torch.tensor([2, 3], dtype=torch.uint8))",
    "torch.float_power(torch.tensor([1 + 1j]), 2), torch.tensor([2]).float_power(torch.tensor([1j])), x.float_power(2)",
    "torch.rsub(x[0, 0], 0.5), torch.rsub(x, 2, alpha=3), torch.rsub(torch.tensor(1), 2.5), torch.rsub(x, x, alpha=0.5)",
    "x[..., ...], x[0, ..., ...], x[..., None, ...]",
]
GRADIENTS_OF_STEPS = ["F.relu(x)", "F.relu6(x)", "F.hardtanh(x)", "F.threshold(x, 0.1, 2.0)", "F.softshrink(x)", "F.hardshrink(x)"]
REFUSED = [
    "torch.tensor(300, dtype=torch.int8)", "torch.tensor([300.0], dtype=torch.uint8)", "torch.tensor([-256], dtype=torch.uint8)",
    "torch.tensor([[float('nan')]], dtype=torch.int32)", "torch.tensor([2**31], dtype=torch.int32)",
    "torch.from_numpy(x.numpy()[::-1])", "torch.as_tensor(x.numpy()[:, ::-1])",
    *[
        f"torch.{name}(x, 2.0)"
        for name in ("atan2", "maximum", "minimum", "hypot", "logaddexp", "logaddexp2", "fmax", "fmin", "nextafter")
    ],
    "torch.gcd(torch.tensor([4]), 2)", "x.float().float_power_(2)", "torch.tensor([4]).float_power_(2)",
    "torch.inference_mode()(lambda: x * 2)()._version", "torch.linalg.matrix_power(torch.tensor([[2]]), -1)",
    "torch.addmm(x[:1], x[:1], x.t())", "torch.addmm(x[:, :1], x[:1], x[:1].t())",
    *[
        f"torch.{name}(x, out=torch.empty(0, dtype=torch.float16))"
        for name in ("abs", "neg", "sign", "sgn", "floor", "ceil", "trunc", "frac", "round", "isposinf", "isneginf", "argmax")
    ],
    "torch.all(x, out=torch.empty(0, dtype=torch.int64))", "torch.any(x, out=torch.empty(0, dtype=dtype))",
    "x.view()", "x.reshape()", "x.permute()", "x.expand()", "x.repeat()", "x.flip()", "x.tile()", "torch.arange()",
    "x.expand(-1, 2, 4)", "x.t().view(torch.int16)", "x[:, :3].view(torch.complex128)", "x[0, 0].view(torch.int16)",
    "x.view('a')", "'a' in x", "[1.0] in x", "torch.result_type(x)", "torch.result_type(x, scalar1=2)",
    "x[torch.tensor([0], dtype=torch.int8)]", "x[torch.tensor([0], dtype=torch.int16)]",
    "x.add(x, alpha=1j)", "x.sub(1, alpha=1j)",
]  # fmt: skip

CASES = [
    *[expr(text, x=(2, 3) if "view(t" not in text and "out=" not in text else (2, 4)) for text in PLAIN],
    *[expr(text, x=(2, 4), grad=False) for text in UNRECORDED + VALUES],
    # The gradient of a step is no constant: a second derivative of it is zero, not refused.
    *[
        expr(f"x.requires_grad_(); g, = torch.autograd.grad({text}.sum(), x, create_graph=True); torch.autograd.grad(g.sum(), x)", x=(2, 3), grad=False)
        for text in GRADIENTS_OF_STEPS
    ],
    *[
        expr(f"y = torch.tensor([float('nan'), 1.0, -1.0, 0.0], dtype=dtype, requires_grad=True); {text.replace('(x', '(y')}.sum().backward(); y.grad", x=(), grad=False)
        for text in (*GRADIENTS_OF_STEPS, "F.leaky_relu(x)", "F.elu(x)", "F.hardswish(x)", "F.hardsigmoid(x)", "F.softplus(x)", "F.prelu(x, torch.tensor([0.5], dtype=dtype))", "torch.clamp(x, 0, 1)", "F.celu(x)", "F.rrelu(x)")
    ],
    *[refuses(text, x=(2, 4)) for text in REFUSED],
]
