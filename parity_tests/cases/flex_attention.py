"""Attention with scores and masks of one's own, and the ways that torch lets one choose from."""

from parity_tests.case import expr, fixed, refuses

Q, K = (2, 2, 5, 4), (2, 2, 6, 4)
FA = "nn.attention.flex_attention"
MASK = f"{FA}.create_block_mask(lambda b, h, q, kv: (q >= kv) & (b + h > 0), 2, 2, 5, 6, device='cpu', BLOCK_SIZE=(2, 3))"


def flex(options, **more):
    return expr(f"{FA}.flex_attention(x, y, z{options})", x=fixed(Q), y=fixed(K), z=fixed((2, 2, 6, 3)), empty=False, **{"strided": False, "dtypes": ("float32",), "why": "torch has no gradient of it on the CPU, and is slow to trace"} | more)


CASES = [
    flex("", strided=True, dtypes=("float64", "float32")),
    flex(", scale=0.3"),
    flex(", lambda score, b, h, q, kv: score + (q - kv) * 0.1 * (h + 1)"),
    flex(", lambda score, b, h, q, kv: torch.tanh(score / 2) * 2 - b"),
    flex(", lambda score, b, h, q, kv: torch.where(q >= kv, score, -inf)"),
    flex(f", block_mask={MASK}"),
    flex(f", lambda score, b, h, q, kv: score * 2, {MASK}, return_lse=True"),
    flex(f", return_aux={FA}.AuxRequest(lse=True)"),
    expr(f"{FA}.flex_attention(x, y, z, enable_gqa=True)", x=fixed((1, 4, 5, 4)), y=fixed((1, 2, 6, 4)), z=fixed((1, 2, 6, 3)), dtypes=("float32",), strided=False, empty=False, why="as above"),
    expr(f"t = torch.tensor([0.5, -0.5], dtype=dtype); {FA}.flex_attention(x, x, x, lambda s, b, h, q, kv: s + t[h])", x=fixed(Q), dtypes=("float32",), strided=False, empty=False, why="as above"),
    expr(f"m = {MASK}; m.to_dense(), m.shape, m.kv_num_blocks, m.full_kv_num_blocks, m.sparsity(), m.numel()"),
    expr(f"{FA}.create_mask(lambda b, h, q, kv: q >= kv, 2, None, 3, 4, device='cpu'), {FA}.create_mask(lambda s, b, h, q, kv: torch.where(q >= kv, s, -inf), None, None, 3, 4, device='cpu')"),
    expr(f"a, o = [getattr({FA}, n)(lambda b, h, q, kv: q >= kv, lambda b, h, q, kv: q - kv < 2) for n in ('and_masks', 'or_masks')]; {FA}.create_mask(a, 1, 1, 4, 4, device='cpu'), {FA}.create_mask(o, 1, 1, 4, 4, device='cpu')"),
    expr(f"m = {FA}.create_block_mask({FA}.noop_mask, None, None, 5, 6, device='cpu'); m.shape, m.to_dense()"),
    refuses(f"{FA}.flex_attention(x, x, x)", x=(2, 5, 4)),
    refuses(f"{FA}.flex_attention(x, y, y)", x=fixed((1, 4, 5, 4)), y=fixed((1, 2, 6, 4))),
    refuses(f"{FA}.flex_attention(x, y, y)", x=(1, 2, 5, 4), y=(1, 2, 6, 3)),
    refuses(f"{FA}.flex_attention(x, x, x, return_lse=True, return_aux={FA}.AuxRequest())", x=fixed(Q)),
    expr("with nn.attention.sdpa_kernel(nn.attention.SDPBackend.MATH):\n    out = F.scaled_dot_product_attention(x, y, y)\nout", x=Q, y=K),
    expr("b = torch.nn.attention.SDPBackend\nwith torch.nn.attention.sdpa_kernel([b.FLASH_ATTENTION, b.EFFICIENT_ATTENTION, b.MATH, b.CUDNN_ATTENTION]):\n    out = F.scaled_dot_product_attention(x, x, x)\nout, int(torch.nn.attention.SDPBackend.FLASH_ATTENTION), int(torch.nn.attention.SDPBackend.EFFICIENT_ATTENTION), int(torch.nn.attention.SDPBackend.CUDNN_ATTENTION), torch.nn.attention.SDPBackend.MATH == b.MATH", x=Q),
    refuses("torch.nn.attention.sdpa_kernel(3).__enter__()"),
]
