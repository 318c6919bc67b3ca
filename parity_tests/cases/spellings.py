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
REFUSED = [
    "x.view()", "x.reshape()", "x.permute()", "x.expand()", "x.repeat()", "x.flip()", "x.tile()", "torch.arange()",
    "x.expand(-1, 2, 4)", "x.t().view(torch.int16)", "x[:, :3].view(torch.complex128)", "x[0, 0].view(torch.int16)",
    "x.view('a')", "'a' in x", "[1.0] in x", "torch.result_type(x)", "torch.result_type(x, scalar1=2)",
    "x[torch.tensor([0], dtype=torch.int8)]", "x[torch.tensor([0], dtype=torch.int16)]",
    "x.add(x, alpha=1j)", "x.sub(1, alpha=1j)",
]  # fmt: skip

CASES = [
    *[expr(text, x=(2, 3) if "view(t" not in text and "out=" not in text else (2, 4)) for text in PLAIN],
    *[expr(text, x=(2, 4), grad=False) for text in UNRECORDED],
    *[refuses(text, x=(2, 4)) for text in REFUSED],
]
