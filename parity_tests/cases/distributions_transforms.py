"""Transforms, constraints, and the registries that lead from the one to the other."""

from parity_tests.case import expr, positive, probs, refuses, values

BOTH = "y = t(x); out = y, t.inv(y), t.log_abs_det_jacobian(x, y), t.inv.log_abs_det_jacobian(y, x)"
ONE_WAY = "y = t(x); out = y, t.inv(y)"
TOLD = "repr(t), repr(t.domain), repr(t.codomain), repr(t.inv), t.bijective, t.inv.bijective, t.inv.inv is t, t.domain.event_dim, t.codomain.event_dim"
SIGN = "t.sign, t.inv.sign, t.event_dim"
WAY = "repr(t.inv.domain), repr(t.inv.codomain)"
# text, input, whether it has a Jacobian.
ELEMENTWISE = [
    ("D.ExpTransform()", (2, 3)),
    ("D.PowerTransform(torch.tensor(2.5, dtype=dtype))", positive((2, 3))),
    ("D.PowerTransform(torch.tensor([2.0, -1.0, 0.5], dtype=dtype))", positive((2, 3))),
    ("D.SigmoidTransform()", (2, 3)),
    ("D.SoftplusTransform()", (2, 3)),
    ("D.TanhTransform()", (2, 3)),
    ("D.AffineTransform(0.5, -2.0)", (2, 3)),
    ("D.AffineTransform(torch.tensor([1.0, 2.0, 3.0], dtype=dtype), torch.tensor([[2.0], [-3.0]], dtype=dtype))", (2, 3)),
    ("D.CumulativeDistributionTransform(D.Normal(0.5, torch.tensor(2.0, dtype=dtype)))", (2, 3)),
    ("D.ComposeTransform([D.AffineTransform(0.2, 0.5), D.TanhTransform(), D.ExpTransform()])", (2, 3)),
    ("D.ComposeTransform([])", (2, 3)),
]
OF_VECTORS = [
    ("D.StickBreakingTransform()", (2, 3)),
    ("D.AffineTransform(0.5, torch.tensor([1.0, 2.0, -3.0], dtype=dtype), event_dim=1)", (2, 3)),
    ("D.IndependentTransform(D.ExpTransform(), 1)", (2, 3)),
    ("D.ReshapeTransform((2, 3), (3, 2))", (4, 2, 3)),
    ("D.ReshapeTransform((6,), (3, 2))", (4, 6)),
    ("D.CorrCholeskyTransform()", (2, 3)),
    ("D.CorrCholeskyTransform()", (6,)),
    ("D.CatTransform([D.ExpTransform(), D.AffineTransform(0.5, 2.0), D.transforms.identity_transform], 1, [1, 2, 1])", (2, 4)),
    ("D.CatTransform([D.StickBreakingTransform().inv.inv, D.StickBreakingTransform().inv.inv], 0, [1, 2]).transforms[0]", (3, 2)),
    ("D.StackTransform([D.ExpTransform(), D.AffineTransform(0.5, 2.0)], 1)", (3, 2)),
    ("D.StackTransform([D.ExpTransform(), D.TanhTransform()], -1)", (3, 2)),
    ("D.ComposeTransform([D.AffineTransform(0.5, 2.0), D.StickBreakingTransform(), D.AffineTransform(1.0, 3.0)])", (2, 3)),
    ("D.ComposeTransform([D.ReshapeTransform((6,), (2, 3)), D.ExpTransform()])", (4, 6)),
]
WITHOUT_JACOBIAN = [
    ("D.AbsTransform()", (2, 3)),
    ("D.SoftmaxTransform()", (2, 3)),
    ("D.LowerCholeskyTransform()", (2, 3, 3)),
    ("D.PositiveDefiniteTransform()", (2, 3, 3)),
]
ROOM = {"empty": False, "why": "parameters of two rows"}
CONSTRAINTS = ["boolean", "corr_cholesky", "dependent", "lower_cholesky", "lower_triangular", "nonnegative", "nonnegative_integer", "one_hot",
               "positive", "positive_definite", "positive_integer", "positive_semidefinite", "real", "real_vector", "simplex", "square",
               "symmetric", "unit_interval", "greater_than(2)", "greater_than_eq(2)", "less_than(2)", "interval(-1, 2)",
               "half_open_interval(-1, 2)", "integer_interval(0, 2)", "multinomial(3)", "independent(D.constraints.real, 2)",
               "cat([D.constraints.real, D.constraints.positive])", "stack([D.constraints.real, D.constraints.positive], -1)",
               "MixtureSameFamilyConstraint(D.constraints.simplex)"]  # fmt: skip
