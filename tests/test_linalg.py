"""linalg, against what defines each decomposition, and its refusals."""

import numpy as np
import pytest

import numpynn

A = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 2.0]])


@pytest.fixture(params=["float64", "float32"])
def matrix(request):
    return numpynn.tensor(A, dtype=getattr(numpynn, request.param))


def close(x, expected):
    tolerance = 1e-12 if x.dtype == numpynn.float64 else 1e-5
    np.testing.assert_allclose(x.detach().numpy(), expected, rtol=tolerance, atol=tolerance)


def test_determinants_by_hand(matrix):
    expected = 4 * (6 - 1) - 1 * (2 + 0.5) + 0.5 * (-1 - 1.5)
    close(numpynn.det(matrix), expected)
    close(matrix.logdet(), np.log(expected))
    sign, size = numpynn.linalg.slogdet(-matrix)
    assert sign.item() == -1 and sign.dtype == matrix.dtype
    close(size, np.log(expected))


def test_decompositions_multiply_back(matrix):
    q, r = numpynn.linalg.qr(matrix)
    w, v = numpynn.linalg.eigh(matrix)
    u, s, vh = numpynn.linalg.svd(matrix)
    lower = numpynn.linalg.cholesky(matrix)
    for product in (q @ r, v * w @ v.mT, u * s @ vh, lower @ lower.mT):
        assert product.dtype == matrix.dtype
        close(product, A)


def test_inverses_and_solutions(matrix):
    close(matrix @ matrix.inverse(), np.eye(3))
    close(matrix @ numpynn.linalg.pinv(matrix), np.eye(3))
    b = numpynn.tensor([1.0, 2.0, 3.0], dtype=matrix.dtype)
    x = numpynn.linalg.solve(matrix, b)
    close(matrix @ x, [1, 2, 3])
    close(numpynn.linalg.lstsq(matrix, b.unsqueeze(-1)).solution, x.unsqueeze(-1).numpy())
    close(numpynn.cholesky_solve(b.unsqueeze(-1), numpynn.linalg.cholesky(matrix)), x.unsqueeze(-1).numpy())


def test_the_rank_of_an_outer_product_is_one(matrix):
    assert numpynn.linalg.matrix_rank(matrix).item() == 3
    assert numpynn.linalg.matrix_rank(numpynn.outer(matrix[0], matrix[1])).item() == 1


def test_the_gradient_of_a_singular_determinant_is_the_cofactors():
    x = numpynn.tensor([[1.0, 2.0], [2.0, 4.0]], dtype=numpynn.float64, requires_grad=True)
    numpynn.det(x).backward()
    close(x.grad, [[4, -2], [-2, 1]])


def test_norms_by_hand():
    x = numpynn.tensor([[3.0, -4.0], [0.0, 5.0]])
    norms = {"fro": np.sqrt(50), 1: 9, -1: 3, np.inf: 7, -np.inf: 5, "nuc": np.sqrt(50 + 2 * 15)}
    for order, expected in norms.items():
        close(numpynn.linalg.matrix_norm(x, order), expected)
    close(numpynn.linalg.vector_norm(x, np.inf), 5)
    close(numpynn.linalg.cond(x, "fro"), 50 / 15)


@pytest.mark.parametrize("function", ["inv", "cholesky"])
def test_the_error_names_the_matrix_of_the_batch(function):
    x = numpynn.stack([numpynn.eye(2), numpynn.ones(2, 2)])
    with pytest.raises(numpynn.linalg.LinAlgError, match=r"Batch element 1.* 2 "):
        getattr(numpynn.linalg, function)(x)
    assert issubclass(numpynn.linalg.LinAlgError, RuntimeError)


def test_what_has_no_derivative_says_so():
    x = numpynn.ones(3, 2, requires_grad=True)
    with pytest.raises(RuntimeError, match="mode='r'"):
        numpynn.linalg.qr(x, "r").R.sum().backward()
    with pytest.raises(RuntimeError, match="3 rows and 2 columns"):
        numpynn.linalg.qr(x, "complete").Q.sum().backward()


def test_products():
    x, y, z = numpynn.ones(2, 5), numpynn.ones(5, 3), numpynn.ones(3)
    assert numpynn.linalg.multi_dot([x, y, z]).tolist() == [15, 15]
    assert numpynn.linalg.cross(numpynn.tensor([1, 0, 0]), numpynn.tensor([0, 1, 0])).tolist() == [0, 0, 1]
    step = numpynn.tensor([[1.0, 1.0], [0.0, 1.0]])
    assert numpynn.linalg.matrix_power(step, 10).tolist() == [[1, 10], [0, 1]]
    assert numpynn.linalg.matrix_power(step, -3).tolist() == [[1, -3], [0, 1]]
