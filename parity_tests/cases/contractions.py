"""einsum, tensordot, and products that are added to something."""

from parity_tests.case import expr, refuses

M = (2, 3)
CASES = [
    *[expr(f"torch.einsum({e!r}, x)", x=(3, 3)) for e in ("ij->ji", "ij->", "ij->i", "ii->i", "ii->", "ii", "ji", "...i->...", "i...->...i")],
    *[expr(f"torch.einsum({e!r}, x, y)", x=(2, 3), y=(3, 4)) for e in ("ij,jk->ik", "ij,jk", "ij,jk->ki", "ij,jk->", "ij,jk->ijk", "ij,jk->j", " i j , j k -> i k ", "ij,kl->ikjl", "...j,jk->...k")],
    *[expr(f"torch.einsum({e!r}, x, y)", x=(5, 2, 3), y=(5, 3, 4)) for e in ("bij,bjk->bik", "bij,bjk->ik", "...ij,...jk->...ik", "bij,bjk")],
    expr("torch.einsum('...ij,...jk->...ik', x, y)", x=(4, 1, 2, 3), y=(5, 3, 4)),
    expr("torch.einsum('ij,ij->i', x, y), torch.einsum('ij,kj->ik', x, y)", x=(2, 3), y=(2, 1), why="a dimension of size one broadcasts"),
    expr("torch.einsum('i,j,k->ijk', x, y, z), torch.einsum('i,j,i->j', x, y, x), torch.einsum('bn,anm,bm->ba', u, v, w)", x=(2,), y=(3,), z=(4,), u=(2, 3), v=(5, 3, 4), w=(2, 4)),
    expr("torch.einsum(x, [0, 1], y, [1, 2], [0, 2]), torch.einsum(x, [0, 1], y, [1, 2]), torch.einsum('ij,jk', [x, y])", x=(2, 3), y=(3, 4)),
    refuses("torch.einsum('ij,jk->ik', x, x)", x=M),
    refuses("torch.einsum('ij->ik', x)", x=M),
    refuses("torch.einsum('ij->ii', x)", x=M),
    refuses("torch.einsum('ijk->i', x)", x=M),
    refuses("torch.einsum('ij,jk->ik', x)", x=M),
    refuses("torch.einsum('ii->i', x)", x=M),
    expr("torch.tensordot(x, y), torch.tensordot(x, z, ([0, 2], [1, 0])), torch.tensordot(z, z, 0), torch.tensordot(x, z, 1)", x=(2, 4, 3), y=(4, 3, 2), z=(3, 2)),
    refuses("torch.tensordot(x, x, 1)", x=M),
    refuses("torch.tensordot(x, x, ([0], [0, 1]))", x=M),
    expr("torch.baddbmm(x, y, z), x.baddbmm(y, z, beta=0.5, alpha=2)", x=(5, 2, 4), y=(5, 2, 3), z=(5, 3, 4)),
    expr("torch.addbmm(x, y, z), x.addbmm(y, z, beta=0, alpha=2)", x=(2, 4), y=(5, 2, 3), z=(5, 3, 4)),
    expr("torch.addmv(x, y, z), x.addmv(y, z, beta=0.5, alpha=2)", x=(2,), y=(2, 3), z=(3,)),
    expr("torch.addr(x, y, z), x.addr(y, z, beta=0.5, alpha=2)", x=(2, 3), y=(2,), z=(3,)),
    expr("a = x * 1; a.baddbmm_(y, z); a[0].addbmm_(y, z); a[0, 0].addmv_(z[0].t(), y[0, 0]); a[0].addr_(y[0, :, 0], z[0, 0]); a", x=(5, 2, 4), y=(5, 2, 3), z=(5, 3, 4), empty=False, why="the first of a batch"),
    refuses("torch.baddbmm(x, y, z)", x=(5, 2, 4), y=(5, 2, 3), z=(5, 4, 4)),
    refuses("torch.addmv(x, y, z)", x=(2,), y=(2, 3), z=(2,)),
    expr("torch.ger(x, y), x.ger(y), torch.inner(x, x), x.inner(z), torch.vdot(x, x), x.vdot(x)", x=(3,), y=(4,), z=(2, 3)),
    expr("torch.inner(x, y)", x=(), y=(2, 3)),
    refuses("torch.inner(x, y)", x=(3,), y=(4,)),
    expr("torch.kron(x, y), x.kron(y), torch.kron(y, z)", x=(2, 3), y=(2,), z=(1, 2, 3), strided=False, why="torch makes a view of it"),
]