NUMBERS = [name for name in CONSTRAINTS if name.split("(")[0] in ("boolean", "nonnegative", "nonnegative_integer", "positive", "positive_integer", "real", "unit_interval", "greater_than", "greater_than_eq", "less_than", "interval", "half_open_interval", "integer_interval")]
MATRICES = ["[[1.0, 0.0], [0.6, 0.8]]", "[[1.0, 0.0], [0.5, 0.5]]", "[[1.0, 0.5], [0.5, 1.0]]", "[[1.0, 2.0], [2.0, 1.0]]", "[[-1.0, 0.0], [1.0, 1.0]]", "[[1.0, 1.0], [1.0, 1.0]]", "[[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]"]
OF_MATRICES = ["corr_cholesky", "lower_cholesky", "lower_triangular", "positive_definite", "positive_semidefinite", "square", "symmetric"]
TO = ["real", "positive", "nonnegative", "greater_than(2.0)", "greater_than_eq(2.0)", "less_than(2.0)", "unit_interval", "interval(-1.0, 2.0)",
      "half_open_interval(-1.0, 2.0)", "simplex", "corr_cholesky", "independent(D.constraints.positive, 1)", "real_vector",
      "cat([D.constraints.real, D.constraints.positive], -1, [1, 2])",
      "stack([D.constraints.real, D.constraints.positive, D.constraints.unit_interval], -1)"]  # fmt: skip

