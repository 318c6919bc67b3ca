"""Factorisations large enough to be done in blocks, against what defines them; complex views; distances."""

import numpy as np
import pytest

import numpynn
from numpynn import linalg

RNG = np.random.default_rng(0)


def draw(*shape, is_complex=False):
    x = RNG.standard_normal(shape)
    return x + 1j * RNG.standard_normal(shape) if is_complex else x


def close(found, expected, tolerance=1e-11):
    np.testing.assert_allclose(found.detach().numpy(), expected, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("is_complex", [False, True])
@pytest.mark.parametrize("shape", [(40, 40), (2, 50, 35), (3, 20, 60), (1, 70)])
def test_lu_multiplies_back_with_small_factors(shape, is_complex):
    x = draw(*shape, is_complex=is_complex)
    P, L, U = linalg.lu(numpynn.tensor(x))
    close(P @ L @ U, x)
    assert np.abs(L.array).max() <= np.sqrt(2) + 1e-12
    assert (P.array.sum(-1) == 1).all() and (P.array.sum(-2) == 1).all()


@pytest.mark.parametrize("upper", [False, True])
def test_triangles_are_solved_in_blocks(upper):
    a = draw(2, 50, 50) / 20 + 2 * np.eye(50)
    b = draw(50, 3)
    triangle = np.triu(a) if upper else np.tril(a)
    x = linalg.solve_triangular(numpynn.tensor(a), numpynn.tensor(np.stack([b, b])), upper=upper)
    close(numpynn.tensor(triangle) @ x, np.stack([b, b]))


def test_lu_solve_and_its_transposes():
    a, b = draw(30, 30, is_complex=True), draw(30, 2, is_complex=True)
    factors = linalg.lu_factor(numpynn.tensor(a))
    B = numpynn.tensor(b)
    close(numpynn.tensor(a) @ linalg.lu_solve(*factors, B), b, 1e-9)
    close(numpynn.tensor(a).mH @ linalg.lu_solve(*factors, B, adjoint=True), b, 1e-9)
    close(linalg.lu_solve(*factors, B.mT, left=False) @ numpynn.tensor(a), b.T, 1e-9)


@pytest.mark.parametrize(("is_complex", "hermitian"), [(False, False), (True, False), (True, True)])
def test_ldl_solves(is_complex, hermitian):
    x = draw(2, 9, 9, is_complex=is_complex)
    x = x + (x.conj() if hermitian else x).swapaxes(-1, -2)
    LD, pivots = linalg.ldl_factor(numpynn.tensor(x), hermitian=hermitian)
    b = draw(9, 2, is_complex=is_complex)
    y = linalg.ldl_solve(LD, pivots, numpynn.tensor(b), hermitian=hermitian)
    close(numpynn.tensor(x) @ y, np.stack([b, b]), 1e-9)


def test_eigenvectors_have_length_one_and_are_eigenvectors():
    x = numpynn.tensor(draw(3, 6, 6))
    w, v = linalg.eig(x)
    close(x.to(w.dtype) @ v, (v * w.unsqueeze(-2)).numpy())
    close(v.abs().square().sum(-2), np.ones((3, 6)))


def test_reflectors_make_q():
    x = numpynn.tensor(draw(2, 7, 4))
    packed, tau = numpynn.geqrf(x)
    Q = linalg.householder_product(packed, tau)
    close(Q @ packed[:, :4].triu(), x.numpy())
    close(numpynn.ormqr(packed, tau, x, transpose=True)[:, :4], packed[:, :4].triu().numpy())


def test_failures_are_told():
    x = numpynn.tensor([[[2.0, 0.0], [0.0, 1.0]], [[1.0, 1.0], [1.0, 1.0]]])
    assert linalg.inv_ex(x).info.tolist() == [0, 2]
    assert linalg.lu_factor_ex(x).info.tolist() == [0, 2]
    assert linalg.cholesky_ex(-x).info.tolist() == [1, 1]
    with pytest.raises(linalg.LinAlgError, match="Batch element 1"):
        linalg.inv_ex(x, check_errors=True)


def test_distances_in_blocks_are_distances(monkeypatch):
    from numpynn.kernels import distances

    monkeypatch.setattr(distances, "_BLOCK", 40)
    x, y = numpynn.tensor(draw(7, 3)).requires_grad_(), numpynn.tensor(draw(5, 3))
    found = numpynn.cdist(x, y, p=3.0)
    difference = x.detach().numpy()[:, None] - y.numpy()
    close(found, (np.abs(difference) ** 3).sum(-1) ** (1 / 3))
    found.sum().backward()
    slopes = np.sign(difference) * difference**2 / found.detach().numpy()[..., None] ** 2
    close(x.grad, slopes.sum(1))


def test_parts_of_complex_numbers_share_memory():
    z = numpynn.tensor([1 + 2j, 3 + 4j])
    numpynn.view_as_real(z)[0, 1] = 9
    assert z.tolist() == [1 + 9j, 3 + 4j]
    x = numpynn.zeros(3, 2)
    numpynn.view_as_complex(x)[1] = 5 - 1j
    assert x.tolist() == [[0, 0], [5, -1], [0, 0]]


def test_a_write_through_the_parts_reaches_the_gradient():
    z = numpynn.tensor([1 + 2j, 3 + 4j]).requires_grad_()
    y = z * 1
    y.real.mul_(3)
    (y * y.conj()).real.sum().backward()
    # |3a + ib|²: 18a + 2ib
    assert z.grad.tolist() == [18 + 4j, 54 + 8j]


def test_results_print_as_torchs():
    x = numpynn.tensor([[2.0]])
    assert repr(linalg.lu_factor(x)) == (
        "torch.return_types.linalg_lu_factor(\nLU=tensor([[2.]]),\npivots=tensor([1], dtype=torch.int32))"
    )
