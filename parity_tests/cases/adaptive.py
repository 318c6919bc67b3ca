"""Softmax over very many classes."""

from parity_tests.case import expr, fixed, ints, module, refuses, values

M = "nn.AdaptiveLogSoftmaxWithLoss(8, 20, [4, 10, 15]"

CASES = [
    *[module(f"{M}{options})", (5, 8), t=ints((5,), 0, 20), call="m(x, t)", empty=False, why="torch wants rows") for options in ("", ", head_bias=True", ", div_value=2.0", ", 1.5, True")],
    *[module(f"{M})", (3, 8), t=values(t), call="m(x, t)", empty=False, why="torch wants rows") for t in ([0, 3, 1], [19, 15, 17], [4, 9, 4], [3, 4, 19])],
    *[module(f"{M})", (8,), t=values(t), call="m(x, t)", empty=False, why="unbatched") for t in (0, 7, 19)],
    module("nn.AdaptiveLogSoftmaxWithLoss(4, 6, (2,))", (5, 4), t=ints((5,), 0, 6), call="m(x, t)", empty=False, why="torch wants rows"),
    module("nn.AdaptiveLogSoftmaxWithLoss(16, 6, (2,), 100.0)", (5, 16), t=ints((5,), 0, 6), call="m(x, t)", empty=False, why="a cluster of no features"),
    *[module(f"{M}{options})", (5, 8), call="m.log_prob(x)") for options in ("", ", head_bias=True")],
    *[module(f"{M}{options})", (5, 8), call="m.predict(x)") for options in ("", ", head_bias=True")],
    expr(f"m = {M}).to(dtype); m.head.weight.data[4:] = 0; m.head.weight.data[:4] = 100 * torch.ones(4, 8, dtype=dtype) * torch.arange(4).unsqueeze(1); m.predict(x), m.predict(-x)", x=fixed((5, 8))),
    expr(f"m = {M}); m.reset_parameters(); m.head.weight, m.tail[1][0].weight"),
    expr(f"m = {M}); m.cutoffs, m.shortlist_size, m.n_clusters, m.head_size, type(m(torch.ones(2, 8), torch.tensor([1, 2]))).__name__"),
    *[refuses(f"nn.AdaptiveLogSoftmaxWithLoss(8, 20, {cutoffs})") for cutoffs in ("[]", "[5, 4]", "[0, 4]", "[4, 20]", "[4, 4]", "[4.5]", "[-1]")],
    refuses(f"{M})(x, t)", x=(5, 8), t=ints((4,), 0, 20)),
    refuses(f"{M})(x, t)", x=(5, 8, 1), t=ints((5,), 0, 20)),
    refuses(f"{M})(x, t)", x=(5, 8), t=values(3)),
    refuses(f"{M})(x, t)", x=(5, 8), t=ints((5, 2), 0, 20)),
    refuses(f"{M})(x, t)", x=(2, 8), t=values([1, 20])),
    refuses(f"{M})(x, t)", x=(2, 8), t=values([1, -1])),
]
