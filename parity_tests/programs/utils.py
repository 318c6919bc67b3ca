"""nn.utils: clipping, vectors, functional_call, skip_init, fusion."""

from __future__ import annotations


def _with_grads(torch, *grads, dtype=None):
    parameters = [torch.nn.Parameter(torch.zeros(len(g), dtype=dtype)) for g in grads]
    for parameter, g in zip(parameters, grads):
        parameter.grad = torch.tensor(g, dtype=parameter.dtype)
    return parameters


def clipping_by_norm(torch, note):
    utils, inf = torch.nn.utils, float("inf")
    for norm_type in (2.0, 1, 2, 3.5, inf, "inf", 0, -1, -inf):
        for max_norm in (6.5, 100):
            for foreach in (None, True, False):
                p = _with_grads(torch, [3.0, -4.0], [12.0])
                note(utils.clip_grad_norm_(p, max_norm, norm_type, foreach=foreach), [q.grad for q in p])
    p = [*_with_grads(torch, [3.0, 4.0]), *_with_grads(torch, [12.0], dtype=torch.float64)]
    note(utils.clip_grad_norm_(p, 1.0), [q.grad for q in p])
    p = _with_grads(torch, [3.0, 4.0])[0]
    note(utils.clip_grad_norm_(p, 1.0), p.grad, utils.clip_grad_norm_([torch.nn.Parameter(torch.zeros(1))], 1.0))
    note(utils.clip_grad_norm_(iter(_with_grads(torch, [3.0, 4.0])), 1.0), utils.clip_grad_norm_([], 1.0))


def clipping_what_is_not_finite(torch, note):
    utils = torch.nn.utils
    for value in (float("nan"), float("inf")):
        p = _with_grads(torch, [value, 1.0])
        note.refused(lambda: utils.clip_grad_norm_(p, 1.0, error_if_nonfinite=True), says=True)  # noqa: B023
        note(p[0].grad, utils.clip_grad_norm_(p, 1.0), p[0].grad)


def clipping_warns(torch, note):
    utils = torch.nn.utils
    note.warned(lambda: utils.clip_grad_norm_((p for p in []), 1.0))
    note.warned(lambda: utils.clip_grad_norm(_with_grads(torch, [3.0]), 1.0))


def clipping_in_parts(torch, note):
    utils = torch.nn.utils
    p = _with_grads(torch, [3.0, -4.0], [12.0])
    total = utils.get_total_norm([q.grad for q in p])
    utils.clip_grads_with_norm_(p, 1.0, total)
    note(total, [q.grad for q in p], utils.get_total_norm(torch.tensor([3.0, 4.0]), "inf"), utils.get_total_norm([]))
    note.refused(lambda: utils.clip_grads_with_norm_(p, 1.0, 3.0))
    for value in (1.5, 0.1, -1.0, 2):
        p = _with_grads(torch, [3.0, -4.0, 0.05])
        utils.clip_grad_value_(p, value)
        note(p[0].grad)
        utils.clip_grad_value_(p[0], value, foreach=True)
    utils.clip_grad_value_(iter(p), 0.01)
    note(p[0].grad)


def parameters_as_a_vector(torch, note):
    utils, nn = torch.nn.utils, torch.nn
    p = [nn.Parameter(torch.ones(2, 2)), nn.Parameter(torch.zeros(1))]
    vector = utils.parameters_to_vector(p)
    note(vector.detach(), vector.requires_grad)
    new = torch.arange(6.0)
    utils.vector_to_parameters(new, p)
    new[0] = 9.0
    note(p)
    note.refused(lambda: utils.vector_to_parameters(torch.arange(4.0), p))
    note.refused(lambda: utils.vector_to_parameters([1.0], p), says=True)
    note.refused(lambda: utils.parameters_to_vector([]))
    note.refused(lambda: utils.parameters_to_vector([nn.Parameter(torch.ones(2, 3).t())]))


def _call(torch, *args, **kwargs):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.nn.utils.stateless.functional_call(*args, **kwargs)