CASES = [
    *[expr(f"t = {text}; {BOTH}", x=x, **ROOM) for text, x in ELEMENTWISE + OF_VECTORS],
    *[expr(f"t = {text}; {ONE_WAY}", x=x, **(ROOM | ({"grad": False} if "Definite" in text else {}))) for text, x in WITHOUT_JACOBIAN],
    *[expr(f"t = {text}; {TOLD}, {WAY}") for text in dict(ELEMENTWISE + OF_VECTORS + WITHOUT_JACOBIAN) if "Cumulative" not in text],
    *[expr(f"t = {text}; {SIGN}") for text, _ in ELEMENTWISE],
    *[expr(f"t = {text}; t.forward_shape(torch.Size({shape})), t.inverse_shape(t.forward_shape(torch.Size({shape})))") for text, shape in (("D.ExpTransform()", "[2, 3]"), ("D.PowerTransform(torch.ones(3))", "[2, 1]"), ("D.AffineTransform(torch.ones(3), torch.ones(2, 1))", "[]"), ("D.StickBreakingTransform()", "[2, 3]"), ("D.CorrCholeskyTransform()", "[2, 6]"), ("D.ReshapeTransform((6,), (2, 3))", "[4, 6]"), ("D.SoftmaxTransform()", "[4, 6]"), ("D.ExpTransform().inv", "[4]"), ("D.IndependentTransform(D.ExpTransform(), 1)", "[4]"), ("D.ComposeTransform([D.StickBreakingTransform(), D.StickBreakingTransform()])", "[4]"))],
    # The cache gives back the very tensors.
    *[expr(f"t = {text}.with_cache(); y = t(x); t.inv(y) is x, t(x) is y, t.with_cache(1) is t, t.with_cache(0) is t, t.inv.inv is t", x=x, grad=False) for text, x in (("D.ExpTransform()", (2, 3)), ("D.AffineTransform(1.0, 2.0)", (2, 3)), ("D.PowerTransform(2.0)", positive((2, 3))), ("D.StickBreakingTransform()", (2, 3)), ("D.ReshapeTransform((3,), (3, 1))", (2, 3)), ("D.IndependentTransform(D.ExpTransform(), 1)", (2, 3)))],
    expr("t = D.ComposeTransform([D.ExpTransform(), D.AffineTransform(1.0, 2.0)], cache_size=1); y = t(x); t.inv(y) is x, t.log_abs_det_jacobian(x, y)", x=(2, 3)),
    expr("t = D.ExpTransform(cache_size=1); y = t.inv(x); t(y) is x, t.inv.with_cache(0)(x)", x=positive((2, 3)), grad=False),
    expr("a, b = D.AffineTransform(1.0, 2.0), D.AffineTransform(torch.tensor(1.0), 2); a == b, a == D.AffineTransform(1, 3), a == D.ExpTransform(), D.ExpTransform() == D.ExpTransform(), D.ExpTransform().inv == D.ExpTransform().inv, D.ExpTransform().inv == D.ExpTransform()"),
    expr("D.PowerTransform(2.0) == D.PowerTransform(torch.tensor(2.0)), D.PowerTransform(2.0) == D.PowerTransform(3.0), D.ComposeTransform([D.ExpTransform()]) == D.ComposeTransform([D.ExpTransform()]), D.CorrCholeskyTransform() == D.CorrCholeskyTransform(), D.TanhTransform() != D.TanhTransform(), D.identity_transform == D.ComposeTransform([])"),
    expr("import copy, pickle\nt = D.ComposeTransform([D.ExpTransform(), D.AffineTransform(1.0, 2.0)]); t.inv\nu = copy.deepcopy(t); out = u(x), u.inv(x.exp() + 9)", x=(2, 3)),
    expr("class T(D.Transform):\n  domain = codomain = D.constraints.real\n  def _call(self, x):\n    return x + 1\nT()(x), repr(T()), T(cache_size=1).with_cache(0)(x)", x=(2, 3)),
    expr("D.SigmoidTransform()(x), D.SigmoidTransform().inv(x.clamp(0, 1)), D.StickBreakingTransform()(x), D.TanhTransform().log_abs_det_jacobian(x, x)", x=values([-1e3, 0.0, 1e3]), grad=False),
    expr("D.utils.tril_matrix_to_vec(x), D.utils.tril_matrix_to_vec(x, -1), D.utils.tril_matrix_to_vec(x, 1), D.utils.vec_to_tril_matrix(D.utils.tril_matrix_to_vec(x)), D.utils.vec_to_tril_matrix(D.utils.tril_matrix_to_vec(x, -2), -2)", x=(2, 3, 3)),
    expr("D.utils.broadcast_all(x, 2, y), D.utils.logits_to_probs(x), D.utils.logits_to_probs(x, is_binary=True), D.utils.clamp_probs(x)", x=(2, 3), y=(2, 1)),
    expr("D.utils.probs_to_logits(x), D.utils.probs_to_logits(x, is_binary=True)", x=probs((2, 3))),
    expr("class P:\n  @D.utils.lazy_property\n  def y(self):\n    return x * 2\np = P(); p.y is p.y, p.y", x=(3,)),
    # Constraints.
    *[expr(f"c = D.constraints.{name}; repr(c), D.constraints.is_dependent(c)" + ("" if name == "dependent" else ", c.is_discrete, c.event_dim")) for name in CONSTRAINTS],
    *[expr(f"D.constraints.{name}.check(x)", x=values([-1.5, -1.0, 0.0, 0.5, 1.0, 2.0, 3.0, float("nan")]), grad=False) for name in NUMBERS],
    *[expr(f"D.constraints.{name}.check(torch.tensor({matrix})), D.constraints.{name}.check(torch.tensor([{matrix}, {matrix}]))") for name in OF_MATRICES for matrix in MATRICES if "3.0" not in matrix or name in ("square", "symmetric", "positive_definite", "positive_semidefinite", "lower_triangular")],
    expr("D.constraints.simplex.check(x), D.constraints.one_hot.check(x), D.constraints.real_vector.check(x), D.constraints.multinomial(1).check(x)", x=values([[0.5, 0.5], [1.0, 0.0], [2.0, -1.0], [1.0, 1.0]]), grad=False),
    expr("D.constraints.cat([D.constraints.positive, D.constraints.real], 1, [1, 2]).check(x), D.constraints.stack([D.constraints.positive, D.constraints.real, D.constraints.boolean], -1).check(x)", x=(2, 3), grad=False),
    expr("D.constraints.MixtureSameFamilyConstraint(D.constraints.positive).check(x), D.constraints.independent(D.constraints.positive, 1).check(x), isinstance(D.constraints.real, D.constraints.Constraint)", x=(2, 3), grad=False),
    expr("class P(D.Normal):\n  @D.constraints.dependent_property(is_discrete=False, event_dim=0)\n  def support(self):\n    return D.constraints.positive\nrepr(P.support), P.support.event_dim, P.support.is_discrete, repr(P(0.0, 1.0).support), repr(D.constraints.dependent(event_dim=2).event_dim)"),
    # Registries.
    *[expr(f"t = D.{way}(D.constraints.{name}); y = t(x); out = y, t.inv(y), repr(t)", x=(2, 3)) for name in TO for way in ("biject_to", "transform_to")],
    *[expr(f"t = D.transform_to(D.constraints.{name}); y = t(x); out = y, repr(t), D.constraints.{name}.check(y)", x=(2, 3, 3)) for name in ("lower_cholesky", "positive_definite", "positive_semidefinite")],
    expr("t = D.biject_to(D.Uniform(a, a + 2).support); t(x), repr(t), D.transform_to(D.Pareto(a.exp(), 1.0).support)(x)", x=(3,), a=(3,)),
    expr("r = D.constraint_registry.ConstraintRegistry()\n@r.register(D.constraints.boolean)\ndef f(c):\n  return D.ExpTransform()\nout = repr(r(D.constraints.boolean)), r.register(D.constraints.greater_than, f) is f, repr(r(D.constraints.positive))"),
    refuses("D.ExpTransform(cache_size=2)"),
    refuses("D.CorrCholeskyTransform().event_dim"),
    refuses("D.Transform().sign"),
    refuses("D.SoftmaxTransform().log_abs_det_jacobian(x, x)", x=(3,)),
    refuses("D.ReshapeTransform((2, 3), (7,))"),
    refuses("D.ReshapeTransform((2,), (2, 1)).forward_shape(torch.Size([3]))"),
    refuses("D.ReshapeTransform((2,), (2, 1)).inverse_shape(torch.Size([2]))"),
    refuses("D.StickBreakingTransform().forward_shape(torch.Size([]))"),
    refuses("D.CorrCholeskyTransform().forward_shape(torch.Size([4]))"),
    refuses("D.CorrCholeskyTransform().inverse_shape(torch.Size([2, 3]))"),
    refuses("D.CorrCholeskyTransform().inverse_shape(torch.Size([2]))"),
    refuses("D.AffineTransform(torch.ones(3), 1.0).forward_shape(torch.Size([2]))"),
    refuses("D.IndependentTransform(D.ExpTransform(), 2)(x)", x=(3,)),
    refuses("D.CatTransform([3])"),
    refuses("D.CatTransform([D.ExpTransform()], lengths=[1, 2])"),
    refuses("D.CatTransform([D.ExpTransform()], 1)(x)", x=(3,)),
    refuses("D.CatTransform([D.ExpTransform()], 0, [2])(x)", x=(3,)),
    refuses("D.StackTransform([D.ExpTransform()])(x)", x=(3,)),
    refuses("D.StackTransform([D.ExpTransform()], 1)(x)", x=(3,)),
    refuses("D.constraints.dependent.check(x)", x=(3,)),
    refuses("D.constraints.dependent.event_dim"),
    refuses("D.constraints.dependent.is_discrete"),
    refuses("D.constraints.cat([3])"),
    refuses("D.constraints.cat([D.constraints.real], lengths=[1, 2])"),
    refuses("D.constraints.stack([D.constraints.real], 1).check(x)", x=(3,)),
    refuses("D.constraints.independent(3, 1)"),
    refuses("D.constraints.independent(D.constraints.real, -1)"),
    refuses("D.constraints.independent(D.constraints.real, 2).check(x)", x=(3,)),
    refuses("D.constraints.MixtureSameFamilyConstraint(3)"),
    refuses("D.constraints.Constraint().check(x)", x=(3,)),
    refuses("D.biject_to(D.constraints.boolean)"),
    refuses("D.biject_to(D.constraints.lower_cholesky)"),
    refuses("D.biject_to.register(3, D.ExpTransform)"),
    refuses("D.utils.tril_matrix_to_vec(torch.ones(3, 3), 3)"),
    refuses("D.utils.vec_to_tril_matrix(torch.ones(4))"),
    refuses("D.utils.broadcast_all('a')"),
]
