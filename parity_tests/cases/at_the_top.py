"""Functions that torch has at its top as well as elsewhere: in-place methods, and functions of networks with other arguments."""

from parity_tests.case import distinct, expr, fixed, ints, positive, probs, refuses, unit, values

X = (2, 3)
SEQUENCE = (5, 2, 3)
IN_PLACE = (
    "abs asin atan arcsin arctan ceil cos cosh deg2rad erf erfc exp exp2 expm1 fix floor frac i0 log "
    "log10 log1p log2 logit nan_to_num neg negative rad2deg reciprocal round rsqrt sin sinc sinh sqrt square tan tanh trunc "
    "zero acos arccos relu sigmoid selu celu"
).split()
# of a network of two layers of width 4 over inputs of width 3
GATES = {"lstm": 4, "gru": 3, "rnn_tanh": 1, "rnn_relu": 1}


def weights(gates):
    """What two layers need, from the eight names of `drawn`."""
    return {
        "a": (4 * gates, 3), "b": (4 * gates, 4), "c": (4 * gates,), "d": (4 * gates,),
        "e": (4 * gates, 4), "f": (4 * gates, 4), "g": (4 * gates,), "k": (4 * gates,),
    }


CASES = [
    *[expr(f"y = x * 1; out = torch.{f}_(y); out, out is y, y", x=unit(X)) for f in IN_PLACE],
    *[expr(f"y = x.detach().clone(); out = torch.{f}_(y); y, out is y", x=unit(X) if "acos" not in f and "arccos" not in f else positive(X), grad=False, why="torch has no derivative of some of these in place") for f in ("acosh", "arccosh", "arcsinh", "arctanh", "asinh", "atanh")],
    expr("y = x * 1; torch.clamp_(y, -0.5, 0.5); torch.clip_(y, max=0.4); torch.clamp_min_(y, -0.2); torch.clamp_max_(y, 0.3); torch.fill_(y[0], 2); y", x=distinct(X)),
    expr("y = x * 1; torch.addmv_(y, a, b); torch.xlogy_(y, z); torch.threshold_(y, 0.1, 0.2); torch.index_put_(y, (torch.tensor([0]),), x[1]); y", x=positive((3,)), a=(3, 2), b=(2,), z=positive((3,))),
    expr("y = x.detach().clone(); torch.ldexp_(y, torch.tensor(2)); torch.gcd_(i, i + 2); torch.lcm_(i, i + 1); y, i", x=X, i=ints(X, 1, 9)),
    expr("y = x * 2; z = torch.detach(y); torch.detach_(y); y.requires_grad, z.requires_grad, z.data_ptr() == y.data_ptr()", x=X),
    expr("torch.manual_seed(1); y = x * 1; torch.rrelu_(y, 0.1, 0.3, True); torch.rrelu(x, 0.1, 0.3), y", x=distinct(X)),
    *[expr(f"y = x * 1; out = torch.{f}_(y, 0.5, True); out is y, y, torch.{f}(x, 0.5, True), torch.{f}(x, p=0.5, train=False)", x=(4, 6, 3)) for f in ("dropout", "feature_dropout", "alpha_dropout", "feature_alpha_dropout")],
    refuses("torch.dropout(x, 1.5, True)", x=X),
    refuses("torch.dropout(x, 0.5)", x=X),
    expr("torch.batch_norm(x, w, b, m, v, True, 0.1, 1e-5, True), m, v", x=(4, 3), w=(3,), b=(3,), m=fixed(values([0.1, 0.2, 0.3])), v=fixed(values([1.0, 2.0, 3.0])), empty=False, why="torch wants more than one value"),
    expr("torch.batch_norm(x, w, None, m, v, False, 0.1, 1e-3, False)", x=(4, 3), w=(3,), m=fixed(values([0.1, 0.2, 0.3])), v=fixed(values([1.0, 2.0, 3.0]))),
    expr("torch.instance_norm(x, w, b, None, None, True, 0.1, 1e-5, True)", x=(2, 3, 4), w=(3,), b=(3,), empty=False, why="torch raises for no sample"),
    expr("torch.layer_norm(x, (3,), w, b, 1e-3, False), torch.layer_norm(x, (2, 3))", x=(4, 2, 3), w=(3,), b=(3,)),
    expr("torch.group_norm(x, 2, w, b, 1e-3), torch.rms_norm(x, (3,), eps=0.1)", x=(2, 4, 3), w=(4,), b=(4,)),
    expr("torch.bilinear(x, y, w, b), torch.celu(x, 0.5), torch.selu(x), torch.threshold(x, 0.1, 0.2)", x=distinct((2, 3)), y=(2, 4), w=(5, 3, 4), b=(5,)),
    expr("torch.cosine_similarity(x, y, 0), torch.pairwise_distance(x, y, 3.0), torch.pdist(x)", x=(3, 4), y=(3, 4), empty=False, why="torch's pdist of no rows"),
    *[expr(f"torch.binary_cross_entropy_with_logits(x, y, w, z, {r}), torch.kl_div(x, y, {r}), torch.kl_div(x, y, {r}, log_target=True), torch.poisson_nll_loss(x, y, False, True, 0.1, {r})", x=positive((2, 3)), y=probs((2, 3)), w=fixed(positive((3,))), z=fixed(positive((3,))), empty=False, why="the mean of nothing") for r in range(3)],
    *[expr(f"torch.cosine_embedding_loss(x, y, t, 0.1, {r}), torch.margin_ranking_loss(x[:, 0], y[:, 0], t, 0.1, {r}), torch.hinge_embedding_loss(x[:, 0], t, 0.5, {r}), torch.triplet_margin_loss(x, y, z, 0.5, 2, 1e-6, True, {r})", x=(2, 3), y=(2, 3), z=(2, 3), t=fixed(values([1.0, -1.0])), empty=False, why="the mean of nothing") for r in range(3)],
    expr("torch.ctc_loss(x.log_softmax(-1), torch.tensor([[1, 2], [2, 0]]), torch.tensor([4, 5]), torch.tensor([2, 1]), 0, 2), torch.ctc_loss(x.log_softmax(-1), torch.tensor([1, 2, 1]), [4, 5], [1, 2], 0, 1, True)", x=(5, 2, 3), second=False, empty=False, why="torch has no second derivative of it"),
    expr("torch.embedding(w, i), torch.embedding(w, i, 2), torch.embedding(w, i, 1, True)", w=(5, 3), i=ints((2, 4), 0, 5), second=False, strided=False, why="torch refuses strided indices; its second derivative leaves the frequencies out"),
    expr("y = w.detach().clone(); out = torch.embedding_renorm_(y, i, 0.5, 2.0); y, out is y", w=(5, 3), i=ints((3,), 0, 5)),
    *[expr(f"torch.grid_sampler(x, g, {m}, {p}, {a}), torch.grid_sampler_2d(x, g, {m}, {p}, {a})", x=(1, 2, 3, 3), g=distinct((1, 2, 2, 2)), second=m == 0, why="torch has no second derivative of the others") for m, p, a in ((0, 0, True), (1, 1, False), (2, 2, False))],
    expr("torch.grid_sampler_3d(x, g, 0, 1, False), torch.affine_grid_generator(t, (1, 1, 2, 3), True)", x=(1, 2, 3, 3, 3), g=distinct((1, 2, 2, 2, 3)), t=(1, 2, 3), second=False, why="torch has none of volumes"),
    expr("torch.constant_pad_nd(x, (1, 2)), torch.constant_pad_nd(x, (1, -1, 0, 2), 0.5)", x=X),
    expr("torch.convolution(x, w, b, (2,), (1,), (1,), False, (0,), 1), torch.convolution(x, v, None, (2,), (1,), (1,), True, (1,), 1)", x=(2, 3, 6), w=(4, 3, 3), b=(4,), v=(3, 4, 3)),
    expr("torch.convolution(x, w, None, [1, 2], [1, 0], [1, 1], False, [0, 0], 3)", x=(2, 3, 5, 6), w=(6, 1, 2, 2)),
    expr("torch.conv3d(x, w), torch.conv_transpose3d(x, v)", x=(1, 2, 3, 3, 3), w=(2, 2, 2, 2, 2), v=(2, 1, 2, 2, 2)),
    expr("torch.conv_transpose1d(x, v, stride=2), torch.conv_tbc(y, u, b, 1)", x=(1, 2, 3), v=(2, 2, 2), y=(4, 2, 3), u=(3, 3, 2), b=(2,), strided=False, why="torch's conv_tbc refuses it"),
    expr("torch.conv_transpose2d(x, v, None, 1, 1)", x=(1, 2, 3, 3), v=(2, 1, 2, 2)),
    *[
        expr(f"torch.{k}(x, {'(h, h * 2)' if k == 'lstm' else 'h'}, [a, b, c, d, e, f, g, k], True, 2, 0.0, True, False, False)", x=SEQUENCE, h=(2, 2, 4), **weights(n), empty=False, second=False, why="torch has no second derivative of its fused cells")
        for k, n in GATES.items()
    ],
    *[
        expr(f"torch.{k}(x, {'(h, h * 2)' if k == 'lstm' else 'h'}, [a, b, a, b], False, 1, 0.0, False, True, True)", x=SEQUENCE, h=(2, 5, 4), a=(4 * n, 3), b=(4 * n, 4), empty=False, second=False, why="torch has no second derivative of its fused cells")
        for k, n in GATES.items()
    ],
    *[
        expr(f"torch.{k}(x, torch.tensor([2, 2, 1]), {'(h, h * 2)' if k == 'lstm' else 'h'}, [a, b, c, d], True, 1, 0.0, True, False)", x=(5, 3), h=(1, 2, 4), a=(4 * n, 3), b=(4 * n, 4), c=(4 * n,), d=(4 * n,), empty=False, second=False, strided=False, why="torch has no second derivative of its fused cells; packed rows")
        for k, n in GATES.items()
    ],
    *[
        expr(f"torch.{k}_cell(x, {'(h, h * 2)' if k == 'lstm' else 'h'}, a, b, c, d), torch.{k}_cell(x, {'(h, h * 2)' if k == 'lstm' else 'h'}, a, b)", x=(2, 3), h=(2, 4), a=(4 * n, 3), b=(4 * n, 4), c=(4 * n,), d=(4 * n,), empty=False, second=False, why="torch has no second derivative of its fused cells")
        for k, n in GATES.items()
    ],
    expr("g = torch.default_generator; g.initial_seed() == torch.initial_seed(), torch.seed() == torch.initial_seed()"),
    expr("torch.vmap(lambda a: a.sum() * 2)(x), torch.func.grad_and_value(lambda t: (t * t).sum())(x)", x=(3, 2), empty=False, why="torch maps over no nothing"),
    expr("a = torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()\nwith torch.autograd.set_detect_anomaly(True, check_nan=False):\n    b = torch.is_anomaly_enabled(), torch.is_anomaly_check_nan_enabled()\nwith torch.autograd.detect_anomaly():\n    c = torch.is_anomaly_enabled()\ntorch.set_anomaly_enabled(False)\nwith torch.autograd.set_multithreading_enabled(False):\n    d = x * 2\na, b, c, d, torch.is_anomaly_enabled()", x=(3, 2)),
]