def functional_call(torch, note):
    m, x = torch.nn.Linear(1, 1), torch.ones(1)
    two, zero = torch.full((1, 1), 2.0), torch.zeros(1)
    weight = m.weight
    note(_call(torch, m, {"weight": two, "bias": zero}, x), _call(torch, m, {"weight": two, "bias": zero}, (x,)))
    note(m.weight is weight)
    two.requires_grad_()
    _call(torch, m, {"weight": two, "bias": zero}, x).sum().backward()
    note(two.grad, m.weight.grad)
    note(_call(torch, m, {"added": zero}, x).shape, hasattr(m, "added"))
    note.warned(lambda: torch.nn.utils.stateless.functional_call(m, {}, x).shape)
    for call in (
        lambda: _call(torch, m, {"weight": two}, x, strict=True),
        lambda: _call(torch, m, {"weight": two, "bias": zero, "x": zero}, x, strict=True),
        lambda: _call(torch, m, {"a.x": zero}, x),
        lambda: _call(torch, m, {"weight": 3}, x),
        lambda: _call(torch, m, {"in_features": zero}, x),
    ):
        note.refused(call, says=True)
    note.refused(lambda: _call(torch, m, {"weight": None}, x))
    note(m.weight is weight)


def functional_call_with_tied_weights(torch, note):
    nn, x = torch.nn, torch.ones(1)
    a, b = nn.Linear(1, 1, bias=False), nn.Linear(1, 1, bias=False)
    a.weight.data.fill_(7.0)
    b.weight = a.weight
    net = nn.Sequential(a, b)
    two, three = torch.full((1, 1), 2.0), torch.full((1, 1), 3.0)
    note(_call(torch, net, {"0.weight": two}, x), _call(torch, net, {"0.weight": two}, x, tie_weights=False).detach())
    note(_call(torch, net, {"1.weight": two}, x, strict=True))
    note(_call(torch, net, {"0.weight": two, "1.weight": three}, x, tie_weights=False))
    note.refused(lambda: _call(torch, net, {"0.weight": two, "1.weight": three}, x), says=True)


def functional_call_hands_buffers_back(torch, note):
    class Counting(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.register_buffer("n", torch.zeros(1))

        def forward(self, x, k=0):
            self.n = self.n + 1
            return x + k

    m, tensors = Counting(), {"n": torch.full((1,), 5.0)}
    note(_call(torch, m, tensors, torch.ones(1), {"k": 2}), tensors, m.n)
    note.refused(lambda: _call(torch, m, {}))


def skip_init(torch, note):
    nn, skip = torch.nn, torch.nn.utils.skip_init
    m = skip(nn.Linear, 3, 2, dtype=torch.float64)
    note(repr(m), m.weight.shape, str(m.weight.dtype), m.weight.requires_grad)
    note.bits(torch.rand(2))
    for call in (
        lambda: skip(3),
        lambda: skip(torch.Tensor),
        lambda: skip(nn.Identity),
        lambda: skip(nn.Linear, 1, 1, device="cuda"),
    ):
        note.refused(call)


def _norm(torch, n):
    counts = torch.arange(n)
    return {"bn_rm": counts / 3.0, "bn_rv": counts + 0.5, "bn_eps": 1e-3, "bn_w": counts + 1.0, "bn_b": torch.ones(n)}


def fusing_weights(torch, note):
    utils = torch.nn.utils
    conv = torch.arange(24.0).reshape(3, 2, 4)
    for bias in (None, torch.ones(3)):
        for w in (torch.nn.Parameter(conv), conv):
            note(utils.fuse_conv_bn_weights(w, bias, **_norm(torch, 3)))
        note(utils.fuse_linear_bn_weights(torch.arange(6.0).reshape(3, 2), bias, **_norm(torch, 3)))
    note(utils.fuse_conv_bn_weights(conv.transpose(0, 1), None, **_norm(torch, 3), transpose=True))
    note(utils.fuse_conv_bn_weights(conv, None, **{**_norm(torch, 3), "bn_w": None, "bn_b": None}))


def options_that_are_refused(torch, note):
    nn = torch.nn
    utils = nn.utils
    for dim in (-1, 2, 5):
        note.refused(lambda dim=dim: utils.spectral_norm(nn.Linear(3, 4), dim=dim))
    note.refused(lambda: utils.rnn.invert_permutation([1, 0]))
    note.refused(lambda: utils.rnn.invert_permutation(torch.tensor([0.0])))
    m = nn.Sequential(nn.Linear(2, 2))
    m.tied, m.again = m[0], m[0]
    one, two = torch.ones(2, 2), torch.zeros(2, 2)
    for tensors in (None, [], 3, {"0.weight": one, "tied.weight": two}):
        note.refused(lambda t=tensors: torch.func.functional_call(m, t, one))
    note.refused(lambda: torch.func.functional_call(m, {"0.weight": one, "tied.weight": two, "again.weight": two}, one))
