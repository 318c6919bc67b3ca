"""Linear algebra of complex matrices, through what neither phases nor signs show in."""

from parity_tests.case import complexes, expr, fixed, refuses

Z = complexes((3, 3))
B = complexes((2, 3, 3))
TALL, WIDE = complexes((4, 3)), complexes((2, 3, 4))
HERMITIAN = "h = z @ z.mH + 3 * torch.eye(3, dtype=z.dtype); "
NO_SECOND = {"second": False, "why": "torch has no second derivative of what is left open"}

CASES = [
    *[expr(f"torch.linalg.{f}(z), torch.linalg.{f}(y)", z=Z, y=B) for f in ("det", "slogdet", "inv", "matrix_exp")],
    expr("torch.logdet(z), torch.linalg.matrix_power(z, 3), torch.linalg.matrix_power(z, -2), torch.linalg.multi_dot([z, y[0], w])", z=Z, y=B, w=complexes((3,))),
    expr("torch.linalg.solve(z, y), torch.linalg.solve(z, w), torch.linalg.solve(z, y, left=False), torch.linalg.inv_ex(z).inverse, torch.linalg.solve_ex(z, y).result", z=Z, y=B, w=complexes((3,))),
    expr("torch.linalg.solve_triangular(z, y, upper=True), torch.linalg.solve_triangular(z, y, upper=False, unitriangular=True), torch.linalg.solve_triangular(z, y, upper=True, left=False)", z=Z, y=B),
    expr("torch.triangular_solve(y, z).solution, torch.triangular_solve(y, z, transpose=True).solution", z=Z, y=complexes((3, 2))),
    expr(HERMITIAN + "torch.linalg.cholesky(h), torch.linalg.cholesky(h, upper=True), torch.cholesky(h), torch.linalg.cholesky_ex(h).L, torch.linalg.cholesky_ex(h, upper=True).L", z=Z),
    expr(HERMITIAN + "torch.linalg.cholesky(h)", z=B),
    expr(HERMITIAN + "L = torch.linalg.cholesky(h); torch.cholesky_solve(y, L), torch.cholesky_inverse(L), torch.cholesky_solve(y, L.mH, upper=True), torch.cholesky_inverse(L.mH, upper=True)", z=Z, y=complexes((3, 2))),
    *[expr("q, r = torch.linalg.qr(z); q @ r, q.mH @ q, q.abs(), r.abs()", z=z) for z in (Z, TALL, WIDE)],
    expr("torch.linalg.qr(z, 'r').R.abs(), torch.linalg.qr(z, 'complete').R.abs()", z=fixed(TALL)),
    expr(HERMITIAN + "w, v = torch.linalg.eigh(h); w, v.abs(), (v * w) @ v.mH, (v * w.log()) @ v.mH, torch.linalg.eigvalsh(h)", z=Z, **NO_SECOND),
    expr(HERMITIAN + "w, v = torch.linalg.eigh(h, 'U'); w, v.abs()", z=Z, **NO_SECOND),
    expr(HERMITIAN + "torch.linalg.eigvalsh(h), torch.linalg.eigvalsh(h, 'U')", z=Z),
    *[expr("u, s, vh = torch.linalg.svd(z, full_matrices=False); s, u.abs(), vh.abs(), u @ vh, (u * s.exp().unsqueeze(-2)) @ vh", z=z, **NO_SECOND) for z in (Z, TALL, WIDE)],
    expr("torch.linalg.svdvals(z), torch.linalg.svdvals(y), torch.svd(z, compute_uv=False).S", z=Z, y=WIDE),
    expr("u, s, vh = torch.linalg.svd(z); u[:, :3].abs(), s, vh.abs()", z=TALL, **NO_SECOND),
    expr("u, s, v = torch.svd(z); s, v.abs(), u @ v.mH, torch.svd(y)[0].abs()", z=Z, y=WIDE, **NO_SECOND),
    *[expr("torch.linalg.pinv(z), torch.pinverse(z)", z=z) for z in (Z, TALL, WIDE)],
    expr(HERMITIAN + "torch.linalg.pinv(h, hermitian=True), torch.linalg.matrix_rank(h, hermitian=True)", z=Z, grad=False),
    expr("torch.linalg.lstsq(z, y).solution, torch.linalg.lstsq(z, y, driver='gels').residuals", z=TALL, y=complexes((4, 2)), empty=False, why="torch's empty residuals require a gradient"),
    expr("torch.linalg.matrix_rank(z), torch.linalg.cond(z), torch.linalg.cond(z, 1), torch.linalg.cond(z, 'fro')", z=Z, grad=False, why="torch's own gradient fails"),
    *[expr(f"torch.linalg.matrix_norm(z, {ord}), torch.linalg.norm(z, {ord}), torch.linalg.matrix_norm(y, {ord}, keepdim=True)", z=Z, y=WIDE) for ord in ("'fro'", "'nuc'", "inf", "-inf", "1", "-1", "2", "-2")],
    *[expr(f"torch.linalg.vector_norm(z, {ord}), torch.linalg.vector_norm(z, {ord}, 1, True)", z=Z) for ord in ("2", "1", "3", "inf", "-inf", "0.5")],
    expr("torch.linalg.vector_norm(z, 0), torch.linalg.cond(z, 2)", z=Z, grad=False),
    expr("torch.linalg.cross(z, y), torch.trace(z), torch.linalg.vecdot(z, y), torch.linalg.tensorinv(t), torch.linalg.vander(z[0])", z=Z, y=Z, t=complexes((2, 2, 4))),
    refuses("torch.linalg.eigh(z)[1].real.sum().backward()", z=Z),
    refuses("torch.linalg.svd(z)[0].real.sum().backward()", z=Z),
]
