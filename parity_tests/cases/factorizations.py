"""LU, LDL, eigenvalues, reflectors, equations of tensors, and the forms that tell of failures instead of raising."""

from parity_tests.case import complexes, expr, fixed, ints, refuses, spd, values

SQUARES = [(3, 3), (2, 3, 3), (1, 1), (0, 0), (2, 1, 4, 4)]
SIZES = [(4, 3), (3, 4), (3, 3), (2, 4, 3), (2, 3, 5), (1, 1), (5, 1), (1, 4), (0, 3), (3, 0), (9, 9)]
SINGULAR = values([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0], [1.0, 0.0, 1.0]])
SECOND_SINGULAR = values([[[2.0, 0.0], [0.0, 1.0]], [[1.0, 1.0], [1.0, 1.0]]])
NOT_POSITIVE = values([[4.0, 2.0, 1.0], [2.0, -1.0, 1.0], [1.0, 1.0, 3.0]])
SECOND_NOT_POSITIVE = values([[[2.0, 0.0], [0.0, 1.0]], [[1.0, 2.0], [2.0, 1.0]]])
# Eigenvalues that are apart, real and in pairs, and what of them is the same in any order and phase.
APART = values([[1.0, 2.0, 0.3, 0.1], [-2.0, 1.2, 0.2, 0.4], [0.2, -0.1, 4.0, 0.5], [0.3, 0.2, -0.4, -2.0]])
WHOLE = "w, v = torch.linalg.eig(x); "
NO_EMPTY = {"empty": False, "why": "torch gives None for the gradients of nothing"}
NO_SECOND = {"second": False, "why": "torch has no second derivative of what is left open"}

