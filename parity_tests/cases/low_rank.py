"""Singular values and principal components of low rank: with the same seed, the same projections."""

from parity_tests.case import expr, refuses

NO_SECOND = {"second": False, "empty": False, "why": "ill conditioned; torch refuses no rows"}

CASES = [
    expr("u, s, v = torch.svd_lowrank(x, q=2); s, u.abs(), v.abs(), (u * s) @ v.mT", x=(5, 3), **NO_SECOND),
    expr("u, s, v = torch.svd_lowrank(x, 3, niter=0); s, (u * s.unsqueeze(-2)) @ v.mT", x=(2, 4, 6), **NO_SECOND),
    expr("u, s, v = torch.svd_lowrank(x, q=2, M=y); s, (u * s) @ v.mT", x=(5, 4), y=(4,), **NO_SECOND),
    expr("u, s, v = torch.pca_lowrank(x); s, v.abs()", x=(9, 3), **NO_SECOND),
    expr("u, s, v = torch.pca_lowrank(x, q=2, center=False, niter=1); s, u.abs()", x=(4, 5), **NO_SECOND),
    refuses("torch.pca_lowrank(x, q=7)", x=(4, 3)),
    refuses("torch.pca_lowrank(x, niter=-1)", x=(4, 3)),
    refuses("torch.svd_lowrank(x)", x=(3,)),
]
