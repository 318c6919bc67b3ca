"""nn.utils; programs/ goes further, into the order of things and the texts of errors."""

from parity_tests.case import expr, fixed, module, refuses

GRADS = "p = [nn.Parameter(torch.zeros(3, dtype=dtype)), nn.Parameter(torch.zeros(2, dtype=dtype))]; p[0].grad = x; p[1].grad = y"
SUM = "type('Sum', (nn.Module,), {'forward': lambda m, a, b: a + b, 'right_inverse': lambda m, x: (x / 4, x * 3 / 4)})()"
PRUNE = "__import__(nn.utils.__name__ + '.prune'); m = nn.Linear(3, 2).to(dtype)"
STATE = "list(m.named_parameters()), list(m.named_buffers()), m.weight.detach()"
BN = "dict(bn_rm=a, bn_rv=a.abs() + 1, bn_eps=0.1, bn_w=a + 1, bn_b=a * 2)"

CASES = [
    *[expr(f"{GRADS}; nn.utils.clip_grad_norm_(p, {args}), p[0].grad, p[1].grad", x=fixed((3,)), y=fixed((2,))) for args in ("0.5", "100.0", "0.5, 1", "0.5, inf", "0.5, norm_type=3.5", "0.5, -1", "0.5, error_if_nonfinite=True", "0.5, foreach=False")],
    *[expr(f"{GRADS}; nn.utils.clip_grad_value_(p, {args}); p[0].grad, p[1].grad", x=fixed((3,)), y=fixed((2,))) for args in ("0.5", "0.1, foreach=True")],
    expr(f"{GRADS}; nn.utils.clip_grads_with_norm_(p, 0.5, nn.utils.get_total_norm([x, y])); p[0].grad", x=fixed((3,)), y=fixed((2,))),
    expr("nn.utils.get_total_norm([x, y], 3), nn.utils.get_total_norm([])", x=fixed((3,)), y=fixed((2,))),
    expr(f"{GRADS}; nn.utils.clip_grad_norm(p, 0.5)", x=fixed((3,)), y=fixed((2,)), why="the old name"),
    refuses("p = nn.Parameter(torch.zeros(1)); p.grad = torch.tensor([nan]); nn.utils.clip_grad_norm_(p, 1.0, error_if_nonfinite=True)", says="non-finite"),
    expr("nn.utils.parameters_to_vector([x, y])", x=(2, 3), y=(2,)),
    expr("p = [nn.Parameter(torch.zeros(2, 2, dtype=dtype)), nn.Parameter(torch.zeros(1, dtype=dtype))]; nn.utils.vector_to_parameters(x, p); p", x=fixed((5,))),
    refuses("nn.utils.vector_to_parameters(x, [nn.Parameter(torch.zeros(4))])", x=(3,)),
    expr("nn.utils.stateless.functional_call(nn.Linear(3, 2), {'weight': w, 'bias': b}, x)", x=(4, 3), w=(2, 3), b=(2,)),
    expr("nn.utils.stateless.functional_call(nn.Linear(3, 2), {'weight': w, 'bias': b}, (), {'input': x}, tie_weights=False, strict=True)", x=(4, 3), w=(2, 3), b=(2,)),
    refuses("nn.utils.stateless.functional_call(nn.Linear(3, 2), {'weight': w}, x, strict=True)", x=(4, 3), w=(2, 3), says="bias"),
    expr("nn.utils.skip_init(nn.Linear, 3, 2), torch.rand(1)"),
    expr(f"nn.utils.fuse_conv_bn_weights(w, b, **{BN})", w=(3, 2, 4), b=(3,), a=(3,)),
    expr(f"nn.utils.fuse_conv_bn_weights(w, None, transpose=True, **{BN})", w=(2, 3, 4), a=(3,)),
    expr(f"nn.utils.fuse_linear_bn_weights(w, b, **{BN})", w=(3, 2), b=(3,), a=(3,)),
    expr(f"nn.utils.fuse_linear_bn_weights(w, None, **{BN})", w=(3, 2), a=(3,)),
    *[expr(f"nn.utils.rnn.pack_padded_sequence(x, {args})", x=(4, 3, 2)) for args in ("[4, 2, 1]", "torch.tensor([3, 3, 1])", "[1, 4, 2], enforce_sorted=False", "[3, 3, 2, 1], batch_first=True")],
    *[expr(f"nn.utils.rnn.pad_packed_sequence(nn.utils.rnn.pack_padded_sequence(x, [1, 4, 2], enforce_sorted=False){args})", x=(4, 3, 2)) for args in ("", ", True", ", padding_value=7.0", ", total_length=6")],
    *[expr(f"nn.utils.rnn.pad_sequence([x, y{args})", x=(4, 2), y=(3, 2)) for args in ("]", "], True", "], padding_value=7.0", "], True, 1.0, 'left'")],
    expr("nn.utils.rnn.unpad_sequence(x, torch.tensor([1, 3]), batch_first=True)", x=(2, 4)),
    expr("nn.utils.rnn.unpack_sequence(nn.utils.rnn.pack_sequence([x, y], enforce_sorted=False))", x=(2,), y=(4,)),
    expr("nn.utils.rnn.pack_sequence([x, y])", x=(4, 2), y=(2, 2)),
    expr("nn.utils.rnn.PackedSequence(x, torch.tensor([2, 1]), torch.tensor([1, 0])), nn.utils.rnn.invert_permutation(torch.tensor([2, 0, 1]))", x=(3,)),
    refuses("nn.utils.rnn.pack_padded_sequence(x, [1, 4, 2])", x=(4, 3)),
    refuses("nn.utils.rnn.pack_padded_sequence(x, [3, 2])", x=(4, 3)),
    refuses("nn.utils.rnn.pad_sequence([x, y])", x=(2, 3), y=(2, 4)),
    module("nn.utils.parametrize.register_parametrization(nn.Linear(3, 3), 'weight', nn.Tanh())", (2, 3)),
    module(f"nn.utils.parametrize.register_parametrization(nn.Linear(3, 3), 'bias', {SUM})", (2, 3)),
    module("m = nn.Linear(3, 3); nn.utils.parametrize.register_parametrization(m, 'weight', nn.Tanh()); nn.utils.parametrize.register_parametrization(m, 'weight', nn.Softmax(0)); m", (2, 3)),
    module("nn.utils.parametrize.remove_parametrizations(nn.utils.parametrize.register_parametrization(nn.Linear(3, 3), 'weight', nn.Tanh()), 'weight')", (2, 3), same_init=False, why="tanh rounds"),
    module("nn.utils.parametrize.transfer_parametrizations_and_params(nn.utils.parametrize.register_parametrization(nn.Linear(3, 3), 'weight', nn.Tanh()), nn.Linear(3, 3))", (2, 3)),
    expr("m = nn.utils.parametrize.register_parametrization(nn.Linear(3, 3), 'weight', nn.Tanh()); p = nn.utils.parametrize; c = p.cached(); c.__enter__(); first = m.weight is m.weight; c.__exit__(None, None, None); first, m.weight is m.weight, nn.utils.parametrize.cached is p.cached"),
    expr("m = nn.utils.parametrize.register_parametrization(nn.Linear(3, 3), 'weight', nn.Tanh()); nn.utils.parametrize.is_parametrized(m), nn.utils.parametrize.is_parametrized(m, 'bias'), nn.utils.parametrize.type_before_parametrizations(m) is nn.Linear"),
    expr("nn.utils.parametrize.ParametrizationList([nn.Tanh(), nn.Softmax(0)], nn.Parameter(x.detach()))()", x=fixed((3,))),
    refuses("nn.utils.parametrize.register_parametrization(nn.Linear(3, 3), 'none', nn.Tanh())", says="none"),
    refuses("nn.utils.parametrize.register_parametrization(nn.Linear(3, 3), 'weight', nn.Flatten(0))"),
    *[module(f"nn.utils.{kind}weight_norm(nn.Linear(3, 4), dim={dim})", (2, 3), second=False, same_init=False, why="torch's fused kernel fails gradgradcheck; norms round") for kind in ("", "parametrizations.") for dim in (0, 1)],
    *[module(f"nn.utils.{kind}weight_norm(nn.Linear(3, 4), dim=None)", (2, 3), same_init=False, why="norms round") for kind in ("", "parametrizations.")],
    module("nn.utils.remove_weight_norm(nn.utils.weight_norm(nn.Linear(3, 4)))", (2, 3), same_init=False, why="norms round"),
    *[module(f"nn.utils.parametrizations.spectral_norm(nn.Linear(3, 4){options})", (2, 3), same_init=False, why="norms round") for options in ("", ", n_power_iterations=3", ", dim=1", ", eps=0.1", ", name='bias'")],
    *[module(f"nn.utils.spectral_norm(nn.Linear(3, 4){options})", (2, 3), same_init=False, why="norms round") for options in ("", ", n_power_iterations=3", ", dim=1")],
    expr("nn.utils.remove_spectral_norm(nn.utils.spectral_norm(nn.Linear(3, 4, dtype=dtype)))(x)", x=(2, 3)),
    refuses("nn.utils.spectral_norm(nn.Linear(3, 4), n_power_iterations=0)"),
    refuses("nn.utils.parametrizations.spectral_norm(nn.Linear(3, 4), dim=2)"),
    *[expr(f"{PRUNE}; nn.utils.prune.{call}; {STATE}") for call in ("identity(m, 'weight')", "l1_unstructured(m, 'weight', 0.5)", "l1_unstructured(m, 'weight', 2, importance_scores=m.weight.detach() ** 3)", "ln_structured(m, 'weight', 1, 2, 1)", "random_unstructured(m, 'weight', 3)", "random_structured(m, 'weight', 0.5, 1)", "custom_from_mask(m, 'weight', torch.eye(2, 3))", "global_unstructured([(m, 'weight'), (m, 'bias')], nn.utils.prune.L1Unstructured, amount=3)", "remove(nn.utils.prune.l1_unstructured(m, 'weight', 0.5), 'weight')")],
    *[expr(f"{PRUNE}; k = nn.utils.prune.{kind}; k.apply({args}); {STATE}") for kind, args in (("Identity", "m, 'weight'"), ("RandomUnstructured", "m, 'weight', 0.3"), ("RandomStructured", "m, 'weight', 1, dim=0"), ("LnStructured", "m, 'weight', 1, n=1, dim=0"), ("CustomFromMask", "m, 'weight', torch.eye(2, 3)"))],
    expr(f"{PRUNE}; nn.utils.prune.is_pruned(m), nn.utils.prune.is_pruned(nn.utils.prune.identity(m, 'weight'))"),
    expr(f"{PRUNE}; nn.utils.prune.l1_unstructured(nn.utils.prune.identity(m, 'bias'), 'bias', 1); (c,) = m._forward_pre_hooks.values(); isinstance(c, nn.utils.prune.PruningContainer), isinstance(c, nn.utils.prune.BasePruningMethod), len(c)"),
    refuses(f"{PRUNE}; nn.utils.prune.l1_unstructured(m, 'weight', 7)"),
    refuses(f"{PRUNE}; nn.utils.prune.ln_structured(m, 'bias', 1, 1, 0)"),
]