CASES = [
    # LU
    *[expr("torch.linalg.lu(x)", x=shape) for shape in SIZES],
    *[expr("torch.linalg.lu_factor(x), torch.linalg.lu_factor_ex(x), x.lu(), torch.lu(x, get_infos=True)", x=shape) for shape in SIZES[:8]],
    expr("torch.linalg.lu(z), torch.linalg.lu_factor(z)", z=complexes((2, 3, 3))),
    expr("torch.linalg.lu(z)", z=complexes((4, 3))),
    expr("torch.linalg.lu(x), torch.linalg.lu_factor_ex(x)", x=SINGULAR, grad=False),
    expr("torch.linalg.lu_factor_ex(x), torch.lu(x)", x=SECOND_SINGULAR, grad=False),
    expr("torch.lu_unpack(*torch.linalg.lu_factor(x)), torch.lu_unpack(*x.lu(), unpack_data=False).P, torch.lu_unpack(*x.lu(), unpack_pivots=False)", x=(2, 4, 3)),
    expr("torch.lu_unpack(x, p)", x=(3, 5), p=values([3, 2, 3], "int32")),
    *[expr("torch.linalg.lu_solve(x, p, y), torch.linalg.lu_solve(x, p, y, adjoint=True), torch.lu_solve(y, x, p), y.lu_solve(x, p)", x=x, y=y, p=values([2, 3, 3], "int32")) for x, y in [((3, 3), (3, 2)), ((3, 3), (2, 3, 1))]],
    expr("torch.linalg.lu(x).U, torch.linalg.lu_factor(x).pivots", x=(40, 30), second=False, dtypes=("float64",), why="large enough to be done in blocks"),
    expr("torch.linalg.lu_solve(x, p, y, left=False), torch.linalg.lu_solve(x, p, y, left=False, adjoint=True)", x=(3, 3), y=(2, 3), p=values([2, 3, 3], "int32")),
    expr("torch.linalg.lu_solve(z, p, w), torch.linalg.lu_solve(z, p, w, adjoint=True), torch.linalg.lu_solve(z, p, w.mT, left=False, adjoint=True), torch.linalg.lu_solve(z, p, w.mT, left=False)", z=complexes((3, 3)), w=complexes((3, 2)), p=values([2, 3, 3], "int32")),
    expr("torch.linalg.lu_solve(*torch.linalg.lu_factor(x), y), (torch.linalg.lu_factor(x)[0] ** 2).sum()", x=(2, 3, 3), y=(2, 3, 2)),
    expr("o = [torch.empty(0, dtype=x.dtype) for _ in range(3)]; torch.linalg.lu(x, out=o); o", x=fixed((3, 3))),
    refuses("torch.linalg.lu(x)", x=(3,)),
    refuses("torch.linalg.lu(x)", x=ints((3, 3), 0, 4)),
    refuses("torch.linalg.lu(x.half())", x=(3, 3)),
    refuses("torch.linalg.lu(x, pivot=False)", x=(3, 3)),
    refuses("torch.lu(x, pivot=False)", x=(3, 3)),
    refuses("torch.linalg.lu_factor(x)", x=SINGULAR),
    refuses("torch.linalg.lu_factor(x)", x=SECOND_SINGULAR),
    refuses("torch.linalg.lu_factor_ex(x, check_errors=True)", x=SINGULAR),
    refuses("torch.lu_unpack(x, p)", x=(3, 3), p=ints((3,), 1, 3)),
    refuses("torch.lu_unpack(x, p)", x=(3, 3), p=values([1, 2, 4], "int32")),
    refuses("torch.linalg.lu_solve(x, p, y)", x=(3, 3), y=(2, 3), p=values([2, 3, 3], "int32")),
    refuses("torch.linalg.lu_solve(x, p, y)", x=(4, 3), y=(3, 3), p=values([2, 3, 3], "int32")),
    refuses("torch.linalg.lu_solve(x, p, y)", x=(3, 3), y=(3, 2), p=values([2, 3], "int32")),
    refuses("torch.linalg.lu_solve(x, p, y)", x=(3, 3), y=(3, 2), p=ints((3,), 1, 3)),
    refuses("torch.linalg.lu_solve(x, p, y.double())", x=(3, 3), y=(3, 2), p=values([2, 3, 3], "int32")),
    # LDL
    *[expr("torch.linalg.ldl_factor(x + x.mT), torch.linalg.ldl_factor_ex(x + x.mT), torch.linalg.ldl_factor(x + x.mT, hermitian=True)", x=shape, grad=False) for shape in [(4, 4), (2, 5, 5), (1, 1), (7, 7)]],
    expr("torch.linalg.ldl_factor(z + z.mT), torch.linalg.ldl_factor(z + z.mH, hermitian=True)", z=complexes((2, 4, 4)), grad=False),
    expr("torch.linalg.ldl_factor_ex(x)", x=values([[1.0, 0.0], [0.0, 0.0]]), grad=False),
    expr("torch.linalg.ldl_solve(*torch.linalg.ldl_factor(x + x.mT), y)", x=(2, 4, 4), y=(4, 3), grad=False),
    expr("f = torch.linalg.ldl_factor(z + z.mH, hermitian=True); torch.linalg.ldl_solve(*f, w, hermitian=True), torch.linalg.ldl_solve(*torch.linalg.ldl_factor(z + z.mT), w)", z=complexes((4, 4)), w=complexes((4, 2)), grad=False),
    refuses("torch.linalg.ldl_factor(x)", x=(4, 3)),
    refuses("torch.linalg.ldl_factor(x)", x=values([[1.0, 0.0], [0.0, 0.0]])),
    refuses("torch.linalg.ldl_solve(x, p, y)", x=fixed((3, 3)), y=fixed((2, 2)), p=values([1, 2, 3], "int32")),
    refuses("torch.linalg.ldl_factor(x @ x.mT)[0].sum().backward()", x=(3, 3)),
    # eigenvalues
    expr(WHOLE + "(v * w.unsqueeze(-2)) @ torch.linalg.inv(v), w.sum(), w.prod(), (w**3).sum(), w.abs().sum()", x=APART, **NO_SECOND),
    expr(WHOLE + "v.abs().square().sum(-2), v.abs().sum(), (v.abs() * w.abs()).sum()", x=APART, **NO_SECOND),
    expr("w = torch.linalg.eigvals(x); w.sum(-1), (w.real**2).sum(-1), w.abs().sum(-1)", x=(2, 3, 3), tol=(1e-4, 1e-4), dtypes=("float64",), second=False, why="how well eigenvalues are determined"),
    expr(WHOLE + "(v * w.unsqueeze(-2)) @ torch.linalg.inv(v), w.sum(), w.abs().sum(), v.abs().sum()", x=complexes((3, 3)), **NO_SECOND),
    expr("w = torch.linalg.eigvals(x); w.sum(), (w**2).sum(), w.exp().sum()", x=APART),
    expr("torch.linalg.eig(x), torch.linalg.eigvals(x)", x=(2, 0, 0)),
    expr("torch.linalg.eig(x).eigenvalues.shape, torch.linalg.eig(x).eigenvectors.dtype, torch.linalg.eigvals(x).shape", x=(2, 1, 3, 3), grad=False),
    *[refuses(f"torch.linalg.{f}(x)", x=shape) for f in ("eig", "eigvals") for shape in ((3,), (2, 3))],
    refuses("torch.linalg.eig(x)", x=ints((3, 3), 0, 4)),
    refuses("torch.linalg.eig(x.half())", x=(3, 3)),
    refuses("torch.linalg.eig(x / 0)", x=(3, 3)),
    refuses("torch.linalg.eig(x)[1].real.sum().backward()", x=complexes((3, 3))),
    # telling of failures
    *[expr("torch.linalg.inv_ex(x), torch.linalg.inv_ex(x, check_errors=True).inverse", x=shape) for shape in SQUARES],
    expr("torch.linalg.inv_ex(x), torch.linalg.solve_ex(x, x)", x=SECOND_SINGULAR, grad=False),
    expr("torch.linalg.inv_ex(x), torch.linalg.solve_ex(x, torch.eye(3, dtype=dtype))", x=SINGULAR, grad=False, dtypes=("float64",)),
    expr("torch.linalg.solve_ex(x, y), torch.linalg.solve_ex(x, y.mT, left=False, check_errors=True), torch.linalg.solve_ex(x, y[..., 0])", x=(2, 3, 3), y=(2, 3, 2)),
    expr("torch.linalg.cholesky_ex(x), torch.linalg.cholesky_ex(x, upper=True, check_errors=True)", x=spd(3, (2,))),
    expr("torch.linalg.cholesky_ex(x)", x=NOT_POSITIVE, grad=False),
    expr("torch.linalg.cholesky_ex(x)", x=SECOND_NOT_POSITIVE, grad=False),
    *[refuses(f"torch.linalg.{call}, check_errors=True)", x=x) for call, x in (("inv_ex(x", SINGULAR), ("inv_ex(x", SECOND_SINGULAR), ("solve_ex(x, x", SECOND_SINGULAR), ("cholesky_ex(x", NOT_POSITIVE), ("cholesky_ex(x", SECOND_NOT_POSITIVE))],
    *[refuses(f"torch.linalg.{call})", x=(4, 3)) for call in ("inv_ex(x", "solve_ex(x, x", "cholesky_ex(x")],
    # tensors as matrices
    expr("torch.linalg.tensorsolve(x, y), torch.linalg.tensorsolve(z, y.reshape(2, 3))", x=(6, 2, 3), z=(2, 3, 6), y=(6,)),
    expr("torch.linalg.tensorsolve(x, y, dims=(0, 2))", x=(3, 6, 2), y=(6,)),
    expr("torch.linalg.tensorinv(x), torch.linalg.tensorinv(x.reshape(6, 2, 3), ind=1)", x=(2, 3, 3, 2)),
    refuses("torch.linalg.tensorsolve(x, y)", x=(5, 2, 3), y=(5,)),
    refuses("torch.linalg.tensorinv(x, ind=1)", x=(4, 6, 8, 3)),
    refuses("torch.linalg.tensorinv(x, ind=0)", x=(4, 6)),
    refuses("torch.linalg.tensorinv(x)", x=values([[[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]], [[0.0, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]])),
    expr("torch.linalg.vecdot(x, y), torch.linalg.vecdot(x, x, dim=0), torch.linalg.vecdot(x[0, 0], x[0, 1]), torch.linalg.vecdot(z, w)", x=(2, 3), y=(3,), z=complexes((2, 3)), w=complexes((3,))),
    refuses("torch.linalg.vecdot(x, y)", x=(2, 3), y=(2,)),
    refuses("torch.linalg.vecdot(x, x.double())", x=(2, 3)),
    refuses("torch.linalg.vecdot(i, i)", i=ints((3,), 0, 4)),
    expr("torch.linalg.vander(x), torch.linalg.vander(x, N=2), torch.linalg.vander(x, N=5), torch.linalg.vander(i)", x=(2, 3), i=ints((3,), 0, 4)),
    refuses("torch.linalg.vander(x)", x=()),
    refuses("torch.linalg.vander(x, N=1)", x=(3,)),
    expr("torch.linalg.diagonal(x), torch.linalg.diagonal(x, offset=1), torch.linalg.diagonal(x, dim1=0, dim2=1, offset=-1)", x=(2, 3, 4)),
    expr("y = x * 1; torch.linalg.diagonal(y).mul_(3); y", x=(2, 3, 3)),
    refuses("torch.linalg.diagonal(x)", x=(3,)),
    # reflectors
    *[expr("torch.linalg.householder_product(x, t), torch.orgqr(x, t), x.orgqr(t)", x=x, t=t, **NO_EMPTY) for x, t in [((4, 3), (3,)), ((4, 3), (2,)), ((2, 3, 3), (2, 3)), ((2, 4, 1), (2, 1))]],
    expr("torch.linalg.householder_product(z, t)", z=complexes((4, 2)), t=complexes((2,))),
    expr("torch.ormqr(x, t, y), torch.ormqr(x, t, y, transpose=True), x.ormqr(t, y.mT, left=False), torch.ormqr(x, t, y.mT, False, True)", x=(4, 3), t=(3,), y=(4, 2)),
    expr("torch.ormqr(x, t, y), torch.ormqr(x, t, y.mT, left=False)", x=complexes((2, 3, 2)), t=complexes((2, 2)), y=complexes((2, 3, 4)), **NO_EMPTY),
    *[expr("torch.geqrf(x), x.geqrf()", x=shape, grad=False) for shape in [(4, 3), (3, 4), (2, 3, 3)]],
    expr("torch.linalg.householder_product(*torch.geqrf(x)), torch.geqrf(x).a.triu()", x=(2, 4, 3), grad=False),
    refuses("torch.geqrf(x)", x=(3,)),
    refuses("torch.geqrf(x).a.sum().backward()", x=(3, 3)),
    refuses("torch.linalg.householder_product(x, t)", x=(3, 4), t=(3,)),
    refuses("torch.linalg.householder_product(x, t)", x=(4, 3), t=(4,)),
    refuses("torch.linalg.householder_product(x, t.double())", x=(4, 3), t=(3,)),
    refuses("torch.linalg.householder_product(x, t)", x=(4,), t=(3,)),
    refuses("torch.linalg.householder_product(x, t)", x=(2, 4, 3), t=(3,)),
    refuses("torch.ormqr(x, t, y)", x=(4, 3), t=(3,), y=(3, 2)),
    # how arguments and results are called
    expr("torch.linalg.eigvalsh(input=x), torch.linalg.pinv(input=x), torch.linalg.lstsq(input=x, b=x).solution, torch.linalg.solve_triangular(input=x, B=x, upper=True), torch.linalg.inv(A=x), torch.linalg.det(A=x), torch.linalg.cond(input=x), torch.linalg.matrix_norm(input=x), torch.linalg.tensorinv(input=x, ind=1)", x=spd(3), grad=False),
    expr("torch.det(input=x), torch.slogdet(input=x), torch.matrix_exp(input=x), torch.cholesky_solve(input=x, input2=x), torch.triangular_solve(input=x, A=x), torch.lu_solve(input=x, LU_data=x, LU_pivots=p), torch.linalg.cholesky(input=x), torch.linalg.eig(input=x).eigenvalues.real.sum(), torch.linalg.ldl_factor(input=x)", x=spd(3), p=values([1, 2, 3], "int32"), grad=False),
    expr("[type(r).__name__ for r in (torch.linalg.lu(x), torch.linalg.lu_factor(x), torch.linalg.lu_factor_ex(x), torch.linalg.eig(x), torch.linalg.inv_ex(x), torch.linalg.solve_ex(x, x), torch.linalg.cholesky_ex(x), torch.linalg.ldl_factor(x), torch.linalg.ldl_factor_ex(x), torch.geqrf(x), torch.lu_unpack(*x.lu()))]", x=fixed(spd(3))),
    expr("r = torch.linalg.lu_factor_ex(x); r.LU, r.pivots, r.info, torch.linalg.lu(x).P, torch.linalg.inv_ex(x).info, torch.linalg.ldl_factor_ex(x).LD, torch.geqrf(x).tau", x=fixed(spd(3))),
    expr("str(torch.linalg.lu_factor(x)), repr(torch.linalg.cholesky_ex(x)), repr(torch.max(x, 0))", x=values([[4.0, 2.0], [2.0, 3.0]]), grad=False, strided=False, empty=False, why="text"),
]
